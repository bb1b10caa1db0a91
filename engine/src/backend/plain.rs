//! The backend for any decoder graph, by its signature: one row after another, each with keys and values
//! of its own that the graph takes in and gives back grown. No prefix is shared but between the choices of
//! a call, and no tensor is ever changed once a sequence holds it.

mod pace;
mod signature;
#[cfg(test)]
mod tests;

pub(crate) use signature::{Cache, Port, Scores, Signature};

use super::speech::Speech;
use crate::loads::broken;
use crate::model::{Batch, BatchRow, Logits, Model, RowFailure, Sequence, StepFailure};
use crate::ort::{RunError, Session, Value, one_line};
use edge_api::worker::{Capabilities, LoadFailure, Prompt, Refusal, Start};
use pace::Pace;
use signature::Places;
use std::fmt::Debug;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How many tokens are read in two ways before a graph is trusted with a prompt.
const TRIAL_TOKENS: usize = 8;
/// How far apart the two may be, see `distance`. Rounding to eight bits comes to less than 0.08, a position
/// that sees what comes after it to more than 0.14.
const TRIAL_DISTANCE_MAX: f32 = 0.1;
const ONE_BY_ONE: &str = "its prompts are read one token after another, because its graph lets a token \
    see those that come after it";

#[derive(Debug)]
pub(crate) struct Plain {
    sequences: Vec<Option<State>>,
    /// A sequence that has read nothing.
    empty: State,
    session: Session,
    signature: Signature,
    places: Places,
    reading: Reading,
    speech: Box<dyn Speech>,
    capabilities: Capabilities,
    pace: Pace,
    /// The scores of one row, kept for their memory.
    scores: Vec<f32>,
}

/// What one sequence has read. A copy shares the tensors.
#[derive(Clone, Debug)]
struct State {
    past: usize,
    caches: Arc<[Value]>,
}

/// How several tokens of a prompt may be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    Together,
    /// The graph lets a token see those after it, if they come together and not first.
    OneByOne,
}

impl Plain {
    /// `capabilities` says what the caller has found out: rows, context, digest, runtime and why it is not
    /// a better backend; where it runs is filled in here. Tries the graph once, in two ways.
    pub(crate) fn new(
        session: Session,
        signature: Signature,
        speech: Box<dyn Speech>,
        capabilities: Capabilities,
    ) -> Result<Self, LoadFailure> {
        // A name may be of any length.
        let places = signature.places(&session).map_err(|reason| broken(one_line(&reason)))?;
        let empty = signature.empty().map_err(|error| broken(error.to_string()))?;
        let capabilities = Capabilities {
            engine: "ort".to_owned(),
            backend: "plain".to_owned(),
            provider: session.provider().as_str().to_owned(),
            provider_reason: session.provider_reason().map(str::to_owned),
            placement: session.placement().to_vec(),
            ..capabilities
        };
        let mut plain = Self {
            sequences: vec![None; usize::from(capabilities.rows_max)],
            empty: State { past: 0, caches: empty.into() },
            session,
            signature,
            places,
            reading: Reading::Together,
            speech,
            capabilities,
            pace: Pace::default(),
            scores: Vec::new(),
        };
        plain.reading = plain.trial()?;
        if plain.reading == Reading::OneByOne {
            let known = plain.capabilities.backend_reason.take();
            let reason =
                known.map_or_else(|| ONE_BY_ONE.to_owned(), |why| format!("{why}; {ONE_BY_ONE}"));
            plain.capabilities.backend_reason = Some(reason);
        }
        Ok(plain)
    }

    /// Reads a few tokens at once and in two parts: a graph that forgets the order of tokens which come
    /// together, once there are others before them, must not be given a prompt in parts.
    fn trial(&mut self) -> Result<Reading, LoadFailure> {
        let failed = |error: RunError| broken(one_line(&format!("it does not run: {error}")));
        let len = TRIAL_TOKENS.min(self.capabilities.context_tokens as usize).max(1);
        let spread =
            |n: usize| u32::try_from(n * 7919).unwrap_or(0) % self.signature.scores.vocabulary;
        let tokens: Vec<u32> = (1..=len).map(spread).collect();
        let empty = self.empty.clone();
        self.run(&empty, &tokens).map_err(failed)?;
        let whole = self.scores.clone();
        let Some((first, rest)) = tokens.split_first().filter(|(_, rest)| !rest.is_empty()) else {
            return Ok(Reading::Together);
        };
        let begun = self.run(&empty, &[*first]).map_err(failed)?;
        self.run(&begun, rest).map_err(failed)?;
        let close = distance(&whole, &self.scores) <= TRIAL_DISTANCE_MAX;
        Ok(if close { Reading::Together } else { Reading::OneByOne })
    }

    /// Lets one sequence read on, and leaves the scores after the last token.
    fn advance(&mut self, row: &BatchRow, tokens: &[u32]) -> Result<(), RunError> {
        let state = self.sequences[usize::from(row.sequence)].clone();
        let mut state = state.expect("the loop opens before it steps");
        assert_eq!(state.past, row.past, "the loop counts as the sequence does");
        let since = Instant::now();
        let at_once = match self.reading {
            Reading::Together => tokens.len(),
            Reading::OneByOne => 1,
        };
        for part in tokens.chunks(at_once.max(1)) {
            state = self.run(&state, part)?;
        }
        self.pace.took(tokens.len(), since.elapsed());
        self.sequences[usize::from(row.sequence)] = Some(state);
        Ok(())
    }

    /// Runs the graph once.
    fn run(&mut self, state: &State, tokens: &[u32]) -> Result<State, RunError> {
        let feed = self.signature.feed(state.past, tokens)?;
        let caches = self.signature.caches.iter().map(|cache| cache.past.as_str());
        let inputs: Vec<(&str, &Value)> = feed
            .iter()
            .map(|(name, value)| (*name, value))
            .chain(caches.zip(&*state.caches))
            .collect();
        let outputs = self.session.run(&inputs)?;
        let past = state.past + tokens.len();
        let (scores, caches) = self.signature.sort(&self.places, outputs, past)?;
        let Scores { name, vocabulary, .. } = &self.signature.scores;
        scores.read_last_rows(name, (1, *vocabulary as usize), &mut self.scores)?;
        Ok(State { past, caches: caches.into() })
    }
}

impl Model for Plain {
    fn capabilities(&self) -> Capabilities {
        self.capabilities.clone()
    }

    fn vocabulary(&self) -> u32 {
        self.signature.scores.vocabulary
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
        let vocabulary = self.vocabulary();
        match tokens.iter().find(|token| **token >= vocabulary) {
            Some(&token) => Err(Refusal::TokenOutOfRange { token, vocabulary }),
            None => Ok(tokens),
        }
    }

    fn prefill_tokens_max(&self, step: Duration) -> usize {
        self.pace.tokens_in(step)
    }

    fn open(&mut self, sequence: Sequence, _start: &Start) {
        self.sequences[usize::from(sequence)] = Some(self.empty.clone());
    }

    fn fork(&mut self, from: Sequence, to: Sequence) {
        self.sequences[usize::from(to)] = self.sequences[usize::from(from)].clone();
    }

    fn close(&mut self, sequence: Sequence) {
        self.sequences[usize::from(sequence)] = None;
    }

    fn step(&mut self, batch: &Batch, logits: &mut Logits) -> Result<Duration, StepFailure> {
        logits.clear();
        let mut failures = Vec::new();
        for row in &batch.rows {
            let tokens = &batch.tokens[row.q_start..row.q_start + row.q_len];
            if let Err(error) = self.advance(row, tokens) {
                self.scores.clear();
                self.scores.resize(self.signature.scores.vocabulary as usize, 0.0);
                let reason = one_line(&error.to_string());
                failures.push(RowFailure { sequence: row.sequence, reason });
            }
            if batch.logits_indices.contains(&(row.q_start + row.q_len - 1)) {
                logits.push(&self.scores);
            }
        }
        match failures.is_empty() {
            true => Ok(Duration::ZERO),
            false => Err(StepFailure { rows: failures }),
        }
    }
}

/// The mean difference as a share of the mean deviation within `whole`, both squared on the way.
fn distance(whole: &[f32], other: &[f32]) -> f32 {
    let mean_square = |numbers: &mut dyn Iterator<Item = f32>| {
        let (sum, count) =
            numbers.fold((0.0, 0.0), |(sum, count), number| (sum + number * number, count + 1.0));
        if count > 0.0 { sum / count } else { 0.0_f32 }
    };
    // A token that is ruled out is as far from itself as any other.
    let differences = whole.iter().zip(other).map(|(a, b)| if a == b { 0.0 } else { a - b });
    let difference = mean_square(&mut differences.into_iter());
    if difference == 0.0 {
        return 0.0;
    }
    let finite = || whole.iter().copied().filter(|score| score.is_finite());
    let (sum, count) = finite().fold((0.0, 0.0), |(sum, count), score| (sum + score, count + 1.0));
    let deviation = mean_square(&mut finite().map(|score| score - sum / count));
    let distance = (difference / deviation).sqrt();
    if distance.is_nan() { f32::INFINITY } else { distance }
}
