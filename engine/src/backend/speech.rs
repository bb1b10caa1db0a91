//! What a model that steps asks of the text side of its folder.

use crate::text::Text;
use edge_api::worker::{Prompt, Refusal};
use std::fmt::Debug;

/// From prompts to tokens and from tokens to bytes.
pub(crate) trait Speech: Debug + Send {
    fn encode(&self, prompt: &Prompt) -> Result<Vec<u32>, Refusal>;

    /// Empty for one that it doesn't know.
    fn token_bytes(&self, token: u32) -> &[u8];

    /// The same for the first token of an answer to messages.
    fn first_token_bytes(&self, token: u32) -> &[u8] {
        self.token_bytes(token)
    }

    /// The tokens that end an answer.
    fn end_tokens(&self) -> &[u32];
}

/// A folder's own tokenizer and template.
#[derive(Debug)]
pub(super) struct FolderSpeech {
    pub(super) text: Text,
    pub(super) end_tokens: Vec<u32>,
}

impl Speech for FolderSpeech {
    fn encode(&self, prompt: &Prompt) -> Result<Vec<u32>, Refusal> {
        self.text.encode(prompt)
    }

    fn token_bytes(&self, token: u32) -> &[u8] {
        self.text.token_bytes(token)
    }

    fn first_token_bytes(&self, token: u32) -> &[u8] {
        self.text.first_token_bytes(token)
    }

    fn end_tokens(&self) -> &[u32] {
        &self.end_tokens
    }
}
