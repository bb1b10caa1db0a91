//! One loaded model and its calls. `Rows` owns the credits: a call holds its rows from `start` until each
//! finishes or the call is cancelled, and nothing waits for a row here.
//!
//! A step carries all running rows and as much of the prompts being read, in the order they came, as fits.
//! The step that reads the last of a prompt also draws the first token of each of its choices.

use crate::model::{Batch, Logits, Model, Sequence, StepFailure};
use edge_api::worker::{
    CallId, Capabilities, Finish, FinishReason, Logprob, Output, Prompt, Refusal, Start,
    TokenDetail, TokenProb,
};
use edge_core::sample::{Draw, Sampler};
use edge_core::text::TextStream;
use std::collections::VecDeque;
use std::time::Duration;

/// Tokens that settle no text are sent without any after this many, so that their details don't pile up.
const HELD_TOKENS_MAX: u16 = 32;

#[derive(Debug)]
pub(crate) struct Rows {
    model: Box<dyn Model>,
    context_tokens: u32,
    step_max: Duration,
    free: Vec<Sequence>,
    prompts: VecDeque<Reading>,
    running: Vec<Row>,
    batch: Batch,
    logits: Logits,
}

/// A call whose prompt is being read, by the first of its sequences for all of them.
#[derive(Debug)]
struct Reading {
    start: Start,
    prompt: Vec<u32>,
    read: usize,
    tokens_max: u32,
    sequences: Vec<Sequence>,
}

/// What one step of one model brought.
#[derive(Debug)]
pub(crate) struct Stepped {
    pub(crate) outputs: Vec<Output>,
    /// The calls that ended with it because the model failed, and why.
    pub(crate) failed: Vec<(CallId, String)>,
    /// How long the model says the step is meant to take.
    pub(crate) pace: Duration,
}

impl Rows {
    pub(crate) fn new(model: Box<dyn Model>, step_max: Duration) -> Self {
        let Capabilities { rows_max, context_tokens, .. } = model.capabilities();
        Self {
            context_tokens,
            step_max,
            free: (0..rows_max).rev().collect(),
            prompts: VecDeque::new(),
            running: Vec::new(),
            batch: Batch::default(),
            logits: Logits::new(model.vocabulary()),
            model,
        }
    }

    pub(crate) fn set_step_max(&mut self, step_max: Duration) {
        self.step_max = step_max;
    }

    pub(crate) fn capabilities(&self) -> Capabilities {
        self.model.capabilities()
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.running.is_empty() && self.prompts.is_empty()
    }

    pub(crate) fn has(&self, call: CallId) -> bool {
        self.running.iter().any(|row| row.call == call)
            || self.prompts.iter().any(|reading| reading.start.call == call)
    }

    /// Creates the call's rows and says how many tokens its prompt has, or refuses and changes nothing.
    pub(crate) fn start(&mut self, mut start: Start) -> Result<u32, Refusal> {
        let free = u16::try_from(self.free.len()).expect("rows_max is a u16");
        if start.choices > free {
            return Err(Refusal::NoCredit { rows: start.choices, free });
        }
        let vocabulary = self.model.vocabulary();
        let mut biased = start.sampling.logit_bias.iter().map(|(token, _)| *token);
        if let Some(token) = biased.find(|token| *token >= vocabulary) {
            return Err(Refusal::BiasOutOfRange { token, vocabulary });
        }
        let context_tokens = self.context_tokens;
        let too_long = |prompt_tokens| {
            let tokens_max = start.tokens_max;
            Refusal::ContextLength { prompt_tokens, tokens_max, context_tokens }
        };
        let prompt = match self.model.encode(&start.prompt) {
            Err(Refusal::ContextLength { prompt_tokens, .. }) => {
                return Err(too_long(prompt_tokens));
            }
            encoded => encoded?,
        };
        if prompt.is_empty() {
            return Err(Refusal::EmptyPrompt);
        }
        let prompt_tokens = u32::try_from(prompt.len()).unwrap_or(u32::MAX);
        let room = context_tokens.saturating_sub(prompt_tokens);
        // Without a limit of its own an answer still needs room for one token.
        if start.tokens_max.unwrap_or(1) > room {
            return Err(too_long(prompt_tokens));
        }
        if start.ignore_eos {
            let banned = self.model.end_tokens().iter().map(|end| (*end, f32::NEG_INFINITY));
            start.sampling.logit_bias.extend(banned);
        }
        let kept = self.free.len() - usize::from(start.choices);
        let sequences = self.free.split_off(kept);
        self.model.open(sequences[0], &start);
        let tokens_max = start.tokens_max.unwrap_or(room);
        self.prompts.push_back(Reading { start, prompt, read: 0, tokens_max, sequences });
        Ok(prompt_tokens)
    }

    /// Frees the call's rows at once. A call that is not here has ended already.
    pub(crate) fn cancel(&mut self, call: CallId) {
        self.free_rows(|row| row.call == call);
        if let Some(at) = self.prompts.iter().position(|reading| reading.start.call == call) {
            let reading = self.prompts.remove(at).expect("the position was just found");
            self.model.close(reading.sequences[0]);
            self.free.extend(reading.sequences);
        }
    }

    pub(crate) fn step(&mut self) -> Stepped {
        self.batch.clear();
        for row in &self.running {
            self.batch.push(row.sequence, row.past(), &[row.last], true);
        }
        let read = self.read_prompts();
        let (pace, failed) = match self.model.step(&self.batch, &mut self.logits) {
            Ok(pace) => (pace, Vec::new()),
            Err(failure) => (Duration::ZERO, self.failed(&failure)),
        };
        let has_failed = |call| failed.iter().any(|(failed, _)| *failed == call);

        let model = self.model.as_ref();
        let mut outputs = Vec::with_capacity(self.running.len());
        for (at, row) in self.running.iter_mut().enumerate() {
            if !has_failed(row.call) {
                outputs.extend(row.advance(self.logits.row(at), model));
            }
        }
        let decoded = self.running.len();
        for (at, reading) in self.prompts.drain(..read).enumerate() {
            if has_failed(reading.start.call) {
                self.model.close(reading.sequences[0]);
                self.free.extend(reading.sequences);
                continue;
            }
            for (choice, &sequence) in (0..).zip(&reading.sequences) {
                if choice > 0 {
                    self.model.fork(reading.sequences[0], sequence);
                }
                let mut row = Row::new(&reading, choice, sequence);
                outputs.extend(row.advance(self.logits.row(decoded + at), self.model.as_ref()));
                self.running.push(row);
            }
        }
        self.free_rows(|row| row.finished);
        for (call, _) in &failed {
            self.cancel(*call);
        }
        Stepped { outputs, failed, pace }
    }

    /// The calls whose rows failed, each once, and why. One row takes its whole call with it.
    fn failed(&self, failure: &StepFailure) -> Vec<(CallId, String)> {
        let running = self.running.iter().map(|row| (row.sequence, row.call));
        let reading = self.prompts.iter().map(|one| (one.sequences[0], one.start.call));
        let calls: Vec<(Sequence, CallId)> = running.chain(reading).collect();
        let mut failed: Vec<(CallId, String)> = Vec::new();
        for row in &failure.rows {
            let call = calls.iter().find(|(sequence, _)| *sequence == row.sequence);
            if let Some((_, call)) = call
                && failed.iter().all(|(other, _)| other != call)
            {
                failed.push((*call, row.reason.clone()));
            }
        }
        failed
    }

    /// Adds the next chunk of the prompts to the batch and says how many of them it completes.
    fn read_prompts(&mut self) -> usize {
        let mut room = self.model.prefill_tokens_max(self.step_max);
        let mut completed = 0;
        for reading in &mut self.prompts {
            let (past, unread) = (reading.read, reading.prompt.len() - reading.read);
            let len = unread.min(room);
            if len == 0 {
                break;
            }
            let complete = len == unread;
            let chunk = &reading.prompt[past..past + len];
            self.batch.push(reading.sequences[0], past, chunk, complete);
            reading.read += len;
            room -= len;
            completed += usize::from(complete);
        }
        completed
    }

    fn free_rows(&mut self, gone: impl Fn(&Row) -> bool) {
        let Self { model, free, running, .. } = self;
        running.retain(|row| {
            let gone = gone(row);
            if gone {
                model.close(row.sequence);
                free.push(row.sequence);
            }
            !gone
        });
    }
}

/// One choice of one call, from its first token on.
#[derive(Debug)]
struct Row {
    call: CallId,
    choice: u16,
    sequence: Sequence,
    prompt_tokens: usize,
    tokens_max: u32,
    wants_details: bool,
    /// The answer still begins as its tokenizer begins one.
    begins: bool,
    logprobs: Option<u8>,
    sampler: Sampler,
    text: TextStream,
    /// The token that the model has not read yet.
    last: u32,
    /// Without an end token.
    drawn: u32,
    /// Drawn since the last output.
    held: u16,
    details: Vec<TokenDetail>,
    finished: bool,
}

impl Row {
    fn new(reading: &Reading, choice: u16, sequence: Sequence) -> Self {
        let start = &reading.start;
        Self {
            call: start.call,
            choice,
            sequence,
            prompt_tokens: reading.prompt.len(),
            tokens_max: reading.tokens_max,
            wants_details: start.return_tokens || start.logprobs.is_some(),
            // A text goes on where it stopped, blank and all.
            begins: matches!(start.prompt, Prompt::Chat(_)),
            logprobs: start.logprobs,
            sampler: Sampler::new(&start.sampling, choice),
            text: TextStream::new(start.stop.clone()),
            last: 0,
            drawn: 0,
            held: 0,
            details: Vec::new(),
            finished: false,
        }
    }

    /// How many tokens the model has read of this row: all but the last.
    fn past(&self) -> usize {
        self.prompt_tokens + self.drawn as usize - 1
    }

    /// Draws one token; there is no output while its text is held back.
    fn advance(&mut self, logits: &[f32], model: &dyn Model) -> Option<Output> {
        let draw = self.sampler.draw(logits, self.logprobs);
        let (text, reason) = if model.end_tokens().contains(&draw.token) {
            (self.text.finish(), Some(FinishReason::Stop))
        } else {
            self.keep(draw, model)
        };
        self.finished = reason.is_some();
        if text.is_empty() && !self.finished && self.held < HELD_TOKENS_MAX {
            return None;
        }
        Some(Output {
            call: self.call,
            choice: self.choice,
            text,
            tokens: std::mem::take(&mut self.held),
            details: std::mem::take(&mut self.details),
            finish: reason.map(|reason| Finish { reason, completion_tokens: self.drawn }),
        })
    }

    /// Takes a token that is part of the answer.
    fn keep(&mut self, draw: Draw, model: &dyn Model) -> (String, Option<FinishReason>) {
        self.last = draw.token;
        self.drawn += 1;
        self.held += 1;
        if self.wants_details {
            self.details.push(detail(&draw, model));
        }
        let mut bytes = model.token_bytes(draw.token);
        if self.begins && !bytes.is_empty() {
            self.begins = false;
            bytes = model.first_token_bytes(draw.token);
        }
        let pushed = self.text.push(bytes);
        if pushed.stopped {
            (pushed.text, Some(FinishReason::Stop))
        } else if self.drawn >= self.tokens_max {
            (pushed.text + &self.text.finish(), Some(FinishReason::Length))
        } else {
            (pushed.text, None)
        }
    }
}

fn detail(draw: &Draw, model: &dyn Model) -> TokenDetail {
    let prob = |token, logprob| TokenProb { bytes: model.token_bytes(token).to_vec(), logprob };
    let logprob = draw.logprobs.as_ref().map(|logprobs| Logprob {
        chosen: prob(draw.token, logprobs.chosen),
        top: logprobs.top.iter().map(|(token, logprob)| prob(*token, *logprob)).collect(),
    });
    TokenDetail { id: draw.token, logprob }
}

#[cfg(test)]
mod tests;
