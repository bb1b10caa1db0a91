//! What the API asks of the shelf. Long work is begun here and goes on after the answer.

use super::add::Addition;
use super::check::Question;
use super::jobs::{Job, VerifyReply};
use super::place::{MODELS_MAX, Origin, Place};
use super::shelf::{Entry, Outside, Shelf, blocking};
use super::standing::Standing;
use super::{Command, cache, disk, no_model};
use crate::workers::Found;
use edge_api::admin::AddMode;
use edge_api::error::{ApiError, Code};
use std::io;
use std::path::Path;

impl Shelf {
    /// Whoever asked may have left.
    pub(super) async fn on_command(&mut self, outside: &Outside, command: Command) {
        match command {
            Command::Add(addition, reply) => {
                _ = reply.send(self.add(outside, addition).await);
            }
            Command::Remove(name, reply) => {
                _ = reply.send(self.remove(outside, &name).await);
            }
            Command::Pin(name, pinned, reply) => {
                _ = reply.send(self.pin(outside, &name, pinned).await);
            }
            Command::Verify(name, reply) => self.verify(name, reply),
            // The task ends with it, so the task has seen to it.
            Command::Close(_) => {}
        }
    }

    async fn add(&mut self, outside: &Outside, addition: Addition) -> Result<bool, ApiError> {
        let Addition { name, dir, mode, print } = addition;
        let entry = self.dirs.kept.join(&name);
        let place = match mode {
            AddMode::Copy => Place { dir: entry.clone(), entry, origin: Origin::Kept },
            AddMode::Link => Place { dir: dir.clone(), entry, origin: Origin::Linked },
        };
        if self.sims.contains_key(&name) {
            return Err(taken(&name));
        }
        match self.entries.get(&name).map(|entry| claim(entry, &place, &dir, mode)) {
            Some(Claim::Same) => return Ok(false),
            Some(Claim::Taken) => return Err(taken(&name)),
            Some(Claim::Free) => {}
            None if self.entries.len() >= MODELS_MAX => {
                let message = format!("there are {MODELS_MAX} models, the most there may be");
                return Err(ApiError::new(Code::InUse, message).hint("remove one first"));
            }
            None => {
                let spec = self.specs.of_folder(&name, &place.dir, self.pins.has(&name));
                let key = outside.workers.install(spec).await?;
                let (place, standing) = (place.clone(), Standing::New);
                self.entries.insert(name.clone(), Entry { key, place, standing });
            }
        }
        if let Some(entry) = self.entries.get_mut(&name) {
            entry.place = place;
        }
        tracing::info!(model = name, dir = %dir.display(), ?mode, "adding");
        self.stand(&name, Standing::Adding { dir: dir.clone(), mode });
        self.tell(outside, &name, Found::Pending(None)).await;
        let copy_to = (mode == AddMode::Copy).then(|| self.dirs.incoming_of(&name));
        let folder = Box::new(self.specs.checked(&name, &dir));
        let job = Job::Add { name, dir, mode, print };
        self.jobs.push(job, Question::Check { folder, copy_to });
        self.publish();
        Ok(true)
    }

    async fn remove(&mut self, outside: &Outside, name: &str) -> Result<(), ApiError> {
        if self.sims.contains_key(name) {
            let message = format!("model `{name}` is simulated, it cannot be removed");
            let error = ApiError::new(Code::NotPermitted, message);
            return Err(error.hint("it is there for as long as edged runs with its --sim"));
        }
        let entry = self.entries.get(name).ok_or_else(|| no_model(name))?;
        if matches!(entry.standing, Standing::Adding { .. } | Standing::NotAdded) {
            self.forget(outside, name).await;
            return Ok(());
        }
        if entry.place.origin == Origin::Shipped {
            let message = format!("model `{name}` came with edged, it cannot be removed");
            let error = ApiError::new(Code::NotPermitted, message);
            return Err(error.hint("it goes with the package that brought it"));
        }
        outside.give_back(entry.key, false).await?;
        self.jobs.drop_of(name);
        let removed = self.entries.remove(name).map(|entry| entry.place.entry);
        self.publish();
        self.disturbed();
        tracing::info!(model = name, "removed");
        let Some(entry) = removed else { return Ok(()) };
        // No model has a name that begins with a dot.
        let aside = self.dirs.incoming_of(&format!(".{name}.{}", self.removals));
        self.removals += 1;
        let (checks, of) = (self.dirs.checks.clone(), name.to_owned());
        let gone = blocking(move || {
            disk::move_out(&entry, &aside)?;
            cache::forget(&checks, &of)
        });
        // What is still there is found again by the next look.
        gone.await.map_err(|error| not_done(&format!("remove `{name}`"), &error))?;
        if let Err(error) = self.set_pin(name, false).await {
            tracing::warn!(model = name, %error, "still pinned, for when it comes back");
        }
        Ok(())
    }

    async fn pin(&mut self, outside: &Outside, name: &str, pinned: bool) -> Result<bool, ApiError> {
        let of_folder = self.entries.get(name).map(|entry| entry.key);
        let of_sim = self.sims.get(name).map(|(key, _)| *key);
        let key = of_sim.or(of_folder).ok_or_else(|| no_model(name))?;
        if self.specs.settings(name).pinned {
            if pinned {
                return Ok(false);
            }
            let message = format!("model `{name}` is pinned by models.d/{name}.toml");
            let error = ApiError::new(Code::InUse, message);
            return Err(error.hint("take `pinned` out of that file"));
        }
        let doing = if pinned { "pin" } else { "unpin" };
        let set = self.set_pin(name, pinned).await;
        let changed = set.map_err(|error| not_done(&format!("{doing} `{name}`"), &error))?;
        Ok(outside.workers.pin(key, pinned).await? || changed)
    }

    /// On disk first.
    async fn set_pin(&mut self, name: &str, pinned: bool) -> io::Result<bool> {
        let (mut pins, name) = (self.pins.clone(), name.to_owned());
        let set = blocking(move || {
            let changed = pins.set(&name, pinned)?;
            Ok((pins, changed))
        });
        let (pins, changed) = set.await?;
        self.pins = pins;
        Ok(changed)
    }

    fn verify(&mut self, name: String, reply: VerifyReply) {
        let refusal = match self.entries.get(&name).map(|entry| &entry.standing) {
            Some(Standing::Known { print: Some(print), digest: Some(digest), .. }) => {
                if !self.jobs.verifies_full() {
                    let (print, expected) = (print.clone(), digest.clone());
                    let folder = Box::new(self.specs.checked(&name, &print.dir));
                    let job = Job::Verify { name, print, expected, reply };
                    return self.jobs.push(job, Question::Check { folder, copy_to: None });
                }
                ApiError::new(Code::QueueFull, "too many verifications are waiting")
                    .hint("try again after the time in the Retry-After header")
            }
            Some(Standing::Known { fault, .. }) => {
                let fault = fault.as_deref().unwrap_or_default();
                let message = format!("model `{name}` has no digest to compare with: {fault}");
                ApiError::new(Code::ModelBroken, message)
            }
            Some(Standing::NotAdded) => {
                ApiError::new(Code::ModelBroken, format!("model `{name}` was not added"))
            }
            Some(
                Standing::New
                | Standing::Settling { .. }
                | Standing::Checking { .. }
                | Standing::Adding { .. },
            ) => ApiError::new(Code::InUse, format!("model `{name}` is just being checked"))
                .hint("wait until it is not `loading` any more"),
            None if self.sims.contains_key(&name) => {
                let message = format!("model `{name}` is simulated, it has no files");
                ApiError::new(Code::InvalidValue, message).param("model")
            }
            None => no_model(&name),
        };
        // Whoever asked may have left.
        _ = reply.send(Err(refusal));
    }
}

/// Who asks for a name that a folder has.
enum Claim {
    /// It has it for the very same.
    Same,
    /// It was not to be had, and may be tried again.
    Free,
    Taken,
}

fn claim(entry: &Entry, place: &Place, dir: &Path, mode: AddMode) -> Claim {
    match &entry.standing {
        Standing::Adding { dir: from, mode: how } if from == dir && *how == mode => Claim::Same,
        Standing::Adding { .. } => Claim::Taken,
        Standing::NotAdded => Claim::Free,
        Standing::New
        | Standing::Settling { .. }
        | Standing::Checking { .. }
        | Standing::Known { .. } => match mode == AddMode::Link && entry.place == *place {
            true => Claim::Same,
            false => Claim::Taken,
        },
    }
}

fn taken(name: &str) -> ApiError {
    ApiError::new(Code::InUse, format!("there is a model `{name}` already"))
        .param("name")
        .hint("choose another name, or remove that model first")
}

/// The caller hears that, the log hears why.
fn not_done(what: &str, error: &io::Error) -> ApiError {
    tracing::error!(%error, "cannot {what}");
    ApiError::new(Code::Internal, format!("cannot {what}: {error}"))
}
