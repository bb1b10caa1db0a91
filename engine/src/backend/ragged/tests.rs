use super::*;
use crate::attention::{BLOCK_TOKENS, KvShape};
use std::sync::Mutex;

const VOCABULARY: u32 = 5;

/// A session that answers with the number of the token asked about, and remembers what it was fed.
#[derive(Debug, Default)]
struct Echo {
    fed: Arc<Mutex<Fed>>,
}

#[derive(Debug, Default, PartialEq)]
struct Fed {
    tokens: Vec<i64>,
    rows: Vec<i32>,
    positions: Option<Vec<i64>>,
    logits_indices: Vec<i64>,
}

impl Steps for Echo {
    fn run(&mut self, feeds: &Feeds<'_>, out: &mut Vec<f32>) -> Result<(), RunError> {
        *self.fed.lock().unwrap() = Fed {
            tokens: feeds.tokens.to_vec(),
            rows: feeds.rows.to_vec(),
            positions: feeds.positions.map(<[i64]>::to_vec),
            logits_indices: feeds.logits_indices.to_vec(),
        };
        out.clear();
        for &index in feeds.logits_indices {
            let asked = feeds.tokens[usize::try_from(index).unwrap()];
            out.extend([asked as f32; VOCABULARY as usize]);
        }
        Ok(())
    }
}

#[derive(Debug)]
struct Numbers;

impl Speech for Numbers {
    fn encode(&self, prompt: &Prompt) -> Result<Vec<u32>, Refusal> {
        match prompt {
            Prompt::Tokens(tokens) => Ok(tokens.clone()),
            Prompt::Chat(_) | Prompt::Text(_) => Err(Refusal::NoChat),
        }
    }

    fn token_bytes(&self, _token: u32) -> &[u8] {
        b"n"
    }

    fn end_tokens(&self) -> &[u32] {
        &[4]
    }
}

fn start() -> Start {
    Start {
        call: 1,
        prompt: Prompt::Tokens(Vec::new()),
        choices: 1,
        tokens_max: None,
        stop: Vec::new(),
        sampling: Default::default(),
        ignore_eos: false,
        return_tokens: false,
        logprobs: None,
    }
}

fn ragged(blocks_max: usize, takes_positions: bool) -> (Ragged, Arc<Mutex<Fed>>, Arc<KvPool>) {
    let pool = Arc::new(KvPool::new(KvShape::new(1, 1, 2).unwrap(), blocks_max));
    let echo = Echo::default();
    let fed = Arc::clone(&echo.fed);
    let model = Ragged::new(
        Box::new(echo),
        Arc::clone(&pool),
        Box::new(Numbers),
        Capabilities::default(),
        VOCABULARY,
        takes_positions,
    );
    (model, fed, pool)
}

fn logits() -> Logits {
    Logits::new(VOCABULARY)
}

#[test]
fn a_step_feeds_all_rows_and_takes_what_was_asked_for() {
    let (mut model, fed, pool) = ragged(10, true);
    let mut logits = logits();
    let mut batch = Batch::default();
    for sequence in [3, 5] {
        model.open(sequence, &start());
        batch.push(sequence, 0, &[1, 2], false);
    }
    model.step(&batch, &mut logits).unwrap();
    assert_eq!(fed.lock().unwrap().logits_indices, [0], "none is wanted, and one must be");

    batch.clear();
    batch.push(3, 2, &[3], true);
    batch.push(5, 2, &[4, 1], false);
    model.open(0, &start());
    batch.push(0, 0, &[4, 0, 2], true);
    model.step(&batch, &mut logits).unwrap();
    let expected = Fed {
        tokens: vec![3, 4, 1, 4, 0, 2],
        rows: [[3, 2, 0, 1, -1], [5, 2, 1, 2, -1], [0, 0, 3, 3, -1]].concat(),
        positions: Some(vec![2, 2, 3, 0, 1, 2]),
        logits_indices: vec![0, 5],
    };
    assert_eq!(*fed.lock().unwrap(), expected);
    assert_eq!((logits.row(0), logits.row(1)), (&[3.0; 5][..], &[2.0; 5][..]));
    assert_eq!([3, 5, 0].map(|sequence| pool.len(sequence)), [3, 4, 3]);
}

#[test]
fn positions_are_fed_only_to_a_graph_that_takes_them() {
    let (mut model, fed, _) = ragged(10, false);
    let mut batch = Batch::default();
    model.open(0, &start());
    batch.push(0, 0, &[1], true);
    model.step(&batch, &mut logits()).unwrap();
    assert_eq!(fed.lock().unwrap().positions, None);
}

#[test]
fn a_row_may_go_back_and_a_copy_goes_its_own_way() {
    let (mut model, _, pool) = ragged(10, false);
    let step = |model: &mut Ragged, sequence, past, tokens: &[u32]| {
        let mut batch = Batch::default();
        batch.push(sequence, past, tokens, true);
        model.step(&batch, &mut logits()).unwrap();
    };
    model.open(0, &start());
    step(&mut model, 0, 0, &[1; 2 * BLOCK_TOKENS]);
    model.fork(0, 1);
    step(&mut model, 1, BLOCK_TOKENS + 1, &[2]);
    assert_eq!((pool.len(0), pool.len(1)), (2 * BLOCK_TOKENS, BLOCK_TOKENS + 2));
    assert_eq!(pool.free_blocks(), 7, "two, and the copy of the second");
    model.close(0);
    model.close(1);
    assert_eq!((pool.free_blocks(), pool.bytes()), (10, 0));
}

#[test]
fn a_step_that_cannot_be_taken_names_its_rows() {
    let (mut model, ..) = ragged(1, false);
    model.open(0, &start());
    let mut batch = Batch::default();
    batch.push(0, 0, &[1; BLOCK_TOKENS + 1], true);
    let failure = model.step(&batch, &mut logits()).unwrap_err();
    assert_eq!(failure.rows.len(), 1);
    assert_eq!(failure.rows[0].sequence, 0);
    assert_eq!(failure.rows[0].reason, "2 blocks of keys and values wanted, 1 free of 1");
}

#[test]
fn logits_of_another_vocabulary_are_not_taken() {
    let (mut model, ..) = ragged(1, false);
    model.vocabulary = 6;
    model.open(0, &start());
    let mut batch = Batch::default();
    batch.push(0, 0, &[1], true);
    let failure = model.step(&batch, &mut Logits::new(6)).unwrap_err();
    let reason = &failure.rows[0].reason;
    assert!(reason.contains("there are 5 logits, not 1 times the vocabulary of 6"), "{reason}");
}

#[test]
fn a_token_that_the_graph_does_not_know_is_refused() {
    let (model, ..) = ragged(1, false);
    assert_eq!(model.encode(&Prompt::Tokens(vec![4, 0])), Ok(vec![4, 0]));
    let refusal = Refusal::TokenOutOfRange { token: 5, vocabulary: 5 };
    assert_eq!(model.encode(&Prompt::Tokens(vec![4, 5])), Err(refusal));
}

#[test]
fn chunks_settle_where_a_step_takes_as_long_as_it_may() {
    let step = Duration::from_millis(50);
    let (fixed, per_token) = (Duration::from_millis(10), Duration::from_micros(400));
    let mut pace = Pace::default();
    assert_eq!(pace.tokens_max(step), PREFILL_TOKENS_START);
    // The first step is slow for reasons of its own.
    pace.measure(128, Duration::from_secs(20));
    assert_eq!(pace.tokens_max(step), 1);
    let mut steps = 0;
    while pace.tokens_max(step) != 99 {
        let tokens = pace.tokens_max(step);
        pace.measure(tokens, fixed + per_token * u32::try_from(tokens).unwrap());
        steps += 1;
        assert!(steps < 60, "it stays at {tokens}");
    }
    pace.measure(4, fixed + per_token * 4);
    pace.measure(0, fixed);
    assert_eq!(pace.tokens_max(step), 99, "the end of a prompt says nothing of a chunk");
    for _ in 0..10 {
        pace.measure(4, fixed + per_token * 4);
    }
    assert_eq!(pace.tokens_max(step), 17, "unless nothing else comes");
    pace.measure(512, Duration::ZERO);
    assert_eq!(pace.tokens_max(step), PREFILL_TOKENS_MAX);
    assert_eq!(pace.tokens_max(Duration::ZERO), 1);
}

#[test]
fn only_what_is_read_of_prompts_counts_as_prefill() {
    let mut batch = Batch::default();
    batch.push(0, 9, &[1], true);
    batch.push(1, 0, &[1, 2, 3], true);
    batch.push(2, 4, &[1], false);
    batch.push(3, 4, &[1], true);
    assert_eq!(prefilled(&batch), 4);
}
