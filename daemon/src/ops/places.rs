//! The places of connections: how many there are, and what share of them those have who may do nothing here, or of
//! whom that is not known yet.

use super::{Caller, Ops};
use edge_api::error::{ApiError, Code};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Of `limits.connections_max`, what those hold at most together who may ask for nothing but health.
const STRANGERS_SHARE: usize = 8;
/// Likewise, those who get in by their unit alone, as long as it is not known.
const UNSETTLED_SHARE: usize = 2;

/// What a connection's caller may do, as far as it matters for its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Footing {
    /// Something; or it says with each request who it is, as over TCP.
    Guest,
    /// Nothing yet: that hangs on a unit which systemd has not named so far.
    Unsettled,
    /// Nothing but ask for health.
    Stranger,
}

const FOOTINGS: usize = 3;

/// How many places are taken, by footing.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    taken: Arc<Mutex<[usize; FOOTINGS]>>,
}

/// A counted connection.
#[derive(Debug)]
pub(crate) struct Connection {
    places: Places,
    footing: Mutex<Footing>,
}

impl Footing {
    /// Beside the limit on all connections.
    fn places_max(self, connections_max: usize) -> usize {
        match self {
            Footing::Guest => connections_max,
            Footing::Unsettled => (connections_max / UNSETTLED_SHARE).max(1),
            Footing::Stranger => (connections_max / STRANGERS_SHARE).max(1),
        }
    }

    fn who(self) -> &'static str {
        match self {
            Footing::Guest => "callers",
            Footing::Unsettled => "callers whose systemd unit decides, and is not known yet",
            Footing::Stranger => "callers who may ask for nothing but health",
        }
    }

    /// Refuses one more than its share.
    fn check(self, taken: [usize; FOOTINGS], connections_max: usize) -> Result<(), ApiError> {
        let places_max = self.places_max(connections_max);
        if taken[self as usize] < places_max {
            return Ok(());
        }
        let message = format!(
            "{places_max} connections are open of {}, which is all they may have together",
            self.who()
        );
        Err(ApiError::new(Code::TooManyConnections, message).hint("try again in a moment"))
    }
}

impl Places {
    pub(super) fn taken(&self) -> usize {
        self.locked().iter().sum()
    }

    fn take(&self, footing: Footing, connections_max: usize) -> Result<Connection, ApiError> {
        let mut taken = self.locked();
        if taken.iter().sum::<usize>() >= connections_max {
            let message = format!(
                "{connections_max} connections are open, limits.connections_max is {connections_max}"
            );
            return Err(ApiError::new(Code::TooManyConnections, message)
                .hint("close idle connections, or try again in a moment"));
        }
        footing.check(*taken, connections_max)?;
        taken[footing as usize] += 1;
        Ok(Connection { places: self.clone(), footing: Mutex::new(footing) })
    }

    fn locked(&self) -> MutexGuard<'_, [usize; FOOTINGS]> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connection {
    /// Who turns out to be a guest keeps the place; for others there has to be one of their share.
    fn become_one(&self, footing: Footing, connections_max: usize) -> Result<(), ApiError> {
        let mut own = self.footing.lock().unwrap_or_else(PoisonError::into_inner);
        if *own == footing {
            return Ok(());
        }
        let mut taken = self.places.locked();
        if footing != Footing::Guest {
            footing.check(*taken, connections_max)?;
        }
        taken[*own as usize] -= 1;
        taken[footing as usize] += 1;
        *own = footing;
        Ok(())
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let own = *self.footing.get_mut().unwrap_or_else(PoisonError::into_inner);
        self.places.locked()[own as usize] -= 1;
    }
}

impl Ops {
    /// Counts a connection for as long as the guard lives.
    pub(crate) fn connect(&self, caller: Option<&Caller>) -> Result<Connection, ApiError> {
        let footing = caller.map_or(Footing::Guest, |caller| self.footing(caller));
        self.inner.places.take(footing, self.connections_max())
    }

    /// Counts it as what its caller is by now: who does not get in by their unit is a stranger like others.
    pub(crate) fn recount(&self, connection: &Connection, caller: &Caller) -> Result<(), ApiError> {
        connection.become_one(self.footing(caller), self.connections_max())
    }

    fn footing(&self, caller: &Caller) -> Footing {
        match self.may_enter(caller) {
            Ok(()) => Footing::Guest,
            Err(_) if self.awaits_unit(caller) => Footing::Unsettled,
            Err(_) => Footing::Stranger,
        }
    }

    fn connections_max(&self) -> usize {
        self.inner.live.now().settings.limits.connections_max
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Footing::{Guest, Stranger, Unsettled};

    const MAX: usize = 16;

    fn take(places: &Places, footing: Footing, count: usize) -> Vec<Connection> {
        (0..count).map(|_| places.take(footing, MAX).unwrap()).collect()
    }

    fn refusal<T: std::fmt::Debug>(refused: Result<T, ApiError>) -> String {
        let error = refused.unwrap_err();
        assert_eq!(error.code, Code::TooManyConnections);
        error.message
    }

    #[test]
    fn each_footing_has_its_share_and_no_more() {
        let places = Places::default();
        let strangers = take(&places, Stranger, 2);
        assert!(refusal(places.take(Stranger, MAX)).contains("nothing but health"));
        let unsettled = take(&places, Unsettled, 8);
        assert!(refusal(places.take(Unsettled, MAX)).contains("unit"));
        let guests = take(&places, Guest, 6);
        assert!(refusal(places.take(Guest, MAX)).contains("limits.connections_max is 16"));
        drop((strangers, unsettled, guests));
        assert_eq!(places.taken(), 0);
        take(&places, Guest, MAX);
    }

    #[test]
    fn who_is_settled_counts_as_what_they_are() {
        let places = Places::default();
        let unsettled = take(&places, Unsettled, 8);
        for one in &unsettled[..2] {
            one.become_one(Stranger, MAX).unwrap();
            one.become_one(Stranger, MAX).unwrap();
        }
        assert!(refusal(unsettled[2].become_one(Stranger, MAX)).contains("nothing but health"));
        let others = take(&places, Unsettled, 2);
        unsettled[3].become_one(Guest, MAX).unwrap();
        unsettled[0].become_one(Guest, MAX).unwrap();
        unsettled[2].become_one(Stranger, MAX).unwrap();
        assert_eq!(*places.locked(), [2, 6, 2]);
        drop((unsettled, others));
        assert_eq!(*places.locked(), [0; FOOTINGS]);
    }

    #[test]
    fn where_there_are_few_places_each_footing_has_one() {
        for max in [1, 2, 4] {
            for footing in [Guest, Unsettled, Stranger] {
                Places::default().take(footing, max).unwrap();
            }
        }
    }
}
