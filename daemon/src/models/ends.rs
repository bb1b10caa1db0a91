//! What becomes of what a throw-away worker has found out.

use super::cache::{self, Outcome};
use super::check::{Answer, CheckError};
use super::disk;
use super::jobs::{Job, overtaken};
use super::print::{Look, Print};
use super::shelf::{Outside, Shelf, blocking};
use super::spec::broken;
use super::standing::Standing;
use crate::workers::Found;
use edge_api::admin::{AddMode, ModelVerified, RuntimeStatus};
use edge_api::error::{ApiError, Code};
use edge_api::worker::{Card, LoadFailure, LoadFailureKind};
use std::io;
use std::path::PathBuf;

impl Shelf {
    pub(super) async fn on_done(
        &mut self,
        outside: &Outside,
        job: Job,
        answer: Result<Answer, CheckError>,
        dropped: bool,
    ) {
        match job {
            Job::Probe if dropped => {}
            Job::Probe => self.probe_done(answer),
            Job::Check { .. } if dropped => {}
            Job::Check { name, print } => {
                let (outcome, lasts) = outcome(answer);
                if lasts {
                    self.remember(outside, &name, &print, &outcome).await;
                }
                self.settle(outside, &name, Some(print), outcome).await;
            }
            Job::Add { name, .. } if dropped => self.clear_incoming(&name).await,
            Job::Add { name, dir, mode, print } => {
                self.add_done(outside, &name, (dir, mode, print), answer).await;
            }
            Job::Verify { name, reply, .. } if dropped => {
                overtaken(&name, reply);
            }
            Job::Verify { name, print, expected, reply } => {
                let verified = self.verify_done(outside, name, print, expected, answer).await;
                // Whoever asked may have left.
                _ = reply.send(verified);
            }
        }
        self.publish();
    }

    fn probe_done(&mut self, answer: Result<Answer, CheckError>) {
        let fault = match answer {
            Ok(Answer::Runtime(runtime)) => {
                let runtime = RuntimeStatus {
                    library: Some(runtime.library),
                    version: Some(runtime.version),
                    providers: runtime.providers,
                };
                return self.listing.send_modify(|listing| listing.runtime = runtime);
            }
            Ok(Answer::Card(_)) => "it answers what it was not asked".to_owned(),
            Err(CheckError::Failed(LoadFailure { reason, hint: Some(hint), .. })) => {
                format!("{reason}; {hint}")
            }
            Err(error) => error.to_string(),
        };
        let library = self.library.as_deref().map(|path| path.display().to_string());
        let fault = format!("{} cannot be used: {fault}", library.unwrap_or_default());
        tracing::warn!(reason = fault, "no ONNX Runtime");
        self.listing.send_modify(|listing| listing.runtime_fault = Some(fault));
    }

    /// What cannot be kept is checked again at the next start.
    async fn remember(&self, outside: &Outside, name: &str, print: &Print, outcome: &Outcome) {
        let by = outside.by.within(&self.specs.checked(name, &print.dir));
        let checks = self.dirs.checks.clone();
        let (of, print, outcome) = (name.to_owned(), print.clone(), outcome.clone());
        let stored = blocking(move || cache::store(&checks, &of, &by, &print, &outcome)).await;
        if let Err(error) = stored {
            tracing::warn!(model = name, %error, "the check cannot be kept");
        }
    }

    async fn add_done(
        &mut self,
        outside: &Outside,
        name: &str,
        (dir, mode, print): (PathBuf, AddMode, Option<Print>),
        answer: Result<Answer, CheckError>,
    ) {
        let (outcome, _) = outcome(answer);
        let placed = match outcome {
            Ok(card) => match self.place(name, dir, mode, print).await {
                Ok(print) => Ok((card, print)),
                Err(error) => Err(broken(format!("it cannot be kept: {error}"))),
            },
            Err(failure) => Err(failure),
        };
        match placed {
            Ok((card, Some(print))) => {
                tracing::info!(model = name, digest = card.digest, "added");
                self.disturbed();
                let outcome = Ok(card);
                self.remember(outside, name, &print, &outcome).await;
                self.settle(outside, name, Some(print), outcome).await;
            }
            Ok((_, None)) => {
                tracing::info!(model = name, "added, and checked again: its files have changed");
                self.stand(name, Standing::New);
                self.disturbed();
            }
            Err(failure) => {
                tracing::warn!(model = name, reason = failure.reason, "not added");
                self.clear_incoming(name).await;
                self.stand(name, Standing::NotAdded);
                self.tell(outside, name, Found::Broken(failure)).await;
            }
        }
    }

    /// `None` for somebody else's files that are not those of `checked` any more.
    async fn place(
        &self,
        name: &str,
        dir: PathBuf,
        mode: AddMode,
        checked: Option<Print>,
    ) -> io::Result<Option<Print>> {
        let (incoming, entry) = (self.dirs.incoming_of(name), self.dirs.kept.join(name));
        blocking(move || match mode {
            AddMode::Copy => {
                disk::move_in(&incoming, &entry)?;
                Ok(Some(Look::at(&entry).map_err(io::Error::other)?.print))
            }
            AddMode::Link => {
                disk::link_in(&dir, &entry)?;
                let now = Look::at(&entry).ok().map(|look| look.print);
                Ok(now.filter(|now| checked.as_ref() == Some(now)))
            }
        })
        .await
    }

    async fn clear_incoming(&self, name: &str) {
        let incoming = self.dirs.incoming_of(name);
        if let Err(error) = blocking(move || disk::remove(&incoming)).await {
            tracing::warn!(model = name, %error, "something is left of a failed add");
        }
    }

    /// Other content in files that look the same is a disk that fails, or worse: the model is not used any more.
    async fn verify_done(
        &mut self,
        outside: &Outside,
        name: String,
        print: Print,
        expected: String,
        answer: Result<Answer, CheckError>,
    ) -> Result<ModelVerified, ApiError> {
        let card: Box<Card> = match answer {
            Ok(Answer::Card(card)) => card,
            Ok(Answer::Runtime(_)) => {
                return Err(ApiError::new(Code::Internal, "the check answered something else"));
            }
            Err(CheckError::Failed(failure)) if failure.kind == LoadFailureKind::Broken => {
                let message = format!("model `{name}` is not what it was: {}", failure.reason);
                let outcome = Err(failure);
                self.remember(outside, &name, &print, &outcome).await;
                self.settle(outside, &name, Some(print), outcome).await;
                return Err(ApiError::new(Code::ModelBroken, message));
            }
            Err(error) => {
                let message = format!("model `{name}` cannot be verified: {error}");
                return Err(ApiError::new(Code::ModelFailed, message));
            }
        };
        let ok = card.digest == expected;
        if !ok {
            let reason = format!(
                "its files have changed unseen: the digest is {}, it was {expected}",
                card.digest
            );
            let outcome = Err(broken(reason));
            self.remember(outside, &name, &print, &outcome).await;
            self.settle(outside, &name, Some(print), outcome).await;
        }
        Ok(ModelVerified { changed: !ok, name, ok, digest: card.digest, expected })
    }
}

/// Also says whether it would be the same the next time.
fn outcome(answer: Result<Answer, CheckError>) -> (Outcome, bool) {
    match answer {
        Ok(Answer::Card(card)) => (Ok(card), true),
        Ok(Answer::Runtime(_)) => {
            (Err(broken("the check died: it answers what it was not asked".to_owned())), false)
        }
        Err(CheckError::Failed(failure)) => {
            let lasts = failure.kind == LoadFailureKind::Broken;
            (Err(failure), lasts)
        }
        Err(error @ (CheckError::Died(_) | CheckError::Stopped)) => {
            (Err(broken(error.to_string())), false)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::cache::Checked;
    use super::super::check::Checker;
    use super::super::place::{Origin, Place};
    use super::super::shelf::Entry;
    use super::*;
    use crate::config::Config;
    use crate::workers::{Unread, Workers};
    use edge_api::paths::{Mode, Overrides, Paths};
    use std::path::Path;
    use std::time::Duration;

    const NAME: &str = "far";

    /// A shelf to which the model is being linked, and a supervisor that is gone.
    fn shelf(root: &Path, dir: &Path) -> (Shelf, Outside) {
        let overrides = Overrides {
            share_dir: Some(root.join("share")),
            state_dir: Some(root.join("state")),
            cache_dir: Some(root.join("cache")),
            ..Overrides::default()
        };
        let paths = Paths::resolve(Mode::User, 0, &overrides, &|_| None);
        let library = Err(String::new());
        let (mut shelf, ..) = Shelf::new(&paths, &Config::default(), &[], library);
        let entry = shelf.dirs.kept.join(NAME);
        let place = Place { entry, dir: dir.to_owned(), origin: Origin::Linked };
        let standing = Standing::Adding { dir: dir.to_owned(), mode: AddMode::Link };
        shelf.entries.insert(NAME.to_owned(), Entry { key: 0, place, standing });
        let binary = PathBuf::from("edge-worker");
        let by = Checked::by(&binary, None);
        let checker = Checker {
            binary,
            library: None,
            step_ms_max: 1,
            start_timeout: Duration::ZERO,
            silence_max: Duration::ZERO,
        };
        let (workers, _) = Workers::channel(Unread::new(1));
        (shelf, Outside { workers, checker, by })
    }

    #[tokio::test]
    async fn a_folder_that_changed_while_it_was_checked_is_linked_and_not_known() {
        for changes in [false, true] {
            let temp = tempfile::tempdir().unwrap();
            let root = temp.path().canonicalize().unwrap();
            let dir = root.join(NAME);
            std::fs::create_dir(&dir).unwrap();
            let (mut shelf, outside) = shelf(&root, &dir);
            let print = Some(Look::at(&dir).unwrap().print);
            if changes {
                std::fs::write(dir.join("model.onnx"), "other").unwrap();
            }
            let (name, mode) = (NAME.to_owned(), AddMode::Link);
            let job = Job::Add { name, dir, mode, print };
            shelf.on_done(&outside, job, Ok(Answer::Card(Box::default())), false).await;
            let standing = &shelf.entries[NAME].standing;
            let fits = match changes {
                true => matches!(standing, Standing::New),
                false => matches!(standing, Standing::Known { print: Some(_), fault: None, .. }),
            };
            assert!(fits, "{standing:?}");
            assert_eq!(shelf.dirs.checks.join("far.json").exists(), !changes);
            assert!(shelf.dirs.kept.join(NAME).is_symlink());
        }
    }
}
