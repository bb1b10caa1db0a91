//! Limits refuse clearly, and what is refused leaves nothing behind.

use crate::daemon::{Daemon, PATIENCE, chat};
use crate::front::Answer;
use crate::raw;
use edge_api::error::{Code, Envelope};
use edge_api::openai::ChatRequest;
use std::io::Write;
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

#[tokio::test]
async fn one_connection_too_many_is_503_and_room_comes_back() {
    let daemon = Daemon::start(&["--sim", "sim", "--set", "limits.connections_max=4"]).await;
    let held: Vec<UnixStream> =
        (0..4).map(|_| UnixStream::connect(daemon.socket()).unwrap()).collect();
    let mut fifth = UnixStream::connect(daemon.socket()).unwrap();
    fifth.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
    let answer = raw::read_to_end(&fifth);
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
    assert!(answer.contains("too_many_connections") && answer.contains("is 4"), "{answer}");
    drop(held);
    daemon.until("there is room again", |status| status.connections.now <= 1).await;
}

#[tokio::test]
async fn a_full_queue_is_429_and_waits_for_nobody() {
    let sets = ["--sim", "sim,rows_max=1,step_us=50000,reply=count"];
    let queue = ["--set", "limits.queue_requests_max=1"];
    let daemon = Daemon::start(&[&sets[..], &queue[..]].concat()).await;
    let body = serde_json::to_string(&ChatRequest { max_tokens: Some(3000), ..chat("sim", "x") });
    let body = body.unwrap();
    let path = "/v1/chat/completions";
    let running = raw::post(&daemon.socket(), path, &body);
    daemon.until("one runs", |status| status.queue.running == 1).await;
    let waiting = raw::post(&daemon.socket(), path, &body);
    daemon.until("one waits", |status| status.queue.waiting == 1).await;
    let error = daemon.client.chat(&chat("sim", "x")).await.unwrap_err();
    assert_eq!(error.status(), Some(429), "{error}");
    drop((running, waiting));
    daemon.until("both are gone", |s| s.queue.waiting + s.queue.running == 0).await;
    let short = ChatRequest { max_tokens: Some(1), ..chat("sim", "x") };
    daemon.client.chat(&short).await.unwrap();
}

#[tokio::test]
async fn a_body_at_the_limit_is_read_and_one_byte_more_is_413() {
    let daemon = Daemon::start(&["--sim", "sim", "--set", "limits.body_bytes_max=2048"]).await;
    let empty = r#"{"model":"sim","messages":[{"role":"user","content":""}]}"#;
    for (len, status) in [(2048, "200"), (2049, "413"), (9000, "413")] {
        let text = "x".repeat(len - empty.len());
        let body = empty.replace(r#""content":"""#, &format!(r#""content":"{text}""#));
        assert_eq!(body.len(), len);
        let stream = raw::post(&daemon.socket(), "/v1/chat/completions", &body);
        let answer = raw::read_some(&stream);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{len}: {answer}");
    }
}

/// Far more than a socket holds: the client reads its answer only once it has sent everything.
#[tokio::test]
async fn a_refused_body_is_read_to_its_end() {
    let sets = ["limits.body_bytes_max=1000000", "limits.body_bytes_in_flight_max=1000000"];
    let daemon = Daemon::start(&["--sim", "sim", "--set", sets[0], "--set", sets[1]]).await;
    let (socket, path) = (daemon.socket(), "/v1/chat/completions");
    let answer = raw::read_some(&raw::post(&socket, path, &" ".repeat(3_900_000)));
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");

    let whole = raw::request(path, "", &" ".repeat(600_000));
    let held = raw::send(&socket, &whole[..whole.len() - 1]);
    let body = " ".repeat(950_000);
    let deadline = Instant::now() + PATIENCE;
    let answer = loop {
        // Refused only once the other body has arrived.
        let answer = raw::read_some(&raw::post(&socket, path, &body));
        if !answer.starts_with("HTTP/1.1 400 ") {
            break answer;
        }
        assert!(Instant::now() < deadline, "{answer}");
    };
    assert!(answer.starts_with("HTTP/1.1 429 "), "{answer}");
    assert!(answer.contains("body_bytes_in_flight_max"), "{answer}");
    drop(held);
}

/// Before any of it is sent, and without being asked to be sent.
#[tokio::test]
async fn a_body_that_is_announced_too_long_is_refused_at_once() {
    let daemon = Daemon::start(&["--sim", "sim"]).await;
    for (path, length, expect) in [
        ("/v1/completions", "5000000", "expect: 100-continue\r\n"),
        ("/v1/completions", "99999999999", "expect: 100-continue\r\n"),
        ("/v1/completions", "99999999999", ""),
        ("/edge/v1/models/sim/load", "99999999999", ""),
    ] {
        let head = format!("POST {path} HTTP/1.1\r\n{expect}content-length: {length}\r\n\r\n");
        let began = Instant::now();
        let stream = raw::send(&daemon.socket(), &head);
        let answer = Answer::read(&raw::read_some(&stream));
        assert!(began.elapsed() < Duration::from_secs(5), "it waited: {:?}", began.elapsed());
        let error = answer.error();
        assert_eq!((error.code, answer.header("connection")), (Code::BodyTooLarge, Some("close")));
        assert!(error.message.contains(&format!("{length} bytes")), "{error:?}");
    }
}

/// Who sends it all the same gets to read the refusal, and is served again on a new connection.
#[tokio::test]
async fn behind_a_refusal_at_once_the_body_is_read_on() {
    let daemon = Daemon::start(&["--sim", "sim"]).await;
    for _ in 0..5 {
        let body = " ".repeat(9_000_000);
        let answer = raw::read_to_end(&raw::post(&daemon.socket(), "/v1/completions", &body));
        assert_eq!(Answer::read(&answer).error().code, Code::BodyTooLarge);
    }
    daemon.until("nothing is left", |status| status.connections.now == 1).await;
}

/// Five of the longest prompts that may be are more than is ever kept for a worker; each of them is one that the
/// worker itself has to refuse.
#[tokio::test]
async fn rows_that_free_up_for_many_long_prompts_at_once_do_no_harm() {
    let sets = ["limits.body_bytes_max=15728640", "limits.body_bytes_in_flight_max=1073741824"];
    let sim =
        ["--sim", "sim,rows_max=5,step_us=50000,reply=count", "--set", sets[0], "--set", sets[1]];
    let daemon = Daemon::start(&sim).await;
    let ask = |request| serde_json::to_string(&request).unwrap();
    let path = "/v1/chat/completions";
    let holds = ChatRequest { n: Some(5), max_tokens: Some(3000), ..chat("sim", "x") };
    let holds = raw::post(&daemon.socket(), path, &ask(holds));
    daemon.until("it holds all rows", |status| status.queue.running == 1).await;
    let worker = daemon.worker_of("sim").await;
    let long = ask(chat("sim", &"x".repeat(15_728_000)));
    let waiting: Vec<UnixStream> =
        (0..5).map(|_| raw::post(&daemon.socket(), path, &long)).collect();
    daemon.until("the others wait", |status| status.queue.waiting == 5).await;
    drop(holds);
    for one in &waiting {
        let answer = raw::read_some(one);
        assert!(answer.contains("context_length_exceeded"), "{answer}");
    }
    assert_eq!(daemon.worker_of("sim").await, worker, "it is the same one");
}

#[tokio::test]
async fn every_refusal_of_a_path_is_an_envelope() {
    let daemon = Daemon::start(&["--sim", "sim"]).await;
    let cases = [
        ("/v1/models/%FF", "400", "invalid_value"),
        ("/edge/v1/models/%FF", "400", "invalid_value"),
        ("/edge/v1/tasks/%FF", "400", "invalid_value"),
        ("/v1/models/none", "404", "model_not_found"),
        ("/edge/v1/models/none", "404", "model_not_found"),
        ("/edge/v1/tasks/none", "404", "not_found"),
    ];
    for (path, status, code) in cases {
        let request = format!("GET {path} HTTP/1.1\r\nconnection: close\r\n\r\n");
        let answer = raw::read_to_end(&raw::send(&daemon.socket(), &request));
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{path}: {answer}");
        let envelope: Envelope = serde_json::from_str(body).expect(body);
        assert_eq!(envelope.error.code.as_str(), code, "{path}");
        assert!(envelope.error.param.is_some() && envelope.error.hint.is_some(), "{path}: {body}");
    }
}

#[tokio::test]
async fn more_choices_than_rows_is_refused_by_name_loaded_or_not() {
    let daemon = Daemon::start(&["--sim", "sim,rows_max=2"]).await;
    for _ in 0..2 {
        let wide = ChatRequest { n: Some(3), ..chat("sim", "x") };
        let error = daemon.client.chat(&wide).await.unwrap_err();
        assert_eq!(error.status(), Some(400), "{error}");
        assert!(error.to_string().contains("at most 2"), "{error}");
        let fits = ChatRequest { n: Some(2), ..chat("sim", "x") };
        assert_eq!(daemon.client.chat(&fits).await.unwrap().choices.len(), 2);
    }
}
