//! `edgectl eval`: a task against a set of lines whose right answers are known.
//!
//! The set is read and checked as a whole before the first call. Lines are asked in their order, as many at
//! once as wanted; the calls are a program's, whatever the task says of itself, and batch unless asked for
//! otherwise.

mod call;
mod compare;
mod report;
mod score;
mod set;

use crate::args::Context;
use crate::bar::{self, Bar};
use crate::failure::{Exit, Failure};
use crate::{output, units};
use call::{Answer, Ran};
use edge_api::Code;
use edge_api::client::Connection;
use edge_api::edge::{EdgeRequest, Kind, Priority};
use edge_api::openai::ChatRequest;
use report::Report;
use score::{Changed, Score};
use set::{Item, Set};
use std::path::PathBuf;
use std::pin::pin;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

const EXAMPLES: &str = "\
Examples:
  edgectl eval commands --set house.jsonl
  edgectl eval commands --set house.jsonl --limit 50 --concurrency 8
  edgectl eval commands --set house.jsonl --min-exact 0.95 --json > report.json

A line of the set: {\"id\": \"1\", \"input\": \"lamp on\", \"expect\": {\"on\": true}}";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The task, or a model, to ask
    task: String,
    /// Lines of {"id", "input" or "messages", "expect"}; `-` reads stdin
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    set: PathBuf,
    /// The share of exact answers, from 0 to 1, below which the exit code is 8
    #[arg(long, value_name = "X", value_parser = share)]
    min_exact: Option<f64>,
    /// How many lines to ask at once, at most 64; more than one adds each other's load to the latency
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=64))]
    concurrency: u8,
    /// Which calls of the daemon these are: batch lets others go first, interactive measures what an app gets
    #[arg(long, value_enum, value_name = "PRIORITY", default_value = "batch")]
    priority: Class,
    /// Ask the first N lines only
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Class {
    Batch,
    Interactive,
}

impl From<Class> for Priority {
    fn from(class: Class) -> Self {
        match class {
            Class::Batch => Priority::Batch,
            Class::Interactive => Priority::Interactive,
        }
    }
}

pub(crate) async fn run(args: &Args, context: &Context) -> Result<(), Failure> {
    let limit = args.limit.and_then(|limit| usize::try_from(limit).ok());
    let set = set::read(&args.set, limit)?;
    let mut run = Run { score: Score::default(), first_error: None, began: Instant::now() };
    let ended = run.ask_all(args, context, &set).await;
    let Run { score, first_error, began } = run;
    let ended = match (ended, first_error) {
        (Err(failure), _) => Err((failure, score.n > 0)),
        // Nothing was measured.
        (Ok(()), Some(failure)) if score.errors == score.n => Ok(Err(failure)),
        (Ok(()), _) => Ok(reached(&score, args.min_exact)),
    };
    let report = Report::new(&args.task, &set, score, began.elapsed(), ended.is_err());
    match ended {
        Ok(verdict) => print(context, &report).and(verdict),
        // A result of two models is none.
        Err((failure @ Failure::Conflict(_), _)) => Err(failure),
        Err((failure, anything)) => {
            if anything {
                print(context, &report)?;
            }
            Err(failure)
        }
    }
}

fn print(context: &Context, report: &Report) -> Result<(), Failure> {
    if context.json {
        return output::json(report);
    }
    output::lines(&report.lines(output::columns(std::io::stdout())))?;
    if let Some(hint) = report.hint() {
        output::note(context, &hint);
    }
    Ok(())
}

fn reached(score: &Score, min_exact: Option<f64>) -> Result<(), Failure> {
    match (score.exact_match(), min_exact) {
        (Some(exact), Some(min)) if exact < min => {
            let (right, n) = (score.exact, score.n);
            let message = format!("exact match is {exact:.4} ({right} of {n}), not at least {min}");
            Err(Failure::Threshold(message))
        }
        _ => Ok(()),
    }
}

struct Run {
    score: Score,
    first_error: Option<Failure>,
    began: Instant,
}

/// The line's place in the set, what came of it, and the connection for the next.
type Asked = (usize, Result<Answer, Failure>, Option<Connection>);

impl Run {
    /// Asks line by line until the last, Ctrl-C, or what no further line can fare better with. Calls
    /// that are under way then are cancelled.
    async fn ask_all(&mut self, args: &Args, context: &Context, set: &Set) -> Result<(), Failure> {
        let mut bar = Bar::new(context);
        let mut interrupt = pin!(tokio::signal::ctrl_c());
        let mut rest = set.items.iter().enumerate();
        let mut idle: Vec<Connection> = Vec::new();
        let mut calls: JoinSet<Asked> = JoinSet::new();
        loop {
            bar.draw(|| progress(&self.score, set.items.len(), self.began.elapsed()));
            while calls.len() < usize::from(args.concurrency) {
                let Some((place, item)) = rest.next() else { break };
                let (client, request) = (context.client.clone(), request(args, item));
                let mut kept = idle.pop();
                calls.spawn(async move {
                    let answer = call::ask(&client, &mut kept, &request).await;
                    (place, answer, kept)
                });
            }
            let asked = tokio::select! {
                asked = calls.join_next() => asked,
                signal = &mut interrupt => {
                    signal?;
                    return Err(Failure::Interrupted);
                }
            };
            let Some(asked) = asked else { return Ok(()) };
            let (place, answer, kept) = asked.expect("a call neither panics nor is cancelled");
            idle.extend(kept);
            self.count(place, &set.items[place], answer)?;
        }
    }

    fn count(
        &mut self,
        place: usize,
        item: &Item,
        answer: Result<Answer, Failure>,
    ) -> Result<(), Failure> {
        match answer {
            Ok(answer) => {
                self.score.answered(place, item, answer).map_err(|changed| mixed(&changed))
            }
            Err(failure) if ends_all(&failure) => Err(failure),
            Err(failure) if failure.is(Code::OutputInvalid) => {
                self.score.refused(place, item, &failure);
                Ok(())
            }
            Err(failure) => {
                self.score.failed(place, item, &failure);
                self.first_error.get_or_insert(failure);
                Ok(())
            }
        }
    }
}

fn request(args: &Args, item: &Item) -> ChatRequest {
    let (kind, priority) = (Some(Kind::Agent), Some(args.priority.into()));
    ChatRequest {
        model: Some(args.task.clone()),
        messages: Some(item.messages.clone()),
        edge: Some(EdgeRequest { kind, priority, ..EdgeRequest::default() }),
        ..ChatRequest::default()
    }
}

/// Whether it goes for every other line, too.
fn ends_all(failure: &Failure) -> bool {
    matches!(failure.exit(), Exit::Unreachable | Exit::NotPermitted | Exit::NotFound)
}

fn mixed(changed: &Changed) -> Failure {
    let name = |ran: &Ran| {
        let mut text = ran.model.clone();
        if let Some(digest) = &ran.digest {
            text += &format!(" {}", crate::models::short(digest));
        }
        if let Some(adapter) = &ran.adapter {
            text += &format!(" with adapter {adapter}");
        }
        if let Some(generation) = ran.generation {
            text += &format!(", generation {generation}");
        }
        text
    };
    let (before, now) = (name(&changed.before), name(&changed.now));
    Failure::Conflict(format!(
        "what answers the task has changed during the run, from {before} to {now}: the result \
         would be of neither"
    ))
}

fn progress(score: &Score, all: usize, passed: Duration) -> String {
    let done = score.n as f64 / all.max(1) as f64;
    let mut line = format!("{} {}/{all}", bar::cells(done), score.n);
    if let Some(exact) = score.exact_match() {
        let left = passed.as_secs_f64() / score.n as f64 * all.saturating_sub(score.n) as f64;
        line += &format!("  exact {:.1} %  {} left", exact * 100.0, units::duration(left));
    }
    line
}

fn share(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("not a share from 0 to 1".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::score::tests::{answer, item};
    use super::*;
    use edge_api::client::Error;
    use serde_json::json;

    fn score(exact: usize, n: usize) -> Score {
        let mut score = Score::default();
        for place in 0..n {
            let given = if place < exact { "x" } else { "y" };
            score.answered(place, &item("a", json!("x")), answer(given)).unwrap();
        }
        score
    }

    #[test]
    fn the_threshold_itself_is_reached() {
        for (exact, n, min) in [(19, 20, 0.95), (1, 3, 1.0 / 3.0), (0, 5, 0.0), (7, 7, 1.0)] {
            assert!(reached(&score(exact, n), Some(min)).is_ok(), "{exact} {n}");
        }
        let missed = reached(&score(18, 20), Some(0.95)).unwrap_err();
        assert_eq!(missed.exit(), Exit::Threshold);
        let text = "exact match is 0.9000 (18 of 20), not at least 0.95";
        assert_eq!(missed.to_string(), text);
        assert!(reached(&score(0, 5), None).is_ok());
    }

    #[test]
    fn a_share_has_bounds() {
        assert_eq!(share("0.95"), Ok(0.95));
        for text in ["-0.1", "1.01", "95", "nan", "95%"] {
            assert!(share(text).is_err(), "{text}");
        }
    }

    #[test]
    fn only_what_goes_for_all_lines_ends_the_run() {
        let refused = |status| {
            Failure::from(Error::Refused { status, message: String::new(), retry_after: None })
        };
        for (status, ends) in [(401, true), (403, true), (404, true), (400, false), (503, false)] {
            assert_eq!(ends_all(&refused(status)), ends, "{status}");
        }
        assert!(!ends_all(&Error::Timeout { limit: Duration::ZERO }.into()));
    }

    #[test]
    fn the_bar_says_how_many_how_well_and_how_long() {
        let none = progress(&Score::default(), 20, Duration::from_secs(3));
        assert_eq!(none, "[........................] 0/20");
        let half = progress(&score(9, 10), 20, Duration::from_secs(61));
        assert_eq!(half, "[############............] 10/20  exact 90.0 %  1 min 1 s left");
    }

    #[test]
    fn a_change_of_model_names_both() {
        let before = answer("x").ran;
        let now = Ran { adapter: Some("mine".to_owned()), generation: Some(2), ..before.clone() };
        let failure = mixed(&Changed { before, now });
        assert_eq!(failure.exit(), Exit::Input);
        assert_eq!(
            failure.to_string(),
            "what answers the task has changed during the run, from m sha256:0123456789ab to \
             m sha256:0123456789ab with adapter mine, generation 2: the result would be of neither"
        );
    }
}
