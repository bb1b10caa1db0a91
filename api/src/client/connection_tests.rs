//! The client against a peer that says exactly what a test wants, over a socket pair.

use super::*;
use crate::error::{ApiError, Code, Envelope};
use std::io::{Read, Write};
use std::os::unix::net::UnixStream as StdStream;
use std::thread::JoinHandle as Thread;

const PATIENCE: Duration = Duration::from_secs(10);
const CHUNK: &str = r#"data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[]}"#;

/// Runs `test` with a connection whose peer answers each request with the next of `answers`, then
/// closes; gives back the heads of the requests it read.
fn with_peer<T: Future<Output = ()>>(
    answers: Vec<String>,
    timeout: Option<Duration>,
    test: impl FnOnce(Connection) -> T,
) -> Vec<String> {
    let (ours, theirs) = StdStream::pair().unwrap();
    let peer: Thread<Vec<String>> = std::thread::spawn(move || {
        answers.iter().map_while(|answer| respond(&theirs, answer)).collect()
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        ours.set_nonblocking(true).unwrap();
        let stream = UnixStream::from_std(ours).unwrap();
        let test = test(Connection::over(stream, timeout).await.unwrap());
        tokio::time::timeout(PATIENCE, test).await.expect("the client ends in time");
    });
    drop(runtime);
    peer.join().unwrap()
}

/// Reads one request and answers it; an empty answer is silence. `None` once the client has gone.
fn respond(mut stream: &StdStream, answer: &str) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map_or(0, |length| length.parse().unwrap());
    std::io::copy(&mut stream.take(length), &mut std::io::sink()).ok()?;
    if answer.is_empty() {
        stream.read_exact(&mut [0]).ok()?;
    }
    stream.write_all(answer.as_bytes()).ok()?;
    Some(head)
}

fn json(status: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

fn sse(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n", body.len())
}

/// `sse` with the end of its body.
fn sse_ended(body: &str) -> String {
    format!("{}0\r\n\r\n", sse(body))
}

#[test]
fn a_kept_connection_serves_a_stream_and_then_more() {
    let stream = sse_ended(&format!(": keep-alive\n\n{CHUNK}\n\n{CHUNK}\n\ndata: [DONE]\n\n"));
    let heads = with_peer(vec![json("200 OK", "[1]"), stream, json("200 OK", "[2]")], None, |c| {
        let mut connection = c;
        async move {
            assert_eq!(connection.get_json::<Vec<u8>>("/a").await.unwrap(), [1]);
            let mut stream = connection.chat_stream(&ChatRequest::default()).await.unwrap();
            assert!(stream.next().await.unwrap().is_some());
            assert!(stream.next().await.unwrap().is_some());
            assert!(stream.next().await.unwrap().is_none());
            assert!(stream.next().await.unwrap().is_none());
            assert_eq!(connection.get_json::<Vec<u8>>("/b").await.unwrap(), [2]);
        }
    });
    assert!(heads[0].starts_with("GET /a HTTP/1.1\r\nhost: localhost\r\n"), "{}", heads[0]);
    assert!(heads[1].starts_with("POST /v1/chat/completions "), "{}", heads[1]);
}

#[test]
fn a_refusal_carries_the_daemons_words() {
    let envelope = Envelope { error: ApiError::new(Code::ModelNotFound, "no model `x`") };
    let body = serde_json::to_string(&envelope).unwrap();
    with_peer(vec![json("404 Not Found", &body)], None, |mut connection| async move {
        let error = connection.chat_stream(&ChatRequest::default()).await.unwrap_err();
        assert_eq!(error.status(), Some(404));
        assert_eq!(error.to_string(), "no model `x`");
    });
}

#[test]
fn a_refusal_says_when_to_ask_again_if_the_daemon_does() {
    let waits =
        [("2", Some(2)), ("0", Some(0)), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("-1", None)];
    for (header, seconds) in waits {
        let answer = json(&format!("429 X\r\nretry-after: {header}"), "{}");
        with_peer(vec![answer], None, |mut connection| async move {
            let error = connection.get_json::<u8>("/").await.unwrap_err();
            assert_eq!(error.retry_after(), seconds.map(Duration::from_secs), "{header}");
        });
    }
    with_peer(vec![json("503 X", "{}")], None, |mut connection| async move {
        assert_eq!(connection.get_json::<u8>("/").await.unwrap_err().retry_after(), None);
    });
}

#[test]
fn an_error_in_the_stream_ends_it_with_the_daemons_words() {
    let envelope = Envelope { error: ApiError::new(Code::WorkerLost, "the worker died") };
    let body = format!("{CHUNK}\n\ndata: {}\n\n", serde_json::to_string(&envelope).unwrap());
    with_peer(vec![sse_ended(&body)], None, |mut connection| async move {
        let mut stream = connection.chat_stream(&ChatRequest::default()).await.unwrap();
        assert!(stream.next().await.unwrap().is_some());
        let error = stream.next().await.unwrap_err();
        assert!(matches!(error, Error::Api { status: 503, .. }), "{error:?}");
    });
}

#[test]
fn an_answer_that_stops_short_is_an_error() {
    let ended = sse_ended(&format!("{CHUNK}\n\n"));
    let cut = sse(&format!("{CHUNK}\n\n"));
    for (answer, said) in [(ended, "ended without [DONE]"), (cut, "the connection broke")] {
        with_peer(vec![answer], None, |mut connection| async move {
            let mut stream = connection.chat_stream(&ChatRequest::default()).await.unwrap();
            assert!(stream.next().await.unwrap().is_some());
            let error = stream.next().await.unwrap_err();
            assert!(error.to_string().contains(said), "{error}");
        });
    }
}

#[test]
fn the_timeout_covers_the_first_chunk_of_a_stream() {
    let limit = Duration::from_millis(50);
    let keep_alive = sse(": keep-alive\n\n");
    // The second answer is silence, which keeps the connection open after the first.
    with_peer(vec![keep_alive, String::new()], Some(limit), |mut connection| async move {
        let mut stream = connection.chat_stream(&ChatRequest::default()).await.unwrap();
        assert!(matches!(stream.next().await, Err(Error::Timeout { .. })));
    });
}

#[test]
fn the_timeout_covers_a_whole_answer() {
    let limit = Duration::from_millis(50);
    with_peer(vec![String::new()], Some(limit), |mut connection| async move {
        let error = connection.get_json::<Vec<u8>>("/").await.unwrap_err();
        assert_eq!(error.to_string(), "no answer within 0.05 s");
    });
}

#[test]
fn an_endless_answer_is_given_up() {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", ANSWER_BYTES_MAX + 1);
    let answer = head + &" ".repeat(ANSWER_BYTES_MAX + 1);
    with_peer(vec![answer], None, |mut connection| async move {
        let error = connection.get_json::<Vec<u8>>("/").await.unwrap_err();
        assert!(error.to_string().contains("over 33554432 bytes"), "{error}");
    });
}

#[test]
fn nobody_there_is_unreachable_and_names_the_socket() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let error =
        runtime.block_on(Connection::open(Path::new("/nowhere/api.sock"), None)).unwrap_err();
    assert!(error.to_string().starts_with("cannot reach edged at /nowhere/api.sock: "), "{error}");
}
