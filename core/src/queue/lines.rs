//! Who waits for one model, in which order. Calls are known by their turns only.

use super::{CallerKey, Turn};
use edge_api::edge::Priority;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// Batch calls that waited so long, and none of them was started, are next.
pub const BATCH_AGES_AFTER: Duration = Duration::from_secs(5);

#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) interactive: Class,
    pub(super) batch: Class,
    /// Since when batch calls wait, and none of them was started.
    batch_since: Option<Instant>,
    /// The call that nobody passes any more.
    pub(super) next_up: Option<Turn>,
}

/// The callers of one class, who take turns.
#[derive(Debug, Default)]
pub(super) struct Class {
    /// By seat: who was served moves to the end.
    ring: BTreeMap<Turn, CallerKey>,
    callers: BTreeMap<CallerKey, Line>,
    len: usize,
}

/// The calls of one caller, first in first out.
#[derive(Debug)]
struct Line {
    seat: Turn,
    turns: BTreeSet<Turn>,
}

impl Lines {
    pub(super) fn len(&self) -> usize {
        self.interactive.len + self.batch.len
    }

    /// In no order.
    pub(super) fn turns(&self) -> Vec<Turn> {
        let lines = self.interactive.callers.values().chain(self.batch.callers.values());
        lines.flat_map(|line| line.turns.iter().copied()).collect()
    }

    pub(super) fn batch_is_due(&self, now: Instant) -> bool {
        let aged = |since| now.saturating_duration_since(since) >= BATCH_AGES_AFTER;
        self.batch_since.is_some_and(aged)
    }

    /// `seat` is for a caller who has none.
    pub(super) fn push(
        &mut self,
        priority: Priority,
        caller: CallerKey,
        (turn, seat): (Turn, Turn),
        now: Instant,
    ) {
        self.class(priority).push(caller, turn, seat);
        if priority == Priority::Batch {
            self.batch_since.get_or_insert(now);
        }
    }

    /// `seat` is the caller's next one.
    pub(super) fn started(
        &mut self,
        priority: Priority,
        caller: CallerKey,
        (turn, seat): (Turn, Turn),
        now: Instant,
    ) {
        self.next_up = None;
        self.class(priority).remove(caller, turn, Some(seat));
        if priority == Priority::Batch {
            self.batch_since = (self.batch.len > 0).then_some(now);
        }
    }

    pub(super) fn removed(&mut self, priority: Priority, caller: CallerKey, turn: Turn) {
        if self.next_up == Some(turn) {
            self.next_up = None;
        }
        self.class(priority).remove(caller, turn, None);
        if self.batch.len == 0 {
            self.batch_since = None;
        }
    }

    fn class(&mut self, priority: Priority) -> &mut Class {
        match priority {
            Priority::Interactive => &mut self.interactive,
            Priority::Batch => &mut self.batch,
        }
    }
}

impl Class {
    /// Whose turn it is.
    pub(super) fn head(&self) -> Option<Turn> {
        let (_, caller) = self.ring.first_key_value()?;
        self.callers[caller].turns.first().copied()
    }

    fn push(&mut self, caller: CallerKey, turn: Turn, seat: Turn) {
        let line = self.callers.entry(caller).or_insert_with(|| {
            self.ring.insert(seat, caller);
            Line { seat, turns: BTreeSet::new() }
        });
        line.turns.insert(turn);
        self.len += 1;
    }

    /// With a seat the caller was served and goes there, if he still waits.
    fn remove(&mut self, caller: CallerKey, turn: Turn, seat: Option<Turn>) {
        let line = self.callers.get_mut(&caller).expect("who waits stands in a line");
        self.len -= usize::from(line.turns.remove(&turn));
        if line.turns.is_empty() {
            self.ring.remove(&line.seat);
            self.callers.remove(&caller);
        } else if let Some(seat) = seat {
            self.ring.remove(&line.seat);
            self.ring.insert(seat, caller);
            line.seat = seat;
        }
    }
}
