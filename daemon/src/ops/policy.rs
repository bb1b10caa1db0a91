//! What `core::policy` decides, asked here and carried out: every operation begins with `may` or `admit`.

use super::{Caller, Ops};
use crate::platform::Accounts;
use edge_api::edge::{Kind, Priority};
use edge_api::error::ApiError;
use edge_api::event::Event;
use edge_core::policy::{Action, Grant, House, Policy, Rates, Seat};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use tokio::net::UnixStream;

/// What the settings do not know of who may do what, and the calls that are counted under their rules.
#[derive(Debug)]
pub(super) struct Gate {
    house: House,
    rates: Counts,
}

type Counts = Arc<Mutex<Rates>>;

impl Gate {
    pub(super) fn new(house: House) -> Self {
        Self { house, rates: Counts::default() }
    }
}

/// A caller who may make this call, which counts as open until it is dropped.
#[derive(Debug)]
pub(crate) struct Permit {
    pub(super) caller: Caller,
    counted: Option<(Counts, Seat)>,
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let Some((rates, seat)) = &self.counted {
            locked(rates).give_back(seat);
        }
    }
}

fn locked(rates: &Counts) -> MutexGuard<'_, Rates> {
    rates.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What somebody gets to see of events.
#[derive(Debug)]
pub(crate) struct View {
    all: bool,
    own: Option<String>,
}

impl View {
    /// Whose call it is, and to what, is the business of its caller and of whoever manages. For others the
    /// event stays without it, so that the numbers of events have no gaps.
    pub(crate) fn of(&self, event: Event) -> Event {
        let own = self.own.is_some() && event.caller == self.own;
        if self.all || own || event.call.is_none() {
            return event;
        }
        let event = Event { call: None, model: None, task: None, ..event };
        // Which model a worker has stands in the status.
        Event { caller: None, worker_pid: None, reason: None, ..event }
    }
}

impl Ops {
    /// Who has connected. Its process is held if it will matter which unit that is in.
    pub(crate) fn caller_at(&self, stream: &UnixStream, accounts: &mut Accounts) -> Caller {
        let caller = Caller::at(stream, accounts);
        if self.asks_unit(&caller) { caller.holding(stream) } else { caller }
    }

    /// As the caller is known when all has been asked that its rights depend on. That takes a moment until there
    /// is an answer, and then none for the life of a connection.
    pub(crate) async fn settled(&self, caller: Caller) -> Caller {
        if self.asks_unit(&caller) { caller.in_unit(&self.inner.systemd).await } else { caller }
    }

    /// Whether its rights hang on a unit that may still become known.
    pub(super) fn awaits_unit(&self, caller: &Caller) -> bool {
        caller.awaits_unit() && self.asks_unit(caller)
    }

    fn asks_unit(&self, caller: &Caller) -> bool {
        self.with_policy(|policy| policy.asks_unit(caller.who()))
    }

    /// By the rules of this moment.
    fn with_policy<T>(&self, ask: impl FnOnce(Policy<'_>) -> T) -> T {
        let config = self.inner.live.now();
        ask(Policy { rules: &config.rules, house: &self.inner.gate.house })
    }

    pub(super) fn with_grant<T>(&self, caller: &Caller, ask: impl FnOnce(Grant<'_>) -> T) -> T {
        self.with_policy(|policy| ask(policy.grant(caller.who())))
    }

    pub(crate) fn may(&self, caller: &Caller, action: Action<'_>) -> Result<(), ApiError> {
        self.with_grant(caller, |grant| grant.check(action))
    }

    /// Whether a caller has any business here besides asking for health.
    pub(crate) fn may_enter(&self, caller: &Caller) -> Result<(), ApiError> {
        self.with_grant(caller, |grant| if grant.enters() { Ok(()) } else { Err(grant.refusal()) })
    }

    /// Before a call's content is judged: whether its caller may ask for this name, and now. A call without
    /// a name is counted, and refused later for what it lacks.
    pub(crate) fn admit(&self, caller: &Caller, name: Option<&str>) -> Result<Permit, ApiError> {
        let limits = self.with_grant(caller, |grant| match name {
            Some(name) => grant.check(Action::Ask(name)).map(|()| grant.limits()),
            None if grant.enters() => Ok(grant.limits()),
            None => Err(grant.refusal()),
        })?;
        let mut permit = Permit { caller: caller.clone(), counted: None };
        if let Some((seat, limits)) = limits {
            let rates = &self.inner.gate.rates;
            let taken = locked(rates).take(&seat, limits, Instant::now());
            taken.map_err(|full| full.refusal(limits))?;
            permit.counted = Some((Arc::clone(rates), seat));
        }
        Ok(permit)
    }

    /// What kind of call it is, by what is said of its caller, in the request and by its task.
    pub(super) fn kind(&self, permit: &Permit, request: Option<Kind>, task: Option<Kind>) -> Kind {
        self.with_grant(&permit.caller, |grant| grant.kind(request, task))
    }

    /// Likewise, whether it goes first.
    pub(super) fn priority(
        &self,
        permit: &Permit,
        request: Option<Priority>,
        task: Option<Priority>,
    ) -> Priority {
        self.with_grant(&permit.caller, |grant| grant.priority(request, task))
    }

    /// Whether the key that somebody came in with, if any, still opens the door.
    fn knows_key(&self, caller: &Caller) -> bool {
        let config = self.inner.live.now();
        let name = caller.who().key.as_deref();
        let mut keys = config.settings.tcp.keys.iter();
        name.is_none_or(|name| keys.any(|key| key.name == name && key.sha256 == caller.key_hash()))
    }

    /// For one look: who looks again asks again.
    pub(crate) fn view_events(&self, caller: &Caller) -> Result<View, ApiError> {
        let knows_key = self.knows_key(caller);
        self.with_grant(caller, |grant| {
            if !knows_key {
                return Err(grant.refusal());
            }
            grant.check(Action::ReadEvents)?;
            Ok(View { all: grant.manages(), own: caller.label() })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use edge_api::event::{EventKind, Outcome};

    #[test]
    fn of_the_calls_of_others_only_that_there_was_one_is_seen() {
        let call = |caller: Option<&str>| Event {
            seq: 7,
            time: 1.0,
            kind: EventKind::CallEnded,
            call: Some("c".to_owned()),
            model: Some("m".to_owned()),
            task: Some("t".to_owned()),
            caller: caller.map(str::to_owned),
            worker_pid: Some(42),
            step: Some(3),
            outcome: Some(Outcome::Ok),
            reason: Some("why".to_owned()),
        };
        let (own, other, unknown) = (call(Some("uid=1")), call(Some("uid=2")), call(None));
        let blank = |event: &Event| {
            let event = event.clone();
            let event = Event { call: None, model: None, task: None, ..event };
            Event { caller: None, worker_pid: None, reason: None, ..event }
        };
        let view = View { all: false, own: Some("uid=1".to_owned()) };
        assert_eq!(view.of(own.clone()), own);
        assert_eq!(view.of(other.clone()), blank(&other));
        assert_eq!(view.of(unknown.clone()), blank(&unknown));
        let of_a_model = Event { call: None, kind: EventKind::ModelState, ..other.clone() };
        assert_eq!(view.of(of_a_model.clone()), of_a_model);
        // Who is nobody owns nothing.
        assert_eq!(View { all: false, own: None }.of(unknown.clone()), blank(&unknown));
        assert_eq!(View { all: true, own: None }.of(other.clone()), other);
    }
}
