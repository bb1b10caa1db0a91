//! What both endpoints ask for in the same words.

use super::refusal::{invalid, length_within, missing, within};
use super::{Options, ValidRequest, limits, unbuilt};
use edge_api::ApiError;
use edge_api::edge::EdgeRequest;
use edge_api::openai::{Stop, StreamOptions};
use edge_api::worker::Prompt;
use std::collections::BTreeMap;
use std::time::Duration;

/// The fields that the two request types repeat.
pub(super) struct Shared {
    pub(super) stream: Option<bool>,
    pub(super) stream_options: Option<StreamOptions>,
    pub(super) n: Option<i64>,
    pub(super) stop: Option<Stop>,
    pub(super) temperature: Option<f64>,
    pub(super) top_p: Option<f64>,
    pub(super) top_k: Option<i64>,
    pub(super) min_p: Option<f64>,
    pub(super) presence_penalty: Option<f64>,
    pub(super) frequency_penalty: Option<f64>,
    pub(super) repetition_penalty: Option<f64>,
    pub(super) logit_bias: Option<BTreeMap<String, f64>>,
    pub(super) seed: Option<i64>,
    pub(super) edge: Option<EdgeRequest>,
}

/// Moves them out of either type: the two have no common one to convert from.
macro_rules! shared {
    ($request:ident) => {
        $crate::request::shared::Shared {
            stream: $request.stream,
            stream_options: $request.stream_options,
            n: $request.n,
            stop: $request.stop,
            temperature: $request.temperature,
            top_p: $request.top_p,
            top_k: $request.top_k,
            min_p: $request.min_p,
            presence_penalty: $request.presence_penalty,
            frequency_penalty: $request.frequency_penalty,
            repetition_penalty: $request.repetition_penalty,
            logit_bias: $request.logit_bias,
            seed: $request.seed,
            edge: $request.edge,
        }
    };
}
pub(super) use shared;

/// What each endpoint asks for in words of its own, validated by it.
pub(super) struct Own {
    pub(super) model: String,
    pub(super) prompt: Prompt,
    pub(super) max_tokens: Option<u32>,
    pub(super) logprobs: Option<u8>,
    pub(super) echo: bool,
}

impl Shared {
    pub(super) fn validate(self, own: Own) -> Result<ValidRequest, ApiError> {
        let stream = self.stream.unwrap_or(false);
        if self.stream_options.is_some() && !stream {
            return Err(invalid("stream_options", "needs `stream` to be true, not false"));
        }
        let edge = self.edge.unwrap_or_default();
        unbuilt::refuse_in_edge(&edge)?;
        if let Some(deadline_ms) = edge.deadline_ms {
            within("edge.deadline_ms", deadline_ms, &limits::DEADLINE_MS)?;
        }
        let options = Options {
            max_tokens: own.max_tokens,
            temperature: self.temperature,
            top_p: self.top_p,
            top_k: self.top_k,
            min_p: self.min_p,
            presence_penalty: self.presence_penalty,
            frequency_penalty: self.frequency_penalty,
            repetition_penalty: self.repetition_penalty,
            seed: self.seed,
            stop: self.stop.map(|stop| match stop {
                Stop::One(text) => vec![text],
                Stop::Many(texts) => texts,
            }),
            logit_bias: self.logit_bias,
        };
        options.check("")?;
        Ok(ValidRequest {
            model: own.model,
            prompt: own.prompt,
            choices: choices(self.n)?,
            stream,
            include_usage: self.stream_options.and_then(|o| o.include_usage).unwrap_or(false),
            options,
            logprobs: own.logprobs,
            ignore_eos: edge.ignore_eos.unwrap_or(false),
            return_tokens: edge.return_tokens.unwrap_or(false),
            kind: edge.kind,
            priority: edge.priority,
            deadline: edge.deadline_ms.map(Duration::from_millis),
            echo: own.echo,
        })
    }
}

pub(super) fn model(model: Option<String>) -> Result<String, ApiError> {
    let model = model.ok_or_else(|| missing("model"))?;
    length_within("model", model.len(), "bytes", &(1..=limits::MODEL_BYTES_MAX))?;
    Ok(model)
}

/// `field`: it has two names in a chat request.
pub(super) fn max_tokens(field: &str, tokens: Option<i64>) -> Result<Option<u32>, ApiError> {
    let Some(tokens) = tokens else { return Ok(None) };
    within(field, tokens, &limits::MAX_TOKENS)?;
    Ok(Some(u32::try_from(tokens).expect("MAX_TOKENS fits")))
}

fn choices(n: Option<i64>) -> Result<u16, ApiError> {
    let n = n.unwrap_or(1);
    within("n", n, &limits::CHOICES)?;
    Ok(u16::try_from(n).expect("CHOICES fits"))
}
