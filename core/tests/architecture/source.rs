//! What the text of a file may say. Comments and strings never count. Tests do, but for those of core:
//! a test has to make up a time somehow.

/// A name from outside, and the only places whose code may say it.
const CONFINED: &[(&str, &[&str])] = &[
    ("ort", &["engine/src/ort.rs", "engine/src/ort/"]),
    ("ort_sys", &["engine/src/ort.rs", "engine/src/ort/"]),
    ("rusqlite", &["daemon/src/ledger/"]),
    // Its tests answer in the place of systemd.
    ("zbus", &["daemon/src/dbus/", "daemon/tests/it/units.rs"]),
    ("nvml_wrapper", &["daemon/src/platform/"]),
    ("sysinfo", &["daemon/src/platform/"]),
    ("reqwest", &["daemon/src/fleet/"]),
    ("rustls", &["daemon/src/fleet/"]),
];

/// Names that bring a clock, randomness, files or a runtime with them.
const NOT_IN_CORE: &[&str] =
    &["SystemTime", "File", "OpenOptions", "tokio", "rand", "fastrand", "getrandom"];
/// Modules of `std` that reach outside.
const STD_NOT_IN_CORE: &[&str] = &["env", "fs", "net", "os", "process", "thread"];

const FILE_LINES_MAX: usize = 499;
const MAIN_LINES_MAX: usize = 60;
const MAP_LINES_MAX: usize = 150;

pub(crate) fn confined_names(path: &str, text: &str) -> Vec<String> {
    let code = code_of(text);
    let confined =
        CONFINED.iter().filter(|(_, places)| !places.iter().any(|p| path.starts_with(p)));
    let violations = confined.flat_map(|(name, places)| {
        let named = words(&code).filter(|word| word.text == *name && word.is_a_crate());
        named.map(move |word| {
            let line = word.line();
            format!(
                "{path}:{line}: names `{name}`, which may be named only in {}",
                places.join(", ")
            )
        })
    });
    violations.collect()
}

pub(crate) fn core_reaches_outside(path: &str, text: &str) -> Vec<String> {
    if !path.starts_with("core/src/") || path.ends_with("/tests.rs") {
        return Vec::new();
    }
    let code = without_tests(&code_of(text));
    let outside = words(&code).filter(|word| {
        NOT_IN_CORE.contains(&word.text)
            || (STD_NOT_IN_CORE.contains(&word.text) && word.is_of_std())
            || (word.text == "Instant" && word.after.starts_with("::now"))
    });
    let violations = outside.map(|word| {
        let (name, line) = (word.text, word.line());
        format!(
            "{path}:{line}: names `{name}`: core only decides, so it is handed what is out there"
        )
    });
    violations.collect()
}

pub(crate) fn too_long(path: &str, text: &str) -> Vec<String> {
    let is_main = path.ends_with("/src/main.rs") || path.contains("/src/bin/");
    let lines_max = if is_main { MAIN_LINES_MAX } else { FILE_LINES_MAX };
    let lines = text.lines().count();
    let violation = (lines > lines_max)
        .then(|| format!("{path}: has {lines} lines, at most {lines_max} are allowed: split it"));
    violation.into_iter().collect()
}

/// The map is ARCHITECTURE.md; what it writes in backticks with a slash and `.rs` is a file.
pub(crate) fn map_problems(text: &str, exists: impl Fn(&str) -> bool) -> Vec<String> {
    let lines = text.lines().count();
    let too_long = (lines > MAP_LINES_MAX)
        .then(|| format!("ARCHITECTURE.md: has {lines} lines, at most {MAP_LINES_MAX} are allowed: a map is short"));
    let quoted = text.lines().flat_map(|line| line.split('`').skip(1).step_by(2));
    let paths = quoted.filter(|quote| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
        quote.chars().all(plain) && quote.ends_with(".rs") && quote.contains('/')
    });
    let missing = paths
        .filter(|path| !exists(path))
        .map(|path| format!("ARCHITECTURE.md: names `{path}`, which does not exist"));
    too_long.into_iter().chain(missing).collect()
}

/// One identifier or keyword and all the code around it.
struct Word<'a> {
    text: &'a str,
    before: &'a str,
    after: &'a str,
}

impl Word<'_> {
    fn line(&self) -> usize {
        self.before.matches('\n').count() + 1
    }

    /// Not a module of ours (`mod ort`, `crate::ort`), nor a field or method (`.ort`).
    fn is_a_crate(&self) -> bool {
        let of_a_path = |start: &str| start.ends_with(|c| is_word(c) || c == '>');
        let inside_a_path = self.before.strip_suffix("::").is_some_and(of_a_path);
        !inside_a_path && !self.before.ends_with('.') && !self.before.ends_with("mod ")
    }

    /// `std::fs`, or `fs` in `use std::{fs, io}`.
    fn is_of_std(&self) -> bool {
        let statement = self.before.rsplit(';').next().unwrap_or_default();
        self.before.ends_with("std::") || statement.contains("use std::")
    }
}

fn words(code: &str) -> impl Iterator<Item = Word<'_>> {
    let mut end = 0;
    std::iter::from_fn(move || {
        let start = end + code[end..].find(is_word)?;
        end = code[start..].find(|c| !is_word(c)).map_or(code.len(), |length| start + length);
        Some(Word { text: &code[start..end], before: &code[..start], after: &code[end..] })
    })
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The text without comments and without what is inside string and character literals; each line stays
/// where it was.
fn code_of(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let skipped = length_of_non_code(rest, code.ends_with(is_word));
        if skipped == 0 {
            code.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            code.push(' ');
            code.extend(rest[..skipped].chars().filter(|c| *c == '\n'));
            rest = &rest[skipped..];
        }
    }
    code
}

/// Leaves out each inline test module, but for its line ends.
fn without_tests(code: &str) -> String {
    const OPENING: &str = "#[cfg(test)]\nmod tests {";
    let Some((before, tests)) = code.split_once(OPENING) else {
        return code.to_owned();
    };
    let mut depth = 1;
    let closing = tests.find(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        depth == 0
    });
    let (tests, after) = tests.split_at(closing.map_or(tests.len(), |at| at + 1));
    let line_ends = "\n".repeat(tests.matches('\n').count() + 1);
    format!("{before}{line_ends}{}", without_tests(after))
}

/// How much of the start of `rest` is one comment or one literal; 0 if it is code.
fn length_of_non_code(rest: &str, after_word: bool) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return rest.find("*/").map_or(rest.len(), |end| end + 2);
    }
    let hashes =
        rest.strip_prefix('r').map_or(0, |raw| raw.len() - raw.trim_start_matches('#').len());
    let opening = format!("r{}\"", "#".repeat(hashes));
    if !after_word && rest.starts_with(&opening) {
        let body = &rest[opening.len()..];
        let closing = format!("\"{}", "#".repeat(hashes));
        return body.find(&closing).map_or(rest.len(), |end| opening.len() + end + closing.len());
    }
    if rest.starts_with('"') {
        return length_of_quoted(rest, '"');
    }
    // A lifetime has no quote after its first letter.
    if rest.starts_with("'\\") || rest.starts_with('\'') && rest.chars().nth(2) == Some('\'') {
        return length_of_quoted(rest, '\'');
    }
    0
}

fn length_of_quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        if c == quote && !escaped {
            return at + c.len_utf8();
        }
        escaped = c == '\\' && !escaped;
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ort_outside_its_module_is_red() {
        for code in ["use ort::Session;", "fn f(s: &::ort::Session) {}", "use {std::io, ort};"] {
            assert_eq!(confined_names("engine/src/step.rs", code).len(), 1, "{code}");
            assert!(confined_names("engine/src/ort/session.rs", code).is_empty(), "{code}");
        }
    }

    #[test]
    fn rusqlite_and_zbus_outside_their_modules_are_red() {
        let red = confined_names("daemon/src/ops/mod.rs", "// why\nuse rusqlite::Row;");
        let rule = "names `rusqlite`, which may be named only in daemon/src/ledger/";
        assert_eq!(red, [format!("daemon/src/ops/mod.rs:2: {rule}")]);
        assert!(confined_names("daemon/src/ledger/rows.rs", "use rusqlite::Row;").is_empty());
        assert_eq!(confined_names("daemon/src/run.rs", "zbus::connection()").len(), 1);
        assert_eq!(confined_names("daemon/src/http/mod.rs", "use rustls as tls;").len(), 1);
    }

    #[test]
    fn our_own_module_prose_and_strings_may_say_the_name() {
        let code = r##"mod ort; use crate::ort::Session; // ort
            /* use ort::X; */ const A: &str = "use ort::X // no"; const B: &str = r#"" ort "#;
            fn f<'a>(quote: char) -> bool { quote == '"' && self.ort() && ort_library() }"##;
        assert_eq!(confined_names("engine/src/lib.rs", code), Vec::<String>::new());
    }

    #[test]
    fn code_after_a_literal_is_seen() {
        for literal in [r##"r#"""#"##, r#""\"""#, r"'\''", "'\"'", "'x'", "/* ' */"] {
            let code = format!("let x = ({literal}); ort::init();");
            assert_eq!(confined_names("cli/src/main.rs", &code).len(), 1, "{code}");
        }
    }

    #[test]
    fn core_reading_what_is_outside_is_red() {
        for code in [
            "let now = Instant::now();",
            "let now = std::time::SystemTime::now();",
            "let home = std::env::var(HOME);",
            "use std::{collections::BTreeMap, fs};",
            "use std::{\n    io,\n    thread,\n};",
            "let file = File::open(path);",
            "tokio::spawn(f());",
            "let x: u8 = rand::random();",
            "getrandom::fill(&mut seed);",
        ] {
            assert_eq!(core_reaches_outside("core/src/queue.rs", code).len(), 1, "{code}");
            assert!(core_reaches_outside("daemon/src/run.rs", code).is_empty(), "{code}");
        }
    }

    #[test]
    fn core_may_be_handed_a_time_and_speak_of_files() {
        let code = "use std::time::Instant; // not std::fs\nfn f(now: Instant, env: &Env) {}";
        assert!(core_reaches_outside("core/src/queue.rs", code).is_empty());
    }

    #[test]
    fn a_test_in_core_may_make_up_a_time_but_hides_nothing_after_it() {
        let tests = "#[cfg(test)]\nmod tests {\n    fn f() { Instant::now(); }\n}\n";
        assert!(core_reaches_outside("core/src/life.rs", tests).is_empty());
        let code = format!("{tests}fn g() {{ Instant::now(); }}");
        let red = core_reaches_outside("core/src/life.rs", &code);
        assert!(red[0].starts_with("core/src/life.rs:5: names `Instant`"), "{red:?}");
    }

    #[test]
    fn a_long_file_and_a_long_main_are_red() {
        let text = |lines| "\n".repeat(lines);
        assert!(too_long("core/src/queue.rs", &text(499)).is_empty());
        assert_eq!(too_long("core/src/queue.rs", &text(500)).len(), 1);
        assert!(too_long("cli/src/main.rs", &text(60)).is_empty());
        assert_eq!(too_long("cli/src/main.rs", &text(61)).len(), 1);
        assert_eq!(too_long("engine/src/bin/edge-worker.rs", &text(61)).len(), 1);
    }

    #[test]
    fn a_map_that_is_long_or_names_what_is_gone_is_red() {
        let exists = |path: &str| path == "core/src/queue.rs";
        assert!(map_problems("the queue is `core/src/queue.rs`, see `GET /x`", exists).is_empty());
        let red = map_problems("see `core/src/attic.rs`", exists);
        assert_eq!(red, ["ARCHITECTURE.md: names `core/src/attic.rs`, which does not exist"]);
        assert_eq!(map_problems(&"\n".repeat(151), exists).len(), 1);
    }
}
