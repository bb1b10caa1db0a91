//! Reading a request body within its limits: its own size, all bodies' size together, its time.

use super::App;
use axum::body::{Body, Bytes};
use edge_api::error::{ApiError, Code};
use http_body::Body as _;
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Instant;

/// A refused body is read on for this many limits, so that the client is done sending and gets to read the
/// refusal; then the connection is closed on it.
const READ_ON: usize = 4;

/// A body's share of `body_bytes_in_flight_max`, to be held until the worker has the prompt.
#[derive(Debug)]
pub(super) struct Share {
    _permit: Option<OwnedSemaphorePermit>,
}

pub(super) async fn read(mut body: Body, app: &App) -> Result<(Bytes, Share), ApiError> {
    let limits = &app.ops.settings().limits;
    let ms = limits.body_timeout_ms;
    let deadline = Instant::now() + Duration::from_millis(ms);
    let collected = tokio::time::timeout_at(deadline, collect(&mut body, app)).await;
    let collected = collected.unwrap_or_else(|_| {
        let message = format!("the body took longer than limits.body_timeout_ms, which is {ms}");
        Err(ApiError::new(Code::RequestTimeout, message))
    });
    if collected.is_err() {
        let skipped = skip(&mut body, limits.body_bytes_max * READ_ON);
        // Whoever is not done by then may miss the refusal.
        _ = tokio::time::timeout_at(deadline, skipped).await;
    }
    collected
}

/// A body that is one of our own types. An unknown key in it is an error, as in a file of ours.
pub(super) async fn json<T: DeserializeOwned>(body: Body, app: &App) -> Result<T, ApiError> {
    let (bytes, _share) = read(body, app).await?;
    parsed(&bytes)
}

fn parsed<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    serde_json::from_slice(bytes).map_err(|error| {
        let code = match error.classify() {
            Category::Data => Code::InvalidValue,
            Category::Io | Category::Syntax | Category::Eof => Code::InvalidJson,
        };
        ApiError::new(code, format!("the body cannot be used: {error}"))
    })
}

/// The body of a request that has nothing to say: empty, or an object without keys. It is read all the same, or
/// a client that sends it after its head would find the connection closed.
pub(super) async fn nothing(body: Body, app: &App) -> Result<(), ApiError> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Nothing {}
    let (bytes, _share) = read(body, app).await?;
    if bytes.is_empty() {
        return Ok(());
    }
    let Nothing {} = parsed(&bytes)?;
    Ok(())
}

async fn collect(body: &mut Body, app: &App) -> Result<(Bytes, Share), ApiError> {
    let bytes_max = app.ops.settings().limits.body_bytes_max;
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > bytes_max {
        return Err(too_large(announced, bytes_max));
    }
    // What is only announced holds nothing yet, and keeps nobody else out.
    let mut share = None;
    let mut first: Option<Bytes> = None;
    let mut rest = Vec::new();
    let mut len = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| broken_off())?;
        let Ok(data) = frame.into_data() else { continue };
        len += data.len();
        if len > bytes_max {
            return Err(too_large(len, bytes_max));
        }
        take_share(&mut share, data.len(), app)?;
        match &first {
            None => first = Some(data),
            Some(begin) => {
                if rest.is_empty() {
                    rest.reserve(announced.max(begin.len() + data.len()));
                    rest.extend_from_slice(begin);
                }
                rest.extend_from_slice(&data);
            }
        }
    }
    let bytes = if rest.is_empty() { first.unwrap_or_default() } else { Bytes::from(rest) };
    Ok((bytes, Share { _permit: share }))
}

fn take_share(
    share: &mut Option<OwnedSemaphorePermit>,
    bytes: usize,
    app: &App,
) -> Result<(), ApiError> {
    let full = || {
        let max = app.ops.settings().limits.body_bytes_in_flight_max;
        ApiError::new(
            Code::QueueFull,
            format!("request bodies hold limits.body_bytes_in_flight_max, which is {max} bytes"),
        )
        .hint("try again after the time in the Retry-After header")
    };
    let count = u32::try_from(bytes).map_err(|_| full())?;
    let more = Arc::clone(&app.body_bytes).try_acquire_many_owned(count).map_err(|_| full())?;
    match share {
        Some(share) => share.merge(more),
        None => *share = Some(more),
    }
    Ok(())
}

async fn skip(body: &mut Body, bytes_max: usize) {
    let mut seen = 0;
    while seen <= bytes_max {
        match body.frame().await {
            Some(Ok(frame)) => seen += frame.data_ref().map_or(0, Bytes::len),
            Some(Err(_)) | None => return,
        }
    }
}

fn too_large(len: usize, bytes_max: usize) -> ApiError {
    let message = format!("the body has {len} bytes or more, limits.body_bytes_max is {bytes_max}");
    ApiError::new(Code::BodyTooLarge, message)
}

fn broken_off() -> ApiError {
    ApiError::new(Code::InvalidJson, "the body broke off before its end")
}
