//! One `edge-worker` process: its socket, its exit. Nothing here knows what a call is.
//!
//! The worker's end of the socketpair is its standard input, so that no file descriptor has to be passed
//! by number. It must be spawned from the daemon's one permanent thread: the kernel ties the worker's
//! parent-death signal to the thread.

use bytes::{Buf, Bytes};
use edge_api::frame::{Decoder, FRAME_BYTES_MAX, FrameError, encode};
use edge_api::worker::{FromWorker, ToWorker};
use std::collections::VecDeque;
use std::ffi::OsString;
use std::io::{self, Write};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use tokio::io::AsyncReadExt;
use tokio::net::unix::pipe;
use tokio::sync::{Notify, mpsc};

/// Which incarnation of which device's worker speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WorkerId {
    pub(crate) device: usize,
    pub(crate) incarnation: u64,
}

#[derive(Debug)]
pub(crate) enum FromProcess {
    Frames(Vec<FromWorker>),
    /// It has read on: calls may start again.
    Drained,
    /// Its end of the socket is closed, or what came is no frame.
    Closed(Option<FrameError>),
    Exited(io::Result<ExitStatus>),
}

/// Where all that comes from processes goes.
type Events = mpsc::Sender<(WorkerId, FromProcess)>;

/// How a process is started; a test starts none.
pub(super) type Spawn = fn(&Path, &[OsString], WorkerId, &Events) -> io::Result<Process>;

/// What the socket does not take at once waits. While it is more than this no call starts: rows may be free for
/// many calls at once, and a prompt may be long.
const BACKLOG_BYTES_FOR_CALLS_MAX: usize = 1024 * 1024;
/// One frame may come on top, and what is sent besides calls is short: a worker that leaves this much waiting does
/// not read.
const BACKLOG_BYTES_MAX: usize = 2 * FRAME_BYTES_MAX;
const READ_BYTES: usize = 64 * 1024;
/// The room for a frame is used again and again, but for that of a long prompt.
const FRAME_KEPT_BYTES_MAX: usize = 64 * 1024;

/// The supervisor's grip on a process. Dropping it closes the socket, which asks the worker to go.
#[derive(Debug)]
pub(crate) struct Process {
    pub(crate) pid: u32,
    link: Option<Link>,
    kill: Arc<Notify>,
}

#[derive(Debug)]
enum Link {
    Socket(Socket),
    #[cfg(test)]
    Recorded {
        sent: Vec<ToWorker>,
        calls_taken_max: usize,
    },
}

#[derive(Debug)]
struct Socket {
    stream: UnixStream,
    backlog: Arc<Backlog>,
    frame: Vec<u8>,
}

/// What the socket has not taken. Whoever writes to the socket holds the lock, so that nothing is overtaken.
#[derive(Debug, Default)]
struct Backlog {
    waiting: Mutex<Waiting>,
    filled: Notify,
}

/// Frames in order, each gone once it is written.
#[derive(Debug, Default)]
struct Waiting {
    frames: VecDeque<Bytes>,
    bytes: usize,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum SendError {
    #[error(transparent)]
    Frame(#[from] FrameError),
    #[error("the worker does not read: {BACKLOG_BYTES_MAX} bytes are waiting")]
    Stalled,
}

impl Process {
    pub(crate) fn spawn(
        binary: &Path,
        args: &[OsString],
        id: WorkerId,
        events: &Events,
    ) -> io::Result<Self> {
        let (ours, theirs) = UnixStream::pair()?;
        ours.set_nonblocking(true)?;
        let link = Link::Socket(Socket::new(ours.try_clone()?, id, events)?);
        // Registered for reading only: a stream would also wake us each time the worker has read something.
        let reader = pipe::Receiver::from_owned_fd_unchecked(ours.into())?;
        let mut child = command(binary, args).stdin(Stdio::from(OwnedFd::from(theirs))).spawn()?;
        let pid = child.id().expect("a child that was just spawned has a pid");
        let kill = Arc::new(Notify::new());
        tokio::spawn(read_frames(reader, id, events.clone()));
        let (killed, events) = (Arc::clone(&kill), events.clone());
        tokio::spawn(async move {
            let status = loop {
                tokio::select! {
                    status = child.wait() => break status,
                    () = killed.notified() => {
                        // It may be gone already: then `wait` says so.
                        _ = child.start_kill();
                    }
                }
            };
            // Nobody listens any more when the daemon goes.
            _ = events.send((id, FromProcess::Exited(status))).await;
        });
        Ok(Self { pid, link: Some(link), kill })
    }

    pub(crate) fn send(&mut self, message: &ToWorker) -> Result<(), SendError> {
        match &mut self.link {
            Some(Link::Socket(socket)) => socket.send(message),
            #[cfg(test)]
            Some(Link::Recorded { sent, calls_taken_max }) => {
                encode(message, &mut Vec::new())?;
                let is_call = matches!(message, ToWorker::Start { .. });
                *calls_taken_max -= usize::from(is_call);
                sent.push(message.clone());
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// False: what it was sent so far has yet to be read. There will be a `Drained`.
    pub(crate) fn takes_calls(&self) -> bool {
        match &self.link {
            Some(Link::Socket(socket)) => socket.backlog.lock().takes_calls(),
            #[cfg(test)]
            Some(Link::Recorded { calls_taken_max, .. }) => *calls_taken_max > 0,
            None => true,
        }
    }

    /// Closes our side; the worker sees the end of its input and goes.
    pub(crate) fn close(&mut self) {
        if let Some(Link::Socket(socket)) = self.link.take() {
            // The reader still holds the socket, so dropping ours would not end the worker's input.
            _ = socket.stream.shutdown(std::net::Shutdown::Write);
        }
    }

    pub(crate) fn kill(&self) {
        self.kill.notify_one();
    }
}

/// What a worker may know of the daemon's environment: where libraries are, and what its drivers read.
const KEPT: &[&str] =
    &["LD_LIBRARY_PATH", "RUST_BACKTRACE", "TZ", "CUDA_VISIBLE_DEVICES", "CUDA_CACHE_PATH"];

/// All of a worker's environment is decided here.
fn command(binary: &Path, args: &[OsString]) -> tokio::process::Command {
    let mut command = tokio::process::Command::new(binary);
    // It runs models of strangers: whatever else is in there, keys maybe, is none of its business.
    command.env_clear();
    // Passed on as it is: nothing here is decided by it.
    command.envs(KEPT.iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
    command
        // Else the runtime keeps a device id and a queue of reports in the home directory.
        .env("ORT_DISABLE_TELEMETRY", "1")
        // Loads and steps take turns; an arena per thread would only hold on to memory.
        .env("MALLOC_ARENA_MAX", "2")
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::inherit())
        // A Ctrl-C at the terminal is for the daemon, which drains; workers are told by it.
        .process_group(0)
        .kill_on_drop(true);
    command
}

#[cfg(test)]
impl Process {
    /// No process: what it is sent is kept.
    pub(super) fn recorded() -> Self {
        let link = Some(Link::Recorded { sent: Vec::new(), calls_taken_max: usize::MAX });
        Self { pid: std::process::id(), link, kill: Arc::new(Notify::new()) }
    }

    /// What it was sent since the last time; `None` once it was asked to go.
    pub(super) fn take_sent(&mut self) -> Option<Vec<ToWorker>> {
        match &mut self.link {
            Some(Link::Recorded { sent, .. }) => Some(std::mem::take(sent)),
            Some(Link::Socket(_)) | None => None,
        }
    }

    /// So many it reads from now on, and then no more.
    pub(super) fn takes_so_many_calls(&mut self, count: usize) {
        if let Some(Link::Recorded { calls_taken_max, .. }) = &mut self.link {
            *calls_taken_max = count;
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.close();
    }
}

impl Socket {
    fn new(stream: UnixStream, id: WorkerId, events: &Events) -> io::Result<Self> {
        let backlog = Arc::new(Backlog::default());
        // Weak: that nobody speaks any more is known by there being no sender.
        let events = events.downgrade();
        tokio::spawn(write_backlog(stream.try_clone()?, Arc::downgrade(&backlog), id, events));
        Ok(Self { stream, backlog, frame: Vec::new() })
    }

    fn send(&mut self, message: &ToWorker) -> Result<(), SendError> {
        self.frame.clear();
        encode(message, &mut self.frame)?;
        let mut waiting = self.backlog.lock();
        let written = match waiting.frames.is_empty() {
            true => write_some(&self.stream, &self.frame),
            false => 0,
        };
        let rest = self.frame.len() - written;
        if waiting.bytes + rest > BACKLOG_BYTES_MAX {
            return Err(SendError::Stalled);
        }
        if rest > 0 {
            // The frame itself, not a copy: it may be a prompt of many MB.
            let mut frame = Bytes::from(std::mem::take(&mut self.frame));
            frame.advance(written);
            waiting.frames.push_back(frame);
            waiting.bytes += rest;
            self.backlog.filled.notify_one();
        } else if self.frame.capacity() > FRAME_KEPT_BYTES_MAX {
            self.frame = Vec::new();
        }
        Ok(())
    }
}

impl Backlog {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    fn takes_calls(&self) -> bool {
        self.bytes <= BACKLOG_BYTES_FOR_CALLS_MAX
    }

    /// So much of the first frame.
    fn wrote(&mut self, bytes: usize) {
        self.bytes -= bytes;
        if let Some(frame) = self.frames.front_mut() {
            frame.advance(bytes);
            if frame.is_empty() {
                self.frames.pop_front();
            }
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // Lets the writer see that nothing more will come.
        self.backlog.filled.notify_one();
    }
}

/// As much as the socket takes now. A socket that fails takes nothing; the reader sees it and reports it.
fn write_some(mut socket: &UnixStream, bytes: &[u8]) -> usize {
    let mut written = 0;
    while written < bytes.len() {
        match socket.write(&bytes[written..]) {
            Ok(count) => written += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
    written
}

/// Sends what the socket did not take at once, until the link is gone.
async fn write_backlog(
    socket: UnixStream,
    backlog: Weak<Backlog>,
    id: WorkerId,
    events: mpsc::WeakSender<(WorkerId, FromProcess)>,
) {
    let mut writer = None;
    let mut socket = Some(socket);
    loop {
        let Some(backlog) = backlog.upgrade() else { return };
        if backlog.lock().frames.is_empty() {
            backlog.filled.notified().await;
            continue;
        }
        if let Some(socket) = socket.take() {
            writer = tokio::net::UnixStream::from_std(socket).ok();
        }
        let Some(writer) = &writer else { return };
        if writer.writable().await.is_err() {
            return;
        }
        let drained = {
            let mut waiting = backlog.lock();
            let Some(frame) = waiting.frames.front() else { continue };
            let took_calls = waiting.takes_calls();
            match writer.try_write(frame) {
                Ok(written) => waiting.wrote(written),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                // The reader sees the same end and reports it.
                Err(_) => return,
            }
            !took_calls && waiting.takes_calls()
        };
        if drained && let Some(events) = events.upgrade() {
            // Nobody listens any more when the daemon goes.
            _ = events.send((id, FromProcess::Drained)).await;
        }
    }
}

async fn read_frames(mut reader: pipe::Receiver, id: WorkerId, events: Events) {
    let mut decoder = Decoder::default();
    let mut bytes = vec![0; READ_BYTES];
    let end = loop {
        match reader.read(&mut bytes).await {
            Ok(0) | Err(_) => break None,
            Ok(count) => decoder.push(&bytes[..count]),
        }
        let mut frames = Vec::new();
        let end = loop {
            match decoder.next_message() {
                Ok(Some(frame)) => frames.push(frame),
                Ok(None) => break None,
                Err(error) => break Some(error),
            }
        };
        if !frames.is_empty() && events.send((id, FromProcess::Frames(frames))).await.is_err() {
            return;
        }
        if end.is_some() {
            break end;
        }
    };
    // Nobody listens any more when the daemon goes.
    _ = events.send((id, FromProcess::Closed(end))).await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use edge_api::worker::Source;
    use std::io::Read;

    #[tokio::test]
    async fn a_worker_takes_calls_again_once_it_has_read_on() {
        let (ours, mut theirs) = UnixStream::pair().unwrap();
        ours.set_nonblocking(true).unwrap();
        let id = WorkerId { device: 0, incarnation: 1 };
        let (events, mut heard) = mpsc::channel(1);
        let mut process = Process::recorded();
        process.link = Some(Link::Socket(Socket::new(ours, id, &events).unwrap()));
        let folder = "x".repeat(BACKLOG_BYTES_FOR_CALLS_MAX);
        let long = ToWorker::Load { model: 0, source: Source::Sim(folder) };
        let mut sent = 0;
        while process.takes_calls() {
            process.send(&long).unwrap();
            sent += 1;
        }
        assert!(heard.try_recv().is_err());
        let reads = tokio::task::spawn_blocking(move || {
            let mut bytes = vec![0; sent * BACKLOG_BYTES_FOR_CALLS_MAX];
            theirs.read_exact(&mut bytes).unwrap();
        });
        assert!(matches!(heard.recv().await, Some((of, FromProcess::Drained)) if of == id));
        assert!(process.takes_calls());
        reads.await.unwrap();
        // Who waits for the end of all that is heard of it is not kept waiting.
        drop(events);
        assert!(heard.recv().await.is_none());
    }

    #[test]
    fn what_is_written_of_a_backlog_is_gone_from_it() {
        let frames = [Bytes::from_static(b"one"), Bytes::from_static(b"other")];
        let mut waiting = Waiting { frames: frames.into(), bytes: 8 };
        waiting.wrote(1);
        assert_eq!((waiting.frames[0].as_ref(), waiting.bytes), (&b"ne"[..], 7));
        waiting.wrote(2);
        assert_eq!((waiting.frames[0].as_ref(), waiting.bytes), (&b"other"[..], 5));
        waiting.wrote(5);
        assert!(waiting.frames.is_empty());
        assert_eq!(waiting.bytes, 0);
    }
}
