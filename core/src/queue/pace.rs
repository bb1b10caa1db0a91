//! How fast calls leave the queue, for those who are told to come back.

use std::time::Instant;

/// `Retry-After`, in seconds: never at once, and never so late that nobody waits for it.
const RETRY_AFTER_S: std::ops::RangeInclusive<u16> = 1..=60;

/// What the newest gap counts for.
const NEWEST: f64 = 0.125;

#[derive(Debug, Default)]
pub(super) struct Pace {
    /// When the last call left, or the first one came. `None`: nobody waits.
    since: Option<Instant>,
    /// Between two calls that leave, while some wait.
    gap_s: Option<f64>,
}

impl Pace {
    /// Somebody waits again.
    pub(super) fn begin(&mut self, now: Instant) {
        self.since = Some(now);
    }

    /// A call has left.
    pub(super) fn left(&mut self, is_empty: bool, now: Instant) {
        if let Some(since) = self.since {
            let gap_s = now.saturating_duration_since(since).as_secs_f64();
            let known = self.gap_s.unwrap_or(gap_s);
            self.gap_s = Some(known + NEWEST * (gap_s - known));
        }
        self.since = (!is_empty).then_some(now);
    }

    /// When half of so many will have left: who comes back then finds a place, and so do others who were
    /// told the same. Where nothing has left yet, the time that has passed is all that is known.
    pub(super) fn retry_after_s(&self, waiting: usize, now: Instant) -> u16 {
        let stands_s =
            self.since.map_or(0.0, |since| now.saturating_duration_since(since).as_secs_f64());
        let gap_s = self.gap_s.unwrap_or(0.0).max(stands_s);
        let half = u32::try_from(waiting.div_ceil(2)).unwrap_or(u32::MAX);
        let seconds = (gap_s * f64::from(half)).ceil();
        let (least, most) = (*RETRY_AFTER_S.start(), *RETRY_AFTER_S.end());
        (least..most).find(|whole| f64::from(*whole) >= seconds).unwrap_or(most)
    }
}
