//! Nobody starves, however long the others keep coming.
//!
//! Interactive calls never stop here: some always wait. What is promised to a batch call with `k` calls
//! before it in the turns of its class: it is started after at most `k + 1` times [`BATCH_AGES_AFTER`], and
//! as many times what it takes for enough rows to end.

use super::*;
use edge_api::edge::Priority::{Batch, Interactive};
use proptest::prelude::*;

const ROWS_MAX: u16 = 8;
const TICK: Duration = Duration::from_millis(100);

/// A worker on which each call runs for some ticks.
struct House {
    queue: Queue<Ticket>,
    credits: Credits,
    now: Instant,
    calls: CallId,
    running: Vec<(Ticket, u32)>,
    /// When each batch call came, and when it was started.
    batch: BTreeMap<CallId, (Instant, Option<Instant>)>,
}

impl House {
    fn new() -> Self {
        Self {
            queue: Queue::new(Bounds { requests_max: 64, caller_requests_max: 64 }),
            credits: Credits::new(ROWS_MAX),
            now: any_time(),
            calls: 0,
            running: Vec::new(),
            batch: BTreeMap::new(),
        }
    }

    fn submit(&mut self, priority: Priority, caller: u64, rows: u16, ticks: u32) {
        self.calls += 1;
        let ticket = ticket(self.calls, caller, priority, rows);
        if priority == Batch {
            self.batch.insert(ticket.call, (self.now, None));
        }
        match self.queue.admit(&ticket, &mut self.credits, self.now) {
            Admission::Start => self.start(ticket, ticks),
            Admission::Wait => self.queue.push(ticket, ticket, self.now),
            Admission::Full(full) => panic!("{full:?}"),
        }
    }

    fn start(&mut self, ticket: Ticket, ticks: u32) {
        self.running.push((ticket, ticks));
        if let Some((_, started)) = self.batch.get_mut(&ticket.call) {
            *started = Some(self.now);
        }
    }

    fn tick(&mut self, ticks: u32) {
        self.now += TICK;
        self.running.iter_mut().for_each(|(_, left)| *left -= 1);
        let over: Vec<_> = self.running.extract_if(.., |(_, left)| *left == 0).collect();
        for (Ticket { priority, rows, .. }, _) in over {
            self.credits.give(priority, rows, self.now);
        }
        while let Next::Start(_, ticket) = self.queue.next(MODEL, &mut self.credits, self.now) {
            self.start(ticket, ticks);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn batch_gets_its_turn_under_interactive_calls_without_end(
        ticks in 1..20_u32,
        interactive in proptest::collection::vec(1..=ROWS_MAX, 1..12),
        batch in proptest::collection::vec((0..3_u64, 1..=ROWS_MAX), 1..8),
    ) {
        let mut house = House::new();
        let mut widths = interactive.iter().cycle();
        for (caller, rows) in &batch {
            house.submit(Interactive, 9, *widths.next().unwrap(), ticks);
            house.submit(Batch, *caller, *rows, ticks);
        }
        // For one start: to age, then for all rows to end, once for who is next already and once for it.
        let turn = BATCH_AGES_AFTER + 2 * TICK * (ticks + 1);
        let most = turn * u32::try_from(batch.len()).unwrap();
        let began = house.now;
        while house.now - began <= most {
            while house.queue.waiting(Interactive) < interactive.len() {
                house.submit(Interactive, house.calls % 3, *widths.next().unwrap(), ticks);
            }
            house.tick(ticks);
        }
        for (call, (came, started)) in &house.batch {
            prop_assert!(started.is_some(), "batch call {call}, came {:?}", *came - began);
        }
    }

    #[test]
    fn a_wide_call_gets_its_rows_among_narrow_ones_without_end(
        ticks in 1..20_u32,
        rows in 2..=ROWS_MAX,
        priority in prop_oneof![Just(Interactive), Just(Batch)],
    ) {
        let mut house = House::new();
        (0..ROWS_MAX).for_each(|_| house.submit(priority, 0, 1, ticks));
        house.submit(priority, 1, rows, ticks);
        let wide = house.calls;
        let began = house.now;
        while house.queue.calls().contains(&wide) {
            while house.queue.waiting(priority) < 20 {
                house.submit(priority, 2 + house.calls % 3, 1, ticks);
            }
            house.tick(ticks);
            prop_assert!(house.now - began <= TICK * (ticks + 1), "it is passed");
        }
    }
}
