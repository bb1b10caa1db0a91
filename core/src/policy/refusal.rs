//! The wording of refusals: who is refused what, and what would help. What a refused caller named is
//! repeated, never what there is.

use super::rates::{CALLERS_MAX, Full, Limits};
use super::{ADMIN_GROUP, Action, Grant, House, Who};
use edge_api::{ApiError, Code};
use std::time::Duration;

/// How many of a rule's own patterns a hint repeats.
const PATTERNS_SHOWN_MAX: usize = 8;
const NAME_CHARS_SHOWN_MAX: usize = 64;
/// Who is in one of these is as good as root, or reads what is root's: nobody is told to join, not even where
/// edged runs with one. Without a name, gid 0 is the first of them.
const POWERFUL_GROUPS: [&str; 14] = [
    "root",
    "wheel",
    "sudo",
    "admin",
    "adm",
    "docker",
    "podman",
    "lxd",
    "incus",
    "incus-admin",
    "libvirt",
    "disk",
    "shadow",
    "kmem",
];

pub(super) fn of(grant: &Grant<'_>, action: Action<'_>) -> ApiError {
    let name = caller(grant.who);
    if !grant.enters() {
        let message = format!("{name} may ask for nothing but health here");
        return refused(message, &way_in(grant));
    }
    let what = match action {
        Action::Ask(wanted) => return not_this(grant, &name, wanted).param("model"),
        Action::ReadTask(wanted) => return not_this(grant, &name, wanted).param("task"),
        Action::ReadStatus => "read the status",
        Action::ReadEvents => "read events",
        Action::ReadModels => "list models",
        Action::ReadTasks => "list tasks",
        Action::ReadConfig => "read the configuration",
        Action::AddModel => "add models",
        Action::RemoveModel => "remove models",
        Action::LoadModel => "load models",
        Action::UnloadModel => "unload models",
        Action::PinModel => "pin models",
        Action::VerifyModel => "verify models",
    };
    refused(format!("{name} may not {what}"), &way_up(grant))
}

fn not_this(grant: &Grant<'_>, name: &str, wanted: &str) -> ApiError {
    let wanted: String = wanted.chars().take(NAME_CHARS_SHOWN_MAX).collect();
    refused(format!("{name} may not use `{wanted}`"), &patterns(grant))
}

impl Full {
    /// What the caller is told of a call that is one too many.
    pub fn refusal(self, limits: Limits) -> ApiError {
        let max = |max: Option<u32>| max.unwrap_or_default();
        let (message, wait) = match self {
            Full::Rate { wait } => {
                let rate = max(limits.rate.map(|rate| rate.calls_per_minute));
                (format!("the policy's rate is {rate} calls per minute"), wait)
            }
            Full::Concurrency => {
                let calls = max(limits.concurrency);
                (format!("the policy's concurrency is {calls}, and as many calls are open"), AGAIN)
            }
            Full::Callers => (
                format!("the calls of {CALLERS_MAX} callers are being counted, that is the limit"),
                AGAIN,
            ),
        };
        ApiError::new(Code::RateLimited, message)
            .hint("try again after the time in the Retry-After header")
            .retry_after_s(seconds(wait))
    }
}

/// At least one, and never too short: who comes back earlier is refused again.
pub(super) fn seconds(wait: Duration) -> u16 {
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    u16::try_from(seconds.max(1)).unwrap_or(u16::MAX)
}

/// Where nothing says when there will be room.
const AGAIN: Duration = Duration::from_secs(1);

fn refused(message: String, hint: &str) -> ApiError {
    ApiError::new(Code::NotPermitted, message).hint(hint)
}

fn caller(who: &Who) -> String {
    // Known only if a rule about this caller asks for it, so it may be why.
    let unit = who.unit.as_ref().map_or(String::new(), |unit| format!(" in {unit}"));
    match (&who.key, &who.user, who.uid) {
        (Some(key), _, _) => format!("the key `{key}`"),
        (None, Some(user), Some(uid)) => format!("user {user} (uid {uid}){unit}"),
        (None, _, Some(uid)) => format!("uid {uid}{unit}"),
        (None, _, None) => "a caller whom the kernel does not name".to_owned(),
    }
}

fn way_in(grant: &Grant<'_>) -> String {
    if grant.rule.is_some() {
        return OPERATOR.to_owned();
    }
    match grant.house {
        House::User { owner } => {
            format!(
                "this edged serves uid {owner} alone: start one of your own with `edged --user`"
            )
        }
        House::System { socket_gid: 0, .. } => POLICY.to_owned(),
        House::System { socket_group: Some(group), .. } => {
            match POWERFUL_GROUPS.contains(&&**group) {
                true => POLICY.to_owned(),
                false => join(group, grant.who),
            }
        }
        House::System { socket_gid, socket_group: None } => {
            format!("it takes membership in the socket's group, which is gid {socket_gid}")
        }
    }
}

fn way_up(grant: &Grant<'_>) -> String {
    let said = grant.rule.and_then(|rule| rule.manage);
    if said.is_some() {
        return OPERATOR.to_owned();
    }
    if grant.who.key.is_some() {
        return NO_KEY_MANAGES.to_owned();
    }
    match grant.house {
        House::User { owner } => format!("this edged belongs to uid {owner}"),
        House::System { .. } => format!("use sudo, or {}", join(ADMIN_GROUP, grant.who)),
    }
}

pub(super) const OPERATOR: &str = "a [[policy]] of this machine says so: ask whoever runs it";
const POLICY: &str = "whoever runs this machine can let you in with a [[policy]]";
pub(super) const NO_KEY_MANAGES: &str = "no key manages unless a [[policy]] with `manage = true` says so: ask whoever runs this machine";

fn join(group: &str, who: &Who) -> String {
    let user = who.user.as_deref().unwrap_or("NAME");
    format!("join the group {group} (`sudo usermod -aG {group} {user}`), then log in again")
}

fn patterns(grant: &Grant<'_>) -> String {
    let tasks = grant.rule.and_then(|rule| rule.tasks.as_deref()).unwrap_or_default();
    if tasks.is_empty() {
        return OPERATOR.to_owned();
    }
    let shown: Vec<&str> =
        tasks.iter().take(PATTERNS_SHOWN_MAX).map(|task| task.as_str()).collect();
    let more = if tasks.len() > shown.len() { ", .." } else { "" };
    format!("a [[policy]] of this machine lets it use: {}{more}", shown.join(", "))
}
