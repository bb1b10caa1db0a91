//! Tries what the sandbox forbids, and says how that went.
//!
//! Only an attempt that worked, or would have worked, before the sandbox and is refused after it proves
//! anything. Nothing that is tried here changes anything if it works.

use super::{Profile, Rules};
use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketType, socket};
use std::fmt;
use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// The root cannot be missing; the others are where they always are.
const READABLE: [&str; 2] = ["/", "/etc/passwd"];
/// Everyone may write to it, to no effect.
const WRITABLE: &str = "/dev/zero";
/// To start a program that is not there takes a new process, and leaves none.
const NO_PROGRAM: &str = "/dev/null/none";

/// From good to bad: the worst of several attempts counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    Denied,
    /// It failed, but nothing says that the sandbox is why; or there was nothing to try.
    Unproven,
    Open,
}

impl fmt::Display for Outcome {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Outcome::Denied => "denied",
            Outcome::Unproven => "unproven",
            Outcome::Open => "open",
        })
    }
}

/// What could be opened before the sandbox, and must not be afterwards.
#[derive(Debug)]
pub(super) struct Proof {
    read: Vec<&'static str>,
    write: Option<&'static str>,
}

impl Proof {
    pub(super) fn prepare(rules: &Rules) -> Self {
        let granted: Vec<_> = rules
            .read
            .iter()
            .chain(&rules.write)
            .filter_map(|dir| dir.canonicalize().ok())
            .collect();
        let outside = |path: &str| !granted.iter().any(|dir| Path::new(path).starts_with(dir));
        let read = READABLE.into_iter().filter(|path| outside(path) && File::open(path).is_ok());
        let write = Some(WRITABLE).filter(|path| outside(path) && open_to_write(path).is_ok());
        Self { read: read.collect(), write }
    }

    pub(super) fn files(&self) -> Outcome {
        let read = self.read.iter().map(|path| of_open(File::open(path)));
        let write = self.write.iter().map(|path| of_open(open_to_write(path)));
        // Reading and writing are proven each by itself.
        worst(read).max(worst(write))
    }
}

pub(super) fn network(profile: Profile) -> Outcome {
    let families: &[AddressFamily] = match profile {
        Profile::Cpu => &[AddressFamily::INET, AddressFamily::INET6, AddressFamily::UNIX],
        Profile::Gpu => &[AddressFamily::INET, AddressFamily::INET6],
    };
    worst(families.iter().map(|family| match socket(*family, SocketType::STREAM, None) {
        Ok(_) => Outcome::Open,
        Err(Errno::PERM) => Outcome::Denied,
        Err(_) => Outcome::Unproven,
    }))
}

pub(super) fn processes() -> Outcome {
    let spawned = Command::new(NO_PROGRAM).stdin(Stdio::inherit()).spawn();
    match spawned.map_err(|error| Errno::from_io_error(&error)) {
        Err(Some(Errno::PERM)) => Outcome::Denied,
        // There was a process, which did not find the program.
        Ok(_) | Err(Some(Errno::NOENT | Errno::NOTDIR)) => Outcome::Open,
        Err(_) => Outcome::Unproven,
    }
}

fn open_to_write(path: &str) -> io::Result<File> {
    OpenOptions::new().write(true).open(path)
}

fn of_open(opened: io::Result<File>) -> Outcome {
    match opened {
        Ok(_) => Outcome::Open,
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Outcome::Denied,
        Err(_) => Outcome::Unproven,
    }
}

fn worst(outcomes: impl Iterator<Item = Outcome>) -> Outcome {
    outcomes.max().unwrap_or(Outcome::Unproven)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_sandbox_all_is_open() {
        let proof = Proof::prepare(&Rules::default());
        assert_eq!(proof.files(), Outcome::Open);
        assert_eq!(network(Profile::Cpu), Outcome::Open);
        assert_eq!(processes(), Outcome::Open);
    }

    #[test]
    fn what_is_granted_proves_nothing() {
        let rules = Rules { read: vec!["/".into()], ..Rules::default() };
        let proof = Proof::prepare(&rules);
        assert!(proof.read.is_empty() && proof.write.is_none(), "{proof:?}");
        assert_eq!(proof.files(), Outcome::Unproven);
    }

    #[test]
    fn the_worst_attempt_counts() {
        let outcomes = [Outcome::Denied, Outcome::Open, Outcome::Unproven];
        assert_eq!(worst(outcomes.into_iter()), Outcome::Open);
        assert_eq!(worst([Outcome::Denied, Outcome::Unproven].into_iter()), Outcome::Unproven);
        assert_eq!(worst(std::iter::empty()), Outcome::Unproven);
    }
}
