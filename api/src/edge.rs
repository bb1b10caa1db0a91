//! The `edge` object: what a caller may ask of edged beyond OpenAI's fields, and what really ran.

use crate::openai::Verbatim;
use serde::{Deserialize, Serialize};

/// Who is behind a call: a program, or a person at a prompt. `human` traces never leave by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    #[default]
    Agent,
    Human,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Agent => "agent",
            Kind::Human => "human",
        }
    }
}

/// Which calls go first when rows are scarce.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Priority {
    /// Somebody waits for the answer.
    #[default]
    Interactive,
    /// It may take its time, and is never left waiting for good.
    Batch,
}

impl Priority {
    pub fn as_str(self) -> &'static str {
        match self {
            Priority::Interactive => "interactive",
            Priority::Batch => "batch",
        }
    }
}

/// Our own request fields. Unlike OpenAI's, an unknown key in here is refused.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct EdgeRequest {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ignore_eos: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_tokens: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    // Known names whose rooms are not built yet: present so that they are refused by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adapter: Option<Verbatim>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache: Option<Verbatim>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speculate: Option<Verbatim>,
}

/// Whether the ledger holds this call, and how firmly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LedgerState {
    /// On disk and synced before the end of the answer was sent.
    Durable,
    /// Handed to the ledger; a power cut may lose it.
    Buffered,
    /// The ledger failed; the gap is counted.
    Lost,
    /// The ledger is switched off.
    Off,
}

/// What really ran. Unknown is `null`, never an invented number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EdgeAnswer {
    pub call: String,
    pub task: Option<String>,
    pub model: String,
    pub digest: Option<String>,
    pub adapter: Option<String>,
    pub generation: Option<u64>,
    pub engine: String,
    pub backend: String,
    pub provider: String,
    pub route: String,
    pub queue_ms: f64,
    pub ttft_ms: Option<f64>,
    pub total_ms: f64,
    pub cached_tokens: Option<u64>,
    pub drafted_tokens: Option<u64>,
    pub accepted_tokens: Option<u64>,
    pub energy_j: Option<f64>,
    pub confidence: Option<f64>,
    pub schema_valid: Option<bool>,
    pub retries: u32,
    pub ledger: LedgerState,
}
