//! `edgectl models`: the models on this device.

mod change;
mod follow;
mod show;

use crate::args::{Context, interruptible};
use crate::failure::Failure;
use crate::table::{Cell, table};
use crate::{output, place};
use clap::Subcommand;
use edge_api::admin::{ModelStatus, Models};
use serde_json::Value;
use std::path::PathBuf;

const ADD_EXAMPLES: &str = "\
Examples:
  edgectl models add ~/models/qwen2.5-0.5b-int4
  edgectl models add ./onnx --name qwen            under another name
  edgectl models add /mnt/models/phi --link        where it is, without a copy

A sandboxed worker reads, checks and loads it once. One that is refused leaves nothing behind.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Copy a model folder into edged's own, check it, and serve it
    #[command(after_help = ADD_EXAMPLES)]
    Add {
        /// An onnxruntime-genai folder, or one in Hugging Face's layout
        #[arg(value_hint = clap::ValueHint::DirPath)]
        dir: PathBuf,
        /// What apps will call it [default: the folder's name]
        #[arg(long)]
        name: Option<String>,
        /// Serve the folder where it is, without a copy
        #[arg(long)]
        link: bool,
        /// Return once it is accepted, before it is copied and checked
        #[arg(long)]
        no_wait: bool,
    },
    /// List the models and their state
    List,
    /// Show all there is to know about a model
    Show { name: String },
    /// Compare a model's files as they are now with what was checked
    Verify { name: String },
    /// Remove a model and its files; of a linked one the link only
    Rm { name: String },
    /// Load a model now, ahead of its first call
    Load {
        name: String,
        /// Return at once
        #[arg(long)]
        no_wait: bool,
    },
    /// Unload a model that is not in use
    Unload { name: String },
    /// Load a model and keep it loaded
    Pin { name: String },
    /// Let a model be unloaded again when nobody uses it
    Unpin { name: String },
}

impl Command {
    /// Whether it follows work that takes as long as it takes.
    pub(crate) fn waits(&self) -> bool {
        match self {
            Command::Add { .. } | Command::Load { .. } | Command::Verify { .. } => true,
            Command::List
            | Command::Show { .. }
            | Command::Rm { .. }
            | Command::Unload { .. }
            | Command::Pin { .. }
            | Command::Unpin { .. } => false,
        }
    }
}

pub(crate) async fn run(command: &Command, context: &Context) -> Result<(), Failure> {
    match command {
        // Ctrl-C withdraws what was begun.
        Command::Add { dir, name, link, no_wait } => {
            change::add(context, dir, name.as_deref(), *link, !no_wait).await
        }
        Command::List => interruptible(list(context)).await,
        Command::Show { name } => interruptible(show::show(context, name)).await,
        Command::Verify { name } => interruptible(change::verify(context, name)).await,
        Command::Rm { name } => interruptible(change::remove(context, name)).await,
        Command::Load { name, no_wait } => {
            interruptible(change::load(context, name, !no_wait)).await
        }
        Command::Unload { name } => interruptible(change::unload(context, name)).await,
        Command::Pin { name } => interruptible(change::pin(context, name, true)).await,
        Command::Unpin { name } => interruptible(change::pin(context, name, false)).await,
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
pub(crate) fn short(digest: &str) -> String {
    digest.chars().take("sha256:".len() + 12).collect()
}

fn path_of(name: &str) -> Result<String, Failure> {
    place::path_of("model", name)
}
