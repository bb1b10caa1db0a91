//! The process at the other end of a Unix socket, held so that its pid stays its own to whoever looks.
//!
//! A pid alone may be anybody's by the time something is asked about it. As long as a held process lives, its
//! pid has been nobody else's since we took hold of it.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, pidfd_open};
use std::io;
use std::os::fd::{AsFd, AsRawFd, FromRawFd, OwnedFd};
use tokio::net::UnixStream;

#[derive(Debug)]
pub(crate) struct Process {
    pid: Pid,
    fd: OwnedFd,
}

/// `None` if it has no pid where we are, as a process of another container has none.
pub(crate) fn process(stream: &UnixStream) -> io::Result<Option<Process>> {
    let pid = stream.peer_cred()?.pid().and_then(Pid::from_raw);
    let Some(pid) = pid else { return Ok(None) };
    let fd = match pidfd(stream) {
        // Before Linux 6.5. Whoever connected may have ended between that and our accepting it: moments, in
        // which their pid would have to come round again.
        Err(error) if error.raw_os_error() == Some(libc::ENOPROTOOPT) => {
            pidfd_open(pid, PidfdFlags::empty())?
        }
        fd => fd?,
    };
    Ok(Some(Process { pid, fd }))
}

impl Process {
    pub(crate) fn pid(&self) -> u32 {
        self.pid.as_raw_nonzero().get().unsigned_abs()
    }

    /// What cannot be told counts as ended.
    pub(crate) fn lives(&self) -> bool {
        let mut fds = [PollFd::new(&self.fd, PollFlags::IN)];
        let now = Timespec { tv_sec: 0, tv_nsec: 0 };
        poll(&mut fds, Some(&now)).is_ok_and(|ended| ended == 0)
    }
}

/// Of exactly the process that connected, whatever has its pid by now.
#[expect(unsafe_code, reason = "no library offers SO_PEERPIDFD")]
fn pidfd(socket: &impl AsFd) -> io::Result<OwnedFd> {
    let socket = socket.as_fd();
    let mut fd: libc::c_int = -1;
    let mut bytes = libc::socklen_t::try_from(size_of_val(&fd)).expect("a number is small");
    // SAFETY: the kernel writes one number of `bytes` bytes to `fd` and one to `bytes`, both of which are ours
    // and not touched by anybody else meanwhile. The socket is borrowed, so it is open.
    let status = unsafe {
        libc::getsockopt(
            socket.as_raw_fd(),
            libc::SOL_SOCKET,
            libc::SO_PEERPIDFD,
            (&raw mut fd).cast(),
            &raw mut bytes,
        )
    };
    if status != 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: it has just been opened for us, and nobody else knows of it.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::{Child, Command, Stdio};

    fn child() -> Child {
        Command::new("cat").stdin(Stdio::piped()).spawn().unwrap()
    }

    #[tokio::test]
    async fn the_other_end_of_a_pair_is_us_and_lives() {
        let (one, _other) = UnixStream::pair().unwrap();
        let held = process(&one).unwrap().unwrap();
        assert_eq!(held.pid(), std::process::id());
        assert!(held.lives());
    }

    #[tokio::test]
    async fn what_is_no_unix_socket_has_no_process() {
        let tcp = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        assert!(pidfd(&tcp).is_err());
    }

    #[test]
    fn who_has_ended_does_not_live_even_while_its_pid_is_kept() {
        let mut cat = child();
        let pid = Pid::from_child(&cat);
        let held = Process { pid, fd: pidfd_open(pid, PidfdFlags::empty()).unwrap() };
        assert_eq!(held.pid(), cat.id());
        assert!(held.lives());
        drop(cat.stdin.take());
        let ended = [PollFd::new(&held.fd, PollFlags::IN)];
        poll(&mut { ended }, None).unwrap();
        assert!(!held.lives(), "not reaped yet");
        cat.wait().unwrap();
        assert!(!held.lives());
    }
}
