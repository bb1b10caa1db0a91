//! The worker process: shuts itself in, takes the socket that is its standard input and serves it until
//! `edged` closes it.

use anyhow::Context;
use edge_engine::{Arguments, Options, panic, sandbox};
use rustix::process::{Signal, set_parent_process_death_signal};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::process::ExitCode;

fn main() -> ExitCode {
    panic::say_only_where();
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("edge-worker: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let Arguments { version, sim, rules } = Arguments::parse(std::env::args_os().skip(1))?;
    if version {
        #[expect(clippy::print_stdout, reason = "the version was asked for")]
        {
            println!("edge-worker {}", env!("CARGO_PKG_VERSION"));
        }
        return Ok(());
    }
    // A worker deep in a computation cannot see its socket close. If edged died before this line, the
    // first read finds the socket closed and ends the worker.
    set_parent_process_death_signal(Some(Signal::KILL)).context("cannot follow edged's end")?;
    // Before any thread, any library and any byte of a model.
    let sandbox = sandbox::apply(&rules)?;
    let socket =
        std::io::stdin().as_fd().try_clone_to_owned().context("standard input is closed")?;
    edge_engine::serve(UnixStream::from(socket), Options { sim, library: rules.library, sandbox })?;
    Ok(())
}
