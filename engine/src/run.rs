//! The loop of a worker: handle what arrived, step every model that has rows, report, again.
//!
//! One thread owns everything. Frames are handled in order and only between two steps, so that what they
//! change is whole before the next token. With nothing to do the loop sleeps in `poll`, never elsewhere.

#[cfg(test)]
mod tests;

use crate::backend;
use crate::link::{Link, LinkError};
use crate::loads::{Happened, Loads, broken, passing};
use crate::parts;
use crate::rows::Rows;
use edge_api::worker::{
    CallId, FromWorker, LoadFailure, ModelId, PROTOCOL_VERSION, Refusal, Source, Start, ToWorker,
};
use edge_core::sim::Spec;
use std::io;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::time::{Duration, Instant};

const MODELS_MAX: usize = 64;
/// Steps shorter than this share a write and a look at what has arrived.
const REPORT_INTERVAL: Duration = Duration::from_micros(100);

/// What the command line decides.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whether simulated models may be loaded.
    pub sim: bool,
    /// The ONNX Runtime to run folders with.
    pub library: Option<PathBuf>,
    /// What the sandbox was proven to enforce.
    pub sandbox: Vec<(String, String)>,
}

/// Why a worker gave up. `edged` closing the connection is not among it.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct ServeError(Failure);

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Link(#[from] LinkError),
    #[error("cannot wait for loads")]
    Wake(#[source] io::Error),
    #[error("protocol version must be {PROTOCOL_VERSION}, not {0}")]
    Version(u16),
    #[error("the first frame must be hello")]
    NoHello,
    #[error("hello was sent twice")]
    HelloTwice,
    #[error("model {0} is loaded twice")]
    ModelTwice(ModelId),
    #[error("call {0} is started twice")]
    CallTwice(CallId),
    #[error("call {0} has no choices")]
    NoChoices(CallId),
}

/// Serves one `edged` until it closes the connection.
pub fn serve(socket: UnixStream, options: Options) -> Result<(), ServeError> {
    match Worker::run(socket, options) {
        Err(Failure::Link(LinkError::Closed)) => Ok(()),
        result => result.map_err(ServeError),
    }
}

#[derive(Debug)]
struct Worker {
    link: Link,
    options: Options,
    step_max: Duration,
    models: Vec<(ModelId, Rows)>,
    loads: Loads,
    /// How many steps are complete.
    steps: u64,
    /// When the last step was meant to end; `None` after a pause.
    step_end: Option<Instant>,
    reported: Instant,
}

impl Worker {
    fn run(socket: UnixStream, options: Options) -> Result<(), Failure> {
        let mut link = Link::new(socket)?;
        let step_ms_max = greet(&mut link, &options)?;
        let mut worker = Self {
            link,
            loads: Loads::new(options.library.clone()).map_err(Failure::Wake)?,
            options,
            step_max: Duration::from_millis(step_ms_max.into()),
            models: Vec::new(),
            steps: 0,
            step_end: None,
            reported: Instant::now(),
        };
        loop {
            while let Some(message) = worker.link.next_frame()? {
                worker.handle(message)?;
            }
            let idle = worker.models.iter().all(|(_, rows)| rows.is_idle());
            // Before it sleeps it always looks, as what was given up wakes it too.
            if idle || worker.loads.len() > 0 {
                worker.tend_loads()?;
            }
            if worker.models.iter().all(|(_, rows)| rows.is_idle()) {
                worker.step_end = None;
                worker.link.wait(worker.loads.next_look(), Some(worker.loads.wake()))?;
                worker.reported = Instant::now();
            } else {
                let ended = worker.step()?;
                if ended.saturating_duration_since(worker.reported) >= REPORT_INTERVAL {
                    worker.link.flush()?;
                    worker.link.receive()?;
                    worker.reported = ended;
                }
            }
        }
    }

    fn handle(&mut self, message: ToWorker) -> Result<(), Failure> {
        let reply = match message {
            ToWorker::Hello { .. } => return Err(Failure::HelloTwice),
            ToWorker::Probe => FromWorker::Runtime(backend::probe(self.options.library.as_deref())),
            ToWorker::Check { model, folder, copy_to } => {
                match self.loads.check(model, folder, copy_to) {
                    Ok(()) => return Ok(()),
                    Err(failure) => FromWorker::LoadFailed { model, failure },
                }
            }
            ToWorker::Load { model, source } => match self.load(model, source)? {
                Ok(()) => return Ok(()),
                Err(failure) => FromWorker::LoadFailed { model, failure },
            },
            ToWorker::Unload { model } => {
                self.models.retain(|(id, _)| *id != model);
                self.loads.give_up(model);
                FromWorker::Unloaded { model }
            }
            ToWorker::Start { model, start } => self.start(model, start)?,
            ToWorker::Cancel { model, call } => {
                if let Some(rows) = self.rows(model) {
                    rows.cancel(call);
                }
                FromWorker::Cancelled { model, call, step: self.steps }
            }
            ToWorker::Pace { step_ms_max } => {
                self.step_max = Duration::from_millis(step_ms_max.into());
                self.models.iter_mut().for_each(|(_, rows)| rows.set_step_max(self.step_max));
                return Ok(());
            }
        };
        Ok(self.link.send(&reply)?)
    }

    fn rows(&mut self, model: ModelId) -> Option<&mut Rows> {
        self.models.iter_mut().find(|(id, _)| *id == model).map(|(_, rows)| rows)
    }

    /// Begins to load. The inner error is the reason why this model cannot be.
    fn load(&mut self, model: ModelId, source: Source) -> Result<Result<(), LoadFailure>, Failure> {
        if self.rows(model).is_some() || self.loads.has(model) {
            return Err(Failure::ModelTwice(model));
        }
        if self.models.len() + self.loads.len() >= MODELS_MAX {
            let reason = format!("the worker holds {MODELS_MAX} models, which is its limit");
            return Ok(Err(passing(reason)));
        }
        match source {
            Source::Sim(_) if !self.options.sim => {
                return Ok(Err(broken("simulated models need edge-worker --sim")));
            }
            Source::Sim(spec) => match Spec::parse(&spec) {
                Ok(spec) => self.loads.sim(model, spec),
                Err(error) => return Ok(Err(broken(error.to_string()))),
            },
            Source::Folder(folder) => {
                if let Err(failure) = self.loads.folder(model, folder) {
                    return Ok(Err(failure));
                }
            }
        }
        self.tend_loads()?;
        Ok(Ok(()))
    }

    /// Reports loads that go on and takes in those that are complete. Other models step meanwhile.
    fn tend_loads(&mut self) -> Result<(), Failure> {
        for happened in self.loads.tend() {
            let message = match happened {
                Happened::Loaded(model, loaded) => {
                    let rows = Rows::new(loaded, self.step_max);
                    let capabilities = rows.capabilities();
                    self.models.push((model, rows));
                    FromWorker::Loaded { model, capabilities }
                }
                Happened::Say(message) => *message,
            };
            self.link.send(&message)?;
        }
        Ok(())
    }

    fn start(&mut self, model: ModelId, start: Start) -> Result<FromWorker, Failure> {
        let call = start.call;
        if self.models.iter().any(|(_, rows)| rows.has(call)) {
            return Err(Failure::CallTwice(call));
        }
        if start.choices == 0 {
            return Err(Failure::NoChoices(call));
        }
        let step = self.steps + 1;
        let started =
            self.rows(model).ok_or(Refusal::UnknownModel).and_then(|rows| rows.start(start));
        Ok(match started {
            Ok(prompt_tokens) => FromWorker::Started { model, call, step, prompt_tokens },
            Err(refusal) => FromWorker::Refused { model, call, refusal },
        })
    }

    /// One step of every model that has rows, one after the other: they share the device. What it brought
    /// is ready to go out when the time it is meant to take is over, which is what comes back.
    fn step(&mut self) -> Result<Instant, Failure> {
        let began = Instant::now();
        let step = self.steps + 1;
        let mut pace = Duration::ZERO;
        let mut frames = Vec::with_capacity(self.models.len());
        for (model, rows) in self.models.iter_mut().filter(|(_, rows)| !rows.is_idle()) {
            let since = Instant::now();
            let stepped = rows.step();
            pace += stepped.pace;
            let busy = since.elapsed().max(stepped.pace);
            let mut busy_us = u64::try_from(busy.as_micros()).unwrap_or(u64::MAX);
            let (model, mut outputs) = (*model, stepped.outputs);
            while let Some(at) = parts::cut(&outputs) {
                let rest = outputs.split_off(at);
                frames.push(FromWorker::Step { model, step, busy_us, outputs });
                (outputs, busy_us) = (rest, 0);
            }
            frames.push(FromWorker::Step { model, step, busy_us, outputs });
            frames.extend(stepped.failed.into_iter().map(|(call, reason)| FromWorker::Failed {
                model,
                call,
                reason,
            }));
        }
        let end = paced_end(self.step_end, began, pace);
        let ended = self.link.wait_until(end)?;
        self.steps = step;
        self.step_end = Some(end);
        for frame in &frames {
            self.link.send(frame)?;
        }
        Ok(ended)
    }
}

/// When a step is meant to end: its pace after the end of the one before, so that no delay adds up. A
/// loop that is late makes up for one step at most.
fn paced_end(previous: Option<Instant>, began: Instant, pace: Duration) -> Instant {
    let earliest = began.checked_sub(pace).unwrap_or(began);
    previous.map_or(began, |previous| previous.max(earliest)) + pace
}

/// Waits for `edged`'s hello, answers it, and returns its bound on a step.
fn greet(link: &mut Link, options: &Options) -> Result<u32, Failure> {
    let hello = loop {
        match link.next_frame()? {
            Some(message) => break message,
            None => link.wait(None, None)?,
        }
    };
    let ToWorker::Hello { version, step_ms_max } = hello else {
        return Err(Failure::NoHello);
    };
    if version != PROTOCOL_VERSION {
        return Err(Failure::Version(version));
    }
    link.send(&FromWorker::Hello { version: PROTOCOL_VERSION, sandbox: options.sandbox.clone() })?;
    Ok(step_ms_max)
}
