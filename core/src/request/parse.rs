//! Bytes to wire types, and what to say when they are not one.
//!
//! A good body is read once, by plain serde. Only a bad one is read again, slowly, to learn which field
//! it was. No value is judged here beyond its JSON type.

use super::limits::{JSON_CONTAINERS_MAX, JSON_DEPTH_MAX};
use super::refusal::{invalid, missing, shortened, unsupported};
use edge_api::openai::{ChatRequest, CompletionRequest};
use edge_api::{ApiError, Code};
use serde::de::{DeserializeOwned, IgnoredAny};
use std::fmt::{self, Write as _};

pub fn parse_chat(body: &[u8]) -> Result<ChatRequest, ApiError> {
    parse(body)
}

pub fn parse_completion(body: &[u8]) -> Result<CompletionRequest, ApiError> {
    parse(body)
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    begins_an_object(body)?;
    bounds_nesting(body)?;
    serde_json::from_slice(body).map_err(|error| explain::<T>(body, error))
}

/// serde would also take an array, field by field in the order of our declaration.
fn begins_an_object(body: &[u8]) -> Result<(), ApiError> {
    match body.trim_ascii_start().first() {
        Some(b'{') => Ok(()),
        Some(&other) => Err(invalid_json(format!(
            "the body must be a JSON object, but begins with `{}`",
            other.escape_ascii()
        ))),
        None => Err(invalid_json("the body is empty, a JSON object is required".to_owned())),
    }
}

/// Counts brackets outside strings. It need not know more JSON than that: up to its first mistake the
/// parser sees the same brackets, and it reads no further.
fn bounds_nesting(body: &[u8]) -> Result<(), ApiError> {
    let mut depth = 0_usize;
    let mut containers = 0_usize;
    let mut bytes = body.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => skip_string(&mut bytes),
            b'{' | b'[' => {
                depth += 1;
                containers += 1;
                if depth > JSON_DEPTH_MAX {
                    return Err(invalid_json(format!(
                        "the body is nested deeper than {JSON_DEPTH_MAX} levels"
                    )));
                }
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    if containers > JSON_CONTAINERS_MAX {
        return Err(invalid_json(format!(
            "the body has {containers} objects and arrays, at most {JSON_CONTAINERS_MAX} are allowed"
        )));
    }
    Ok(())
}

fn skip_string(bytes: &mut std::slice::Iter<'_, u8>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => return,
            b'\\' => _ = bytes.next(),
            _ => {}
        }
    }
}

fn invalid_json(message: String) -> ApiError {
    ApiError::new(Code::InvalidJson, message)
}

#[cold]
fn explain<T: DeserializeOwned>(body: &[u8], error: serde_json::Error) -> ApiError {
    let syntax = said(&error);
    // It may be several times as long as the body, and the next one will be, too.
    drop(error);
    let mut json = serde_json::Deserializer::from_slice(body);
    match serde_path_to_error::deserialize::<_, T>(&mut json) {
        Err(traced) if is_about_a_value(traced.inner(), body) => {
            let path = traced.path().to_string();
            explain_field(if path == "." { "" } else { &path }, traced.inner())
        }
        // Not JSON; or a good object with something behind it, which only the first reading saw.
        Ok(_) | Err(_) => invalid_json(format!("the body is not valid JSON: {syntax}")),
    }
}

/// A number too large for `f64` counts as syntax to serde_json, and so does any value in the place of one of
/// a few words, though both are a field's fault.
fn is_about_a_value(error: &serde_json::Error, body: &[u8]) -> bool {
    let text = said(error);
    let is_json = || serde_json::from_slice::<IgnoredAny>(body).is_ok();
    error.is_data()
        || text.starts_with("number out of range")
        || text.starts_with("expected value") && is_json()
}

/// The error's text. It may repeat a value of the caller's: of that, beginning and end are all that is copied.
fn said(error: &serde_json::Error) -> String {
    struct Said(String);
    impl fmt::Write for Said {
        fn write_str(&mut self, piece: &str) -> fmt::Result {
            self.0.push_str(&shortened(piece));
            Ok(())
        }
    }
    let mut said = Said(String::new());
    write!(said, "{error}").expect("a String takes all");
    said.0
}

/// serde tells these cases apart by their wording only.
fn explain_field(path: &str, error: &serde_json::Error) -> ApiError {
    let text = said(error);
    let location = format!(" at line {} column {}", error.line(), error.column());
    let text = text.strip_suffix(&location).unwrap_or(&text);
    if let Some(field) = text.strip_prefix("missing field ") {
        return missing(inside(path, field));
    }
    if let Some(field) = text.strip_prefix("duplicate field ") {
        return invalid(inside(path, field), "is given more than once");
    }
    if text.starts_with("unknown field ") {
        let hint =
            "`edge` takes `kind`, `priority`, `deadline_ms`, `ignore_eos` and `return_tokens`";
        return unsupported(path, "is not a field of the `edge` object", hint);
    }
    invalid(path, format_args!("cannot be read: {}", shortened(&in_json_terms(text))))
}

/// `field` comes in backticks.
fn inside(path: &str, field: &str) -> String {
    let field = field.trim_matches('`');
    if path.is_empty() { field.to_owned() } else { format!("{path}.{field}") }
}

/// serde begins with its own name for what it found, and ends with the Rust type it wanted.
fn in_json_terms(text: &str) -> String {
    const FOUND: [(&str, &str); 2] = [
        ("invalid type: sequence", "invalid type: array"),
        ("invalid type: map", "invalid type: object"),
    ];
    const WANTED: [(&str, &str); 5] = [
        ("expected f64", "expected a number"),
        ("expected i64", "expected a signed 64-bit integer"),
        ("expected u64", "expected an unsigned 64-bit integer"),
        ("expected a sequence", "expected an array"),
        ("expected a map", "expected an object"),
    ];
    let mut text = text.to_owned();
    for (rust, json) in FOUND {
        if let Some(rest) = text.strip_prefix(rust) {
            text = format!("{json}{rest}");
        }
    }
    for (rust, json) in WANTED {
        if let Some(rest) = text.strip_suffix(rust) {
            text = format!("{rest}{json}");
        }
    }
    text
}
