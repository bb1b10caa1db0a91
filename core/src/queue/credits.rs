//! How many rows of a loaded model are free, and which of them batch calls leave to interactive ones.

use edge_api::edge::Priority;
use std::time::{Duration, Instant};

/// Interactive calls are expected again for this long after the last one, and at most for twice as long.
const EXPECTED_FOR: Duration = Duration::from_secs(30);

/// At most one row in so many is kept free.
const ROWS_PER_KEPT: u16 = 5;

/// The rows of a loaded model. The worker says how many there are; the daemon counts.
///
/// Rows end when they end, and a batch answer may be long. Going first is then not enough for an
/// interactive call: it would wait for the end of some answer. So while interactive calls come, batch calls
/// leave as many rows as interactive calls held at once of late, but no more than one in five: that is all
/// that batch may lose to rows which stand empty. When none has come for a while batch has all rows again:
/// no row is kept for nobody. The first interactive call after such a pause may have to wait for the next
/// row that ends; it goes first there.
///
/// A model of less than five rows keeps none: one row would be more than a fifth of what it can do. A batch
/// call that is wider than what batch may hold takes its rows as if none were kept, or it would never start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Credits {
    rows_max: u16,
    interactive_used: u16,
    batch_used: u16,
    demand: Option<Demand>,
}

/// How many rows interactive calls held at once of late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Demand {
    since: Instant,
    rows: u16,
    /// In the time before `since`.
    rows_before: u16,
}

impl Credits {
    pub fn new(rows_max: u16) -> Self {
        Self { rows_max, ..Self::default() }
    }

    pub fn rows_max(&self) -> u16 {
        self.rows_max
    }

    pub fn rows_used(&self) -> u16 {
        self.interactive_used + self.batch_used
    }

    pub(super) fn rows_free(&self) -> u16 {
        self.rows_max - self.rows_used()
    }

    /// False, and nothing is taken, if so many are not free.
    pub(super) fn take(&mut self, priority: Priority, rows: u16, now: Instant) -> bool {
        let fits = rows <= self.rows_free();
        if fits {
            *self.used(priority) += rows;
            self.note(priority, now);
        }
        fits
    }

    pub fn give(&mut self, priority: Priority, rows: u16, now: Instant) {
        // They were in use until now.
        self.note(priority, now);
        let used = self.used(priority);
        assert!(rows <= *used, "more rows given back than taken");
        *used -= rows;
    }

    /// Whether enough rows stay for interactive calls if this call takes its own.
    pub(super) fn leaves_enough(&self, priority: Priority, rows: u16, now: Instant) -> bool {
        let batch_max = self.rows_max - self.kept(now);
        priority == Priority::Interactive
            || rows > batch_max
            || self.batch_used.saturating_add(rows) <= batch_max
    }

    /// When batch calls may get more, if nobody interactive comes.
    pub(super) fn kept_until(&self, now: Instant) -> Option<Instant> {
        let since = self.demand?.since;
        [since + EXPECTED_FOR, since + 2 * EXPECTED_FOR].into_iter().find(|until| *until > now)
    }

    fn kept(&self, now: Instant) -> u16 {
        let expected = self.demand.map_or(0, |demand| demand.at(now));
        expected.max(self.interactive_used).min(self.rows_max / ROWS_PER_KEPT)
    }

    fn note(&mut self, priority: Priority, now: Instant) {
        if priority == Priority::Batch {
            return;
        }
        let rows = self.interactive_used;
        self.demand = Some(match self.demand {
            Some(demand) if now.saturating_duration_since(demand.since) < EXPECTED_FOR => {
                Demand { rows: demand.rows.max(rows), ..demand }
            }
            Some(demand) => Demand { since: now, rows, rows_before: demand.at(now) },
            None => Demand { since: now, rows, rows_before: 0 },
        });
    }

    fn used(&mut self, priority: Priority) -> &mut u16 {
        match priority {
            Priority::Interactive => &mut self.interactive_used,
            Priority::Batch => &mut self.batch_used,
        }
    }
}

impl Demand {
    fn at(&self, now: Instant) -> u16 {
        let age = now.saturating_duration_since(self.since);
        if age < EXPECTED_FOR {
            self.rows.max(self.rows_before)
        } else if age < 2 * EXPECTED_FOR {
            self.rows
        } else {
            0
        }
    }
}
