use super::*;
use edge_api::worker::{ChatTurn, ModelDefaults, Sampling};

fn turn(role: &str, content: &str) -> ChatTurn {
    ChatTurn { role: role.to_owned(), content: content.to_owned() }
}

#[test]
fn what_is_left_open_stays_open() {
    let open = ValidRequest {
        model: "m".to_owned(),
        prompt: Prompt::Chat(vec![turn("user", "hi")]),
        choices: 1,
        stream: false,
        include_usage: false,
        options: Options::default(),
        logprobs: None,
        ignore_eos: false,
        return_tokens: false,
        kind: None,
        priority: None,
        deadline: None,
        echo: false,
    };
    assert_eq!(chat(&chat_json("")).unwrap(), open);
    let text = ValidRequest { prompt: Prompt::Text("hi".to_owned()), ..open };
    assert_eq!(completion(&completion_json("")).unwrap(), text);
}

#[test]
fn every_field_arrives() {
    let valid = chat(&chat_json(
        r#""stream":true,"stream_options":{"include_usage":true},"n":3,"stop":"end",
        "max_completion_tokens":9,"temperature":0.5,"top_p":0.25,"top_k":40,"min_p":0.125,
        "presence_penalty":1,"frequency_penalty":-1,"repetition_penalty":1.5,"seed":-1,
        "logit_bias":{"7":-100},"logprobs":true,"top_logprobs":2,"edge":{"kind":"human",
        "priority":"batch","deadline_ms":1500,"ignore_eos":true,"return_tokens":true}"#,
    ))
    .unwrap();
    assert!(valid.stream && valid.include_usage && valid.ignore_eos && valid.return_tokens);
    assert_eq!((valid.choices, valid.logprobs), (3, Some(2)));
    assert_eq!(
        (valid.kind, valid.priority, valid.deadline),
        (Some(Kind::Human), Some(Priority::Batch), Some(Duration::from_millis(1500)))
    );
    assert_eq!(valid.options.max_tokens, Some(9));
    assert_eq!(valid.options.stop, Some(vec!["end".to_owned()]));
    assert_eq!(
        valid.options.sampling(5),
        Sampling {
            seed: u64::MAX,
            temperature: 0.5,
            top_p: 0.25,
            min_p: 0.125,
            top_k: 40,
            presence_penalty: 1.0,
            frequency_penalty: -1.0,
            repetition_penalty: 1.5,
            logit_bias: vec![(7, -100.0)],
        }
    );
}

#[test]
fn fields_that_ask_for_nothing_change_nothing() {
    let plain = chat(&chat_json("")).unwrap();
    for fields in [
        r#""user":"u","metadata":{"a":1},"store":true,"service_tier":"auto","unheard_of":[{}]"#,
        r#""temperature":null,"stop":null,"edge":null,"n":null,"stream_options":null"#,
        r#""tools":null,"tool_choice":null,"functions":null,"audio":null,"verbosity":null"#,
        r#""tools":[],"tool_choice":"none","modalities":["text"],"response_format":{"type":"text"}"#,
        r#""functions":[],"service_tier":"default""#,
        r#""edge":{"priority":null,"adapter":null,"kind":null,"deadline_ms":null}"#,
        r#""logprobs":false,"stream":false,"edge":{}"#,
    ] {
        assert_eq!(chat(&chat_json(fields)).unwrap(), plain, "{fields}");
    }
    let plain = completion(&completion_json("")).unwrap();
    for fields in [
        r#""best_of":1,"suffix":"","echo":false"#,
        r#""best_of":null,"suffix":null,"echo":null,"logprobs":null"#,
    ] {
        assert_eq!(completion(&completion_json(fields)).unwrap(), plain, "{fields}");
    }
    assert!(completion(&completion_json(r#""n":2,"best_of":2"#)).is_ok());
}

#[test]
fn roles_and_contents_become_turns() {
    let valid = chat(
        r#"{"model":"m","messages":[
            {"role":"developer","content":"a"},
            {"role":"system","content":""},
            {"role":"user","name":"ann","content":[{"type":"text","text":"b"},{"type":"text","text":"c"}]},
            {"role":"assistant","content":"d","tool_calls":null,"refusal":null}]}"#,
    )
    .unwrap();
    let turns = [("system", "a"), ("system", ""), ("user", "bc"), ("assistant", "d")];
    assert_eq!(valid.prompt, Prompt::Chat(turns.map(|(role, text)| turn(role, text)).into()));
}

#[test]
fn prompts_come_as_text_or_as_tokens() {
    for (prompt, expected) in [
        (r#""a""#, Prompt::Text("a".to_owned())),
        (r#"["a"]"#, Prompt::Text("a".to_owned())),
        ("[1,2]", Prompt::Tokens(vec![1, 2])),
        ("[[1,2]]", Prompt::Tokens(vec![1, 2])),
        (r#""""#, Prompt::Text(String::new())),
    ] {
        let json = format!(r#"{{"model":"m","prompt":{prompt}}}"#);
        assert_eq!(completion(&json).unwrap().prompt, expected);
    }
    assert!(completion(&completion_json(r#""echo":true"#)).unwrap().echo);
}

#[test]
fn both_names_for_the_token_limit_may_agree() {
    for fields in [r#""max_tokens":5"#, r#""max_tokens":5,"max_completion_tokens":5"#] {
        assert_eq!(chat(&chat_json(fields)).unwrap().options.max_tokens, Some(5));
    }
}

#[test]
fn logprobs_without_alternatives() {
    assert_eq!(chat(&chat_json(r#""logprobs":true"#)).unwrap().logprobs, Some(0));
    assert_eq!(completion(&completion_json(r#""logprobs":0"#)).unwrap().logprobs, Some(0));
}

#[test]
fn the_stronger_option_wins_field_by_field() {
    let request =
        Options { temperature: Some(0.0), stop: Some(vec!["a".to_owned()]), ..Options::default() };
    let task = Options {
        temperature: Some(1.0),
        max_tokens: Some(5),
        stop: Some(vec!["b".to_owned()]),
        ..Options::default()
    };
    let model = Options { max_tokens: Some(9), top_k: Some(40), ..Options::default() };
    let expected = Options {
        temperature: Some(0.0),
        max_tokens: Some(5),
        stop: Some(vec!["a".to_owned()]),
        top_k: Some(40),
        ..Options::default()
    };
    assert_eq!(request.or(&task).or(&model), expected);
}

#[test]
fn every_option_can_be_filled_by_a_weaker_one() {
    let full: Options = serde_json::from_str(
        r#"{"max_tokens":1,"temperature":1,"top_p":1,"top_k":1,"min_p":1,"presence_penalty":1,
        "frequency_penalty":1,"repetition_penalty":1,"seed":1,"stop":["a"],"logit_bias":{"1":1}}"#,
    )
    .unwrap();
    assert_eq!(Options::default().or(&full), full);
    assert_eq!(full.clone().or(&Options::default()), full);
}

#[test]
fn what_nobody_says_is_built_in() {
    assert_eq!(Options::default().sampling(7), Sampling { seed: 7, ..Sampling::default() });
    let off = Options { top_k: Some(-1), top_p: Some(1e-300), ..Options::default() }.sampling(7);
    assert_eq!(off.top_k, 0);
    assert!(off.top_p > 0.0);
}

#[test]
fn what_a_model_may_not_ask_for_is_left_out_by_name() {
    let defaults = ModelDefaults {
        temperature: Some(1e9),
        top_p: Some(f64::NAN),
        top_k: Some(20),
        min_p: Some(-0.1),
        repetition_penalty: Some(1.1),
    };
    let (options, refused) = Options::of_model(&defaults);
    let kept = Options { top_k: Some(20), repetition_penalty: Some(1.1), ..Options::default() };
    assert_eq!(options, kept);
    let params: Vec<_> = refused.iter().filter_map(|error| error.param.as_deref()).collect();
    assert_eq!(params, ["temperature", "top_p", "min_p"]);
}
