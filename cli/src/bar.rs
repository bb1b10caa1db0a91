//! One line on the terminal that says how far long work is, and is taken away when it is done.

use crate::args::Context;
use crate::{output, table};
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

const CELLS: usize = 24;
const CLEAR_LINE: &str = "\r\x1b[K";
/// Nobody reads faster.
const DRAW_INTERVAL: Duration = Duration::from_millis(50);

/// Taken away when it is dropped.
#[derive(Debug)]
pub(crate) struct Bar {
    wanted: bool,
    drawn: Option<Instant>,
}

impl Bar {
    pub(crate) fn new(context: &Context) -> Self {
        let wanted =
            io::stderr().is_terminal() && !context.dumb && !context.json && !context.talk.quiet;
        Self { wanted, drawn: None }
    }

    /// Shows `line`, unless the one before it has only just been shown.
    pub(crate) fn draw(&mut self, line: impl FnOnce() -> String) {
        let just_drawn = self.drawn.is_some_and(|at| at.elapsed() < DRAW_INTERVAL);
        if !self.wanted || just_drawn {
            return;
        }
        self.drawn = Some(Instant::now());
        // A line that the terminal breaks in two could not be taken away again.
        let line = table::cut(&line(), output::columns(io::stderr()) - 1);
        // The bar is a courtesy; a terminal that is gone is noticed by who writes data.
        let _ = write!(io::stderr(), "{CLEAR_LINE}{line}");
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if self.drawn.is_some() {
            let _ = write!(io::stderr(), "{CLEAR_LINE}");
        }
    }
}

/// `[######......]`, of which `done` from 0 to 1 is full.
pub(crate) fn cells(done: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of the bar is a small whole number"
    )]
    let full = (done.clamp(0.0, 1.0) * CELLS as f64).round() as usize;
    format!("[{}{}]", "#".repeat(full), ".".repeat(CELLS - full))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_never_longer_than_itself() {
        for (done, bar) in [
            (-1.0, "[........................]"),
            (0.5, "[############............]"),
            (f64::NAN, "[........................]"),
            (7.0, "[########################]"),
        ] {
            assert_eq!(cells(done), bar);
        }
    }
}
