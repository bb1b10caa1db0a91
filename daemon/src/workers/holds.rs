//! How models get into workers and out of them. What is unused goes after a time of its own; a worker goes
//! with its last model, and one that may not read a model's folder is replaced when it has nothing to do.

use super::device::{Rest, Worker};
use super::model::{Failed, Hold, Model};
use super::process::WorkerId;
use super::progress::Reached;
use super::supervisor::{Supervisor, model_id};
use crate::events::Facts;
use edge_api::error::Code;
use edge_api::event::EventKind;
use edge_api::worker::{PROTOCOL_VERSION, ToWorker};
use edge_core::keep::{Held, LetGo, let_go, unused};
use edge_core::life::{Happening, Life, Phase};
use edge_core::queue::ModelKey;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

impl Supervisor {
    /// Changes a model; where that is news, there is an event.
    pub(super) fn update(&mut self, key: ModelKey, change: impl FnOnce(&mut Model)) {
        let model = &mut self.models[key];
        change(model);
        let shown = model.state();
        if model.shown == shown {
            return;
        }
        model.shown = shown.clone();
        let (state, reason) = shown;
        let facts = Facts {
            model: Some(model.name.clone()),
            reason: Some(match reason {
                Some(reason) => format!("{}: {reason}", state.as_str()),
                None => state.as_str().to_owned(),
            }),
            ..Facts::default()
        };
        self.events.push(EventKind::ModelState, facts);
    }

    /// Has the model loaded, with a worker started or replaced for it where that is needed. What cannot be
    /// done now is done once it can.
    pub(super) fn wake(&mut self, key: ModelKey) {
        let model = &mut self.models[key];
        if !model.may_load() {
            return;
        }
        model.wanted = true;
        if model.hold != Hold::None {
            return;
        }
        let device = model.device;
        match (&self.devices[device].worker, self.devices[device].rest) {
            (Some(worker), _) if worker.life.phase() == Phase::Stuck => {
                self.fail_model(key, "its worker was killed and does not die");
            }
            // Its exit looks at what is wanted.
            (Some(worker), _) if worker.is_ending() => self.update(key, |_| {}),
            (Some(worker), _) => {
                let starting = worker.life.phase() == Phase::Starting;
                self.update(key, Model::is_to_load);
                if !starting {
                    self.load(key);
                    self.settle(device);
                }
            }
            (None, Rest::None) => self.restart(device),
            (None, Rest::Backoff(_)) => {}
            (None, Rest::GivenUp(_)) => self.fail_model(key, "its worker fails again and again"),
        }
    }

    pub(super) fn fail_model(&mut self, key: ModelKey, reason: &str) {
        let failed = Failed {
            code: Code::ModelFailed,
            reason: reason.to_owned(),
            hint: None,
            retry_at: None,
        };
        self.fail(key, failed);
    }

    /// The model cannot be had for now; its calls are told.
    pub(super) fn fail(&mut self, key: ModelKey, failed: Failed) {
        failed.retry_at.into_iter().for_each(|at| self.wake_by(at));
        self.update(key, |model| {
            model.failed = Some(failed);
            model.wanted &= model.pinned;
        });
        self.refuse_waiting(key);
    }

    pub(super) fn spawn(&mut self, index: usize) {
        let now = Instant::now();
        let models = &self.models;
        let device = &mut self.devices[index];
        device.rest = Rest::None;
        device.incarnations += 1;
        let id = WorkerId { device: index, incarnation: device.incarnations };
        // What failed its check, or was not checked yet, is nobody's to read.
        let good = device.models.iter().map(|key| &models[*key]).filter(|model| model.is_good());
        let folders = good.filter_map(Model::dir);
        let read_dirs = self.launch.read_dirs(folders);
        let args = self.launch.args(&device.name, &read_dirs);
        match (self.spawn)(&self.launch.binary, &args, id, &self.process_events) {
            Ok(mut process) => {
                let facts = Facts { worker_pid: Some(process.pid), ..Facts::default() };
                self.events.push(EventKind::WorkerStarted, facts);
                let hello = ToWorker::Hello {
                    version: PROTOCOL_VERSION,
                    step_ms_max: self.settings.engine.step_ms_max,
                };
                let sent = process.send(&hello);
                device.worker = Some(Worker {
                    incarnation: id.incarnation,
                    process,
                    life: Life::new(self.settings.timeouts(), now),
                    step: 0,
                    cancels_open: 0,
                    sandbox: BTreeMap::new(),
                    fault: None,
                    expected: false,
                    read_dirs,
                    outgrown: None,
                });
                self.wake_by(now + self.settings.timeouts().start);
                if let Err(error) = sent {
                    self.fault(index, Code::WorkerLost, &error.to_string());
                }
            }
            Err(error) => {
                let reason = format!("cannot start {}: {error}", self.launch.binary.display());
                tracing::error!(device = device.name, reason, "no worker");
                for key in device.models.clone() {
                    self.update(key, Model::is_out);
                }
                self.failed(index, &reason);
            }
        }
    }

    /// Tells a running worker to load what is to be loaded, if it may read it.
    pub(super) fn load(&mut self, key: ModelKey) {
        let model = &self.models[key];
        let device = model.device;
        let Some(worker) = &mut self.devices[device].worker else { return };
        let now = Instant::now();
        if !worker.may_read(model.dir()) {
            worker.outgrown.get_or_insert(now);
        }
        if !worker.may_read(model.dir()) || worker.is_held_back(now) {
            return;
        }
        let source = model.source.clone();
        let message = ToWorker::Load { model: model_id(key), source: source.clone() };
        match worker.process.send(&message) {
            Ok(()) => {
                self.update(key, |model| {
                    model.hold = Hold::Loading { sent: true, progress: None };
                    model.held_source = Some(source);
                    model.reached = Reached::default();
                });
                self.happened(device, Happening::LoadSent);
            }
            Err(error) => self.fault(device, Code::WorkerHung, &error.to_string()),
        }
    }

    /// What we did ourselves, in its proper phase.
    pub(super) fn happened(&mut self, device: usize, happening: Happening) {
        let Some(worker) = &mut self.devices[device].worker else { return };
        worker.life.on(happening, Instant::now()).expect("a running worker takes loads and rows");
        let deadline = worker.life.deadline();
        deadline.into_iter().for_each(|deadline| self.wake_by(deadline));
    }

    /// What the device's worker has loaded or is to load.
    fn held(&self, device: usize) -> Vec<Held> {
        let models = self.devices[device].models.iter().map(|key| (*key, &self.models[*key]));
        let held =
            models.filter(|(_, model)| matches!(model.hold, Hold::Loading { .. } | Hold::Ready));
        held.map(|(key, model)| Held {
            model: key,
            keep_alive: (!model.pinned).then(|| self.keep_alive(model)),
            idle_since: model.idle_since,
        })
        .collect()
    }

    fn keep_alive(&self, model: &Model) -> Duration {
        let all = Duration::from_secs(self.settings.models.keep_alive_s);
        model.keep_alive.unwrap_or(all)
    }

    /// Takes models that have no rows out of their worker.
    pub(super) fn let_go(&mut self, device: usize, models: &[ModelKey]) {
        if models.is_empty() {
            return;
        }
        if let_go(&self.held(device), models) == LetGo::Stop {
            return self.stop(device);
        }
        for key in models {
            match self.models[*key].hold {
                Hold::Loading { sent: false, .. } => self.update(*key, Model::is_out),
                Hold::Loading { sent: true, .. } => self.unload(*key, true),
                Hold::Ready => self.unload(*key, false),
                Hold::None | Hold::Unloading { .. } => {}
            }
        }
    }

    fn unload(&mut self, key: ModelKey, loading: bool) {
        let device = self.models[key].device;
        let Some(worker) = &mut self.devices[device].worker else { return };
        match worker.process.send(&ToWorker::Unload { model: model_id(key) }) {
            Ok(()) => {
                self.update(key, |model| {
                    model.is_out();
                    model.hold = Hold::Unloading { loading };
                });
                self.happened(device, Happening::UnloadSent);
            }
            Err(error) => self.fault(device, Code::WorkerHung, &error.to_string()),
        }
    }

    /// Looks at what the device's worker has to do, and ends what it need not hold any more.
    pub(super) fn settle(&mut self, device: usize) {
        let Some(worker) = &self.devices[device].worker else { return };
        if worker.is_ending() {
            return;
        }
        let now = Instant::now();
        let cancels = worker.cancels_open > 0;
        let seen = self.look_at(device, cancels, now);
        let Some(worker) = &mut self.devices[device].worker else { return };
        let busy = seen.rows || cancels;
        if !busy && worker.life.phase() == Phase::Running {
            worker.life.on(Happening::RowsGone, now).expect("a running worker may have no rows");
        }
        let outgrown = worker.outgrown.is_some();
        if outgrown && !seen.unsent {
            // What it could not read is not wanted any more; others may have been held back for it.
            worker.outgrown = None;
            for key in self.devices[device].models.clone() {
                self.dispatch(key);
            }
            return self.settle(device);
        }
        let done = match self.draining {
            Some(_) => !seen.waits,
            None => !seen.holds && !seen.moves,
        };
        if !busy && (done || outgrown && !seen.moves) {
            self.stop(device);
        } else {
            self.let_go(device, &seen.stale);
        }
    }

    /// `cancels`: some that it was asked for are not confirmed.
    fn look_at(&mut self, device: usize, cancels: bool, now: Instant) -> Seen {
        let mut seen = Seen::default();
        let none_waits = self.queue.is_empty();
        for at in 0..self.devices[device].models.len() {
            let key = self.devices[device].models[at];
            let waits = !none_waits && self.queue.waits_for(key);
            let model = &mut self.models[key];
            let rows = model.credits.rows_used() > 0;
            seen.rows |= rows;
            seen.waits |= waits;
            match model.hold {
                Hold::None => {}
                Hold::Loading { sent, .. } => {
                    seen.holds = true;
                    seen.moves |= sent;
                    seen.unsent |= !sent;
                    if model.stale {
                        seen.stale.push(key);
                    }
                }
                Hold::Ready => {
                    seen.holds = true;
                    if model.stale && !rows && !cancels {
                        seen.stale.push(key);
                    }
                }
                Hold::Unloading { .. } => seen.moves = true,
            }
            if model.hold != Hold::Ready || rows || waits || cancels {
                model.idle_since = None;
            } else if model.idle_since.is_none() {
                model.idle_since = Some(now);
                let keep_alive = self.keep_alive(&self.models[key]);
                now.checked_add(keep_alive).into_iter().for_each(|at| self.wake_by(at));
            }
        }
        seen
    }

    /// Unloads what has been unused for too long.
    pub(super) fn watch_idle(&mut self, device: usize, now: Instant) {
        if self.devices[device].worker.as_ref().is_none_or(Worker::is_ending) {
            return;
        }
        let unused = unused(&self.held(device), now);
        unused.next_look.into_iter().for_each(|at| self.wake_by(at));
        for key in &unused.models {
            self.models[*key].wanted = false;
        }
        self.let_go(device, &unused.models);
    }

    /// Models whose load failed for a reason that may have passed.
    pub(super) fn watch_failed(&mut self, device: usize, now: Instant) {
        for key in self.devices[device].models.clone() {
            match self.models[key].failed.as_ref().and_then(|failed| failed.retry_at) {
                Some(at) if at <= now => {
                    self.update(key, |model| model.failed = None);
                    if self.models[key].wanted {
                        self.wake(key);
                    }
                }
                Some(at) => self.wake_by(at),
                None => {}
            }
        }
    }
}

/// What a worker's models have to do.
#[derive(Debug, Default)]
struct Seen {
    rows: bool,
    waits: bool,
    holds: bool,
    /// A load or an unload is on its way.
    moves: bool,
    /// Something is to be loaded, and the worker was not told to.
    unsent: bool,
    /// These can go now.
    stale: Vec<ModelKey>,
}
