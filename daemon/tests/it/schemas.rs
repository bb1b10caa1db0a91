//! Tasks that know what their answers must look like. The simulated model says the last message again, so
//! that a test says what is answered.

use crate::daemon::{Daemon, chat, command, event};
use edge_api::admin::{Health, OnInvalid, Status, Task, TaskStatus};
use edge_api::client::Error;
use edge_api::edge::{EdgeAnswer, LedgerState};
use edge_api::error::{ApiError, Code};
use edge_api::event::{EventKind, Outcome};
use edge_api::openai::{ChatRequest, FinishReason};
use edge_core::schema::{ANSWER_BYTES_MAX, SCHEMA_BYTES_MAX};
use serde_json::json;
use std::path::Path;
use tempfile::TempDir;

const LAMP: &str = r#"{"title": "A lamp", "type": "object", "required": ["on"], "additionalProperties": false,
    "properties": {"on": {"type": "boolean"}, "percent": {"maximum": 100}}}"#;

/// A task `NAME` on the simulated model, with a schema `NAME.json`.
fn write_task(dir: &Path, name: &str, schema: &str, output: &str) {
    let tasks = dir.join("config/tasks.d");
    std::fs::create_dir_all(&tasks).unwrap();
    std::fs::write(tasks.join(format!("{name}.json")), schema).unwrap();
    let toml = format!(
        "model = \"sim\"\nkind = \"human\"\n[defaults]\ntemperature = 0.0\n\
         [output]\nschema_file = \"{name}.json\"\n{output}\n"
    );
    std::fs::write(tasks.join(format!("{name}.toml")), toml).unwrap();
}

/// `lamp` returns what is invalid, `strict` does not, `plain` has no schema.
async fn lamps() -> Daemon {
    let dir = tempfile::tempdir().unwrap();
    write_task(dir.path(), "lamp", LAMP, "");
    write_task(dir.path(), "strict", LAMP, "on_invalid = \"error\"");
    let plain = dir.path().join("config/tasks.d/plain.toml");
    std::fs::write(plain, "model = \"sim\"\n[defaults]\ntemperature = 0.0\n").unwrap();
    Daemon::start_in(dir, &["--sim", "sim,context_tokens=400000"]).await
}

/// A stream to its end: its text, its last `edge`, and how it ended.
async fn stream(
    daemon: &Daemon,
    request: &ChatRequest,
) -> (String, Option<EdgeAnswer>, Result<(), Box<ApiError>>) {
    let (mut text, mut edge) = (String::new(), None);
    let mut chunks = daemon.client.chat_stream(request).await.unwrap();
    loop {
        match chunks.next().await {
            Ok(None) => return (text, edge, Ok(())),
            Ok(Some(chunk)) => {
                assert!(edge.is_none(), "`edge` is on the last chunk");
                let said =
                    chunk.choices.iter().filter_map(|choice| choice.delta.content.as_deref());
                text.extend(said);
                edge = chunk.edge;
            }
            Err(Error::Api { error, .. }) => return (text, edge, Err(error)),
            Err(other) => panic!("{other}"),
        }
    }
}

fn refusal(result: Result<impl Sized, Error>) -> (u16, ApiError) {
    let refused = result.map(|_| ()).unwrap_err();
    let Error::Api { status, error, .. } = refused else { panic!("{refused}") };
    (status, *error)
}

#[tokio::test]
async fn an_answer_says_whether_it_keeps_to_the_schema() {
    let daemon = lamps().await;
    for (task, text, valid) in [
        ("lamp", r#"{"on": true, "percent": 100}"#, Some(true)),
        ("lamp", r#" {"on":false} "#, Some(true)),
        ("lamp", r#"{"on": true, "percent": 101}"#, Some(false)),
        ("lamp", r#"{"on": true"#, Some(false)),
        ("lamp", "the lamp is on", Some(false)),
        ("strict", r#"{"on": true}"#, Some(true)),
        ("plain", r#"{"on": true}"#, None),
        ("sim", "the lamp is on", None),
    ] {
        for include_usage in [None, Some(false), Some(true)] {
            let mut request = chat(task, text);
            let edge = match include_usage {
                None => {
                    let answer = daemon.client.chat(&request).await.unwrap();
                    assert_eq!(answer.choices[0].message.content, text);
                    answer.edge
                }
                Some(_) => {
                    request.stream_options =
                        Some(edge_api::openai::StreamOptions { include_usage });
                    request.stream = Some(true);
                    let (said, edge, end) = stream(&daemon, &request).await;
                    assert_eq!((said.as_str(), end), (text, Ok(())));
                    edge.unwrap()
                }
            };
            assert_eq!(edge.schema_valid, valid, "{task} {text} {include_usage:?}");
        }
    }
}

#[tokio::test]
async fn an_answer_that_is_cut_is_invalid() {
    let daemon = lamps().await;
    let cut = ChatRequest { max_tokens: Some(12), ..chat("lamp", r#"{"on": true}"#) };
    let answer = daemon.client.chat(&cut).await.unwrap();
    // All of it is there, and nobody knows that it was to end here.
    assert_eq!(answer.choices[0].message.content, r#"{"on": true}"#);
    assert_eq!(answer.choices[0].finish_reason, FinishReason::Length);
    assert_eq!(answer.edge.schema_valid, Some(false));
    let whole = ChatRequest { max_tokens: Some(13), ..cut };
    assert_eq!(daemon.client.chat(&whole).await.unwrap().edge.schema_valid, Some(true));
}

#[tokio::test]
async fn an_invalid_answer_is_an_error_if_the_task_says_so() {
    let daemon = lamps().await;
    let mut events = daemon.client.events(None).await.unwrap();
    for (text, says) in [
        (r#"{"on": true, "percent": 101}"#, "at `/percent`, `maximum` is 100"),
        (r#"{"percent": 1}"#, "at the top, `required` names `on`"),
        (r#"{"on": true, "secret": 1}"#, "at `/*`, nothing may be here"),
        (r#"{"on": "no", "on": true}"#, "an object in it has a key twice: line 1, column 17"),
        ("secret", "it is no JSON: line 1, column 1"),
    ] {
        let request = chat("strict", text);
        let (status, error) = refusal(daemon.client.chat(&request).await);
        let ended = event(&mut events, EventKind::CallEnded, |_| true).await;
        let (said, edge, end) =
            stream(&daemon, &ChatRequest { stream: Some(true), ..request }).await;
        assert_eq!((said.as_str(), edge), (text, None), "what was said is said");
        let in_stream = *end.unwrap_err();
        event(&mut events, EventKind::CallEnded, |_| true).await;
        assert_eq!(status, 502);
        for error in [&error, &in_stream] {
            assert_eq!((error.code, error.param.as_ref()), (Code::OutputInvalid, None));
            assert_eq!(error.message, format!("the answer is invalid for task `strict`: {says}"));
            assert!(error.hint.as_deref().is_some_and(|hint| hint.contains("on_invalid")));
        }
        assert_eq!(ended.outcome, Some(Outcome::Error));
        assert_eq!(ended.reason.as_deref(), Some("output_invalid"));
        assert_eq!(ended.call, error.request_id);
    }
    let status = daemon.client.status().await.unwrap();
    assert_eq!((status.health, status.queue.running), (Health::Ok, 0));
    assert_eq!(status.ledger.rows, Some(10));
}

/// With one choice invalid, the call is.
#[tokio::test]
async fn every_choice_counts() {
    let daemon = lamps().await;
    let three = |task: &str, text: &str| ChatRequest { n: Some(3), ..chat(task, text) };
    let answer = daemon.client.chat(&three("lamp", r#"{"on": true}"#)).await.unwrap();
    assert_eq!((answer.choices.len(), answer.edge.schema_valid), (3, Some(true)));
    let answer = daemon.client.chat(&three("lamp", "{}")).await.unwrap();
    assert_eq!((answer.choices.len(), answer.edge.schema_valid), (3, Some(false)));
    let (status, error) = refusal(daemon.client.chat(&three("strict", "{}")).await);
    assert_eq!((status, error.code), (502, Code::OutputInvalid));
    assert!(error.message.starts_with("choice 0 is invalid for task `strict`: "), "{error}");
    let streamed = ChatRequest { stream: Some(true), ..three("strict", "{}") };
    let (_, _, end) = stream(&daemon, &streamed).await;
    assert_eq!(end.unwrap_err().code, Code::OutputInvalid);

    // Some of many hot choices keep to a schema that half of all texts keep to.
    let (dir, mut seen) = (daemon.stop().await.1, Vec::new());
    let digit = r#"{"type": "integer", "minimum": 0}"#;
    write_task(dir.path(), "digit", digit, "");
    let daemon = Daemon::start_in(dir, &["--sim", "sim"]).await;
    for seed in 0..200 {
        let request = ChatRequest {
            seed: Some(seed),
            temperature: Some(2.0),
            max_tokens: Some(3),
            n: Some(3),
            ..chat("digit", "1")
        };
        let answer = daemon.client.chat(&request).await.unwrap();
        let good = answer.choices.iter().filter(|choice| {
            choice.finish_reason == FinishReason::Stop
                && choice.message.content.trim().parse::<u64>().is_ok()
        });
        let good = good.count();
        assert_eq!(answer.edge.schema_valid, Some(good == 3), "{answer:?}");
        seen.push(good);
    }
    assert!(seen.contains(&3) && seen.iter().any(|good| (1..3).contains(good)), "{seen:?}");
}

#[tokio::test]
async fn an_answer_is_looked_at_up_to_a_limit() {
    let daemon = lamps().await;
    let task = |bytes: usize| {
        let head = r#"{"on": true"#;
        chat("strict", &format!("{head}{}}}", " ".repeat(bytes - head.len() - 1)))
    };
    let answer = daemon.client.chat(&task(ANSWER_BYTES_MAX)).await.unwrap();
    assert_eq!(answer.edge.schema_valid, Some(true));
    let (_, error) = refusal(daemon.client.chat(&task(ANSWER_BYTES_MAX + 1)).await);
    assert!(error.message.ends_with("it has more than 131072 bytes"), "{error}");
}

fn task<'a>(status: &'a Status, name: &str) -> &'a TaskStatus {
    status.tasks.iter().find(|task| task.name == name).unwrap()
}

#[tokio::test]
async fn a_broken_schema_breaks_its_task_and_no_other() {
    let dir = tempfile::tempdir().unwrap();
    let fits = format!("{{}}{}", " ".repeat(SCHEMA_BYTES_MAX - 2));
    write_task(dir.path(), "good", &fits, "");
    let broken = [
        ("large", format!("{fits} "), "", "has more than 262144 bytes"),
        ("torn", "{\n\"a\": ".to_owned(), "", "`torn.json` is no JSON: EOF"),
        ("typo", r#"{"type": "strng"}"#.to_owned(), "", "`type` names `strng`, which is no type"),
        (
            "remote",
            r#"{"$ref": "https://example.org/s.json"}"#.to_owned(),
            "",
            "into this document",
        ),
        (
            "format",
            r#"{"items": {"format": "date"}}"#.to_owned(),
            "",
            "at `/items`: keyword `format`",
        ),
        ("slow", r#"{"pattern": "(?=a)b"}"#.to_owned(), "", "linear time"),
        (
            "twice",
            "{\"type\": \"null\",\n\"type\": \"object\"}".to_owned(),
            "",
            "`twice.json` cannot be honoured: the key \"type\" is there twice at line 2",
        ),
        (
            "rounded",
            r#"{"const": 18446744073709551617}"#.to_owned(),
            "",
            "the number 18446744073709551617 cannot be held exactly",
        ),
        ("beyond", r#"{"maximum": 1e400}"#.to_owned(), "", "honoured: number out of range"),
        ("circle", r##"{"anyOf": [{"$ref": "#"}]}"##.to_owned(), "", "leads back to itself"),
        (
            "word",
            "{}".to_owned(),
            "on_invalid = \"drop\"",
            "output.on_invalid: expected `return` or `error`, not the text `drop`",
        ),
    ];
    for (name, schema, output, _) in &broken {
        write_task(dir.path(), name, schema, output);
    }
    let tasks = dir.path().join("config/tasks.d");
    let out = "model = \"sim\"\n[output]\nschema_file = \"../s.json\"\n";
    std::fs::write(tasks.join("out.toml"), out).unwrap();
    let gone = "model = \"sim\"\n[output]\nschema_file = \"gone.json\"\n";
    std::fs::write(tasks.join("gone.toml"), gone).unwrap();
    let daemon = Daemon::start_in(dir, &["--sim", "sim"]).await;
    let status = daemon.client.status().await.unwrap();
    assert_eq!(status.health, Health::Degraded);
    let rest = [("out", "without `..`"), ("gone", "cannot be read: No such file")];
    let all = broken.iter().map(|(name, _, _, says)| (*name, *says)).chain(rest);
    for (name, says) in all {
        let shown = task(&status, name);
        let reason = shown.reason.as_deref().unwrap_or_default();
        assert_eq!(shown.state, "broken", "{name}");
        assert!(reason.contains(says), "{name}: {reason}");
        let of_it = |message: &str| message == reason;
        assert!(status.config.errors.iter().any(|error| of_it(&error.message)), "{name}");
        assert!(status.reasons.iter().any(|told| told.subject == name && of_it(&told.message)));
        let (code, error) = refusal(daemon.client.chat(&chat(name, "{}")).await);
        assert_eq!((code, error.code), (503, Code::ModelBroken), "{name}");
        let path = format!("/edge/v1/tasks/{name}");
        let shown: Task = daemon.client.get_json(&path).await.unwrap();
        assert_eq!((shown.status.reason.as_deref(), shown.output), (Some(reason), None));
    }
    let lines: Vec<_> = status
        .config
        .errors
        .iter()
        .filter_map(|error| Some((error.file.file_name()?, error.line?)))
        .collect();
    assert!(lines.contains(&("torn.json".as_ref(), 2)), "{lines:?}");
    assert_eq!(task(&status, "good").state, "ready");
    let answer = daemon.client.chat(&chat("good", "{}")).await.unwrap();
    assert_eq!((answer.edge.schema_valid, answer.edge.ledger), (Some(true), LedgerState::Durable));
}

/// Its parts have one long name above them, which is not kept for each.
#[tokio::test]
async fn a_schema_takes_no_more_room_than_its_text() {
    let dir = tempfile::tempdir().unwrap();
    let parts: Vec<String> = (0..4000).map(|n| format!("\"{n}\":{{}}")).collect();
    let (name, parts) = ("x".repeat(190_000), parts.join(","));
    let schema = format!("{{\"properties\":{{\"{name}\":{{\"properties\":{{{parts}}}}}}}}}");
    write_task(dir.path(), "long", &schema, "");
    let daemon = Daemon::start_in(dir, &["--sim", "sim"]).await;
    let status = daemon.client.status().await.unwrap();
    assert_eq!(task(&status, "long").state, "ready");
    let proc = std::fs::read_to_string(format!("/proc/{}/status", daemon.pid())).unwrap();
    let most = proc.lines().find_map(|line| line.strip_prefix("VmHWM:")?.strip_suffix("kB"));
    let most_kb: usize = most.unwrap().trim().parse().unwrap();
    assert!(most_kb < 200 << 10, "{most_kb} KB");
}

#[tokio::test]
async fn a_task_shows_what_it_asks() {
    let daemon = lamps().await;
    let shown: Task = daemon.client.get_json("/edge/v1/tasks/strict").await.unwrap();
    assert_eq!((shown.status.name.as_str(), shown.status.state.as_str()), ("strict", "ready"));
    assert_eq!(shown.status.model.as_deref(), Some("sim"));
    assert_eq!(serde_json::to_value(&shown).unwrap()["kind"], "human");
    assert_eq!(json!(shown.defaults), json!({"temperature": 0.0}));
    assert!(shown.file.ends_with("config/tasks.d/strict.toml"));
    let output = shown.output.unwrap();
    assert_eq!(output.on_invalid, OnInvalid::Error);
    assert!(output.schema_file.ends_with("config/tasks.d/strict.json"));
    assert_eq!(output.schema, serde_json::from_str::<serde_json::Value>(LAMP).unwrap());
    let plain: Task = daemon.client.get_json("/edge/v1/tasks/plain").await.unwrap();
    assert_eq!((plain.output, plain.kind, plain.system), (None, None, None));
    let (status, error) = refusal(daemon.client.get_json::<Task>("/edge/v1/tasks/none").await);
    assert_eq!((status, error.code), (404, Code::NotFound));
}

/// The tasks that come with the boxed model, whether it is there or not.
#[tokio::test]
async fn the_tasks_in_the_box_can_be_honoured() {
    let dir: TempDir = tempfile::tempdir().unwrap();
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../models");
    let tasks = dir.path().join("share/tasks.d");
    std::fs::create_dir_all(&tasks).unwrap();
    for from in ["recipes/tasks", "share/tasks.d"] {
        for file in std::fs::read_dir(models.join(from)).unwrap().map(Result::unwrap) {
            std::fs::copy(file.path(), tasks.join(file.file_name())).unwrap();
        }
    }
    let child = command(dir.path()).args(["--sim", "sim"]).spawn().unwrap();
    let daemon = Daemon::adopt(dir, child).await;
    let status = daemon.client.status().await.unwrap();
    assert_eq!(status.tasks.len(), 3);
    for task in &status.tasks {
        let reason = task.reason.as_deref();
        assert_eq!(reason, Some("model is `boxed`, and there is no such model"), "{}", task.name);
        assert_eq!(task.model.as_deref(), Some("boxed"));
    }
    daemon.client.chat(&chat("sim", "x")).await.unwrap();
    let (_, dir) = daemon.stop().await;

    let daemon = Daemon::start_in(dir, &["--sim", "boxed"]).await;
    for (task, answer, valid) in [
        ("commands", json!({"calls": [{"tool": "robot.go", "args": {"place": "dock"}}]}), true),
        ("commands", json!({"calls": [{"tool": "robot.go", "args": {}}]}), false),
        ("commands", json!({"calls": [], "error": "unclear"}), true),
        ("commands", json!({"calls": []}), false),
        ("extract", json!({"people": ["Ada"], "time": "07:30"}), true),
        ("extract", json!({"time": "7:30"}), false),
        ("triage", json!({"label": "disk", "severity": "error"}), true),
        ("triage", json!({"label": "disc", "severity": "error"}), false),
    ] {
        let answered = daemon.client.chat(&chat(task, &answer.to_string())).await.unwrap();
        assert_eq!(answered.edge.schema_valid, Some(valid), "{task} {answer}");
    }
}
