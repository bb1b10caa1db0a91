//! That no check takes longer than it may, and that what is plain is not taken for too much.

use super::super::*;
use super::{checks, schema};
use edge_api::worker::FinishReason;
use serde_json::json;
use std::sync::Arc;

const TOO_MUCH: &str = "it takes too many steps to be checked";

/// Twice as many branches with each level: only the limit on steps ends it.
#[test]
fn a_check_that_takes_too_long_ends() {
    let fork = json!({"anyOf": [
        {"properties": {"n": {"$ref": "#"}}, "required": ["n", "x"]},
        {"properties": {"n": {"$ref": "#"}}, "required": ["n", "y"]},
        {"const": 0},
    ]});
    let nested = |depth: usize| (0..depth).fold(json!({}), |inner, _| json!({ "n": inner }));
    checks(&fork, &[(nested(3), "at the top, none of 3 branches of `anyOf` holds")]);
    let slow = json!({"anyOf": [
        {"properties": {"n": {"$ref": "#"}}, "additionalProperties": false, "minProperties": 1},
        {"properties": {"n": {"$ref": "#"}}, "maxProperties": 1, "minProperties": 1},
    ]});
    checks(&slow, &[(nested(100), TOO_MUCH)]);
    let dear = json!({"items": {"pattern": "^(a|b){500}$"}});
    checks(
        &dear,
        &[
            (json!(["b"]), "at `/0`, `pattern` is `^(a|b){500}$`"),
            (json!(["b".repeat(120_000)]), TOO_MUCH),
        ],
    );
}

/// References from one to the next, as long as there may be parts: the stack of a check is bounded.
#[test]
fn a_check_that_goes_too_deep_ends() {
    let chain = |links: usize| {
        let link = |n: usize| (n.to_string(), json!({"$ref": format!("#/$defs/{}", n + 1)}));
        let mut defs: serde_json::Map<String, Value> = (0..links).map(link).collect();
        defs.insert(links.to_string(), json!({"type": "null"}));
        json!({"$ref": "#/$defs/0", "$defs": defs})
    };
    checks(&chain(CHECK_DEPTH_MAX - 2), &[(json!(null), "")]);
    checks(&chain(CHECK_DEPTH_MAX - 1), &[(json!(null), TOO_MUCH)]);
    checks(&chain(SCHEMA_PARTS_MAX - 10), &[(json!(null), TOO_MUCH)]);
}

/// JSON is read up to 127 levels; with two schemas to each level they can all be checked.
#[test]
fn the_deepest_answer_can_be_checked() {
    let nested = |leaf: &str| format!("{}{leaf}{}", "[".repeat(127), "]".repeat(127));
    let tree = schema(&json!({"anyOf": [{"type": "integer"}, {"items": {"$ref": "#/anyOf/1"}}]}));
    tree.check(&nested("1")).unwrap();
    let said = tree.check(&format!("[{}]", nested("1"))).unwrap_err().to_string();
    assert!(said.starts_with("it is no JSON: "), "{said}");
    let three = schema(&json!({"anyOf": [{"type": "integer"}, {"items": {"$ref": "#"}}]}));
    assert_eq!(three.check(&nested("1")).unwrap_err().to_string(), TOO_MUCH);
}

/// No branch holds down to the last level: each is looked at once all the same.
#[test]
fn branches_that_fail_are_looked_at_once() {
    let tree = json!({
        "anyOf": [{"$ref": "#/$defs/t"}, {"type": "array"}],
        "$defs": {"t": {"oneOf": [
            {"type": "integer"}, {"type": "array", "items": {"$ref": "#/$defs/t"}},
        ]}},
    });
    let nested = |depth: usize| (0..depth).fold(json!("x"), |inner, _| json!([inner]));
    checks(&tree, &[(nested(13), ""), (nested(60), "")]);
    let alone = json!({"$ref": "#/$defs/t", "$defs": tree["$defs"]});
    let at = format!("at `{}`, none of 2 branches of `oneOf` holds", "/0".repeat(40));
    checks(&alone, &[(nested(40), &at)]);
}

/// Whatever a check goes over is steps, also what nothing is asked of.
#[test]
fn nothing_is_without_a_step() {
    let numbers: Value = (0..60_000).map(|n| n % 10).collect();
    let values: Vec<u32> = (10..20_000).chain(0..10).collect();
    checks(&json!({"items": {"enum": values}}), &[(numbers.clone(), TOO_MUCH)]);
    checks(&json!({"allOf": vec![json!({"items": {}}); 2000]}), &[(numbers, TOO_MUCH)]);
    let keys: Value = (0..5000).map(|n| (n.to_string(), json!(0))).collect();
    let dependent: serde_json::Map<_, _> =
        (0..5000).map(|n| (format!("k{n}"), json!([]))).collect();
    let often = |rule: Value| {
        let all = vec![json!({"$ref": "#/$defs/rule"}); 1000];
        json!({"allOf": all, "$defs": {"rule": rule}})
    };
    checks(&often(json!({"dependentRequired": dependent})), &[(keys, TOO_MUCH)]);
}

#[test]
fn many_different_items_are_unique() {
    let unique = json!({"uniqueItems": true});
    let mut items: Vec<Value> = (0..20_000).map(|n| json!(n)).collect();
    checks(&unique, &[(items.clone().into(), "")]);
    items.push(json!(777.0));
    checks(&unique, &[(items.into(), "at the top, `uniqueItems` is true")]);
    let objects: Value = (0..3000).map(|n| json!({"a": n, "b": [n]})).collect();
    checks(&unique, &[(objects, "")]);
}

/// All choices of one call share the steps.
#[test]
fn many_choices_take_no_longer_than_one() {
    let schema = Arc::new(schema(&json!({"items": {"enum": (0..100).collect::<Vec<_>>()}})));
    let text = json!(vec![99; 3000]).to_string();
    let mut answers = Answers::new(schema, 4);
    for choice in 0..3 {
        answers.push(choice, &text, Some(FinishReason::Stop));
        assert_eq!(answers.broken(), None);
    }
    answers.push(3, &text, Some(FinishReason::Stop));
    let broken = answers.broken().unwrap();
    assert_eq!((broken.choice, broken.violation.to_string().as_str()), (3, TOO_MUCH));
}

/// As much of it as a person reads, wherever it comes from.
#[test]
fn what_is_said_of_a_schema_is_short() {
    let long = "x".repeat(200_000);
    for json in [
        json!({"type": long}),
        json!({"pattern": format!("({long}")}),
        json!({"$ref": long}),
        json!({"$schema": long}),
        json!({&long: 1}),
        json!({"properties": {&long: 1}}),
        json!({"properties": {&long: {"properties": {"a": {"anyOf": []}}}}}),
    ] {
        let fault = Schema::compile(&json).unwrap_err().to_string();
        assert!(fault.len() < 800, "{} bytes", fault.len());
    }
    for json in [
        json!({"properties": {&long[..1000]: false}}),
        json!({"required": [long]}),
        json!({"dependentRequired": {&long[..1000]: [long]}}),
        json!({"const": long}),
        json!({"type": "string", "minProperties": 1, "pattern": &long[..1000]}),
    ] {
        let said = schema(&json).check(&json!({&long[..1000]: 1}).to_string());
        let said = said.and_then(|()| schema(&json).check("\"y\"")).unwrap_err().to_string();
        assert!(said.len() < 800, "{} bytes", said.len());
    }
}
