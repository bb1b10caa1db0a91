//! Choosing a row's next token from the model's logits.
//!
//! The sampler owns what it has drawn so far: the counts that the penalties need and the position that,
//! with the seed and the choice, is all its randomness. It never asks for entropy: the same arguments and
//! logits give the same tokens. It does not know which token ends an answer.

#[cfg(test)]
mod tests;

use edge_api::worker::Sampling;

/// Weights are summed in single precision within a block and in double precision over blocks.
const BLOCK_TOKENS: usize = 64;

#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    pub token: u32,
    pub logprobs: Option<Logprobs>,
}

/// Natural logarithms of the model's own probabilities: before penalties, bias, temperature and filters.
#[derive(Clone, Debug, PartialEq)]
pub struct Logprobs {
    pub chosen: f32,
    /// The most likely tokens, most likely first.
    pub top: Vec<(u32, f32)>,
}

#[derive(Clone, Debug)]
pub struct Sampler {
    params: Sampling,
    choice: u16,
    position: u64,
    /// Each drawn token once, ordered by id, and how often it was drawn; empty without a penalty.
    drawn: Vec<(u32, u32)>,
    /// Scratch of one draw, kept for the next: the logits, then the weights made of them.
    scores: Vec<f32>,
    /// Scratch of one draw, kept for the next: token ids, likeliest first.
    ranking: Vec<u32>,
}

impl Sampler {
    /// Choice `i` of a call draws from the stream `(params.seed, i)`.
    pub fn new(params: &Sampling, choice: u16) -> Self {
        Self {
            params: params.clone(),
            choice,
            position: 0,
            drawn: Vec::new(),
            scores: Vec::new(),
            ranking: Vec::new(),
        }
    }

    /// Draws the next token; with `top`, also reports how likely it and the `top` likeliest were.
    pub fn draw(&mut self, logits: &[f32], top: Option<u8>) -> Draw {
        assert!(!logits.is_empty(), "a model has at least one token");
        self.scores.clear();
        self.scores.extend_from_slice(logits);
        self.penalise();
        self.bias();
        let token = self.choose();
        self.remember(token);
        let logprobs = top.map(|top| logprobs(logits, token, usize::from(top)));
        Draw { token: token_id(token), logprobs }
    }

    fn has_penalty(&self) -> bool {
        self.params.repetition_penalty != 1.0
            || self.params.presence_penalty != 0.0
            || self.params.frequency_penalty != 0.0
    }

    fn remember(&mut self, token: usize) {
        self.position += 1;
        if self.has_penalty() {
            let id = token_id(token);
            match self.drawn.binary_search_by_key(&id, |(id, _)| *id) {
                Ok(at) => self.drawn[at].1 += 1,
                Err(at) => self.drawn.insert(at, (id, 1)),
            }
        }
    }

    fn penalise(&mut self) {
        let Sampling { repetition_penalty, presence_penalty, frequency_penalty, .. } = self.params;
        for &(id, count) in &self.drawn {
            if let Some(score) = self.scores.get_mut(id as usize) {
                if *score > 0.0 {
                    *score /= repetition_penalty;
                } else {
                    *score *= repetition_penalty;
                }
                *score -= presence_penalty + frequency_penalty * count as f32;
            }
        }
    }

    fn bias(&mut self) {
        for &(id, bias) in &self.params.logit_bias {
            if let Some(score) = self.scores.get_mut(id as usize) {
                *score += bias;
            }
        }
    }

    fn choose(&mut self) -> usize {
        let highest = reduce(&self.scores, f32::NEG_INFINITY, |a, b| if b > a { b } else { a });
        // Without a finite highest score there is no distribution: every token is banned, or the model
        // gave infinities.
        if self.params.temperature <= 0.0 || !highest.is_finite() {
            return likeliest(&self.scores);
        }
        let scale = self.params.temperature.recip().min(f32::MAX);
        for score in &mut self.scores {
            *score = exp((*score - highest) * scale);
        }
        self.keep_likeliest();
        let min_p = self.params.min_p;
        if min_p > 0.0 {
            // The likeliest token's weight is 1.
            for weight in self.scores.iter_mut().filter(|weight| **weight < min_p) {
                *weight = 0.0;
            }
        }
        pick(&self.scores, uniform(self.params.seed, self.choice, self.position))
    }

    /// Applies `top_k`, then `top_p`, by setting the weights of all other tokens to 0.
    fn keep_likeliest(&mut self) {
        let Sampling { top_k, top_p, .. } = self.params;
        let weights = &mut self.scores;
        let top_k = usize::try_from(top_k).unwrap_or(usize::MAX);
        let cuts_k = top_k > 0 && top_k < weights.len();
        if !cuts_k && top_p >= 1.0 {
            return;
        }
        self.ranking.clear();
        self.ranking.extend((0..).zip(weights.iter()).map(|(id, _)| id));
        let mut kept = weights.len();
        if cuts_k {
            kept = top_k;
            self.ranking.select_nth_unstable_by(kept - 1, |a, b| likelier(weights, *a, *b));
        }
        if top_p < 1.0 {
            kept = nucleus(&mut self.ranking[..kept], weights, top_p);
        }
        for id in &self.ranking[kept..] {
            weights[*id as usize] = 0.0;
        }
    }
}

/// How many of the likeliest tokens it takes to reach the share `top_p` of the weight in `ranking`;
/// leaves these at its front. Sorts stretch by stretch, because a few tokens are most often enough.
fn nucleus(ranking: &mut [u32], weights: &[f32], top_p: f32) -> usize {
    let weight = |id: &u32| f64::from(weights[*id as usize]);
    let goal = f64::from(top_p) * ranking.iter().map(weight).sum::<f64>();
    let mut reached = 0.0;
    let mut sorted = 0;
    while sorted < ranking.len() {
        let end = (sorted * 4).max(BLOCK_TOKENS).min(ranking.len());
        let stretch = &mut ranking[sorted..];
        stretch.select_nth_unstable_by(end - sorted - 1, |a, b| likelier(weights, *a, *b));
        stretch[..end - sorted].sort_unstable_by(|a, b| likelier(weights, *a, *b));
        for (at, id) in ranking.iter().enumerate().take(end).skip(sorted) {
            reached += weight(id);
            if reached >= goal {
                return at + 1;
            }
        }
        sorted = end;
    }
    ranking.len()
}

/// The likelier token comes first; of two equally likely ones the lower id.
fn likelier(weights: &[f32], a: u32, b: u32) -> std::cmp::Ordering {
    weights[b as usize].total_cmp(&weights[a as usize]).then(a.cmp(&b))
}

fn likeliest(scores: &[f32]) -> usize {
    let mut best = (0, f32::NEG_INFINITY);
    for (id, &score) in scores.iter().enumerate() {
        if score > best.1 {
            best = (id, score);
        }
    }
    best.0
}

/// The token under the point `share` (in `[0, 1)`) of the weights laid end to end.
fn pick(weights: &[f32], share: f64) -> usize {
    let sum = |block: &[f32]| f64::from(reduce(block, 0.0, |a, b| a + b));
    let mut left = share * weights.chunks(BLOCK_TOKENS).map(sum).sum::<f64>();
    let mut last = 0;
    for (at, block) in weights.chunks(BLOCK_TOKENS).enumerate() {
        let weight = sum(block);
        if weight <= left {
            left -= weight;
            continue;
        }
        for (offset, &weight) in block.iter().enumerate() {
            if weight > 0.0 {
                last = at * BLOCK_TOKENS + offset;
                left -= f64::from(weight);
                if left < 0.0 {
                    return last;
                }
            }
        }
    }
    // Rounding can leave the point a hair past the end.
    last
}

fn logprobs(logits: &[f32], chosen: usize, top: usize) -> Logprobs {
    let highest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f64 = logits.iter().map(|logit| f64::from(logit - highest).exp()).sum();
    let logprob = |id: usize| narrow(f64::from(logits[id] - highest) - sum.ln());
    let mut best: Vec<usize> = Vec::with_capacity(top + 1);
    for (id, logit) in logits.iter().enumerate() {
        let rank = best.partition_point(|other| logits[*other] >= *logit);
        if rank < top {
            best.insert(rank, id);
            best.truncate(top);
        }
    }
    let top = best.into_iter().map(|id| (token_id(id), logprob(id))).collect();
    Logprobs { chosen: logprob(chosen), top }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a logarithm needs no more than single precision"
)]
fn narrow(value: f64) -> f32 {
    value as f32
}

fn token_id(index: usize) -> u32 {
    u32::try_from(index).expect("a vocabulary has fewer than 2^32 tokens")
}

/// Folds in eight lanes: the compiler may not reorder floating-point operations by itself.
fn reduce(values: &[f32], start: f32, op: impl Fn(f32, f32) -> f32) -> f32 {
    let mut lanes = [start; 8];
    let mut chunks = values.chunks_exact(lanes.len());
    for chunk in &mut chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane = op(*lane, *value);
        }
    }
    chunks.remainder().iter().chain(&lanes).fold(start, |a, b| op(a, *b))
}

/// `e^x` for `x <= 0` to five digits or better, exact at 0, and 0 below the normal numbers and for NaN.
/// Unlike the library's it has no branch, so that the compiler takes several at once.
fn exp(x: f32) -> f32 {
    const LOWEST: f32 = -87.0;
    // Adding 1.5 * 2^23 leaves the nearest whole number in the low bits.
    const TO_WHOLE: f32 = 12_582_912.0;
    // The Taylor series of 2^x: powers of its logarithm over factorials.
    const SERIES: [f32; 7] = [
        1.0,
        std::f32::consts::LN_2,
        0.240_226_5,
        0.055_504_11,
        0.009_618_13,
        0.001_333_36,
        0.000_154_035,
    ];
    let bounded = if x > LOWEST { x } else { LOWEST };
    let power = bounded * std::f32::consts::LOG2_E;
    let whole = power + TO_WHOLE;
    let fraction = power - (whole - TO_WHOLE);
    let root = SERIES.iter().rev().fold(0.0, |sum, term| sum * fraction + term);
    let value = f32::from_bits(root.to_bits().wrapping_add(whole.to_bits() << 23));
    if x >= LOWEST { value } else { 0.0 }
}

/// The random number in `[0, 1)` at one position of the stream `(seed, choice)`.
fn uniform(seed: u64, choice: u16, position: u64) -> f64 {
    let stream = mix(mix(seed).wrapping_add(u64::from(choice)));
    let bits = mix(stream.wrapping_add(position));
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

/// One output of SplitMix64 at state `x`.
fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}
