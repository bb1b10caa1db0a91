//! The event ring: the last few thousand events, each with a sequence number, for any number of readers.
//!
//! Writers never wait for readers. A reader that falls behind is told how many events it missed.

use edge_api::event::{Event, EventKind, Outcome};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;
use tokio::sync::watch;

/// A call makes four. About 1 MB, and with names and reasons as long as they may be 3 MB.
const EVENTS_KEPT_MAX: usize = 4096;

/// What is kept of a reason: it may be a worker's, of any length.
const REASON_BYTES_MAX: usize = 256;

/// A small handle; clones write to and read from the same ring.
#[derive(Clone, Debug)]
pub(crate) struct Events {
    ring: Arc<Mutex<Ring>>,
    last: watch::Sender<u64>,
}

/// Events are kept as JSON, one behind the other in one piece of memory. Each by itself, among all that comes and
/// goes with a call, they would keep several times their size from being given back.
#[derive(Debug, Default)]
struct Ring {
    json: VecDeque<u8>,
    /// How long each of them is.
    lens: VecDeque<usize>,
    /// The number of the last one.
    last: u64,
}

/// What is set of an event besides its kind; the rest is `null`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub call: Option<String>,
    pub model: Option<String>,
    pub task: Option<String>,
    pub caller: Option<String>,
    pub worker_pid: Option<u32>,
    pub step: Option<u64>,
    pub outcome: Option<Outcome>,
    pub reason: Option<String>,
}

/// What a reader gets: the next events in order, and how many were overwritten before it came.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Batch {
    pub missed: u64,
    pub events: Vec<Event>,
}

impl Events {
    pub(crate) fn new() -> Self {
        Self { ring: Arc::default(), last: watch::Sender::new(0) }
    }

    pub(crate) fn push(&self, kind: EventKind, facts: Facts) {
        let time = SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .map_or(0.0, |since| since.as_secs_f64());
        let mut ring = self.ring.lock().unwrap_or_else(PoisonError::into_inner);
        ring.last += 1;
        let Facts { call, model, task, caller, worker_pid, step, outcome, reason } = facts;
        let reason = reason.map(shortened);
        let seq = ring.last;
        ring.keep(&Event {
            seq,
            time,
            kind,
            call,
            model,
            task,
            caller,
            worker_pid,
            step,
            outcome,
            reason,
        });
        drop(ring);
        self.last.send_if_modified(|last| {
            *last = seq;
            true
        });
    }

    pub(crate) fn last_seq(&self) -> u64 {
        *self.last.borrow()
    }

    /// Wakes a reader when something was pushed.
    pub(crate) fn subscribe(&self) -> watch::Receiver<u64> {
        self.last.subscribe()
    }

    pub(crate) fn after(&self, seq: u64, events_max: usize) -> Batch {
        let ring = self.ring.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(first) = ring.first() else { return Batch::default() };
        let next = seq.saturating_add(1);
        let missed = first.saturating_sub(next);
        let skip = usize::try_from(next.saturating_sub(first)).unwrap_or(usize::MAX);
        let events = ring.read(skip, events_max);
        Batch { missed, events }
    }
}

impl Ring {
    fn keep(&mut self, event: &Event) {
        if self.lens.len() == EVENTS_KEPT_MAX
            && let Some(oldest) = self.lens.pop_front()
        {
            self.json.drain(..oldest);
        }
        let json = serde_json::to_vec(event).expect("an event is plain data");
        self.lens.push_back(json.len());
        self.json.extend(json);
    }

    fn first(&self) -> Option<u64> {
        let kept = u64::try_from(self.lens.len()).expect("EVENTS_KEPT_MAX fits");
        (kept > 0).then(|| self.last + 1 - kept)
    }

    /// At most so many, after the oldest `skip`.
    fn read(&self, skip: usize, events_max: usize) -> Vec<Event> {
        let mut begin: usize = self.lens.iter().take(skip).sum();
        let lens = self.lens.iter().skip(skip).take(events_max);
        lens.map(|len| {
            let json: Vec<u8> = self.json.range(begin..begin + len).copied().collect();
            begin += len;
            serde_json::from_slice(&json).expect("it was written from an event")
        })
        .collect()
    }
}

/// A copy where it is cut, which holds no more memory than it shows.
fn shortened(reason: String) -> String {
    match reason.floor_char_boundary(REASON_BYTES_MAX) {
        end if end < reason.len() => reason[..end].to_owned(),
        _ => reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_cut_between_characters() {
        let kept = |reason: String| {
            let events = Events::new();
            let facts = Facts { reason: Some(reason), ..Facts::default() };
            events.push(EventKind::WorkerExited, facts);
            events.after(0, 1).events.remove(0).reason.unwrap()
        };
        let fits = "x".repeat(REASON_BYTES_MAX);
        assert_eq!(kept(fits.clone()), fits);
        assert_eq!(kept(fits.clone() + "x"), fits);
        let wide = kept("é".repeat(1_000_000) + "x");
        assert_eq!(wide, "é".repeat(REASON_BYTES_MAX / 2));
        let odd = kept("x".to_owned() + &"é".repeat(1000));
        assert_eq!(odd, "x".to_owned() + &"é".repeat(REASON_BYTES_MAX / 2 - 1));
    }

    #[test]
    fn a_reader_goes_on_where_it_stopped_and_learns_what_it_missed() {
        let events = Events::new();
        assert_eq!(events.after(0, 10), Batch::default());
        for _ in 0..3 {
            events.push(EventKind::CallQueued, Facts::default());
        }
        let seqs = |batch: &Batch| batch.events.iter().map(|e| e.seq).collect::<Vec<_>>();
        assert_eq!(seqs(&events.after(0, 2)), [1, 2]);
        assert_eq!(seqs(&events.after(2, 2)), [3]);
        assert_eq!(seqs(&events.after(3, 2)), [0; 0]);
        for _ in 0..EVENTS_KEPT_MAX {
            events.push(EventKind::CallQueued, Facts::default());
        }
        assert_eq!(events.after(u64::MAX, 1), Batch::default());
        let late = events.after(1, 1);
        assert_eq!((late.missed, seqs(&late)), (2, vec![4]));
    }
}
