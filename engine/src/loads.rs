//! Loads and checks on their way: each runs on a thread of its own, so that models that are loaded go on
//! stepping. The loop looks in between two steps, or is woken while it sleeps.

use crate::backend::{self, Checked};
use crate::model::Model;
use crate::sim::Sim;
use edge_api::worker::{Folder, FromWorker, LoadFailure, LoadFailureKind, LoadStage, ModelId};
use edge_core::sim::Spec;
use rustix::event::{EventfdFlags, eventfd};
use std::io;
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);

/// How many loads that were given up may still hold memory before no other begins.
const GIVEN_UP_MAX: usize = 4;

#[derive(Debug)]
pub(crate) struct Loads {
    all: Vec<Loading>,
    /// A thread notices only now and then that nobody waits for it.
    given_up: Vec<JoinHandle<()>>,
    library: Option<PathBuf>,
    wake: Arc<OwnedFd>,
}

#[derive(Debug)]
struct Loading {
    model: ModelId,
    next_progress: Instant,
    job: Job,
}

#[derive(Debug)]
enum Job {
    /// A simulated model takes its time without taking a thread.
    Sim { sim: Box<Sim>, takes: Duration, since: Instant },
    Thread {
        progress: Arc<Progress>,
        outcome: Receiver<Outcome>,
        /// `None`: there was none to be had.
        thread: Option<JoinHandle<()>>,
    },
}

type Outcome = Result<Work, LoadFailure>;

#[derive(Debug)]
enum Work {
    Loaded(Box<dyn Model>),
    Checked(Box<Checked>),
}

/// What came of a load, for the loop to act on.
#[derive(Debug)]
pub(crate) enum Happened {
    Loaded(ModelId, Box<dyn Model>),
    Say(Box<FromWorker>),
}

/// How far a load is, told by its thread and read by the loop.
#[derive(Debug)]
pub(crate) struct Progress {
    now: Mutex<(LoadStage, f32)>,
    given_up: AtomicBool,
}

impl Default for Progress {
    fn default() -> Self {
        Self { now: Mutex::new((LoadStage::Read, 0.0)), given_up: AtomicBool::new(false) }
    }
}

impl Progress {
    pub(crate) fn set(&self, stage: LoadStage, done: f32) {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = (stage, done);
    }

    fn get(&self) -> (LoadStage, f32) {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nobody waits for the outcome any more: long work ends early.
    pub(crate) fn given_up(&self) -> bool {
        self.given_up.load(Ordering::Relaxed)
    }
}

impl Loads {
    pub(crate) fn new(library: Option<PathBuf>) -> io::Result<Self> {
        let wake = eventfd(0, EventfdFlags::NONBLOCK | EventfdFlags::CLOEXEC)?;
        Ok(Self { all: Vec::new(), given_up: Vec::new(), library, wake: Arc::new(wake) })
    }

    /// Readable once a thread has an outcome.
    pub(crate) fn wake(&self) -> &OwnedFd {
        &self.wake
    }

    /// With those that were given up and go on.
    pub(crate) fn len(&self) -> usize {
        self.all.len() + self.given_up_len()
    }

    pub(crate) fn has(&self, model: ModelId) -> bool {
        self.all.iter().any(|loading| loading.model == model)
    }

    /// When the loop should look again if nothing wakes it.
    pub(crate) fn next_look(&self) -> Option<Instant> {
        self.all.iter().map(|loading| loading.next_progress).min()
    }

    pub(crate) fn sim(&mut self, model: ModelId, spec: Spec) {
        let since = Instant::now();
        let takes = spec.load;
        let next_progress = since + PROGRESS_INTERVAL.min(takes);
        let job = Job::Sim { sim: Box::new(Sim::new(spec)), takes, since };
        self.all.push(Loading { model, next_progress, job });
    }

    pub(crate) fn folder(&mut self, model: ModelId, folder: Folder) -> Result<(), LoadFailure> {
        self.thread(model, move |library, progress| {
            backend::open(&folder, library, progress).map(Work::Loaded)
        })
    }

    pub(crate) fn check(
        &mut self,
        model: ModelId,
        folder: Folder,
        copy_to: Option<PathBuf>,
    ) -> Result<(), LoadFailure> {
        self.thread(model, move |library, progress| {
            let checked = backend::check(folder, copy_to, library, progress)?;
            Ok(Work::Checked(Box::new(checked)))
        })
    }

    fn thread(
        &mut self,
        model: ModelId,
        work: impl FnOnce(Option<&std::path::Path>, &Progress) -> Outcome + Send + 'static,
    ) -> Result<(), LoadFailure> {
        let given_up = self.given_up_len();
        if given_up >= GIVEN_UP_MAX {
            return Err(passing(format!(
                "{given_up} loads that were given up have not ended yet, \
                 no other begins beside {GIVEN_UP_MAX} of them"
            )));
        }
        let progress = Arc::new(Progress::default());
        let (sender, outcome) = sync_channel(1);
        let (theirs, library, wake) =
            (Arc::clone(&progress), self.library.clone(), Arc::clone(&self.wake));
        let spawned = std::thread::Builder::new().name("load".to_owned()).spawn(move || {
            // The loop may have given up on it.
            _ = sender.send(work(library.as_deref(), &theirs));
            _ = rustix::io::write(&*wake, &1_u64.to_ne_bytes());
        });
        if let Err(error) = &spawned {
            // The sender went with the closure, so the outcome says that nothing came of it.
            eprintln!("edge-worker: no thread for a load: {error}");
        }
        let next_progress = Instant::now() + PROGRESS_INTERVAL;
        let job = Job::Thread { progress, outcome, thread: spawned.ok() };
        self.all.push(Loading { model, next_progress, job });
        Ok(())
    }

    pub(crate) fn give_up(&mut self, model: ModelId) {
        for loading in self.all.extract_if(.., |loading| loading.model == model) {
            // Its receiver goes, so that what comes of it is dropped by its thread.
            if let Job::Thread { progress, thread, .. } = loading.job {
                progress.given_up.store(true, Ordering::Relaxed);
                self.given_up.extend(thread);
            }
        }
    }

    fn given_up_len(&self) -> usize {
        self.given_up.iter().filter(|thread| !thread.is_finished()).count()
    }

    /// What happened since the last look.
    pub(crate) fn tend(&mut self) -> Vec<Happened> {
        // Emptied before the look, so that what comes after it wakes again; also with nothing on its way: a
        // load that was given up wakes too, and so does one whose outcome was taken before it did.
        _ = rustix::io::read(&*self.wake, &mut [0; 8]);
        self.given_up.retain(|thread| !thread.is_finished());
        let now = Instant::now();
        let mut happened = Vec::new();
        for mut loading in std::mem::take(&mut self.all) {
            let model = loading.model;
            let progress = match loading.job {
                Job::Sim { sim, takes, since } if now >= since + takes => {
                    happened.push(Happened::Loaded(model, sim));
                    continue;
                }
                Job::Sim { takes, since, .. } => {
                    (LoadStage::Session, (now - since).div_duration_f32(takes))
                }
                Job::Thread { ref outcome, ref progress, .. } => match outcome.try_recv() {
                    Err(TryRecvError::Empty) => progress.get(),
                    Err(TryRecvError::Disconnected) => {
                        let failure = broken("the load ended without an outcome");
                        happened.push(Happened::Say(Box::new(FromWorker::LoadFailed {
                            model,
                            failure,
                        })));
                        continue;
                    }
                    Ok(outcome) => {
                        happened.push(match outcome {
                            Ok(Work::Loaded(loaded)) => Happened::Loaded(model, loaded),
                            Ok(Work::Checked(checked)) => {
                                Happened::Say(Box::new(FromWorker::Checked {
                                    model,
                                    capabilities: Box::new(checked.capabilities),
                                    card: Box::new(checked.card),
                                }))
                            }
                            Err(failure) => {
                                Happened::Say(Box::new(FromWorker::LoadFailed { model, failure }))
                            }
                        });
                        continue;
                    }
                },
            };
            if now >= loading.next_progress {
                let (stage, done) = progress;
                happened.push(Happened::Say(Box::new(FromWorker::LoadProgress {
                    model,
                    stage,
                    done,
                })));
                loading.next_progress = now + PROGRESS_INTERVAL;
            }
            if let Job::Sim { takes, since, .. } = loading.job {
                loading.next_progress = loading.next_progress.min(since + takes);
            }
            self.all.push(loading);
        }
        happened
    }
}

/// What is no fault of the files.
pub(crate) fn passing(reason: impl Into<String>) -> LoadFailure {
    LoadFailure { kind: LoadFailureKind::Passing, ..broken(reason) }
}

pub(crate) fn broken(reason: impl Into<String>) -> LoadFailure {
    LoadFailure { kind: LoadFailureKind::Broken, reason: reason.into(), hint: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use std::sync::mpsc::SyncSender;

    /// A load that goes on until what is returned is dropped.
    fn stuck(loads: &mut Loads, model: ModelId) -> Result<SyncSender<()>, LoadFailure> {
        let (hold, held) = sync_channel::<()>(0);
        loads.thread(model, move |_, _| {
            _ = held.recv();
            Err(broken("nobody waits for this"))
        })?;
        Ok(hold)
    }

    fn ended(loads: &Loads) {
        let deadline = Instant::now() + Duration::from_secs(20);
        while loads.given_up_len() > 0 {
            assert!(Instant::now() < deadline, "a load that was given up does not end");
            std::thread::yield_now();
        }
    }

    fn wakes(loads: &Loads, within: Timespec) -> bool {
        poll(&mut [PollFd::new(loads.wake(), PollFlags::IN)], Some(&within)).unwrap() == 1
    }

    #[test]
    fn a_load_that_was_given_up_wakes_once() {
        let mut loads = Loads::new(None).unwrap();
        let hold = stuck(&mut loads, 1).unwrap();
        loads.give_up(1);
        drop(hold);
        ended(&loads);
        assert!(wakes(&loads, Timespec::default()));
        assert!(loads.tend().is_empty());
        assert!(!wakes(&loads, Timespec::default()), "an idle worker would spin");
    }

    #[test]
    fn a_wake_after_the_outcome_was_taken_is_taken_too() {
        let mut loads = Loads::new(None).unwrap();
        loads.thread(1, |_, _| Err(broken("it is"))).unwrap();
        assert!(wakes(&loads, Timespec { tv_sec: 20, tv_nsec: 0 }));
        assert_eq!(loads.tend().len(), 1);
        rustix::io::write(&*loads.wake, &1_u64.to_ne_bytes()).unwrap();
        loads.tend();
        assert!(!wakes(&loads, Timespec::default()), "an idle worker would spin");
    }

    #[test]
    fn loads_that_were_given_up_count_until_they_have_ended() {
        let mut loads = Loads::new(None).unwrap();
        let mut holds = Vec::new();
        for _ in 0..GIVEN_UP_MAX {
            holds.push(stuck(&mut loads, 1).unwrap());
            loads.give_up(1);
            assert!(!loads.has(1));
        }
        assert_eq!(loads.len(), GIVEN_UP_MAX);
        let failure = stuck(&mut loads, 1).unwrap_err();
        let reason = "4 loads that were given up have not ended yet, \
                      no other begins beside 4 of them";
        assert_eq!(failure, passing(reason));
        assert!(loads.tend().is_empty());
        assert_eq!(loads.len(), GIVEN_UP_MAX);

        drop(holds);
        ended(&loads);
        assert_eq!(loads.len(), 0);
        drop(stuck(&mut loads, 1).unwrap());
    }
}
