//! The supervisor: the one owner of the queue, the models and the workers. It decides nothing by itself
//! that `edge-core` can decide (queue, credits, deadlines, backoff); it carries it out.

use super::calls::{End, Record, Submission};
use super::device::{Device, Model, Rest, Worker};
use super::process::{FromProcess, Process, WorkerId};
use super::{Command, Inbox, Snapshot, Unread};
use crate::config::Settings;
use crate::events::{Events, Facts};
use crate::ledger::Ledger;
use edge_api::admin::{ModelState, QueueStatus};
use edge_api::error::{ApiError, Code};
use edge_api::event::EventKind;
use edge_api::worker::{CallId, PROTOCOL_VERSION, Source, ToWorker};
use edge_core::life::{Happening, Life, Phase};
use edge_core::queue::{Admission, ModelKey, Queue};
use std::collections::HashMap;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};

/// What the readers may be ahead of the supervisor; then a worker waits at its socket.
const PROCESS_EVENTS_MAX: usize = 256;
const COMMANDS_AT_ONCE: usize = 64;

/// A model the daemon may serve, and the device it lives on.
#[derive(Clone, Debug)]
pub(crate) struct ModelSpec {
    pub name: String,
    pub source: Source,
    pub device: String,
}

#[derive(Debug)]
pub(crate) struct Supervisor {
    pub(super) settings: Settings,
    binary: PathBuf,
    pub(super) events: Events,
    pub(super) ledger: Ledger,
    pub(super) models: Vec<Model>,
    pub(super) devices: Vec<Device>,
    pub(super) queue: Queue<Record>,
    pub(super) calls: HashMap<CallId, (ModelKey, Record)>,
    process_events: mpsc::Sender<(WorkerId, FromProcess)>,
    from_processes: mpsc::Receiver<(WorkerId, FromProcess)>,
    inbox: Inbox,
    /// The next moment something may be due; it may be early, never late.
    pub(super) wake_at: Option<Instant>,
    pub(super) unread: Unread,
    pub(super) draining: Option<Drain>,
    /// When the ledger is asked to write starts that no commit came along for.
    pub(super) flush_at: Option<Instant>,
}

/// Woken this late, it was the daemon that stood still (stopped, frozen, swapped out), and the silence of
/// the workers says nothing about them.
const LATE: Duration = Duration::from_millis(250);

/// How long a call may run before a crash of the daemon would be in the ledger.
const START_DELAY: Duration = Duration::from_millis(500);

#[derive(Debug)]
pub(super) struct Drain {
    pub(super) by: Instant,
    done: Option<oneshot::Sender<()>>,
}

impl Supervisor {
    pub(crate) fn new(
        settings: Settings,
        binary: PathBuf,
        specs: Vec<ModelSpec>,
        ledger: Ledger,
        events: Events,
        (inbox, unread): (Inbox, Unread),
    ) -> Self {
        let mut devices: Vec<Device> = Vec::new();
        let mut models = Vec::new();
        for spec in specs {
            let device = devices.iter().position(|device| device.name == spec.device);
            let device = device.unwrap_or_else(|| {
                devices.push(Device::new(spec.device, settings.worker.restarts_max));
                devices.len() - 1
            });
            devices[device].models.push(models.len());
            models.push(Model::new(spec.name, spec.source, device));
        }
        let (process_events, from_processes) = mpsc::channel(PROCESS_EVENTS_MAX);
        Self {
            queue: Queue::new(settings.limits.queue_requests_max),
            settings,
            binary,
            events,
            ledger,
            models,
            devices,
            calls: HashMap::new(),
            process_events,
            from_processes,
            inbox,
            wake_at: None,
            unread,
            draining: None,
            flush_at: None,
        }
    }

    /// Until it is drained.
    pub(crate) async fn run(mut self) {
        let mut commands = Vec::with_capacity(COMMANDS_AT_ONCE);
        loop {
            let wake = tokio::time::Instant::from_std(
                self.wake_at.unwrap_or_else(|| Instant::now() + Duration::from_secs(3600)),
            );
            tokio::select! {
                Some((id, event)) = self.from_processes.recv() => self.on_process(id, event),
                _ = self.inbox.receiver.recv_many(&mut commands, COMMANDS_AT_ONCE) => {
                    for command in commands.drain(..) {
                        self.on_command(command);
                    }
                }
                () = tokio::time::sleep_until(wake) => {
                    let now = Instant::now();
                    self.on_time(now, now.saturating_duration_since(wake.into_std()) > LATE);
                }
            }
            if self.drained() {
                return;
            }
        }
    }

    fn on_command(&mut self, command: Command) {
        match command {
            Command::Submit(submission) => self.submit(*submission),
            Command::Leave(call) => self.leave(call),
            Command::Snapshot(reply) => {
                // Who asked may have left.
                _ = reply.send(self.snapshot());
            }
            Command::Drain { by, done } => {
                self.draining = Some(Drain { by, done: Some(done) });
                self.wake_by(by);
                self.stop_idle_devices();
            }
        }
    }

    fn submit(&mut self, submission: Submission) {
        let (call, key) = (submission.call, submission.model);
        let (rows, deadline) = (submission.start.choices, submission.deadline);
        let refusal = match self.draining {
            Some(_) => Some(shutting_down()),
            None => self.models[key].refusal(rows),
        };
        let admission = match refusal {
            Some(error) => Err(error),
            None => match self.queue.admit(key, rows, &mut self.models[key].credits) {
                Admission::Full { requests_max } => Err(queue_full(requests_max)),
                admission @ (Admission::Start | Admission::Wait) => Ok(admission),
            },
        };
        let name = self.models[key].name.clone();
        let admission = match admission {
            Ok(admission) => admission,
            Err(error) => {
                // A refused call leaves an event, and no row in the ledger.
                let record = Record::open(submission, name, &Ledger::off(), &self.events);
                return record.close(End::error(error, None), None, &self.events);
            }
        };
        let record = Record::open(submission, name, &self.ledger, &self.events);
        if self.flush_at.is_none() {
            self.flush_at = Some(Instant::now() + START_DELAY);
        }
        self.flush_at.into_iter().chain(deadline).for_each(|at| self.wake_by(at));
        if admission == Admission::Start {
            self.start(key, call, record);
        } else {
            self.queue.push(call, key, rows, record);
            self.dispatch(key);
        }
    }

    /// Sends what fits the credits; starts the worker or loads the model where needed.
    pub(super) fn dispatch(&mut self, key: ModelKey) {
        match self.models[key].state {
            ModelState::Ready => {
                while let Some((call, record)) = {
                    let credits = &mut self.models[key].credits;
                    self.queue.next(key, credits)
                } {
                    self.start(key, call, record);
                }
            }
            ModelState::Unloaded if self.queue.waits_for(key) => self.wake_device(key),
            ModelState::Unloaded
            | ModelState::Loading
            | ModelState::Failed
            | ModelState::Broken => {}
        }
    }

    fn start(&mut self, key: ModelKey, call: CallId, mut record: Record) {
        let device = self.models[key].device;
        let worker = self.devices[device].worker.as_mut();
        let worker = worker.expect("only a ready model has credits, and it has a worker");
        worker.idle_since = None;
        let now = Instant::now();
        record.sent = Some(now);
        record.worker_pid = Some(worker.process.pid);
        // The prompt is not needed here any more.
        let prompt = std::mem::replace(
            &mut record.submission.start.prompt,
            edge_api::worker::Prompt::Tokens(Vec::new()),
        );
        let start = edge_api::worker::Start { prompt, ..record.submission.start.clone() };
        let sent = worker.process.send(&ToWorker::Start { model: model_id(key), start });
        self.calls.insert(call, (key, record));
        match sent {
            Ok(()) => self.happened(device, Happening::RowsStarted),
            Err(error) => self.fault(device, Code::WorkerHung, &error.to_string()),
        }
    }

    /// The client left: its rows are free for the very next call.
    fn leave(&mut self, call: CallId) {
        if let Some(record) = self.queue.remove(call) {
            let device = self.models[record.submission.model].device;
            record.close(End::cancelled(None), None, &self.events);
            return self.settle(device);
        }
        let Some((key, record)) = self.calls.get_mut(&call) else { return };
        if record.leaving {
            return;
        }
        record.leaving = true;
        let (key, rows) = (*key, std::mem::take(&mut record.rows_left));
        self.cancel(key, call, rows);
    }

    /// Tells the worker to drop the rows, and counts them as free: it handles frames in order.
    pub(super) fn cancel(&mut self, key: ModelKey, call: CallId, rows: u16) {
        let device = self.models[key].device;
        let Some(worker) = &mut self.devices[device].worker else { return };
        worker.cancels_open += 1;
        let sent = worker.process.send(&ToWorker::Cancel { model: model_id(key), call });
        self.models[key].credits.give(rows);
        match sent {
            Ok(()) => self.dispatch(key),
            Err(error) => self.fault(device, Code::WorkerHung, &error.to_string()),
        }
    }

    fn wake_device(&mut self, key: ModelKey) {
        let device = self.models[key].device;
        match &self.devices[device].worker {
            Some(worker) if worker.is_ending() => {
                // Its exit will look at the queue again.
            }
            Some(_) => self.load(key),
            None if self.devices[device].rest == Rest::None => self.spawn(device),
            None => {}
        }
    }

    pub(super) fn spawn(&mut self, index: usize) {
        let now = Instant::now();
        let device = &mut self.devices[index];
        device.rest = Rest::None;
        device.incarnations += 1;
        let id = WorkerId { device: index, incarnation: device.incarnations };
        let args = [OsString::from("--sim")];
        match Process::spawn(&self.binary, &args, id, &self.process_events) {
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
                    sandbox: std::collections::BTreeMap::new(),
                    fault: None,
                    expected: false,
                    idle_since: None,
                });
                self.wake_by(now + self.settings.timeouts().start);
                if let Err(error) = sent {
                    self.fault(index, Code::WorkerLost, &error.to_string());
                }
            }
            Err(error) => {
                let reason = format!("cannot start {}: {error}", self.binary.display());
                tracing::error!(device = self.devices[index].name, reason, "no worker");
                self.failed(index, &reason);
            }
        }
    }

    pub(super) fn load(&mut self, key: ModelKey) {
        let device = self.models[key].device;
        let Some(worker) = &mut self.devices[device].worker else { return };
        self.models[key].wanted = true;
        worker.idle_since = None;
        if worker.life.phase() == Phase::Starting {
            return;
        }
        let source = self.models[key].source.clone();
        match worker.process.send(&ToWorker::Load { model: model_id(key), source }) {
            Ok(()) => {
                self.set_state(key, ModelState::Loading, None);
                self.happened(device, Happening::LoadSent);
            }
            Err(error) => self.fault(device, Code::WorkerHung, &error.to_string()),
        }
    }

    /// What we did ourselves, in its proper phase.
    fn happened(&mut self, device: usize, happening: Happening) {
        let Some(worker) = &mut self.devices[device].worker else { return };
        worker.life.on(happening, Instant::now()).expect("a running worker takes loads and rows");
        let deadline = worker.life.deadline();
        deadline.into_iter().for_each(|deadline| self.wake_by(deadline));
    }

    pub(super) fn set_state(&mut self, key: ModelKey, state: ModelState, reason: Option<String>) {
        let model = &mut self.models[key];
        if model.state == state && model.reason == reason {
            return;
        }
        (model.state, model.reason) = (state, reason.clone());
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

    fn snapshot(&self) -> Snapshot {
        let pid = |model: &Model| {
            self.devices[model.device].worker.as_ref().map(|worker| worker.process.pid)
        };
        Snapshot {
            queue: QueueStatus {
                waiting: self.queue.len(),
                running: self.calls.len(),
                max: self.queue.requests_max(),
            },
            workers: self.devices.iter().map(Device::status).collect(),
            models: self.models.iter().map(|model| model.status(pid(model))).collect(),
        }
    }

    /// True once nothing is left to drain.
    fn drained(&mut self) -> bool {
        let idle = self.calls.is_empty()
            && self.queue.is_empty()
            && self.devices.iter().all(|device| device.worker.is_none());
        match &mut self.draining {
            Some(drain) if idle => {
                // `run` may have given up on us.
                drain.done.take().map(|done| done.send(()));
                true
            }
            _ => false,
        }
    }
}

/// Model ids are the daemon's keys: one worker never sees two models under one id.
pub(super) fn model_id(key: ModelKey) -> u32 {
    u32::try_from(key).expect("there are fewer than 2^32 models")
}

pub(super) fn shutting_down() -> ApiError {
    ApiError::new(Code::ShuttingDown, "edged is shutting down")
}

fn queue_full(requests_max: usize) -> ApiError {
    ApiError::new(
        Code::QueueFull,
        format!("{requests_max} calls are waiting, limits.queue_requests_max is {requests_max}"),
    )
    .hint("try again after the time in the Retry-After header")
}
