//! Who is asking, settled once per connection.

use crate::config::KeyHash;
use crate::dbus::{NoAnswer, Systemd};
use crate::platform::{self, Accounts, Process};
use edge_core::policy::Who;
use edge_core::queue::CallerKey;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::UnixStream;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// No uid has this bit.
const BEYOND_UIDS: u64 = 1 << 63;
/// When systemd has not answered, a connection lets so long pass before a request of it waits for that again.
const ASK_AGAIN_AFTER: Duration = Duration::from_secs(5);

/// A small handle, as each request of a connection needs one.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    who: Arc<Who>,
    /// Whose unit may still be asked for.
    process: Option<Arc<Mutex<Held>>>,
    key_hash: Option<KeyHash>,
}

/// Two are one if the same is known of them.
impl PartialEq for Caller {
    fn eq(&self, other: &Self) -> bool {
        self.who == other.who
    }
}

/// The process that has connected, until systemd has said which unit it is in; then what it said.
#[derive(Debug)]
enum Held {
    Unsettled { process: Process, in_vain: Option<Instant> },
    Settled(Arc<Who>),
}

impl Caller {
    /// Of whom the kernel knows nothing is nobody, and nobody may do anything.
    pub(crate) fn at(stream: &UnixStream, accounts: &mut Accounts) -> Self {
        let who = match platform::peer(stream) {
            Ok(peer) => Who {
                uid: Some(peer.uid),
                user: accounts.user(peer.uid),
                groups: accounts.groups(&peer.gids),
                gids: peer.gids,
                key: None,
                unit: None,
            },
            Err(error) => {
                tracing::warn!(%error, "the kernel does not say who a caller is");
                Who::default()
            }
        };
        Self { who: Arc::new(who), process: None, key_hash: None }
    }

    /// A process that cannot be held is in no unit that is known.
    pub(super) fn holding(self, stream: &UnixStream) -> Self {
        let process = platform::process(stream).unwrap_or_else(|error| {
            tracing::debug!(%error, "the process of a caller cannot be held");
            None
        });
        let held = process.map(|process| Held::Unsettled { process, in_vain: None });
        Self { process: held.map(|held| Arc::new(Mutex::new(held))), ..self }
    }

    /// With the unit that systemd says its process is in. Who had connected before that mattered, and whom
    /// systemd does not know, stays as they were. Only an answer is kept: where none came, a later request asks
    /// again.
    pub(super) async fn in_unit(self, systemd: &Systemd) -> Self {
        let Some(held) = self.process.clone() else { return self };
        let mut held = held.lock().await;
        if let Held::Unsettled { process, in_vain } = &mut *held
            && in_vain.is_none_or(|at| at.elapsed() >= ASK_AGAIN_AFTER)
        {
            match systemd.unit_of(process).await {
                Ok(unit) => *held = Held::Settled(Arc::new(Who { unit, ..Who::clone(&self.who) })),
                Err(NoAnswer) => *in_vain = Some(Instant::now()),
            }
        }
        match &*held {
            Held::Settled(who) => Self { who: Arc::clone(who), process: None, ..self },
            Held::Unsettled { .. } => self,
        }
    }

    /// Whether systemd may still say which unit its process is in.
    pub(super) fn awaits_unit(&self) -> bool {
        self.process.is_some()
    }

    /// Who came in with a key; nothing else is known of it.
    pub(crate) fn with_key(name: &str, hash: KeyHash) -> Self {
        let who = Who { key: Some(name.into()), ..Who::default() };
        Self { who: Arc::new(who), process: None, key_hash: Some(hash) }
    }

    /// The hash of the key that it came in with.
    pub(super) fn key_hash(&self) -> Option<KeyHash> {
        self.key_hash
    }

    pub(super) fn who(&self) -> &Who {
        &self.who
    }

    pub(crate) fn uid(&self) -> Option<u32> {
        self.who.uid
    }

    /// What the queue tells callers apart by. All of whom nothing is known are one.
    pub(super) fn key(&self) -> CallerKey {
        CallerKey(match (&self.who.key, self.who.uid) {
            (Some(key), _) => BEYOND_UIDS | hash(key),
            (None, Some(uid)) => u64::from(uid),
            (None, None) => u64::MAX,
        })
    }

    /// As events name a caller.
    pub(super) fn label(&self) -> Option<String> {
        let key = || self.who.key.as_ref().map(|key| format!("key={key}"));
        self.who.uid.map(|uid| format!("uid={uid}")).or_else(key)
    }
}

fn hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::HASH_BYTES;

    #[test]
    fn callers_with_keys_are_told_apart_from_each_other_and_from_all_users() {
        let key = |name: &str| Caller::with_key(name, KeyHash([0; HASH_BYTES])).key();
        assert_eq!(key("app"), key("app"));
        assert_ne!(key("app"), key("other"));
        assert!(key("app").0 > u64::from(u32::MAX) && key("app").0 != u64::MAX);
    }
}
