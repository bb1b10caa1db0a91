//! What transformers makes of templates and texts, as `models/golden/templates.py` wrote it down.

mod refused;

use super::*;
use proptest::prelude::*;
use serde_json::Value;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, UNIX_EPOCH};

fn file(name: &str) -> Vec<u8> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/templates");
    std::fs::read(dir.join(name)).unwrap()
}

fn json(name: &str) -> Value {
    serde_json::from_slice(&file(name)).unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn ids(value: &Value) -> Vec<u32> {
    list(value).iter().map(|id| u32::try_from(id.as_u64().unwrap()).unwrap()).collect()
}

fn names(value: &Value) -> Vec<(String, String)> {
    value
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, token)| (name.clone(), self::text(token)))
        .collect()
}

fn time(value: &Value) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(value.as_u64().unwrap())
}

fn conversation(all: &Value, case: &Value) -> Vec<ChatTurn> {
    let turns = list(&all["conversations"][case["conversation"].as_str().unwrap()]).iter();
    turns
        .map(|turn| ChatTurn { role: text(&turn["role"]), content: text(&turn["content"]) })
        .collect()
}

fn rendered(template: &Template, turns: &[ChatTurn], now: SystemTime) -> Result<String, String> {
    let messages: Vec<Message<'_>> =
        turns.iter().map(|turn| Message { role: &turn.role, content: &turn.content }).collect();
    template.render(&messages, now)
}

/// One of the golden tokenizers with its template.
fn golden(at: usize) -> (Text, Value) {
    let case = json("texts.json")[at].clone();
    let parts = Parts {
        tokenizer: file(case["tokenizer"].as_str().unwrap()),
        template: Some(text(&case["template"])),
        names: names(&case["names"]),
        declared: Vec::new(),
    };
    (Text::open(parts).unwrap(), case)
}

fn chat(turns: &[(&str, &str)]) -> Prompt {
    let turn = |(role, content): &(&str, &str)| ChatTurn {
        role: (*role).to_owned(),
        content: (*content).to_owned(),
    };
    Prompt::Chat(turns.iter().map(turn).collect())
}

fn decoded(text: &Text, ids: &[u32]) -> String {
    let mut shown = ids.iter().filter(|id| !text.token_bytes(**id).is_empty());
    let first = shown.next().map_or(&b""[..], |id| text.first_token_bytes(*id));
    let rest = shown.flat_map(|id| text.token_bytes(*id));
    String::from_utf8_lossy(&first.iter().chain(rest).copied().collect::<Vec<u8>>()).into_owned()
}

#[test]
fn templates_render_as_transformers_renders_them() {
    let all = json("rendered.json");
    let now = time(&all["now_s"]);
    let mut compared = 0;
    for style in list(&all["styles"]) {
        let name = style["style"].as_str().unwrap();
        let template = Template::new(style["template"].as_str().unwrap(), names(&style["names"]))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        for case in list(&style["cases"]) {
            let ours = rendered(&template, &conversation(&all, case), now);
            let context = format!("{name}, {}", case["conversation"]);
            match (&case["text"], &case["error"]) {
                (Value::String(theirs), _) => assert_eq!(ours.as_ref(), Ok(theirs), "{context}"),
                (_, Value::String(theirs)) => assert_eq!(ours.as_ref(), Err(theirs), "{context}"),
                _ => assert!(ours.is_err(), "{context}: {ours:?}"),
            }
            compared += 1;
        }
    }
    assert!(compared > 250, "{compared}");
}

#[test]
fn dates_are_pythons() {
    let all = json("rendered.json");
    for case in list(&all["dates"]) {
        let ours = date::strftime(case["format"].as_str().unwrap(), time(&case["now_s"]));
        assert_eq!(ours.unwrap(), text(&case["text"]), "{case}");
    }
    assert_eq!(date::strftime("%Q", UNIX_EPOCH), None);
    assert_eq!(date::strftime("100%", UNIX_EPOCH), None);
}

#[test]
fn texts_become_the_ids_of_transformers() {
    let all = json("rendered.json");
    for at in 0..3 {
        let (text, case) = golden(at);
        for encoded in list(&case["encoded"]) {
            let prompt = Prompt::Text(self::text(&encoded["text"]));
            assert_eq!(text.encode(&prompt), Ok(ids(&encoded["ids"])), "{at}: {prompt:?}");
        }
        for chat in list(&case["chats"]) {
            let prompt = Prompt::Chat(conversation(&all, chat));
            assert_eq!(text.encode(&prompt), Ok(ids(&chat["ids"])), "{at}: {prompt:?}");
        }
    }
}

#[test]
fn ids_become_the_texts_of_transformers() {
    for at in 0..3 {
        let (text, case) = golden(at);
        for list in list(&case["decoded"]) {
            assert_eq!(
                decoded(&text, &ids(&list["ids"])),
                self::text(&list["text"]),
                "{at}: {list}"
            );
        }
    }
}

#[test]
fn an_id_beyond_the_vocabulary_is_refused() {
    let (mut text, _) = golden(0);
    let count = text.vocabulary;
    let refused = Refusal::TokenOutOfRange { token: count, vocabulary: count };
    assert_eq!(text.encode(&Prompt::Tokens(vec![0, count])), Err(refused));
    assert_eq!(text.encode(&Prompt::Tokens(vec![count - 1])), Ok(vec![count - 1]));

    // The model knows more tokens than the tokenizer, or all but one that was added.
    text.fit(count + 64).unwrap();
    assert_eq!(text.encode(&Prompt::Tokens(vec![count])), Ok(vec![count]));
    text.fit(count - 1).unwrap();
    let refused = Refusal::TokenOutOfRange { token: count - 1, vocabulary: count - 1 };
    assert_eq!(text.encode(&Prompt::Text("</tool>".to_owned())), Err(refused));
    let wrong = text.fit(300);
    assert!(matches!(wrong, Err(TextError::Vocabulary { id: 300, vocabulary: 300, .. })));
}

#[test]
fn a_prompt_that_must_be_too_long_is_not_encoded() {
    let (mut text, _) = golden(0);
    text.limit(100);
    let long = "the light ".repeat(1000);
    for prompt in [Prompt::Text(long.clone()), chat(&[("user", &long)])] {
        let Err(Refusal::ContextLength { prompt_tokens, context_tokens: 100, .. }) =
            text.encode(&prompt)
        else {
            panic!("it was encoded");
        };
        text.limit(u32::MAX);
        let count = u32::try_from(text.encode(&prompt).unwrap().len()).unwrap();
        assert!((101..=count).contains(&prompt_tokens), "{prompt_tokens} of {count}");
        text.limit(100);
    }
    assert!(text.encode(&Prompt::Text("-".repeat(101))).is_ok(), "it might be one token");
}

#[test]
fn only_a_folder_with_a_template_chats() {
    let parts = Parts { tokenizer: file("byte-level.json"), ..Parts::default() };
    let text = Text::open(parts).unwrap();
    assert!(!text.has_chat());
    assert_eq!(text.encode(&chat(&[("user", "x")])), Err(Refusal::NoChat));
}

#[test]
fn a_role_is_one_of_the_known_ones() {
    let (text, _) = golden(0);
    let refused = text.encode(&chat(&[("im_end", "x")]));
    assert!(matches!(refused, Err(Refusal::Template { reason }) if reason.contains("`im_end`")));
}

#[test]
fn special_tokens_stand_for_nothing() {
    let (text, _) = golden(0);
    let end = text.token_id("<|im_end|>").unwrap();
    assert_eq!(text.token_bytes(end), b"");
    let tool = text.token_id("<tool>").unwrap();
    assert_eq!(text.token_bytes(tool), b"<tool>");
    assert_eq!(text.token_bytes(u32::MAX), b"");
}

#[test]
fn a_config_can_declare_a_token_special() {
    let (plain, _) = golden(0);
    let id = plain.token_id("<tool>").unwrap();
    let declared = |id, content: &str| Declared {
        id,
        content: content.to_owned(),
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
        special: true,
    };
    let open = |declared| {
        let tokenizer = file("byte-level.json");
        Text::open(Parts { tokenizer, declared: vec![declared], ..Parts::default() }).unwrap()
    };
    assert_eq!(open(declared(Some(id), "<tool>")).token_bytes(id), b"");
    // Of another id it is not the same token; without one it must exist; a known one stays what it is.
    assert_eq!(open(declared(Some(id + 1), "<tool>")).token_bytes(id), b"<tool>");
    assert_eq!(open(declared(None, "<new>")).vocabulary, plain.vocabulary);
    assert_eq!(open(declared(None, "<tool>")).token_bytes(id), b"<tool>");
    let word = plain.token_id("the").unwrap();
    assert_eq!(open(declared(None, "the")).token_bytes(word), b"");
}

#[test]
fn a_broken_tokenizer_is_an_error() {
    for tokenizer in [
        "",
        "{}",
        "[1, 2",
        "{\"model\": {\"type\": \"BPE\", \"vocab\": {}, \"merges\": [\"a b\"]}}",
    ] {
        let parts = Parts { tokenizer: tokenizer.into(), ..Parts::default() };
        assert!(matches!(Text::open(parts), Err(TextError::Tokenizer { .. })), "{tokenizer}");
    }
    let far = r#"{"model": {"type": "WordLevel", "vocab": {"a": 4000000000}, "unk_token": "a"}}"#;
    let parts = Parts { tokenizer: far.into(), ..Parts::default() };
    assert!(matches!(Text::open(parts), Err(TextError::TooMuch { what: "token ids", .. })));
}

#[test]
fn a_template_is_bounded() {
    let messages = [Message { role: "user", content: "x" }];
    let failed = |source: &str| {
        Template::new(source, Vec::new()).unwrap().render(&messages, UNIX_EPOCH).unwrap_err()
    };
    let steps =
        failed("{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}");
    assert_eq!(steps, "the template takes too many steps");
    assert!(failed("{{ 'x' * 99999999 }}").contains("longer than 16777216 bytes"));
    assert!(failed("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}").contains("recursion"));
    let nested = "{% set ns = namespace(x=[]) %}{% for a in range(1000) %}\
                  {% set ns.x = [ns.x] %}{% endfor %}{{ ns.x | tojson }}";
    assert!(failed(nested).contains("nested deeper than 64 levels"));
    assert!(failed("{{ raise_exception('no') }}").contains("no"));
    assert!(failed("{% include 'other' %}").contains("other"));
    assert!(failed("{{ messages[0].content.nothing.at_all }}").contains("undefined"));

    let long = "x".repeat(1024 * 1024 + 1);
    assert!(matches!(Template::new(&long, Vec::new()), Err(TextError::TooMuch { .. })));
    let broken = Template::new("line one\n{% if %}", Vec::new());
    assert!(matches!(broken, Err(TextError::Template { line: 2, .. })));
    let deep = "(".repeat(100_000);
    assert!(Template::new(&format!("{{{{ {deep}1 }}}}"), Vec::new()).is_err());
}

/// How often each control token is in a prompt.
fn controls(text: &Text, ids: &[u32]) -> Vec<u32> {
    let mut found: Vec<u32> = ids.iter().copied().filter(|id| text.controls.contains(id)).collect();
    found.sort_unstable();
    found
}

/// All of a prompt's text, control tokens too.
fn everything(text: &Text, ids: &[u32]) -> String {
    let mut bytes = Vec::new();
    for id in ids {
        match text.token_bytes(*id) {
            [] => bytes.extend(text.tokens.content(*id).unwrap().into_bytes()),
            token => bytes.extend_from_slice(token),
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Texts out of control tokens, pieces of them, blanks and anything else.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "<|im_start|>",
            "<|im_end|>",
            "<s>",
            "</s>",
            "<unk>",
            "<",
            "|",
            "<|",
            "|>",
            ">",
            "s>",
            "/s>",
            "im_end",
            "<|im_",
            "end|>",
            "\n",
            " ",
            "\u{fdd0}",
            "\u{fdd1}",
            "a",
            "system",
            "<|im_<|im_end|>end|>",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,3}",
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

/// A template that puts its own text right beside the message's.
const GLUING: &str = "{% for m in messages %}<|im_start|>{{ m.role }}\n<|im_{{ m.content | trim }}|><s{{ \
                      m.content }}<|im_end|>{% endfor %}";

const PLAIN: &str =
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}";

type GivenBack = Option<[&'static str; 3]>;

/// What the plain template makes of two messages, for tokenizers that give a text back as it was. The second
/// one has a token that takes the line end after it.
const GIVEN_BACK: [GivenBack; 3] = [
    Some(["<|im_start|>user\n", "<|im_end|>\n<|im_start|>assistant\n", "<|im_end|>\n"]),
    None,
    Some(["<|im_start|>user\n", "<|im_end|><|im_start|>assistant\n", "<|im_end|>"]),
];

/// Each golden tokenizer, without a normaliser that changes letters, with each of the two templates.
static GUARDED: LazyLock<Vec<(Text, GivenBack)>> = LazyLock::new(|| {
    let files = ["byte-level.json", "sentencepiece.json", "metaspace.json"];
    let open = |file: &str, source: &str| {
        let mut tokenizer = json(file);
        if tokenizer["normalizer"]["type"] == "NFC" {
            tokenizer["normalizer"] = Value::Null;
        }
        let tokenizer = serde_json::to_vec(&tokenizer).unwrap();
        let template = Some(source.to_owned());
        Text::open(Parts { tokenizer, template, ..Parts::default() }).unwrap()
    };
    let plain = files.iter().zip(GIVEN_BACK).map(|(file, back)| (open(file, PLAIN), back));
    plain.chain(files.iter().map(|file| (open(file, GLUING), None))).collect()
});

proptest! {
    #[test]
    fn no_text_becomes_a_control_token(first in hostile(), second in hostile()) {
        for (text, back) in GUARDED.iter() {
            let encode =
                |first, second| text.encode(&chat(&[("user", first), ("assistant", second)]));
            let harmless = encode("harmless", "words").unwrap();
            let ours = encode(&first, &second).unwrap();
            prop_assert_eq!(controls(text, &ours), controls(text, &harmless));
            if let Some([start, middle, end]) = back {
                let expected = format!("{start}{first}{middle}{second}{end}").replace('▁', " ");
                prop_assert_eq!(everything(text, &ours).replace('▁', " "), expected);
            }
        }
    }

    #[test]
    fn no_text_has_fewer_tokens_than_it_must(
        texts in prop::collection::vec(prop_oneof![hostile(), "[a-e ]{0,60}", "e\u{301}{0,9}"], 0..6),
    ) {
        let content = texts.concat();
        for (text, _) in GUARDED.iter() {
            let ids = text.tokens.encode(&content, false).unwrap();
            prop_assert!(text.tokens.count_min([content.as_str()].into_iter()) <= ids.len());
        }
        let (text, _) = golden(0);
        let ids = text.tokens.encode(&content, false).unwrap();
        prop_assert!(text.tokens.count_min([content.as_str()].into_iter()) <= ids.len());
    }

    #[test]
    fn no_template_and_no_text_panics(
        source in "[{}%a-z'\"|().\\[\\]~ \n0-9]{0,40}",
        content in "\\PC{0,8}",
    ) {
        if let Ok(template) = Template::new(&source, Vec::new()) {
            _ = template.render(&[Message { role: "user", content: &content }], UNIX_EPOCH);
        }
        _ = date::strftime(&source, UNIX_EPOCH);
    }
}

#[test]
fn a_usual_prompt_is_encoded_in_one_go() {
    let (text, case) = golden(0);
    let template = Template::new(case["template"].as_str().unwrap(), Vec::new()).unwrap();
    let turns =
        |content: &str| vec![ChatTurn { role: "user".to_owned(), content: content.to_owned() }];
    for content in ["plain", "a < b", "> quoted", "end with <", "|", "s>"] {
        let rendered = text.render(&template, &turns(content), UNIX_EPOCH).unwrap();
        assert!(!rendered.text.contains(rendered.mark), "{content}");
    }
    let rendered = text.render(&template, &turns("x<|im_end|>\u{fdd0}"), UNIX_EPOCH).unwrap();
    assert_eq!(rendered.mark, '\u{fdd1}');
    assert!(rendered.text.contains("x<\u{fdd1}|im_end|>\u{fdd0}"));
}

#[test]
fn the_longest_conversation_and_the_deepest_list_are_survived() {
    let Prompt::Chat(turns) =
        chat(&[("user", "x"), ("assistant", "<think>y</think>z")].repeat(512))
    else {
        unreachable!()
    };
    for style in list(&json("rendered.json")["styles"]) {
        let source = style["template"].as_str().unwrap();
        let template = Template::new(source, names(&style["names"])).unwrap();
        let rendered = rendered(&template, &turns, UNIX_EPOCH);
        assert!(rendered.is_ok(), "{}: {rendered:?}", style["style"]);
    }
    let (open, close) = ("[".repeat(30), "]".repeat(30));
    let source = format!(
        "{{% set ns = namespace(x=[]) %}}{{% for a in range(99999) %}}\
         {{% set ns.x = {open}ns.x{close} %}}{{% endfor %}}"
    );
    let template = Template::new(&source, Vec::new()).unwrap();
    let steps = "the template takes too many steps".to_owned();
    assert_eq!(rendered(&template, &turns, UNIX_EPOCH), Err(steps));
}
