//! `tasks.d/NAME.toml`: what an app asks for by name. A broken file breaks its task, not the daemon.

mod output;

pub(crate) use output::Output;

use super::source::{Source, fault_of, plain, read_optional, short, toml_files};
use super::table::{read_file, tables};
use super::value::{Free, Is};
use edge_api::admin::{ConfigError, OnInvalid};
use edge_api::edge::{Kind, Priority};
use edge_api::paths::Paths;
use edge_core::request::{Options, limits, valid_name};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const EXAMPLE_CHARS_MAX: usize = 300;

/// It is shown on one line, in a command to paste.
const EXAMPLE: Is<String> = Is("one line of at most 300 characters", |text| {
    text.chars().count() <= EXAMPLE_CHARS_MAX && !text.chars().any(char::is_control)
});
const SHARE: Is<f64> =
    Is("above 0 and at most 1", |share| *share > 0.0 && *share <= limits::TOP_P_MAX);

tables! {
    /// A model with its defaults under a name of its own.
    TaskKeys {
        /// The model that answers. It must be given.
        model: Option<String> = None, Free, Live;
        /// Goes before the messages of a request that has no system message of its own.
        system: Option<String> = None, Free, Live;
        /// Something to ask it, for people.
        example: Option<String> = None, EXAMPLE, Live;
        /// Who is behind its calls: a program, or a person at a prompt.
        kind: Option<Kind> = None, Free, Live;
        /// Which class its calls wait in, unless a request says so itself.
        priority: Option<Priority> = None, Free, Live;
    }
    /// What a request leaves open, by the names of a request's parameters.
    Defaults {
        /// The most tokens of an answer.
        max_tokens: Option<i64> = None, limits::MAX_TOKENS, Live;
        /// How freely tokens are drawn; 0: always the likeliest.
        temperature: Option<f64> = None, limits::TEMPERATURE, Live;
        /// Draws from the likeliest tokens that make up this share.
        top_p: Option<f64> = None, SHARE, Live;
        /// Draws from so many of the likeliest tokens; 0 and -1: from all.
        top_k: Option<i64> = None, limits::TOP_K, Live;
        /// Draws from tokens at least so likely, compared with the likeliest.
        min_p: Option<f64> = None, limits::MIN_P, Live;
        /// Makes tokens less likely that are there already.
        presence_penalty: Option<f64> = None, limits::PRESENCE_PENALTY, Live;
        /// Makes tokens less likely the more often they are there.
        frequency_penalty: Option<f64> = None, limits::FREQUENCY_PENALTY, Live;
        /// Divides the scores of tokens that are there already; 1: off.
        repetition_penalty: Option<f64> = None, limits::REPETITION_PENALTY, Live;
        /// Draws the same every time.
        seed: Option<i64> = None, Free, Live;
        /// Texts that end an answer: 1 to 4 of them, of 1 to 256 bytes each.
        stop: Option<Vec<String>> = None, Free, Live;
        /// What is added to the score of a token, by token id: from -100 to 100, for at most 1024 tokens.
        logit_bias: Option<BTreeMap<String, f64>> = None, Free, Live;
    }
    /// What the task's answers must look like.
    OutputKeys {
        /// A JSON Schema (draft 2020-12), in the folder of the task's file or below. It must be given.
        schema_file: Option<PathBuf> = None, Free, Live;
        /// What becomes of an answer that does not keep to it. `return`: it is sent as it is, with
        /// `edge.schema_valid` false. `error`: the call ends as `output_invalid`.
        on_invalid: OnInvalid = OnInvalid::Return, Free, Live;
    }
}

/// A task that can be read in full.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Task {
    pub model: String,
    /// Goes before the messages of a request that has no system message of its own.
    pub system: Option<Arc<str>>,
    /// Something to ask it, for people.
    pub example: Option<String>,
    pub kind: Option<Kind>,
    /// Of requests that bring none.
    pub priority: Option<Priority>,
    pub defaults: Options,
    pub output: Option<Arc<Output>>,
}

/// A file that stands for a task, usable or not.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TaskFile {
    pub file: PathBuf,
    pub task: Result<Arc<Task>, ConfigError>,
}

pub(crate) type TaskFiles = BTreeMap<String, TaskFile>;

/// By name. The configuration's file replaces the shipped one of the same name. `dirs` learns of the folders
/// that schemas were looked for in.
pub(crate) fn load_tasks(
    paths: &Paths,
    dirs: &mut BTreeSet<PathBuf>,
) -> Result<TaskFiles, ConfigError> {
    let mut tasks = BTreeMap::new();
    for dir in [&paths.share_dir, &paths.config_dir] {
        for file in toml_files(&dir.join("tasks.d"))? {
            let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let task = match read_task(&name, &file, dirs) {
                Ok(Some(task)) => Ok(Arc::new(task)),
                Ok(None) => continue,
                Err(fault) => Err(fault),
            };
            tasks.insert(name, TaskFile { file, task });
        }
    }
    Ok(tasks)
}

/// `None`: it has gone.
fn read_task(
    name: &str,
    file: &Path,
    dirs: &mut BTreeSet<PathBuf>,
) -> Result<Option<Task>, ConfigError> {
    if !valid_name(name) {
        let name = short(name);
        let message =
            format!("`{name}` is no name for a task: use a-z, 0-9, `.`, `_`, `-`, at most 64");
        return Err(fault_of(file, message));
    }
    read_optional(file)?.map(|text| task_of(file, &text, dirs)).transpose()
}

pub(super) fn task_of(
    file: &Path,
    text: &str,
    dirs: &mut BTreeSet<PathBuf>,
) -> Result<Task, ConfigError> {
    let mut source = Source::file(file, text);
    let (mut keys, mut defaults, mut output) =
        (TaskKeys::default(), Defaults::default(), OutputKeys::default());
    let tables: super::table::Tables<'_> =
        vec![("", &mut keys), ("defaults", &mut defaults), ("output", &mut output)];
    read_file(tables, &mut source);
    let defaults = Options::from(defaults);
    if let Err(error) = defaults.check("defaults.") {
        // Of what has a bound of its own it is known already.
        let key = error.param.as_deref().unwrap_or_default();
        let key = key.split(['[']).next().unwrap_or_default();
        let key = key.splitn(3, '.').take(2).collect::<Vec<_>>().join(".");
        source.fault_of(&key, plain(&error.message));
    }
    if keys.model.is_none() && source.faults.is_empty() {
        source.fault_of_all("model is missing, it names the model that answers".to_owned());
    }
    let wants_output = source.said.contains_key("output");
    if wants_output && output.schema_file.is_none() && source.faults.is_empty() {
        source.fault_of("output", "output.schema_file is missing".to_owned());
    }
    let line = source.said.get("output.schema_file").and_then(|origin| origin.line);
    if let Some(fault) = source.first_fault() {
        return Err(fault);
    }
    let TaskKeys { model, system, example, kind, priority } = keys;
    let output = match output.schema_file {
        Some(schema) => {
            dirs.extend(output::dir_of(&schema, file));
            Some(Arc::new(Output::read(&schema, output.on_invalid, (file, line))?))
        }
        None => None,
    };
    let model = model.unwrap_or_default();
    let system = system.map(Arc::from);
    Ok(Task { model, system, example, kind, priority, defaults, output })
}

impl From<Defaults> for Options {
    fn from(defaults: Defaults) -> Self {
        Self {
            // Its bound is far below.
            max_tokens: defaults.max_tokens.and_then(|tokens| u32::try_from(tokens).ok()),
            temperature: defaults.temperature,
            top_p: defaults.top_p,
            top_k: defaults.top_k,
            min_p: defaults.min_p,
            presence_penalty: defaults.presence_penalty,
            frequency_penalty: defaults.frequency_penalty,
            repetition_penalty: defaults.repetition_penalty,
            seed: defaults.seed,
            stop: defaults.stop,
            logit_bias: defaults.logit_bias,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::source::line_of;
    use edge_core::schema::SCHEMA_BYTES_MAX;

    const HEAD: &str = "model = \"m\"\n[output]\n";

    /// The task, or what is said of which file at which line.
    fn read(toml: &str, schema: &str) -> Result<Task, String> {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("below")).unwrap();
        for (name, text) in [("t.toml", toml), ("s.json", schema), ("below/s.json", "{}")] {
            std::fs::write(dir.path().join(name), text).unwrap();
        }
        let read = read_task("t", &dir.path().join("t.toml"), &mut BTreeSet::new());
        read.map(|task| task.expect("it is there")).map_err(|fault| {
            let line = line_of(&fault);
            line.strip_prefix(&format!("{}/", dir.path().display())).unwrap().to_owned()
        })
    }

    #[test]
    fn a_task_without_output_wants_nothing_of_its_answers() {
        assert!(read("model = \"m\"\n", "").unwrap().output.is_none());
    }

    #[test]
    fn what_is_refused_is_named_with_its_line() {
        for (toml, says) in [
            ("modle = \"m\"\n", "t.toml:1: modle: unknown key, did you mean model?"),
            ("system = \"s\"\n", "t.toml: model is missing, it names the model that answers"),
            ("model = 1\n", "t.toml:1: model: expected a text, not the number 1"),
            (
                "model = \"m\"\ntemperature = 1\n",
                "t.toml:2: temperature: unknown key, did you mean defaults.temperature?",
            ),
            (
                "model = \"m\"\n[default]\nseed = 1\n",
                "t.toml:2: default: unknown table, did you mean defaults?",
            ),
            (
                "model = \"m\"\ndefaults = 1\n",
                "t.toml:2: defaults: expected a table, not the number 1",
            ),
            (
                "model = \"m\"\nkind = \"robot\"\n",
                "t.toml:2: kind: expected `agent` or `human`, not the text `robot`",
            ),
            (
                "model = \"m\"\npriority = \"low\"\n",
                "t.toml:2: priority: expected `interactive` or `batch`, not the text `low`",
            ),
            (
                "model = \"m\"\n[defaults]\ntop_pp = 1\n",
                "t.toml:3: defaults.top_pp: unknown key, did you mean top_p?",
            ),
            (
                "model = \"m\"\n[defaults]\n\ntemperature = 9.5\n",
                "t.toml:4: defaults.temperature is 9.5, it must be between 0 and 2",
            ),
            (
                "model = \"m\"\n[defaults]\ntemperature = nan\n",
                "t.toml:3: defaults.temperature is nan, it must be between 0 and 2",
            ),
            (
                "model = \"m\"\n[defaults]\ntop_p = 0\n",
                "t.toml:3: defaults.top_p is 0, it must be above 0 and at most 1",
            ),
            (
                "model = \"m\"\n[defaults]\nmax_tokens = 0\n",
                "t.toml:3: defaults.max_tokens is 0, it must be between 1 and 10000000",
            ),
            (
                "model = \"m\"\n[defaults]\nmax_tokens = 1.5\n",
                "t.toml:3: defaults.max_tokens: expected a whole number, not the number 1.5",
            ),
            (
                "model = \"m\"\n[defaults]\nseed = 9223372036854775808\n",
                "t.toml:3: defaults.seed is 9223372036854775808, it must be between -9223372036854775808 and 9223372036854775807",
            ),
            (
                "model = \"m\"\n[defaults]\nstop = \"x\"\n",
                "t.toml:3: defaults.stop: expected a list, each of it a text, not the text `x`",
            ),
            (
                "model = \"m\"\n[defaults]\nstop = [\"a\", 1]\n",
                "t.toml:3: defaults.stop[1]: expected a text, not the number 1",
            ),
            ("model = \"m\"\n[defaults]\nstop = []\n", "t.toml:3: `defaults.stop` must"),
            (
                "model = \"m\"\n[defaults]\nstop = [\"a\", \"\"]\n",
                "t.toml:3: `defaults.stop[1]` must",
            ),
            (
                "model = \"m\"\n[defaults.logit_bias]\n7 = 101\n",
                "t.toml:2: `defaults.logit_bias.7` must",
            ),
            (
                "model = \"m\"\n[defaults.logit_bias]\nseven = 1\n",
                "t.toml:2: `defaults.logit_bias.seven` must",
            ),
            ("model = \n", "t.toml:1: "),
        ] {
            let said = read(toml, "").map(|_| ()).unwrap_err();
            assert!(said.starts_with(says), "{toml}: {said}");
        }
    }

    #[test]
    fn an_example_is_one_line_and_short() {
        let example = |text: &str| read(&format!("model = \"m\"\nexample = {text:?}\n"), "");
        let longest = "é".repeat(EXAMPLE_CHARS_MAX);
        assert_eq!(example(&longest).unwrap().example.unwrap(), longest);
        let must_be = "it must be one line of at most 300 characters";
        let said = example(&format!("{longest}!")).map(|_| ()).unwrap_err();
        assert_eq!(said, format!("t.toml:2: example is `{}…`, {must_be}", "é".repeat(59)));
        let said = example("one\ntwo").map(|_| ()).unwrap_err();
        assert_eq!(said, format!("t.toml:2: example is `one two`, {must_be}"));
    }

    #[test]
    fn the_schema_lies_beside_the_task_or_below() {
        for (name, on_invalid, says) in [
            ("s.json", "", OnInvalid::Return),
            ("./below/s.json", "on_invalid = \"return\"", OnInvalid::Return),
            ("s.json", "on_invalid = \"error\"", OnInvalid::Error),
        ] {
            let toml = format!("{HEAD}schema_file = \"{name}\"\n{on_invalid}\n");
            let output = read(&toml, "{}").unwrap().output.unwrap();
            assert!(output.file.ends_with(name.trim_start_matches("./")), "{:?}", output.file);
            assert_eq!(output.on_invalid, says);
        }
    }

    #[test]
    fn a_broken_output_says_which_file_and_why() {
        for (toml, schema, says) in [
            (
                "schema_file = \"../s.json\"",
                "{}",
                "t.toml:3: output.schema_file `../s.json` must be a path below",
            ),
            ("schema_file = \"below/../s.json\"", "{}", "without `..`"),
            ("schema_file = \"/s.json\"", "{}", "must be a path below"),
            ("schema_file = \"\"", "{}", "must be a path below"),
            (
                "schema_file = \"none.json\"",
                "{}",
                "t.toml:3: output.schema_file `none.json` cannot be read: No such file",
            ),
            ("schema_file = \"below\"", "{}", "`below` is no file"),
            (
                "schema_file = \"s.json\"",
                "{\n  \"a\": x}",
                "s.json:2: output.schema_file `s.json` is no JSON: expected value",
            ),
            (
                "schema_file = \"s.json\"",
                "",
                "s.json:1: output.schema_file `s.json` is no JSON: EOF",
            ),
            (
                "schema_file = \"s.json\"",
                "{\"properties\": {\"a\": {\"format\": \"date\"}}}",
                "s.json: output.schema_file `s.json` cannot be honoured at `/properties/a`: keyword `format` is not supported",
            ),
            (
                "schema_file = 1",
                "{}",
                "t.toml:3: output.schema_file: expected a path, not the number 1",
            ),
            ("on_invalid = \"error\"", "{}", "t.toml:2: output.schema_file is missing"),
            (
                "schema_file = \"s.json\"\non_invalid = \"drop\"",
                "{}",
                "t.toml:4: output.on_invalid: expected `return` or `error`, not the text `drop`",
            ),
            (
                "schema_file = \"s.json\"\nvalidators = []",
                "{}",
                "t.toml:4: output.validators: unknown key",
            ),
        ] {
            let said = read(&format!("{HEAD}{toml}\n"), schema).map(|_| ()).unwrap_err();
            assert!(said.contains(says), "{toml}: {said}");
        }
    }

    #[test]
    fn a_fault_is_one_short_line_whatever_the_file_says() {
        let odd = format!("\\u001b[2J\\n{}", "7".repeat(100_000));
        for (toml, says) in [
            (
                format!("model = \"m\"\n[defaults]\nlogit_bias = {{ \"{odd}\" = 1 }}\n"),
                "a token id",
            ),
            (format!("model = \"m\"\n[defaults]\nlogit_bias = {{ \"{odd}\" = [] }}\n"), "a number"),
            (format!("{HEAD}schema_file = \"{odd}\"\n"), "cannot be read"),
            (format!("{HEAD}schema_file = \"../{odd}\"\n"), "must be a path below"),
            (format!("\"{odd}\" = 1\n"), "unknown key"),
            (format!("model = {}\n", "7".repeat(100_000)), "expected a text"),
            (format!("model = \"m\"\n[defaults]\nseed = 1l{}2\n", '\u{1}'), "t.toml:"),
        ] {
            let said = read(&toml, "").map(|_| ()).unwrap_err();
            assert!(said.contains(says) && said.len() < 1000, "{said:.1000}");
            assert!(!said.contains(char::is_control), "{said:?}");
        }
        let said = read_task("a\nb", Path::new("f"), &mut BTreeSet::new()).unwrap_err().message;
        assert!(said.starts_with("`a b` is no name"), "{said}");
    }

    #[test]
    fn a_schema_file_has_a_limit() {
        let toml = format!("{HEAD}schema_file = \"s.json\"\n");
        let schema = |bytes: usize| format!("{{}}{}", " ".repeat(bytes - 2));
        read(&toml, &schema(SCHEMA_BYTES_MAX)).unwrap();
        let said = read(&toml, &schema(SCHEMA_BYTES_MAX + 1)).map(|_| ()).unwrap_err();
        assert_eq!(said, "t.toml:3: output.schema_file `s.json` has more than 262144 bytes");
    }

    #[test]
    fn a_pipe_is_no_schema_and_nobody_waits_for_it() {
        let dir = tempfile::tempdir().unwrap();
        let pipe = dir.path().join("p.json");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        let task = dir.path().join("t.toml");
        std::fs::write(&task, format!("{HEAD}schema_file = \"p.json\"\n")).unwrap();
        let said = read_task("t", &task, &mut BTreeSet::new()).unwrap_err().message;
        assert!(said.contains("`p.json` is no file"), "{said}");
    }
}
