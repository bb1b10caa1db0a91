//! `edgectl config`: what can be set, what is set and by whom, and whether the files can be used.

use crate::args::Context;
use crate::failure::Failure;
use crate::output::{self, one_line};
use crate::table::{Cell, table};
use clap::Subcommand;
use edge_api::admin::{Config, ConfigError, ConfigKey, ConfigSource};
use edge_api::paths::{Mode, Paths};
use serde::Deserialize;
use serde_json::{Value, json};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::Output;

/// How `edged --check-config` ends if something is wrong.
const EX_CONFIG: i32 = 78;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show every setting that is in force, and which file said so
    Show {
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
        Command::Show { changed } => show(context, *changed).await,
        Command::Check { config_dir, share_dir } => {
            check(context, config_dir.as_deref(), share_dir.as_deref()).await
        }
        Command::Paths => paths(context).await,
    }
}

async fn show(context: &Context, changed: bool) -> Result<(), Failure> {
    let is_changed = |value: &Value, default: &Value, waits: bool| value != default || waits;
    if context.json {
        let mut config: Value = context.client.get_json("/edge/v1/config").await?;
        if let Some(keys) = config["keys"].as_array_mut().filter(|_| changed) {
            keys.retain(|key| {
                is_changed(&key["value"], &key["default"], !key["after_restart"].is_null())
            });
        }
        return output::json(&config);
    }
    let mut config = context.client.config().await?;
    if changed {
        config.keys.retain(|key| is_changed(&key.value, &key.default, key.after_restart.is_some()));
    }
    let rows: Vec<_> = config.keys.iter().map(row).collect();
    let lines = table(["KEY", "VALUE", "FROM"], &rows, usize::MAX);
    let troubles: Vec<_> = config.status.errors.iter().map(|error| (place(error), error)).collect();
    let troubles = troubles.iter().map(|(place, error)| (place.as_str(), error.message.as_str()));
    output::list(context, &lines, "everything is as it was built in", troubles)
}

fn row(key: &ConfigKey) -> [Cell; 3] {
    let value = match &key.after_restart {
        Some(next) => format!("{} ({next} after a restart)", key.value),
        None => key.value.to_string(),
    };
    let from = match (key.source, &key.from) {
        (ConfigSource::Default, _) | (_, None) => None,
        (_, Some(from)) => {
            let line = key.line.map_or(String::new(), |line| format!(":{line}"));
            Some(one_line(&format!("{}{line}", from.display())))
        }
    };
    [Cell::new(&key.key), Cell::new(one_line(&value)), Cell::or_dash(from)]
}

/// `FILE:LINE`.
fn place(error: &ConfigError) -> String {
    let line = error.line.map_or(String::new(), |line| format!(":{line}"));
    one_line(&format!("{}{line}", error.file.display()))
}

/// What `edged --check-config=json` says.
#[derive(Debug, Deserialize)]
struct Checked {
    ok: bool,
    errors: Vec<ConfigError>,
}

async fn check(
    context: &Context,
    config_dir: Option<&Path>,
    share_dir: Option<&Path>,
) -> Result<(), Failure> {
    // What keeps the daemon from answering may be what is looked for.
    let running = context.client.config().await.ok();
    let mut words = vec!["--check-config=json".into()];
    words.extend(of_daemon(context, running.as_ref(), config_dir, share_dir));
    let output = edged(words).await?;
    let Checked { ok, errors } = match (output.status.code(), output.stdout.as_slice()) {
        (Some(0 | EX_CONFIG), said) if !said.is_empty() => serde_json::from_slice(said)
            .map_err(|error| other(format!("edged says what is not understood: {error}")))?,
        _ => return Err(other(last_words(&output))),
    };
    let lines: Vec<String> = errors
        .iter()
        .map(|error| format!("{}: {}", place(error), one_line(&error.message)))
        .collect();
    if context.json {
        output::json(&json!({ "ok": ok, "errors": errors }))?;
    } else if ok {
        output::lines(&["the configuration is good".to_owned()])?;
    } else {
        output::lines(&lines)?;
    }
    match lines.len() {
        _ if ok => Ok(()),
        1 => Err(Failure::Input("the configuration cannot be used as it is".to_owned())),
        n => Err(Failure::Input(format!("the configuration has {n} faults"))),
    }
}

/// The words that make `edged` look at what the daemon looks at.
fn of_daemon(
    context: &Context,
    running: Option<&Config>,
    config_dir: Option<&Path>,
    share_dir: Option<&Path>,
) -> Vec<std::ffi::OsString> {
    let mut words: Vec<std::ffi::OsString> = Vec::new();
    let paths = running.map(|config| &config.paths);
    let mode = paths.map(|paths| paths.mode).or(context.mode);
    if mode == Some(Mode::User) {
        words.push("--user".into());
    }
    let mut dir = |flag: &str, given: Option<&Path>, of: fn(&Paths) -> &PathBuf| {
        if let Some(dir) = given.or_else(|| paths.map(|paths| of(paths).as_path())) {
            words.extend([flag.into(), dir.into()]);
        }
    };
    dir("--config-dir", config_dir, |paths| &paths.config_dir);
    dir("--share-dir", share_dir, |paths| &paths.share_dir);
    dir("--state-dir", None, |paths| &paths.state_dir);
    dir("--cache-dir", None, |paths| &paths.cache_dir);
    match running {
        Some(Config { set, sim, .. }) => {
            let flags =
                set.iter().map(|set| ("--set", set)).chain(sim.iter().map(|s| ("--sim", s)));
            words.extend(flags.flat_map(|(flag, value)| [flag.into(), value.into()]));
        }
        None => absent(context, "checked as one that would be started now"),
    }
    words
}

fn absent(context: &Context, what: &str) {
    let whose = match context.mode {
        Some(Mode::User) => "yours",
        Some(Mode::System) => "the system's",
        None => "the system's; `--user` names yours",
    };
    output::note(context, &format!("no daemon answers: {what} ({whose})"));
}

/// The daemon's own program, which lies beside this one or where programs lie.
async fn edged(words: Vec<std::ffi::OsString>) -> Result<Output, Failure> {
    let beside = std::env::current_exe().ok().map(|exe| exe.with_file_name("edged"));
    let program = beside.filter(|path| path.exists()).unwrap_or_else(|| "edged".into());
    let ran = tokio::task::spawn_blocking(move || {
        std::process::Command::new(program).args(words).stdin(std::process::Stdio::null()).output()
    });
    match ran.await.map_err(io::Error::other)? {
        Ok(output) => Ok(output),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let failure = Failure::NotFound("there is no edged to ask".to_owned());
            Err(failure.hint_at("it lies beside edgectl, or in a folder of PATH"))
        }
        Err(error) => Err(error.into()),
    }
}

fn other(message: String) -> Failure {
    io::Error::other(message).into()
}

fn last_words(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.trim().trim_start_matches("edged: ");
    match said.lines().next() {
        Some(line) => format!("edged cannot check: {}", one_line(line)),
        None => format!("edged cannot check: it ended with {}", output.status),
    }
}

async fn paths(context: &Context) -> Result<(), Failure> {
    let running = context.client.config().await.ok();
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
