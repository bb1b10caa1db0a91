//! A call is in the ledger before its answer ends, or the answer says that it is not.

use crate::daemon::{Daemon, PATIENCE, chat, command, streamed};
use edge_api::admin::Health;
use edge_api::edge::LedgerState;
use edge_api::openai::ChatRequest;
use rustix::process::Signal;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[tokio::test]
async fn an_answered_call_survives_a_killed_daemon() {
    let daemon = Daemon::start(&["--sim", "sim"]).await;
    let answer = daemon.client.chat(&chat("sim", "x")).await.unwrap();
    assert_eq!(answer.edge.ledger, LedgerState::Durable);
    let mut stream = daemon.client.chat_stream(&streamed(chat("sim", "y"))).await.unwrap();
    let mut last = None;
    while let Some(chunk) = stream.next().await.unwrap() {
        last = Some(chunk);
    }
    assert_eq!(last.unwrap().edge.unwrap().ledger, LedgerState::Durable);
    let dir = daemon.kill().await;
    let daemon = Daemon::start_in(dir, &["--sim", "sim"]).await;
    daemon.until("both rows are there", |status| status.ledger.rows == Some(2)).await;
}

#[tokio::test]
async fn the_other_durabilities_say_what_they_are() {
    let cases = [
        ("ledger.durability=buffered", LedgerState::Buffered),
        ("ledger.durability=off", LedgerState::Off),
        ("ledger.enabled=false", LedgerState::Off),
    ];
    for (set, state) in cases {
        let daemon = Daemon::start(&["--sim", "sim", "--set", set]).await;
        let answer = daemon.client.chat(&chat("sim", "x")).await.unwrap();
        assert_eq!(answer.edge.ledger, state, "{set}");
    }
}

/// A daemon whose files may not grow beyond a few pages, as on a full disk.
async fn on_a_full_disk(set: &str) -> Daemon {
    let dir = tempfile::tempdir().unwrap();
    let edged = command(dir.path());
    let mut shell = Command::new("bash");
    shell.arg("-c").arg("ulimit -f 60; exec \"$@\"").arg0("bash").arg("bash");
    shell.arg(edged.get_program()).args(edged.get_args());
    shell.args(["--sim", "sim", "--set", set]);
    let child = shell.stdout(Stdio::null()).spawn().unwrap();
    Daemon::adopt(dir, child).await
}

#[tokio::test]
async fn a_full_disk_costs_rows_not_answers() {
    let daemon = on_a_full_disk("ledger.on_failure=serve").await;
    let mut states = Vec::new();
    for _ in 0..40 {
        let answer = daemon.client.chat(&chat("sim", &"x".repeat(50))).await.unwrap();
        states.push(answer.edge.ledger);
    }
    assert_eq!(states[0], LedgerState::Durable);
    assert_eq!(states[39], LedgerState::Lost, "{states:?}");
    let status = daemon.client.status().await.unwrap();
    assert_eq!((status.health, status.ledger.state.as_str()), (Health::Degraded, "failed"));
    assert!(status.ledger.reason.is_some());
}

#[tokio::test]
async fn a_full_disk_refuses_calls_if_told_to() {
    let daemon = on_a_full_disk("ledger.on_failure=refuse").await;
    let error = loop {
        match daemon.client.chat(&chat("sim", "x")).await {
            Ok(answer) => {
                assert!(matches!(answer.edge.ledger, LedgerState::Durable | LedgerState::Lost))
            }
            Err(error) => break error,
        }
    };
    assert_eq!(error.status(), Some(503), "{error}");
    assert!(error.to_string().contains("ledger"), "{error}");
    assert_eq!(daemon.client.status().await.unwrap().health, Health::Failing);
}

/// An `edged` with a socket of its own that shares the state directory of another.
fn beside(other: &Path, set: &str) -> (tempfile::TempDir, Command) {
    let dir = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(other.join("state"), dir.path().join("state")).unwrap();
    let mut edged = command(dir.path());
    edged.args(["--sim", "sim", "--set", set]);
    (dir, edged)
}

/// How it ended and what it said. One that does not end is not left behind.
async fn output_of(edged: Command) -> (Option<i32>, String) {
    let mut edged = tokio::process::Command::from(edged);
    let output = edged.kill_on_drop(true).output();
    let output = tokio::time::timeout(PATIENCE, output).await.expect("it ends").unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[tokio::test]
async fn a_state_directory_serves_one_ledger() {
    let daemon = Daemon::start(&["--sim", "sim"]).await;
    let state = daemon.socket().parent().unwrap().to_owned();
    let (_dir, second) = beside(&state, "ledger.durability=power");
    let (code, said) = output_of(second).await;
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains(&format!("pid {}", daemon.pid())), "{said}");
    assert!(said.contains("ledger"), "{said}");

    let (dir, mut third) = beside(&state, "ledger.durability=off");
    let third = Daemon::adopt(dir, third.spawn().unwrap()).await;
    third.client.chat(&chat("sim", "x")).await.expect("without a ledger there is nothing to share");
}

#[tokio::test]
async fn a_draining_daemon_keeps_its_state_directory() {
    let daemon = Daemon::start(&["--sim", "sim,step_us=20000,reply=count"]).await;
    let request = ChatRequest { max_tokens: Some(3000), ..chat("sim", "x") };
    let mut stream = daemon.client.chat_stream(&streamed(request)).await.unwrap();
    stream.next().await.unwrap();
    let socket = daemon.socket();
    daemon.signal(Signal::TERM);
    let deadline = Instant::now() + PATIENCE;
    while socket.exists() {
        assert!(Instant::now() < deadline, "it does not drain");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let mut second = command(socket.parent().unwrap());
    second.args(["--sim", "sim"]);
    let (code, said) = output_of(second).await;
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains(&format!("pid {}", daemon.pid())), "{said}");

    drop(stream);
    let (status, dir) = daemon.stop().await;
    assert_eq!(status.code(), Some(0));
    Daemon::start_in(dir, &["--sim", "sim"]).await;
}
