//! The socket file: made safely, replaced if stale, never taken from a living daemon.

use super::door::Door;
use super::tcp::Port;
use super::wire::Wire;
use crate::config::Live;
use crate::ops::Ops;
use crate::platform::{self, Accounts, LockError};
use edge_api::paths::{Mode, Paths, shared_runtime_dir};
use std::fs::{DirBuilder, File, Permissions};
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use tokio::net::UnixListener;

#[derive(Debug, thiserror::Error)]
pub(crate) enum ListenError {
    #[error("another edged (pid {pid}) serves {socket}")]
    Taken { socket: PathBuf, pid: String },
    #[error(
        "{dir} belongs to uid {owner} with mode {mode:03o}, it must be ours and closed to others (0700)"
    )]
    Unsafe { dir: PathBuf, owner: u32, mode: u32 },
    #[error("cannot lock {lock}")]
    Lock { lock: PathBuf, source: io::Error },
    #[error("{socket} is there and is no socket: it is not replaced")]
    NoSocket { socket: PathBuf },
    #[error("cannot listen on {socket}")]
    Io { socket: PathBuf, source: io::Error },
    #[error("cannot listen on {address}, which is tcp.listen")]
    Port { address: SocketAddr, source: io::Error },
}

/// Holds the lock beside the socket for as long as it lives.
#[derive(Debug)]
pub(crate) struct Listener {
    listener: UnixListener,
    port: Option<Port>,
    socket: PathBuf,
    identity: (u64, u64),
    _lock: File,
}

impl Listener {
    pub(crate) fn bind(paths: &Paths, live: &Live) -> Result<Self, ListenError> {
        let socket = paths.socket.clone();
        let io = |source| ListenError::Io { socket: socket.clone(), source };
        if let Some(dir) = socket.parent() {
            make_dir(dir, paths.mode).map_err(io)?;
            let uid = rustix::process::getuid().as_raw();
            if dir == shared_runtime_dir(uid) {
                check_dir(dir).map_err(io)??;
            }
        }
        let lock = lock(&socket)?;
        let port = Port::open(live)?;
        // We have the lock: whatever is there answers to nobody, unless it is no edged at all.
        remove_stale(&socket)?;
        let listener = UnixListener::bind(&socket).map_err(io)?;
        // Who may do what is decided inside, by whom the kernel says it is: were the socket closed to all but
        // its group, nobody else could ask for health.
        let mode = match paths.mode {
            Mode::System => 0o666,
            Mode::User => 0o600,
        };
        std::fs::set_permissions(&socket, Permissions::from_mode(mode)).map_err(io)?;
        let identity = identity(&socket).map_err(io)?;
        Ok(Self { listener, port, socket, identity, _lock: lock })
    }

    /// The group whose members may ask, where the socket is the machine's.
    pub(crate) fn group(&self) -> io::Result<u32> {
        std::fs::symlink_metadata(&self.socket).map(|meta| meta.gid())
    }

    /// Who it is settles here for the Unix socket; over TCP each request says so itself.
    pub(super) async fn accept(
        &self,
        ops: &Ops,
        accounts: &mut Accounts,
    ) -> io::Result<(Wire, Door)> {
        let over_tcp = async {
            match &self.port {
                Some(port) => port.accept().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            accepted = self.listener.accept() => {
                let (stream, _) = accepted?;
                let caller = ops.caller_at(&stream, accounts);
                Ok((Wire::Unix(stream), Door::Unix(caller)))
            }
            accepted = over_tcp => accepted,
        }
    }

    /// Where programs reach edged over TCP, if it was asked for.
    pub(crate) fn address(&self) -> Option<SocketAddr> {
        self.port.as_ref().map(Port::address)
    }

    /// Nobody finds the socket any more; who is connected stays so.
    pub(crate) fn close(self) {
        if identity(&self.socket).is_ok_and(|there| there == self.identity) {
            // Somebody may remove it for us.
            _ = std::fs::remove_file(&self.socket);
        }
    }
}

fn make_dir(dir: &Path, mode: Mode) -> io::Result<()> {
    let mode = match mode {
        Mode::System => 0o755,
        Mode::User => 0o700,
    };
    DirBuilder::new().recursive(true).mode(mode).create(dir)
}

/// Under `/tmp` anybody may have made the directory before us.
fn check_dir(dir: &Path) -> io::Result<Result<(), ListenError>> {
    let meta = std::fs::symlink_metadata(dir)?;
    let (owner, mode) = (meta.uid(), meta.mode() & 0o777);
    let ours = meta.is_dir() && owner == rustix::process::geteuid().as_raw() && mode & 0o077 == 0;
    Ok(if ours { Ok(()) } else { Err(ListenError::Unsafe { dir: dir.to_owned(), owner, mode }) })
}

/// The lock is what makes two daemons that start at the same moment agree.
fn lock(socket: &Path) -> Result<File, ListenError> {
    let mut path = socket.as_os_str().to_owned();
    path.push(".lock");
    let path = PathBuf::from(path);
    platform::lock(&path).map_err(|error| match error {
        LockError::Taken { pid } => ListenError::Taken { socket: socket.to_owned(), pid },
        LockError::Io(source) => ListenError::Lock { lock: path, source },
    })
}

/// Only a socket that nobody serves is in the way; anything else is somebody's.
fn remove_stale(socket: &Path) -> Result<(), ListenError> {
    let io = |source| ListenError::Io { socket: socket.to_owned(), source };
    match std::fs::symlink_metadata(socket) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(io(error)),
        Ok(meta) if !meta.file_type().is_socket() => {
            return Err(ListenError::NoSocket { socket: socket.to_owned() });
        }
        Ok(_) => {}
    }
    if std::os::unix::net::UnixStream::connect(socket).is_ok() {
        let pid = "unknown".to_owned();
        return Err(ListenError::Taken { socket: socket.to_owned(), pid });
    }
    std::fs::remove_file(socket).map_err(io)
}

fn identity(socket: &Path) -> io::Result<(u64, u64)> {
    std::fs::symlink_metadata(socket).map(|meta| (meta.dev(), meta.ino()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_socket_is_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("api.sock");
        remove_stale(&path).unwrap();
        std::fs::write(&path, "precious").unwrap();
        assert!(matches!(remove_stale(&path), Err(ListenError::NoSocket { .. })));
        std::fs::remove_file(&path).unwrap();
        let live = std::os::unix::net::UnixListener::bind(&path).unwrap();
        assert!(matches!(remove_stale(&path), Err(ListenError::Taken { .. })));
        drop(live);
        remove_stale(&path).unwrap();
        assert!(!path.exists());
    }
}
