//! A device's books: its worker, if one runs, and the models that live on it.

use super::process::Process;
use edge_api::admin::{ModelState, ModelStatus, WorkerStatus};
use edge_api::error::{ApiError, Code};
use edge_api::worker::{Capabilities, Source};
use edge_core::life::{Backoff, Life, Phase};
use edge_core::queue::{Credits, ModelKey};
use std::collections::BTreeMap;
use std::time::Instant;

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
    /// Since when nothing runs, waits or loads on it.
    pub(super) idle_since: Option<Instant>,
}

impl Worker {
    /// It was asked to go, or it failed: what it says does not count any more.
    pub(super) fn is_ending(&self) -> bool {
        self.expected || self.fault.is_some()
    }
}

#[derive(Debug)]
pub(super) struct Model {
    pub(super) name: String,
    pub(super) source: Source,
    pub(super) device: usize,
    pub(super) state: ModelState,
    pub(super) reason: Option<String>,
    pub(super) capabilities: Option<Capabilities>,
    pub(super) credits: Credits,
    /// It is to be loaded again if its worker fails.
    pub(super) wanted: bool,
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

impl Model {
    pub(super) fn new(name: String, source: Source, device: usize) -> Self {
        Self {
            name,
            source,
            device,
            state: ModelState::Unloaded,
            reason: None,
            capabilities: None,
            credits: Credits::default(),
            wanted: false,
        }
    }

    pub(super) fn status(&self, worker_pid: Option<u32>) -> ModelStatus {
        let ran = self.capabilities.as_ref();
        ModelStatus {
            name: self.name.clone(),
            digest: ran.and_then(|ran| ran.digest.clone()),
            state: self.state,
            reason: self.reason.clone(),
            backend: ran.map(|ran| ran.backend.clone()),
            provider: ran.map(|ran| ran.provider.clone()),
            placement: BTreeMap::new(),
            worker_pid: worker_pid.filter(|_| self.state == ModelState::Ready),
            pinned: false,
            context_tokens: ran.map(|ran| ran.context_tokens),
        }
    }

    /// Why a new call cannot even wait.
    pub(super) fn refusal(&self, rows: u16) -> Option<ApiError> {
        let reason = || self.reason.clone().unwrap_or_default();
        match self.state {
            ModelState::Broken => Some(ApiError::new(
                Code::ModelBroken,
                format!("model `{}` cannot be loaded: {}", self.name, reason()),
            )),
            ModelState::Failed => Some(
                ApiError::new(
                    Code::ModelFailed,
                    format!("model `{}` has failed: {}", self.name, reason()),
                )
                .hint("it is tried again by itself; `edgectl status` shows its state"),
            ),
            ModelState::Ready if rows > self.credits.rows_max() => Some(self.too_wide(rows)),
            ModelState::Unloaded | ModelState::Loading | ModelState::Ready => None,
        }
    }

    pub(super) fn too_wide(&self, rows: u16) -> ApiError {
        let rows_max = self.credits.rows_max();
        let message = format!(
            "n is {rows}, model `{}` answers at most {rows_max} choices at once",
            self.name
        );
        ApiError::new(Code::InvalidValue, message).param("n")
    }
}
