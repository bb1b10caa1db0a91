//! `edgectl eval`: against the real `edged` with simulated models, and against one that misbehaves.

mod real;

use super::fake::{Answer, Daemon};
use super::{CHAT, PATIENCE, Running, edgectl, exits, finish, stderr, stdout};
use rustix::pty::{OpenptFlags, openpt, ptsname, unlockpt};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::process::Output;
use std::time::Instant;
use tempfile::NamedTempFile;

fn set_of(lines: &[Value]) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    lines.iter().for_each(|line| writeln!(file, "{line}").unwrap());
    file
}

/// `n` lines, each asking for itself.
fn echoes(n: usize) -> Vec<Value> {
    (0..n)
        .map(|n| json!({"id": n, "input": format!("line {n}"), "expect": format!("line {n}")}))
        .collect()
}

fn eval(socket: &Path, set: &Path, words: &[&str]) -> Output {
    let mut command = edgectl(socket, &["eval", "task", "--set", set.to_str().unwrap()]);
    command.args(words);
    finish(command)
}

fn report(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

fn completion(text: &str, digest: &str) -> Answer {
    let body = json!({
        "id": "c", "object": "chat.completion", "created": 1, "model": "m",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text, "refusal": null},
            "logprobs": null, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5},
        "edge": {"call": "c", "task": "task", "model": "m", "digest": digest, "adapter": "mine",
            "generation": 4, "engine": "ort", "backend": "ragged", "provider": "cpu",
            "route": "local", "queue_ms": 0.0, "ttft_ms": 1.5, "total_ms": 2.0, "energy_j": 0.5,
            "schema_valid": text.starts_with('{'), "retries": 0, "ledger": "off", "future": 1},
    });
    Answer::json(200, &body.to_string())
}

fn until_asked(daemon: &Daemon, times: usize) {
    let deadline = Instant::now() + PATIENCE;
    while daemon.seen().len() < times {
        assert!(Instant::now() < deadline, "{times} calls are made");
        std::thread::yield_now();
    }
}

#[test]
fn the_calls_of_a_run_are_batch_unless_it_says_otherwise() {
    let set = set_of(&echoes(1));
    for (words, priority) in [
        (&[][..], "batch"),
        (&["--priority", "batch"], "batch"),
        (&["--priority=interactive"], "interactive"),
    ] {
        let daemon = Daemon::new(vec![(CHAT, vec![completion("x", "sha256:1")])]);
        exits(&eval(&daemon.socket(), set.path(), words), 0);
        let asked = daemon.seen().remove(0);
        assert!(asked.contains(&format!(r#""priority":"{priority}""#)), "{asked}");
    }
    exits(&eval(Path::new("/s"), set.path(), &["--priority", "low"]), 2);
}

#[test]
fn a_set_may_come_from_stdin() {
    let daemon = Daemon::new(vec![(CHAT, vec![completion("line 0", "sha256:1")])]);
    let asked = |set: &[u8]| {
        let mut command = edgectl(&daemon.socket(), &["eval", "task", "--set", "-", "--json"]);
        let mut running = Running::start(command.stdin(std::process::Stdio::piped()));
        running.child().stdin.take().unwrap().write_all(set).unwrap();
        running.finish()
    };
    let output = asked(format!("{}\n", echoes(1)[0]).as_bytes());
    exits(&output, 0);
    let report = report(&output);
    assert_eq!((&report["set"], &report["exact_match"]), (&json!("stdin"), &json!(1.0)));
    let output = asked(b"{}\n");
    exits(&output, 6);
    assert!(stderr(&output).contains("stdin:1: no `id`"), "{output:?}");
}

#[test]
fn what_answered_is_told_and_what_is_asked_is_a_programs() {
    let daemon =
        Daemon::new(vec![(CHAT, vec![completion("{}", "sha256:1"), completion("x", "sha256:1")])]);
    let set = set_of(&[
        json!({"id": "a", "input": "one", "expect": {}}),
        json!({"id": "b", "messages": [{"role": "system", "content": "s"},
            {"role": "user", "content": "two"}], "expect": {"k": 1}}),
    ]);
    let output = eval(&daemon.socket(), set.path(), &["--json"]);
    exits(&output, 0);
    let report = report(&output);
    for (key, value) in [
        ("model", json!("m")),
        ("digest", json!("sha256:1")),
        ("adapter", json!("mine")),
        ("generation", json!(4)),
        ("schema_valid", json!(0.5)),
        ("exact_match", json!(0.5)),
        ("field_f1", json!({"micro": 0.0, "fields": {"k": 0.0}})),
        ("ttft_ms", json!({"p50": 1.5, "p99": 1.5})),
        ("tokens", json!({"prompt": 6, "completion": 4, "per_success": 10.0})),
        ("joules", json!({"total": 1.0, "per_success": 1.0})),
    ] {
        assert_eq!(report[key], value, "{key}");
    }
    let reason = "not JSON: expected value at column 1";
    let wrong = json!([{"id": "b", "expect": {"k": 1}, "got": "x", "reason": reason}]);
    assert_eq!(report["failures"], wrong);
    let asked: Vec<Value> = daemon
        .seen()
        .iter()
        .map(|call| serde_json::from_str(call.strip_prefix(CHAT).unwrap()).unwrap())
        .collect();
    let edge = json!({"kind": "agent", "priority": "batch"});
    let one = json!([{"role": "user", "content": "one"}]);
    assert_eq!(asked[0], json!({"model": "task", "messages": one, "edge": edge}));
    assert_eq!(asked[1]["messages"][0], json!({"role": "system", "content": "s"}));
}

#[test]
fn a_model_that_changes_in_mid_run_is_no_result() {
    let daemon =
        Daemon::new(vec![(CHAT, vec![completion("x", "sha256:1"), completion("x", "sha256:2")])]);
    let output = eval(&daemon.socket(), set_of(&echoes(3)).path(), &["--json"]);
    exits(&output, 6);
    assert_eq!(stdout(&output), "");
    let envelope: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(envelope["error"]["code"], "conflict");
    let message = envelope["error"]["message"].as_str().unwrap();
    assert!(
        message.contains("from m sha256:1 ") && message.contains("to m sha256:2 "),
        "{message}"
    );
}

#[test]
fn a_full_queue_is_asked_again_as_long_as_the_line_has_time() {
    let answers = vec![Answer::busy("0"), Answer::busy("0"), completion("line 0", "d")];
    let daemon = Daemon::new(vec![(CHAT, answers)]);
    let set = set_of(&echoes(1));
    let output = eval(&daemon.socket(), set.path(), &["--json"]);
    exits(&output, 0);
    assert_eq!(
        (&report(&output)["errors"], &report(&output)["exact_match"]),
        (&json!(0), &json!(1.0))
    );
    assert_eq!(daemon.seen().len(), 3);

    let daemon = Daemon::new(vec![(CHAT, vec![Answer::busy("3600")])]);
    let output = eval(&daemon.socket(), set.path(), &["--json"]);
    exits(&output, 7);
    let failed = &report(&output)["failures"][0];
    assert_eq!(failed["reason"], "queue_full: because of queue_full");
    assert_eq!(failed["got"], Value::Null);
    assert_eq!(daemon.seen().len(), 1);
}

#[test]
fn a_call_that_fails_is_counted_and_the_run_goes_on() {
    let (stuck, _gate) = Answer::keep_alive();
    let answers = vec![
        Answer::error(503, "worker_lost"),
        Answer::error(502, "output_invalid"),
        completion("line 2", "d"),
        stuck,
    ];
    let daemon = Daemon::new(vec![(CHAT, answers)]);
    let set = set_of(&echoes(4));
    let words = ["--json", "--timeout", "0.5", "--min-exact", "0.25"];
    let output = eval(&daemon.socket(), set.path(), &words);
    exits(&output, 0);
    let report = report(&output);
    assert_eq!((&report["n"], &report["errors"]), (&json!(4), &json!(2)), "one was answered");
    assert_eq!(report["exact_match"], json!(0.25));
    assert_eq!(report["schema_valid"], json!(0.0), "one was refused, one was not valid");
    let reasons: Vec<&str> = report["failures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|failed| failed["reason"].as_str().unwrap())
        .collect();
    assert_eq!(reasons[0], "worker_lost: because of worker_lost");
    assert_eq!(reasons[1], "output_invalid: because of output_invalid");
    assert_eq!(reasons[2], "timeout: no answer within 0.5 s");
}

#[test]
fn answers_that_are_all_refused_are_a_measurement() {
    let refused = |answers: usize| {
        let refused = (0..answers).map(|_| Answer::error(502, "output_invalid"));
        Daemon::new(vec![(CHAT, refused.collect())])
    };
    let set = set_of(&echoes(2));
    for (words, code) in [
        (&["--json"][..], 0),
        (&["--json", "--min-exact", "0"], 0),
        (&["--json", "--min-exact", "0.5"], 8),
    ] {
        let output = eval(&refused(2).socket(), set.path(), words);
        exits(&output, code);
        let report = report(&output);
        assert_eq!((&report["n"], &report["errors"]), (&json!(2), &json!(0)));
        assert_eq!((&report["exact_match"], &report["schema_valid"]), (&json!(0.0), &json!(0.0)));
        assert_eq!((&report["joules"], &report["model"]), (&json!(null), &json!(null)));
    }
    let answers = vec![Answer::error(503, "worker_lost"), Answer::error(502, "output_invalid")];
    let output = eval(&Daemon::new(vec![(CHAT, answers)]).socket(), set.path(), &[]);
    exits(&output, 0);
    assert_eq!(stderr(&output), "", "it is no failure that one of two was measured");
    // A proxy's 502 says nothing about the answer.
    let proxy = Daemon::new(vec![(CHAT, vec![Answer::json(502, "bad gateway")])]);
    exits(&eval(&proxy.socket(), set.path(), &[]), 1);
}

#[test]
fn a_bad_set_is_6_before_any_call() {
    let daemon = Daemon::new(vec![]);
    let set = set_of(&[json!({"id": "a", "input": "x", "expect": 1}), json!({"id": "a"})]);
    let output = eval(&daemon.socket(), set.path(), &[]);
    exits(&output, 6);
    let name = set.path().display();
    let text =
        format!("error: the set has a bad line\n  {name}:2: neither `input` nor `messages`\n");
    assert_eq!(stderr(&output), text);
    exits(&eval(&daemon.socket(), Path::new("/no/such.jsonl"), &[]), 6);
    exits(&eval(&daemon.socket(), set_of(&[]).path(), &[]), 6);
    for words in
        [["--min-exact", "2"], ["--concurrency", "65"], ["--concurrency", "0"], ["--limit", "0"]]
    {
        exits(&eval(&daemon.socket(), set.path(), &words), 2);
    }
    assert!(daemon.seen().is_empty());
}

#[test]
fn ctrl_c_leaves_what_was_reached_marked_as_partial() {
    for json in [true, false] {
        let (stuck, _gate) = Answer::keep_alive();
        let daemon = Daemon::new(vec![(CHAT, vec![completion("line 0", "d"), stuck])]);
        let set = set_of(&echoes(3));
        let words = ["eval", "task", "--set", set.path().to_str().unwrap(), "--min-exact", "1"];
        let mut command = edgectl(&daemon.socket(), &words);
        let mut child = Running::start(command.args(json.then_some("--json")));
        until_asked(&daemon, 2);
        child.interrupt();
        let output = child.finish();
        exits(&output, 130);
        assert_eq!(stderr(&output), "");
        if json {
            let report = report(&output);
            assert_eq!((&report["partial"], &report["n"]), (&json!(true), &json!(1)));
            assert_eq!((&report["set_lines"], &report["errors"]), (&json!(3), &json!(0)));
        } else {
            assert!(stdout(&output).starts_with("task  partial: "), "{output:?}");
            assert!(stdout(&output).contains("1 of 3 lines"), "{output:?}");
        }
    }
}

#[test]
fn no_more_lines_are_asked_at_once_than_wanted() {
    let (stuck, _gates): (Vec<_>, Vec<_>) = (0..4).map(|_| Answer::keep_alive()).unzip();
    let daemon = Daemon::new(vec![(CHAT, stuck)]);
    let set = set_of(&echoes(4));
    let words = ["eval", "task", "--set", set.path().to_str().unwrap(), "--concurrency", "3"];
    let mut child = Running::start(&mut edgectl(&daemon.socket(), &words));
    until_asked(&daemon, 3);
    child.interrupt();
    let output = child.finish();
    exits(&output, 130);
    assert_eq!((stdout(&output), daemon.seen().len()), ("", 3), "nothing was reached");
}

#[test]
fn a_terminal_has_a_bar_that_is_taken_away() {
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    unlockpt(&terminal).unwrap();
    let name = ptsname(&terminal, Vec::new()).unwrap().into_string().unwrap();
    let daemon = Daemon::new(vec![(CHAT, vec![completion("line 0", "d")])]);
    let set = set_of(&echoes(1));
    let mut command =
        edgectl(&daemon.socket(), &["eval", "task", "--set", set.path().to_str().unwrap()]);
    let stderr = File::options().write(true).open(name).unwrap();
    let child = Running::start(command.stderr(stderr));
    // It has the terminal open too, and with its end a read finds the end.
    drop(command);
    exits(&child.finish(), 0);
    // A read gives what one write left, and fails with EIO once nobody has the other end any more.
    let mut written = Vec::new();
    let end = File::from(terminal).read_to_end(&mut written).unwrap_err();
    assert_eq!(end.raw_os_error(), Some(rustix::io::Errno::IO.raw_os_error()));
    let text = String::from_utf8_lossy(&written).into_owned();
    assert!(text.starts_with("\r\x1b[K[........................] 0/1"), "{text:?}");
    assert!(text.ends_with("\r\x1b[K"), "{text:?}");
}
