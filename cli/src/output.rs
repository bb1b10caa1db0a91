//! Everything that is written: data to stdout, notes to stderr.
//!
//! Data is flushed at once, and a reader that has gone is an error for `Failure` to judge. An answer's
//! text is written as it is, except that a terminal is never sent its control characters.

use crate::args::Context;
use crate::failure::Failure;
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};

/// Prints lines of ours, painted or plain as the terminal and the flags want.
pub(crate) fn lines(lines: &[String]) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    for line in lines {
        writeln!(out, "{line}")?;
    }
    Ok(out.flush()?)
}

/// Prints a table, or says that there is `none` where it has headings only; then tells what is wrong.
pub(crate) fn list<'a>(
    context: &Context,
    table: &[String],
    none: &str,
    troubles: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<(), Failure> {
    if table.len() <= 1 {
        note(context, none);
        return Ok(());
    }
    lines(table)?;
    for (name, reason) in troubles {
        note(context, &format!("{name}: {reason}"));
    }
    Ok(())
}

/// Prints one JSON document on one line.
pub(crate) fn json(value: &impl Serialize) -> Result<(), Failure> {
    let mut text = serde_json::to_string(value).expect("what came as JSON can be JSON again");
    text.push('\n');
    Ok(raw(&text)?)
}

/// Says something to a person, who may not want to hear it.
pub(crate) fn note(context: &Context, text: &str) {
    if !context.talk.quiet && !context.json {
        // A note that cannot be told is no reason to stop.
        let _ = writeln!(anstream::stderr().lock(), "{text}");
    }
}

/// The text of an answer, as it comes.
#[derive(Debug)]
pub(crate) struct Answer {
    to_terminal: bool,
    in_line: bool,
}

impl Answer {
    pub(crate) fn new() -> Self {
        Self { to_terminal: io::stdout().is_terminal(), in_line: false }
    }

    pub(crate) fn push(&mut self, text: &str) -> io::Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        self.in_line = !text.ends_with('\n');
        match self.to_terminal {
            true => raw(&printable(text)),
            false => raw(text),
        }
    }

    /// An answer always ends in a line break, on a terminal or not, so that tools read whole lines.
    pub(crate) fn end(&mut self) -> io::Result<()> {
        if self.in_line { self.push("\n") } else { Ok(()) }
    }
}

/// Not through anstream, which would take escape sequences out of what a model said.
fn raw(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// A model's words must not steer the terminal.
fn printable(text: &str) -> Cow<'_, str> {
    let steers = |c: char| c.is_control() && c != '\n' && c != '\t';
    if text.contains(steers) {
        Cow::Owned(text.replace(steers, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_do_not_reach_a_terminal() {
        assert_eq!(printable("a\tb\nc é"), "a\tb\nc é");
        assert_eq!(printable("\x1b[2J\r\u{9b}x"), "\u{fffd}[2J\u{fffd}\u{fffd}x");
    }
}
