//! The ledger: a row per call in SQLite, owned by one thread.
//!
//! The order is the promise: a call's row is committed before the client sees the end of its answer, or
//! the answer says that it is not. A failing disk costs rows, which are counted, never answers (unless
//! `ledger.on_failure` says to refuse). This folder alone names `rusqlite`.

mod desk;
mod owner;
mod schema;
mod store;

pub(crate) use store::{EndRow, StartRow};

use crate::events::Events;
use crate::platform::{self, LockError};
use desk::{Desk, Seat, SeatWatch};
use edge_api::admin::LedgerStatus;
use edge_api::edge::LedgerState;
use edge_api::paths::Paths;
use owner::Owner;
use std::fs::File;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use store::Store;
use tokio::sync::oneshot;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Durability {
    Power,
    Buffered,
    Off,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum OpenError {
    #[error("another edged (pid {pid}) keeps its ledger in {state_dir}")]
    Taken { state_dir: PathBuf, pid: String },
    #[error("cannot lock {path}")]
    Lock { path: PathBuf, source: std::io::Error },
    #[error("cannot open the ledger {path}")]
    Open { path: PathBuf, source: rusqlite::Error },
    #[error("the ledger {path} is of version {found}, this edged knows {known} at most")]
    Newer { path: PathBuf, found: i64, known: i64 },
    #[error("cannot start the ledger's thread")]
    Thread(#[from] std::io::Error),
}

/// A small handle; clones speak to the same thread.
#[derive(Clone, Debug)]
pub(crate) struct Ledger {
    inner: Option<Arc<Inner>>,
}

#[derive(Debug)]
struct Inner {
    desk: Arc<Desk>,
    seat: SeatWatch,
    durability: Durability,
    path: PathBuf,
}

/// A call that the ledger has heard of, until its end.
#[derive(Debug)]
pub(crate) struct Entry(State);

#[derive(Debug)]
enum State {
    Off,
    Lost,
    Open(Arc<Desk>),
}

/// Resolves once the end of a call is where it is going to be.
#[derive(Debug)]
pub(crate) enum Receipt {
    Known(LedgerState),
    Pending(oneshot::Receiver<LedgerState>),
}

impl Receipt {
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<LedgerState> {
        let state = match self {
            Receipt::Known(state) => *state,
            Receipt::Pending(receiver) => {
                ready!(Pin::new(receiver).poll(cx)).unwrap_or(LedgerState::Lost)
            }
        };
        *self = Receipt::Known(state);
        Poll::Ready(state)
    }

    pub(crate) async fn state(&mut self) -> LedgerState {
        std::future::poll_fn(|cx| self.poll(cx)).await
    }
}

impl Entry {
    pub(crate) fn end(self, row: EndRow) -> Receipt {
        match self.0 {
            State::Off => Receipt::Known(LedgerState::Off),
            State::Lost => Receipt::Known(LedgerState::Lost),
            State::Open(desk) => match desk.end(row) {
                Some(receipt) => Receipt::Pending(receipt),
                None => Receipt::Known(LedgerState::Lost),
            },
        }
    }
}

/// A second daemon on a state directory would take the first one's running calls for remains of a dead one.
fn lock(state_dir: &Path) -> Result<File, OpenError> {
    let path = state_dir.join("edged.lock");
    platform::lock(&path).map_err(|error| match error {
        LockError::Taken { pid } => OpenError::Taken { state_dir: state_dir.to_owned(), pid },
        LockError::Io(source) => OpenError::Lock { path, source },
    })
}

impl Ledger {
    pub(crate) fn off() -> Self {
        Self { inner: None }
    }

    /// The thread that comes with it is the only one to write, of all daemons: the state directory is
    /// locked until this process ends.
    pub(crate) fn open(
        paths: &Paths,
        durability: Durability,
        events: Events,
    ) -> Result<Self, OpenError> {
        if durability == Durability::Off {
            return Ok(Self::off());
        }
        // Closing it is left to the kernel: whatever else of this process still runs then is over too.
        std::mem::forget(lock(&paths.state_dir)?);
        Self::start_owner(paths.ledger(), durability, events)
    }

    fn start_owner(
        path: PathBuf,
        durability: Durability,
        events: Events,
    ) -> Result<Self, OpenError> {
        let store = Store::open(&path, durability)?;
        let (taken, seat) = Seat::new();
        let desk = Arc::clone(&taken.desk);
        let owner = Owner::new(store, durability, taken, events);
        std::thread::Builder::new()
            .name("ledger".to_owned())
            .stack_size(512 * 1024)
            .spawn(move || owner.run())?;
        Ok(Self { inner: Some(Arc::new(Inner { desk, seat, durability, path })) })
    }

    /// Why calls are not being recorded, if they should be.
    pub(crate) fn failure(&self) -> Option<String> {
        self.inner.as_ref()?.desk.facts().failure
    }

    /// Rides the next commit. What comes back is needed to end the call.
    pub(crate) fn start(&self, row: StartRow) -> Entry {
        let Some(inner) = &self.inner else {
            return Entry(State::Off);
        };
        match inner.desk.start(row) {
            true => Entry(State::Open(Arc::clone(&inner.desk))),
            false => Entry(State::Lost),
        }
    }

    /// Has the starts written that no commit came along for.
    pub(crate) fn flush_starts(&self) {
        self.inner.iter().for_each(|inner| inner.desk.flush());
    }

    /// Commits what is pending and closes the file.
    pub(crate) async fn close(self) {
        let Some(inner) = &self.inner else { return };
        inner.desk.close();
        self.ended().await;
    }

    /// Resolves when nobody writes any more, asked to stop or not; never if nobody ever did.
    pub(crate) async fn ended(&self) {
        match &self.inner {
            Some(inner) => inner.seat.clone().empty().await,
            None => std::future::pending().await,
        }
    }

    pub(crate) fn status(&self) -> LedgerStatus {
        let Some(inner) = &self.inner else {
            return LedgerStatus {
                state: "off".to_owned(),
                rows: None,
                bytes: None,
                path: None,
                reason: None,
            };
        };
        let facts = inner.desk.facts();
        let state = match (&facts.failure, inner.durability) {
            (Some(_), _) => "failed",
            (None, Durability::Power) => "durable",
            (None, Durability::Buffered) => "buffered",
            (None, Durability::Off) => "off",
        };
        LedgerStatus {
            state: state.to_owned(),
            rows: facts.rows,
            bytes: Some(store::bytes(&inner.path)),
            path: Some(inner.path.clone()),
            reason: facts.failure,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    const PATIENCE: Duration = Duration::from_secs(20);

    fn start(call: &str) -> StartRow {
        StartRow { call: call.to_owned(), ..StartRow::default() }
    }

    fn end(call: &str) -> EndRow {
        EndRow { call: call.to_owned(), outcome: "ok", ..EndRow::default() }
    }

    async fn until(what: &str, holds: impl Fn() -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !holds() {
            assert!(Instant::now() < deadline, "waited for: {what}");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    #[tokio::test]
    async fn a_thread_that_panics_leaves_nobody_waiting() {
        let (taken, seat) = Seat::new();
        let (desk, durability) = (Arc::clone(&taken.desk), Durability::Power);
        let inner = Inner { desk, seat, durability, path: PathBuf::new() };
        let ledger = Ledger { inner: Some(Arc::new(inner)) };
        let (waiting, open) = (ledger.start(start("waiting")), ledger.start(start("open")));
        let mut waiting = waiting.end(end("waiting"));
        let thread = std::thread::spawn(move || {
            let _taken = taken;
            panic!("as a bug would");
        });
        assert!(thread.join().is_err());
        let told = async {
            assert_eq!(waiting.state().await, LedgerState::Lost);
            assert_eq!(open.end(end("open")).state().await, LedgerState::Lost);
            assert_eq!(ledger.start(start("new")).end(end("new")).state().await, LedgerState::Lost);
            ledger.ended().await;
            let status = ledger.status();
            assert_eq!(status.state, "failed");
            assert!(status.reason.unwrap().contains("thread has ended"));
            ledger.close().await;
        };
        tokio::time::timeout(PATIENCE, told).await.expect("nobody waits for a dead thread");
    }

    #[tokio::test]
    async fn closing_writes_what_waits_first() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("ledger.db");
        let ledger = Ledger::start_owner(path.clone(), Durability::Power, Events::new()).unwrap();
        let mut receipt = ledger.start(start("a")).end(end("a"));
        tokio::time::timeout(PATIENCE, ledger.close()).await.expect("it closes");
        assert_eq!(receipt.state().await, LedgerState::Durable);
        assert_eq!(Store::open(&path, Durability::Power).unwrap().rows().unwrap(), 1);
    }

    #[tokio::test]
    async fn a_ledger_that_failed_at_a_start_mends_itself() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("ledger.db");
        let ledger = Ledger::start_owner(path.clone(), Durability::Power, Events::new()).unwrap();
        until("it is settled", || ledger.status().rows == Some(0)).await;
        let beside = rusqlite::Connection::open(&path).unwrap();
        let full =
            "CREATE TRIGGER full BEFORE INSERT ON calls BEGIN SELECT RAISE(ABORT, 'full'); END";
        beside.execute_batch(full).unwrap();
        let _entry = ledger.start(start("a"));
        ledger.flush_starts();
        until("it fails", || ledger.failure().is_some()).await;
        beside.execute_batch("DROP TRIGGER full").unwrap();
        until("it works again", || ledger.failure().is_none()).await;
        assert_eq!(ledger.status().rows, Some(1));
    }
}
