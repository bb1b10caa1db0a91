//! The `socket` suite: what edged and its worker add to HTTP on a Unix socket. The model is simulated,
//! so all that is measured is ours; the peer is a bare hyper server that sends the same bytes.
//!
//! Peers take turns within each round, and the order rotates, so that a slow minute of the machine
//! falls on all of them. The load generator has a CPU of its own and the peers have the others, for the
//! reason that `cpus` gives; `one-caller-unpinned` shows what it is without.

mod callers;
mod idle;
mod one_caller;
mod streams;

use crate::cpus::Split;
use crate::load::Connection;
use crate::peer::Ground;
use crate::report::Report;
use anyhow::{Context, Result};
use bytes::Bytes;
use serde_json::json;
use std::io::Write as _;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Where edged and edge-worker are
    #[arg(long, value_name = "DIR")]
    bin_dir: PathBuf,
    /// Rounds of each case
    #[arg(
        long,
        value_name = "N",
        default_value_t = 3,
        value_parser = clap::value_parser!(u16).range(1..=100)
    )]
    rounds: u16,
    /// The report's path; the peers' state is kept beside it while they run
    #[arg(long, value_name = "PATH", default_value = "bench/out/socket.json")]
    out: PathBuf,
    /// The commit to name in the report
    #[arg(long, value_name = "HASH")]
    commit: Option<String>,
    /// One round of a tenth of the work
    #[arg(long)]
    quick: bool,
    /// Leave it to the scheduler where the load generator and the peers run
    #[arg(long)]
    no_pin: bool,
}

/// Under it the simulated model says just what it is told to.
const SEED: u64 = 7;

/// How much of each thing one run does.
#[derive(Clone, Copy, Debug)]
struct Plan {
    rounds: usize,
    calls: usize,
    calls_of_many: usize,
    syncs: usize,
    burst_tokens: usize,
    paced_tokens: usize,
}

impl Plan {
    fn of(args: &Args) -> Self {
        let full = Self {
            rounds: usize::from(args.rounds),
            calls: 2000,
            calls_of_many: 400,
            syncs: 200,
            burst_tokens: 512,
            paced_tokens: 500,
        };
        if !args.quick {
            return full;
        }
        Self {
            rounds: 1,
            calls: full.calls / 10,
            calls_of_many: full.calls_of_many / 10,
            syncs: full.syncs / 10,
            burst_tokens: full.burst_tokens / 10,
            paced_tokens: full.paced_tokens / 10,
        }
    }
}

/// Whether all targets were met.
pub(crate) async fn run(args: &Args) -> Result<bool> {
    let plan = Plan::of(args);
    let out_dir = args.out.parent().filter(|dir| !dir.as_os_str().is_empty());
    let mut ground = Ground::new(&args.bin_dir, out_dir.unwrap_or(Path::new(".")))?;
    let mut report = Report::new("socket", args.commit.clone());
    let split = if args.no_pin { None } else { Split::here()? };
    if let Some(split) = split {
        one_caller::unpinned(&ground, plan, &mut report).await.context("one-caller-unpinned")?;
        ground.pin(split)?;
    }
    one_caller::run(&ground, plan, &mut report).await.context("one-caller")?;
    callers::many(&ground, plan, &mut report).await.context("callers-64")?;
    streams::burst(&ground, plan, &mut report).await.context("streams")?;
    streams::paced(&ground, plan, &mut report).await.context("paced")?;
    idle::run(&ground, plan, &mut report).await.context("idle")?;
    report.write(&args.out)?;
    write!(std::io::stdout(), "{}\n{}", ground.placement(), report.table())?;
    eprintln!("wrote {}", args.out.display());
    Ok(report.all_ok())
}

/// The default sampling, which is not greedy; the seed makes each answer the same.
fn chat(content: &str, max_tokens: usize, stream: bool) -> Bytes {
    let mut body = json!({
        "model": "sim",
        "messages": [{"role": "user", "content": content}],
        "max_tokens": max_tokens,
        "seed": SEED,
    });
    if stream {
        body["stream"] = true.into();
        body["stream_options"] = json!({"include_usage": true});
    }
    Bytes::from(body.to_string())
}

async fn connections(socket: &Path, count: usize) -> Result<Vec<Connection>> {
    let mut open = Vec::with_capacity(count);
    for _ in 0..count {
        open.push(Connection::open(socket).await?);
    }
    Ok(open)
}

/// The order of `count` subjects in this round.
fn turns(round: usize, count: usize) -> impl Iterator<Item = usize> {
    (0..count).map(move |turn| (turn + round) % count)
}

fn progress(case: &str, round: usize, plan: Plan) {
    eprintln!("{case}: round {} of {}", round + 1, plan.rounds);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_subject_has_its_turn_and_the_order_rotates() {
        assert_eq!(turns(0, 3).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(turns(4, 3).collect::<Vec<_>>(), [1, 2, 0]);
    }
}
