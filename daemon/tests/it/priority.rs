//! Interactive calls beside batch calls: what each of the two gets, counted in the worker's steps, so that a
//! slow machine is slow for both.

use crate::daemon::{Daemon, PATIENCE, chat, event, rounds, streamed};
use edge_api::client::Client;
use edge_api::edge::{EdgeRequest, Priority};
use edge_api::event::{Event, EventKind, Outcome};
use edge_api::openai::ChatRequest;
use std::collections::BTreeMap;
use std::time::Duration;
use tempfile::TempDir;

/// Paced: a step takes as long however many rows it has.
const SIM: &str = "sim,rows_max=32,step_us=20000,reply=count";
const BATCH_TOKENS: i64 = 32;
/// Steps that batch is watched for while it is alone.
const ALONE_STEPS: u64 = 100;
/// A step is under way when a call comes.
const QUEUE_STEPS_MAX: u64 = 2;

fn ask(model: &str, tokens: i64, priority: Option<Priority>) -> ChatRequest {
    let edge = EdgeRequest { priority, ..EdgeRequest::default() };
    ChatRequest { max_tokens: Some(tokens), edge: Some(edge), ..chat(model, "x") }
}

/// With a task `later` that is batch.
fn house() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let tasks = dir.path().join("config/tasks.d");
    std::fs::create_dir_all(&tasks).unwrap();
    std::fs::write(tasks.join("later.toml"), "model = \"sim\"\npriority = \"batch\"\n").unwrap();
    dir
}

/// One stream after the other.
async fn stream_for_ever(client: Client) {
    let request = streamed(ask("later", BATCH_TOKENS, None));
    loop {
        let mut stream = client.chat_stream(&request).await.unwrap();
        while stream.next().await.unwrap().is_some() {}
    }
}

/// What has happened, call by call.
#[derive(Default)]
struct Seen {
    calls: BTreeMap<String, Steps>,
    step: u64,
}

#[derive(Default)]
struct Steps {
    is_batch: bool,
    queued: u64,
    started: Option<u64>,
    ended: Option<u64>,
}

impl Seen {
    fn take(&mut self, event: &Event) {
        let (Some(call), Some(step)) = (&event.call, event.step) else { return };
        self.step = self.step.max(step);
        let steps = self.calls.entry(call.clone()).or_default();
        match event.kind {
            EventKind::CallQueued => {
                *steps = Steps { is_batch: event.task.is_some(), queued: step, ..Steps::default() };
            }
            EventKind::CallStarted => steps.started = Some(step),
            EventKind::CallEnded => {
                assert_eq!(event.outcome, Some(Outcome::Ok), "{event:?}");
                steps.ended = Some(step);
            }
            EventKind::CallFirstToken
            | EventKind::WorkerStarted
            | EventKind::WorkerExited
            | EventKind::ModelState
            | EventKind::LedgerState
            | EventKind::ConfigReloaded
            | EventKind::ConfigRejected => {}
        }
    }

    fn batch_running(&self) -> usize {
        let runs = |steps: &&Steps| steps.started.is_some() && steps.ended.is_none();
        self.calls.values().filter(|steps| steps.is_batch).filter(runs).count()
    }

    fn interactive_ended(&self) -> usize {
        self.calls.values().filter(|steps| !steps.is_batch && steps.ended.is_some()).count()
    }

    /// How many rows batch calls had in these steps, on average.
    fn batch_rows(&self, from: u64, to: u64) -> f64 {
        let rows = self.calls.values().filter(|steps| steps.is_batch).map(|steps| {
            let (first, last) = (steps.started.unwrap_or(to), steps.ended.unwrap_or(to));
            (last + 1).min(to).saturating_sub(first.max(from))
        });
        rows.sum::<u64>() as f64 / (to - from) as f64
    }

    /// How many steps ended while each interactive call waited, in order of size.
    fn queue_steps(&self) -> Vec<u64> {
        let interactive = self.calls.values().filter(|steps| !steps.is_batch);
        let waited = |steps: &Steps| steps.started.map(|started| started - 1 - steps.queued);
        let mut waited: Vec<u64> = interactive.filter_map(waited).collect();
        waited.sort_unstable();
        waited
    }
}

/// Interactive calls, one after the other, beside so many batch streams.
async fn beside_batch(streams: usize) {
    let sets = ["--set", "limits.queue_requests_max=256", "--sim", SIM];
    let daemon = Daemon::start_in(house(), &sets).await;
    // Not an interactive one: a row would be kept for the next.
    daemon.client.chat(&ask("later", 1, None)).await.unwrap();
    let mut events = daemon.client.events(None).await.unwrap();
    let batch: Vec<_> =
        (0..streams).map(|_| tokio::spawn(stream_for_ever(daemon.client.clone()))).collect();
    let calls = 4 * rounds();
    let (mut seen, mut full, mut began) = (Seen::default(), None, None);
    let watch = async {
        loop {
            seen.take(&events.next().await.unwrap().expect("the feed goes on"));
            if full.is_none() && seen.batch_running() == streams.min(32) {
                full = Some(seen.step);
            }
            let since_full = full.map_or(0, |full| seen.step - full);
            if began.is_none() && since_full >= ALONE_STEPS {
                let client = daemon.client.clone();
                tokio::spawn(async move {
                    for _ in 0..calls {
                        client.chat(&ask("sim", 4, None)).await.unwrap();
                    }
                });
                began = Some(seen.step);
            }
            if seen.interactive_ended() == calls {
                return;
            }
        }
    };
    let patience = PATIENCE + Duration::from_secs(calls as u64);
    tokio::time::timeout(patience, watch).await.expect("it takes far too long");
    batch.iter().for_each(tokio::task::JoinHandle::abort);
    let ((full, began), now) = (full.zip(began).unwrap(), seen.step);
    let (alone, beside) = (seen.batch_rows(full, began), seen.batch_rows(began, now));
    let waited = seen.queue_steps();
    let p95 = waited[(waited.len() * 95).div_ceil(100) - 1];
    assert_eq!(waited.len(), calls);
    eprintln!(
        "{calls} calls, p95 of {p95} steps in the queue, batch has {beside:.1} of {alone:.1} rows"
    );
    assert!(p95 <= QUEUE_STEPS_MAX, "{p95} steps in the queue: {waited:?}");
    assert!(beside >= 0.8 * alone, "batch has {beside:.1} rows, and {alone:.1} alone");
}

#[tokio::test]
async fn an_interactive_call_beside_31_batch_streams_finds_a_row() {
    beside_batch(31).await;
}

/// Twice as many as there are rows: one is kept while interactive calls come.
#[tokio::test]
async fn an_interactive_call_beside_a_line_of_batch_streams_finds_a_row() {
    beside_batch(64).await;
}

#[tokio::test]
async fn the_request_says_its_priority_else_its_task() {
    let sim = "sim,rows_max=1,step_us=10000,reply=count";
    let daemon = Daemon::start_in(house(), &["--sim", sim]).await;
    let mut events = daemon.client.events(None).await.unwrap();
    let running = tokio::spawn({
        let client = daemon.client.clone();
        async move { client.chat(&ask("sim", 4000, None)).await }
    });
    daemon.until("one runs", |status| status.queue.running == 1).await;
    let mut waiting = Vec::new();
    for (model, asked, (interactive, batch)) in [
        ("sim", None, (1, 0)),
        ("later", None, (1, 1)),
        ("later", Some(Priority::Interactive), (2, 1)),
        ("sim", Some(Priority::Batch), (2, 2)),
    ] {
        let client = daemon.client.clone();
        let request = ask(model, 2, asked);
        waiting.push(tokio::spawn(async move { client.chat(&request).await }));
        let counts = |status: &edge_api::admin::Status| {
            let queue = status.queue;
            (queue.waiting_interactive, queue.waiting_batch, queue.waiting)
        };
        let want = (interactive, batch, interactive + batch);
        daemon.until("it waits in its class", |status| counts(status) == want).await;
    }
    // The client leaves, and those who wait have its row.
    running.abort();
    let mut ids = Vec::new();
    for call in waiting {
        ids.push(call.await.unwrap().unwrap().edge.call);
    }
    let mut order = Vec::new();
    while order.len() < ids.len() {
        let started = event(&mut events, EventKind::CallStarted, |_| true).await;
        order.extend(ids.iter().position(|id| started.call.as_ref() == Some(id)));
    }
    assert_eq!(order, [0, 2, 1, 3], "interactive first, and as they came within a class");
}
