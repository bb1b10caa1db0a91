//! The rules of the house, checked on every file of the workspace: who may depend on whom, who may name
//! what, what core never touches, how long a file may be.
//!
//! `edges` and `source` decide over values and text, and show for each rule that it goes red; this file
//! only reads the workspace and hands it to them.

#![expect(clippy::disallowed_methods, reason = "the test reads the sources; core itself does not")]
#![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

mod edges;
mod source;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn crates_depend_only_on_whom_they_may() {
    assert_clean(edges::violations(&edges::parse(&cargo_metadata())));
}

#[test]
fn each_outside_world_is_named_in_one_place() {
    assert_clean(over_rust_files(source::confined_names));
}

#[test]
fn core_touches_nothing_outside() {
    assert_clean(over_rust_files(source::core_reaches_outside));
}

#[test]
fn files_stay_short() {
    assert_clean(over_rust_files(source::too_long));
    assert_clean(over_files("py", source::too_long));
}

#[test]
fn the_map_is_short_and_names_what_exists() {
    let text =
        fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md is there");
    // From the root, or short for a path in a crate's sources.
    let places: Vec<PathBuf> =
        edges::folders().map(|folder| root().join(folder).join("src")).collect();
    let exists = |path: &str| {
        root().join(path).exists() || places.iter().any(|place| place.join(path).exists())
    };
    assert_clean(source::map_problems(&text, exists));
}

fn assert_clean(violations: Vec<String>) {
    assert!(violations.is_empty(), "{} broken:\n  {}", violations.len(), violations.join("\n  "));
}

fn over_rust_files(check: impl Fn(&str, &str) -> Vec<String>) -> Vec<String> {
    over_files("rs", check)
}

fn over_files(kind: &str, check: impl Fn(&str, &str) -> Vec<String>) -> Vec<String> {
    let mut files = Vec::new();
    collect_files(&root(), kind, &mut files);
    assert!(files.len() > 20, "only {} files .{kind} found under {:?}", files.len(), root());
    let violations = files.iter().flat_map(|file| {
        let path = file.strip_prefix(root()).unwrap().to_str().unwrap();
        let text = fs::read_to_string(file);
        check(path, &text.unwrap_or_else(|error| panic!("{path}: {error}")))
    });
    violations.collect()
}

fn collect_files(dir: &Path, kind: &str, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap().to_str().unwrap();
        let others = name.starts_with('.') || ["target", "node_modules"].contains(&name);
        if path.is_dir() && !others {
            collect_files(&path, kind, files);
        } else if path.extension().is_some_and(|extension| extension == kind) {
            files.push(path);
        }
    }
}

/// Without dependencies of dependencies: what a crate itself declares is what the rules are about.
fn cargo_metadata() -> serde_json::Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}
