//! The local admin types: `/edge/v1/status` and its neighbours.

use crate::edge::{Kind, Priority};
use crate::paths::Paths;
use crate::worker::ModelDefaults;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::net::SocketAddr;
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
    /// When it started, in seconds since 1970; with `pid` it tells a daemon from the one before.
    #[serde(default)]
    pub started: Option<f64>,
    pub socket: PathBuf,
    /// The address of `tcp.listen`, with the port that it came to; `None`: it is not set.
    #[serde(default)]
    pub tcp: Option<SocketAddr>,
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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueStatus {
    /// Of both classes.
    pub waiting: usize,
    #[serde(default)]
    pub waiting_interactive: usize,
    #[serde(default)]
    pub waiting_batch: usize,
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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ModelState {
    #[default]
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

/// `GET /edge/v1/models/M`, and one of the models in `status`. What is not known yet is `null`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ModelStatus {
    pub name: String,
    pub digest: Option<String>,
    pub state: ModelState,
    pub reason: Option<String>,
    pub backend: Option<String>,
    /// Why it is not the better backend.
    pub backend_reason: Option<String>,
    pub provider: Option<String>,
    /// Why it is not the provider that was asked for first.
    pub provider_reason: Option<String>,
    /// Nodes of the graph by provider, as the runtime reports them.
    pub placement: BTreeMap<String, u32>,
    pub worker_pid: Option<u32>,
    pub pinned: bool,
    pub context_tokens: Option<u32>,
    /// How many choices it answers at once.
    pub rows_max: Option<u16>,
    /// While it is copied, checked or loaded.
    pub progress: Option<ModelProgress>,
    /// Where it lies; `None` for a simulated one.
    pub dir: Option<PathBuf>,
    /// The folder is somebody else's: `models rm` takes the link away only.
    pub linked: bool,
    /// It came with edged and cannot be removed.
    pub shipped: bool,
    pub format: Option<String>,
    pub architecture: Option<String>,
    pub precision: Option<String>,
    pub layers: Option<u32>,
    pub vocabulary: Option<u32>,
    pub files: Option<u32>,
    pub bytes: Option<u64>,
    /// Whether it brings a chat template.
    pub chat: Option<bool>,
    pub end_tokens: Vec<u32>,
    /// The sampling that its own settings ask for.
    pub defaults: ModelDefaults,
}

impl ModelStatus {
    /// A model of which nothing is known but its name.
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelProgress {
    /// `copy`, `hash`, `read` or `session`.
    pub stage: String,
    /// From 0 to 1, of this stage.
    pub done: f32,
}

/// `POST /edge/v1/models`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddModel {
    /// Without one: the last part of `dir`.
    pub name: Option<String>,
    /// Absolute; read with the daemon's rights.
    pub dir: PathBuf,
    #[serde(default)]
    pub mode: AddMode,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AddMode {
    /// edged keeps a copy of its own.
    #[default]
    Copy,
    /// edged reads the folder where it is.
    Link,
}

/// The answer to what changes a model. Long work goes on after it: `model.state` says when it is over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelChange {
    pub changed: bool,
    /// `None` once it is removed.
    pub model: Option<ModelStatus>,
}

/// `POST /edge/v1/models/M/verify`: the files as they are now beside what was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelVerified {
    pub changed: bool,
    pub name: String,
    pub ok: bool,
    pub digest: String,
    pub expected: String,
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

/// `GET /edge/v1/tasks/T`: the task's standing and what its file says. Of a broken file all that is not
/// known is `null`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Task {
    #[serde(flatten)]
    pub status: TaskStatus,
    pub file: PathBuf,
    pub system: Option<String>,
    /// Something to ask it.
    pub example: Option<String>,
    pub kind: Option<Kind>,
    pub priority: Option<Priority>,
    /// Those that the file gives, by the names of a request's parameters.
    pub defaults: Option<serde_json::Map<String, serde_json::Value>>,
    pub output: Option<TaskOutput>,
}

/// What a task's answers must look like.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaskOutput {
    pub schema_file: PathBuf,
    pub on_invalid: OnInvalid,
    pub schema: serde_json::Value,
}

/// What becomes of an answer that does not keep to its task's schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnInvalid {
    /// It is sent as it is; `edge.schema_valid` is false.
    #[default]
    Return,
    /// The call ends as `output_invalid`.
    Error,
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
    /// What is in force was read from these, in order.
    pub files: Vec<PathBuf>,
    /// What is wrong with them as they are now.
    pub errors: Vec<ConfigError>,
    /// What is in force and may not be meant.
    #[serde(default)]
    pub warnings: Vec<ConfigError>,
    /// Keys whose new value waits for the next start.
    #[serde(default)]
    pub restart_needed: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfigError {
    pub file: PathBuf,
    pub line: Option<usize>,
    pub message: String,
}

/// `GET /edge/v1/config`: what is in force, key by key, and where it comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Config {
    pub paths: Paths,
    /// The `--set` and `--sim` that the daemon was started with.
    pub set: Vec<String>,
    pub sim: Vec<String>,
    #[serde(flatten)]
    pub status: ConfigStatus,
    pub keys: Vec<ConfigKey>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConfigKey {
    pub key: String,
    /// Nothing in it is secret: of the keys in `tcp.keys` there are hashes only.
    pub value: serde_json::Value,
    pub default: serde_json::Value,
    pub source: ConfigSource,
    /// A file's path, or the variable's name.
    pub from: Option<PathBuf>,
    pub line: Option<usize>,
    /// Only a start takes a new value.
    pub restart: bool,
    /// The value that the next start takes, if it is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_restart: Option<serde_json::Value>,
    /// Where that one was said; `None` if it is the one built in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_restart_place: Option<ConfigPlace>,
    /// Of a list of tables: where each of them was said, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ConfigPlace>,
    /// What the value must be, in words.
    pub expects: String,
    pub about: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfigPlace {
    /// A file's path, the variable's name, or `--set`.
    pub from: PathBuf,
    pub line: Option<usize>,
}

/// Who said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConfigSource {
    Default,
    File,
    Environment,
    /// `--set`.
    Flag,
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
