//! A model on the supervisor's books: what is known of its files, what its worker holds of it, and what
//! follows from the two for callers and for `status`. Nothing here speaks to a worker.

use super::progress::Reached;
use edge_api::admin::{ModelProgress, ModelState, ModelStatus};
use edge_api::error::{ApiError, Code};
use edge_api::worker::{Capabilities, Card, LoadFailure, LoadFailureKind, Source};
use edge_core::queue::{Credits, ModelKey};
use edge_core::request::Options;
use std::collections::BTreeMap;
use std::ops::{Index, IndexMut};
use std::path::Path;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// Models on the books at once.
pub(super) const MODELS_MAX: usize = 1024;

/// A model the daemon may serve, and the device it lives on.
#[derive(Clone, Debug)]
pub(crate) struct ModelSpec {
    pub name: String,
    pub source: Source,
    /// `sim:NAME`, `cpu` or `cuda:0`.
    pub device: String,
    pub found: Found,
    /// `None`: `models.keep_alive_s`.
    pub keep_alive: Option<Duration>,
    pub pinned: bool,
}

/// What is known of a model's files.
#[derive(Clone, Debug)]
pub(crate) enum Found {
    /// They are being copied or checked: calls wait.
    Pending(Option<ModelProgress>),
    /// A simulated model has an empty card.
    Good(Box<Card>),
    Broken(LoadFailure),
}

#[derive(Debug)]
pub(super) struct Model {
    pub(super) name: String,
    pub(super) source: Source,
    pub(super) device: usize,
    pub(super) found: Found,
    /// What its own settings say about sampling, as far as that is possible.
    pub(super) defaults: Options,
    /// `None`: `models.keep_alive_s`.
    pub(super) keep_alive: Option<Duration>,
    pub(super) pinned: bool,
    /// It is to be loaded whenever its worker runs.
    pub(super) wanted: bool,
    pub(super) hold: Hold,
    /// What the worker holds was made of this.
    pub(super) held_source: Option<Source>,
    /// What the worker holds is not to be used any more, and goes with its last row.
    pub(super) stale: bool,
    /// Why it cannot be had for now, though its files are good.
    pub(super) failed: Option<Failed>,
    /// Workers that died in a row while they loaded it.
    pub(super) deaths: u32,
    /// Since when no row runs and no call waits.
    pub(super) idle_since: Option<Instant>,
    /// How far its load has come.
    pub(super) reached: Reached,
    /// Of the last load.
    pub(super) capabilities: Option<Capabilities>,
    /// What the last load was made of.
    pub(super) ran_source: Option<Source>,
    pub(super) credits: Credits,
    /// It is on its way out; whoever asked for it waits here.
    pub(super) removal: Option<oneshot::Sender<Result<bool, ApiError>>>,
    /// What the last event said.
    pub(super) shown: (ModelState, Option<String>),
}

/// What the worker of a model's device holds of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Hold {
    None,
    Loading {
        /// The worker was told to.
        sent: bool,
        progress: Option<ModelProgress>,
    },
    Ready,
    /// The worker was told to let go of it.
    Unloading {
        /// The end of its load may come first.
        loading: bool,
    },
}

#[derive(Clone, Debug)]
pub(super) struct Failed {
    pub(super) code: Code,
    pub(super) reason: String,
    pub(super) hint: Option<String>,
    /// `None`: its worker says when.
    pub(super) retry_at: Option<Instant>,
}

impl Model {
    pub(super) fn new(spec: ModelSpec, device: usize) -> Self {
        let mut model = Self {
            name: spec.name,
            source: spec.source,
            device,
            found: Found::Pending(None),
            defaults: Options::default(),
            keep_alive: spec.keep_alive,
            pinned: spec.pinned,
            wanted: spec.pinned,
            hold: Hold::None,
            held_source: None,
            stale: false,
            failed: None,
            deaths: 0,
            idle_since: None,
            reached: Reached::default(),
            capabilities: None,
            ran_source: None,
            credits: Credits::default(),
            removal: None,
            shown: (ModelState::Unloaded, None),
        };
        model.learn(spec.found);
        model
    }

    /// Takes note of what is known of its files.
    pub(super) fn learn(&mut self, found: Found) {
        match &found {
            Found::Pending(_) => {}
            Found::Good(card) => {
                let (defaults, refused) = Options::of_model(&card.defaults);
                for error in refused {
                    let reason = error.message;
                    tracing::warn!(model = self.name, reason, "a model's own default is ignored");
                }
                self.defaults = defaults;
                self.stale = self.held_source.as_ref().is_some_and(|held| *held != self.source);
                self.failed = None;
                self.deaths = 0;
            }
            Found::Broken(_) => {
                self.stale = self.held_source.is_some();
                self.wanted &= self.pinned;
            }
        }
        self.found = found;
    }

    /// Its worker is to be told to load it.
    pub(super) fn is_to_load(&mut self) {
        self.hold = Hold::Loading { sent: false, progress: None };
    }

    /// Nothing of it is in the worker any more.
    pub(super) fn is_out(&mut self) {
        self.hold = Hold::None;
        self.held_source = None;
        self.stale = false;
        self.idle_since = None;
        self.credits = Credits::default();
    }

    pub(super) fn is_good(&self) -> bool {
        matches!(self.found, Found::Good(_))
    }

    /// Whether its worker may be told to load it.
    pub(super) fn may_load(&self) -> bool {
        self.is_good() && self.failed.is_none() && self.removal.is_none()
    }

    /// Whether a call may start now, if it finds free rows.
    pub(super) fn serves(&self) -> bool {
        self.hold == Hold::Ready && self.is_good() && !self.stale
    }

    pub(super) fn dir(&self) -> Option<&Path> {
        match &self.source {
            Source::Sim(_) => None,
            Source::Folder(folder) => Some(&folder.dir),
        }
    }

    pub(super) fn state(&self) -> (ModelState, Option<String>) {
        let state = match (&self.found, &self.failed, &self.hold) {
            (Found::Pending(_), ..) => ModelState::Loading,
            (Found::Broken(failure), ..) => {
                let state = match failure.kind {
                    LoadFailureKind::Broken => ModelState::Broken,
                    LoadFailureKind::Passing
                    | LoadFailureKind::Provider
                    | LoadFailureKind::Runtime => ModelState::Failed,
                };
                return (state, Some(failure.reason.clone()));
            }
            (Found::Good(_), Some(failed), _) => {
                return (ModelState::Failed, Some(failed.reason.clone()));
            }
            // A worker is on its way for it.
            (Found::Good(_), None, Hold::None) if self.wanted => ModelState::Loading,
            (Found::Good(_), None, Hold::None) => ModelState::Unloaded,
            (Found::Good(_), None, Hold::Loading { .. }) => ModelState::Loading,
            (Found::Good(_), None, Hold::Ready) if !self.stale => ModelState::Ready,
            (Found::Good(_), None, Hold::Ready | Hold::Unloading { .. }) => match self.wanted {
                true => ModelState::Loading,
                false => ModelState::Ready,
            },
        };
        (state, None)
    }

    pub(super) fn status(&self, worker_pid: Option<u32>) -> ModelStatus {
        let (state, reason) = self.state();
        let ran = self.ran();
        let progress = match (&self.found, &self.hold) {
            (Found::Pending(progress), _) | (Found::Good(_), Hold::Loading { progress, .. }) => {
                progress.clone()
            }
            (Found::Good(_) | Found::Broken(_), _) => None,
        };
        let mut status = ModelStatus {
            digest: ran.and_then(|ran| ran.digest.clone()),
            state,
            reason,
            backend: ran.map(|ran| ran.backend.clone()),
            backend_reason: ran.and_then(|ran| ran.backend_reason.clone()),
            provider: ran.map(|ran| ran.provider.clone()),
            provider_reason: ran.and_then(|ran| ran.provider_reason.clone()),
            placement: ran.map(|ran| ran.placement.iter().cloned().collect()).unwrap_or_default(),
            worker_pid: worker_pid.filter(|_| self.hold == Hold::Ready),
            pinned: self.pinned,
            context_tokens: ran.map(|ran| ran.context_tokens),
            rows_max: ran.map(|ran| ran.rows_max),
            progress,
            dir: self.dir().map(Path::to_owned),
            ..ModelStatus::named(&self.name)
        };
        if let (Found::Good(card), Source::Folder(folder)) = (&self.found, &self.source) {
            let context_tokens = folder.context_tokens.unwrap_or(u32::MAX).min(card.context_tokens);
            status.digest = Some(card.digest.clone());
            status.context_tokens = status.context_tokens.or(Some(context_tokens));
            show_card(&mut status, card);
        }
        status
    }

    /// What the last load says of what the worker holds, or of the files as they are now.
    fn ran(&self) -> Option<&Capabilities> {
        let held = matches!(self.hold, Hold::Ready | Hold::Unloading { .. });
        let same = self.ran_source.as_ref() == Some(&self.source);
        self.capabilities.as_ref().filter(|_| held || same)
    }

    /// Why a new call cannot even wait.
    pub(super) fn refusal(&self, rows: u16) -> Option<ApiError> {
        if self.removal.is_some() {
            return Some(removed(&self.name));
        }
        match (&self.found, &self.failed) {
            (Found::Broken(failure), _) => Some(self.cannot_load(failure)),
            (Found::Good(_), Some(failed)) => Some(self.has_failed(failed)),
            (Found::Good(_), None) if self.serves() && rows > self.credits.rows_max() => {
                Some(self.too_wide(rows))
            }
            (Found::Pending(_) | Found::Good(_), _) => None,
        }
    }

    fn cannot_load(&self, failure: &LoadFailure) -> ApiError {
        let (name, reason) = (&self.name, &failure.reason);
        let error = match failure.kind {
            LoadFailureKind::Broken => ApiError::new(
                Code::ModelBroken,
                format!("model `{name}` cannot be loaded: {reason}"),
            ),
            LoadFailureKind::Passing => ApiError::new(
                Code::ModelFailed,
                format!("model `{name}` could not be checked: {reason}"),
            ),
            LoadFailureKind::Provider | LoadFailureKind::Runtime => ApiError::new(
                Code::ProviderUnavailable,
                format!("model `{name}` cannot run here: {reason}"),
            ),
        };
        match &failure.hint {
            Some(hint) => error.hint(hint.as_str()),
            None => error,
        }
    }

    fn has_failed(&self, failed: &Failed) -> ApiError {
        let (name, reason) = (&self.name, &failed.reason);
        let message = match failed.code == Code::ProviderUnavailable {
            true => format!("model `{name}` cannot run here: {reason}"),
            false => format!("model `{name}` has failed: {reason}"),
        };
        let by_itself = "it is tried again by itself; `edgectl status` shows its state";
        ApiError::new(failed.code, message).hint(failed.hint.as_deref().unwrap_or(by_itself))
    }

    pub(super) fn too_wide(&self, rows: u16) -> ApiError {
        let rows_max = self.credits.rows_max();
        let message = format!(
            "n is {rows}, model `{}` answers at most {rows_max} choices at once",
            self.name
        );
        ApiError::new(Code::InvalidValue, message).param("n")
    }
}

fn show_card(status: &mut ModelStatus, card: &Card) {
    status.format = Some(card.format.clone());
    status.architecture = card.architecture.clone();
    status.precision = Some(card.precision.clone());
    status.layers = Some(card.layers);
    status.vocabulary = Some(card.vocabulary);
    status.files = Some(card.files);
    status.bytes = Some(card.bytes);
    status.chat = Some(card.chat);
    status.end_tokens = card.end_tokens.clone();
    status.defaults = card.defaults.clone();
}

pub(super) fn removed(name: &str) -> ApiError {
    ApiError::new(Code::ModelNotFound, format!("model `{name}` has been removed")).param("model")
}

/// Nobody knows any more what it was called.
pub(super) fn long_removed() -> ApiError {
    ApiError::new(Code::ModelNotFound, "the model has been removed").param("model")
}

/// All models, by keys that are never used twice.
#[derive(Debug, Default)]
pub(super) struct Models {
    all: BTreeMap<ModelKey, Model>,
    next: ModelKey,
}

impl Models {
    pub(super) fn add(&mut self, model: Model) -> ModelKey {
        let key = self.next;
        self.next += 1;
        self.all.insert(key, model);
        key
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn get(&self, key: ModelKey) -> Option<&Model> {
        self.all.get(&key)
    }

    pub(super) fn remove(&mut self, key: ModelKey) -> Option<Model> {
        self.all.remove(&key)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Model> {
        self.all.values()
    }
}

/// For keys that are known to live: those of waiting and running calls, and those of a device.
impl Index<ModelKey> for Models {
    type Output = Model;

    fn index(&self, key: ModelKey) -> &Model {
        self.all.get(&key).expect("a model outlives its calls and its place on a device")
    }
}

impl IndexMut<ModelKey> for Models {
    fn index_mut(&mut self, key: ModelKey) -> &mut Model {
        self.all.get_mut(&key).expect("a model outlives its calls and its place on a device")
    }
}
