//! `edgectl version`: who is talking to whom.

use crate::args::Context;
use crate::failure::Failure;
use crate::output;
use edge_api::admin::RuntimeStatus;
use serde_json::json;

const OURS: &str = env!("CARGO_PKG_VERSION");

pub(crate) async fn run(context: &Context) -> Result<(), Failure> {
    if context.json {
        let status = context.client.status().await?;
        let runtime = status.runtime;
        return output::json(&json!({
            "client": OURS, "daemon": status.version, "commit": status.commit, "runtime": runtime,
        }));
    }
    // Ours is known whoever answers.
    output::lines(&[format!("edgectl {OURS}")])?;
    let status = context.client.status().await?;
    let commit = status.commit.map_or(String::new(), |commit| format!(" ({commit})"));
    output::lines(&[format!("edged   {}{commit}", status.version)])?;
    let RuntimeStatus { library: Some(library), version: Some(version), providers } =
        status.runtime
    else {
        return Ok(());
    };
    let (library, providers) = (library.display(), providers.join(", "));
    output::lines(&[format!("onnxruntime {version} ({library}; {providers})")])
}
