//! The desk between the daemon and the ledger's thread: what waits to be written, and what the thread says
//! about itself. A start wakes nobody; it goes along with the next end. Once the thread is gone, by whatever
//! way, nothing waits here any more.

use super::store::{EndRow, StartRow};
use edge_api::edge::LedgerState;
use std::collections::HashMap;
use std::mem;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{oneshot, watch};

/// At most `connections_max` calls are alive: a full desk means that the disk stands still.
const ROWS_WAITING_MAX: usize = 32_768;

#[derive(Debug, Default)]
pub(super) struct Desk {
    state: Mutex<State>,
    called: Condvar,
}

#[derive(Debug, Default)]
struct State {
    waiting: Waiting,
    facts: Facts,
    /// Nobody takes anything from here again.
    left: bool,
}

/// What the next commit takes.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    /// By call.
    pub(super) starts: HashMap<String, StartRow>,
    pub(super) ends: Vec<Ending>,
    /// Ends that found the desk full.
    pub(super) turned_away: u64,
    pub(super) close: bool,
    flush: bool,
}

#[derive(Debug)]
pub(super) struct Ending {
    /// If no commit has taken it yet: then the call is written whole.
    pub(super) start: Option<StartRow>,
    pub(super) end: EndRow,
    pub(super) reply: oneshot::Sender<LedgerState>,
}

/// What the owner says about itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    pub(super) rows: Option<u64>,
    pub(super) failure: Option<String>,
}

impl Desk {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// False if the desk is full or left.
    pub(super) fn start(&self, row: StartRow) -> bool {
        let State { waiting, left, .. } = &mut *self.state();
        if *left {
            return false;
        }
        let fits = waiting.starts.len() < ROWS_WAITING_MAX;
        if fits {
            waiting.starts.insert(row.call.clone(), row);
        } else {
            waiting.turned_away += 1;
        }
        fits
    }

    /// `None` if the desk is full or left.
    pub(super) fn end(&self, end: EndRow) -> Option<oneshot::Receiver<LedgerState>> {
        let State { waiting, left, .. } = &mut *self.state();
        if *left {
            return None;
        }
        let start = waiting.starts.remove(&end.call);
        if waiting.ends.len() >= ROWS_WAITING_MAX {
            waiting.turned_away += 1;
            return None;
        }
        let (reply, receipt) = oneshot::channel();
        waiting.ends.push(Ending { start, end, reply });
        self.called.notify_one();
        Some(receipt)
    }

    pub(super) fn flush(&self) {
        let waiting = &mut self.state().waiting;
        if !waiting.starts.is_empty() {
            waiting.flush = true;
            self.called.notify_one();
        }
    }

    /// Asks the owner to write what waits and to leave.
    pub(super) fn close(&self) {
        self.state().waiting.close = true;
        self.called.notify_one();
    }

    /// Waits for something to write, for `timeout` at most, and takes it.
    pub(super) fn take(&self, timeout: Duration) -> Waiting {
        let quiet = |state: &mut State| {
            let waiting = &state.waiting;
            waiting.ends.is_empty() && !waiting.close && !waiting.flush
        };
        let waited = self.called.wait_timeout_while(self.state(), timeout, quiet);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        mem::take(&mut state.waiting)
    }

    /// Starts that could not be written wait for the next commit, unless their call has ended since. One
    /// that finds the desk full is dropped: its end is counted when it finds no row.
    pub(super) fn put_back(&self, mut starts: HashMap<String, StartRow>) {
        let waiting = &mut self.state().waiting;
        for ending in waiting.ends.iter_mut().filter(|ending| ending.start.is_none()) {
            ending.start = starts.remove(&ending.end.call);
        }
        let room = ROWS_WAITING_MAX.saturating_sub(waiting.starts.len());
        waiting.starts.extend(starts.into_iter().take(room));
    }

    pub(super) fn facts(&self) -> Facts {
        self.state().facts.clone()
    }

    /// Says whether failing or working is news.
    pub(super) fn set_facts(&self, facts: Facts) -> bool {
        let mut state = self.state();
        let news = state.facts.failure.is_some() != facts.failure.is_some();
        state.facts = facts;
        news
    }

    /// What waits is dropped, so that whoever waits for it learns that it is lost.
    fn leave(&self) {
        let mut state = self.state();
        state.left = true;
        state.waiting = Waiting::default();
        state.facts.failure = Some("the ledger's thread has ended".to_owned());
    }
}

/// The owner's place at the desk, left when it is dropped: a panic leaves it too.
#[derive(Debug)]
pub(super) struct Seat {
    pub(super) desk: Arc<Desk>,
    _taken: watch::Sender<()>,
}

/// Notices that the seat is empty.
#[derive(Clone, Debug)]
pub(super) struct SeatWatch(watch::Receiver<()>);

impl Seat {
    pub(super) fn new() -> (Self, SeatWatch) {
        let (taken, watch) = watch::channel(());
        (Self { desk: Arc::default(), _taken: taken }, SeatWatch(watch))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.desk.leave();
    }
}

impl SeatWatch {
    pub(super) async fn empty(mut self) {
        // Nothing is ever sent: this only fails, once the sender is dropped.
        while self.0.changed().await.is_ok() {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(call: &str) -> StartRow {
        StartRow { call: call.to_owned(), ..StartRow::default() }
    }

    fn end(call: &str) -> EndRow {
        EndRow { call: call.to_owned(), ..EndRow::default() }
    }

    #[test]
    fn a_start_wakes_nobody_and_goes_with_its_end() {
        let desk = Desk::default();
        assert!(desk.start(start("a")) && desk.start(start("b")));
        let receipt = desk.end(end("a"));
        let taken = desk.take(Duration::ZERO);
        assert_eq!(taken.ends[0].start.as_ref().map(|row| row.call.as_str()), Some("a"));
        assert_eq!(taken.starts.keys().collect::<Vec<_>>(), ["b"], "it rides along");
        drop(receipt);
    }

    #[test]
    fn a_start_that_was_put_back_finds_its_end() {
        let desk = Desk::default();
        desk.start(start("a"));
        desk.flush();
        let taken = desk.take(Duration::ZERO);
        let receipt = desk.end(end("a"));
        desk.put_back(taken.starts);
        let taken = desk.take(Duration::ZERO);
        assert!(taken.ends[0].start.is_some() && taken.starts.is_empty());
        drop(receipt);
    }

    #[test]
    fn starts_that_are_put_back_do_not_overfill_the_desk() {
        let desk = Desk::default();
        desk.start(start("a"));
        desk.flush();
        let taken = desk.take(Duration::ZERO);
        for call in 0..ROWS_WAITING_MAX {
            assert!(desk.start(start(&call.to_string())));
        }
        desk.put_back(taken.starts);
        assert_eq!(desk.take(Duration::ZERO).starts.len(), ROWS_WAITING_MAX);
    }

    #[test]
    fn a_full_desk_turns_away_and_counts() {
        let desk = Desk::default();
        for call in 0..ROWS_WAITING_MAX {
            assert!(desk.start(start(&call.to_string())));
        }
        assert!(!desk.start(start("one more")));
        assert_eq!(desk.take(Duration::ZERO).turned_away, 1);
    }
}
