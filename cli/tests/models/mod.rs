//! `edgectl models`: what it asks for, how it follows long work, what it exits with.

use super::fake::{Answer, Daemon};
use super::{PATIENCE, Running, edgectl, exits, run, stderr, stdout};
use serde_json::{Value, json};
use std::time::Instant;

const TINY: &str = "GET /edge/v1/models/tiny";

fn model(state: &str, reason: Option<&str>) -> Value {
    json!({"name": "tiny", "state": state, "reason": reason, "digest": "sha256:00"})
}

fn answer(value: &Value) -> Answer {
    Answer::json(200, &value.to_string())
}

fn change(changed: bool, state: &str) -> Answer {
    answer(&json!({"changed": changed, "model": model(state, None)}))
}

fn add_to(states: Vec<Value>) -> Daemon {
    let states = states.iter().map(answer).collect();
    let added = vec![change(true, "loading")];
    Daemon::new(vec![("POST /edge/v1/models", added), (TINY, states)])
}

#[test]
fn add_follows_the_check_to_its_end() {
    let daemon = add_to(vec![model("loading", None), model("unloaded", None)]);
    let dir = tempfile::tempdir().unwrap();
    let dir_text = dir.path().to_str().unwrap();
    let output = run(&daemon, &["models", "add", dir_text, "--name", "tiny", "--link"]);
    exits(&output, 0);
    assert_eq!(stderr(&output), "tiny is ready to be used\n", "no bar without a terminal");
    let asked = daemon.seen();
    let body: Value = serde_json::from_str(asked[0].split_once("models ").unwrap().1).unwrap();
    let real = dir.path().canonicalize().unwrap();
    assert_eq!(body, json!({"name": "tiny", "dir": real, "mode": "link"}));
    assert_eq!(asked.len(), 3, "{asked:?}");
}

#[test]
fn add_of_a_folder_that_is_refused_is_bad_input() {
    let broken = vec![answer(&model("broken", Some("weights are cut short")))];
    let daemon = Daemon::new(vec![
        ("POST /edge/v1/models", vec![change(true, "loading")]),
        (TINY, broken),
        ("DELETE /edge/v1/models/tiny", vec![change(true, "unloaded")]),
    ]);
    let output = run(&daemon, &["models", "add", "/"]);
    exits(&output, 6);
    assert_eq!(
        stderr(&output),
        "error: tiny is refused: weights are cut short (invalid_value)\n\
         hint: nothing was added; mend the folder, then add it again\n"
    );
    let asked = daemon.seen();
    assert_eq!(asked.last().unwrap(), "DELETE /edge/v1/models/tiny", "nothing stays listed");
    let output = run(&daemon, &["models", "add", "/no/such/folder"]);
    exits(&output, 6);
    assert!(stderr(&output).contains("/no/such/folder cannot be read"), "{output:?}");
}

#[test]
fn add_that_is_interrupted_is_withdrawn() {
    let daemon = Daemon::new(vec![
        ("POST /edge/v1/models", vec![change(true, "loading")]),
        (TINY, vec![answer(&model("loading", None))]),
        ("DELETE /edge/v1/models/tiny", vec![change(true, "unloaded")]),
    ]);
    let mut running = Running::start(&mut edgectl(&daemon.socket(), &["models", "add", "/"]));
    let deadline = Instant::now() + PATIENCE;
    while !daemon.seen().iter().any(|asked| asked == TINY) {
        assert!(Instant::now() < deadline, "it follows the check");
        std::thread::yield_now();
    }
    running.interrupt();
    let output = running.finish();
    exits(&output, 130);
    assert_eq!(stderr(&output), "tiny is not added\n");
    assert_eq!(daemon.seen().last().unwrap(), "DELETE /edge/v1/models/tiny");
}

#[test]
fn a_load_that_fails_is_busy_and_says_why() {
    let load = vec![change(true, "loading")];
    let failed = vec![answer(&model("failed", Some("no GPU")))];
    let daemon = Daemon::new(vec![("POST /edge/v1/models/tiny/load", load), (TINY, failed)]);
    let output = run(&daemon, &["models", "load", "tiny"]);
    exits(&output, 7);
    assert_eq!(
        stderr(&output),
        "error: tiny is not loaded: no GPU (not_ready)\n\
         hint: edged's log tells more\n"
    );
}

#[test]
fn a_load_of_what_cannot_be_used_is_bad_input_and_says_where_to_look() {
    let load = vec![change(true, "loading")];
    let broken = vec![answer(&model("broken", Some("weights are cut short")))];
    let daemon = Daemon::new(vec![("POST /edge/v1/models/tiny/load", load), (TINY, broken)]);
    let output = run(&daemon, &["models", "load", "tiny", "--json"]);
    exits(&output, 6);
    let error = serde_json::from_slice::<Value>(&output.stderr).unwrap()["error"].take();
    assert_eq!(error["message"], "tiny is refused: weights are cut short");
    assert_eq!(error["code"], "invalid_value");
    assert_eq!(error["hint"], "`edgectl models show tiny` tells more");
    let output = run(&daemon, &["models", "load", "no model"]);
    exits(&output, 5);
    assert_eq!(
        stderr(&output),
        "error: there is no model `no model` (not_found)\nhint: `edgectl models list` lists the names\n"
    );
}

#[test]
fn changes_may_be_repeated_and_say_what_they_did() {
    for (verb, changed, text) in [
        ("unload", true, "tiny is unloaded\n"),
        ("unload", false, "tiny was not loaded\n"),
        ("pin", true, "tiny stays loaded from now on\n"),
        ("unpin", false, "tiny was not pinned\n"),
    ] {
        let path = format!("POST /edge/v1/models/tiny/{verb}");
        let daemon = Daemon::new(vec![(&path, vec![change(changed, "unloaded")])]);
        let output = run(&daemon, &["models", verb, "tiny"]);
        exits(&output, 0);
        assert_eq!(stderr(&output), text, "{verb}");
        let output = run(&daemon, &["models", verb, "tiny", "--json"]);
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(told["changed"], changed, "{verb}");
    }
}

#[test]
fn rm_tells_of_a_model_in_use_and_never_leaves_its_path() {
    let busy = vec![Answer::error(409, "in_use")];
    let daemon = Daemon::new(vec![("DELETE /edge/v1/models/tiny", busy)]);
    exits(&run(&daemon, &["models", "rm", "tiny"]), 6);
    for name in ["../status", "a/b", ".", ""] {
        exits(&run(&daemon, &["models", "rm", name]), 5);
    }
    assert_eq!(daemon.seen(), ["DELETE /edge/v1/models/tiny"]);
}

#[test]
fn verify_prints_the_digest_or_what_is_wrong_with_it() {
    let path = "POST /edge/v1/models/tiny/verify";
    let verified = |ok| {
        answer(&json!({"changed": false, "name": "tiny", "ok": ok, "digest": "sha256:01",
            "expected": if ok { "sha256:01" } else { "sha256:02" }}))
    };
    let daemon = Daemon::new(vec![(path, vec![verified(true)])]);
    let output = run(&daemon, &["models", "verify", "tiny"]);
    exits(&output, 0);
    assert_eq!(stdout(&output), "tiny is as it was checked: sha256:01\n");
    let daemon = Daemon::new(vec![(path, vec![verified(false)])]);
    let output = run(&daemon, &["models", "verify", "tiny"]);
    exits(&output, 6);
    assert!(stderr(&output).contains("sha256:01, not sha256:02"), "{output:?}");
}
