//! One call on the supervisor's books: what it is, how far it got, and how its end is written down.

use super::params;
use super::unread::{self, Unread};
use crate::config::Output as Wanted;
use crate::events::{Events, Facts};
use crate::ledger::{EndRow, Entry, Ledger, Receipt, StartRow};
use crate::metrics::Metrics;
use edge_api::admin::OnInvalid;
use edge_api::edge::{Kind, Priority};
use edge_api::error::{ApiError, Code};
use edge_api::event::{EventKind, Outcome};
use edge_api::worker::{CallId, Capabilities, ChatTurn, Output, Prompt, Sampling, Start};
use edge_core::queue::{CallerKey, ModelKey, Ticket};
use edge_core::request::Options;
use edge_core::schema::{Answers, Broken};
use std::sync::Arc;
use std::time::{Instant, SystemTime};
use tokio::sync::mpsc;

/// A call as `ops` hands it over: checked, and open only where the model's own defaults may fill in.
#[derive(Debug)]
pub(crate) struct Submission {
    pub call: CallId,
    /// The public call id.
    pub id: String,
    pub model: ModelKey,
    pub task: Option<String>,
    /// What the task wants its answers to look like.
    pub wanted: Option<Arc<Wanted>>,
    pub uid: Option<u32>,
    /// Whose turn it takes in the queue.
    pub caller: CallerKey,
    /// As events name its caller.
    pub named: Option<String>,
    pub kind: Kind,
    pub priority: Priority,
    pub endpoint: &'static str,
    pub prompt: Prompt,
    /// Its task's. It joins the prompt when the call starts: those that wait have none of their own.
    pub system: Option<Arc<str>>,
    pub choices: u16,
    /// The request's and, weaker, the task's.
    pub options: Options,
    /// For a call that brings none.
    pub seed: u64,
    pub ignore_eos: bool,
    pub return_tokens: bool,
    pub logprobs: Option<u8>,
    pub accepted: Instant,
    pub deadline: Option<Instant>,
    /// Where its end and its times are counted.
    pub metrics: Metrics,
    /// Sized so that a call can never fill it: at most one output per token.
    pub updates: mpsc::Sender<Update>,
}

impl Submission {
    /// What the queue must know of it.
    pub(super) fn ticket(&self) -> Ticket {
        Ticket {
            call: self.call,
            model: self.model,
            caller: self.caller,
            priority: self.priority,
            rows: self.choices,
            deadline: self.deadline,
        }
    }

    /// The task's system text leads, unless the caller brought its own.
    fn take_prompt(&mut self) -> Prompt {
        let mut prompt = std::mem::replace(&mut self.prompt, Prompt::Tokens(Vec::new()));
        if let (Prompt::Chat(turns), Some(system)) = (&mut prompt, &self.system)
            && turns.first().is_none_or(|turn| turn.role != "system")
        {
            let (role, content) = ("system".to_owned(), system.as_ref().to_owned());
            turns.insert(0, ChatTurn { role, content });
        }
        prompt
    }

    fn sampling(&self, defaults: &Options) -> Sampling {
        self.options.clone().or(defaults).sampling(self.seed)
    }
}

/// What the caller's side of a call learns, in order.
#[derive(Debug)]
pub(crate) enum Update {
    /// The rows exist: whatever fails from here on fails in mid-answer.
    Started,
    Output(Output),
    Ended(Box<Ended>),
}

/// The end of a call, told once.
#[derive(Debug)]
pub(crate) struct Ended {
    pub result: Result<(), ApiError>,
    /// Of all choices together, where the task has a schema and the answer came to its end.
    pub schema_valid: Option<bool>,
    pub ran: Option<Capabilities>,
    pub prompt_tokens: u32,
    pub completion_tokens: u32,
    pub queue_ms: f64,
    pub ttft_ms: Option<f64>,
    pub total_ms: f64,
    pub receipt: Receipt,
}

impl Ended {
    /// The supervisor is gone; the daemon is on its way down.
    pub(super) fn abandoned() -> Self {
        Self {
            result: Err(ApiError::new(Code::ShuttingDown, "edged is shutting down")),
            schema_valid: None,
            ran: None,
            prompt_tokens: 0,
            completion_tokens: 0,
            queue_ms: 0.0,
            ttft_ms: None,
            total_ms: 0.0,
            receipt: Receipt::Known(edge_api::edge::LedgerState::Lost),
        }
    }
}

/// A call from the queue on, until its one end.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) submission: Submission,
    pub(super) model_name: String,
    entry: Entry,
    /// With the model's defaults, as far as they were known when the call came.
    sampling: Sampling,
    /// What it ran with, where that was not known when it came.
    params: Option<String>,
    pub(super) worker_pid: Option<u32>,
    /// When it was sent to its worker.
    sent: Option<Instant>,
    first_output: Option<Instant>,
    /// The last step that gave it tokens, and when.
    last_tokens: Option<(u64, Instant)>,
    prompt_tokens: Option<u32>,
    completion_tokens: u32,
    /// Judged as they pass, where the task has a schema.
    answers: Option<Answers>,
    pub(super) rows_left: u16,
    /// The client left; the worker has been told and has not confirmed yet.
    pub(super) leaving: bool,
}

/// What became of an output.
pub(super) struct Passed {
    /// It was the last of its row.
    pub(super) row_ended: bool,
    /// False: it is lost, and with it the answer.
    pub(super) had_room: bool,
}

/// How a call ended, and at which of the worker's steps.
pub(super) struct End {
    pub(super) outcome: Outcome,
    pub(super) error: Option<ApiError>,
    pub(super) step: Option<u64>,
}

impl End {
    pub(super) fn error(error: ApiError, step: Option<u64>) -> Self {
        let outcome = if error.code.status() < 500 { Outcome::Refused } else { Outcome::Error };
        Self { outcome, error: Some(error), step }
    }

    pub(super) fn cancelled(step: Option<u64>) -> Self {
        Self { outcome: Outcome::Cancelled, error: None, step }
    }
}

impl Record {
    /// Puts the call on the books: the event and the ledger's start row. `step` is its worker's last one.
    pub(super) fn open(
        submission: Submission,
        (model_name, defaults): (String, &Options),
        step: Option<u64>,
        ledger: &Ledger,
        events: &Events,
    ) -> Self {
        let sampling = submission.sampling(defaults);
        let started_ms = SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX));
        let entry = ledger.start(StartRow {
            call: submission.id.clone(),
            started_ms,
            uid: submission.uid,
            kind: submission.kind.as_str(),
            endpoint: submission.endpoint,
            task: submission.task.clone(),
            model: model_name.clone(),
            params: params::json(&submission, &sampling),
        });
        let wanted = submission.wanted.as_ref();
        let record = Self {
            rows_left: submission.choices,
            answers: wanted
                .map(|wanted| Answers::new(Arc::clone(&wanted.schema), submission.choices)),
            submission,
            model_name,
            entry,
            sampling,
            params: None,
            worker_pid: None,
            sent: None,
            first_output: None,
            last_tokens: None,
            prompt_tokens: None,
            completion_tokens: 0,
            leaving: false,
        };
        record.event(events, EventKind::CallQueued, Facts { step, ..Facts::default() });
        record
    }

    /// What its worker is sent, once. The prompt is not needed here any more.
    pub(super) fn start(&mut self, defaults: &Options, worker_pid: u32) -> Start {
        self.sent = Some(Instant::now());
        self.worker_pid = Some(worker_pid);
        let sampling = self.submission.sampling(defaults);
        if sampling != self.sampling {
            self.params = Some(params::json(&self.submission, &sampling));
        }
        let submission = &mut self.submission;
        Start {
            call: submission.call,
            prompt: submission.take_prompt(),
            choices: submission.choices,
            tokens_max: submission.options.max_tokens,
            stop: submission.options.stop.take().unwrap_or_default(),
            sampling,
            ignore_eos: submission.ignore_eos,
            return_tokens: submission.return_tokens,
            logprobs: submission.logprobs,
        }
    }

    fn event(&self, events: &Events, kind: EventKind, facts: Facts) {
        events.push(
            kind,
            Facts {
                call: Some(self.submission.id.clone()),
                model: Some(self.model_name.clone()),
                task: self.submission.task.clone(),
                caller: self.submission.named.clone(),
                worker_pid: self.worker_pid,
                ..facts
            },
        );
    }

    pub(super) fn started(&mut self, step: u64, prompt_tokens: u32, events: &Events) {
        self.prompt_tokens = Some(prompt_tokens);
        let facts = Facts { step: Some(step), ..Facts::default() };
        self.event(events, EventKind::CallStarted, facts);
        // A closed channel is a client that left; its farewell is on the way.
        _ = self.submission.updates.try_send(Update::Started);
    }

    /// Passes an output on.
    pub(super) fn output(
        &mut self,
        output: Output,
        step: u64,
        events: &Events,
        unread: &Unread,
    ) -> Passed {
        if self.first_output.is_none() {
            self.first_output = Some(Instant::now());
            let facts = Facts { step: Some(step), ..Facts::default() };
            self.event(events, EventKind::CallFirstToken, facts);
        }
        if output.tokens > 0 && self.last_tokens.is_none_or(|(last, _)| last != step) {
            let now = Instant::now();
            if let Some((_, before)) = self.last_tokens.replace((step, now)) {
                self.submission.metrics.next_token(now - before);
            }
        }
        self.completion_tokens = self.completion_tokens.saturating_add(output.tokens.into());
        let row_ended = output.finish.is_some() && self.rows_left > 0;
        self.rows_left -= u16::from(row_ended);
        if let Some(answers) = &mut self.answers {
            let finish = output.finish.map(|finish| finish.reason);
            answers.push(output.choice, &output.text, finish);
        }
        let bytes = unread::cost(&output);
        if !unread.take(bytes) {
            return Passed { row_ended, had_room: false };
        }
        if self.submission.updates.try_send(Update::Output(output)).is_err() {
            // A client that left; its farewell is on the way.
            unread.give(bytes);
        }
        Passed { row_ended, had_room: true }
    }

    /// All rows came to their end; what they say may still be wrong for the task.
    pub(super) fn complete(self, step: u64, ran: Option<Capabilities>, events: &Events) {
        let error = self.submission.wanted.as_ref().and_then(|wanted| {
            let broken = self.answers.as_ref()?.broken()?;
            let refuse = wanted.on_invalid == OnInvalid::Error;
            refuse.then(|| output_invalid(&self.submission, broken))
        });
        let end = match error {
            None => End { outcome: Outcome::Ok, error: None, step: Some(step) },
            Some(error) => End::error(error, Some(step)),
        };
        self.close(end, ran, events);
    }

    /// The one end: event, ledger, client.
    pub(super) fn close(self, end: End, ran: Option<Capabilities>, events: &Events) {
        let now = Instant::now();
        let accepted = self.submission.accepted;
        let total_ms = ms(accepted, now);
        let queue_ms = ms(accepted, self.sent.unwrap_or(now));
        let ttft_ms = self.first_output.map(|first| ms(accepted, first));
        let code = end.error.as_ref().map(|error| error.code.as_str());
        let ended_well = end.outcome == Outcome::Ok;
        let answers = self.answers.as_ref().filter(|_| ended_well);
        let schema_valid = answers.map(|answers| answers.broken().is_none());
        let facts = Facts {
            step: end.step,
            outcome: Some(end.outcome),
            reason: code.map(str::to_owned),
            ..Facts::default()
        };
        self.event(events, EventKind::CallEnded, facts);
        self.count(&end);
        let part = |pick: fn(&Capabilities) -> &String| ran.as_ref().map(|ran| pick(ran).clone());
        let receipt = self.entry.end(EndRow {
            call: self.submission.id,
            outcome: end.outcome.as_str(),
            code,
            engine: part(|ran| &ran.engine),
            backend: part(|ran| &ran.backend),
            provider: part(|ran| &ran.provider),
            digest: ran.as_ref().and_then(|ran| ran.digest.clone()),
            prompt_tokens: self.prompt_tokens,
            completion_tokens: self.completion_tokens,
            queue_ms: self.sent.map(|_| queue_ms),
            ttft_ms,
            total_ms,
            params: self.params,
        });
        let ended = Ended {
            result: end.error.map_or(Ok(()), Err),
            schema_valid,
            ran,
            prompt_tokens: self.prompt_tokens.unwrap_or(0),
            completion_tokens: self.completion_tokens,
            queue_ms,
            ttft_ms,
            total_ms,
            receipt,
        };
        // A client that left does not want to know.
        _ = self.submission.updates.try_send(Update::Ended(Box::new(ended)));
    }

    fn count(&self, end: &End) {
        let Submission { metrics, accepted, task, .. } = &self.submission;
        let code = end.error.as_ref().map_or("", |error| error.code.as_str());
        metrics.ended(end.outcome, code, task.as_deref().unwrap_or_default(), &self.model_name);
        self.sent.iter().for_each(|sent| metrics.queued(*sent - *accepted));
        self.first_output.iter().for_each(|first| metrics.first_token(*first - *accepted));
    }
}

fn output_invalid(submission: &Submission, broken: &Broken) -> ApiError {
    let task = submission.task.as_deref().unwrap_or_default();
    let which = match submission.choices {
        1 => "the answer".to_owned(),
        _ => format!("choice {}", broken.choice),
    };
    let violation = &broken.violation;
    ApiError::new(Code::OutputInvalid, format!("{which} is invalid for task `{task}`: {violation}"))
        .hint("the task's file says on_invalid = \"error\"; with \"return\" the answer is sent as it is")
}

/// To the microsecond.
fn ms(from: Instant, to: Instant) -> f64 {
    (to.saturating_duration_since(from).as_secs_f64() * 1e6).round() / 1e3
}
