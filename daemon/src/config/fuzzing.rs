//! The way in for the fuzz target `config`: texts where files would be, taken all the way to what is in force,
//! and once more for a reload. No file is read but a task's schema, in the folder that the target names.

use super::live::Config;
use super::load;
use super::models::{ModelFile, ModelFiles, model_of};
use super::source::{Faults, line_of};
use super::table::Table;
use super::taken::taken;
use super::tasks::{Task, TaskFile, TaskFiles, task_of};
use edge_api::admin::{ConfigError, ConfigSource};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The most that a fault may say.
const SAID_BYTES_MAX: usize = 1500;

/// What one reading finds, in the order in which it is read.
#[derive(Clone, Debug, Default)]
pub struct Texts<'a> {
    pub settings: Vec<&'a str>,
    pub sets: Vec<&'a str>,
    pub tasks: Vec<&'a str>,
    pub models: Vec<&'a str>,
}

/// Reads `first`, then `later`, as a reload does. What is in force in the end, if all of it can be used: the
/// settings by key, and the tasks and models, each a list.
pub fn config(first: &Texts<'_>, later: &Texts<'_>, dir: &Path) -> Option<Json> {
    let read = first.read(dir);
    assert_eq!(read, first.read(dir), "the same texts are read as something else");
    let checked = read.as_ref().map(|config| config.check(first, dir));
    let all_good = match &checked {
        Ok(is_good) => *is_good,
        Err(Faults(faults)) => {
            assert!(!faults.is_empty(), "refused for no reason");
            faults.iter().for_each(|fault| first.check_fault(fault, dir));
            false
        }
    };
    let now = read.ok()?;
    let then = later.read(dir);
    let now = match reloaded(&now, then) {
        Some(config) => config,
        None => now,
    };
    let all_good = all_good && now.rejected.is_empty() && now.next == now.settings;
    all_good.then(|| now.shown())
}

/// What a reload takes: none of what cannot be used, of the rest all that needs no restart, and no more if it
/// comes twice.
fn reloaded(now: &Config, then: Result<Config, Faults>) -> Option<Config> {
    let installed: BTreeSet<String> = now.models.keys().cloned().collect();
    let config = taken(now, then.clone(), &installed).config?;
    let again = taken(&config, then.clone(), &installed);
    assert_eq!((again.config, again.news), (None, Vec::new()), "what comes twice is news");
    match then {
        Err(Faults(faults)) => {
            assert_eq!(config.rejected, faults);
            let before = Config { rejected: now.rejected.clone(), ..config.clone() };
            assert_eq!(&before, now, "something was taken of what cannot be used");
        }
        Ok(then) => {
            for ((old, new), next) in now.keys().iter().zip(config.keys()).zip(then.keys()) {
                let want = if new.restart { &old.value } else { &next.value };
                assert_eq!(&new.value, want, "{}", new.key);
                let waits = old.value != next.value && new.restart;
                assert_eq!(new.after_restart, waits.then_some(next.value), "{}", new.key);
            }
        }
    }
    Some(config)
}

impl Texts<'_> {
    fn read(&self, dir: &Path) -> Result<Config, Faults> {
        let mut reading = load::Reading::default();
        for (at, text) in self.settings.iter().enumerate() {
            reading.take(ConfigSource::File, &file(dir, "s", at), text);
        }
        self.sets.iter().for_each(|set| reading.take_set(set));
        let mut tasks = TaskFiles::new();
        for (at, text) in self.tasks.iter().enumerate() {
            let file = file(dir, "t", at);
            let task = task_of(&file, text, &mut BTreeSet::new()).map(Arc::new);
            tasks.insert(name_of(&file), TaskFile { file, task });
        }
        let mut models = ModelFiles::new();
        for (at, text) in self.models.iter().enumerate() {
            let file = file(dir, "m", at);
            let (settings, fault) = match model_of(&file, text) {
                Ok(settings) => (Some(settings), None),
                Err(fault) => (None, Some(fault)),
            };
            models.insert(name_of(&file), ModelFile { file, settings, fault });
        }
        reading.end(None).map(|loaded| Config::of(loaded, tasks, models))
    }

    /// It is short, on one line, and names a file, and a line that is there.
    fn check_fault(&self, fault: &ConfigError, dir: &Path) {
        let said = line_of(fault);
        assert!(!fault.message.is_empty() && said.len() < SAID_BYTES_MAX, "{said:.200}");
        assert!(!said.contains(char::is_control), "{said:?}");
        let Some(text) = self.text_of(&fault.file, dir) else {
            let schema = fault.file.starts_with(dir) && fault.message.contains("schema_file");
            let set = fault.file == Path::new("--set") && fault.line.is_none();
            return assert!(schema || set, "{said}");
        };
        let lines = 1 + text.matches('\n').count();
        assert!(fault.line.is_none_or(|line| (1..=lines).contains(&line)), "{said}");
    }

    fn text_of(&self, path: &Path, dir: &Path) -> Option<&str> {
        let all = [("s", &self.settings), ("t", &self.tasks), ("m", &self.models)];
        all.into_iter().find_map(|(kind, texts)| {
            let found = (0..texts.len()).find(|at| file(dir, kind, *at) == path);
            found.map(|at| texts[at])
        })
    }
}

fn file(dir: &Path, kind: &str, at: usize) -> PathBuf {
    dir.join(format!("{kind}{at}.toml"))
}

fn name_of(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

impl Config {
    /// Whether all its tasks and models are good.
    fn check(&self, texts: &Texts<'_>, dir: &Path) -> bool {
        for key in self.keys() {
            assert_within(&key.value, &key.expects, &key.key);
            if key.source == ConfigSource::Default {
                assert_eq!(key.value, key.default, "{} was said by nobody", key.key);
            } else {
                let from = key.from.expect("a value that was said was said somewhere");
                let there = texts.text_of(&from, dir).is_some() || from == Path::new("--set");
                assert!(there, "{} is said to be from {}", key.key, from.display());
            }
        }
        let again = written(&self.settings.tables());
        let texts_again = Texts { settings: vec![&again], ..Texts::default() };
        let settings = texts_again.read(dir).map(|config| config.settings);
        assert_eq!(settings.as_ref(), Ok(&self.settings), "{again}");
        let tasks = self.tasks.values().filter_map(|file| match &file.task {
            Ok(task) => Some(assert_task_is_read_again(task, dir)),
            Err(fault) => {
                texts.check_fault(fault, dir);
                None
            }
        });
        let good = tasks.count();
        for model in self.models.values() {
            model.fault.iter().for_each(|fault| texts.check_fault(fault, dir));
            let Some(settings) = &model.settings else { continue };
            let again = written(&[("", settings as &dyn Table)]);
            assert_eq!(model_of(&model.file, &again).as_ref(), Ok(settings), "{again}");
        }
        good == self.tasks.len() && self.models.values().all(|model| model.fault.is_none())
    }

    fn shown(&self) -> Json {
        let tasks = self.tasks.values().filter_map(|file| file.task.as_ref().ok());
        let models = self.models.values().filter_map(|file| file.settings.as_ref());
        json!({
            "settings": self.keys().into_iter().map(|key| (key.key, key.value)).collect::<Json>(),
            "tasks": tasks.map(|task| json!(task.defaults)).collect::<Json>(),
            "models": models.map(super::value::Value::show).collect::<Json>(),
        })
    }
}

/// What the documentation says of a number holds.
fn assert_within(value: &Json, expects: &str, key: &str) {
    let Some((_, bounds)) = expects.split_once(" between ") else { return };
    let bounds: Vec<f64> = bounds.split(" and ").filter_map(|bound| bound.parse().ok()).collect();
    let ([low, high], Some(value)) = (bounds[..].try_into().unwrap_or([0.0; 2]), value.as_f64())
    else {
        return;
    };
    assert!((low..=high).contains(&value), "{key} is {value}, and expects {expects}");
}

fn assert_task_is_read_again(task: &Task, dir: &Path) {
    assert!(task.defaults.check("").is_ok(), "{:?}", task.defaults);
    let mut again = String::new();
    let mut say = |key: &str, value: Json| {
        if !value.is_null() {
            again += &format!("{key} = {}\n", toml_of(&value));
        }
    };
    say("model", json!(task.model));
    say("system", json!(task.system.as_deref()));
    say("example", json!(task.example));
    say("kind", json!(task.kind));
    say("priority", json!(task.priority));
    say("defaults", json!(task.defaults));
    if let Some(output) = &task.output {
        let schema = output.file.strip_prefix(dir).expect("a schema is in the task's folder");
        say("output", json!({ "schema_file": schema, "on_invalid": output.on_invalid }));
    }
    let read = task_of(&file(dir, "t", 0), &again, &mut BTreeSet::new());
    assert_eq!(read.as_ref(), Ok(task), "{again}");
}

/// As a file would say it.
fn written(tables: &[(&str, &dyn Table)]) -> String {
    let mut text = String::new();
    for (name, table) in tables {
        if !name.is_empty() {
            text += &format!("[{name}]\n");
        }
        for key in table.keys() {
            let value = table.show(key.name);
            if !value.is_null() {
                text += &format!("{} = {}\n", key.name, toml_of(&value));
            }
        }
    }
    text
}

/// What JSON and TOML write alike stays as it is.
fn toml_of(value: &Json) -> String {
    match value {
        Json::Null | Json::Bool(_) | Json::Number(_) => value.to_string(),
        Json::String(text) => json!(text).to_string().replace('\u{7f}', "\\u007f"),
        Json::Array(list) => {
            let list: Vec<String> = list.iter().map(toml_of).collect();
            format!("[{}]", list.join(", "))
        }
        Json::Object(object) => {
            let said = object.iter().filter(|(_, value)| !value.is_null());
            let pairs: Vec<String> = said
                .map(|(key, value)| format!("{} = {}", toml_of(&json!(key)), toml_of(value)))
                .collect();
            format!("{{{}}}", pairs.join(", "))
        }
    }
}
