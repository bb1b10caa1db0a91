//! `edgectl exec`: who is let through its port, and what the command finds in its environment. That real clients
//! get real answers there is tested in `tests/clients`.

use super::fake::{Answer, Daemon};
use super::{PATIENCE, Running, edgectl, exits, finish, stderr, stdout};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Stdio;
use std::time::{Duration, Instant};

const MODELS: &str = "GET /v1/models";

fn daemon() -> Daemon {
    Daemon::new(vec![(MODELS, vec![Answer::json(200, r#"{"object":"list","data":[]}"#)])])
}

/// The port of a command that runs until it is dropped.
struct Port {
    address: String,
    key: String,
    _command: Running,
}

impl Port {
    fn of(daemon: &Daemon) -> Self {
        let script = r#"echo "$OPENAI_BASE_URL $OPENAI_API_KEY"; cat"#;
        let mut command = edgectl(&daemon.socket(), &["exec", "--", "sh", "-c", script]);
        let mut running = Running::start(command.stdin(Stdio::piped()));
        let mut line = String::new();
        running.stdout().read_line(&mut line).unwrap();
        let (url, key) = line.trim().split_once(' ').unwrap();
        let address = url.strip_prefix("http://").unwrap().strip_suffix("/v1").unwrap();
        Self { address: address.to_owned(), key: key.to_owned(), _command: running }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    fn bearer(&self) -> String {
        format!("authorization: Bearer {}", self.key)
    }

    /// The status, the headers and the body of the answer.
    fn get(&self, target: &str, headers: &[&str]) -> (u16, String, Value) {
        let mut stream = self.connect();
        let lines: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
        let request = format!("GET {target} HTTP/1.1\r\n{lines}connection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let (line, headers) = head.split_once("\r\n").unwrap();
        let status = line.split(' ').nth(1).unwrap().parse().unwrap();
        (status, headers.to_lowercase(), serde_json::from_str(body).unwrap())
    }
}

fn code(body: &Value) -> &str {
    body["error"]["code"].as_str().unwrap_or_default()
}

/// That the answer is named, in its head as in its body.
fn named(headers: &str, body: &Value) -> String {
    let id = body["error"]["request_id"].as_str().unwrap_or_default().to_owned();
    assert!(!id.is_empty(), "{body}");
    assert!(headers.contains(&format!("x-request-id: {id}")), "{headers}");
    id
}

#[test]
fn no_proxy_is_asked_for_this_machine() {
    let daemon = daemon();
    let script = r#"echo "$no_proxy|$NO_PROXY""#;
    let seen = |lower: Option<&str>, upper: Option<&str>| {
        let mut command = edgectl(&daemon.socket(), &["exec", "--", "sh", "-c", script]);
        for (name, value) in [("no_proxy", lower), ("NO_PROXY", upper)] {
            match value {
                Some(value) => _ = command.env(name, value),
                None => _ = command.env_remove(name),
            }
        }
        let output = finish(command);
        exits(&output, 0);
        stdout(&output).trim_end().to_owned()
    };
    for (lower, upper, both) in [
        (None, None, "127.0.0.1|127.0.0.1"),
        (Some(""), Some(""), "127.0.0.1|127.0.0.1"),
        (Some("a.b,.c"), Some("d"), "a.b,.c,127.0.0.1|d,127.0.0.1"),
        (None, Some("corp"), "corp,127.0.0.1|corp,127.0.0.1"),
        (Some("corp"), None, "corp,127.0.0.1|corp,127.0.0.1"),
        (Some("*"), None, "*|*"),
        (Some("x, 127.0.0.1"), Some("127.0.0.11"), "x, 127.0.0.1|127.0.0.11,127.0.0.1"),
    ] {
        assert_eq!(seen(lower, upper), both, "{lower:?} {upper:?}");
    }
}

#[test]
fn who_may_ask_for_nothing_starts_no_command() {
    let dir = tempfile::tempdir().unwrap();
    let ran = dir.path().join("ran");
    for (status, refusal, exit) in [(403, "not_permitted", 4), (503, "shutting_down", 7)] {
        let daemon = Daemon::new(vec![(MODELS, vec![Answer::error(status, refusal)])]);
        let words = ["exec", "--", "touch", ran.to_str().unwrap()];
        let output = finish(edgectl(&daemon.socket(), &words));
        exits(&output, exit);
        assert!(stderr(&output).contains(&format!("because of {refusal}")), "{output:?}");
        assert!(!ran.exists());
    }
}

#[test]
fn what_the_port_refuses_has_a_name_and_the_doors_reasons() {
    let daemon = daemon();
    let port = Port::of(&daemon);
    let key = port.bearer();
    for headers in [&["host: localhost"][..], &["host: localhost", "authorization: Bearer x"]] {
        let (status, headers, body) = port.get("/v1/models", headers);
        assert_eq!((status, code(&body)), (401, "invalid_api_key"));
        assert!(headers.contains("connection: close"), "{headers}");
        named(&headers, &body);
    }
    let foreign = ["evil.example", "edged", "10.0.0.1", "localhost:port", "localhost.evil.example"];
    for host in foreign {
        let host = format!("host: {host}");
        for headers in [&[&*host][..], &[&host, &key], &["host: localhost", &host, &key]] {
            let (status, _, body) = port.get("/v1/models", headers);
            assert_eq!(status / 100, 4, "{headers:?}");
            if headers.len() == 2 {
                assert_eq!((status, code(&body)), (403, "foreign_origin"), "{headers:?}");
            }
        }
    }
    let (status, headers, body) =
        port.get("http://evil.example/v1/models", &["host: localhost", &key]);
    assert_eq!((status, code(&body)), (403, "foreign_origin"));
    named(&headers, &body);
    for host in ["host: localhost", &format!("host: {}", port.address), "host: [::1]:80"] {
        assert_eq!(port.get("/v1/models", &[host, &key]).0, 200, "{host}");
    }
}

#[test]
fn a_daemon_that_is_gone_is_told_with_the_name_that_the_request_has() {
    let daemon = daemon();
    let port = Port::of(&daemon);
    let key = port.bearer();
    drop(daemon);
    let (status, headers, body) =
        port.get("/v1/models", &["host: localhost", &key, "x-request-id: mine"]);
    assert_eq!((status, code(&body)), (502, "daemon_unreachable"));
    assert_eq!(named(&headers, &body), "mine");
    let (_, headers, body) = port.get("/v1/models", &["host: localhost", &key]);
    named(&headers, &body);
}

#[test]
fn connections_that_say_nothing_keep_nobody_out() {
    let daemon = daemon();
    let port = Port::of(&daemon);
    let mut silent: Vec<TcpStream> = (0..300).map(|_| port.connect()).collect();
    let began = Instant::now();
    assert_eq!(port.get("/v1/models", &["host: localhost", &port.bearer()]).0, 200);
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    // None of them keeps its place for long.
    let last = silent.last_mut().unwrap();
    last.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    assert_eq!(last.read(&mut [0]).unwrap(), 0);
}

#[test]
fn a_connection_that_has_shown_the_key_is_not_dropped_for_others() {
    let daemon = daemon();
    let port = Port::of(&daemon);
    let request =
        format!("GET /v1/models HTTP/1.1\r\nhost: localhost\r\n{}\r\n\r\n", port.bearer());
    let mut kept = BufReader::new(port.connect());
    let mut ask = || {
        kept.get_mut().write_all(request.as_bytes()).unwrap();
        let mut line = String::new();
        kept.read_line(&mut line).unwrap();
        let mut answer = String::new();
        while !answer.ends_with("[]}") {
            let mut byte = [0];
            kept.read_exact(&mut byte).unwrap();
            answer.push(char::from(byte[0]));
        }
        line
    };
    assert!(ask().starts_with("HTTP/1.1 200"));
    let _silent: Vec<TcpStream> = (0..300).map(|_| port.connect()).collect();
    assert_eq!(port.get("/v1/models", &["host: localhost", &port.bearer()]).0, 200);
    assert!(ask().starts_with("HTTP/1.1 200"));
}
