//! Against the real `edged` and `edge-worker`.

use super::super::{edgectl, exits, finish, stderr, stdout};
use super::{echoes, eval, report, set_of};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A running `edged` with a task of the name `task` on a model that echoes.
struct Edged {
    child: Child,
    dir: TempDir,
}

impl Edged {
    fn start(args: &[&str]) -> Self {
        let bin = Path::new(env!("CARGO_BIN_EXE_edgectl")).with_file_name("edged");
        let worker = bin.with_file_name("edge-worker");
        assert!(bin.exists() && worker.exists(), "build the whole workspace first");
        let dir = tempfile::tempdir().unwrap();
        let tasks = dir.path().join("config/tasks.d");
        std::fs::create_dir_all(&tasks).unwrap();
        std::fs::write(tasks.join("task.toml"), "model = \"sim\"\n[defaults]\ntemperature = 0\n")
            .unwrap();
        let mut command = Command::new(bin);
        command.args(["--user", "--log-level", "error"]).stdin(Stdio::null()).stdout(Stdio::null());
        for part in ["config", "state", "cache", "share"] {
            command.arg(format!("--{part}-dir")).arg(dir.path().join(part));
        }
        command.arg("--socket").arg(dir.path().join("api.sock")).args(args);
        let edged = Self { child: command.spawn().unwrap(), dir };
        exits(&finish(edgectl(&edged.socket(), &["status", "--wait", "15"])), 0);
        edged
    }

    fn socket(&self) -> PathBuf {
        self.dir.path().join("api.sock")
    }
}

impl Drop for Edged {
    fn drop(&mut self) {
        // It may have ended already.
        if let Ok(None) = self.child.try_wait() {
            let _ = kill_process(Pid::from_child(&self.child), Signal::TERM);
        }
        let _ = self.child.wait();
    }
}

/// Of 20 lines that are asked, one is not what it expects.
fn nineteen_of_twenty() -> Vec<Value> {
    let mut lines = echoes(20);
    lines[7]["expect"] = json!("something else");
    lines
}

#[test]
fn an_echo_is_all_exact_and_the_report_has_its_shape() {
    let edged = Edged::start(&["--sim", "sim"]);
    let lines: Vec<Value> = (0..20)
        .map(|n| {
            json!({"id": format!("l{n}"), "input": format!(r#"{{"n": {n}.0, "b": []}}"#),
            "expect": {"b": [], "n": n}})
        })
        .collect();
    let set = set_of(&lines);
    let output = eval(&edged.socket(), set.path(), &["--json", "--min-exact", "1"]);
    exits(&output, 0);
    assert_eq!(stderr(&output), "", "no bar without a terminal");
    let report = report(&output);
    let keys: BTreeSet<&str> = report.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = [
        "schema",
        "task",
        "model",
        "digest",
        "adapter",
        "generation",
        "set",
        "set_sha256",
        "set_lines",
        "partial",
        "n",
        "errors",
        "exact_match",
        "exact_match_95",
        "schema_valid",
        "field_f1",
        "latency_ms",
        "ttft_ms",
        "tokens",
        "joules",
        "wall_s",
        "failures",
    ];
    assert_eq!(keys, BTreeSet::from(expected));
    assert_eq!(
        (&report["schema"], &report["task"], &report["model"]),
        (&json!(1), &json!("task"), &json!("sim"))
    );
    assert_eq!(
        (&report["n"], &report["errors"], &report["exact_match"]),
        (&json!(20), &json!(0), &json!(1.0))
    );
    assert_eq!(report["field_f1"], json!({"micro": 1.0, "fields": {"b": 1.0, "n": 1.0}}));
    assert_eq!((&report["partial"], &report["failures"]), (&json!(false), &json!([])));
    assert_eq!((&report["schema_valid"], &report["joules"]), (&json!(null), &json!(null)));
    let ms = |key: &str, share: &str| report[key][share].as_f64().unwrap();
    assert!(0.0 < ms("ttft_ms", "p50") && ms("ttft_ms", "p50") <= ms("ttft_ms", "p99"));
    assert!(ms("latency_ms", "p50") <= ms("latency_ms", "p90"));
    assert!(ms("latency_ms", "p90") <= ms("latency_ms", "p99"));
    let bytes: usize = lines.iter().map(|line| line["input"].as_str().unwrap().len()).sum();
    assert_eq!(report["tokens"]["prompt"], json!(bytes), "a simulated token is a byte");
    let output = Command::new("sha256sum").arg(set.path()).output().unwrap();
    assert!(stdout(&output).starts_with(report["set_sha256"].as_str().unwrap()), "{output:?}");
}

#[test]
fn the_threshold_is_reached_at_its_boundary_and_missed_with_8() {
    let edged = Edged::start(&["--sim", "sim"]);
    let set = set_of(&nineteen_of_twenty());
    exits(&eval(&edged.socket(), set.path(), &["--min-exact", "0.95"]), 0);
    let output = eval(&edged.socket(), set.path(), &["--min-exact", "0.951"]);
    exits(&output, 8);
    let told = "error: exact match is 0.9500 (19 of 20), not at least 0.951\n";
    assert_eq!(stderr(&output), told);
    assert!(stdout(&output).contains("95.0 %  19 of 20"), "{output:?}");
    assert!(stdout(&output).contains("  7  differs\n    expected  something else\n"), "{output:?}");
    let output = eval(&edged.socket(), set.path(), &["--min-exact", "0.96", "--json"]);
    exits(&output, 8);
    assert_eq!(report(&output)["exact_match"], json!(0.95));
    let envelope: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(envelope["error"]["code"], "threshold_missed");
    // The line that is wrong is not among the first seven.
    let output = eval(&edged.socket(), set.path(), &["--limit", "7", "--min-exact", "1", "--json"]);
    exits(&output, 0);
    assert_eq!((&report(&output)["n"], &report(&output)["set_lines"]), (&json!(7), &json!(20)));
}

#[test]
fn many_at_once_through_a_short_queue_give_the_same_result() {
    let edged = Edged::start(&[
        "--sim",
        "sim,rows_max=1,step_us=500",
        "--set",
        "limits.queue_requests_max=4",
    ]);
    let mut lines = nineteen_of_twenty();
    lines[3]["expect"] = json!("neither");
    let set = set_of(&lines);
    let output = eval(&edged.socket(), set.path(), &["--json", "--concurrency", "16"]);
    exits(&output, 0);
    let report = report(&output);
    assert_eq!((&report["errors"], &report["exact_match"]), (&json!(0), &json!(0.9)));
    let ids: Vec<&str> =
        report["failures"].as_array().unwrap().iter().map(|f| f["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["3", "7"]);
}

#[test]
fn a_task_that_is_not_there_is_5_and_a_daemon_that_is_not_is_3() {
    let edged = Edged::start(&["--sim", "sim"]);
    let set = set_of(&echoes(3));
    let path = set.path().to_str().unwrap();
    let output = finish(edgectl(&edged.socket(), &["eval", "nosuch", "--set", path]));
    exits(&output, 5);
    assert_eq!(stdout(&output), "");
    let socket = edged.socket();
    drop(edged);
    exits(&eval(&socket, set.path(), &[]), 3);
}
