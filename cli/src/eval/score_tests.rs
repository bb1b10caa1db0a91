use super::*;
use edge_api::client::Error;
use edge_api::openai::Usage;
use edge_api::{ApiError, Code};
use serde_json::json;

pub(in crate::eval) fn item(id: &str, expect: Value) -> Item {
    Item { id: id.to_owned(), messages: Vec::new(), expect }
}

pub(in crate::eval) fn answer(text: &str) -> Answer {
    Answer {
        text: text.to_owned(),
        cut: false,
        ran: Ran {
            model: "m".to_owned(),
            digest: Some("sha256:0123456789abcdef".to_owned()),
            adapter: None,
            generation: None,
        },
        schema_valid: None,
        latency_ms: 10.0,
        ttft_ms: Some(4.0),
        energy_j: None,
        usage: Usage { prompt_tokens: 20, completion_tokens: 5, total_tokens: 25 },
    }
}

fn refusal(code: Code) -> Failure {
    let error = Box::new(ApiError::new(code, "no"));
    Error::Api { status: code.status(), error, retry_after: None }.into()
}

fn near(value: Option<f64>, expected: f64) {
    assert!(value.is_some_and(|value| (value - expected).abs() < 1e-4), "{value:?} {expected}");
}

#[test]
fn a_failed_call_is_a_wrong_answer_of_which_the_code_is_told() {
    let mut score = Score::default();
    score.answered(1, &item("b", json!({"a": 1})), answer("{\"a\":1}")).unwrap();
    score.failed(0, &item("a", json!({"a": 1})), &refusal(Code::QueueFull));
    assert_eq!((score.n, score.errors, score.exact), (2, 1, 1));
    assert_eq!(score.exact_match(), Some(0.5));
    near(score.field_f1(), 2.0 / 3.0);
    assert_eq!((score.prompt_tokens, score.completion_tokens), (20, 5));
    let wrong = &score.into_failures()[0];
    assert_eq!((wrong.id.as_str(), wrong.got.as_deref()), ("a", None));
    assert_eq!(wrong.reason, "queue_full: no");
}

#[test]
fn failures_stand_in_the_order_of_the_set() {
    let mut score = Score::default();
    for place in [2, 0, 1] {
        let mut cut = answer("no");
        cut.cut = place == 1;
        score.answered(place, &item(&place.to_string(), json!("yes")), cut).unwrap();
    }
    let failures = score.into_failures();
    let ids: Vec<_> = failures.iter().map(|wrong| wrong.id.as_str()).collect();
    assert_eq!(ids, ["0", "1", "2"]);
    assert_eq!(failures[0].reason, "differs");
    assert_eq!(failures[1].reason, "differs; it was cut off at the most tokens it may have");
}

#[test]
fn a_kept_answer_is_bounded() {
    let mut score = Score::default();
    score.answered(0, &item("a", json!("yes")), answer(&"é".repeat(GOT_CHARS_MAX + 1))).unwrap();
    assert_eq!(score.into_failures()[0].got, Some("é".repeat(GOT_CHARS_MAX)));
}

#[test]
fn two_models_are_not_one_result() {
    let mut score = Score::default();
    let line = item("a", json!("x"));
    score.answered(0, &line, answer("x")).unwrap();
    for change in [
        |ran: &mut Ran| ran.model = "n".to_owned(),
        |ran: &mut Ran| ran.digest = None,
        |ran: &mut Ran| ran.adapter = Some("mine".to_owned()),
        |ran: &mut Ran| ran.generation = Some(2),
    ] {
        let mut other = answer("x");
        change(&mut other.ran);
        let changed = score.answered(1, &line, other).unwrap_err();
        assert_ne!(changed.before, changed.now);
    }
    assert_eq!(score.n, 1);
}

#[test]
fn what_the_schema_refused_was_an_answer() {
    let mut score = Score::default();
    let line = item("a", json!("x"));
    assert_eq!(score.schema_valid(), None);
    score.answered(0, &line, answer("x")).unwrap();
    assert_eq!(score.schema_valid(), None, "the task has no schema");
    for valid in [true, true, false] {
        let checked = Answer { schema_valid: Some(valid), ..answer("x") };
        score.answered(0, &line, checked).unwrap();
    }
    near(score.schema_valid(), 2.0 / 3.0);
    score.refused(0, &line, &refusal(Code::OutputInvalid));
    near(score.schema_valid(), 0.5);
    assert_eq!((score.n, score.errors, score.exact), (5, 0, 4));
    score.failed(0, &line, &refusal(Code::WorkerLost));
    near(score.schema_valid(), 0.5);
    assert_eq!((score.n, score.errors), (6, 1));
    assert_eq!(score.into_failures()[0].reason, "output_invalid: no");
}

#[test]
fn fields_are_scored_together_and_each() {
    let mut score = Score::default();
    let expect = json!({"calls": [{"tool": "a"}, {"tool": "b"}]});
    let given = r#"{"calls":[{"tool":"a"},{"tool":"c"}],"error":"x"}"#;
    score.answered(0, &item("a", expect), answer(given)).unwrap();
    // 1 right, 1 missed, 1 wrong of `tool`; 1 wrong of `error`.
    near(score.field_f1(), 2.0 / 5.0);
    let each = score.field_f1_each();
    near(each.get("calls[].tool").copied(), 0.5);
    near(each.get("error").copied(), 0.0);

    let mut text = Score::default();
    text.answered(0, &item("a", json!("yes")), answer("yes")).unwrap();
    assert_eq!(text.field_f1(), None);
    assert!(text.field_f1_each().is_empty());
}

#[test]
fn invented_fields_are_bounded() {
    let mut score = Score::default();
    let many: Vec<String> = (0..2 * FIELDS_MAX).map(|n| format!("\"k{n}\":0")).collect();
    let given = format!("{{{}}}", many.join(","));
    score.answered(0, &item("a", json!({"a": 1})), answer(&given)).unwrap();
    assert_eq!(score.field_f1_each().len(), FIELDS_MAX);
    assert_eq!(score.fields_all.wrong, 2 * FIELDS_MAX);
}

#[test]
fn joules_are_known_of_all_answers_or_of_none() {
    let mut score = Score::default();
    let line = item("a", json!("x"));
    assert_eq!(score.joules(), None);
    score.answered(0, &line, Answer { energy_j: Some(1.5), ..answer("x") }).unwrap();
    score.failed(0, &line, &refusal(Code::QueueFull));
    assert_eq!(score.joules(), Some(1.5));
    assert_eq!(score.per_success(1.5), Some(1.5));
    score.answered(0, &line, answer("x")).unwrap();
    assert_eq!(score.joules(), None);
}

#[test]
fn a_percentile_is_a_value_that_was_measured() {
    let values: Vec<f64> = (1..=100).rev().map(f64::from).collect();
    for (share, value) in [(0.5, 50.0), (0.9, 90.0), (0.99, 99.0)] {
        assert_eq!(percentile(&values, share), Some(value));
    }
    assert_eq!(percentile(&[3.0, 1.0, 2.0], 0.5), Some(2.0));
    assert_eq!(percentile(&[7.0], 0.99), Some(7.0));
    assert_eq!(percentile(&[], 0.5), None);
}

#[test]
fn the_interval_is_wilsons() {
    for (part, whole, [low, high]) in [
        (0, 10, [0.0, 0.277_533]),
        (10, 10, [0.722_467, 1.0]),
        (8, 10, [0.490_162, 0.943_318]),
        (950, 1000, [0.934_686, 0.961_869]),
    ] {
        let [from, to] = interval(part, whole).unwrap();
        assert!((from - low).abs() < 1e-5 && (to - high).abs() < 1e-5, "{part} {from} {to}");
    }
    assert_eq!(interval(0, 0), None);
}
