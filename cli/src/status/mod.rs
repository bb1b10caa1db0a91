//! `edgectl status`: the daemon on one screen, once or again and again, or the wait for it.

mod health;
mod screen;
mod serving;
mod watch;

use crate::args::{Context, interruptible, seconds};
use crate::failure::{Exit, Failure};
use crate::output;
use edge_api::admin::Status;
use edge_api::client::Error;
use screen::Size;
use serde_json::Value;
use std::io::{self, IsTerminal};
use std::time::Duration;
use tokio::time::{Instant, sleep};

const POLL_MS: u64 = 50;
/// Wider lines are harder to read.
const COLUMNS_MAX: usize = 100;
/// Of what is no terminal.
const COLUMNS: usize = 80;

const EXAMPLES: &str = "\
Examples:
  edgectl status                   how edged is, what serves, what waits
  edgectl status --wait 30         come back when it is ready, or after 30 s
  edgectl status | cat             all models and tasks, however many
  edgectl status --watch           the same screen, drawn anew every second until Ctrl-C
  edgectl status --json            the same for a program";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Wait up to S seconds for the daemon to be there and ready
    #[arg(long, value_name = "S", value_parser = seconds)]
    wait: Option<Duration>,
    /// Show it anew every second, until Ctrl-C; a daemon that goes away is waited for
    #[arg(short, long)]
    watch: bool,
}

pub(crate) async fn run(args: &Args, context: &Context) -> Result<(), Failure> {
    if let Some(limit) = args.wait {
        interruptible(wait(context, limit)).await?;
    }
    if args.watch {
        return watch::run(context).await;
    }
    interruptible(once(context)).await
}

async fn once(context: &Context) -> Result<(), Failure> {
    if context.json {
        return output::json(&context.client.get_json::<Value>("/edge/v1/status").await?);
    }
    output::lines(&screen::lines(&context.client.status().await?, size()))
}

/// A terminal shows one screen, with a line left for the next command; a pipe takes everything.
fn size() -> Size {
    let stdout = io::stdout();
    if !stdout.is_terminal() {
        return Size { columns: COLUMNS, rows: None };
    }
    let rows = output::rows(&stdout).map(|rows| rows.saturating_sub(1));
    Size { columns: output::columns(&stdout).min(COLUMNS_MAX), rows }
}

async fn wait(context: &Context, limit: Duration) -> Result<(), Failure> {
    let end = Instant::now() + limit;
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let asked = context.client.clone().timeout(Some(left.max(Duration::from_millis(POLL_MS))));
        let failure = match asked.status().await {
            Ok(status) if status.ready => return Ok(()),
            Ok(status) => Failure::NotReady(not_ready(&status, limit)),
            Err(Error::Timeout { .. }) => {
                let socket = context.client.socket().display();
                Failure::NotReady(format!("edged at {socket} does not answer"))
            }
            Err(error) => Failure::from(error),
        };
        let passes = matches!(failure.exit(), Exit::Unreachable | Exit::Busy);
        if !passes || left.is_zero() {
            return Err(failure);
        }
        sleep(Duration::from_millis(POLL_MS).min(left)).await;
    }
}

fn not_ready(status: &Status, limit: Duration) -> String {
    let reasons: Vec<_> =
        status.reasons.iter().map(|r| format!("{}: {}", r.subject, r.message)).collect();
    let why = if reasons.is_empty() { "no reason given".to_owned() } else { reasons.join("; ") };
    format!("edged is not ready after {} s: {why}", limit.as_secs_f64())
}
