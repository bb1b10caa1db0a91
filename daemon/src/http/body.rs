//! Reading a request body within its limits: its own size, all bodies' size together, its time.

use super::App;
use crate::config::Limits;
use crate::ops::Ops;
use axum::body::{Body, Bytes};
use edge_api::error::{ApiError, Code};
use http_body::Body as _;
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::time::Instant;

/// A refused body is read on for this many limits, so that the client is done sending and gets to read the
/// refusal; then the connection is closed on it.
pub(super) const READ_ON: usize = 4;

/// A body's share of `body_bytes_in_flight_max`, to be held until the worker has the prompt.
#[derive(Debug)]
pub(super) struct Share {
    bytes: usize,
    of: Arc<AtomicUsize>,
}

impl Share {
    fn none(app: &App) -> Self {
        Self { bytes: 0, of: Arc::clone(&app.body_bytes) }
    }

    /// Takes so much more, if all bodies together then hold no more than `bytes_max`.
    fn take(&mut self, bytes: usize, bytes_max: usize) -> Result<(), ApiError> {
        let before = self.of.fetch_add(bytes, Ordering::Relaxed);
        self.bytes += bytes;
        if before.saturating_add(bytes) <= bytes_max {
            return Ok(());
        }
        let message = format!(
            "request bodies hold limits.body_bytes_in_flight_max, which is {bytes_max} bytes"
        );
        let error = ApiError::new(Code::QueueFull, message);
        Err(error.hint("try again after the time in the Retry-After header"))
    }

    /// What is held in place of the body, now that it was read. The only one there is may hold more than the
    /// limit: it could never come in.
    pub(super) fn settle_at(&mut self, bytes: usize, bytes_max: usize) -> Result<(), ApiError> {
        if bytes <= self.bytes {
            // Given back first and taken again, others might have it by then.
            self.of.fetch_sub(self.bytes - bytes, Ordering::Relaxed);
            self.bytes = bytes;
            return Ok(());
        }
        let before = std::mem::take(&mut self.bytes);
        let others = self.of.fetch_sub(before, Ordering::Relaxed) - before;
        let may_hold = if others == 0 { usize::MAX } else { bytes_max };
        self.take(bytes, may_hold)
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.of.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

pub(super) async fn read(mut body: Body, app: &App) -> Result<(Bytes, Share), ApiError> {
    let limits = app.ops.limits();
    let announced = announced(&body);
    if announced > limits.body_bytes_max {
        read_on(body, &limits);
        return Err(too_large(announced, limits.body_bytes_max));
    }
    let ms = limits.body_timeout_ms;
    let deadline = Instant::now() + Duration::from_millis(ms);
    let share = Share::none(app);
    let collected = tokio::time::timeout_at(deadline, collect(&mut body, share, &limits)).await;
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

/// Reads on for a client that is refused unheard, and keeps nothing of it.
pub(super) async fn discard(mut body: Body, ops: &Ops) {
    let limits = ops.limits();
    if announced(&body) > limits.body_bytes_max {
        return read_on(body, &limits);
    }
    let skipped = skip(&mut body, limits.body_bytes_max * READ_ON);
    // Whoever is not done by then may miss the refusal.
    _ = tokio::time::timeout(Duration::from_millis(limits.body_timeout_ms), skipped).await;
}

/// Reads on behind the refusal, which is not held back: who waits for `100 Continue` gets the refusal instead, and
/// who sends without waiting is done sending and then reads it.
fn read_on(mut body: Body, limits: &Limits) {
    let bytes_max = limits.body_bytes_max * READ_ON;
    let time = Duration::from_millis(limits.body_timeout_ms);
    // hyper writes the answer before this runs, and says no `100 Continue` after it. It ends with its connection.
    tokio::spawn(async move {
        // Whoever is not done by then may miss the refusal.
        _ = tokio::time::timeout(time, skip(&mut body, bytes_max)).await;
    });
}

/// 0, if it does not say.
fn announced(body: &Body) -> usize {
    usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX)
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

async fn collect(
    body: &mut Body,
    mut share: Share,
    limits: &Limits,
) -> Result<(Bytes, Share), ApiError> {
    let bytes_max = limits.body_bytes_max;
    let announced = announced(body);
    // What is only announced holds nothing yet, and keeps nobody else out.
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
        share.take(data.len(), limits.body_bytes_in_flight_max)?;
        if rest.is_empty() {
            // Not kept beside its copy: it holds all of the connection's buffer.
            let Some(begin) = first.take() else {
                first = Some(data);
                continue;
            };
            rest.reserve(announced.max(begin.len() + data.len()));
            rest.extend_from_slice(&begin);
        }
        rest.extend_from_slice(&data);
    }
    let bytes = if rest.is_empty() { first.unwrap_or_default() } else { Bytes::from(rest) };
    Ok((bytes, share))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn share(of: &Arc<AtomicUsize>, bytes: usize) -> Share {
        let mut share = Share { bytes: 0, of: Arc::clone(of) };
        share.take(bytes, usize::MAX).unwrap();
        share
    }

    #[test]
    fn what_stays_of_a_body_counts_for_what_it_holds() {
        let of = Arc::default();
        let (mut grows, mut shrinks) = (share(&of, 4), share(&of, 4));
        grows.settle_at(8, 12).unwrap();
        // What is not more than before is never refused, however full it is by then.
        shrinks.settle_at(1, 8).unwrap();
        assert_eq!(of.load(Ordering::Relaxed), 9);
        let error = shrinks.settle_at(5, 12).unwrap_err();
        assert!(error.message.contains("body_bytes_in_flight_max"), "{error}");
        drop((grows, shrinks));
        assert_eq!(of.load(Ordering::Relaxed), 0);
    }

    #[test]
    fn one_that_is_alone_is_not_sent_away_for_ever() {
        let of = Arc::default();
        let mut alone = share(&of, 4);
        alone.settle_at(8, 4).unwrap();
        assert!(share(&of, 4).settle_at(5, 4).is_err());
        alone.settle_at(8, 4).unwrap();
    }
}
