//! The local admin types: `/edge/v1/status` and its neighbours.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Health {
    Ok,
    Degraded,
    Failing,
}

/// Why the health is what it is, or why one subject does not serve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub code: String,
    pub subject: String,
    pub message: String,
}

/// `GET /edge/v1/status`, which is also `edgectl status --json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Status {
    pub schema: u32,
    pub version: String,
    pub commit: Option<String>,
    pub pid: u32,
    /// `system` or `user`.
    pub mode: String,
    pub ready: bool,
    pub health: Health,
    pub reasons: Vec<Reason>,
    pub uptime_s: f64,
    pub socket: PathBuf,
    pub rss_bytes: Option<u64>,
    pub connections: Gauge,
    pub queue: QueueStatus,
    pub runtime: RuntimeStatus,
    pub workers: Vec<WorkerStatus>,
    pub models: Vec<ModelStatus>,
    pub tasks: Vec<TaskStatus>,
    pub adapters: Vec<serde_json::Value>,
    pub ledger: LedgerStatus,
    pub config: ConfigStatus,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gauge {
    pub now: usize,
    pub max: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueStatus {
    pub waiting: usize,
    pub running: usize,
    pub max: usize,
}

/// The ONNX Runtime library in use; all `null` while only simulated models run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuntimeStatus {
    pub library: Option<PathBuf>,
    pub version: Option<String>,
    pub providers: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkerStatus {
    pub device: String,
    pub pid: Option<u32>,
    /// `down`, `starting`, `running`, `stopping`, `backoff` or `stuck`.
    pub state: String,
    pub rss_bytes: Option<u64>,
    pub restarts: u64,
    pub sandbox: BTreeMap<String, serde_json::Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ModelState {
    Unloaded,
    Loading,
    Ready,
    Failed,
    Broken,
}

impl ModelState {
    pub fn as_str(self) -> &'static str {
        match self {
            ModelState::Unloaded => "unloaded",
            ModelState::Loading => "loading",
            ModelState::Ready => "ready",
            ModelState::Failed => "failed",
            ModelState::Broken => "broken",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelStatus {
    pub name: String,
    pub digest: Option<String>,
    pub state: ModelState,
    pub reason: Option<String>,
    pub backend: Option<String>,
    pub provider: Option<String>,
    pub placement: BTreeMap<String, serde_json::Value>,
    pub worker_pid: Option<u32>,
    pub pinned: bool,
    pub context_tokens: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaskStatus {
    pub name: String,
    pub model: Option<String>,
    pub adapter: Option<String>,
    pub generation: Option<u64>,
    pub mode: String,
    /// `ready` or `broken`.
    pub state: String,
    pub reason: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerStatus {
    /// `durable`, `buffered`, `off` or `failed`.
    pub state: String,
    pub rows: Option<u64>,
    pub bytes: Option<u64>,
    pub path: Option<PathBuf>,
    pub reason: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfigStatus {
    pub files: Vec<PathBuf>,
    pub errors: Vec<ConfigError>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfigError {
    pub file: PathBuf,
    pub line: Option<usize>,
    pub message: String,
}

/// `GET /edge/v1/models`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Models {
    pub models: Vec<ModelStatus>,
}

/// `GET /edge/v1/tasks`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tasks {
    pub tasks: Vec<TaskStatus>,
}
