//! Texts of configuration, each behind a line that says where it would lie: `%% settings`, `%% set` (a line is
//! one `--set`), `%% task`, `%% model`. What stands behind `%% later` is read by a reload. `data/` is the folder
//! that tasks have their schemas from.

#![no_main]

use edged::fuzzing::{self, Texts};
use serde_json::Value;
use std::path::Path;

const DIR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data");
const MARK: &str = "%% ";

libfuzzer_sys::fuzz_target!(|file: &[u8]| {
    let Ok(text) = std::str::from_utf8(file) else { return };
    let (first, later) = text.split_once("%% later\n").unwrap_or((text, text));
    let in_force = fuzzing::config(&texts(first), &texts(later), Path::new(DIR));
    let planted = in_force.is_some_and(|shown| is_planted(&shown));
    assert!(!(cfg!(feature = "planted") && planted), "the planted bug was found");
});

/// What stands in front of the first mark is settings.
fn texts(text: &str) -> Texts<'_> {
    let mut texts = Texts { settings: Vec::new(), sets: Vec::new(), ..Texts::default() };
    let (mut kind, mut start, mut at) = ("settings", 0, 0);
    for line in text.split_inclusive('\n').chain([MARK]) {
        if let Some(next) = line.strip_prefix(MARK) {
            add(&mut texts, kind, &text[start..at]);
            (kind, start) = (next.trim_end(), at + line.len());
        }
        at += line.len();
    }
    texts
}

fn add<'a>(texts: &mut Texts<'a>, kind: &str, text: &'a str) {
    match kind {
        "settings" => texts.settings.push(text),
        "set" => texts.sets.extend(text.lines()),
        "task" => texts.tasks.push(text),
        "model" => texts.models.push(text),
        _ => {}
    }
}

/// No seed is like this: all of it is good, and fewer headers are taken than most clients send.
fn is_planted(shown: &Value) -> bool {
    shown["settings"]["limits.headers_max"].as_u64().is_some_and(|headers| headers < 32)
}
