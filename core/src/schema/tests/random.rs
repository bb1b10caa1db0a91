//! Whatever the schema and the value are.

use super::super::keywords::KEYWORDS;
use super::super::*;
use super::schema;
use proptest::prelude::*;
use serde_json::json;

/// JSON with few names, so that schemas and values meet.
fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        (-3i64..4).prop_map(Value::from),
        Just(json!(0.5)),
        "[ab\u{e9}]{0,2}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[ab]", inner, 0..3).prop_map(|map| json!(map)),
        ]
    })
}

/// What is sound, with the names and values of `json()`. It is `#/$defs/s` of its document.
fn any_schema() -> impl Strategy<Value = Value> {
    const TYPES: &[&str] = &["null", "boolean", "object", "array", "string", "number", "integer"];
    let limit = |names: &'static [&'static str]| {
        (prop::sample::select(names), 0u8..3).prop_map(|(name, limit)| json!({name: limit}))
    };
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        prop::sample::select(TYPES).prop_map(|name| json!({"type": name})),
        json().prop_map(|value| json!({"const": value})),
        prop::collection::vec(json(), 1..4).prop_map(|values| json!({"enum": values})),
        limit(&["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]),
        limit(&[
            "minItems",
            "maxItems",
            "minProperties",
            "maxProperties",
            "minLength",
            "maxLength"
        ]),
        Just(json!({"multipleOf": 0.5})),
        Just(json!({"pattern": "^[ab]"})),
        Just(json!({"uniqueItems": true})),
        Just(json!({"required": ["a"]})),
        Just(json!({"dependentRequired": {"a": ["b"]}})),
        Just(json!({"items": {"$ref": "#/$defs/s"}})),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let one = |names: &'static [&'static str]| {
            (prop::sample::select(names), inner.clone())
                .prop_map(|(name, schema)| json!({name: schema}))
        };
        let list = |names: &'static [&'static str]| {
            (prop::sample::select(names), prop::collection::vec(inner.clone(), 1..4))
                .prop_map(|(name, schemas)| json!({name: schemas}))
        };
        let map = |names: &'static [&'static str]| {
            (prop::sample::select(names), prop::collection::btree_map("[ab]", inner.clone(), 0..3))
                .prop_map(|(name, schemas)| json!({name: schemas}))
        };
        prop_oneof![
            one(&["items", "contains", "additionalProperties", "propertyNames", "not"]),
            list(&["allOf", "anyOf", "oneOf", "prefixItems"]),
            map(&["properties", "patternProperties", "$defs"]),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| json!({"if": a, "then": b})),
            // All that both say.
            (inner.clone(), inner.clone()).prop_map(|(mut a, b)| match (a.as_object_mut(), b) {
                (Some(into), Value::Object(b)) => {
                    into.extend(b);
                    a
                }
                (_, b) => b,
            }),
        ]
    })
}

/// A schema that holds for the value, and says nearly all there is to say of it.
fn of(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let properties: serde_json::Map<_, _> =
                object.iter().map(|(name, value)| (name.clone(), of(value))).collect();
            let required: Vec<_> = object.keys().collect();
            json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
        }
        Value::Array(items) => {
            let first: Vec<Value> = items.iter().map(of).collect();
            let mut schema = json!({"type": "array", "minItems": items.len(), "items": false});
            if !first.is_empty() {
                schema["prefixItems"] = first.into();
            }
            schema
        }
        leaf @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
            json!({ "const": leaf })
        }
    }
}

proptest! {
    #[test]
    fn the_schema_of_a_value_holds_for_it_alone(value in json(), other in json()) {
        let schema = schema(&of(&value));
        prop_assert!(schema.check(&value.to_string()).is_ok());
        prop_assert_eq!(schema.check(&other.to_string()).is_ok(), json::same(&value, &other));
    }

    #[test]
    fn any_keywords_are_a_schema_or_a_fault(
        keywords in prop::collection::btree_map(
            prop::sample::select(KEYWORDS),
            prop_oneof![json(), any_schema(), prop::collection::vec(any_schema(), 0..3).prop_map(Value::from)],
            0..4,
        ),
        value in json(),
    ) {
        match Schema::compile(&json!(keywords)) {
            Ok(schema) => _ = schema.check(&value.to_string()),
            Err(fault) => {
                let names_one = keywords.keys().any(|keyword| fault.to_string().contains(keyword));
                prop_assert!(names_one || !fault.at.is_empty() || fault.problem.contains("itself"), "{}", fault);
            }
        }
    }

    /// What is found quietly is what is found aloud, whatever the schema is.
    #[test]
    fn a_schema_says_the_same_wherever_it_stands(json in any_schema(), value in json()) {
        let says = |mut of_it: Value, value: &Value| {
            of_it["$defs"] = json!({"s": json});
            schema(&of_it).check(&value.to_string()).is_ok()
        };
        let it = json!({"$ref": "#/$defs/s"});
        let holds = says(it.clone(), &value);
        for (same, of_it) in [
            (true, json!({"allOf": [it]})),
            (true, json!({"anyOf": [it, it]})),
            (true, json!({"oneOf": [false, it]})),
            (true, json!({"not": {"not": it}})),
            (true, json!({"if": it, "else": false})),
            (false, json!({"not": it})),
        ] {
            prop_assert_eq!(says(of_it.clone(), &value) == holds, same, "{}", of_it);
        }
        prop_assert_eq!(says(json!({"oneOf": [it, it]}), &value), false);
        prop_assert_eq!(says(json!({"oneOf": [it, {"not": it}]}), &value), true);
        prop_assert_eq!(says(json!({"items": it, "contains": it}), &json!([value])), holds);
    }

    #[test]
    fn logic_is_logic(value in json(), a in json(), b in json()) {
        let holds = |json: Value| schema(&json).check(&value.to_string()).is_ok();
        let (a, b) = (of(&a), of(&b));
        let (p, q) = (holds(a.clone()), holds(b.clone()));
        prop_assert_eq!(holds(json!({"not": a})), !p);
        prop_assert_eq!(holds(json!({"allOf": [a, b]})), p && q);
        prop_assert_eq!(holds(json!({"anyOf": [a, b]})), p || q);
        prop_assert_eq!(holds(json!({"oneOf": [a, b]})), p != q);
        prop_assert_eq!(holds(json!({"if": a, "then": b, "else": false})), p && q);
        prop_assert_eq!(holds(json!({"enum": [1, "a"]})), value == json!(1) || value == json!("a"));
    }

    /// What is said of a violation is the same whatever the answer has in it.
    #[test]
    fn no_text_of_an_answer_is_repeated(secret in "[A-Z]{8,12}", n in 0usize..5) {
        let schema = schema(&json!({
            "type": "object", "required": ["a"], "additionalProperties": {"type": "integer"},
            "properties": {"a": {"enum": ["b"]}}, "propertyNames": {"maxLength": 20},
        }));
        let value = match n {
            0 => json!({"a": secret}),
            1 => json!({"a": "b", &secret: secret}),
            2 => json!({&secret: 1}),
            3 => json!({"a": "b", secret.repeat(3): 1}),
            _ => json!(secret),
        };
        let said = schema.check(&value.to_string()).unwrap_err().to_string();
        prop_assert!(!said.contains(&secret), "{}", said);
    }
}
