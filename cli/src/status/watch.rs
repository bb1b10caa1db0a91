//! `edgectl status --watch`: the screen anew every second, until Ctrl-C, which is no failure.
//!
//! A terminal is drawn over in place; anything else gets one screen after the other, or a line of JSON for
//! each. Once it has seen a daemon it waits for the next, and says so meanwhile.

use super::{screen, size};
use crate::args::Context;
use crate::failure::Failure;
use crate::output::{self, one_line};
use crate::style::{BAD, FAINT, TITLE, paint};
use crate::{table, units, watch};
use edge_api::client::Error;
use serde_json::Value;
use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};
use tokio::time::{MissedTickBehavior, interval};

const DRAW_INTERVAL: Duration = Duration::from_secs(1);
const INDENT: &str = "    ";

pub(super) async fn run(context: &Context) -> Result<(), Failure> {
    let in_place = io::stdout().is_terminal() && !context.dumb && !context.json;
    let mut page = Page { in_place, shown: false };
    let ended = tokio::select! {
        ended = output::while_read(follow(context, &mut page)) => ended,
        signal = tokio::signal::ctrl_c() => Ok(signal?),
    };
    page.leave()?;
    ended
}

async fn follow(context: &Context, page: &mut Page) -> Result<(), Failure> {
    // A look that takes long is followed by a pause, not by another at once.
    let mut ticks = interval(DRAW_INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut seen, mut gone) = (None, false);
    loop {
        ticks.tick().await;
        match (look(context, page).await, seen) {
            (Ok(()), _) => (seen, gone) = (Some(Instant::now()), false),
            (Err(Failure::Daemon(error)), Some(last)) if watch::passes(&error) => {
                // What is drawn over counts the seconds; what is read on is told once.
                if page.in_place || !gone {
                    miss(context, page, error, last.elapsed())?;
                }
                gone = true;
            }
            (Err(failure), _) => return Err(failure),
        }
    }
}

async fn look(context: &Context, page: &mut Page) -> Result<(), Failure> {
    if context.json {
        return output::json(&context.client.get_json::<Value>("/edge/v1/status").await?);
    }
    page.show(&screen::lines(&context.client.status().await?, size()))
}

fn miss(context: &Context, page: &mut Page, error: Error, gone: Duration) -> Result<(), Failure> {
    if context.json {
        // An error is an error here as for any other command.
        Failure::from(error).report(context.talk);
        return Ok(());
    }
    page.show(&absence(&error.to_string(), gone, size().columns))
}

/// What stands in the place of the screen.
fn absence(error: &str, gone: Duration, columns: usize) -> Vec<String> {
    let ago = format!("· last seen {} ago", units::duration(gone.as_secs_f64()));
    let head =
        format!("{}  {} {}", paint(BAD, "✖ gone"), paint(TITLE, "edged"), paint(FAINT, &ago));
    let why = table::wrap(&one_line(error), columns.saturating_sub(INDENT.len()));
    let why = why.iter().enumerate().map(|(n, line)| match n {
        0 => format!("  {} {line}", paint(BAD, "!")),
        _ => format!("{INDENT}{line}"),
    });
    let waits = paint(FAINT, "→ waiting for it to come back; Ctrl-C stops");
    [head].into_iter().chain(why).chain([format!("{INDENT}{waits}")]).collect()
}

/// Where the screens go.
struct Page {
    in_place: bool,
    shown: bool,
}

impl Page {
    fn show(&mut self, lines: &[String]) -> Result<(), Failure> {
        let first = !std::mem::replace(&mut self.shown, true);
        match (self.in_place, first) {
            (true, first) => output::draw(lines, first),
            (false, true) => output::lines(lines),
            (false, false) => {
                let blank = [String::new()];
                output::lines(&[&blank, lines].concat())
            }
        }
    }

    /// The shell goes on below the last screen, without the `^C`.
    fn leave(&self) -> Result<(), Failure> {
        if self.in_place && self.shown { output::clear_line() } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_gone_is_missed_in_so_many_columns() {
        let error = "edged at /run/user/1000/edged/api.sock cannot be reached: No such file";
        let lines = absence(error, Duration::from_secs(61), 40);
        let plain: Vec<String> =
            lines.iter().map(|line| anstream::adapter::strip_str(line).to_string()).collect();
        assert_eq!(plain[0], "✖ gone  edged · last seen 1 min 1 s ago");
        assert_eq!(plain.last().unwrap(), "    → waiting for it to come back; Ctrl-C stops");
        assert!(plain[1].starts_with("  ! edged at"), "{plain:?}");
        assert!(plain.len() > 3, "{plain:?}");
    }
}
