//! Whatever arrives, there is an answer; what is good comes through unchanged.

use super::*;
use edge_api::Code;
use edge_api::edge::EdgeRequest;
use edge_api::openai::{ChatRequest, CompletionRequest, Message, PromptInput, Stop, StreamOptions};
use proptest::collection::{btree_map, vec};
use proptest::option::of;
use proptest::prelude::*;
use serde_json::Value;

proptest! {
    #[test]
    fn bytes(body in vec(any::<u8>(), 0..200)) {
        read(&body)?;
    }

    #[test]
    fn text_made_of_json_pieces(pieces in vec(piece(), 0..40)) {
        read(format!("{{{}", pieces.concat()).as_bytes())?;
    }

    #[test]
    fn objects_with_known_keys(body in btree_map(key(), json(), 0..8)) {
        read(&serde_json::to_vec(&body).unwrap())?;
    }

    #[test]
    fn a_good_body_with_one_wrong_byte(
        request in good_chat(), at in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let mut body = serde_json::to_vec(&request).unwrap();
        let at = at.index(body.len());
        body[at] = byte;
        read(&body)?;
        read(&body[..at])?;
    }

    #[test]
    fn a_good_chat_comes_through(request in good_chat()) {
        let parsed = parse_chat(&serde_json::to_vec(&request).unwrap()).unwrap();
        prop_assert_eq!(&parsed, &request);
        let valid = validate_chat(parsed).unwrap();
        prop_assert_eq!(i64::from(valid.choices), request.n.unwrap_or(1));
        prop_assert_eq!(valid.options.temperature, request.temperature);
        prop_assert_eq!(valid.options.seed, request.seed);
        prop_assert_eq!(valid.options.max_tokens.map(i64::from), request.max_tokens);
        let Prompt::Chat(turns) = valid.prompt else { panic!("{:?}", valid.prompt) };
        for (turn, message) in turns.iter().zip(request.messages.unwrap()) {
            prop_assert_eq!(&turn.content, &message.content.unwrap().0);
        }
    }

    #[test]
    fn a_good_completion_comes_through(request in good_completion()) {
        let parsed = parse_completion(&serde_json::to_vec(&request).unwrap()).unwrap();
        prop_assert_eq!(&parsed, &request);
        validate_completion(parsed).unwrap();
    }
}

/// Both endpoints answer without a panic, and a refusal says what it is about.
fn read(body: &[u8]) -> Result<(), TestCaseError> {
    for error in [
        parse_chat(body).and_then(validate_chat).err(),
        parse_completion(body).and_then(validate_completion).err(),
    ]
    .into_iter()
    .flatten()
    {
        prop_assert!(!error.message.is_empty());
        prop_assert_eq!(error.param.is_none(), error.code == Code::InvalidJson, "{:?}", error);
        prop_assert_eq!(error.code.status(), 400);
    }
    Ok(())
}

const KEYS: &[&str] = &[
    "model",
    "messages",
    "prompt",
    "role",
    "content",
    "type",
    "text",
    "stop",
    "n",
    "stream",
    "stream_options",
    "include_usage",
    "temperature",
    "top_p",
    "top_k",
    "seed",
    "logit_bias",
    "logprobs",
    "top_logprobs",
    "max_tokens",
    "max_completion_tokens",
    "tools",
    "tool_calls",
    "response_format",
    "modalities",
    "best_of",
    "suffix",
    "echo",
    "edge",
    "kind",
    "deadline_ms",
    "priority",
    "unheard_of",
];

fn key() -> impl Strategy<Value = String> {
    prop_oneof![8 => prop::sample::select(KEYS).prop_map(str::to_owned), 1 => "[0-9]{1,3}", 1 => ".*"]
}

fn piece() -> impl Strategy<Value = String> {
    let punctuation =
        ["{", "}", "[", "]", ",", ":", "\"", "\\", "null", "true", "1e999", "-1", " "];
    prop_oneof![
        prop::sample::select(punctuation.to_vec()).prop_map(str::to_owned),
        key().prop_map(|key| format!("{key:?}:")),
    ]
}

fn json() -> impl Strategy<Value = Value> {
    let words = vec!["user", "assistant", "text", "none", "human", "m", ""];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3_i64..30).prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(words).prop_map(Value::from),
        ".*".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(key(), inner, 0..4).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

/// Eighths: their decimal form is exact, so that equality is fair.
fn eighths(low: i32, high: i32) -> impl Strategy<Value = Option<f64>> {
    of((low..=high).prop_map(|eighth| f64::from(eighth) / 8.0))
}

fn stop() -> impl Strategy<Value = Stop> {
    prop_oneof!["\\PC{1,20}".prop_map(Stop::One), vec("\\PC{1,20}", 1..=4).prop_map(Stop::Many),]
}

prop_compose! {
    fn good_chat()(
        (model, n, seed, max_tokens) in ("\\PC{1,40}", of(1_i64..=16), any::<Option<i64>>(), of(1_i64..=10_000_000)),
        (temperature, top_p, min_p) in (eighths(0, 16), eighths(1, 8), eighths(0, 8)),
        (presence_penalty, frequency_penalty) in (eighths(-16, 16), eighths(-16, 16)),
        (top_k, stop) in (of(-1_i64..=1_000_000), of(stop())),
        logit_bias in of(btree_map(any::<u32>().prop_map(|id| id.to_string()), -100.0..=100.0_f64, 0..8)
            .prop_map(|map| map.into_iter().map(|(id, bias)| (id, bias.round())).collect())),
        stream in any::<bool>(),
        edge in of((any::<Option<bool>>(), of(1_u64..=86_400_000))),
        messages in vec((prop::sample::select(vec!["system", "user", "assistant"]), ".+"), 1..6),
    ) -> ChatRequest {
        ChatRequest {
            model: Some(model),
            stream: Some(stream),
            stream_options: stream.then_some(StreamOptions { include_usage: Some(true) }),
            n, seed, max_tokens, temperature, top_p, min_p, presence_penalty, frequency_penalty,
            top_k, stop, logit_bias,
            edge: edge.map(|(ignore_eos, deadline_ms)| EdgeRequest {
                ignore_eos, deadline_ms, ..EdgeRequest::default()
            }),
            messages: Some(messages.into_iter().map(|(role, text)| Message::new(role, text)).collect()),
            ..ChatRequest::default()
        }
    }
}

prop_compose! {
    fn good_completion()(
        prompt in prop_oneof![
            ".*".prop_map(PromptInput::Text),
            vec(".*", 1).prop_map(PromptInput::Texts),
            vec(any::<u32>(), 1..50).prop_map(PromptInput::Tokens),
            vec(vec(any::<u32>(), 1..50), 1).prop_map(PromptInput::TokenLists),
        ],
        logprobs in of(0_i64..=5),
        stop in of(stop()),
    ) -> CompletionRequest {
        CompletionRequest {
            model: Some("m".to_owned()),
            prompt: Some(prompt),
            logprobs, stop,
            ..CompletionRequest::default()
        }
    }
}
