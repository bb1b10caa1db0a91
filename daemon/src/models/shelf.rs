//! The shelf's task: looks at the folders when something may have changed, and takes commands and the
//! outcomes of checks in between. What a look means, `standing` says.

use super::cache::Checked;
use super::check::{Checker, Question};
use super::jobs::{Event, Job, Jobs};
use super::looks::{Looked, look};
use super::pins::Pins;
use super::place::{self, Dirs, Place};
use super::spec::{self, Specs};
use super::standing::Standing;
use super::{COMMANDS_MAX, Command, Listed, Listing, Models, library};
use crate::config::{Config, Live, Settings};
use crate::watch::Watcher;
use crate::workers::{Launch, ModelSpec, Workers};
use edge_api::admin::ConfigError;
use edge_api::error::ApiError;
use edge_api::paths::Paths;
use edge_core::queue::ModelKey;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{Notify, mpsc, watch};
use tokio::task::{JoinError, JoinHandle};

/// From the end of one look to the next, however much happens.
pub(super) const LOOK_GAP: Duration = Duration::from_millis(250);
/// More than a worker has from being asked to go to being killed.
const GIVE_BACK_TIMEOUT: Duration = Duration::from_secs(8);

#[derive(Debug)]
pub(crate) struct Shelf {
    pub(super) dirs: Arc<Dirs>,
    pub(super) specs: Specs,
    pub(super) pins: Pins,
    /// Each with its SPEC.
    pub(super) sims: BTreeMap<String, (ModelKey, String)>,
    pub(super) entries: BTreeMap<String, Entry>,
    pub(super) jobs: Jobs,
    pub(super) library: Result<PathBuf, String>,
    pub(super) listing: watch::Sender<Listing>,
    inbox: mpsc::Receiver<Command>,
    /// What the folders have wrong with them, and the pins.
    pub(super) faults: Vec<ConfigError>,
    pins_fault: Option<ConfigError>,
    probed: bool,
    /// How many models were removed, to tell what is left of them apart.
    pub(super) removals: u64,
    dirty: Arc<Notify>,
    looking: Option<JoinHandle<Looked>>,
    look_at: Option<Instant>,
    pub(super) looked: Instant,
    /// The look under way began before we changed something ourselves.
    pub(super) stale: bool,
}

/// A model in a folder.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) key: ModelKey,
    pub(super) place: Place,
    pub(super) standing: Standing,
}

/// What the supervisor and the throw-away workers are, once the daemon runs.
#[derive(Debug)]
pub(super) struct Outside {
    pub(super) workers: Workers,
    pub(super) checker: Checker,
    pub(super) by: Checked,
}

impl Outside {
    /// Waits for the workers to have let go of a model, but not for one that hangs: its files may go all the
    /// same.
    pub(super) async fn give_back(&self, key: ModelKey, force: bool) -> Result<(), ApiError> {
        let removed = self.workers.remove(key, force);
        tokio::time::timeout(GIVE_BACK_TIMEOUT, removed).await.unwrap_or(Ok(()))
    }
}

impl Shelf {
    /// Lists the folders and touches nothing. The specs are those of `Supervisor::new`: their order is the
    /// order of their keys.
    pub(crate) fn new(
        paths: &Paths,
        config: &Config,
        sims: &[(String, String)],
        library: Result<PathBuf, String>,
    ) -> (Self, Models, Vec<ModelSpec>) {
        let dirs = Arc::new(Dirs::of(paths));
        let (pins, pins_fault) = Pins::load(dirs.pins.clone());
        let pins_fault = pins_fault.map(|fault| place::fault(&dirs.pins, fault));
        let (engine, files) = (config.settings.engine.clone(), config.models.clone());
        let specs = Specs { engine, files, has_gpu: spec::has_gpu() };
        let mut all = Vec::new();
        let mut sim_keys = BTreeMap::new();
        for (name, sim) in sims {
            sim_keys.insert(name.clone(), (all.len(), sim.clone()));
            all.push(specs.of_sim(name, sim, pins.has(name)));
        }
        let (listing, listed) = watch::channel(Listing::default());
        let (sender, inbox) = mpsc::channel(COMMANDS_MAX);
        let models = Models { inbox: sender, listing: listed, dirs: Arc::clone(&dirs) };
        let found = dirs.list();
        let mut shelf = Self {
            dirs,
            specs,
            pins,
            sims: sim_keys,
            entries: BTreeMap::new(),
            jobs: Jobs::default(),
            library,
            listing,
            inbox,
            faults: found.errors,
            pins_fault,
            probed: false,
            removals: 0,
            dirty: Arc::default(),
            looking: None,
            look_at: None,
            looked: Instant::now(),
            stale: false,
        };
        for (name, place) in found.places {
            if let Some(spec) = shelf.spec_of(&name, &place) {
                let entry = Entry { key: all.len(), place, standing: Standing::New };
                shelf.entries.insert(name, entry);
                all.push(spec);
            }
        }
        shelf.publish();
        (shelf, models, all)
    }

    /// Where a library may lie, for `Shelf::new` and the workers.
    pub(crate) fn library(settings: &Settings) -> Result<PathBuf, String> {
        let program = std::env::current_exe().ok();
        library::find(&settings.engine.library, &library::dirs(program.as_deref()))
    }

    /// What of all models the serving workers must be able to read.
    pub(crate) fn read_dirs(&self) -> Vec<PathBuf> {
        vec![self.dirs.share.clone(), self.dirs.kept.clone()]
    }

    /// Until it is closed.
    pub(crate) async fn run(mut self, mut live: Live, launch: Launch, workers: Workers) {
        let by = Checked::by(&launch.binary, launch.library.as_deref());
        let timeouts = live.now().settings.timeouts();
        let checker = Checker {
            binary: launch.binary,
            library: launch.library,
            step_ms_max: live.now().settings.engine.step_ms_max,
            start_timeout: timeouts.start,
            silence_max: timeouts.load,
        };
        let mut outside = Outside { workers, checker, by };
        let mut watcher = Some(self.open().await);
        self.disturbed();
        loop {
            if let Some(ready) = watcher.take_if(|_| self.look_is_due()) {
                self.look(ready);
            }
            self.probe();
            self.jobs.start_next(&outside.checker);
            let wake = self.look_at.filter(|_| self.looking.is_none());
            tokio::select! {
                command = self.inbox.recv() => match command {
                    Some(Command::Close(reply)) => {
                        self.jobs.close().await;
                        _ = reply.send(());
                        return;
                    }
                    Some(command) => self.on_command(&outside, command).await,
                    None => return self.jobs.close().await,
                },
                event = self.jobs.next() => match event {
                    Event::Progress { name, progress } => {
                        self.on_progress(&outside, &name, progress).await;
                    }
                    Event::Done { job, answer, dropped } => {
                        self.on_done(&outside, job, answer, dropped).await;
                    }
                },
                looked = ended(&mut self.looking) => {
                    self.looking = None;
                    let looked = looked.expect("a look does not panic");
                    watcher = Some(self.on_looked(&outside, looked).await);
                }
                config = live.next() => self.on_config(&mut outside, &config).await,
                () = self.dirty.notified() => self.look_by(self.looked + LOOK_GAP),
                () = sleep_until(wake) => {}
            }
        }
    }

    /// Makes our folder, and empties it of what a crash may have left half done.
    async fn open(&self) -> Watcher {
        let dirs = Arc::clone(&self.dirs);
        let opened = blocking(move || {
            super::disk::remove(&dirs.incoming())?;
            super::disk::make_dir(&dirs.kept)
        });
        if let Err(error) = opened.await {
            let dir = self.dirs.kept.display();
            tracing::warn!(%dir, %error, "models cannot be kept");
        }
        Watcher::new(Arc::clone(&self.dirty), "model folders")
    }

    /// Something has changed, by ourselves: what a look under way sees may be older than that.
    pub(super) fn disturbed(&mut self) {
        self.stale = self.looking.is_some();
        self.look_by(Instant::now());
    }

    pub(super) fn look_by(&mut self, at: Instant) {
        self.look_at = Some(self.look_at.map_or(at, |before| before.min(at)));
    }

    fn look_is_due(&self) -> bool {
        self.look_at.is_some_and(|at| at <= Instant::now())
    }

    fn look(&mut self, watcher: Watcher) {
        self.look_at = None;
        self.stale = false;
        let dirs = Arc::clone(&self.dirs);
        self.looking = Some(tokio::task::spawn_blocking(move || look(&dirs, watcher)));
    }

    /// Asks once which library there is, as soon as a model needs one.
    fn probe(&mut self) {
        if self.probed || self.entries.is_empty() {
            return;
        }
        self.probed = true;
        match &self.library {
            Ok(_) => self.jobs.push(Job::Probe, Question::Probe),
            Err(reason) => {
                let fault = format!(
                    "no ONNX Runtime: {reason}; set engine.library to one of version 1.24 or later"
                );
                self.listing.send_modify(|listing| listing.runtime_fault = Some(fault));
            }
        }
    }

    pub(super) fn publish(&self) {
        let sim =
            |(name, (key, _)): (&String, &(ModelKey, String))| (name.clone(), Listed::sim(*key));
        let folder = |(name, entry): (&String, &Entry)| (name.clone(), Listed::folder(entry));
        let models = self.sims.iter().map(sim).chain(self.entries.iter().map(folder)).collect();
        let of_files = self.specs.files.values().filter_map(|file| file.fault.as_ref());
        let errors = of_files.chain(&self.pins_fault).chain(&self.faults).cloned().collect();
        self.listing.send_modify(|listing| (listing.models, listing.errors) = (models, errors));
    }
}

/// Runs where it may take its time.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> std::io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(std::io::Error::other)?
}

async fn ended(looking: &mut Option<JoinHandle<Looked>>) -> Result<Looked, JoinError> {
    match looking {
        Some(looking) => looking.await,
        None => std::future::pending().await,
    }
}

async fn sleep_until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at.into()).await,
        None => std::future::pending().await,
    }
}
