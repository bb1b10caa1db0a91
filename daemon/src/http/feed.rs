//! `GET /edge/v1/events`: the event ring as a stream, from now or from a sequence number on.

use super::{App, told_to_drain};
use crate::ops::Caller;
use axum::body::{Body, Bytes};
use axum::response::Response;
use http::{HeaderValue, header};
use http_body::Frame;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::mpsc;

const KEEP_ALIVE: Duration = Duration::from_secs(10);
const EVENTS_AT_ONCE: usize = 128;
/// A reader this far behind makes its feed wait; the ring goes on.
const WRITES_AHEAD_MAX: usize = 4;

/// `since` is the last event the reader has seen; without it the feed begins now.
pub(super) fn respond(app: &App, caller: Caller, since: Option<u64>) -> Response {
    let (writes, reader) = mpsc::channel(WRITES_AHEAD_MAX);
    let last = app.ops.events().last_seq();
    let since = match since {
        Some(since) if since <= last => since,
        // A number of an earlier daemon: all of this one's events are news.
        Some(_) => 0,
        None => last,
    };
    tokio::spawn(feed(app.clone(), caller, since, writes));
    let mut response = Response::new(Body::new(Feed { reader }));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

async fn feed(app: App, caller: Caller, mut seen: u64, writes: mpsc::Sender<Bytes>) {
    let mut news = app.ops.events().subscribe();
    let mut draining = app.draining.clone();
    // Headers go out with the first bytes: a reader must know at once that it is connected.
    let mut out = b": edged events\n\n".to_vec();
    loop {
        loop {
            let batch = app.ops.events().after(seen, EVENTS_AT_ONCE);
            if batch.missed > 0 {
                out.extend_from_slice(format!(": missed {}\n\n", batch.missed).as_bytes());
            }
            // Each time anew: the rules may have changed, and then nothing more is told by the old ones.
            let Ok(view) = app.ops.view_events(&caller) else { return };
            for event in batch.events {
                seen = event.seq;
                out.extend_from_slice(format!("event: {}\ndata: ", event.kind.as_str()).as_bytes());
                serde_json::to_writer(&mut out, &view.of(event)).expect("an event is plain data");
                out.extend_from_slice(b"\n\n");
            }
            if out.is_empty() {
                break;
            }
            if writes.send(Bytes::from(std::mem::take(&mut out))).await.is_err() {
                return;
            }
        }
        tokio::select! {
            changed = news.changed() => if changed.is_err() {
                return;
            },
            () = writes.closed() => return,
            () = told_to_drain(&mut draining) => return,
            () = tokio::time::sleep(KEEP_ALIVE) => out.extend_from_slice(b": keep-alive\n\n"),
        }
    }
}

struct Feed {
    reader: mpsc::Receiver<Bytes>,
}

impl http_body::Body for Feed {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.reader.poll_recv(cx).map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes))))
    }
}
