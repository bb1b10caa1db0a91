//! `edgectl chat`, piped and at a terminal.

use super::fake::{Answer, Daemon};
use super::terminal::Terminal;
use super::{CHAT, Running, answer_of, chunk, edgectl, exits, stderr, stdout};
use serde_json::{Value, json};
use std::io::{BufRead, Write};
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

const CTRL_C: &str = "\x03";
const CTRL_D: &str = "\x04";
/// What a terminal puts around a paste.
const PASTE: (&str, &str) = ("\x1b[200~", "\x1b[201~");

fn daemon(context_tokens: u32, answers: Vec<Answer>) -> Daemon {
    let models = json!({"models": [
        {"name": "only", "context_tokens": context_tokens},
        {"name": "another", "context_tokens": 7},
    ]});
    Daemon::new(vec![
        ("GET /v1/models", vec![only()]),
        ("GET /edge/v1/models", vec![Answer::json(200, &models.to_string())]),
        ("GET /edge/v1/tasks", vec![Answer::json(200, r#"{"tasks":[]}"#)]),
        (CHAT, answers),
    ])
}

/// Of what there is, all that this caller may ask.
fn only() -> Answer {
    let model = json!({"id": "only", "object": "model", "created": 1, "owned_by": "edged"});
    Answer::json(200, &json!({"object": "list", "data": [model]}).to_string())
}

/// An answer that says how many tokens it took.
fn counted(text: &str, total_tokens: u64) -> Answer {
    let usage = json!({"id": "c", "object": "o", "created": 1, "model": "m", "choices": [],
        "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": total_tokens}});
    Answer::events(&[chunk(text), usage.to_string(), "[DONE]".to_owned()])
}

fn whole(text: &str) -> Answer {
    Answer::events(&answer_of(&[text]))
}

/// The bodies of the calls so far.
fn asked(daemon: &Daemon) -> Vec<Value> {
    let calls = daemon.seen();
    let bodies = calls.iter().filter_map(|call| call.strip_prefix(CHAT));
    bodies.map(|body| serde_json::from_str(body).unwrap()).collect()
}

fn messages(said: &[(&str, &str)]) -> Value {
    said.iter().map(|(role, content)| json!({"role": role, "content": content})).collect()
}

fn chat(daemon: &Daemon, terminal: &mut Terminal, words: &[&str]) -> Running {
    let child = terminal.start(edgectl(&daemon.socket(), &[&["chat"], words].concat()));
    terminal.shows("talking to ");
    terminal.shows("> ");
    child
}

#[test]
fn piped_lines_are_a_talk_and_ctrl_c_only_stops_an_answer() {
    let (stopped, _gate) = Answer::gated_events(&answer_of(&["half", "never"]));
    let daemon = daemon(512, vec![stopped, whole("whole")]);
    let mut child = Running::start(edgectl(&daemon.socket(), &["chat"]).stdin(Stdio::piped()));
    let mut input = child.child().stdin.take().unwrap();
    let mut out = child.stdout();
    input.write_all(b"first\\\n").unwrap();
    assert_eq!(out.fill_buf().unwrap(), b"half");
    out.consume(4);
    child.interrupt();
    input.write_all(b"/exit\n").unwrap();
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    assert_eq!(line, "whole\n");
    drop(input);
    exits(&child.finish(), 0);
    let expected = json!({"model": "only", "stream": true, "edge": {"kind": "human"},
    "stream_options": {"include_usage": true}, "messages": messages(&[
        ("user", "first\\"),
        ("assistant", "half"),
        ("user", "/exit"),
    ])});
    assert_eq!(asked(&daemon)[1], expected);
}

#[test]
fn a_pipe_ends_with_the_first_failure_and_quiet_says_nothing_else() {
    let daemon = daemon(512, vec![whole("\x1b[1mone"), Answer::error(503, "worker_lost")]);
    let mut command = edgectl(&daemon.socket(), &["chat", "-q"]);
    let mut child = Running::start(command.stdin(Stdio::piped()));
    child.child().stdin.take().unwrap().write_all(b"a\nb\nc\n").unwrap();
    let output = child.finish();
    exits(&output, 7);
    assert_eq!(stdout(&output), "\x1b[1mone\n", "a pipe gets an answer as it is");
    assert_eq!(stderr(&output), "error: because of worker_lost (worker_lost)\n");
    assert_eq!(asked(&daemon).len(), 2);
}

#[test]
fn whom_to_talk_to_is_known_before_the_first_message() {
    let daemon = daemon(512, vec![]);
    let output = Running::start(&mut edgectl(&daemon.socket(), &["chat", "nosuch"])).finish();
    exits(&output, 5);
    assert!(stderr(&output).contains("there is no model or task `nosuch`"), "{output:?}");
    let output = Running::start(&mut edgectl(&daemon.socket(), &["chat", "--json"])).finish();
    exits(&output, 2);
}

#[test]
fn a_person_says_several_lines_and_pastes_as_one_message() {
    let daemon = daemon(512, vec![whole("yes")]);
    let mut terminal = Terminal::new(80, 24);
    let child = chat(&daemon, &mut terminal, &["--system-prompt", "Be brief."]);
    let (paste, end) = PASTE;
    for (keys, meant) in [
        ("one 好 🙂x\x7f\\\rtwo\r".to_owned(), "one 好 🙂\ntwo"),
        ("\"\"\"\r/new\r\\\r\"\"\"\r".to_owned(), "/new\n\\"),
        (format!("{paste}pasted\nlines{end} and more\r"), "pasted\nlines and more"),
        ("//new\r".to_owned(), "/new"),
    ] {
        terminal.keys(&keys);
        terminal.shows("yes\r\n");
        terminal.shows(" s");
        terminal.shows("> ");
        let body = asked(&daemon).pop().unwrap();
        let last = body["messages"].as_array().unwrap().last().unwrap();
        assert_eq!(*last, json!({"role": "user", "content": meant}));
        assert_eq!(body["messages"][0], json!({"role": "system", "content": "Be brief."}));
    }
    terminal.keys(CTRL_D);
    exits(&child.finish(), 0);
    let shown = terminal.all();
    assert!(shown.ends_with("\x1b[?2004l\r\n"), "the terminal is left as it was: {shown:?}");
}

#[test]
fn ctrl_c_stops_the_answer_and_the_next_one_leaves() {
    let (stopped, _gate) = Answer::gated_events(&answer_of(&["half", "never"]));
    let daemon = daemon(512, vec![stopped, whole("whole")]);
    let mut terminal = Terminal::new(80, 24);
    let mut child = chat(&daemon, &mut terminal, &[]);
    terminal.keys("first\r");
    terminal.shows("half");
    child.interrupt();
    terminal.shows("> ");
    terminal.keys("second\r");
    terminal.shows("whole");
    terminal.shows("> ");
    terminal.keys(CTRL_C);
    terminal.shows("Ctrl-C again leaves");
    terminal.shows("> ");
    terminal.keys(CTRL_C);
    exits(&child.finish(), 130);
    let said = messages(&[("user", "first"), ("assistant", "half"), ("user", "second")]);
    assert_eq!(asked(&daemon)[1]["messages"], said);
}

#[test]
fn a_terminal_is_not_steered_by_an_answer() {
    let daemon = daemon(512, vec![whole("\x1b]0;mine\x07\x1b[2J\u{9b}31m é")]);
    let mut terminal = Terminal::new(80, 24);
    let child = chat(&daemon, &mut terminal, &[]);
    terminal.keys("x\r");
    terminal.shows("\\x1b]0;mine\\x07\\x1b[2J\\x9b31m é\r\n");
    terminal.shows("> ");
    terminal.keys(CTRL_D);
    exits(&child.finish(), 0);
    assert!(!terminal.all().contains("\x1b]0"));
}

#[test]
fn commands_change_the_talk() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("chat.md");
    let save = format!("/save {}\r", file.display());
    let daemon = daemon(512, vec![whole("yes")]);
    let mut terminal = Terminal::new(80, 24);
    let child = chat(&daemon, &mut terminal, &["only"]);
    for (keys, told) in [
        ("/help\r", "/system TEXT"),
        ("/retry\r", "nothing was asked yet"),
        ("one\r", "yes"),
        ("/system Be kind.\r", "the model is told that first"),
        ("/retry\r", "yes"),
        (&save, "saved with 1 answer"),
        (&save, "cannot be written"),
        ("/model nosuch\r", "there is no model or task `nosuch`"),
        ("/model only\r", "talking to "),
        ("/nosuch\r", "there is no `/nosuch`"),
        ("/new\r", "the chat starts over"),
        ("/system\r", "told nothing first"),
        ("two\r", "yes"),
    ] {
        terminal.keys(keys);
        terminal.shows(told);
        terminal.shows("> ");
    }
    terminal.keys("/exit\r");
    exits(&child.finish(), 0);
    let sent: Vec<Value> =
        asked(&daemon).into_iter().map(|body| body["messages"].clone()).collect();
    assert_eq!(sent[0], messages(&[("user", "one")]));
    assert_eq!(sent[1], messages(&[("system", "Be kind."), ("user", "one")]));
    assert_eq!(sent[2], messages(&[("user", "two")]));
    let saved = std::fs::read_to_string(&file).unwrap();
    assert_eq!(
        saved,
        "# A chat with only\n\n## System\n\nBe kind.\n\n## You\n\none\n\n## only\n\nyes\n"
    );
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_full_context_forgets_the_oldest_and_says_so() {
    let refused = || Answer::error(400, "context_length_exceeded");
    // The second answer says that most of the context is taken.
    let answers = vec![counted("a1", 20), counted("a2", 75), refused(), whole("a3"), refused()];
    let daemon = daemon(100, answers);
    let mut terminal = Terminal::new(80, 24);
    let child = chat(&daemon, &mut terminal, &[]);
    for question in ["q1", "q2"] {
        terminal.keys(&format!("{question}\r"));
        terminal.shows("2 tokens · ");
        terminal.shows("> ");
    }
    terminal.keys("q3\r");
    terminal.shows("the context is full");
    terminal.shows("a3");
    terminal.shows("> ");
    terminal.keys("q4\r");
    terminal.shows("because of context_length_exceeded");
    terminal.shows("`/retry` asks again");
    terminal.shows("> ");
    terminal.keys(CTRL_D);
    exits(&child.finish(), 0);
    let sent: Vec<Value> =
        asked(&daemon).into_iter().map(|body| body["messages"].clone()).collect();
    assert_eq!(sent[1], messages(&[("user", "q1"), ("assistant", "a1"), ("user", "q2")]));
    assert_eq!(
        sent[2],
        messages(&[("user", "q2"), ("assistant", "a2"), ("user", "q3")]),
        "made room"
    );
    assert_eq!(sent[3], messages(&[("user", "q3")]), "was refused all the same");
    assert_eq!(sent[4], messages(&[("user", "q3"), ("assistant", "a3"), ("user", "q4")]));
    assert_eq!(sent[5], messages(&[("user", "q4")]));
    assert_eq!(sent.len(), 6, "there is nothing left to forget");
}

#[test]
fn the_size_of_the_context_is_learnt_once_the_model_is_loaded() {
    let models = |tokens: Option<u32>| {
        let model = json!({"models": [{"name": "only", "context_tokens": tokens}]});
        Answer::json(200, &model.to_string())
    };
    let daemon = Daemon::new(vec![
        ("GET /v1/models", vec![only()]),
        ("GET /edge/v1/models", vec![models(None), models(Some(30))]),
        ("GET /edge/v1/tasks", vec![Answer::json(200, r#"{"tasks":[]}"#)]),
        (CHAT, vec![counted("a1", 20)]),
    ]);
    let mut child = Running::start(edgectl(&daemon.socket(), &["chat"]).stdin(Stdio::piped()));
    child.child().stdin.take().unwrap().write_all(b"q1\nq2\n").unwrap();
    let output = child.finish();
    exits(&output, 0);
    assert!(stderr(&output).contains("the context is full"), "{output:?}");
    assert_eq!(asked(&daemon)[1]["messages"], messages(&[("user", "q2")]));
}

#[test]
fn a_daemon_that_restarts_costs_an_answer_and_not_the_chat() {
    let broken = Answer::events(&[chunk("half")]);
    let daemon = daemon(512, vec![whole("a1"), broken, whole("a2")]);
    let (socket, aside) = (daemon.socket(), daemon.socket().with_extension("aside"));
    let mut terminal = Terminal::new(80, 24);
    let child = chat(&daemon, &mut terminal, &[]);
    terminal.keys("q1\r");
    terminal.shows("a1");
    terminal.shows("> ");
    terminal.keys("q2\r");
    terminal.shows("half");
    terminal.shows("the answer ended without [DONE]");
    terminal.shows("`/retry` asks again");
    terminal.shows("> ");
    std::fs::rename(&socket, &aside).unwrap();
    terminal.keys("/retry\r");
    terminal.shows("cannot reach edged");
    terminal.shows("> ");
    std::fs::rename(&aside, &socket).unwrap();
    terminal.keys("/retry\r");
    terminal.shows("a2");
    terminal.shows("> ");
    terminal.keys(CTRL_D);
    exits(&child.finish(), 0);
    let last = asked(&daemon).pop().unwrap();
    let said = messages(&[("user", "q1"), ("assistant", "a1"), ("user", "q2")]);
    assert_eq!(last["messages"], said);
}

#[test]
fn a_terminal_that_cannot_be_drawn_on_gets_plain_lines() {
    let daemon = daemon(512, vec![whole("yes")]);
    let mut terminal = Terminal::new(40, 24);
    let mut command = edgectl(&daemon.socket(), &["chat"]);
    command.env("TERM", "dumb");
    let child = terminal.start(command);
    terminal.shows("> ");
    terminal.keys("one\\\n");
    terminal.shows(". ");
    terminal.keys("two\n");
    terminal.shows("yes\r\n");
    terminal.shows("> ");
    terminal.keys("/exit\n");
    exits(&child.finish(), 0);
    let shown = terminal.all();
    assert!(!shown.contains('\x1b'), "{shown:?}");
    assert_eq!(asked(&daemon)[0]["messages"], messages(&[("user", "one\ntwo")]));
}

#[test]
fn a_long_line_is_edited_on_a_narrow_terminal() {
    let daemon = daemon(512, vec![whole("yes")]);
    let mut terminal = Terminal::new(40, 10);
    let child = chat(&daemon, &mut terminal, &[]);
    let long = "好 ".repeat(60);
    terminal.keys(&format!("{long}\r"));
    terminal.shows("yes");
    terminal.shows("> ");
    // The last message again, with a word before it.
    terminal.keys("\x1b[A\x01more \r");
    terminal.shows("yes");
    terminal.shows("> ");
    terminal.keys(CTRL_D);
    exits(&child.finish(), 0);
    let last = asked(&daemon).pop().unwrap();
    let text = last["messages"].as_array().unwrap().last().unwrap()["content"].clone();
    assert_eq!(text, format!("more {long}"));
}
