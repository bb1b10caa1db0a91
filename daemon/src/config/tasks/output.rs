//! `[output]` of a task: the schema of its answers, read from a file of its own beside the task's. Whatever
//! is wrong with that file breaks the task and says why.

use crate::config::settings::{ConfigFailure, failure};
use edge_api::admin::OnInvalid;
use edge_api::json::{self, FaultKind};
use edge_core::schema::{SCHEMA_BYTES_MAX, Schema};
use serde::Deserialize;
use serde_json::Value;
use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// As written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(super) struct Written {
    schema_file: PathBuf,
    #[serde(default)]
    on_invalid: OnInvalid,
}

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

impl Output {
    /// `task_file` says where to look.
    pub(super) fn read(written: &Written, task_file: &Path) -> Result<Self, ConfigFailure> {
        let name = &written.schema_file;
        let refuse = |file: &Path, line, problem: String| {
            failure(file, line, format!("output.schema_file `{}` {problem}", name.display()))
        };
        let inside = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
        if name.as_os_str().is_empty() || !name.components().all(inside) {
            let problem = "must be a path below the folder of the task's file, without `..`";
            return Err(refuse(task_file, None, problem.to_owned()));
        }
        let file = task_file.parent().unwrap_or(Path::new("")).join(name);
        let text = read(&file).map_err(|problem| refuse(task_file, None, problem))?;
        let json = json::read_exact(&text).map_err(|fault| {
            let what = match fault.kind {
                FaultKind::Syntax | FaultKind::Ended => "is no JSON",
                FaultKind::KeyTwice | FaultKind::Number => "cannot be honoured",
            };
            refuse(&file, Some(fault.line), format!("{what}: {fault}"))
        })?;
        let schema = Schema::compile(&json)
            .map_err(|fault| refuse(&file, None, format!("cannot be honoured {fault}")))?;
        Ok(Self { file, on_invalid: written.on_invalid, json, schema: Arc::new(schema) })
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
