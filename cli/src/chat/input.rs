//! Where messages come from: a line editor, where there is a terminal that can be written over; else plain
//! lines. Rules of more than one line hold where a person types; what is piped in is one message a line.
//!
//! What was typed can be called back during the chat and is never written to a file: prompts are private.

use super::command::COMMANDS;
use crate::failure::Failure;
use crate::run::prompt_of;
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::MemHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Config, Editor, Helper};
use std::fmt::Display;
use std::io::{self, BufRead, IsTerminal, Read, Write};

/// Of a message, however many lines it has.
const MESSAGE_BYTES_MAX: usize = 1 << 20;
const HISTORY_ENTRIES_MAX: usize = 500;
const PROMPT: &str = "> ";
const PROMPT_MORE: &str = ". ";
const FENCE: &str = "\"\"\"";

#[derive(Debug)]
pub(super) enum Said {
    /// What is `literal` is never a command.
    Message {
        text: String,
        literal: bool,
    },
    /// So many bytes, and it is not sent.
    TooLong(usize),
    Interrupted,
    End,
}

pub(super) enum Input {
    Editor(Box<Editor<Typing, MemHistory>>),
    /// With a prompt, and the rules for what a person types.
    Typed {
        prompt: bool,
    },
    Piped,
}

impl Input {
    pub(super) fn new(dumb: bool, quiet: bool) -> Result<Self, Failure> {
        if !io::stdin().is_terminal() {
            return Ok(Input::Piped);
        }
        // The editor draws on stdout, which may be a file that only the answers belong in.
        if dumb || !io::stdout().is_terminal() {
            return Ok(Input::Typed { prompt: !quiet });
        }
        let config = Config::builder().max_history_size(HISTORY_ENTRIES_MAX);
        let config = config.map_err(|error| failure(&error))?.build();
        let history = MemHistory::with_config(&config);
        let mut editor = Editor::with_history(config, history).map_err(|error| failure(&error))?;
        editor.set_helper(Some(Typing));
        Ok(Input::Editor(Box::new(editor)))
    }

    pub(super) fn is_typed(&self) -> bool {
        !matches!(self, Input::Piped)
    }

    /// Whether Ctrl-C comes as a key: the editor reads it, and goes on to the next message.
    pub(super) fn survives_interrupt(&self) -> bool {
        matches!(self, Input::Editor(_))
    }

    /// Waits for the next message, on a thread of its own. Without an editor that thread cannot be called
    /// back.
    pub(super) async fn next(self) -> Result<(Self, Said), Failure> {
        tokio::task::spawn_blocking(move || match self {
            Input::Editor(mut editor) => {
                let said = edited(&mut editor)?;
                Ok((Input::Editor(editor), said))
            }
            Input::Typed { prompt } => Ok((self, typed(prompt)?)),
            Input::Piped => {
                let line = plain_line(&mut io::stdin().lock())?;
                Ok((self, line.map_or(Said::End, |text| Said::Message { text, literal: true })))
            }
        })
        .await
        .expect("reading does not panic")
    }
}

fn edited(editor: &mut Editor<Typing, MemHistory>) -> Result<Said, Failure> {
    match editor.readline(PROMPT) {
        Ok(text) => {
            let said = checked(&text);
            if !matches!(said, Said::TooLong(_)) {
                editor.add_history_entry(&text).map_err(|error| failure(&error))?;
            }
            Ok(said)
        }
        Err(ReadlineError::Interrupted) => Ok(Said::Interrupted),
        Err(ReadlineError::Eof) => Ok(Said::End),
        Err(error) => Err(failure(&error)),
    }
}

/// A paste that is too long must not cost the chat.
fn checked(text: &str) -> Said {
    if text.len() > MESSAGE_BYTES_MAX { Said::TooLong(text.len()) } else { meant(text) }
}

fn typed(prompt: bool) -> Result<Said, Failure> {
    let show = |text: &str| {
        if prompt {
            // A prompt that cannot be shown is no reason to stop.
            let _ = io::stderr().lock().write_all(text.as_bytes());
        }
    };
    show(PROMPT);
    let mut stdin = io::stdin().lock();
    let Some(mut text) = plain_line(&mut stdin)? else {
        show("\n");
        return Ok(Said::End);
    };
    while wants_more(&text) {
        show(PROMPT_MORE);
        let Some(line) = plain_line(&mut stdin)? else { break };
        text = format!("{text}\n{line}");
        if text.len() > MESSAGE_BYTES_MAX {
            return Err(too_long());
        }
    }
    Ok(meant(&text))
}

/// The next line, or `None` at the end.
fn plain_line(input: &mut impl BufRead) -> Result<Option<String>, Failure> {
    let mut line = Vec::new();
    input.take(MESSAGE_BYTES_MAX as u64 + 1).read_until(b'\n', &mut line)?;
    if line.len() > MESSAGE_BYTES_MAX {
        return Err(too_long());
    }
    if line.is_empty() { Ok(None) } else { prompt_of(line).map(Some) }
}

fn too_long() -> Failure {
    refusal("more")
}

/// Of a message with `bytes`.
pub(super) fn refusal(bytes: impl Display) -> Failure {
    Failure::Input(format!("a message may have {MESSAGE_BYTES_MAX} bytes, this one has {bytes}"))
}

fn failure(error: &ReadlineError) -> Failure {
    Failure::Io(io::Error::other(error.to_string()))
}

/// Whether what is typed so far goes on in the next line.
fn wants_more(text: &str) -> bool {
    match text.trim_start().strip_prefix(FENCE) {
        Some(block) => !block.trim_end().ends_with(FENCE),
        None => text.ends_with('\\'),
    }
}

/// What is meant by what was typed.
fn meant(typed: &str) -> Said {
    let Some(block) = typed.trim_start().strip_prefix(FENCE) else {
        let text = typed.strip_suffix('\\').unwrap_or(typed).replace("\\\n", "\n");
        return Said::Message { text, literal: false };
    };
    let block = block.trim_end();
    let block = block.strip_suffix(FENCE).unwrap_or(block);
    let block = block.strip_prefix('\n').unwrap_or(block);
    let text = block.strip_suffix('\n').unwrap_or(block).to_owned();
    Said::Message { text, literal: true }
}

/// What the editor asks while a person types.
pub(super) struct Typing;

impl Validator for Typing {
    fn validate(&self, typed: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        Ok(match wants_more(typed.input()) {
            true => ValidationResult::Incomplete,
            false => ValidationResult::Valid(None),
        })
    }
}

impl Completer for Typing {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        at: usize,
        _: &rustyline::Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        Ok((0, commands_like(&line[..at])))
    }
}

impl Highlighter for Typing {}

impl Hinter for Typing {
    type Hint = String;
}

impl Helper for Typing {}

fn commands_like(start: &str) -> Vec<String> {
    if !start.starts_with('/') {
        return Vec::new();
    }
    let words = COMMANDS.iter().map(|(words, _)| match words.split_once(' ') {
        Some((name, _)) => format!("{name} "),
        None => (*words).to_owned(),
    });
    words.filter(|name| name.starts_with(start)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_may_have_several_lines() {
        for (typed, more, meant) in [
            ("one", false, "one"),
            ("one\\", true, "one"),
            ("one\\\ntwo", false, "one\ntwo"),
            ("\"\"\"one", true, "one"),
            ("\"\"\"\none\\\n/two\n", true, "one\\\n/two"),
            ("\"\"\"\none\\\n/two\n\"\"\"", false, "one\\\n/two"),
            (" \"\"\"one\"\"\" ", false, "one"),
            ("\"\"\"\"\"\"", false, ""),
            ("\"\"", false, "\"\""),
            ("say \"\"\"", false, "say \"\"\""),
        ] {
            assert_eq!(wants_more(typed), more, "{typed:?}");
            let Said::Message { text, literal } = super::meant(typed) else { panic!("{typed:?}") };
            assert_eq!(text, meant, "{typed:?}");
            assert_eq!(literal, typed.trim_start().starts_with(FENCE), "{typed:?}");
        }
    }

    #[test]
    fn a_message_that_is_too_long_is_refused_and_not_the_end() {
        assert!(matches!(checked(&"x".repeat(MESSAGE_BYTES_MAX)), Said::Message { .. }));
        let long = checked(&"x".repeat(MESSAGE_BYTES_MAX + 1));
        assert!(matches!(long, Said::TooLong(bytes) if bytes == MESSAGE_BYTES_MAX + 1), "{long:?}");
        let said = refusal(MESSAGE_BYTES_MAX + 1).to_string();
        assert_eq!(said, "a message may have 1048576 bytes, this one has 1048577");
    }

    #[test]
    fn what_is_piped_in_is_a_message_a_line() {
        let mut input = io::Cursor::new("one\\\r\n\"\"\"\n\nlast");
        let mut lines = Vec::new();
        while let Some(line) = plain_line(&mut input).unwrap() {
            lines.push(line);
        }
        assert_eq!(lines, ["one\\", "\"\"\"", "", "last"]);
        let mut long = io::Cursor::new(vec![b'x'; MESSAGE_BYTES_MAX + 1]);
        assert!(matches!(plain_line(&mut long), Err(Failure::Input(_))));
    }

    #[test]
    fn commands_are_completed_and_nothing_else() {
        assert_eq!(commands_like("/s"), ["/system ", "/save "]);
        assert_eq!(commands_like("/"), commands_like("/")[..7]);
        assert!(commands_like("s").is_empty() && commands_like("").is_empty());
    }
}
