//! Model folders that are broken, or made to do harm: each is refused with a reason that names the fault,
//! before a worker that serves has seen it, and the models beside it go on answering. `faults` has them.

use crate::daemon::{Daemon, PATIENCE, chat, children_of, command, send};
use crate::faults::{
    FAULTS, GOOD, TEMPLATE, broken_at, copy, fixture, large_context, listed, shape, write,
};
use edge_api::admin::{Health, ModelChange, ModelState, ModelStatus, Status};
use edge_api::client::{Client, Error};
use edge_api::edge::EdgeRequest;
use edge_api::error::Code;
use edge_api::openai::{Completion, CompletionRequest, PromptInput};
use rustix::process::Signal;
use serde_json::{Value, json};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::sync::watch;
use tokio::task::JoinHandle;

#[tokio::test]
async fn each_broken_folder_says_why_and_the_others_serve() {
    let dir = tempfile::tempdir().unwrap();
    let daemon = serving(dir).await;
    let steady = Steady::begin(&daemon).await;
    let kept = kept(&daemon);
    for (name, fault, _) in FAULTS {
        broken_at(&kept.join(name), *fault);
    }
    let mut silent = Vec::new();
    for (name, _, says) in FAULTS {
        let model = settled(&daemon, name).await;
        let reason = model.reason.unwrap_or_default();
        if model.state != ModelState::Broken || !says.iter().all(|part| reason.contains(part)) {
            silent.push(format!("{name}: {:?}, {reason}", model.state));
            continue;
        }
        assert!(reason.len() <= 1024 && !reason.contains(char::is_control), "{name}: {reason:?}");
        let error = daemon.client.chat(&chat(name, "x")).await.unwrap_err();
        assert_eq!(refusal(&error), (503, Code::ModelBroken), "{name}: {error}");
        assert!(error.to_string().contains(&reason), "{name}: {error}");
    }
    assert!(silent.is_empty(), "no reason, or another one: {silent:#?}");
    let status = daemon.client.status().await.unwrap();
    assert_eq!(status.health, Health::Degraded);
    for (name, ..) in FAULTS {
        let reason = model(&status, name).unwrap().reason.clone().unwrap();
        let told = status.reasons.iter().find(|told| told.subject == *name).expect(name);
        assert_eq!((&*told.code, &told.message), ("model_broken", &reason), "{name}");
    }
    steady.end(&daemon).await;
}

#[tokio::test]
async fn adding_a_broken_folder_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let sources = dir.path().join("somebody/elses");
    let daemon = serving(dir).await;
    let steady = Steady::begin(&daemon).await;
    let kept = kept(&daemon);
    for name in ["weights-cut", "run-fails", "link-beside", "pipe"] {
        let (_, fault, says) = FAULTS.iter().find(|fault| fault.0 == name).unwrap();
        let source = sources.join(name);
        broken_at(&source, *fault);
        let files = std::fs::read_dir(&source).unwrap().count();
        for mode in ["copy", "link"] {
            let add = json!({ "name": "added", "dir": source, "mode": mode });
            let added: ModelChange = daemon.client.post_json(MODELS, &add).await.unwrap();
            assert!(added.changed);
            let reason = broken(&daemon, "added").await;
            assert!(says.iter().all(|part| reason.contains(part)), "{name}, {mode}: {reason}");
            assert_eq!(listed(&kept), [".incoming", "good"], "{name}, {mode}");
            assert_eq!(listed(&kept.join(".incoming")), [""; 0], "{name}, {mode}");
            let removed: ModelChange =
                daemon.client.delete_json(&format!("{MODELS}/added")).await.unwrap();
            assert!(removed.changed);
        }
        assert_eq!(std::fs::read_dir(&source).unwrap().count(), files, "{name}");
    }
    steady.end(&daemon).await;
}

#[tokio::test]
async fn a_check_that_is_killed_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let daemon = serving(dir).await;
    let steady = Steady::begin(&daemon).await;
    let serves = daemon.worker_of("good").await;
    let folder = kept(&daemon).join("shot");
    copy(&fixture(GOOD), &folder);
    let deadline = Instant::now() + PATIENCE;
    let checks = loop {
        let mut workers = children_of(daemon.pid()).into_iter().map(|(pid, _)| pid);
        // Before it has become the worker, it is a copy of edged.
        let is_worker = |pid: &u32| {
            std::fs::read(format!("/proc/{pid}/cmdline"))
                .is_ok_and(|line| String::from_utf8_lossy(&line).contains("models/shot"))
        };
        if let Some(pid) = workers.find(|pid| *pid != serves && is_worker(pid)) {
            break pid;
        }
        assert!(Instant::now() < deadline, "no check has begun");
        tokio::task::yield_now().await;
    };
    send(checks, Signal::KILL);
    let reason = broken(&daemon, "shot").await;
    assert_eq!(reason, "the check died: signal: 9 (SIGKILL)");
    // Nothing is wrong with the folder: once it is looked at again, it serves.
    std::fs::write(folder.join("note"), "new").unwrap();
    let noticed = |status: &Status| model(status, "shot").unwrap().state != ModelState::Broken;
    daemon.until("it is seen to change", noticed).await;
    daemon.until("it is checked again", |status| is_usable(status, "shot")).await;
    assert_eq!(complete(&daemon.client, "shot").await.unwrap(), greedy_ids());
    steady.end(&daemon).await;
}

#[tokio::test]
async fn what_shows_only_in_a_call_fails_that_call() {
    let dir = tempfile::tempdir().unwrap();
    let kept = dir.path().join("state/models");
    for (name, template) in [
        (
            "endless",
            "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        ),
        ("recursive", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"),
        ("long", "{% for a in range(9999) %}{{ 'x' * 9999 }}{% endfor %}"),
        ("raises", "{{ raise_exception('only poems') }}"),
    ] {
        broken_at(&kept.join(name), |dir| write(dir, TEMPLATE, template));
    }
    // What a check reads are the first two tokens.
    broken_at(&kept.join("few"), |dir| shape(dir, &[2, 64]));
    let daemon = serving(dir).await;
    let steady = Steady::begin(&daemon).await;
    for (name, says) in [
        ("endless", "too many steps"),
        ("recursive", "recursion"),
        ("long", "longer than 16777216 bytes"),
        ("raises", "only poems"),
    ] {
        daemon.until(name, |status| is_usable(status, name)).await;
        for _ in 0..2 {
            let error = daemon.client.chat(&chat(name, "x")).await.unwrap_err();
            assert_eq!(refusal(&error), (400, Code::InvalidValue), "{name}: {error}");
            assert!(error.to_string().contains(says), "{name}: {error}");
        }
        assert_eq!(complete(&daemon.client, name).await.unwrap(), greedy_ids(), "{name}");
    }
    daemon.until("few", |status| is_usable(status, "few")).await;
    for _ in 0..2 {
        let error = complete(&daemon.client, "few").await.unwrap_err();
        assert_eq!(refusal(&error), (503, Code::ModelFailed), "{error}");
        assert!(error.to_string().contains("out of data bounds"), "{error}");
    }
    steady.end(&daemon).await;
}

/// Nothing bounds what a template takes but the memory there is: the check meets it first.
#[tokio::test]
async fn a_template_that_eats_memory_meets_the_check_first() {
    let dir = tempfile::tempdir().unwrap();
    let (folder, script) = (dir.path().join("state/models/greedy"), dir.path().join("worker"));
    let template = "{% set ns = namespace(s='xxxxxxxx') %}{% for a in range(50) %}\
        {% set ns.s = ns.s ~ ns.s %}{% endfor %}";
    broken_at(&folder, |dir| write(dir, TEMPLATE, template));
    let worker = PathBuf::from(env!("CARGO_BIN_EXE_edged")).with_file_name("edge-worker");
    // As if the machine had no more.
    let text = format!("#!/bin/sh\nulimit -v 1000000\nexec '{}' \"$@\"\n", worker.display());
    std::fs::write(&script, text).unwrap();
    std::fs::set_permissions(&script, PermissionsExt::from_mode(0o755)).unwrap();
    copy(&fixture(GOOD), &dir.path().join("state/models/good"));
    let daemon = Daemon::start_in(dir, &["--worker", script.to_str().unwrap()]).await;
    let steady = Steady::begin(&daemon).await;
    let reason = broken(&daemon, "greedy").await;
    assert_eq!(reason, "the check died: signal: 6 (SIGABRT)");
    steady.end(&daemon).await;
}

/// The reason is a setting, so the settings decide each time.
#[tokio::test]
async fn a_context_too_long_for_memory_is_cut() {
    let dir = tempfile::tempdir().unwrap();
    broken_at(&dir.path().join("state/models/long"), large_context);
    let daemon = serving(dir).await;
    let model = settled(&daemon, "long").await;
    assert_eq!(model.state, ModelState::Unloaded, "{model:?}");
    let context = model.context_tokens.unwrap();
    assert!((1024..1 << 24).contains(&context), "{context}");
    assert_eq!(complete(&daemon.client, "long").await.unwrap(), greedy_ids());
}

const MODELS: &str = "/edge/v1/models";

/// Somebody who asks the good model again and again, and wants the same answer each time.
struct Steady {
    stop: watch::Sender<bool>,
    asks: JoinHandle<usize>,
}

impl Steady {
    async fn begin(daemon: &Daemon) -> Self {
        daemon.until("the good one", |status| is_usable(status, "good")).await;
        let (stop, stopped) = watch::channel(false);
        let client = daemon.client.clone();
        let wanted = greedy_ids();
        assert_eq!(complete(&client, "good").await.unwrap(), wanted);
        let asks = tokio::spawn(async move {
            let mut answers = 0;
            while !*stopped.borrow() {
                assert_eq!(complete(&client, "good").await.unwrap(), wanted);
                answers += 1;
            }
            answers
        });
        Self { stop, asks }
    }

    /// All its answers were right, and from the worker of the first.
    async fn end(self, daemon: &Daemon) {
        self.stop.send(true).unwrap();
        let answers = self.asks.await.unwrap();
        assert!(answers >= 5, "only {answers} answers");
        let status = daemon.client.status().await.unwrap();
        let restarts: Vec<u64> = status.workers.iter().map(|worker| worker.restarts).collect();
        assert_eq!(restarts, [0], "{:?}", status.workers);
        assert_eq!(model(&status, "good").unwrap().state, ModelState::Ready);
    }
}

fn golden() -> Value {
    let path = fixture(&format!("{GOOD}.golden.json"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn prompt() -> Vec<u32> {
    serde_json::from_value(golden()["prompts"][0]["prompt_ids"].clone()).unwrap()
}

fn greedy_ids() -> Vec<u32> {
    serde_json::from_value(golden()["prompts"][0]["greedy_ids"].clone()).unwrap()
}

/// An `edged` with the good model, and whatever else is in `dir` already.
async fn serving(dir: TempDir) -> Daemon {
    copy(&fixture(GOOD), &dir.path().join("state/models/good"));
    let child = command(dir.path()).spawn().unwrap();
    Daemon::adopt(dir, child).await
}

fn kept(daemon: &Daemon) -> PathBuf {
    daemon.socket().with_file_name("state").join("models")
}

fn model<'a>(status: &'a Status, name: &str) -> Option<&'a ModelStatus> {
    status.models.iter().find(|model| model.name == name)
}

/// It was checked, and found good.
fn is_usable(status: &Status, name: &str) -> bool {
    model(status, name).is_some_and(|model| {
        assert_ne!(model.state, ModelState::Broken, "{:?}", model.reason);
        matches!(model.state, ModelState::Unloaded | ModelState::Ready)
    })
}

async fn broken(daemon: &Daemon, name: &str) -> String {
    let model = settled(daemon, name).await;
    assert_eq!(model.state, ModelState::Broken, "{name} is taken for good");
    model.reason.expect("what is broken says why")
}

/// What came of the check.
async fn settled(daemon: &Daemon, name: &str) -> ModelStatus {
    let path = format!("{MODELS}/{name}");
    let deadline = Instant::now() + PATIENCE;
    loop {
        let found = daemon.client.get_json::<ModelStatus>(&path).await;
        match found {
            Ok(model) if model.state != ModelState::Loading => return model,
            Ok(_) => {}
            // It was not seen yet.
            Err(error) => assert_eq!(error.status(), Some(404), "{name}: {error}"),
        }
        assert!(Instant::now() < deadline, "nobody checks {name}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

fn refusal(error: &Error) -> (u16, Code) {
    let Error::Api { status, error, .. } = error else { panic!("{error}") };
    (*status, error.code)
}

async fn complete(client: &Client, model: &str) -> Result<Vec<u32>, Error> {
    let edge =
        EdgeRequest { return_tokens: Some(true), ignore_eos: Some(true), ..EdgeRequest::default() };
    let request = CompletionRequest {
        model: Some(model.to_owned()),
        prompt: Some(PromptInput::Tokens(prompt())),
        max_tokens: Some(greedy_ids().len() as i64),
        temperature: Some(0.0),
        edge: Some(edge),
        ..CompletionRequest::default()
    };
    let mut answer: Completion<'static> = client.post_json("/v1/completions", &request).await?;
    Ok(answer.choices.remove(0).token_ids.unwrap())
}
