//! `edgectl version`: who is talking to whom.

use crate::args::Context;
use crate::failure::Failure;
use crate::output;
use serde_json::json;

const OURS: &str = env!("CARGO_PKG_VERSION");

pub(crate) async fn run(context: &Context) -> Result<(), Failure> {
    if context.json {
        let status = context.client.status().await?;
        let (daemon, commit) = (status.version, status.commit);
        return output::json(&json!({ "client": OURS, "daemon": daemon, "commit": commit }));
    }
    // Ours is known whoever answers.
    output::lines(&[format!("edgectl {OURS}")])?;
    let status = context.client.status().await?;
    let commit = status.commit.map_or(String::new(), |commit| format!(" ({commit})"));
    output::lines(&[format!("edged   {}{commit}", status.version)])
}
