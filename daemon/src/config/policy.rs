//! `[[policy]]`: whom a table is about, and what holds for them.

use super::source::{Source, short};
use super::table::tables;
use super::value::{Free, Is, Unread, Value, parsed};
use edge_api::edge::{Kind, Priority};
use edge_core::policy::{Limits, PATTERNS_MAX, Pattern, Rate, Rule, UnitPattern};
use serde_json::{Value as Json, json};
use std::fmt::Display;
use std::ops::RangeInclusive;
use toml::Spanned;
use toml::de::DeValue;

const BURST_CALLS: RangeInclusive<u32> = 1..=10_000;
/// The greatest means nobody to the kernel.
const ID: RangeInclusive<u32> = 0..=u32::MAX - 1;
const ACCOUNT_BYTES_MAX: usize = 256;
/// What may come at once where no `burst` is given: the calls of ten seconds.
const BURST_DIVISOR: u32 = 6;

const ACCOUNT: Is<String> =
    Is("of 1 to 256 bytes", |name| !name.is_empty() && name.len() <= ACCOUNT_BYTES_MAX);
const PATTERNS: Is<Vec<Pattern>> =
    Is("a list of at most 256", |patterns| patterns.len() <= PATTERNS_MAX);

tables! {
    /// One `[[policy]]` names somebody by one of the first five keys or more, which must all match; `key` stands
    /// alone. `unit` narrows that down. A table that can match nobody is refused, or told where that may change.
    PolicyRule where Self::unfit; {
        /// A user, by number.
        uid: Option<u32> = None, ID, Live;
        /// A user, by name, of `/etc/passwd`.
        user: Option<String> = None, ACCOUNT, Live;
        /// A group, by number; of its members the first or any other.
        gid: Option<u32> = None, ID, Live;
        /// A group, by name, of `/etc/group`.
        group: Option<String> = None, ACCOUNT, Live;
        /// A program that comes in over `tcp.listen`, by the name of its key in `tcp.keys`.
        key: Option<String> = None, ACCOUNT, Live;
        /// Only their processes in this systemd unit, `*` for any characters. It authorises nobody: a user or a
        /// group stands beside it.
        unit: Option<UnitPattern> = None, Free, Live;
        /// The tasks and models that may be asked, `*` for any characters; left out: all; []: none.
        tasks: Option<Vec<Pattern>> = None, PATTERNS, Live;
        /// Calls per minute; one more is answered 429.
        rate: Option<u32> = None, 1..=100_000, Live;
        /// Of these, how many may come at once; left out: a sixth of `rate`, at least 1 and at most
        /// 10000.
        burst: Option<u32> = None, BURST_CALLS, Live;
        /// Calls that may be open at once; one more is answered 429.
        concurrency: Option<u32> = None, 1..=1_024, Live;
        /// Of which kind the calls are: `human` whatever they say, `agent` if they say nothing.
        kind: Option<Kind> = None, Free, Live;
        /// Which of the calls go first: `batch` whatever they say, `interactive` if they say nothing.
        priority: Option<Priority> = None, Free, Live;
        /// Whether models may be added, removed, loaded, unloaded, pinned and verified; left out: as it is for
        /// everybody.
        manage: Option<bool> = None, Free, Live;
    }
}

impl PolicyRule {
    fn unfit(&self) -> Option<String> {
        let account =
            self.uid.is_some() || self.user.is_some() || self.gid.is_some() || self.group.is_some();
        if self.unit.is_some() && self.key.is_some() {
            let why = "who comes in with a `key` has no `unit` that is known: name one of the two";
            return Some(why.to_owned());
        }
        if self.key.is_some() && account {
            let why = "who comes in with a `key` is no user and in no group: give the `key` alone";
            return Some(why.to_owned());
        }
        if self.unit.is_some() && !account {
            let why = "a `unit` only narrows, the user and the groups authorise: give `uid`, `user`, `gid` or \
                       `group` beside it";
            return Some(why.to_owned());
        }
        if !account && self.key.is_none() {
            return Some("it names nobody: give `uid`, `user`, `gid`, `group` or `key`".to_owned());
        }
        let lone = self.burst.is_some() && self.rate.is_none();
        lone.then(|| "burst needs a `rate` beside it".to_owned())
    }

    pub(super) fn rule(&self) -> Rule {
        let Self { uid, gid, rate, burst, concurrency, kind, priority, manage, .. } = *self;
        let rate = rate.map(|calls_per_minute| {
            let burst = burst.unwrap_or(calls_per_minute / BURST_DIVISOR);
            Rate { calls_per_minute, burst: burst.clamp(*BURST_CALLS.start(), *BURST_CALLS.end()) }
        });
        Rule {
            uid,
            user: self.user.clone(),
            gid,
            group: self.group.clone(),
            key: self.key.clone(),
            unit: self.unit.clone(),
            tasks: self.tasks.clone(),
            limits: Limits { rate, concurrency },
            kind,
            priority,
            manage,
        }
    }
}

fn no_name(text: &str, error: &dyn Display) -> String {
    format!("is `{}`: {error}", short(text))
}

impl Value for Pattern {
    fn kind() -> String {
        "a name with or without `*`".to_owned()
    }

    fn read(
        value: &Spanned<DeValue<'_>>,
        key: &str,
        source: &mut Source<'_>,
    ) -> Result<Self, Unread> {
        parsed(value, key, source, |text| Pattern::new(text).map_err(|error| no_name(text, &error)))
    }

    fn show(&self) -> Json {
        json!(self.as_str())
    }
}

impl Value for UnitPattern {
    fn kind() -> String {
        "the name of a service or a scope, with or without `*`".to_owned()
    }

    fn read(
        value: &Spanned<DeValue<'_>>,
        key: &str,
        source: &mut Source<'_>,
    ) -> Result<Self, Unread> {
        parsed(value, key, source, |text| {
            UnitPattern::new(text).map_err(|error| no_name(text, &error))
        })
    }

    fn show(&self) -> Json {
        json!(self.as_str())
    }
}

#[cfg(test)]
#[path = "policy_tests.rs"]
mod tests;
