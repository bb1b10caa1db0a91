//! A daemon that says exactly what a test wants, over a real socket.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};

/// What is answered to one request: its parts, each after the first waiting for the test's word.
#[derive(Debug)]
pub(crate) struct Answer {
    parts: Vec<String>,
    gate: Option<Receiver<()>>,
}

/// Lets the next part of an answer go.
pub(crate) type Gate = SyncSender<()>;

impl Answer {
    pub(crate) fn json(status: u16, body: &str) -> Self {
        let length = body.len();
        let head = format!("HTTP/1.1 {status} X\r\ncontent-length: {length}\r\n\r\n");
        Self { parts: vec![head + body], gate: None }
    }

    pub(crate) fn error(status: u16, code: &str) -> Self {
        let error = serde_json::json!({"error": {
            "message": format!("because of {code}"), "type": "t", "param": null, "code": code,
            "hint": "do this", "request_id": "r1",
        }});
        Self::json(status, &error.to_string())
    }

    /// A full queue, and in how many seconds to ask again.
    pub(crate) fn busy(retry_after: &str) -> Self {
        let mut answer = Self::error(429, "queue_full");
        let header = format!("HTTP/1.1 429 X\r\nretry-after: {retry_after}\r\n");
        answer.parts[0] = answer.parts[0].replacen("HTTP/1.1 429 X\r\n", &header, 1);
        answer
    }

    /// Server-sent events, all at once.
    pub(crate) fn events(events: &[String]) -> Self {
        let (answer, _) = Self::gated_events(events);
        Self { parts: vec![answer.parts.concat()], gate: None }
    }

    /// Server-sent events, each after the first when the test says so, and then the end.
    pub(crate) fn gated_events(events: &[String]) -> (Self, Gate) {
        Self::gated(events.iter().map(|event| format!("data: {event}\n\n")))
    }

    /// A stream that lives and says nothing.
    pub(crate) fn keep_alive() -> (Self, Gate) {
        Self::gated([": keep-alive\n\n".to_owned()])
    }

    fn gated(chunks: impl IntoIterator<Item = String>) -> (Self, Gate) {
        let (gate, waits) = sync_channel(16);
        let mut parts: Vec<String> =
            chunks.into_iter().map(|chunk| format!("{:x}\r\n{chunk}\r\n", chunk.len())).collect();
        parts[0] = format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{}", parts[0]);
        parts.push("0\r\n\r\n".to_owned());
        (Self { parts, gate: Some(waits) }, gate)
    }
}

/// The answers to each `METHOD /path`, in order; the last is given again and again.
type Routes = BTreeMap<String, VecDeque<Arc<Mutex<Answer>>>>;

#[derive(Debug)]
pub(crate) struct Daemon {
    dir: tempfile::TempDir,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Daemon {
    pub(crate) fn new(routes: Vec<(&str, Vec<Answer>)>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(dir.path().join("api.sock")).unwrap();
        let seen: Arc<Mutex<Vec<String>>> = Arc::default();
        let routes: Routes = routes
            .into_iter()
            .map(|(name, answers)| {
                let answers = answers.into_iter().map(|answer| Arc::new(Mutex::new(answer)));
                (name.to_owned(), answers.collect())
            })
            .collect();
        let routes = Arc::new(Mutex::new(routes));
        let log = Arc::clone(&seen);
        // Ends with the test's process.
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (routes, log) = (Arc::clone(&routes), Arc::clone(&log));
                std::thread::spawn(move || serve(&stream.unwrap(), &routes, &log));
            }
        });
        Self { dir, seen }
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.dir.path().join("api.sock")
    }

    /// `METHOD /path BODY` of each request so far.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

/// Answers until the client has gone.
fn serve(stream: &UnixStream, routes: &Mutex<Routes>, log: &Mutex<Vec<String>>) -> Option<()> {
    let mut reader = BufReader::new(stream);
    loop {
        let (target, body) = read_request(&mut reader)?;
        log.lock().unwrap().push(format!("{target} {body}").trim_end().to_owned());
        let path = target.split('?').next().unwrap();
        let answer = {
            let mut routes = routes.lock().unwrap();
            let answers = routes.get_mut(path).unwrap_or_else(|| panic!("no answer to {path}"));
            match answers.len() {
                1 => Arc::clone(&answers[0]),
                _ => answers.pop_front().unwrap(),
            }
        };
        write_answer(stream, &answer.lock().unwrap())?;
    }
}

fn read_request(reader: &mut BufReader<&UnixStream>) -> Option<(String, String)> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|&read| read > 0)?;
    let target = line.rsplit_once(" HTTP/1.1").unwrap().0.to_owned();
    let mut length = 0;
    loop {
        line.clear();
        reader.read_line(&mut line).ok()?;
        if line == "\r\n" {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((target, String::from_utf8(body).unwrap()))
}

fn write_answer(mut stream: &UnixStream, answer: &Answer) -> Option<()> {
    for (n, part) in answer.parts.iter().enumerate() {
        if let (1.., Some(gate)) = (n, &answer.gate) {
            gate.recv().ok()?;
        }
        stream.write_all(part.as_bytes()).ok()?;
    }
    Some(())
}
