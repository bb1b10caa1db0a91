//! The arithmetic of one task: some queries of one head group against the keys and values of one sequence,
//! tile by tile, with a running maximum so that nothing overflows and memory doesn't grow with the context.
//!
//! All sums run in the order of positions, and tiles end at multiples of `BLOCK_TOKENS`: a result does not
//! depend on how a prompt was cut into chunks, nor on what else is in the step. Plain loops that the compiler
//! can vectorise; a multiply and an add, not `mul_add`, which is a call on a baseline x86-64.

use super::BLOCK_TOKENS;
use std::f32::consts::LOG2_E;

/// Columns of a product that are summed side by side.
const LANES: usize = 16;

/// Memory of a thread that is used again by its next task.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// Set by the caller: one vector per query, scaled.
    pub(super) queries: Vec<f32>,
    /// Set by the caller: how many positions each query sees, never fewer than the one before it.
    pub(super) visible: Vec<usize>,
    /// The outcome: one vector per query.
    pub(super) mixed: Vec<f32>,
    scores: Vec<f32>,
    highest: Vec<f32>,
    total: Vec<f32>,
}

impl Scratch {
    /// `tiles`: keys (transposed) and values of each block, as far as the last query sees.
    pub(super) fn attend<'a>(
        &mut self,
        head_size: usize,
        tiles: impl Iterator<Item = (&'a [f32], &'a [f32])>,
    ) {
        let queries = self.visible.len();
        let last_visible = *self.visible.last().expect("a task has a query");
        refill(&mut self.mixed, queries * head_size, 0.0);
        refill(&mut self.highest, queries, f32::NEG_INFINITY);
        refill(&mut self.total, queries, 0.0);
        for (tile, (keys, values)) in tiles.enumerate() {
            let from = tile * BLOCK_TOKENS;
            let keys_seen = BLOCK_TOKENS.min(last_visible - from);
            // Queries that end before this tile have nothing to do with it.
            let first = self.visible.partition_point(|&visible| visible <= from);
            refill(&mut self.scores, (queries - first) * BLOCK_TOKENS, 0.0);
            let product = Product {
                left: &self.queries[first * head_size..],
                left_stride: head_size,
                right: keys,
                right_stride: BLOCK_TOKENS,
                columns: keys_seen.next_multiple_of(LANES),
            };
            product.add_to(&mut self.scores, BLOCK_TOKENS);
            for query in first..queries {
                let seen = keys_seen.min(self.visible[query] - from);
                let scores = &mut self.scores[(query - first) * BLOCK_TOKENS..][..keys_seen];
                let mixed = &mut self.mixed[query * head_size..][..head_size];
                let (highest, total) = (&mut self.highest[query], &mut self.total[query]);
                weigh(scores, seen, highest, total, mixed);
            }
            let product = Product {
                left: &self.scores,
                left_stride: BLOCK_TOKENS,
                right: &values[..keys_seen * head_size],
                right_stride: head_size,
                columns: head_size,
            };
            product.add_to(&mut self.mixed[first * head_size..], head_size);
        }
        for (mixed, total) in self.mixed.chunks_exact_mut(head_size).zip(&self.total) {
            let share = 1.0 / total;
            mixed.iter_mut().for_each(|value| *value *= share);
        }
    }
}

fn refill(values: &mut Vec<f32>, len: usize, value: f32) {
    values.clear();
    values.resize(len, value);
}

/// Turns the scores seen into weights and the others into zero, and what was summed before to the new scale.
fn weigh(scores: &mut [f32], seen: usize, highest: &mut f32, total: &mut f32, mixed: &mut [f32]) {
    let (scores, unseen) = scores.split_at_mut(seen);
    unseen.fill(0.0);
    let new_highest = scores.iter().fold(*highest, |most, &score| most.max(score));
    if new_highest > *highest {
        let fade = exp(*highest - new_highest);
        *total *= fade;
        mixed.iter_mut().for_each(|value| *value *= fade);
        *highest = new_highest;
    }
    for score in scores.iter_mut() {
        *score = exp(*score - new_highest);
    }
    *total += scores.iter().sum::<f32>();
}

/// `left` times `right`, both row-major; the rows of `right` are exactly as long as their stride.
#[derive(Clone, Copy, Debug)]
struct Product<'a> {
    left: &'a [f32],
    left_stride: usize,
    right: &'a [f32],
    right_stride: usize,
    columns: usize,
}

impl Product<'_> {
    fn add_to(&self, out: &mut [f32], out_stride: usize) {
        let left = self.left.chunks_exact(self.left_stride);
        let mut pairs = left.zip(out.chunks_exact_mut(out_stride));
        // Two rows share a pass over the right-hand side.
        while let Some(one) = pairs.next() {
            match pairs.next() {
                Some(other) => self.rows([one.0, other.0], [one.1, other.1]),
                None => self.rows([one.0], [one.1]),
            }
        }
    }

    #[inline(always)]
    fn rows<const ROWS: usize>(&self, left: [&[f32]; ROWS], mut out: [&mut [f32]; ROWS]) {
        let whole = self.columns - self.columns % LANES;
        for column in (0..whole).step_by(LANES) {
            let mut sums = [[0.0_f32; LANES]; ROWS];
            for (at, right) in self.right.chunks_exact(self.right_stride).enumerate() {
                let right = right[column..].first_chunk::<LANES>().expect("whole lanes are left");
                for (sums, left) in sums.iter_mut().zip(left) {
                    let factor = left[at];
                    for (sum, right) in sums.iter_mut().zip(right) {
                        *sum += factor * right;
                    }
                }
            }
            for (out, sums) in out.iter_mut().zip(sums) {
                for (out, sum) in out[column..].iter_mut().zip(sums) {
                    *out += sum;
                }
            }
        }
        for column in whole..self.columns {
            for (out, left) in out.iter_mut().zip(left) {
                let right = self.right.chunks_exact(self.right_stride);
                out[column] +=
                    right.zip(left).map(|(right, left)| left * right[column]).sum::<f32>();
            }
        }
    }
}

/// `e` to the power of `x`, which is not positive: within 2e-7 of it, relatively, and 0 below -87.
#[inline(always)]
fn exp(x: f32) -> f32 {
    // Adding 1.5 * 2^23 leaves the nearest whole number in the low bits.
    const ROUND: f32 = 12_582_912.0;
    // ln 2 in two parts, the first exact in few bits.
    const LN_2_HIGH: f32 = 0.693_359_4;
    const LN_2_LOW: f32 = -2.121_944_4e-4;
    let rounded = x * LOG2_E + ROUND;
    let whole = rounded - ROUND;
    let rest = x - whole * LN_2_HIGH - whole * LN_2_LOW;
    // The Cephes polynomial for e^rest in [-ln 2 / 2, ln 2 / 2].
    let mut power = 1.987_569_1e-4;
    for factor in [1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 5.0e-1] {
        power = power * rest + factor;
    }
    let power = power * rest * rest + rest + 1.0;
    let scale = f32::from_bits((rounded.to_bits() << 23).wrapping_add(127 << 23));
    if x < -87.0 { 0.0 } else { power * scale }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_close_all_the_way_down() {
        for step in 0..87_000 {
            let x = -(step as f32) / 1000.0;
            let exact = f64::from(x).exp();
            assert!((f64::from(exp(x)) - exact).abs() <= 2e-7 * exact, "exp({x}) is {}", exp(x));
        }
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(-88.0), 0.0);
        assert_eq!(exp(f32::NEG_INFINITY), 0.0);
        assert!(exp(f32::NAN).is_nan());
    }
}
