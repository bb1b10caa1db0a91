//! One connection: who it is, settled once; its requests; its end.

use super::alarm::Alarm;
use super::asked::{Asked, REQUEST_ID};
use super::door::Door;
use super::head::HeadLimits;
use super::socket::{Answer, READ_AHEAD_BYTES_MAX, Socket};
use super::wire::Wire;
use super::{body, error, id, told_to_drain};
use crate::ops::{Caller, Connection, Ops};
use axum::Router;
use axum::body::Body;
use axum::response::Response;
use edge_api::error::{ApiError, Code};
use http::header::CONNECTION;
use http::{HeaderValue, Request};
use http_body::Body as _;
use hyper::body::Incoming;
use std::convert::Infallible;
use std::future::poll_fn;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::sync::{Notify, watch};
use tower_service::Service;
use tracing::{Instrument, Span};

/// What a handler can know about its connection.
#[derive(Clone, Debug)]
pub(crate) struct Peer {
    pub(crate) caller: Caller,
    /// Asks for the connection to be closed after the answer.
    pub(crate) close: Arc<Notify>,
}

/// How long a refused connection may take to send what it was about to, and to read the answer.
const REFUSAL_TIMEOUT: Duration = Duration::from_secs(5);

/// What a connection holds of a body that was read and not yet taken, beside room for a head. Left to itself it
/// may grow to 400 KB, for each of all connections.
const READ_BYTES: usize = 32 * 1024;

pub(super) async fn serve(
    (stream, door, place): (Wire, Door, Connection),
    router: Router,
    ops: Ops,
    mut draining: watch::Receiver<bool>,
) {
    let close = Arc::new(Notify::new());
    let closing = Arc::clone(&close);
    let limits = ops.limits();
    let write_timeout = Duration::from_millis(limits.write_timeout_ms);
    let socket = Socket::new(stream, HeadLimits::from(&limits), write_timeout);
    let read_on_bytes_max = door.read_on_bytes_max(&limits);
    let (watched, place) = (socket.clone(), &place);
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let answering = watched.answer();
        let most = request.body().size_hint().upper();
        let long = most.is_none_or(|bytes| bytes > READ_AHEAD_BYTES_MAX as u64);
        let request = request.map(|body| watched.asking(body));
        // Nothing but the head is read before it is known who asks.
        let entered = door.enter(request.uri(), request.headers());
        let asked = Asked::read(request.headers());
        let span = asked.as_ref().map_or_else(|_| Span::none(), Asked::span);
        let theirs = asked.as_ref().ok().and_then(|asked| asked.request_id.clone());
        let entered = entered.and_then(|caller| asked.map(|_| caller));
        let (router, ops, close) = (router.clone(), ops.clone(), Arc::clone(&closing));
        let within = span.clone();
        let answered = async move {
            match entered {
                Ok(caller) => {
                    let peer = Peer { caller, close };
                    admitted(router, &ops, place, peer, request.map(Body::new)).await
                }
                Err(refusal) => unheard(refusal),
            }
        };
        async move {
            let mut response = answered.instrument(within).await;
            span.in_scope(|| name(&mut response, theirs));
            if long && answering.leaves_unread() {
                response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            }
            Ok::<_, Infallible>(response.map(|body| Answer { body, span, _answering: answering }))
        }
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(Alarm::default())
        .header_read_timeout(Duration::from_millis(limits.header_timeout_ms))
        .max_headers(limits.headers_max)
        .max_header_size(limits.header_bytes_max)
        .max_buf_size(limits.header_bytes_max + READ_BYTES)
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
        ended = served => match ended {
            Ok(()) => socket.read_on(read_on_bytes_max).await,
            Err(error) => {
                tracing::debug!(%error, "a connection ended early");
                socket.refuse(&error).await;
            }
        },
        () = socket.left() => tracing::debug!("a client left before its answer"),
    }
}

/// Refused by the head alone: what is left of the request is not waited for. Who has no key must not keep its
/// place by asking again and again, and who has no place has none to keep.
fn unheard(refusal: ApiError) -> Response {
    let leaves = matches!(refusal.code, Code::InvalidApiKey | Code::TooManyConnections);
    let mut response = error::respond(refusal, &id::new_id());
    if leaves {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Who may do nothing here but ask for health learns no more than that, whatever they ask and send.
async fn admitted(
    mut router: Router,
    ops: &Ops,
    place: &Connection,
    mut peer: Peer,
    mut request: Request<Body>,
) -> Response {
    if !asks_for_health(&request) {
        peer.caller = ops.settled(peer.caller).await;
        if let Err(refusal) = ops.recount(place, &peer.caller) {
            return unheard(refusal);
        }
        if let Err(refusal) = ops.may_enter(&peer.caller) {
            body::discard(request.into_body(), ops).await;
            return error::respond(refusal, &id::new_id());
        }
    }
    request.extensions_mut().insert(peer);
    // A router is always ready.
    router.call(request).await.unwrap_or_else(|never| match never {})
}

/// Which is everybody's, and waits for nothing.
fn asks_for_health<B>(request: &Request<B>) -> bool {
    matches!(request.uri().path(), "/healthz" | "/readyz")
}

/// Each answer says which request it belongs to: in the client's words if it had any, else in ours.
fn name(response: &mut Response, theirs: Option<HeaderValue>) {
    let ours = response.headers_mut().remove(&REQUEST_ID);
    let ours = ours.unwrap_or_else(|| id::header(&id::new_id()));
    tracing::debug!(request = ?ours, status = response.status().as_u16(), "answered");
    response.headers_mut().insert(REQUEST_ID, theirs.unwrap_or(ours));
}

/// Tells a connection beyond the limit so, once it has begun to send, and reads on until it closes: closing
/// a Unix socket with unread bytes resets it, and the client may see that instead of the rest of the answer.
pub(super) async fn refuse(mut stream: Wire, mut refusal: ApiError) {
    refusal.request_id = Some(id::new_id());
    let answer = error::raw_answer(refusal);
    let told = async {
        if poll_fn(|cx| stream.poll_skip(cx)).await? == 0 {
            return Ok(());
        }
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await?;
        while poll_fn(|cx| stream.poll_skip(cx)).await? > 0 {}
        std::io::Result::Ok(())
    };
    // Whoever does not take the answer in time goes without.
    _ = tokio::time::timeout(REFUSAL_TIMEOUT, told).await;
}
