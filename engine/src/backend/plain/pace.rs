//! How much of a prompt fits into a step, learned from the steps so far. A run costs something before its
//! first token (the weights are read once), so the cost of one more token is what is left of a long run.

use std::time::Duration;

/// Before anything was measured.
const TOKENS_FIRST: usize = 64;
/// Fewer cost about as much: the weights have to be read anyway.
const TOKENS_MIN: usize = 16;
const TOKENS_MAX: usize = 512;
/// The weight of a new measurement.
const NEW: f64 = 0.25;

#[derive(Debug, Default)]
pub(super) struct Pace {
    /// A run of one token, in seconds.
    one: Option<f64>,
    /// Each further token of a run, in seconds.
    more: Option<f64>,
}

impl Pace {
    pub(super) fn took(&mut self, tokens: usize, time: Duration) {
        let time = time.as_secs_f64();
        if tokens == 1 {
            self.one = Some(mixed(self.one, time));
        } else if tokens >= TOKENS_MIN {
            // Until a single token was measured, the whole run counts: too little is read, not too much.
            let fixed = self.one.unwrap_or(0.0).min(time);
            self.more = Some(mixed(self.more, (time - fixed) / as_f64(tokens - 1)));
        }
    }

    pub(super) fn tokens_in(&self, step: Duration) -> usize {
        let Some(more) = self.more else {
            return TOKENS_FIRST;
        };
        let room = step.as_secs_f64() - self.one.unwrap_or(0.0);
        // Searched and not divided, because a float does not become a number of tokens safely.
        let fits = |tokens: usize| more * as_f64(tokens) <= room;
        let (mut low, mut high) = (TOKENS_MIN, TOKENS_MAX);
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            if fits(middle) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        low
    }
}

fn mixed(old: Option<f64>, new: f64) -> f64 {
    old.map_or(new, |old| old + NEW * (new - old))
}

fn as_f64(tokens: usize) -> f64 {
    u32::try_from(tokens).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const STEP: Duration = Duration::from_millis(50);

    #[test]
    fn a_step_starts_with_a_guess_and_learns() {
        let mut pace = Pace::default();
        assert_eq!(pace.tokens_in(STEP), TOKENS_FIRST);
        pace.took(1, Duration::from_millis(10));
        assert_eq!(pace.tokens_in(STEP), TOKENS_FIRST);
        for _ in 0..20 {
            pace.took(101, Duration::from_millis(110));
        }
        // 10 ms for the first and 1 ms for each other.
        assert!((39..=40).contains(&pace.tokens_in(STEP)), "{pace:?}");
    }

    #[test]
    fn a_slow_model_still_reads_and_a_fast_one_leaves_room() {
        let mut slow = Pace::default();
        slow.took(64, Duration::from_secs(60));
        slow.took(1, Duration::from_secs(5));
        assert_eq!(slow.tokens_in(STEP), TOKENS_MIN);
        let mut fast = Pace::default();
        fast.took(64, Duration::from_micros(1));
        assert_eq!(fast.tokens_in(STEP), TOKENS_MAX);
    }

    proptest! {
        #[test]
        fn any_times_give_a_bounded_chunk(runs in prop::collection::vec((1_usize..600, any::<u32>()), 0..20)) {
            let mut pace = Pace::default();
            for (tokens, micros) in runs {
                pace.took(tokens, Duration::from_micros(micros.into()));
                let max = pace.tokens_in(STEP);
                prop_assert!((TOKENS_MIN..=TOKENS_MAX).contains(&max));
            }
        }
    }
}
