//! From the bytes of a body to a request that can be honoured: `parse_*` reads, `validate_*` decides.
//!
//! A field that cannot be honoured is refused by name; nothing is cut, rounded into range or dropped in
//! silence. Which model or task a request means, and what a prompt weighs in tokens, is not known here.

mod chat;
mod completion;
pub mod limits;
mod options;
mod parse;
mod refusal;
mod shared;
#[cfg(test)]
mod tests;
mod unbuilt;

pub use chat::validate_chat;
pub use completion::validate_completion;
pub use edge_api::name::valid_name;
pub use options::Options;
pub use parse::{parse_chat, parse_completion};

use edge_api::edge::{Kind, Priority};
use edge_api::worker::Prompt;
use std::time::Duration;

/// A request whose every field is within its bounds. What it leaves open is still open: `options` has
/// not met the task's and the model's yet.
#[derive(Clone, Debug, PartialEq)]
pub struct ValidRequest {
    pub model: String,
    pub prompt: Prompt,
    pub choices: u16,
    pub stream: bool,
    pub include_usage: bool,
    pub options: Options,
    /// `Some(n)`: the chosen token's log-probability and the `n` most likely ones.
    pub logprobs: Option<u8>,
    pub ignore_eos: bool,
    pub return_tokens: bool,
    pub kind: Option<Kind>,
    pub priority: Option<Priority>,
    pub deadline: Option<Duration>,
    /// The answer begins with the prompt.
    pub echo: bool,
}
