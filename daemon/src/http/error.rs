//! Errors as answers: the envelope for the caller, one line with the same request id for the log.

use axum::body::Body;
use axum::response::Response;
use edge_api::error::{ApiError, Code, Envelope};
use http::{HeaderValue, StatusCode, header};

pub(super) fn respond(mut error: ApiError, request_id: &str) -> Response {
    error.request_id = Some(request_id.to_owned());
    log(&error);
    let (code, body) = (error.code, envelope(error));
    let mut response = Response::new(Body::from(body));
    *response.status_mut() =
        StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if matches!(code, Code::QueueFull | Code::TooManyConnections) {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}

pub(super) fn log(error: &ApiError) {
    let request = error.request_id.as_deref().unwrap_or("");
    if error.code.status() >= 500 {
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
    let body = String::from_utf8(envelope(error)).expect("JSON is UTF-8");
    let reason = StatusCode::from_u16(code.status()).ok().and_then(|s| s.canonical_reason());
    format!(
        "HTTP/1.1 {} {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         retry-after: 1\r\nconnection: close\r\n\r\n{body}",
        code.status(),
        reason.unwrap_or("Error"),
        body.len(),
    )
}
