//! How much a request may ask for. Each bound is named in the message of the refusal it causes.

pub use edge_api::name::NAME_BYTES_MAX;

use std::ops::RangeInclusive;

/// Levels of objects and arrays inside each other, the body itself being the first.
pub const JSON_DEPTH_MAX: usize = 64;
/// Objects and arrays in one body. An empty one costs two bytes to send and hundreds to hold, so the
/// limit on the body alone would not bound memory. Of other values few are kept (`edge_api::openai`).
pub const JSON_CONTAINERS_MAX: usize = 32_768;

/// `model`: longer than any name, so that a wrong one is told as unknown and not as malformed.
pub const MODEL_BYTES_MAX: usize = 256;

pub const MESSAGES: RangeInclusive<usize> = 1..=1024;
pub const PROMPTS_MAX: usize = 1;
pub const CHOICES: RangeInclusive<i64> = 1..=16;
pub const MAX_TOKENS: RangeInclusive<i64> = 1..=10_000_000;
pub const DEADLINE_MS: RangeInclusive<u64> = 1..=86_400_000;

pub const STOP_STRINGS: RangeInclusive<usize> = 1..=4;
pub const STOP_BYTES: RangeInclusive<usize> = 1..=256;

pub const CHAT_TOP_LOGPROBS: RangeInclusive<i64> = 0..=20;
pub const COMPLETION_LOGPROBS: RangeInclusive<i64> = 0..=5;

pub const TEMPERATURE: RangeInclusive<f64> = 0.0..=2.0;
/// Above 0: no token at all would be left.
pub const TOP_P_MAX: f64 = 1.0;
/// 0 and -1 both mean off.
pub const TOP_K: RangeInclusive<i64> = -1..=1_000_000;
pub const MIN_P: RangeInclusive<f64> = 0.0..=1.0;
pub const PRESENCE_PENALTY: RangeInclusive<f64> = -2.0..=2.0;
pub const FREQUENCY_PENALTY: RangeInclusive<f64> = -2.0..=2.0;
pub const REPETITION_PENALTY: RangeInclusive<f64> = 0.01..=10.0;
pub const LOGIT_BIAS_ENTRIES_MAX: usize = 1024;
pub const LOGIT_BIAS: RangeInclusive<f64> = -100.0..=100.0;
