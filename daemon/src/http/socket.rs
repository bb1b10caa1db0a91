//! The one owner of a connection's bytes. hyper reads and writes through it; beside it a watcher looks out
//! for a client that leaves, and a refusal of hyper's own gets its envelope (`head`).
//!
//! hyper looks for the end of the stream while it answers, but not behind bytes that it has not parsed yet:
//! a stray line break or a second request would hide that the client is gone. So while a request is in
//! progress the watcher reads on, and keeps what it finds for hyper. Both are polled by the connection's
//! task, hyper first; whatever readiness one of them meets wakes them both.

use super::head::{self, HeadLimits};
use super::wire::Wire;
use axum::body::Bytes;
use bytes::{Buf, BytesMut};
use http_body::{Frame, SizeHint};
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::rt::TokioIo;
use std::future::{Future, poll_fn};
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;
use tracing::Span;

/// A client with more than this under way behind the request that is being answered is not seen to leave
/// until the answer is written.
pub(super) const READ_AHEAD_BYTES_MAX: usize = 16 * 1024;
/// hyper's buffer grows whenever a read fills it, and each connection has one.
const READ_BYTES: usize = 4 * 1024;
/// A refused client is listened to for this long, so that it gets to read its refusal.
const LISTEN_TIMEOUT: Duration = Duration::from_secs(5);

/// A handle on the connection; hyper has one, the watcher another.
#[derive(Clone, Debug)]
pub(super) struct Socket {
    shared: Arc<Mutex<Shared>>,
}

#[derive(Debug)]
struct Shared {
    stream: TokioIo<Wire>,
    /// What the watcher has read and hyper has not.
    ahead: BytesMut,
    answering: bool,
    /// hyper reads the request's body.
    in_body: bool,
    /// Somebody has put it away before its end.
    unread: bool,
    /// The next head has begun to arrive.
    in_head: bool,
    limits: HeadLimits,
    /// What the client is told instead of a refusal of hyper's, as far as it is not written.
    refusal: Bytes,
    refused: bool,
    write_timeout: Duration,
    /// Goes off when the client has taken nothing for so long.
    stalled: Option<Pin<Box<Sleep>>>,
}

/// A request is in progress for as long as this lives.
#[derive(Debug)]
pub(super) struct Answering {
    socket: Socket,
}

/// A request's body. Until it is read nothing is read ahead of hyper, which then sees by itself who leaves: it
/// would only be held twice.
#[derive(Debug)]
pub(super) struct Asking<B> {
    body: B,
    socket: Socket,
}

/// A body that keeps its request in progress until it is sent or dropped.
#[derive(Debug)]
pub(super) struct Answer<B> {
    pub(super) body: B,
    /// What the client said of itself, for the log.
    pub(super) span: Span,
    pub(super) _answering: Answering,
}

impl Socket {
    pub(super) fn new(stream: Wire, limits: HeadLimits, write_timeout: Duration) -> Self {
        let shared = Shared {
            stream: TokioIo::new(stream),
            ahead: BytesMut::new(),
            answering: false,
            in_body: false,
            unread: false,
            in_head: false,
            limits,
            refusal: Bytes::new(),
            refused: false,
            write_timeout,
            stalled: None,
        };
        Self { shared: Arc::new(Mutex::new(shared)) }
    }

    pub(super) fn answer(&self) -> Answering {
        let mut shared = self.lock();
        (shared.answering, shared.in_head) = (true, false);
        drop(shared);
        Answering { socket: self.clone() }
    }

    /// Of the request that is in progress now.
    pub(super) fn asking<B: http_body::Body>(&self, body: B) -> Asking<B> {
        let mut shared = self.lock();
        (shared.in_body, shared.unread) = (!body.is_end_stream(), false);
        drop(shared);
        Asking { body, socket: self.clone() }
    }

    /// Says no to who has begun a request and does not go on, or does not speak HTTP/1.1 at all. A connection
    /// that merely waits is closed without a word.
    pub(super) async fn refuse(&self, error: &hyper::Error) {
        if self.lock().is_refused(error) {
            let told = poll_fn(|cx| self.lock().poll_told(cx));
            // Whoever does not take it in time goes without.
            _ = tokio::time::timeout(LISTEN_TIMEOUT, told).await;
        }
    }

    /// Reads on for a client that has its answer and may not be done sending what was not read of its request: it
    /// would see the connection reset instead. Whoever is not done by then may miss the answer.
    pub(super) async fn read_on(&self, bytes_max: usize) {
        if !self.lock().unread {
            return;
        }
        let skipped = async {
            let mut seen = 0;
            while seen <= bytes_max {
                match poll_fn(|cx| self.lock().stream.inner_mut().poll_skip(cx)).await {
                    Ok(0) | Err(_) => return,
                    Ok(read) => seen += read,
                }
            }
        };
        _ = tokio::time::timeout(LISTEN_TIMEOUT, skipped).await;
    }

    /// Comes back when the client leaves during a request; one that will send no more counts as gone.
    pub(super) async fn left(&self) {
        poll_fn(|cx| self.lock().poll_left(cx)).await;
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Answering {
    /// Nobody has read all of the request's body. Unless hyper finds the rest in what has come, the connection ends.
    pub(super) fn leaves_unread(&self) -> bool {
        matches!(&*self.socket.lock(), Shared { unread, in_body, .. } if *unread || *in_body)
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.socket.lock().answering = false;
    }
}

impl Shared {
    fn poll_left(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        while self.answering && !self.in_body && self.ahead.len() < READ_AHEAD_BYTES_MAX {
            // Nearly always there is nothing, which this says without a system call.
            if ready!(self.stream.inner().poll_read_ready(cx)).is_err() {
                return Poll::Ready(());
            }
            let mut bytes = [0; READ_BYTES];
            let mut bytes = ReadBuf::new(&mut bytes);
            match ready!(Pin::new(self.stream.inner_mut()).poll_read(cx, &mut bytes)) {
                Ok(()) if !bytes.filled().is_empty() => {
                    self.ahead.extend_from_slice(bytes.filled());
                    // hyper may be waiting for what has just been taken from under it.
                    cx.waker().wake_by_ref();
                }
                Ok(()) | Err(_) => return Poll::Ready(()),
            }
        }
        Poll::Pending
    }

    fn is_refused(&mut self, error: &hyper::Error) -> bool {
        if !self.refused && self.in_head {
            self.refusal = match (error.is_timeout(), error.is_parse()) {
                (true, _) => self.limits.too_slow(),
                (false, true) => head::unreadable(),
                (false, false) => Bytes::new(),
            };
            self.refused = !self.refusal.is_empty();
        }
        self.refused
    }

    /// Closing a socket with unread bytes resets it, and the client may see that instead of its refusal: so
    /// the refusal is followed by the end of the stream, and what still comes is read until the client is done.
    fn poll_told(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if ready!(self.poll_refusal(cx)).is_err()
            || ready!(Pin::new(self.stream.inner_mut()).poll_shutdown(cx)).is_err()
        {
            return Poll::Ready(());
        }
        while ready!(self.stream.inner_mut().poll_skip(cx)).is_ok_and(|read| read > 0) {}
        Poll::Ready(())
    }

    fn poll_refusal(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.refusal.is_empty() {
            let written = Pin::new(&mut self.stream).poll_write(cx, &self.refusal);
            let count = ready!(self.unless_stalled(written, cx))?;
            if count == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.refusal.advance(count);
        }
        Poll::Ready(Ok(()))
    }

    /// What hyper writes, but for a refusal of its own.
    fn poll_write(&mut self, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let bytes = match head::bare(bytes) {
            Some(bare) if bare.begin == 0 => {
                self.refusal = self.limits.refusal(bare);
                self.refused = true;
                return Poll::Ready(Ok(bytes.len()));
            }
            Some(bare) => &bytes[..bare.begin],
            None => bytes,
        };
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.unless_stalled(written, cx)
    }

    /// A client that does not read must not hold its connection for ever.
    fn unless_stalled(
        &mut self,
        written: Poll<io::Result<usize>>,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let timeout = self.write_timeout;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(tokio::time::sleep(timeout)));
        stalled.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }

    fn poll_read(
        &mut self,
        cx: &mut Context<'_>,
        mut into: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        // What is left of a refused body is no head.
        let counts = !self.answering && !self.in_body;
        if self.ahead.is_empty() {
            let mut bytes = [0; READ_BYTES];
            let mut bytes = ReadBuf::new(&mut bytes[..READ_BYTES.min(into.remaining())]);
            let read = Pin::new(self.stream.inner_mut()).poll_read(cx, &mut bytes);
            self.in_head |= counts && read.is_ready();
            into.put_slice(bytes.filled());
            return read;
        }
        self.in_head |= counts;
        let len = self.ahead.len().min(into.remaining());
        into.put_slice(&self.ahead[..len]);
        self.ahead.advance(len);
        if self.ahead.is_empty() {
            // An idle connection holds no buffer.
            self.ahead = BytesMut::new();
        }
        Poll::Ready(Ok(()))
    }
}

impl Read for Socket {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        self.lock().poll_read(cx, into)
    }
}

impl Write for Socket {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.lock().poll_write(cx, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut shared = self.lock();
        ready!(shared.poll_refusal(cx))?;
        Pin::new(&mut shared.stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut shared = self.lock();
        ready!(shared.poll_refusal(cx))?;
        Pin::new(&mut shared.stream).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.lock().stream.is_write_vectored()
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let mut shared = self.lock();
        if let [bytes] = bytes {
            return shared.poll_write(cx, bytes);
        }
        let written = Pin::new(&mut shared.stream).poll_write_vectored(cx, bytes);
        shared.unless_stalled(written, cx)
    }
}

impl<B: http_body::Body<Data = Bytes> + Unpin> http_body::Body for Asking<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        if !matches!(frame, Some(Ok(_))) {
            self.socket.lock().in_body = false;
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl<B> Drop for Asking<B> {
    fn drop(&mut self) {
        let mut shared = self.socket.lock();
        (shared.in_body, shared.unread) = (false, shared.in_body);
    }
}

impl<B: http_body::Body<Data = Bytes> + Unpin> http_body::Body for Answer<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let this = &mut *self;
        let _entered = this.span.enter();
        Pin::new(&mut this.body).poll_frame(cx)
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
    use crate::config::Settings;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::task::{Wake, Waker};
    use tokio::io::AsyncWriteExt;
    use tokio::net::UnixStream;

    fn socket_of(stream: UnixStream) -> Socket {
        let limits = HeadLimits::from(&Settings::default().limits);
        Socket::new(Wire::Unix(stream), limits, Duration::from_secs(60))
    }

    /// As hyper does, up to `len` bytes.
    async fn read(socket: &mut Socket, len: usize) -> Vec<u8> {
        let mut bytes = vec![0; len];
        let mut into = hyper::rt::ReadBuf::new(&mut bytes);
        poll_fn(|cx| Pin::new(&mut *socket).poll_read(cx, into.unfilled())).await.unwrap();
        into.filled().to_vec()
    }

    async fn watch_once(socket: &Socket) -> bool {
        tokio::select! {
            biased;
            () = socket.left() => true,
            () = tokio::task::yield_now() => false,
        }
    }

    #[tokio::test]
    async fn what_is_read_ahead_is_bounded_and_comes_out_in_order() {
        let (mut client, socket) = UnixStream::pair().unwrap();
        let mut socket = socket_of(socket);
        let sent: Vec<u8> = (0..=u8::MAX).cycle().take(READ_AHEAD_BYTES_MAX + 9_999).collect();
        let sending = async {
            client.write_all(&sent).await.unwrap();
            client
        };
        let answering = socket.answer();
        let watched = socket.clone();
        let (client, ()) = tokio::join!(sending, async {
            while watched.lock().ahead.len() < READ_AHEAD_BYTES_MAX {
                assert!(!watch_once(&watched).await, "the client is still there");
            }
        });
        drop(client);
        assert!(!watch_once(&socket).await, "it stops when it holds enough");
        assert_eq!(socket.lock().ahead.len(), READ_AHEAD_BYTES_MAX);
        let mut got = Vec::new();
        while got.len() < sent.len() {
            got.extend(read(&mut socket, 10_000).await);
        }
        assert!(got == sent);
        socket.left().await;
        drop(answering);
    }

    #[tokio::test]
    async fn nothing_is_read_ahead_of_a_body() {
        let (mut client, socket) = UnixStream::pair().unwrap();
        let socket = socket_of(socket);
        let _answering = socket.answer();
        let body = socket.asking(http_body_util::Full::<Bytes>::from("x"));
        client.write_all(b"more").await.unwrap();
        poll_fn(|cx| socket.lock().stream.inner().poll_read_ready(cx)).await.unwrap();
        assert!(!watch_once(&socket).await);
        assert!(socket.lock().ahead.is_empty());
        drop(body);
        assert!(!watch_once(&socket).await);
        assert_eq!(socket.lock().ahead, "more");
    }

    #[tokio::test]
    async fn only_a_request_in_progress_is_watched() {
        let (client, socket) = UnixStream::pair().unwrap();
        let socket = socket_of(socket);
        drop(client);
        assert!(!watch_once(&socket).await);
        let answering = socket.answer();
        socket.left().await;
        drop(answering);
        assert!(!watch_once(&socket).await);
    }

    #[derive(Default)]
    struct Woken(AtomicBool);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.store(true, Ordering::Relaxed);
        }
    }

    #[tokio::test]
    async fn a_read_that_waits_is_woken_by_what_the_watcher_takes() {
        let (mut client, socket) = UnixStream::pair().unwrap();
        let mut socket = socket_of(socket);
        let _answering = socket.answer();
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(Arc::clone(&woken));
        let mut cx = Context::from_waker(&waker);
        let mut bytes = [0; 8];
        let mut into = hyper::rt::ReadBuf::new(&mut bytes);
        assert!(Pin::new(&mut socket).poll_read(&mut cx, into.unfilled()).is_pending());
        client.write_all(b"x").await.unwrap();
        while !woken.0.swap(false, Ordering::Relaxed) {
            tokio::task::yield_now().await;
        }
        assert!(socket.lock().poll_left(&mut cx).is_pending());
        assert!(woken.0.load(Ordering::Relaxed), "the byte is not on the socket any more");
        assert!(Pin::new(&mut socket).poll_read(&mut cx, into.unfilled()).is_ready());
        assert_eq!(into.filled(), b"x");
    }
}
