//! One line's call: asked whole, and again while the daemon is too busy to take it.

use crate::failure::Failure;
use edge_api::client::{Client, Connection, Error};
use edge_api::openai::{ChatCompletion, ChatRequest, FinishReason, Usage};
use std::time::{Duration, Instant};
use tokio::time::{sleep, timeout};

/// A daemon that says "at once" is not asked faster than this.
const PAUSE_MIN: Duration = Duration::from_millis(20);

#[derive(Debug)]
pub(super) struct Answer {
    pub(super) text: String,
    /// The most tokens came before the model's own end.
    pub(super) cut: bool,
    pub(super) ran: Ran,
    pub(super) schema_valid: Option<bool>,
    /// From the request that was taken to the whole answer, as this side saw it.
    pub(super) latency_ms: f64,
    /// As the daemon saw it.
    pub(super) ttft_ms: Option<f64>,
    pub(super) energy_j: Option<f64>,
    pub(super) usage: Usage,
}

/// What gave an answer. A result is about one of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ran {
    pub(super) model: String,
    pub(super) digest: Option<String>,
    pub(super) adapter: Option<String>,
    pub(super) generation: Option<u64>,
}

/// Asks over the kept connection, if there is one, and keeps one that is fit for the next call. All
/// attempts together take no longer than the client's limit.
pub(super) async fn ask(
    client: &Client,
    kept: &mut Option<Connection>,
    request: &ChatRequest,
) -> Result<Answer, Failure> {
    let Some(limit) = client.time_limit() else {
        return Ok(until_taken(client, kept, request, None).await?);
    };
    let asked = until_taken(client, kept, request, Instant::now().checked_add(limit));
    match timeout(limit, asked).await {
        Ok(answer) => Ok(answer?),
        Err(_) => Err(Error::Timeout { limit }.into()),
    }
}

async fn until_taken(
    client: &Client,
    kept: &mut Option<Connection>,
    request: &ChatRequest,
    end: Option<Instant>,
) -> Result<Answer, Error> {
    loop {
        let error = match attempt(client, kept, request).await {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        let busy = matches!(error.status(), Some(429 | 503));
        let Some(pause) = error.retry_after().filter(|_| busy) else { return Err(error) };
        let pause = pause.max(PAUSE_MIN);
        if end.is_some_and(|end| Instant::now() + pause >= end) {
            return Err(error);
        }
        sleep(pause).await;
    }
}

async fn attempt(
    client: &Client,
    kept: &mut Option<Connection>,
    request: &ChatRequest,
) -> Result<Answer, Error> {
    let mut connection = match kept.take() {
        Some(connection) => connection,
        None => client.connect().await?,
    };
    let began = Instant::now();
    let whole = connection.chat(request).await?;
    let latency_ms = began.elapsed().as_secs_f64() * 1000.0;
    *kept = Some(connection);
    let ChatCompletion { choices, usage, edge, .. } = whole;
    let Some(choice) = choices.into_iter().next() else {
        return Err(Error::Protocol("the answer has no choice".to_owned()));
    };
    Ok(Answer {
        text: choice.message.content,
        cut: choice.finish_reason == FinishReason::Length,
        ran: Ran {
            model: edge.model,
            digest: edge.digest,
            adapter: edge.adapter,
            generation: edge.generation,
        },
        schema_valid: edge.schema_valid,
        latency_ms,
        ttft_ms: edge.ttft_ms,
        energy_j: edge.energy_j,
        usage,
    })
}
