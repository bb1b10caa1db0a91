//! `edgectl exec`: one command with a port and a key of its own, for programs that know nothing of Unix
//! sockets. Both are gone when the command ends.
//!
//! Signals reach the command; its exit status is ours. Whatever it leaves running in the background finds
//! the port closed.

mod gate;
mod passing;
mod proxy;

pub(crate) use proxy::NoProxy;

use crate::args::Context;
use crate::failure::Failure;
use gate::Gate;
use rustix::process::{Pid, Signal, getpgrp, kill_process};
use rustix::termios::tcgetpgrp;
use serde::de::IgnoredAny;
use std::ffi::OsString;
use std::fs::File;
use std::io::ErrorKind;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;
use tokio::process::{Child, Command};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;

/// As shells have it.
const NOT_FOUND: u8 = 127;
const NOT_EXECUTABLE: u8 = 126;
const BY_SIGNAL: i32 = 128;

/// More signals at once say nothing new.
const SIGNALS_WAITING_MAX: usize = 16;
const PASSED_ON: [Signal; 6] =
    [Signal::HUP, Signal::INT, Signal::QUIT, Signal::TERM, Signal::USR1, Signal::USR2];

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The command and its arguments
    #[arg(required = true, trailing_var_arg = true, value_name = "CMD")]
    command: Vec<OsString>,
}

/// Comes back with the command's exit status.
pub(crate) async fn run(args: &Args, context: &Context) -> Result<u8, Failure> {
    // Before anything is started: a daemon that is not there, or answers its caller nothing, is told as by every
    // other command.
    let _: IgnoredAny = context.client.get_json("/v1/models").await?;
    // Before the command, which may signal us at once.
    let mut signals = signals()?;
    let gate = Gate::open(context.client.socket()).await?;
    let url = format!("http://{}/v1", gate.address()?);
    let (program, words) = args.command.split_first().expect("clap asks for one at least");
    let spawned = Command::new(program)
        .args(words)
        .env("OPENAI_BASE_URL", &url)
        .env("OPENAI_API_BASE", &url)
        .env("OPENAI_API_KEY", gate.key())
        .envs(context.no_proxy.with_this_machine())
        .kill_on_drop(true)
        .spawn();
    let mut child = match spawned {
        Ok(child) => child,
        Err(error) => {
            let shown = program.to_string_lossy();
            let failure = Failure::Input(format!("cannot run `{shown}`: {error}"));
            failure.report(context.talk);
            let found = error.kind() != ErrorKind::NotFound;
            return Ok(if found { NOT_EXECUTABLE } else { NOT_FOUND });
        }
    };
    let serving = gate.serve();
    tokio::pin!(serving);
    loop {
        tokio::select! {
            status = child.wait() => return Ok(code(status?)),
            Some(signal) = signals.recv() => pass_on(signal, &child),
            () = &mut serving => unreachable!("a gate serves until it is dropped"),
        }
    }
}

fn code(status: ExitStatus) -> u8 {
    let code = status.code().or_else(|| Some(BY_SIGNAL + status.signal()?));
    code.and_then(|code| u8::try_from(code).ok()).unwrap_or(u8::MAX)
}

fn signals() -> Result<mpsc::Receiver<Signal>, Failure> {
    let (sender, receiver) = mpsc::channel(SIGNALS_WAITING_MAX);
    for passed in PASSED_ON {
        let mut stream = signal(SignalKind::from_raw(passed.as_raw()))?;
        let sender = sender.clone();
        tokio::spawn(async move {
            while stream.recv().await.is_some() {
                if sender.send(passed).await.is_err() {
                    return;
                }
            }
        });
    }
    Ok(receiver)
}

/// What a key of the terminal sends has reached the command already, as it is in our group.
fn pass_on(signal: Signal, child: &Child) {
    if matches!(signal, Signal::INT | Signal::QUIT) && in_foreground() {
        return;
    }
    let id = child.id().and_then(|id| i32::try_from(id).ok());
    if let Some(pid) = id.and_then(Pid::from_raw) {
        // It may have ended just now.
        _ = kill_process(pid, signal);
    }
}

fn in_foreground() -> bool {
    let terminal = File::open("/dev/tty");
    terminal.is_ok_and(|terminal| tcgetpgrp(terminal).is_ok_and(|group| group == getpgrp()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_of_a_command_is_told_as_shells_do() {
        for (raw, want) in [(0, 0), (3 << 8, 3), (255 << 8, 255), (9, 137), (15, 143)] {
            assert_eq!(code(ExitStatus::from_raw(raw)), want);
        }
    }
}
