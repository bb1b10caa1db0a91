//! The rules of the queue said another way: a list of all that happened, told anew from its beginning for
//! every question, and plain lists while it is told. Slow; nothing is kept that could have gone wrong.

use crate::queue::{BATCH_AGES_AFTER, CallerKey, ModelKey, Ticket};
use edge_api::edge::Priority;
use edge_api::edge::Priority::{Batch, Interactive};
use edge_api::worker::CallId;
use std::time::{Duration, Instant};

const EXPECTED_FOR: Duration = Duration::from_secs(30);

#[derive(Clone, Copy, Debug)]
enum What {
    /// It waits.
    Came(Ticket),
    /// It has its rows, whether it waited or not.
    Started(Ticket),
    /// It does not wait any more, and has no rows.
    Left(CallId),
    GaveBack(ModelKey, Priority, u16),
    /// It is next, and there are not enough rows.
    IsNext(Ticket),
}

#[derive(Debug)]
pub(super) struct Plain {
    pub(super) requests_max: usize,
    pub(super) caller_requests_max: usize,
    pub(super) rows_max: Vec<u16>,
    log: Vec<(Instant, What)>,
}

#[derive(Debug, PartialEq)]
pub(super) enum Fate {
    Starts,
    Waits,
    Refused { of_caller: bool },
}

impl Plain {
    pub(super) fn new(requests_max: usize, caller_requests_max: usize, rows_max: &[u16]) -> Self {
        Self { requests_max, caller_requests_max, rows_max: rows_max.to_vec(), log: Vec::new() }
    }

    pub(super) fn comes(&mut self, ticket: Ticket, now: Instant) -> Fate {
        let told = self.tell(ticket.model, now);
        let behind = match told.first() {
            None => false,
            Some((first, stays)) => stays || first.priority == ticket.priority,
        };
        if !behind && told.fits(&ticket) && told.spares(&ticket) {
            self.log.push((now, What::Started(ticket)));
            return Fate::Starts;
        }
        let waiting = self.waiting();
        let his = waiting.iter().filter(|other| other.caller == ticket.caller);
        if waiting.len() == self.requests_max {
            return Fate::Refused { of_caller: false };
        }
        if his.count() == self.caller_requests_max {
            return Fate::Refused { of_caller: true };
        }
        self.log.push((now, What::Came(ticket)));
        Fate::Waits
    }

    pub(super) fn next(&mut self, model: ModelKey, now: Instant) -> Option<CallId> {
        let told = self.tell(model, now);
        let (first, stays) = told.first()?;
        let what = match told.fits(&first) {
            _ if !stays && !told.spares(&first) => return None,
            true => What::Started(first),
            false if stays => What::IsNext(first),
            false => return None,
        };
        self.log.push((now, what));
        matches!(what, What::Started(_)).then_some(first.call)
    }

    pub(super) fn leaves(&mut self, call: CallId, now: Instant) {
        self.log.push((now, What::Left(call)));
    }

    pub(super) fn gives_back(&mut self, model: ModelKey, by: Priority, rows: u16, now: Instant) {
        self.log.push((now, What::GaveBack(model, by, rows)));
    }

    /// Of all models, oldest first.
    pub(super) fn waiting(&self) -> Vec<Ticket> {
        let mut waiting: Vec<Ticket> = Vec::new();
        for (_, what) in &self.log {
            match what {
                What::Came(ticket) => waiting.push(*ticket),
                What::Started(Ticket { call, .. }) | What::Left(call) => {
                    waiting.retain(|ticket| ticket.call != *call);
                }
                What::GaveBack(..) | What::IsNext(_) => {}
            }
        }
        waiting
    }

    fn tell(&self, model: ModelKey, now: Instant) -> Told {
        let mut told = Told { now, rows_max: self.rows_max[model], ..Told::nothing(now) };
        for (time, what) in &self.log {
            let of = match what {
                What::Came(t) | What::Started(t) | What::IsNext(t) => Some(t.model),
                What::GaveBack(of, ..) => Some(*of),
                What::Left(call) => told.waiting.iter().find(|t| t.call == *call).map(|t| t.model),
            };
            if of == Some(model) {
                told.hear(*time, *what);
            }
        }
        told
    }
}

/// How things stand for one model.
struct Told {
    now: Instant,
    rows_max: u16,
    /// Oldest first.
    waiting: Vec<Ticket>,
    /// Who had a turn, the last one at the end. Who did not wait has one by coming.
    turns: Vec<(Priority, CallerKey)>,
    is_next: Option<Ticket>,
    /// When a batch call was started last, or came when none waited.
    batch_moved: Instant,
    rows: [u16; 2],
    /// Stretches of time in which interactive rows moved, and how many of them there were at most. One
    /// begins with the first that moves after the last one is over.
    stretches: Vec<(Instant, u16)>,
}

impl Told {
    fn nothing(now: Instant) -> Self {
        Self {
            now,
            rows_max: 0,
            waiting: Vec::new(),
            turns: Vec::new(),
            is_next: None,
            batch_moved: now,
            rows: [0; 2],
            stretches: Vec::new(),
        }
    }

    fn hear(&mut self, time: Instant, what: What) {
        match what {
            What::Came(ticket) => {
                let (by, who) = (ticket.priority, ticket.caller);
                if !self.waiting.iter().any(|t| (t.priority, t.caller) == (by, who)) {
                    self.turns.push((by, who));
                }
                if by == Batch && !self.waiting.iter().any(|t| t.priority == Batch) {
                    self.batch_moved = time;
                }
                self.waiting.push(ticket);
            }
            What::Started(ticket) => {
                if self.waiting.contains(&ticket) {
                    self.turns.push((ticket.priority, ticket.caller));
                }
                if ticket.priority == Batch {
                    self.batch_moved = time;
                }
                self.waiting.retain(|t| t.call != ticket.call);
                self.is_next = None;
                self.rows[ticket.priority as usize] += ticket.rows;
                self.moved(time, ticket.priority);
            }
            What::Left(call) => {
                self.waiting.retain(|t| t.call != call);
                self.is_next = self.is_next.filter(|t| t.call != call);
            }
            What::GaveBack(_, by, rows) => {
                self.moved(time, by);
                self.rows[by as usize] -= rows;
            }
            What::IsNext(ticket) => self.is_next = Some(ticket),
        }
    }

    fn moved(&mut self, time: Instant, by: Priority) {
        let rows = self.rows[Interactive as usize];
        match self.stretches.last_mut() {
            _ if by == Batch => {}
            Some((began, most)) if time - *began < EXPECTED_FOR => *most = rows.max(*most),
            _ => self.stretches.push((time, rows)),
        }
    }

    /// Who is to start next, and whether nobody may pass him.
    fn first(&self) -> Option<(Ticket, bool)> {
        if let Some(ticket) = self.is_next {
            return Some((ticket, true));
        }
        let aged = self.now - self.batch_moved >= BATCH_AGES_AFTER;
        match (self.whose_turn(Interactive), self.whose_turn(Batch)) {
            (_, Some(batch)) if aged && self.spares(&batch) => Some((batch, true)),
            (Some(interactive), _) => Some((interactive, true)),
            (None, Some(batch)) => Some((batch, false)),
            (None, None) => None,
        }
    }

    /// The oldest call of the caller whose last turn is longest ago.
    fn whose_turn(&self, class: Priority) -> Option<Ticket> {
        let last = |t: &Ticket| self.turns.iter().rposition(|turn| *turn == (class, t.caller));
        let of_class = self.waiting.iter().filter(|ticket| ticket.priority == class);
        of_class.min_by_key(|ticket| last(ticket)).copied()
    }

    fn fits(&self, ticket: &Ticket) -> bool {
        self.rows.iter().sum::<u16>() + ticket.rows <= self.rows_max
    }

    /// Whether enough is left for interactive calls.
    fn spares(&self, ticket: &Ticket) -> bool {
        let for_batch = self.rows_max - self.kept();
        ticket.priority == Interactive
            || ticket.rows > for_batch
            || self.rows[Batch as usize] + ticket.rows <= for_batch
    }

    fn kept(&self) -> u16 {
        let last = self.stretches.last().copied();
        let before = self.stretches.iter().rev().nth(1).copied();
        let ago = |stretch: Option<(Instant, u16)>| stretch.map(|(began, _)| self.now - began);
        let mut most = self.rows[Interactive as usize];
        if let Some((began, rows)) = last
            && self.now - began < 2 * EXPECTED_FOR
        {
            most = most.max(rows);
        }
        // The one before counts while the last one is not over, if the one led to the other.
        if let (Some((began, _)), Some((began_before, rows))) = (last, before)
            && ago(last).is_some_and(|ago| ago < EXPECTED_FOR)
            && began - began_before < 2 * EXPECTED_FOR
        {
            most = most.max(rows);
        }
        most.min(self.rows_max / 5)
    }
}
