//! The part of a request that a task and a model may have an opinion on too.

use super::limits;
use super::refusal::{invalid, length_within, shortened, within};
use edge_api::ApiError;
use edge_api::worker::{ModelDefaults, Sampling};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a request, a task file or a model's generation_config may each leave open:
/// request > task > model > built-in.
#[derive(Serialize, Deserialize, Default, Clone, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Options {
    pub max_tokens: Option<u32>,
    pub temperature: Option<f64>,
    pub top_p: Option<f64>,
    /// 0 and -1: off.
    pub top_k: Option<i64>,
    pub min_p: Option<f64>,
    pub presence_penalty: Option<f64>,
    pub frequency_penalty: Option<f64>,
    pub repetition_penalty: Option<f64>,
    pub seed: Option<i64>,
    pub stop: Option<Vec<String>>,
    /// By token id, in decimal: neither JSON nor TOML has other keys than strings.
    pub logit_bias: Option<BTreeMap<String, f64>>,
}

impl Options {
    /// What a model's own settings ask for. A value that no caller may ask for is left out: the second part
    /// says which, and why.
    pub fn of_model(defaults: &ModelDefaults) -> (Options, Vec<ApiError>) {
        let none = Options::default;
        let single = [
            Options { temperature: defaults.temperature, ..none() },
            Options { top_p: defaults.top_p, ..none() },
            Options { top_k: defaults.top_k, ..none() },
            Options { min_p: defaults.min_p, ..none() },
            Options { repetition_penalty: defaults.repetition_penalty, ..none() },
        ];
        let mut all = none();
        let mut refused = Vec::new();
        for one in single {
            match one.check("") {
                Ok(()) => all = all.or(&one),
                Err(error) => refused.push(error),
            }
        }
        (all, refused)
    }

    /// Field by field, `weaker` fills what is open.
    pub fn or(self, weaker: &Options) -> Options {
        Options {
            max_tokens: self.max_tokens.or(weaker.max_tokens),
            temperature: self.temperature.or(weaker.temperature),
            top_p: self.top_p.or(weaker.top_p),
            top_k: self.top_k.or(weaker.top_k),
            min_p: self.min_p.or(weaker.min_p),
            presence_penalty: self.presence_penalty.or(weaker.presence_penalty),
            frequency_penalty: self.frequency_penalty.or(weaker.frequency_penalty),
            repetition_penalty: self.repetition_penalty.or(weaker.repetition_penalty),
            seed: self.seed.or(weaker.seed),
            stop: self.stop.or_else(|| weaker.stop.clone()),
            logit_bias: self.logit_bias.or_else(|| weaker.logit_bias.clone()),
        }
    }

    /// The same bounds wherever the options come from; `field_prefix` (`""`, `"defaults."`) goes in front
    /// of the field's name.
    pub fn check(&self, field_prefix: &str) -> Result<(), ApiError> {
        if let Some(tokens) = self.max_tokens {
            let field = format_args!("{field_prefix}max_tokens");
            within(field, i64::from(tokens), &limits::MAX_TOKENS)?;
        }
        for (field, value, range) in [
            ("temperature", self.temperature, limits::TEMPERATURE),
            ("min_p", self.min_p, limits::MIN_P),
            ("presence_penalty", self.presence_penalty, limits::PRESENCE_PENALTY),
            ("frequency_penalty", self.frequency_penalty, limits::FREQUENCY_PENALTY),
            ("repetition_penalty", self.repetition_penalty, limits::REPETITION_PENALTY),
        ] {
            if let Some(value) = value {
                within(format_args!("{field_prefix}{field}"), value, &range)?;
            }
        }
        if let Some(top_p) = self.top_p {
            check_top_p(format_args!("{field_prefix}top_p"), top_p)?;
        }
        if let Some(top_k) = self.top_k {
            within(format_args!("{field_prefix}top_k"), top_k, &limits::TOP_K)?;
        }
        if let Some(stop) = &self.stop {
            check_stop(field_prefix, stop)?;
        }
        if let Some(biases) = &self.logit_bias {
            check_logit_bias(field_prefix, biases)?;
        }
        Ok(())
    }

    /// Call `check` first: what it would refuse is not looked at again here.
    pub fn sampling(&self, seed_if_open: u64) -> Sampling {
        let built_in = Sampling::default();
        let or_built_in = |asked: Option<f64>, value: f32| asked.map_or(value, single);
        Sampling {
            seed: self.seed.map_or(seed_if_open, i64::cast_unsigned),
            temperature: or_built_in(self.temperature, built_in.temperature),
            // Above 0 as an `f64` may be 0 as an `f32`, and would leave no token to choose.
            top_p: or_built_in(self.top_p, built_in.top_p).max(f32::MIN_POSITIVE),
            min_p: or_built_in(self.min_p, built_in.min_p),
            top_k: self.top_k.map_or(built_in.top_k, |k| u32::try_from(k).unwrap_or(0)),
            presence_penalty: or_built_in(self.presence_penalty, built_in.presence_penalty),
            frequency_penalty: or_built_in(self.frequency_penalty, built_in.frequency_penalty),
            repetition_penalty: or_built_in(self.repetition_penalty, built_in.repetition_penalty),
            logit_bias: self
                .logit_bias
                .iter()
                .flatten()
                .filter_map(|(token, bias)| Some((token_id(token)?, single(*bias))))
                .collect(),
        }
    }
}

fn check_top_p(field: std::fmt::Arguments<'_>, top_p: f64) -> Result<(), ApiError> {
    if top_p > 0.0 && top_p <= limits::TOP_P_MAX {
        return Ok(());
    }
    let max = limits::TOP_P_MAX;
    Err(invalid(field, format_args!("must be above 0.0 and at most {max:?}, not {top_p:?}")))
}

fn check_stop(field_prefix: &str, stop: &[String]) -> Result<(), ApiError> {
    let field = format_args!("{field_prefix}stop");
    length_within(field, stop.len(), "strings", &limits::STOP_STRINGS)?;
    for (index, text) in stop.iter().enumerate() {
        let field = format_args!("{field_prefix}stop[{index}]");
        length_within(field, text.len(), "bytes", &limits::STOP_BYTES)?;
    }
    Ok(())
}

fn check_logit_bias(field_prefix: &str, biases: &BTreeMap<String, f64>) -> Result<(), ApiError> {
    let field = format_args!("{field_prefix}logit_bias");
    length_within(field, biases.len(), "entries", &(0..=limits::LOGIT_BIAS_ENTRIES_MAX))?;
    for (token, bias) in biases {
        let field = format_args!("{field_prefix}logit_bias.{token}");
        if token_id(token).is_none() {
            let (max, token) = (u32::MAX, shortened(token));
            let problem = format_args!("must be a token id from 0 to {max}, not `{token}`");
            return Err(invalid(field, problem));
        }
        within(field, *bias, &limits::LOGIT_BIAS)?;
    }
    Ok(())
}

/// One spelling per token: `7`, not `07` or `+7`, so that no token can be given twice.
fn token_id(text: &str) -> Option<u32> {
    text.parse().ok().filter(|id: &u32| id.to_string() == text)
}

#[expect(clippy::cast_possible_truncation, reason = "samplers work in f32; every bound fits it")]
fn single(value: f64) -> f32 {
    value as f32
}
