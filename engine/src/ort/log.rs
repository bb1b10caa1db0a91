//! Where the library's messages go: to standard error, warnings and errors only, one line each, and only
//! so many per loaded model, because a hostile file can make it say anything any number of times.

use super::message::one_line;
use ::ort::logging::{LogLevel, LoggerFunction};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Before the rest is left out; counted anew for each model that is opened.
const LINES_MAX: u32 = 20;

/// What the library says on every start inside the sandbox, where it may not list the machine's devices.
const EXPECTED: &str = "GPU device discovery failed";

static LINES: AtomicU32 = AtomicU32::new(0);

pub(super) fn logger() -> LoggerFunction {
    Arc::new(|level, _category, _id, _place, message| {
        if level >= LogLevel::Warning
            && !message.starts_with(EXPECTED)
            && let Some(line) = line(message, LINES.fetch_add(1, Ordering::Relaxed))
        {
            eprintln!("edge-worker: onnxruntime: {line}");
        }
    })
}

/// Another model may speak.
pub(super) fn begin() {
    LINES.store(0, Ordering::Relaxed);
}

/// `None` once `before` others have been told.
fn line(message: &str, before: u32) -> Option<String> {
    match before {
        0..LINES_MAX => Some(one_line(message)),
        LINES_MAX => Some(format!("more than {LINES_MAX} messages, the rest is left out")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_says_so_much_and_no_more() {
        assert_eq!(line("a\nb\u{1b}[2J", 0).unwrap(), "a b [2J");
        assert_eq!(line("a", LINES_MAX - 1).unwrap(), "a");
        let last = line("a", LINES_MAX).unwrap();
        assert_eq!(last, "more than 20 messages, the rest is left out");
        assert_eq!(line("a", LINES_MAX + 1), None);
    }
}
