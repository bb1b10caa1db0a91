//! Callers that make small non-streaming calls one after the other, each on a keep-alive connection of
//! its own: what the cases share that differ in the number of callers and in what they compare.
//! `callers-64` is here, for the price of a call when the ledger can write many at once.

use super::{Plan, SEED, chat, connections, progress, turns};
use crate::load::{self, Connection};
use crate::peer::{Ground, Peer, Processes};
use crate::recording::Recording;
use crate::report::{About, Base, Report, Target};
use crate::stats::{Rounds, Spread};
use anyhow::{Context, Result};
use bytes::Bytes;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const SIM: &str = "sim,reply=echo";
const MESSAGE: &str = "turn on the lamp";
const ANSWER_TOKENS: usize = 16;

const MANY: usize = 64;
const CPU_PER_CALL_US_MAX: f64 = 150.0;

#[derive(Clone, Copy, Debug)]
pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) callers: usize,
    pub(super) calls_each: usize,
}

pub(super) struct Subject {
    case: Case,
    pub(super) name: &'static str,
    pub(super) peer: Peer,
    processes: Processes,
    connections: Vec<Connection>,
    body: Bytes,
    pub(super) latency_us: Rounds,
    pub(super) cpu_us: Vec<f64>,
    calls_per_s: Vec<f64>,
}

impl Case {
    pub(super) async fn edged_off(self, ground: &Ground) -> Result<Subject> {
        let name = "edged-off";
        let peer = ground.edged(&self.peer(name), SIM, &["ledger.enabled=false"]).await?;
        Subject::warm(self, name, peer).await
    }

    /// With default settings, so with the ledger.
    pub(super) async fn edged_on(self, ground: &Ground) -> Result<Subject> {
        let name = "edged-on";
        let peer = ground.edged(&self.peer(name), SIM, &[]).await?;
        Subject::warm(self, name, peer).await
    }

    /// The echo of what `edged` answers.
    pub(super) async fn echo(self, ground: &Ground, edged: &Subject) -> Result<Subject> {
        let name = "echo";
        let recording = Recording::capture(&edged.peer.socket, &edged.body).await?;
        let peer = ground.echo(&self.peer(name), &recording, None).await?;
        Subject::warm(self, name, peer).await
    }

    fn peer(self, name: &str) -> String {
        format!("{}-{name}", self.name)
    }

    pub(super) fn settings(self, ground: &Ground) -> Value {
        ground.settings(json!({
            "sim": SIM,
            "callers": self.callers,
            "calls": self.callers * self.calls_each,
            "answer_tokens": ANSWER_TOKENS,
            "seed": SEED,
        }))
    }
}

impl Subject {
    async fn warm(case: Case, name: &'static str, peer: Peer) -> Result<Self> {
        let warming = || format!("warming {name}");
        let body = chat(MESSAGE, ANSWER_TOKENS, false);
        let open = connections(&peer.socket, case.callers).await.with_context(warming)?;
        let (connections, _) =
            load::callers(open, &body, case.calls_each / 10).await.with_context(warming)?;
        Ok(Self {
            case,
            name,
            processes: peer.processes().await?,
            peer,
            connections,
            body,
            latency_us: Rounds::default(),
            cpu_us: Vec::new(),
            calls_per_s: Vec::new(),
        })
    }

    pub(super) async fn round(&mut self) -> Result<()> {
        self.calls(self.case.calls_each / 100).await?;
        let before = self.processes.cpu()?;
        let start = Instant::now();
        let times = self.calls(self.case.calls_each).await?;
        let (wall, cpu) = (start.elapsed(), self.processes.cpu_since(&before)?);
        let calls = times.len() as f64;
        self.latency_us.push(Spread::of(times.into_iter().map(micros).collect()));
        self.cpu_us.push(micros(cpu) / calls);
        self.calls_per_s.push(calls / wall.as_secs_f64());
        Ok(())
    }

    async fn calls(&mut self, each: usize) -> Result<Vec<Duration>> {
        let open = std::mem::take(&mut self.connections);
        let (open, times) = load::callers(open, &self.body, each).await.context(self.name)?;
        self.connections = open;
        Ok(times)
    }

    pub(super) fn about(&self, metric: &'static str) -> About {
        About { case: self.case.name, subject: self.name, metric, unit: "us" }
    }

    /// Of edged, beside the echo.
    pub(super) fn check_cpu(&self, report: &mut Report, echo: &Self) {
        let base = Base { subject: echo.name, rounds: &echo.cpu_us };
        let target = Target::AtMost(CPU_PER_CALL_US_MAX);
        report.check(self.about("cpu_per_call"), &self.cpu_us, Some(base), target);
    }

    pub(super) async fn end(self) -> Result<()> {
        drop(self.connections);
        self.peer.end().await
    }
}

pub(super) async fn many(ground: &Ground, plan: Plan, report: &mut Report) -> Result<()> {
    let case = Case { name: "callers-64", callers: MANY, calls_each: plan.calls_of_many };
    let off = case.edged_off(ground).await?;
    let on = case.edged_on(ground).await?;
    let echo = case.echo(ground, &off).await?;
    let mut subjects = [off, on, echo];
    for round in 0..plan.rounds {
        progress(case.name, round, plan);
        for turn in turns(round, subjects.len()) {
            subjects[turn].round().await?;
        }
    }
    let settings = case.settings(ground);
    for subject in &subjects {
        let speed = About { unit: "calls/s", ..subject.about("speed") };
        report.row(speed, subject.calls_per_s.clone(), &settings);
        report.spread(subject.about("latency"), &subject.latency_us, &settings);
        report.row(subject.about("cpu_per_call"), subject.cpu_us.clone(), &settings);
    }
    let [_, on, echo] = &subjects;
    on.check_cpu(report, echo);
    for subject in subjects {
        subject.end().await?;
    }
    Ok(())
}

pub(super) fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}
