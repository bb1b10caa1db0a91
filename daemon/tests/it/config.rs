//! What is wrong with a configuration, as `edged --check-config`, `edgectl config check` and the API tell it:
//! they cannot disagree, because one does it for all.

use crate::daemon::{Daemon, command};
use edge_api::admin::{Config, ConfigKey, ConfigSource};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

fn write(dir: &Path, name: &str, text: &str) {
    let file = dir.join("config").join(name);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, text).unwrap();
}

fn edgectl(socket: &Path, words: &[&str]) -> Output {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_edged")).with_file_name("edgectl");
    assert!(program.exists(), "no edgectl beside edged: build the whole workspace first");
    Command::new(program).arg("--socket").arg(socket).args(words).output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// A bit of everything that can be wrong.
fn broken() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "edged.toml", "\nlimits.conections_max = 3\n");
    write(dir.path(), "edged.d/1.toml", "[limits]\nheaders_max = 7\n");
    write(dir.path(), "tasks.d/a.toml", "modle = \"sim\"\n");
    write(dir.path(), "models.d/m.toml", "\n\ngpu = \"maybe\"\n");
    dir
}

const FAULTS: [(&str, u64, &str); 4] = [
    ("edged.toml", 2, "limits.conections_max: unknown key, did you mean connections_max?"),
    ("edged.d/1.toml", 2, "limits.headers_max is 7, it must be between 8 and 1000"),
    ("tasks.d/a.toml", 1, "modle: unknown key, did you mean model?"),
    ("models.d/m.toml", 3, "gpu: expected `prefer`, `require` or `off`, not the text `maybe`"),
];

#[test]
fn the_check_names_all_that_is_wrong_at_once() {
    let dir = broken();
    let output = command(dir.path()).arg("--check-config").output().unwrap();
    assert_eq!(output.status.code(), Some(78));
    let config = dir.path().join("config");
    let want: Vec<String> = FAULTS
        .iter()
        .map(|(file, line, says)| format!("edged: {}:{line}: {says}", config.join(file).display()))
        .collect();
    assert_eq!(text(&output.stderr).lines().collect::<Vec<_>>(), want);

    let mut json = command(dir.path());
    json.stdout(std::process::Stdio::piped());
    let output = json.arg("--check-config=json").output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(78), ""));
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    let errors: Vec<Value> = FAULTS
        .iter()
        .map(|(file, line, says)| json!({"file": config.join(file), "line": line, "message": says}))
        .collect();
    assert_eq!(said, json!({"ok": false, "errors": errors, "warnings": []}));
}

/// It may be created later, so the configuration is good.
#[tokio::test]
async fn an_account_that_is_not_there_is_a_warning_wherever_one_looks() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "edged.toml", "\n[[policy]]\nuser = \"no such user\"\n");
    let file = dir.path().join("config/edged.toml");
    let message = "policy[0].user is `no such user`, which /etc/passwd does not have: until it does, \
                   nobody is meant";
    let mut check = command(dir.path());
    check.arg("--check-config").stdout(std::process::Stdio::piped());
    let output = check.output().unwrap();
    let want = format!("warning: {}:2: {message}\nthe configuration is good\n", file.display());
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), want.as_str()));

    let daemon = Daemon::start_in(dir, &["--sim", "sim"]).await;
    let output = edgectl(&daemon.socket(), &["config", "check"]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), want.as_str()));
    let output = edgectl(&daemon.socket(), &["config", "check", "--json"]);
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    let warnings = json!([{"file": file, "line": 2, "message": message}]);
    assert_eq!(said, json!({"ok": true, "errors": [], "warnings": warnings}));
    let status = daemon.client.status().await.unwrap();
    assert_eq!(json!(status.config.warnings), warnings);
    assert_eq!(status.reasons[0].code, "config_warning");
    let shown = edgectl(&daemon.socket(), &["config", "show"]);
    assert!(text(&shown.stderr).contains(message), "{shown:?}");
}

/// Found at once, not when somebody asks for it.
#[test]
fn a_simulated_model_that_cannot_be_is_wrong_usage() {
    for (spec, says) in [
        ("sim,foo=1", "--sim sim,foo=1: unknown key \"foo\" (known: step_us, "),
        ("sim,rows_max=0", "--sim sim,rows_max=0: rows_max must be between 1 and 1024, not 0"),
        ("bad name", "--sim: `bad name` is no name for a model"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let output = command(dir.path()).args(["--check-config", "--sim", spec]).output().unwrap();
        let said = text(&output.stderr);
        assert_eq!((output.status.code(), said.contains(says)), (Some(2), true), "{spec}: {said}");
    }
}

#[tokio::test]
async fn with_a_daemon_its_folders_and_its_models_are_checked() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "tasks.d/loud.toml", "model = \"sim\"\n");
    let daemon = Daemon::start_in(dir, &["--sim", "sim", "--set", "limits.headers_max=50"]).await;
    let output = edgectl(&daemon.socket(), &["config", "check"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let root = daemon.socket().parent().unwrap().to_owned();
    write(&root, "tasks.d/quiet.toml", "model = \"other\"\n");
    let output = edgectl(&daemon.socket(), &["config", "check"]);
    assert_eq!(output.status.code(), Some(6), "{output:?}");
    assert!(text(&output.stdout).contains("quiet.toml: model is `other`"), "{output:?}");
}

#[tokio::test]
async fn the_api_says_what_is_in_force_and_who_said_so() {
    let dir = tempfile::tempdir().unwrap();
    write(
        dir.path(),
        "edged.toml",
        "# mine\nlimits.headers_max = 50\nlimits.body_timeout_ms = 99\n",
    );
    write(dir.path(), "edged.d/1.toml", "limits.headers_max = 60\n");
    let daemon = Daemon::start_in(dir, &["--set", "limits.connections_max=20"]).await;
    let config: Config = daemon.client.config().await.unwrap();
    let key = |name: &str| -> ConfigKey {
        config.keys.iter().find(|key| key.key == name).unwrap().clone()
    };
    for (name, value, default, source, from, line) in [
        ("limits.headers_max", 60, 100, ConfigSource::File, Some("edged.d/1.toml"), Some(1)),
        ("limits.body_timeout_ms", 99, 10_000, ConfigSource::File, Some("edged.toml"), Some(3)),
        ("limits.connections_max", 20, 256, ConfigSource::Flag, Some("--set"), None),
        ("engine.threads", 0, 0, ConfigSource::Default, None, None),
    ] {
        let key = key(name);
        assert_eq!((&key.value, &key.default), (&json!(value), &json!(default)), "{name}");
        assert_eq!((key.source, key.line), (source, line), "{name}");
        assert_eq!(key.from.is_some(), from.is_some());
        assert!(key.from.zip(from).is_none_or(|(is, from)| is.ends_with(from)), "{name}");
        assert!(!key.about.is_empty() && !key.expects.is_empty(), "{name}");
    }
    assert_eq!(key("ledger.durability").value, json!("power"));
    assert!(key("engine.threads").restart && !key("limits.headers_max").restart);
    assert!(config.paths.config_dir.ends_with("config"));
    assert_eq!((config.set, config.sim), (vec!["limits.connections_max=20".to_owned()], vec![]));
    assert_eq!(config.status.files.len(), 2);
    let shown = edgectl(&daemon.socket(), &["config", "show", "--changed"]);
    assert_eq!(text(&shown.stdout).lines().count(), 4, "{shown:?}");
}
