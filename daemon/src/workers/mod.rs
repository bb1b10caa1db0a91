//! Workers and the calls they run. One task, the supervisor, owns all of it; everybody else holds a
//! `Workers` handle.
//!
//! No call is ever lost: each submission gets `Update`s and, exactly once, `Update::Ended`.

mod calls;
mod changes;
mod clock;
mod device;
mod failures;
mod frames;
mod holds;
mod launch;
mod model;
mod params;
mod process;
mod progress;
mod supervisor;
#[cfg(test)]
mod tests;
mod unread;
mod words;

pub(crate) use calls::{Ended, Submission, Update};
#[cfg(feature = "fuzzing")]
pub(crate) use frames::refused;
pub(crate) use launch::Launch;
pub(crate) use model::{Found, ModelSpec};
pub(crate) use process::{FromProcess, Process, WorkerId};
pub(crate) use progress::{Reached, progress};
pub(crate) use supervisor::Supervisor;
pub(crate) use unread::{Reservation, Unread};
#[cfg(feature = "fuzzing")]
pub(crate) use words::plain_capabilities;
pub(crate) use words::{plain, plain_card, plain_runtime};

use crate::config::CONNECTIONS_MAX;
use edge_api::admin::{ModelStatus, QueueStatus, WorkerStatus};
use edge_api::error::{ApiError, Code};
use edge_api::worker::{CallId, Source};
use edge_core::queue::ModelKey;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};

#[derive(Debug)]
enum Command {
    Submit(Box<Submission>),
    Leave(CallId),
    Snapshot(oneshot::Sender<Snapshot>),
    Install(Box<ModelSpec>, oneshot::Sender<Result<ModelKey, ApiError>>),
    Change(ModelKey, Change, oneshot::Sender<Result<bool, ApiError>>),
    /// Take no new call, end the running ones by then, stop the workers.
    Drain {
        by: Instant,
        done: oneshot::Sender<()>,
    },
}

/// What may be asked of an installed model.
#[derive(Debug)]
enum Change {
    Found(Box<(Source, Found)>),
    Remove {
        force: bool,
    },
    Load,
    Unload,
    Pin(bool),
    /// `None`: `models.keep_alive_s`.
    Keep(Option<Duration>),
}

/// What `status` shows of the workers' side.
#[derive(Clone, Debug)]
pub(crate) struct Snapshot {
    pub queue: QueueStatus,
    pub rows_running: usize,
    /// Of all workers since the daemon's start.
    pub restarts: u64,
    pub workers: Vec<WorkerStatus>,
    pub models: Vec<ModelStatus>,
}

#[derive(Clone, Debug)]
pub(crate) struct Workers {
    inbox: mpsc::Sender<Command>,
    unread: Unread,
}

/// A submitted call. Dropping it tells the supervisor that the client left.
#[derive(Debug)]
pub(crate) struct Call {
    updates: mpsc::Receiver<Update>,
    id: CallId,
    unread: Unread,
    /// The outputs that were taken, for an answer that is kept until it is whole.
    kept: Option<Reservation>,
    /// A place in the inbox kept for the farewell, so that it can neither wait nor be lost.
    leave: Option<mpsc::OwnedPermit<Command>>,
}

impl Workers {
    /// Room for a submission and a farewell of each connection there may ever be; an empty place costs nothing.
    pub(crate) fn channel(unread: Unread) -> (Self, Inbox) {
        let (inbox, receiver) = mpsc::channel(2 * CONNECTIONS_MAX + 64);
        (Self { inbox, unread }, Inbox { receiver })
    }

    pub(crate) async fn submit(
        &self,
        submission: Submission,
        updates: mpsc::Receiver<Update>,
    ) -> Result<Call, ApiError> {
        let id = submission.call;
        let leave = self.inbox.clone().reserve_owned().await.map_err(|_| gone())?;
        self.inbox.send(Command::Submit(Box::new(submission))).await.map_err(|_| gone())?;
        Ok(Call { updates, id, unread: self.unread.clone(), kept: None, leave: Some(leave) })
    }

    pub(crate) async fn snapshot(&self) -> Result<Snapshot, ApiError> {
        let (reply, snapshot) = oneshot::channel();
        self.inbox.send(Command::Snapshot(reply)).await.map_err(|_| gone())?;
        snapshot.await.map_err(|_| gone())
    }

    /// Keys are never used twice.
    pub(crate) async fn install(&self, spec: ModelSpec) -> Result<ModelKey, ApiError> {
        let (reply, installed) = oneshot::channel();
        self.inbox.send(Command::Install(Box::new(spec), reply)).await.map_err(|_| gone())?;
        installed.await.map_err(|_| gone())?
    }

    /// What a check says about a model's files, be it on its way or over. With `Good` the waiting calls
    /// are served, with `Broken` they are refused. If the source changed, what runs ends with the old one.
    pub(crate) async fn found(
        &self,
        key: ModelKey,
        source: Source,
        found: Found,
    ) -> Result<(), ApiError> {
        self.change(key, Change::Found(Box::new((source, found)))).await.map(drop)
    }

    /// Comes back once no worker holds the model. One in use is `in_use`, or with `force` loses its calls.
    pub(crate) async fn remove(&self, key: ModelKey, force: bool) -> Result<(), ApiError> {
        self.change(key, Change::Remove { force }).await.map(drop)
    }

    /// Begins to; the model's state says when it is done, or why not. Says whether that changed anything,
    /// as do the next two.
    pub(crate) async fn load(&self, key: ModelKey) -> Result<bool, ApiError> {
        self.change(key, Change::Load).await
    }

    /// One in use is `in_use`.
    pub(crate) async fn unload(&self, key: ModelKey) -> Result<bool, ApiError> {
        self.change(key, Change::Unload).await
    }

    /// A pinned model is loaded now, and again with each new worker, and stays however long it is unused.
    pub(crate) async fn pin(&self, key: ModelKey, pinned: bool) -> Result<bool, ApiError> {
        self.change(key, Change::Pin(pinned)).await
    }

    /// How long it stays unused; `None`: `models.keep_alive_s`.
    pub(crate) async fn keep(
        &self,
        key: ModelKey,
        keep_alive: Option<Duration>,
    ) -> Result<bool, ApiError> {
        self.change(key, Change::Keep(keep_alive)).await
    }

    async fn change(&self, key: ModelKey, change: Change) -> Result<bool, ApiError> {
        let (reply, changed) = oneshot::channel();
        self.inbox.send(Command::Change(key, change, reply)).await.map_err(|_| gone())?;
        changed.await.map_err(|_| gone())?
    }

    pub(crate) async fn drain(&self, by: Instant) {
        let (done, drained) = oneshot::channel();
        if self.inbox.send(Command::Drain { by, done }).await.is_ok() {
            _ = drained.await;
        }
    }
}

/// The supervisor's end of the handle.
#[derive(Debug)]
pub(crate) struct Inbox {
    receiver: mpsc::Receiver<Command>,
}

fn gone() -> ApiError {
    ApiError::new(Code::ShuttingDown, "edged is shutting down")
}

impl Call {
    /// The next update, in order. After `Ended` there is none.
    pub(crate) fn poll_next(&mut self, cx: &mut std::task::Context<'_>) -> std::task::Poll<Update> {
        self.updates.poll_recv(cx).map(|update| {
            let update = update.unwrap_or_else(|| Update::Ended(Box::new(Ended::abandoned())));
            match &update {
                Update::Started => {}
                Update::Output(output) => {
                    let bytes = unread::cost(output);
                    match &mut self.kept {
                        Some(kept) => kept.adopt(bytes),
                        None => self.unread.give(bytes),
                    }
                }
                Update::Ended(_) => self.leave = None,
            }
            update
        })
    }

    /// Outputs taken from now on stay counted as unread until what comes back here is dropped.
    pub(crate) fn keep(&mut self) {
        self.kept = Some(Reservation::new(self.unread.clone()));
    }

    pub(crate) fn take_kept(&mut self) -> Option<Reservation> {
        self.kept.take()
    }

    pub(crate) async fn next(&mut self) -> Update {
        std::future::poll_fn(|cx| self.poll_next(cx)).await
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        if let Some(permit) = self.leave.take() {
            permit.send(Command::Leave(self.id));
        }
        self.updates.close();
        while let Ok(update) = self.updates.try_recv() {
            if let Update::Output(output) = update {
                self.unread.give(unread::cost(&output));
            }
        }
    }
}
