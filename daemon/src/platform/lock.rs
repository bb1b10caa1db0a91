//! A file that one process holds at a time, and that says which.

use rustix::fs::{FlockOperation, Mode, OFlags, flock};
use rustix::io::Errno;
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::Path;

#[derive(Debug)]
pub(crate) enum LockError {
    /// By the process with this id.
    Taken {
        pid: String,
    },
    Io(io::Error),
}

/// Ours until the file is closed.
pub(crate) fn lock(path: &Path) -> Result<File, LockError> {
    // It is written to, so a link that somebody put there must not lead us to another file.
    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let opened = rustix::fs::open(path, flags, Mode::RUSR | Mode::WUSR);
    let mut file = File::from(opened.map_err(|errno| LockError::Io(errno.into()))?);
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => {}
        Err(Errno::WOULDBLOCK) => return Err(LockError::Taken { pid: holder(file) }),
        Err(errno) => return Err(LockError::Io(errno.into())),
    }
    write_pid(&mut file).map_err(LockError::Io)?;
    Ok(file)
}

fn holder(file: File) -> String {
    let mut pid = String::new();
    let read = file.take(32).read_to_string(&mut pid);
    // It locks before it writes.
    let known = read.is_ok() && !pid.is_empty();
    if known { pid.trim().to_owned() } else { "unknown".to_owned() }
}

fn write_pid(file: &mut File) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{}", std::process::id())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn the_second_one_learns_who_was_first() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let first = lock(&path).unwrap();
        assert_eq!(first.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        let own = std::process::id().to_string();
        let error = lock(&path).unwrap_err();
        assert!(matches!(&error, LockError::Taken { pid } if *pid == own), "{error:?}");
        drop(first);
        lock(&path).unwrap();
    }

    #[test]
    fn a_link_in_its_place_is_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        let (path, other) = (dir.path().join("lock"), dir.path().join("other"));
        std::fs::write(&other, "kept").unwrap();
        std::os::unix::fs::symlink(&other, &path).unwrap();
        assert!(matches!(lock(&path), Err(LockError::Io(_))));
        assert_eq!(std::fs::read_to_string(other).unwrap(), "kept");
    }
}
