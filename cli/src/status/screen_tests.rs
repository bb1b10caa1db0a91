//! The screen of two fixed daemons, one well and one not.

use super::*;
use edge_api::admin::*;

fn well() -> Status {
    Status {
        schema: edge_api::SCHEMA,
        version: "0.1.0".to_owned(),
        commit: None,
        pid: 4242,
        mode: "user".to_owned(),
        ready: true,
        health: Health::Ok,
        reasons: Vec::new(),
        uptime_s: 11_530.5,
        socket: "/run/user/1000/edged/api.sock".into(),
        rss_bytes: Some(18_234_567),
        connections: Gauge { now: 3, max: 256 },
        queue: QueueStatus { waiting: 0, running: 2, max: 64 },
        runtime: RuntimeStatus::default(),
        workers: vec![WorkerStatus {
            device: "sim".to_owned(),
            pid: Some(4243),
            state: "running".to_owned(),
            rss_bytes: Some(9_100_000),
            restarts: 0,
            sandbox: denied(&["files", "network", "processes"]),
        }],
        models: vec![model("sim", ModelState::Ready, None)],
        tasks: vec![task("intent", "ready", None)],
        adapters: Vec::new(),
        ledger: LedgerStatus {
            state: "durable".to_owned(),
            rows: Some(1204),
            bytes: Some(3_400_000),
            path: Some("/home/u/.local/state/edged/ledger.db".into()),
            reason: None,
        },
        config: ConfigStatus { files: vec!["/etc/edged/edged.toml".into()], errors: Vec::new() },
    }
}

fn denied(what: &[&str]) -> std::collections::BTreeMap<String, serde_json::Value> {
    what.iter().map(|what| ((*what).to_owned(), "denied".into())).collect()
}

#[test]
fn a_sandbox_with_a_hole_says_where() {
    let mut status = well();
    status.workers[0].sandbox = denied(&["network", "processes"]);
    let table = workers(&status.workers);
    assert!(table[1].ends_with("open: files"), "{table:?}");
    status.workers[0].sandbox.clear();
    assert_eq!(sandbox(&status.workers[0]), None, "it has not said yet");
}

fn model(name: &str, state: ModelState, reason: Option<&str>) -> ModelStatus {
    ModelStatus {
        state,
        reason: reason.map(str::to_owned),
        backend: Some("sim".to_owned()),
        context_tokens: Some(4096),
        ..ModelStatus::named(name)
    }
}

fn task(name: &str, state: &str, reason: Option<&str>) -> TaskStatus {
    TaskStatus {
        name: name.to_owned(),
        model: Some("sim".to_owned()),
        adapter: None,
        generation: None,
        mode: "slm-only".to_owned(),
        state: state.to_owned(),
        reason: reason.map(str::to_owned),
    }
}

fn unwell() -> Status {
    let crash =
        "the worker ended 5 times in a row, the last time by signal 11 while it loaded the model";
    Status {
        ready: false,
        health: Health::Failing,
        reasons: vec![Reason {
            code: "model_failed".to_owned(),
            subject: "a-model-with-a-name-as-long-as-names-may-be".to_owned(),
            message: crash.to_owned(),
        }],
        rss_bytes: None,
        workers: Vec::new(),
        models: vec![ModelStatus {
            digest: Some(format!("sha256:{}", "0123456789abcdef".repeat(4))),
            backend: None,
            context_tokens: None,
            ..model("a-model-with-a-name-as-long-as-names-may-be", ModelState::Failed, Some(crash))
        }],
        tasks: vec![task("intent", "broken", Some("model `nosuch` is not there"))],
        ledger: LedgerStatus {
            state: "off".to_owned(),
            rows: None,
            bytes: None,
            path: None,
            reason: None,
        },
        config: ConfigStatus {
            files: Vec::new(),
            errors: vec![ConfigError {
                file: "/etc/edged/edged.d/10-site.toml".into(),
                line: Some(3),
                message: "unknown key `limit`".to_owned(),
            }],
        },
        ..well()
    }
}

fn plain(status: &Status) -> String {
    anstream::adapter::strip_str(&lines(status).join("\n")).to_string()
}

#[test]
fn a_daemon_that_is_well() {
    let expected = "\
● edged 0.1.0  ok  user mode · pid 4242 · up 3 h 12 min

socket       /run/user/1000/edged/api.sock
memory       18.2 MB
connections  3 of 256
queue        0 of 64 waiting, 2 running
ledger       durable · 1204 rows · 3.4 MB · /home/u/.local/state/edged/ledger.db
config       1 file

WORKER  STATE    PID   MEMORY  RESTARTS  SANDBOX
sim     running  4243  9.1 MB  0         full

MODEL  STATE  BACKEND  PROVIDER  CONTEXT  DIGEST
sim    ready  sim      -         4096     -

TASK    STATE  MODEL  MODE
intent  ready  sim    slm-only";
    assert_eq!(plain(&well()), expected);
}

#[test]
fn a_daemon_that_is_not_says_why_within_80_columns() {
    let expected = "\
● edged 0.1.0  failing, not ready  user mode · pid 4242 · up 3 h 12 min
  ! a-model-with-a-name-as-long-as-names-may-be: the worker ended 5 times in a
    row, the last time by signal 11 while it loaded the model
  ! intent: model `nosuch` is not there
  ! /etc/edged/edged.d/10-site.toml:3: unknown key `limit`

socket       /run/user/1000/edged/api.sock
memory       -
connections  3 of 256
queue        0 of 64 waiting, 2 running
ledger       off
config       built-in settings

MODEL                    STATE   BACKEND  PROVIDER  CONTEXT  DIGEST
a-model-with-a-name-as…  failed  -        -         -        sha256:0123456789ab

TASK    STATE   MODEL  MODE
intent  broken  sim    slm-only";
    let text = plain(&unwell());
    assert_eq!(text, expected);
    assert!(text.lines().all(|line| line.chars().count() <= 80));
}

#[test]
fn colour_marks_states_and_nothing_more() {
    let lines = lines(&well());
    assert_eq!(
        lines[0],
        "\x1b[32m●\x1b[0m \x1b[1medged 0.1.0\x1b[0m  \x1b[32mok\x1b[0m  \
         \x1b[2muser mode · pid 4242 · up 3 h 12 min\x1b[0m"
    );
    let row = lines.iter().find(|line| line.contains("4243")).unwrap();
    assert_eq!(row, "sim     \x1b[32mrunning\x1b[0m  4243  9.1 MB  0         full");
}
