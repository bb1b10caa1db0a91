//! Many streams at once. `streams` runs as fast as it can, for the CPU time of a token; `paced` runs a
//! model that takes a millisecond per step, for what the way to the client adds between two tokens.

use super::{Plan, SEED, chat, connections, progress, turns};
use crate::load::{Connection, Streamed, concurrent};
use crate::peer::{Ground, Peer, Processes};
use crate::recording::Recording;
use crate::report::{About, Base, Report, Target};
use crate::stats::{Rounds, Spread};
use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use serde_json::json;
use std::time::{Duration, Instant};

const BURST_STREAMS: usize = 64;
const PACED_STREAMS: usize = 32;
const STEP: Duration = Duration::from_millis(1);

const CPU_PER_TOKEN_US_MAX: f64 = 10.0;
const ADDED_P99_US_MAX: f64 = 1000.0;

struct Subject {
    name: &'static str,
    peer: Peer,
    processes: Processes,
    connections: Vec<Connection>,
}

/// One round of one subject.
struct Round {
    streams: Vec<Streamed>,
    wall: Duration,
    cpu: Duration,
}

impl Subject {
    async fn warm(name: &'static str, peer: Peer, body: &Bytes, streams: usize) -> Result<Self> {
        let connections = connections(&peer.socket, streams).await?;
        let (connections, _) = concurrent(connections, body).await?;
        let processes = peer.processes().await?;
        Ok(Self { name, peer, processes, connections })
    }

    async fn round(&mut self, body: &Bytes, tokens: usize) -> Result<Round> {
        let before = self.processes.cpu()?;
        let start = Instant::now();
        let open = std::mem::take(&mut self.connections);
        let (open, streams) = concurrent(open, body).await?;
        let (wall, cpu) = (start.elapsed(), self.processes.cpu_since(&before)?);
        self.connections = open;
        for stream in &streams {
            let got = stream.arrivals.len();
            ensure!(got == tokens, "a stream of {tokens} tokens had {got} token events");
        }
        Ok(Round { streams, wall, cpu })
    }

    async fn end(self) -> Result<()> {
        drop(self.connections);
        self.peer.end().await
    }
}

/// edged with its default settings, and the echo of one of its streams.
async fn subjects(
    ground: &Ground,
    name: &str,
    sim: &str,
    body: &Bytes,
    streams: usize,
    pace: Option<Duration>,
) -> Result<[Subject; 2]> {
    let edged = ground.edged(&format!("{name}-on"), sim, &[]).await?;
    let recording = Recording::capture(&edged.socket, body).await?;
    let echo = ground.echo(&format!("{name}-echo"), &recording, pace).await?;
    Ok([
        Subject::warm("edged-on", edged, body, streams).await.context("warming edged-on")?,
        Subject::warm("echo", echo, body, streams).await.context("warming echo")?,
    ])
}

pub(super) async fn burst(ground: &Ground, plan: Plan, report: &mut Report) -> Result<()> {
    const CASE: &str = "streams";
    let about = |subject, metric, unit| About { case: CASE, subject, metric, unit };
    let sim = "sim,reply=count";
    let tokens = plan.burst_tokens;
    let body = chat("count", tokens, true);
    let mut subjects = subjects(ground, "burst", sim, &body, BURST_STREAMS, None).await?;
    let (mut cpu_us, mut tokens_per_s) = ([vec![], vec![]], [vec![], vec![]]);
    for round in 0..plan.rounds {
        progress(CASE, round, plan);
        for turn in turns(round, subjects.len()) {
            let subject = &mut subjects[turn];
            let ran = subject.round(&body, tokens).await.with_context(|| subject.name)?;
            let all = (BURST_STREAMS * tokens) as f64;
            cpu_us[turn].push(ran.cpu.as_secs_f64() * 1e6 / all);
            tokens_per_s[turn].push(all / ran.wall.as_secs_f64());
        }
    }
    let settings = json!({"sim": sim, "streams": BURST_STREAMS, "tokens": tokens, "seed": SEED});
    let settings = ground.settings(settings);
    for (subject, (cpu, speed)) in subjects.iter().zip(cpu_us.iter().zip(tokens_per_s)) {
        report.row(about(subject.name, "cpu_per_token", "us"), cpu.clone(), &settings);
        report.row(about(subject.name, "speed", "tokens/s"), speed, &settings);
    }
    let [edged, echo] = &cpu_us;
    let base = Base { subject: "echo", rounds: echo };
    let target = Target::AtMost(CPU_PER_TOKEN_US_MAX);
    report.check(about("edged-on", "cpu_per_token", "us"), edged, Some(base), target);
    for subject in subjects {
        subject.end().await?;
    }
    Ok(())
}

pub(super) async fn paced(ground: &Ground, plan: Plan, report: &mut Report) -> Result<()> {
    const CASE: &str = "paced";
    let about = |subject, metric, unit| About { case: CASE, subject, metric, unit };
    let sim = format!("sim,reply=count,step_us={}", STEP.as_micros());
    let tokens = plan.paced_tokens;
    let body = chat("count", tokens, true);
    let mut subjects = subjects(ground, "paced", &sim, &body, PACED_STREAMS, Some(STEP)).await?;
    let mut gap_us = [Rounds::default(), Rounds::default()];
    let mut shared = [vec![], vec![]];
    for round in 0..plan.rounds {
        progress(CASE, round, plan);
        for turn in turns(round, subjects.len()) {
            let subject = &mut subjects[turn];
            let ran = subject.round(&body, tokens).await.with_context(|| subject.name)?;
            let gaps = gaps_us(&ran.streams);
            let same_read = gaps.iter().filter(|gap| **gap == 0.0).count();
            shared[turn].push(100.0 * same_read as f64 / gaps.len() as f64);
            gap_us[turn].push(Spread::of(gaps));
        }
    }
    let settings = json!({"sim": sim, "streams": PACED_STREAMS, "tokens": tokens, "seed": SEED});
    let settings = ground.settings(settings);
    let step_us = STEP.as_secs_f64() * 1e6;
    let added =
        gap_us.each_ref().map(|rounds| rounds.p99.iter().map(|gap| gap - step_us).collect());
    let [edged_added, echo_added]: [Vec<f64>; 2] = added;
    for (turn, subject) in subjects.iter().enumerate() {
        report.spread(about(subject.name, "gap", "us"), &gap_us[turn], &settings);
        report.row(about(subject.name, "same_read", "%"), shared[turn].clone(), &settings);
    }
    for (name, rounds) in [("edged-on", &edged_added), ("echo", &echo_added)] {
        report.row(about(name, "added_p99", "us"), rounds.clone(), &settings);
    }
    let base = Base { subject: "echo", rounds: &echo_added };
    let target = Target::AtMost(ADDED_P99_US_MAX);
    report.check(about("edged-on", "added_p99", "us"), &edged_added, Some(base), target);
    for subject in subjects {
        subject.end().await?;
    }
    Ok(())
}

/// Between each two token events of a stream; 0 for two that came in one read.
fn gaps_us(streams: &[Streamed]) -> Vec<f64> {
    let arrivals = streams.iter().map(|stream| &stream.arrivals);
    arrivals
        .flat_map(|arrivals| arrivals.windows(2))
        .map(|pair| (pair[1] - pair[0]).as_secs_f64() * 1e6)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_within_a_stream() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let streams = [
            Streamed { arrivals: vec![at(0), at(2), at(2)] },
            Streamed { arrivals: vec![at(50), at(51)] },
        ];
        assert_eq!(gaps_us(&streams), [2000.0, 0.0, 1000.0]);
    }
}
