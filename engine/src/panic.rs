//! What the process says when it panics: where, and nothing else. A panic's own words can quote a prompt, and
//! what a worker prints ends up in a log.

use std::io::Write;
use std::panic::{self, PanicHookInfo};

/// From now on, in all threads; also for panics that are caught.
pub fn say_only_where() {
    panic::set_hook(Box::new(|info| {
        // There is nobody left to tell if this fails.
        _ = std::io::stderr().write_all(line(info).as_bytes());
    }));
}

fn line(info: &PanicHookInfo<'_>) -> String {
    match info.location() {
        Some(place) => format!("edge-worker: panicked at {}:{}\n", place.file(), place.line()),
        None => "edge-worker: panicked\n".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Parts, Text};
    use edge_api::worker::{Prompt, Refusal};
    use serde_json::json;
    use std::process::Command;

    const SECRET: &str = "my daughter is called Ada";

    /// Which of the panics a process of ours is for.
    const CHILD_PANIC: &str = "EDGED_TEST_PANIC";

    #[test]
    fn a_panic_says_where_and_nothing_else() {
        if let Some(panic) = std::env::var_os(CHILD_PANIC) {
            say_only_where();
            if panic == "ours" {
                ours()
            } else {
                a_tokenizers()
            }
            std::process::exit(0);
        }
        for (panic, file) in [("ours", "panic.rs"), ("a tokenizer's", "lib.rs")] {
            let printed = printed(panic);
            let place = printed.strip_prefix("edge-worker: panicked at ");
            let (path, line) = place.and_then(|place| place.trim_end().rsplit_once(':')).unwrap();
            assert!(path.ends_with(file) && line.parse::<u32>().is_ok(), "{printed}");
            assert_eq!(printed.lines().count(), 1, "{printed}");
        }
    }

    /// What a process prints that only has this panic.
    fn printed(panic: &str) -> String {
        let test = "panic::tests::a_panic_says_where_and_nothing_else";
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "--nocapture", "--test-threads=1", test])
            .env(CHILD_PANIC, panic)
            .output()
            .unwrap();
        let printed = String::from_utf8(child.stderr).unwrap();
        assert!(child.status.success(), "{printed}");
        printed
    }

    fn ours() {
        let panicked = panic::catch_unwind(|| panic!("cannot go on with {SECRET}"));
        assert!(panicked.is_err());
    }

    /// Its normaliser leads every `a` out of its table.
    fn a_tokenizers() {
        let map = format!("1AMA{}AABhAf9/{}", "AAAA".repeat(129), "AAAA".repeat(196));
        let tokenizer = json!({
            "normalizer": {"type": "Precompiled", "precompiled_charsmap": map},
            "model": {"type": "WordLevel", "vocab": {"x": 0}, "unk_token": "x"},
        });
        let tokenizer = serde_json::to_vec(&tokenizer).unwrap();
        let text = Text::open(Parts { tokenizer, ..Parts::default() }).unwrap();
        let refused = text.encode(&Prompt::Text(SECRET.to_owned()));
        let panicked = |reason: &String| reason.ends_with("the tokenizer panicked");
        assert!(matches!(&refused, Err(Refusal::Template { reason }) if panicked(reason)));
    }
}
