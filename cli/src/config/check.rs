//! `edgectl config check`: edged itself looks at the files, with the folders of the daemon that runs.

use super::{absent, place, running};
use crate::args::Context;
use crate::failure::Failure;
use crate::output::{self, one_line};
use edge_api::admin::{Config, ConfigError};
use edge_api::paths::{Mode, Paths};
use serde::Deserialize;
use serde_json::json;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::Output;

/// How `edged --check-config` ends if something is wrong.
const EX_CONFIG: i32 = 78;

/// What `edged --check-config=json` says.
#[derive(Debug, Deserialize)]
struct Checked {
    ok: bool,
    errors: Vec<ConfigError>,
    /// An older edged has none.
    #[serde(default)]
    warnings: Vec<ConfigError>,
}

pub(super) async fn run(
    context: &Context,
    config_dir: Option<&Path>,
    share_dir: Option<&Path>,
) -> Result<(), Failure> {
    let running = match (running(context).await, config_dir.and(share_dir)) {
        (Ok(running), _) => running,
        // Nothing of the daemon's is needed then.
        (Err(_), Some(_)) => None,
        (Err(failure), None) => return Err(failure),
    };
    let mut words = vec!["--check-config=json".into()];
    words.extend(of_daemon(context, running.as_ref(), config_dir, share_dir));
    let output = edged(words).await?;
    let Checked { ok, errors, warnings } = match (output.status.code(), output.stdout.as_slice()) {
        (Some(0 | EX_CONFIG), said) if !said.is_empty() => serde_json::from_slice(said)
            .map_err(|error| other(format!("edged says what is not understood: {error}")))?,
        _ => return Err(other(last_words(&output))),
    };
    let line = |error: &ConfigError| {
        format!("{}: {}", place(&error.file, error.line), one_line(&error.message))
    };
    let lines: Vec<String> = errors.iter().map(line).collect();
    if context.json {
        output::json(&json!({ "ok": ok, "errors": errors, "warnings": warnings }))?;
    } else if ok {
        let warnings = warnings.iter().map(|warning| format!("warning: {}", line(warning)));
        let good = "the configuration is good".to_owned();
        output::lines(&warnings.chain([good]).collect::<Vec<_>>())?;
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
        None if config_dir.and(share_dir).is_some() => {}
        None => absent(context, "checked as one that would be started now"),
    }
    words
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
