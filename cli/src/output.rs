//! Everything that is written: data to stdout, notes to stderr.
//!
//! Data is flushed at once, and a reader that has gone is an error for `Failure` to judge. An answer's
//! text is written as it is, except that a terminal is never sent its control characters.

use crate::args::Context;
use crate::failure::Failure;
use rustix::termios::tcgetwinsize;
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use std::os::fd::AsFd;

/// What is taken for the width of what is no terminal.
const COLUMNS: usize = 100;
/// Nothing of ours fits less.
const COLUMNS_MIN: usize = 40;

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

/// How many characters a line of the terminal holds.
pub(crate) fn columns(stream: impl AsFd) -> usize {
    let known = tcgetwinsize(stream).ok().map(|size| usize::from(size.ws_col));
    // A terminal that does not know its size says 0.
    known.filter(|&columns| columns > 0).unwrap_or(COLUMNS).max(COLUMNS_MIN)
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
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    let steers = |c: char| c.is_control() && c != '\n' && c != '\t';
    if text.contains(steers) {
        Cow::Owned(text.replace(steers, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Text from elsewhere in a line of ours: a sign for each line break, so that what comes after it cannot
/// look like another line of ours.
pub(crate) fn one_line(text: &str) -> String {
    printable(&text.replace('\n', "⏎").replace('\t', "⇥")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_from_elsewhere_keeps_to_its_line() {
        assert_eq!(one_line("a\nb\r\nc\td é \"it's\""), "a⏎b\u{fffd}⏎c⇥d é \"it's\"");
        assert_eq!(one_line("\x1b[2J\u{85}x"), "\u{fffd}[2J\u{fffd}x");
    }

    #[test]
    fn control_characters_do_not_reach_a_terminal() {
        assert_eq!(printable("a\tb\nc é"), "a\tb\nc é");
        assert_eq!(printable("\x1b[2J\r\u{9b}x"), "\u{fffd}[2J\u{fffd}\u{fffd}x");
    }
}
