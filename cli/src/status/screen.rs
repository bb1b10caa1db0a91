//! The status as one screen. A pure function: no clock, no terminal.

use super::{health, serving};
use crate::output::one_line;
use crate::style::{self, BAD, FAINT, PASSING, PLAIN, paint};
use crate::units;
use anstyle::Style;
use edge_api::admin::{LedgerStatus, QueueStatus, Status};
use unicode_width::UnicodeWidthStr;

const LABEL_WIDTH: usize = "runtime  ".len();
const BETWEEN: &str = " · ";
/// What follows it belongs to it.
const WAITS: &str = "waits for a restart:";

/// What there is to write on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    pub(super) columns: usize,
    /// `None`: as many as it takes.
    pub(super) rows: Option<usize>,
}

pub(super) fn lines(status: &Status, size: Size) -> Vec<String> {
    let Size { columns, rows } = size;
    let mut lines = vec![health::head(status)];
    lines.extend(health::troubles(status, columns, rows));
    let facts = facts(status, columns);
    // With a blank line before the facts.
    let room = rows.map(|rows| rows.saturating_sub(lines.len() + 1 + facts.len()));
    lines.extend(serving::sections(status, columns, room));
    lines.push(String::new());
    lines.extend(facts);
    lines
}

/// A few words and their colour.
type Part = (String, Style);

fn facts(status: &Status, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut fact = |label: &str, parts: Vec<Part>| lines.extend(line(label, &parts, columns));
    fact("queue", queue(status));
    fact("ledger", ledger(&status.ledger, columns));
    if let Some(version) = &status.runtime.version {
        let mut parts = vec![plain(format!("ONNX Runtime {version}"))];
        parts.extend(status.runtime.providers.iter().cloned().map(plain));
        fact("runtime", parts);
    }
    fact("daemon", daemon(status));
    let mut doors = vec![plain(status.socket.display().to_string())];
    doors.extend(status.tcp.map(|address| plain(format!("TCP {address}"))));
    fact("socket", doors);
    lines
}

fn plain(text: String) -> Part {
    (one_line(&text), PLAIN)
}

fn queue(status: &Status) -> Vec<Part> {
    let QueueStatus { waiting, running, max, waiting_batch, waiting_interactive: _ } = status.queue;
    let style = match waiting {
        0 => PLAIN,
        _ if waiting < max => PASSING,
        _ => BAD,
    };
    let full = if waiting >= max && waiting > 0 { ", full" } else { "" };
    let batch =
        if waiting_batch > 0 { format!(", {waiting_batch} as batch") } else { String::new() };
    let connections = &status.connections;
    vec![
        plain(format!("{running} running")),
        (format!("{waiting} of {max} waiting{batch}{full}"), style),
        plain(format!("{} of {} connections", connections.now, connections.max)),
    ]
}

fn ledger(ledger: &LedgerStatus, columns: usize) -> Vec<Part> {
    let state = (one_line(&ledger.state), style::of_state(&ledger.state));
    let calls = ledger
        .rows
        .map(|rows| if rows == 1 { "1 call".to_owned() } else { format!("{rows} calls") });
    let known = [calls, ledger.bytes.map(units::bytes)].into_iter().flatten().map(plain);
    let mut parts: Vec<Part> = [state].into_iter().chain(known).collect();
    // Where it is can be asked for; where it fails, it is what to look at.
    let path = ledger.path.as_ref().map(|path| plain(path.display().to_string()));
    parts.extend(path.filter(|path| {
        let parts = parts.iter().chain([path]).map(|(text, _)| text.width() + BETWEEN.width());
        ledger.reason.is_some() || LABEL_WIDTH + parts.sum::<usize>() <= columns + BETWEEN.width()
    }));
    parts
}

fn daemon(status: &Status) -> Vec<Part> {
    let files = match status.config.files.len() {
        0 => "built-in settings".to_owned(),
        1 => "1 settings file".to_owned(),
        n => format!("{n} settings files"),
    };
    let parts = [
        Some(format!("{} mode", status.mode)),
        Some(format!("pid {}", status.pid)),
        status.rss_bytes.map(units::bytes),
        Some(files),
    ];
    let mut parts: Vec<Part> = parts.into_iter().flatten().map(plain).collect();
    if !status.config.restart_needed.is_empty() {
        parts.push((WAITS.to_owned(), PASSING));
        parts.extend(status.config.restart_needed.iter().map(|key| (one_line(key), PASSING)));
    }
    parts
}

/// A label and as many lines as its parts take; what is longer than a line, such as a path, is left whole
/// to be copied.
fn line(label: &str, parts: &[Part], columns: usize) -> Vec<String> {
    let label = format!("{label:<LABEL_WIDTH$}");
    let mut lines = vec![paint(FAINT, &label)];
    let mut used = LABEL_WIDTH;
    for (n, (text, style)) in parts.iter().enumerate() {
        let mut between = match n.checked_sub(1).map(|before| parts[before].0.as_str()) {
            None => "",
            Some(WAITS) => " ",
            Some(_) => BETWEEN,
        };
        if n > 0 && used + between.width() + text.width() > columns {
            lines.push(" ".repeat(LABEL_WIDTH));
            (used, between) = (LABEL_WIDTH, "");
        }
        if let Some(line) = lines.last_mut() {
            *line += &format!("{}{}", paint(FAINT, between), paint(*style, text));
        }
        used += between.width() + text.width();
    }
    lines
}

#[cfg(test)]
#[path = "screen_tests.rs"]
mod tests;
