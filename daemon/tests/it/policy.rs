//! Policies of the one user that runs the tests: what a rule lets through, and what it says of the rest.
//! `callers` is about more than one user.

use crate::daemon::{Daemon, chat, event, streamed};
use crate::front::Answer;
use crate::raw;
use edge_api::admin::ModelChange;
use edge_api::client::Error;
use edge_api::edge::{EdgeRequest, Priority};
use edge_api::error::{ApiError, Code};
use edge_api::event::EventKind;
use edge_api::openai::ChatRequest;
use std::time::Duration;

/// A daemon with this table for whoever runs the tests.
async fn with_rule(rule: &str, args: &[&str]) -> Daemon {
    let dir = tempfile::tempdir().unwrap();
    let uid = rustix::process::getuid().as_raw();
    let text = format!("[[policy]]\nuid = {uid}\n{rule}\n");
    std::fs::create_dir(dir.path().join("config")).unwrap();
    std::fs::write(dir.path().join("config/edged.toml"), text).unwrap();
    Daemon::start_in(dir, &[&["--sim", "sim"], args].concat()).await
}

fn refusal(error: Error) -> (ApiError, Option<Duration>) {
    let said = error.to_string();
    let Error::Api { error, retry_after, .. } = error else {
        panic!("no refusal of edged's: {said}")
    };
    (*error, retry_after)
}

#[tokio::test]
async fn only_the_tasks_of_a_rule_can_be_asked_and_are_listed() {
    let daemon = with_rule("tasks = [\"si*\"]", &["--sim", "other"]).await;
    daemon.client.chat(&chat("sim", "x")).await.unwrap();
    // What is there and what is not are refused alike, before anything else that is wrong.
    for name in ["other", "none"] {
        let wrong = ChatRequest { temperature: Some(-1.0), ..chat(name, "x") };
        let (error, _) = refusal(daemon.client.chat(&wrong).await.unwrap_err());
        assert_eq!(error.code, Code::NotPermitted, "{error}");
        assert!(error.message.ends_with(&format!("may not use `{name}`")), "{error}");
        assert!(error.hint.is_some_and(|hint| hint.ends_with("use: si*")), "{}", error.message);
    }
    let names = raw::read_to_end(&raw::send(
        &daemon.socket(),
        "GET /v1/models HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
    ));
    assert!(names.contains(r#""id":"sim""#) && !names.contains("other"), "{names}");
}

#[tokio::test]
async fn a_name_that_is_not_there_brings_out_none_that_may_not_be_asked() {
    let rule = "tasks = [\"si*\"]\nmanage = false";
    let daemon = with_rule(rule, &["--sim", "other"]).await;
    let mut hints = vec![refusal(daemon.client.chat(&chat("sin", "x")).await.unwrap_err())];
    for path in ["/v1/models/sin", "/edge/v1/models/sin", "/edge/v1/tasks/sin"] {
        let found = daemon.client.get_json::<serde_json::Value>(path).await;
        hints.push(refusal(found.unwrap_err()));
    }
    let hints: Vec<Box<str>> = hints.into_iter().map(|(error, _)| error.hint.unwrap()).collect();
    let none = "there is no task that this caller may use";
    assert_eq!(hints, ["there is: sim", "there is: sim", "there is: sim", none].map(Box::from));
}

#[tokio::test]
async fn calls_beyond_the_rate_are_told_when_to_come_back() {
    let daemon = with_rule("rate = 6\nburst = 2", &[]).await;
    daemon.client.chat(&chat("sim", "x")).await.unwrap();
    let wrong = ChatRequest { temperature: Some(-1.0), ..chat("sim", "x") };
    let (error, _) = refusal(daemon.client.chat(&wrong).await.unwrap_err());
    assert_eq!(error.code, Code::InvalidValue, "an invalid call counts, too");
    for request in [&chat("sim", "x"), &wrong] {
        let (error, after) = refusal(daemon.client.chat(request).await.unwrap_err());
        assert_eq!(error.code, Code::RateLimited, "{error}");
        let after = after.expect("it says when");
        assert!((1..=10).contains(&after.as_secs()), "{after:?}");
    }
    // To read is no call.
    assert!(daemon.client.status().await.is_ok());
}

#[tokio::test]
async fn no_more_calls_are_open_than_the_concurrency() {
    let daemon = with_rule("concurrency = 2", &["--sim", "slow,reply=count,step_us=20000"]).await;
    let long = ChatRequest { max_tokens: Some(3000), ..chat("slow", "x") };
    let first = daemon.client.chat_stream(&streamed(long.clone())).await.unwrap();
    let body = serde_json::to_string(&long).unwrap();
    let second = raw::post(&daemon.socket(), "/v1/chat/completions", &body);
    daemon.until("two run", |status| status.queue.running == 2).await;
    let (error, after) = refusal(daemon.client.chat(&chat("sim", "x")).await.unwrap_err());
    assert_eq!((error.code, after), (Code::RateLimited, Some(Duration::from_secs(1))));
    assert!(error.message.contains("concurrency is 2"), "{error}");
    // A streamed call and a whole one, both by leaving.
    drop(first);
    daemon.until("one is gone", |status| status.queue.running == 1).await;
    daemon.client.chat(&chat("sim", "x")).await.unwrap();
    drop(second);
    daemon.until("both are gone", |status| status.queue.running == 0).await;
    for _ in 0..4 {
        daemon.client.chat(&chat("sim", "x")).await.unwrap();
    }
}

#[tokio::test]
async fn a_rule_that_has_changed_holds_for_the_next_call_of_a_connection() {
    let daemon = with_rule("tasks = [\"other\"]", &[]).await;
    let (error, _) = refusal(daemon.client.chat(&chat("sim", "x")).await.unwrap_err());
    assert_eq!(error.code, Code::NotPermitted, "{error}");
    let mut events = daemon.client.events(Some(0)).await.unwrap();
    let file = daemon.socket().with_file_name("config").join("edged.toml");
    let uid = rustix::process::getuid().as_raw();
    std::fs::write(file, format!("[[policy]]\nuid = {uid}\ntasks = [\"sim\"]\n")).unwrap();
    event(&mut events, EventKind::ConfigReloaded, |_| true).await;
    daemon.client.chat(&chat("sim", "x")).await.unwrap();
}

#[tokio::test]
async fn calls_are_batch_where_a_rule_says_so_whatever_they_say() {
    let sim = "slow,reply=count,step_us=20000,rows_max=1";
    let daemon = with_rule("priority = \"batch\"", &["--sim", sim]).await;
    let asks = |priority| {
        let edge = EdgeRequest { priority: Some(priority), ..EdgeRequest::default() };
        ChatRequest { max_tokens: Some(3000), edge: Some(edge), ..chat("slow", "x") }
    };
    let start = |request| {
        let client = daemon.client.clone();
        tokio::spawn(async move { client.chat(&request).await })
    };
    let _running = start(asks(Priority::Interactive));
    daemon.until("one runs", |status| status.queue.running == 1).await;
    let _waiting = [start(asks(Priority::Interactive)), start(asks(Priority::Batch))];
    let status = daemon.until("two wait", |status| status.queue.waiting == 2).await;
    assert_eq!((status.queue.waiting_interactive, status.queue.waiting_batch), (0, 2));
}

#[tokio::test]
async fn who_may_not_manage_may_still_ask() {
    let daemon = with_rule("manage = false", &[]).await;
    let nothing = serde_json::json!({});
    let loaded = daemon.client.post_json::<_, ModelChange>("/edge/v1/models/sim/load", &nothing);
    let (error, _) = refusal(loaded.await.unwrap_err());
    assert_eq!(error.code, Code::NotPermitted);
    assert!(error.message.ends_with("may not load models"), "{error}");
    // Whatever else is wrong with it, and the body is read all the same.
    let large = " ".repeat(5_000_000);
    for (path, does) in [
        ("/edge/v1/models", "add"),
        ("/edge/v1/models/sim/load", "load"),
        ("/edge/v1/models/sim/unload", "unload"),
        ("/edge/v1/models/sim/pin", "pin"),
        ("/edge/v1/models/sim/unpin", "pin"),
        ("/edge/v1/models/%ff/verify", "verify"),
    ] {
        for body in ["no json", r#"{"unknown":1}"#, large.as_str()] {
            let request = raw::request(path, "connection: close\r\n", body);
            let said = raw::read_to_end(&raw::send(&daemon.socket(), &request));
            assert!(said.starts_with("HTTP/1.1 403 "), "{path}: {said}");
            assert!(said.contains(&format!("may not {does} models")), "{path}: {said}");
        }
    }
    // What is too long to be read before the answer ends the connection with it.
    let request = raw::request("/edge/v1/models/sim/load", "", &large);
    let answer = Answer::read(&raw::read_some(&raw::send(&daemon.socket(), &request)));
    assert_eq!((answer.status, answer.header("connection")), (403, Some("close")));
    daemon.client.chat(&chat("sim", "x")).await.unwrap();
}

#[tokio::test]
async fn who_may_do_nothing_gets_health_and_one_refusal_for_all_else() {
    let dir = tempfile::tempdir().unwrap();
    let uid = rustix::process::getuid().as_raw();
    let rule = format!("policy=[{{uid={uid},tasks=[],manage=false}}]");
    let mut edged = crate::daemon::command(dir.path());
    let child = edged.args(["--sim", "sim", "--set", &rule]).spawn().unwrap();
    let daemon = Daemon::adopt_as_stranger(dir, child).await;
    let answer = |head: &str, body: &str| {
        let len = body.len();
        let text =
            format!("{head} HTTP/1.1\r\nconnection: close\r\ncontent-length: {len}\r\n\r\n{body}");
        raw::read_to_end(&raw::send(&daemon.socket(), &text))
    };
    assert!(answer("GET /healthz", "").starts_with("HTTP/1.1 200 "));
    assert!(answer("GET /readyz", "").starts_with("HTTP/1.1 200 "));
    let large = " ".repeat(5_000_000);
    for (head, body) in [
        ("GET /edge/v1/status", ""),
        ("GET /nowhere", ""),
        ("PUT /healthz/x", "x"),
        ("POST /v1/chat/completions", "no json"),
        ("POST /v1/chat/completions", large.as_str()),
    ] {
        let said = answer(head, body);
        assert!(said.starts_with("HTTP/1.1 403 "), "{head}: {said}");
        assert!(said.contains("not_permitted") && said.contains("nothing but health"), "{said}");
    }
}

/// What is left of its body is read behind the answer, and is no request that does not end.
#[tokio::test]
async fn a_stranger_with_a_long_body_is_refused_at_once_and_then_closed_without_a_word() {
    let dir = tempfile::tempdir().unwrap();
    let uid = rustix::process::getuid().as_raw();
    let rule = format!("policy=[{{uid={uid},tasks=[],manage=false}}]");
    let mut edged = crate::daemon::command(dir.path());
    edged.args(["--sim", "sim", "--set", &rule, "--set", "limits.header_timeout_ms=200"]);
    let daemon = Daemon::adopt_as_stranger(dir, edged.spawn().unwrap()).await;
    let waits = raw::request("/v1/completions", "expect: 100-continue\r\n", &" ".repeat(5_000_000));
    let head = waits.trim_end_matches(' ');
    let answer = raw::read_some(&raw::send(&daemon.socket(), head));
    assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
    let sent = raw::post(&daemon.socket(), "/v1/completions", &" ".repeat(5_000_000));
    let answers = raw::read_to_end(&sent);
    assert!(answers.starts_with("HTTP/1.1 403 "), "{answers}");
    assert_eq!(answers.matches("HTTP/1.1 ").count(), 1, "{answers}");
}
