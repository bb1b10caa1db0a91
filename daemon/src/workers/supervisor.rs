//! The supervisor: the one owner of the queue, the models and the workers. It decides nothing by itself
//! that `edge-core` can decide (queue, credits, deadlines, backoff); it carries it out.

use super::calls::{End, Record, Submission};
use super::device::{Device, Worker};
use super::launch::Launch;
use super::model::{Model, ModelSpec, Models, long_removed};
use super::process::{FromProcess, Process, SendError, Spawn, WorkerId};
use super::{Command, Inbox, Snapshot, Unread};
use crate::config::{Limits, Live, Settings};
use crate::events::Events;
use crate::ledger::Ledger;
use edge_api::admin::QueueStatus;
use edge_api::edge::Priority;
use edge_api::error::{ApiError, Code};
use edge_api::frame::FrameError;
use edge_api::worker::{CallId, ToWorker};
use edge_core::life::Happening;
use edge_core::queue::{Admission, Credits, Full, ModelKey, Next, Queue, Ticket};
use std::collections::HashMap;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};

/// What the readers may be ahead of the supervisor; then a worker waits at its socket.
const PROCESS_EVENTS_MAX: usize = 256;
const COMMANDS_AT_ONCE: usize = 64;

#[derive(Debug)]
pub(crate) struct Supervisor {
    /// As they are now: what `live` said last.
    pub(super) settings: Settings,
    live: Live,
    pub(super) launch: Launch,
    pub(super) spawn: Spawn,
    pub(super) events: Events,
    pub(super) ledger: Ledger,
    pub(super) models: Models,
    pub(super) devices: Vec<Device>,
    pub(super) queue: Queue<Record>,
    pub(super) calls: HashMap<CallId, (ModelKey, Record)>,
    pub(super) process_events: mpsc::Sender<(WorkerId, FromProcess)>,
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
    /// The first models have the keys from 0 on, in order.
    pub(crate) fn new(
        live: Live,
        launch: Launch,
        specs: Vec<ModelSpec>,
        ledger: Ledger,
        events: Events,
        (inbox, unread): (Inbox, Unread),
    ) -> Self {
        let (process_events, from_processes) = mpsc::channel(PROCESS_EVENTS_MAX);
        let settings = live.now().settings.clone();
        let mut supervisor = Self {
            queue: Queue::new(settings.queue()),
            settings,
            live,
            launch,
            spawn: Process::spawn,
            events,
            ledger,
            models: Models::default(),
            devices: Vec::new(),
            calls: HashMap::new(),
            process_events,
            from_processes,
            inbox,
            wake_at: None,
            unread,
            draining: None,
            flush_at: None,
        };
        for spec in specs {
            let name = spec.name.clone();
            if let Err(error) = supervisor.install(spec) {
                tracing::error!(model = name, reason = error.message, "a model is left out");
            }
        }
        supervisor
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
                config = self.live.next() => self.on_settings(&config.settings),
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

    pub(super) fn on_command(&mut self, command: Command) {
        match command {
            Command::Submit(submission) => self.submit(*submission),
            Command::Leave(call) => self.leave(call),
            Command::Snapshot(reply) => {
                // Who asked may have left.
                _ = reply.send(self.snapshot());
            }
            Command::Install(spec, reply) => {
                // Who asked may have left.
                _ = reply.send(self.install(*spec));
            }
            Command::Change(key, change, reply) => self.change(key, change, reply),
            Command::Drain { by, done } => {
                self.draining = Some(Drain { by, done: Some(done) });
                self.wake_by(by);
                self.stop_idle_devices();
            }
        }
    }

    /// Other settings hold from now on, for what runs and waits as far as it can still matter.
    pub(super) fn on_settings(&mut self, settings: &Settings) {
        let pace = settings.engine.step_ms_max;
        let repaced = self.settings.engine.step_ms_max != pace;
        self.settings = settings.clone();
        self.queue.set_bounds(settings.queue());
        self.unread.set_bytes_max(settings.limits.answer_bytes_in_flight_max);
        for device in 0..self.devices.len() {
            self.devices[device].backoff.set_restarts_max(settings.worker.restarts_max);
            let Some(worker) = &mut self.devices[device].worker else { continue };
            worker.life.set_timeouts(settings.timeouts());
            if !repaced || worker.is_ending() {
                continue;
            }
            if let Err(error) = worker.process.send(&ToWorker::Pace { step_ms_max: pace }) {
                self.fault(device, Code::WorkerHung, &error.to_string());
            }
        }
        // A time that has become shorter may be over.
        self.wake_by(Instant::now());
    }

    fn submit(&mut self, submission: Submission) {
        let (ticket, now) = (submission.ticket(), Instant::now());
        let Ticket { call, model: key, rows, deadline, .. } = ticket;
        let admission = match (&self.draining, self.models.get(key)) {
            (Some(_), _) => Err(shutting_down()),
            (None, None) => Err(long_removed()),
            (None, Some(model)) => match model.refusal(rows) {
                Some(error) => Err(error),
                None => self.admit(&ticket, now),
            },
        };
        let model = self.models.get(key);
        let about = |model: &Model| (model.name.clone(), model.defaults.clone());
        let (name, defaults) = model.map(about).unwrap_or_default();
        let worker = model.and_then(|model| self.devices[model.device].worker.as_ref());
        let step = worker.map(|worker| worker.step);
        let admission = match admission {
            Ok(admission) => admission,
            Err(error) => {
                // A refused call leaves an event, and no row in the ledger.
                let about = (name, &defaults);
                let record = Record::open(submission, about, step, &Ledger::off(), &self.events);
                return record.close(End::error(error, None), None, &self.events);
            }
        };
        let record = Record::open(submission, (name, &defaults), step, &self.ledger, &self.events);
        if self.flush_at.is_none() {
            self.flush_at = Some(now + START_DELAY);
        }
        self.flush_at.into_iter().chain(deadline).for_each(|at| self.wake_by(at));
        if admission == Admission::Start {
            self.start(key, call, record);
        } else {
            self.queue.push(ticket, record, now);
            self.dispatch(key);
        }
    }

    fn admit(&mut self, ticket: &Ticket, now: Instant) -> Result<Admission, ApiError> {
        let none = &mut Credits::default();
        let credits = match self.may_start(ticket.model) {
            true => &mut self.models[ticket.model].credits,
            false => none,
        };
        match self.queue.admit(ticket, credits, now) {
            Admission::Full(full) => Err(queue_full(full, &self.settings.limits)),
            admission @ (Admission::Start | Admission::Wait) => Ok(admission),
        }
    }

    fn may_start(&self, key: ModelKey) -> bool {
        // It may be gone: a call of another model that ends can be what a removal was waiting for.
        let Some(model) = self.models.get(key) else { return false };
        let worker = self.devices[model.device].worker.as_ref();
        let held_back = |worker: &Worker| {
            !worker.process.takes_calls()
                || worker.outgrown.is_some() && worker.is_held_back(Instant::now())
        };
        model.serves() && !worker.is_some_and(held_back)
    }

    /// Sends what fits the credits, or has the model loaded.
    pub(super) fn dispatch(&mut self, key: ModelKey) {
        if self.may_start(key) {
            self.start_waiting(key, Instant::now());
        } else if self.queue.waits_for(key) {
            self.wake(key);
        }
    }

    /// The device's worker has read on: whoever waited for that may start.
    pub(super) fn on_drained(&mut self, device: usize) {
        let models = &mut self.devices[device].models;
        // Each time another goes first: one whose prompts are long would leave no room for the others.
        let next = models.len().min(1);
        models.rotate_left(next);
        for key in models.clone() {
            self.start_waiting(key, Instant::now());
        }
    }

    /// The time may be over for which rows were kept.
    pub(super) fn watch_kept(&mut self, now: Instant) {
        let waited_for: Vec<ModelKey> = self.queue.models().collect();
        for key in waited_for {
            self.start_waiting(key, now);
        }
    }

    fn start_waiting(&mut self, key: ModelKey, now: Instant) {
        while self.may_start(key) {
            let credits = &mut self.models[key].credits;
            match self.queue.next(key, credits, now) {
                Next::Start(call, record) => self.start(key, call, record),
                Next::Kept { until } => return self.wake_by(until),
                Next::Nothing => return,
            }
        }
    }

    fn start(&mut self, key: ModelKey, call: CallId, mut record: Record) {
        let device = self.models[key].device;
        let worker = self.devices[device].worker.as_mut();
        let worker = worker.expect("only a ready model has credits, and it has a worker");
        let model = &mut self.models[key];
        model.idle_since = None;
        let start = record.start(&model.defaults, worker.process.pid);
        let sent = worker.process.send(&ToWorker::Start { model: model_id(key), start });
        match sent {
            Ok(()) => {
                self.calls.insert(call, (key, record));
                self.happened(device, Happening::RowsStarted);
            }
            // The prompt's length is within its limits, and so is the text of the task, but not both together.
            Err(SendError::Frame(error)) => {
                let (priority, rows) = (record.submission.priority, record.rows_left);
                model.credits.give(priority, rows, Instant::now());
                record.close(End::error(too_long(&error), None), None, &self.events);
                self.settle(device);
            }
            Err(error @ SendError::Stalled) => {
                self.calls.insert(call, (key, record));
                self.fault(device, Code::WorkerHung, &error.to_string());
            }
        }
    }

    /// The client left: its rows are free for the very next call.
    fn leave(&mut self, call: CallId) {
        if let Some(record) = self.queue.remove(call, Instant::now()) {
            let key = record.submission.model;
            record.close(End::cancelled(None), None, &self.events);
            return self.one_waits_less(key);
        }
        let Some((key, record)) = self.calls.get_mut(&call) else { return };
        if record.leaving {
            return;
        }
        record.leaving = true;
        let (key, rows) = (*key, std::mem::take(&mut record.rows_left));
        let priority = record.submission.priority;
        self.cancel(key, call, priority, rows);
    }

    /// Of those who waited for the model one has left: it may be that others waited for him only.
    pub(super) fn one_waits_less(&mut self, key: ModelKey) {
        self.start_waiting(key, Instant::now());
        self.settle(self.models[key].device);
    }

    /// Tells the worker to drop the rows, and counts them as free: it handles frames in order.
    pub(super) fn cancel(&mut self, key: ModelKey, call: CallId, priority: Priority, rows: u16) {
        let device = self.models[key].device;
        let Some(worker) = &mut self.devices[device].worker else { return };
        worker.cancels_open += 1;
        let sent = worker.process.send(&ToWorker::Cancel { model: model_id(key), call });
        self.models[key].credits.give(priority, rows, Instant::now());
        match sent {
            Ok(()) => self.dispatch(key),
            Err(error) => self.fault(device, Code::WorkerHung, &error.to_string()),
        }
    }

    pub(super) fn snapshot(&self) -> Snapshot {
        let pid = |model: &Model| {
            self.devices[model.device].worker.as_ref().map(|worker| worker.process.pid)
        };
        Snapshot {
            queue: QueueStatus {
                waiting: self.queue.len(),
                waiting_interactive: self.queue.waiting(Priority::Interactive),
                waiting_batch: self.queue.waiting(Priority::Batch),
                running: self.calls.len(),
                max: self.queue.requests_max(),
            },
            rows_running: self.calls.values().map(|(_, call)| usize::from(call.rows_left)).sum(),
            restarts: self.devices.iter().map(|device| device.restarts).sum(),
            workers: (self.devices.iter())
                .filter(|device| !device.models.is_empty() || device.worker.is_some())
                .map(Device::status)
                .collect(),
            models: (self.models.iter())
                .filter(|model| model.removal.is_none())
                .map(|model| model.status(pid(model)))
                .collect(),
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

fn too_long(error: &FrameError) -> ApiError {
    let message =
        format!("the prompt with the task's system text is too long for a worker: {error}");
    ApiError::new(Code::BodyTooLarge, message)
        .hint("shorten the prompt, or `system` in the task's file")
}

fn queue_full(full: Full, limits: &Limits) -> ApiError {
    let Full { of_caller, waiting, retry_after_s } = full;
    let Limits { queue_requests_max: all, queue_caller_percent_max: percent, .. } = limits;
    let message = match of_caller {
        true => format!(
            "{waiting} of your calls are waiting, limits.queue_caller_percent_max is {percent} \
             and limits.queue_requests_max is {all}"
        ),
        false => format!("{waiting} calls are waiting, limits.queue_requests_max is {all}"),
    };
    ApiError::new(Code::QueueFull, message)
        .hint("try again after the time in the Retry-After header")
        .retry_after_s(retry_after_s)
}
