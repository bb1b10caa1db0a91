//! How a call can fail, seen from the caller.

use crate::error::{ApiError, Envelope};
use std::io;
use std::path::PathBuf;
use std::time::Duration;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody could be asked.
    #[error("cannot reach edged at {}: {source}", socket.display())]
    Unreachable { socket: PathBuf, source: io::Error },
    /// The daemon said no, in its own words.
    #[error("{error}")]
    Api { status: u16, error: Box<ApiError>, retry_after: Option<Duration> },
    /// The daemon said no in words that this client does not know, such as a newer daemon's code.
    #[error("the daemon answered {status}: {message}")]
    Refused { status: u16, message: String, retry_after: Option<Duration> },
    /// What came back is not an answer, or only the beginning of one.
    #[error("{0}")]
    Protocol(String),
    #[error("no answer within {} s", limit.as_secs_f64())]
    Timeout { limit: Duration },
}

impl Error {
    pub(super) fn broken(error: &hyper::Error) -> Self {
        Error::Protocol(format!("the connection broke before the end of the answer: {error}"))
    }

    /// What an answer that is not a success says about itself.
    pub(super) fn from_answer(status: u16, retry_after: Option<Duration>, body: &[u8]) -> Self {
        match serde_json::from_slice::<Envelope>(body) {
            Ok(envelope) => Error::Api { status, error: Box::new(envelope.error), retry_after },
            Err(_) => Error::Refused { status, message: message_in(body), retry_after },
        }
    }

    /// The error event that ends a stream, if that is what `data` is.
    pub(super) fn from_event(data: &[u8]) -> Option<Self> {
        let error = serde_json::from_slice::<Envelope>(data).ok()?.error;
        let status = error.code.status();
        Some(Error::Api { status, error: Box::new(error), retry_after: None })
    }

    /// The HTTP status of the daemon's refusal, if it answered at all.
    pub fn status(&self) -> Option<u16> {
        match self {
            Error::Api { status, .. } | Error::Refused { status, .. } => Some(*status),
            Error::Unreachable { .. } | Error::Protocol(_) | Error::Timeout { .. } => None,
        }
    }

    /// After how long the daemon wants to be asked again, if it said so.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Error::Api { retry_after, .. } | Error::Refused { retry_after, .. } => *retry_after,
            Error::Unreachable { .. } | Error::Protocol(_) | Error::Timeout { .. } => None,
        }
    }
}

/// As much of an unknown error's body as fits in a line.
fn message_in(body: &[u8]) -> String {
    const CHARS_MAX: usize = 200;
    let loose = serde_json::from_slice::<serde_json::Value>(body).ok();
    let text = match loose.as_ref().and_then(|value| value["error"]["message"].as_str()) {
        Some(message) => message.to_owned(),
        None => String::from_utf8_lossy(body).trim().to_owned(),
    };
    if text.is_empty() {
        return "no reason given".to_owned();
    }
    text.chars().take(CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    #[test]
    fn an_envelope_is_an_api_error() {
        let body = serde_json::to_vec(&Envelope { error: ApiError::new(Code::QueueFull, "full") });
        let error = Error::from_answer(429, None, &body.unwrap());
        assert!(
            matches!(&error, Error::Api { status: 429, error, .. } if error.code == Code::QueueFull)
        );
    }

    #[test]
    fn a_code_from_the_future_keeps_its_message_and_status() {
        let body = br#"{"error":{"message":"come back tomorrow","code":"too_early"}}"#;
        let error = Error::from_answer(425, None, body);
        assert_eq!(error.to_string(), "the daemon answered 425: come back tomorrow");
        assert_eq!(error.status(), Some(425));
    }

    #[test]
    fn an_empty_refusal_says_so() {
        let error = Error::from_answer(400, None, b"");
        assert_eq!(error.to_string(), "the daemon answered 400: no reason given");
    }
}
