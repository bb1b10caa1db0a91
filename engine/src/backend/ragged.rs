//! Any number of rows, each with any number of tokens, in one run: for graphs whose attention is ours.
//!
//! `Ragged` owns which positions of its sequences are in the pool; the session it drives has the weights, and
//! reads and writes the pool through its operators. A step that fails leaves its rows with nothing to go on from.

use super::speech::Speech;
use crate::attention::{KvPool, PoolFull, ROW_COLUMNS};
use crate::model::{Batch, BatchRow, Logits, Model, Sequence, StepFailure};
use edge_api::worker::{Capabilities, Prompt, Refusal, Start};
use std::fmt::Debug;
use std::sync::Arc;
use std::time::{Duration, Instant};

const PREFILL_TOKENS_START: usize = 128;
const PREFILL_TOKENS_MAX: usize = 512;
/// So many chunks far shorter than the measured one are not taken as a measure of longer ones.
const SHORT_CHUNKS_MAX: u8 = 8;
/// In a row's column for it: the model itself.
const NO_ADAPTER: i32 = -1;

/// A session of a ragged graph.
pub(crate) trait Steps: Debug + Send {
    /// Runs `feeds` through the graph and puts the logits in `out`, one row of the vocabulary per index.
    fn run(&mut self, feeds: &Feeds<'_>, out: &mut Vec<f32>) -> Result<(), RunError>;
}

/// What a ragged graph is fed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Feeds<'a> {
    /// `input_ids [1, T]`
    pub(crate) tokens: &'a [i64],
    /// `rows [n, 5]`
    pub(crate) rows: &'a [i32],
    /// `position_ids [1, T]`
    pub(crate) positions: Option<&'a [i64]>,
    /// `logits_indices [m]`, never empty.
    pub(crate) logits_indices: &'a [i64],
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum RunError {
    #[error("the run failed: {reason}")]
    Failed { reason: String },
    #[error("logits has the shape {shape:?}, not [1, {rows}, the vocabulary]")]
    Shape { shape: Vec<i64>, rows: usize },
    #[error("there are {values} logits, not {rows} times the vocabulary of {vocabulary}")]
    Logits { values: usize, rows: usize, vocabulary: usize },
    #[error(transparent)]
    PoolFull(#[from] PoolFull),
}

#[derive(Debug)]
pub(crate) struct Ragged {
    session: Box<dyn Steps>,
    pool: Arc<KvPool>,
    speech: Box<dyn Speech>,
    capabilities: Capabilities,
    vocabulary: u32,
    takes_positions: bool,
    pace: Pace,
    tokens: Vec<i64>,
    rows: Vec<i32>,
    positions: Vec<i64>,
    logits_indices: Vec<i64>,
    scores: Vec<f32>,
}

impl Ragged {
    /// `vocabulary`: how many tokens the graph scores. `takes_positions`: it has `position_ids`.
    pub(crate) fn new(
        session: Box<dyn Steps>,
        pool: Arc<KvPool>,
        speech: Box<dyn Speech>,
        capabilities: Capabilities,
        vocabulary: u32,
        takes_positions: bool,
    ) -> Self {
        Self {
            session,
            pool,
            speech,
            capabilities,
            vocabulary,
            takes_positions,
            pace: Pace::default(),
            tokens: Vec::new(),
            rows: Vec::new(),
            positions: Vec::new(),
            logits_indices: Vec::new(),
            scores: Vec::new(),
        }
    }

    /// Makes the pool ready for what the batch's rows will write.
    fn reserve(&self, batch: &Batch) -> Result<(), PoolFull> {
        for row in &batch.rows {
            let read = self.pool.len(row.sequence);
            assert!(row.past <= read, "a row goes on from what it has read");
            if row.past < read {
                self.pool.rewind(row.sequence, row.past);
            }
            self.pool.reserve(row.sequence, row.past + row.q_len)?;
        }
        Ok(())
    }

    fn feed(&mut self, batch: &Batch) {
        self.tokens.clear();
        self.tokens.extend(batch.tokens.iter().map(|&token| i64::from(token)));
        self.rows.clear();
        self.positions.clear();
        for row in &batch.rows {
            let BatchRow { sequence, past, q_start, q_len } = *row;
            let [past, start, len] = [past, q_start, q_len]
                .map(|count| i32::try_from(count).expect("a context is shorter than 2^31 tokens"));
            let row: [i32; ROW_COLUMNS] = [sequence.into(), past, start, len, NO_ADAPTER];
            self.rows.extend(row);
            self.positions.extend((past..past + len).map(i64::from));
        }
        self.logits_indices.clear();
        self.logits_indices.extend(
            batch
                .logits_indices
                .iter()
                .map(|&index| i64::try_from(index).expect("a batch is shorter than 2^63 tokens")),
        );
        if self.logits_indices.is_empty() {
            // A head that scores nothing is a shape that graphs are not made for.
            self.logits_indices.push(0);
        }
    }

    fn try_step(&mut self, batch: &Batch, logits: &mut Logits) -> Result<(), RunError> {
        logits.clear();
        if batch.tokens.is_empty() {
            return Ok(());
        }
        self.reserve(batch)?;
        self.feed(batch);
        let feeds = Feeds {
            tokens: &self.tokens,
            rows: &self.rows,
            positions: self.takes_positions.then_some(self.positions.as_slice()),
            logits_indices: &self.logits_indices,
        };
        let since = Instant::now();
        self.session.run(&feeds, &mut self.scores)?;
        self.pace.measure(prefilled(batch), since.elapsed());

        let vocabulary = self.vocabulary as usize;
        let (values, rows) = (self.scores.len(), self.logits_indices.len());
        if values != rows * vocabulary {
            return Err(RunError::Logits { values, rows, vocabulary });
        }
        let wanted = batch.logits_indices.len() * vocabulary;
        for row in self.scores[..wanted].chunks_exact(vocabulary) {
            logits.push(row);
        }
        Ok(())
    }
}

/// How many of the batch's tokens are read from prompts: a row that writes has one token and wants its logits.
fn prefilled(batch: &Batch) -> usize {
    let mut wanted = batch.logits_indices.iter().peekable();
    let prompts = batch.rows.iter().filter(|row| {
        let last = row.q_start + row.q_len - 1;
        let complete = wanted.next_if(|&&index| index == last).is_some();
        row.q_len > 1 || !complete
    });
    prompts.map(|row| row.q_len).sum()
}

impl Model for Ragged {
    fn capabilities(&self) -> Capabilities {
        self.capabilities.clone()
    }

    fn vocabulary(&self) -> u32 {
        self.vocabulary
    }

    fn end_tokens(&self) -> &[u32] {
        self.speech.end_tokens()
    }

    fn token_bytes(&self, token: u32) -> &[u8] {
        self.speech.token_bytes(token)
    }

    fn first_token_bytes(&self, token: u32) -> &[u8] {
        self.speech.first_token_bytes(token)
    }

    fn encode(&self, prompt: &Prompt) -> Result<Vec<u32>, Refusal> {
        let tokens = self.speech.encode(prompt)?;
        let vocabulary = self.vocabulary;
        match tokens.iter().find(|token| **token >= vocabulary) {
            Some(&token) => Err(Refusal::TokenOutOfRange { token, vocabulary }),
            None => Ok(tokens),
        }
    }

    fn prefill_tokens_max(&self, step: Duration) -> usize {
        self.pace.tokens_max(step)
    }

    fn open(&mut self, sequence: Sequence, _start: &Start) {
        self.pool.open(sequence);
    }

    fn fork(&mut self, from: Sequence, to: Sequence) {
        self.pool.fork(from, to);
    }

    fn close(&mut self, sequence: Sequence) {
        self.pool.close(sequence);
    }

    fn step(&mut self, batch: &Batch, logits: &mut Logits) -> Result<Duration, StepFailure> {
        match self.try_step(batch, logits) {
            Ok(()) => Ok(Duration::ZERO),
            Err(error) => Err(StepFailure::of_all(batch, &error.to_string())),
        }
    }
}

/// How long a step takes that reads a chunk of a prompt: the last one measured. A chunk that takes too long
/// makes the next one shorter and one that takes too little a longer one, so they settle where a step,
/// whatever else is in it, takes as long as it may.
#[derive(Debug, Default)]
struct Pace {
    measured: Option<(usize, Duration)>,
    short_chunks: u8,
}

impl Pace {
    fn measure(&mut self, tokens: usize, took: Duration) {
        if tokens == 0 {
            return;
        }
        // The end of a prompt costs more per token than a whole chunk would.
        let short = self.measured.is_some_and(|(measured, _)| tokens < measured / 2);
        if short && self.short_chunks < SHORT_CHUNKS_MAX {
            self.short_chunks += 1;
            return;
        }
        self.short_chunks = 0;
        self.measured = Some((tokens, took));
    }

    fn tokens_max(&self, step: Duration) -> usize {
        let Some((tokens, took)) = self.measured else {
            return PREFILL_TOKENS_START;
        };
        let per_token = took / u32::try_from(tokens).unwrap_or(u32::MAX);
        let fit = step.as_nanos() / per_token.as_nanos().max(1);
        usize::try_from(fit).unwrap_or(PREFILL_TOKENS_MAX).clamp(1, PREFILL_TOKENS_MAX)
    }
}

#[cfg(test)]
mod tests;
