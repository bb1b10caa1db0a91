//! What a request may name in `model`: tasks first, then models. Tasks are read once; which models there are
//! changes, so whether a task can be used is looked up when it is asked for.

use crate::config::{Task, TaskFile};
use crate::models::Listing;
use edge_api::admin::{self, ConfigError, ModelState, ModelStatus, TaskOutput, TaskStatus};
use edge_api::error::{ApiError, Code};
use edge_core::queue::ModelKey;
use edge_core::request::Options;
use std::collections::BTreeMap;
use std::path::PathBuf;
use tokio::sync::watch;

#[derive(Debug)]
pub(crate) struct Catalog {
    listing: watch::Receiver<Listing>,
    tasks: BTreeMap<String, Entry>,
}

#[derive(Debug)]
struct Entry {
    file: PathBuf,
    /// As the file says, if it says something.
    task: Result<Task, ConfigError>,
}

/// What a name stands for.
#[derive(Debug)]
pub(crate) struct Target<'a> {
    pub model: ModelKey,
    pub model_name: String,
    pub task: Option<(&'a str, &'a Task)>,
}

impl Catalog {
    pub(crate) fn new(
        listing: watch::Receiver<Listing>,
        files: BTreeMap<String, TaskFile>,
    ) -> Self {
        let entry = |(name, file): (String, TaskFile)| {
            let TaskFile { file, task } = file;
            (name, Entry { file, task })
        };
        Self { listing, tasks: files.into_iter().map(entry).collect() }
    }

    pub(crate) fn find(&self, name: &str) -> Result<Target<'_>, ApiError> {
        let listing = self.listing.borrow();
        // A broken task that took a model's name must not take the model away with it.
        if let Some(model) = listing.models.get(name) {
            return Ok(Target { model: model.key, model_name: name.to_owned(), task: None });
        }
        let Some((name, entry)) = self.tasks.get_key_value(name) else {
            return Err(not_found(name, &self.names(&listing)));
        };
        match entry.usable(name, &listing) {
            Ok((task, model)) => Ok(Target {
                model,
                model_name: task.model.clone(),
                task: Some((name.as_str(), task)),
            }),
            Err(reason) => Err(ApiError::new(
                Code::ModelBroken,
                format!("task `{name}` cannot be used: {reason}"),
            )
            .param("model")),
        }
    }

    /// What may be asked for now, without what is known to be broken: its states are those of `models`.
    pub(crate) fn usable(&self, models: &[ModelStatus]) -> Vec<String> {
        let listing = self.listing.borrow();
        let mut names = self.names(&listing);
        names.retain(|name| {
            let task = self.tasks.get(name).and_then(|entry| entry.task.as_ref().ok());
            let model = match listing.models.contains_key(name) {
                true => Some(name),
                false => task.map(|task| &task.model),
            };
            model.is_some_and(|model| broken(model, models).is_none())
        });
        names
    }

    /// What there is to try and what to ask it, while nothing is known of any model's state: a task that
    /// brings an example, else any.
    pub(crate) fn first(&self) -> Option<(String, Option<String>)> {
        let listing = self.listing.borrow();
        let with_example = self.tasks.iter().find_map(|(name, entry)| {
            let (task, _) = entry.usable(name, &listing).ok()?;
            Some((name.clone(), Some(task.example.clone()?)))
        });
        with_example.or_else(|| Some((self.names(&listing).into_iter().next()?, None)))
    }

    pub(crate) fn has_task(&self, name: &str) -> bool {
        self.tasks.contains_key(name)
    }

    /// Of a name that may stand for a task or a model.
    pub(crate) fn not_found(&self, name: &str) -> ApiError {
        not_found(name, &self.names(&self.listing.borrow()))
    }

    pub(crate) fn no_model(&self, name: &str) -> ApiError {
        ApiError::new(Code::ModelNotFound, format!("there is no model `{name}`"))
            .param("model")
            .hint(there_is(self.listing.borrow().models.keys(), "no model is installed"))
    }

    pub(crate) fn no_task(&self, name: &str) -> ApiError {
        ApiError::new(Code::NotFound, format!("there is no task `{name}`"))
            .param("task")
            .hint(there_is(self.tasks.keys(), "no task is installed"))
    }

    pub(crate) fn task_statuses(&self, models: &[ModelStatus]) -> Vec<TaskStatus> {
        let listing = self.listing.borrow();
        let status = |(name, entry): (&String, &Entry)| {
            let reason = entry.usable(name, &listing).and_then(|(task, _)| {
                let broken = broken(&task.model, models);
                broken.map_or(Ok(()), |reason| {
                    Err(format!("model `{}` is broken: {reason}", task.model))
                })
            });
            TaskStatus {
                name: name.clone(),
                model: entry.task.as_ref().ok().map(|task| task.model.clone()),
                adapter: None,
                generation: None,
                mode: "slm-only".to_owned(),
                state: if reason.is_ok() { "ready" } else { "broken" }.to_owned(),
                reason: reason.err(),
            }
        };
        self.tasks.iter().map(status).collect()
    }

    /// What a task's file says, beside the standing of the task.
    pub(crate) fn task(&self, status: TaskStatus) -> Option<admin::Task> {
        let entry = self.tasks.get(&status.name)?;
        let task = entry.task.as_ref().ok();
        let output = task.and_then(|task| task.output.as_deref());
        Some(admin::Task {
            status,
            file: entry.file.clone(),
            system: task.and_then(|task| task.system.clone()),
            example: task.and_then(|task| task.example.clone()),
            kind: task.and_then(|task| task.kind),
            defaults: task.map(|task| given(&task.defaults)),
            output: output.map(|output| TaskOutput {
                schema_file: output.file.clone(),
                on_invalid: output.on_invalid,
                schema: output.json.clone(),
            }),
        })
    }

    /// What is wrong with which task file, and with what the shelf has read.
    pub(crate) fn errors(&self) -> Vec<ConfigError> {
        let listing = self.listing.borrow();
        let error = |(name, entry): (&String, &Entry)| match &entry.task {
            Err(error) => Some(error.clone()),
            Ok(_) => {
                let message = entry.usable(name, &listing).err()?;
                Some(ConfigError { file: entry.file.clone(), line: None, message })
            }
        };
        let tasks = self.tasks.iter().filter_map(error);
        tasks.chain(listing.errors.iter().cloned()).collect()
    }

    fn names(&self, listing: &Listing) -> Vec<String> {
        let usable = |(name, entry): &(&String, &Entry)| entry.usable(name, listing).is_ok();
        let tasks = self.tasks.iter().filter(usable).map(|(name, _)| name.clone());
        tasks.chain(listing.models.keys().cloned()).collect()
    }
}

impl Entry {
    /// The task and its model, if the file is good and the model is there.
    fn usable(&self, name: &str, listing: &Listing) -> Result<(&Task, ModelKey), String> {
        let task = self.task.as_ref().map_err(|error| error.message.clone())?;
        if listing.models.contains_key(name) {
            return Err(format!("task `{name}` has the name of a model"));
        }
        match listing.models.get(&task.model) {
            Some(model) => Ok((task, model.key)),
            None => Err(format!("model is `{}`, and there is no such model", task.model)),
        }
    }
}

/// Without what is left open.
fn given(options: &Options) -> serde_json::Map<String, serde_json::Value> {
    let options = serde_json::to_value(options).expect("options are plain data");
    let serde_json::Value::Object(mut options) = options else { return serde_json::Map::new() };
    options.retain(|_, value| !value.is_null());
    options
}

fn broken<'a>(model: &str, models: &'a [ModelStatus]) -> Option<&'a str> {
    let model = models.iter().find(|status| status.name == model)?;
    (model.state == ModelState::Broken).then(|| model.reason.as_deref().unwrap_or_default())
}

fn not_found(name: &str, names: &[String]) -> ApiError {
    ApiError::new(Code::ModelNotFound, format!("model `{name}` does not exist"))
        .param("model")
        .hint(there_is(names.iter(), "no model and no task is installed"))
}

fn there_is<'a>(names: impl Iterator<Item = &'a String>, none: &str) -> String {
    let names: Vec<&str> = names.take(16).map(String::as_str).collect();
    match names.as_slice() {
        [] => none.to_owned(),
        names => format!("there is: {}", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::Listed;

    fn listed(key: ModelKey) -> Listed {
        Listed { key, dir: None, linked: false, shipped: false, waits_for: None }
    }

    fn task(model: &str) -> TaskFile {
        let task = Task {
            model: model.to_owned(),
            system: None,
            example: None,
            kind: None,
            defaults: Options::default(),
            output: None,
        };
        TaskFile { file: format!("{model}.toml").into(), task: Ok(task) }
    }

    #[test]
    fn a_task_is_ready_for_as_long_as_its_model_is_there() {
        let (sender, listing) = watch::channel(Listing::default());
        let files = [("t".to_owned(), task("m")), ("n".to_owned(), task("m"))];
        let catalog = Catalog::new(listing, files.into());
        let state = |models: &[ModelStatus]| {
            let statuses = catalog.task_statuses(models).into_iter();
            statuses.map(|task| (task.name, task.reason)).collect::<BTreeMap<_, _>>()
        };
        assert!(state(&[])["t"].as_deref().is_some_and(|why| why.contains("no such model")));
        assert_eq!(catalog.find("t").unwrap_err().code, Code::ModelBroken);
        assert_eq!(catalog.find("m").unwrap_err().code, Code::ModelNotFound);
        assert_eq!(catalog.errors().len(), 2);

        let models = [("m".to_owned(), listed(3)), ("n".to_owned(), listed(4))];
        sender.send_modify(|listing| listing.models = models.into());
        let target = catalog.find("t").unwrap();
        assert_eq!((target.model, target.model_name.as_str()), (3, "m"));
        assert_eq!(target.task.map(|(name, _)| name), Some("t"));
        let model = catalog.find("n").unwrap();
        assert!(model.model == 4 && model.task.is_none(), "the task does not take the model away");
        let status = |state, reason: Option<&str>| ModelStatus {
            state,
            reason: reason.map(str::to_owned),
            ..ModelStatus::named("m")
        };
        let ready = [status(ModelState::Ready, None)];
        assert_eq!(state(&ready)["t"], None);
        assert!(state(&ready)["n"].as_deref().is_some_and(|why| why.contains("name of a model")));
        assert_eq!(catalog.errors().len(), 1);
        assert_eq!(catalog.usable(&ready), ["t", "m", "n"]);

        let torn = [status(ModelState::Broken, Some("torn"))];
        assert_eq!(state(&torn)["t"].as_deref(), Some("model `m` is broken: torn"));
        assert_eq!(catalog.usable(&torn), ["n"]);
        sender.send_modify(|listing| listing.models.clear());
        assert_eq!(catalog.find("t").unwrap_err().code, Code::ModelBroken);
    }
}
