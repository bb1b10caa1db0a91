//! `edgectl config`: what it shows of what a daemon says, and what it does without one. What `check` finds is
//! edged's business, and tested there.

use super::fake::{Answer, Daemon};
use super::{edgectl, exits, finish, run, stderr, stdout};
use serde_json::{Value, json};

const CONFIG: &str = "GET /edge/v1/config";

fn key(key: &str, value: Value, default: Value, from: Option<&str>, line: Option<usize>) -> Value {
    let source = if from.is_some() { "file" } else { "default" };
    json!({
        "key": key, "value": value, "default": default, "source": source, "from": from,
        "line": line, "restart": false, "expects": "a whole number", "about": "A text.",
    })
}

fn config() -> Value {
    let mut held = key("engine.threads", json!(0), json!(0), None, None);
    held["after_restart"] = json!(4);
    json!({
        "paths": {"mode": "user", "config_dir": "/nowhere/c", "state_dir": "/", "cache_dir": "/x",
            "share_dir": "/s", "socket": "/nowhere/api.sock"},
        "set": [], "sim": [], "files": ["/c/edged.toml"], "restart_needed": ["engine.threads"],
        "errors": [{"file": "/c/edged.d/1.toml", "line": 3, "message": "limits.x: unknown key"}],
        "keys": [
            key("limits.headers_max", json!(50), json!(100), Some("/c/edged.toml"), Some(2)),
            key("limits.body_timeout_ms", json!(10), json!(10), Some("/c/a\nb.toml"), None),
            key("ledger.on_failure", json!("serve"), json!("serve"), None, None),
            held,
        ],
    })
}

fn daemon() -> Daemon {
    Daemon::new(vec![(CONFIG, vec![Answer::json(200, &config().to_string())])])
}

#[test]
fn show_names_every_key_and_who_said_so() {
    let output = run(&daemon(), &["config", "show"]);
    exits(&output, 0);
    let expected = "\
KEY                     VALUE                  FROM
limits.headers_max      50                     /c/edged.toml:2
limits.body_timeout_ms  10                     /c/a⏎b.toml
ledger.on_failure       \"serve\"                -
engine.threads          0 (4 after a restart)  -
";
    assert_eq!(stdout(&output), expected);
    assert_eq!(stderr(&output), "/c/edged.d/1.toml:3: limits.x: unknown key\n");
}

#[test]
fn only_what_is_changed_is_shown_if_that_is_asked_for() {
    let output = run(&daemon(), &["config", "show", "--changed"]);
    let keys: Vec<&str> =
        stdout(&output).lines().skip(1).filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(keys, ["limits.headers_max", "engine.threads"]);
    let output = run(&daemon(), &["config", "show", "--changed", "--json"]);
    let mut expected = config();
    expected["keys"].as_array_mut().unwrap().drain(1..3);
    assert_eq!(serde_json::from_slice::<Value>(&output.stdout).unwrap(), expected);

    let mut plain = config();
    plain["keys"] = json!([key("a.b", json!(1), json!(1), None, None)]);
    let daemon = Daemon::new(vec![(CONFIG, vec![Answer::json(200, &plain.to_string())])]);
    let output = run(&daemon, &["config", "show", "--changed"]);
    exits(&output, 0);
    assert_eq!((stdout(&output), stderr(&output)), ("", "everything is as it was built in\n"));
}

#[test]
fn paths_are_those_of_the_running_daemon() {
    let output = run(&daemon(), &["config", "paths"]);
    exits(&output, 0);
    let expected = "\
NAME        PATH               THERE
mode        user
config_dir  /nowhere/c         no
state_dir   /                  yes
";
    assert!(stdout(&output).starts_with(expected), "{output:?}");
    assert_eq!(stderr(&output), "");
    let output = run(&daemon(), &["config", "paths", "--json"]);
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&said["running"], &said["paths"]), (&json!(true), &config()["paths"]));
    assert_eq!(said["exists"]["state_dir"], true);
}

#[test]
fn without_a_daemon_paths_are_those_of_one_that_would_be_started() {
    let dir = tempfile::tempdir().unwrap();
    let socket = dir.path().join("absent.sock");
    let mut command = edgectl(&socket, &["config", "paths"]);
    command.env("EDGED_CONFIG_DIR", dir.path());
    let output = finish(command);
    exits(&output, 0);
    let config_dir = format!("config_dir  {}  yes", dir.path().display());
    let squeezed: Vec<String> = stdout(&output)
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join("  "))
        .collect();
    assert!(squeezed.contains(&config_dir), "{output:?}");
    assert!(stderr(&output).contains("no daemon answers"), "{output:?}");
    exits(&finish(edgectl(&socket, &["config", "show"])), 3);
}
