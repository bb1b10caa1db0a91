//! Whatever comes in whatever order: the queue does what the plain list does, and keeps its promises.

use super::plain::{Fate, Plain};
use super::*;
use edge_api::edge::Priority::{Batch, Interactive};
use proptest::prelude::*;
use proptest::sample::Index;

const ROWS_MAX: [u16; 3] = [1, 4, 10];
const REQUESTS_MAX: usize = 9;
const CALLER_REQUESTS_MAX: usize = 5;

#[derive(Clone, Debug)]
enum Do {
    Submit {
        model: ModelKey,
        caller: u64,
        priority: Priority,
        rows: u16,
        deadline_s: Option<u64>,
    },
    Next {
        model: ModelKey,
    },
    /// A row of a running call ends.
    EndRow {
        which: Index,
    },
    /// A running call is cancelled: all rows it has left are free.
    Cancel {
        which: Index,
    },
    /// The client of a waiting call leaves.
    Leave {
        which: Index,
    },
    Drain {
        model: ModelKey,
    },
    Wait {
        ms: u64,
    },
}

fn one_do() -> impl Strategy<Value = Do> {
    let model = || prop_oneof![1 => Just(0_usize), 2 => Just(1), 3 => Just(2)];
    let class = prop_oneof![Just(Interactive), Just(Batch)];
    let rows = prop_oneof![4 => Just(1_u16), 1 => 2..=10_u16];
    let submit = (model(), 0..4_u64, class, rows, proptest::option::weighted(0.2, 0..20_u64));
    let submit = submit.prop_map(|(model, caller, priority, rows, deadline_s)| {
        let rows = rows.min(ROWS_MAX[model]);
        Do::Submit { model, caller, priority, rows, deadline_s }
    });
    prop_oneof![
        10 => submit,
        6 => model().prop_map(|model| Do::Next { model }),
        5 => any::<Index>().prop_map(|which| Do::EndRow { which }),
        1 => any::<Index>().prop_map(|which| Do::Cancel { which }),
        2 => any::<Index>().prop_map(|which| Do::Leave { which }),
        1 => (model(), 0..8_u8).prop_map(|(model, odds)| match odds {
            0 => Do::Drain { model },
            _ => Do::Next { model },
        }),
        3 => prop_oneof![0..3_000_u64, 4_900..5_100_u64, 0..70_000_u64].prop_map(|ms| Do::Wait { ms }),
    ]
}

/// A call that waits, and whose calls of its class and model have started since it came.
struct Passed {
    ticket: Ticket,
    own_ahead: usize,
    by: Vec<CallerKey>,
}

struct House {
    queue: Queue<Ticket>,
    credits: [Credits; 3],
    plain: Plain,
    now: Instant,
    calls: CallId,
    passed: Vec<Passed>,
    running: Vec<(Ticket, u16)>,
    /// One for each call that was not lost: refused, left, or all of its rows ended.
    ended: Vec<CallId>,
}

impl House {
    fn new() -> Self {
        let bounds =
            Bounds { requests_max: REQUESTS_MAX, caller_requests_max: CALLER_REQUESTS_MAX };
        Self {
            queue: Queue::new(bounds),
            credits: ROWS_MAX.map(Credits::new),
            plain: Plain::new(REQUESTS_MAX, CALLER_REQUESTS_MAX, &ROWS_MAX),
            now: any_time(),
            calls: 0,
            passed: Vec::new(),
            running: Vec::new(),
            ended: Vec::new(),
        }
    }

    fn step(&mut self, one: &Do) -> Result<(), TestCaseError> {
        match one {
            Do::Submit { model, caller, priority, rows, deadline_s } => {
                self.calls += 1;
                let deadline = deadline_s.map(|seconds| self.now + Duration::from_secs(seconds));
                let (call, caller) = (self.calls, CallerKey(*caller));
                let (model, priority, rows) = (*model, *priority, *rows);
                self.submit(Ticket { call, model, caller, priority, rows, deadline })?;
            }
            Do::Next { model } => _ = self.next(*model)?,
            Do::EndRow { which } if !self.running.is_empty() => {
                self.give(which.index(self.running.len()), 1);
            }
            Do::Cancel { which } if !self.running.is_empty() => {
                let at = which.index(self.running.len());
                self.give(at, self.running[at].1);
            }
            Do::Leave { which } if !self.passed.is_empty() => {
                let Passed { ticket, .. } = self.passed.remove(which.index(self.passed.len()));
                self.plain.leaves(ticket.call, self.now);
                prop_assert_eq!(self.queue.remove(ticket.call, self.now), Some(ticket));
                prop_assert_eq!(self.queue.remove(ticket.call, self.now), None);
                self.ended.push(ticket.call);
            }
            Do::EndRow { .. } | Do::Cancel { .. } | Do::Leave { .. } => {}
            Do::Drain { model } => self.drain(*model)?,
            Do::Wait { ms } => self.now += Duration::from_millis(*ms),
        }
        self.check()
    }

    fn submit(&mut self, ticket: Ticket) -> Result<(), TestCaseError> {
        let credits = &mut self.credits[ticket.model];
        let fate = match self.queue.admit(&ticket, credits, self.now) {
            Admission::Start => Fate::Starts,
            Admission::Wait => Fate::Waits,
            Admission::Full(full) => {
                let least = if full.of_caller { CALLER_REQUESTS_MAX } else { REQUESTS_MAX };
                prop_assert_eq!(full.waiting, least);
                prop_assert!((1..=60).contains(&full.retry_after_s));
                Fate::Refused { of_caller: full.of_caller }
            }
        };
        prop_assert_eq!(&fate, &self.plain.comes(ticket, self.now));
        match fate {
            Fate::Starts => self.starts(ticket)?,
            Fate::Waits => {
                let of = |t: &Ticket| (t.model, t.priority, t.caller);
                let own = self.passed.iter().filter(|other| of(&other.ticket) == of(&ticket));
                let own_ahead = own.count();
                self.queue.push(ticket, ticket, self.now);
                self.passed.push(Passed { ticket, own_ahead, by: Vec::new() });
            }
            Fate::Refused { .. } => self.ended.push(ticket.call),
        }
        Ok(())
    }

    fn next(&mut self, model: ModelKey) -> Result<bool, TestCaseError> {
        let got = match self.queue.next(model, &mut self.credits[model], self.now) {
            Next::Start(call, ticket) => {
                prop_assert_eq!(call, ticket.call);
                Some(ticket)
            }
            Next::Nothing => None,
            Next::Kept { until } => {
                prop_assert!(until > self.now);
                None
            }
        };
        prop_assert_eq!(got.map(|ticket| ticket.call), self.plain.next(model, self.now));
        let Some(ticket) = got else { return Ok(false) };
        let waited = self.passed.iter().any(|passed| passed.ticket == ticket);
        prop_assert!(waited, "{} starts, and did not wait", ticket.call);
        self.passed.retain(|passed| passed.ticket != ticket);
        self.starts(ticket)?;
        Ok(true)
    }

    /// First in first out for each caller and class, and between two of his turns no other has two.
    fn starts(&mut self, ticket: Ticket) -> Result<(), TestCaseError> {
        let of = |t: &Ticket| (t.model, t.priority);
        for passed in self.passed.iter_mut().filter(|other| of(&other.ticket) == of(&ticket)) {
            let by = ticket.caller;
            if by == passed.ticket.caller {
                prop_assert!(ticket.call < passed.ticket.call, "last in, first out");
            }
            passed.by.push(by);
            let turns = passed.by.iter().filter(|caller| **caller == by).count();
            prop_assert!(
                turns <= passed.own_ahead + 1,
                "{} is passed too often",
                passed.ticket.call
            );
        }
        self.running.push((ticket, ticket.rows));
        Ok(())
    }

    fn give(&mut self, at: usize, rows: u16) {
        let (Ticket { model, priority, call, .. }, left) = &mut self.running[at];
        *left -= rows;
        self.credits[*model].give(*priority, rows, self.now);
        self.plain.gives_back(*model, *priority, rows, self.now);
        if *left == 0 {
            self.ended.push(*call);
            self.running.remove(at);
        }
    }

    fn drain(&mut self, model: ModelKey) -> Result<(), TestCaseError> {
        let (gone, stay) =
            std::mem::take(&mut self.passed).into_iter().partition(|p| p.ticket.model == model);
        self.passed = stay;
        let gone: Vec<Passed> = gone;
        let gone: Vec<Ticket> = gone.into_iter().map(|passed| passed.ticket).collect();
        gone.iter().for_each(|ticket| self.plain.leaves(ticket.call, self.now));
        self.ended.extend(gone.iter().map(|ticket| ticket.call));
        let drained = self.queue.drain(model, self.now);
        let want: Vec<_> = gone.into_iter().map(|ticket| (ticket.call, ticket)).collect();
        prop_assert_eq!(drained, want);
        Ok(())
    }

    /// What can be seen of the queue, and that no limit is passed.
    fn check(&self) -> Result<(), TestCaseError> {
        let waiting = self.plain.waiting();
        let calls: Vec<CallId> = waiting.iter().map(|ticket| ticket.call).collect();
        prop_assert_eq!(self.queue.calls(), calls);
        prop_assert_eq!(self.queue.len(), waiting.len());
        prop_assert!(waiting.len() <= REQUESTS_MAX);
        for caller in 0..4 {
            let his = waiting.iter().filter(|ticket| ticket.caller == CallerKey(caller));
            prop_assert!(his.count() <= CALLER_REQUESTS_MAX);
        }
        let batch = waiting.iter().filter(|ticket| ticket.priority == Batch).count();
        let by_class = (self.queue.waiting(Interactive), self.queue.waiting(Batch));
        prop_assert_eq!(by_class, (waiting.len() - batch, batch));
        for (model, rows_max) in ROWS_MAX.into_iter().enumerate() {
            let of = |ticket: &Ticket| ticket.model == model;
            prop_assert_eq!(
                self.queue.waiting_for(model),
                waiting.iter().filter(|ticket| of(ticket)).count()
            );
            let running = self.running.iter().filter(|(ticket, _)| of(ticket));
            let rows: u16 = running.map(|(_, left)| left).sum();
            prop_assert!(rows <= rows_max, "{rows} rows of {rows_max}");
            prop_assert_eq!(self.credits[model].rows_used(), rows);
        }
        let deadline = |ticket: &Ticket| ticket.deadline.map(|deadline| (deadline, ticket.call));
        let mut deadlines: Vec<_> = waiting.iter().filter_map(deadline).collect();
        deadlines.sort_unstable();
        prop_assert_eq!(self.queue.next_deadline(), deadlines.first().map(|(at, _)| *at));
        deadlines.retain(|(deadline, _)| *deadline <= self.now);
        let overdue: Vec<CallId> = deadlines.into_iter().map(|(_, call)| call).collect();
        prop_assert_eq!(self.queue.overdue(self.now), overdue);
        Ok(())
    }

    /// Nothing comes any more and what runs ends: each round of free rows starts a call of each model for
    /// which one waits, so that all start in the end, and each call has ended once.
    fn finish(&mut self) -> Result<(), TestCaseError> {
        while !self.running.is_empty() || !self.queue.is_empty() {
            while let Some((_, left)) = self.running.last() {
                self.give(self.running.len() - 1, *left);
            }
            for model in 0..ROWS_MAX.len() {
                let waits = self.queue.waits_for(model);
                prop_assert_eq!(self.next(model)?, waits, "all rows are free");
                while self.next(model)? {}
            }
            self.check()?;
        }
        prop_assert!(self.credits.iter().all(|credits| credits.rows_used() == 0));
        self.ended.sort_unstable();
        prop_assert_eq!(&self.ended, &(1..=self.calls).collect::<Vec<_>>(), "once each");
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn behaves_like_the_plain_list(dos in proptest::collection::vec(one_do(), 1..40)) {
        let mut house = House::new();
        for one in &dos {
            house.step(one)?;
        }
        house.finish()?;
    }
}
