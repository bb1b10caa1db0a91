//! What throw-away workers are asked, one at a time and in order: whoever waits, waits here.

use super::check::{Answer, CheckError, Checker, Question};
use super::disk;
use super::print::Print;
use edge_api::admin::{AddMode, ModelProgress, ModelVerified};
use edge_api::error::{ApiError, Code};
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::{Notify, oneshot, watch};
use tokio::task::JoinHandle;

/// Verifications that may wait; models bound everything else.
const VERIFIES_MAX: usize = 16;

#[derive(Debug, Default)]
pub(super) struct Jobs {
    waiting: VecDeque<(Job, Question)>,
    running: Option<Running>,
}

/// Why it is asked.
#[derive(Debug)]
pub(super) enum Job {
    Probe,
    Check {
        name: String,
        print: Print,
    },
    Add {
        name: String,
        dir: PathBuf,
        mode: AddMode,
        /// Of a folder that is linked, before the check; `None` for one that could not be looked at.
        print: Option<Print>,
    },
    Verify {
        name: String,
        print: Print,
        expected: String,
        reply: VerifyReply,
    },
}

pub(super) type VerifyReply = oneshot::Sender<Result<ModelVerified, ApiError>>;

#[derive(Debug)]
struct Running {
    job: Job,
    /// Nobody wants to know any more.
    dropped: bool,
    stop: Arc<Notify>,
    progress: watch::Receiver<Option<ModelProgress>>,
    answer: JoinHandle<Result<Answer, CheckError>>,
}

#[derive(Debug)]
pub(super) enum Event {
    Progress { name: String, progress: Option<ModelProgress> },
    Done { job: Job, answer: Result<Answer, CheckError>, dropped: bool },
}

impl Job {
    fn name(&self) -> Option<&str> {
        match self {
            Job::Probe => None,
            Job::Check { name, .. } | Job::Add { name, .. } | Job::Verify { name, .. } => {
                Some(name)
            }
        }
    }
}

impl Jobs {
    pub(super) fn push(&mut self, job: Job, question: Question) {
        match job {
            // It says why the others may fail.
            Job::Probe => self.waiting.push_front((job, question)),
            Job::Check { .. } | Job::Add { .. } | Job::Verify { .. } => {
                self.waiting.push_back((job, question));
            }
        }
    }

    pub(super) fn verifies_full(&self) -> bool {
        let verifies = self.waiting.iter().filter(|(job, _)| matches!(job, Job::Verify { .. }));
        verifies.count() >= VERIFIES_MAX
    }

    /// Forgets what concerns a model. A running job is stopped and still comes to its `Done`.
    pub(super) fn drop_of(&mut self, name: &str) {
        let (dropped, kept): (VecDeque<_>, _) =
            self.waiting.drain(..).partition(|(job, _)| job.name() == Some(name));
        self.waiting = kept;
        for (job, _) in dropped {
            if let Job::Verify { name, reply, .. } = job {
                overtaken(&name, reply);
            }
        }
        if let Some(running) = &mut self.running
            && running.job.name() == Some(name)
        {
            running.dropped = true;
            running.stop.notify_one();
        }
    }

    /// Stops everything and waits until it has stopped.
    pub(super) async fn close(&mut self) {
        self.waiting.clear();
        if let Some(running) = &mut self.running {
            running.dropped = true;
            running.stop.notify_one();
            while !matches!(self.next().await, Event::Done { .. }) {}
        }
    }

    pub(super) fn start_next(&mut self, checker: &Checker) {
        if self.running.is_some() {
            return;
        }
        let Some((job, question)) = self.waiting.pop_front() else { return };
        let stop = Arc::new(Notify::new());
        let (sender, progress) = watch::channel(None);
        let (checker, told) = (checker.clone(), Arc::clone(&stop));
        let answer = tokio::spawn(async move {
            if let Question::Check { copy_to: Some(dir), .. } = &question {
                make_room(dir.clone()).await?;
            }
            checker.ask(question, &sender, &told).await
        });
        self.running = Some(Running { job, dropped: false, stop, progress, answer });
    }

    /// What happens next to the running job; never, without one. May be dropped at any time.
    pub(super) async fn next(&mut self) -> Event {
        loop {
            let Some(running) = &mut self.running else { return std::future::pending().await };
            let answer = tokio::select! {
                biased;
                Ok(()) = running.progress.changed() => {
                    let progress = running.progress.borrow_and_update().clone();
                    match running.job.name() {
                        Some(name) => return Event::Progress { name: name.to_owned(), progress },
                        None => continue,
                    }
                }
                answer = &mut running.answer => answer,
            };
            let answer = answer.unwrap_or_else(|error| Err(CheckError::Died(error.to_string())));
            let Some(Running { job, dropped, .. }) = self.running.take() else { continue };
            return Event::Done { job, answer, dropped };
        }
    }
}

/// What is verified has changed meanwhile, or is gone.
pub(super) fn overtaken(name: &str, reply: VerifyReply) {
    let message = format!("model `{name}` has changed while it was verified");
    // Whoever asked may have left.
    _ = reply.send(Err(ApiError::new(Code::InUse, message)));
}

/// Where a copy goes, and with nothing left in it of one before.
async fn make_room(dir: PathBuf) -> Result<(), CheckError> {
    let shown = dir.display().to_string();
    let made = tokio::task::spawn_blocking(move || disk::make_empty_dir(&dir)).await;
    let made = made.map_err(|error| error.to_string());
    let made = made.and_then(|made| made.map_err(|error| error.to_string()));
    made.map_err(|reason| CheckError::Died(format!("cannot make {shown}: {reason}")))
}

#[cfg(test)]
mod tests {
    use super::super::print::Look;
    use super::*;

    #[test]
    fn a_verification_that_waits_for_a_changed_model_is_answered() {
        let dir = tempfile::tempdir().unwrap();
        let print = Look::at(dir.path()).unwrap().print;
        let mut jobs = Jobs::default();
        let mut verify = |name: &str| {
            let (reply, answer) = oneshot::channel();
            let (name, print, expected) = (name.to_owned(), print.clone(), String::new());
            jobs.push(Job::Verify { name, print, expected, reply }, Question::Probe);
            answer
        };
        let (mut changed, mut other) = (verify("changed"), verify("other"));
        jobs.drop_of("changed");
        assert_eq!(changed.try_recv().unwrap().unwrap_err().code, Code::InUse);
        assert!(matches!(other.try_recv(), Err(oneshot::error::TryRecvError::Empty)));
        assert_eq!(jobs.waiting.len(), 1);
    }
}
