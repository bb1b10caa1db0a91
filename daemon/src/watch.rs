//! Tells an owner that something in its directories may have changed; what, a look of its own finds out.

use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// How often to look where changes do not tell of themselves.
const BLIND_INTERVAL: Duration = Duration::from_secs(5);
/// A look after which a directory is newly watched is repeated at once, but not without end.
const LOOKS_MAX: usize = 3;

#[derive(Debug)]
pub(crate) struct Watcher {
    inner: Option<RecommendedWatcher>,
    covered: BTreeSet<PathBuf>,
}

/// What came of `Watcher::cover`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Covered {
    /// A directory is watched that was not: what happened in it before is not known.
    more: bool,
    /// Not all are watched.
    gaps: bool,
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

    /// Looks, and watches from then on the directories that the look names, and no others. Also says after how
    /// long to look again although nothing tells of a change: where one may go unseen for good, and after `soon`
    /// where one may have gone unseen just now.
    pub(crate) fn look<T>(
        &mut self,
        soon: Duration,
        mut look: impl FnMut() -> (T, BTreeSet<PathBuf>),
    ) -> (T, Option<Duration>) {
        let mut looks = 0;
        loop {
            looks += 1;
            let (seen, dirs) = look();
            match self.cover(dirs) {
                Covered { more: true, .. } if looks < LOOKS_MAX => {}
                Covered { more: true, .. } => return (seen, Some(soon)),
                Covered { gaps: true, .. } => return (seen, Some(BLIND_INTERVAL)),
                Covered { more: false, gaps: false } => return (seen, None),
            }
        }
    }

    fn cover(&mut self, dirs: BTreeSet<PathBuf>) -> Covered {
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    const SOON: Duration = Duration::from_millis(7);

    fn look(
        watcher: &mut Watcher,
        mut dirs: impl FnMut(usize) -> BTreeSet<PathBuf>,
    ) -> Option<Duration> {
        let mut looks = 0;
        let (seen, again) = watcher.look(SOON, || {
            looks += 1;
            (looks, dirs(looks))
        });
        assert_eq!(seen, looks, "what was seen last is what counts");
        again
    }

    fn made(dir: &Path, name: usize) -> PathBuf {
        let dir = dir.join(name.to_string());
        std::fs::create_dir_all(&dir).unwrap();
        dir
    }

    #[test]
    fn what_happened_before_a_directory_was_watched_is_looked_for() {
        let dir = tempfile::tempdir().unwrap();
        let mut watcher = Watcher::new(Arc::default(), "a test");
        let mut looks = 0;
        let again = look(&mut watcher, |look| {
            looks = look;
            [made(dir.path(), 0)].into()
        });
        assert_eq!((looks, again), (2, None), "the second look finds nothing new to watch");
        // There is another one each time: the last was seen before it was watched.
        let again = look(&mut watcher, |look| (0..=look).map(|at| made(dir.path(), at)).collect());
        assert_eq!(again, Some(SOON));
        let all = || (0..=LOOKS_MAX).map(|at| made(dir.path(), at)).collect();
        assert_eq!(look(&mut watcher, |_| all()), None);
    }

    #[test]
    fn what_cannot_be_watched_is_looked_at_every_few_seconds() {
        let dir = tempfile::tempdir().unwrap();
        let there = made(dir.path(), 0);
        let mut watcher = Watcher::new(Arc::default(), "a test");
        let gone = dir.path().join("gone");
        assert_eq!(look(&mut watcher, |_| [gone.clone()].into()), Some(BLIND_INTERVAL));
        assert_eq!(
            look(&mut watcher, |_| [gone.clone(), there.clone()].into()),
            Some(BLIND_INTERVAL)
        );
        assert_eq!(look(&mut Watcher::deaf(), |_| [there.clone()].into()), Some(BLIND_INTERVAL));
    }
}
