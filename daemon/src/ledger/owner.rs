//! The ledger's thread: takes what waits at the desk, commits it as one group, then answers.

use super::Durability;
use super::desk::{Facts, Seat, Waiting};
use super::store::Store;
use crate::events::{self, Events};
use edge_api::edge::LedgerState;
use edge_api::event::EventKind;
use std::time::Duration;

/// How often a failed ledger is tried again while nobody calls.
const RETRY_DELAY: Duration = Duration::from_secs(1);
const IDLE_DELAY: Duration = Duration::from_secs(3600);

pub(super) struct Owner {
    store: Store,
    /// Dropped after the store: once it is empty, the file is closed.
    seat: Seat,
    durability: Durability,
    events: Events,
    rows: Option<u64>,
    /// Ends that never got in since the ledger failed.
    lost: u64,
    failing: bool,
}

impl Owner {
    pub(super) fn new(store: Store, durability: Durability, seat: Seat, events: Events) -> Self {
        Self { store, seat, durability, events, rows: None, lost: 0, failing: false }
    }

    pub(super) fn run(mut self) {
        self.rows = self.store.rows().ok();
        // The first commit settles what an earlier daemon left open.
        self.commit(Waiting::default());
        loop {
            let delay = if self.failing { RETRY_DELAY } else { IDLE_DELAY };
            let waiting = self.seat.desk.take(delay);
            let close = waiting.close;
            self.commit(waiting);
            if close {
                return;
            }
        }
    }

    fn commit(&mut self, mut waiting: Waiting) {
        self.lost += waiting.turned_away;
        let kept = match self.store.write(&waiting, self.lost) {
            Ok(written) => {
                self.lost = 0;
                self.rows = self.rows.map(|rows| rows + written.rows_added);
                self.tell(None);
                written.ends_kept
            }
            Err(error) => {
                self.lost += waiting.ends.len() as u64;
                self.seat.desk.put_back(std::mem::take(&mut waiting.starts));
                self.tell(Some(error.to_string()));
                vec![false; waiting.ends.len()]
            }
        };
        let kept_state = match self.durability {
            Durability::Power => LedgerState::Durable,
            Durability::Buffered | Durability::Off => LedgerState::Buffered,
        };
        for (ending, kept) in waiting.ends.into_iter().zip(kept) {
            // The caller may have left; its row stays.
            _ = ending.reply.send(if kept { kept_state } else { LedgerState::Lost });
        }
    }

    fn tell(&mut self, failure: Option<String>) {
        self.failing = failure.is_some();
        if !self.seat.desk.set_facts(Facts { rows: self.rows, failure: failure.clone() }) {
            return;
        }
        match &failure {
            Some(reason) => tracing::error!(reason, "the ledger fails: calls are not recorded"),
            None => tracing::info!("the ledger works again"),
        }
        let reason = Some(failure.unwrap_or_else(|| "works again".to_owned()));
        self.events.push(EventKind::LedgerState, events::Facts { reason, ..Default::default() });
    }
}
