//! What is made of the command line: completions and manual pages. Neither needs a daemon.

use super::{edgectl, exits, finish, stderr, stdout};
use std::path::Path;
use std::process::{Command, Stdio};

/// What the tool says of `file`; `None` without the tool.
fn complaints(tool: &str, words: &[&str], file: &Path) -> Option<String> {
    let output = Command::new(tool).args(words).arg(file).stdin(Stdio::null()).output().ok()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Some(if output.status.success() { said } else { format!("{} {said}", output.status) })
}

#[test]
fn shells_can_read_their_completions() {
    let dir = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish"] {
        let output = finish(edgectl(Path::new("/no/such.sock"), &["completions", shell]));
        exits(&output, 0);
        assert_eq!(stderr(&output), "");
        assert!(!stdout(&output).contains("manual pages"), "a hidden command is completed");
        let file = dir.path().join(shell);
        std::fs::write(&file, &output.stdout).unwrap();
        // A shell that is not here is tried where it is.
        assert_eq!(complaints(shell, &["-n"], &file).unwrap_or_default(), "", "{shell}");
    }
    exits(&finish(edgectl(Path::new("/s"), &["completions", "tcsh"])), 2);
}

#[test]
fn manual_pages_are_clean_and_complete() {
    let dir = tempfile::tempdir().unwrap();
    let dir_text = dir.path().to_str().unwrap();
    exits(&finish(edgectl(Path::new("/no/such.sock"), &["man", dir_text])), 0);
    let mut names = Vec::new();
    for entry in dir.path().read_dir().unwrap() {
        let path = entry.unwrap().path();
        let groff = complaints("groff", &["-man", "-ww", "-z", "-Tutf8"], &path);
        assert_eq!(groff.unwrap_or_default(), "", "{path:?}");
        names.push(path.file_name().unwrap().to_str().unwrap().to_owned());
    }
    names.sort();
    assert!(names.len() > 15, "{names:?}");
    for name in ["edgectl.1", "edgectl-status.1", "edgectl-models-add.1", "edgectl-tasks-show.1"] {
        assert!(names.iter().any(|known| known == name), "{name}: {names:?}");
    }
    exits(&finish(edgectl(Path::new("/s"), &["man", "/no/such/dir"])), 6);
}

#[test]
fn help_texts_have_examples_and_fit() {
    for words in [&["run"][..], &["chat"], &["status"], &["models", "add"], &["eval"]] {
        let output = finish(edgectl(Path::new("/s"), &[words, &["--help"]].concat()));
        exits(&output, 0);
        let text = stdout(&output);
        assert!(text.contains(&format!("Examples:\n  edgectl {}", words.join(" "))), "{text}");
        let long = text.lines().find(|line| line.chars().count() > 110);
        assert_eq!(long, None, "{words:?}");
    }
    assert!(
        stdout(&finish(edgectl(Path::new("/s"), &["--help"])))
            .contains("Exit codes:\n  0    it worked")
    );
}
