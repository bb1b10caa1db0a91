//! The status as one screen of 80 columns. A pure function: no clock, no terminal.

use crate::style::{self, BAD, FAINT, PASSING, TITLE, paint};
use crate::table::{Cell, table, wrap};
use crate::{models, tasks, units};
use edge_api::admin::{Health, LedgerStatus, Status, WorkerStatus};

const COLUMNS: usize = 80;

pub(super) fn lines(status: &Status) -> Vec<String> {
    let mut lines = head(status);
    lines.extend(troubles(status));
    lines.push(String::new());
    lines.extend(facts(status));
    let sections = [
        (!status.workers.is_empty()).then(|| workers(&status.workers)),
        (!status.models.is_empty()).then(|| models::rows(&status.models, COLUMNS)),
        (!status.tasks.is_empty()).then(|| tasks::rows(&status.tasks, COLUMNS)),
    ];
    for section in sections.into_iter().flatten() {
        lines.push(String::new());
        lines.extend(section);
    }
    lines
}

fn head(status: &Status) -> Vec<String> {
    let health = match status.health {
        Health::Ok => "ok",
        Health::Degraded => "degraded",
        Health::Failing => "failing",
    };
    let state = if status.ready { health.to_owned() } else { format!("{health}, not ready") };
    let color = if status.ready { style::of_state(health) } else { PASSING };
    let color = if status.health == Health::Failing { BAD } else { color };
    let name = format!("edged {}", status.version);
    let about = [
        format!("{} mode", status.mode),
        format!("pid {}", status.pid),
        format!("up {}", units::duration(status.uptime_s)),
    ];
    vec![format!(
        "{} {}  {}  {}",
        paint(color, "●"),
        paint(TITLE, &name),
        paint(color, &state),
        paint(FAINT, &about.join(" · ")),
    )]
}

/// Why the health is what it is, then what else is broken, each once.
fn troubles(status: &Status) -> Vec<String> {
    let mut told: Vec<(String, &str)> =
        status.reasons.iter().map(|r| (r.subject.clone(), r.message.as_str())).collect();
    let models = status.models.iter().filter_map(|m| Some((m.name.clone(), m.reason.as_deref()?)));
    let tasks = status.tasks.iter().filter_map(|t| Some((t.name.clone(), t.reason.as_deref()?)));
    let ledger = status.ledger.reason.as_deref().map(|reason| ("ledger".to_owned(), reason));
    let config = status.config.errors.iter().map(|error| {
        let line = error.line.map_or(String::new(), |line| format!(":{line}"));
        (format!("{}{line}", error.file.display()), error.message.as_str())
    });
    for (subject, message) in models.chain(tasks).chain(ledger).chain(config) {
        if !told.iter().any(|(_, known)| *known == message) {
            told.push((subject, message));
        }
    }
    told.iter().flat_map(|(subject, message)| trouble(subject, message)).collect()
}

fn trouble(subject: &str, message: &str) -> Vec<String> {
    const INDENT: &str = "    ";
    wrap(&format!("{subject}: {message}"), COLUMNS - INDENT.len())
        .iter()
        .enumerate()
        .map(|(n, line)| match n {
            0 => format!("  {} {line}", paint(BAD, "!")),
            _ => format!("{INDENT}{line}"),
        })
        .collect()
}

fn facts(status: &Status) -> Vec<String> {
    let queue = &status.queue;
    let files = match status.config.files.len() {
        0 => "built-in settings".to_owned(),
        1 => "1 file".to_owned(),
        n => format!("{n} files"),
    };
    let rows = [
        ("socket", status.socket.display().to_string()),
        ("memory", status.rss_bytes.map_or("-".to_owned(), units::bytes)),
        ("connections", format!("{} of {}", status.connections.now, status.connections.max)),
        ("queue", format!("{} of {} waiting, {} running", queue.waiting, queue.max, queue.running)),
        ("ledger", ledger(&status.ledger)),
        ("config", files),
    ];
    rows.iter().map(|(name, value)| format!("{}  {value}", paint(FAINT, &pad(name)))).collect()
}

fn pad(name: &str) -> String {
    format!("{name:<width$}", width = "connections".len())
}

fn ledger(ledger: &LedgerStatus) -> String {
    let state = paint(style::of_state(&ledger.state), &ledger.state);
    let rows =
        ledger.rows.map(|rows| if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") });
    let size = ledger.bytes.map(units::bytes);
    let path = ledger.path.as_ref().map(|path| path.display().to_string());
    let parts: Vec<String> = [Some(state), rows, size, path].into_iter().flatten().collect();
    parts.join(" · ")
}

fn workers(workers: &[WorkerStatus]) -> Vec<String> {
    let rows: Vec<_> = workers
        .iter()
        .map(|worker| {
            [
                Cell::new(&worker.device),
                Cell::state(&worker.state),
                Cell::or_dash(worker.pid.map(|pid| pid.to_string())),
                Cell::or_dash(worker.rss_bytes.map(units::bytes)),
                Cell::new(worker.restarts.to_string()),
                Cell::or_dash(sandbox(worker)),
            ]
        })
        .collect();
    table(["WORKER", "STATE", "PID", "MEMORY", "RESTARTS", "SANDBOX"], &rows, COLUMNS)
}

/// `full`, or what a worker was not kept from.
fn sandbox(worker: &WorkerStatus) -> Option<String> {
    if worker.sandbox.is_empty() {
        return None;
    }
    let denied = |what: &&str| worker.sandbox.get(*what).is_some_and(|proof| proof == "denied");
    let open: Vec<&str> =
        ["files", "network", "processes"].into_iter().filter(|what| !denied(what)).collect();
    Some(if open.is_empty() { "full".to_owned() } else { format!("open: {}", open.join(", ")) })
}

#[cfg(test)]
#[path = "screen_tests.rs"]
mod tests;
