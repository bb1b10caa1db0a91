use super::*;
use crate::model::RowFailure;
use edge_api::worker::Sampling;
use std::sync::{Arc, Mutex};

const ROWS: u16 = 4;
const PREFILL_TOKENS: usize = 4;

/// Answers one token for ever, and fails the rows it is told to. Its sequences must be opened and closed in turn.
#[derive(Debug, Default)]
struct Fragile {
    fails: Arc<Mutex<Vec<Sequence>>>,
    open: [bool; ROWS as usize],
}

impl Model for Fragile {
    fn capabilities(&self) -> Capabilities {
        Capabilities { rows_max: ROWS, context_tokens: 1000, ..Capabilities::default() }
    }

    fn vocabulary(&self) -> u32 {
        2
    }

    fn end_tokens(&self) -> &[u32] {
        &[]
    }

    fn token_bytes(&self, _token: u32) -> &[u8] {
        b"x"
    }

    fn encode(&self, prompt: &Prompt) -> Result<Vec<u32>, Refusal> {
        let Prompt::Tokens(tokens) = prompt else { return Err(Refusal::NoChat) };
        Ok(tokens.clone())
    }

    fn prefill_tokens_max(&self, _step: Duration) -> usize {
        PREFILL_TOKENS
    }

    fn open(&mut self, sequence: Sequence, _start: &Start) {
        assert!(!std::mem::replace(&mut self.open[usize::from(sequence)], true));
    }

    fn fork(&mut self, from: Sequence, to: Sequence) {
        assert!(self.open[usize::from(from)]);
        assert!(!std::mem::replace(&mut self.open[usize::from(to)], true));
    }

    fn close(&mut self, sequence: Sequence) {
        assert!(std::mem::replace(&mut self.open[usize::from(sequence)], false));
    }

    fn step(&mut self, batch: &Batch, logits: &mut Logits) -> Result<Duration, StepFailure> {
        logits.clear();
        batch.logits_indices.iter().for_each(|_| _ = logits.push(&[1.0, 0.0]));
        let fails = self.fails.lock().unwrap();
        let rows: Vec<RowFailure> = (batch.rows.iter())
            .filter(|row| fails.contains(&row.sequence))
            .map(|row| RowFailure { sequence: row.sequence, reason: "torn".to_owned() })
            .collect();
        if rows.is_empty() { Ok(Duration::ZERO) } else { Err(StepFailure { rows }) }
    }
}

fn rows() -> (Rows, Arc<Mutex<Vec<Sequence>>>) {
    let model = Fragile::default();
    let fails = Arc::clone(&model.fails);
    (Rows::new(Box::new(model), Duration::from_millis(50)), fails)
}

fn start(call: CallId, choices: u16, prompt_tokens: usize) -> Start {
    Start {
        call,
        prompt: Prompt::Tokens(vec![0; prompt_tokens]),
        choices,
        tokens_max: None,
        stop: Vec::new(),
        sampling: Sampling::default(),
        ignore_eos: false,
        return_tokens: false,
        logprobs: None,
    }
}

/// Steps once with these sequences failing: the calls that failed, and those that gained a token.
fn step(
    rows: &mut Rows,
    fails: &Mutex<Vec<Sequence>>,
    torn: &[Sequence],
) -> (Vec<CallId>, Vec<CallId>) {
    *fails.lock().unwrap() = torn.to_vec();
    let stepped = rows.step();
    assert!(stepped.failed.iter().all(|(_, reason)| reason == "torn"));
    let failed = stepped.failed.into_iter().map(|(call, _)| call).collect();
    (failed, stepped.outputs.iter().map(|output| output.call).collect())
}

#[test]
fn a_running_row_that_fails_takes_its_call_and_no_other() {
    let (mut rows, fails) = rows();
    rows.start(start(1, 2, 1)).unwrap();
    rows.start(start(2, 1, 1)).unwrap();
    assert_eq!(step(&mut rows, &fails, &[]), (vec![], vec![1, 1, 2]));
    let first = rows.running[0].sequence;
    assert_eq!(step(&mut rows, &fails, &[first]), (vec![1], vec![2]));
    assert!(!rows.has(1) && rows.has(2));
    rows.start(start(3, ROWS - 1, 1)).expect("both of its rows are free");
    assert_eq!(step(&mut rows, &fails, &[]), (vec![], vec![2, 3, 3, 3]));
}

#[test]
fn a_prompt_that_fails_with_its_last_token_has_no_rows() {
    let (mut rows, fails) = rows();
    rows.start(start(1, 1, 1)).unwrap();
    step(&mut rows, &fails, &[]);
    rows.start(start(2, 3, 2)).unwrap();
    let reading = rows.prompts[0].sequences[0];
    assert_eq!(step(&mut rows, &fails, &[reading]), (vec![2], vec![1]));
    rows.start(start(3, ROWS - 1, 1)).expect("all three are free");
    assert_eq!(step(&mut rows, &fails, &[]), (vec![], vec![1, 3, 3, 3]));
}

#[test]
fn a_prompt_that_fails_in_its_middle_is_not_read_on() {
    let (mut rows, fails) = rows();
    rows.start(start(1, ROWS, 3 * PREFILL_TOKENS)).unwrap();
    assert_eq!(step(&mut rows, &fails, &[]), (vec![], vec![]));
    let reading = rows.prompts[0].sequences[0];
    assert_eq!(step(&mut rows, &fails, &[reading]), (vec![1], vec![]));
    assert!(rows.is_idle());
    rows.start(start(2, ROWS, 1)).expect("all rows are free");
}

#[test]
fn all_rows_can_fail_at_once() {
    let (mut rows, fails) = rows();
    rows.start(start(1, 2, 1)).unwrap();
    step(&mut rows, &fails, &[]);
    rows.start(start(2, 1, 1)).unwrap();
    rows.start(start(3, 1, 2 * PREFILL_TOKENS)).unwrap();
    let (mut failed, outputs) = step(&mut rows, &fails, &[0, 1, 2, 3]);
    failed.sort_unstable();
    assert_eq!((failed, outputs), (vec![1, 2, 3], vec![]));
    assert!(rows.is_idle());
    rows.start(start(4, ROWS, 1)).expect("all rows are free");
}
