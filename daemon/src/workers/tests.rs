//! The supervisor on processes that are none: what it tells them, and what it makes of what they would say.

mod calls;
mod models;
mod queueing;
mod settings;
mod sharing;

use super::device::Worker;
use super::process::{FromProcess, Process, WorkerId};
use super::*;
use crate::config::{Config, Live};
use crate::events::Events;
use crate::ledger::Ledger;
use crate::metrics::Metrics;
use edge_api::admin::{ModelState, ModelStatus};
use edge_api::edge::{Kind, Priority};
use edge_api::worker::{
    Capabilities, Card, ChatTurn, Finish, FinishReason, Folder, FromWorker, Gpu, LoadFailure,
    LoadFailureKind, Output, PROTOCOL_VERSION, Prompt, Start, ToWorker,
};
use edge_core::queue::CallerKey;
use edge_core::request::Options;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;
use std::time::Duration;

const ROWS_MAX: u16 = 2;
/// The one device there is.
const CPU: usize = 0;

struct House {
    supervisor: Supervisor,
    calls: CallId,
    /// Keeps the supervisor's inbox open.
    _workers: Workers,
}

impl House {
    fn new() -> Self {
        let unread = Unread::new(1 << 20);
        let (workers, inbox) = Workers::channel(unread.clone());
        let launch = Launch {
            binary: "edge-worker".into(),
            library: None,
            read_dirs: vec!["/models".into()],
            write_dirs: Vec::new(),
        };
        let (live, books) = (Live::fixed(Config::default()), (Ledger::off(), Events::new()));
        let mut supervisor =
            Supervisor::new(live, launch, Vec::new(), books.0, books.1, (inbox, unread));
        supervisor.spawn = |_, _, _, _| Ok(Process::recorded());
        Self { supervisor, calls: 0, _workers: workers }
    }

    fn install(&mut self, dir: &str) -> ModelKey {
        self.install_as(ModelSpec { found: good(), ..spec(dir) })
    }

    fn install_as(&mut self, spec: ModelSpec) -> ModelKey {
        let (reply, mut installed) = oneshot::channel();
        self.supervisor.on_command(Command::Install(Box::new(spec), reply));
        installed.try_recv().unwrap().unwrap()
    }

    /// Installs and loads one model after the other.
    fn ready<const N: usize>(&mut self, dirs: [&str; N]) -> [ModelKey; N] {
        let keys = dirs.map(|dir| self.install(dir));
        for key in keys {
            assert!(self.change(key, Change::Load).unwrap());
        }
        self.hello();
        keys.iter().for_each(|key| self.loaded(*key));
        self.sent();
        keys
    }

    /// What comes of it, if it is complete.
    fn try_change(&mut self, key: ModelKey, change: Change) -> Asked {
        let (reply, changed) = oneshot::channel();
        self.supervisor.on_command(Command::Change(key, change, reply));
        Asked(changed)
    }

    fn change(&mut self, key: ModelKey, change: Change) -> Result<bool, ApiError> {
        self.try_change(key, change).answer().expect("it is answered at once")
    }

    fn found(&mut self, key: ModelKey, dir: &str, found: Found) {
        let news = Change::Found(Box::new((source(dir), found)));
        assert!(self.change(key, news).unwrap());
    }

    fn submit(&mut self, key: ModelKey) -> Client {
        self.submit_with(key, Options::default())
    }

    fn submit_with(&mut self, key: ModelKey, options: Options) -> Client {
        self.submit_as(key, |submission| submission.options = options)
    }

    fn submit_as(&mut self, key: ModelKey, change: impl FnOnce(&mut Submission)) -> Client {
        self.calls += 1;
        let (updates, receiver) = mpsc::channel(64);
        let mut submission = Submission {
            call: self.calls,
            id: self.calls.to_string(),
            model: key,
            task: None,
            named: None,
            uid: None,
            caller: CallerKey(0),
            kind: Kind::Agent,
            priority: Priority::Interactive,
            wanted: None,
            endpoint: "chat",
            prompt: Prompt::Text("x".to_owned()),
            system: None,
            choices: 1,
            options: Options::default(),
            seed: 7,
            ignore_eos: false,
            return_tokens: false,
            logprobs: None,
            accepted: Instant::now(),
            deadline: None,
            metrics: Metrics::default(),
            updates,
        };
        change(&mut submission);
        self.supervisor.on_command(Command::Submit(Box::new(submission)));
        Client { call: self.calls, updates: receiver }
    }

    fn worker(&mut self) -> &mut Worker {
        self.supervisor.devices[CPU].worker.as_mut().expect("a worker runs")
    }

    fn has_worker(&self) -> bool {
        self.supervisor.devices[CPU].worker.is_some()
    }

    fn tell(&mut self, event: FromProcess) {
        let id = WorkerId { device: CPU, incarnation: self.worker().incarnation };
        self.supervisor.on_process(id, event);
    }

    fn say(&mut self, frame: FromWorker) {
        self.tell(FromProcess::Frames(vec![frame]));
    }

    fn hello(&mut self) {
        self.say(FromWorker::Hello { version: PROTOCOL_VERSION, sandbox: Vec::new() });
    }

    fn loaded(&mut self, key: ModelKey) {
        self.loaded_with(key, ROWS_MAX);
    }

    fn loaded_with(&mut self, key: ModelKey, rows_max: u16) {
        let capabilities = Capabilities { rows_max, ..Capabilities::default() };
        self.say(FromWorker::Loaded { model: id(key), capabilities });
    }

    fn unloaded(&mut self, key: ModelKey) {
        self.say(FromWorker::Unloaded { model: id(key) });
    }

    fn finish(&mut self, key: ModelKey, call: CallId) {
        let finish = Finish { reason: FinishReason::Stop, completion_tokens: 1 };
        let output = Output {
            call,
            choice: 0,
            text: "y".to_owned(),
            tokens: 1,
            details: Vec::new(),
            finish: Some(finish),
        };
        let step = self.worker().step + 1;
        self.say(FromWorker::Step { model: id(key), step, busy_us: 1, outputs: vec![output] });
    }

    fn exits(&mut self) {
        self.tell(FromProcess::Exited(Ok(ExitStatus::from_raw(0))));
    }

    fn dies(&mut self) {
        self.tell(FromProcess::Closed(None));
        self.tell(FromProcess::Exited(Ok(ExitStatus::from_raw(9))));
    }

    fn after(&mut self, seconds: u64) {
        self.supervisor.on_time(Instant::now() + Duration::from_secs(seconds), false);
    }

    /// What the worker was told since the last look; `None`: it was asked to go.
    fn sent(&mut self) -> Option<Vec<Told>> {
        let sent = self.worker().process.take_sent()?;
        Some(sent.into_iter().filter_map(Told::of).collect())
    }

    fn starts(&mut self) -> Vec<Start> {
        let sent = self.worker().process.take_sent().expect("the worker was not asked to go");
        let start = |message| {
            let ToWorker::Start { start, .. } = message else { return None };
            Some(start)
        };
        sent.into_iter().filter_map(start).collect()
    }

    fn status(&self, key: ModelKey) -> ModelStatus {
        let name = self.supervisor.models[key].name.clone();
        let models = self.supervisor.snapshot().models;
        models.into_iter().find(|model| model.name == name).expect("it is shown")
    }

    fn state(&self, key: ModelKey) -> ModelState {
        self.status(key).state
    }
}

/// What was asked of a model, until it is answered.
struct Asked(oneshot::Receiver<Result<bool, ApiError>>);

impl Asked {
    fn answer(&mut self) -> Option<Result<bool, ApiError>> {
        self.0.try_recv().ok()
    }
}

struct Client {
    call: CallId,
    updates: mpsc::Receiver<Update>,
}

impl Client {
    /// `None` while the call waits or runs.
    fn end(&mut self) -> Option<Result<(), ApiError>> {
        loop {
            match self.updates.try_recv().ok()? {
                Update::Started | Update::Output(_) => {}
                Update::Ended(ended) => return Some(ended.result),
            }
        }
    }

    fn error(&mut self) -> ApiError {
        self.end().expect("the call has ended").expect_err("the call has failed")
    }
}

/// What matters of a message here.
#[derive(Debug, PartialEq)]
enum Told {
    Load(u32),
    Unload(u32),
    Start(u32, CallId),
    Cancel(u32, CallId),
    Pace(u32),
}

impl Told {
    fn of(message: ToWorker) -> Option<Self> {
        match message {
            ToWorker::Hello { .. } => None,
            ToWorker::Load { model, .. } => Some(Told::Load(model)),
            ToWorker::Unload { model } => Some(Told::Unload(model)),
            ToWorker::Start { model, start } => Some(Told::Start(model, start.call)),
            ToWorker::Cancel { model, call } => Some(Told::Cancel(model, call)),
            ToWorker::Pace { step_ms_max } => Some(Told::Pace(step_ms_max)),
            message @ (ToWorker::Probe | ToWorker::Check { .. }) => {
                panic!("it is told {message:?}")
            }
        }
    }
}

fn id(key: ModelKey) -> u32 {
    u32::try_from(key).unwrap()
}

fn good() -> Found {
    Found::Good(Box::default())
}

fn source(dir: &str) -> Source {
    Source::Folder(Folder {
        dir: dir.into(),
        digest: None,
        providers: Vec::new(),
        gpu: Gpu::Prefer,
        context_tokens: None,
        rows_max: ROWS_MAX,
        kv_bytes_max: 1 << 20,
        threads: 0,
    })
}

/// Of a folder that is still being looked at; named after it.
fn spec(dir: &str) -> ModelSpec {
    ModelSpec {
        name: dir.rsplit('/').next().unwrap().to_owned(),
        source: source(dir),
        device: "cpu".to_owned(),
        found: Found::Pending(None),
        keep_alive: None,
        pinned: false,
    }
}

fn failure(kind: LoadFailureKind) -> LoadFailure {
    LoadFailure { kind, reason: "the reason".to_owned(), hint: Some("the hint".to_owned()) }
}
