//! The port: HTTP that carries the key goes on to the daemon's Unix socket. Nothing is kept here but what is on
//! its way.
//!
//! Anybody on this machine may connect. Whoever has not shown the key yet has a place apart, and loses it to
//! the next who comes: so who says nothing keeps nobody out.

use super::passing::{Passing, forward};
use crate::keys;
use edge_api::bearer;
use edge_api::error::{ApiError, Code, Envelope};
use edge_api::host;
use http_body_util::{Either, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper::{HeaderMap, Request, Response, StatusCode, Uri};
use hyper_util::rt::{TokioIo, TokioTimer};
use sha2::{Digest, Sha256};
use std::collections::VecDeque;
use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use subtle::ConstantTimeEq;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OnceCell, OwnedSemaphorePermit, Semaphore};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, sleep, sleep_until};

/// With the key; more wait until one ends.
const CONNECTIONS_MAX: usize = 64;
/// Those that have not shown the key yet. One more, and the oldest of them goes.
const KEYLESS_MAX: usize = 256;
/// However many come, each has so long to show the key, ...
const KEYLESS_TIME_MIN: Duration = Duration::from_millis(50);
/// ... and however few, no longer.
const KEYLESS_TIME_MAX: Duration = Duration::from_secs(2);
/// From one request of a connection with the key to the next.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
/// Out of file descriptors, most likely: the others get a moment to end.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const REQUEST_ID_BYTES_MAX: usize = 128;

pub(super) struct Gate {
    listener: TcpListener,
    key: String,
    socket: PathBuf,
}

type Answer = Either<Full<Bytes>, Passing>;

impl Gate {
    pub(super) async fn open(socket: &Path) -> Result<Self, io::Error> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let key = keys::random()?;
        Ok(Self { listener, key, socket: socket.to_owned() })
    }

    pub(super) fn address(&self) -> Result<SocketAddr, io::Error> {
        self.listener.local_addr()
    }

    pub(super) fn key(&self) -> &str {
        &self.key
    }

    /// Until it is dropped, and with it every connection.
    pub(super) async fn serve(self) {
        let Self { listener, key, socket } = self;
        let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
        let inside = Arc::new(Inside { hash: Sha256::digest(&key).into(), socket, places });
        let mut connections = JoinSet::new();
        let mut keyless = Keyless::default();
        loop {
            // Whoever waits with the key goes before who is not even accepted.
            drop(inside.places.acquire().await.expect("it is never closed"));
            while connections.try_join_next().is_some() {}
            keyless.make_room().await;
            match listener.accept().await {
                Ok((stream, _)) => {
                    let shown = Arc::new(AtomicBool::new(false));
                    let served = connection(stream, Arc::clone(&inside), Arc::clone(&shown));
                    keyless.add(shown, connections.spawn(served));
                }
                Err(_) => sleep(ACCEPT_PAUSE).await,
            }
        }
    }
}

/// What each connection needs.
struct Inside {
    hash: [u8; 32],
    socket: PathBuf,
    places: Arc<Semaphore>,
}

/// The connections that have not shown the key yet, the oldest first.
#[derive(Default)]
struct Keyless(VecDeque<Newcomer>);

struct Newcomer {
    since: Instant,
    /// It has shown the key.
    shown: Arc<AtomicBool>,
    task: AbortHandle,
}

impl Newcomer {
    fn is_keyless(&self) -> bool {
        !self.shown.load(Ordering::Relaxed) && !self.task.is_finished()
    }
}

impl Keyless {
    fn add(&mut self, shown: Arc<AtomicBool>, task: AbortHandle) {
        self.0.push_back(Newcomer { since: Instant::now(), shown, task });
    }

    /// For one more.
    async fn make_room(&mut self) {
        self.0.retain(Newcomer::is_keyless);
        if self.0.len() < KEYLESS_MAX {
            return;
        }
        let Some(oldest) = self.0.pop_front() else { return };
        sleep_until(oldest.since + KEYLESS_TIME_MIN).await;
        if oldest.is_keyless() {
            oldest.task.abort();
        }
    }
}

async fn connection(stream: TcpStream, inside: Arc<Inside>, shown: Arc<AtomicBool>) {
    // A token is worth a packet. Who is gone already does not mind.
    _ = stream.set_nodelay(true);
    let place: Arc<OnceCell<OwnedSemaphorePermit>> = Arc::default();
    let has_shown = Arc::clone(&shown);
    let service = service_fn(move |request: Request<Incoming>| {
        let (inside, shown) = (Arc::clone(&inside), Arc::clone(&shown));
        let place = Arc::clone(&place);
        async move {
            if let Err(refusal) = inside.enter(request.uri(), request.headers()) {
                return Ok(refused(refusal));
            }
            shown.store(true, Ordering::Relaxed);
            place.get_or_init(|| inside.place()).await;
            Ok::<_, Infallible>(inside.answer(request).await)
        }
    });
    let served = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .serve_connection(TokioIo::new(stream), service);
    let too_long_without = async {
        sleep(KEYLESS_TIME_MAX).await;
        if has_shown.load(Ordering::Relaxed) {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        // However it ends: who was on it knows.
        _ = served => {}
        () = too_long_without => {}
    }
}

impl Inside {
    /// As the daemon's own door: whoever means another machine learns nothing of the key.
    fn enter(&self, target: &Uri, headers: &HeaderMap) -> Result<(), ApiError> {
        let in_target = target.authority().map(|authority| authority.as_str().as_bytes());
        let in_headers = headers.get_all(header::HOST).iter().map(HeaderValue::as_bytes);
        let ours = |host: &[u8]| {
            std::str::from_utf8(host).is_ok_and(|host| host::is_this_machine(host, &[]))
        };
        if let Some(foreign) = in_headers.chain(in_target).find(|host| !ours(host)) {
            let hint = "ask at the address in $OPENAI_BASE_URL, as it is";
            return Err(host::foreign(foreign).hint(hint));
        }
        if has_key(headers, &self.hash) {
            return Ok(());
        }
        let message = "the request does not carry the key of this `edgectl exec`";
        let error = ApiError::new(Code::InvalidApiKey, message).param("authorization");
        Err(error.hint("send `Authorization: Bearer $OPENAI_API_KEY`"))
    }

    /// For as long as the connection lives.
    async fn place(&self) -> OwnedSemaphorePermit {
        Arc::clone(&self.places).acquire_owned().await.expect("it is never closed")
    }

    async fn answer(&self, request: Request<Incoming>) -> Response<Answer> {
        let theirs = request.headers().get(REQUEST_ID).filter(|id| is_id(id.as_bytes()));
        let id = theirs.and_then(|id| id.to_str().ok()).map_or_else(new_id, str::to_owned);
        match forward(request, &self.socket).await {
            Ok(response) => response.map(Either::Right),
            Err(lost) => {
                let message = format!("cannot reach edged at {}: {lost}", self.socket.display());
                let body = serde_json::json!({"error": {
                    "message": message, "type": "server_error", "param": null,
                    "code": "daemon_unreachable", "hint": "`edgectl status` says how it is",
                    "request_id": id,
                }});
                answer(StatusCode::BAD_GATEWAY, &id, body.to_string().into_bytes())
            }
        }
    }
}

fn has_key(headers: &HeaderMap, hash: &[u8; 32]) -> bool {
    let shown = headers.get_all(header::AUTHORIZATION).iter().map(HeaderValue::as_bytes);
    bearer::key(shown).is_ok_and(|key| Sha256::digest(key).as_slice().ct_eq(hash).into())
}

fn refused(mut error: ApiError) -> Response<Answer> {
    let (id, code) = (new_id(), error.code);
    error.request_id = Some(id.clone());
    let body = serde_json::to_vec(&Envelope { error }).expect("an error is plain strings");
    let status = StatusCode::from_u16(code.status()).expect("every code has a status of HTTP");
    let mut refused = answer(status, &id, body);
    // Whoever asks again and again without the key must not keep its place.
    refused.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    if code == Code::InvalidApiKey {
        let bearer = HeaderValue::from_static("Bearer");
        refused.headers_mut().insert(header::WWW_AUTHENTICATE, bearer);
    }
    refused
}

fn answer(status: StatusCode, id: &str, body: Vec<u8>) -> Response<Answer> {
    let mut response = Response::new(Either::Left(Full::from(body)));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let id = HeaderValue::from_str(id).expect("an id is visible ASCII");
    headers.insert(REQUEST_ID, id);
    response
}

/// As the daemon has it of who names a request.
fn is_id(id: &[u8]) -> bool {
    (1..=REQUEST_ID_BYTES_MAX).contains(&id.len()) && id.iter().all(u8::is_ascii_graphic)
}

/// Of a request that the daemon never sees.
fn new_id() -> String {
    // One that is not by chance names the request all the same.
    let half = || getrandom::u64().unwrap_or_default();
    format!("{:016x}{:016x}", half(), half())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_key_itself_is_the_key() {
        let hash = Sha256::digest("secret").into();
        let may = |value| {
            let value = HeaderValue::from_static(value);
            has_key(&HeaderMap::from_iter([(header::AUTHORIZATION, value)]), &hash)
        };
        assert!(may("Bearer secret") && may("bearer  secret"));
        for value in
            ["", "secret", "Bearer", "Bearer ", "Bearer secre", "Bearer secrets", "Basic secret"]
        {
            assert!(!may(value), "{value}");
        }
        assert!(!has_key(&HeaderMap::new(), &hash));
        let pair = |key| (header::AUTHORIZATION, HeaderValue::from_static(key));
        let mut twice = HeaderMap::from_iter([pair("Bearer secret")]);
        twice.append(header::AUTHORIZATION, HeaderValue::from_static("Bearer other"));
        assert!(!has_key(&twice, &hash), "of two keys neither counts");
    }
}
