//! `GET /edge/v1/events`: what happens inside, as it happens. Never any prompt or answer text.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventKind {
    #[serde(rename = "call.queued")]
    CallQueued,
    #[serde(rename = "call.started")]
    CallStarted,
    #[serde(rename = "call.first_token")]
    CallFirstToken,
    #[serde(rename = "call.ended")]
    CallEnded,
    #[serde(rename = "worker.started")]
    WorkerStarted,
    #[serde(rename = "worker.exited")]
    WorkerExited,
    #[serde(rename = "model.state")]
    ModelState,
    /// `reason` says what changed, and what waits for a restart.
    #[serde(rename = "config.reloaded")]
    ConfigReloaded,
    /// The settings before it stay; `reason` says what is wrong.
    #[serde(rename = "config.rejected")]
    ConfigRejected,
    #[serde(rename = "ledger.state")]
    LedgerState,
}

impl EventKind {
    pub fn as_str(self) -> &'static str {
        match self {
            EventKind::CallQueued => "call.queued",
            EventKind::CallStarted => "call.started",
            EventKind::CallFirstToken => "call.first_token",
            EventKind::CallEnded => "call.ended",
            EventKind::WorkerStarted => "worker.started",
            EventKind::WorkerExited => "worker.exited",
            EventKind::ModelState => "model.state",
            EventKind::ConfigReloaded => "config.reloaded",
            EventKind::ConfigRejected => "config.rejected",
            EventKind::LedgerState => "ledger.state",
        }
    }
}

/// How a call ended; every call ends exactly once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Ok,
    Cancelled,
    Error,
    Refused,
    Interrupted,
}

impl Outcome {
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Ok => "ok",
            Outcome::Cancelled => "cancelled",
            Outcome::Error => "error",
            Outcome::Refused => "refused",
            Outcome::Interrupted => "interrupted",
        }
    }
}

/// The `data` of one event. A field that does not apply to its kind is `null`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub seq: u64,
    /// Seconds since the Unix epoch.
    pub time: f64,
    pub kind: EventKind,
    pub call: Option<String>,
    pub model: Option<String>,
    pub task: Option<String>,
    /// `uid=N` of the peer, or `key=NAME` of one that came over TCP.
    pub caller: Option<String>,
    pub worker_pid: Option<u32>,
    /// The worker's step number the event belongs to; of `call.queued` the last one before it.
    pub step: Option<u64>,
    pub outcome: Option<Outcome>,
    pub reason: Option<String>,
}
