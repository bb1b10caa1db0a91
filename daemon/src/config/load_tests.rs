use super::super::live::Config;
use super::super::models::ModelFiles;
use super::super::source::line_of;
use super::super::tasks::TaskFiles;
use super::*;
use crate::ledger::Durability;
use edge_api::paths::{Mode, Overrides};
use tempfile::TempDir;

struct House {
    dir: TempDir,
    inputs: Inputs,
}

fn house(files: &[(&str, &str)], sets: &[&str], env: Env<'_>) -> House {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let file = dir.path().join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }
    let overrides = Overrides {
        config_dir: Some(dir.path().join("config")),
        share_dir: Some(dir.path().join("share")),
        ..Overrides::default()
    };
    let paths = Paths::resolve(Mode::User, 0, &overrides, &|_| None);
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    let inputs = Inputs::new(&paths, &sets, env);
    House { dir, inputs }
}

/// What is said of which file, without the folder.
pub(in crate::config) fn load_with(
    files: &[(&str, &str)],
    sets: &[&str],
) -> Result<Loaded, Vec<String>> {
    told(&house(files, sets, &|_| None))
}

/// As a reload reads them, with this in force.
pub(in crate::config) fn load_running(
    files: &[(&str, &str)],
    now: Config,
) -> Result<Loaded, Vec<String>> {
    let mut house = house(files, &[], &|_| None);
    house.inputs.running = Some(Arc::new(now));
    told(&house)
}

fn told(house: &House) -> Result<Loaded, Vec<String>> {
    load(&house.inputs).map_err(|Faults(faults)| {
        let folder = format!("{}/", house.dir.path().display());
        faults.iter().map(|fault| line_of(fault).replacen(&folder, "", 1)).collect()
    })
}

fn fault(files: &[(&str, &str)], sets: &[&str]) -> String {
    load_with(files, sets).unwrap_err().remove(0)
}

#[test]
fn later_wins_and_is_who_said_it() {
    let queue = |n: u32| format!("limits.queue_requests_max = {n}");
    let files = [
        ("share/edged.toml", queue(1)),
        ("config/edged.toml", format!("# mine\n{}", queue(2))),
        ("config/edged.d/20.toml", queue(4)),
        ("config/edged.d/10.toml", queue(3)),
    ];
    let key = "limits.queue_requests_max";
    for (count, want, from, line) in [
        (0, 64, None, None),
        (1, 1, Some("share/edged.toml"), Some(1)),
        (2, 2, Some("config/edged.toml"), Some(2)),
        (4, 4, Some("config/edged.d/20.toml"), Some(1)),
    ] {
        let files: Vec<_> = files[..count].iter().map(|(n, t)| (*n, t.as_str())).collect();
        let loaded = load_with(&files, &[]).unwrap();
        assert_eq!(loaded.settings.limits.queue_requests_max, want, "{count} files");
        assert_eq!(loaded.files.len(), count);
        let origin = loaded.origins.get(key);
        let said = origin.map(|origin| origin.from.to_str().unwrap());
        assert_eq!(said.is_some(), from.is_some());
        assert!(said.zip(from).is_none_or(|(said, from)| said.ends_with(from)), "{said:?}");
        assert_eq!(origin.and_then(|origin| origin.line), line);
    }
    let all: Vec<_> = files.iter().map(|(n, t)| (*n, t.as_str())).collect();
    let got = load_with(&all, &["limits.queue_requests_max=5"]).unwrap();
    assert_eq!(got.settings.limits.queue_requests_max, 5);
    let origin = &got.origins[key];
    assert_eq!((origin.source, origin.line), (ConfigSource::Flag, None));
    let durability = load_with(&[], &["ledger.durability=buffered"]).unwrap();
    assert_eq!(durability.settings.ledger.durability, Durability::Buffered);
}

#[test]
fn the_library_is_set_by_file_by_environment_and_by_flag() {
    let file = ("config/edged.toml", "engine.library = \"/file\"\n");
    let env = |name: &str| (name == LIBRARY_VARIABLE).then(|| "/env".into());
    let library = |files: &[_], sets: &[_], env: Env<'_>| {
        load(&house(files, sets, env).inputs).unwrap().settings.engine.library
    };
    assert_eq!(library(&[], &[], &|_| None), "");
    assert_eq!(library(&[file], &[], &|_| None), "/file");
    assert_eq!(library(&[file], &[], &env), "/env");
    assert_eq!(library(&[file], &["engine.library=/flag"], &env), "/flag");
    let relative = |name: &str| (name == LIBRARY_VARIABLE).then(|| "here".into());
    let Faults(faults) = load(&house(&[], &[], &relative).inputs).unwrap_err();
    assert_eq!(
        line_of(&faults[0]),
        "EDGED_ORT_LIBRARY: engine.library is `here`, it must be an absolute path, or empty"
    );
}

#[test]
fn a_body_must_fit_into_what_all_bodies_may_hold() {
    let small = ("config/edged.toml", "\nlimits.body_bytes_in_flight_max = 2048\n");
    let both = ("config/edged.d/1.toml", "limits.body_bytes_max = 2048\n");
    let later = ("config/edged.d/2.toml", "limits.headers_max = 50\n");
    assert_eq!(
        fault(&[small, later], &[]),
        "config/edged.toml:2: limits.body_bytes_in_flight_max is 2048, it must be at least \
         limits.body_bytes_max, which is 4194304"
    );
    load_with(&[small, both, later], &[]).unwrap();
    let error = fault(&[small, both], &["limits.body_bytes_max=2049"]);
    assert!(error.starts_with("--set: limits.body_bytes_in_flight_max is 2048"), "{error}");
}

/// What is written into a file, and what is said of it.
#[test]
fn a_fault_names_file_line_key_and_what_was_meant() {
    for (text, want) in [
        (
            "limits.conections_max = 3\n",
            "1: limits.conections_max: unknown key, did you mean connections_max?",
        ),
        (
            "[limits]\n\nqueue_request_max = 3\n",
            "3: limits.queue_request_max: unknown key, did you mean queue_requests_max?",
        ),
        ("[limits]\n\nzebra = 3\n", "3: limits.zebra: unknown key"),
        (
            "[limits]\nkeep_alive_s = 3\n",
            "2: limits.keep_alive_s: unknown key, did you mean models.keep_alive_s?",
        ),
        ("drain_ms = 3\n", "1: drain_ms: unknown key, did you mean shutdown.drain_ms?"),
        (
            "conections_max = 3\n",
            "1: conections_max: unknown key, did you mean limits.connections_max?",
        ),
        ("\n[limts]\nheaders_max = 9\n", "2: limts: unknown table, did you mean limits?"),
        ("[zebra]\n", "1: zebra: unknown table"),
        ("limits = 3\n", "1: limits: expected a table, not the number 3"),
        (
            "[limits]\nheaders_max = \"x\"\n",
            "2: limits.headers_max: expected a whole number, not the text `x`",
        ),
        (
            "limits.headers_max = 9.5\n",
            "1: limits.headers_max: expected a whole number, not the number 9.5",
        ),
        (
            "limits.headers_max = [9]\n",
            "1: limits.headers_max: expected a whole number, not a list",
        ),
        (
            "ledger.enabled = \"yes\"\n",
            "1: ledger.enabled: expected true or false, not the text `yes`",
        ),
        (
            "ledger.durability = \"fast\"\n",
            "1: ledger.durability: expected `power`, `buffered` or `off`, not the text `fast`",
        ),
        ("engine.library = 1\n", "1: engine.library: expected a text, not the number 1"),
        (
            "\nengine.library = \"here\"\n",
            "2: engine.library is `here`, it must be an absolute path, or empty",
        ),
        (
            "\n\nlimits.headers_max = 7\n",
            "3: limits.headers_max is 7, it must be between 8 and 1000",
        ),
        (
            "limits.headers_max = 1001\n",
            "1: limits.headers_max is 1001, it must be between 8 and 1000",
        ),
        ("shutdown.drain_ms = -1\n", "1: shutdown.drain_ms is -1, it must be between 0 and 600000"),
        ("engine.rows_max = 70000\n", "1: engine.rows_max is 70000, it must be between 1 and 256"),
        (
            "engine.threads = 99999999999999999999999\n",
            "1: engine.threads is 99999999999999999999999, it must be between 0 and 1024",
        ),
        ("[worker\n", "1: "),
        ("limits.headers_max = 9\nlimits.headers_max = 9\n", "2: duplicate key"),
    ] {
        let said = fault(&[("config/edged.toml", text)], &[]);
        let said = said.strip_prefix("config/edged.toml:").unwrap_or(&said);
        assert!(said.starts_with(want), "{text}: {said}");
        assert!(want.ends_with(' ') || want.ends_with("key") || said == want, "{text}: {said}");
    }
}

#[test]
fn the_bounds_themselves_are_allowed() {
    for set in ["limits.headers_max=8", "limits.headers_max=1000", "engine.threads=0x400"] {
        load_with(&[], &[set]).unwrap();
    }
}

#[test]
fn a_set_is_judged_like_a_file() {
    for (set, want) in [
        ("limits", "`limits` is not KEY=VALUE"),
        (
            "limits.conections_max=3",
            "limits.conections_max: unknown key, did you mean connections_max?",
        ),
        ("limits.headers_max=7", "limits.headers_max is 7, it must be between 8 and 1000"),
        (
            "limits.headers_max=many",
            "limits.headers_max: expected a whole number, not the text `many`",
        ),
        ("headers_max=9", "headers_max: unknown key, did you mean limits.headers_max?"),
        (
            "ledger.on_failure=stop",
            "ledger.on_failure: expected `serve` or `refuse`, not the text `stop`",
        ),
    ] {
        assert_eq!(fault(&[], &[set]), format!("--set: {want}"));
    }
    assert!(fault(&[], &["=3"]).starts_with("--set: "));
    load_with(&[], &[" limits.headers_max = 9 "]).unwrap();
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let first = ("config/edged.toml", "limits.headers_max = 7\nworker.restarts = 1\n\n[ledgr]\n");
    let second = ("config/edged.d/1.toml", "limits = 1\n");
    let said = load_with(&[first, second], &["engine.threads=x"]).unwrap_err();
    let starts = [
        "config/edged.toml:1: limits.headers_max",
        "config/edged.toml:2: worker.restarts",
        "config/edged.toml:4: ledgr",
        "config/edged.d/1.toml:1: limits",
        "--set: engine.threads",
    ];
    assert_eq!(said.len(), starts.len(), "{said:?}");
    assert!(said.iter().zip(starts).all(|(said, start)| said.starts_with(start)), "{said:?}");
}

#[test]
fn what_is_no_file_or_too_much_is_refused() {
    let house = house(&[("config/edged.toml/x", "")], &[], &|_| None);
    let Faults(faults) = load(&house.inputs).unwrap_err();
    assert_eq!(faults[0].message, "it is no file");
    let long = "#".repeat(1024 * 1024 + 1);
    let said = fault(&[("config/edged.toml", &long)], &[]);
    assert_eq!(said, "config/edged.toml: the file has 1048577 bytes, the limit is 1048576");
    load_with(&[("config/edged.toml", &long[1..])], &[]).unwrap();
}

/// Policies of all sources count, the later ones first; each is told of with the file that has it.
#[test]
fn each_table_of_a_list_is_where_it_was_said() {
    let sha256 = "0a".repeat(32);
    let of = |name: &str| format!("keys = [{{ name = \"{name}\", sha256 = \"{sha256}\" }}]");
    let earlier = format!("[tcp]\n{}\n", of("gone"));
    let files = [
        ("share/edged.toml", "[[policy]]\nuid = 1\n"),
        ("config/edged.toml", earlier.as_str()),
        ("config/edged.d/1.toml", "\n[[policy]]\nuid = 2\ntasks = []\n\n[[policy]]\nuid = 3\n"),
    ];
    let loaded = load_with(&files, &["policy=[{uid=4}]", &format!("tcp.{}", of("app"))]).unwrap();
    let all = Config::of(loaded, TaskFiles::new(), ModelFiles::new()).keys();
    let places = |name: &str| -> Vec<(String, Option<usize>)> {
        let key = all.iter().find(|key| key.key == name).unwrap();
        let file = |from: &Path| from.file_name().unwrap().to_str().unwrap().to_owned();
        key.items.iter().map(|at| (file(&at.from), at.line)).collect()
    };
    let at = |file: &str, line| (file.to_owned(), line);
    assert_eq!(
        places("policy"),
        [
            at("--set", None),
            at("1.toml", Some(3)),
            at("1.toml", Some(7)),
            at("edged.toml", Some(2))
        ]
    );
    assert_eq!(places("tcp.keys"), [at("--set", None)]);
    assert_eq!(places("engine.threads"), []);
}
