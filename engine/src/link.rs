//! The worker's end of the socket to `edged`: reads without blocking, writes all or fails.
//!
//! It knows frames and the end of the conversation, not what a frame means.

use edge_api::frame::{self, Decoder, FRAME_BYTES_MAX, FrameError};
use edge_api::worker::{FromWorker, ToWorker};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::net::{RecvFlags, recv};
use std::io::{self, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::time::Instant;

const READ_BYTES: usize = 64 * 1024;

/// How much may be read and not yet handled. Beyond it the kernel holds the rest, and then the sender.
const INBOX_BYTES_MAX: usize = FRAME_BYTES_MAX;

#[derive(Debug, thiserror::Error)]
pub(crate) enum LinkError {
    /// Not a failure: this is how a worker is told to end.
    #[error("edged closed the connection")]
    Closed,
    #[error("the connection to edged failed")]
    Io(#[source] io::Error),
    #[error("edged sent a bad frame")]
    Received(#[source] FrameError),
    #[error("a frame for edged cannot be sent")]
    Sent(#[source] FrameError),
}

#[derive(Debug)]
pub(crate) struct Link {
    socket: UnixStream,
    decoder: Decoder,
    /// What was read since the last time all whole frames were taken.
    inbox_bytes: usize,
    read: Vec<u8>,
    unsent: Vec<u8>,
}

impl Link {
    pub(crate) fn new(socket: UnixStream) -> Result<Self, LinkError> {
        // Only reads must not block, and they say so themselves.
        socket.set_nonblocking(false).map_err(LinkError::Io)?;
        Ok(Self {
            socket,
            decoder: Decoder::default(),
            inbox_bytes: 0,
            read: vec![0; READ_BYTES],
            unsent: Vec::new(),
        })
    }

    /// Reads what has arrived.
    pub(crate) fn receive(&mut self) -> Result<(), LinkError> {
        while self.inbox_bytes < INBOX_BYTES_MAX {
            match recv(&self.socket, self.read.as_mut_slice(), RecvFlags::DONTWAIT) {
                Ok((_, 0)) => return Err(LinkError::Closed),
                Ok((_, len)) => {
                    self.decoder.push(&self.read[..len]);
                    self.inbox_bytes += len;
                    // A short read has emptied the socket, most likely: that saves a call per step.
                    if len < self.read.len() {
                        return Ok(());
                    }
                }
                Err(Errno::AGAIN) => return Ok(()),
                Err(Errno::INTR) => {}
                Err(error) => return Err(closed_or_failed(error.into())),
            }
        }
        Ok(())
    }

    /// The next whole frame that was received.
    pub(crate) fn next_frame(&mut self) -> Result<Option<ToWorker>, LinkError> {
        let message = self.decoder.next_message().map_err(LinkError::Received)?;
        if message.is_none() {
            self.inbox_bytes = 0;
        }
        Ok(message)
    }

    /// Takes a frame to be written by the next `flush`.
    pub(crate) fn send(&mut self, message: &FromWorker) -> Result<(), LinkError> {
        frame::encode(message, &mut self.unsent).map_err(LinkError::Sent)
    }

    pub(crate) fn flush(&mut self) -> Result<(), LinkError> {
        if self.unsent.is_empty() {
            return Ok(());
        }
        self.socket.write_all(&self.unsent).map_err(closed_or_failed)?;
        self.unsent.clear();
        Ok(())
    }

    /// Sleeps until something arrives, and reads it, or until `until`, or until `wake` is readable.
    pub(crate) fn wait(
        &mut self,
        until: Option<Instant>,
        wake: Option<&OwnedFd>,
    ) -> Result<(), LinkError> {
        self.flush()?;
        let timeout = until.map(|until| {
            let left = until.saturating_duration_since(Instant::now());
            Timespec::try_from(left).expect("deadlines are minutes away at most")
        });
        let has_room = self.inbox_bytes < INBOX_BYTES_MAX;
        let interest = if has_room { PollFlags::IN } else { PollFlags::empty() };
        let wake_or_socket = wake.map_or(self.socket.as_fd(), OwnedFd::as_fd);
        let mut fds = [
            PollFd::new(&self.socket, interest),
            PollFd::from_borrowed_fd(wake_or_socket, PollFlags::IN),
        ];
        let watched = if wake.is_some() { 2 } else { 1 };
        match poll(&mut fds[..watched], timeout.as_ref()) {
            Ok(_) => {}
            Err(Errno::INTR) => return Ok(()),
            Err(error) => return Err(LinkError::Io(error.into())),
        }
        let seen = fds[0].revents();
        if seen.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            return Err(LinkError::Closed);
        }
        if seen.contains(PollFlags::IN) {
            self.receive()?;
        }
        Ok(())
    }

    /// Reads, but lets no frame be handled, until `deadline` has passed; says when it is.
    pub(crate) fn wait_until(&mut self, deadline: Instant) -> Result<Instant, LinkError> {
        loop {
            let now = Instant::now();
            if now >= deadline {
                return Ok(now);
            }
            self.wait(Some(deadline), None)?;
        }
    }
}

fn closed_or_failed(error: io::Error) -> LinkError {
    if matches!(error.kind(), io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset) {
        LinkError::Closed
    } else {
        LinkError::Io(error)
    }
}
