//! Real model folders, served end to end, answer what transformers answers.
//!
//! The folders and the answers are in `engine/tests/data/models`; `make golden` writes them.

use crate::daemon::{Daemon, chat, command};
use edge_api::admin::{ModelState, ModelStatus};
use edge_api::client::Client;
use edge_api::edge::{EdgeAnswer, EdgeRequest};
use edge_api::openai::{
    ChatCompletion, ChatRequest, Completion, CompletionRequest, Message, PromptInput,
};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tempfile::TempDir;

const ANSWER_TOKENS: usize = 48;

/// What `make golden` writes beside a folder.
#[derive(Debug, Deserialize)]
struct Golden {
    format: String,
    architecture: String,
    precision: String,
    layers: u32,
    vocabulary: u32,
    context_tokens: u32,
    end_tokens: Vec<u32>,
    backend: String,
    logits_tolerance: Tolerance,
    prompts: Vec<Prompt>,
}

/// How far a logit may be from the reference.
#[derive(Debug, Deserialize)]
struct Tolerance {
    max: f32,
}

#[derive(Debug, Deserialize)]
struct Prompt {
    text: Option<String>,
    messages: Option<Vec<Message>>,
    prompt_ids: Vec<u32>,
    greedy_ids: Vec<u32>,
    logits: Vec<Logits>,
}

#[derive(Debug, Deserialize)]
struct Logits {
    step: usize,
    values: Vec<f32>,
}

/// What of an answer is compared, whichever endpoint gave it.
#[derive(Debug)]
struct Answer {
    prompt_tokens: u64,
    token_ids: Vec<u32>,
    edge: EdgeAnswer,
}

/// An answer that ends early or repeats itself would hide a fault.
#[test]
fn the_answers_are_worth_comparing_with() {
    for name in names() {
        let golden = golden(&name);
        assert_eq!(golden.prompts.len(), 4, "{name}");
        for Prompt { prompt_ids, greedy_ids, logits, .. } in &golden.prompts {
            let distinct: BTreeSet<_> = greedy_ids.iter().collect();
            assert!(greedy_ids.len() == ANSWER_TOKENS && distinct.len() >= 20, "{name}");
            assert!(golden.end_tokens.iter().all(|end| !distinct.contains(end)), "{name}");
            assert!(prompt_ids.iter().all(|id| *id < golden.vocabulary), "{name}");
            let whole = |logits: &Logits| logits.values.len() == golden.vocabulary as usize;
            assert!(logits.len() == 3 && logits.iter().all(whole), "{name}");
        }
    }
}

#[tokio::test]
async fn every_folder_is_read_as_what_it_is() {
    let names = names();
    let daemon = serving(&names).await;
    for name in &names {
        let (golden, model) = (golden(name), checked(&daemon, name).await);
        assert_eq!(model.format.as_deref(), Some(&*golden.format), "{name}");
        assert_eq!(model.architecture.as_deref(), Some(&*golden.architecture), "{name}");
        assert_eq!(model.precision.as_deref(), Some(&*golden.precision), "{name}");
        assert_eq!(model.layers, Some(golden.layers), "{name}");
        assert_eq!(model.vocabulary, Some(golden.vocabulary), "{name}");
        assert_eq!(model.context_tokens, Some(golden.context_tokens), "{name}");
        assert_eq!(sorted(&model.end_tokens), sorted(&golden.end_tokens), "{name}");
        assert_eq!(model.chat, Some(true), "{name}");
        assert_eq!(model.digest, Some(digest(&folder(name))), "{name}");
    }
}

#[tokio::test]
async fn every_folder_answers_as_the_reference_does() {
    let names = names();
    let daemon = serving(&names).await;
    for name in &names {
        let golden = golden(name);
        let digest = checked(&daemon, name).await.digest;
        for (index, prompt) in golden.prompts.iter().enumerate() {
            let what = format!("{name}, prompt {index}");
            let mut answers = vec![by_tokens(&daemon.client, name, prompt).await];
            if let Some(text) = &prompt.text {
                answers.push(by_text(&daemon.client, name, text).await);
            }
            if let Some(messages) = &prompt.messages {
                answers.push(by_chat(&daemon.client, name, messages).await);
            }
            for answer in answers {
                assert_eq!(answer.prompt_tokens, prompt.prompt_ids.len() as u64, "{what}");
                assert_eq!(answer.token_ids, prompt.greedy_ids, "{what}");
                let edge = &answer.edge;
                assert_eq!((&*edge.engine, &*edge.provider), ("ort", "cpu"), "{what}");
                assert_eq!((&edge.backend, &edge.digest), (&golden.backend, &digest), "{what}");
            }
        }
    }
}

/// Rows that run side by side must not see each other.
#[tokio::test]
async fn answers_are_the_same_side_by_side() {
    let names = names();
    let daemon = serving(&names).await;
    for name in &names {
        checked(&daemon, name).await;
        let golden = golden(name);
        let mut asked = tokio::task::JoinSet::new();
        for prompt in golden.prompts {
            let (client, name) = (daemon.client.clone(), name.clone());
            asked.spawn(async move { (by_tokens(&client, &name, &prompt).await, prompt) });
        }
        for (answer, prompt) in asked.join_all().await {
            assert_eq!(answer.token_ids, prompt.greedy_ids, "{name}, {:?}", prompt.prompt_ids);
        }
    }
}

#[tokio::test]
async fn probabilities_are_those_of_the_reference() {
    let names = names();
    let daemon = serving(&names).await;
    for name in &names {
        checked(&daemon, name).await;
        let golden = golden(name);
        // All logits may be off one way, and the chosen one the other.
        let allowed = 2.0 * golden.logits_tolerance.max;
        for prompt in &golden.prompts {
            let request =
                CompletionRequest { logprobs: Some(0), ..greedy(name, prompt.prompt_ids.clone()) };
            let answer = complete(&daemon.client, &request).await;
            let found = answer.choices[0].logprobs.as_ref().unwrap();
            for logits in &prompt.logits {
                let chosen = prompt.greedy_ids[logits.step] as usize;
                let wanted = log_probability(&logits.values, chosen);
                let apart = (found.token_logprobs[logits.step] - wanted).abs();
                assert!(apart <= allowed, "{name}, step {}: off by {apart}", logits.step);
            }
        }
    }
}

#[tokio::test]
async fn a_folder_elsewhere_is_served_by_a_link() {
    let name = "genai-llama-fp32";
    let daemon = serving(&[]).await;
    let add = serde_json::json!({ "name": "elsewhere", "dir": folder(name), "mode": "link" });
    let _: serde_json::Value = daemon.client.post_json("/edge/v1/models", &add).await.unwrap();
    let model = checked(&daemon, "elsewhere").await;
    assert!(model.linked, "{model:?}");
    let golden = golden(name);
    let answer = by_tokens(&daemon.client, "elsewhere", &golden.prompts[0]).await;
    assert_eq!(answer.token_ids, golden.prompts[0].greedy_ids);
}

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../engine/tests/data/models")
        .canonicalize()
        .unwrap()
}

fn folder(name: &str) -> PathBuf {
    data().join(name)
}

/// All folders that have answers beside them.
fn names() -> Vec<String> {
    let entries = std::fs::read_dir(data()).unwrap();
    let files = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> =
        files.filter_map(|file| Some(file.strip_suffix(".golden.json")?.to_owned())).collect();
    names.sort();
    assert!(names.len() >= 10, "only {names:?}: `make golden` writes them");
    names
}

fn golden(name: &str) -> Golden {
    let path = data().join(format!("{name}.golden.json"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// An `edged` with copies of these folders among its models.
/// How a loaded model is run changes between calls: none of them is lost.
#[tokio::test]
async fn a_shorter_context_is_taken_while_calls_come() {
    let name = "genai-qwen2-fp32".to_owned();
    let daemon = serving(std::slice::from_ref(&name)).await;
    let whole = checked(&daemon, &name).await.context_tokens.unwrap();
    let files = daemon.socket().with_file_name("config").join("models.d");
    std::fs::create_dir_all(&files).unwrap();
    let (client, model, over) =
        (daemon.client.clone(), name.clone(), Arc::new(AtomicBool::new(false)));
    let stop = Arc::clone(&over);
    let calls = tokio::spawn(async move {
        let mut calls = 0;
        while !stop.load(Ordering::Relaxed) {
            let request = ChatRequest { max_tokens: Some(4), ..chat(&model, "x") };
            let answer = client.chat(&request).await.unwrap();
            assert!((1..=4).contains(&answer.usage.completion_tokens));
            calls += 1;
        }
        calls
    });
    for tokens in [48, 64, whole] {
        let text =
            if tokens == whole { String::new() } else { format!("context_tokens = {tokens}\n") };
        std::fs::write(files.join(format!("{name}.toml")), text).unwrap();
        let is = |model: &ModelStatus| {
            model.context_tokens == Some(tokens) && model.state == ModelState::Ready
        };
        daemon.until("it is loaded anew", |status| status.models.iter().any(is)).await;
    }
    over.store(true, Ordering::Relaxed);
    assert!(calls.await.unwrap() > 3);
    assert_eq!(daemon.client.status().await.unwrap().workers[0].restarts, 0);
}

async fn serving(names: &[String]) -> Daemon {
    let dir = tempfile::tempdir().unwrap();
    for name in names {
        copy(&folder(name), &dir.path().join("state/models").join(name));
    }
    started_in(dir).await
}

async fn started_in(dir: TempDir) -> Daemon {
    let child = command(dir.path()).spawn().unwrap();
    Daemon::adopt(dir, child).await
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (entry, to) = entry.map(|entry| (entry.path(), to.join(entry.file_name()))).unwrap();
        if entry.is_dir() {
            copy(&entry, &to);
        } else {
            std::fs::copy(&entry, &to).unwrap();
        }
    }
}

/// Waits until edged has looked at the folder, and found no fault.
async fn checked(daemon: &Daemon, name: &str) -> ModelStatus {
    let settled = |model: &ModelStatus| {
        model.name == name && model.state != ModelState::Loading && model.progress.is_none()
    };
    let status = daemon.until(name, |status| status.models.iter().any(settled)).await;
    let model = status.models.into_iter().find(|model| model.name == name).unwrap();
    assert!(matches!(model.state, ModelState::Unloaded | ModelState::Ready), "{model:?}");
    model
}

/// Asks for the likeliest tokens, whatever the model's own settings are.
fn greedy(model: &str, prompt_ids: Vec<u32>) -> CompletionRequest {
    CompletionRequest {
        model: Some(model.to_owned()),
        prompt: Some(PromptInput::Tokens(prompt_ids)),
        max_tokens: Some(ANSWER_TOKENS as i64),
        temperature: Some(0.0),
        repetition_penalty: Some(1.0),
        edge: Some(tokens_wanted()),
        ..CompletionRequest::default()
    }
}

fn tokens_wanted() -> EdgeRequest {
    EdgeRequest { return_tokens: Some(true), ignore_eos: Some(true), ..EdgeRequest::default() }
}

async fn by_tokens(client: &Client, model: &str, prompt: &Prompt) -> Answer {
    whole(complete(client, &greedy(model, prompt.prompt_ids.clone())).await)
}

async fn by_text(client: &Client, model: &str, text: &str) -> Answer {
    let prompt = Some(PromptInput::Text(text.to_owned()));
    whole(complete(client, &CompletionRequest { prompt, ..greedy(model, Vec::new()) }).await)
}

async fn by_chat(client: &Client, model: &str, messages: &[Message]) -> Answer {
    let request = ChatRequest {
        model: Some(model.to_owned()),
        messages: Some(messages.to_vec()),
        max_tokens: Some(ANSWER_TOKENS as i64),
        temperature: Some(0.0),
        repetition_penalty: Some(1.0),
        edge: Some(tokens_wanted()),
        ..ChatRequest::default()
    };
    let ChatCompletion { mut choices, usage, edge, .. } = client.chat(&request).await.unwrap();
    let token_ids = choices.remove(0).token_ids.unwrap();
    Answer { prompt_tokens: usage.prompt_tokens, token_ids, edge }
}

async fn complete(client: &Client, request: &CompletionRequest) -> Completion<'static> {
    client.post_json("/v1/completions", request).await.unwrap()
}

fn whole(mut completion: Completion<'_>) -> Answer {
    Answer {
        prompt_tokens: completion.usage.unwrap().prompt_tokens,
        token_ids: completion.choices.remove(0).token_ids.unwrap(),
        edge: completion.edge.unwrap(),
    }
}

fn log_probability(logits: &[f32], token: usize) -> f32 {
    let largest = logits.iter().copied().fold(f32::MIN, f32::max);
    let sum: f32 = logits.iter().map(|logit| (logit - largest).exp()).sum();
    logits[token] - largest - sum.ln()
}

/// The digest as docs and scripts compute it.
fn digest(dir: &Path) -> String {
    let line =
        r"find . -type f -printf '%P\n' | LC_ALL=C sort | xargs -d '\n' sha256sum | sha256sum";
    let output = Command::new("sh").args(["-c", line]).current_dir(dir).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    format!("sha256:{}", text.split(' ').next().unwrap())
}

fn sorted(tokens: &[u32]) -> Vec<u32> {
    let mut tokens = tokens.to_vec();
    tokens.sort_unstable();
    tokens
}
