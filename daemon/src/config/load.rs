//! From files, the environment and `--set` to settings: built-in < share < config < drop-ins by name <
//! environment < `--set`.

use super::live::Config;
use super::policies::{self, Place};
use super::settings::Settings;
use super::source::{Faults, Origins, Source, read_optional, short, toml_files};
use super::table::read_file;
use crate::platform::Accounts;
use edge_api::admin::{ConfigError, ConfigSource};
use edge_api::paths::{Env, Paths};
use edge_core::policy::RULES_MAX;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The one setting that the environment knows.
pub(crate) const LIBRARY_VARIABLE: &str = "EDGED_ORT_LIBRARY";
const FLAG: &str = "--set";

/// What the configuration is read from, over and over: the files of these folders, and what stays as long as
/// the process.
#[derive(Clone, Debug)]
pub(crate) struct Inputs {
    pub paths: Paths,
    pub sets: Vec<String>,
    pub library: Option<String>,
    /// What is in force, if edged has started. What would be a mistake at a start may be meant now.
    pub running: Option<Arc<Config>>,
}

impl Inputs {
    pub(crate) fn new(paths: &Paths, sets: &[String], env: Env<'_>) -> Self {
        let library = env(LIBRARY_VARIABLE).filter(|library| !library.is_empty());
        let library = library.map(|library| library.to_string_lossy().into_owned());
        Self { paths: paths.clone(), sets: sets.to_vec(), library, running: None }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Loaded {
    pub settings: Settings,
    /// What was read, in order.
    pub files: Vec<PathBuf>,
    pub origins: Origins,
    /// What is taken, and may not be meant.
    pub warnings: Vec<ConfigError>,
}

/// All that is wrong is told at once.
pub(crate) fn load(inputs: &Inputs) -> Result<Loaded, Faults> {
    let Inputs { paths, sets, library, running } = inputs;
    let mut reading = Reading::default();
    let mut files = vec![paths.share_dir.join("edged.toml"), paths.config_dir.join("edged.toml")];
    match toml_files(&paths.config_dir.join("edged.d")) {
        Ok(drop_ins) => files.extend(drop_ins),
        Err(fault) => reading.faults.push(fault),
    }
    for file in files {
        match read_optional(&file) {
            Ok(Some(text)) => {
                reading.take(ConfigSource::File, &file, &text);
                reading.loaded.files.push(file);
            }
            Ok(None) => {}
            Err(fault) => reading.faults.push(fault),
        }
    }
    if let Some(library) = library {
        let text = format!("engine.library = {}", serde_json::Value::from(library.as_str()));
        reading.take(ConfigSource::Environment, Path::new(LIBRARY_VARIABLE), &text);
    }
    for set in sets {
        reading.take_set(set);
    }
    let running = running.as_deref();
    reading.ask_accounts(running, &mut Accounts::of_this_machine());
    reading.end(running)
}

#[derive(Default)]
pub(super) struct Reading {
    loaded: Loaded,
    faults: Vec<ConfigError>,
    sources: usize,
    /// Of each policy that has been read.
    places: Vec<Place>,
}

impl Reading {
    pub(super) fn take(&mut self, kind: ConfigSource, from: &Path, text: &str) {
        let mut source = Source::new(kind, from, text, self.sources);
        self.sources += 1;
        let earlier = std::mem::take(&mut self.loaded.settings.top.policy);
        read_file(self.loaded.settings.tables_mut(), &mut source);
        let policy = &mut self.loaded.settings.top.policy;
        let own = policy.len();
        let kept = policies::merge(policy, &mut self.places, earlier, &mut source);
        let origins = std::mem::take(&mut self.loaded.origins);
        self.loaded.origins = behind(own, &kept, origins);
        if policy.len() > RULES_MAX && source.faults.is_empty() {
            let count = policy.len();
            let message =
                format!("policy: all files together have {count}, the most is {RULES_MAX}");
            source.fault_of("policy", message);
            policy.truncate(RULES_MAX);
            self.places.truncate(RULES_MAX);
        }
        self.faults.append(&mut source.faults);
        self.loaded.origins.append(&mut source.said);
    }

    pub(super) fn take_set(&mut self, set: &str) {
        match assignment(set) {
            Some(text) => self.take(ConfigSource::Flag, Path::new(FLAG), &text),
            None => {
                let message = format!("`{}` is not KEY=VALUE", short(set));
                self.faults.push(super::source::fault_of(Path::new(FLAG), message));
            }
        }
    }

    /// Whom the policies mean. Where something else is wrong, that comes first.
    fn ask_accounts(&mut self, running: Option<&Config>, accounts: &mut Accounts) {
        if self.faults.is_empty() {
            let found = policies::about_accounts(&self.loaded, &self.places, running, accounts);
            self.add(found);
        }
    }

    #[cfg(test)]
    pub(super) fn so_far(&self) -> (&Loaded, &[Place]) {
        (&self.loaded, &self.places)
    }

    fn add(&mut self, found: policies::Found) {
        self.faults.extend(found.faults);
        self.loaded.warnings.extend(found.warnings);
    }

    pub(super) fn end(mut self, running: Option<&Config>) -> Result<Loaded, Faults> {
        // A later source may put right what an earlier one said, so it is looked at when all have been read.
        if let Some((keys, message)) = self.loaded.settings.conflict(running.is_some()) {
            let said = keys.iter().filter_map(|key| self.loaded.origins.get(*key));
            if let Some(last) = said.max_by_key(|origin| (origin.order, origin.line)) {
                let (file, line) = (last.from.clone(), last.line);
                self.faults.push(ConfigError { file, line, message });
            }
        }
        // What could not be read may have had the keys.
        if self.faults.is_empty() {
            self.add(policies::about_keys(&self.loaded, &self.places, running));
        }
        match self.faults.is_empty() {
            true => Ok(self.loaded),
            false => Err(Faults(self.faults)),
        }
    }
}

/// Of the policies of earlier sources those that are `kept` come after the source's `own`, and where they were
/// said goes with them.
fn behind(own: usize, kept: &[usize], origins: Origins) -> Origins {
    let moved = |key: String| {
        let numbered = key.strip_prefix("policy[").and_then(|rest| rest.split_once(']'));
        let Some((at, rest)) = numbered else { return Some(key) };
        let at: usize = at.parse().ok()?;
        let place = kept.iter().position(|kept| *kept == at)?;
        Some(format!("policy[{}]{rest}", own + place))
    };
    origins.into_iter().filter_map(|(key, origin)| Some((moved(key)?, origin))).collect()
}

/// `limits.queue_requests_max=8` as a line of TOML; what is no TOML value is taken as a text.
fn assignment(set: &str) -> Option<String> {
    let (key, value) = set.split_once('=')?;
    let (key, value) = (key.trim(), value.trim());
    let plain = format!("{key} = {value}");
    match toml::de::DeTable::parse(&plain) {
        Ok(_) => Some(plain),
        Err(_) => Some(format!("{key} = {}", serde_json::Value::from(value))),
    }
}

#[cfg(test)]
#[path = "load_tests.rs"]
pub(super) mod tests;
