//! Errors as answers: the envelope for the caller, one line with the same request id for the log.

use super::asked::REQUEST_ID;
use super::id;
use axum::body::Body;
use axum::response::Response;
use edge_api::error::{ApiError, Code, Envelope};
use http::{HeaderValue, StatusCode, header};

pub(super) fn respond(mut error: ApiError, request_id: &str) -> Response {
    error.request_id = Some(request_id.to_owned());
    log(&error);
    let (code, retry_after_s) = (error.code, retry_after_s(&error));
    let body = envelope(error);
    let mut response = Response::new(Body::from(body));
    *response.status_mut() =
        StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(REQUEST_ID, id::header(request_id));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if code == Code::InvalidApiKey {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    // What is left of the body is read for a while, and nothing behind it.
    if code == Code::BodyTooLarge {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    if let Some(seconds) = retry_after_s {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// What has no time of its own is worth another try soon.
fn retry_after_s(error: &ApiError) -> Option<u16> {
    let soon = matches!(error.code, Code::QueueFull | Code::TooManyConnections);
    error.retry_after_s.or(soon.then_some(1))
}

pub(super) fn log(error: &ApiError) {
    let request = error.request_id.as_deref().unwrap_or("");
    // Whoever comes once too often has failed nobody, and must not fill the log.
    if error.code.status() >= 500 && error.code != Code::TooManyConnections {
        tracing::warn!(request, code = error.code.as_str(), reason = error.message, "call failed");
    } else {
        tracing::debug!(request, code = error.code.as_str(), "call refused");
    }
}

pub(super) fn envelope(error: ApiError) -> Vec<u8> {
    serde_json::to_vec(&Envelope { error }).expect("an error is plain strings")
}

/// A whole HTTP answer, for a connection that never gets as far as a parser.
pub(super) fn raw_answer(error: ApiError) -> String {
    let code = error.code;
    let id = error.request_id.clone().unwrap_or_default();
    let full = code == Code::TooManyConnections;
    let retry_after = if full { "retry-after: 1\r\n" } else { "" };
    let body = String::from_utf8(envelope(error)).expect("JSON is UTF-8");
    let reason = StatusCode::from_u16(code.status()).ok().and_then(|s| s.canonical_reason());
    format!(
        "HTTP/1.1 {} {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         {REQUEST_ID}: {id}\r\n{retry_after}connection: close\r\n\r\n{body}",
        code.status(),
        reason.unwrap_or("Error"),
        body.len(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_lacks_a_key_is_told_its_scheme() {
        let header = |code| {
            let response = respond(ApiError::new(code, "x"), "id");
            response.headers().get(header::WWW_AUTHENTICATE).cloned()
        };
        assert_eq!(header(Code::InvalidApiKey).unwrap(), "Bearer");
        assert_eq!(header(Code::NotPermitted), None);
    }

    #[test]
    fn who_may_try_again_is_told_when() {
        let header = |error: ApiError| {
            let response = respond(error, "id");
            let header = response.headers().get(header::RETRY_AFTER);
            header.map(|value| value.to_str().unwrap().to_owned())
        };
        let full = || ApiError::new(Code::QueueFull, "x");
        assert_eq!(header(full()).as_deref(), Some("1"));
        assert_eq!(header(full().retry_after_s(60)).as_deref(), Some("60"));
        assert_eq!(header(ApiError::new(Code::Internal, "x")), None);
    }
}
