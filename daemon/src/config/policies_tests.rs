use super::super::load::tests::{load_running, load_with};
use super::super::tcp::{KeyHash, TcpKey};
use super::*;
use crate::config::HASH_BYTES;

/// A line of `tcp.keys` with these names, each with a key of its own.
fn keys(names: &[&str]) -> String {
    let key = |(at, name): (usize, &&str)| {
        format!("{{ name = \"{name}\", sha256 = \"{}\" }}", format!("{at:02x}").repeat(HASH_BYTES))
    };
    let keys: Vec<String> = names.iter().enumerate().map(key).collect();
    format!("tcp.keys = [{}]\n", keys.join(", "))
}

/// A daemon that has started with keys of these names and a policy about each of `tables`.
fn running(names: &[&str], tables: &[PolicyRule]) -> Config {
    let mut config = Config::default();
    let key = |(at, name): (u8, &&str)| TcpKey {
        name: (*name).to_owned(),
        sha256: Some(KeyHash([at; HASH_BYTES])),
    };
    config.settings.tcp.keys = (0..).zip(names).map(key).collect();
    config.settings.top.policy = tables.to_vec();
    config.rules = tables.iter().map(PolicyRule::rule).collect();
    config
}

fn about(key: &str) -> PolicyRule {
    PolicyRule { key: Some(key.to_owned()), ..PolicyRule::default() }
}

const TYPO: &str = "[[policy]]\nuid = 1\n[[policy]]\ntasks = [\"sim\"]\nkey = \"my-ap\"\n";
const FAULT: &str = "5: policy[1].key is `my-ap`, a name that tcp.keys does not have";

#[test]
fn a_policy_about_a_key_that_is_nowhere_is_a_fault_and_names_what_was_meant() {
    let own = keys(&["my-app", "other"]);
    let policy = ("config/edged.d/1.toml", TYPO);
    for (tcp, meant) in [(own.as_str(), ", did you mean my-app?"), ("", "")] {
        // The keys may come in an earlier file, in a later one, or by a flag.
        for file in ["config/edged.toml", "config/edged.d/2.toml"] {
            let said = load_with(&[policy, (file, tcp)], &[]).unwrap_err();
            assert_eq!(said, [format!("config/edged.d/1.toml:{FAULT}{meant}")]);
        }
    }
    load_with(&[policy, ("config/edged.toml", &keys(&["my-ap"]))], &[]).unwrap();
    load_with(&[policy], &[keys(&["my-ap"]).trim()]).unwrap();
    let said = load_with(&[], &["policy=[{key=\"x\"}]"]).unwrap_err();
    assert_eq!(said, ["--set: policy[0].key is `x`, a name that tcp.keys does not have"]);
}

#[test]
fn what_cannot_be_read_is_not_blamed_on_policies() {
    let said = load_with(&[("config/edged.toml", &format!("{TYPO}[tcp]\nkeys = 1\n"))], &[]);
    assert_eq!(said.unwrap_err().len(), 1);
}

#[test]
fn a_key_that_is_taken_away_goes_whatever_policy_it_leaves() {
    let (left, other) = (TYPO, keys(&["other"]));
    let files = [("config/edged.toml", left), ("config/edged.d/2.toml", other.as_str())];
    let is_taken = |now: Config| {
        let loaded = load_running(&files, now);
        loaded.map(|loaded| {
            let names: Vec<_> = loaded.settings.tcp.keys.iter().map(|key| &*key.name).collect();
            assert_eq!(names, ["other"]);
            loaded.warnings.into_iter().map(|warning| warning.message).collect::<Vec<_>>()
        })
    };
    let told = [format!("{}: take this table away, the next start refuses it", &FAULT[3..])];
    // Both are in force; then the table is new, too; then the key has gone before, and something else changes.
    for now in [
        running(&["my-ap", "other"], &[about("my-ap")]),
        running(&["my-ap", "other"], &[]),
        running(&["other", "third"], &[about("my-ap")]),
    ] {
        assert_eq!(is_taken(now).unwrap(), told);
    }
    // Nobody has heard of it: it is a slip, and who comes in with `other` stays as they were.
    for now in [running(&["other"], &[]), running(&["other", "my-app"], &[about("my-app")])] {
        let said = is_taken(now).unwrap_err();
        assert!(said[0].starts_with(&format!("config/edged.toml:{FAULT}")), "{said:?}");
    }
}

#[test]
fn a_table_that_is_never_found_is_a_fault_and_one_of_a_later_file_replaces() {
    let wide = "[[policy]]\ngroup = \"root\"\n";
    for narrow in ["", "uid = 7\n", "unit = \"a.service\"\n", "tasks = []\nmanage = true\n"] {
        let both = format!("{wide}{wide}{narrow}");
        let said = load_with(&[("config/edged.toml", &both)], &[]).unwrap_err();
        assert_eq!(
            said,
            [
                "config/edged.toml:3: policy[1]: it is never found, because policy[0] is asked first and is \
              about all whom it names"
            ]
        );
        let narrow = format!("{wide}{narrow}rate = 7\n");
        let files = [("share/edged.toml", narrow.as_str()), ("config/edged.toml", wide)];
        let rules = load_with(&files, &[]).unwrap().settings.top.policy;
        assert_eq!(rules.iter().map(|rule| rule.rate).collect::<Vec<_>>(), [None], "{narrow}");
    }
    let narrow_first = format!("{wide}uid = 7\n{wide}");
    load_with(&[("config/edged.toml", &narrow_first)], &[]).unwrap();
}

#[test]
fn accounts_that_are_not_there_are_told_and_wrong_numbers_are_faults() {
    let dir = tempfile::tempdir().unwrap();
    let (passwd, group) = (dir.path().join("passwd"), dir.path().join("group"));
    std::fs::write(&passwd, "root:x:0:0::/:\ntoor:x:0:0::/:\nmia:x:1001:1001::/:\n").unwrap();
    std::fs::write(&group, "apps:x:900:\n").unwrap();
    let mut accounts = Accounts::of(&passwd, &group);
    let mut ask = |text: &str, now: Option<&Config>| {
        let text = format!("[[policy]]\n{text}\n");
        let mut reading = super::super::load::Reading::default();
        let file = std::path::Path::new("f.toml");
        reading.take(edge_api::admin::ConfigSource::File, file, &text);
        let (loaded, places) = reading.so_far();
        let Found { faults, warnings } = about_accounts(loaded, places, now, &mut accounts);
        let told =
            |all: Vec<ConfigError>| all.first().map(super::super::line_of).unwrap_or_default();
        (told(faults), told(warnings))
    };
    let none = String::new;
    let unknown = |key: &str, name: &str, file: &str| {
        let has_not = "does not have: until it does, nobody is meant";
        (none(), format!("f.toml:1: policy[0].{key} is `{name}`, which {file} {has_not}"))
    };
    let wrong = "f.toml:1: policy[0]: nobody is meant, because in /etc/passwd uid 5 is not `root`"
        .to_owned();
    for (text, want) in [
        ("uid = 5", (none(), none())),
        ("user = \"mia\"\nuid = 1001\ngroup = \"apps\"\ngid = 5", (none(), none())),
        ("user = \"mio\"", unknown("user", "mio", "/etc/passwd")),
        // A second name of a number is never anybody's.
        ("user = \"toor\"", unknown("user", "toor", "/etc/passwd")),
        ("group = \"root\"", unknown("group", "root", "/etc/group")),
        ("user = \"root\"\nuid = 5", (wrong.clone(), none())),
    ] {
        assert_eq!(ask(text, None), want, "{text}");
    }
    // It was right when it was taken.
    let root = PolicyRule { user: Some("root".to_owned()), uid: Some(5), ..PolicyRule::default() };
    let now = running(&[], &[root]);
    let later = format!("{wrong}: change it, the next start refuses it");
    assert_eq!(ask("user = \"root\"\nuid = 5\nrate = 7", Some(&now)), (none(), later));
}
