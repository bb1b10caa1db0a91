//! `[output]` of a task: the schema of its answers, read from a file of its own beside the task's. Whatever
//! is wrong with that file breaks the task and says why.

use crate::config::source::{fault_of, short};
use edge_api::admin::{ConfigError, OnInvalid};
use edge_api::json::{self, FaultKind};
use edge_core::schema::{SCHEMA_BYTES_MAX, Schema};
use serde_json::Value;
use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// What a task wants its answers to look like.
#[derive(Clone, Debug)]
pub(crate) struct Output {
    /// Where it was found.
    pub file: PathBuf,
    pub on_invalid: OnInvalid,
    /// As written, for those who ask what it is.
    pub json: Value,
    pub schema: Arc<Schema>,
}

/// What is written decides; the schema follows from it.
impl PartialEq for Output {
    fn eq(&self, other: &Self) -> bool {
        (&self.file, self.on_invalid, &self.json) == (&other.file, other.on_invalid, &other.json)
    }
}

/// The folder in which a task's schema would lie.
pub(super) fn dir_of(schema: &Path, task_file: &Path) -> Option<PathBuf> {
    let dir = task_file.parent()?.join(schema).parent()?.to_owned();
    is_below(schema).then_some(dir)
}

fn is_below(schema: &Path) -> bool {
    let inside = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    !schema.as_os_str().is_empty() && schema.components().all(inside)
}

impl Output {
    /// `task` says where to look, and on which line that was said.
    pub(super) fn read(
        name: &Path,
        on_invalid: OnInvalid,
        (task_file, said): (&Path, Option<usize>),
    ) -> Result<Self, ConfigError> {
        let refuse = |file: &Path, line, problem: String| {
            let name = short(&name.to_string_lossy());
            let message = format!("output.schema_file `{name}` {problem}");
            ConfigError { line, ..fault_of(file, message) }
        };
        if !is_below(name) {
            let problem = "must be a path below the folder of the task's file, without `..`";
            return Err(refuse(task_file, said, problem.to_owned()));
        }
        let file = task_file.parent().unwrap_or(Path::new("")).join(name);
        let text = read(&file).map_err(|problem| refuse(task_file, said, problem))?;
        let json = json::read_exact(&text).map_err(|fault| {
            let what = match fault.kind {
                FaultKind::Syntax | FaultKind::Ended => "is no JSON",
                FaultKind::KeyTwice | FaultKind::Number => "cannot be honoured",
            };
            refuse(&file, Some(fault.line), format!("{what}: {fault}"))
        })?;
        let schema = Schema::compile(&json)
            .map_err(|fault| refuse(&file, None, format!("cannot be honoured {fault}")))?;
        Ok(Self { file, on_invalid, json, schema: Arc::new(schema) })
    }
}

fn read(file: &Path) -> Result<String, String> {
    let unreadable = |error: std::io::Error| format!("cannot be read: {error}");
    // A pipe would wait for somebody to write to it.
    if !std::fs::metadata(file).map_err(unreadable)?.is_file() {
        return Err("is no file".to_owned());
    }
    let mut text = Vec::new();
    let most = SCHEMA_BYTES_MAX as u64 + 1;
    File::open(file).and_then(|file| file.take(most).read_to_end(&mut text)).map_err(unreadable)?;
    match text.len() > SCHEMA_BYTES_MAX {
        true => Err(format!("has more than {SCHEMA_BYTES_MAX} bytes")),
        false => String::from_utf8(text)
            .map_err(|error| format!("is no UTF-8 at byte {}", error.utf8_error().valid_up_to())),
    }
}
