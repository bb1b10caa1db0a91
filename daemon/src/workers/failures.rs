//! How a worker ends, asked to or not, and what becomes of its calls and of those that wait.

use super::calls::End;
use super::device::Rest;
use super::model::{Failed, Hold, Model};
use super::supervisor::{Supervisor, shutting_down};
use crate::events::Facts;
use edge_api::error::{ApiError, Code};
use edge_api::event::EventKind;
use edge_api::worker::CallId;
use edge_core::life::{Happening, Verdict};
use edge_core::queue::ModelKey;
use std::io;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;
use std::time::{Duration, Instant};

/// Workers that may end while they load a model before it is held to be the reason.
const LOAD_DEATHS_MAX: u32 = 2;
const DEADLY_LOAD_DELAY: Duration = Duration::from_secs(60);

impl Supervisor {
    /// Ends a worker that failed: its calls are told at once, it is killed, its exit decides what next.
    pub(super) fn fault(&mut self, device: usize, code: Code, reason: &str) {
        let name = self.devices[device].name.clone();
        let Some(worker) = &mut self.devices[device].worker else { return };
        if worker.is_ending() {
            return;
        }
        worker.process.kill();
        tracing::warn!(device = name, pid = worker.process.pid, reason, "a worker failed");
        let message = format!("the worker of device `{name}` failed: {reason}");
        worker.fault = Some(ApiError::new(code, message));
        self.end_life(device, Happening::Kill);
        self.end_calls_of(device);
    }

    fn end_calls_of(&mut self, device: usize) {
        let Some(worker) = &self.devices[device].worker else { return };
        let asked_to_go = worker.expected;
        let lost = || ApiError::new(Code::WorkerLost, "the worker went away");
        let (error, step) = (worker.fault.clone().unwrap_or_else(lost), worker.step);
        let models = self.devices[device].models.clone();
        let gone: Vec<CallId> = (self.calls.iter())
            .filter(|(_, (key, _))| models.contains(key))
            .map(|(call, _)| *call)
            .collect();
        for call in gone {
            let Some((key, record)) = self.calls.remove(&call) else { continue };
            let end = match record.leaving {
                true => End::cancelled(Some(step)),
                false => End::error(error.clone(), Some(step)),
            };
            record.close(end, self.models[key].capabilities.clone(), &self.events);
        }
        for key in models {
            let was_loading = matches!(self.models[key].hold, Hold::Loading { sent: true, .. });
            self.update(key, Model::is_out);
            if was_loading && !asked_to_go {
                self.died_loading(key);
            }
            self.bury(key);
        }
    }

    /// A model that brings its worker down must not take the others with it again and again.
    fn died_loading(&mut self, key: ModelKey) {
        self.models[key].deaths += 1;
        let deaths = self.models[key].deaths;
        if deaths >= LOAD_DEATHS_MAX {
            let reason = format!("{deaths} workers in a row ended while they loaded it");
            let retry_at = Some(Instant::now() + DEADLY_LOAD_DELAY);
            self.fail(key, Failed { code: Code::ModelFailed, reason, hint: None, retry_at });
        }
    }

    pub(super) fn on_exit(&mut self, device: usize, status: &io::Result<ExitStatus>) {
        self.end_calls_of(device);
        let Some(worker) = self.devices[device].worker.take() else { return };
        let reason = exit_reason(status);
        let facts = Facts {
            worker_pid: Some(worker.process.pid),
            reason: Some(reason.clone()),
            ..Facts::default()
        };
        self.events.push(EventKind::WorkerExited, facts);
        // It may have been given up as stuck, and has died after all.
        self.forgive(device);
        if worker.expected {
            return self.restart(device);
        }
        let reason = match &worker.fault {
            Some(fault) => format!("{fault} ({reason})"),
            None => reason,
        };
        self.failed(device, &reason);
    }

    /// The worker died or could not be started: again at once, later, or not for a while.
    pub(super) fn failed(&mut self, device: usize, reason: &str) {
        if self.draining.is_some() {
            return self.refuse_all_waiting(device, &shutting_down());
        }
        let now = Instant::now();
        match self.devices[device].backoff.failed() {
            Verdict::Retry(delay) if delay.is_zero() => {
                self.devices[device].restarts += 1;
                self.restart(device);
            }
            Verdict::Retry(delay) => {
                self.devices[device].restarts += 1;
                self.devices[device].rest = Rest::Backoff(now + delay);
                self.wake_by(now + delay);
            }
            Verdict::GiveUp(delay) => {
                self.devices[device].rest = Rest::GivenUp(now + delay);
                self.wake_by(now + delay);
                self.fail_models(device, reason);
            }
        }
    }

    /// None of the device's models can be served for now.
    pub(super) fn fail_models(&mut self, device: usize, reason: &str) {
        for key in self.devices[device].models.clone() {
            if self.models[key].is_good() {
                self.fail_model(key, reason);
            }
        }
    }

    /// What failed with its worker is tried again when it is asked for.
    pub(super) fn forgive(&mut self, device: usize) {
        for key in self.devices[device].models.clone() {
            self.update(key, |model| {
                model.failed = model.failed.take().filter(|failed| failed.retry_at.is_some());
            });
        }
    }

    /// Starts a worker for what is wanted and for what is waited for, if there is any.
    pub(super) fn restart(&mut self, device: usize) {
        let mut any = false;
        for key in self.devices[device].models.clone() {
            let waits = self.queue.waits_for(key);
            let model = &mut self.models[key];
            if model.may_load() && (waits || model.wanted && self.draining.is_none()) {
                any = true;
                model.wanted = true;
                self.update(key, Model::is_to_load);
            }
        }
        if any {
            self.spawn(device);
        }
    }

    pub(super) fn refuse_waiting(&mut self, key: ModelKey) {
        let Some(error) = self.models[key].refusal(1) else { return };
        for (_, record) in self.queue.drain(key, Instant::now()) {
            record.close(End::error(error.clone(), None), None, &self.events);
        }
    }

    fn refuse_all_waiting(&mut self, device: usize, error: &ApiError) {
        for key in self.devices[device].models.clone() {
            for (_, record) in self.queue.drain(key, Instant::now()) {
                record.close(End::error(error.clone(), None), None, &self.events);
            }
        }
    }

    pub(super) fn stop_idle_devices(&mut self) {
        for device in 0..self.devices.len() {
            self.settle(device);
        }
    }

    /// Asks the worker to go. Its models go with it, and those that are wanted come back with another.
    pub(super) fn stop(&mut self, device: usize) {
        let Some(worker) = &mut self.devices[device].worker else { return };
        if worker.is_ending() {
            return;
        }
        worker.expected = true;
        worker.process.close();
        self.end_life(device, Happening::Stop);
        self.end_calls_of(device);
    }

    pub(super) fn end_life(&mut self, device: usize, happening: Happening) {
        let Some(worker) = &mut self.devices[device].worker else { return };
        worker.life.on(happening, Instant::now()).expect("any worker may be ended");
        let deadline = worker.life.deadline();
        deadline.into_iter().for_each(|deadline| self.wake_by(deadline));
    }
}

fn exit_reason(status: &io::Result<ExitStatus>) -> String {
    match status {
        Ok(status) => match (status.code(), status.signal()) {
            (Some(code), _) => format!("exit status {code}"),
            (None, Some(signal)) => format!("killed by signal {signal}"),
            (None, None) => "unknown exit status".to_owned(),
        },
        Err(error) => format!("unknown exit status: {error}"),
    }
}
