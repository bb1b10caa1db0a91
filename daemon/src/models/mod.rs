//! The shelf: which models there are. One task owns it: it watches the folders, has each new one checked by a
//! throw-away worker, tells the supervisor what came of it, and carries out adding, removing and pinning.
//!
//! It lists folders and looks at names, sizes and times. No file of a model is ever opened in here.

mod add;
mod cache;
mod check;
mod commands;
mod config;
mod disk;
mod ends;
mod jobs;
mod library;
mod looks;
mod pins;
mod place;
mod print;
mod shelf;
mod spec;
mod standing;

pub(crate) use add::Addition;
pub(crate) use shelf::Shelf;

use edge_api::admin::{AddModel, ConfigError, ModelVerified, RuntimeStatus};
use edge_api::error::{ApiError, Code};
use edge_core::queue::ModelKey;
use place::{Dirs, Origin};
use shelf::Entry;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot, watch as cell};

/// Each waits for its answer, so there are at most as many as connections.
const COMMANDS_MAX: usize = 64;

/// What is on the shelf; a new one is published whenever that changes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Listing {
    pub models: BTreeMap<String, Listed>,
    /// What is wrong with folders, files in `models.d` and pins.
    pub errors: Vec<ConfigError>,
    /// The ONNX Runtime, once it has been looked at.
    pub runtime: RuntimeStatus,
    /// Why models in folders cannot run at all.
    pub runtime_fault: Option<String>,
}

/// A model, and what the supervisor does not know of it.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub key: ModelKey,
    pub dir: Option<PathBuf>,
    pub linked: bool,
    pub shipped: bool,
    /// What is waited for before it is checked.
    pub waits_for: Option<&'static str>,
}

impl Listed {
    fn sim(key: ModelKey) -> Self {
        Self { key, dir: None, linked: false, shipped: false, waits_for: None }
    }

    fn folder(entry: &Entry) -> Self {
        let Entry { key, place, standing } = entry;
        Self {
            key: *key,
            dir: Some(place.dir.clone()),
            linked: place.origin == Origin::Linked,
            shipped: place.origin == Origin::Shipped,
            waits_for: standing.waits_for(),
        }
    }
}

/// A small handle on the shelf.
#[derive(Clone, Debug)]
pub(crate) struct Models {
    inbox: mpsc::Sender<Command>,
    listing: cell::Receiver<Listing>,
    dirs: Arc<Dirs>,
}

#[derive(Debug)]
enum Command {
    Add(Addition, Reply<bool>),
    Remove(String, Reply<()>),
    Pin(String, bool, Reply<bool>),
    Verify(String, Reply<ModelVerified>),
    Close(oneshot::Sender<()>),
}

type Reply<T> = oneshot::Sender<Result<T, ApiError>>;

impl Models {
    pub(crate) fn listing(&self) -> cell::Ref<'_, Listing> {
        self.listing.borrow()
    }

    pub(crate) fn watch(&self) -> cell::Receiver<Listing> {
        self.listing.clone()
    }

    /// Looks at the folder, which may take as long as its disk.
    pub(crate) async fn addition(&self, request: AddModel) -> Result<Addition, ApiError> {
        Addition::of(request, Arc::clone(&self.dirs)).await
    }

    /// Begins to add; says whether that is new.
    pub(crate) async fn add(&self, addition: Addition) -> Result<bool, ApiError> {
        self.ask(|reply| Command::Add(addition, reply)).await
    }

    pub(crate) async fn remove(&self, name: &str) -> Result<(), ApiError> {
        self.ask(|reply| Command::Remove(name.to_owned(), reply)).await
    }

    pub(crate) async fn pin(&self, name: &str, pinned: bool) -> Result<bool, ApiError> {
        self.ask(|reply| Command::Pin(name.to_owned(), pinned, reply)).await
    }

    pub(crate) async fn verify(&self, name: &str) -> Result<ModelVerified, ApiError> {
        self.ask(|reply| Command::Verify(name.to_owned(), reply)).await
    }

    /// Stops what runs; after it the shelf's task ends.
    pub(crate) async fn close(&self) {
        let (reply, closed) = oneshot::channel();
        if self.inbox.send(Command::Close(reply)).await.is_ok() {
            _ = closed.await;
        }
    }

    async fn ask<T>(&self, command: impl FnOnce(Reply<T>) -> Command) -> Result<T, ApiError> {
        let gone = || ApiError::new(Code::ShuttingDown, "edged is shutting down");
        let (reply, answer) = oneshot::channel();
        self.inbox.send(command(reply)).await.map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }
}

fn no_model(name: &str) -> ApiError {
    ApiError::new(Code::ModelNotFound, format!("there is no model `{name}`")).param("model")
}
