//! The port: HTTP that carries the key goes on to the daemon's Unix socket, and the answer comes back as it
//! arrives. Nothing is kept here but what is on its way.

use crate::keys;
use edge_api::bearer;
use edge_api::client::Driver;
use edge_api::error::{ApiError, Code, Envelope};
use http_body_util::{Either, Full};
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper::{HeaderMap, Request, Response, StatusCode, Uri};
use hyper_util::rt::{TokioIo, TokioTimer};
use sha2::{Digest, Sha256};
use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use subtle::ConstantTimeEq;
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// More wait until one ends.
const CONNECTIONS_MAX: usize = 64;
/// Anybody on this machine may connect, and must not keep a place without saying something.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
/// Out of file descriptors, most likely: the others get a moment to end.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// They speak of one connection, and there are two here.
const HOP_BY_HOP: [HeaderName; 7] = [
    header::CONNECTION,
    header::EXPECT,
    header::HOST,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

pub(super) struct Gate {
    listener: TcpListener,
    key: String,
    socket: Arc<PathBuf>,
}

type Answer = Either<Full<Bytes>, Passing>;

impl Gate {
    pub(super) async fn open(socket: &Path) -> Result<Self, io::Error> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let key = keys::random()?;
        Ok(Self { listener, key, socket: Arc::new(socket.to_owned()) })
    }

    pub(super) fn address(&self) -> Result<SocketAddr, io::Error> {
        self.listener.local_addr()
    }

    pub(super) fn key(&self) -> &str {
        &self.key
    }

    /// Until it is dropped, and with it every connection.
    pub(super) async fn serve(self) {
        let hash: [u8; 32] = Sha256::digest(&self.key).into();
        let room = Arc::new(Semaphore::new(CONNECTIONS_MAX));
        let mut connections = JoinSet::new();
        loop {
            let place = Arc::clone(&room).acquire_owned().await.expect("it is never closed");
            while connections.try_join_next().is_some() {}
            match self.listener.accept().await {
                Ok((stream, _)) => {
                    let socket = Arc::clone(&self.socket);
                    connections.spawn(async move {
                        connection(stream, hash, socket).await;
                        drop(place);
                    });
                }
                Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
            }
        }
    }
}

async fn connection(stream: TcpStream, hash: [u8; 32], socket: Arc<PathBuf>) {
    // A token is worth a packet. Who is gone already does not mind.
    _ = stream.set_nodelay(true);
    let service = service_fn(move |request: Request<Incoming>| {
        let socket = Arc::clone(&socket);
        async move {
            let answer = match has_key(request.headers(), &hash) {
                true => forward(request, &socket).await,
                false => Err(refusal()),
            };
            Ok::<_, Infallible>(answer.unwrap_or_else(|refused| *refused))
        }
    });
    // However it ends: who was on it knows.
    _ = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

fn has_key(headers: &HeaderMap, hash: &[u8; 32]) -> bool {
    let shown = headers.get_all(header::AUTHORIZATION).iter().map(HeaderValue::as_bytes);
    bearer::key(shown).is_ok_and(|key| Sha256::digest(key).as_slice().ct_eq(hash).into())
}

/// On a connection of its own: a call that is given up takes it along, which is how the daemon learns of it.
async fn forward(
    request: Request<Incoming>,
    socket: &Path,
) -> Result<Response<Answer>, Box<Response<Answer>>> {
    let lost = |error: &dyn std::error::Error| Box::new(unreachable(socket, error));
    let stream = UnixStream::connect(socket).await.map_err(|error| lost(&error))?;
    let (mut sender, connection) =
        handshake(TokioIo::new(stream)).await.map_err(|error| lost(&error))?;
    let driver = Driver::of(connection);
    let request = for_the_daemon(request);
    let response = sender.send_request(request).await.map_err(|error| lost(&error))?;
    let (mut head, body) = response.into_parts();
    without_hop_by_hop(&mut head.headers);
    let body = Passing { body, _sender: sender, _driver: driver };
    Ok(Response::from_parts(head, Either::Right(body)))
}

fn for_the_daemon(request: Request<Incoming>) -> Request<Incoming> {
    let (mut head, body) = request.into_parts();
    without_hop_by_hop(&mut head.headers);
    head.headers.remove(header::AUTHORIZATION);
    head.headers.insert(header::HOST, HeaderValue::from_static("localhost"));
    let path = head.uri.path_and_query().cloned();
    head.uri = path.map_or_else(|| Uri::from_static("/"), Uri::from);
    Request::from_parts(head, body)
}

fn without_hop_by_hop(headers: &mut HeaderMap) {
    let named: Vec<String> = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(',').map(|name| name.trim().to_owned()))
        .collect();
    for name in named {
        headers.remove(name.as_str());
    }
    for name in &HOP_BY_HOP {
        headers.remove(name);
    }
}

fn refusal() -> Box<Response<Answer>> {
    let message = "the request does not carry the key of this `edgectl exec`";
    let error = ApiError::new(Code::InvalidApiKey, message)
        .param("authorization")
        .hint("send `Authorization: Bearer $OPENAI_API_KEY`");
    let body = serde_json::to_vec(&Envelope { error }).expect("an error is plain strings");
    let mut refused = answer(StatusCode::UNAUTHORIZED, body);
    // Whoever asks again and again without the key must not keep its place.
    refused.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    Box::new(refused)
}

fn unreachable(socket: &Path, error: &dyn std::error::Error) -> Response<Answer> {
    let body = serde_json::json!({"error": {
        "message": format!("cannot reach edged at {}: {error}", socket.display()),
        "type": "server_error", "param": null, "code": "daemon_unreachable",
        "hint": "`edgectl status` says how it is", "request_id": null,
    }});
    answer(StatusCode::BAD_GATEWAY, body.to_string().into_bytes())
}

fn answer(status: StatusCode, body: Vec<u8>) -> Response<Answer> {
    let mut response = Response::new(Either::Left(Full::from(body)));
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

/// An answer on its way, one piece at a time.
struct Passing {
    body: Incoming,
    _sender: SendRequest<Incoming>,
    _driver: Driver,
}

impl Body for Passing {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn only_the_key_itself_is_the_key() {
        let hash = Sha256::digest("secret").into();
        let may = |value| has_key(&headers(&[("authorization", value)]), &hash);
        assert!(may("Bearer secret") && may("bearer  secret"));
        for value in
            ["", "secret", "Bearer", "Bearer ", "Bearer secre", "Bearer secrets", "Basic secret"]
        {
            assert!(!may(value), "{value}");
        }
        assert!(!has_key(&HeaderMap::new(), &hash));
        let mut twice = headers(&[("authorization", "Bearer secret")]);
        twice.append("authorization", HeaderValue::from_static("Bearer other"));
        assert!(!has_key(&twice, &hash), "of two keys neither counts");
    }

    #[test]
    fn what_speaks_of_the_connection_stays_here() {
        let mut map = headers(&[
            ("connection", "close, x-mine"),
            ("x-mine", "1"),
            ("host", "127.0.0.1:1"),
            ("upgrade", "h2c"),
            ("transfer-encoding", "chunked"),
            ("content-type", "application/json"),
            ("x-request-id", "r"),
        ]);
        without_hop_by_hop(&mut map);
        let left: Vec<&str> = map.keys().map(HeaderName::as_str).collect();
        assert_eq!(left.len(), 2, "{left:?}");
        assert!(map.contains_key("content-type") && map.contains_key("x-request-id"));
    }
}
