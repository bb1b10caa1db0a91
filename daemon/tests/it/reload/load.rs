//! Many reloads, good and bad, beside many calls.

use super::{House, put, told};
use crate::daemon::{Daemon, chat, rounds, streamed};
use edge_api::event::EventKind;
use edge_api::openai::ChatRequest;
use rustix::process::Signal;
use std::fs::{create_dir_all, write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use tempfile::TempDir;

const CLIENTS: usize = 6;
const TOKENS: i64 = 12;

/// What the clients of a test have seen.
#[derive(Debug, Default)]
struct Tally {
    asked: AtomicUsize,
    answered: AtomicUsize,
}

async fn client(house: Arc<Daemon>, tally: Arc<Tally>, over: Arc<AtomicBool>, n: usize) {
    let names = ["sim", "steady"];
    while !over.load(Ordering::Relaxed) {
        let tokens = Some(TOKENS);
        let request = ChatRequest { max_tokens: tokens, ..chat(names[n % 2], "x") };
        tally.asked.fetch_add(1, Ordering::Relaxed);
        let counted = match n.is_multiple_of(3) {
            true => house.client.chat(&request).await.unwrap().usage.completion_tokens,
            false => {
                let mut stream = house.client.chat_stream(&streamed(request)).await.unwrap();
                let mut counted = 0;
                while let Some(chunk) = stream.next().await.unwrap() {
                    counted = chunk.usage.map_or(counted, |usage| usage.completion_tokens);
                }
                counted
            }
        };
        assert_eq!(counted, TOKENS.cast_unsigned(), "the answer is whole");
        tally.answered.fetch_add(1, Ordering::Relaxed);
    }
}

/// Good and bad, of settings, tasks and models, by signal and by itself.
#[tokio::test]
async fn a_hundred_reloads_under_load_lose_no_call() {
    let dir: TempDir = tempfile::tempdir().unwrap();
    for folder in ["tasks.d", "models.d", "edged.d"] {
        create_dir_all(dir.path().join("config").join(folder)).unwrap();
    }
    write(dir.path().join("config/tasks.d/steady.toml"), "model = \"sim\"\n").unwrap();
    let sim = "sim,reply=count,step_us=2000,rows_max=4";
    let mut house = House::of(Daemon::start_in(dir, &["--sim", sim]).await).await;
    let (tally, over) = (Arc::new(Tally::default()), Arc::new(AtomicBool::new(false)));
    let config = house.config.clone();
    let daemon = Arc::new(house.daemon);
    let clients: Vec<_> = (0..CLIENTS)
        .map(|n| {
            let (daemon, tally, over) =
                (Arc::clone(&daemon), Arc::clone(&tally), Arc::clone(&over));
            tokio::spawn(client(daemon, tally, over, n))
        })
        .collect();
    let mut kinds = [0, 0];
    for n in 0..rounds() * 10 {
        let queue = 20 + n % 3;
        let write_in = |name: &str, text: &str| put(&config, name, text);
        match n % 5 {
            0 => write_in("edged.toml", &format!("[limits]\nqueue_requests_max = {queue}\n")),
            1 => write_in("edged.toml", &format!("[limits]\nqueue_requests_mx = {n}\n")),
            2 => {
                let step = 20 + n % 7;
                let text =
                    format!("engine.step_ms_max = {step}\nworker.step_timeout_ms = {}\n", 9000 + n);
                write_in("edged.toml", &text);
            }
            3 => write_in("tasks.d/other.toml", &format!("model = \"sim\"\nsystem = \"{n}\"\n")),
            _ => write_in("models.d/sim.toml", &format!("keep_alive_s = {}\n", n + 1)),
        }
        if n.is_multiple_of(2) {
            daemon.signal(Signal::HUP);
        }
        let rejected = told(&mut house.events).await.kind == EventKind::ConfigRejected;
        kinds[usize::from(rejected)] += 1;
    }
    over.store(true, Ordering::Relaxed);
    for client in clients {
        client.await.unwrap();
    }
    let Tally { asked, answered } = Arc::into_inner(tally).unwrap();
    let (asked, answered) = (asked.into_inner(), answered.into_inner());
    println!("{answered} calls, {} reloads, {} rejections", kinds[0], kinds[1]);
    assert_eq!(asked, answered);
    assert!(answered > CLIENTS * 2, "there was a load: {answered}");
    assert!(kinds[0] >= rounds() * 6 && kinds[1] >= rounds(), "{kinds:?}");
    let status = daemon.client.status().await.unwrap();
    assert_eq!((status.queue.waiting, status.queue.running), (0, 0));
    assert_eq!(status.workers[0].restarts, 0);
    let rows = u64::try_from(answered).unwrap();
    assert_eq!(status.ledger.rows, Some(rows), "each is in the ledger once");
}
