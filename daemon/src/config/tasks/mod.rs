//! `tasks.d/NAME.toml`: what an app asks for by name. A broken file breaks its task, not the daemon.

mod output;

pub(crate) use output::Output;

use super::settings::{ConfigFailure, failure, read_optional, toml_failure, toml_files};
use edge_api::admin::ConfigError;
use edge_api::edge::Kind;
use edge_api::paths::Paths;
use edge_core::request::{Options, valid_name};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const EXAMPLE_CHARS_MAX: usize = 300;

/// A task that can be read in full.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    pub model: String,
    /// Goes before the messages of a request that has no system message of its own.
    pub system: Option<String>,
    /// Something to ask it, for people.
    pub example: Option<String>,
    pub kind: Option<Kind>,
    pub defaults: Options,
    pub output: Option<Arc<Output>>,
}

/// As written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    model: String,
    system: Option<String>,
    example: Option<String>,
    kind: Option<Kind>,
    #[serde(default)]
    defaults: Options,
    output: Option<output::Written>,
}

/// A file that stands for a task, usable or not.
#[derive(Clone, Debug)]
pub(crate) struct TaskFile {
    pub file: PathBuf,
    pub task: Result<Task, ConfigError>,
}

/// By name. The configuration's file replaces the shipped one of the same name.
pub(crate) fn load_tasks(paths: &Paths) -> Result<BTreeMap<String, TaskFile>, ConfigFailure> {
    let mut tasks = BTreeMap::new();
    for dir in [&paths.share_dir, &paths.config_dir] {
        for file in toml_files(&dir.join("tasks.d"))? {
            let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let task = read_task(&name, &file).map_err(|failure| failure.0);
            tasks.insert(name, TaskFile { file, task });
        }
    }
    Ok(tasks)
}

fn read_task(name: &str, file: &Path) -> Result<Task, ConfigFailure> {
    if !valid_name(name) {
        let message =
            format!("`{name}` is no name for a task: use a-z, 0-9, `.`, `_`, `-`, at most 64");
        return Err(failure(file, None, message));
    }
    let Some(text) = read_optional(file)? else {
        return Err(failure(file, None, "the file is gone".to_owned()));
    };
    let Written { model, system, example, kind, defaults, output } =
        toml::from_str(&text).map_err(|error| toml_failure(file, &text, &error))?;
    defaults.check("defaults.").map_err(|error| failure(file, None, error.message))?;
    if let Some(reason) = example.as_deref().and_then(unfit) {
        return Err(failure(file, None, format!("example {reason}")));
    }
    let output = output.map(|written| Output::read(&written, file)).transpose()?.map(Arc::new);
    Ok(Task { model, system, example, kind, defaults, output })
}

/// Why a text is no example: it is shown on one line, in a command to paste.
fn unfit(example: &str) -> Option<String> {
    let chars = example.chars().count();
    if chars > EXAMPLE_CHARS_MAX {
        return Some(format!("must have at most {EXAMPLE_CHARS_MAX} characters, not {chars}"));
    }
    example.chars().any(char::is_control).then(|| "must be one line of text".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use edge_api::admin::OnInvalid;
    use edge_core::schema::SCHEMA_BYTES_MAX;

    const HEAD: &str = "model = \"m\"\n[output]\n";

    /// The task, or what is said of which file at which line.
    fn read(toml: &str, schema: &str) -> Result<Task, String> {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("below")).unwrap();
        for (name, text) in [("t.toml", toml), ("s.json", schema), ("below/s.json", "{}")] {
            std::fs::write(dir.path().join(name), text).unwrap();
        }
        read_task("t", &dir.path().join("t.toml")).map_err(|ConfigFailure(error)| {
            let file = error.file.strip_prefix(dir.path()).unwrap().display();
            let line = error.line.map(|line| format!(":{line}")).unwrap_or_default();
            format!("{file}{line}: {}", error.message)
        })
    }

    #[test]
    fn a_task_without_output_wants_nothing_of_its_answers() {
        assert!(read("model = \"m\"\n", "").unwrap().output.is_none());
    }

    #[test]
    fn an_example_is_one_line_and_short() {
        let example = |text: &str| read(&format!("model = \"m\"\nexample = {text:?}\n"), "");
        let longest = "é".repeat(EXAMPLE_CHARS_MAX);
        assert_eq!(example(&longest).unwrap().example.unwrap(), longest);
        let said = example(&format!("{longest}!")).map(|_| ()).unwrap_err();
        assert_eq!(said, "t.toml: example must have at most 300 characters, not 301");
        let said = example("one\ntwo").map(|_| ()).unwrap_err();
        assert_eq!(said, "t.toml: example must be one line of text");
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
                "t.toml: output.schema_file `../s.json` must be a path below",
            ),
            ("schema_file = \"below/../s.json\"", "{}", "without `..`"),
            ("schema_file = \"/s.json\"", "{}", "must be a path below"),
            ("schema_file = \"\"", "{}", "must be a path below"),
            (
                "schema_file = \"none.json\"",
                "{}",
                "t.toml: output.schema_file `none.json` cannot be read: No such file",
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
            ("schema_file = 1", "{}", "t.toml:3: "),
            ("on_invalid = \"error\"", "{}", "t.toml:2: missing field `schema_file`"),
            (
                "schema_file = \"s.json\"\non_invalid = \"drop\"",
                "{}",
                "t.toml:4: unknown variant `drop`",
            ),
            (
                "schema_file = \"s.json\"\nvalidators = []",
                "{}",
                "t.toml:4: unknown field `validators`",
            ),
        ] {
            let said = read(&format!("{HEAD}{toml}\n"), schema).map(|_| ()).unwrap_err();
            assert!(said.contains(says), "{toml}: {said}");
        }
    }

    #[test]
    fn a_schema_file_has_a_limit() {
        let toml = format!("{HEAD}schema_file = \"s.json\"\n");
        let schema = |bytes: usize| format!("{{}}{}", " ".repeat(bytes - 2));
        read(&toml, &schema(SCHEMA_BYTES_MAX)).unwrap();
        let said = read(&toml, &schema(SCHEMA_BYTES_MAX + 1)).map(|_| ()).unwrap_err();
        assert_eq!(said, "t.toml: output.schema_file `s.json` has more than 262144 bytes");
    }

    #[test]
    fn a_pipe_is_no_schema_and_nobody_waits_for_it() {
        let dir = tempfile::tempdir().unwrap();
        let pipe = dir.path().join("p.json");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        let task = dir.path().join("t.toml");
        std::fs::write(&task, format!("{HEAD}schema_file = \"p.json\"\n")).unwrap();
        let said = read_task("t", &task).unwrap_err().0.message;
        assert!(said.contains("`p.json` is no file"), "{said}");
    }
}
