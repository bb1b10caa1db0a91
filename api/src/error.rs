//! What a caller is told when something fails: a stable `code` and a message that helps.
//!
//! The detail for the operator goes to the log with the same request id; it is never in here.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! codes {
    ($($variant:ident = $text:literal / $status:literal,)*) => {
        /// Every code an answer can carry, each with its one HTTP status.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Code { $(#[serde(rename = $text)] $variant,)* }

        impl Code {
            pub const ALL: &[Code] = &[$(Code::$variant,)*];

            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $text,)* }
            }

            pub fn status(self) -> u16 {
                match self { $(Code::$variant => $status,)* }
            }
        }
    };
}

codes! {
    InvalidJson = "invalid_json" / 400,
    InvalidValue = "invalid_value" / 400,
    MissingField = "missing_field" / 400,
    UnsupportedParameter = "unsupported_parameter" / 400,
    ContextLengthExceeded = "context_length_exceeded" / 400,
    PathUnreadable = "path_unreadable" / 400,
    InvalidApiKey = "invalid_api_key" / 401,
    NotPermitted = "not_permitted" / 403,
    ForeignOrigin = "foreign_origin" / 403,
    ModelNotFound = "model_not_found" / 404,
    NotFound = "not_found" / 404,
    MethodNotAllowed = "method_not_allowed" / 405,
    RequestTimeout = "request_timeout" / 408,
    InUse = "in_use" / 409,
    BodyTooLarge = "body_too_large" / 413,
    QueueFull = "queue_full" / 429,
    RateLimited = "rate_limited" / 429,
    HeadersTooLarge = "headers_too_large" / 431,
    Internal = "internal" / 500,
    OutputInvalid = "output_invalid" / 502,
    TooManyConnections = "too_many_connections" / 503,
    ModelFailed = "model_failed" / 503,
    ModelBroken = "model_broken" / 503,
    WorkerLost = "worker_lost" / 503,
    WorkerHung = "worker_hung" / 503,
    ShuttingDown = "shutting_down" / 503,
    MemoryInsufficient = "memory_insufficient" / 503,
    LedgerUnavailable = "ledger_unavailable" / 503,
    ProviderUnavailable = "provider_unavailable" / 503,
    DeadlineExceeded = "deadline_exceeded" / 504,
}

impl Code {
    /// OpenAI's coarse `type`, which its clients group errors by.
    pub fn kind(self) -> &'static str {
        match self.status() {
            403 => "permission_error",
            429 => "rate_limit_error",
            500.. => "server_error",
            _ => "invalid_request_error",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The `error` object of the envelope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiError {
    pub message: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub param: Option<String>,
    pub code: Code,
    /// Boxed to keep the error, and with it every `Result`, under 128 bytes.
    pub hint: Option<Box<str>>,
    pub request_id: Option<String>,
    /// Where it is worth trying again: the `Retry-After` header, not a part of the body.
    #[serde(skip)]
    pub retry_after_s: Option<u16>,
}

impl ApiError {
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            kind: code.kind().to_owned(),
            param: None,
            code,
            hint: None,
            request_id: None,
            retry_after_s: None,
        }
    }

    pub fn param(mut self, param: impl Into<String>) -> Self {
        self.param = Some(param.into());
        self
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into().into_boxed_str());
        self
    }

    pub fn retry_after_s(mut self, seconds: u16) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ApiError {}

/// `{"error": {...}}`, the body of every failed answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    pub error: ApiError,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_the_same_in_json_and_in_text() {
        for code in Code::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
    }

    #[test]
    fn the_envelope_always_has_all_six_keys() {
        let value = serde_json::to_value(Envelope { error: ApiError::new(Code::Internal, "x") });
        let keys: Vec<String> =
            value.unwrap()["error"].as_object().unwrap().keys().cloned().collect();
        assert_eq!(keys, ["code", "hint", "message", "param", "request_id", "type"]);
    }
}
