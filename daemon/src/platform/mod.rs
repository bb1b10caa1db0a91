//! The machine around the daemon: what the kernel and systemd say and want to hear.

mod accounts;
mod lock;
mod memory;
mod peer;
mod process;

pub(crate) use accounts::{ACCOUNT_FILES, Accounts};
pub(crate) use lock::{LockError, lock};
pub(crate) use memory::{give_back, keep_little};
pub(crate) use peer::peer;
pub(crate) use process::{Process, process};

use std::path::PathBuf;

/// Resident memory of a process, of ourselves without a pid.
pub(crate) fn rss_bytes(pid: Option<u32>) -> Option<u64> {
    let dir = pid.map_or("self".to_owned(), |pid| pid.to_string());
    let status = std::fs::read_to_string(PathBuf::from("/proc").join(dir).join("status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

/// Tells systemd, if it asked to be told.
pub(crate) fn notify(states: &[sd_notify::NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        tracing::warn!(%error, "systemd could not be told");
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn we_use_some_memory() {
        let own = super::rss_bytes(None).unwrap();
        assert!((1 << 20..1 << 33).contains(&own), "{own}");
        assert_eq!(super::rss_bytes(Some(u32::MAX)), None);
    }
}
