//! `edged`: serves small language models to the apps of this machine, over a Unix socket. The program is all
//! that anybody sees of it.
//!
//! Read `run` for what is started and in which order, `http::routes` for what can be asked, `ops` for what
//! is done about it, `workers::supervisor` for who runs it, `models::shelf` for which models there are.

mod args;
mod config;
mod dbus;
mod events;
mod exit;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
mod http;
mod ledger;
mod man;
mod metrics;
mod models;
mod ops;
mod platform;
mod run;
mod watch;
mod workers;

use clap::Parser;
use std::process::ExitCode;

/// What the program does.
pub fn main() -> ExitCode {
    let args = args::Args::parse();
    let outcome = run::prepare(&args, &|name| std::env::var_os(name));
    match outcome.and_then(run::Prepared::run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
