//! `edgectl config`: what can be set, what is set and by whom, and whether the files can be used.

mod check;
mod show;

use crate::args::Context;
use crate::failure::Failure;
use crate::output::{self, one_line};
use crate::table::{Cell, table};
use clap::Subcommand;
use edge_api::admin::Config;
use edge_api::client::Error;
use edge_api::paths::{Mode, Paths};
use serde_json::json;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show every setting that is in force, and which file said so
    ///
    /// A terminal gets as much of each value as fits; KEY shows it whole.
    Show {
        /// Only this one, or all whose names begin so, such as `tcp`: whole, and what they are for
        key: Option<String>,
        /// Only what is not as it was built in
        #[arg(long)]
        changed: bool,
    },
    /// Check the files as they are now, before a daemon takes them
    ///
    /// Asks edged itself, which need not be running. If it is, its folders and its simulated models are used.
    /// Exit code 6: something is wrong.
    Check {
        /// Check this folder instead of the daemon's
        #[arg(long, value_name = "DIR")]
        config_dir: Option<PathBuf>,
        /// With what was shipped in this one
        #[arg(long, value_name = "DIR")]
        share_dir: Option<PathBuf>,
    },
    /// Show where everything is, and whether it is there
    Paths,
}

pub(crate) async fn run(command: &Command, context: &Context) -> Result<(), Failure> {
    match command {
        Command::Show { key, changed } => show::run(context, key.as_deref(), *changed).await,
        Command::Check { config_dir, share_dir } => {
            check::run(context, config_dir.as_deref(), share_dir.as_deref()).await
        }
        Command::Paths => paths(context).await,
    }
}

/// `None` where nobody listens. Any other reason not to tell is one that whoever asks wants to know.
async fn running(context: &Context) -> Result<Option<Config>, Failure> {
    let nobody = |kind| matches!(kind, ErrorKind::NotFound | ErrorKind::ConnectionRefused);
    match context.client.config().await {
        Ok(config) => Ok(Some(config)),
        Err(Error::Unreachable { source, .. }) if nobody(source.kind()) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn absent(context: &Context, what: &str) {
    let whose = match context.mode {
        Some(Mode::User) => "yours",
        Some(Mode::System) => "the system's",
        None => "the system's; `--user` names yours",
    };
    output::note(context, &format!("no daemon answers: {what} ({whose})"));
}

/// `FILE:LINE`.
fn place(file: &Path, line: Option<usize>) -> String {
    let line = line.map_or(String::new(), |line| format!(":{line}"));
    one_line(&format!("{}{line}", file.display()))
}

async fn paths(context: &Context) -> Result<(), Failure> {
    let running = running(context).await?;
    let paths = running.as_ref().map_or(&context.paths, |config| &config.paths);
    let Paths { mode, config_dir, state_dir, cache_dir, share_dir, socket } = paths;
    let all = [
        ("config_dir", config_dir),
        ("state_dir", state_dir),
        ("cache_dir", cache_dir),
        ("share_dir", share_dir),
        ("socket", socket),
    ];
    if context.json {
        let exists: serde_json::Map<_, _> =
            all.iter().map(|(name, path)| ((*name).to_owned(), json!(exists(path)))).collect();
        let running = running.is_some();
        return output::json(&json!({ "running": running, "paths": paths, "exists": exists }));
    }
    if running.is_none() {
        absent(context, "these are the paths of one that would be started now");
    }
    let row = |(name, path): &(&str, &PathBuf)| {
        let there = match exists(path) {
            Some(true) => "yes",
            Some(false) => "no",
            None => "not to be seen",
        };
        [Cell::new(*name), Cell::new(one_line(&path.display().to_string())), Cell::new(there)]
    };
    let mut rows: Vec<_> = all.iter().map(row).collect();
    rows.insert(0, [Cell::new("mode"), Cell::new(mode.as_str()), Cell::new("")]);
    let lines = table(["NAME", "PATH", "THERE"], &rows, usize::MAX);
    output::lines(&lines.iter().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>())
}

/// `None`: it cannot be seen from here.
fn exists(path: &Path) -> Option<bool> {
    match path.symlink_metadata() {
        Ok(_) => Some(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Some(false),
        Err(_) => None,
    }
}
