//! The command line of `edged`.

use clap::{Parser, ValueEnum};
use edge_api::paths::{Mode, Overrides};
use std::path::PathBuf;

/// Serve small language models to the apps of this machine.
///
/// Exit status: 0 ended as told, 1 could not serve, 2 wrong usage, 78 wrong configuration.
#[derive(Debug, Parser)]
#[command(name = "edged", version)]
pub(crate) struct Args {
    /// Serve this user: paths under the home and runtime directory
    #[arg(long)]
    pub user: bool,
    /// Where edged.toml, edged.d, tasks.d and models.d are [env: EDGED_CONFIG_DIR]
    #[arg(long, value_name = "DIR")]
    config_dir: Option<PathBuf>,
    /// Where the ledger and the models are [env: EDGED_STATE_DIR]
    #[arg(long, value_name = "DIR")]
    state_dir: Option<PathBuf>,
    /// Where things are that can be made again [env: EDGED_CACHE_DIR]
    #[arg(long, value_name = "DIR")]
    cache_dir: Option<PathBuf>,
    /// Where what was shipped with edged is [env: EDGED_SHARE_DIR]
    #[arg(long, value_name = "DIR")]
    share_dir: Option<PathBuf>,
    /// Where to listen [env: EDGED_SOCKET]
    #[arg(long, value_name = "PATH")]
    socket: Option<PathBuf>,
    /// The edge-worker to start [env: EDGED_WORKER] [default: beside edged, then /usr/lib/edged/edge-worker]
    #[arg(long, value_name = "PATH")]
    pub worker: Option<PathBuf>,
    /// Serve a simulated model; may be given more than once
    ///
    /// SPEC is NAME[,step_us=0,prefill_us=0,load_ms=0,rows_max=64,context_tokens=4096,reply=echo|count|random].
    /// prefill_us is per prompt token. Each simulated model has a worker of its own.
    #[arg(long, value_name = "SPEC")]
    pub sim: Vec<String>,
    /// Set a key of the configuration, as in limits.queue_requests_max=8
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// What to tell on standard error
    #[arg(long, value_enum, value_name = "LEVEL", default_value = "info")]
    pub log_level: LogLevel,
    /// Read the configuration, say what is wrong with it, as text or as JSON, and end
    #[arg(
        long, value_enum, value_name = "FORMAT", num_args = 0..=1, require_equals = true,
        default_missing_value = "text"
    )]
    pub check_config: Option<CheckFormat>,
    /// Print where everything is as JSON, and end
    #[arg(long)]
    pub print_paths: bool,
    /// Print the manual page, and end
    #[arg(long, hide = true)]
    pub man: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum LogLevel {
    Error,
    Warn,
    Info,
    Debug,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    Text,
    Json,
}

impl From<LogLevel> for tracing::Level {
    fn from(level: LogLevel) -> Self {
        match level {
            LogLevel::Error => tracing::Level::ERROR,
            LogLevel::Warn => tracing::Level::WARN,
            LogLevel::Info => tracing::Level::INFO,
            LogLevel::Debug => tracing::Level::DEBUG,
        }
    }
}

impl Args {
    pub(crate) fn mode(&self) -> Mode {
        if self.user { Mode::User } else { Mode::System }
    }

    pub(crate) fn overrides(&self) -> Overrides {
        Overrides {
            config_dir: self.config_dir.clone(),
            state_dir: self.state_dir.clone(),
            cache_dir: self.cache_dir.clone(),
            share_dir: self.share_dir.clone(),
            socket: self.socket.clone(),
        }
    }
}
