//! THE queue: the only place in edged where a call waits. A call leaves it against a worker's credits and
//! never waits anywhere else: workers do not queue.
//!
//! Each model has its own order. Within it:
//!
//! - **Interactive goes ahead of batch.** A call of an app that somebody waits for takes the next row that
//!   is free, however many batch calls wait.
//! - **Batch ages.** Once batch calls have waited for [`BATCH_AGES_AFTER`] and none of them was started, the
//!   next start is theirs. It is the class that ages, not each call: a long backlog of old batch calls
//!   would otherwise be a wall in front of everybody who comes later. So under interactive calls without
//!   end batch still gets one start in each such time, and no more.
//! - **Callers take turns** within a class, one call at a time, first in first out for each. Between two
//!   turns of a caller each other caller has at most one: who sends a hundred calls does not hold up who
//!   sends one.
//! - **Who is next stays next.** The call whose turn it is may need more rows than are free. Nobody passes
//!   it then, or a wide call would wait for ever. Only a batch call that has not aged is still passed, by
//!   interactive calls.
//! - **Interactive calls find a row.** While they come, batch calls leave some rows free; see [`Credits`].
//!
//! The bounds: `requests_max` calls wait, and of one caller no more than `caller_requests_max`, so that
//! there is always a place for somebody else. A call whose rows are free needs no place.
//!
//! What a call costs here is logarithmic in the calls that wait, and does not depend on how many models,
//! classes or callers there are.

mod credits;
mod lines;
mod pace;
#[cfg(test)]
mod tests;

pub use credits::Credits;
pub use lines::BATCH_AGES_AFTER;

use edge_api::edge::Priority;
use edge_api::worker::CallId;
use lines::Lines;
use pace::Pace;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

/// Which model a call waits for; the daemon numbers them.
pub type ModelKey = usize;

/// Who is asking. Calls with the same key share a turn and a bound; what is behind it is not known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CallerKey(pub u64);

/// Places in the order of arrival; each is given once.
type Turn = u64;

/// What the queue knows of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket {
    pub call: CallId,
    pub model: ModelKey,
    pub caller: CallerKey,
    pub priority: Priority,
    pub rows: u16,
    pub deadline: Option<Instant>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    pub requests_max: usize,
    /// Of one caller.
    pub caller_requests_max: usize,
}

#[derive(Debug)]
pub struct Queue<T> {
    bounds: Bounds,
    /// In the order of arrival.
    waiting: BTreeMap<Turn, Waiting<T>>,
    turns: BTreeMap<CallId, Turn>,
    /// Those that have calls waiting.
    models: BTreeMap<ModelKey, Lines>,
    /// How many calls of each wait.
    callers: BTreeMap<CallerKey, usize>,
    deadlines: BTreeSet<(Instant, CallId)>,
    batch: usize,
    next_turn: Turn,
    pace: Pace,
}

#[derive(Debug)]
struct Waiting<T> {
    ticket: Ticket,
    item: T,
}

/// What becomes of a call that comes now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Nobody of its model goes before it, and its rows are free: they have been taken for it.
    Start,
    Wait,
    /// It would have to wait, and no more may.
    Full(Full),
}

/// Which bound was met, and when to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full {
    /// The bound is the caller's own; there is room for others.
    pub of_caller: bool,
    /// Calls that wait, of all or of the caller: more than may, if there is a new bound.
    pub waiting: usize,
    pub retry_after_s: u16,
}

/// What can be started now.
#[derive(Debug, PartialEq, Eq)]
pub enum Next<T> {
    /// Its rows have been taken for it.
    Start(CallId, T),
    /// Nobody waits, or not until more rows are free.
    Nothing,
    /// The rows that are free are kept for interactive calls; worth another look then.
    Kept { until: Instant },
}

impl<T> Queue<T> {
    pub fn new(bounds: Bounds) -> Self {
        Self {
            bounds,
            waiting: BTreeMap::new(),
            turns: BTreeMap::new(),
            models: BTreeMap::new(),
            callers: BTreeMap::new(),
            deadlines: BTreeSet::new(),
            batch: 0,
            next_turn: 0,
            pace: Pace::default(),
        }
    }

    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    pub fn waiting(&self, priority: Priority) -> usize {
        match priority {
            Priority::Interactive => self.waiting.len() - self.batch,
            Priority::Batch => self.batch,
        }
    }

    /// Who waits stays, even if there are more now than may.
    pub fn set_bounds(&mut self, bounds: Bounds) {
        self.bounds = bounds;
    }

    pub fn requests_max(&self) -> usize {
        self.bounds.requests_max
    }

    pub fn admit(&self, ticket: &Ticket, credits: &mut Credits, now: Instant) -> Admission {
        let Ticket { caller, priority, rows, .. } = *ticket;
        let starts = !self.is_behind(ticket, credits, now)
            && credits.leaves_enough(priority, rows, now)
            && credits.take(priority, rows, now);
        let Bounds { requests_max, caller_requests_max } = self.bounds;
        let (all, his) = (self.waiting.len(), self.callers.get(&caller).copied().unwrap_or(0));
        let full = |of_caller, waiting| {
            let retry_after_s = self.pace.retry_after_s(waiting, now);
            Admission::Full(Full { of_caller, waiting, retry_after_s })
        };
        if starts {
            Admission::Start
        } else if all >= requests_max {
            full(false, all)
        } else if his >= caller_requests_max {
            full(true, his)
        } else {
            Admission::Wait
        }
    }

    /// For a call that was admitted to wait.
    pub fn push(&mut self, ticket: Ticket, item: T, now: Instant) {
        let Ticket { call, model, caller, priority, deadline, .. } = ticket;
        let of_caller = self.callers.entry(caller).or_default();
        let admitted = self.waiting.len() < self.bounds.requests_max
            && *of_caller < self.bounds.caller_requests_max;
        assert!(admitted, "a call was pushed without being admitted");
        *of_caller += 1;
        if self.waiting.is_empty() {
            self.pace.begin(now);
        }
        let turn = self.turn();
        let seat = self.turn();
        self.models.entry(model).or_default().push(priority, caller, (turn, seat), now);
        self.batch += usize::from(priority == Priority::Batch);
        self.deadlines.extend(deadline.map(|deadline| (deadline, call)));
        let before = self.turns.insert(call, turn);
        assert!(before.is_none(), "a call was pushed twice");
        self.waiting.insert(turn, Waiting { ticket, item });
    }

    /// Takes the model's next call if its rows fit the free credits.
    pub fn next(&mut self, model: ModelKey, credits: &mut Credits, now: Instant) -> Next<T> {
        let Some((turn, holds)) = self.first(model, credits, now) else { return Next::Nothing };
        let Ticket { priority, rows, .. } = self.waiting[&turn].ticket;
        if !holds && !credits.leaves_enough(priority, rows, now) {
            let until = credits.kept_until(now).filter(|_| rows <= credits.rows_free());
            return until.map_or(Next::Nothing, |until| Next::Kept { until });
        }
        if !credits.take(priority, rows, now) {
            if holds && let Some(lines) = self.models.get_mut(&model) {
                lines.next_up = Some(turn);
            }
            return Next::Nothing;
        }
        let Waiting { ticket, item } = self.take(turn, Leaves::Started, now);
        Next::Start(ticket.call, item)
    }

    pub fn waits_for(&self, model: ModelKey) -> bool {
        self.models.contains_key(&model)
    }

    /// How many calls wait for it.
    pub fn waiting_for(&self, model: ModelKey) -> usize {
        self.models.get(&model).map_or(0, Lines::len)
    }

    /// Those that calls wait for.
    pub fn models(&self) -> impl Iterator<Item = ModelKey> {
        self.models.keys().copied()
    }

    /// Calls, oldest first, that could never fit so many rows.
    pub fn wider_than(&self, model: ModelKey, rows_max: u16) -> Vec<CallId> {
        let tickets = self.waiting.values().map(|waiting| waiting.ticket);
        let wide = tickets.filter(|ticket| ticket.model == model && ticket.rows > rows_max);
        wide.map(|ticket| ticket.call).collect()
    }

    /// Oldest first.
    pub fn calls(&self) -> Vec<CallId> {
        self.waiting.values().map(|waiting| waiting.ticket.call).collect()
    }

    pub fn next_deadline(&self) -> Option<Instant> {
        self.deadlines.first().map(|(deadline, _)| *deadline)
    }

    /// Calls whose deadline has passed. They still wait.
    pub fn overdue(&self, now: Instant) -> Vec<CallId> {
        let due = self.deadlines.iter().take_while(|(deadline, _)| *deadline <= now);
        due.map(|(_, call)| *call).collect()
    }

    pub fn remove(&mut self, call: CallId, now: Instant) -> Option<T> {
        let turn = *self.turns.get(&call)?;
        Some(self.take(turn, Leaves::Unserved, now).item)
    }

    /// Takes every call that waits for the model, oldest first.
    pub fn drain(&mut self, model: ModelKey, now: Instant) -> Vec<(CallId, T)> {
        let mut turns = self.models.get(&model).map(Lines::turns).unwrap_or_default();
        turns.sort_unstable();
        let take = |turn| {
            let Waiting { ticket, item } = self.take(turn, Leaves::Unserved, now);
            (ticket.call, item)
        };
        turns.into_iter().map(take).collect()
    }

    /// Whose turn it is, and whether he holds up all others of his model until he has his rows.
    fn first(&self, model: ModelKey, credits: &Credits, now: Instant) -> Option<(Turn, bool)> {
        let lines = self.models.get(&model)?;
        if let Some(turn) = lines.next_up {
            return Some((turn, true));
        }
        let batch = lines.batch.head();
        let aged = batch.filter(|turn| {
            let rows = self.waiting[turn].ticket.rows;
            lines.batch_is_due(now) && credits.leaves_enough(Priority::Batch, rows, now)
        });
        match aged.or(lines.interactive.head()) {
            Some(turn) => Some((turn, true)),
            None => batch.map(|turn| (turn, false)),
        }
    }

    /// Whether somebody who waits goes before a call that comes now.
    fn is_behind(&self, ticket: &Ticket, credits: &Credits, now: Instant) -> bool {
        let first = self.first(ticket.model, credits, now);
        first.is_some_and(|(_, holds)| holds || ticket.priority == Priority::Batch)
    }

    fn turn(&mut self) -> Turn {
        self.next_turn += 1;
        self.next_turn
    }

    fn take(&mut self, turn: Turn, leaves: Leaves, now: Instant) -> Waiting<T> {
        let seat = self.turn();
        let waiting = self.waiting.remove(&turn).expect("a turn stands for a waiting call");
        let Ticket { call, model, caller, priority, deadline, .. } = waiting.ticket;
        self.turns.remove(&call);
        self.batch -= usize::from(priority == Priority::Batch);
        if let Some(deadline) = deadline {
            self.deadlines.remove(&(deadline, call));
        }
        if let Some(of_caller) = self.callers.get_mut(&caller) {
            *of_caller -= 1;
            if *of_caller == 0 {
                self.callers.remove(&caller);
            }
        }
        if let Some(lines) = self.models.get_mut(&model) {
            match leaves {
                Leaves::Started => lines.started(priority, caller, (turn, seat), now),
                Leaves::Unserved => lines.removed(priority, caller, turn),
            }
            if lines.len() == 0 {
                self.models.remove(&model);
            }
        }
        self.pace.left(self.waiting.is_empty(), now);
        waiting
    }
}

/// Why a call leaves the queue.
#[derive(Clone, Copy, Debug)]
enum Leaves {
    Started,
    /// Its client left, its deadline passed, or its model is not to be had.
    Unserved,
}
