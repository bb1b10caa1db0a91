//! What is taken, what is refused and why, and that nothing takes longer than it may.

mod bounds;
mod random;

use super::*;
use edge_api::worker::FinishReason;
use serde_json::json;
use std::sync::Arc;

fn schema(schema: &Value) -> Schema {
    Schema::compile(schema).unwrap_or_else(|fault| panic!("{schema}: {fault}"))
}

/// What a check of each value says, `""` if it holds.
#[track_caller]
fn checks(json: &Value, cases: &[(Value, &str)]) {
    let schema = schema(json);
    for (value, says) in cases {
        let said =
            schema.check(&value.to_string()).map_or_else(|v| v.to_string(), |()| String::new());
        assert_eq!(said, *says, "{json} on {value}");
    }
}

#[test]
fn rules_for_any_value() {
    checks(&json!(true), &[(json!(1), ""), (json!({"a": []}), "")]);
    checks(&json!({}), &[(json!(null), "")]);
    checks(&json!(false), &[(json!(1), "at the top, nothing may be here")]);
    let types = json!({"type": ["integer", "null"]});
    let says = "at the top, `type` is null or integer";
    checks(&types, &[(json!(1.0), ""), (json!(null), ""), (json!(1.5), says), (json!("1"), says)]);
    checks(&json!({"type": "number"}), &[(json!(1), ""), (json!(1.5), "")]);
    checks(
        &json!({"const": {"a": 1}}),
        &[(json!({"a": 1.0}), ""), (json!({"a": 2}), "at the top, `const` is {\"a\":1}")],
    );
    checks(
        &json!({"enum": ["a", 1, null]}),
        &[
            (json!(1), ""),
            (json!("b"), "at the top, `enum` has 3 values, and this is none of them"),
        ],
    );
}

#[test]
fn rules_for_numbers() {
    for (rule, good, bad) in [
        (json!({"minimum": 1}), json!(1), json!(0.9)),
        (json!({"exclusiveMinimum": 1}), json!(1.1), json!(1)),
        (json!({"maximum": 1}), json!(1), json!(2)),
        (json!({"exclusiveMaximum": 1}), json!(0), json!(1.0)),
        (json!({"multipleOf": 0.01}), json!(19.99), json!(19.995)),
    ] {
        let (name, limit) = rule.as_object().unwrap().iter().next().unwrap();
        let says = format!("at the top, `{name}` is {limit}");
        checks(&rule, &[(good, ""), (bad, &says), (json!("x"), "")]);
    }
}

#[test]
fn rules_for_strings() {
    checks(
        &json!({"minLength": 1, "maxLength": 2}),
        &[
            (json!("éé"), ""),
            (json!(""), "at the top, `minLength` is 1, and there are 0"),
            (json!("abc"), "at the top, `maxLength` is 2, and there are 3"),
            (json!([1, 2, 3]), ""),
        ],
    );
    checks(
        &json!({"pattern": "^a+$"}),
        &[(json!("aa"), ""), (json!("b"), "at the top, `pattern` is `^a+$`")],
    );
}

#[test]
fn rules_for_arrays() {
    checks(
        &json!({"minItems": 1, "maxItems": 2, "items": {"type": "integer"}}),
        &[
            (json!([1]), ""),
            (json!([]), "at the top, `minItems` is 1, and there are 0"),
            (json!([1, 2, 3]), "at the top, `maxItems` is 2, and there are 3"),
            (json!([1, "x"]), "at `/1`, `type` is integer"),
        ],
    );
    checks(
        &json!({"prefixItems": [{"const": 1}, true], "items": false}),
        &[
            (json!([]), ""),
            (json!([1, "any"]), ""),
            (json!([2]), "at `/0`, `const` is 1"),
            (json!([1, 2, 3]), "at `/2`, nothing may be here"),
        ],
    );
    checks(
        &json!({"contains": {"const": 1}}),
        &[
            (json!([0, 1, 1]), ""),
            (json!([0]), "at the top, `contains` must hold for an item, and holds for none"),
        ],
    );
    checks(
        &json!({"contains": {"const": 1}, "minContains": 0, "maxContains": 1}),
        &[(json!([0]), ""), (json!([1, 1]), "at the top, `maxContains` is 1, and there are 2")],
    );
    checks(
        &json!({"contains": {"const": 1}, "maxContains": 1}),
        &[(json!([]), "at the top, `contains` must hold for an item, and holds for none")],
    );
    checks(
        &json!({"contains": {"const": 1}, "minContains": 2}),
        &[(json!([1, 2]), "at the top, `minContains` is 2, and there are 1")],
    );
    checks(
        &json!({"uniqueItems": true}),
        &[(json!([1, "1"]), ""), (json!([1, 1.0]), "at the top, `uniqueItems` is true")],
    );
}

#[test]
fn rules_for_objects() {
    checks(
        &json!({"minProperties": 1, "maxProperties": 1}),
        &[
            (json!({"a": 1}), ""),
            (json!({}), "at the top, `minProperties` is 1, and there are 0"),
            (json!({"a": 1, "b": 1}), "at the top, `maxProperties` is 1, and there are 2"),
        ],
    );
    checks(
        &json!({"required": ["a"], "dependentRequired": {"b": ["c"]}}),
        &[
            (json!({"a": 1}), ""),
            (json!({"b": 1, "c": 1}), "at the top, `required` names `a`"),
            (json!({"a": 1, "b": 1}), "at the top, `dependentRequired` names `c`, as `b` is there"),
        ],
    );
    let object = json!({
        "properties": {"a": {"type": "null"}},
        "patternProperties": {"^x": {"type": "integer"}},
        "additionalProperties": {"type": "string"},
        "propertyNames": {"maxLength": 2},
    });
    checks(
        &object,
        &[
            (json!({"a": null, "x": 1, "b": "s"}), ""),
            (json!({"a": 1}), "at `/a`, `type` is null"),
            (json!({"x1": "s"}), "at `/*`, `type` is integer"),
            (json!({"b": 1}), "at `/*`, `type` is string"),
            (json!({"bcd": "s"}), "at `/*`, `maxLength` is 2, and there are 3"),
        ],
    );
}

#[test]
fn rules_that_hold_schemas() {
    let (even, small) = (json!({"multipleOf": 2}), json!({"maximum": 9}));
    checks(
        &json!({"allOf": [even, small]}),
        &[
            (json!(4), ""),
            (json!(11), "at the top, `multipleOf` is 2"),
            (json!(12), "at the top, `maximum` is 9"),
        ],
    );
    let neither = "at the top, none of 2 branches of `anyOf` holds";
    checks(
        &json!({"anyOf": [even, small]}),
        &[(json!(12), ""), (json!(3), ""), (json!(11), neither)],
    );
    checks(
        &json!({"oneOf": [even, small]}),
        &[
            (json!(12), ""),
            (json!(4), "at the top, more than one branch of `oneOf` holds: 0 and 1"),
            (json!(11), "at the top, none of 2 branches of `oneOf` holds"),
        ],
    );
    checks(&json!({"not": even}), &[(json!(3), ""), (json!(4), "at the top, `not` forbids it")]);
    checks(
        &json!({"if": even, "then": {"maximum": 9}, "else": {"minimum": 0}}),
        &[
            (json!(4), ""),
            (json!(12), "at the top, `maximum` is 9"),
            (json!(-1), "at the top, `minimum` is 0"),
        ],
    );
}

/// The branch that was meant is the one whose constants hold.
#[test]
fn a_violation_is_of_the_branch_that_was_meant() {
    let call = |tool: &str, required: &str| {
        json!({"type": "object", "required": [required, "tool"],
            "properties": {"tool": {"const": tool}, "args": {
                "properties": {"n": {"maximum": 9}}, "required": ["n"]}}})
    };
    let calls = json!({"anyOf": [call("lamp", "args"), call("door", "args"), {"type": "null"}]});
    checks(
        &calls,
        &[
            (json!({"tool": "door", "args": {"n": 3}}), ""),
            (json!({"tool": "door", "args": {"n": 10}}), "at `/args/n`, `maximum` is 9"),
            (json!({"tool": "door", "args": {}}), "at `/args`, `required` names `n`"),
            (json!({"tool": "none", "args": {}}), "at `/tool`, `const` is \"lamp\""),
            (json!(1), "at the top, none of 3 branches of `anyOf` holds"),
        ],
    );
}

/// What tells the shapes apart is looked at first, also where it is said elsewhere.
#[test]
fn a_constant_may_be_referred_to() {
    let shape = |kind: &str| json!({"properties": {"b": {"$ref": format!("#/$defs/{kind}")}, "a": {"type": "null"}}});
    let json = json!({
        "anyOf": [shape("x"), shape("y")],
        "$defs": {"x": {"$ref": "#/$defs/z"}, "y": {"enum": ["y"]}, "z": {"const": "x"}},
    });
    checks(&json, &[(json!({"a": 1, "b": "y"}), "at `/a`, `type` is null")]);
    checks(&shape_of(&json, 0), &[(json!({"a": 1, "b": "y"}), "at `/b`, `const` is \"x\"")]);
}

fn shape_of(json: &Value, branch: usize) -> Value {
    json!({"$ref": format!("#/anyOf/{branch}"), "anyOf": json["anyOf"], "$defs": json["$defs"]})
}

#[test]
fn references_stay_inside_and_may_recurse_into_the_value() {
    let tree = json!({
        "$ref": "#/$defs/a~1%6eode",
        "$defs": {"a/node": {"type": "object", "additionalProperties": false,
            "properties": {"next": {"$ref": "#"}, "n": {"$ref": "#/definitions/n"}}}},
        "definitions": {"n": {"type": "integer"}},
    });
    checks(
        &tree,
        &[
            (json!({"next": {"next": {"n": 1}}}), ""),
            (json!({"next": {"next": {"n": "x"}}}), "at `/next/next/n`, `type` is integer"),
        ],
    );
}

#[test]
fn a_schema_that_cannot_be_honoured_says_where_and_why() {
    for (json, says) in [
        (json!([]), "at the top: a schema must be an object, `true` or `false`"),
        (
            json!({"format": "date"}),
            "at the top: keyword `format` is not supported: say it with `pattern`",
        ),
        (json!({"$id": "x"}), "keyword `$id` is not supported"),
        (json!({"$anchor": "x"}), "keyword `$anchor` is not supported"),
        (json!({"$dynamicRef": "#x"}), "keyword `$dynamicRef` is not supported"),
        (
            json!({"unevaluatedProperties": false}),
            "keyword `unevaluatedProperties` is not supported",
        ),
        (
            json!({"properties": {"a/b": {"contentEncoding": "x"}}}),
            "at `/properties/a~1b`: keyword `contentEncoding` is not supported",
        ),
        (json!({"$defs": {"unused": {"typo": 1}}}), "at `/$defs/unused`: keyword `typo`"),
        (
            json!({"$schema": "http://json-schema.org/draft-07/schema#"}),
            "`$schema` is \"http://json-schema.org/draft-07/schema#\", and only",
        ),
        (json!({"items": {"$schema": 1}}), "at `/items`: `$schema` may only be at the top"),
        (json!({"$ref": "https://example.org/s"}), "`$ref` is `https://example.org/s`, and only"),
        (json!({"$ref": "other.json#/a"}), "`$ref` is `other.json#/a`, and only"),
        (json!({"$ref": "#name"}), "`$ref` is `#name`, and only"),
        (json!({"$ref": "#/%zz"}), "`$ref` is `#/%zz`, and only"),
        (json!({"$ref": "#/$defs/a"}), "`$ref` is `#/$defs/a`, which is not there"),
        (json!({"$ref": 1}), "`$ref` must be a string"),
        (json!({"$ref": "#"}), "leads back to itself"),
        (
            json!({"anyOf": [{"type": "null"}, {"not": {"$ref": "#/anyOf/1"}}]}),
            "leads back to itself",
        ),
        (json!({"type": "strng"}), "`type` names `strng`"),
        (json!({"type": []}), "`type` must name at least one"),
        (json!({"type": 1}), "`type` must be an array of strings"),
        (json!({"enum": []}), "`enum` must be an array with at least one value"),
        (json!({"minimum": "1"}), "`minimum` must be a number"),
        (json!({"multipleOf": 0}), "`multipleOf` must be a number above 0"),
        (json!({"maxLength": -1}), "`maxLength` must be a whole number"),
        (json!({"pattern": 1}), "`pattern` must be a string"),
        (json!({"pattern": "(?=a)"}), "`pattern` `(?=a)` cannot be used: `(?=` looks ahead"),
        (
            json!({"patternProperties": {"(": true}}),
            "`patternProperties` `(` cannot be used: unclosed group",
        ),
        (json!({"items": [true]}), "go into `prefixItems`"),
        (json!({"prefixItems": []}), "`prefixItems` must be an array with at least one schema"),
        (json!({"uniqueItems": 1}), "`uniqueItems` must be true or false"),
        (json!({"required": "a"}), "`required` must be an array of strings"),
        (json!({"dependentRequired": []}), "`dependentRequired` must be an object"),
        (json!({"properties": []}), "`properties` must be an object of schemas"),
        (json!({"additionalProperties": 1}), "at `/additionalProperties`: a schema must be"),
        (json!({"anyOf": {}}), "`anyOf` must be an array"),
        (json!({"then": {}}), "`then` means nothing without `if`"),
        (json!({"maxContains": 1}), "`maxContains` means nothing without `contains`"),
    ] {
        let fault = Schema::compile(&json).map(|_| ()).unwrap_err().to_string();
        assert!(fault.contains(says), "{json}: {fault}");
    }
}

#[test]
fn parts_and_patterns_have_a_limit() {
    let parts = |n: usize| Schema::compile(&json!({"anyOf": vec![json!({}); n]}));
    parts(SCHEMA_PARTS_MAX - 1).unwrap();
    let fault = parts(SCHEMA_PARTS_MAX).unwrap_err().to_string();
    assert!(fault.contains("more than 4096 parts"), "{fault}");
    let patterns = |n: usize| {
        let pattern = |n: usize| json!({"pattern": format!("^{n}")});
        Schema::compile(&json!({"anyOf": (0..n).map(pattern).collect::<Vec<_>>()}))
    };
    patterns(PATTERNS_MAX).unwrap();
    let fault = patterns(PATTERNS_MAX + 1).unwrap_err().to_string();
    assert!(fault.contains("more than 128 patterns"), "{fault}");
    let same = vec![json!({"pattern": "^a"}); PATTERNS_MAX + 1];
    schema(&json!({ "anyOf": same }));
}

#[test]
fn an_answer_is_json_and_has_a_limit() {
    let any = schema(&json!(true));
    let says = |text: &str| any.check(text).unwrap_err().to_string();
    any.check(" {\"a\": 1}\n").unwrap();
    assert_eq!(says(""), "it is JSON that ends too early");
    assert_eq!(says("{\"a\": "), "it is JSON that ends too early");
    assert_eq!(says("secret"), "it is no JSON: line 1, column 1");
    assert_eq!(says("{} {}"), "it is no JSON: line 1, column 4");
    let text = |len: usize| format!("\"{}\"", "x".repeat(len - 2));
    any.check(&text(ANSWER_BYTES_MAX)).unwrap();
    assert_eq!(says(&text(ANSWER_BYTES_MAX + 1)), "it has more than 131072 bytes");
}

/// One reader takes the first and another the last: such an answer has no one meaning.
#[test]
fn an_answer_with_a_key_twice_is_invalid() {
    let lamp = schema(&json!({"properties": {"on": {"type": "boolean"}}}));
    for text in [r#"{"on": "no", "on": true}"#, r#"{"a": [{"on": 1, "\u006fn": true}]}"#] {
        let said = lamp.check(text).unwrap_err().to_string();
        assert!(said.starts_with("an object in it has a key twice: line 1, column "), "{said}");
    }
    let said = lamp.check("[1e400]").unwrap_err().to_string();
    assert_eq!(said, "a number in it is too large to be read: line 1, column 6");
}

#[test]
fn numbers_are_compared_by_their_value() {
    let holds =
        |rule: &str, text: &str| schema(&serde_json::from_str(rule).unwrap()).check(text).is_ok();
    assert!(holds(r#"{"const": 9223372036854775808}"#, "9223372036854775808.0"));
    assert!(holds(r#"{"const": 9223372036854775808.0}"#, "9223372036854775808"));
    assert!(!holds(r#"{"const": 9223372036854775809}"#, "9223372036854775808.0"));
    assert!(!holds(r#"{"uniqueItems": true}"#, "[9223372036854775808, 9223372036854775808.0]"));
}

#[test]
fn answers_are_judged_at_their_end() {
    let schema = Arc::new(schema(&json!({"type": "object"})));
    let judged = |pushes: &[(u16, &str, Option<FinishReason>)]| {
        let mut answers = Answers::new(Arc::clone(&schema), 3);
        pushes.iter().for_each(|(choice, text, finish)| answers.push(*choice, text, *finish));
        answers.broken().map(|broken| (broken.choice, broken.violation.to_string()))
    };
    let (stop, length) = (Some(FinishReason::Stop), Some(FinishReason::Length));
    let good =
        [(0, "{", None), (2, "{}", stop), (1, "{\"a", None), (0, "}", stop), (1, "\":1}", stop)];
    assert_eq!(judged(&good), None);
    let bad = [(0, "{}", stop), (2, "[", None), (2, "]", stop), (1, "x", stop)];
    assert_eq!(judged(&bad), Some((2, "at the top, `type` is object".to_owned())));
    let cut = judged(&[(1, "{}", length)]).unwrap();
    assert!(cut.0 == 1 && cut.1.contains("max_tokens"), "{cut:?}");
    let long = " ".repeat(ANSWER_BYTES_MAX - 1);
    assert_eq!(
        judged(&[(0, &long, None), (0, "{", None), (0, "}", stop)]).unwrap().1,
        "it has more than 131072 bytes"
    );
    assert_eq!(judged(&[(0, &long[1..], None), (0, "{", None), (0, "}", stop)]), None);
}
