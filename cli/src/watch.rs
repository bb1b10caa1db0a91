//! `edgectl watch`: what happens inside the daemon, a line for each event.
//!
//! Once it has seen a daemon it waits for the next: it goes on after the last event it has shown if
//! the daemon is the same, and from the first if it is a new one, whose numbers start over.

use crate::args::Context;
use crate::failure::Failure;
use crate::output::{self, one_line};
use crate::style::{self, FAINT, paint};
use crate::units;
use edge_api::admin::Status;
use edge_api::client::Error;
use edge_api::event::Event;
use std::time::Duration;

const RETRY_MS_MIN: u64 = 100;
const RETRY_MS_MAX: u64 = 2000;

/// The daemon that is watched, and how far.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Place {
    daemon: Option<Daemon>,
    last: Option<u64>,
}

/// In a container each has the same pid, and one of an earlier version does not say when it started.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Daemon {
    pid: u32,
    started: Option<f64>,
}

pub(crate) async fn run(context: &Context) -> Result<(), Failure> {
    output::while_read(watch(context)).await
}

async fn watch(context: &Context) -> Result<(), Failure> {
    let mut place = Place::default();
    let mut wait_ms = RETRY_MS_MIN;
    loop {
        let before = place;
        match follow(context, &mut place).await {
            Ok(()) => {}
            Err(Failure::Daemon(error)) if place.daemon.is_some() && passes(&error) => {}
            Err(failure) => return Err(failure),
        }
        if place != before {
            wait_ms = RETRY_MS_MIN;
            output::note(context, "edged has gone: waiting for it to come back");
        }
        tokio::time::sleep(Duration::from_millis(wait_ms)).await;
        wait_ms = (wait_ms * 2).min(RETRY_MS_MAX);
    }
}

/// Shows events until the daemon ends the stream.
async fn follow(context: &Context, place: &mut Place) -> Result<(), Failure> {
    // Both on one connection: between two, another daemon may come.
    let mut connection = context.client.connect().await?;
    let Status { pid, started, .. } = connection.get_json("/edge/v1/status").await?;
    place.meet(Daemon { pid, started });
    let mut events = connection.events(place.last).await?;
    while let Some(event) = events.next().await? {
        if let Some(missed) = place.missed_before(event.seq) {
            output::note(context, &format!("{missed} events were missed"));
        }
        place.last = Some(event.seq);
        if context.json {
            output::json(&event)?;
        } else {
            output::lines(&[line(&event)])?;
        }
    }
    Ok(())
}

impl Place {
    fn meet(&mut self, daemon: Daemon) {
        if self.daemon.is_some_and(|known| known != daemon) {
            self.last = Some(0);
        }
        self.daemon = Some(daemon);
    }

    fn missed_before(&self, seq: u64) -> Option<u64> {
        seq.checked_sub(self.last? + 1).filter(|missed| *missed > 0)
    }
}

/// Whether this is how a daemon looks that restarts.
pub(crate) fn passes(error: &Error) -> bool {
    match error {
        Error::Unreachable { .. } | Error::Protocol(_) | Error::Timeout { .. } => true,
        Error::Api { status, .. } | Error::Refused { status, .. } => *status == 503,
    }
}

fn line(event: &Event) -> String {
    let outcome = event.outcome.map_or("", |outcome| outcome.as_str());
    let mut line = format!(
        "{}  {:<16}  {}{:blanks$}",
        paint(FAINT, &units::time_of_day(event.time)),
        event.kind.as_str(),
        paint(style::of_state(outcome), outcome),
        "",
        blanks = "interrupted".len() - outcome.len(),
    );
    let mut field = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            line += &format!("  {}{}", paint(FAINT, name), one_line(&value));
        }
    };
    field("", event.task.clone().or_else(|| event.model.clone()));
    field("", event.caller.clone());
    field("worker=", event.worker_pid.map(|pid| pid.to_string()));
    field("step=", event.step.map(|step| step.to_string()));
    field("call=", event.call.clone());
    field("", event.reason.clone());
    line.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use edge_api::event::{EventKind, Outcome};

    #[test]
    fn an_event_is_a_line() {
        let event = Event {
            seq: 1,
            time: 1_700_000_000.125,
            kind: EventKind::CallEnded,
            call: Some("c1".to_owned()),
            model: Some("sim".to_owned()),
            task: Some("intent".to_owned()),
            caller: Some("uid=7".to_owned()),
            worker_pid: Some(42),
            step: Some(9),
            outcome: Some(Outcome::Ok),
            reason: None,
        };
        assert_eq!(
            anstream::adapter::strip_str(&line(&event)).to_string(),
            "22:13:20.125  call.ended        ok           intent  uid=7  worker=42  step=9  call=c1"
        );
        let bare = Event { kind: EventKind::ModelState, outcome: None, call: None, ..event };
        assert_eq!(
            anstream::adapter::strip_str(&line(&bare)).to_string(),
            "22:13:20.125  model.state                    intent  uid=7  worker=42  step=9"
        );
    }

    #[test]
    fn a_new_daemon_is_watched_from_its_first_event() {
        let mut place = Place::default();
        let first = Daemon { pid: 1, started: Some(5.25) };
        place.meet(first);
        assert_eq!(place.last, None);
        place.last = Some(9);
        place.meet(first);
        assert_eq!(place.last, Some(9));
        for next in [
            Daemon { pid: 2, ..first },
            Daemon { started: Some(5.5), ..first },
            Daemon { started: None, ..first },
        ] {
            let mut place = Place { last: Some(9), ..place };
            place.meet(next);
            assert_eq!(place.last, Some(0), "{next:?}");
        }
    }

    #[test]
    fn gaps_are_counted() {
        let place = Place { last: Some(4), ..Place::default() };
        assert_eq!(place.missed_before(5), None);
        assert_eq!(place.missed_before(8), Some(3));
        assert_eq!(Place::default().missed_before(8), None);
    }
}
