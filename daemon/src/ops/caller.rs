//! Who is asking, settled once per connection.

use crate::platform::{self, Accounts};
use edge_core::policy::Who;
use edge_core::queue::CallerKey;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use tokio::net::UnixStream;

/// No uid has this bit.
const BEYOND_UIDS: u64 = 1 << 63;

/// A small handle, as each request of a connection needs one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    who: Arc<Who>,
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
            },
            Err(error) => {
                tracing::warn!(%error, "the kernel does not say who a caller is");
                Who::default()
            }
        };
        Self { who: Arc::new(who) }
    }

    /// Who came in with a key; nothing else is known of it.
    pub(crate) fn with_key(name: &str) -> Self {
        Self { who: Arc::new(Who { key: Some(name.into()), ..Who::default() }) }
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
