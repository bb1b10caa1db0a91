//! Who may do what. A caller is what the kernel (or a key) vouches for; the rules are those of the
//! configuration, in their order: the first that matches decides. Where none does, the house rules hold.
//!
//! Nothing here knows a socket, a file or the time. Health is no action: whoever has a connection may ask.

mod pattern;
mod rates;
mod refusal;
#[cfg(test)]
mod tests;

pub use pattern::{Pattern, PatternError, UNIT_NAME_BYTES_MAX, UnitPattern, UnitPatternError};
pub use rates::{CALLERS_MAX, Full, Limits, Rate, Rates, Seat};

use edge_api::ApiError;
use edge_api::edge::{Kind, Priority};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// Rules of all files together.
pub const RULES_MAX: usize = 256;
/// Patterns in one rule.
pub const PATTERNS_MAX: usize = 256;

/// Its members manage, if no rule says otherwise.
pub const ADMIN_GROUP: &str = "edged-admin";

/// Who is asking. What is not known of a caller matches no rule that names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    pub uid: Option<u32>,
    /// The name that belongs to `uid`.
    pub user: Option<Arc<str>>,
    /// The primary group and all others.
    pub gids: Vec<u32>,
    /// The names of those groups that have one.
    pub groups: Vec<Arc<str>>,
    /// The name of the key that it showed. Such a caller is a user of its own, whoever runs it.
    pub key: Option<Arc<str>>,
    /// The systemd unit of its process, once that has been asked for. It gives no right by itself.
    pub unit: Option<Arc<str>>,
}

/// Everything that is read or changed through edged, but for health.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action<'a> {
    /// To have a task or a model answer, named as the request does.
    Ask(&'a str),
    ReadStatus,
    ReadEvents,
    /// The names that may be asked, or what is installed.
    ReadModels,
    ReadTasks,
    /// All that the file of one task says.
    ReadTask(&'a str),
    /// With its paths and policies.
    ReadConfig,
    AddModel,
    RemoveModel,
    LoadModel,
    UnloadModel,
    PinModel,
    VerifyModel,
}

/// One `[[policy]]` table: whom it is about (all that is given must match), and what holds for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    pub uid: Option<u32>,
    pub user: Option<String>,
    pub gid: Option<u32>,
    pub group: Option<String>,
    pub key: Option<String>,
    /// Of those whom the above names, only the processes in such a unit.
    pub unit: Option<UnitPattern>,
    /// What may be asked; all, if left out.
    pub tasks: Option<Vec<Pattern>>,
    pub limits: Limits,
    pub kind: Option<Kind>,
    pub priority: Option<Priority>,
    /// Left out, the house rules say.
    pub manage: Option<bool>,
}

impl Rule {
    /// What tells rules apart: whom they are about. Of two about the same, only the first is ever found. A
    /// position would be another rule's once rules come or go.
    pub fn identity(&self) -> u64 {
        let Self { uid, user, gid, group, unit, key, .. } = self;
        // Not what holds for them.
        let Self { tasks: _, limits: _, kind: _, priority: _, manage: _, .. } = self;
        let mut hasher = DefaultHasher::new();
        (uid, user, gid, group, unit, key).hash(&mut hasher);
        hasher.finish()
    }

    /// Whether it is about all whom the other one is about: asked before that, it leaves it nobody.
    pub fn covers(&self, other: &Rule) -> bool {
        fn same<T: PartialEq>(this: &Option<T>, other: &Option<T>) -> bool {
            this.is_none() || this == other
        }
        same(&self.uid, &other.uid)
            && same(&self.user, &other.user)
            && same(&self.gid, &other.gid)
            && same(&self.group, &other.group)
            && same(&self.key, &other.key)
            && same(&self.unit, &other.unit)
    }

    fn matches(&self, who: &Who) -> bool {
        self.names(who) && self.unit.as_ref().is_none_or(|unit| who.is_in_unit(unit))
    }

    /// Whoever authorises is named, whatever unit they are in. A rule that names nobody matches nobody, nor does
    /// one that names a unit alone.
    fn names(&self, who: &Who) -> bool {
        let same = |wanted: Option<&str>, found: Option<&str>| {
            wanted.map(|wanted| found.is_some_and(|found| found == wanted))
        };
        let tests = [
            self.uid.map(|uid| who.uid == Some(uid)),
            same(self.user.as_deref(), who.user.as_deref()),
            self.gid.map(|gid| who.gids.contains(&gid)),
            self.group.as_deref().map(|group| who.is_in(group)),
            same(self.key.as_deref(), who.key.as_deref()),
        ];
        tests.iter().any(Option::is_some) && tests.iter().all(|test| *test != Some(false))
    }
}

impl Who {
    fn is_in(&self, group: &str) -> bool {
        self.groups.iter().any(|name| **name == *group)
    }

    fn is_in_unit(&self, unit: &UnitPattern) -> bool {
        self.unit.as_deref().is_some_and(|name| unit.matches(name))
    }
}

/// What holds where no rule does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum House {
    /// One user's own: the owner and root do all, nobody else anything.
    User { owner: u32 },
    /// The machine's: root and the admin group manage, members of the socket's group ask.
    System { socket_gid: u32, socket_group: Option<String> },
}

/// What holds for everybody, as it is set at the moment.
#[derive(Clone, Copy, Debug)]
pub struct Policy<'a> {
    /// In the order in which they are asked.
    pub rules: &'a [Rule],
    pub house: &'a House,
}

/// What one caller may do.
#[derive(Clone, Copy, Debug)]
pub struct Grant<'a> {
    house: &'a House,
    who: &'a Who,
    rule: Option<&'a Rule>,
    /// Something at least may be asked.
    asks: bool,
    manages: bool,
}

impl<'a> Policy<'a> {
    pub fn grant(self, who: &'a Who) -> Grant<'a> {
        let Policy { rules, house } = self;
        let rule = rules.iter().find(|rule| rule.matches(who));
        let (asks, manages) = house.grants(who);
        let Some(said) = rule else {
            return Grant { house, who, rule, asks, manages };
        };
        let asks = said.tasks.as_ref().is_none_or(|tasks| !tasks.is_empty());
        let manages = said.manage.unwrap_or(manages);
        Grant { house, who, rule, asks, manages }
    }

    /// Whether what holds for somebody depends on their unit, which costs something to find out.
    pub fn asks_unit(self, who: &Who) -> bool {
        let first = self.rules.iter().find(|rule| rule.names(who));
        who.unit.is_none() && first.is_some_and(|rule| rule.unit.is_some())
    }
}

impl House {
    /// Whether somebody may ask, and whether they may manage.
    fn grants(&self, who: &Who) -> (bool, bool) {
        // A key is handed out to ask with, whoever has it.
        if who.key.is_some() {
            return (true, false);
        }
        let root = who.uid == Some(0);
        match self {
            House::User { owner } => {
                let all = root || who.uid == Some(*owner);
                (all, all)
            }
            House::System { socket_gid, .. } => {
                let manages = root || who.is_in(ADMIN_GROUP);
                (manages || who.gids.contains(socket_gid), manages)
            }
        }
    }
}

impl<'a> Grant<'a> {
    pub fn check(&self, action: Action<'_>) -> Result<(), ApiError> {
        if self.grants(action) { Ok(()) } else { Err(refusal::of(self, action)) }
    }

    fn grants(&self, action: Action<'_>) -> bool {
        match action {
            Action::Ask(name) => self.may_ask(name),
            // With its system text, which is for those who work with it.
            Action::ReadTask(name) => self.works_with(name),
            Action::ReadStatus | Action::ReadEvents | Action::ReadModels | Action::ReadTasks => {
                self.enters()
            }
            Action::ReadConfig
            | Action::AddModel
            | Action::RemoveModel
            | Action::LoadModel
            | Action::UnloadModel
            | Action::PinModel
            | Action::VerifyModel => self.manages,
        }
    }

    /// Anything but health.
    pub fn enters(&self) -> bool {
        self.asks || self.manages
    }

    /// Why somebody is refused all but health.
    pub fn refusal(&self) -> ApiError {
        refusal::of(self, Action::ReadStatus)
    }

    pub fn manages(&self) -> bool {
        self.manages
    }

    pub fn may_ask(&self, name: &str) -> bool {
        let tasks = self.rule.and_then(|rule| rule.tasks.as_ref());
        self.asks && tasks.is_none_or(|tasks| tasks.iter().any(|task| task.matches(name)))
    }

    /// Whose name it is to know: whoever may ask for it, and who manages.
    pub fn works_with(&self, name: &str) -> bool {
        self.manages || self.may_ask(name)
    }

    /// The kind of a call. `human` is the stricter one, so where a rule says it no request can undo it;
    /// a rule's `agent` holds for requests that say nothing.
    pub fn kind(&self, request: Option<Kind>, task: Option<Kind>) -> Kind {
        let rule = self.rule.and_then(|rule| rule.kind);
        match rule {
            Some(Kind::Human) => Kind::Human,
            Some(Kind::Agent) | None => request.or(rule).or(task).unwrap_or_default(),
        }
    }

    /// Which calls of it go first. `batch` is the more modest one, so where a rule says it no request can undo
    /// it; a rule's `interactive` holds for requests that say nothing.
    pub fn priority(&self, request: Option<Priority>, task: Option<Priority>) -> Priority {
        let rule = self.rule.and_then(|rule| rule.priority);
        match rule {
            Some(Priority::Batch) => Priority::Batch,
            Some(Priority::Interactive) | None => request.or(rule).or(task).unwrap_or_default(),
        }
    }

    /// How much it may ask, and the place where that is counted; `None` if nothing is.
    pub fn limits(&self) -> Option<(Seat, Limits)> {
        let rule = self.rule.filter(|rule| rule.limits != Limits::default())?;
        let (uid, key) = (self.who.uid, self.who.key.clone());
        Some((Seat { rule: rule.identity(), uid, key }, rule.limits))
    }
}
