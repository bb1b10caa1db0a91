//! Who is at the other end of a Unix socket, as the kernel noted it when they connected. What the process
//! does later, and who has its pid by then, changes nothing.

use std::io;
use std::os::fd::{AsFd, AsRawFd};
use tokio::net::UnixStream;

/// Room for the groups of nearly everybody; for more, the kernel is asked twice.
const GROUPS_USUAL: usize = 32;
/// The kernel's own limit.
const GROUPS_MAX: usize = 65_536;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Peer {
    pub uid: u32,
    /// The primary group first, then all others.
    pub gids: Vec<u32>,
}

pub(crate) fn peer(stream: &UnixStream) -> io::Result<Peer> {
    let credentials = stream.peer_cred()?;
    let mut gids = vec![credentials.gid()];
    // Without them a caller has fewer rights, never more.
    match groups(stream) {
        Ok(groups) => gids.extend(groups),
        Err(error) => tracing::warn!(%error, "the groups of a caller cannot be read"),
    }
    Ok(Peer { uid: credentials.uid(), gids })
}

/// Neither `rustix` nor `nix` has this option, and nothing else is as good: what `/proc` says of a pid is of
/// a later moment, maybe of another process, and may be hidden from us.
#[expect(unsafe_code, reason = "no library offers SO_PEERGROUPS")]
fn groups(socket: &impl AsFd) -> io::Result<Vec<u32>> {
    let fd = socket.as_fd();
    let mut gids: Vec<libc::gid_t> = vec![0; GROUPS_USUAL];
    loop {
        let room = size_of_val(gids.as_slice());
        let mut bytes = libc::socklen_t::try_from(room).expect("GROUPS_MAX fits");
        // SAFETY: the kernel writes at most `bytes` bytes to `gids`, which has room for as many and is not
        // touched by anybody else meanwhile; any bytes are numbers. It writes one number to `bytes`. The
        // descriptor is borrowed, so it is open.
        let status = unsafe {
            libc::getsockopt(
                fd.as_raw_fd(),
                libc::SOL_SOCKET,
                libc::SO_PEERGROUPS,
                gids.as_mut_ptr().cast(),
                &raw mut bytes,
            )
        };
        let error = (status != 0).then(io::Error::last_os_error);
        let count = usize::try_from(bytes).unwrap_or(usize::MAX) / size_of::<libc::gid_t>();
        match error {
            None => {
                gids.truncate(count);
                return Ok(gids);
            }
            // Too little room; it has said how much there must be.
            Some(error) if error.raw_os_error() == Some(libc::ERANGE) => {
                if count <= gids.len() || count > GROUPS_MAX {
                    return Err(error);
                }
                gids.resize(count, 0);
            }
            Some(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_pair_of_ours_is_us() {
        let (one, _other) = UnixStream::pair().unwrap();
        let us = peer(&one).unwrap();
        assert_eq!(us.uid, rustix::process::geteuid().as_raw());
        assert_eq!(us.gids[0], rustix::process::getegid().as_raw());
        let own = rustix::process::getgroups().unwrap();
        let mut own: Vec<u32> = own.into_iter().map(rustix::process::Gid::as_raw).collect();
        let mut told = us.gids[1..].to_vec();
        own.sort_unstable();
        told.sort_unstable();
        assert_eq!(told, own);
    }

    #[tokio::test]
    async fn what_is_no_unix_socket_has_no_groups() {
        let tcp = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        assert!(groups(&tcp).is_err());
    }
}
