//! Who is asking, settled once per connection.

use crate::platform::{self, Accounts};
use edge_core::policy::Who;
use edge_core::queue::CallerKey;
use std::sync::Arc;
use tokio::net::UnixStream;

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

    pub(super) fn who(&self) -> &Who {
        &self.who
    }

    pub(crate) fn uid(&self) -> Option<u32> {
        self.who.uid
    }

    /// What the queue tells callers apart by. All whose user is not known are one.
    pub(super) fn key(&self) -> CallerKey {
        CallerKey(self.who.uid.map_or(u64::MAX, u64::from))
    }

    /// As events name a caller.
    pub(super) fn label(&self) -> Option<String> {
        self.who.uid.map(|uid| format!("uid={uid}"))
    }
}
