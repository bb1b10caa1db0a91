//! The life of a worker process as the daemon sees it: which phase it is in, by when it must show a sign
//! of life, and how long to wait before the next start after it failed.

use std::time::{Duration, Instant};

/// By when a worker must show a sign of life, per phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    pub start: Duration,
    /// Between two signs of progress, not for the whole load.
    pub load: Duration,
    pub first_step: Duration,
    /// Once steps have been seen; or 20 times their median, whichever is longer.
    pub step: Duration,
    /// From the kill to the exit; after it the worker is `stuck`.
    pub exit: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Spawned, has not said hello.
    Starting,
    /// Loads models, runs rows, or waits to be asked.
    Running,
    /// Was told to go.
    Stopping,
    /// Was sent SIGKILL.
    Killed,
    /// Was sent SIGKILL and did not die (state D): its memory counts as used, and it is not replaced.
    Stuck,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    Hello,
    LoadSent,
    LoadProgress,
    LoadDone,
    UnloadSent,
    UnloadDone,
    RowsStarted,
    Step,
    /// No row is left, and no cancel is unanswered.
    RowsGone,
    Stop,
    Kill,
    /// The deadline passed.
    Expired,
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a worker that is {phase:?} cannot have {happening:?}")]
pub struct Illegal {
    pub phase: Phase,
    pub happening: Happening,
}

/// One incarnation of a worker. It may load one model while it runs another's rows, so each of the two
/// has a clock of its own.
#[derive(Debug)]
pub struct Life {
    phase: Phase,
    since: Instant,
    /// Loads and unloads on their way.
    loads: u32,
    load_sign: Instant,
    rows: bool,
    row_sign: Instant,
    stepped: bool,
    timeouts: Timeouts,
    steps: StepTimes,
}

impl Life {
    pub fn new(timeouts: Timeouts, now: Instant) -> Self {
        Self {
            phase: Phase::Starting,
            since: now,
            loads: 0,
            load_sign: now,
            rows: false,
            row_sign: now,
            stepped: false,
            timeouts,
            steps: StepTimes::default(),
        }
    }

    /// What is silent now is measured by these, too.
    pub fn set_timeouts(&mut self, timeouts: Timeouts) {
        self.timeouts = timeouts;
    }

    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Whether it was asked to take a model in or out and has not said that it is done.
    pub fn is_loading(&self) -> bool {
        self.loads > 0
    }

    /// Moves on, and restarts the clocks that this is a sign of life for.
    pub fn on(&mut self, happening: Happening, now: Instant) -> Result<(), Illegal> {
        use Happening::*;
        match (self.phase, happening) {
            (Phase::Starting, Hello) => self.enter(Phase::Running, now),
            (Phase::Starting | Phase::Running, Stop) => self.enter(Phase::Stopping, now),
            (Phase::Killed, Expired) => self.enter(Phase::Stuck, now),
            (Phase::Starting | Phase::Running | Phase::Stopping, Kill | Expired) => {
                self.enter(Phase::Killed, now);
            }
            // What was on its way when the worker was ended changes nothing.
            (Phase::Stopping | Phase::Killed | Phase::Stuck, _) => {}
            (Phase::Running, LoadSent | UnloadSent) => {
                self.loads += 1;
                self.load_sign = now;
            }
            (Phase::Running, LoadProgress) if self.loads > 0 => self.load_sign = now,
            (Phase::Running, LoadDone | UnloadDone) if self.loads > 0 => {
                self.loads -= 1;
                self.load_sign = now;
            }
            (Phase::Running, RowsStarted) => {
                // A new row beside others is no sign of life.
                if !self.rows {
                    self.row_sign = now;
                }
                self.rows = true;
            }
            (Phase::Running, Step) => self.step(now),
            (Phase::Running, RowsGone) => self.rows = false,
            (phase, happening) => return Err(Illegal { phase, happening }),
        }
        Ok(())
    }

    fn enter(&mut self, phase: Phase, now: Instant) {
        (self.phase, self.since) = (phase, now);
    }

    fn step(&mut self, now: Instant) {
        // The first step after a pause began some time after the last sign.
        if self.stepped && self.rows {
            self.steps.push(now.saturating_duration_since(self.row_sign));
        }
        self.stepped = true;
        self.row_sign = now;
    }

    /// Forgives all silence up to now: it was not the worker that stood still.
    pub fn excuse(&mut self, now: Instant) {
        (self.since, self.load_sign, self.row_sign) = (now, now, now);
    }

    /// When the worker counts as hung if nothing is heard of it; `None`: it may stay silent.
    pub fn deadline(&self) -> Option<Instant> {
        match self.phase {
            Phase::Starting => Some(self.since + self.timeouts.start),
            Phase::Running => {
                let load = (self.loads > 0).then(|| self.load_sign + self.timeouts.load);
                let rows = self.rows.then(|| self.row_sign + self.step_timeout());
                load.into_iter().chain(rows).min()
            }
            Phase::Stopping | Phase::Killed => Some(self.since + self.timeouts.exit),
            Phase::Stuck => None,
        }
    }

    fn step_timeout(&self) -> Duration {
        match self.stepped {
            true => self.timeouts.step.max(20 * self.steps.median),
            false => self.timeouts.first_step,
        }
    }
}

/// The last few steps' times.
#[derive(Debug, Default)]
struct StepTimes {
    ring: [Duration; StepTimes::KEPT],
    seen: usize,
    median: Duration,
}

impl StepTimes {
    const KEPT: usize = 31;

    fn push(&mut self, time: Duration) {
        self.ring[self.seen % Self::KEPT] = time;
        self.seen += 1;
        // A deadline need not follow each step, and steps can be very short.
        if self.seen <= Self::KEPT || self.seen.is_multiple_of(Self::KEPT) {
            let mut kept = self.ring;
            let kept = &mut kept[..self.seen.min(Self::KEPT)];
            kept.sort_unstable();
            self.median = kept[kept.len() / 2];
        }
    }
}

/// How often a worker may fail in a row, and how long to wait in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    failures: u32,
    restarts_max: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Calls wait; the worker is started again after this long.
    Retry(Duration),
    /// Calls are refused for this long, then one more try is made.
    GiveUp(Duration),
}

impl Backoff {
    const FIRST: Duration = Duration::from_millis(250);
    const LONGEST: Duration = Duration::from_secs(30);
    const GIVEN_UP: Duration = Duration::from_secs(60);

    pub fn new(restarts_max: u32) -> Self {
        Self { failures: 0, restarts_max }
    }

    /// From the next failure on.
    pub fn set_restarts_max(&mut self, restarts_max: u32) {
        self.restarts_max = restarts_max;
    }

    /// The worker did some work: whatever happens next starts the count anew.
    pub fn worked(&mut self) {
        self.failures = 0;
    }

    /// The worker failed. The first restart is immediate: one crash is bad luck.
    pub fn failed(&mut self) -> Verdict {
        self.failures = self.failures.saturating_add(1);
        if self.failures > self.restarts_max {
            return Verdict::GiveUp(Self::GIVEN_UP);
        }
        match self.failures - 1 {
            0 => Verdict::Retry(Duration::ZERO),
            n => Verdict::Retry(Self::LONGEST.min(Self::FIRST * (1 << (n - 1).min(16)))),
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "a test has to begin at some time")]
    use super::*;

    const TIMEOUTS: Timeouts = Timeouts {
        start: Duration::from_secs(5),
        load: Duration::from_secs(100),
        first_step: Duration::from_secs(60),
        step: Duration::from_secs(10),
        exit: Duration::from_secs(3),
    };

    fn after(life: &mut Life, at: Instant, all: &[Happening]) {
        for happening in all {
            life.on(*happening, at).unwrap();
        }
    }

    #[test]
    fn each_phase_has_its_own_deadline() {
        use Happening::*;
        let t0 = Instant::now();
        let mut life = Life::new(TIMEOUTS, t0);
        assert_eq!(life.deadline(), Some(t0 + TIMEOUTS.start));
        after(&mut life, t0, &[Hello]);
        assert_eq!(life.deadline(), None);
        after(&mut life, t0, &[LoadSent]);
        assert_eq!(life.deadline(), Some(t0 + TIMEOUTS.load));
        after(&mut life, t0, &[LoadDone, RowsStarted]);
        assert_eq!(life.deadline(), Some(t0 + TIMEOUTS.first_step));
        after(&mut life, t0, &[Step]);
        assert_eq!(life.deadline(), Some(t0 + TIMEOUTS.step));
        after(&mut life, t0, &[RowsGone, RowsStarted]);
        assert_eq!(life.deadline(), Some(t0 + TIMEOUTS.step), "the first step was long ago");
        after(&mut life, t0, &[Expired]);
        assert_eq!((life.phase(), life.deadline()), (Phase::Killed, Some(t0 + TIMEOUTS.exit)));
        after(&mut life, t0, &[Step, Expired]);
        assert_eq!((life.phase(), life.deadline()), (Phase::Stuck, None));
    }

    #[test]
    fn one_that_was_asked_to_go_is_killed_before_it_counts_as_stuck() {
        use Happening::*;
        let mut life = Life::new(TIMEOUTS, Instant::now());
        let mut phases = Vec::new();
        for happening in [Hello, Stop, Expired, Kill, Expired, Expired] {
            after(&mut life, Instant::now(), &[happening]);
            phases.push(life.phase());
        }
        use Phase::*;
        assert_eq!(phases, [Running, Stopping, Killed, Killed, Stuck, Stuck]);
    }

    #[test]
    fn a_load_beside_running_rows_has_a_clock_of_its_own() {
        use Happening::*;
        let t0 = Instant::now();
        let at = |s| t0 + Duration::from_secs(s);
        let mut life = Life::new(TIMEOUTS, t0);
        after(&mut life, t0, &[Hello, LoadSent, LoadDone, RowsStarted, Step, LoadSent, LoadSent]);
        after(&mut life, at(5), &[LoadProgress, LoadDone]);
        assert_eq!(life.deadline(), Some(t0 + TIMEOUTS.step), "a load is no sign of life of rows");
        after(&mut life, at(6), &[Step, RowsGone]);
        assert_eq!(life.deadline(), Some(at(5) + TIMEOUTS.load), "one load is left");
    }

    #[test]
    fn an_unload_has_a_deadline_too() {
        use Happening::*;
        let t0 = Instant::now();
        let mut life = Life::new(TIMEOUTS, t0);
        after(&mut life, t0, &[Hello, UnloadSent]);
        assert_eq!(life.deadline(), Some(t0 + TIMEOUTS.load));
        after(&mut life, t0, &[UnloadDone]);
        assert_eq!((life.deadline(), life.is_loading()), (None, false));
        assert!(life.on(UnloadDone, t0).is_err(), "it unloads what nobody asked it to");
    }

    #[test]
    fn an_excused_worker_has_all_its_time_again() {
        use Happening::*;
        let t0 = Instant::now();
        let mut life = Life::new(TIMEOUTS, t0);
        after(&mut life, t0, &[Hello, RowsStarted, Step]);
        let later = t0 + Duration::from_secs(100);
        life.excuse(later);
        assert_eq!(life.deadline(), Some(later + TIMEOUTS.step));
    }

    #[test]
    fn slow_steps_lengthen_the_deadline() {
        use Happening::*;
        let mut now = Instant::now();
        let mut life = Life::new(TIMEOUTS, now);
        after(&mut life, now, &[Hello, RowsStarted, Step]);
        for _ in 0..5 {
            now += Duration::from_secs(2);
            life.on(Step, now).unwrap();
        }
        assert_eq!(life.deadline(), Some(now + Duration::from_secs(40)));
    }

    #[test]
    fn a_new_row_is_no_sign_of_life() {
        use Happening::*;
        let t0 = Instant::now();
        let mut life = Life::new(TIMEOUTS, t0);
        after(&mut life, t0, &[Hello, RowsStarted, Step]);
        life.on(RowsStarted, t0 + Duration::from_secs(9)).unwrap();
        assert_eq!(life.deadline(), Some(t0 + TIMEOUTS.step));
    }

    #[test]
    fn a_worker_that_speaks_out_of_turn_is_an_error() {
        let now = Instant::now();
        let mut life = Life::new(TIMEOUTS, now);
        let illegal = |life: &mut Life, happening| life.on(happening, now).unwrap_err();
        let error = illegal(&mut life, Happening::Step);
        assert_eq!(error, Illegal { phase: Phase::Starting, happening: Happening::Step });
        after(&mut life, now, &[Happening::Hello]);
        illegal(&mut life, Happening::Hello);
        illegal(&mut life, Happening::LoadDone);
        illegal(&mut life, Happening::LoadProgress);
    }

    #[test]
    fn backoff_doubles_gives_up_and_forgets() {
        let mut backoff = Backoff::new(4);
        let ms = |n| Verdict::Retry(Duration::from_millis(n));
        let verdicts: Vec<Verdict> = (0..6).map(|_| backoff.failed()).collect();
        let up = Verdict::GiveUp(Duration::from_secs(60));
        assert_eq!(verdicts, [ms(0), ms(250), ms(500), ms(1000), up, up]);
        backoff.worked();
        assert_eq!(backoff.failed(), ms(0));
    }
}
