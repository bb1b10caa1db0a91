//! What serves: workers, models and tasks, each a table; where there is no room for all rows, the ones in
//! need of a person come first, and the last line counts the others.

use crate::style::{self, BAD, FAINT, PASSING, PLAIN, paint};
use crate::table::{Cell, table};
use crate::{tasks, units};
use anstyle::Style;
use edge_api::admin::{ModelState, ModelStatus, Status, TaskStatus, WorkerStatus};

/// A table of fewer columns has what matters most.
const NARROW: usize = 60;
/// A blank line and the headings.
const FRAME_LINES: usize = 2;

/// The tables, each after a blank line, in about `room` lines.
pub(super) fn sections(status: &Status, columns: usize, room: Option<usize>) -> Vec<String> {
    let Status { workers, models, tasks, .. } = status;
    let [of_workers, of_models, of_tasks] =
        shares([workers.len(), models.len(), tasks.len()], room);
    let mut lines = Vec::new();
    if models.is_empty() {
        let none = "no model is here yet: `edgectl models add DIR` adds one";
        lines.extend([String::new(), paint(PASSING, none)]);
    }
    let rows = |shown: &[WorkerStatus]| worker_rows(shown, columns);
    let urgent = |worker: &WorkerStatus| worker.state == "running";
    lines.extend(section(("workers", workers), of_workers, "edgectl status | cat", urgent, rows));
    let rows = |shown: &[ModelStatus]| model_rows(shown, columns);
    lines.extend(section(("models", models), of_models, "edgectl models list", urgency, rows));
    let rows = |shown: &[TaskStatus]| tasks::rows(shown, columns);
    let urgent = |task: &TaskStatus| task.state == "ready";
    lines.extend(section(("tasks", tasks), of_tasks, "edgectl tasks list", urgent, rows));
    lines
}

/// How many lines each table gets below its headings: all it wants, or else one after the other in turn.
fn shares(wanted: [usize; 3], room: Option<usize>) -> [usize; 3] {
    let frames = FRAME_LINES * wanted.iter().filter(|rows| **rows > 0).count();
    let room = room.map_or(usize::MAX, |room| room.saturating_sub(frames));
    if wanted.iter().sum::<usize>() <= room {
        return wanted;
    }
    // A table that is there has one line at least, be it the one that counts.
    let mut given = wanted.map(|rows| rows.min(1));
    let mut left = room.saturating_sub(given.iter().sum());
    while left > 0 {
        for (given, wanted) in given.iter_mut().zip(wanted) {
            if *given < wanted && left > 0 {
                *given += 1;
                left -= 1;
            }
        }
    }
    given
}

fn section<T: Clone, K: Ord>(
    (what, all): (&str, &[T]),
    lines: usize,
    how_to_see_all: &str,
    order: impl Fn(&T) -> K,
    rows: impl Fn(&[T]) -> Vec<String>,
) -> Vec<String> {
    if all.is_empty() {
        return Vec::new();
    }
    let mut section = vec![String::new()];
    if lines >= all.len() {
        section.extend(rows(all));
        return section;
    }
    let mut sorted = all.to_vec();
    sorted.sort_by_key(order);
    let shown = lines.saturating_sub(1);
    let more = match shown {
        0 => format!("{} {what}: `{how_to_see_all}`", all.len()),
        _ => format!("… and {} more: `{how_to_see_all}`", all.len() - shown),
    };
    if shown > 0 {
        section.extend(rows(&sorted[..shown]));
    }
    section.push(paint(FAINT, &more));
    section
}

fn worker_rows(workers: &[WorkerStatus], columns: usize) -> Vec<String> {
    let memory = |worker: &WorkerStatus| Cell::or_dash(worker.rss_bytes.map(units::bytes));
    if columns < NARROW {
        let rows: Vec<_> = workers
            .iter()
            .map(|worker| [Cell::new(&worker.device), Cell::state(&worker.state), memory(worker)])
            .collect();
        return table(["WORKER", "STATE", "MEMORY"], &rows, columns);
    }
    let rows: Vec<_> = workers
        .iter()
        .map(|worker| {
            let restarted = if worker.restarts > 0 { PASSING } else { PLAIN };
            [
                Cell::new(&worker.device),
                Cell::state(&worker.state),
                memory(worker),
                Cell::or_dash(worker.pid.map(|pid| pid.to_string())),
                Cell::styled(worker.restarts.to_string(), restarted),
                sandbox(worker),
            ]
        })
        .collect();
    table(["WORKER", "STATE", "MEMORY", "PID", "RESTARTS", "SANDBOX"], &rows, columns)
}

/// `full`, or what a worker was not kept from.
fn sandbox(worker: &WorkerStatus) -> Cell {
    if worker.sandbox.is_empty() {
        return Cell::or_dash(None::<&str>);
    }
    let denied = |what: &&str| worker.sandbox.get(*what).is_some_and(|proof| proof == "denied");
    let open: Vec<&str> =
        ["files", "network", "processes"].into_iter().filter(|what| !denied(what)).collect();
    match open.is_empty() {
        true => Cell::new("full"),
        false => Cell::styled(format!("open: {}", open.join(", ")), BAD),
    }
}

fn model_rows(models: &[ModelStatus], columns: usize) -> Vec<String> {
    let name = |model: &ModelStatus| Cell::new(&model.name);
    let backend = |model: &ModelStatus| Cell::or_dash(model.backend.as_deref());
    let size = |model: &ModelStatus| Cell::or_dash(model.bytes.map(units::bytes));
    if columns < NARROW {
        let rows: Vec<_> = models
            .iter()
            .map(|model| [name(model), state(model), backend(model), size(model)])
            .collect();
        return table(["MODEL", "STATE", "BACKEND", "SIZE"], &rows, columns);
    }
    let rows: Vec<_> = models
        .iter()
        .map(|model| {
            [
                name(model),
                state(model),
                backend(model),
                Cell::or_dash(model.provider.as_deref()),
                size(model),
                Cell::or_dash(model.context_tokens.map(|tokens| tokens.to_string())),
            ]
        })
        .collect();
    table(["MODEL", "STATE", "BACKEND", "PROVIDER", "SIZE", "CONTEXT"], &rows, columns)
}

/// With how far it is, and whether it stays.
fn state(model: &ModelStatus) -> Cell {
    let mut text = model.state.as_str().to_owned();
    if let (ModelState::Loading, Some(progress)) = (model.state, &model.progress) {
        text += &format!(" {:.0} %", progress.done.clamp(0.0, 1.0) * 100.0);
    }
    if model.pinned {
        text += ", pinned";
    }
    let style: Style = style::of_state(model.state.as_str());
    Cell::styled(text, style)
}

fn urgency(model: &ModelStatus) -> u8 {
    match model.state {
        ModelState::Failed | ModelState::Broken => 0,
        ModelState::Loading => 1,
        ModelState::Ready => 2,
        ModelState::Unloaded => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_shared_fairly_and_nobody_goes_without_a_line() {
        for (wanted, room, given) in [
            ([1, 2, 3], None, [1, 2, 3]),
            ([1, 2, 3], Some(12), [1, 2, 3]),
            ([1, 2, 3], Some(11), [1, 2, 2]),
            ([1, 40, 2], Some(16), [1, 7, 2]),
            ([1, 40, 40], Some(16), [1, 5, 4]),
            ([0, 40, 1], Some(9), [0, 4, 1]),
            ([3, 3, 3], Some(0), [1, 1, 1]),
        ] {
            assert_eq!(shares(wanted, room), given, "{wanted:?} in {room:?}");
        }
    }
}
