//! One kept HTTP/1.1 connection over the Unix socket, one call at a time.

use super::stream::Frames;
use super::{ANSWER_BYTES_MAX, ChatStream, Driver, Error, EventStream};
use crate::openai::{ChatCompletion, ChatRequest};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::{HeaderMap, Method, Request, Response, header};
use hyper_util::rt::TokioIo;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::net::UnixStream;
use tokio::time::{Instant, timeout_at};

#[derive(Debug)]
pub struct Connection {
    sender: SendRequest<Full<Bytes>>,
    timeout: Option<Duration>,
    /// Held for its drop only.
    _driver: Driver,
}

impl Connection {
    pub async fn open(socket: &Path, timeout: Option<Duration>) -> Result<Self, Error> {
        let unreachable = |source| Error::Unreachable { socket: PathBuf::from(socket), source };
        let stream = UnixStream::connect(socket).await.map_err(unreachable)?;
        Self::over(stream, timeout).await
    }

    /// Speaks over a stream that is already connected.
    async fn over(stream: UnixStream, timeout: Option<Duration>) -> Result<Self, Error> {
        let (sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(|e| Error::broken(&e))?;
        Ok(Self { sender, timeout, _driver: Driver::of(connection) })
    }

    pub async fn get_json<T: DeserializeOwned>(&mut self, path: &str) -> Result<T, Error> {
        self.answer(get(path)?).await
    }

    pub async fn post_json<B, T>(&mut self, path: &str, body: &B) -> Result<T, Error>
    where
        B: Serialize + ?Sized,
        T: DeserializeOwned,
    {
        self.answer(post(path, body)?).await
    }

    pub async fn delete_json<T: DeserializeOwned>(&mut self, path: &str) -> Result<T, Error> {
        self.answer(request(Method::DELETE, path, Bytes::new())?).await
    }

    /// The whole answer at once, whatever `request.stream` says.
    pub async fn chat(&mut self, request: &ChatRequest) -> Result<ChatCompletion, Error> {
        let whole = ChatRequest { stream: None, stream_options: None, ..request.clone() };
        self.post_json("/v1/chat/completions", &whole).await
    }

    /// The answer as it comes, whatever `request.stream` says. The connection can be used again once
    /// the stream has ended; a stream that is dropped before takes the connection with it.
    pub async fn chat_stream(&mut self, request: &ChatRequest) -> Result<ChatStream, Error> {
        let streamed = ChatRequest { stream: Some(true), ..request.clone() };
        let request = post("/v1/chat/completions", &streamed)?;
        let deadline = Deadline::after(self.timeout);
        let response = within(deadline, self.send(request)).await?;
        Ok(ChatStream::new(Frames::new(response.into_body()), deadline))
    }

    /// The events after `since`, or only those to come.
    pub async fn events(&mut self, since: Option<u64>) -> Result<EventStream, Error> {
        let path = match since {
            Some(seq) => format!("/edge/v1/events?since={seq}"),
            None => "/edge/v1/events".to_owned(),
        };
        let deadline = Deadline::after(self.timeout);
        let response = within(deadline, self.send(get(&path)?)).await?;
        Ok(EventStream::new(Frames::new(response.into_body())))
    }

    async fn answer<T: DeserializeOwned>(
        &mut self,
        request: Request<Full<Bytes>>,
    ) -> Result<T, Error> {
        let path = request.uri().path().to_owned();
        within(Deadline::after(self.timeout), async {
            let body = whole(self.send(request).await?.into_body()).await?;
            serde_json::from_slice(&body).map_err(|e| {
                Error::Protocol(format!("the answer to {path} is not understood: {e}"))
            })
        })
        .await
    }

    async fn send(&mut self, request: Request<Full<Bytes>>) -> Result<Response<Incoming>, Error> {
        self.sender.ready().await.map_err(|e| Error::broken(&e))?;
        let response = self.sender.send_request(request).await.map_err(|e| Error::broken(&e))?;
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        let retry_after = retry_after(response.headers());
        let body = whole(response.into_body()).await?;
        Err(Error::from_answer(status.as_u16(), retry_after, &body))
    }
}

/// When to stop waiting, and what was allowed, for the message.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deadline {
    at: Instant,
    limit: Duration,
}

impl Deadline {
    fn after(limit: Option<Duration>) -> Option<Self> {
        // A limit beyond what the clock can count is none.
        limit.and_then(|limit| Some(Self { at: Instant::now().checked_add(limit)?, limit }))
    }
}

pub(super) async fn within<T>(
    deadline: Option<Deadline>,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    match deadline {
        Some(Deadline { at, limit }) => {
            timeout_at(at, work).await.unwrap_or(Err(Error::Timeout { limit }))
        }
        None => work.await,
    }
}

async fn whole(body: Incoming) -> Result<Bytes, Error> {
    match Limited::new(body, ANSWER_BYTES_MAX).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(e) if e.is::<LengthLimitError>() => {
            Err(Error::Protocol(format!("the answer is over {ANSWER_BYTES_MAX} bytes")))
        }
        Err(e) => {
            Err(Error::Protocol(format!("the connection broke before the end of the answer: {e}")))
        }
    }
}

/// Of the header's two forms only the one that edged sends: whole seconds.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(header::RETRY_AFTER)?.to_str().ok()?;
    seconds.trim().parse().ok().map(Duration::from_secs)
}

fn get(path: &str) -> Result<Request<Full<Bytes>>, Error> {
    request(Method::GET, path, Bytes::new())
}

fn post<B: Serialize + ?Sized>(path: &str, body: &B) -> Result<Request<Full<Bytes>>, Error> {
    let body = serde_json::to_vec(body)
        .map_err(|e| Error::Protocol(format!("the request to {path} cannot be written: {e}")))?;
    request(Method::POST, path, body.into())
}

fn request(method: Method, path: &str, body: Bytes) -> Result<Request<Full<Bytes>>, Error> {
    let mut request =
        Request::builder().method(&method).uri(path).header(header::HOST, "localhost");
    if method == Method::POST {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    request
        .body(Full::new(body))
        .map_err(|e| Error::Protocol(format!("`{path}` is not a path: {e}")))
}

#[cfg(test)]
#[path = "connection_tests.rs"]
mod tests;
