//! The worker process: takes the socket that is its standard input and serves it until `edged` closes it.

use anyhow::{Context, bail};
use edge_engine::Options;
use rustix::process::{Signal, set_parent_process_death_signal};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::process::ExitCode;

const USAGE: &str = "usage: edge-worker [--sim] [--version] (started by edged, socket on stdin)";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("edge-worker: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    // A worker deep in a computation cannot see its socket close. If edged died before this line, the
    // first read finds the socket closed and ends the worker.
    set_parent_process_death_signal(Some(Signal::KILL)).context("cannot follow edged's end")?;
    // The sandbox goes here: before any thread, any library and any byte of a model.

    let mut options = Options::default();
    for argument in std::env::args_os().skip(1) {
        match argument.to_str() {
            Some("--sim") => options.sim = true,
            Some("--version") => {
                #[expect(clippy::print_stdout, reason = "the version was asked for")]
                {
                    println!("edge-worker {}", env!("CARGO_PKG_VERSION"));
                }
                return Ok(());
            }
            _ => bail!("unknown argument {argument:?}\n{USAGE}"),
        }
    }
    let socket =
        std::io::stdin().as_fd().try_clone_to_owned().context("standard input is closed")?;
    edge_engine::serve(UnixStream::from(socket), options)?;
    Ok(())
}
