//! Attention as the textbook has it: slow, in f64, over vectors made from seeds.

use crate::attention::{AttendError, Inputs, KvPool, KvShape, Projections, Rotary};
use crate::model::Sequence;
use proptest::prelude::*;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The node that a test computes; it is the second of two layers.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) kv_heads: usize,
    pub(crate) group: usize,
    pub(crate) head_size: usize,
    pub(crate) rotary_width: Option<usize>,
    pub(crate) interleaved: bool,
    pub(crate) scale: f32,
    pub(crate) packed: bool,
    pub(super) caches: Caches,
}

#[derive(Clone, Default)]
pub(super) struct Caches {
    cos: Vec<f32>,
    sin: Vec<f32>,
}

impl fmt::Debug for Caches {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Caches of {} values", self.cos.len())
    }
}

const LAYER: usize = 1;

pub(crate) fn case() -> impl Strategy<Value = Case> {
    let shape = (1..4_usize, 1..6_usize, 1..40_usize);
    (shape, any::<[bool; 3]>(), 0..100_usize, prop_oneof![Just(0.0_f32), 0.1..2.0_f32]).prop_map(
        |((kv_heads, group, head_size), [rotary, interleaved, packed], percent, scale)| {
            let plain = Case::plain(kv_heads, group, head_size);
            let case = Case { interleaved, scale, packed, ..plain };
            match head_size {
                2.. if rotary => case.turning(head_size / 2 * percent / 100 + 1, 1200),
                _ => case,
            }
        },
    )
}

impl Case {
    pub(crate) fn plain(kv_heads: usize, group: usize, head_size: usize) -> Self {
        let (rotary_width, interleaved, packed, scale) = (None, false, true, 0.0);
        let caches = Caches::default();
        Self { kv_heads, group, head_size, rotary_width, interleaved, scale, packed, caches }
    }

    #[expect(clippy::cast_possible_truncation, reason = "a cosine is near one in f32")]
    pub(crate) fn turning(self, width: usize, positions: usize) -> Self {
        let cache = |turn: fn(f64) -> f64| {
            let angles = (0..positions).flat_map(|at| (0..width).map(move |i| angle(at, i)));
            angles.map(|angle| turn(angle) as f32).collect()
        };
        let caches = Caches { cos: cache(f64::cos), sin: cache(f64::sin) };
        Self { rotary_width: Some(width), caches, ..self }
    }

    pub(crate) fn pool(&self, blocks_max: usize) -> KvPool {
        KvPool::new(KvShape::new(2, self.kv_heads, self.head_size).unwrap(), blocks_max)
    }

    fn heads(&self) -> usize {
        self.kv_heads * self.group
    }

    /// Row by row: the sequence, how much of it was read before, and all that it has read with this step.
    pub(crate) fn attend(&self, pool: &KvPool, step: &[(Sequence, usize, Vec<u64>)]) -> Vec<f32> {
        let (mut rows, mut tokens) = (Vec::new(), Vec::new());
        for (sequence, past, read) in step {
            let new = &read[*past..];
            let [past, start, len] =
                [*past, tokens.len(), new.len()].map(|n| i32::try_from(n).unwrap());
            rows.extend([i32::from(*sequence), past, start, len, -1]);
            tokens.extend_from_slice(new);
        }
        self.try_attend(pool, &rows, &tokens).unwrap()
    }

    pub(crate) fn try_attend(
        &self,
        pool: &KvPool,
        rows: &[i32],
        tokens: &[u64],
    ) -> Result<Vec<f32>, AttendError> {
        let (q, k, v) = (0..self.heads(), 0..self.kv_heads, 0..self.kv_heads);
        let part = |token: u64, what, heads: std::ops::Range<usize>| {
            heads.flat_map(move |head| self.vector(token, what, head)).collect::<Vec<f32>>()
        };
        let mut parts = [const { Vec::new() }; 3];
        let mut packed = Vec::new();
        for &token in tokens {
            for (at, heads) in [&q, &k, &v].into_iter().enumerate() {
                let part = part(token, at, heads.clone());
                packed.extend_from_slice(&part);
                parts[at].extend(part);
            }
        }
        let (heads, kv_heads, size) = (self.heads(), self.kv_heads, self.head_size);
        let projections = if self.packed {
            Projections::packed(&packed, tokens.len(), heads, kv_heads, size)?
        } else {
            let parts = [0, 1, 2].map(|at: usize| parts[at].as_slice());
            Projections::separate(parts, tokens.len(), heads, kv_heads, size)?
        };
        let Caches { cos, sin } = &self.caches;
        let rotary = self
            .rotary_width
            .map(|width| Rotary::new(cos, sin, width, self.interleaved, self.head_size));
        let inputs =
            Inputs { tokens: tokens.len(), projections, rotary: rotary.transpose()?, rows };
        let mut out = vec![f32::NAN; tokens.len() * heads * size];
        let attention = pool.attention(LAYER, heads, self.scale)?;
        pool.attend(attention, &inputs, &on_threads, &mut out)?;
        Ok(out)
    }

    /// Reads all of `read` in chunks of these lengths.
    pub(crate) fn read_in_chunks(
        &self,
        pool: &KvPool,
        sequence: Sequence,
        read: &[u64],
        chunks: &[usize],
    ) -> Vec<f32> {
        pool.open(sequence);
        let mut out = Vec::new();
        let mut past = 0;
        for len in chunks {
            pool.reserve(sequence, past + len).unwrap();
            out.extend(self.attend(pool, &[(sequence, past, read[..past + len].to_vec())]));
            past += len;
        }
        assert_eq!(past, read.len());
        out
    }

    pub(crate) fn expect(&self, step: &[(Sequence, usize, Vec<u64>)], out: &[f32]) {
        let mut out = out.chunks_exact(self.head_size);
        for (sequence, past, read) in step {
            for position in *past..read.len() {
                for head in 0..self.heads() {
                    let want = self.mixed(&read[..=position], head);
                    for (got, want) in out.next().unwrap().iter().zip(want) {
                        let far = (f64::from(*got) - want).abs();
                        assert!(far < 1e-4, "{sequence} at {position}: {got} for {want}, {self:?}");
                    }
                }
            }
        }
        assert!(out.next().is_none());
    }

    /// What the last of `read` gets from all of them.
    fn mixed(&self, read: &[u64], head: usize) -> Vec<f64> {
        let kv_head = head / self.group;
        let last = read.len() - 1;
        let query = self.turned(read[last], 0, head, last);
        let scale = match self.scale {
            0.0 => 1.0 / (self.head_size as f64).sqrt(),
            scale => f64::from(scale),
        };
        let scores: Vec<f64> = (0..)
            .zip(read)
            .map(|(position, &token)| {
                let key = self.turned(token, 1, kv_head, position);
                scale * query.iter().zip(key).map(|(q, k)| q * k).sum::<f64>()
            })
            .collect();
        let highest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = scores.iter().map(|score| (score - highest).exp()).sum();
        let mut mixed = vec![0.0; self.head_size];
        for (&token, score) in read.iter().zip(scores) {
            let weight = (score - highest).exp() / total;
            for (mixed, value) in mixed.iter_mut().zip(self.vector(token, 2, kv_head)) {
                *mixed += weight * f64::from(value);
            }
        }
        mixed
    }

    fn turned(&self, token: u64, what: usize, head: usize, position: usize) -> Vec<f64> {
        let vector: Vec<f64> = self.vector(token, what, head).map(f64::from).collect();
        let mut turned = vector.clone();
        let width = self.rotary_width.unwrap_or(0);
        for pair in 0..width {
            let (a, b) =
                if self.interleaved { (2 * pair, 2 * pair + 1) } else { (pair, pair + width) };
            let (sin, cos) = angle(position, pair).sin_cos();
            turned[a] = vector[a] * cos - vector[b] * sin;
            turned[b] = vector[b] * cos + vector[a] * sin;
        }
        turned
    }

    /// The query (0), key (1) or value (2) of a token before it is turned.
    fn vector(&self, token: u64, what: usize, head: usize) -> impl Iterator<Item = f32> {
        let mut state = (token << 20 | (what as u64) << 16 | head as u64)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            | 1;
        let values = std::iter::repeat_with(move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 40) as f32 / (1 << 23) as f32 - 1.0
        });
        values.skip(2).take(self.head_size)
    }
}

fn angle(position: usize, pair: usize) -> f64 {
    position as f64 / 50_f64.powf(pair as f64 / 8.0)
}

fn on_threads(tasks: usize, task: &(dyn Fn(usize) + Sync)) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= tasks {
                        break;
                    }
                    task(tasks - 1 - at);
                }
            });
        }
    });
}
