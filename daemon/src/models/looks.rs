//! Looking at the folders, and what follows from what was seen: a check, a new model, the end of one.

use super::cache::{self, Outcome};
use super::check::Question;
use super::jobs::Job;
use super::place::{self, Dirs, Place};
use super::print::{Look, LookError, Print};
use super::shelf::{Entry, LOOK_GAP, Outside, Shelf, blocking};
use super::spec;
use super::standing::{Standing, Step};
use crate::watch::Watcher;
use crate::workers::{Found, ModelSpec};
use edge_api::admin::ModelProgress;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime};

/// What was seen.
#[derive(Debug)]
pub(super) struct Looked {
    pub(super) watcher: Watcher,
    found: place::Found,
    looks: Looks,
    /// After how long to look again although nothing tells of a change.
    again: Option<Duration>,
}

type Looks = BTreeMap<String, Result<Look, LookError>>;

/// May take as long as the slowest disk.
pub(super) fn look(dirs: &Dirs, mut watcher: Watcher) -> Looked {
    let ((found, looks), again) = watcher.look(LOOK_GAP, || {
        let found = dirs.list();
        let looks: Looks = (found.places.iter())
            .map(|(name, place)| (name.clone(), Look::at(&place.dir)))
            .collect();
        let mut watched: BTreeSet<PathBuf> = dirs.watched();
        watched.extend(looks.values().flatten().flat_map(|look| look.dirs.iter().cloned()));
        ((found, looks), watched)
    });
    Looked { watcher, found, looks, again }
}

impl Shelf {
    /// Gives the watcher back.
    pub(super) async fn on_looked(&mut self, outside: &Outside, looked: Looked) -> Watcher {
        let Looked { watcher, found, looks, again } = looked;
        self.looked = Instant::now();
        if let Some(after) = again {
            self.look_by(self.looked + after);
        }
        if self.stale {
            self.look_by(self.looked);
        } else {
            self.take_in(outside, found, looks).await;
        }
        watcher
    }

    async fn take_in(&mut self, outside: &Outside, found: place::Found, mut looks: Looks) {
        let gone = |(name, entry): (&String, &Entry)| {
            let coming = matches!(entry.standing, Standing::Adding { .. } | Standing::NotAdded);
            (!coming && !found.partial && !found.places.contains_key(name)).then(|| name.clone())
        };
        let gone: Vec<String> = self.entries.iter().filter_map(gone).collect();
        for name in gone {
            tracing::info!(model = name, "its folder is gone");
            self.forget(outside, &name).await;
        }
        self.faults = found.errors;
        for (name, place) in found.places {
            let look = looks.remove(&name);
            if !self.entries.contains_key(&name) && !self.install(outside, &name, &place).await {
                continue;
            }
            if let Some(look) = look {
                self.on_look(outside, &name, place, look).await;
            }
        }
        let next = self.entries.values().filter_map(|entry| entry.standing.next_look()).min();
        next.into_iter().for_each(|at| self.look_by(at));
        self.publish();
    }

    async fn install(&mut self, outside: &Outside, name: &str, place: &Place) -> bool {
        let Some(spec) = self.spec_of(name, place) else { return false };
        let key = match outside.workers.install(spec).await {
            Ok(key) => key,
            Err(error) => {
                self.faults.push(place::fault(&place.entry, error.message));
                return false;
            }
        };
        tracing::info!(model = name, dir = %place.dir.display(), "a new model");
        let entry = Entry { key, place: place.clone(), standing: Standing::New };
        self.entries.insert(name.to_owned(), entry);
        true
    }

    /// `None` for a name that is taken; what stands at the command line stands above what lies on a disk.
    pub(super) fn spec_of(&mut self, name: &str, place: &Place) -> Option<ModelSpec> {
        if self.sims.contains_key(name) {
            let fault = format!("a simulated model has the name `{name}`, it is left out");
            self.faults.push(place::fault(&place.entry, fault));
            return None;
        }
        Some(self.specs.of_folder(name, &place.dir, self.pins.has(name)))
    }

    async fn on_look(
        &mut self,
        outside: &Outside,
        name: &str,
        place: Place,
        look: Result<Look, LookError>,
    ) {
        let Some(entry) = self.entries.get_mut(name) else { return };
        let step = entry.standing.look(look, Instant::now(), SystemTime::now());
        if step != Step::Keep {
            entry.place = place;
        }
        match step {
            Step::Keep => {}
            Step::Unreadable(fault) => {
                self.jobs.drop_of(name);
                self.settle(outside, name, None, Err(spec::broken(fault))).await;
            }
            Step::Changed { print, rests } => {
                self.jobs.drop_of(name);
                let by = outside.by.within(&self.specs.checked(name, &print.dir));
                let checks = self.dirs.checks.clone();
                let (of, seen) = (name.to_owned(), print.clone());
                let known = blocking(move || Ok(cache::load(&checks, &of, &by, &seen))).await;
                match known {
                    Ok(Some(outcome)) => self.settle(outside, name, Some(print), outcome).await,
                    Ok(None) | Err(_) if rests => self.check(outside, name, print).await,
                    Ok(None) | Err(_) => {
                        self.tell(outside, name, Found::Pending(None)).await;
                        let since = Instant::now();
                        self.stand(name, Standing::Settling { print, since });
                    }
                }
            }
            Step::Settled(print) => self.check(outside, name, print).await,
        }
    }

    async fn check(&mut self, outside: &Outside, name: &str, print: Print) {
        self.tell(outside, name, Found::Pending(None)).await;
        let folder = Box::new(self.specs.checked(name, &print.dir));
        let job = Job::Check { name: name.to_owned(), print: print.clone() };
        self.jobs.push(job, Question::Check { folder, copy_to: None });
        self.stand(name, Standing::Checking { print });
    }

    pub(super) async fn on_progress(
        &mut self,
        outside: &Outside,
        name: &str,
        progress: Option<ModelProgress>,
    ) {
        let standing = self.entries.get(name).map(|entry| &entry.standing);
        if matches!(standing, Some(Standing::Checking { .. } | Standing::Adding { .. })) {
            self.tell(outside, name, Found::Pending(progress)).await;
        }
    }

    /// What is known of its files now, for as long as they stay as they are.
    pub(super) async fn settle(
        &mut self,
        outside: &Outside,
        name: &str,
        print: Option<Print>,
        outcome: Outcome,
    ) {
        let (digest, fault) = match &outcome {
            Ok(card) => (Some(card.digest.clone()), None),
            Err(failure) => (None, Some(failure.reason.clone())),
        };
        if let Some(fault) = &fault {
            tracing::warn!(model = name, reason = fault, "broken model");
        }
        self.stand(name, Standing::Known { print, digest, fault });
        let found = outcome.map_or_else(Found::Broken, Found::Good);
        self.tell(outside, name, found).await;
    }

    pub(super) fn stand(&mut self, name: &str, standing: Standing) {
        if let Some(entry) = self.entries.get_mut(name) {
            entry.standing = standing;
        }
    }

    /// Tells the supervisor, with the folder as it stands.
    pub(super) async fn tell(&self, outside: &Outside, name: &str, found: Found) {
        let Some(entry) = self.entries.get(name) else { return };
        let (dir, digest) = match &entry.standing {
            Standing::Known { print, digest, .. } => (print.as_ref(), digest.clone()),
            Standing::Settling { print, .. } | Standing::Checking { print } => (Some(print), None),
            Standing::New | Standing::Adding { .. } | Standing::NotAdded => (None, None),
        };
        let dir = dir.map_or(&entry.place.dir, |print| &print.dir);
        let source = self.specs.source(name, dir, digest);
        let found = self.specs.judged(name, found);
        if let Err(error) = outside.workers.found(entry.key, source, found).await {
            tracing::debug!(model = name, %error, "the supervisor does not hear of it");
        }
    }

    /// The model is gone, whoever uses it.
    pub(super) async fn forget(&mut self, outside: &Outside, name: &str) {
        self.jobs.drop_of(name);
        if let Some(entry) = self.entries.remove(name) {
            // First nobody finds it any more.
            self.publish();
            if let Err(error) = outside.give_back(entry.key, true).await {
                tracing::debug!(model = name, %error, "not removed");
            }
        }
    }
}
