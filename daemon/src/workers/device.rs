//! A device's books: its worker, if one runs, and the models that live on it.

use super::launch;
use super::process::Process;
use edge_api::admin::WorkerStatus;
use edge_api::error::ApiError;
use edge_core::life::{Backoff, Life, Phase};
use edge_core::queue::ModelKey;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long models that serve may keep a worker from being replaced; then their calls wait too.
const OUTGROWN_PATIENCE: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub(super) struct Device {
    pub(super) name: String,
    pub(super) models: Vec<ModelKey>,
    pub(super) worker: Option<Worker>,
    pub(super) rest: Rest,
    pub(super) backoff: Backoff,
    pub(super) restarts: u64,
    pub(super) incarnations: u64,
}

/// Whether the device's worker may be started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    /// Whenever somebody calls.
    None,
    /// Not before; calls wait.
    Backoff(Instant),
    /// Not before; calls are refused.
    GivenUp(Instant),
}

/// One incarnation of a device's worker.
#[derive(Debug)]
pub(super) struct Worker {
    pub(super) incarnation: u64,
    pub(super) process: Process,
    pub(super) life: Life,
    /// The last step it finished.
    pub(super) step: u64,
    /// Cancels it has not confirmed.
    pub(super) cancels_open: usize,
    pub(super) sandbox: BTreeMap<String, serde_json::Value>,
    /// Why it is being ended, if it was not asked to go: what its calls are told.
    pub(super) fault: Option<ApiError>,
    pub(super) expected: bool,
    /// What its sandbox lets it read.
    pub(super) read_dirs: Vec<PathBuf>,
    /// Since when it is to be replaced by one that may read more, once it has nothing to do.
    pub(super) outgrown: Option<Instant>,
}

impl Worker {
    /// It was asked to go, or it failed: what it says does not count any more.
    pub(super) fn is_ending(&self) -> bool {
        self.expected || self.fault.is_some()
    }

    /// A simulated model has no folder.
    pub(super) fn may_read(&self, dir: Option<&Path>) -> bool {
        dir.is_none_or(|dir| launch::is_within(dir, &self.read_dirs))
    }

    /// No call starts on it any more: it has been outgrown for too long.
    pub(super) fn is_held_back(&self, now: Instant) -> bool {
        self.outgrown.is_some_and(|since| since + OUTGROWN_PATIENCE <= now)
    }
}

impl Device {
    pub(super) fn new(name: String, restarts_max: u32) -> Self {
        Self {
            name,
            models: Vec::new(),
            worker: None,
            rest: Rest::None,
            backoff: Backoff::new(restarts_max),
            restarts: 0,
            incarnations: 0,
        }
    }

    pub(super) fn status(&self) -> WorkerStatus {
        let state = match (&self.worker, self.rest) {
            (Some(worker), _) => match worker.life.phase() {
                Phase::Starting => "starting",
                Phase::Running => "running",
                Phase::Stopping | Phase::Killed => "stopping",
                Phase::Stuck => "stuck",
            },
            (None, Rest::None) => "down",
            (None, Rest::Backoff(_) | Rest::GivenUp(_)) => "backoff",
        };
        let pid = self.worker.as_ref().map(|worker| worker.process.pid);
        WorkerStatus {
            device: self.name.clone(),
            pid,
            state: state.to_owned(),
            rss_bytes: pid.and_then(|pid| crate::platform::rss_bytes(Some(pid))),
            restarts: self.restarts,
            sandbox: self.worker.as_ref().map(|w| w.sandbox.clone()).unwrap_or_default(),
        }
    }
}
