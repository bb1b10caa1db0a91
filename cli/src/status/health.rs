//! The first thing to see: how the daemon is, why, and what to do about it.

use crate::output::one_line;
use crate::place;
use crate::style::{BAD, FAINT, GOOD, PASSING, TITLE, paint};
use crate::table::{cut, wrap};
use crate::units;
use anstyle::Style;
use edge_api::admin::{Health, ModelState, Status};

const INDENT: &str = "    ";
/// Of a message, where there is little room.
const MESSAGE_LINES_MAX: usize = 2;
/// For troubles, however small the terminal: one, and how many more there are.
const ROOM_MIN: usize = 4;

pub(super) fn head(status: &Status) -> String {
    let (sign, word, style) = match (status.health, status.ready) {
        (Health::Failing, _) => ("✖", "failing", BAD),
        (Health::Degraded, _) => ("▲", "degraded", PASSING),
        (Health::Ok, false) => ("◌", "not ready", PASSING),
        (Health::Ok, true) => ("●", "ok", GOOD),
    };
    let edged = format!("edged {}", one_line(&status.version));
    let up = format!("up {}", units::duration(status.uptime_s));
    format!(
        "{}  {} {}",
        paint(style, &format!("{sign} {word}")),
        paint(TITLE, &edged),
        paint(FAINT, &format!("· {up}")),
    )
}

/// Why the health is what it is, then what else is broken, each once; at most a third of `rows`.
pub(super) fn troubles(status: &Status, columns: usize, rows: Option<usize>) -> Vec<String> {
    let room = rows.map_or(usize::MAX, |rows| (rows / 3).max(ROOM_MIN));
    let all = collect(status);
    let mut lines = Vec::new();
    for (n, trouble) in all.iter().enumerate() {
        let told = trouble.lines(columns, rows.is_some());
        let rest = all.len() - n;
        // The last one needs no room for the line that counts the others.
        if lines.len() + told.len() + usize::from(rest > 1) > room && n > 0 {
            let more = format!("  … and {rest} more: `edgectl status | cat`");
            lines.push(paint(FAINT, &more));
            break;
        }
        lines.extend(told);
    }
    lines
}

/// What is wrong with whom, and what may help.
struct Trouble {
    style: Style,
    text: String,
    message: String,
    advice: Option<String>,
}

impl Trouble {
    fn new(status: &Status, code: &str, subject: &str, message: &str) -> Self {
        let advice = advice(status, code, subject);
        let (subject, message) = (one_line(subject), one_line(message));
        Self { style: BAD, text: format!("{subject}: {message}"), message, advice }
    }

    fn lines(&self, columns: usize, short: bool) -> Vec<String> {
        let width = columns.saturating_sub(INDENT.len());
        let mut text = wrap(&self.text, width);
        if short && text.len() > MESSAGE_LINES_MAX {
            let rest = text.split_off(MESSAGE_LINES_MAX - 1).join(" ");
            text.push(cut(&rest, width));
        }
        let mut lines: Vec<String> = Vec::new();
        for (n, line) in text.iter().enumerate() {
            lines.push(match n {
                0 => format!("  {} {line}", paint(self.style, "!")),
                _ => format!("{INDENT}{line}"),
            });
        }
        let advice = self.advice.iter().flat_map(|advice| wrap(advice, width - 2));
        lines.extend(advice.enumerate().map(|(n, line)| match n {
            0 => format!("{INDENT}{}", paint(FAINT, &format!("→ {line}"))),
            _ => format!("{INDENT}  {}", paint(FAINT, &line)),
        }));
        lines
    }
}

fn collect(status: &Status) -> Vec<Trouble> {
    let trouble =
        |code: &str, subject: &str, message: &str| Trouble::new(status, code, subject, message);
    let mut troubles: Vec<Trouble> =
        status.reasons.iter().map(|r| trouble(&r.code, &r.subject, &r.message)).collect();
    // One that is on its way says why it takes long; that is no fault.
    let models = status.models.iter().filter(|model| model.state != ModelState::Loading);
    let models = models.filter_map(|model| {
        let code = format!("model_{}", model.state.as_str());
        Some(trouble(&code, &model.name, model.reason.as_deref()?))
    });
    let tasks = status
        .tasks
        .iter()
        .filter_map(|task| Some(trouble("task_broken", &task.name, task.reason.as_deref()?)));
    let ledger = status.ledger.reason.iter();
    let ledger = ledger.map(|reason| trouble("ledger_unavailable", "ledger", reason));
    let config = status.config.errors.iter().map(|error| {
        let line = error.line.map_or(String::new(), |line| format!(":{line}"));
        let place = format!("{}{line}", error.file.display());
        trouble("config_rejected", &place, &error.message)
    });
    for trouble in models.chain(tasks).chain(ledger).chain(config) {
        if !troubles.iter().any(|known| known.message == trouble.message) {
            troubles.push(trouble);
        }
    }
    if troubles.is_empty() && !status.ready {
        let text = "it is starting or stopping".to_owned();
        let advice = Some("`edgectl status --wait 30` waits until it is ready".to_owned());
        troubles.push(Trouble { style: PASSING, message: text.clone(), text, advice });
    }
    troubles
}

/// What a person can do about what the daemon calls `code`.
fn advice(status: &Status, code: &str, subject: &str) -> Option<String> {
    // What is no name cannot be asked for: only where it comes from can be told.
    let is_name = |noun| place::path_of(noun, subject).is_ok();
    let simulated = status.models.iter().any(|model| model.name == subject && model.dir.is_none());
    Some(match code {
        "model_failed" | "model_broken" if !is_name("model") => "rename its folder".to_owned(),
        "model_failed" => format!("`edgectl models load {subject}` tries it again"),
        "model_broken" if simulated => {
            format!(
                "mend the `--sim` that edged was started with, or its settings; \
                 `edgectl models show {subject}` tells more"
            )
        }
        "model_broken" => {
            format!("mend its folder or its settings; `edgectl models show {subject}` tells more")
        }
        "task_broken" if !is_name("task") => {
            format!("rename its file, `{}.toml` in tasks.d", one_line(subject))
        }
        "task_broken" => format!("mend its file; `edgectl tasks show {subject}` says which"),
        "config_rejected" => {
            "mend the file; `edgectl config check` says what edged makes of it".to_owned()
        }
        "config_warning" => "change it, unless it is meant so and stays so".to_owned(),
        "ledger_unavailable" => {
            "look whether its disk is full, and whether edged may write there".to_owned()
        }
        "provider_unavailable" => {
            "name ONNX Runtime 1.24 or newer in EDGED_ORT_LIBRARY, or as the setting engine.library"
                .to_owned()
        }
        "worker_stuck" => {
            "a driver holds it: its memory is free again when the machine has restarted".to_owned()
        }
        _ => return None,
    })
}
