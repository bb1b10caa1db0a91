//! Each limit, at it and one step behind it.

use super::*;
use edge_api::Code;

#[test]
fn numbers() {
    for (field, inside, outside) in [
        ("n", ["1", "16"], ["0", "17"]),
        ("max_tokens", ["1", "10000000"], ["0", "10000001"]),
        ("max_tokens", ["2", "3"], ["-9223372036854775808", "9223372036854775807"]),
        ("temperature", ["0", "2"], ["-0.01", "2.01"]),
        ("top_p", ["1e-9", "1"], ["0", "1.01"]),
        ("top_k", ["-1", "1000000"], ["-2", "1000001"]),
        ("min_p", ["0", "1"], ["-0.01", "1.01"]),
        ("presence_penalty", ["-2", "2"], ["-2.01", "2.01"]),
        ("frequency_penalty", ["-2", "2"], ["-2.01", "2.01"]),
        ("repetition_penalty", ["0.01", "10"], ["0", "10.01"]),
        (
            "seed",
            ["-9223372036854775808", "9223372036854775807"],
            ["18446744073709551615", "9223372036854775808"],
        ),
    ] {
        for (good, bad) in inside.into_iter().zip(outside) {
            chat(&chat_json(&format!(r#""{field}":{good}"#))).unwrap();
            completion(&completion_json(&format!(r#""{field}":{good}"#))).unwrap();
            refused(chat(&chat_json(&format!(r#""{field}":{bad}"#))), field, bad);
            refused(completion(&completion_json(&format!(r#""{field}":{bad}"#))), field, bad);
        }
    }
}

#[test]
fn numbers_of_a_chat() {
    for (fields, param, inside, outside) in [
        (
            r#""max_completion_tokens":"#,
            "max_completion_tokens",
            ["1", "10000000"],
            ["0", "10000001"],
        ),
        (r#""logprobs":true,"top_logprobs":"#, "top_logprobs", ["0", "20"], ["-1", "21"]),
    ] {
        for (good, bad) in inside.into_iter().zip(outside) {
            chat(&chat_json(&format!("{fields}{good}"))).unwrap();
            refused(chat(&chat_json(&format!("{fields}{bad}"))), param, bad);
        }
    }
}

#[test]
fn numbers_of_a_completion() {
    for (good, bad) in [("0", "-1"), ("5", "6")] {
        completion(&completion_json(&format!(r#""logprobs":{good}"#))).unwrap();
        refused(completion(&completion_json(&format!(r#""logprobs":{bad}"#))), "logprobs", bad);
    }
}

#[test]
fn numbers_inside_objects() {
    for (object, param, inside, outside) in [
        (r#""edge":{"deadline_ms":"#, "edge.deadline_ms", ["1", "86400000"], ["0", "86400001"]),
        (r#""logit_bias":{"5":"#, "logit_bias.5", ["-100", "100"], ["-100.5", "100.5"]),
    ] {
        for (good, bad) in inside.into_iter().zip(outside) {
            chat(&chat_json(&format!("{object}{good}}}"))).unwrap();
            refused(chat(&chat_json(&format!("{object}{bad}}}"))), param, bad);
        }
    }
    chat(&chat_json(r#""logit_bias":{"0":1,"4294967295":1}"#)).unwrap();
}

#[test]
fn lengths() {
    let strings = |count: usize| chat_json(&format!(r#""stop":{:?}"#, vec!["a"; count]));
    chat(&strings(4)).unwrap();
    refused(chat(&strings(0)), "stop", "0");
    refused(chat(&strings(5)), "stop", "5");

    let bytes = |len: usize| chat_json(&format!(r#""stop":["a","{}"]"#, "b".repeat(len)));
    chat(&bytes(256)).unwrap();
    refused(chat(&bytes(0)), "stop[1]", "0");
    refused(chat(&bytes(257)), "stop[1]", "257");

    // So many that they are only counted.
    refused(chat(&strings(100_000)), "stop", "100000");
    let prompts = |count: usize| format!(r#"{{"model":"m","prompt":{:?}}}"#, vec!["a"; count]);
    refused(completion(&prompts(100_000)), "prompt", "100000");

    let biases = |count: usize| {
        let entries: Vec<String> = (0..count).map(|id| format!(r#""{id}":1"#)).collect();
        chat_json(&format!(r#""logit_bias":{{{}}}"#, entries.join(",")))
    };
    chat(&biases(1024)).unwrap();
    refused(chat(&biases(1025)), "logit_bias", "1025");
    refused(chat(&biases(100_000)), "logit_bias", "100000");

    let model =
        |len: usize| completion_json("").replace(r#":"m""#, &format!(r#":"{}""#, "m".repeat(len)));
    completion(&model(256)).unwrap();
    refused(completion(&model(0)), "model", "0");
    refused(completion(&model(257)), "model", "257");

    let messages = |count: usize| {
        let messages = vec![r#"{"role":"user","content":"a"}"#; count].join(",");
        format!(r#"{{"model":"m","messages":[{messages}]}}"#)
    };
    chat(&messages(1024)).unwrap();
    refused(chat(&messages(1025)), "messages", "1025");
}

#[test]
fn nesting() {
    // The body itself is the first level.
    let nested = |levels: usize| {
        chat_json(&format!(r#""x":{}{}"#, "[".repeat(levels - 1), "]".repeat(levels - 1)))
    };
    chat(&nested(64)).unwrap();
    for levels in [65, 200, 100_000] {
        let error = chat(&nested(levels)).unwrap_err();
        assert_eq!((error.code, error.param), (Code::InvalidJson, None));
        assert!(error.message.contains("64 levels"), "{}", error.message);
    }
    let in_a_string = chat_json(&format!(r#""x":"\"{}""#, "[{".repeat(100)));
    chat(&in_a_string).unwrap();
    let behind_a_string = chat_json(&format!(r#""x":"\\","y":{}"#, "[".repeat(100)));
    assert!(chat(&behind_a_string).unwrap_err().message.contains("64 levels"));
    let side_by_side = chat_json(&format!(r#""x":[[{}]]"#, vec!["{}"; 100].join(",")));
    chat(&side_by_side).unwrap();
}

#[test]
fn objects_and_arrays() {
    // The body, its messages, the message, and `x` itself are four.
    let holding =
        |count: usize| chat_json(&format!(r#""x":[{}]"#, vec!["{}"; count - 4].join(",")));
    chat(&holding(32_768)).unwrap();
    let error = chat(&holding(32_769)).unwrap_err();
    assert_eq!((error.code, error.param), (Code::InvalidJson, None));
    assert!(error.message.contains("32769 objects and arrays"), "{}", error.message);
}

#[test]
fn the_options_of_a_task_have_the_same_bounds() {
    let check = |json: &str| serde_json::from_str::<Options>(json).unwrap().check("defaults.");
    check(r#"{"max_tokens":10000000,"temperature":2,"top_k":-1,"logit_bias":{"7":100}}"#).unwrap();
    for (json, param) in [
        (r#"{"max_tokens":0}"#, "defaults.max_tokens"),
        (r#"{"max_tokens":10000001}"#, "defaults.max_tokens"),
        (r#"{"temperature":2.5}"#, "defaults.temperature"),
        (r#"{"top_p":0}"#, "defaults.top_p"),
        (r#"{"top_k":-2}"#, "defaults.top_k"),
        (r#"{"min_p":2}"#, "defaults.min_p"),
        (r#"{"presence_penalty":3}"#, "defaults.presence_penalty"),
        (r#"{"frequency_penalty":3}"#, "defaults.frequency_penalty"),
        (r#"{"repetition_penalty":0}"#, "defaults.repetition_penalty"),
        (r#"{"stop":[]}"#, "defaults.stop"),
        (r#"{"stop":[""]}"#, "defaults.stop[0]"),
        (r#"{"logit_bias":{"x":1}}"#, "defaults.logit_bias.x"),
        (r#"{"logit_bias":{"7":101}}"#, "defaults.logit_bias.7"),
    ] {
        let error = check(json).expect_err(json);
        assert_eq!((error.code, error.param.as_deref()), (Code::InvalidValue, Some(param)));
    }
    for not_a_number in [f64::NAN, f64::INFINITY] {
        let options = Options { temperature: Some(not_a_number), ..Options::default() };
        assert!(options.check("").is_err());
        let options = Options { top_p: Some(not_a_number), ..Options::default() };
        assert!(options.check("").is_err());
    }
    assert!(serde_json::from_str::<Options>(r#"{"temprature":1}"#).is_err());
}

#[test]
fn a_message_names_field_bound_and_value() {
    for (fields, message) in [
        (r#""n":17"#, "`n` must be from 1 to 16, not 17"),
        (r#""temperature":3"#, "`temperature` must be from 0.0 to 2.0, not 3.0"),
        (r#""top_p":0"#, "`top_p` must be above 0.0 and at most 1.0, not 0.0"),
        (r#""stop":[]"#, "`stop` must have from 1 to 4 strings, not 0"),
        (r#""stop":"""#, "`stop[0]` must have from 1 to 256 bytes, not 0"),
        (r#""edge":{"deadline_ms":0}"#, "`edge.deadline_ms` must be from 1 to 86400000, not 0"),
    ] {
        assert_eq!(chat(&chat_json(fields)).unwrap_err().message, message);
    }
}

#[track_caller]
fn refused(answer: Result<ValidRequest, ApiError>, param: &str, value: &str) {
    let error = answer.expect_err(param);
    assert_eq!(error.code, Code::InvalidValue, "{error}");
    assert_eq!(error.param.as_deref(), Some(param), "{error}");
    assert!(error.message.contains(param), "{error}");
    assert!(error.message.contains(value), "{error}");
}
