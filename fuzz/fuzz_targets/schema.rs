//! A schema on the first line and an answer below it. What is no JSON on the first line is a pattern.

#![no_main]

use edge_api::json;
use edge_core::schema::Schema;
use serde_json::{Value, json};

/// What is said of a schema or an answer is for people.
const SAID_BYTES_MAX: usize = 1000;

libfuzzer_sys::fuzz_target!(|file: &[u8]| {
    let Ok(text) = std::str::from_utf8(file) else { return };
    let (first, answer) = text.split_once('\n').unwrap_or((text, ""));
    let written = json::read_exact(first).unwrap_or_else(|_| json!({ "pattern": first }));
    let schema = match Schema::compile(&written) {
        Ok(schema) => schema,
        Err(fault) => return assert!(fault.to_string().len() < SAID_BYTES_MAX, "{fault}"),
    };
    let checked = schema.check(answer);
    if let Err(violation) = &checked {
        let said = violation.to_string();
        assert!(said.len() < SAID_BYTES_MAX, "{said}");
        // No seed is like this: an answer that lacks a name.
        let planted = said.contains("`required` names");
        assert!(!(cfg!(feature = "planted") && planted), "the planted bug was found");
    }
    // The text is read, and written again, as the same value; so both keep to the schema or neither does.
    let Ok(value) = json::read(answer) else { return };
    let again = value.to_string();
    assert!(json::read(&again).is_ok_and(|again| json::same(&again, &value)), "{again}");
    let is_slow = |says: &str| says.contains("too many steps") || says.contains("bytes");
    match (checked, schema.check(&again)) {
        (Ok(()), Ok(())) => {}
        (Err(before), Err(after)) => assert_eq!(before, after),
        (Err(said), Ok(())) | (Ok(()), Err(said)) => assert!(is_slow(&said.to_string()), "{said}"),
    }
    // What forbids it is of the other opinion, and looks at it quietly.
    if let (false, Value::Object(_)) = (first.contains('#'), &written)
        && let Ok(not) = Schema::compile(&json!({ "not": written }))
    {
        match (schema.check(answer), not.check(answer)) {
            (Ok(()), Err(_)) | (Err(_), Ok(())) => {}
            (Err(a), Err(b)) if [&a, &b].iter().any(|said| is_slow(&said.to_string())) => {}
            both => panic!("{both:?}"),
        }
    }
});
