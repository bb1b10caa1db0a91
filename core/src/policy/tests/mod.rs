//! What the policy promises: the matrix of house rules, of rules, and of what they grant.

mod patterns;
mod units;

use super::*;
use edge_api::Code;
use std::time::Duration;

const MANAGING: [Action<'_>; 7] = [
    Action::ReadConfig,
    Action::AddModel,
    Action::RemoveModel,
    Action::LoadModel,
    Action::UnloadModel,
    Action::PinModel,
    Action::VerifyModel,
];
const READING: [Action<'_>; 4] =
    [Action::ReadStatus, Action::ReadEvents, Action::ReadModels, Action::ReadTasks];

const SOCKET_GID: u32 = 900;

/// With something to borrow from.
struct Set {
    rules: Vec<Rule>,
    house: House,
}

impl Set {
    fn grant<'a>(&'a self, who: &'a Who) -> Grant<'a> {
        Policy { rules: &self.rules, house: &self.house }.grant(who)
    }
}

fn system(rules: &[Rule]) -> Set {
    let house = House::System { socket_gid: SOCKET_GID, socket_group: Some("edged".to_owned()) };
    Set { rules: rules.to_vec(), house }
}

fn user(uid: u32, name: &str, groups: &[(u32, &str)]) -> Who {
    Who {
        uid: Some(uid),
        user: Some(name.into()),
        gids: groups.iter().map(|(gid, _)| *gid).collect(),
        groups: groups.iter().map(|(_, name)| (*name).into()).collect(),
        key: None,
        unit: None,
    }
}

fn root() -> Who {
    user(0, "root", &[(0, "root")])
}

fn member() -> Who {
    user(1001, "mia", &[(1001, "mia"), (SOCKET_GID, "edged")])
}

fn admin() -> Who {
    user(1002, "ada", &[(1002, "ada"), (901, ADMIN_GROUP)])
}

fn stranger() -> Who {
    user(1003, "sam", &[(1003, "sam")])
}

fn keyed() -> Who {
    Who { key: Some("laptop".into()), ..Who::default() }
}

/// Whether it may ask, read and manage; all actions of a sort are alike.
fn may(policy: &Set, who: &Who) -> (bool, bool, bool) {
    let grant = policy.grant(who);
    let all = |actions: &[Action<'_>]| {
        let allowed = actions.iter().filter(|action| grant.check(**action).is_ok()).count();
        assert!(allowed == 0 || allowed == actions.len(), "{who:?}: {allowed} of {actions:?}");
        allowed > 0
    };
    (all(&[Action::Ask("any")]), all(&READING), all(&MANAGING))
}

const ALL: (bool, bool, bool) = (true, true, true);
const USE: (bool, bool, bool) = (true, true, false);
const NOTHING: (bool, bool, bool) = (false, false, false);

#[test]
fn the_house_rules_hold_where_no_rule_does() {
    let of_a_user = Set { rules: Vec::new(), house: House::User { owner: 1001 } };
    for (who, in_system, in_user) in [
        (root(), ALL, ALL),
        (admin(), ALL, NOTHING),
        (member(), USE, ALL),
        (stranger(), NOTHING, NOTHING),
        (keyed(), USE, USE),
        (Who::default(), NOTHING, NOTHING),
    ] {
        assert_eq!(may(&system(&[]), &who), in_system, "{who:?}");
        assert_eq!(may(&of_a_user, &who), in_user, "{who:?}");
    }
}

#[test]
fn all_that_a_rule_names_must_match() {
    let rule = |change: fn(&mut Rule)| {
        let mut rule = Rule { manage: Some(true), ..Rule::default() };
        change(&mut rule);
        rule
    };
    for (rule, matches) in [
        (rule(|rule| rule.uid = Some(1001)), true),
        (rule(|rule| rule.uid = Some(1002)), false),
        (rule(|rule| rule.user = Some("mia".to_owned())), true),
        (rule(|rule| rule.user = Some("mi".to_owned())), false),
        (rule(|rule| rule.gid = Some(SOCKET_GID)), true),
        (rule(|rule| rule.gid = Some(0)), false),
        (rule(|rule| rule.group = Some("edged".to_owned())), true),
        (rule(|rule| rule.group = Some("mail".to_owned())), false),
        (rule(|rule| rule.key = Some("laptop".to_owned())), false),
        (rule(|rule| (rule.uid, rule.group) = (Some(1001), Some("edged".to_owned()))), true),
        (rule(|rule| (rule.uid, rule.group) = (Some(1001), Some("mail".to_owned()))), false),
        (rule(|_| {}), false),
    ] {
        let policy = system(std::slice::from_ref(&rule));
        assert_eq!(policy.grant(&member()).manages(), matches, "{rule:?}");
    }
    let laptop =
        Rule { key: Some("laptop".to_owned()), tasks: Some(Vec::new()), ..Rule::default() };
    assert_eq!(may(&system(&[laptop]), &keyed()), NOTHING);
}

#[test]
fn the_first_rule_that_matches_decides() {
    let of = |uid, tasks: &[&str]| {
        let tasks = tasks.iter().map(|task| Pattern::new(task).unwrap()).collect();
        Rule { uid: Some(uid), tasks: Some(tasks), ..Rule::default() }
    };
    let policy = system(&[of(1003, &["dim-*", "intent"]), of(1003, &["any"]), of(1001, &[])]);
    let sam = stranger();
    let grant = policy.grant(&sam);
    for (name, allowed) in [("intent", true), ("dim-lights", true), ("any", false), ("", false)] {
        assert_eq!(grant.check(Action::Ask(name)).is_ok(), allowed, "{name}");
        assert_eq!(grant.may_ask(name), allowed, "{name}");
        assert_eq!(grant.check(Action::ReadTask(name)).is_ok(), allowed, "{name}");
    }
    let refused = |action| grant.check(action).unwrap_err().param;
    assert_eq!(refused(Action::Ask("any")).as_deref(), Some("model"));
    assert_eq!(refused(Action::ReadTask("any")).as_deref(), Some("task"));
    assert!(grant.enters() && !grant.manages());
    // A rule for somebody takes away, too.
    assert_eq!(may(&policy, &member()), NOTHING);
    assert_eq!(may(&policy, &admin()), ALL);
}

#[test]
fn to_manage_and_to_ask_are_two_things() {
    let nothing_to_ask =
        |manage| Rule { gid: Some(901), tasks: Some(Vec::new()), manage, ..Rule::default() };
    let manages_only = (false, true, true);
    assert_eq!(may(&system(&[nothing_to_ask(None)]), &admin()), manages_only);
    let policy = system(&[nothing_to_ask(None)]);
    assert!(policy.grant(&admin()).check(Action::ReadTask("any")).is_ok());
    assert_eq!(may(&system(&[nothing_to_ask(Some(true))]), &admin()), manages_only);
    assert_eq!(may(&system(&[nothing_to_ask(Some(false))]), &admin()), NOTHING);
    let raised = Rule { uid: Some(1001), manage: Some(true), ..Rule::default() };
    assert_eq!(may(&system(&[raised]), &member()), ALL);
    let lowered = Rule { uid: Some(0), manage: Some(false), ..Rule::default() };
    assert_eq!(may(&system(&[lowered]), &root()), USE);
}

#[test]
fn human_holds_and_agent_fills_in() {
    use Kind::{Agent, Human};
    for (rule, request, task, kind) in [
        (None, None, None, Agent),
        (None, None, Some(Human), Human),
        (None, Some(Agent), Some(Human), Agent),
        (Some(Human), None, None, Human),
        (Some(Human), Some(Agent), Some(Agent), Human),
        (Some(Agent), None, Some(Human), Agent),
        (Some(Agent), Some(Human), None, Human),
    ] {
        let policy = system(&[Rule { uid: Some(1001), kind: rule, ..Rule::default() }]);
        assert_eq!(
            policy.grant(&member()).kind(request, task),
            kind,
            "{rule:?} {request:?} {task:?}"
        );
    }
}

#[test]
fn batch_holds_and_interactive_fills_in() {
    use Priority::{Batch, Interactive};
    for (rule, request, task, priority) in [
        (None, None, None, Interactive),
        (None, None, Some(Batch), Batch),
        (None, Some(Interactive), Some(Batch), Interactive),
        (Some(Batch), None, None, Batch),
        (Some(Batch), Some(Interactive), Some(Interactive), Batch),
        (Some(Interactive), None, Some(Batch), Interactive),
        (Some(Interactive), Some(Batch), None, Batch),
    ] {
        let policy = system(&[Rule { uid: Some(1001), priority: rule, ..Rule::default() }]);
        assert_eq!(
            policy.grant(&member()).priority(request, task),
            priority,
            "{rule:?} {request:?} {task:?}"
        );
    }
}

#[test]
fn a_refusal_says_who_what_and_what_would_help() {
    let said = |policy: &Set, who: &Who, action| {
        let error = policy.grant(who).check(action).unwrap_err();
        assert_eq!(error.code, Code::NotPermitted);
        format!("{error} | {}", error.hint.as_deref().unwrap())
    };
    let house = system(&[]);
    assert_eq!(
        said(&house, &stranger(), Action::Ask("sim")),
        "user sam (uid 1003) may ask for nothing but health here | join the group edged \
         (`sudo usermod -aG edged sam`), then log in again"
    );
    assert_eq!(
        said(&house, &member(), Action::LoadModel),
        "user mia (uid 1001) may not load models | use sudo, or join the group edged-admin \
         (`sudo usermod -aG edged-admin mia`), then log in again"
    );
    let nameless = House::System { socket_gid: 900, socket_group: None };
    let nameless = Set { rules: Vec::new(), house: nameless };
    let nobody = Who { uid: Some(7), ..Who::default() };
    assert_eq!(
        said(&nameless, &nobody, Action::ReadStatus),
        "uid 7 may ask for nothing but health here | it takes membership in the socket's group, \
         which is gid 900"
    );
    let mine = Set { rules: Vec::new(), house: House::User { owner: 1001 } };
    assert!(said(&mine, &stranger(), Action::ReadTasks).ends_with("with `edged --user`"));
    assert_eq!(
        said(&mine, &keyed(), Action::PinModel),
        format!("the key `laptop` may not pin models | {}", refusal::NO_KEY_MANAGES)
    );
    let of_laptop = |manage| Rule { key: Some("laptop".to_owned()), manage, ..Rule::default() };
    assert!(
        said(&system(&[of_laptop(None)]), &keyed(), Action::UnloadModel)
            .ends_with(refusal::NO_KEY_MANAGES)
    );
    assert!(
        said(&system(&[of_laptop(Some(false))]), &keyed(), Action::UnloadModel)
            .ends_with(refusal::OPERATOR)
    );
    let tasks = Some(vec![Pattern::new("intent").unwrap(), Pattern::new("dim-*").unwrap()]);
    let narrow = system(&[Rule { uid: Some(1001), tasks, ..Rule::default() }]);
    let long = "x".repeat(500);
    assert_eq!(
        said(&narrow, &member(), Action::Ask(&long)),
        format!(
            "user mia (uid 1001) may not use `{}` | a [[policy]] of this machine lets it use: \
             intent, dim-*",
            "x".repeat(64)
        )
    );
}

/// Where edged runs with such a group, its members may ask; to join it would give far more than that.
#[test]
fn nobody_is_told_to_join_a_group_that_is_as_good_as_root() {
    for (gid, group) in
        [(0, Some("root")), (0, Some("apps")), (0, None), (27, Some("sudo")), (998, Some("docker"))]
    {
        let house = House::System { socket_gid: gid, socket_group: group.map(str::to_owned) };
        let policy = Set { rules: Vec::new(), house };
        let nobody = user(65_534, "nobody", &[(65_534, "nogroup")]);
        let hint = policy.grant(&nobody).refusal().hint.unwrap();
        assert!(!hint.contains("usermod") && !hint.contains("gid 0"), "{gid} {group:?}: {hint}");
        assert!(hint.contains("[[policy]]"), "{hint}");
    }
}

#[test]
fn a_rule_covers_those_about_the_same_and_about_fewer() {
    let rule = |uid, group: Option<&str>, unit: Option<&str>| Rule {
        uid,
        group: group.map(str::to_owned),
        unit: unit.map(|unit| UnitPattern::new(unit).unwrap()),
        ..Rule::default()
    };
    let wide = rule(None, Some("apps"), None);
    for (other, covered) in [
        (wide.clone(), true),
        (Rule { manage: Some(true), ..wide.clone() }, true),
        (rule(Some(7), Some("apps"), None), true),
        (rule(None, Some("apps"), Some("a.service")), true),
        (rule(None, Some("ops"), None), false),
        (rule(Some(7), None, None), false),
    ] {
        assert_eq!(wide.covers(&other), covered, "{other:?}");
    }
    let narrow = rule(None, Some("apps"), Some("a.service"));
    assert!(!narrow.covers(&wide) && !narrow.covers(&rule(None, Some("apps"), Some("b.service"))));
}

#[test]
fn a_call_too_many_is_told_when_to_come_back() {
    for (ms, seconds) in [(0, 1), (1, 1), (1000, 1), (1001, 2), (100_000_000, u16::MAX)] {
        assert_eq!(refusal::seconds(Duration::from_millis(ms)), seconds, "{ms} ms");
    }
    let limits =
        Limits { rate: Some(Rate { calls_per_minute: 30, burst: 1 }), concurrency: Some(3) };
    let wait = Duration::from_millis(1500);
    for (full, says, seconds) in [
        (Full::Rate { wait }, "the policy's rate is 30 calls per minute", 2),
        (Full::Concurrency, "the policy's concurrency is 3, and as many calls are open", 1),
        (Full::Callers, "the calls of 1024 callers are being counted, that is the limit", 1),
    ] {
        let error = full.refusal(limits);
        assert_eq!((error.code, error.retry_after_s), (Code::RateLimited, Some(seconds)));
        assert_eq!(error.message, says);
    }
}

#[test]
fn only_a_rule_with_limits_has_calls_counted() {
    let limits = Limits { rate: None, concurrency: Some(2) };
    let with = |limits| system(&[Rule { uid: Some(1001), limits, ..Rule::default() }]);
    assert_eq!(with(Limits::default()).grant(&member()).limits(), None);
    let (seat, counted) = with(limits).grant(&member()).limits().unwrap();
    assert_eq!((seat.uid, seat.key, counted), (Some(1001), None, limits));
    assert_eq!(with(limits).grant(&stranger()).limits(), None);
}

#[test]
fn the_calls_of_a_rule_stay_its_own_when_rules_come_and_go() {
    let limited = |calls| Limits { rate: None, concurrency: Some(calls) };
    let of_uid = |calls| Rule { uid: Some(1001), limits: limited(calls), ..Rule::default() };
    let of_gid = Rule { gid: member().gids.first().copied(), ..of_uid(1) };
    let other = Rule { uid: Some(1), ..of_uid(1) };
    let seat = |rules: &[Rule]| system(rules).grant(&member()).limits().unwrap().0;
    let before = seat(&[of_uid(2)]);
    assert_eq!(seat(&[other, of_uid(3)]), before, "moved, and with another limit");
    assert_ne!(seat(&[of_gid, of_uid(2)]), before, "in its place is another rule");
}
