//! The bytes of one connection, whichever door it came through.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpStream, UnixStream};

const SKIP_BYTES: usize = 16 * 1024;

#[derive(Debug)]
pub(super) enum Wire {
    Unix(UnixStream),
    Tcp(TcpStream),
}

impl Wire {
    pub(super) fn poll_read_ready(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self {
            Wire::Unix(stream) => stream.poll_read_ready(cx),
            Wire::Tcp(stream) => stream.poll_read_ready(cx),
        }
    }

    /// Reads something and keeps nothing of it; 0 at the end. Who waits for it holds no buffer meanwhile.
    pub(super) fn poll_skip(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let mut bytes = [0; SKIP_BYTES];
        let mut bytes = ReadBuf::new(&mut bytes);
        let read = Pin::new(self).poll_read(cx, &mut bytes);
        read.map_ok(|()| bytes.filled().len())
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Wire::Unix(stream) => Pin::new(stream).poll_read(cx, into),
            Wire::Tcp(stream) => Pin::new(stream).poll_read(cx, into),
        }
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Wire::Unix(stream) => Pin::new(stream).poll_write(cx, bytes),
            Wire::Tcp(stream) => Pin::new(stream).poll_write(cx, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Wire::Unix(stream) => Pin::new(stream).poll_flush(cx),
            Wire::Tcp(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Wire::Unix(stream) => Pin::new(stream).poll_shutdown(cx),
            Wire::Tcp(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Wire::Unix(stream) => Pin::new(stream).poll_write_vectored(cx, bytes),
            Wire::Tcp(stream) => Pin::new(stream).poll_write_vectored(cx, bytes),
        }
    }
}
