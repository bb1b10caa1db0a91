//! What edgectl shows on terminals of all kinds.

use super::fake::{Answer, Daemon};
use super::terminal::Terminal;
use super::{CHAT, STATUS, answer_of, edgectl, exits, finish, status, stdout};
use serde_json::{Value, json};

/// A daemon of many models with long names, one of them broken.
fn crowded() -> Value {
    let mut status = status(4242, true);
    let name = |n: usize| format!("model-{n:02}-with-a-name-as-long-as-a-careless-person-makes-it");
    status["health"] = json!("degraded");
    status["models"] = (0..40).map(|n| json!({"name": name(n), "state": "unloaded"})).collect();
    status["models"][17] = json!({"name": name(17), "state": "broken", "dir": "/m/17",
        "reason": "好 is\nno file"});
    status["reasons"] =
        json!([{"code": "model_broken", "subject": name(17), "message": "好 is\nno file"}]);
    status["tasks"] = (0..9)
        .map(|n| {
            json!({"name": format!("task-{n}"), "model": name(n), "adapter": null,
                "generation": null, "mode": "slm-only", "state": "ready", "reason": null})
        })
        .collect();
    status
}

/// The lines that `edgectl status` shows there, without colour.
fn shown(columns: u16, rows: u16, env: &[(&str, &str)]) -> Vec<String> {
    let daemon = Daemon::new(vec![(STATUS, vec![Answer::json(200, &crowded().to_string())])]);
    let mut terminal = Terminal::new(columns, rows);
    let mut command = edgectl(&daemon.socket(), &["status"]);
    command.envs(env.iter().copied());
    exits(&terminal.start(command).finish(), 0);
    let all = terminal.all();
    assert_eq!(all.contains('\x1b'), env.is_empty(), "{all:?}");
    let plain = anstream::adapter::strip_str(&all).to_string();
    plain.lines().map(|line| line.trim_end().to_owned()).collect()
}

#[test]
fn status_is_one_screen_however_much_there_is() {
    let lines = shown(80, 24, &[]);
    assert!(lines.len() <= 23, "a line is left for the next command: {lines:#?}");
    assert!(lines.iter().all(|line| line.chars().count() <= 80), "{lines:#?}");
    for part in [
        "▲ degraded",
        "  ! model-17",
        "→ mend its folder",
        "MODEL",
        "`edgectl models list`",
        "`edgectl tasks list`",
    ] {
        assert!(lines.iter().any(|line| line.contains(part)), "{part}: {lines:#?}");
    }
    let heading = lines.iter().position(|line| line.starts_with("MODEL")).unwrap();
    assert!(lines[heading + 1].starts_with("model-17"), "what is broken comes first: {lines:#?}");
}

#[test]
fn status_fits_a_narrow_terminal() {
    let lines = shown(40, 24, &[]);
    assert!(lines.len() <= 23, "{lines:#?}");
    assert!(lines.iter().all(|line| line.chars().count() <= 40), "{lines:#?}");
}

#[test]
fn a_pipe_gets_every_model() {
    let daemon = Daemon::new(vec![(STATUS, vec![Answer::json(200, &crowded().to_string())])]);
    let output = finish(edgectl(&daemon.socket(), &["status"]));
    exits(&output, 0);
    assert_eq!(stdout(&output).matches("\nmodel-").count(), 40, "{output:?}");
}

#[test]
fn no_colour_reaches_who_does_not_want_it_or_cannot_show_it() {
    for env in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        assert!(shown(80, 24, &[env])[0].starts_with("▲ degraded"), "{env:?}");
    }
}

#[test]
fn a_locale_without_utf_8_gets_ascii() {
    for columns in [80, 40] {
        let lines = shown(columns, 24, &[("LC_ALL", "C"), ("NO_COLOR", "1")]);
        assert!(lines.iter().all(|line| line.is_ascii()), "{lines:#?}");
        assert!(lines[0].starts_with("! degraded"), "{lines:#?}");
    }
    let daemon = Daemon::new(vec![(CHAT, vec![Answer::events(&answer_of(&["é好"]))])]);
    let mut terminal = Terminal::new(80, 24);
    let mut command = edgectl(&daemon.socket(), &["run", "m", "hi"]);
    exits(
        &terminal
            .start({
                command.env("LC_ALL", "POSIX");
                command
            })
            .finish(),
        0,
    );
    assert_eq!(terminal.all(), "\\u{e9}\\u{597d}\r\n");
}

#[test]
fn an_answer_is_shown_and_not_obeyed() {
    let daemon = Daemon::new(vec![(CHAT, vec![Answer::events(&answer_of(&["\x1b[2J", "é\n"]))])]);
    let mut terminal = Terminal::new(80, 24);
    exits(&terminal.start(edgectl(&daemon.socket(), &["run", "m", "hi"])).finish(), 0);
    assert_eq!(terminal.all(), "\\x1b[2Jé\r\n");
}

#[test]
fn a_long_wait_is_shown_and_taken_away() {
    let shown = |term: &str| {
        let (stuck, _gate) = Answer::keep_alive();
        let daemon = Daemon::new(vec![(CHAT, vec![stuck])]);
        let mut terminal = Terminal::new(80, 24);
        let mut command = edgectl(&daemon.socket(), &["run", "m", "hi", "--timeout", "2.5"]);
        command.env("TERM", term);
        exits(&terminal.start(command).finish(), 1);
        let shown = terminal.all();
        assert!(shown.contains("no answer within 2.5 s"), "{shown:?}");
        shown
    };
    let (bar, clear) = ("\r\x1b[Kwaiting for the first token: 2 s", "\r\x1b[K");
    let drawn = shown("xterm");
    assert!(drawn.starts_with(&format!("{bar}{clear}")), "{drawn:?}");
    let plain = shown("dumb");
    assert!(
        plain.starts_with("error: "),
        "nothing is drawn where it cannot be taken back: {plain:?}"
    );
}

#[test]
fn an_error_is_broken_between_words_and_a_path_stays_whole() {
    let dir = tempfile::tempdir().unwrap();
    let socket =
        dir.path().join("a-name-that-makes-this-line-longer-than-the-terminal-is-wide.sock");
    let mut terminal = Terminal::new(80, 24);
    exits(&terminal.start(edgectl(&socket, &["status"])).finish(), 3);
    let told = anstream::adapter::strip_str(&terminal.all()).to_string();
    assert!(told.contains(&format!("at\r\n{}:", socket.display())), "{told:?}");
    let hint: Vec<&str> = told.lines().skip_while(|line| !line.starts_with("hint: ")).collect();
    assert!(hint.len() == 2 && hint.iter().all(|line| line.chars().count() <= 80), "{told:?}");
    assert!(hint[0].ends_with(" socket with") && hint[1] == "`--socket PATH`", "{told:?}");
}

#[test]
fn an_absent_daemon_is_3_for_every_command_that_needs_one() {
    let dir = tempfile::tempdir().unwrap();
    let socket = dir.path().join("absent.sock");
    for words in [
        &["status"][..],
        &["run", "m", "hi"],
        &["chat"],
        &["chat", "m"],
        &["watch"],
        &["models", "list"],
        &["tasks", "list"],
        &["version"],
    ] {
        let output = finish(edgectl(&socket, words));
        exits(&output, 3);
        assert!(super::stderr(&output).contains("hint: start a daemon"), "{words:?}: {output:?}");
    }
}
