//! `docs/config.md` and `models/share/edged.toml`, written from what is declared. A test compares them with
//! what is committed; `EDGED_WRITE_DOCS=1 cargo test -p edged config::docs` writes them anew.

use super::models::ModelSettings;
use super::policy::PolicyRule;
use super::settings::Settings;
use super::table::{Key, Table, When, path_of};
use super::tasks::{Defaults, OutputKeys, TaskKeys};
use super::tcp::TcpKey;
use std::fmt::Write;
use std::path::Path;

/// Lines of the shipped file and of the page.
const COLUMNS: usize = 110;

const PAGE_HEAD: &str = "\
# Configuration

This page is written from the code: see `daemon/src/config/docs.rs`.

## Where settings come from

| | |
|---|---|
| built in | the values below |
| `SHARE/edged.toml` | what was shipped with edged |
| `CONFIG/edged.toml` | yours |
| `CONFIG/edged.d/*.toml` | yours, in order of their names |
| `EDGED_ORT_LIBRARY` | `engine.library` alone |
| `--set KEY=VALUE` | on the command line of edged |

Later ones win. `edgectl config paths` shows where SHARE and CONFIG are, `edgectl config show` what is in force and
who said so, `edgectl config check` what is wrong with the files as they are now, without a running daemon too.

## Changes while edged runs

A change of any of these files, of `tasks.d` (of both) and of `CONFIG/models.d` is noticed by itself, whichever way an
editor saves. Where the kernel tells nothing of changes, edged looks every 5 s. SIGHUP reads everything at once; a unit
of systemd with `Type=notify-reload` does the same and hears when it is done.

All files are read anew and taken as one. If one is wrong, nothing of them is taken: the settings before it stay,
`edgectl status` is `degraded` and says file, line and reason, as do the log and the event `config.rejected`. Two kinds
of files are judged alone: a broken task file breaks its task, and a broken file in `models.d` leaves its model as it
was (at the start: breaks it). What is good is told as `config.reloaded`.

What may not be meant is taken with a warning: a policy about a user or a group that is not there yet, or about a key
that was taken out of `tcp.keys` while edged runs, or about a user who had another uid until then. `edgectl status` (which
is `degraded`) and the log say it. A policy about a key that was never there is a fault, and so is what was left behind like
this at the next start: `edgectl config check` says what that would refuse.

No running and no waiting call ends by a reload. A limit that has become smaller holds for what comes after it. A key
with *restart* keeps its value until edged starts again; `edgectl status` names those that wait.

SIGHUP of a terminal that has gone ends the edged that was started in it.
";

const MODELS_HEAD: &str = "\
## Per model: `CONFIG/models.d/NAME.toml`

Keys stand at the top of the file. NAME is the model's, which need not be there yet. *restart* holds for models that
are there; one that is added later is run as the file says.
";

const TASKS_HEAD: &str = "\
## Tasks: `tasks.d/NAME.toml`

In SHARE and in CONFIG; of two with one name, that of CONFIG counts. NAME is what apps say in `model`. Everything here
is taken by a reload; calls that have been accepted keep what they came with.
";

const FILE_HEAD: &str = "\
# Every setting of edged, each with its built-in value. To change one, write it into CONFIG/edged.toml or
# CONFIG/edged.d/*.toml (`edged --print-paths` names CONFIG): a later file wins, in order of names, and
# `--set KEY=VALUE` wins over all. `edged --check-config` says what is wrong. docs/config.md says more.
#
# A running edged takes changes by itself. What is marked (restart) waits for the next start.
";

fn page() -> String {
    let mut page = PAGE_HEAD.to_owned();
    page += "\n## Settings\n";
    for (name, table) in Settings::default().tables() {
        let title = match name {
            "" => "### Above all tables".to_owned(),
            name => format!("### `[{name}]`"),
        };
        section(&mut page, &title, name, table);
        if name.is_empty() {
            section(&mut page, "### `[[policy]]`", "", &PolicyRule::default());
        }
        if name == "tcp" {
            section(&mut page, "### `[[tcp.keys]]`", "", &TcpKey::default());
        }
    }
    _ = write!(page, "\n{MODELS_HEAD}");
    section(&mut page, "", "", &ModelSettings::default());
    _ = write!(page, "\n{TASKS_HEAD}");
    section(&mut page, "", "", &TaskKeys::default());
    section(&mut page, "### `[defaults]`", "defaults", &Defaults::default());
    section(&mut page, "### `[output]`", "output", &OutputKeys::default());
    page
}

fn section(page: &mut String, title: &str, name: &str, table: &dyn Table) {
    if !title.is_empty() {
        _ = write!(page, "\n{title}\n\n{}\n", table.about());
    }
    _ = write!(page, "\n| key | built in | value |\n|---|---|---|\n");
    for key in table.keys() {
        let Key { about, expects, .. } = &key;
        let built_in = match key.default.is_null() {
            true => "not set".to_owned(),
            false => format!("`{}`", key.default),
        };
        let restart = if key.when == When::Restart { " *restart*" } else { "" };
        let path = path_of(name, key.name);
        _ = writeln!(page, "| `{path}` | {built_in} | {about}<br>{expects}{restart} |");
    }
}

fn shipped() -> String {
    let mut file = FILE_HEAD.to_owned();
    for (name, table) in Settings::default().tables() {
        _ = write!(file, "\n{}", commented(&table.about().replace('`', "\"")));
        if !name.is_empty() {
            _ = writeln!(file, "[{name}]");
        }
        for key in table.keys() {
            let restart = if key.when == When::Restart { " (restart)" } else { "" };
            let about = key.about.replace('`', "\"");
            let about =
                if name.is_empty() { about } else { about.replace(&format!("{name}."), "") };
            let about = format!("{about} {}{restart}", sentence(&key.expects.replace('`', "\"")));
            _ = writeln!(file, "{}#{} = {}", commented(&about), key.name, key.default);
        }
        if name.is_empty() {
            file += &policies();
        }
    }
    file
}

/// The keys of a `[[policy]]`, which has no built-in values to show.
fn policies() -> String {
    let policy = PolicyRule::default();
    let mut text = commented(&policy.about().replace('`', "\""));
    for Key { name, about, expects, .. } in policy.keys() {
        let about = format!("{name}: {about} {}", sentence(&expects));
        text += &commented(&about.replace('`', "\""));
    }
    text
}

fn sentence(text: &str) -> String {
    let (first, rest) = text.split_at(text.chars().next().map_or(0, char::len_utf8));
    format!("{}{rest}.", first.to_uppercase())
}

/// In lines of a comment, broken between words.
fn commented(text: &str) -> String {
    let mut lines = String::new();
    let mut line = "#".to_owned();
    for word in text.split_whitespace() {
        if line.chars().count() + 1 + word.chars().count() > COLUMNS {
            lines += &format!("{line}\n");
            line = "#".to_owned();
        }
        line += &format!(" {word}");
    }
    lines + &line + "\n"
}

fn committed_is_written(path: &str, written: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    if std::env::var_os("EDGED_WRITE_DOCS").is_some() {
        std::fs::write(&path, written).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = committed.lines().zip(written.lines()).position(|(a, b)| a != b);
    assert!(
        committed == written,
        "{} is not what the code says (from line {:?} on); write it anew with \
         `EDGED_WRITE_DOCS=1 cargo test -p edged config::docs`",
        path.display(),
        differs.map(|at| at + 1)
    );
}

#[test]
fn the_page_says_what_the_code_does() {
    committed_is_written("docs/config.md", &page());
}

#[test]
fn the_shipped_file_says_what_the_code_does() {
    committed_is_written("models/share/edged.toml", &shipped());
}

/// Uncommented, it sets every key, and to what it is anyway.
#[test]
fn the_shipped_file_shows_every_setting_with_its_built_in_value() {
    let is_key = |line: &str| {
        let key = line.split(" = ").next().unwrap_or_default();
        line.contains(" = ") && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    };
    let uncommented = |line: &str| match line.strip_prefix('#') {
        Some(rest) if is_key(rest) => format!("{rest}\n"),
        _ => format!("{line}\n"),
    };
    let text: String = shipped().lines().map(uncommented).collect();
    let (mut settings, file) = (Settings::default(), Path::new("edged.toml"));
    let mut source = super::source::Source::file(file, &text);
    super::table::read_file(settings.tables_mut(), &mut source);
    assert_eq!((source.faults, settings), (Vec::new(), Settings::default()));
    for (name, table) in Settings::default().tables() {
        for key in table.keys() {
            assert!(source.said.contains_key(&path_of(name, key.name)), "{name}.{}", key.name);
        }
    }
}

#[test]
fn every_key_has_a_text_that_ends() {
    let settings = Settings::default();
    let mut tables: Vec<&dyn Table> = settings.tables().into_iter().map(|(_, t)| t).collect();
    let (models, task) = (ModelSettings::default(), TaskKeys::default());
    let (defaults, output) = (Defaults::default(), OutputKeys::default());
    let (policy, key) = (PolicyRule::default(), TcpKey::default());
    tables.extend([&models as &dyn Table, &task, &defaults, &output, &policy, &key]);
    for table in tables {
        assert!(table.about().ends_with('.'), "{}", table.about());
        for key in table.keys() {
            assert!(
                key.about.ends_with('.') && key.about.len() > 10,
                "{}: {}",
                key.name,
                key.about
            );
        }
    }
}
