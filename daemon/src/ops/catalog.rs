//! What a request may name in `model`: tasks first, then models.

use crate::config::{Task, TaskFile};
use crate::workers::ModelSpec;
use edge_api::admin::{ConfigError, TaskStatus};
use edge_api::error::{ApiError, Code};
use edge_core::queue::ModelKey;
use std::collections::BTreeMap;

#[derive(Debug, Default)]
pub(crate) struct Catalog {
    models: BTreeMap<String, ModelKey>,
    tasks: BTreeMap<String, Entry>,
}

#[derive(Debug)]
struct Entry {
    /// As the file says, if it can be used.
    task: Result<Task, String>,
}

/// What a name stands for.
#[derive(Debug)]
pub(crate) struct Target<'a> {
    pub model: ModelKey,
    pub model_name: &'a str,
    pub task: Option<(&'a str, &'a Task)>,
}

impl Catalog {
    /// Also says what is wrong with which task file.
    pub(crate) fn new(
        models: &[ModelSpec],
        files: BTreeMap<String, TaskFile>,
    ) -> (Self, Vec<ConfigError>) {
        let models: BTreeMap<String, ModelKey> =
            models.iter().enumerate().map(|(key, model)| (model.name.clone(), key)).collect();
        let mut errors = Vec::new();
        let mut tasks = BTreeMap::new();
        for (name, TaskFile { file, task }) in files {
            let task = task.and_then(|task| {
                let fault = if models.contains_key(&name) {
                    format!("task `{name}` has the name of a model")
                } else if !models.contains_key(&task.model) {
                    format!("model is `{}`, and there is no such model", task.model)
                } else {
                    return Ok(task);
                };
                Err(ConfigError { file, line: None, message: fault })
            });
            let task = task.map_err(|error| {
                let message = error.message.clone();
                errors.push(error);
                message
            });
            tasks.insert(name, Entry { task });
        }
        (Self { models, tasks }, errors)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let tasks = self.tasks.iter().filter(|(_, entry)| entry.task.is_ok());
        tasks.map(|(name, _)| name.as_str()).chain(self.models.keys().map(String::as_str))
    }

    pub(crate) fn find(&self, name: &str) -> Result<Target<'_>, ApiError> {
        // A broken task that took a model's name must not take the model away with it.
        if let Some((model_name, model)) = self.models.get_key_value(name) {
            return Ok(Target { model: *model, model_name, task: None });
        }
        let Some((name, entry)) = self.tasks.get_key_value(name) else {
            return Err(self.not_found(name));
        };
        match &entry.task {
            Ok(task) => match self.models.get_key_value(&task.model) {
                Some((model_name, model)) => {
                    Ok(Target { model: *model, model_name, task: Some((name, task)) })
                }
                None => Err(self.not_found(&task.model)),
            },
            Err(reason) => Err(ApiError::new(
                Code::ModelBroken,
                format!("task `{name}` cannot be used: {reason}"),
            )
            .param("model")),
        }
    }

    /// Of a name that may stand for a task or a model.
    pub(crate) fn not_found(&self, name: &str) -> ApiError {
        ApiError::new(Code::ModelNotFound, format!("model `{name}` does not exist"))
            .param("model")
            .hint(there_is(self.names(), "no model and no task is installed"))
    }

    pub(crate) fn no_model(&self, name: &str) -> ApiError {
        ApiError::new(Code::ModelNotFound, format!("there is no model `{name}`"))
            .param("model")
            .hint(there_is(self.models.keys().map(String::as_str), "no model is installed"))
    }

    pub(crate) fn no_task(&self, name: &str) -> ApiError {
        ApiError::new(Code::NotFound, format!("there is no task `{name}`"))
            .param("task")
            .hint(there_is(self.tasks.keys().map(String::as_str), "no task is installed"))
    }

    pub(crate) fn task_statuses(&self) -> Vec<TaskStatus> {
        let status = |(name, entry): (&String, &Entry)| TaskStatus {
            name: name.clone(),
            model: entry.task.as_ref().ok().map(|task| task.model.clone()),
            adapter: None,
            generation: None,
            mode: "slm-only".to_owned(),
            state: if entry.task.is_ok() { "ready" } else { "broken" }.to_owned(),
            reason: entry.task.as_ref().err().cloned(),
        };
        self.tasks.iter().map(status).collect()
    }
}

fn there_is<'a>(names: impl Iterator<Item = &'a str>, none: &str) -> String {
    let names: Vec<&str> = names.take(16).collect();
    match names.as_slice() {
        [] => none.to_owned(),
        names => format!("there is: {}", names.join(", ")),
    }
}
