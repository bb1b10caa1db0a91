//! What a call ran with, as the ledger keeps it: all that its answer follows from, besides the prompt and
//! the model.

use super::calls::Submission;
use edge_api::worker::Sampling;

/// What holds where a row does not say. Rows are read by it for as long as there are any, so it is frozen:
/// it stays when a default of `Sampling` changes. A field that is new here starts with the value that all
/// calls before it ran with.
const USUAL: Sampling = Sampling {
    // Always said.
    seed: 0,
    temperature: 1.0,
    top_p: 1.0,
    min_p: 0.0,
    top_k: 0,
    presence_penalty: 0.0,
    frequency_penalty: 0.0,
    repetition_penalty: 1.0,
    logit_bias: Vec::new(),
};

/// As JSON. What is as usual is left out: each call is written to disk.
pub(super) fn json(submission: &Submission, sampling: &Sampling) -> String {
    let params = Params {
        n: (submission.choices != 1).then_some(submission.choices),
        max_tokens: submission.options.max_tokens,
        stop: submission.options.stop.as_deref().unwrap_or_default(),
        ignore_eos: submission.ignore_eos,
        logprobs: submission.logprobs,
        sampling: Unusual::of(sampling),
    };
    serde_json::to_string(&params).expect("parameters are plain data")
}

#[derive(serde::Serialize)]
struct Params<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u32>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    stop: &'a [String],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    ignore_eos: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    logprobs: Option<u8>,
    #[serde(flatten)]
    sampling: Unusual<'a>,
}

#[derive(serde::Serialize)]
struct Unusual<'a> {
    seed: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_p: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_p: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_k: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    presence_penalty: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    frequency_penalty: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repetition_penalty: Option<f32>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    logit_bias: &'a [(u32, f32)],
}

impl<'a> Unusual<'a> {
    fn of(sampling: &'a Sampling) -> Self {
        // Named one by one, so that a new one is not forgotten.
        let Sampling {
            seed,
            temperature,
            top_p,
            min_p,
            top_k,
            presence_penalty,
            frequency_penalty,
            repetition_penalty,
            logit_bias,
        } = sampling;
        let unusual = |value: &f32, usual: f32| (*value != usual).then_some(*value);
        Self {
            seed: *seed,
            temperature: unusual(temperature, USUAL.temperature),
            top_p: unusual(top_p, USUAL.top_p),
            min_p: unusual(min_p, USUAL.min_p),
            top_k: (*top_k != USUAL.top_k).then_some(*top_k),
            presence_penalty: unusual(presence_penalty, USUAL.presence_penalty),
            frequency_penalty: unusual(frequency_penalty, USUAL.frequency_penalty),
            repetition_penalty: unusual(repetition_penalty, USUAL.repetition_penalty),
            logit_bias,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn kept(sampling: &Sampling) -> Value {
        serde_json::to_value(Unusual::of(sampling)).unwrap()
    }

    #[test]
    fn what_is_left_out_stays_what_it_was() {
        // Not by `Sampling`: with another default of its, these rows would say something else.
        let frozen = json!({
            "seed": 0, "temperature": 1.0, "top_p": 1.0, "min_p": 0.0, "top_k": 0,
            "presence_penalty": 0.0, "frequency_penalty": 0.0, "repetition_penalty": 1.0,
            "logit_bias": [],
        });
        assert_eq!(serde_json::to_value(USUAL).unwrap(), frozen);
        assert_eq!(kept(&USUAL), json!({"seed": 0}));
    }

    #[test]
    fn a_call_that_asks_for_nothing_is_written_short() {
        assert_eq!(
            USUAL,
            Sampling::default(),
            "a default has changed. Leave USUAL: rows are read by it. From now on each call says what \
             it ran with in that field, which is right but longer; if that is meant, name the fields \
             that differ here"
        );
    }

    #[test]
    fn whatever_is_not_as_usual_is_said() {
        let other = Sampling {
            seed: 7,
            temperature: 0.5,
            top_p: 0.25,
            min_p: 0.125,
            top_k: 20,
            presence_penalty: -0.5,
            frequency_penalty: 0.75,
            repetition_penalty: 1.5,
            logit_bias: vec![(3, -100.0)],
        };
        assert_eq!(kept(&other), serde_json::to_value(&other).unwrap());
    }
}
