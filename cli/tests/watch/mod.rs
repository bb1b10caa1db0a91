//! `edgectl status --watch`: on terminals, into pipes, and when the daemon goes and comes.

use super::fake::{Answer, Daemon};
use super::terminal::Terminal;
use super::{STATUS, edgectl, exits, finish, status, status_answer, stderr};
use serde_json::{Value, json};
use std::io::{BufRead, Read};
use std::path::Path;

const HOME: &str = "\x1b[?7l\x1b[H\x1b[K";
const BELOW: &str = "\x1b[J\x1b[?7h";

/// Says that it is stopping, then that it is another.
fn restarting() -> Vec<Answer> {
    vec![status_answer(4711, true), Answer::error(503, "shutting_down"), status_answer(4712, true)]
}

fn start(terminal: &mut Terminal, socket: &Path, env: &[(&str, &str)]) -> super::Running {
    let mut command = edgectl(socket, &["status", "-w"]);
    command.envs(env.iter().copied());
    terminal.start(command)
}

#[test]
fn a_terminal_is_drawn_over_until_ctrl_c() {
    let daemon = Daemon::new(vec![(STATUS, restarting())]);
    let mut terminal = Terminal::new(80, 24);
    let mut running = start(&mut terminal, &daemon.socket(), &[]);
    // What stood there is moved up, once.
    terminal.shows(&format!("{}{HOME}", "\r\n".repeat(24)));
    terminal.shows("● ok");
    terminal.shows("pid 4711");
    terminal.shows(BELOW);
    terminal.shows(HOME);
    terminal.shows("✖ gone");
    terminal.shows("because of shutting_down");
    terminal.shows("waiting for it to come back");
    terminal.shows(BELOW);
    terminal.shows(HOME);
    terminal.shows("pid 4712");
    terminal.shows(BELOW);
    running.interrupt();
    exits(&running.finish(), 0);
    let all = terminal.all();
    assert!(all.ends_with("\r\x1b[K"), "the ^C is taken away: {all:?}");
    assert_eq!(all.matches("\r\n".repeat(24).as_str()).count(), 1, "{all:?}");
}

#[test]
fn no_colour_is_drawn_over_too_and_a_dumb_terminal_is_not() {
    let daemon = Daemon::new(vec![(STATUS, vec![status_answer(4711, true)])]);
    let shown = |env: (&str, &str)| {
        let mut terminal = Terminal::new(80, 24);
        let mut running = start(&mut terminal, &daemon.socket(), &[env]);
        terminal.shows("pid 4711");
        terminal.shows("pid 4711");
        running.interrupt();
        exits(&running.finish(), 0);
        terminal.all()
    };
    let plain = shown(("NO_COLOR", "1"));
    assert!(plain.contains(&format!("{HOME}● ok  edged 9.8.7 · up")), "{plain:?}");
    let dumb = shown(("TERM", "dumb"));
    assert!(!dumb.contains('\x1b'), "{dumb:?}");
}

#[test]
fn a_reader_gets_one_screen_after_the_other() {
    let daemon = Daemon::new(vec![(STATUS, restarting())]);
    let mut command = edgectl(&daemon.socket(), &["status", "--watch"]);
    let mut running = super::Running::start(&mut command);
    let mut screens = Vec::new();
    let mut reader = running.stdout();
    let mut until = |text: &str| loop {
        let mut line = String::new();
        assert!(reader.read_line(&mut line).unwrap() > 0, "{screens:?}");
        let found = line.contains(text);
        screens.push(line);
        if found {
            break;
        }
    };
    until("pid 4711");
    until("✖ gone");
    until("pid 4712");
    until("● ok");
    let blank = screens.iter().rposition(|line| line == "\n").unwrap();
    assert!(screens[blank + 1].starts_with("● ok"), "{screens:?}");
    assert!(screens.iter().all(|line| !line.contains('\x1b')), "{screens:?}");
    // `| head -1`: who has read enough ends it.
    drop(reader);
    exits(&running.finish(), 0);
}

#[test]
fn a_program_gets_a_line_of_json_for_each() {
    let daemon = Daemon::new(vec![(STATUS, restarting())]);
    let mut command = edgectl(&daemon.socket(), &["status", "--watch", "--json"]);
    let mut running = super::Running::start(&mut command);
    let mut lines = running.stdout().lines().map(|line| line.unwrap());
    for pid in [4711, 4712, 4712] {
        let said: Value = serde_json::from_str(&lines.next().unwrap()).unwrap();
        assert_eq!(said, status(pid, true));
    }
    running.interrupt();
    let mut told = String::new();
    running.child().stderr.take().unwrap().read_to_string(&mut told).unwrap();
    exits(&running.finish(), 0);
    let told: Value = serde_json::from_str(&told).expect("one envelope, once");
    assert_eq!(told["error"]["code"], json!("shutting_down"));
}

#[test]
fn what_was_never_there_or_refuses_is_a_failure() {
    let dir = tempfile::tempdir().unwrap();
    let output = finish(edgectl(&dir.path().join("absent.sock"), &["status", "--watch"]));
    exits(&output, 3);
    let answers = vec![status_answer(1, true), Answer::error(403, "not_permitted")];
    let daemon = Daemon::new(vec![(STATUS, answers)]);
    let output = finish(edgectl(&daemon.socket(), &["status", "--watch"]));
    exits(&output, 4);
    assert!(stderr(&output).contains("because of not_permitted"), "{output:?}");
}
