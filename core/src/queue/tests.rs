//! What the queue promises, one promise at a time; at random against a plain list of what happened; and
//! under pressure that does not end.

mod plain;
mod pressure;
mod random;

use super::*;
use std::time::Duration;

const NOBODY: [CallId; 0] = [];
const NO_ROWS: u16 = 0;
const MODEL: ModelKey = 0;
const BOUNDS: Bounds = Bounds { requests_max: 8, caller_requests_max: 8 };

fn ticket(call: CallId, caller: u64, priority: Priority, rows: u16) -> Ticket {
    Ticket { call, model: MODEL, caller: CallerKey(caller), priority, rows, deadline: None }
}

#[expect(clippy::disallowed_methods, reason = "a test may make up a time")]
fn any_time() -> Instant {
    Instant::now()
}

fn human(call: CallId) -> Ticket {
    ticket(call, 0, Priority::Interactive, 1)
}

fn batch(call: CallId) -> Ticket {
    ticket(call, 0, Priority::Batch, 1)
}

/// Holds so many rows of each class already.
fn credits(rows_max: u16, interactive: u16, batch: u16, now: Instant) -> Credits {
    let mut credits = Credits::new(rows_max);
    assert!(credits.take(Priority::Batch, batch, now));
    assert!(interactive == 0 || credits.take(Priority::Interactive, interactive, now));
    credits
}

fn queue(tickets: &[Ticket], now: Instant) -> Queue<()> {
    let mut queue = Queue::new(BOUNDS);
    tickets.iter().for_each(|ticket| queue.push(*ticket, (), now));
    queue
}

/// All that can start now, in order.
fn starts(queue: &mut Queue<()>, credits: &mut Credits, now: Instant) -> Vec<CallId> {
    let next = || match queue.next(MODEL, credits, now) {
        Next::Start(call, ()) => Some(call),
        Next::Nothing | Next::Kept { .. } => None,
    };
    std::iter::from_fn(next).collect()
}

/// One row after the other is free for the moment of a start.
fn order(queue: &mut Queue<()>, credits: &mut Credits, now: Instant) -> Vec<CallId> {
    let mut order = Vec::new();
    while let Some(next) = queue.first(MODEL, credits, now) {
        let Ticket { call, priority, rows, .. } = queue.waiting[&next.0].ticket;
        assert_eq!(starts(queue, credits, now), [call]);
        credits.give(priority, rows, now);
        order.push(call);
    }
    order
}

#[test]
fn a_smaller_queue_keeps_who_waits_and_takes_nobody_until_there_is_room() {
    let now = any_time();
    let mut queue = queue(&[human(1), human(2), human(3)], now);
    queue.set_bounds(Bounds { requests_max: 2, caller_requests_max: 2 });
    assert_eq!(queue.len(), 3);
    for left in [2, 1] {
        let admission = queue.admit(&human(4), &mut Credits::new(NO_ROWS), now);
        let Admission::Full(full) = admission else { panic!("{admission:?}") };
        assert_eq!((full.of_caller, full.waiting), (false, left + 1));
        assert!(matches!(queue.next(MODEL, &mut Credits::new(1), now), Next::Start(..)));
        assert_eq!(queue.len(), left);
    }
    assert_eq!(queue.admit(&human(4), &mut Credits::new(NO_ROWS), now), Admission::Wait);
}

#[test]
fn full_is_a_refusal_and_room_comes_back() {
    let now = any_time();
    let mut queue = Queue::new(Bounds { requests_max: 2, caller_requests_max: 2 });
    queue.push(human(1), (), now);
    queue.push(batch(2), (), now);
    let full = |queue: &Queue<()>| queue.admit(&human(3), &mut Credits::new(NO_ROWS), now);
    let Admission::Full(Full { of_caller: false, waiting: 2, .. }) = full(&queue) else {
        panic!("{:?}", full(&queue))
    };
    assert_eq!(queue.remove(1, now), Some(()));
    assert_eq!(queue.remove(1, now), None);
    assert_eq!(full(&queue), Admission::Wait);
    queue.push(human(3), (), now);
    assert_eq!(queue.drain(MODEL, now), [(2, ()), (3, ())], "oldest first");
    assert!(queue.is_empty() && !queue.waits_for(MODEL));
}

#[test]
fn one_caller_leaves_room_for_others() {
    let now = any_time();
    let mut queue = Queue::new(Bounds { requests_max: 4, caller_requests_max: 2 });
    queue.push(ticket(1, 7, Priority::Interactive, 1), (), now);
    queue.push(ticket(2, 7, Priority::Batch, 1), (), now);
    let ask = |caller| {
        let ticket = ticket(3, caller, Priority::Interactive, 1);
        queue.admit(&ticket, &mut Credits::new(NO_ROWS), now)
    };
    assert!(matches!(ask(7), Admission::Full(Full { of_caller: true, waiting: 2, .. })));
    assert_eq!(ask(8), Admission::Wait);
}

#[test]
fn a_full_queue_is_nothing_to_a_call_that_need_not_wait() {
    let now = any_time();
    let mut queue = Queue::new(Bounds { requests_max: 1, caller_requests_max: 1 });
    queue.push(human(1), (), now);
    let mut credits = Credits::new(2);
    let other = Ticket { model: 1, rows: 2, ..human(2) };
    assert_eq!(queue.admit(&other, &mut credits, now), Admission::Start);
    assert_eq!(credits.rows_used(), 2, "its rows are taken");
    assert!(matches!(queue.admit(&other, &mut credits, now), Admission::Full(_)));
}

#[test]
fn nobody_starts_past_one_of_his_class_who_waits_for_the_same_model() {
    let now = any_time();
    for (waits, comes, admission) in [
        (Priority::Interactive, Priority::Interactive, Admission::Wait),
        (Priority::Interactive, Priority::Batch, Admission::Wait),
        (Priority::Batch, Priority::Batch, Admission::Wait),
        (Priority::Batch, Priority::Interactive, Admission::Start),
    ] {
        let queue = queue(&[ticket(1, 0, waits, 4)], now);
        let got = queue.admit(&ticket(2, 1, comes, 1), &mut Credits::new(2), now);
        assert_eq!(got, admission, "{comes:?} behind {waits:?}");
    }
}

#[test]
fn a_wide_call_is_not_overtaken() {
    let now = any_time();
    let mut credits = credits(4, 0, 2, now);
    let mut queue = queue(&[ticket(1, 0, Priority::Interactive, 3), human(2)], now);
    assert_eq!(starts(&mut queue, &mut credits, now), NOBODY);
    credits.give(Priority::Batch, 2, now);
    assert_eq!(starts(&mut queue, &mut credits, now), [1, 2]);
    assert_eq!(credits.rows_used(), 4);
}

#[test]
fn not_even_by_batch_calls_that_age_meanwhile() {
    let now = any_time();
    let mut credits = credits(4, 0, 2, now);
    let mut queue = queue(&[ticket(1, 0, Priority::Interactive, 3), batch(2)], now);
    assert_eq!(starts(&mut queue, &mut credits, now), NOBODY);
    let later = now + BATCH_AGES_AFTER;
    assert_eq!(starts(&mut queue, &mut credits, later), NOBODY);
    assert_eq!(queue.admit(&human(3), &mut credits, later), Admission::Wait);
    // It leaves, and holds nobody up any more.
    assert_eq!(queue.remove(1, later), Some(()));
    assert_eq!(starts(&mut queue, &mut credits, later), [2]);
}

#[test]
fn interactive_goes_ahead_and_batch_ages() {
    let now = any_time();
    let calls = [batch(1), batch(2), human(3), human(4), human(5)];
    let ordered = |waited| {
        let (mut queue, mut credits) = (queue(&calls, now), Credits::new(1));
        order(&mut queue, &mut credits, now + waited)
    };
    let aged = BATCH_AGES_AFTER;
    assert_eq!(ordered(Duration::ZERO), [3, 4, 5, 1, 2]);
    assert_eq!(ordered(aged - Duration::from_millis(1)), [3, 4, 5, 1, 2]);
    assert_eq!(ordered(aged), [1, 3, 4, 5, 2], "one, and the next one after as long again");
}

#[test]
fn an_aged_wide_batch_call_gets_its_rows() {
    let now = any_time();
    let (aged, mut credits) = (now + BATCH_AGES_AFTER, Credits::new(4));
    assert!(credits.take(Priority::Interactive, 2, now));
    let mut queue = queue(&[ticket(1, 0, Priority::Batch, 4)], now);
    assert_eq!(queue.admit(&human(2), &mut credits, now), Admission::Start, "it is passed");
    assert_eq!(queue.admit(&human(3), &mut credits, aged), Admission::Wait);
    queue.push(human(3), (), aged);
    credits.give(Priority::Interactive, 2, aged);
    assert_eq!(starts(&mut queue, &mut credits, aged), NOBODY, "no row is taken from under it");
    credits.give(Priority::Interactive, 1, aged);
    assert_eq!(starts(&mut queue, &mut credits, aged), [1]);
}

#[test]
fn callers_take_turns() {
    let now = any_time();
    let (many, one) = (|call| ticket(call, 1, Priority::Batch, 1), 9);
    let mut calls: Vec<Ticket> = (1..=6).map(many).collect();
    calls.push(ticket(one, 2, Priority::Batch, 1));
    let (mut queue, mut credits) = (queue(&calls, now), Credits::new(1));
    assert_eq!(order(&mut queue, &mut credits, now), [1, one, 2, 3, 4, 5, 6]);
}

#[test]
fn another_models_line_is_not_held_up() {
    let now = any_time();
    let mut queue = queue(&[human(1), Ticket { model: 1, ..human(2) }], now);
    assert_eq!(queue.next(1, &mut Credits::new(1), now), Next::Start(2, ()));
    assert!(queue.waits_for(0) && !queue.waits_for(1));
    assert_eq!((queue.waiting_for(0), queue.waiting_for(1)), (1, 0));
    assert_eq!(queue.models().collect::<Vec<_>>(), [0]);
}

#[test]
fn rows_are_kept_only_while_interactive_calls_come() {
    let now = any_time();
    let second = Duration::from_secs(1);
    let mut credits = credits(32, 0, 31, now);
    let mut queue = queue(&[], now);
    assert_eq!(queue.admit(&batch(1), &mut credits, now), Admission::Start, "none has come");
    assert_eq!(queue.admit(&human(2), &mut credits, now), Admission::Wait);
    queue.push(human(2), (), now);
    queue.push(batch(3), (), now);
    credits.give(Priority::Batch, 1, now);
    assert_eq!(starts(&mut queue, &mut credits, now), [2]);
    credits.give(Priority::Interactive, 1, now + second);
    let until = now + 30 * second;
    let next = queue.next(MODEL, &mut credits, now + second);
    assert_eq!(next, Next::Kept { until }, "it may be wanted again");
    assert_eq!(queue.admit(&human(4), &mut credits, now + 29 * second), Admission::Start);
    credits.give(Priority::Interactive, 1, now + 40 * second);
    let (held, until) = (now + 69 * second, now + 70 * second);
    assert_eq!(queue.next(MODEL, &mut credits, held), Next::Kept { until });
    assert_eq!(queue.next(MODEL, &mut credits, until), Next::Kept { until: until + 30 * second });
    assert_eq!(starts(&mut queue, &mut credits, until + 30 * second), [3], "nobody came");
    assert_eq!(credits.rows_used(), 32);
}

#[test]
fn one_row_in_five_is_kept_and_none_of_a_small_model() {
    let now = any_time();
    for (rows_max, kept) in [(1, 0), (4, 0), (5, 1), (8, 1), (32, 6), (256, 51)] {
        let mut credits = Credits::new(rows_max);
        assert!(credits.take(Priority::Interactive, rows_max, now));
        credits.give(Priority::Interactive, rows_max, now);
        let wide = credits.leaves_enough(Priority::Batch, rows_max, now);
        assert!(wide, "or it would never start");
        while credits.leaves_enough(Priority::Batch, 1, now) && credits.rows_free() > 0 {
            assert!(credits.take(Priority::Batch, 1, now));
        }
        assert_eq!(credits.rows_free(), kept, "of {rows_max}");
    }
}

#[test]
fn deadlines_come_in_their_order() {
    let now = any_time();
    let second = Duration::from_secs(1);
    let due = |call, seconds: u32| Ticket { deadline: Some(now + seconds * second), ..human(call) };
    let mut queue = queue(&[due(1, 3), due(2, 1), human(3), due(4, 2)], now);
    assert_eq!(queue.next_deadline(), Some(now + second));
    assert_eq!(queue.overdue(now), NOBODY);
    assert_eq!(queue.overdue(now + 2 * second), [2, 4]);
    queue.remove(2, now);
    assert_eq!(queue.next_deadline(), Some(now + 2 * second));
    queue.drain(MODEL, now);
    assert_eq!(queue.next_deadline(), None);
}

#[test]
fn who_is_refused_comes_back_when_half_have_left() {
    let now = any_time();
    let second = Duration::from_secs(1);
    let bounds = Bounds { requests_max: 4, caller_requests_max: 4 };
    let refused =
        |queue: &Queue<()>, now| match queue.admit(&human(9), &mut Credits::new(NO_ROWS), now) {
            Admission::Full(full) => full.retry_after_s,
            admission @ (Admission::Start | Admission::Wait) => panic!("{admission:?}"),
        };
    let mut queue = Queue::new(bounds);
    (1..=4).for_each(|call| queue.push(human(call), (), now));
    assert_eq!(refused(&queue, now), 1, "nothing is known");
    queue.remove(1, now + 3 * second);
    queue.push(human(1), (), now + 3 * second);
    assert_eq!(refused(&queue, now + 3 * second), 6, "one in three seconds");
    assert_eq!(refused(&queue, now + 13 * second), 20, "none for ten seconds");
    assert_eq!(refused(&queue, now + 1000 * second), 60);
}
