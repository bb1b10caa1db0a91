//! The few styles there are. Text is always painted; where it must be plain, the stream strips it.

use anstyle::{AnsiColor, Style};

pub(crate) const TITLE: Style = Style::new().bold();
pub(crate) const FAINT: Style = Style::new().dimmed();
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
pub(crate) const PASSING: Style = AnsiColor::Yellow.on_default();
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(crate) const PLAIN: Style = Style::new();

pub(crate) fn paint(style: Style, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{style}{text}{style:#}") }
}

/// One colour for each state, whatever it is the state of.
pub(crate) fn of_state(state: &str) -> Style {
    match state {
        "ok" | "ready" | "running" | "durable" => GOOD,
        "degraded" | "loading" | "starting" | "stopping" | "backoff" | "buffered" | "refused"
        | "cancelled" | "interrupted" => PASSING,
        "failing" | "failed" | "broken" | "stuck" | "lost" | "error" => BAD,
        _ => PLAIN,
    }
}
