use super::*;
use crate::ort::testing::{
    Attribute, BOOL, FLOAT, FLOAT16, Graph, INT64, integers, runtime, truths,
};
use crate::ort::{Element, GraphSource, Plan};
use edge_api::worker::{Gpu, LoadFailureKind, Provider, Sampling};
use std::path::Path;

const LAYERS: usize = 2;
const HEADS: usize = 2;
const HEAD_SIZE: usize = 4;
const WIDTH: usize = HEADS * HEAD_SIZE;
const VOCABULARY: usize = 16;
const PROMPT: [u32; 11] = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5];

/// What a test changes in the decoder.
#[derive(Clone, Copy)]
struct Kind {
    number: u64,
    causal: bool,
    /// Gives back the caches it was given, without the new tokens.
    forgets: bool,
    last_only: bool,
    /// What a token may not see is this far below what it sees.
    never: f32,
}

const GOOD: Kind =
    Kind { number: FLOAT, causal: true, forgets: false, last_only: false, never: -1e4 };

#[derive(Debug)]
struct Silent;

impl Speech for Silent {
    fn encode(&self, prompt: &Prompt) -> Result<Vec<u32>, Refusal> {
        match prompt {
            Prompt::Tokens(tokens) => Ok(tokens.clone()),
            Prompt::Chat(_) | Prompt::Text(_) => Err(Refusal::NoChat),
        }
    }

    fn token_bytes(&self, _token: u32) -> &[u8] {
        b"x"
    }

    fn end_tokens(&self) -> &[u32] {
        &[0]
    }
}

/// Small numbers that look like any others.
fn weights(name: &str, count: usize) -> Vec<f32> {
    let mut state = name
        .bytes()
        .fold(0x9e37_79b9_u32, |hash, b| (hash ^ u32::from(b)).wrapping_mul(0x0100_0193));
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        ((state >> 8) as f32 / (1 << 24) as f32 - 0.5) * 2.0
    };
    (0..count).map(|_| next()).collect()
}

/// A decoder as exporters write it, with caches that are concatenated; two layers of nothing but attention.
fn decoder(kind: Kind) -> Vec<u8> {
    let number = kind.number;
    let mut graph = Graph::default();
    graph.input("input_ids", INT64, &["1", "s"]);
    graph.input("attention_mask", INT64, &["1", "t"]);
    graph.input("position_ids", INT64, &["1", "s"]);
    graph.input("use_cache_branch", BOOL, &["1"]);
    graph.output("logits", number, &["1", "n", &VOCABULARY.to_string()]);
    graph.weights(
        "embedding",
        number,
        &[VOCABULARY, WIDTH],
        &weights("embedding", VOCABULARY * WIDTH),
    );
    graph.weights("head", number, &[WIDTH, VOCABULARY], &weights("head", WIDTH * VOCABULARY));
    graph.weights("never", number, &[1], &[kind.never]);
    graph.integers("split", &[0, 0, HEADS as i64, HEAD_SIZE as i64]);
    graph.integers("join", &[0, 0, WIDTH as i64]);
    graph.integers("middle", &[1, 3]);
    for (name, value) in [("zero", 0), ("one", 1)] {
        graph.scalar(name, value);
    }
    graph.node("Gather", &["embedding", "input_ids"], "x.0", &[]);
    // A key is seen from its own position on.
    graph.node("Shape", &["attention_mask"], "mask_shape", &[]);
    graph.node("Gather", &["mask_shape", "one"], "total", &[]);
    graph.node("Range", &["zero", "total", "one"], "keys", &[]);
    graph.node("Unsqueeze", &["position_ids", "middle"], "queries", &[]);
    graph.node("LessOrEqual", &["keys", "queries"], "seen", &[]);
    for layer in 0..LAYERS {
        attention(&mut graph, layer, kind);
    }
    let last = format!("x.{LAYERS}");
    if kind.last_only {
        graph.input("num_logits_to_keep", INT64, &[]);
        graph.integers("axis", &[1]);
        graph.integers("end", &[i64::MAX]);
        graph.integers("flat", &[1]);
        graph.node("Neg", &["num_logits_to_keep"], "minus", &[]);
        graph.node("Reshape", &["minus", "flat"], "begin", &[]);
        graph.node("Slice", &[&last, "begin", "end", "axis"], "kept", &[]);
        graph.node("MatMul", &["kept", "head"], "logits", &[]);
    } else {
        graph.node("MatMul", &[&last, "head"], "logits", &[]);
    }
    graph.model()
}

fn attention(graph: &mut Graph, layer: usize, kind: Kind) {
    let at = |name: &str| format!("{name}.{layer}");
    let x = at("x");
    for (part, past, present) in
        [("q", None, at("q")), ("k", Some("key"), at("k")), ("v", Some("value"), at("v"))]
    {
        let (weight, flat, heads, turned) = (
            at(&format!("w{part}")),
            at(&format!("flat_{part}")),
            at(&format!("heads_{part}")),
            at(&format!("turned_{part}")),
        );
        graph.weights(&weight, kind.number, &[WIDTH, WIDTH], &weights(&weight, WIDTH * WIDTH));
        graph.node("MatMul", &[&x, &weight], &flat, &[]);
        graph.node("Reshape", &[&flat, "split"], &heads, &[]);
        let order = Attribute::Ints("perm", &[0, 2, 1, 3]);
        let Some(past) = past else {
            graph.node("Transpose", &[&heads], &present, &[order]);
            continue;
        };
        graph.node("Transpose", &[&heads], &turned, &[order]);
        let (given, kept) = (format!("past.{layer}.{past}"), format!("present.{layer}.{past}"));
        let shape = ["1", &HEADS.to_string(), "p", &HEAD_SIZE.to_string()].map(str::to_owned);
        let shape = shape.each_ref().map(String::as_str);
        graph.input(&given, kind.number, &shape);
        graph.output(&kept, kind.number, &["1", "2", "t", "4"]);
        graph.node("Concat", &[&given, &turned], &present, &[Attribute::Int("axis", 2)]);
        graph.node("Identity", &[if kind.forgets { &given } else { &present }], &kept, &[]);
    }
    graph.node("Transpose", &[&at("k")], &at("kt"), &[Attribute::Ints("perm", &[0, 1, 3, 2])]);
    graph.node("MatMul", &[&at("q"), &at("kt")], &at("scores"), &[]);
    let scores = if kind.causal { at("masked") } else { at("scores") };
    graph.node("Where", &["seen", &at("scores"), "never"], &at("masked"), &[]);
    graph.node("Softmax", &[&scores], &at("shares"), &[]);
    graph.node("MatMul", &[&at("shares"), &at("v")], &at("seen"), &[]);
    graph.node("Transpose", &[&at("seen")], &at("back"), &[Attribute::Ints("perm", &[0, 2, 1, 3])]);
    graph.node("Reshape", &[&at("back"), "join"], &at("joined"), &[]);
    graph.node("Add", &[&x, &at("joined")], &format!("x.{}", layer + 1), &[]);
}

fn signature(kind: Kind) -> Signature {
    let element = if kind.number == FLOAT16 { Element::F16 } else { Element::F32 };
    let port = |name: &str, element| Port { name: name.to_owned(), element };
    let caches = (0..LAYERS).flat_map(|layer| {
        ["key", "value"].map(|part| Cache {
            past: format!("past.{layer}.{part}"),
            present: format!("present.{layer}.{part}"),
            element,
            heads: 2,
            head_size: 4,
        })
    });
    Signature {
        tokens: port("input_ids", Element::I64),
        attention_mask: Some(port("attention_mask", Element::I64)),
        position_ids: Some(port("position_ids", Element::I64)),
        use_cache_branch: Some(port("use_cache_branch", Element::Bool)),
        num_logits_to_keep: kind.last_only.then(|| port("num_logits_to_keep", Element::I64)),
        caches: caches.collect(),
        scores: Scores { name: "logits".to_owned(), element, vocabulary: 16 },
    }
}

fn plain_with(model: &[u8], signature: Signature) -> Result<Plain, LoadFailure> {
    let graph = GraphSource::Memory { bytes: model, dir: Path::new("/nonexistent") };
    let providers = &[Provider::Cpu];
    let plan = Plan { graph, threads: 1, providers, gpu: Gpu::Prefer, operators: Vec::new() };
    let capabilities = Capabilities { rows_max: 3, context_tokens: 64, ..Capabilities::default() };
    Plain::new(runtime().open(plan).unwrap(), signature, Box::new(Silent), capabilities)
}

fn plain(kind: Kind) -> Plain {
    plain_with(&decoder(kind), signature(kind)).unwrap()
}

fn start() -> Start {
    Start {
        call: 1,
        prompt: Prompt::Tokens(PROMPT.to_vec()),
        choices: 1,
        tokens_max: None,
        stop: Vec::new(),
        sampling: Sampling::default(),
        ignore_eos: false,
        return_tokens: false,
        logprobs: None,
    }
}

/// One step of rows `(sequence, past, tokens)`, all of whose logits are wanted.
fn step(plain: &mut Plain, rows: &[(Sequence, usize, &[u32])]) -> Vec<Vec<f32>> {
    let mut batch = Batch::default();
    for (sequence, past, tokens) in rows {
        batch.push(*sequence, *past, tokens, true);
    }
    let mut logits = Logits::new(plain.vocabulary());
    plain.step(&batch, &mut logits).unwrap();
    (0..rows.len()).map(|row| logits.row(row).to_vec()).collect()
}

/// Reads `tokens` in parts of the given lengths.
fn read(plain: &mut Plain, sequence: Sequence, tokens: &[u32], parts: &[usize]) -> Vec<f32> {
    plain.open(sequence, &start());
    let mut past = 0;
    let mut last = Vec::new();
    for len in parts {
        last = step(plain, &[(sequence, past, &tokens[past..past + len])]).remove(0);
        past += len;
    }
    assert_eq!(past, tokens.len());
    last
}

/// The decoder once more, a position at a time and without a cache.
fn reference(tokens: &[u32]) -> Vec<f32> {
    let embedding = weights("embedding", VOCABULARY * WIDTH);
    let times = |x: &[f32], name: &str, columns: usize| -> Vec<f32> {
        let w = weights(name, x.len() * columns);
        (0..columns)
            .map(|c| x.iter().enumerate().map(|(r, x)| x * w[r * columns + c]).sum())
            .collect()
    };
    let row = |token: &u32| embedding[*token as usize * WIDTH..][..WIDTH].to_vec();
    let mut xs: Vec<Vec<f32>> = tokens.iter().map(row).collect();
    for layer in 0..LAYERS {
        let part = |part: &str| -> Vec<Vec<f32>> {
            xs.iter().map(|x| times(x, &format!("w{part}.{layer}"), WIDTH)).collect()
        };
        let (q, k, v) = (part("q"), part("k"), part("v"));
        for at in 0..xs.len() {
            for head in 0..HEADS {
                let range = head * HEAD_SIZE..(head + 1) * HEAD_SIZE;
                let dot = |key: &Vec<f32>| -> f32 {
                    q[at][range.clone()].iter().zip(&key[range.clone()]).map(|(a, b)| a * b).sum()
                };
                let shares: Vec<f32> = k[..=at].iter().map(|key| dot(key).exp()).collect();
                let all: f32 = shares.iter().sum();
                for (share, value) in shares.iter().zip(&v) {
                    for dim in range.clone() {
                        xs[at][dim] += share / all * value[dim];
                    }
                }
            }
        }
    }
    times(xs.last().unwrap(), "head", VOCABULARY)
}

fn assert_close(found: &[f32], expected: &[f32], bound: f32) {
    assert_eq!(found.len(), expected.len());
    for (a, b) in found.iter().zip(expected) {
        assert!((a - b).abs() <= bound, "{found:?} is not {expected:?}");
    }
}

#[test]
fn a_prompt_is_read_in_any_parts() {
    for kind in [GOOD, Kind { last_only: true, ..GOOD }] {
        let mut plain = plain(kind);
        assert_eq!(plain.reading, Reading::Together);
        for parts in [&[11][..], &[4, 4, 3], &[1, 10], &[10, 1], &[1; 11]] {
            assert_close(&read(&mut plain, 0, &PROMPT, parts), &reference(&PROMPT), 1e-4);
        }
    }
}

#[test]
fn half_precision_is_read_too() {
    let mut plain = plain(Kind { number: FLOAT16, ..GOOD });
    assert_close(&read(&mut plain, 0, &PROMPT, &[6, 5]), &reference(&PROMPT), 0.1);
}

#[test]
fn rows_of_one_step_do_not_touch_each_other() {
    let mut plain = plain(GOOD);
    let other: Vec<u32> = PROMPT.iter().rev().copied().collect();
    plain.open(0, &start());
    plain.open(2, &start());
    step(&mut plain, &[(0, 0, &PROMPT[..5]), (2, 0, &other[..7])]);
    let both = step(&mut plain, &[(2, 7, &other[7..]), (0, 5, &PROMPT[5..])]);
    assert_close(&both[0], &reference(&other), 1e-4);
    assert_close(&both[1], &reference(&PROMPT), 1e-4);
}

#[test]
fn a_fork_goes_its_own_way_from_where_it_began() {
    let mut plain = plain(GOOD);
    read(&mut plain, 0, &PROMPT, &[11]);
    plain.fork(0, 1);
    let went = step(&mut plain, &[(0, 11, &[7]), (1, 11, &[8])]);
    assert_close(&went[0], &reference(&[&PROMPT[..], &[7]].concat()), 1e-4);
    assert_close(&went[1], &reference(&[&PROMPT[..], &[8]].concat()), 1e-4);
    plain.close(0);
    let on = step(&mut plain, &[(1, 12, &[9])]);
    assert_close(&on[0], &reference(&[&PROMPT[..], &[8, 9]].concat()), 1e-4);
    // A place that is opened again has forgotten everything.
    plain.close(1);
    assert_close(&read(&mut plain, 1, &PROMPT, &[11]), &reference(&PROMPT), 1e-4);
}

#[test]
fn a_graph_that_sees_ahead_is_fed_one_by_one() {
    let mut plain = plain(Kind { causal: false, ..GOOD });
    assert_eq!(plain.reading, Reading::OneByOne);
    assert_eq!(plain.capabilities().backend_reason.unwrap(), ONE_BY_ONE);
    assert_close(&read(&mut plain, 0, &PROMPT, &[11]), &reference(&PROMPT), 1e-4);
}

#[test]
fn only_wanted_logits_are_left() {
    let mut plain = plain(GOOD);
    plain.open(0, &start());
    plain.open(1, &start());
    let mut batch = Batch::default();
    batch.push(0, 0, &PROMPT[..4], false);
    batch.push(1, 0, &PROMPT, true);
    let mut logits = Logits::new(plain.vocabulary());
    plain.step(&batch, &mut logits).unwrap();
    assert_close(logits.row(0), &reference(&PROMPT), 1e-4);
}

#[test]
fn a_row_that_fails_fails_alone() {
    let mut plain = plain(GOOD);
    plain.open(0, &start());
    plain.open(1, &start());
    let mut batch = Batch::default();
    // Past the vocabulary: `encode` would have refused it.
    batch.push(0, 0, &[99], true);
    batch.push(1, 0, &PROMPT, true);
    let mut logits = Logits::new(plain.vocabulary());
    let failure = plain.step(&batch, &mut logits).unwrap_err();
    assert_eq!(failure.rows.iter().map(|row| row.sequence).collect::<Vec<_>>(), [0]);
    assert!(failure.to_string().contains("Gather"), "{failure}");
    assert_eq!(logits.row(0), [0.0; VOCABULARY]);
    assert_close(logits.row(1), &reference(&PROMPT), 1e-4);
    // It holds what it held before.
    assert_close(&step(&mut plain, &[(0, 0, &PROMPT)])[0], &reference(&PROMPT), 1e-4);
}

#[test]
fn a_token_past_the_vocabulary_is_refused() {
    let plain = plain(GOOD);
    let refusal = plain.encode(&Prompt::Tokens(vec![1, 16])).unwrap_err();
    assert_eq!(refusal, Refusal::TokenOutOfRange { token: 16, vocabulary: 16 });
    assert_eq!(plain.encode(&Prompt::Tokens(vec![1, 15])).unwrap(), [1, 15]);
}

#[test]
fn inputs_say_where_the_sequence_is() {
    let kind = Kind { last_only: true, ..GOOD };
    let signature = signature(kind);
    let feed = signature.feed(3, &[7, 8]).unwrap();
    let names: Vec<_> = feed.iter().map(|(name, _)| *name).collect();
    assert_eq!(names[..3], ["input_ids", "attention_mask", "position_ids"]);
    assert_eq!(names[3..], ["use_cache_branch", "num_logits_to_keep"]);
    let numbers = |at: usize| integers(&feed[at].1);
    assert_eq!((numbers(0), numbers(1), numbers(2)), (vec![7, 8], vec![1; 5], vec![3, 4]));
    assert_eq!((truths(&feed[3].1), numbers(4)), (vec![true], vec![1]));
    let first = signature.feed(0, &[7]).unwrap();
    assert_eq!((truths(&first[3].1), integers(&first[2].1)), (vec![false], vec![0]));
}

#[test]
fn what_it_can_do_names_where_it_runs() {
    let capabilities = plain(GOOD).capabilities();
    assert_eq!((&*capabilities.engine, &*capabilities.backend), ("ort", "plain"));
    assert_eq!((&*capabilities.provider, capabilities.rows_max), ("cpu", 3));
    assert!(capabilities.placement[0].1 > 10, "{capabilities:?}");
}

#[test]
fn a_graph_of_another_signature_is_broken_and_says_where() {
    let reason = |change: fn(&mut Signature)| {
        let mut signature = signature(GOOD);
        change(&mut signature);
        let failure = plain_with(&decoder(GOOD), signature).unwrap_err();
        assert_eq!(failure.kind, LoadFailureKind::Broken);
        failure.reason
    };
    let unfed = reason(|signature| signature.position_ids = None);
    assert_eq!(unfed, "nothing is known to feed its input \"position_ids\"");
    let kind = reason(|signature| signature.tokens.element = Element::I32);
    assert_eq!(kind, "it has no input \"input_ids\" of I32");
    let output = reason(|signature| signature.scores.name = "scores".to_owned());
    assert_eq!(output, "it has no output \"scores\" of F32");
    let nothing = reason(|signature| signature.scores.vocabulary = 0);
    assert_eq!(nothing, "it has a vocabulary of 0 tokens");
    let twice = reason(|signature| signature.caches[1].present = "present.0.key".to_owned());
    assert_eq!(twice, "one of its outputs has two meanings");
    let fed_twice = reason(|signature| signature.caches[1].past = "past.0.key".to_owned());
    assert!(fed_twice.contains("past.0"), "{fed_twice}");
    let heads = reason(|signature| signature.caches[0].heads = 3);
    assert!(heads.starts_with("it does not run: "), "{heads}");
    let narrow = reason(|signature| signature.scores.vocabulary = 15);
    assert!(narrow.ends_with("\"logits\" has the shape [1, 8, 16], not [1, 1, 15]"), "{narrow}");
}

#[test]
fn a_graph_that_forgets_is_broken() {
    let kind = Kind { forgets: true, ..GOOD };
    let failure = plain_with(&decoder(kind), signature(kind)).unwrap_err();
    let reason =
        "it does not run: output \"present.0.key\" has the shape [1, 2, 0, 4], not [1, 2, 8, 4]";
    assert_eq!((failure.kind, &*failure.reason), (LoadFailureKind::Broken, reason));
}

#[test]
fn a_graph_whose_scores_are_not_numbers_is_broken() {
    let kind = Kind { never: f32::NAN, ..GOOD };
    let failure = plain_with(&decoder(kind), signature(kind)).unwrap_err();
    let reason = "it does not run: output \"logits\" is not of numbers";
    assert_eq!((failure.kind, &*failure.reason), (LoadFailureKind::Broken, reason));
}

#[test]
fn distances_are_a_share_of_the_deviation() {
    assert_eq!(distance(&[-1.0, 1.0], &[-1.25, 1.25]), 0.25);
    assert_eq!(distance(&[1.0, 1.0], &[1.0, 1.0]), 0.0);
    let ruled_out = [f32::NEG_INFINITY, 0.0, 1.0];
    assert_eq!(distance(&ruled_out, &ruled_out), 0.0);
    assert!(distance(&ruled_out, &[0.0, 0.0, 1.0]) > 1.0);
    assert!(distance(&[0.0, 1.0], &[f32::NAN, 1.0]) > 1.0);
    assert!(distance(&[2.0, 2.0], &[2.0, 3.0]) > 1.0);
}
