//! `POST /v1/chat/completions` and `POST /v1/completions`, as they arrive.

use super::lists::biases;
use super::{Content, PromptInput, Stop, Verbatim};
use crate::edge::EdgeRequest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The fields both endpoints share. Flattening costs a buffered copy of the body, so each request
/// repeats them through this macro instead.
macro_rules! request {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        pub struct $name {
            #[serde(skip_serializing_if = "Option::is_none")]
            pub model: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub stream: Option<bool>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub stream_options: Option<StreamOptions>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub n: Option<i64>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub stop: Option<Stop>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub max_tokens: Option<i64>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub temperature: Option<f64>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub top_p: Option<f64>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub top_k: Option<i64>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub min_p: Option<f64>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub presence_penalty: Option<f64>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub frequency_penalty: Option<f64>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub repetition_penalty: Option<f64>,
            #[serde(default, deserialize_with = "biases", skip_serializing_if = "Option::is_none")]
            pub logit_bias: Option<BTreeMap<String, f64>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub seed: Option<i64>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub edge: Option<EdgeRequest>,
            $($(#[$field_meta])* #[serde(skip_serializing_if = "Option::is_none")] pub $field: Option<$type>,)*
        }
    };
}

request! {
    /// The last group of fields is known to OpenAI's clients and not honoured here: they are read so
    /// that they can be refused by name.
    ChatRequest {
        messages: Vec<Message>,
        max_completion_tokens: i64,
        logprobs: bool,
        top_logprobs: i64,

        tools: Verbatim,
        tool_choice: Verbatim,
        parallel_tool_calls: Verbatim,
        functions: Verbatim,
        function_call: Verbatim,
        response_format: Verbatim,
        modalities: Verbatim,
        audio: Verbatim,
        prediction: Verbatim,
        web_search_options: Verbatim,
        reasoning_effort: Verbatim,
        verbosity: Verbatim,
        service_tier: Verbatim,
    }
}

request! {
    CompletionRequest {
        prompt: PromptInput,
        echo: bool,
        logprobs: i64,

        best_of: Verbatim,
        suffix: Verbatim,
        response_format: Verbatim,
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(expecting = "an object")]
pub struct Message {
    pub role: String,
    pub content: Option<Content>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool_calls: Option<Verbatim>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool_call_id: Option<Verbatim>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function_call: Option<Verbatim>,
}

impl Message {
    pub fn new(role: impl Into<String>, content: impl Into<String>) -> Self {
        Self {
            role: role.into(),
            content: Some(Content(content.into())),
            tool_calls: None,
            tool_call_id: None,
            function_call: None,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(expecting = "an object")]
pub struct StreamOptions {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include_usage: Option<bool>,
}
