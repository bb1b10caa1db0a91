//! Whether an answer is the right one, and which of its fields are. Pure functions.
//!
//! What is JSON and which values are equal is `edge_api::json`'s to say, as for the daemon's check.

use edge_api::json::{self, same};
use serde_json::Value;
use std::collections::HashMap;

/// What is to be said about one answer.
#[derive(Debug, PartialEq)]
pub(super) struct Verdict {
    /// Why it is not exact. `None` if it is.
    pub(super) reason: Option<String>,
    pub(super) fields: Vec<Field>,
}

/// One leaf of the expected or of the given JSON: `calls[].args.room` for any room.
#[derive(Debug, PartialEq)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) hit: Hit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hit {
    /// Expected and given.
    Right,
    /// Expected, and missing or another value.
    Missed,
    /// Given, and not expected or another value.
    Wrong,
}

/// Exact are equal JSON values, else equal texts but for blanks around them. An `expect` that is a string
/// is JSON if it holds an object or an array. Any other is a text: `1.10` is a version, not the number 1.1.
pub(super) fn judge(expect: &Value, answer: &str) -> Verdict {
    let got = parse(answer);
    let held = expect.as_str().and_then(|text| parse(text).ok()).filter(has_fields);
    let wanted = held.as_ref().unwrap_or(expect);
    let same_text = expect.as_str().is_some_and(|text| text.trim() == answer.trim());
    let same_json = got.as_ref().is_ok_and(|got| same(got, wanted) || same(got, expect));
    let exact = same_text || same_json;
    // What is exact has all its fields, in whatever way it was found to be exact.
    let given = if exact { Some(wanted) } else { got.as_ref().ok() };
    let (wanted_leaves, given_leaves) = (leaves(wanted), given.map_or_else(Vec::new, leaves));
    let reason = (!exact).then(|| match &got {
        Err(why) if has_fields(wanted) => format!("not JSON: {why}"),
        Ok(_) if has_fields(wanted) => first_difference(&wanted_leaves, &given_leaves),
        _ => "differs".to_owned(),
    });
    let fields = if has_fields(wanted) { hits(&wanted_leaves, &given_leaves) } else { Vec::new() };
    Verdict { reason, fields }
}

/// The fields of an answer that never came.
pub(super) fn nothing(expect: &Value) -> Vec<Field> {
    judge(expect, "").fields
}

/// The error says what is wrong and where, without the line if there is but one.
pub(super) fn parse(text: &str) -> Result<Value, String> {
    json::read(text.trim()).map_err(|fault| match fault.line {
        0 | 1 => format!("{} at column {}", fault.what, fault.column),
        _ => fault.to_string(),
    })
}

fn has_fields(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

struct Leaf<'a> {
    /// With the places in arrays: `calls[0].args.room`.
    path: String,
    /// Without them: `calls[].args.room`.
    name: String,
    value: &'a Value,
}

/// Every value that holds no other, an empty array or object among them, in the order of the document.
fn leaves(value: &Value) -> Vec<Leaf<'_>> {
    let mut found = Vec::new();
    if has_fields(value) {
        collect(value, String::new(), String::new(), &mut found);
    }
    // An empty document has no field, and is none.
    found.retain(|leaf| !leaf.path.is_empty());
    found
}

fn collect<'a>(value: &'a Value, path: String, name: String, found: &mut Vec<Leaf<'a>>) {
    match value {
        Value::Object(object) if !object.is_empty() => {
            for (key, value) in object {
                collect(value, key_under(&path, key), key_under(&name, key), found);
            }
        }
        Value::Array(array) if !array.is_empty() => {
            for (n, value) in array.iter().enumerate() {
                collect(value, format!("{path}[{n}]"), format!("{name}[]"), found);
            }
        }
        Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::String(_)
        | Value::Array(_)
        | Value::Object(_) => found.push(Leaf { path, name, value }),
    }
}

/// A key that could be taken for a path is quoted, so that two fields never have one name.
fn key_under(path: &str, key: &str) -> String {
    let plain = !key.is_empty() && !key.contains(['.', '[', ']', '"']);
    match (plain, path.is_empty()) {
        (true, true) => key.to_owned(),
        (true, false) => format!("{path}.{key}"),
        (false, _) => format!("{path}[{}]", Value::from(key)),
    }
}

fn hits(wanted: &[Leaf<'_>], given: &[Leaf<'_>]) -> Vec<Field> {
    let by_path = by_path(given);
    let right = |leaf: &Leaf<'_>| is_at(&by_path, leaf);
    let mut fields: Vec<Field> = wanted
        .iter()
        .map(|leaf| {
            let hit = if right(leaf) { Hit::Right } else { Hit::Missed };
            Field { name: leaf.name.clone(), hit }
        })
        .collect();
    let wanted = self::by_path(wanted);
    let wrong = given.iter().filter(|leaf| !is_at(&wanted, leaf));
    fields.extend(wrong.map(|leaf| Field { name: leaf.name.clone(), hit: Hit::Wrong }));
    fields
}

fn first_difference(wanted: &[Leaf<'_>], given: &[Leaf<'_>]) -> String {
    let (in_given, in_wanted) = (by_path(given), by_path(wanted));
    let is_there = |leaf: &&Leaf<'_>| in_given.contains_key(leaf.path.as_str());
    if let Some(leaf) = wanted.iter().find(|leaf| !is_at(&in_given, leaf)) {
        let what = if is_there(&leaf) { "differs at" } else { "lacks" };
        return format!("{what} {}", leaf.path);
    }
    match given.iter().find(|leaf| !in_wanted.contains_key(leaf.path.as_str())) {
        Some(leaf) => format!("{} is not expected", leaf.path),
        None => "differs".to_owned(),
    }
}

fn by_path<'a>(leaves: &'a [Leaf<'a>]) -> HashMap<&'a str, &'a Value> {
    leaves.iter().map(|leaf| (leaf.path.as_str(), leaf.value)).collect()
}

fn is_at(leaves: &HashMap<&str, &Value>, leaf: &Leaf<'_>) -> bool {
    leaves.get(leaf.path.as_str()).is_some_and(|value| same(value, leaf.value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn exact(expect: &Value, answer: &str) -> bool {
        judge(expect, answer).reason.is_none()
    }

    fn reason(expect: &Value, answer: &str) -> String {
        judge(expect, answer).reason.unwrap()
    }

    #[test]
    fn json_is_equal_by_value() {
        let expect = json!({"calls": [{"a": 1, "b": [1, 2.5]}], "x": null});
        for answer in [
            r#"{"calls":[{"a":1,"b":[1,2.5]}],"x":null}"#,
            r#" { "x" : null, "calls": [ {"b": [1.0, 25e-1], "a": 1e0} ] } "#,
            "\n{\"calls\":[{\"\\u0061\":1,\"b\":[1,2.5]}],\"x\":null}\n",
        ] {
            assert!(exact(&expect, answer), "{answer}");
        }
        for answer in [
            r#"{"calls":[{"a":1,"b":[2.5,1]}],"x":null}"#,
            r#"{"calls":[{"a":1,"b":[1,2.5]}]}"#,
            r#"{"calls":[{"a":1,"b":[1,2.5]}],"x":null,"y":0}"#,
            r#"{"calls":[{"a":"1","b":[1,2.5]}],"x":null}"#,
            r#"{"calls":[{"a":true,"b":[1,2.5]}],"x":null}"#,
            r#"{"calls":[{"a":1,"b":[1,2.5]}],"x":null} and more"#,
            "",
        ] {
            assert!(!exact(&expect, answer), "{answer}");
        }
    }

    #[test]
    fn a_string_is_text_unless_it_holds_an_object_or_an_array() {
        for (expect, answer, equal) in [
            ("lamp", "lamp", true),
            (" lamp\n", "lamp  ", true),
            ("lamp", "Lamp", false),
            ("a  b", "a b", false),
            ("lamp", "\"lamp\"", true),
            ("5", " 5\n", true),
            ("5", "\"5\"", true),
            ("5", "5.0", false),
            ("1.10", "1.1", false),
            ("1e3", "1000", false),
            ("\"lamp\"", "lamp", false),
            ("\"lamp\"", "\"lamp\"", true),
            ("\"\\u0061\"", "\"a\"", false),
            ("{\"a\": 1}", "{\"a\":1.0}", true),
            ("{\"a\": 1}", "{\"a\":2}", false),
            (" [1, 2]", "[1.0,2]", true),
            ("[]", "[ ]", true),
            ("[0", "[0", true),
            ("", " ", true),
        ] {
            assert_eq!(exact(&json!(expect), answer), equal, "{expect} {answer}");
        }
        assert!(exact(&json!(9_223_372_036_854_775_808_u64), "9223372036854775808.0"));
        // What is no string in the set is no text either.
        assert!(!exact(&json!(5), "\"5\""));
        assert!(exact(&json!(null), "null"));
    }

    #[test]
    fn an_object_with_a_key_twice_is_no_json() {
        let expect = json!({"a": 1});
        let twice = r#"{"a":1,"a":1}"#;
        assert!(!exact(&expect, twice));
        assert_eq!(reason(&expect, twice), "not JSON: the key \"a\" is there twice at column 10");
        assert!(!exact(&json!({"b": {"a": 2}}), r#"{"b":{"a":1,"a":2}}"#));
        // The same text still is the same text.
        assert!(exact(&json!(twice), twice));
        assert!(!exact(&json!(twice), r#"{"a":1}"#));
    }

    #[test]
    fn the_reason_names_the_first_difference() {
        let expect = json!({"calls": [{"tool": "light.set", "room": "hall"}]});
        for (answer, reason_of) in [
            (r#"{"calls":[{"tool":"light.set","room":"den"}]}"#, "differs at calls[0].room"),
            (r#"{"calls":[{"tool":"light.set"}]}"#, "lacks calls[0].room"),
            (r#"{"calls":[]}"#, "lacks calls[0].room"),
            (
                r#"{"calls":[{"tool":"light.set","room":"hall"}],"error":"x"}"#,
                "error is not expected",
            ),
            ("sure!", "not JSON: expected value at column 1"),
        ] {
            assert_eq!(reason(&expect, answer), reason_of);
        }
        assert_eq!(reason(&json!("yes"), "no"), "differs");
        assert_eq!(reason(&json!({}), "[]"), "differs");
        assert!(judge(&expect, &expect.to_string()).reason.is_none());
    }

    #[test]
    fn fields_are_leaves_by_their_place() {
        let expect = json!({"calls": [{"tool": "a", "n": 1}, {"tool": "b"}], "error": []});
        let answer = r#"{"calls":[{"tool":"a","n":1.0},{"tool":"c","x.y":{"":0}}],"error":[]}"#;
        let field = |name: &str, hit| Field { name: name.to_owned(), hit };
        let mut fields = judge(&expect, answer).fields;
        fields.sort_by(|a, b| (&a.name, a.hit as u8).cmp(&(&b.name, b.hit as u8)));
        let mut expected = vec![
            field("calls[].n", Hit::Right),
            field("calls[].tool", Hit::Right),
            field("calls[].tool", Hit::Missed),
            field("calls[].tool", Hit::Wrong),
            field(r#"calls[]["x.y"][""]"#, Hit::Wrong),
            field("error", Hit::Right),
        ];
        expected.sort_by(|a, b| (&a.name, a.hit as u8).cmp(&(&b.name, b.hit as u8)));
        assert_eq!(fields, expected);
    }

    #[test]
    fn text_has_no_fields_and_no_answer_misses_all() {
        assert!(judge(&json!("yes"), "{\"a\":1}").fields.is_empty());
        assert!(judge(&json!(5), "5").fields.is_empty());
        assert!(judge(&json!({}), "{}").fields.is_empty());
        let missed = nothing(&json!({"a": 1, "b": [true]}));
        assert!(missed.len() == 2 && missed.iter().all(|field| field.hit == Hit::Missed));
        let held = judge(&json!("{\"a\":1}"), "{\"a\":2}").fields;
        assert_eq!(
            held.iter().map(|field| field.hit).collect::<Vec<_>>(),
            [Hit::Missed, Hit::Wrong]
        );
    }
}
