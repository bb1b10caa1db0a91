//! What the loop asks of a loaded model. A model owns its sequences (their keys and values, or a script);
//! which sequences run, and what is drawn from the logits, is decided by the loop.

use edge_api::worker::{Capabilities, Prompt, Refusal, Start};
use std::fmt::Debug;
use std::time::Duration;

/// A place for one sequence, below the model's `rows_max`.
pub(crate) type Sequence = u16;

pub(crate) trait Model: Debug + Send {
    fn capabilities(&self) -> Capabilities;

    fn vocabulary(&self) -> u32;

    /// The tokens that end an answer.
    fn end_tokens(&self) -> &[u32];

    fn token_bytes(&self, token: u32) -> &[u8];

    /// The same for the first token of an answer to messages that has any: some tokenizers put a blank in
    /// front of it.
    fn first_token_bytes(&self, token: u32) -> &[u8] {
        self.token_bytes(token)
    }

    /// May refuse a prompt that is too long with fewer tokens than it has, without having counted them all.
    fn encode(&self, prompt: &Prompt) -> Result<Vec<u32>, Refusal>;

    /// How many prompt tokens a step may read without taking longer than `step` for them; at least 1.
    fn prefill_tokens_max(&self, step: Duration) -> usize;

    /// Begins an empty sequence for `start`.
    fn open(&mut self, sequence: Sequence, start: &Start);

    /// Makes `to` a copy of `from`.
    fn fork(&mut self, from: Sequence, to: Sequence);

    fn close(&mut self, sequence: Sequence);

    /// Reads the batch's tokens and leaves one row of logits per `logits_indices`. Returns how long the
    /// step is meant to take: a simulated model has a pace, one that computes returns zero.
    fn step(&mut self, batch: &Batch, logits: &mut Logits) -> Result<Duration, StepFailure>;
}

/// The rows of a step that came to nothing; the others are good. Where such a row wanted logits there are
/// some, without a meaning. Its sequence can only be closed.
#[derive(Debug, thiserror::Error)]
#[error("{} of the step's rows failed: {}", rows.len(), rows.first().map_or("", |row| &row.reason))]
pub(crate) struct StepFailure {
    pub(crate) rows: Vec<RowFailure>,
}

#[derive(Debug)]
pub(crate) struct RowFailure {
    pub(crate) sequence: Sequence,
    pub(crate) reason: String,
}

impl StepFailure {
    /// Of the whole batch.
    pub(crate) fn of_all(batch: &Batch, reason: &str) -> Self {
        let failed =
            |row: &BatchRow| RowFailure { sequence: row.sequence, reason: reason.to_owned() };
        Self { rows: batch.rows.iter().map(failed).collect() }
    }
}

/// All that one step computes: sequences side by side, each with the tokens it goes on by.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub(crate) tokens: Vec<u32>,
    pub(crate) rows: Vec<BatchRow>,
    /// Places in `tokens`, ascending, whose logits are wanted: always a row's last.
    pub(crate) logits_indices: Vec<usize>,
}

#[derive(Debug)]
pub(crate) struct BatchRow {
    pub(crate) sequence: Sequence,
    /// How many tokens the sequence has already read.
    pub(crate) past: usize,
    pub(crate) q_start: usize,
    pub(crate) q_len: usize,
}

impl Batch {
    pub(crate) fn clear(&mut self) {
        self.tokens.clear();
        self.rows.clear();
        self.logits_indices.clear();
    }

    pub(crate) fn push(
        &mut self,
        sequence: Sequence,
        past: usize,
        tokens: &[u32],
        wants_logits: bool,
    ) {
        let q_start = self.tokens.len();
        self.tokens.extend_from_slice(tokens);
        self.rows.push(BatchRow { sequence, past, q_start, q_len: tokens.len() });
        if wants_logits {
            self.logits_indices.push(self.tokens.len() - 1);
        }
    }
}

/// One row of scores over the vocabulary per index asked for; its memory is kept from step to step.
#[derive(Debug)]
pub(crate) struct Logits {
    vocabulary: usize,
    values: Vec<f32>,
}

impl Logits {
    pub(crate) fn new(vocabulary: u32) -> Self {
        let vocabulary = usize::try_from(vocabulary).expect("a vocabulary fits the memory");
        Self { vocabulary, values: Vec::new() }
    }

    pub(crate) fn clear(&mut self) {
        self.values.clear();
    }

    pub(crate) fn push(&mut self, row: &[f32]) -> &mut [f32] {
        assert_eq!(row.len(), self.vocabulary, "a row of logits covers the vocabulary");
        let start = self.values.len();
        self.values.extend_from_slice(row);
        &mut self.values[start..]
    }

    pub(crate) fn row(&self, index: usize) -> &[f32] {
        &self.values[index * self.vocabulary..][..self.vocabulary]
    }
}
