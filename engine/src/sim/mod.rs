//! The simulated model: a token is one byte, its answer is a script, its pace is set. All else is as in a
//! real one: it yields logits, and the sampler chooses.
//!
//! Nothing here waits or reads a clock: a step says how long it is meant to take, and the loop keeps to it.

use crate::model::{Batch, Logits, Model, Sequence, StepFailure};
use edge_api::worker::{Capabilities, Prompt, Refusal, Start};
use edge_core::sim::{Reply, Spec};
use std::sync::Arc;
use std::time::Duration;

/// 256 bytes and the end.
const VOCABULARY: usize = 257;
const END: u32 = 256;
/// How far the scripted token stands above the noise.
const SCRIPTED: f32 = 20.0;
const NOISE_VALUES: usize = 16 * 1024;
/// How much a step reads of prompts that cost nothing to read.
const PREFILL_TOKENS_MAX: usize = 2048;

#[derive(Debug)]
pub(crate) struct Sim {
    spec: Spec,
    bytes: Vec<[u8; 1]>,
    /// Values in `[0, 1)` made from the name; each position of a sequence looks at one stretch of them.
    noise: Vec<f32>,
    sequences: Vec<Option<Arc<Script>>>,
}

/// What one sequence will say.
#[derive(Debug)]
struct Script {
    prompt_tokens: usize,
    reply: Vec<u32>,
    /// Instead of ending, the reply starts again.
    repeats: bool,
}

impl Sim {
    pub(crate) fn new(spec: Spec) -> Self {
        // FNV-1a, and not the library's hasher, because the noise must outlive a new compiler.
        let mut state = spec.name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let noise = std::iter::repeat_with(|| random(&mut state)).take(NOISE_VALUES).collect();
        Self {
            bytes: (0..=u8::MAX).map(|byte| [byte]).collect(),
            noise,
            sequences: vec![None; usize::from(spec.rows_max)],
            spec,
        }
    }

    fn script(&self, sequence: Sequence) -> &Script {
        self.sequences[usize::from(sequence)].as_ref().expect("the loop opens before it steps")
    }

    fn noise_at(&self, position: usize) -> &[f32] {
        // Any odd stride far from the vocabulary's size keeps the stretches of near positions apart.
        let start = position.wrapping_mul(7919) % (NOISE_VALUES - VOCABULARY);
        &self.noise[start..start + VOCABULARY]
    }
}

impl Script {
    /// The token that follows `said` tokens of the answer; `None` if the script has nothing to say.
    fn token(&self, reply: Reply, said: usize) -> Option<u32> {
        match reply {
            Reply::Echo if self.repeats => {
                self.reply.get(said.checked_rem(self.reply.len())?).copied()
            }
            Reply::Echo => Some(self.reply.get(said).copied().unwrap_or(END)),
            Reply::Count => Some(count_byte(said).into()),
            Reply::Random => None,
        }
    }
}

impl Model for Sim {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            engine: "sim".to_owned(),
            backend: "sim".to_owned(),
            provider: "sim".to_owned(),
            context_tokens: self.spec.context_tokens,
            rows_max: self.spec.rows_max,
            ..Capabilities::default()
        }
    }

    fn vocabulary(&self) -> u32 {
        END + 1
    }

    fn end_tokens(&self) -> &[u32] {
        &[END]
    }

    fn token_bytes(&self, token: u32) -> &[u8] {
        self.bytes.get(token as usize).map_or(&[], |byte| byte.as_slice())
    }

    fn encode(&self, prompt: &Prompt) -> Result<Vec<u32>, Refusal> {
        let tokens: Vec<u32> = match prompt {
            Prompt::Chat(turns) => {
                turns.iter().flat_map(|turn| turn.content.bytes()).map(u32::from).collect()
            }
            Prompt::Text(text) => text.bytes().map(u32::from).collect(),
            Prompt::Tokens(tokens) => tokens.clone(),
        };
        match tokens.iter().find(|token| **token >= self.vocabulary()) {
            Some(&token) => Err(Refusal::TokenOutOfRange { token, vocabulary: self.vocabulary() }),
            None => Ok(tokens),
        }
    }

    fn prefill_tokens_max(&self, step: Duration) -> usize {
        let affordable = step.as_nanos().checked_div(self.spec.prefill.as_nanos());
        let affordable =
            affordable.map_or(usize::MAX, |n| usize::try_from(n).unwrap_or(usize::MAX));
        affordable.clamp(1, PREFILL_TOKENS_MAX)
    }

    fn open(&mut self, sequence: Sequence, start: &Start) {
        let (prompt_tokens, reply) = match &start.prompt {
            Prompt::Chat(turns) => {
                let last = turns.last().map_or("", |turn| turn.content.as_str());
                let bytes = turns.iter().map(|turn| turn.content.len()).sum();
                (bytes, last.bytes().map(u32::from).collect())
            }
            Prompt::Text(text) => (text.len(), text.bytes().map(u32::from).collect()),
            Prompt::Tokens(tokens) => (tokens.len(), tokens.clone()),
        };
        let script = Script { prompt_tokens, reply, repeats: start.ignore_eos };
        self.sequences[usize::from(sequence)] = Some(Arc::new(script));
    }

    fn fork(&mut self, from: Sequence, to: Sequence) {
        self.sequences[usize::from(to)] = self.sequences[usize::from(from)].clone();
    }

    fn close(&mut self, sequence: Sequence) {
        self.sequences[usize::from(sequence)] = None;
    }

    fn step(&mut self, batch: &Batch, logits: &mut Logits) -> Result<Duration, StepFailure> {
        logits.clear();
        let mut wanted = batch.logits_indices.iter().peekable();
        let mut prefilled = 0;
        for row in &batch.rows {
            let script = self.script(row.sequence);
            let read = row.past + row.q_len;
            prefilled += row.q_len.min(script.prompt_tokens.saturating_sub(row.past));
            if wanted.next_if_eq(&&(row.q_start + row.q_len - 1)).is_none() {
                continue;
            }
            if self.spec.reply == Reply::Random {
                logits.push(&[0.0; VOCABULARY]);
                continue;
            }
            let scores = logits.push(self.noise_at(read));
            if let Some(token) = script.token(self.spec.reply, read - script.prompt_tokens) {
                scores[token as usize] += SCRIPTED;
            }
        }
        let prefilled = u32::try_from(prefilled).unwrap_or(u32::MAX);
        Ok(self.spec.step + self.spec.prefill.saturating_mul(prefilled))
    }
}

/// The byte at `at` of `1 2 3 ..`.
fn count_byte(at: usize) -> u8 {
    let (mut at, mut first, mut bytes) = (at, 1, 2);
    // All numbers of one length take the same space.
    while at >= 9 * first * bytes {
        at -= 9 * first * bytes;
        first *= 10;
        bytes += 1;
    }
    let number = (first + at / bytes).to_string();
    number.as_bytes().get(at % bytes).copied().unwrap_or(b' ')
}

/// A number in `[0, 1)` with the 24 bits that an `f32` holds exactly (xorshift64*).
fn random(state: &mut u64) -> f32 {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    let bits = state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 40;
    bits as f32 / (1_u32 << 24) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn count_counts() {
        let text: String = (1..=1200).map(|n| format!("{n} ")).collect();
        let counted: Vec<u8> = (0..text.len()).map(count_byte).collect();
        assert_eq!(String::from_utf8(counted).unwrap(), text);
    }

    #[test]
    fn noise_is_a_function_of_name_and_position() {
        let sim = |name| Sim::new(Spec::parse(name).unwrap());
        assert_eq!(sim("a").noise_at(5), sim("a,reply=count").noise_at(5));
        assert_ne!(sim("a").noise_at(5), sim("b").noise_at(5));
        assert_ne!(sim("a").noise_at(5), sim("a").noise_at(6));
        assert!(sim("a").noise.iter().all(|value| (0.0..1.0).contains(value)));
    }

    #[test]
    fn a_step_reads_as_much_prompt_as_it_may_take() {
        let most = |spec, ms| {
            Sim::new(Spec::parse(spec).unwrap()).prefill_tokens_max(Duration::from_millis(ms))
        };
        assert_eq!(most("a", 50), 2048);
        assert_eq!(most("a,prefill_us=1000", 50), 50);
        assert_eq!(most("a,prefill_us=1000000", 50), 1);
        assert_eq!(most("a,prefill_us=1", 50), 2048);
    }

    #[test]
    fn only_prompt_tokens_cost_what_prompt_tokens_cost() {
        let mut sim = Sim::new(Spec::parse("a,step_us=100,prefill_us=10").unwrap());
        let start = Start {
            call: 1,
            prompt: Prompt::Text("hello".into()),
            choices: 1,
            tokens_max: None,
            stop: Vec::new(),
            sampling: Default::default(),
            ignore_eos: false,
            return_tokens: false,
            logprobs: None,
        };
        sim.open(0, &start);
        sim.open(1, &start);
        let mut batch = Batch::default();
        batch.push(0, 5, &[0], true);
        batch.push(1, 1, &[0; 3], false);
        let mut logits = Logits::new(sim.vocabulary());
        assert_eq!(sim.step(&batch, &mut logits).unwrap(), Duration::from_micros(130));
        assert!(logits.row(0)[usize::from(b'e')] >= SCRIPTED, "the second token of the echo");
    }
}
