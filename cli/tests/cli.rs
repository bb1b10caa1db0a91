//! The built `edgectl` against a fake daemon: what it asks, prints and exits with.

#![expect(clippy::unwrap_used, reason = "what cannot go wrong in a test ends it when it does")]

mod chat;
mod config;
mod eval;
mod exec;
mod fake;
mod models;
mod pages;
mod run;
mod terminal;
mod terminals;
mod watch;

use fake::{Answer, Daemon};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(20);
const CHAT: &str = "POST /v1/chat/completions";
const STATUS: &str = "GET /edge/v1/status";
const EVENTS: &str = "GET /edge/v1/events";

fn edgectl(socket: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_edgectl"));
    command.arg("--socket").arg(socket).args(words).stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    // With it, colours are taken for granted.
    command.envs([("CI", "true"), ("TERM", "xterm"), ("LC_ALL", "C.UTF-8")]);
    command
}

/// An edgectl that does not outlive its test, nor the test's patience.
struct Running {
    child: Option<Child>,
    _alive: SyncSender<()>,
}

impl Running {
    fn start(command: &mut Command) -> Self {
        let child = command.spawn().unwrap();
        let pid = Pid::from_child(&child);
        let (alive, ended) = sync_channel(1);
        std::thread::spawn(move || {
            if ended.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                let _ = kill_process(pid, Signal::KILL);
            }
        });
        Self { child: Some(child), _alive: alive }
    }

    fn child(&mut self) -> &mut Child {
        self.child.as_mut().unwrap()
    }

    fn stdout(&mut self) -> BufReader<ChildStdout> {
        BufReader::new(self.child().stdout.take().unwrap())
    }

    fn interrupt(&mut self) {
        kill_process(Pid::from_child(self.child()), Signal::INT).unwrap();
    }

    fn finish(mut self) -> Output {
        self.child.take().unwrap().wait_with_output().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn finish(mut command: Command) -> Output {
    Running::start(&mut command).finish()
}

fn run(daemon: &Daemon, words: &[&str]) -> Output {
    finish(edgectl(&daemon.socket(), words))
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

fn exits(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "{output:?}");
}

fn status(pid: u32, ready: bool) -> Value {
    json!({
        "schema": 1, "version": "9.8.7", "commit": "abc", "pid": pid, "mode": "user",
        "ready": ready, "health": "ok", "uptime_s": 1.5, "socket": "/s",
        "reasons": [], "rss_bytes": null,
        "connections": {"now": 1, "max": 2}, "queue": {"waiting": 0, "running": 0, "max": 3},
        "runtime": {"library": null, "version": null, "providers": []},
        "workers": [], "models": [], "tasks": [], "adapters": [],
        "ledger": {"state": "off", "rows": null, "bytes": null, "path": null, "reason": null},
        "config": {"files": [], "errors": []},
        "from_the_future": [1],
    })
}

fn status_answer(pid: u32, ready: bool) -> Answer {
    Answer::json(200, &status(pid, ready).to_string())
}

fn chunk(text: &str) -> String {
    json!({"id": "c", "object": "o", "created": 1, "model": "m",
        "choices": [{"index": 0, "delta": {"content": text}, "finish_reason": null}]})
    .to_string()
}

fn answer_of(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| chunk(word)).chain(["[DONE]".to_owned()]).collect()
}

fn event(seq: u64) -> String {
    json!({"seq": seq, "time": 0.0, "kind": "call.ended", "call": null, "model": "m", "task": null,
        "caller": null, "worker_pid": null, "step": null, "outcome": "ok", "reason": null})
    .to_string()
}

#[test]
fn status_json_is_what_the_daemon_says() {
    let daemon = Daemon::new(vec![(STATUS, vec![status_answer(1, true)])]);
    let output = run(&daemon, &["status", "--json"]);
    exits(&output, 0);
    assert_eq!(serde_json::from_slice::<Value>(&output.stdout).unwrap(), status(1, true));
    assert_eq!(stdout(&output).lines().count(), 1);
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let daemon = Daemon::new(vec![(STATUS, vec![status_answer(1, true)])]);
    let coloured = |words: &[&str], env: &[(&str, &str)]| {
        let mut command = edgectl(&daemon.socket(), words);
        command.envs(env.iter().copied());
        let output = finish(command);
        exits(&output, 0);
        assert!(stdout(&output).contains("edged 9.8.7"), "{output:?}");
        output.stdout.contains(&0x1b)
    };
    let force = ("CLICOLOR_FORCE", "1");
    let no = ("NO_COLOR", "1");
    assert!(!coloured(&["status"], &[]));
    assert!(coloured(&["status"], &[force]));
    assert!(!coloured(&["status"], &[force, no]));
    assert!(coloured(&["status", "--color", "always"], &[no]));
    assert!(!coloured(&["status", "--color=never"], &[force]));
}

#[test]
fn an_absent_daemon_is_3_and_a_hint() {
    let dir = tempfile::tempdir().unwrap();
    let socket = dir.path().join("absent.sock");
    let output = finish(edgectl(&socket, &["status"]));
    exits(&output, 3);
    assert!(stderr(&output).contains(socket.to_str().unwrap()), "{output:?}");
    assert!(stderr(&output).contains("\nhint: start a daemon with `edged --user`"), "{output:?}");

    let output = finish(edgectl(&socket, &["status", "--json"]));
    exits(&output, 3);
    assert_eq!(stdout(&output), "");
    let envelope: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(envelope["error"]["code"], "daemon_unreachable");
}

#[test]
fn the_wait_for_a_daemon_ends_in_time() {
    let dir = tempfile::tempdir().unwrap();
    let absent = dir.path().join("absent.sock");
    exits(&finish(edgectl(&absent, &["status", "--wait", "0.2"])), 3);

    let daemon = Daemon::new(vec![(STATUS, vec![status_answer(1, false)])]);
    let output = run(&daemon, &["status", "--wait", "0.2"]);
    exits(&output, 7);
    assert!(stderr(&output).contains("not ready after 0.2 s"), "{output:?}");

    let answers = vec![status_answer(1, false), status_answer(1, false), status_answer(1, true)];
    let daemon = Daemon::new(vec![(STATUS, answers)]);
    exits(&run(&daemon, &["status", "--wait", "20"]), 0);
    assert_eq!(daemon.seen().len(), 4);
}

#[test]
fn a_refusal_becomes_its_exit_code() {
    for (status, code, exit) in [
        (400, "invalid_value", 6),
        (403, "not_permitted", 4),
        (404, "model_not_found", 5),
        (429, "queue_full", 7),
        (503, "a_code_from_the_future", 7),
    ] {
        let daemon = Daemon::new(vec![(CHAT, vec![Answer::error(status, code)])]);
        let output = run(&daemon, &["run", "x", "hello"]);
        exits(&output, exit);
        assert!(stderr(&output).contains(&format!("because of {code}")), "{output:?}");
        assert_eq!(stdout(&output), "");
    }
}

#[test]
fn when_to_try_again_is_told_in_seconds() {
    for (words, hint) in [
        (&["run", "x", "hello"][..], "\nhint: try again in 7 s\n"),
        (&["--json", "run", "x", "hello"], r#""hint":"try again in 7 s""#),
    ] {
        let daemon = Daemon::new(vec![(CHAT, vec![Answer::busy("7")])]);
        let output = run(&daemon, words);
        exits(&output, 7);
        assert!(stderr(&output).contains(hint), "{output:?}");
    }
}

#[test]
fn no_time_at_all_is_no_timeout() {
    let daemon = Daemon::new(vec![]);
    for words in [["status"].as_slice(), &["run", "m", "hi"], &["config", "show"]] {
        for timeout in ["0", "0.0", "1e-12", "86401"] {
            let output = run(&daemon, &[words, &["--timeout", timeout]].concat());
            exits(&output, 2);
            assert!(stderr(&output).contains("above 0"), "{output:?}");
        }
    }
}

#[test]
fn with_json_the_daemons_envelope_is_passed_on() {
    let daemon = Daemon::new(vec![(CHAT, vec![Answer::error(404, "model_not_found")])]);
    let output = run(&daemon, &["--json", "run", "x", "hello"]);
    exits(&output, 5);
    let envelope: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(envelope["error"]["code"], "model_not_found");
    assert_eq!(envelope["error"]["request_id"], "r1");
}

#[test]
fn a_wrong_command_line_is_2() {
    let daemon = Daemon::new(vec![]);
    exits(&run(&daemon, &["nosuch"]), 2);
    exits(&run(&daemon, &["status", "--user"]), 2);
    let output = run(&daemon, &["--json", "status", "--nosuch"]);
    exits(&output, 2);
    let envelope: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(envelope["error"]["code"], "usage");
    exits(&run(&daemon, &["--help"]), 0);
}

#[test]
fn watch_goes_on_where_it_was_and_starts_over_with_a_new_daemon() {
    let (last, _gate) = Answer::gated_events(&[event(1), event(2)]);
    // In a container, each has the same pid.
    let started = |at: f64| {
        let mut status = status(1, true);
        status["started"] = at.into();
        Answer::json(200, &status.to_string())
    };
    let daemon = Daemon::new(vec![
        (STATUS, vec![started(5.25), started(5.25), started(5.5), status_answer(2, true)]),
        (
            EVENTS,
            vec![
                Answer::events(&[event(7), event(8)]),
                Answer::events(&[event(9)]),
                Answer::events(&[event(4)]),
                last,
            ],
        ),
    ]);
    let mut child = Running::start(&mut edgectl(&daemon.socket(), &["watch", "--json"]));
    let mut lines = child.stdout().lines();
    let seqs: Vec<u64> = lines
        .by_ref()
        .take(5)
        .map(|line| serde_json::from_str::<Value>(&line.unwrap()).unwrap()["seq"].as_u64().unwrap())
        .collect();
    child.interrupt();
    exits(&child.finish(), 130);
    assert_eq!(seqs, [7, 8, 9, 4, 1]);
    let asked: Vec<String> =
        daemon.seen().into_iter().filter(|line| line.starts_with(EVENTS)).collect();
    let since = |seq: u64| format!("{EVENTS}?since={seq}");
    assert_eq!(asked, [EVENTS.to_owned(), since(8), since(0), since(0)]);
}

#[test]
fn lists_are_tables_or_json() {
    let tasks = r#"{"tasks":[{"name":"intent","model":"sim","adapter":null,"generation":null,"mode":"slm-only","state":"ready","reason":null}]}"#;
    let daemon = Daemon::new(vec![("GET /edge/v1/tasks", vec![Answer::json(200, tasks)])]);
    let output = run(&daemon, &["tasks", "list"]);
    exits(&output, 0);
    assert_eq!(stdout(&output), "TASK    STATE  MODEL  MODE\nintent  ready  sim    slm-only\n");
    let output = run(&daemon, &["tasks", "list", "--json"]);
    let printed: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(printed, serde_json::from_str::<Value>(tasks).unwrap());
}

#[test]
fn a_task_is_shown_with_what_its_answers_must_be() {
    let task = json!({"name": "intent", "model": "sim", "adapter": null, "generation": null,
        "mode": "slm-only", "state": "ready", "reason": null, "file": "/t/intent.toml",
        "system": "do\nit", "kind": "human", "defaults": {"temperature": 0.0, "max_tokens": 64},
        "output": {"schema_file": "/t/intent.json", "on_invalid": "error", "schema": {"title": "A lamp"}}});
    let bare = json!({"name": "bare", "model": null, "adapter": null, "generation": null,
        "mode": "slm-only", "state": "broken", "reason": "why", "file": "/t/bare.toml",
        "system": null, "kind": null, "defaults": null, "output": null});
    let answer = |task: &Value| vec![Answer::json(200, &task.to_string())];
    let daemon = Daemon::new(vec![
        ("GET /edge/v1/tasks/intent", answer(&task)),
        ("GET /edge/v1/tasks/bare", answer(&bare)),
        ("GET /edge/v1/tasks/none", vec![Answer::error(404, "not_found")]),
    ]);
    let output = run(&daemon, &["tasks", "show", "intent"]);
    exits(&output, 0);
    assert_eq!(
        stdout(&output),
        "intent  ready\n  model       sim\n  mode        slm-only\n  calls are   human\n  \
         system      do⏎it\n  defaults    max_tokens 64, temperature 0.0\n  \
         answers     JSON as /t/intent.json (A lamp) says\n  \
         invalid     the call ends as output_invalid\n  file        /t/intent.toml\n"
    );
    let output = run(&daemon, &["tasks", "show", "intent", "--json"]);
    assert_eq!(serde_json::from_slice::<Value>(&output.stdout).unwrap(), task);
    let output = run(&daemon, &["tasks", "show", "bare"]);
    let lines =
        "bare  broken\n  reason      why\n  mode        slm-only\n  file        /t/bare.toml\n";
    assert_eq!(stdout(&output), lines);
    exits(&run(&daemon, &["tasks", "show", "none"]), 5);
    exits(&run(&daemon, &["tasks", "show", "../status"]), 5);
    assert!(daemon.seen().iter().all(|request| request.contains("/tasks/")));
}

#[test]
fn version_names_both_sides() {
    let daemon = Daemon::new(vec![(STATUS, vec![status_answer(1, true)])]);
    let ours = env!("CARGO_PKG_VERSION");
    let output = run(&daemon, &["version"]);
    assert_eq!(stdout(&output), format!("edgectl {ours}\nedged   9.8.7 (abc)\n"));
    let output = run(&daemon, &["--version"]);
    assert_eq!(stdout(&output), format!("edgectl {ours}\n"));
}
