//! Starting, stopping, and everything that can be in the way of either.

use crate::daemon::{Daemon, alive, chat, command, runs, send, streamed};
use edge_api::openai::ChatRequest;
use rustix::process::Signal;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn output_of(mut command: Command) -> (Option<i32>, String) {
    let output = command.stderr(Stdio::piped()).stdout(Stdio::piped()).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).unwrap())
}

#[tokio::test]
async fn sigterm_drains_what_runs_and_ends_with_0() {
    let daemon = Daemon::start(&["--sim", "sim,step_us=20000,reply=count"]).await;
    let request = ChatRequest { max_tokens: Some(20), ..chat("sim", "x") };
    let mut stream = daemon.client.chat_stream(&streamed(request)).await.unwrap();
    stream.next().await.unwrap();
    let idle = daemon.client.connect().await.unwrap();
    let workers = daemon.children();
    let (client, socket) = (daemon.client.clone(), daemon.socket());
    let stopping = tokio::spawn(daemon.stop());
    let deadline = Instant::now() + Duration::from_secs(5);
    while socket.exists() {
        assert!(Instant::now() < deadline, "the socket is still there");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert!(client.status().await.is_err(), "nobody new is let in");
    let mut tokens = 0;
    while let Some(chunk) = stream.next().await.unwrap() {
        tokens = chunk.usage.map_or(tokens, |usage| usage.completion_tokens);
    }
    assert_eq!(tokens, 20, "the running answer is complete");
    let (status, _dir) = stopping.await.unwrap();
    assert_eq!(status.code(), Some(0));
    assert!(workers.iter().all(|(pid, _)| !alive(*pid)), "workers are left: {workers:?}");
    drop(idle);
}

#[tokio::test]
async fn draining_has_an_end() {
    let sets = ["--sim", "sim,step_us=20000,reply=count", "--set", "shutdown.drain_ms=200"];
    let daemon = Daemon::start(&sets).await;
    let request = ChatRequest { max_tokens: Some(3000), ..chat("sim", "x") };
    let mut stream = daemon.client.chat_stream(&streamed(request)).await.unwrap();
    stream.next().await.unwrap();
    let began = Instant::now();
    let stopping = tokio::spawn(daemon.stop());
    let error = loop {
        match stream.next().await {
            Ok(chunk) => assert!(chunk.is_some(), "the answer cannot be complete"),
            Err(error) => break error,
        }
    };
    assert_eq!(error.status(), Some(503), "{error}");
    assert_eq!(stopping.await.unwrap().0.code(), Some(0));
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_second_daemon_names_the_first_and_a_stale_socket_is_replaced() {
    let daemon = Daemon::start(&["--sim", "sim"]).await;
    let dir = daemon.socket().parent().unwrap().to_owned();
    let (code, text) = output_of(command(&dir));
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains(&format!("pid {}", daemon.pid())), "{text}");
    daemon.client.chat(&chat("sim", "still here")).await.unwrap();

    let dir = daemon.kill().await;
    assert!(dir.path().join("api.sock").exists(), "a killed daemon leaves its socket");
    let daemon = Daemon::start_in(dir, &["--sim", "sim"]).await;
    daemon.client.chat(&chat("sim", "back")).await.unwrap();
}

#[tokio::test]
async fn workers_go_with_the_daemon() {
    let daemon = Daemon::start(&["--sim", "sim,step_us=20000,reply=count"]).await;
    let request = ChatRequest { max_tokens: Some(3000), ..chat("sim", "x") };
    let mut stream = daemon.client.chat_stream(&streamed(request)).await.unwrap();
    stream.next().await.unwrap();
    let worker = daemon.worker_of("sim").await;
    let deadline = Instant::now() + Duration::from_secs(2);
    assert!(runs(worker));
    daemon.signal(Signal::KILL);
    while runs(worker) {
        assert!(Instant::now() < deadline, "worker {worker} outlives its daemon");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn an_unused_model_is_unloaded_and_comes_back() {
    let daemon = Daemon::start(&["--sim", "sim", "--set", "models.keep_alive_s=0"]).await;
    for _ in 0..3 {
        daemon.client.chat(&chat("sim", "x")).await.unwrap();
        let status = daemon.until("the worker is gone", |s| s.workers[0].pid.is_none()).await;
        assert_eq!(status.models[0].state, edge_api::admin::ModelState::Unloaded);
        assert_eq!(status.workers[0].restarts, 0, "a worker that was asked to go is no failure");
    }
    assert_eq!(daemon.children(), []);
}

#[tokio::test]
async fn a_worker_that_will_not_go_is_killed() {
    let daemon = Daemon::start(&["--sim", "sim"]).await;
    daemon.client.chat(&chat("sim", "x")).await.unwrap();
    let worker = daemon.worker_of("sim").await;
    send(worker, Signal::STOP);
    let (status, _dir) = daemon.stop().await;
    assert_eq!(status.code(), Some(0));
    assert!(!alive(worker));
}

#[test]
fn a_bad_configuration_is_78_with_file_and_line() {
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("config");
    std::fs::create_dir(&config).unwrap();
    std::fs::write(config.join("edged.toml"), "[limits]\nqueue_requests = 3\n").unwrap();
    for extra in [&["--check-config"][..], &[]] {
        let mut edged = command(dir.path());
        edged.args(extra);
        let (code, text) = output_of(edged);
        assert_eq!(code, Some(78), "{text}");
        assert!(
            text.contains("edged.toml:2: limits.queue_requests: unknown key, did you mean"),
            "{text}"
        );
    }
    let mut edged = command(dir.path());
    std::fs::remove_file(config.join("edged.toml")).unwrap();
    edged.arg("--check-config");
    assert_eq!(output_of(edged).0, Some(0));
}

#[test]
fn checking_names_every_broken_task() {
    let dir = tempfile::tempdir().unwrap();
    let tasks = dir.path().join("config/tasks.d");
    std::fs::create_dir_all(&tasks).unwrap();
    for name in ["a.toml", "b.toml", "c.toml"] {
        std::fs::write(tasks.join(name), "model = \"sim\"\n").unwrap();
    }
    std::fs::write(tasks.join("b.toml"), "model = \"sim\"\nmodle = 1\n").unwrap();
    std::fs::write(tasks.join("c.toml"), "model = \"nowhere\"\n").unwrap();
    let mut edged = command(dir.path());
    edged.args(["--sim", "sim", "--check-config"]);
    let (code, text) = output_of(edged);
    assert_eq!(code, Some(78), "{text}");
    assert!(text.contains("b.toml:2: ") && text.contains("c.toml: model is `nowhere`"), "{text}");
    assert!(!text.contains("a.toml"), "{text}");
}

#[tokio::test]
async fn a_broken_task_is_shown_and_the_others_serve() {
    let dir = tempfile::tempdir().unwrap();
    let tasks = dir.path().join("config/tasks.d");
    std::fs::create_dir_all(&tasks).unwrap();
    let task = |name: &str, text: &str| std::fs::write(tasks.join(name), text).unwrap();
    task("loud.toml", "model = \"sim\"\nsystem = \"s\"\n[defaults]\nmax_tokens = 2\n");
    task("hot.toml", "model = \"sim\"\n[defaults]\ntemperature = 9.0\n");
    task("lost.toml", "model = \"nowhere\"\n");
    task("sim.toml", "model = \"sim\"\n");
    let daemon = Daemon::start_in(dir, &["--sim", "sim"]).await;
    let answer = daemon.client.chat(&chat("loud", "abcdef")).await.unwrap();
    assert_eq!(answer.choices[0].message.content, "ab");
    assert_eq!(answer.usage.prompt_tokens, 7, "the task's system text counts");
    assert_eq!((answer.edge.task.as_deref(), answer.edge.model.as_str()), (Some("loud"), "sim"));
    let whole = daemon.client.chat(&chat("sim", "abcdef")).await.unwrap();
    assert_eq!(whole.choices[0].message.content, "abcdef", "the model keeps its name");
    let status = daemon.client.status().await.unwrap();
    let broken: Vec<&str> = status.reasons.iter().map(|reason| reason.subject.as_str()).collect();
    assert_eq!(broken, ["hot", "lost", "sim"]);
    assert_eq!(status.config.errors.len(), 3);
    let error = daemon.client.chat(&chat("hot", "x")).await.unwrap_err();
    assert!(error.to_string().contains("temperature"), "{error}");
}
