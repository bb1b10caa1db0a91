//! A worker dies or hangs: its calls are told in time, everybody else does not notice.

use crate::daemon::{Daemon, chat, rounds, send, streamed};
use edge_api::admin::Status;
use edge_api::client::{ChatStream, Error};
use edge_api::openai::{ChatRequest, ChunkChoice};
use rustix::process::Signal;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The step deadline of the hang test; `worker.step_timeout_ms`.
const STEP_TIMEOUT: Duration = Duration::from_millis(400);
const ALLOWANCE: Duration = Duration::from_secs(1);
const GAP_MAX: Duration = Duration::from_millis(250);

fn counting(model: &str) -> ChatRequest {
    ChatRequest { max_tokens: Some(3000), ..chat(model, "count") }
}

fn code(error: &Error) -> String {
    let Error::Api { error, .. } = error else {
        panic!("not an answer of the daemon: {error}");
    };
    error.code.to_string()
}

/// Reads on until the stream fails.
async fn failure(stream: &mut ChatStream) -> Error {
    loop {
        match stream.next().await {
            Ok(Some(_)) => {}
            Ok(None) => panic!("the answer is complete"),
            Err(error) => return error,
        }
    }
}

/// Until so many tokens have come; what opens the stream is none.
async fn read_tokens(stream: &mut ChatStream, count: usize) {
    let mut seen = 0;
    while seen < count {
        let chunk = stream.next().await.unwrap().expect("more tokens");
        let text = |choice: &ChunkChoice<'_>| {
            choice.delta.content.as_ref().is_some_and(|text| !text.is_empty())
        };
        seen += usize::from(chunk.choices.iter().any(text));
    }
}

/// The longest silence of a stream, until it is told to stop watching.
async fn longest_gap(mut stream: ChatStream, stop: tokio::sync::oneshot::Receiver<()>) -> Duration {
    let mut stop = std::pin::pin!(stop);
    let (mut last, mut longest) = (Instant::now(), Duration::ZERO);
    loop {
        tokio::select! {
            chunk = stream.next() => {
                assert!(chunk.unwrap().is_some(), "the bystander's answer ended too early");
                longest = longest.max(last.elapsed());
                last = Instant::now();
            }
            _ = &mut stop => return longest.max(last.elapsed()),
        }
    }
}

/// One signal per round at a random token, streaming and not, with a bystander on another worker.
async fn rounds_of(signal: Signal, within: Duration, expected: &str) {
    let timeout = format!("worker.step_timeout_ms={}", STEP_TIMEOUT.as_millis());
    let victim = "victim,step_us=2000,reply=count";
    let bystander = "bystander,step_us=2000,reply=count";
    let daemon = Daemon::start(&["--sim", victim, "--sim", bystander, "--set", &timeout]).await;
    let warm = ChatRequest { max_tokens: Some(1), ..chat("bystander", "x") };
    daemon.client.chat(&warm).await.unwrap();
    let mut files = None;
    let mut worst = Worst::default();
    for round in 0..rounds() {
        let mut bystander =
            daemon.client.chat_stream(&streamed(counting("bystander"))).await.unwrap();
        read_tokens(&mut bystander, 2).await;
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let gap = tokio::spawn(longest_gap(bystander, stopped));

        let tokens = 1 + (round * 37) % 60;
        let mut stream = daemon.client.chat_stream(&streamed(counting("victim"))).await.unwrap();
        let (client, request) = (daemon.client.clone(), counting("victim"));
        let whole = tokio::spawn(async move { client.chat(&request).await });
        read_tokens(&mut stream, tokens).await;
        daemon.until("both calls run", |status| status.queue.running == 3).await;
        let pid = daemon.worker_of("victim").await;
        let sent = Instant::now();
        send(pid, signal);
        let error = failure(&mut stream).await;
        let streamed_after = sent.elapsed();
        let whole_error = whole.await.unwrap().unwrap_err();
        let whole_after = sent.elapsed();
        assert_eq!(code(&error), expected, "round {round}");
        assert_eq!(code(&whole_error), expected, "round {round}");
        assert!(streamed_after < within, "round {round}: told after {streamed_after:?}");
        assert!(whole_after < within, "round {round}: told after {whole_after:?}");

        let short = ChatRequest { max_tokens: Some(3), ..chat("victim", "x") };
        let again = daemon.client.chat(&short).await.unwrap();
        assert_eq!(again.usage.completion_tokens, 3, "round {round}");
        stop.send(()).unwrap();
        let gap = gap.await.unwrap();
        assert!(gap < GAP_MAX, "round {round}: the bystander's stream stood still for {gap:?}");
        worst.told_after = worst.told_after.max(streamed_after).max(whole_after);
        worst.bystander_gap = worst.bystander_gap.max(gap);
        daemon.until("the calls are gone", |status| status.queue.running == 0).await;
        let now = daemon.open_files();
        assert!(now <= *files.get_or_insert(now), "round {round}: {now} files open");
    }
    let status = daemon.client.status().await.unwrap();
    let victim = status.workers.iter().find(|worker| worker.device == "sim:victim").unwrap();
    assert_eq!(victim.restarts, rounds() as u64);
    let children = daemon.children();
    assert_eq!(children.len(), 2, "one worker each: {children:?}");
    assert!(children.iter().all(|(_, state)| *state != 'Z'), "zombies: {children:?}");
    worst.record(expected);
}

/// The longest times of all rounds; a run that is to be kept says where with `EDGED_TEST_RESULTS`.
#[derive(Default)]
struct Worst {
    told_after: Duration,
    bystander_gap: Duration,
}

impl Worst {
    fn record(&self, failure: &str) {
        let Some(dir) = std::env::var_os("EDGED_TEST_RESULTS") else { return };
        let results = serde_json::json!({
            "failure": failure,
            "rounds": rounds(),
            "calls_told_after_ms_max": self.told_after.as_secs_f64() * 1e3,
            "bystander_gap_ms_max": self.bystander_gap.as_secs_f64() * 1e3,
            "commit": option_env!("EDGED_COMMIT"),
            "profile": if cfg!(debug_assertions) { "debug" } else { "release" },
        });
        let file = std::path::Path::new(&dir).join(format!("{failure}.json"));
        std::fs::write(file, format!("{results:#}\n")).unwrap();
    }
}

#[tokio::test]
async fn a_killed_worker_costs_only_its_calls() {
    rounds_of(Signal::KILL, ALLOWANCE, "worker_lost").await;
}

#[tokio::test]
async fn a_hung_worker_is_noticed_within_its_deadline() {
    rounds_of(Signal::STOP, STEP_TIMEOUT + ALLOWANCE, "worker_hung").await;
}

#[tokio::test]
async fn a_call_that_waits_survives_the_worker() {
    let daemon = Daemon::start(&["--sim", "one,rows_max=1,step_us=20000,reply=count"]).await;
    let mut running = daemon.client.chat_stream(&streamed(counting("one"))).await.unwrap();
    read_tokens(&mut running, 2).await;
    let (client, request) =
        (daemon.client.clone(), ChatRequest { max_tokens: Some(2), ..chat("one", "wait") });
    let waiting = tokio::spawn(async move { client.chat(&request).await });
    daemon.until("one waits", |status| status.queue.waiting == 1).await;
    send(daemon.worker_of("one").await, Signal::KILL);
    assert_eq!(code(&failure(&mut running).await), "worker_lost");
    assert_eq!(waiting.await.unwrap().unwrap().choices[0].message.content, "1 ");
}

/// A worker in this folder that loads nothing for as long as there is a file beside it.
pub(crate) fn unwilling_worker(dir: &Path) -> (PathBuf, PathBuf) {
    let (script, unwilling) = (dir.join("worker"), dir.join("unwilling"));
    let worker = PathBuf::from(env!("CARGO_BIN_EXE_edged")).with_file_name("edge-worker");
    let text = format!(
        "#!/bin/sh\n[ -e '{}' ] && set -- --profile cpu\nexec '{}' \"$@\"\n",
        unwilling.display(),
        worker.display()
    );
    std::fs::write(&script, text).unwrap();
    std::fs::set_permissions(&script, PermissionsExt::from_mode(0o755)).unwrap();
    (script, unwilling)
}

#[tokio::test]
async fn a_model_that_cannot_load_says_why_and_leaves_the_others() {
    let dir = tempfile::tempdir().unwrap();
    let (script, unwilling) = unwilling_worker(dir.path());
    std::fs::write(&unwilling, "").unwrap();
    let args = ["--worker", script.to_str().unwrap(), "--sim", "bad", "--sim", "good"];
    let daemon = Daemon::start_in(dir, &args).await;
    let error = daemon.client.chat(&chat("bad", "x")).await.unwrap_err();
    assert_eq!(code(&error), "model_broken");
    assert!(error.to_string().contains("simulated models need edge-worker --sim"), "{error}");
    std::fs::remove_file(&unwilling).unwrap();
    assert_eq!(daemon.client.chat(&chat("good", "x")).await.unwrap().usage.completion_tokens, 1);
    let status = daemon.client.status().await.unwrap();
    assert_eq!(status.health, edge_api::admin::Health::Degraded);
    assert!(status.reasons.iter().any(|reason| reason.subject == "bad"), "{:?}", status.reasons);
}

#[tokio::test]
async fn a_worker_that_never_works_is_given_up_with_backoff() {
    let sets = ["--sim", "sim", "--worker", "/bin/false", "--set", "worker.restarts_max=2"];
    let daemon = Daemon::start(&sets).await;
    let began = Instant::now();
    let error = daemon.client.chat(&chat("sim", "x")).await.unwrap_err();
    assert_eq!(code(&error), "model_failed");
    assert!(began.elapsed() >= Duration::from_millis(250), "the second restart was delayed");
    let status = daemon.client.status().await.unwrap();
    assert_eq!((status.workers[0].restarts, status.workers[0].state.as_str()), (2, "backoff"));
    let error = daemon.client.chat(&chat("sim", "x")).await.unwrap_err();
    assert_eq!(code(&error), "model_failed");
}

#[tokio::test]
async fn a_model_whose_loads_end_its_worker_is_given_up_alone() {
    let deadly = "deadly,load_ms=600000";
    let daemon = Daemon::start(&["--sim", deadly, "--sim", "good"]).await;
    let client = daemon.client.clone();
    let call = tokio::spawn(async move { client.chat(&chat("deadly", "x")).await });
    let mut pids = Vec::new();
    while !call.is_finished() {
        let worker = |status: &Status| {
            let worker = status.workers.iter().find(|worker| worker.device == "sim:deadly");
            worker.filter(|worker| worker.state == "running").and_then(|worker| worker.pid)
        };
        let is_new = |status: &Status| {
            let loads = status.models.iter().any(|model| model.progress.is_some());
            call.is_finished() || loads && worker(status).is_some_and(|pid| !pids.contains(&pid))
        };
        let status = daemon.until("it loads", is_new).await;
        if let Some(pid) = worker(&status) {
            send(pid, Signal::KILL);
            pids.push(pid);
        }
    }
    assert_eq!(pids.len(), 2, "once may be bad luck");
    assert_eq!(code(&call.await.unwrap().unwrap_err()), "model_failed");
    daemon.client.chat(&chat("good", "x")).await.unwrap();
}
