//! The load generator: a thin hyper connection, the same for every peer, so that what it costs itself
//! is small and equal on both sides. It never retries: a failed call fails the run.

use crate::arrival::{LastRead, TimedStream};
use crate::sse::{Event, Splitter};
use anyhow::{Context, Result, bail, ensure};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{HeaderMap, Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use std::path::Path;
use std::time::{Duration, Instant};
use tokio::net::UnixStream;
use tokio::task::JoinSet;
use tokio::time::timeout;

/// For any one answer, to its end: a peer that hangs fails the run.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(60);
pub(crate) const CHAT: &str = "/v1/chat/completions";

/// One keep-alive connection.
#[derive(Debug)]
pub(crate) struct Connection {
    sender: SendRequest<Full<Bytes>>,
    last_read: LastRead,
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// What one stream brought.
#[derive(Debug)]
pub(crate) struct Streamed {
    /// When each token event arrived.
    pub(crate) arrivals: Vec<Instant>,
}

impl Connection {
    pub(crate) async fn open(socket: &Path) -> Result<Self> {
        let (stream, last_read) = TimedStream::new(UnixStream::connect(socket).await?);
        let (sender, driver) = handshake(TokioIo::new(stream)).await?;
        // Ends with the connection, whose errors the sender reports.
        tokio::spawn(driver);
        Ok(Self { sender, last_read })
    }

    pub(crate) async fn get(&mut self, path: &str) -> Result<Answer> {
        in_time(async { whole(self.send(Method::GET, path, Bytes::new()).await?).await }).await
    }

    /// One chat call; anything but 200 is an error that shows the answer.
    pub(crate) async fn chat(&mut self, body: &Bytes) -> Result<Answer> {
        let answer =
            in_time(async { whole(self.send(Method::POST, CHAT, body.clone()).await?).await })
                .await?;
        ensure!(answer.status == StatusCode::OK, "{}", refusal(answer.status, &answer.body));
        Ok(answer)
    }

    /// One streamed chat call, which must bring one event per token and `[DONE]`.
    pub(crate) async fn stream(&mut self, body: &Bytes) -> Result<Streamed> {
        in_time(self.read_stream(body)).await
    }

    async fn read_stream(&mut self, body: &Bytes) -> Result<Streamed> {
        let response = self.send(Method::POST, CHAT, body.clone()).await?;
        if response.status() != StatusCode::OK {
            let answer = whole(response).await?;
            bail!("{}", refusal(answer.status, &answer.body));
        }
        let mut frames = response.into_body();
        let (mut splitter, mut arrivals) = (Splitter::default(), Vec::new());
        let (mut reported, mut done) = (None, false);
        while let Some(frame) = frames.frame().await {
            let Ok(data) = frame?.into_data() else { continue };
            let arrival = self.last_read.get();
            splitter.push(&data, |event| match event {
                Event::Token => arrivals.push(arrival),
                Event::Usage { completion_tokens } => reported = Some(completion_tokens),
                Event::Done => done = true,
                Event::Other => {}
            })?;
        }
        ensure!(done, "the stream ended without [DONE] after {} token events", arrivals.len());
        let reported = reported.context("the stream ended without usage")?;
        ensure!(
            u64::try_from(arrivals.len()) == Ok(reported),
            "{} token events for {reported} completion tokens",
            arrivals.len()
        );
        Ok(Streamed { arrivals })
    }

    async fn send(
        &mut self,
        method: Method,
        path: &str,
        body: Bytes,
    ) -> Result<Response<Incoming>> {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "localhost")
            .header("content-type", "application/json")
            .body(Full::new(body))?;
        self.sender.ready().await?;
        Ok(self.sender.send_request(request).await?)
    }
}

async fn in_time<T>(answer: impl Future<Output = Result<T>>) -> Result<T> {
    timeout(ANSWER_TIMEOUT, answer)
        .await
        .unwrap_or_else(|_| bail!("no whole answer after {ANSWER_TIMEOUT:?}"))
}

async fn whole(response: Response<Incoming>) -> Result<Answer> {
    let (head, body) = response.into_parts();
    let body = body.collect().await?.to_bytes();
    Ok(Answer { status: head.status, headers: head.headers, body })
}

fn refusal(status: StatusCode, body: &[u8]) -> String {
    format!("{CHAT} answered {status}: {}", String::from_utf8_lossy(body).trim_end())
}

/// One caller on each connection, all at once, with so many calls each, one after the other. Each call
/// is timed from before its request to after its last byte. Gives the connections back, as does
/// `concurrent`, for the next round.
pub(crate) async fn callers(
    connections: Vec<Connection>,
    body: &Bytes,
    calls_each: usize,
) -> Result<(Vec<Connection>, Vec<Duration>)> {
    let (connections, times) = on_each(connections, |mut connection| {
        let body = body.clone();
        async move {
            let mut times = Vec::with_capacity(calls_each);
            for _ in 0..calls_each {
                let start = Instant::now();
                connection.chat(&body).await?;
                times.push(start.elapsed());
            }
            Ok((connection, times))
        }
    })
    .await?;
    Ok((connections, times.concat()))
}

/// One stream on each connection, all at once.
pub(crate) async fn concurrent(
    connections: Vec<Connection>,
    body: &Bytes,
) -> Result<(Vec<Connection>, Vec<Streamed>)> {
    on_each(connections, |mut connection| {
        let body = body.clone();
        async move {
            let streamed = connection.stream(&body).await?;
            Ok((connection, streamed))
        }
    })
    .await
}

async fn on_each<T, W>(
    connections: Vec<Connection>,
    work: impl Fn(Connection) -> W,
) -> Result<(Vec<Connection>, Vec<T>)>
where
    T: Send + 'static,
    W: Future<Output = Result<(Connection, T)>> + Send + 'static,
{
    let mut running: JoinSet<_> = connections.into_iter().map(work).collect();
    let (mut connections, mut done) = (Vec::new(), Vec::new());
    while let Some(ended) = running.join_next().await {
        let (connection, one) = ended.context("a caller panicked")??;
        connections.push(connection);
        done.push(one);
    }
    Ok((connections, done))
}
