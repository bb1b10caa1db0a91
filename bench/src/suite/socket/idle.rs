//! The cost of being there: the time from start to ready, and the memory of edged while nothing runs.

use super::{Plan, chat, progress};
use crate::load::Connection;
use crate::peer::Ground;
use crate::report::{About, Report, Target};
use anyhow::Result;
use serde_json::json;

const CASE: &str = "idle";

const RESIDENT_BYTES_MAX: f64 = 20e6;
const READY_MS_MAX: f64 = 100.0;

pub(super) async fn run(ground: &Ground, plan: Plan, report: &mut Report) -> Result<()> {
    let sim = "sim";
    let (mut ready_ms, mut resident) = (Vec::new(), Vec::new());
    for round in 0..plan.rounds {
        progress(CASE, round, plan);
        let edged = ground.edged(&format!("idle-{round}"), sim, &[]).await?;
        ready_ms.push(edged.ready_after.as_secs_f64() * 1e3);
        // The first call loads the model.
        Connection::open(&edged.socket).await?.chat(&chat("hello", 8, false)).await?;
        resident.push(edged.resident_bytes()? as f64);
        edged.end().await?;
    }
    let about = |metric, unit| About { case: CASE, subject: "edged-on", metric, unit };
    let settings = ground.settings(json!({"sim": sim}));
    for (about, rounds, most) in [
        (about("ready_after", "ms"), ready_ms, READY_MS_MAX),
        (about("resident", "bytes"), resident, RESIDENT_BYTES_MAX),
    ] {
        report.row(about, rounds.clone(), &settings);
        report.check(about, &rounds, None, Target::AtMost(most));
    }
    Ok(())
}
