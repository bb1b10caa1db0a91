//! A Unix stream that notes when its last read ended: the moment at which what it brought arrived.
//! Events that came in one read then have one arrival, and the client's own parsing is not counted.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};
use std::time::Instant;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::UnixStream;

#[derive(Clone, Debug)]
pub(crate) struct LastRead(Arc<Mutex<Instant>>);

impl LastRead {
    pub(crate) fn get(&self) -> Instant {
        *self.0.lock().expect("no holder of this lock panics")
    }

    fn set(&self, now: Instant) {
        *self.0.lock().expect("no holder of this lock panics") = now;
    }
}

#[derive(Debug)]
pub(crate) struct TimedStream {
    stream: UnixStream,
    last_read: LastRead,
}

impl TimedStream {
    pub(crate) fn new(stream: UnixStream) -> (Self, LastRead) {
        let last_read = LastRead(Arc::new(Mutex::new(Instant::now())));
        (Self { stream, last_read: last_read.clone() }, last_read)
    }
}

impl AsyncRead for TimedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_read(cx, buffer))?;
        self.last_read.set(Instant::now());
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for TimedStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, parts)
    }
}
