//! Units narrow, and are asked for only where that decides something.

use super::*;
use crate::policy::{UNIT_NAME_BYTES_MAX, UnitPatternError};

fn unit(text: &str) -> Option<UnitPattern> {
    Some(UnitPattern::new(text).unwrap())
}

fn within(who: Who, unit: &str) -> Who {
    Who { unit: Some(unit.into()), ..who }
}

fn narrowed(uid: u32, to: &str, tasks: &str) -> Rule {
    let tasks = Some(vec![Pattern::new(tasks).unwrap()]);
    Rule { uid: Some(uid), unit: unit(to), tasks, ..Rule::default() }
}

#[test]
fn a_unit_narrows_and_never_authorises() {
    let policy = system(&[narrowed(1003, "kiosk-*.service", "sim")]);
    for (who, asks) in [
        (within(stranger(), "kiosk-7.service"), true),
        (within(stranger(), "session-3.scope"), false),
        (stranger(), false),
        (within(user(1004, "eve", &[]), "kiosk-7.service"), false),
    ] {
        assert_eq!(policy.grant(&who).may_ask("sim"), asks, "{who:?}");
    }
    // However it got here, a rule with a unit alone is about nobody.
    let alone = Rule { unit: unit("*.service"), manage: Some(true), ..Rule::default() };
    let kiosk = within(stranger(), "kiosk-7.service");
    assert_eq!(may(&system(&[alone]), &kiosk), NOTHING);
}

#[test]
fn a_unit_is_asked_for_only_where_it_decides() {
    let plain = |uid| Rule { uid: Some(uid), ..Rule::default() };
    let of_mia = || narrowed(1001, "a.service", "*");
    for (rules, asks) in [
        (vec![], false),
        (vec![plain(1001)], false),
        (vec![of_mia()], true),
        (vec![plain(1003), of_mia()], true),
        // What holds for mia is settled before.
        (vec![plain(1001), of_mia()], false),
        (vec![of_mia(), plain(1001)], true),
        (vec![narrowed(1003, "a.service", "*")], false),
        (vec![Rule { unit: unit("a.service"), ..Rule::default() }], false),
    ] {
        let set = system(&rules);
        let policy = Policy { rules: &set.rules, house: &set.house };
        assert_eq!(policy.asks_unit(&member()), asks, "{rules:?}");
        assert!(!policy.asks_unit(&within(member(), "b.service")), "it is known");
    }
}

#[test]
fn a_refusal_names_the_unit_that_was_asked_for() {
    let policy = system(&[narrowed(1003, "kiosk.service", "sim")]);
    let who = within(stranger(), "kiosk.service");
    let error = policy.grant(&who).check(Action::Ask("other")).unwrap_err();
    assert_eq!(error.message, "user sam (uid 1003) in kiosk.service may not use `other`");
}

#[test]
fn a_unit_is_a_service_or_a_scope() {
    let long = format!("{}.service", "x".repeat(UNIT_NAME_BYTES_MAX - ".service".len()));
    for good in ["a.service", "*.scope", "app-x\\x2dy@1:2_3.service", &long] {
        assert_eq!(UnitPattern::new(good).unwrap().as_str(), good);
    }
    for (bad, error) in [
        ("", UnitPatternError::Length),
        (&format!("x{long}"), UnitPatternError::Length),
        ("a b.service", UnitPatternError::Characters),
        ("a/b.service", UnitPatternError::Characters),
        ("kiosk", UnitPatternError::Ending),
        ("kiosk.socket", UnitPatternError::Ending),
        ("kiosk.service*", UnitPatternError::Ending),
    ] {
        assert_eq!(UnitPattern::new(bad), Err(error), "{bad}");
    }
}
