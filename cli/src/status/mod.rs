//! `edgectl status`: the daemon on one screen, or the wait for it.

mod screen;

use crate::args::{Context, seconds};
use crate::failure::{Exit, Failure};
use crate::output;
use edge_api::admin::Status;
use edge_api::client::Error;
use serde_json::Value;
use std::time::Duration;
use tokio::time::{Instant, sleep};

const POLL_MS: u64 = 50;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Wait up to S seconds for the daemon to be there and ready
    #[arg(long, value_name = "S", value_parser = seconds)]
    wait: Option<Duration>,
}

pub(crate) async fn run(args: &Args, context: &Context) -> Result<(), Failure> {
    if let Some(limit) = args.wait {
        wait(context, limit).await?;
    }
    if context.json {
        return output::json(&context.client.get_json::<Value>("/edge/v1/status").await?);
    }
    output::lines(&screen::lines(&context.client.status().await?))
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
