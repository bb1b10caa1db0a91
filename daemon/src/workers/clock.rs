//! What the supervisor does when time passes: silent workers, unused models, late calls, the end of a
//! drain. It wakes at the earliest moment any of these may be due, and looks at all of them then.

use super::calls::{End, Record};
use super::device::Rest;
use super::supervisor::{Supervisor, shutting_down};
use edge_api::error::{ApiError, Code};
use edge_api::worker::CallId;
use edge_core::life::{Happening, Phase};
use std::time::Instant;

impl Supervisor {
    pub(super) fn wake_by(&mut self, at: Instant) {
        self.wake_at = Some(self.wake_at.map_or(at, |wake_at| wake_at.min(at)));
    }

    /// Something may be due. Looks at all there is, and finds the next moment anew. `late` says that the
    /// daemon itself stood still.
    pub(super) fn on_time(&mut self, now: Instant, late: bool) {
        self.wake_at = None;
        for device in 0..self.devices.len() {
            if late && let Some(worker) = &mut self.devices[device].worker {
                worker.life.excuse(now);
            }
            self.watch_rest(device, now);
            self.watch_life(device, now);
            self.watch_idle(device, now);
            self.watch_failed(device, now);
        }
        self.watch_deadlines(now);
        self.watch_kept(now);
        match self.flush_at {
            Some(at) if at > now => self.wake_by(at),
            Some(_) => {
                self.ledger.flush_starts();
                self.flush_at = None;
            }
            None => {}
        }
        match self.draining.as_ref().map(|drain| drain.by) {
            Some(by) if by > now => self.wake_by(by),
            Some(_) => self.cut_short(),
            None => {}
        }
    }

    fn watch_rest(&mut self, device: usize, now: Instant) {
        match self.devices[device].rest {
            Rest::Backoff(at) if at <= now => {
                self.devices[device].rest = Rest::None;
                self.restart(device);
            }
            Rest::GivenUp(at) if at <= now => {
                self.devices[device].rest = Rest::None;
                self.forgive(device);
                self.restart(device);
            }
            Rest::Backoff(at) | Rest::GivenUp(at) => self.wake_by(at),
            Rest::None => {}
        }
    }

    fn watch_life(&mut self, device: usize, now: Instant) {
        let Some(worker) = &mut self.devices[device].worker else { return };
        let Some(deadline) = worker.life.deadline() else { return };
        if deadline > now {
            return self.wake_by(deadline);
        }
        let (phase, pid) = (worker.life.phase(), worker.process.pid);
        match phase {
            Phase::Starting => self.fault(device, Code::WorkerHung, "it does not say hello"),
            Phase::Running => {
                let what = match worker.life.is_loading() {
                    true => "loads or unloads",
                    false => "has rows",
                };
                let reason = format!("no sign of life while it {what}");
                self.fault(device, Code::WorkerHung, &reason);
            }
            Phase::Stopping => {
                tracing::warn!(pid, "a worker that was asked to go is killed");
                worker.process.kill();
                self.end_life(device, Happening::Expired);
            }
            Phase::Killed => {
                tracing::error!(pid, "a worker was killed and does not die");
                self.end_life(device, Happening::Expired);
                self.fail_models(device, "its worker was killed and does not die");
            }
            Phase::Stuck => {}
        }
    }

    fn watch_deadlines(&mut self, now: Instant) {
        let late = |record: &Record| record.submission.deadline;
        let mut due = self.queue.overdue(now);
        let mut next: Option<Instant> = None;
        for (call, (_, record)) in self.calls.iter().filter(|(_, (_, record))| !record.leaving) {
            match late(record) {
                Some(deadline) if deadline <= now => due.push(*call),
                Some(deadline) => next = Some(next.map_or(deadline, |next| next.min(deadline))),
                None => {}
            }
        }
        for call in due {
            let error = ApiError::new(
                Code::DeadlineExceeded,
                "the call's edge.deadline_ms passed before its answer was complete",
            );
            self.give_up(call, &error);
        }
        let next = next.into_iter().chain(self.queue.next_deadline());
        next.for_each(|deadline| self.wake_by(deadline));
    }

    /// Ends a call from our side, now; its rows are freed like those of a client that left.
    pub(super) fn give_up(&mut self, call: CallId, error: &ApiError) {
        if let Some(record) = self.queue.remove(call, Instant::now()) {
            let key = record.submission.model;
            record.close(End::error(error.clone(), None), None, &self.events);
            return self.one_waits_less(key);
        }
        let Some((key, mut record)) = self.calls.remove(&call) else { return };
        let device = self.models[key].device;
        let step = self.devices[device].worker.as_ref().map(|worker| worker.step);
        let ran = self.models[key].capabilities.clone();
        if record.leaving {
            return record.close(End::cancelled(step), ran, &self.events);
        }
        let rows = std::mem::take(&mut record.rows_left);
        let priority = record.submission.priority;
        record.close(End::error(error.clone(), step), ran, &self.events);
        self.cancel(key, call, priority, rows);
    }

    /// The time to drain is up.
    fn cut_short(&mut self) {
        let error = shutting_down();
        let waiting: Vec<CallId> = self.queue.calls();
        let running: Vec<CallId> = self.calls.keys().copied().collect();
        for call in waiting.into_iter().chain(running) {
            self.give_up(call, &error);
        }
        for device in 0..self.devices.len() {
            self.stop(device);
        }
    }
}
