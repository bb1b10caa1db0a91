//! The body of a request, as a chat and as a completion: from its bytes to a request that can be honoured.

#![no_main]

use edge_api::worker::Prompt;
use edge_api::{ApiError, Code};
use edge_core::request::{self, ValidRequest};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::fmt::Debug;

/// What is said of a request is for people.
const SAID_BYTES_MAX: usize = 1000;

libfuzzer_sys::fuzz_target!(|body: &[u8]| {
    let chat = taken(body, request::parse_chat, request::validate_chat);
    if let Some((asked, valid)) = &chat {
        let want = asked.max_completion_tokens.or(asked.max_tokens);
        assert_eq!(valid.options.max_tokens.map(i64::from), want);
        let top = if asked.logprobs == Some(true) { asked.top_logprobs.or(Some(0)) } else { None };
        assert_eq!(valid.logprobs.map(i64::from), top);
        assert!(valid.logprobs.is_none_or(|top| top <= 20) && !valid.echo);
        let Prompt::Chat(turns) = &valid.prompt else { panic!("{valid:?}") };
        assert!((1..=1024).contains(&turns.len()) && turns.iter().any(|t| !t.content.is_empty()));
        assert_eq!(Some(turns.len()), asked.messages.as_ref().map(Vec::len));
    }
    let completion = taken(body, request::parse_completion, request::validate_completion);
    if let Some((asked, valid)) = &completion {
        assert_eq!(valid.options.max_tokens.map(i64::from), asked.max_tokens);
        assert_eq!(valid.logprobs.map(i64::from), asked.logprobs);
        assert!(valid.logprobs.is_none_or(|top| top <= 5));
        assert_eq!(valid.echo, asked.echo == Some(true));
    }
    let valid = chat.map(|(_, valid)| valid).or(completion.map(|(_, valid)| valid));
    let planted = valid.is_some_and(|valid| is_planted(&valid));
    assert!(!(cfg!(feature = "planted") && planted), "the planted bug was found");
});

/// No seed asks for so many answers at once, and all is well with such a request.
fn is_planted(valid: &ValidRequest) -> bool {
    valid.choices > 12
}

/// What a body asks for, if it can be honoured.
fn taken<T: Serialize + DeserializeOwned + Clone + Debug + PartialEq>(
    body: &[u8],
    parse: fn(&[u8]) -> Result<T, ApiError>,
    validate: fn(T) -> Result<ValidRequest, ApiError>,
) -> Option<(T, ValidRequest)> {
    let parsed = parse(body);
    assert_eq!(parsed, parse(body), "the same body is read as something else");
    let asked = match parsed {
        Ok(asked) => asked,
        Err(error) => {
            assert_ne!(error.code, Code::Internal);
            assert_refusal(&error);
            return None;
        }
    };
    // As text: what is only looked at to be refused is kept as it was written.
    let again = serde_json::to_string(&asked).expect("what was read can be written");
    assert_eq!(parse(again.as_bytes()).as_ref(), Ok(&asked), "{again}");
    let fields = again.strip_prefix('{').expect("a request is an object");
    let comma = if fields == "}" { "" } else { "," };
    let tomorrow = format!("{{\"a field of tomorrow\":{{\"edge\":null}}{comma}{fields}");
    assert_eq!(parse(tomorrow.as_bytes()).as_ref(), Ok(&asked), "{tomorrow}");

    let valid = validate(asked.clone());
    assert_eq!(valid, validate(asked.clone()), "the same request is judged differently");
    match valid {
        Ok(valid) => {
            assert_bounds(&valid);
            // Beside the type of a format there may be what no tree can hold.
            if let Ok(again) = serde_json::from_str(&again) {
                assert_is_what_was_asked(&valid, &again);
            }
            Some((asked, valid))
        }
        Err(error) => {
            assert_ne!(error.code, Code::InvalidJson);
            assert_refusal(&error);
            None
        }
    }
}

/// It says which field, but for what is no JSON.
fn assert_refusal(error: &ApiError) {
    let ApiError { message, kind, param, code, hint, .. } = error;
    assert_eq!((code.status(), kind.as_str()), (400, "invalid_request_error"), "{error:?}");
    assert!(!message.is_empty() && message.len() < SAID_BYTES_MAX, "{error:?}");
    match (code, param) {
        (Code::InvalidJson, None) => {}
        (Code::InvalidValue | Code::MissingField | Code::UnsupportedParameter, Some(param)) => {
            assert!(!param.is_empty() && message.contains(&format!("`{param}`")), "{error:?}");
        }
        _ => panic!("{error:?}"),
    }
    assert!(*code != Code::UnsupportedParameter || hint.is_some(), "{error:?}");
}

/// The numbers of docs/api.md.
fn assert_bounds(valid: &ValidRequest) {
    let options = &valid.options;
    let deadline_ms = valid.deadline.map(|deadline| deadline.as_millis());
    let is_in = |value: Option<f64>, low: f64, high: f64| {
        value.is_none_or(|value| (low..=high).contains(&value))
    };
    assert!((1..=256).contains(&valid.model.len()), "{valid:?}");
    assert!((1..=16).contains(&valid.choices), "{valid:?}");
    assert!(deadline_ms.is_none_or(|ms| (1..=86_400_000).contains(&ms)), "{valid:?}");
    assert!(options.max_tokens.is_none_or(|max| (1..=10_000_000).contains(&max)), "{valid:?}");
    assert!(is_in(options.temperature, 0.0, 2.0), "{valid:?}");
    assert!(is_in(options.top_p, 0.0, 1.0) && options.top_p != Some(0.0), "{valid:?}");
    assert!(is_in(options.min_p, 0.0, 1.0), "{valid:?}");
    assert!(is_in(options.presence_penalty, -2.0, 2.0), "{valid:?}");
    assert!(is_in(options.frequency_penalty, -2.0, 2.0), "{valid:?}");
    assert!(is_in(options.repetition_penalty, 0.01, 10.0), "{valid:?}");
    assert!(options.top_k.is_none_or(|k| (-1..=1_000_000).contains(&k)), "{valid:?}");
    for stop in options.stop.iter() {
        let fits = stop.iter().all(|text| (1..=256).contains(&text.len()));
        assert!((1..=4).contains(&stop.len()) && fits, "{valid:?}");
    }
    for biases in options.logit_bias.iter() {
        assert!(biases.len() <= 1024, "{valid:?}");
        assert!(biases.values().all(|bias| (-100.0..=100.0).contains(bias)), "{valid:?}");
    }
    let sampling = options.sampling(7);
    assert!(sampling.top_p > 0.0 && sampling.top_p <= 1.0, "{sampling:?}");
    assert!((0.0..=2.0).contains(&sampling.temperature), "{sampling:?}");
    assert!(sampling.repetition_penalty > 0.0, "{sampling:?}");
    assert_eq!(sampling.logit_bias.len(), options.logit_bias.iter().flatten().count());
}

/// Nothing is cut, rounded into range or left out.
fn assert_is_what_was_asked(valid: &ValidRequest, asked: &Value) {
    let edge = &asked["edge"];
    let options = &valid.options;
    for (said, want) in [
        (json!(valid.model), &asked["model"]),
        (json!(options.temperature), &asked["temperature"]),
        (json!(options.top_p), &asked["top_p"]),
        (json!(options.top_k), &asked["top_k"]),
        (json!(options.min_p), &asked["min_p"]),
        (json!(options.presence_penalty), &asked["presence_penalty"]),
        (json!(options.frequency_penalty), &asked["frequency_penalty"]),
        (json!(options.repetition_penalty), &asked["repetition_penalty"]),
        (json!(options.seed), &asked["seed"]),
        (json!(options.logit_bias), &asked["logit_bias"]),
        (json!(valid.kind), &edge["kind"]),
        (json!(valid.priority), &edge["priority"]),
        (json!(valid.deadline.map(|deadline| deadline.as_millis() as u64)), &edge["deadline_ms"]),
    ] {
        assert_eq!(&said, want, "{asked}");
    }
    let usage = &asked["stream_options"]["include_usage"];
    for (said, want) in [
        (valid.stream, &asked["stream"]),
        (valid.include_usage, usage),
        (valid.ignore_eos, &edge["ignore_eos"]),
        (valid.return_tokens, &edge["return_tokens"]),
    ] {
        assert_eq!(said, want == &json!(true), "{asked}");
    }
    assert_eq!(i64::from(valid.choices), asked["n"].as_i64().unwrap_or(1), "{asked}");
    let stop = match (&options.stop, asked["stop"].is_string()) {
        (Some(stop), true) => json!(stop[0]),
        (stop, _) => json!(stop),
    };
    assert_eq!(stop, asked["stop"], "{asked}");
}
