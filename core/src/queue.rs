//! THE queue: the only place in edged where a call waits. Bounded, first in first out per model.
//!
//! A call leaves it against a worker's credits and never waits anywhere else: workers do not queue. The
//! head of a model's line is never overtaken by a call that needs fewer rows, or a wide call would starve.

use edge_api::worker::CallId;
use std::collections::VecDeque;

/// Which model a call waits for; the daemon numbers them.
pub type ModelKey = usize;

#[derive(Debug)]
pub struct Queue<T> {
    waiting: VecDeque<Waiting<T>>,
    requests_max: usize,
}

#[derive(Debug)]
struct Waiting<T> {
    call: CallId,
    model: ModelKey,
    rows: u16,
    item: T,
}

/// What becomes of a call that comes now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Nobody of its model waits, and its rows are free: they have been taken for it.
    Start,
    Wait,
    /// It would have to wait, and no more may.
    Full {
        requests_max: usize,
    },
}

impl<T> Queue<T> {
    pub fn new(requests_max: usize) -> Self {
        Self { waiting: VecDeque::new(), requests_max }
    }

    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Calls that wait already stay, even if they are more than that.
    pub fn set_requests_max(&mut self, requests_max: usize) {
        self.requests_max = requests_max;
    }

    pub fn requests_max(&self) -> usize {
        self.requests_max
    }

    pub fn admit(&self, model: ModelKey, rows: u16, credits: &mut Credits) -> Admission {
        if !self.waits_for(model) && credits.take(rows) {
            Admission::Start
        } else if self.waiting.len() < self.requests_max {
            Admission::Wait
        } else {
            Admission::Full { requests_max: self.requests_max }
        }
    }

    /// For a call that was admitted to wait.
    pub fn push(&mut self, call: CallId, model: ModelKey, rows: u16, item: T) {
        assert!(self.waiting.len() < self.requests_max, "a call was pushed without being admitted");
        self.waiting.push_back(Waiting { call, model, rows, item });
    }

    /// Takes the model's oldest call if its rows fit the free credits.
    pub fn next(&mut self, model: ModelKey, credits: &mut Credits) -> Option<(CallId, T)> {
        let at = self.waiting.iter().position(|waiting| waiting.model == model)?;
        if !credits.take(self.waiting[at].rows) {
            return None;
        }
        self.waiting.remove(at).map(|waiting| (waiting.call, waiting.item))
    }

    pub fn waits_for(&self, model: ModelKey) -> bool {
        self.waiting.iter().any(|waiting| waiting.model == model)
    }

    /// Calls, oldest first, that could never fit so many rows.
    pub fn wider_than(&self, model: ModelKey, rows_max: u16) -> Vec<CallId> {
        let wide = |waiting: &&Waiting<T>| waiting.model == model && waiting.rows > rows_max;
        self.waiting.iter().filter(wide).map(|waiting| waiting.call).collect()
    }

    pub fn iter(&self) -> impl Iterator<Item = (CallId, &T)> {
        self.waiting.iter().map(|waiting| (waiting.call, &waiting.item))
    }

    pub fn remove(&mut self, call: CallId) -> Option<T> {
        let at = self.waiting.iter().position(|waiting| waiting.call == call)?;
        self.waiting.remove(at).map(|waiting| waiting.item)
    }

    /// Takes every call that waits for the model, oldest first.
    pub fn drain(&mut self, model: ModelKey) -> Vec<(CallId, T)> {
        let all = std::mem::take(&mut self.waiting);
        let (out, keep): (Vec<_>, Vec<_>) = all.into_iter().partition(|w| w.model == model);
        self.waiting = keep.into();
        out.into_iter().map(|waiting| (waiting.call, waiting.item)).collect()
    }
}

/// How many rows of a loaded model are free. The worker says how many there are; the daemon counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Credits {
    rows_max: u16,
    rows_used: u16,
}

impl Credits {
    pub fn new(rows_max: u16) -> Self {
        Self { rows_max, rows_used: 0 }
    }

    pub fn rows_max(&self) -> u16 {
        self.rows_max
    }

    pub fn rows_used(&self) -> u16 {
        self.rows_used
    }

    fn take(&mut self, rows: u16) -> bool {
        let fits = rows <= self.rows_max - self.rows_used;
        if fits {
            self.rows_used += rows;
        }
        fits
    }

    pub fn give(&mut self, rows: u16) {
        assert!(rows <= self.rows_used, "more rows given back than taken");
        self.rows_used -= rows;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NONE: Credits = Credits { rows_max: 0, rows_used: 0 };

    fn queue(requests_max: usize, calls: &[(CallId, ModelKey, u16)]) -> Queue<()> {
        let mut queue = Queue::new(requests_max);
        calls.iter().for_each(|(call, model, rows)| queue.push(*call, *model, *rows, ()));
        queue
    }

    #[test]
    fn full_is_a_refusal_and_room_comes_back() {
        let mut queue = queue(2, &[(1, 0, 1), (2, 0, 1)]);
        assert_eq!(queue.admit(0, 1, &mut NONE.clone()), Admission::Full { requests_max: 2 });
        assert_eq!(queue.remove(1), Some(()));
        assert_eq!(queue.admit(0, 1, &mut NONE.clone()), Admission::Wait);
        queue.push(3, 0, 1, ());
        assert_eq!(queue.drain(0), [(2, ()), (3, ())]);
    }

    #[test]
    fn a_smaller_queue_keeps_who_waits_and_takes_nobody_until_there_is_room() {
        let mut queue = queue(3, &[(1, 0, 1), (2, 0, 1), (3, 0, 1)]);
        queue.set_requests_max(2);
        assert_eq!(queue.len(), 3);
        for left in [2, 1] {
            assert_eq!(queue.admit(0, 1, &mut NONE.clone()), Admission::Full { requests_max: 2 });
            assert!(queue.next(0, &mut Credits::new(1)).is_some());
            assert_eq!(queue.len(), left);
        }
        assert_eq!(queue.admit(0, 1, &mut NONE.clone()), Admission::Wait);
    }

    #[test]
    fn a_full_queue_is_nothing_to_a_call_that_need_not_wait() {
        let queue = queue(1, &[(1, 0, 1)]);
        let mut credits = Credits::new(2);
        assert_eq!(queue.admit(1, 2, &mut credits), Admission::Start);
        assert_eq!(credits.rows_used(), 2, "its rows are taken");
        assert_eq!(queue.admit(1, 1, &mut credits), Admission::Full { requests_max: 1 });
    }

    #[test]
    fn nobody_starts_past_one_who_waits_for_the_same_model() {
        let queue = queue(8, &[(1, 0, 4)]);
        assert_eq!(queue.admit(0, 1, &mut Credits::new(2)), Admission::Wait);
    }

    #[test]
    fn a_wide_call_is_not_overtaken() {
        let mut credits = Credits::new(4);
        assert!(credits.take(2));
        let mut queue = queue(8, &[(1, 0, 3), (2, 0, 1)]);
        assert_eq!(queue.next(0, &mut credits), None);
        credits.give(2);
        assert_eq!(queue.next(0, &mut credits), Some((1, ())));
        assert_eq!(queue.next(0, &mut credits), Some((2, ())));
        assert_eq!(credits.rows_used(), 4);
    }

    #[test]
    fn another_models_line_is_not_held_up() {
        let mut queue = queue(8, &[(1, 0, 1), (2, 1, 1)]);
        assert_eq!(queue.next(1, &mut Credits::new(1)), Some((2, ())));
        assert!(queue.waits_for(0) && !queue.waits_for(1));
    }

    #[derive(Clone, Debug)]
    enum Do {
        Push { model: ModelKey, rows: u16 },
        Next { model: ModelKey },
        GiveBack,
        Remove { call: CallId },
    }

    fn one_do() -> impl Strategy<Value = Do> {
        prop_oneof![
            4 => (0..3usize, 1..5u16).prop_map(|(model, rows)| Do::Push { model, rows }),
            4 => (0..3usize).prop_map(|model| Do::Next { model }),
            2 => Just(Do::GiveBack),
            1 => (0..60u64).prop_map(|call| Do::Remove { call }),
        ]
    }

    proptest! {
        /// Against a plain list: first in first out per model, never over the credits or the bound,
        /// and each call leaves exactly once.
        #[test]
        fn behaves_like_the_plain_list(dos in proptest::collection::vec(one_do(), 1..200)) {
            let mut queue = Queue::new(10);
            let mut credits = [Credits::new(4), Credits::new(4), Credits::new(8)];
            let mut held: [Vec<u16>; 3] = Default::default();
            let mut list: Vec<(CallId, ModelKey, u16)> = Vec::new();
            for (call, one) in (0u64..).zip(dos) {
                match one {
                    Do::Push { model, rows } => {
                        let used: u16 = held[model].iter().sum();
                        let first = !list.iter().any(|(_, other, _)| *other == model);
                        let want = if first && used + rows <= credits[model].rows_max() {
                            held[model].push(rows);
                            Admission::Start
                        } else if list.len() < 10 {
                            list.push((call, model, rows));
                            Admission::Wait
                        } else {
                            Admission::Full { requests_max: 10 }
                        };
                        prop_assert_eq!(queue.admit(model, rows, &mut credits[model]), want);
                        if want == Admission::Wait {
                            queue.push(call, model, rows, rows);
                        }
                    }
                    Do::Next { model } => {
                        let used: u16 = held[model].iter().sum();
                        let free = credits[model].rows_max() - used;
                        let head = list.iter().position(|(_, m, _)| *m == model);
                        let want = head.filter(|at| list[*at].2 <= free).map(|at| list.remove(at));
                        let got = queue.next(model, &mut credits[model]);
                        prop_assert_eq!(got, want.map(|(call, _, rows)| (call, rows)));
                        held[model].extend(want.map(|(_, _, rows)| rows));
                    }
                    Do::GiveBack => {
                        for (model, held) in held.iter_mut().enumerate() {
                            held.pop().into_iter().for_each(|rows| credits[model].give(rows));
                        }
                    }
                    Do::Remove { call } => {
                        let at = list.iter().position(|(c, _, _)| *c == call);
                        let want = at.map(|at| list.remove(at).2);
                        prop_assert_eq!(queue.remove(call), want);
                    }
                }
                prop_assert_eq!(queue.len(), list.len());
            }
        }
    }
}
