//! What a new reading of the configuration comes to, given what is in force. Decides, and does nothing.

use super::live::Config;
use super::models::{ModelFile, ModelFiles, ModelSettings};
use super::source::{Faults, line_of};
use super::table::{Hold, path_of};
use super::tasks::TaskFiles;
use edge_api::admin::ConfigError;
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// What there is to tell; the first of these is what an event says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum News {
    Reloaded(Vec<String>),
    Rejected(Vec<ConfigError>),
}

impl News {
    /// In one line.
    pub(super) fn reason(&self) -> String {
        let (all, more) = match self {
            News::Reloaded(changes) => (changes.clone(), "changes"),
            News::Rejected(faults) => (faults.iter().map(line_of).collect(), "faults"),
        };
        const TOLD_MAX: usize = 8;
        let mut told = all.iter().take(TOLD_MAX).cloned().collect::<Vec<_>>().join("; ");
        if let Some(rest) = all.len().checked_sub(TOLD_MAX).filter(|rest| *rest > 0) {
            told += &format!("; and {rest} more {more}");
        }
        if told.is_empty() { "nothing has changed".to_owned() } else { told }
    }
}

/// `None` instead of a configuration: it is as it was.
#[derive(Debug, PartialEq)]
pub(super) struct Taken {
    pub config: Option<Config>,
    pub news: Vec<News>,
}

/// `installed` are the models there are: of these a key that waits for a restart stays as it is.
pub(super) fn taken(
    now: &Config,
    read: Result<Config, Faults>,
    installed: &BTreeSet<String>,
) -> Taken {
    let mut new = match read {
        Ok(new) => new,
        Err(Faults(faults)) if faults == now.rejected => {
            return Taken { config: None, news: Vec::new() };
        }
        Err(Faults(faults)) => {
            let config = Config { rejected: faults.clone(), ..now.clone() };
            return Taken { config: Some(config), news: vec![News::Rejected(faults)] };
        }
    };
    new.next = new.settings.clone();
    new.restart_needed = new.settings.hold(&now.settings);
    for key in &new.restart_needed {
        // With a value goes where it came from.
        if let Some(origin) = new.origins.remove(key) {
            new.next_origins.insert(key.clone(), origin);
        }
        if let Some(origin) = now.origins.get(key) {
            new.origins.insert(key.clone(), origin.clone());
        }
    }
    let waiting = hold_models(&now.models, &mut new.models, installed);
    new.restart_needed.extend(waiting);
    if new == *now {
        return Taken { config: None, news: Vec::new() };
    }
    let mut news = Vec::new();
    let known: Vec<&ConfigError> = now.model_faults().collect();
    let unheard = new.model_faults().filter(|fault| !known.contains(fault));
    let unheard: Vec<ConfigError> = unheard.cloned().collect();
    if !unheard.is_empty() {
        news.push(News::Rejected(unheard));
    }
    let changes = changes(now, &new);
    if !changes.is_empty() || news.is_empty() {
        news.push(News::Reloaded(changes));
    }
    Taken { config: Some(new), news }
}

/// A model whose file broke keeps what it had, and so do the keys that only a restart takes. Says which.
fn hold_models(
    old: &ModelFiles,
    new: &mut ModelFiles,
    installed: &BTreeSet<String>,
) -> Vec<String> {
    let mut waiting = Vec::new();
    for name in installed {
        let before = match old.get(name) {
            Some(ModelFile { settings: Some(settings), .. }) => settings.clone(),
            // Broken from the start: whatever comes is better.
            Some(ModelFile { settings: None, .. }) => continue,
            None => ModelSettings::default(),
        };
        let mut waits = |settings: &mut ModelSettings| {
            let held = settings.hold(&before);
            waiting.extend(held.iter().map(|key| format!("models.d/{name}.{key}")));
            !held.is_empty()
        };
        match (new.get_mut(name), old.get(name)) {
            (Some(file), _) => _ = waits(file.settings.get_or_insert_with(|| before.clone())),
            (None, Some(file)) => {
                // Its file is gone; what it said of these keys stays until the restart.
                let mut settings = ModelSettings::default();
                if waits(&mut settings) {
                    let (file, settings) = (file.file.clone(), Some(settings));
                    new.insert(name.clone(), ModelFile { file, settings, fault: None });
                }
            }
            (None, None) => {}
        }
    }
    waiting
}

/// In words: `limits.headers_max = 50`.
fn changes(now: &Config, new: &Config) -> Vec<String> {
    let mut all = Vec::new();
    if !now.rejected.is_empty() {
        all.push("the files can be used again".to_owned());
    }
    for ((table, old), (_, new)) in now.settings.tables().into_iter().zip(new.settings.tables()) {
        for key in new.keys() {
            let value = new.show(key.name);
            if old.show(key.name) != value {
                all.push(told(&path_of(table, key.name), &value));
            }
        }
    }
    let unheard = new.warnings.iter().filter(|warning| !now.warnings.contains(warning));
    all.extend(unheard.map(|warning| format!("a warning: {}", line_of(warning))));
    let gone = now.warnings.iter().filter(|warning| !new.warnings.contains(warning));
    all.extend(gone.map(|warning| format!("no warning any more: {}", line_of(warning))));
    all.extend(task_changes(&now.tasks, &new.tasks));
    let names: BTreeSet<&String> = now.models.keys().chain(new.models.keys()).collect();
    let settings = |files: &ModelFiles, name: &String| {
        files.get(name).and_then(|file| file.settings.clone()).unwrap_or_default()
    };
    for name in names {
        if settings(&now.models, name) != settings(&new.models, name) {
            all.push(format!("models.d/{name}"));
        }
    }
    if new.restart_needed != now.restart_needed && !new.restart_needed.is_empty() {
        all.push(format!("a restart is needed for {}", new.restart_needed.join(", ")));
    }
    all
}

/// Whoever may read events reads this. Who may come in and who may do what is in lists, and for those who manage;
/// only what is wrong there is told to all, with the names in it.
fn told(key: &str, value: &Json) -> String {
    if value.is_array() { format!("{key} has changed") } else { format!("{key} = {value}") }
}

fn task_changes(now: &TaskFiles, new: &TaskFiles) -> Vec<String> {
    let names: BTreeSet<&String> = now.keys().chain(new.keys()).collect();
    let change = |name: &&String| {
        let (old, new) = (now.get(*name), new.get(*name));
        if old == new {
            return None;
        }
        Some(match new.map(|file| &file.task) {
            None => format!("task `{name}` is gone"),
            Some(Ok(_)) => format!("task `{name}`"),
            Some(Err(fault)) => format!("task `{name}` is broken: {}", line_of(fault)),
        })
    };
    names.iter().filter_map(change).collect()
}

#[cfg(test)]
#[path = "taken_tests.rs"]
mod tests;
