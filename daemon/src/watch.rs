//! Tells an owner that something in its directories may have changed; what, a look of its own finds out.

use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::Notify;

#[derive(Debug)]
pub(crate) struct Watcher {
    inner: Option<RecommendedWatcher>,
    covered: BTreeSet<PathBuf>,
}

/// What came of `Watcher::cover`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Covered {
    /// A directory is watched that was not: what happened in it before is not known.
    pub(crate) more: bool,
    /// Not all are watched.
    pub(crate) gaps: bool,
}

impl Watcher {
    /// `what` is watched, for people to read where nothing can be.
    pub(crate) fn new(dirty: Arc<Notify>, what: &str) -> Self {
        let seen = move |event: Result<Event, notify::Error>| {
            if event.is_err() || event.is_ok_and(|event| is_change(event.kind)) {
                dirty.notify_one();
            }
        };
        // Each directory is named to it, so that no link leads it astray.
        let config = Config::default().with_follow_symlinks(false);
        let inner = RecommendedWatcher::new(seen, config);
        let inner = inner.inspect_err(|error| {
            tracing::warn!(%error, what, "nothing tells of changes: looking every few seconds");
        });
        Self { inner: inner.ok(), covered: BTreeSet::new() }
    }

    /// One that hears of nothing.
    #[cfg(test)]
    pub(crate) fn deaf() -> Self {
        Self { inner: None, covered: BTreeSet::new() }
    }

    /// Watches these directories and no others.
    pub(crate) fn cover(&mut self, dirs: BTreeSet<PathBuf>) -> Covered {
        let Some(inner) = &mut self.inner else { return Covered { more: false, gaps: true } };
        for gone in self.covered.difference(&dirs) {
            // With the directory its watch went, too.
            _ = inner.unwatch(gone);
        }
        let mut covered = Covered { more: false, gaps: false };
        let mut watched = BTreeSet::new();
        for dir in dirs {
            // Also those we have: one that went and came back is another.
            match inner.watch(&dir, RecursiveMode::NonRecursive) {
                Ok(()) => {
                    covered.more |= !self.covered.contains(&dir);
                    watched.insert(dir);
                }
                Err(error) => {
                    tracing::debug!(dir = %dir.display(), %error, "not watched");
                    covered.gaps = true;
                }
            }
        }
        self.covered = watched;
        covered
    }
}

/// Reading is none, and our own looks read.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        EventKind::Any
        | EventKind::Create(_)
        | EventKind::Modify(_)
        | EventKind::Remove(_)
        | EventKind::Other => true,
    }
}
