//! One connection: who it is, settled once; its requests; its end.

use super::alarm::Alarm;
use super::socket::{Answer, Socket};
use super::{body, error, id, told_to_drain};
use crate::ops::{Caller, Ops};
use axum::Router;
use axum::body::Body;
use axum::response::Response;
use edge_api::error::ApiError;
use http::Request;
use hyper::body::Incoming;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio::sync::{Notify, watch};
use tower_service::Service;

/// What a handler can know about its connection.
#[derive(Clone, Debug)]
pub(crate) struct Peer {
    pub(crate) caller: Caller,
    /// Asks for the connection to be closed after the answer.
    pub(crate) close: Arc<Notify>,
}

/// How long a refused connection may take to send what it was about to, and to read the answer.
const REFUSAL_TIMEOUT: Duration = Duration::from_secs(5);

pub(super) async fn serve(
    stream: UnixStream,
    caller: Caller,
    router: Router,
    ops: Ops,
    mut draining: watch::Receiver<bool>,
) {
    let close = Arc::new(Notify::new());
    let peer = Peer { caller, close: Arc::clone(&close) };
    let limits = ops.limits();
    let socket = Socket::new(stream, Duration::from_millis(limits.write_timeout_ms));
    let watched = socket.clone();
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let answering = watched.answer();
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(peer.clone());
        let (router, ops, caller) = (router.clone(), ops.clone(), peer.caller.clone());
        async move {
            let response = admitted(router, &ops, &caller, request).await;
            response.map(|response| response.map(|body| Answer { body, _answering: answering }))
        }
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(Alarm::default())
        .header_read_timeout(Duration::from_millis(limits.header_timeout_ms))
        .max_headers(limits.headers_max)
        .serve_connection(socket.clone(), service);
    let mut connection = std::pin::pin!(connection);
    let served = async {
        tokio::select! {
            biased;
            ended = connection.as_mut() => return ended,
            () = close.notified() => {}
            () = told_to_drain(&mut draining) => {}
        }
        connection.as_mut().graceful_shutdown();
        connection.await
    };
    // Dropped unfinished, the connection takes the call that it waits for with it.
    tokio::select! {
        biased;
        ended = served => if let Err(error) = ended {
            tracing::debug!(%error, "a connection ended early");
        },
        () = socket.left() => tracing::debug!("a client left before its answer"),
    }
}

/// Who may do nothing here but ask for health learns no more than that, whatever they ask and send.
async fn admitted(
    mut router: Router,
    ops: &Ops,
    caller: &Caller,
    request: Request<Body>,
) -> Result<Response, Infallible> {
    let refusal = match request.uri().path() {
        "/healthz" | "/readyz" => None,
        _ => ops.may_enter(caller).err(),
    };
    match refusal {
        // A router is always ready.
        None => router.call(request).await,
        Some(refusal) => {
            body::discard(request.into_body(), ops).await;
            Ok(error::respond(refusal, &id::new_id()))
        }
    }
}

/// Tells a connection beyond the limit so, once it has begun to send, and reads on until it closes: closing
/// a Unix socket with unread bytes resets it, and the client may see that instead of the rest of the answer.
pub(super) async fn refuse(mut stream: UnixStream, refusal: ApiError) {
    let answer = error::raw_answer(refusal);
    let told = async {
        let mut bytes = [0; 4096];
        if stream.read(&mut bytes).await? == 0 {
            return Ok(());
        }
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await?;
        while stream.read(&mut bytes).await? > 0 {}
        std::io::Result::Ok(())
    };
    // Whoever does not take the answer in time goes without.
    _ = tokio::time::timeout(REFUSAL_TIMEOUT, told).await;
}
