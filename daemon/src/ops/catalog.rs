//! What a request may name in `model`: tasks first, then models. Both change while the daemon runs, so whether
//! a task can be used is looked up when it is asked for.

use crate::config::{Live, Task, TaskFile};
use crate::models::Listing;
use edge_api::admin::{self, ConfigError, ModelState, ModelStatus, TaskOutput, TaskStatus};
use edge_api::error::{ApiError, Code};
use edge_core::queue::ModelKey;
use edge_core::request::Options;
use std::sync::Arc;
use tokio::sync::watch;

/// How many names a hint repeats.
const NAMES_SHOWN_MAX: usize = 16;

#[derive(Debug)]
pub(crate) struct Catalog {
    listing: watch::Receiver<Listing>,
    live: Live,
}

/// What a name stands for.
#[derive(Debug)]
pub(crate) struct Target {
    pub model: ModelKey,
    pub model_name: String,
    /// As it was when it was asked for.
    pub task: Option<(String, Arc<Task>)>,
}

impl Catalog {
    pub(crate) fn new(listing: watch::Receiver<Listing>, live: Live) -> Self {
        Self { listing, live }
    }

    /// Who finds nothing is told of the names that they `may` ask for.
    pub(crate) fn find(&self, name: &str, may: impl Fn(&str) -> bool) -> Result<Target, ApiError> {
        let (listing, config) = (self.listing.borrow(), self.live.now());
        // A broken task that took a model's name must not take the model away with it.
        if let Some(model) = listing.models.get(name) {
            return Ok(Target { model: model.key, model_name: name.to_owned(), task: None });
        }
        let Some(file) = config.tasks.get(name) else {
            return Err(not_found(name, &self.names(&listing), may));
        };
        match usable(file, name, &listing) {
            Ok((task, model)) => Ok(Target {
                model,
                model_name: task.model.clone(),
                task: Some((name.to_owned(), Arc::clone(task))),
            }),
            Err(reason) => Err(ApiError::new(
                Code::ModelBroken,
                format!("task `{name}` cannot be used: {reason}"),
            )
            .param("model")),
        }
    }

    /// The task and the model of this name, of which at least one is "": a name from outside is neither.
    pub(crate) fn known<'a>(&self, name: &'a str) -> (&'a str, &'a str) {
        let is_model = self.listing.borrow().models.contains_key(name);
        match (is_model, self.live.now().tasks.contains_key(name)) {
            (true, _) => ("", name),
            (false, true) => (name, ""),
            (false, false) => ("", ""),
        }
    }

    /// What may be asked for now, without what is known to be broken: its states are those of `models`.
    pub(crate) fn usable(&self, models: &[ModelStatus]) -> Vec<String> {
        let (listing, config) = (self.listing.borrow(), self.live.now());
        let mut names = self.names(&listing);
        names.retain(|name| {
            let task = config.tasks.get(name).and_then(|file| file.task.as_ref().ok());
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
        let (listing, config) = (self.listing.borrow(), self.live.now());
        let with_example = config.tasks.iter().find_map(|(name, file)| {
            let (task, _) = usable(file, name, &listing).ok()?;
            Some((name.clone(), Some(task.example.clone()?)))
        });
        with_example.or_else(|| Some((self.names(&listing).into_iter().next()?, None)))
    }

    pub(crate) fn has_task(&self, name: &str) -> bool {
        self.live.now().tasks.contains_key(name)
    }

    /// Of a name that may stand for a task or a model.
    pub(crate) fn not_found(&self, name: &str, may: impl Fn(&str) -> bool) -> ApiError {
        not_found(name, &self.names(&self.listing.borrow()), may)
    }

    pub(crate) fn no_model(&self, name: &str, may: impl Fn(&str) -> bool) -> ApiError {
        ApiError::new(Code::ModelNotFound, format!("there is no model `{name}`"))
            .param("model")
            .hint(there_is(self.listing.borrow().models.keys(), may, "model"))
    }

    pub(crate) fn no_task(&self, name: &str, may: impl Fn(&str) -> bool) -> ApiError {
        ApiError::new(Code::NotFound, format!("there is no task `{name}`"))
            .param("task")
            .hint(there_is(self.live.now().tasks.keys(), may, "task"))
    }

    pub(crate) fn task_statuses(&self, models: &[ModelStatus]) -> Vec<TaskStatus> {
        let (listing, config) = (self.listing.borrow(), self.live.now());
        let status = |(name, file): (&String, &TaskFile)| {
            let reason = usable(file, name, &listing).and_then(|(task, _)| {
                let broken = broken(&task.model, models);
                broken.map_or(Ok(()), |reason| {
                    Err(format!("model `{}` is broken: {reason}", task.model))
                })
            });
            TaskStatus {
                name: name.clone(),
                model: file.task.as_ref().ok().map(|task| task.model.clone()),
                adapter: None,
                generation: None,
                mode: "slm-only".to_owned(),
                state: if reason.is_ok() { "ready" } else { "broken" }.to_owned(),
                reason: reason.err(),
            }
        };
        config.tasks.iter().map(status).collect()
    }

    /// What a task's file says, beside the standing of the task.
    pub(crate) fn task(&self, status: TaskStatus) -> Option<admin::Task> {
        let config = self.live.now();
        let file = config.tasks.get(&status.name)?;
        let task = file.task.as_ref().ok();
        let output = task.and_then(|task| task.output.as_deref());
        Some(admin::Task {
            status,
            file: file.file.clone(),
            system: task.and_then(|task| task.system.as_deref().map(str::to_owned)),
            example: task.and_then(|task| task.example.clone()),
            kind: task.and_then(|task| task.kind),
            priority: task.and_then(|task| task.priority),
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
        let (listing, config) = (self.listing.borrow(), self.live.now());
        let error = |(name, file): (&String, &TaskFile)| match &file.task {
            Err(error) => Some(error.clone()),
            Ok(_) => {
                let message = usable(file, name, &listing).err()?;
                Some(ConfigError { file: file.file.clone(), line: None, message })
            }
        };
        let tasks = config.tasks.iter().filter_map(error);
        tasks.chain(listing.errors.iter().cloned()).collect()
    }

    fn names(&self, listing: &Listing) -> Vec<String> {
        let config = self.live.now();
        let can = |(name, file): &(&String, &TaskFile)| usable(file, name, listing).is_ok();
        let tasks = config.tasks.iter().filter(can).map(|(name, _)| name.clone());
        tasks.chain(listing.models.keys().cloned()).collect()
    }
}

/// The task and its model, if the file is good and the model is there.
fn usable<'a>(
    file: &'a TaskFile,
    name: &str,
    listing: &Listing,
) -> Result<(&'a Arc<Task>, ModelKey), String> {
    let task = file.task.as_ref().map_err(|error| error.message.clone())?;
    if listing.models.contains_key(name) {
        return Err(format!("task `{name}` has the name of a model"));
    }
    match listing.models.get(&task.model) {
        Some(model) => Ok((task, model.key)),
        None => Err(format!("model is `{}`, and there is no such model", task.model)),
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

fn not_found(name: &str, names: &[String], may: impl Fn(&str) -> bool) -> ApiError {
    ApiError::new(Code::ModelNotFound, format!("model `{name}` does not exist"))
        .param("model")
        .hint(there_is(names.iter(), may, "model or task"))
}

/// No name that its reader may not use: that there is one is not theirs to know.
fn there_is<'a>(
    names: impl Iterator<Item = &'a String>,
    may: impl Fn(&str) -> bool,
    what: &str,
) -> String {
    let names = names.map(String::as_str).filter(|name| may(name));
    let names: Vec<&str> = names.take(NAMES_SHOWN_MAX).collect();
    match names.as_slice() {
        [] => format!("there is no {what} that this caller may use"),
        names => format!("there is: {}", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::models::Listed;
    use std::collections::BTreeMap;

    fn listed(key: ModelKey) -> Listed {
        Listed { key, dir: None, linked: false, shipped: false, waits_for: None }
    }

    fn task(model: &str) -> TaskFile {
        let task = Task {
            model: model.to_owned(),
            system: None,
            example: None,
            kind: None,
            priority: None,
            defaults: Options::default(),
            output: None,
        };
        TaskFile { file: format!("{model}.toml").into(), task: Ok(Arc::new(task)) }
    }

    #[test]
    fn a_task_is_ready_for_as_long_as_its_model_is_there() {
        let (sender, listing) = watch::channel(Listing::default());
        let tasks = [("t".to_owned(), task("m")), ("n".to_owned(), task("m"))].into();
        let live = Live::fixed(Config { tasks, ..Config::default() });
        let catalog = Catalog::new(listing, live);
        let state = |models: &[ModelStatus]| {
            let statuses = catalog.task_statuses(models).into_iter();
            statuses.map(|task| (task.name, task.reason)).collect::<BTreeMap<_, _>>()
        };
        assert!(state(&[])["t"].as_deref().is_some_and(|why| why.contains("no such model")));
        assert_eq!(catalog.find("t", |_| true).unwrap_err().code, Code::ModelBroken);
        assert_eq!(catalog.find("m", |_| true).unwrap_err().code, Code::ModelNotFound);
        assert_eq!(catalog.errors().len(), 2);

        let models = [("m".to_owned(), listed(3)), ("n".to_owned(), listed(4))];
        sender.send_modify(|listing| listing.models = models.into());
        let target = catalog.find("t", |_| true).unwrap();
        assert_eq!((target.model, target.model_name.as_str()), (3, "m"));
        assert_eq!(target.task.map(|(name, _)| name).as_deref(), Some("t"));
        let model = catalog.find("n", |_| true).unwrap();
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

        assert_eq!(["n", "t", "x"].map(|n| catalog.known(n)), [("", "n"), ("t", ""), ("", "")]);
        let torn = [status(ModelState::Broken, Some("torn"))];
        assert_eq!(state(&torn)["t"].as_deref(), Some("model `m` is broken: torn"));
        assert_eq!(catalog.usable(&torn), ["n"]);
        sender.send_modify(|listing| listing.models.clear());
        assert_eq!(catalog.find("t", |_| true).unwrap_err().code, Code::ModelBroken);
    }

    #[test]
    fn nobody_is_told_of_names_that_they_may_not_use() {
        let (sender, listing) = watch::channel(Listing::default());
        let tasks = [("my-task".to_owned(), task("m")), ("task".to_owned(), task("m"))].into();
        let catalog = Catalog::new(listing, Live::fixed(Config { tasks, ..Config::default() }));
        let models = [("m".to_owned(), listed(0)), ("my-model".to_owned(), listed(1))];
        sender.send_modify(|listing| listing.models = models.into());
        let hints = |may: fn(&str) -> bool| {
            let errors = [
                catalog.find("x", may).unwrap_err(),
                catalog.not_found("x", may),
                catalog.no_model("x", may),
                catalog.no_task("x", may),
            ];
            errors.map(|error| error.hint.unwrap().into_string())
        };
        let all = "there is: my-task, task, m, my-model";
        let models = ["there is: m, my-model", "there is: my-task, task"];
        assert_eq!(hints(|_| true), [all, all, models[0], models[1]]);
        let mine = "there is: my-task, my-model";
        assert_eq!(
            hints(|name| name.starts_with("my-")),
            [mine, mine, "there is: my-model", "there is: my-task"]
        );
        for hint in hints(|_| false) {
            assert!(hint.starts_with("there is no ") && hint.ends_with("may use"), "{hint}");
        }
    }
}
