//! What is nobody's fault costs nobody anything: a daemon that stood still, a client that left early, a
//! reader that does not read, a model that is busy beside one that is not.

use crate::daemon::{Daemon, chat, send, streamed};
use crate::raw;
use edge_api::admin::ModelState;
use edge_api::openai::ChatRequest;
use rustix::process::Signal;
use std::time::{Duration, Instant};

fn counting(model: &str, tokens: i64) -> ChatRequest {
    ChatRequest { max_tokens: Some(tokens), ..chat(model, "x") }
}

fn body(request: &ChatRequest) -> String {
    serde_json::to_string(request).unwrap()
}

const CHAT: &str = "/v1/chat/completions";

/// Stops the daemon for longer than its workers may be silent.
async fn stand_still(daemon: &Daemon) {
    daemon.signal(Signal::STOP);
    tokio::time::sleep(Duration::from_millis(900)).await;
    daemon.signal(Signal::CONT);
}

#[tokio::test]
async fn a_daemon_that_stood_still_does_not_blame_its_workers() {
    let sets = ["--set", "worker.step_timeout_ms=300", "--set", "worker.load_timeout_ms=300"];
    let sim = ["--sim", "sim,step_us=5000,reply=count", "--sim", "slow,load_ms=200"];
    let daemon = Daemon::start(&[&sim[..], &sets[..]].concat()).await;
    let request = streamed(counting("sim", 400));
    let mut stream = daemon.client.chat_stream(&request).await.unwrap();
    stream.next().await.unwrap();
    stand_still(&daemon).await;
    let mut tokens = 0;
    while let Some(chunk) = stream.next().await.unwrap() {
        tokens = chunk.usage.map_or(tokens, |usage| usage.completion_tokens);
    }
    assert_eq!(tokens, 400);

    let loading = raw::post(&daemon.socket(), CHAT, &body(&counting("slow", 3)));
    daemon.until("it loads", |s| s.models[1].state == ModelState::Loading).await;
    stand_still(&daemon).await;
    let answer = raw::read_some(&loading);
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    let status = daemon.client.status().await.unwrap();
    assert!(status.workers.iter().all(|worker| worker.restarts == 0), "{:?}", status.workers);
}

#[tokio::test]
async fn keep_alive_counts_from_the_last_use() {
    let sims = ["--sim", "sim,load_ms=300,step_us=300000", "--sim", "other"];
    let daemon = Daemon::start(&[&sims[..], &["--set", "models.keep_alive_s=1"]].concat()).await;
    daemon.client.chat(&chat("sim", "abcd")).await.unwrap();
    let used = Instant::now();
    // Has the daemon look at its clocks well before the time is up.
    daemon.client.chat(&chat("other", "x")).await.unwrap();
    daemon.until("the worker is gone", |status| status.workers[0].pid.is_none()).await;
    assert!(used.elapsed() > Duration::from_millis(900), "unloaded after {:?}", used.elapsed());
}

#[tokio::test]
async fn no_worker_is_kept_for_a_client_that_left_or_a_model_that_is_broken() {
    let dir = tempfile::tempdir().unwrap();
    let (script, unwilling) = crate::workers::unwilling_worker(dir.path());
    let worker = ["--worker", script.to_str().unwrap(), "--set", "models.keep_alive_s=0"];
    let sims = ["--sim", "sim", "--sim", "bad"];
    let daemon = Daemon::start_in(dir, &[&worker[..], &sims[..]].concat()).await;
    for _ in 0..12 {
        drop(raw::post(&daemon.socket(), CHAT, &body(&chat("sim", "x"))));
        let gone = |status: &edge_api::admin::Status| {
            status.queue.waiting + status.queue.running == 0 && status.workers[0].pid.is_none()
        };
        daemon.until("nothing is left of it", gone).await;
    }
    std::fs::write(unwilling, "").unwrap();
    daemon.client.chat(&chat("bad", "x")).await.unwrap_err();
    daemon.until("its worker is gone", |status| status.workers[1].pid.is_none()).await;
}

#[tokio::test]
async fn a_drain_does_not_wait_for_a_load_that_nobody_needs() {
    let daemon = Daemon::start(&["--sim", "sim,load_ms=8000"]).await;
    let waiting = raw::post(&daemon.socket(), CHAT, &body(&chat("sim", "x")));
    daemon.until("it loads", |status| status.models[0].state == ModelState::Loading).await;
    let began = Instant::now();
    daemon.signal(Signal::TERM);
    let deadline = began + Duration::from_secs(2);
    while daemon.socket().exists() {
        assert!(Instant::now() < deadline, "it does not drain");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    drop(waiting);
    let (status, _dir) = daemon.stop().await;
    assert_eq!(status.code(), Some(0));
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_full_queue_of_one_model_is_nothing_to_an_idle_one() {
    let sims = ["--sim", "slow,rows_max=1,step_us=50000,reply=count", "--sim", "idle"];
    let daemon =
        Daemon::start(&[&sims[..], &["--set", "limits.queue_requests_max=1"]].concat()).await;
    daemon.client.chat(&chat("idle", "warm")).await.unwrap();
    let request = body(&counting("slow", 2000));
    let running = raw::post(&daemon.socket(), CHAT, &request);
    daemon.until("one runs", |status| status.queue.running == 1).await;
    let waiting = raw::post(&daemon.socket(), CHAT, &request);
    daemon.until("the queue is full", |status| status.queue.waiting == 1).await;
    daemon.client.chat(&chat("idle", "x")).await.unwrap();
    let error = daemon.client.chat(&counting("slow", 1)).await.unwrap_err();
    assert_eq!(error.status(), Some(429), "{error}");
    drop((running, waiting));
}

#[tokio::test]
async fn answers_that_nobody_reads_have_a_limit() {
    let sim = "sim,reply=count,rows_max=64";
    let set = "limits.answer_bytes_in_flight_max=4194304";
    let daemon = Daemon::start(&["--sim", sim, "--set", set]).await;
    let greedy = ChatRequest {
        stream: Some(true),
        n: Some(16),
        logprobs: Some(true),
        top_logprobs: Some(20),
        ..counting("sim", 4000)
    };
    let unread: Vec<_> =
        (0..8).map(|_| raw::post(&daemon.socket(), CHAT, &body(&greedy))).collect();
    let done = daemon.until("all have ended", |s| s.queue.running + s.queue.waiting == 0).await;
    let rss = done.rss_bytes.unwrap();
    assert!(rss < 64 << 20, "{rss} bytes");
    assert!(raw::read_to_end(&unread[0]).contains("memory_insufficient"));
    drop(unread);
    // What they held is free again.
    for _ in 0..3 {
        let request = streamed(counting("sim", 4000));
        let mut stream = daemon.client.chat_stream(&request).await.unwrap();
        while stream.next().await.unwrap().is_some() {}
    }
    let whole = ChatRequest { stream: None, ..greedy };
    let error = daemon.client.chat(&whole).await.unwrap_err();
    assert_eq!(error.status(), Some(503), "{error}");
    daemon.client.chat(&counting("sim", 4000)).await.unwrap();
}

#[tokio::test]
async fn a_worker_that_is_stopped_while_idle_is_noticed_by_the_next_call() {
    let set = ["--sim", "sim", "--set", "worker.step_timeout_ms=300"];
    let daemon = Daemon::start(&set).await;
    daemon.client.chat(&chat("sim", "x")).await.unwrap();
    send(daemon.worker_of("sim").await, Signal::STOP);
    let error = daemon.client.chat(&chat("sim", "x")).await.unwrap_err();
    assert!(error.to_string().contains("no sign of life"), "{error}");
    daemon.client.chat(&chat("sim", "x")).await.unwrap();
}

#[tokio::test]
async fn a_client_that_does_not_read_loses_its_connection() {
    let set = ["--sim", "sim,reply=count", "--set", "limits.write_timeout_ms=200"];
    let daemon = Daemon::start(&set).await;
    let request = ChatRequest { stream: Some(true), ..counting("sim", 4000) };
    let unread = raw::post(&daemon.socket(), CHAT, &body(&request));
    daemon.until("it is served", |status| status.connections.now == 2).await;
    daemon.until("it is cut off", |status| status.connections.now == 1).await;
    drop(unread);
}

#[tokio::test]
async fn a_body_that_is_only_announced_keeps_nobody_out() {
    let daemon = Daemon::start(&["--sim", "sim"]).await;
    let head = "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 4194304\r\n\r\n{";
    let mut held = Vec::new();
    for _ in 0..16 {
        let mut socket = std::os::unix::net::UnixStream::connect(daemon.socket()).unwrap();
        std::io::Write::write_all(&mut socket, head.as_bytes()).unwrap();
        held.push(socket);
    }
    daemon.until("all have announced", |status| status.connections.now == 17).await;
    daemon.client.chat(&chat("sim", "x")).await.unwrap();
}

/// A stream that waits is begun after ten seconds; until its prompt has gone to the worker, that prompt
/// still counts as a body in flight.
#[tokio::test]
async fn a_stream_that_waits_for_long_hears_of_it_and_holds_its_share() {
    let sim = ["--sim", "sim,rows_max=1,step_us=50000,reply=count"];
    let limits = ["limits.body_bytes_max=100000", "limits.body_bytes_in_flight_max=100000"];
    let daemon =
        Daemon::start(&[&sim[..], &["--set", limits[0], "--set", limits[1]]].concat()).await;
    let running = raw::post(&daemon.socket(), CHAT, &body(&counting("sim", 3000)));
    daemon.until("one runs", |status| status.queue.running == 1).await;
    let long =
        ChatRequest { stream: Some(true), max_tokens: Some(1), ..chat("sim", &"x".repeat(70_000)) };
    let waiting = raw::post(&daemon.socket(), CHAT, &body(&long));
    let begun = tokio::task::spawn_blocking(move || (raw::read_some(&waiting), waiting));
    let (answer, waiting) = begun.await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert_eq!(daemon.client.status().await.unwrap().queue.waiting, 1);
    let error = daemon.client.chat(&chat("sim", &"x".repeat(70_000))).await.unwrap_err();
    assert!(error.to_string().contains("body_bytes_in_flight_max"), "{error}");
    drop((running, waiting));
    daemon.until("both are gone", |s| s.queue.waiting + s.queue.running == 0).await;
    let long = ChatRequest { max_tokens: Some(1), ..chat("sim", &"x".repeat(70_000)) };
    let error = daemon.client.chat(&long).await.unwrap_err();
    assert!(error.to_string().contains("context"), "its share is free again: {error}");
}
