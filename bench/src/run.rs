//! The commands, each until it ends or is told to; a signal drops it, and with it all it started.

use crate::{echo, suite};
use anyhow::Result;
use clap::Subcommand;
use std::process::ExitCode;
use tokio::signal::unix::{SignalKind, signal};

/// When a target was missed and the caller is strict.
const THRESHOLD_MISSED: u8 = 8;
const INTERRUPTED: u8 = 130;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Measure the socket path: edged and its worker beside a bare hyper echo
    Socket(suite::socket::Args),
    /// Answer every request on a Unix socket with recorded bytes (the peer of `socket`)
    Echo(echo::Args),
}

pub(crate) fn run(command: Command, strict: bool) -> Result<ExitCode> {
    // One thread on both sides of the socket: the peers then differ only in what they do.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        let stopped =
            async { tokio::select!(_ = interrupt.recv() => {}, _ = terminate.recv() => {}) };
        match command {
            Command::Socket(args) => tokio::select! {
                met = suite::socket::run(&args) => {
                    let missed = !met? && strict;
                    Ok(if missed { ExitCode::from(THRESHOLD_MISSED) } else { ExitCode::SUCCESS })
                }
                () = stopped => Ok(ExitCode::from(INTERRUPTED)),
            },
            // The suite ends its echo by a signal, and expects it to end well.
            Command::Echo(args) => tokio::select! {
                ended = echo::run(&args) => ended.map(|()| ExitCode::SUCCESS),
                () = stopped => Ok(ExitCode::SUCCESS),
            },
        }
    })
}
