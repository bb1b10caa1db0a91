//! One suite for every backend: each reference model must answer as its reference does, however its
//! prompt is cut, whoever else is in the batch, and whatever its place held before.

use super::*;
use crate::loads::Progress;
use crate::model::{Batch, Logits, Sequence};
use edge_api::worker::{Gpu, Prompt, Provider};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Names of reference models, with blanks between them; without it, all of them.
const ONLY: &str = "EDGED_TEST_MODELS";
/// Enough for a prompt to be cut in pieces of every kind.
const CHUNKS: [usize; 3] = [1, 3, 7];
/// How much farther off half precision may be: ONNX Runtime computes with it on aarch64, with single on x86.
const HALF_SLACK: f32 = if cfg!(target_arch = "aarch64") { 2.0 } else { 1.0 };

#[derive(Deserialize)]
struct Golden {
    backend: String,
    format: String,
    precision: String,
    logits_tolerance: Tolerance,
    prompts: Vec<GoldenPrompt>,
}

/// Of any one logit, and of all together.
#[derive(Debug, Deserialize)]
struct Tolerance {
    max: f32,
    mean: f32,
}

#[derive(Deserialize)]
struct GoldenPrompt {
    text: Option<String>,
    prompt_ids: Vec<u32>,
    greedy_ids: Vec<u32>,
    logits: Vec<GoldenLogits>,
}

#[derive(Deserialize)]
struct GoldenLogits {
    step: usize,
    values: Vec<f32>,
}

impl Golden {
    fn allowed(&self) -> Tolerance {
        let slack = if self.precision == "fp16" { HALF_SLACK } else { 1.0 };
        let Tolerance { max, mean } = self.logits_tolerance;
        Tolerance { max: max * slack, mean: mean * slack }
    }
}

fn models_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/models")
}

fn goldens() -> BTreeMap<String, Golden> {
    let suffix = ".golden.json";
    let files = std::fs::read_dir(models_dir()).unwrap().map(|entry| entry.unwrap().path());
    let mut goldens: BTreeMap<String, Golden> = files
        .filter_map(|path| {
            let name = path.file_name()?.to_str()?.strip_suffix(suffix)?.to_owned();
            let golden = serde_json::from_slice(&std::fs::read(&path).unwrap());
            Some((name, golden.unwrap_or_else(|error| panic!("{}: {error}", path.display()))))
        })
        .collect();
    assert!(goldens.len() >= 8, "the reference models are there: {:?}", goldens.keys());
    if let Some(only) = std::env::var_os(ONLY) {
        let only: Vec<&str> = only.to_str().unwrap().split_whitespace().collect();
        goldens.retain(|name, _| only.contains(&name.as_str()));
        assert!(!only.is_empty() && goldens.len() == only.len(), "{ONLY}: each is there: {only:?}");
    }
    goldens
}

fn library() -> PathBuf {
    crate::ort::testing::library()
}

fn folder(name: &str) -> Folder {
    Folder {
        dir: models_dir().join(name),
        digest: None,
        providers: vec![Provider::Cpu],
        gpu: Gpu::Prefer,
        context_tokens: None,
        rows_max: 4,
        kv_bytes_max: 1 << 30,
        threads: 1,
    }
}

fn load(name: &str) -> Box<dyn Model> {
    let opened = open(&folder(name), Some(&library()), &Progress::default());
    opened.unwrap_or_else(|failure| panic!("{name}: {failure:?}"))
}

/// A sequence that is fed by hand.
struct Fed {
    sequence: Sequence,
    read: usize,
}

/// Reads `tokens` in pieces and gives back the logits of the last one.
fn feed(model: &mut dyn Model, fed: &mut Fed, tokens: &[u32], chunk: usize) -> Vec<f32> {
    let mut logits = Logits::new(model.vocabulary());
    let mut left = tokens;
    while !left.is_empty() {
        let (piece, rest) = left.split_at(chunk.min(left.len()));
        let mut batch = Batch::default();
        batch.push(fed.sequence, fed.read, piece, rest.is_empty());
        model.step(&batch, &mut logits).unwrap();
        fed.read += piece.len();
        left = rest;
    }
    logits.row(0).to_vec()
}

fn likeliest(logits: &[f32]) -> u32 {
    let best = (0..).zip(logits).max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
    best.unwrap().0
}

fn begin(model: &mut dyn Model, sequence: Sequence, prompt: &[u32]) -> Fed {
    model.open(sequence, &start(prompt));
    Fed { sequence, read: 0 }
}

fn start(prompt: &[u32]) -> edge_api::worker::Start {
    edge_api::worker::Start {
        call: 1,
        prompt: Prompt::Tokens(prompt.to_vec()),
        choices: 1,
        tokens_max: None,
        stop: Vec::new(),
        sampling: Default::default(),
        ignore_eos: true,
        return_tokens: true,
        logprobs: None,
    }
}

/// The likeliest token again and again, with the logits it was taken from.
fn greedy(
    model: &mut dyn Model,
    sequence: Sequence,
    prompt: &[u32],
    chunk: usize,
    count: usize,
) -> (Vec<u32>, Vec<Vec<f32>>) {
    let mut fed = begin(model, sequence, prompt);
    let (mut ids, mut all) = (Vec::new(), vec![feed(model, &mut fed, prompt, chunk)]);
    while ids.len() < count {
        let token = likeliest(all.last().unwrap());
        ids.push(token);
        all.push(feed(model, &mut fed, &[token], 1));
    }
    model.close(sequence);
    (ids, all)
}

#[test]
fn ids_and_logits_are_the_references() {
    for (name, golden) in goldens() {
        let checked = check(folder(&name), None, Some(&library()), &Progress::default());
        let Checked { card, capabilities } = checked.unwrap();
        let mut model = load(&name);
        assert_eq!(model.capabilities(), capabilities, "{name}: a load finds what the check found");
        assert_eq!(capabilities.backend, golden.backend, "{name}: {capabilities:?}");
        assert_eq!(capabilities.backend_reason.is_some(), golden.backend == "plain", "{name}");
        assert_eq!((&card.format, &card.precision), (&golden.format, &golden.precision), "{name}");
        let nodes: u32 = capabilities.placement.iter().map(|(_, nodes)| nodes).sum();
        assert!(nodes > 10, "{name}: {:?}", capabilities.placement);
        let mut differences = Vec::new();
        for prompt in &golden.prompts {
            let count = prompt.greedy_ids.len();
            let mut distinct = prompt.greedy_ids.clone();
            distinct.sort_unstable();
            distinct.dedup();
            assert!(count >= 48 && distinct.len() >= 20, "{name}: a reference that says something");
            let whole = prompt.prompt_ids.len();
            let (ids, logits) = greedy(model.as_mut(), 0, &prompt.prompt_ids, whole, count);
            assert_eq!(ids, prompt.greedy_ids, "{name}: {:?}", prompt.text);
            for GoldenLogits { step, values } in &prompt.logits {
                assert_eq!(logits[*step].len(), values.len(), "{name}");
                let pairs = logits[*step].iter().zip(values);
                differences.extend(pairs.map(|(ours, theirs)| (ours - theirs).abs()));
            }
        }
        let max = differences.iter().copied().fold(0.0, f32::max);
        let mean = differences.iter().sum::<f32>() / differences.len() as f32;
        let allowed = golden.allowed();
        eprintln!("{name}: logits are off by {max:.1e} at most, {mean:.1e} on average");
        assert!(max <= allowed.max && mean <= allowed.mean, "{name}: {max}, {mean}: {allowed:?}");
        if golden.precision == "fp32" {
            assert!(allowed.max <= 1e-3, "{name}");
        }
    }
}

#[test]
fn a_context_is_as_long_as_there_is_memory_for() {
    let at_most = |kv_bytes_max, context_tokens| {
        let folder = Folder { kv_bytes_max, context_tokens, ..folder("genai-llama-fp32") };
        check(folder, None, Some(&library()), &Progress::default())
    };
    let all = at_most(1 << 30, None).unwrap();
    assert_eq!((all.card.context_tokens, all.capabilities.rows_max), (1024, 4));
    let row_bytes = 3 * 2 * 4 * kv_floats() * 1024;
    let half = at_most(row_bytes / 2, None).unwrap();
    assert_eq!((half.card.context_tokens, half.capabilities.rows_max), (512, 1));
    let failure = at_most(row_bytes / 2, Some(1024)).unwrap_err();
    assert!(failure.hint.unwrap().contains("context_tokens"), "what was asked for is not cut");
    assert_eq!(at_most(row_bytes, Some(600)).unwrap().card.context_tokens, 600);
}

/// Of one layer's keys, per token, of `genai-llama-fp32`.
fn kv_floats() -> u64 {
    let config = std::fs::read(models_dir().join("genai-llama-fp32/genai_config.json")).unwrap();
    let config: serde_json::Value = serde_json::from_slice(&config).unwrap();
    let decoder = &config["model"]["decoder"];
    let number = |name: &str| decoder[name].as_u64().unwrap();
    assert_eq!(number("num_hidden_layers"), 3);
    number("num_key_value_heads") * number("head_size")
}

#[test]
fn text_has_the_references_ids() {
    for (name, golden) in goldens() {
        let model = load(&name);
        for prompt in &golden.prompts {
            if let Some(text) = &prompt.text {
                let ids = model.encode(&Prompt::Text(text.clone())).unwrap();
                assert_eq!(ids, prompt.prompt_ids, "{name}: {text:?}");
            }
        }
    }
}

#[test]
fn a_prompt_in_pieces_is_the_same_prompt() {
    for (name, golden) in goldens() {
        let mut model = load(&name);
        let prompt = &golden.prompts[0];
        for chunk in CHUNKS {
            let (ids, _) = greedy(model.as_mut(), 1, &prompt.prompt_ids, chunk, 24);
            assert_eq!(ids, prompt.greedy_ids[..24], "{name} in pieces of {chunk}");
        }
    }
}

#[test]
fn a_place_that_was_used_before_is_as_good_as_new() {
    for (name, golden) in goldens() {
        let mut model = load(&name);
        for prompt in golden.prompts.iter().chain(&golden.prompts) {
            let whole = prompt.prompt_ids.len();
            let (ids, _) = greedy(model.as_mut(), 2, &prompt.prompt_ids, whole, 16);
            assert_eq!(ids, prompt.greedy_ids[..16], "{name}");
        }
    }
}

/// Rows of several prompts in one batch, one of them still reading, each as if it were alone.
#[test]
fn rows_do_not_know_of_each_other() {
    for (name, golden) in goldens() {
        let mut model = load(&name);
        let prompts: Vec<&GoldenPrompt> = golden.prompts.iter().take(3).collect();
        let mut fed: Vec<Fed> = Vec::new();
        let mut ids: Vec<Vec<u32>> = Vec::new();
        for (sequence, prompt) in (0..).zip(&prompts) {
            let mut one = begin(model.as_mut(), sequence, &prompt.prompt_ids);
            let logits = feed(model.as_mut(), &mut one, &prompt.prompt_ids, 5);
            ids.push(vec![likeliest(&logits)]);
            fed.push(one);
        }
        let late = &golden.prompts[0].prompt_ids;
        let mut reading = begin(model.as_mut(), 3, late);
        let mut logits = Logits::new(model.vocabulary());
        for step in 0..12 {
            let mut batch = Batch::default();
            for (one, ids) in fed.iter().zip(&ids) {
                batch.push(one.sequence, one.read, &ids[ids.len() - 1..], true);
            }
            let piece = late.get(step * 2..(step * 2 + 2).min(late.len())).unwrap_or_default();
            if !piece.is_empty() {
                batch.push(3, reading.read, piece, false);
                reading.read += piece.len();
            }
            model.step(&batch, &mut logits).unwrap();
            for (at, (one, ids)) in fed.iter_mut().zip(&mut ids).enumerate() {
                one.read += 1;
                ids.push(likeliest(logits.row(at)));
            }
        }
        for (prompt, ids) in prompts.iter().zip(&ids) {
            assert_eq!(ids[..], prompt.greedy_ids[..ids.len()], "{name}");
        }
    }
}

#[test]
fn a_fork_goes_its_own_way() {
    for (name, golden) in goldens() {
        let mut model = load(&name);
        let prompt = &golden.prompts[0];
        let mut one = begin(model.as_mut(), 0, &prompt.prompt_ids);
        feed(model.as_mut(), &mut one, &prompt.prompt_ids, 64);
        model.fork(0, 1);
        let mut other = Fed { sequence: 1, read: one.read };
        // What the other reads must not be seen by the first.
        let astray = (prompt.greedy_ids[0] + 1) % model.vocabulary();
        feed(model.as_mut(), &mut other, &[astray, astray], 2);
        let mut ids = vec![prompt.greedy_ids[0]];
        for _ in 0..8 {
            let last = ids[ids.len() - 1..].to_vec();
            ids.push(likeliest(&feed(model.as_mut(), &mut one, &last, 1)));
        }
        assert_eq!(ids, prompt.greedy_ids[..9], "{name}");
        model.close(0);
        model.close(1);
    }
}
