//! `POST /v1/chat/completions` and `POST /v1/completions`, as they arrive.

use super::Content;
use crate::edge::EdgeRequest;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;

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

        tools: Value,
        tool_choice: Value,
        parallel_tool_calls: Value,
        functions: Value,
        function_call: Value,
        response_format: Value,
        modalities: Value,
        audio: Value,
        prediction: Value,
        web_search_options: Value,
        reasoning_effort: Value,
        verbosity: Value,
        service_tier: Value,
    }
}

request! {
    CompletionRequest {
        prompt: PromptInput,
        echo: bool,
        logprobs: i64,

        best_of: Value,
        suffix: Value,
        response_format: Value,
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(expecting = "an object")]
pub struct Message {
    pub role: String,
    pub content: Option<Content>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool_calls: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool_call_id: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function_call: Option<Value>,
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

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, expecting = "expected a string or an array of strings")]
pub enum Stop {
    One(String),
    Many(Vec<String>),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    untagged,
    expecting = "expected a string, an array of one string, an array of token ids, or an array of one such array"
)]
pub enum PromptInput {
    Text(String),
    Texts(Vec<String>),
    Tokens(Vec<u32>),
    TokenLists(Vec<Vec<u32>>),
}

fn biases<'de, D: Deserializer<'de>>(from: D) -> Result<Option<BTreeMap<String, f64>>, D::Error> {
    Ok(Option::<Biases>::deserialize(from)?.map(|Biases(biases)| biases))
}

/// Each token once: of two values for one token a map would drop the first in silence.
struct Biases(BTreeMap<String, f64>);

impl<'de> Deserialize<'de> for Biases {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(BiasesVisitor)
    }
}

struct BiasesVisitor;

impl<'de> Visitor<'de> for BiasesVisitor {
    type Value = Biases;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Biases, A::Error> {
        let mut biases = BTreeMap::new();
        while let Some(token) = entries.next_key::<String>()? {
            if biases.contains_key(&token) {
                // In serde's own words for a field of ours.
                return Err(Error::custom(format_args!("duplicate field `{token}`")));
            }
            biases.insert(token, entries.next_value()?);
        }
        Ok(Biases(biases))
    }
}
