//! `tasks.d/NAME.toml`: what an app asks for by name. A broken file breaks its task, not the daemon.

use super::settings::{ConfigFailure, failure, read_optional, toml_failure, toml_files};
use edge_api::admin::ConfigError;
use edge_api::edge::Kind;
use edge_api::paths::Paths;
use edge_core::request::{Options, valid_name};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A task as written.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Task {
    pub model: String,
    /// Goes before the messages of a request that has no system message of its own.
    pub system: Option<String>,
    pub kind: Option<Kind>,
    #[serde(default)]
    pub defaults: Options,
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
    let task: Task = toml::from_str(&text).map_err(|error| toml_failure(file, &text, &error))?;
    task.defaults.check("defaults.").map_err(|error| failure(file, None, error.message))?;
    Ok(task)
}
