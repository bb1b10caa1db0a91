//! `edgectl run`: the answer as it comes, and all the ways in which it ends.

use super::fake::{Answer, Daemon};
use super::{
    CHAT, EVENTS, Running, STATUS, answer_of, chunk, edgectl, event, exits, run, status_answer,
    stderr, stdout,
};
use rustix::pty::{OpenptFlags, openpt, ptsname, unlockpt};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, Read, Write};
use std::process::Stdio;

#[test]
fn run_prints_the_answer_as_it_comes() {
    let (answer, gate) = Answer::gated_events(&answer_of(&["one ", "two"]));
    let daemon = Daemon::new(vec![(CHAT, vec![answer])]);
    let mut child =
        Running::start(&mut edgectl(&daemon.socket(), &["run", "m", "hi", "--seed", "-1"]));
    let mut out = child.stdout();
    assert_eq!(out.fill_buf().unwrap(), b"one ");
    out.consume(4);
    (0..3).for_each(|_| gate.send(()).unwrap());
    let mut rest = String::new();
    out.read_line(&mut rest).unwrap();
    assert_eq!(rest, "two\n");
    exits(&child.finish(), 0);
    let body = daemon.seen()[0].strip_prefix(CHAT).unwrap().to_owned();
    let body: Value = serde_json::from_str(&body).unwrap();
    let expected = json!({"model": "m", "stream": true, "seed": -1,
        "messages": [{"role": "user", "content": "hi"}]});
    assert_eq!(body, expected);
}

#[test]
fn run_reads_stdin_and_keeps_what_a_model_says_as_it_is() {
    let daemon = Daemon::new(vec![(CHAT, vec![Answer::events(&answer_of(&["\x1b[1mé\n"]))])]);
    for words in [&["run", "m", "-"][..], &["run", "m"]] {
        let mut child = Running::start(edgectl(&daemon.socket(), words).stdin(Stdio::piped()));
        child.child().stdin.take().unwrap().write_all(b"from\nstdin\n").unwrap();
        let output = child.finish();
        exits(&output, 0);
        assert_eq!(stdout(&output), "\x1b[1mé\n");
        assert!(daemon.seen().pop().unwrap().contains(r#""from\nstdin""#));
    }
}

#[test]
fn run_json_is_the_whole_answer() {
    let daemon = Daemon::new(vec![(CHAT, vec![Answer::json(200, r#"{"id":"x"}"#)])]);
    let output = run(&daemon, &["run", "m", "hi", "--json"]);
    exits(&output, 0);
    assert_eq!(stdout(&output), "{\"id\":\"x\"}\n");
    assert!(!daemon.seen()[0].contains("stream"));
}

#[test]
fn an_answer_that_breaks_off_is_told() {
    let lost = json!({"error": {"message": "gone", "type": "t", "param": null,
        "code": "worker_lost", "hint": null, "request_id": null}});
    let answer = Answer::events(&[chunk("half"), lost.to_string()]);
    let daemon = Daemon::new(vec![(CHAT, vec![answer])]);
    let output = run(&daemon, &["run", "m", "hi"]);
    exits(&output, 7);
    assert_eq!(stdout(&output), "half\n");
    assert_eq!(stderr(&output), "error: gone (worker_lost)\n");

    let daemon = Daemon::new(vec![(CHAT, vec![Answer::events(&[chunk("half")])])]);
    let output = run(&daemon, &["run", "m", "hi"]);
    exits(&output, 1);
    assert!(stderr(&output).contains("without [DONE]"), "{output:?}");
}

#[test]
fn a_reader_that_leaves_ends_edgectl_quietly() {
    let (answer, gate) = Answer::gated_events(&answer_of(&["one\n", "two\n"]));
    let daemon = Daemon::new(vec![(CHAT, vec![answer])]);
    let mut child = Running::start(&mut edgectl(&daemon.socket(), &["run", "m", "hi"]));
    let mut out = child.stdout();
    let mut first = String::new();
    out.read_line(&mut first).unwrap();
    drop(out);
    (0..3).for_each(|_| gate.send(()).unwrap());
    let output = child.finish();
    exits(&output, 0);
    assert_eq!((first.as_str(), stderr(&output)), ("one\n", ""));
}

#[test]
fn a_reader_that_leaves_is_noticed_when_there_is_nothing_to_say() {
    for words in [&["run", "m", "hi"][..], &["watch"]] {
        let (answer, _gate) = Answer::gated_events(&answer_of(&["one\n", "never"]));
        let (events, _gate_of_events) = Answer::gated_events(&[event(1), event(2)]);
        let daemon = Daemon::new(vec![
            (CHAT, vec![answer]),
            (STATUS, vec![status_answer(1, true)]),
            (EVENTS, vec![events]),
        ]);
        let mut child = Running::start(&mut edgectl(&daemon.socket(), words));
        let mut out = child.stdout();
        out.read_line(&mut String::new()).unwrap();
        drop(out);
        let output = child.finish();
        exits(&output, 0);
        assert_eq!(stderr(&output), "", "{words:?}");
    }
}

#[test]
fn what_the_model_is_told_first_leads_the_prompt() {
    let daemon = Daemon::new(vec![(CHAT, vec![Answer::events(&answer_of(&["ok"]))])]);
    let words = ["run", "m", "hi", "--system-prompt", "Be brief.", "--temperature", "0"];
    exits(&run(&daemon, &words), 0);
    let body: Value = serde_json::from_str(daemon.seen()[0].strip_prefix(CHAT).unwrap()).unwrap();
    let messages = json!([
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "hi"},
    ]);
    assert_eq!((&body["messages"], &body["temperature"]), (&messages, &json!(0.0)));
}

#[test]
fn ctrl_c_ends_a_run_with_130() {
    let (answer, _gate) = Answer::gated_events(&answer_of(&["one ", "two"]));
    let daemon = Daemon::new(vec![(CHAT, vec![answer])]);
    let mut child = Running::start(&mut edgectl(&daemon.socket(), &["run", "m", "hi"]));
    let mut out = child.stdout();
    assert_eq!(out.fill_buf().unwrap(), b"one ");
    child.interrupt();
    let output = child.finish();
    exits(&output, 130);
    assert_eq!(stderr(&output), "");
}

#[test]
fn ctrl_c_at_a_terminal_leaves_the_shell_a_line_of_its_own() {
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    unlockpt(&terminal).unwrap();
    let name = ptsname(&terminal, Vec::new()).unwrap().into_string().unwrap();
    let (answer, _gate) = Answer::gated_events(&answer_of(&["one ", "two"]));
    let daemon = Daemon::new(vec![(CHAT, vec![answer])]);
    let mut command = edgectl(&daemon.socket(), &["run", "m", "hi"]);
    let stderr = File::options().write(true).open(name).unwrap();
    let mut child = Running::start(command.stderr(stderr));
    // It has the terminal open too, and with its end a read finds the end.
    drop(command);
    let mut out = child.stdout();
    assert_eq!(out.fill_buf().unwrap(), b"one ");
    child.interrupt();
    exits(&child.finish(), 130);
    let mut written = [0; 16];
    let len = File::from(terminal).read(&mut written).expect("something was written");
    assert_eq!(written[..len], *b"\r\n");
}

#[test]
fn the_timeout_covers_the_first_token() {
    let (answer, _gate) = Answer::keep_alive();
    let daemon = Daemon::new(vec![(CHAT, vec![answer])]);
    let output = run(&daemon, &["run", "m", "hi", "--timeout", "0.1"]);
    exits(&output, 1);
    assert!(stderr(&output).contains("no answer within 0.1 s"), "{output:?}");
}
