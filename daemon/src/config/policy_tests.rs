use super::super::load::tests::load_with;
use super::super::table::Table;
use super::*;
use crate::config::HASH_BYTES;
use edge_core::policy::RULES_MAX;

/// The rules, or the first thing that is said of the file.
fn read(text: &str) -> Result<Vec<Rule>, String> {
    let key = format!("tcp.keys=[{{name=\"app\",sha256=\"{}\"}}]", "00".repeat(HASH_BYTES));
    load_with(&[("config/edged.toml", text)], &[&key])
        .map(|loaded| loaded.settings.top.policy.iter().map(PolicyRule::rule).collect())
        .map_err(|mut faults| faults.remove(0))
}

#[test]
fn a_table_says_who_and_what() {
    let rules = read(
        "[[policy]]\nuser = \"kiosk\"\ngroup = \"apps\"\ntasks = [\"intent\", \"dim-*\"]\nrate = 90\n\
         concurrency = 2\nkind = \"human\"\npriority = \"batch\"\nunit = \"kiosk@*.service\"\nmanage = false\n[[policy]]\nuid = 7\ngid = 8\nrate = 5\n\
         [[policy]]\nkey = \"app\"\n[[policy]]\ngroup = \"ops\"\nrate = 100\nburst = 1\ntasks = []\n",
    )
    .unwrap();
    let pattern = |text| Pattern::new(text).unwrap();
    let kiosk = Rule {
        user: Some("kiosk".to_owned()),
        group: Some("apps".to_owned()),
        tasks: Some(vec![pattern("intent"), pattern("dim-*")]),
        limits: Limits {
            rate: Some(Rate { calls_per_minute: 90, burst: 15 }),
            concurrency: Some(2),
        },
        unit: Some(UnitPattern::new("kiosk@*.service").unwrap()),
        kind: Some(Kind::Human),
        priority: Some(Priority::Batch),
        manage: Some(false),
        ..Rule::default()
    };
    assert_eq!(rules[0], kiosk);
    assert_eq!((rules[1].uid, rules[1].gid), (Some(7), Some(8)));
    assert_eq!(rules[2].key.as_deref(), Some("app"));
    let rate = |rule: &Rule| rule.limits.rate.map(|rate| (rate.calls_per_minute, rate.burst));
    assert_eq!(rate(&rules[1]), Some((5, 1)));
    assert_eq!(rate(&rules[3]), Some((100, 1)));
    assert_eq!(rules[3].tasks, Some(Vec::new()));
}

#[test]
fn what_is_said_of_a_burst_that_is_left_out_is_true() {
    let burst = |rate: u32| {
        let rule = PolicyRule { uid: Some(1), rate: Some(rate), ..PolicyRule::default() }.rule();
        rule.limits.rate.map(|rate| rate.burst)
    };
    for (rate, want) in [(1, 1), (6, 1), (60, 10), (60_000, 10_000), (100_000, 10_000)] {
        assert_eq!(burst(rate), Some(want), "{rate}");
    }
    let keys = PolicyRule::default().keys();
    let about = &keys.iter().find(|key| key.name == "burst").unwrap().about;
    let says = "left out: a sixth of `rate`, at least 1 and at most 10000.";
    assert!(about.ends_with(says), "{about}");
}

#[test]
fn a_later_file_is_asked_first() {
    let table = |uid: u32| format!("[[policy]]\nuid = {uid}\n");
    let (first, second) = (table(1) + &table(2), table(3) + &table(4));
    let files = [("config/edged.toml", first.as_str()), ("config/edged.d/1.toml", &second)];
    let loaded = load_with(&files, &["policy=[{uid=5}]"]).unwrap();
    let uids: Vec<_> = loaded.settings.top.policy.iter().filter_map(|rule| rule.uid).collect();
    assert_eq!(uids, [5, 3, 4, 1, 2]);
}

#[test]
fn a_fault_names_line_position_key_and_bound() {
    let after_one = |table: &str| format!("[[policy]]\nuid = 1\n\n[[policy]]\n{table}\n");
    let long = "x".repeat(65);
    for (table, says) in [
        ("uid = 2\nrat = 1", "6: policy[1].rat: unknown key, did you mean rate?"),
        ("uid = 2\nunit = 7", "6: policy[1].unit: expected a text"),
        (
            "uid = 2\nunit = \"a\"",
            "6: policy[1].unit is `a`: it must end with `.service` or `.scope`",
        ),
        ("uid = 2\nunit = \"a/b.scope\"", "6: policy[1].unit is `a/b.scope`: it may have a-z, A-Z"),
        (
            "unit = \"a.service\"",
            "4: policy[1]: a `unit` only narrows, the user and the groups authorise",
        ),
        (
            "key = \"app\"\nuid = 2\nunit = \"a.service\"",
            "4: policy[1]: who comes in with a `key` has no `unit` that is known",
        ),
        ("uid = \"root\"", "5: policy[1].uid: expected a whole number, not the text `root`"),
        ("uid = -1", "5: policy[1].uid is -1, it must be between 0 and 4294967294"),
        ("gid = 5000000000", "policy[1].gid is 5000000000, it must be between 0 and 4294967294"),
        ("uid = 4294967295", "policy[1].uid is 4294967295, it must be between 0 and 4294967294"),
        (
            "key = \"app\"\nuid = 2",
            "4: policy[1]: who comes in with a `key` is no user and in no group",
        ),
        (
            "uid = 1",
            "4: policy[1]: it is never found, because policy[0] is asked first and is about all",
        ),
        ("uid = 1\nkind = \"robot\"", "6: policy[1].kind: expected `agent` or `human`"),
        ("uid = 1\npriority = \"low\"", "6: policy[1].priority: expected `interactive` or `batch`"),
        ("rate = 5", "4: policy[1]: it names nobody: give `uid`, `user`, `gid`, `group` or `key`"),
        ("uid = 2\n\nrate = 0", "7: policy[1].rate is 0, it must be between 1 and 100000"),
        ("uid = 2\nrate = 100001", "6: policy[1].rate is 100001, it must be"),
        ("uid = 2\nburst = 5", "4: policy[1]: burst needs a `rate` beside it"),
        ("uid = 2\nrate = 5\nburst = 0", "7: policy[1].burst is 0, it must be between 1 and 10000"),
        (
            "uid = 2\nconcurrency = 1025",
            "6: policy[1].concurrency is 1025, it must be between 1 and 1024",
        ),
        ("user = \"\"", "5: policy[1].user is ``, it must be of 1 to 256 bytes"),
        ("uid = 2\ntasks = [\n\"a\",\n\"A\"]", "8: policy[1].tasks[1] is `A`: it may have a-z"),
        (&format!("uid = 2\ntasks = [\"{long}\"]"), "it must have from 1 to 64 bytes"),
    ] {
        let said = read(&after_one(table)).unwrap_err();
        assert!(said.contains(says), "{table}\n{said}\n{says}");
    }
}

#[test]
fn tables_and_patterns_are_counted() {
    let table = "[[policy]]\nuid = 1\n";
    let tables = |count: usize| -> String {
        (1..=count).map(|uid| format!("[[policy]]\nuid = {uid}\n")).collect()
    };
    let many = tables(RULES_MAX);
    assert_eq!(read(&many).unwrap().len(), RULES_MAX);
    let said = read(&tables(RULES_MAX + 1)).unwrap_err();
    assert!(said.contains("it must be a list of at most 256"), "{said}");
    let another = "[[policy]]\nuid = 0\n";
    let files = [("config/edged.toml", many.as_str()), ("config/edged.d/1.toml", another)];
    let said = load_with(&files, &[]).unwrap_err().remove(0);
    let says = "config/edged.d/1.toml:1: policy: all files together have 257, the most is 256";
    assert_eq!(said, says);
    let files = [("config/edged.toml", many.as_str()), ("config/edged.d/1.toml", table)];
    assert_eq!(load_with(&files, &[]).unwrap().settings.top.policy.len(), RULES_MAX);
    let tasks = |count: usize| format!("{table}tasks = [{}]\n", "\"a\",".repeat(count));
    assert!(read(&tasks(PATTERNS_MAX)).is_ok());
    let said = read(&tasks(PATTERNS_MAX + 1)).unwrap_err();
    assert!(said.contains("it must be a list of at most 256"), "{said}");
}
