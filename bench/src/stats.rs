//! Percentiles and medians. Rounds are summarised by their median, never averaged.

/// What one round of many samples comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spread {
    pub(crate) p50: f64,
    pub(crate) p99: f64,
}

impl Spread {
    /// Nearest rank: a value that really occurred.
    pub(crate) fn of(mut samples: Vec<f64>) -> Self {
        assert!(!samples.is_empty(), "a round has at least one sample");
        samples.sort_unstable_by(f64::total_cmp);
        let rank = |percent: usize| samples[(samples.len() * percent).div_ceil(100) - 1];
        Self { p50: rank(50), p99: rank(99) }
    }
}

/// The spreads of all rounds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rounds {
    pub(crate) p50: Vec<f64>,
    pub(crate) p99: Vec<f64>,
}

impl Rounds {
    pub(crate) fn push(&mut self, spread: Spread) {
        self.p50.push(spread.p50);
        self.p99.push(spread.p99);
    }
}

pub(crate) fn median(values: &[f64]) -> f64 {
    assert!(!values.is_empty(), "there is at least one round");
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { (sorted[middle - 1] + sorted[middle]) / 2.0 }
}

/// The smallest and the largest.
pub(crate) fn range(values: &[f64]) -> [f64; 2] {
    values.iter().fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], value| {
        [low.min(*value), high.max(*value)]
    })
}

/// Round by round, `combine(a, b)`.
pub(crate) fn paired(a: &[f64], b: &[f64], combine: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    assert_eq!(a.len(), b.len(), "both sides ran the same rounds");
    a.iter().zip(b).map(|(a, b)| combine(*a, *b)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_nearest_ranks() {
        let spread = Spread::of((1..=200).rev().map(f64::from).collect());
        assert_eq!(spread, Spread { p50: 100.0, p99: 198.0 });
        assert_eq!(Spread::of(vec![7.0]), Spread { p50: 7.0, p99: 7.0 });
    }

    #[test]
    fn the_median_of_an_even_count_lies_between() {
        assert_eq!(median(&[4.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0]), 2.5);
        assert_eq!(range(&[4.0, 1.0, 2.0]), [1.0, 4.0]);
    }
}
