//! What answers hold in memory until their clients have read them, counted in bytes for all calls together.
//!
//! A row cannot be made to wait for its reader, so its outputs collect. Beyond
//! `limits.answer_bytes_in_flight_max` the call that needs more is ended, not the daemon.

use edge_api::worker::{Output, TokenDetail, TokenProb};
use std::mem::size_of;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Clones count into the same sum.
#[derive(Clone, Debug)]
pub(crate) struct Unread {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    bytes: AtomicUsize,
    bytes_max: AtomicUsize,
}

impl Unread {
    pub(crate) fn new(bytes_max: usize) -> Self {
        let (bytes, bytes_max) = (AtomicUsize::new(0), AtomicUsize::new(bytes_max));
        Self { inner: Arc::new(Inner { bytes, bytes_max }) }
    }

    pub(super) fn bytes_max(&self) -> usize {
        self.inner.bytes_max.load(Ordering::Relaxed)
    }

    /// What is counted already stays, even if it is more than that.
    pub(super) fn set_bytes_max(&self, bytes_max: usize) {
        self.inner.bytes_max.store(bytes_max, Ordering::Relaxed);
    }

    /// False, and nothing is counted, if there is no room.
    pub(super) fn take(&self, bytes: usize) -> bool {
        let before = self.inner.bytes.fetch_add(bytes, Ordering::Relaxed);
        let fits = before.saturating_add(bytes) <= self.bytes_max();
        if !fits {
            self.give(bytes);
        }
        fits
    }

    pub(super) fn give(&self, bytes: usize) {
        self.inner.bytes.fetch_sub(bytes, Ordering::Relaxed);
    }
}

/// Bytes that stay counted until this is dropped.
#[derive(Debug)]
pub(crate) struct Reservation {
    unread: Unread,
    bytes: usize,
}

impl Reservation {
    pub(super) fn new(unread: Unread) -> Self {
        Self { unread, bytes: 0 }
    }

    /// Takes over bytes that have been counted already.
    pub(super) fn adopt(&mut self, bytes: usize) {
        self.bytes += bytes;
    }

    /// From now on it is this much; a whole answer in its last form is not turned away any more.
    pub(crate) fn settle_at(&mut self, bytes: usize) {
        self.unread.inner.bytes.fetch_add(bytes, Ordering::Relaxed);
        self.unread.give(self.bytes);
        self.bytes = bytes;
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        self.unread.give(self.bytes);
    }
}

/// What an output costs while it waits; close enough to bound memory by.
pub(super) fn cost(output: &Output) -> usize {
    let prob = |prob: &TokenProb| size_of::<TokenProb>() + prob.bytes.len();
    let detail = |detail: &TokenDetail| {
        let logprob = detail.logprob.as_ref();
        let top = logprob.map_or(0, |logprob| logprob.top.iter().map(prob).sum());
        size_of::<TokenDetail>() + top
    };
    size_of::<Output>() + output.text.len() + output.details.iter().map(detail).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_the_limit_is_not_counted() {
        let unread = Unread::new(100);
        assert!(unread.take(60));
        assert!(!unread.take(41));
        assert!(unread.take(40));
        unread.give(100);
        let mut reservation = Reservation::new(unread.clone());
        assert!(unread.take(30));
        reservation.adopt(30);
        reservation.settle_at(90);
        assert!(!unread.take(11) && unread.take(10));
        drop(reservation);
        assert!(unread.take(90) && !unread.take(1));
        unread.set_bytes_max(50);
        assert!(!unread.take(1));
        unread.give(60);
        assert!(unread.take(10) && !unread.take(1));
    }
}
