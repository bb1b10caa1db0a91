//! What is in force, as everybody but its owner sees it: one value, replaced whole.

use super::load::Loaded;
use super::models::ModelFiles;
use super::policy::PolicyRule;
use super::settings::Settings;
use super::source::{Origin, Origins};
use super::tasks::TaskFiles;
use edge_api::admin::{ConfigError, ConfigKey, ConfigPlace, ConfigSource};
use edge_core::policy::Rule;
use serde_json::Value as Json;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::watch;

/// All that was read together.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Config {
    pub settings: Settings,
    /// Who may do what, as the settings say.
    pub rules: Vec<Rule>,
    pub tasks: TaskFiles,
    pub models: ModelFiles,
    /// What the settings were read from, in order.
    pub files: Vec<PathBuf>,
    pub origins: Origins,
    /// What of them may not be meant.
    pub warnings: Vec<ConfigError>,
    /// The settings of the next start.
    pub next: Settings,
    /// Where it differs from what is in force.
    pub restart_needed: Vec<String>,
    /// Of these, where the value of the next start was said.
    pub next_origins: Origins,
    /// Why the files as they are now were not taken.
    pub rejected: Vec<ConfigError>,
}

/// A small handle. Whoever needs several values of one moment takes them from one `now`.
#[derive(Clone, Debug)]
pub(crate) struct Live {
    cell: watch::Receiver<Arc<Config>>,
}

impl Live {
    pub(super) fn new(cell: watch::Receiver<Arc<Config>>) -> Self {
        Self { cell }
    }

    /// What never changes, as in a test.
    #[cfg(test)]
    pub(crate) fn fixed(config: Config) -> Self {
        Self { cell: watch::channel(Arc::new(config)).1 }
    }

    pub(crate) fn now(&self) -> Arc<Config> {
        Arc::clone(&self.cell.borrow())
    }

    /// The next one, whenever it comes.
    pub(crate) async fn next(&mut self) -> Arc<Config> {
        match self.cell.changed().await {
            Ok(()) => Arc::clone(&self.cell.borrow_and_update()),
            // Its owner is gone, and we are about to be.
            Err(_) => std::future::pending().await,
        }
    }
}

impl Config {
    pub(super) fn of(loaded: Loaded, tasks: TaskFiles, models: ModelFiles) -> Self {
        let Loaded { settings, files, origins, warnings } = loaded;
        let next = settings.clone();
        let (restart_needed, rejected) = (Vec::new(), Vec::new());
        let rules = settings.top.policy.iter().map(PolicyRule::rule).collect();
        let next_origins = Origins::new();
        Self {
            settings,
            rules,
            tasks,
            models,
            files,
            origins,
            warnings,
            next,
            restart_needed,
            next_origins,
            rejected,
        }
    }

    /// Into the log, but for what is there already.
    pub(crate) fn log_warnings(&self, known: &[ConfigError]) {
        for warning in self.warnings.iter().filter(|warning| !known.contains(warning)) {
            let (file, reason) = (warning.file.display(), &warning.message);
            tracing::warn!(%file, line = warning.line, reason, "the configuration may not be meant so");
        }
    }

    /// Of settings, tasks and models.
    pub(crate) fn all_files(&self) -> Vec<PathBuf> {
        let tasks = self.tasks.values().map(|task| task.file.clone());
        let models = self.models.values().map(|model| model.file.clone());
        self.files.iter().cloned().chain(tasks).chain(models).collect()
    }

    /// What is wrong with files of models, whatever became of the models.
    pub(super) fn model_faults(&self) -> impl Iterator<Item = &ConfigError> {
        self.models.values().filter_map(|model| model.fault.as_ref())
    }

    /// Of these, those whose models run on as they did.
    pub(crate) fn kept_faults(&self) -> impl Iterator<Item = &ConfigError> {
        let kept = self.models.values().filter(|model| model.settings.is_some());
        kept.filter_map(|model| model.fault.as_ref())
    }

    /// Key by key, in the order of the documentation.
    pub(crate) fn keys(&self) -> Vec<ConfigKey> {
        let mut all = Vec::new();
        for ((table, now), (_, next)) in self.settings.tables().into_iter().zip(self.next.tables())
        {
            for key in now.keys() {
                let path = super::table::path_of(table, key.name);
                let (value, next) = (now.show(key.name), next.show(key.name));
                let waits = self.restart_needed.contains(&path);
                let origin = self.origins.get(&path);
                all.push(ConfigKey {
                    source: origin.map_or(ConfigSource::Default, |origin| origin.source),
                    from: origin.map(|origin| origin.from.clone()),
                    line: origin.and_then(|origin| origin.line),
                    restart: key.when == super::table::When::Restart,
                    after_restart: waits.then_some(next),
                    after_restart_place: self.next_origins.get(&path).map(Origin::place),
                    items: self.items(&path, &value),
                    key: path,
                    value,
                    default: key.default,
                    expects: key.expects,
                    about: key.about,
                });
            }
        }
        all
    }
    /// Where each table of a list of them was said: at its first key.
    fn items(&self, key: &str, list: &Json) -> Vec<ConfigPlace> {
        let Some(list) = list.as_array() else { return Vec::new() };
        let first = |at| {
            let table = format!("{key}[{at}].");
            let keys = self.origins.range(table.clone()..);
            let keys = keys.take_while(|(name, _)| name.starts_with(&table));
            keys.map(|(_, origin)| origin).min_by_key(|origin| origin.line).map(Origin::place)
        };
        // What is not known of one is told of none: they are in order.
        (0..list.len()).map(first).collect::<Option<_>>().unwrap_or_default()
    }
}
