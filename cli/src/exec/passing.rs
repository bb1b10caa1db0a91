//! A request on its way to the daemon's Unix socket, and the answer on its way back, as it arrives.

use edge_api::client::Driver;
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{HeaderMap, Request, Response, Uri};
use hyper_util::rt::TokioIo;
use std::io;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::net::UnixStream;

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

/// The daemon is not there, or no longer.
#[derive(Debug, thiserror::Error)]
pub(super) enum Lost {
    #[error(transparent)]
    Socket(#[from] io::Error),
    #[error(transparent)]
    Http(#[from] hyper::Error),
}

/// On a connection of its own: a call that is given up takes it along, which is how the daemon learns of it.
pub(super) async fn forward(
    request: Request<Incoming>,
    socket: &Path,
) -> Result<Response<Passing>, Lost> {
    let stream = UnixStream::connect(socket).await?;
    let (mut sender, connection) = handshake(TokioIo::new(stream)).await?;
    let driver = Driver::of(connection);
    let request = for_the_daemon(request);
    let response = sender.send_request(request).await?;
    let (mut head, body) = response.into_parts();
    without_hop_by_hop(&mut head.headers);
    let body = Passing { body, _sender: sender, _driver: driver };
    Ok(Response::from_parts(head, body))
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

/// An answer on its way, one piece at a time.
pub(super) struct Passing {
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
