//! Requests as they arrive, and what becomes of them.

mod accepted;
mod bounds;
mod random;
mod refused;

use super::*;
use edge_api::ApiError;

/// A good chat request with these fields added.
fn chat_json(fields: &str) -> String {
    let comma = if fields.is_empty() { "" } else { "," };
    format!(r#"{{"model":"m","messages":[{{"role":"user","content":"hi"}}]{comma}{fields}}}"#)
}

/// A good completion request with these fields added.
fn completion_json(fields: &str) -> String {
    let comma = if fields.is_empty() { "" } else { "," };
    format!(r#"{{"model":"m","prompt":"hi"{comma}{fields}}}"#)
}

fn chat(json: &str) -> Result<ValidRequest, ApiError> {
    parse_chat(json.as_bytes()).and_then(validate_chat)
}

fn completion(json: &str) -> Result<ValidRequest, ApiError> {
    parse_completion(json.as_bytes()).and_then(validate_completion)
}
