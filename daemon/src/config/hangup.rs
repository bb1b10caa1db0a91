//! SIGHUP: somebody asks for a reload, or the terminal has gone that edged was started from.

use std::io::{self, IsTerminal};
use tokio::signal::unix::{Signal, SignalKind, signal};

#[derive(Debug)]
pub(crate) struct Hangup {
    signal: Signal,
    /// Which of the standard streams were one at the start.
    terminals: [bool; 3],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    Reload,
    TerminalGone,
}

impl Hangup {
    /// From here on the signal does not end the process by itself.
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self { signal: signal(SignalKind::hangup())?, terminals: terminals() })
    }

    /// A terminal that has hung up is none any more.
    pub(super) async fn next(&mut self) -> Meant {
        self.signal.recv().await;
        let gone = |(before, now): (bool, bool)| before && !now;
        match self.terminals.into_iter().zip(terminals()).any(gone) {
            true => Meant::TerminalGone,
            false => Meant::Reload,
        }
    }
}

fn terminals() -> [bool; 3] {
    [io::stdin().is_terminal(), io::stdout().is_terminal(), io::stderr().is_terminal()]
}
