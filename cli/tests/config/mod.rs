//! `edgectl config`: what it shows of what a daemon says, and what it does without one. What `check` finds is
//! edged's business, and tested there.

use super::fake::{Answer, Daemon};
use super::terminal::Terminal;
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
    held["after_restart_place"] = json!({"from": "/c/edged.toml", "line": 7});
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
engine.threads          0 (4 after a restart)  - (/c/edged.toml:7 after a restart)
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

/// With a list of tables, as `[[policy]]` and `tcp.keys` are.
fn lists() -> Daemon {
    let mut config = config();
    let mut policy = key(
        "policy",
        json!([{"user": "mia", "uid": null, "tasks": ["a", "b"]}, {"uid": 7, "user": null}]),
        json!([]),
        Some("/c/edged.d/2.toml"),
        Some(4),
    );
    policy["items"] = json!([
        {"from": "/c/edged.d/2.toml", "line": 4}, {"from": "/c/edged.toml", "line": 9},
    ]);
    let sha256 = "0123456789abcdef".repeat(4);
    let keys = json!([{"name": "app", "sha256": sha256}]);
    config["keys"] = json!([
        policy,
        key("tcp.listen", json!(""), json!(""), None, None),
        key("tcp.keys", keys, json!([]), Some("/c/edged.toml"), Some(2)),
    ]);
    config["errors"] = json!([]);
    Daemon::new(vec![(CONFIG, vec![Answer::json(200, &config.to_string())])])
}

#[test]
fn each_table_of_a_list_has_a_row_of_its_own() {
    let output = run(&lists(), &["config", "show"]);
    exits(&output, 0);
    let rows: Vec<Vec<&str>> = stdout(&output)
        .lines()
        .map(|line| line.split("  ").filter(|cell| !cell.is_empty()).map(str::trim).collect())
        .collect();
    let sha256 = "0123456789abcdef".repeat(4);
    let app = format!("{{ name = \"app\", sha256 = \"{sha256}\" }}");
    assert_eq!(
        rows[1..],
        [
            ["policy[0]", r#"{ tasks = ["a","b"], user = "mia" }"#, "/c/edged.d/2.toml:4"],
            ["policy[1]", "{ uid = 7 }", "/c/edged.toml:9"],
            ["tcp.listen", "\"\"", "-"],
            // Where each was said is not known here.
            ["tcp.keys[0]", &app, "-"],
        ]
    );
}

#[test]
fn a_terminal_gets_lines_that_it_can_hold() {
    let daemon = lists();
    let mut terminal = Terminal::new(80, 24);
    let running = terminal.start(edgectl(&daemon.socket(), &["config", "show"]));
    exits(&running.finish(), 0);
    let text = terminal.all();
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("tcp.keys[0]")).collect();
    assert!(lines[0].contains("…") && lines[0].chars().count() <= 80, "{text}");
}

#[test]
fn one_key_is_shown_whole_by_its_name_or_the_beginning_of_it() {
    let daemon = lists();
    let names = |wanted: &str| {
        let output = run(&daemon, &["config", "show", wanted]);
        exits(&output, 0);
        let names =
            stdout(&output).lines().filter(|line| !line.is_empty() && !line.starts_with(' '));
        names.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(names("tcp"), ["tcp.listen", "tcp.keys[0]"]);
    assert_eq!(names("policy"), ["policy[0]", "policy[1]"]);
    assert_eq!(names("tcp.keys"), ["tcp.keys[0]"]);
    let output = run(&daemon, &["config", "show", "policy[1]"]);
    let expected = "\
policy[1]
  value     { uid = 7 }
  from      /c/edged.toml:9
  built in  []
  must be   a whole number
  about     A text.
";
    assert_eq!(stdout(&output), expected);
    let output = run(&daemon, &["config", "show", "tcp", "--json"]);
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    let keys: Vec<&Value> =
        said["keys"].as_array().unwrap().iter().map(|key| &key["key"]).collect();
    assert_eq!(keys, ["tcp.listen", "tcp.keys"]);
    for words in [&["config", "show", "nosuch"][..], &["config", "show", "policy[2]", "--json"]] {
        let output = run(&daemon, words);
        exits(&output, 5);
        assert!(stderr(&output).contains("there is no setting"), "{output:?}");
    }
}

#[test]
fn a_daemon_that_refuses_is_no_absent_one() {
    for command in ["check", "paths"] {
        for (status, code, exit) in [(403, "not_permitted", 4), (503, "shutting_down", 7)] {
            let daemon = Daemon::new(vec![(CONFIG, vec![Answer::error(status, code)])]);
            let output = run(&daemon, &["config", command]);
            exits(&output, exit);
            assert!(stderr(&output).contains(&format!("because of {code}")), "{output:?}");
            assert_eq!(stdout(&output), "");
        }
    }
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
