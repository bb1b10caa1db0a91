//! `edgectl models`: the models on this device.

use crate::args::Context;
use crate::failure::Failure;
use crate::output;
use crate::table::{Cell, table};
use clap::Subcommand;
use edge_api::admin::{ModelStatus, Models};
use serde_json::Value;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the models and their state
    List,
}

pub(crate) async fn run(command: &Command, context: &Context) -> Result<(), Failure> {
    match command {
        Command::List => list(context).await,
    }
}

async fn list(context: &Context) -> Result<(), Failure> {
    if context.json {
        return output::json(&context.client.get_json::<Value>("/edge/v1/models").await?);
    }
    let Models { models } = context.client.models().await?;
    let troubles =
        models.iter().filter_map(|model| Some((model.name.as_str(), model.reason.as_deref()?)));
    output::list(context, &rows(&models, usize::MAX), "no model is installed", troubles)
}

pub(crate) fn rows(models: &[ModelStatus], width: usize) -> Vec<String> {
    let rows: Vec<_> = models.iter().map(row).collect();
    table(["MODEL", "STATE", "BACKEND", "PROVIDER", "CONTEXT", "DIGEST"], &rows, width)
}

fn row(model: &ModelStatus) -> [Cell; 6] {
    [
        Cell::new(&model.name),
        Cell::state(model.state.as_str()),
        Cell::or_dash(model.backend.as_deref()),
        Cell::or_dash(model.provider.as_deref()),
        Cell::or_dash(model.context_tokens.map(|tokens| tokens.to_string())),
        Cell::or_dash(model.digest.as_deref().map(short)),
    ]
}

/// Enough of a digest to tell two apart.
fn short(digest: &str) -> String {
    digest.chars().take("sha256:".len() + 12).collect()
}
