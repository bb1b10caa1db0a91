//! One caller on one keep-alive connection: the latency and the CPU time of a small answer, and what
//! the ledger adds to it beside one `fdatasync` of the disk it is on.

use super::callers::{Case, Subject, micros};
use super::{Plan, progress, turns};
use crate::peer::Ground;
use crate::proc::CpuTime;
use crate::report::{About, Base, Report, Target};
use crate::stats::{Rounds, Spread, paired};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

const SYNC_BYTES: usize = 4096;

const LATENCY_P50_US_MAX: f64 = 250.0;
const LATENCY_TIMES_ECHO_MAX: f64 = 4.0;
const LEDGER_ABOVE_SYNC_US_MAX: f64 = 100.0;

pub(super) async fn run(ground: &Ground, plan: Plan, report: &mut Report) -> Result<()> {
    let case = Case { name: "one-caller", callers: 1, calls_each: plan.calls };
    let off = case.edged_off(ground).await?;
    let on = case.edged_on(ground).await?;
    let echo = case.echo(ground, &off).await?;
    let mut disk = Disk::create(&on.peer.state_dir)?;
    let (mut sync_us, mut sync_cpu_us) = (Rounds::default(), Vec::new());
    let mut subjects = [off, on, echo];
    for round in 0..plan.rounds {
        progress(case.name, round, plan);
        for turn in turns(round, subjects.len()) {
            let subject = &mut subjects[turn];
            if subject.name == "edged-on" {
                let (spread, cpu_us) = ground.among_subjects(|| disk.round(plan.syncs))?;
                sync_us.push(spread);
                sync_cpu_us.push(cpu_us);
            }
            subject.round().await?;
        }
    }
    rows(report, &subjects, &case.settings(ground));
    let settings = ground.settings(json!({"syncs": plan.syncs, "append_bytes": SYNC_BYTES}));
    let about = About { case: case.name, subject: "disk", metric: "fdatasync", unit: "us" };
    report.spread(about, &sync_us, &settings);
    // Of what a call with the ledger costs, this much is the kernel's, whoever asks for the sync.
    report.row(About { metric: "cpu_per_sync", ..about }, sync_cpu_us, &settings);
    checks(report, &subjects, &sync_us);
    for subject in subjects {
        subject.end().await?;
    }
    Ok(())
}

/// The same calls where the scheduler puts everyone: what a caller sees who does not pin, and no
/// ground for a target.
pub(super) async fn unpinned(ground: &Ground, plan: Plan, report: &mut Report) -> Result<()> {
    let case = Case { name: "one-caller-unpinned", callers: 1, calls_each: plan.calls };
    let off = case.edged_off(ground).await?;
    let echo = case.echo(ground, &off).await?;
    let mut subjects = [off, echo];
    for round in 0..plan.rounds {
        progress(case.name, round, plan);
        for turn in turns(round, subjects.len()) {
            subjects[turn].round().await?;
        }
    }
    let settings = case.settings(ground);
    for subject in subjects {
        report.spread(subject.about("latency"), &subject.latency_us, &settings);
        subject.end().await?;
    }
    Ok(())
}

fn rows(report: &mut Report, subjects: &[Subject], settings: &Value) {
    for subject in subjects {
        report.spread(subject.about("latency"), &subject.latency_us, settings);
        report.row(subject.about("cpu_per_call"), subject.cpu_us.clone(), settings);
    }
}

fn checks(report: &mut Report, [off, on, echo]: &[Subject; 3], sync_us: &Rounds) {
    let off_p50 = &off.latency_us.p50;
    report.check(off.about("latency_p50"), off_p50, None, Target::AtMost(LATENCY_P50_US_MAX));
    let base = Base { subject: echo.name, rounds: &echo.latency_us.p50 };
    let target = Target::Times(LATENCY_TIMES_ECHO_MAX);
    report.check(off.about("latency_p50"), off_p50, Some(base), target);
    let added = paired(&on.latency_us.p50, off_p50, |on, off| on - off);
    let base = Base { subject: "disk", rounds: &sync_us.p50 };
    let target = Target::Above(LEDGER_ABOVE_SYNC_US_MAX);
    report.check(on.about("ledger_added_p50"), &added, Some(base), target);
    for edged in [off, on] {
        edged.check_cpu(report, echo);
    }
}

/// A file beside the ledger, for what the disk itself takes.
struct Disk {
    file: File,
}

impl Disk {
    fn create(state_dir: &Path) -> Result<Self> {
        let path = state_dir.join("fdatasync");
        let file = File::create(&path).with_context(|| format!("creating {}", path.display()))?;
        Ok(Self { file })
    }

    /// How long one takes, and its CPU time.
    fn round(&mut self, syncs: usize) -> Result<(Spread, f64)> {
        let mut times = Vec::with_capacity(syncs);
        let before = CpuTime::of(std::process::id())?;
        for _ in 0..syncs {
            let start = Instant::now();
            self.file.write_all(&[0x5a; SYNC_BYTES])?;
            self.file.sync_data()?;
            times.push(micros(start.elapsed()));
        }
        let cpu = CpuTime::of(std::process::id())?.since(before);
        let cpu_us = micros(cpu) / f64::from(u32::try_from(syncs)?);
        Ok((Spread::of(times), cpu_us))
    }
}
