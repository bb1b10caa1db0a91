//! Everything that is written: data to stdout, notes to stderr.
//!
//! Data is flushed at once, and a reader that has gone is an error for `Failure` to judge. An answer's
//! text is written as it is, except that a terminal is shown its control characters and never sent them.

use crate::args::Context;
use crate::failure::Failure;
use crate::locale;
use anstream::adapter::strip_str;
use anstream::{AutoStream, ColorChoice};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::termios::tcgetwinsize;
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::os::fd::AsFd;
use unicode_width::UnicodeWidthStr;

const CLEAR_REST: &str = "\x1b[K";
const CLEAR_BELOW: &str = "\x1b[J";
/// What is taken for the width of what is no terminal.
const COLUMNS: usize = 100;
/// Nothing of ours fits less.
const COLUMNS_MIN: usize = 40;

/// Prints lines of ours, painted or plain as the terminal and the flags want.
pub(crate) fn lines(lines: &[String]) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    for line in lines {
        writeln!(out, "{}", locale::signs(line))?;
    }
    Ok(out.flush()?)
}

/// Draws lines over the whole terminal in one write, so that nothing flickers. What the terminal showed before
/// the `first` time has been moved up out of sight, where it can be scrolled back to.
pub(crate) fn draw(lines: &[String], first: bool) -> Result<(), Failure> {
    // A line that is broken in two would push the first ones out: what does not fit is cut off.
    const HOME: &str = "\x1b[H";
    const NO_WRAP: &str = "\x1b[?7l";
    const WRAP: &str = "\x1b[?7h";
    let stdout = io::stdout();
    let plain = AutoStream::choice(&stdout) == ColorChoice::Never;
    let mut text = String::new();
    if first {
        text += &"\n".repeat(rows(&stdout).unwrap_or_default());
    }
    text += NO_WRAP;
    text += HOME;
    for line in lines {
        let line = locale::signs(line);
        match plain {
            true => text += &format!("{CLEAR_REST}{}\n", strip_str(&line)),
            false => text += &format!("{CLEAR_REST}{line}\n"),
        }
    }
    text += CLEAR_BELOW;
    text += WRAP;
    Ok(raw(&text)?)
}

/// Takes away what stands in the line of the cursor.
pub(crate) fn clear_line() -> Result<(), Failure> {
    Ok(raw(&format!("\r{CLEAR_REST}"))?)
}

/// Prints a file that is made here, as it is.
pub(crate) fn document(text: &str) -> Result<(), Failure> {
    Ok(raw(text)?)
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
        note(context, &format!("{}: {}", one_line(name), one_line(reason)));
    }
    Ok(())
}

/// How many characters a line of the terminal holds.
pub(crate) fn columns(stream: impl AsFd) -> usize {
    let known = tcgetwinsize(stream).ok().map(|size| usize::from(size.ws_col));
    // A terminal that does not know its size says 0.
    known.filter(|&columns| columns > 0).unwrap_or(COLUMNS).max(COLUMNS_MIN)
}

/// How many lines a terminal shows at once; `None` if it is no terminal, or does not know.
pub(crate) fn rows(stream: impl AsFd) -> Option<usize> {
    let rows = tcgetwinsize(stream).ok()?.ws_row;
    (rows > 0).then(|| usize::from(rows))
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
        tell(text);
    }
}

/// Says something to a person, who has asked for it.
pub(crate) fn tell(text: &str) {
    // What cannot be told is no reason to stop.
    let _ = writeln!(anstream::stderr().lock(), "{}", locale::signs(&prose(text)));
}

/// Text for stderr: a terminal gets no more in a line than it holds.
pub(crate) fn prose(text: &str) -> Cow<'_, str> {
    let stderr = io::stderr();
    match stderr.is_terminal() {
        true => folded(text, columns(stderr)),
        false => Cow::Borrowed(text),
    }
}

/// Painted text with its long lines broken between words, where a terminal would break them anywhere. A longer
/// word, such as a path, stays whole: the terminal breaks it, and it can be copied.
fn folded(text: &str, columns: usize) -> Cow<'_, str> {
    let width = |text: &str| strip_str(text).to_string().width();
    if text.lines().all(|line| width(line) <= columns) {
        return Cow::Borrowed(text);
    }
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let mut words = line.split(' ');
        let first = words.next().unwrap_or_default();
        lines.push(first.to_owned());
        let mut used = width(first);
        for word in words {
            let more = 1 + width(word);
            match lines.last_mut() {
                Some(last) if used + more <= columns => {
                    *last += &format!(" {word}");
                    used += more;
                }
                _ => {
                    lines.push(word.to_owned());
                    used = more - 1;
                }
            }
        }
    }
    Cow::Owned(lines.join("\n"))
}

/// Ends `work` when nobody reads stdout any more, which a write would only find out with the next thing
/// to say.
pub(crate) async fn while_read<T>(
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    tokio::select! {
        biased;
        result = work => result,
        () = reader_gone() => Err(io::Error::from(ErrorKind::BrokenPipe).into()),
    }
}

async fn reader_gone() {
    let looked = tokio::task::spawn_blocking(|| {
        let stdout = io::stdout();
        // That nobody reads is told without being asked for.
        let mut watched = [PollFd::new(&stdout, PollFlags::empty())];
        while poll(&mut watched, None) == Err(Errno::INTR) {}
        watched[0].revents().intersects(PollFlags::ERR | PollFlags::HUP)
    });
    if !looked.await.unwrap_or(false) {
        std::future::pending::<()>().await;
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
            true => raw(&visible(text, locale::is_utf8())),
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

/// A model's words must not steer the terminal: a control character is shown as `\x1b`. A terminal that is
/// not in UTF-8 could take a part of any other character for one.
fn visible(text: &str, utf8: bool) -> Cow<'_, str> {
    let shown = |c: char| c == '\n' || c == '\t' || !c.is_control() && (utf8 || c.is_ascii());
    if text.chars().all(shown) {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    for c in text.chars() {
        match u32::from(c) {
            _ if shown(c) => whole.push(c),
            code @ ..=0xff if c.is_control() => whole += &format!("\\x{code:02x}"),
            code => whole += &format!("\\u{{{code:x}}}"),
        }
    }
    Cow::Owned(whole)
}

/// Text from elsewhere must not steer the terminal either, and its marks stay one column wide.
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
    fn a_long_line_of_prose_is_broken_between_words() {
        let bold = "\x1b[1merror:\x1b[0m";
        for (text, columns, told) in [
            (format!("{bold} no such file"), 19, format!("{bold} no such file")),
            (format!("{bold} no such file"), 18, format!("{bold} no such\nfile")),
            ("a\n  b   c".to_owned(), 40, "a\n  b   c".to_owned()),
            (
                "at /a/path/that/is/long (os 2)".to_owned(),
                10,
                "at\n/a/path/that/is/long\n(os 2)".to_owned(),
            ),
            ("好好 好".to_owned(), 6, "好好\n好".to_owned()),
        ] {
            assert_eq!(folded(&text, columns), told, "{columns}");
        }
    }

    #[test]
    fn a_terminal_is_shown_what_would_steer_it() {
        for (said, utf8, ascii) in [
            ("a\tb\nc", "a\tb\nc", "a\tb\nc"),
            ("\x1b[2J\r\x07\x7f", "\\x1b[2J\\x0d\\x07\\x7f", "\\x1b[2J\\x0d\\x07\\x7f"),
            ("\u{9b}1m", "\\x9b1m", "\\x9b1m"),
            ("é 好 🙂", "é 好 🙂", "\\u{e9} \\u{597d} \\u{1f642}"),
        ] {
            assert_eq!((visible(said, true), visible(said, false)), (utf8.into(), ascii.into()));
        }
    }

    #[test]
    fn control_characters_do_not_reach_a_terminal() {
        assert_eq!(printable("a\tb\nc é"), "a\tb\nc é");
        assert_eq!(printable("\x1b[2J\r\u{9b}x"), "\u{fffd}[2J\u{fffd}\u{fffd}x");
    }
}
