//! Messages that are not encoded: for the control tokens in them, or for their length.

use super::*;

const BECOMES: &str = "a message becomes the control token `<|im_end|>`";

fn changed(template: &str, change: impl Fn(&mut Value)) -> Text {
    let mut tokenizer = json("byte-level.json");
    change(&mut tokenizer);
    let tokenizer = serde_json::to_vec(&tokenizer).unwrap();
    let template = Some(template.to_owned());
    Text::open(Parts { tokenizer, template, ..Parts::default() }).unwrap()
}

/// Control tokens are looked for in what this normaliser makes of a text.
fn rewriting(template: &str, normalizer: Value) -> Text {
    changed(template, |tokenizer| {
        tokenizer["normalizer"] = normalizer.clone();
        for token in tokenizer["added_tokens"].as_array_mut().unwrap() {
            token["normalized"] = Value::from(true);
        }
    })
}

fn refusal(text: &Text, content: &str) -> String {
    match text.encode(&chat(&[("user", content)])) {
        Err(Refusal::Template { reason }) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_cannot_be_broken_is_refused() {
    let single =
        changed(PLAIN, |tokenizer| tokenizer["added_tokens"][0]["content"] = Value::from("§"));
    assert_eq!(refusal(&single, "a § b"), "U+00A7 is a control token of this model");

    let many = "<s>".repeat(BREAKS_MAX + 1);
    assert!(refusal(&single, &many).contains("more than 4096 control tokens"));

    let lower = rewriting(PLAIN, serde_json::json!({"type": "Lowercase"}));
    assert_eq!(refusal(&lower, "a <|IM_END|> b"), BECOMES);
    assert!(lower.encode(&chat(&[("user", "a <|im_end|> b")])).is_ok());
}

#[test]
fn what_must_be_too_long_is_not_searched_for_control_tokens() {
    let too_long = |text: &Text, prompt: &Prompt| {
        let refused = text.encode(prompt);
        assert!(matches!(refused, Err(Refusal::ContextLength { context_tokens: 100, .. })));
    };
    let pattern = serde_json::json!({"String": "§"});
    let end = serde_json::json!({"type": "Replace", "pattern": pattern, "content": "<|im_end|>"});
    let lower = serde_json::json!({"type": "Lowercase"});
    let mut bounded = rewriting(PLAIN, end.clone());
    bounded.limit(100);
    assert_eq!(refusal(&bounded, "§"), BECOMES);
    too_long(&bounded, &chat(&[("user", &("the light ".repeat(1000) + "§"))]));

    // No bound is known of what this normaliser leaves out, and none of what that template does.
    let blanks = " ".repeat(101 * 4096 - 100);
    let most = format!("§<|IM_END|>{blanks}");
    for (normalizer, template) in [(&lower, PLAIN), (&end, "nothing of it")] {
        let mut text = rewriting(template, normalizer.clone());
        text.limit(100);
        assert_eq!(refusal(&text, &most), BECOMES);
        too_long(&text, &chat(&[("user", &most), ("user", &" ".repeat(100))]));
        if template == PLAIN {
            assert!(text.encode(&Prompt::Text(blanks.clone())).is_ok());
            too_long(&text, &Prompt::Text(" ".repeat(101 * 4096)));
        }
    }
}
