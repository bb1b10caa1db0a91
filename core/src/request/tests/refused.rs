use super::*;
use edge_api::Code::{self, InvalidJson, InvalidValue, MissingField, UnsupportedParameter};

/// Code, param (`""`: none), a piece of the message.
type Refusal = (Code, &'static str, &'static str);

#[track_caller]
fn check(json: &str, answer: Result<ValidRequest, ApiError>, (code, param, message): Refusal) {
    let error = answer.expect_err(json);
    assert_eq!(error.code, code, "{json}: {error}");
    assert_eq!(error.param.as_deref().unwrap_or(""), param, "{json}: {error}");
    assert!(error.message.contains(message), "{json}: {error}");
    assert_eq!(error.hint.is_some(), code == UnsupportedParameter, "{json}: {error}");
}

#[test]
fn bodies_that_are_no_chat_request() {
    for (json, refusal) in [
        ("", (InvalidJson, "", "the body is empty")),
        (" \n", (InvalidJson, "", "the body is empty")),
        ("null", (InvalidJson, "", "begins with `n`")),
        ("[]", (InvalidJson, "", "begins with `[`")),
        (r#""text""#, (InvalidJson, "", r#"begins with `\"`"#)),
        ("{", (InvalidJson, "", "line 1 column 1")),
        (r#"{"model":"m",}"#, (InvalidJson, "", "trailing comma at line 1 column 14")),
        ("{\"model\":\n'm'}", (InvalidJson, "", "line 2 column 1")),
        (r#"{"model":"m"} x"#, (InvalidJson, "", "trailing characters at line 1 column 15")),
        (r#"{"temperature":NaN}"#, (InvalidJson, "", "line 1 column 16")),
        (r#"{"model":"\ud800"}"#, (InvalidJson, "", "line 1 column")),
        ("{}", (MissingField, "model", "`model` is required")),
        (r#"{"model":null}"#, (MissingField, "model", "`model` is required")),
        (r#"{"model":"m"}"#, (MissingField, "messages", "`messages` is required")),
        (r#"{"model":"m","messages":null}"#, (MissingField, "messages", "required")),
        (r#"{"model":"m","model":"n"}"#, (InvalidValue, "model", "more than once")),
        (r#"{"model":7}"#, (InvalidValue, "model", "integer `7`, expected a string")),
    ] {
        check(json, chat(json), refusal);
    }
}

#[test]
fn messages() {
    for (messages, refusal) in [
        ("[]", (InvalidValue, "messages", "from 1 to 1024 entries, not 0")),
        (r#""hi""#, (InvalidValue, "messages", r#"string "hi", expected an array"#)),
        ("[7]", (InvalidValue, "messages[0]", "integer `7`, expected an object")),
        ("[{}]", (MissingField, "messages[0].role", "`messages[0].role` is required")),
        (r#"[{"role":"user"}]"#, (MissingField, "messages[0].content", "is required")),
        (
            r#"[{"role":"user","content":"a"},{"role":"assistant","content":null}]"#,
            (MissingField, "messages[1].content", "is required"),
        ),
        (
            r#"[{"role":"user","content":7}]"#,
            (InvalidValue, "messages[0].content", "a string or an array of text parts"),
        ),
        (
            r#"[{"role":"user","content":[{"type":"text","text":7}]}]"#,
            (InvalidValue, "messages[0].content[0].text", "integer `7`, expected a string"),
        ),
        (
            r#"[{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}}]}]"#,
            (InvalidValue, "messages[0].content", "part of type `image_url`"),
        ),
        (
            r#"[{"role":"user","content":""},{"role":"user","content":[]}]"#,
            (InvalidValue, "messages", "not only empty strings"),
        ),
        (
            r#"[{"role":"critic","content":"a"}]"#,
            (InvalidValue, "messages[0].role", "`user` or `assistant`, not `critic`"),
        ),
        (
            r#"[{"role":"tool","content":"a","tool_call_id":"1"}]"#,
            (UnsupportedParameter, "messages[0].role", "`tool` is not supported"),
        ),
        (
            r#"[{"role":"user","content":"a","tool_call_id":"1"}]"#,
            (UnsupportedParameter, "messages[0].tool_call_id", "not supported"),
        ),
        (
            r#"[{"role":"assistant","content":null,"tool_calls":[{}]}]"#,
            (UnsupportedParameter, "messages[0].tool_calls", "not supported"),
        ),
        (
            r#"[{"role":"assistant","content":"a","function_call":{}}]"#,
            (UnsupportedParameter, "messages[0].function_call", "not supported"),
        ),
    ] {
        let json = format!(r#"{{"model":"m","messages":{messages}}}"#);
        check(&json, chat(&json), refusal);
    }
}

#[test]
fn fields_of_both_endpoints() {
    for (fields, refusal) in [
        (r#""temperature":"hot""#, (InvalidValue, "temperature", "expected a number")),
        (r#""temperature":1e999"#, (InvalidValue, "temperature", "number out of range")),
        (r#""logit_bias":{"5":1e999}"#, (InvalidValue, "logit_bias.5", "number out of range")),
        (r#""n":1.5"#, (InvalidValue, "n", "`1.5`, expected a signed 64-bit integer")),
        (r#""seed":9223372036854775808"#, (InvalidValue, "seed", "signed 64-bit integer")),
        (r#""stream":1"#, (InvalidValue, "stream", "integer `1`, expected a boolean")),
        (r#""stop":7"#, (InvalidValue, "stop", "expected a string or an array of strings")),
        (r#""stop":["a",7]"#, (InvalidValue, "stop[1]", "integer `7`, expected a string")),
        (r#""stream_options":7"#, (InvalidValue, "stream_options", "expected an object")),
        (
            r#""stream_options":{"include_usage":true}"#,
            (InvalidValue, "stream_options", "needs `stream` to be true"),
        ),
        (
            r#""stream":false,"stream_options":{}"#,
            (InvalidValue, "stream_options", "needs `stream` to be true"),
        ),
        (r#""logit_bias":[]"#, (InvalidValue, "logit_bias", "type: array, expected an object")),
        (r#""top_k":{}"#, (InvalidValue, "top_k", "type: object, expected a signed")),
        (
            r#""logit_bias":{"a":1}"#,
            (InvalidValue, "logit_bias.a", "from 0 to 4294967295, not `a`"),
        ),
        (r#""logit_bias":{"-1":1}"#, (InvalidValue, "logit_bias.-1", "token id from 0 to")),
        (r#""logit_bias":{"07":1}"#, (InvalidValue, "logit_bias.07", "token id from 0 to")),
        (
            r#""logit_bias":{"4294967296":1}"#,
            (InvalidValue, "logit_bias.4294967296", "from 0 to 4294967295"),
        ),
        (
            r#""logit_bias":{"5":1,"6":1,"5":2}"#,
            (InvalidValue, "logit_bias.5", "`logit_bias.5` is given more than once"),
        ),
        (r#""edge":7"#, (InvalidValue, "edge", "integer `7`, expected an object")),
        (r#""edge":{"kind":"robot"}"#, (InvalidValue, "edge.kind", "`robot`, expected `agent`")),
        (r#""edge":{"deadline_ms":-1}"#, (InvalidValue, "edge.deadline_ms", "integer `-1`")),
        (r#""edge":{"x":1}"#, (UnsupportedParameter, "edge.x", "not a field of the `edge`")),
        (
            r#""edge":{"priority":"high"}"#,
            (InvalidValue, "edge.priority", "`high`, expected `interactive` or `batch`"),
        ),
        (r#""edge":{"priority":1}"#, (InvalidValue, "edge.priority", "cannot be read")),
        (r#""edge":{"kind":1}"#, (InvalidValue, "edge.kind", "cannot be read")),
        (r#""edge":{"adapter":"a"}"#, (UnsupportedParameter, "edge.adapter", "not supported")),
        (r#""edge":{"cache":false}"#, (UnsupportedParameter, "edge.cache", "not supported")),
        (r#""edge":{"speculate":0}"#, (UnsupportedParameter, "edge.speculate", "not supported")),
        (
            r#""response_format":{"type":"json_object"}"#,
            (UnsupportedParameter, "response_format", r#"the value {"type":"json_object"}"#),
        ),
        (r#""response_format":"text""#, (UnsupportedParameter, "response_format", "not supp")),
        (r#""response_format":["text"]"#, (UnsupportedParameter, "response_format", "not supp")),
        (r#""response_format":{"x":1}"#, (UnsupportedParameter, "response_format", r#"{"x":1}"#)),
    ] {
        for (json, endpoint) in
            [(chat_json(fields), chat as fn(&str) -> _), (completion_json(fields), completion)]
        {
            check(&json, endpoint(&json), refusal);
        }
    }
}

#[test]
fn fields_of_a_chat() {
    for (fields, refusal) in [
        (
            r#""max_tokens":5,"max_completion_tokens":6"#,
            (InvalidValue, "max_completion_tokens", "is 6 and not 5"),
        ),
        (r#""logprobs":3"#, (InvalidValue, "logprobs", "integer `3`, expected a boolean")),
        (r#""top_logprobs":3"#, (InvalidValue, "top_logprobs", "needs `logprobs` to be true")),
        (
            r#""logprobs":false,"top_logprobs":0"#,
            (InvalidValue, "top_logprobs", "needs `logprobs` to be true"),
        ),
        (r#""tools":[{}]"#, (UnsupportedParameter, "tools", "with the value [{}]")),
        (r#""tool_choice":"auto""#, (UnsupportedParameter, "tool_choice", r#"value "auto""#)),
        (
            r#""parallel_tool_calls":true"#,
            (UnsupportedParameter, "parallel_tool_calls", "not supported"),
        ),
        (r#""functions":[{}]"#, (UnsupportedParameter, "functions", "with the value [{}]")),
        (r#""service_tier":"flex""#, (UnsupportedParameter, "service_tier", r#"value "flex""#)),
        (r#""function_call":"auto""#, (UnsupportedParameter, "function_call", "not supported")),
        (r#""audio":{}"#, (UnsupportedParameter, "audio", "not supported")),
        (r#""prediction":{}"#, (UnsupportedParameter, "prediction", "not supported")),
        (
            r#""web_search_options":{}"#,
            (UnsupportedParameter, "web_search_options", "not supported"),
        ),
        (r#""reasoning_effort":"low""#, (UnsupportedParameter, "reasoning_effort", "not supp")),
        (r#""verbosity":"low""#, (UnsupportedParameter, "verbosity", "not supported")),
        (
            r#""modalities":["text","audio"]"#,
            (UnsupportedParameter, "modalities", r#"value ["text","audio"]"#),
        ),
    ] {
        let json = chat_json(fields);
        check(&json, chat(&json), refusal);
    }
}

#[test]
fn fields_of_a_completion() {
    for (fields, refusal) in [
        (r#""best_of":2"#, (UnsupportedParameter, "best_of", "with the value 2")),
        (r#""n":2,"best_of":1"#, (UnsupportedParameter, "best_of", "with the value 1")),
        (r#""suffix":"end""#, (UnsupportedParameter, "suffix", r#"with the value "end""#)),
        (r#""echo":true,"logprobs":1"#, (UnsupportedParameter, "echo", "with `logprobs`")),
        (r#""logprobs":true"#, (InvalidValue, "logprobs", "expected a signed 64-bit integer")),
    ] {
        let json = completion_json(fields);
        check(&json, completion(&json), refusal);
    }
}

#[test]
fn prompts() {
    let shape = "expected a string, an array of one string";
    let (first, id) = ("expected a string, a token id from 0", "expected a token id from 0 to");
    for (fields, refusal) in [
        ("", (MissingField, "prompt", "`prompt` is required")),
        (r#","prompt":null"#, (MissingField, "prompt", "`prompt` is required")),
        (r#","prompt":7"#, (InvalidValue, "prompt", shape)),
        (r#","prompt":{}"#, (InvalidValue, "prompt", shape)),
        (r#","prompt":[null]"#, (InvalidValue, "prompt[0]", first)),
        (r#","prompt":[1.5]"#, (InvalidValue, "prompt[0]", first)),
        (r#","prompt":[1,"a"]"#, (InvalidValue, "prompt[1]", id)),
        (r#","prompt":["a",1]"#, (InvalidValue, "prompt[1]", "expected a string")),
        (r#","prompt":[-1]"#, (InvalidValue, "prompt[0]", "integer `-1`, expected a token id")),
        (r#","prompt":[0,4294967296]"#, (InvalidValue, "prompt[1]", "0 to 4294967295")),
        (r#","prompt":[[1],2]"#, (InvalidValue, "prompt[1]", "expected an array of token ids")),
        (r#","prompt":[[1,[]]]"#, (InvalidValue, "prompt[0][1]", id)),
        (r#","prompt":[]"#, (InvalidValue, "prompt", "must hold 1 prompt, not 0")),
        (r#","prompt":["a","b"]"#, (InvalidValue, "prompt", "must hold 1 prompt, not 2")),
        (r#","prompt":[[1],[2],[3]]"#, (InvalidValue, "prompt", "must hold 1 prompt, not 3")),
        (r#","prompt":[1],"echo":true"#, (UnsupportedParameter, "echo", "token ids")),
        (r#","prompt":[[1]],"echo":true"#, (UnsupportedParameter, "echo", "token ids")),
    ] {
        let json = format!(r#"{{"model":"m"{fields}}}"#);
        check(&json, completion(&json), refusal);
    }
}

#[test]
fn a_message_repeats_only_a_little_of_what_was_sent() {
    let long = "ä".repeat(100_000);
    for json in [
        chat_json(&format!(r#""temperature":"{long}""#)),
        chat_json(&format!(r#""logit_bias":{{"{long}":1}}"#)),
        chat_json(&format!(r#""edge":{{"{long}":1}}"#)),
        chat_json(&format!(r#""tool_choice":"{long}""#)),
        chat_json(&format!(r#""n":"{}""#, "\u{80}".repeat(100_000))),
        format!(r#"{{"model":"m","messages":[{{"role":"{long}","content":"a"}}]}}"#),
        format!(r#"{{"model":"{long}"}}"#),
    ] {
        let error = chat(&json).unwrap_err();
        assert!(error.message.len() < 600, "{} bytes", error.message.len());
        assert!(error.param.is_some_and(|param| param.len() < 300));
    }
}
