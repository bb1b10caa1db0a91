//! OpenAI's wire types, as far as they are spoken here. Requests are read leniently (unknown keys are
//! ignored, as OpenAI's own clients expect); whether a value can be honoured is decided in `edge-core`.

mod content;
mod lists;
mod request;
mod response;
mod verbatim;

pub use content::Content;
pub use lists::{PromptInput, Stop};
pub use request::*;
pub use response::*;
pub use verbatim::Verbatim;

use serde::{Deserialize, Serialize};

/// `GET /v1/models`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelList {
    pub object: String,
    pub data: Vec<Model>,
}

/// A task or a model: anything a request may name in `model`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Model {
    pub id: String,
    pub object: String,
    pub created: u64,
    pub owned_by: String,
}
