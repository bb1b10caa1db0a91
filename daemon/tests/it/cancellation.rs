//! A client that leaves frees its row within one step, however it leaves and whatever its call is doing.

use crate::daemon::{Daemon, chat, event};
use crate::raw;
use edge_api::client::EventStream;
use edge_api::event::{Event, EventKind, Outcome};
use edge_api::openai::ChatRequest;
use std::io::Write;
use std::net::Shutdown;
use std::time::{Duration, SystemTime};

const STEP: Duration = Duration::from_millis(50);
const PATH: &str = "/v1/chat/completions";

#[derive(Clone, Copy, Debug, PartialEq)]
enum Doing {
    Queued,
    Prefilling,
    Decoding,
}

fn unix_s() -> f64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs_f64()
}

fn body(stream: bool, text: &str) -> String {
    let request = ChatRequest { stream: Some(stream), max_tokens: Some(400), ..chat("slow", text) };
    serde_json::to_string(&request).unwrap()
}

async fn of_call(events: &mut EventStream, kind: EventKind, call: &str) -> Event {
    event(events, kind, |event| event.call.as_deref() == Some(call)).await
}

/// The step the worker is in at `time`, going by when the call started.
fn step_at(started: &Event, time: f64, step: Duration) -> u64 {
    let since = Duration::from_secs_f64(time - started.time);
    let steps = since.as_nanos() / step.as_nanos();
    started.step.unwrap() + u64::try_from(steps).unwrap()
}

/// `after` goes out behind the request of the client that leaves, in the same write.
async fn leaves(doing: Doing, stream: bool, half: bool, after: &str) {
    let case = format!("{doing:?}, stream {stream}, half-closed {half}, then {after:?}");
    // One token of the prompt per step while prefilling: 50 ms of it and 50 ms for the step itself.
    let (spec, step) = match doing {
        Doing::Prefilling => {
            ("slow,step_us=50000,prefill_us=50000,rows_max=1,reply=count", STEP * 2)
        }
        Doing::Queued | Doing::Decoding => ("slow,step_us=50000,rows_max=1,reply=count", STEP),
    };
    let daemon = Daemon::start(&["--sim", spec]).await;
    let socket = daemon.socket();
    let mut events = daemon.client.events(None).await.unwrap();
    let ask = |text: &str| raw::request(PATH, "", &body(stream, text)) + after;

    let first = raw::send(&socket, &ask(&"x".repeat(60)));
    let first_id = event(&mut events, EventKind::CallQueued, |_| true).await.call.unwrap();
    let started = of_call(&mut events, EventKind::CallStarted, &first_id).await;
    let next = raw::send(&socket, &ask("y"));
    let next_id = event(&mut events, EventKind::CallQueued, |_| true).await.call.unwrap();
    if doing == Doing::Decoding {
        of_call(&mut events, EventKind::CallFirstToken, &first_id).await;
    }

    let (leaving, id) = match doing {
        Doing::Queued => (&next, &next_id),
        Doing::Prefilling | Doing::Decoding => (&first, &first_id),
    };
    let closed_at = unix_s();
    leaving.shutdown(if half { Shutdown::Write } else { Shutdown::Both }).unwrap();
    let ended = of_call(&mut events, EventKind::CallEnded, id).await;
    assert_eq!(ended.outcome, Some(Outcome::Cancelled), "{case}");
    if doing == Doing::Queued {
        assert_eq!(ended.step, None, "{case}: it never had a row");
        assert!(ended.time - closed_at < STEP.as_secs_f64(), "{case}: it need not wait for a step");
        return;
    }
    let in_progress = step_at(&started, closed_at, step);
    let last = ended.step.unwrap();
    assert!(last <= in_progress + 1, "{case}: closed in step {in_progress}, ended in {last}");

    let heir = of_call(&mut events, EventKind::CallStarted, &next_id).await;
    let heir_step = heir.step.unwrap();
    assert!(heir_step <= last + 1, "{case}: freed after step {last}, taken in step {heir_step}");
}

#[tokio::test]
async fn while_queued() {
    for (stream, half) in [(false, false), (false, true), (true, false), (true, true)] {
        leaves(Doing::Queued, stream, half, "").await;
    }
}

#[tokio::test]
async fn while_prefilling() {
    for (stream, half) in [(false, false), (false, true), (true, false), (true, true)] {
        leaves(Doing::Prefilling, stream, half, "").await;
    }
}

#[tokio::test]
async fn while_decoding() {
    for (stream, half) in [(false, false), (false, true), (true, false), (true, true)] {
        leaves(Doing::Decoding, stream, half, "").await;
    }
}

/// The server's parser holds these back and would not look behind them.
#[tokio::test]
async fn with_bytes_behind_the_request() {
    let second = raw::request(PATH, "", &body(false, "z"));
    for after in ["\r\n", &second] {
        for (stream, half) in [(false, false), (false, true), (true, false), (true, true)] {
            leaves(Doing::Decoding, stream, half, after).await;
        }
        leaves(Doing::Queued, false, false, after).await;
    }
}

/// Sends two requests on one connection and stays for both answers. The second, with `padding` in its body,
/// goes out with the first up to `cut`, and from there while the first runs.
async fn stays(stream: bool, padding: usize, cut: usize) {
    let daemon = Daemon::start(&["--sim", "slow,step_us=20000,reply=count"]).await;
    let mut events = daemon.client.events(None).await.unwrap();
    let body = |max_tokens| {
        let (stream, max_tokens) = (Some(stream), Some(max_tokens));
        serde_json::to_string(&ChatRequest { stream, max_tokens, ..chat("slow", "x") }).unwrap()
    };
    let second = raw::request(PATH, "connection: close\r\n", &(body(1) + &" ".repeat(padding)));
    let (with_first, later) = second.split_at(cut.min(second.len()));
    let mut client = raw::send(&daemon.socket(), &(raw::request(PATH, "", &body(20)) + with_first));
    let id = event(&mut events, EventKind::CallFirstToken, |_| true).await.call.unwrap();
    let later = later.to_owned();
    let client = tokio::task::spawn_blocking(move || {
        client.write_all(later.as_bytes()).unwrap();
        raw::read_to_end(&client)
    });
    let ended = of_call(&mut events, EventKind::CallEnded, &id).await;
    assert_eq!(ended.outcome, Some(Outcome::Ok));
    let answers = client.await.unwrap();
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 2, "{answers}");
}

#[tokio::test]
async fn two_requests_on_one_connection_both_get_their_answers() {
    for stream in [false, true] {
        stays(stream, 0, usize::MAX).await;
        stays(stream, 0, 30).await;
        stays(stream, 0, 0).await;
        // More than is read ahead and than the kernel holds.
        stays(stream, 400_000, 30).await;
    }
}

#[tokio::test]
async fn a_deadline_ends_the_call_like_a_client_that_left() {
    let daemon = Daemon::start(&["--sim", "slow,step_us=50000,rows_max=1,reply=count"]).await;
    daemon.client.chat(&ChatRequest { max_tokens: Some(1), ..chat("slow", "warm") }).await.unwrap();
    let edge = edge_api::edge::EdgeRequest { deadline_ms: Some(200), ..Default::default() };
    let late = ChatRequest { max_tokens: Some(400), edge: Some(edge), ..chat("slow", "x") };
    let began = std::time::Instant::now();
    let error = daemon.client.chat(&late).await.unwrap_err();
    assert_eq!(error.status(), Some(504), "{error}");
    assert!(began.elapsed() < Duration::from_millis(200) + STEP * 4, "{:?}", began.elapsed());
    daemon.until("the row is free", |status| status.queue.running == 0).await;
    daemon.client.chat(&ChatRequest { max_tokens: Some(1), ..chat("slow", "y") }).await.unwrap();
}
