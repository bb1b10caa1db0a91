//! How many calls somebody may make, and have running at once.
//!
//! A rate is kept as one moment: when the calls that were let through would have come at an even pace. As
//! long as that moment is no further ahead than a burst, there is room. The table is bounded: a seat that is
//! as good as new is given up when others need the room.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Callers whose calls are counted at once; one more is refused until one of them has been idle.
pub const CALLERS_MAX: usize = 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    pub calls_per_minute: u32,
    /// How many of them may come at once.
    pub burst: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    pub rate: Option<Rate>,
    /// Calls that wait or run at once.
    pub concurrency: Option<u32>,
}

/// Where the calls of one caller under one rule are counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Seat {
    /// Its [`Rule::identity`](super::Rule::identity), which outlives a reload that moves it or changes its limits.
    pub rule: u64,
    pub uid: Option<u32>,
    pub key: Option<Arc<str>>,
}

/// Why a call is one too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Full {
    /// There is room after that long.
    Rate {
        wait: Duration,
    },
    Concurrency,
    Callers,
}

#[derive(Debug, Default)]
pub struct Rates {
    seats: HashMap<Seat, Usage>,
}

#[derive(Clone, Copy, Debug)]
struct Usage {
    /// When the next call would come at an even pace.
    due: Instant,
    running: u32,
}

impl Usage {
    fn as_new(&self, now: Instant) -> bool {
        self.running == 0 && self.due <= now
    }
}

impl Rates {
    /// Counts a call, which runs until it is given back. A refused one counts for nothing.
    pub fn take(&mut self, seat: &Seat, limits: Limits, now: Instant) -> Result<(), Full> {
        if !self.seats.contains_key(seat) && self.seats.len() >= CALLERS_MAX {
            self.seats.retain(|_, usage| !usage.as_new(now));
            if self.seats.len() >= CALLERS_MAX {
                return Err(Full::Callers);
            }
        }
        if let (Some(usage), Some(rate)) = (self.seats.get_mut(seat), limits.rate) {
            // The rule may have had a slower rate, under which calls were let through further ahead.
            usage.due = usage.due.min(now + rate.pace() * rate.burst);
        }
        let fresh = Usage { due: now, running: 0 };
        let usage = self.seats.get(seat).copied().unwrap_or(fresh);
        if limits.concurrency.is_some_and(|max| usage.running >= max) {
            return Err(Full::Concurrency);
        }
        let due = match limits.rate {
            Some(rate) => rate.next(usage.due, now)?,
            None => now,
        };
        self.seats.insert(seat.clone(), Usage { due, running: usage.running + 1 });
        Ok(())
    }

    pub fn give_back(&mut self, seat: &Seat) {
        if let Some(usage) = self.seats.get_mut(seat) {
            usage.running = usage.running.saturating_sub(1);
        }
    }
}

impl Rate {
    /// From one call to the next.
    fn pace(self) -> Duration {
        const MINUTE: Duration = Duration::from_secs(60);
        MINUTE / self.calls_per_minute.max(1)
    }

    fn next(self, due: Instant, now: Instant) -> Result<Instant, Full> {
        let pace = self.pace();
        let ahead = due.saturating_duration_since(now);
        let room = pace * self.burst.saturating_sub(1);
        match ahead.checked_sub(room) {
            Some(wait) if !wait.is_zero() => Err(Full::Rate { wait }),
            Some(_) | None => Ok(due.max(now) + pace),
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "a test has to begin at some time")]

    use super::*;
    use proptest::prelude::*;

    fn seat(uid: u32) -> Seat {
        Seat { rule: 0, uid: Some(uid), key: None }
    }

    fn paced(calls_per_minute: u32, burst: u32) -> Limits {
        Limits { rate: Some(Rate { calls_per_minute, burst }), concurrency: None }
    }

    fn at_once(calls: u32) -> Limits {
        Limits { rate: None, concurrency: Some(calls) }
    }

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_burst_passes_and_then_the_pace_holds() {
        let (mut rates, t0) = (Rates::default(), Instant::now());
        let mut take = |at: Duration| rates.take(&seat(1), paced(60, 3), t0 + at);
        for _ in 0..3 {
            take(Duration::ZERO).unwrap();
        }
        assert_eq!(take(Duration::ZERO), Err(Full::Rate { wait: SECOND }));
        assert_eq!(take(SECOND / 4), Err(Full::Rate { wait: SECOND * 3 / 4 }));
        take(SECOND).unwrap();
        assert_eq!(take(SECOND), Err(Full::Rate { wait: SECOND }));
        for _ in 0..3 {
            take(SECOND * 10).unwrap();
        }
        assert!(take(SECOND * 10).is_err(), "what was not used does not pile up beyond the burst");
    }

    #[test]
    fn callers_do_not_count_for_each_other() {
        let (mut rates, now) = (Rates::default(), Instant::now());
        rates.take(&seat(1), paced(1, 1), now).unwrap();
        assert!(rates.take(&seat(1), paced(1, 1), now).is_err());
        rates.take(&seat(2), paced(1, 1), now).unwrap();
        let (keyed, ruled) =
            (Seat { key: Some("k".into()), ..seat(1) }, Seat { rule: 1, ..seat(1) });
        rates.take(&keyed, paced(1, 1), now).unwrap();
        rates.take(&ruled, paced(1, 1), now).unwrap();
    }

    #[test]
    fn a_rate_that_is_raised_holds_at_once() {
        let (mut rates, t0) = (Rates::default(), Instant::now());
        for _ in 0..10 {
            rates.take(&seat(1), paced(1, 10), t0).unwrap();
        }
        let wait = SECOND / 10;
        assert_eq!(rates.take(&seat(1), paced(600, 1), t0), Err(Full::Rate { wait }));
        rates.take(&seat(1), paced(600, 1), t0 + wait).unwrap();
    }

    #[test]
    fn a_call_that_is_given_back_makes_room() {
        let (mut rates, now) = (Rates::default(), Instant::now());
        rates.take(&seat(1), at_once(2), now).unwrap();
        rates.take(&seat(1), at_once(2), now).unwrap();
        assert_eq!(rates.take(&seat(1), at_once(2), now + SECOND), Err(Full::Concurrency));
        rates.give_back(&seat(1));
        rates.take(&seat(1), at_once(2), now).unwrap();
        assert_eq!(rates.take(&seat(1), at_once(2), now), Err(Full::Concurrency));
    }

    #[test]
    fn a_refused_call_costs_nothing_of_the_rate() {
        let (mut rates, now) = (Rates::default(), Instant::now());
        let limits = Limits { concurrency: Some(1), ..paced(60, 2) };
        rates.take(&seat(1), limits, now).unwrap();
        for _ in 0..9 {
            assert_eq!(rates.take(&seat(1), limits, now), Err(Full::Concurrency));
        }
        rates.give_back(&seat(1));
        rates.take(&seat(1), limits, now).unwrap();
    }

    #[test]
    fn the_table_is_bounded_and_idle_callers_make_room() {
        let (mut rates, now) = (Rates::default(), Instant::now());
        let callers = u32::try_from(CALLERS_MAX).unwrap();
        for uid in 0..callers {
            rates.take(&seat(uid), paced(60, 1), now).unwrap();
        }
        assert_eq!(rates.take(&seat(callers), paced(60, 1), now), Err(Full::Callers));
        rates.give_back(&seat(7));
        rates.give_back(&seat(8));
        assert_eq!(
            rates.take(&seat(callers), paced(60, 1), now),
            Err(Full::Callers),
            "still paced"
        );
        rates.take(&seat(callers), paced(60, 1), now + SECOND).unwrap();
        assert_eq!(rates.seats.len(), CALLERS_MAX - 1);
    }

    proptest! {
        /// In no stretch of time more than the burst and what the pace brings; and who comes back after the time
        /// that was told is let in.
        #[test]
        fn never_more_than_the_burst_and_the_pace(
            calls_per_minute in 1_u32..600,
            burst in 1_u32..20,
            gaps in prop::collection::vec(0_u64..3_000, 1..200),
        ) {
            let (mut rates, t0) = (Rates::default(), Instant::now());
            let limits = paced(calls_per_minute, burst);
            let mut now = t0;
            let mut passed: Vec<Instant> = Vec::new();
            for gap in gaps {
                now += Duration::from_millis(gap);
                match rates.take(&seat(1), limits, now) {
                    Ok(()) => passed.push(now),
                    Err(Full::Rate { wait }) => {
                        prop_assert!(!wait.is_zero());
                        now += wait;
                        prop_assert!(rates.take(&seat(1), limits, now).is_ok());
                        passed.push(now);
                    }
                    Err(other) => prop_assert!(false, "{other:?}"),
                }
            }
            for (first, from) in passed.iter().enumerate() {
                for (last, to) in passed.iter().enumerate().skip(first) {
                    let minutes = (*to - *from).as_secs_f64() / 60.0;
                    let most = f64::from(burst) + minutes * f64::from(calls_per_minute);
                    let count = f64::from(u32::try_from(last - first + 1).unwrap());
                    prop_assert!(count <= most + 0.01, "{count} of {most}");
                }
            }
        }

        /// Any order of calls and ends: never more at once than allowed, and none is forgotten.
        #[test]
        fn never_more_at_once_than_allowed(
            calls in 1_u32..5,
            steps in prop::collection::vec(any::<bool>(), 1..200),
        ) {
            let (mut rates, now) = (Rates::default(), Instant::now());
            let mut running = 0;
            for begins in steps {
                if begins {
                    let taken = rates.take(&seat(1), at_once(calls), now);
                    prop_assert_eq!(taken.is_ok(), running < calls);
                    running += u32::from(taken.is_ok());
                } else if running > 0 {
                    rates.give_back(&seat(1));
                    running -= 1;
                }
            }
        }
    }
}
