//! A throw-away worker: it looks at one folder, or at the runtime, says what it found and is ended. Its
//! files may bring it down; nobody else notices.

use crate::workers::{
    FromProcess, Process, Reached, WorkerId, plain, plain_card, plain_runtime,
    progress as shown_progress,
};
use edge_api::admin::ModelProgress;
use edge_api::worker::{Card, Folder, FromWorker, LoadFailure, LoadStage, ToWorker};
use edge_api::worker::{PROTOCOL_VERSION, Runtime};
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::{Instant, timeout, timeout_at};

/// A check speaks of no other model.
const MODEL: u32 = 0;
/// What its reader may be ahead of us.
const EVENTS_MAX: usize = 16;
/// How long a killed process may take to go before it is left to the kernel.
const EXIT_TIMEOUT: Duration = Duration::from_secs(5);

/// How throw-away workers are started, and how patient we are with them.
#[derive(Clone, Debug)]
pub(super) struct Checker {
    pub(super) binary: PathBuf,
    pub(super) library: Option<PathBuf>,
    pub(super) step_ms_max: u32,
    pub(super) start_timeout: Duration,
    /// The longest time without any progress.
    pub(super) silence_max: Duration,
}

/// What it is asked.
#[derive(Clone, Debug)]
pub(super) enum Question {
    Probe,
    Check { folder: Box<Folder>, copy_to: Option<PathBuf> },
}

#[derive(Debug)]
pub(super) enum Answer {
    Runtime(Runtime),
    Card(Box<Card>),
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum CheckError {
    /// The worker says so.
    #[error("{}", .0.reason)]
    Failed(LoadFailure),
    #[error("the check died: {0}")]
    Died(String),
    #[error("the check was stopped")]
    Stopped,
}

pub(super) type Progress = watch::Sender<Option<ModelProgress>>;

impl Checker {
    /// Ends early once `stop` is notified. The process is gone when this comes back. Must be polled on the
    /// daemon's one permanent thread, because it spawns.
    pub(super) async fn ask(
        &self,
        question: Question,
        progress: &Progress,
        stop: &Arc<Notify>,
    ) -> Result<Answer, CheckError> {
        let (sender, mut events) = mpsc::channel(EVENTS_MAX);
        let id = WorkerId { device: 0, incarnation: 0 };
        let spawned = Process::spawn(&self.binary, &self.args(&question), id, &sender);
        let process = spawned.map_err(|error| {
            CheckError::Died(format!("cannot start {}: {error}", self.binary.display()))
        })?;
        // Only the process still holds one, so that its end is the end of the events.
        drop(sender);
        let mut asked = Asked { process, exited: None };
        let answer = tokio::select! {
            answer = self.answer(&mut asked, &mut events, question, progress) => answer,
            () = stop.notified() => Err(CheckError::Stopped),
        };
        asked.process.kill();
        if asked.exited.is_none() {
            _ = timeout(EXIT_TIMEOUT, async { while events.recv().await.is_some() {} }).await;
        }
        answer
    }

    fn args(&self, question: &Question) -> Vec<OsString> {
        let mut args: Vec<OsString> = Vec::new();
        let mut add = |flag: &str, value: OsString| args.extend([OsString::from(flag), value]);
        if let Some(library) = &self.library {
            add("--library", library.into());
        }
        if let Question::Check { folder, copy_to } = question {
            add("--read", folder.dir.clone().into());
            if let Some(copy_to) = copy_to {
                add("--write", copy_to.into());
            }
        }
        add("--profile", "cpu".into());
        args
    }

    async fn answer(
        &self,
        asked: &mut Asked,
        events: &mut Events,
        question: Question,
        progress: &Progress,
    ) -> Result<Answer, CheckError> {
        let hello = ToWorker::Hello { version: PROTOCOL_VERSION, step_ms_max: self.step_ms_max };
        asked.send(&hello)?;
        asked.send(&match question {
            Question::Probe => ToWorker::Probe,
            Question::Check { folder, copy_to } => {
                ToWorker::Check { model: MODEL, folder: *folder, copy_to }
            }
        })?;
        let (mut patience, mut deadline) =
            (self.start_timeout, Instant::now() + self.start_timeout);
        let mut reached = Reached::default();
        loop {
            let frames = timeout_at(deadline, asked.next(events)).await.map_err(|_| {
                let ms = patience.as_millis();
                CheckError::Died(format!("it came no further for {ms} ms"))
            })??;
            for frame in frames {
                match heard(frame)? {
                    Heard::Hello => {}
                    Heard::Answer(answer) => return Ok(answer),
                    Heard::Progress(stage, done) => {
                        let now = shown_progress(stage, done);
                        let further = reached.further(stage, now.done);
                        progress.send_replace(Some(now));
                        if !further {
                            continue;
                        }
                    }
                }
                patience = self.silence_max;
                deadline = Instant::now() + patience;
            }
        }
    }
}

type Events = mpsc::Receiver<(WorkerId, FromProcess)>;

/// A process that is killed when nobody waits for it any more.
#[derive(Debug)]
struct Asked {
    process: Process,
    exited: Option<String>,
}

enum Heard {
    Hello,
    Progress(LoadStage, f32),
    Answer(Answer),
}

impl Asked {
    fn send(&mut self, message: &ToWorker) -> Result<(), CheckError> {
        self.process.send(message).map_err(|error| CheckError::Died(error.to_string()))
    }

    async fn next(&mut self, events: &mut Events) -> Result<Vec<FromWorker>, CheckError> {
        loop {
            match events.recv().await {
                Some((_, FromProcess::Frames(frames))) => return Ok(frames),
                // Of a closed one the exit comes next and says more.
                Some((_, FromProcess::Closed(None) | FromProcess::Drained)) => {}
                Some((_, FromProcess::Closed(Some(error)))) => {
                    return Err(CheckError::Died(error.to_string()));
                }
                Some((_, FromProcess::Exited(status))) => {
                    let how = match status {
                        Ok(status) => status.to_string(),
                        Err(error) => error.to_string(),
                    };
                    self.exited = Some(how);
                }
                None => {
                    let how = self.exited.clone();
                    return Err(CheckError::Died(how.unwrap_or_else(|| "it went away".to_owned())));
                }
            }
        }
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        self.process.kill();
    }
}

fn heard(frame: FromWorker) -> Result<Heard, CheckError> {
    match frame {
        FromWorker::Hello { version: PROTOCOL_VERSION, .. } => Ok(Heard::Hello),
        FromWorker::Hello { version, .. } => Err(CheckError::Died(format!(
            "it speaks protocol {version}, edged speaks {PROTOCOL_VERSION}"
        ))),
        FromWorker::LoadProgress { model: MODEL, stage, done } => Ok(Heard::Progress(stage, done)),
        FromWorker::Checked { model: MODEL, card, .. } => match plain_card(card) {
            Some(card) => Ok(Heard::Answer(Answer::Card(card))),
            None => Err(CheckError::Died("it names a digest that is none".to_owned())),
        },
        FromWorker::LoadFailed { model: MODEL, failure } => Err(CheckError::Failed(plain(failure))),
        FromWorker::Runtime(Ok(runtime)) => {
            Ok(Heard::Answer(Answer::Runtime(plain_runtime(runtime))))
        }
        FromWorker::Runtime(Err(failure)) => Err(CheckError::Failed(plain(failure))),
        FromWorker::LoadProgress { .. }
        | FromWorker::Checked { .. }
        | FromWorker::LoadFailed { .. }
        | FromWorker::Loaded { .. }
        | FromWorker::Unloaded { .. }
        | FromWorker::Started { .. }
        | FromWorker::Refused { .. }
        | FromWorker::Cancelled { .. }
        | FromWorker::Failed { .. }
        | FromWorker::Step { .. } => {
            Err(CheckError::Died("it answers what it was not asked".to_owned()))
        }
    }
}
