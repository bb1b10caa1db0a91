//! What stands before every route: who may come in, which request it is, and heads that are no request.

use crate::daemon::{Daemon, command_at};
use crate::raw;
use edge_api::error::{Code, Envelope};
use std::io::{Read, Write};
use std::time::Instant;

/// The status line, the headers in lower case, and the body.
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn read(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no head: {text}"));
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Self { status, head: head.to_lowercase(), body: body.to_owned() }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.split("\r\n").skip(1).filter_map(|line| line.split_once(": "));
        lines.find_map(|(key, value)| (key == name).then_some(value))
    }

    pub(crate) fn error(&self) -> edge_api::ApiError {
        let envelope: Envelope =
            serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body));
        assert_eq!(self.status, envelope.error.code.status(), "{}", self.body);
        assert_eq!(self.header("content-type"), Some("application/json"));
        envelope.error
    }
}

/// One request on a connection of its own; `headers` are whole lines.
fn ask(daemon: &Daemon, line: &str, headers: &str) -> Answer {
    let request = format!("{line} HTTP/1.1\r\n{headers}connection: close\r\n\r\n");
    Answer::read(&raw::read_to_end(&raw::send(&daemon.socket(), &request)))
}

#[tokio::test]
async fn what_a_browser_sends_is_refused_on_every_route() {
    let daemon = Daemon::start(&["--sim", "sim"]).await;
    let routes = [
        "GET /healthz",
        "GET /v1/models",
        "POST /v1/chat/completions",
        "GET /none",
        "PUT /healthz",
    ];
    let headers = ["origin: http://localhost", "referer: http://x/", "host: example.org"];
    for route in routes {
        for header in headers {
            let error = ask(&daemon, route, &format!("{header}\r\n")).error();
            let name = header.split(':').next().unwrap();
            assert_eq!((error.code, error.param.as_deref()), (Code::ForeignOrigin, Some(name)));
            assert!(error.message.contains(name) && error.hint.is_some(), "{error:?}");
        }
    }
    for host in ["", "host: \r\n", "host: localhost:80\r\n", "host: [::1]\r\n", "host: unix\r\n"] {
        assert_eq!(ask(&daemon, "GET /healthz", host).status, 200, "{host}");
    }
}

/// The body is never waited for.
#[tokio::test]
async fn a_browser_is_refused_before_its_body() {
    let daemon = Daemon::start(&["--sim", "sim"]).await;
    let head = "POST /v1/completions HTTP/1.1\r\norigin: null\r\ncontent-length: 9000\r\n\r\n";
    let began = Instant::now();
    let answer = raw::read_to_end(&raw::send(&daemon.socket(), head));
    assert_eq!(Answer::read(&answer).error().code, Code::ForeignOrigin);
    assert!(began.elapsed().as_secs() < 5, "it waited for a body");
}

/// Far more than a socket holds: the client reads its answer only once it has sent everything.
#[tokio::test]
async fn who_is_still_sending_gets_to_read_a_refusal() {
    let daemon = Daemon::start(&["--sim", "sim"]).await;
    let body = " ".repeat(3_000_000);
    for (path, header, code) in [
        ("/v1/completions", "origin: null\r\n", Code::ForeignOrigin),
        ("/v1/completions", "x-request-id: a b\r\n", Code::InvalidValue),
        ("/none", "", Code::NotFound),
        ("/healthz", "", Code::MethodNotAllowed),
    ] {
        let stream = raw::send(&daemon.socket(), &raw::request(path, header, &body));
        let answer = Answer::read(&raw::read_to_end(&stream));
        assert_eq!(answer.error().code, code, "{path} {header}");
        assert_eq!(answer.header("connection"), Some("close"), "{path} {header}");
    }
    // Nobody knows how much is still to come.
    let head =
        "POST /v1/completions HTTP/1.1\r\norigin: null\r\ntransfer-encoding: chunked\r\n\r\n";
    let stream = raw::send(&daemon.socket(), &format!("{head}5\r\nhello\r\n"));
    assert_eq!(Answer::read(&raw::read_some(&stream)).header("connection"), Some("close"));
    // Where nothing is left unread, the connection is kept.
    let stream = raw::send(&daemon.socket(), &raw::request("/none", "origin: null\r\n", ""));
    assert_eq!(Answer::read(&raw::read_some(&stream)).header("connection"), None);
}

#[tokio::test]
async fn what_a_body_is_not_read_as_is_refused_by_name() {
    let daemon = Daemon::start(&["--sim", "sim"]).await;
    let body = r#"{"model":"sim","prompt":"x","max_tokens":1}"#;
    let asked = |headers: &str| {
        let headers = format!("connection: close\r\n{headers}");
        let request = raw::request("/v1/completions", &headers, body);
        Answer::read(&raw::read_to_end(&raw::send(&daemon.socket(), &request)))
    };
    for (header, value) in
        [("content-encoding", "gzip"), ("expect", "foo"), ("expect", "100-continue, foo")]
    {
        let error = asked(&format!("{header}: {value}\r\n")).error();
        assert_eq!((error.code, error.param.as_deref()), (Code::InvalidValue, Some(header)));
        assert!(error.message.contains(value) && error.hint.is_some(), "{error:?}");
    }
    assert_eq!(asked("content-encoding: identity\r\n").status, 200);
    let chunked = |coding: &str| {
        let head = "POST /v1/completions HTTP/1.1\r\nconnection: close\r\n";
        let len = body.len();
        let text =
            format!("{head}transfer-encoding: {coding}\r\n\r\n{len:x}\r\n{body}\r\n0\r\n\r\n");
        Answer::read(&raw::read_to_end(&raw::send(&daemon.socket(), &text)))
    };
    assert_eq!(chunked("chunked").status, 200);
    let error = chunked("gzip, chunked").error();
    assert_eq!(error.param.as_deref(), Some("transfer-encoding"));
}

#[tokio::test]
async fn health_is_plain_text() {
    let daemon = Daemon::start(&["--sim", "sim"]).await;
    for path in ["/healthz", "/readyz"] {
        let answer = ask(&daemon, &format!("GET {path}"), "");
        assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"), "{path}");
    }
}

#[tokio::test]
async fn each_answer_names_its_request() {
    let daemon = Daemon::start(&["--sim", "sim"]).await;
    let theirs = "x-request-id: mine/1\r\n";
    for route in ["GET /healthz", "GET /v1/models", "GET /none", "POST /v1/completions"] {
        assert_eq!(ask(&daemon, route, theirs).header("x-request-id"), Some("mine/1"), "{route}");
        let (first, second) = (ask(&daemon, route, ""), ask(&daemon, route, ""));
        assert_eq!(first.header("x-request-id").map(str::len), Some(32), "{route}");
        assert_ne!(first.header("x-request-id"), second.header("x-request-id"), "{route}");
    }
    for header in ["", "origin: null\r\n", "x-request-id:\r\n"] {
        let refused = ask(&daemon, "GET /none", header);
        assert_eq!(refused.error().request_id.as_deref(), refused.header("x-request-id"));
    }
    for (line, header, status) in [
        ("GET /healthz", "origin: null\r\n", 403),
        ("PUT /healthz", "", 405),
        ("POST /v1/completions", "content-length: 9000000\r\n", 413),
    ] {
        let refused = ask(&daemon, line, &format!("{theirs}{header}"));
        assert_eq!((refused.status, refused.header("x-request-id")), (status, Some("mine/1")));
    }

    let body = r#"{"model":"sim","prompt":"x","max_tokens":1}"#;
    let request = |headers: &str| {
        let headers = format!("{headers}connection: close\r\n");
        let request = raw::request("/v1/completions", &headers, body);
        Answer::read(&raw::read_to_end(&raw::send(&daemon.socket(), &request)))
    };
    let called = request("");
    let id = called.header("x-request-id").unwrap();
    assert!(called.body.contains(&format!("cmpl-{id}")), "{}", called.body);
    assert_eq!(request(theirs).header("x-request-id"), Some("mine/1"));

    for (len, status) in [(128, 200), (129, 400)] {
        let long = format!("x-request-id: {}\r\n", "x".repeat(len));
        let answer = ask(&daemon, "GET /healthz", &long);
        assert_eq!(answer.status, status);
        if status == 400 {
            let error = answer.error();
            assert_eq!(error.param.as_deref(), Some("x-request-id"));
            assert!(error.message.contains("129") && error.message.contains("128"), "{error:?}");
        }
    }
}

#[tokio::test]
async fn what_the_client_says_of_its_request_is_in_the_log() {
    let dir = tempfile::tempdir().unwrap();
    let log = dir.path().join("log");
    let mut command = command_at(dir.path(), "debug");
    command.args(["--sim", "sim"]);
    let child = command.stderr(std::fs::File::create(&log).unwrap()).spawn().unwrap();
    let daemon = Daemon::adopt(dir, child).await;
    let trace = "0af7651916cd43dd8448eb211c80319c";
    let headers = format!(
        "x-request-id: mine\r\ntraceparent: 00-{trace}-b7ad6b7169203331-01\r\nconnection: close\r\n"
    );
    let body = r#"{"model":"sim","prompt":"x","max_tokens":1}"#;
    let refused = ask(&daemon, "GET /none", &headers.replace("mine", "other"));
    let request = raw::request("/v1/completions", &headers, body);
    let called = Answer::read(&raw::read_to_end(&raw::send(&daemon.socket(), &request)));
    let call = called.body.split("cmpl-").nth(1).unwrap()[..32].to_owned();
    let bad = ask(&daemon, "GET /healthz", "traceparent: 00-0-0-0\r\n");
    assert_eq!(bad.status, 200, "a bad trace is as good as none");
    let log = std::fs::read_to_string(log).unwrap();
    let lines: Vec<String> = log.lines().map(strip).collect();
    let line = |parts: &[&str]| {
        let found = lines.iter().any(|line| parts.iter().all(|part| line.contains(part)));
        assert!(found, "no line with {parts:?} in:\n{log}");
    };
    line(&["mine", trace, &call, "200"]);
    line(&["other", &refused.error().request_id.unwrap(), "not_found"]);
}

/// Without what colours it.
fn strip(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').map_or("", |(_, rest)| rest))
}

#[tokio::test]
async fn a_head_that_is_no_request_gets_an_envelope() {
    let daemon = Daemon::start(&["--sim", "sim", "--set", "limits.header_bytes_max=8192"]).await;
    let many = raw::request("/healthz", &"x: y\r\n".repeat(101), "");
    let long = raw::request("/healthz", &format!("x: {}\r\n", "y".repeat(9000)), "");
    let uri = format!("GET /{} HTTP/1.1\r\n\r\n", "x".repeat(70_000));
    let flood = "x: y\r\n".repeat(200_000);
    let flood = format!("GET /healthz HTTP/1.1\r\n{flood}");
    for head in [&many, &long, &uri, &flood] {
        let mut stream = raw::send(&daemon.socket(), "");
        // It may be refused, and closed, before all of it is sent.
        _ = stream.write_all(head.as_bytes());
        let answer = Answer::read(&raw::read_to_end(&stream));
        let error = answer.error();
        assert_eq!(error.code, Code::HeadersTooLarge, "{}", answer.body);
        assert!(error.message.contains("limits.headers_max is 100"), "{error:?}");
        assert!(error.message.contains("limits.header_bytes_max is 8192"), "{error:?}");
        assert_eq!(error.request_id.as_deref(), answer.header("x-request-id"));
        assert_eq!(answer.header("connection"), Some("close"));
    }
    for head in [
        "nonsense\r\n\r\n",
        "GET /healthz\r\n\r\n",
        "GET /healthz HTTP/9.9\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nno colon\r\n\r\n",
        "GET /healthz HTTP/1.1\r\n: y\r\n\r\n",
        "POST /v1/completions HTTP/1.1\r\ncontent-length: x\r\n\r\n",
        "POST /v1/completions HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\u{16}\u{3}\u{1}hello over TLS\r\n\r\n",
    ] {
        let answer = raw::read_to_end(&raw::send(&daemon.socket(), head));
        let error = Answer::read(&answer).error();
        assert_eq!(error.code, Code::InvalidValue, "{head:?}: {answer}");
        assert!(error.hint.is_some() && error.request_id.is_some(), "{answer}");
    }
}

/// What was asked before on the same connection is answered first.
#[tokio::test]
async fn a_bad_head_behind_a_good_one_leaves_its_answer_whole() {
    let daemon = Daemon::start(&["--sim", "sim"]).await;
    let both = "GET /healthz HTTP/1.1\r\n\r\nnonsense\r\n\r\n";
    let answer = raw::read_to_end(&raw::send(&daemon.socket(), both));
    let (first, second) = answer.split_at(answer.rfind("HTTP/1.1 400").unwrap());
    assert_eq!(Answer::read(first).body, "ok\n");
    assert_eq!(Answer::read(second).error().code, Code::InvalidValue);
}

#[tokio::test]
async fn a_head_that_never_ends_is_408_and_a_connection_that_waits_is_closed() {
    let daemon = Daemon::start(&["--sim", "sim", "--set", "limits.header_timeout_ms=50"]).await;
    let slow = raw::read_to_end(&raw::send(&daemon.socket(), "GET /healthz HTTP/1.1\r\n"));
    let error = Answer::read(&slow).error();
    assert_eq!(error.code, Code::RequestTimeout);
    assert!(error.message.contains("limits.header_timeout_ms, which is 50"), "{error:?}");
    assert_eq!(raw::read_to_end(&raw::send(&daemon.socket(), "")), "");
    let kept = raw::send(&daemon.socket(), "GET /healthz HTTP/1.1\r\n\r\n");
    assert!(raw::read_to_end(&kept).ends_with("ok\n"), "the idle end says nothing");

    let half = "POST /v1/completions HTTP/1.1\r\ncontent-length: 10\r\n\r\n{";
    let timeout = ["--sim", "sim", "--set", "limits.body_timeout_ms=50"];
    let daemon = Daemon::start(&timeout).await;
    let mut stream = raw::send(&daemon.socket(), half);
    let mut bytes = [0; 4096];
    let len = stream.read(&mut bytes).unwrap();
    let error = Answer::read(&String::from_utf8_lossy(&bytes[..len])).error();
    assert_eq!(error.code, Code::RequestTimeout);
    assert!(error.message.contains("limits.body_timeout_ms"), "{error:?}");
}

#[tokio::test]
async fn a_wrong_method_is_405_and_says_which_are_right() {
    let daemon = Daemon::start(&["--sim", "sim"]).await;
    for (route, allow) in [
        ("POST /healthz", "get,head"),
        ("GET /v1/chat/completions", "post"),
        ("PUT /edge/v1/models", "get,head,post"),
        ("PATCH /edge/v1/models/x", "get,head,delete"),
    ] {
        let answer = ask(&daemon, route, "");
        assert_eq!(answer.error().code, Code::MethodNotAllowed, "{route}");
        assert_eq!(answer.header("allow"), Some(allow), "{route}");
    }
    assert_eq!(ask(&daemon, "GET /nothing/here", "").error().code, Code::NotFound);
}

/// A stream that has nothing to say says so: before its first token, whether it waits for its model or for a
/// step, and not before ten seconds are over.
#[tokio::test]
async fn a_silent_stream_says_that_it_lives() {
    let specs = ["loading,load_ms=13000", "stepping,reply=count,step_us=13000000"];
    let patient = "worker.step_timeout_ms=60000";
    let daemon = Daemon::start(&["--sim", specs[0], "--sim", specs[1], "--set", patient]).await;
    let ask = |model: &str| {
        let body = format!(r#"{{"model":"{model}","prompt":"x","max_tokens":2,"stream":true}}"#);
        (raw::post(&daemon.socket(), "/v1/completions", &body), Instant::now())
    };
    for (mut stream, began) in ["loading", "stepping"].map(ask) {
        let mut text = String::new();
        while !text.contains(": keep-alive\n\n") {
            assert!(
                !text.contains("data:"),
                "the first token came before any sign of life: {text}"
            );
            let mut bytes = [0; 1024];
            let len = stream.read(&mut bytes).unwrap();
            assert!(len > 0, "it ended: {text}");
            text.push_str(&String::from_utf8_lossy(&bytes[..len]));
        }
        let seconds = began.elapsed().as_secs_f64();
        assert!((9.5..13.0).contains(&seconds), "it came after {seconds} s");
        assert!(text.starts_with("HTTP/1.1 200 "), "{text}");
    }
}

#[tokio::test]
async fn a_head_at_its_limits_is_read_and_one_over_them_is_not() {
    let daemon = Daemon::start(&["--sim", "sim", "--set", "limits.header_bytes_max=4096"]).await;
    let answered =
        |head: &str| Answer::read(&raw::read_to_end(&raw::send(&daemon.socket(), head))).status;
    let close = "GET /healthz HTTP/1.1\r\nconnection: close\r\n";
    for (count, status) in [(100, 200), (101, 431)] {
        let more = "x: y\r\n".repeat(count - 1);
        assert_eq!(answered(&format!("{close}{more}\r\n")), status, "{count} headers");
    }
    for (len, status) in [(4096, 200), (4097, 431)] {
        let more = "y".repeat(len - close.len() - "x: \r\n\r\n".len());
        let head = format!("{close}x: {more}\r\n\r\n");
        assert_eq!(head.len(), len);
        assert_eq!(answered(&head), status, "{len} bytes");
    }
}
