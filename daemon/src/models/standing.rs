//! How a folder stands with us: what was last seen of it, and what a new look makes of that.

use super::print::{Look, LookError, Print};
use edge_api::admin::AddMode;
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime};

/// A folder in which nothing has changed for so long is not being copied any more.
pub(super) const QUIET: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(super) enum Standing {
    /// Nobody has looked at it yet.
    New,
    /// Its files may still be changing.
    Settling {
        print: Print,
        since: Instant,
    },
    /// A check of it waits or runs.
    Checking {
        print: Print,
    },
    /// Without a print it could not be read.
    Known {
        print: Option<Print>,
        digest: Option<String>,
        fault: Option<String>,
    },
    /// On its way here, from there.
    Adding {
        dir: PathBuf,
        mode: AddMode,
    },
    NotAdded,
}

/// What a look comes to.
#[derive(Debug, PartialEq)]
pub(super) enum Step {
    Keep,
    /// Its files are others than before.
    Changed {
        print: Print,
        rests: bool,
    },
    /// They are as they were, and have been for long enough.
    Settled(Print),
    Unreadable(String),
}

impl Standing {
    pub(super) fn look(
        &self,
        look: Result<Look, LookError>,
        now: Instant,
        clock: SystemTime,
    ) -> Step {
        let look = match (self, look) {
            (Standing::Adding { .. }, _) => return Step::Keep,
            (_, Ok(look)) => look,
            (_, Err(error)) => return self.unreadable(&error),
        };
        let rests = look.rests_for(QUIET, clock);
        match self {
            Standing::Settling { print, since } if *print == look.print => {
                match rests || *since + QUIET <= now {
                    true => Step::Settled(look.print),
                    false => Step::Keep,
                }
            }
            Standing::Checking { print } | Standing::Known { print: Some(print), .. }
                if *print == look.print =>
            {
                Step::Keep
            }
            Standing::New
            | Standing::NotAdded
            | Standing::Settling { .. }
            | Standing::Checking { .. }
            | Standing::Known { .. }
            | Standing::Adding { .. } => Step::Changed { print: look.print, rests },
        }
    }

    fn unreadable(&self, error: &LookError) -> Step {
        let reason = match std::error::Error::source(error) {
            Some(source) => format!("{error}: {source}"),
            None => error.to_string(),
        };
        match self {
            Standing::Known { print: None, fault: Some(fault), .. } if *fault == reason => {
                Step::Keep
            }
            Standing::New
            | Standing::Settling { .. }
            | Standing::Checking { .. }
            | Standing::Known { .. }
            | Standing::Adding { .. }
            | Standing::NotAdded => Step::Unreadable(reason),
        }
    }

    /// When it should be looked at again even if nobody says that it has changed.
    pub(super) fn next_look(&self) -> Option<Instant> {
        match self {
            Standing::Settling { since, .. } => Some(*since + QUIET),
            Standing::New
            | Standing::Checking { .. }
            | Standing::Known { .. }
            | Standing::Adding { .. }
            | Standing::NotAdded => None,
        }
    }

    pub(super) fn waits_for(&self) -> Option<&'static str> {
        matches!(self, Standing::Settling { .. }).then_some("its files are still changing")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_settles_is_checked_and_changes_again() {
        let dir = tempfile::tempdir().unwrap();
        let look = || Look::at(dir.path());
        let (now, clock) = (Instant::now(), SystemTime::now());
        let print = look().unwrap().print;
        let changed = |rests| Step::Changed { print: print.clone(), rests };
        assert_eq!(Standing::New.look(look(), now, clock), changed(false));
        assert_eq!(Standing::New.look(look(), now, clock + 2 * QUIET), changed(true));
        assert_eq!(Standing::NotAdded.look(look(), now, clock), changed(false));
        let settling = Standing::Settling { print: print.clone(), since: now };
        assert_eq!(settling.look(look(), now, clock), Step::Keep);
        // Enough time has passed on one clock or on the other, which may have been set.
        let settled = Step::Settled(print.clone());
        assert_eq!(settling.look(look(), now + QUIET, clock), settled);
        assert_eq!(settling.look(look(), now, clock + 2 * QUIET), settled);
        let checking = Standing::Checking { print: print.clone() };
        assert_eq!(checking.look(look(), now, clock), Step::Keep);
        let known = Standing::Known { print: Some(print), digest: None, fault: None };
        assert_eq!(known.look(look(), now, clock), Step::Keep);

        std::fs::write(dir.path().join("a"), "more").unwrap();
        let adding = Standing::Adding { dir: dir.path().to_owned(), mode: AddMode::Copy };
        assert_eq!(adding.look(look(), now, clock), Step::Keep);
        for standing in [settling, checking, known] {
            let step = standing.look(look(), now + QUIET, clock);
            assert!(matches!(step, Step::Changed { .. }), "{standing:?}: {step:?}");
        }
        let gone = || Look::at(&dir.path().join("none"));
        let Step::Unreadable(fault) = Standing::New.look(gone(), now, clock) else { panic!() };
        assert!(fault.contains("No such file"), "{fault}");
        let known = Standing::Known { print: None, digest: None, fault: Some(fault) };
        assert_eq!(known.look(gone(), now, clock), Step::Keep);
        assert!(matches!(known.look(look(), now, clock), Step::Changed { .. }));
    }
}
