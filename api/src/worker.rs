//! The worker protocol. `edged` speaks first with `Hello`; the worker answers with its own.
//!
//! Every later frame names its model. `edged` sends a `Start` only against the worker's credits, and a
//! worker never queues: a `Start` over the credits is a `Refused`. After `Cancel` the call's rows are free
//! for the very next `Start`, because frames are handled in order, between two steps.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Both sides must speak the same; they are installed together.
pub const PROTOCOL_VERSION: u16 = 3;

/// The supervisor's name for a loaded model, unique within one worker.
pub type ModelId = u32;
/// The supervisor's name for a call, unique within one run of `edged`.
pub type CallId = u64;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToWorker {
    Hello {
        version: u16,
        step_ms_max: u32,
    },
    /// Asks which runtime there is; answered with `Runtime`.
    Probe,
    /// Reads a folder, tries it and keeps nothing of it; answered with `Checked` or `LoadFailed`. For a
    /// worker that does nothing else, because a hostile file may bring it down.
    Check {
        model: ModelId,
        folder: Folder,
        copy_to: Option<PathBuf>,
    },
    Load {
        model: ModelId,
        source: Source,
    },
    Unload {
        model: ModelId,
    },
    Start {
        model: ModelId,
        start: Start,
    },
    Cancel {
        model: ModelId,
        call: CallId,
    },
    /// Another bound on a step than hello's, from the next one on.
    Pace {
        step_ms_max: u32,
    },
}

/// Where a model comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// A simulated model, by its SPEC.
    Sim(String),
    Folder(Folder),
}

/// A model folder and how it is to run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Folder {
    pub dir: PathBuf,
    /// As a check found it; without one the worker computes it.
    pub digest: Option<String>,
    /// In this order of preference.
    pub providers: Vec<Provider>,
    pub gpu: Gpu,
    /// `None`: what the model allows.
    pub context_tokens: Option<u32>,
    /// At most so many rows, fewer if `kv_bytes_max` holds fewer of them at full length.
    pub rows_max: u16,
    pub kv_bytes_max: u64,
    /// 0: one per core.
    pub threads: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Provider {
    Cpu,
    Cuda,
    Tensorrt,
}

impl Provider {
    pub fn as_str(self) -> &'static str {
        match self {
            Provider::Cpu => "cpu",
            Provider::Cuda => "cuda",
            Provider::Tensorrt => "tensorrt",
        }
    }
}

/// What to do where a GPU provider is asked for and cannot be had.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gpu {
    /// Run on the CPU and say so.
    #[default]
    Prefer,
    /// Don't run.
    Require,
    /// Don't ask for one.
    Off,
}

/// One call: `choices` rows over the same prompt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Start {
    pub call: CallId,
    pub prompt: Prompt,
    pub choices: u16,
    /// `None`: the rest of the context.
    pub tokens_max: Option<u32>,
    pub stop: Vec<String>,
    pub sampling: Sampling,
    pub ignore_eos: bool,
    pub return_tokens: bool,
    /// `Some(n)`: report the chosen token's log-probability and the `n` most likely ones.
    pub logprobs: Option<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Prompt {
    Chat(Vec<ChatTurn>),
    Text(String),
    Tokens(Vec<u32>),
}

impl Prompt {
    /// What it holds in memory.
    pub fn bytes(&self) -> usize {
        match self {
            Prompt::Chat(turns) => (turns.iter())
                .map(|turn| size_of::<ChatTurn>() + turn.role.len() + turn.content.len())
                .sum(),
            Prompt::Text(text) => text.len(),
            Prompt::Tokens(tokens) => size_of_val(tokens.as_slice()),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatTurn {
    pub role: String,
    pub content: String,
}

/// Fully resolved: defaults have been applied, ranges have been checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sampling {
    /// Choice `i` draws from the stream `(seed, i)`.
    pub seed: u64,
    pub temperature: f32,
    pub top_p: f32,
    pub min_p: f32,
    /// 0: off.
    pub top_k: u32,
    pub presence_penalty: f32,
    pub frequency_penalty: f32,
    pub repetition_penalty: f32,
    pub logit_bias: Vec<(u32, f32)>,
}

impl Default for Sampling {
    fn default() -> Self {
        Self {
            seed: 0,
            temperature: 1.0,
            top_p: 1.0,
            min_p: 0.0,
            top_k: 0,
            presence_penalty: 0.0,
            frequency_penalty: 0.0,
            repetition_penalty: 1.0,
            logit_bias: Vec::new(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromWorker {
    Hello {
        version: u16,
        /// What the sandbox enforces, name and value, as proven by the worker itself.
        sandbox: Vec<(String, String)>,
    },
    /// The answer to `Probe`.
    Runtime(Result<Runtime, LoadFailure>),
    LoadProgress {
        model: ModelId,
        stage: LoadStage,
        /// From 0 to 1, of this stage.
        done: f32,
    },
    Checked {
        model: ModelId,
        card: Box<Card>,
        capabilities: Box<Capabilities>,
    },
    Loaded {
        model: ModelId,
        capabilities: Capabilities,
    },
    LoadFailed {
        model: ModelId,
        failure: LoadFailure,
    },
    Unloaded {
        model: ModelId,
    },
    /// The call's rows exist from `step` on.
    Started {
        model: ModelId,
        call: CallId,
        step: u64,
        prompt_tokens: u32,
    },
    /// The call was turned away before a row started.
    Refused {
        model: ModelId,
        call: CallId,
        refusal: Refusal,
    },
    /// The answer to `Cancel`: the rows are free; `step` is the last one that could include them.
    Cancelled {
        model: ModelId,
        call: CallId,
        step: u64,
    },
    /// A step failed: the call's rows are gone, other calls go on.
    Failed {
        model: ModelId,
        call: CallId,
        reason: String,
    },
    /// What one step brought. A step that only read prompts has no outputs, and is still sent: it
    /// shows that the worker lives. One with more outputs than fit a frame is sent as several with the
    /// same `step`, all `busy_us` in the first.
    Step {
        model: ModelId,
        step: u64,
        busy_us: u64,
        outputs: Vec<Output>,
    },
}

/// What a loaded model can do, said by the worker; shown to callers as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capabilities {
    pub engine: String,
    pub backend: String,
    /// Why it is not the better backend.
    pub backend_reason: Option<String>,
    pub provider: String,
    /// Why it is not the provider that was asked for first.
    pub provider_reason: Option<String>,
    /// How many nodes of the graph each provider has, as the runtime reports it.
    pub placement: Vec<(String, u32)>,
    pub digest: Option<String>,
    pub context_tokens: u32,
    /// The credits: how many rows may exist at once.
    pub rows_max: u16,
    pub runtime: Option<Runtime>,
}

/// The ONNX Runtime library that a worker has loaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Runtime {
    pub library: PathBuf,
    pub version: String,
    pub providers: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LoadStage {
    Copy,
    Hash,
    Read,
    Session,
}

impl LoadStage {
    pub fn as_str(self) -> &'static str {
        match self {
            LoadStage::Copy => "copy",
            LoadStage::Hash => "hash",
            LoadStage::Read => "read",
            LoadStage::Session => "session",
        }
    }
}

/// Why a model cannot be loaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadFailure {
    pub kind: LoadFailureKind,
    pub reason: String,
    pub hint: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LoadFailureKind {
    /// The files are at fault: it will not get better by itself.
    Broken,
    /// Something was in the way that may be gone the next time: files, memory, threads.
    Passing,
    /// A provider that is required is not there.
    Provider,
    /// No ONNX Runtime, or one that is too old.
    Runtime,
}

/// What a check found out about a folder.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Card {
    pub digest: String,
    pub files: u32,
    pub bytes: u64,
    /// `genai` or `hugging-face`.
    pub format: String,
    /// As its configuration names it: `qwen2`, `llama`.
    pub architecture: Option<String>,
    /// `fp32`, `fp16`, `int8` or `int4`.
    pub precision: String,
    pub layers: u32,
    pub vocabulary: u32,
    /// The longest context it is served with.
    pub context_tokens: u32,
    /// Whether it brings a chat template.
    pub chat: bool,
    pub end_tokens: Vec<u32>,
    pub defaults: ModelDefaults,
}

/// What the model's own generation settings say about sampling.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ModelDefaults {
    pub temperature: Option<f64>,
    pub top_p: Option<f64>,
    pub top_k: Option<i64>,
    pub min_p: Option<f64>,
    pub repetition_penalty: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// `tokens_max` as the `Start` had it.
    ContextLength {
        prompt_tokens: u32,
        tokens_max: Option<u32>,
        context_tokens: u32,
    },
    /// A token of the prompt.
    TokenOutOfRange {
        token: u32,
        vocabulary: u32,
    },
    /// A token of `logit_bias`.
    BiasOutOfRange {
        token: u32,
        vocabulary: u32,
    },
    EmptyPrompt,
    /// The model has no chat template.
    NoChat,
    /// The model's own template does not take these messages.
    Template {
        reason: String,
    },
    NoCredit {
        rows: u16,
        free: u16,
    },
    UnknownModel,
}

/// What one row gained in one step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Output {
    pub call: CallId,
    pub choice: u16,
    /// Text that is settled: whole characters, and no part of a stop string. Often empty: then the
    /// token is held back and comes with a later one.
    pub text: String,
    /// How many tokens stand behind `text`.
    pub tokens: u16,
    /// Present if the call asked for token ids or log-probabilities.
    pub details: Vec<TokenDetail>,
    pub finish: Option<Finish>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TokenDetail {
    pub id: u32,
    pub logprob: Option<Logprob>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Logprob {
    pub chosen: TokenProb,
    pub top: Vec<TokenProb>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TokenProb {
    pub bytes: Vec<u8>,
    pub logprob: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FinishReason {
    /// The model ended its answer, or a stop string was met.
    Stop,
    /// `max_tokens` or the context was used up.
    Length,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finish {
    pub reason: FinishReason,
    /// All tokens this row drew, those of a cut stop string too, but not the end token.
    pub completion_tokens: u32,
}
