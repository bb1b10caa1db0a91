//! What is wrong with policies that are good each for itself: tables that are never found, and tables about keys,
//! users and groups that are not there. Only together with the rest of the configuration, with what is in force
//! and with the accounts of the machine can it be said.
//!
//! A table that matches nobody restricts nobody, so it is refused where that can be. What came to be so under a
//! running edged is told instead: a key or an account that was taken away must not keep the files, and with them
//! the taking away, from being taken.

use super::live::Config;
use super::load::Loaded;
use super::policy::PolicyRule;
use super::source::{Source, short};
use super::table::nearest;
use crate::platform::Accounts;
use edge_api::admin::ConfigError;
use edge_core::policy::Rule;
use std::path::PathBuf;

/// What is taken while edged runs, and would not be at its start.
const REFUSED_LATER: &str = "the next start refuses it";

/// Where a table was said.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// `policy[1]`, as it is called in its own file.
    name: String,
    from: PathBuf,
    line: Option<usize>,
    /// Of its `key`, if it has one.
    key_line: Option<usize>,
}

/// All that is found. What is only doubtful is taken.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub faults: Vec<ConfigError>,
    pub warnings: Vec<ConfigError>,
}

impl Place {
    fn of(at: usize, source: &Source<'_>) -> Self {
        let name = format!("policy[{at}]");
        let (line, key_line) = (source.line_of(&name), source.line_of(&format!("{name}.key")));
        Self { from: source.from().to_owned(), name, line, key_line }
    }

    fn tell(&self, line: Option<usize>, message: String) -> ConfigError {
        ConfigError { file: self.from.clone(), line, message }
    }
}

/// Puts what a source says in front of what earlier ones have said, which is asked after it: of that, tables about
/// nobody else are replaced, and the numbers of the others are given back. Within one source such a table is a fault.
pub(super) fn merge(
    policy: &mut Vec<PolicyRule>,
    places: &mut Vec<Place>,
    earlier: Vec<PolicyRule>,
    source: &mut Source<'_>,
) -> Vec<usize> {
    let rules: Vec<Rule> = policy.iter().map(PolicyRule::rule).collect();
    for (at, rule) in rules.iter().enumerate() {
        if let Some(first) = rules[..at].iter().position(|first| first.covers(rule)) {
            let message = format!(
                "policy[{at}]: it is never found, because policy[{first}] is asked first and is about \
                 all whom it names"
            );
            source.fault_of(&format!("policy[{at}]"), message);
        }
    }
    let own = (0..policy.len()).map(|at| Place::of(at, source)).collect();
    let earlier_places = std::mem::replace(places, own);
    let mut kept = Vec::new();
    for (at, (table, place)) in earlier.into_iter().zip(earlier_places).enumerate() {
        let rule = table.rule();
        if !rules.iter().any(|own| own.covers(&rule)) {
            policy.push(table);
            places.push(place);
            kept.push(at);
        }
    }
    kept
}

/// A table about a key that is nowhere leaves the key alone that it was meant for. `running` is what is in force,
/// if anything is: a key that is known there was taken away, and its table is left over.
pub(super) fn about_keys(loaded: &Loaded, places: &[Place], running: Option<&Config>) -> Found {
    let mut found = Found::default();
    let keys = &loaded.settings.tcp.keys;
    for (table, place) in loaded.settings.top.policy.iter().zip(places) {
        let Some(key) = table.key.as_deref() else { continue };
        if keys.iter().any(|known| known.name == key) {
            continue;
        }
        let near = nearest(key, keys.iter().map(|known| &*known.name));
        let meant = near.map_or(String::new(), |near| format!(", did you mean {near}?"));
        // It may be the key itself.
        let said = short(key);
        let message = format!("{}.key is `{said}`, a name that tcp.keys does not have", place.name);
        if running.is_some_and(|now| knows_key(now, key)) {
            let message = format!("{message}: take this table away, {REFUSED_LATER}");
            found.warnings.push(place.tell(place.key_line, message));
        } else {
            found.faults.push(place.tell(place.key_line, message + &meant));
        }
    }
    found
}

fn knows_key(now: &Config, key: &str) -> bool {
    let of_table = |table: &PolicyRule| table.key.as_deref() == Some(key);
    now.settings.tcp.keys.iter().any(|known| known.name == key)
        || now.settings.top.policy.iter().any(of_table)
}

/// Accounts come and go without edged, so a table about one that is not there is only doubtful. One that says a
/// wrong number of a user that is there is a mistake, unless the number was right when it was taken.
pub(super) fn about_accounts(
    loaded: &Loaded,
    places: &[Place],
    running: Option<&Config>,
    accounts: &mut Accounts,
) -> Found {
    let mut found = Found::default();
    for (table, place) in loaded.settings.top.policy.iter().zip(places) {
        let name = &place.name;
        if let Some(group) = table.group.as_deref().filter(|group| !accounts.has_group(group)) {
            let message = format!(
                "{name}.group is `{}`, which /etc/group does not have: until it does, nobody is meant",
                short(group)
            );
            found.warnings.push(place.tell(place.line, message));
        }
        let Some(user) = table.user.as_deref() else { continue };
        if !accounts.has_user(user) {
            let message = format!(
                "{name}.user is `{}`, which /etc/passwd does not have: until it does, nobody is meant",
                short(user)
            );
            found.warnings.push(place.tell(place.line, message));
        } else if let Some(uid) =
            table.uid.filter(|uid| accounts.user(*uid).as_deref() != Some(user))
        {
            let message = format!(
                "{name}: nobody is meant, because in /etc/passwd uid {uid} is not `{}`",
                short(user)
            );
            let identity = table.rule().identity();
            let known =
                running.is_some_and(|now| now.rules.iter().any(|r| r.identity() == identity));
            if known {
                let message = format!("{message}: change it, {REFUSED_LATER}");
                found.warnings.push(place.tell(place.line, message));
            } else {
                found.faults.push(place.tell(place.line, message));
            }
        }
    }
    found
}

/// Whether what is said of it depends on the accounts of the machine.
pub(super) fn names_accounts(loaded: &Loaded) -> bool {
    loaded.settings.top.policy.iter().any(|table| table.user.is_some() || table.group.is_some())
}

#[cfg(test)]
#[path = "policies_tests.rs"]
mod tests;
