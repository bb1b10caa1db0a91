//! The screens of fixed daemons, as they are in `snapshots/`: plain, and with colour (an escape is shown as
//! `␛`). `SNAPSHOTS=write cargo test -p edgectl screen` writes them anew, to be looked at.

use super::*;
use edge_api::admin::*;
use std::path::Path;

const SCREEN: Size = Size { columns: 80, rows: Some(23) };

/// Nothing was added and nothing asked yet.
fn fresh() -> Status {
    Status {
        schema: edge_api::SCHEMA,
        version: "0.1.0".to_owned(),
        commit: None,
        pid: 4242,
        mode: "user".to_owned(),
        ready: true,
        health: Health::Ok,
        reasons: Vec::new(),
        uptime_s: 2.5,
        started: Some(1_700_000_000.5),
        socket: "/run/user/1000/edged/api.sock".into(),
        tcp: None,
        rss_bytes: Some(11_234_567),
        connections: Gauge { now: 1, max: 256 },
        queue: QueueStatus { max: 64, ..QueueStatus::default() },
        runtime: RuntimeStatus::default(),
        workers: Vec::new(),
        models: Vec::new(),
        tasks: Vec::new(),
        adapters: Vec::new(),
        ledger: LedgerStatus {
            state: "durable".to_owned(),
            rows: Some(0),
            bytes: Some(36_864),
            path: Some("/home/u/.local/state/edged/ledger.db".into()),
            reason: None,
        },
        config: ConfigStatus::default(),
    }
}

fn busy() -> Status {
    let loading = ModelStatus {
        progress: Some(ModelProgress { stage: "session".to_owned(), done: 0.434 }),
        reason: Some("waits for memory".to_owned()),
        ..model("phi-4-mini", ModelState::Loading, 2_690_000_000)
    };
    let pinned =
        ModelStatus { pinned: true, ..model("qwen2.5-0.5b-int4", ModelState::Ready, 399_000_000) };
    Status {
        uptime_s: 11_530.5,
        rss_bytes: Some(18_234_567),
        connections: Gauge { now: 41, max: 256 },
        queue: QueueStatus {
            waiting: 7,
            waiting_batch: 5,
            running: 32,
            max: 64,
            ..QueueStatus::default()
        },
        runtime: RuntimeStatus {
            library: Some("/usr/lib/edged/libonnxruntime.so".into()),
            version: Some("1.24.1".to_owned()),
            providers: vec!["cpu".to_owned(), "cuda".to_owned()],
        },
        workers: vec![worker("cpu", "running", 0), worker("cuda:0", "starting", 2)],
        models: vec![pinned, loading, model("embedder", ModelState::Unloaded, 91_000_000)],
        tasks: vec![task("intent", None), task("triage", None)],
        ledger: LedgerStatus { rows: Some(120_433), bytes: Some(48_000_000), ..fresh().ledger },
        config: ConfigStatus {
            files: vec!["/etc/edged/edged.toml".into()],
            ..ConfigStatus::default()
        },
        ..fresh()
    }
}

fn degraded() -> Status {
    let crash =
        "the worker ended 5 times in a row, the last time by signal 11 while it loaded the model";
    let long = "a-model-with-a-name-as-long-as-names-may-be";
    let reason = |code: &str, subject: &str, message: &str| Reason {
        code: code.to_owned(),
        subject: subject.to_owned(),
        message: message.to_owned(),
    };
    let mut open = worker("cpu", "running", 5);
    open.sandbox.remove("files");
    Status {
        health: Health::Degraded,
        reasons: vec![
            reason("model_failed", long, crash),
            reason("task_broken", "intent", "model `nosuch` is not there\nnor was it"),
        ],
        rss_bytes: None,
        workers: vec![open],
        models: vec![ModelStatus {
            reason: Some(crash.to_owned()),
            ..model(long, ModelState::Failed, 4_000_000_000)
        }],
        tasks: vec![
            task("intent", Some("model `nosuch` is not there\nnor was it")),
            task("好", None),
        ],
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
            warnings: Vec::new(),
            restart_needed: vec!["engine.threads".to_owned()],
        },
        ..busy()
    }
}

fn failing() -> Status {
    let full = "the disk is full: /home/u/.local/state/edged/ledger.db cannot be written";
    Status {
        health: Health::Failing,
        reasons: vec![Reason {
            code: "ledger_unavailable".to_owned(),
            subject: "ledger".to_owned(),
            message: full.to_owned(),
        }],
        queue: QueueStatus { waiting: 64, running: 32, max: 64, ..QueueStatus::default() },
        ledger: LedgerStatus {
            state: "failed".to_owned(),
            reason: Some(full.to_owned()),
            ..busy().ledger
        },
        ..busy()
    }
}

fn crowded() -> Status {
    let models = (0..30).map(|n| {
        let state = if n == 20 { ModelState::Ready } else { ModelState::Unloaded };
        model(&format!("model-{n:02}"), state, 1_000_000 * (n + 1))
    });
    Status {
        models: models.collect(),
        tasks: (0..12).map(|n| task(&format!("task-{n:02}"), None)).collect(),
        ..busy()
    }
}

fn draining() -> Status {
    let queue = QueueStatus { running: 2, max: 64, ..QueueStatus::default() };
    Status { ready: false, workers: vec![worker("cpu", "stopping", 0)], queue, ..busy() }
}

fn worker(device: &str, state: &str, restarts: u64) -> WorkerStatus {
    let proofs = ["files", "network", "processes"];
    WorkerStatus {
        device: device.to_owned(),
        pid: Some(4243),
        state: state.to_owned(),
        rss_bytes: Some(1_210_000_000),
        restarts,
        sandbox: proofs.map(|what| (what.to_owned(), "denied".into())).into(),
    }
}

fn model(name: &str, state: ModelState, bytes: u64) -> ModelStatus {
    ModelStatus {
        state,
        backend: Some("ragged".to_owned()),
        provider: Some("cpu".to_owned()),
        context_tokens: Some(4096),
        bytes: Some(bytes),
        ..ModelStatus::named(name)
    }
}

fn task(name: &str, reason: Option<&str>) -> TaskStatus {
    TaskStatus {
        name: name.to_owned(),
        model: Some("qwen2.5-0.5b-int4".to_owned()),
        adapter: None,
        generation: None,
        mode: "slm-only".to_owned(),
        state: if reason.is_some() { "broken" } else { "ready" }.to_owned(),
        reason: reason.map(str::to_owned),
    }
}

fn plain(lines: &[String]) -> String {
    anstream::adapter::strip_str(&lines.join("\n")).to_string()
}

/// Compares with the snapshot, or writes it if that is asked for.
fn is_as_kept(name: &str, text: &str) {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/status/snapshots");
    let path = dir.join(name);
    if std::env::var_os("SNAPSHOTS").is_some_and(|wish| wish == "write") {
        std::fs::write(&path, text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, kept, "{name}:\n{text}");
}

#[test]
fn every_state_has_its_screen() {
    let states: [(&str, Status); 6] = [
        ("fresh", fresh()),
        ("busy", busy()),
        ("degraded", degraded()),
        ("failing", failing()),
        ("crowded", crowded()),
        ("draining", draining()),
    ];
    for (name, status) in states {
        let painted = lines(&status, SCREEN);
        let text = plain(&painted);
        assert!(painted.len() <= 23, "{name} has {} lines:\n{text}", painted.len());
        let long = text.lines().find(|line| line.width() > SCREEN.columns);
        assert_eq!(long, None, "{name}");
        is_as_kept(&format!("{name}.txt"), &format!("{text}\n"));
        let colour = painted.join("\n").replace('\u{1b}', "␛");
        is_as_kept(&format!("{name}.colour.txt"), &format!("{colour}\n"));
    }
}

#[test]
fn a_narrow_screen_keeps_what_matters() {
    let narrow = lines(&degraded(), Size { columns: 40, rows: None });
    let text = plain(&narrow);
    assert!(text.lines().all(|line| line.width() <= 40), "{text}");
    is_as_kept("narrow.txt", &format!("{text}\n"));
}

#[test]
fn what_is_not_on_a_screen_is_counted_and_a_pipe_gets_all() {
    let text = plain(&lines(&crowded(), SCREEN));
    assert!(text.contains("\nmodel-20 "), "the one that serves comes first:\n{text}");
    let all = plain(&lines(&crowded(), Size { rows: None, ..SCREEN }));
    assert_eq!((all.matches("\nmodel-").count(), all.matches("\ntask-").count()), (30, 12));
    assert!(!all.contains('…'), "{all}");
    let tiny = lines(&degraded(), Size { rows: Some(10), ..SCREEN });
    assert!(plain(&tiny).contains("… and 2 more: `edgectl status | cat`"), "{}", plain(&tiny));
}

#[test]
fn what_waits_for_a_restart_is_one_sentence() {
    let config = ConfigStatus {
        restart_needed: vec!["tcp.listen".to_owned(), "engine.threads".to_owned()],
        ..ConfigStatus::default()
    };
    let status = Status { config, ..fresh() };
    let text = plain(&lines(&status, Size { columns: 200, rows: None }));
    assert!(text.contains(" · waits for a restart: tcp.listen · engine.threads\n"), "{text}");
}

#[test]
fn a_port_stands_beside_the_socket() {
    let status = Status { tcp: Some(([127, 0, 0, 1], 8455).into()), ..fresh() };
    let text = plain(&lines(&status, SCREEN));
    let line = "\nsocket   /run/user/1000/edged/api.sock · TCP 127.0.0.1:8455";
    assert!(text.ends_with(line), "{text}");
}

#[test]
fn what_comes_from_elsewhere_keeps_to_its_line() {
    let mut status = degraded();
    status.reasons[1].message = "no\n● ok  edged 0.1.0\x1b[2J".to_owned();
    status.models[0].name = "a\nb\x1b[1m".to_owned();
    let text = plain(&lines(&status, SCREEN));
    assert!(!text.lines().any(|line| line.starts_with("● ok")), "{text}");
    assert!(text.contains("no⏎● ok edged 0.1.0\u{fffd}[2J"), "{text}");
}

#[test]
fn advice_is_what_can_be_done() {
    let broken = |name: &str, dir: Option<&str>| ModelStatus {
        reason: Some(format!("why {name}")),
        dir: dir.map(Into::into),
        ..ModelStatus { state: ModelState::Broken, ..ModelStatus::named(name) }
    };
    let status = Status {
        models: vec![
            broken("qwen", Some("/m/qwen")),
            broken("sim", None),
            broken("Bad Name", Some("/m/Bad Name")),
        ],
        tasks: vec![task("intent", Some("why intent")), task("No\nName", Some("why task"))],
        config: ConfigStatus {
            errors: vec![ConfigError {
                file: "/c/models.d/m.toml".into(),
                line: None,
                message: "why file".to_owned(),
            }],
            ..ConfigStatus::default()
        },
        ..fresh()
    };
    let text = plain(&lines(&status, Size { columns: 200, rows: None }));
    for (trouble, advice) in [
        ("qwen", "mend its folder or its settings; `edgectl models show qwen` tells more"),
        (
            "sim",
            "mend the `--sim` that edged was started with, or its settings; `edgectl models show sim` \
             tells more",
        ),
        ("Bad Name", "rename its folder"),
        ("intent", "mend its file; `edgectl tasks show intent` says which"),
        ("task", "rename its file, `No⏎Name.toml` in tasks.d"),
        ("file", "mend the file; `edgectl config check` says what edged makes of it"),
    ] {
        assert!(text.contains(&format!("why {trouble}\n    → {advice}\n")), "{trouble}: {text}");
    }
}
