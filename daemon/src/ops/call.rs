//! Running a call: from a checked request to a submission, and the answer as it comes.

use super::catalog::Target;
use super::{Caller, Inner, Ops, Permit, unix_s};
use crate::config::LedgerFailure;
use crate::workers::{Call, Ended, Reservation, Submission, Update};
use edge_api::edge::{EdgeAnswer, LedgerState};
use edge_api::error::{ApiError, Code};
use edge_api::openai::Usage;
use edge_api::worker::{Output, Prompt};
use edge_core::request::ValidRequest;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// A stream says something at least this often.
pub(crate) const SILENCE_MAX: Duration = Duration::from_secs(10);

/// The longest context there is; bounds the outputs of a call that leaves `max_tokens` open.
const CONTEXT_TOKENS_MAX: usize = 1 << 20;

/// What of a request is needed to render its answer.
#[derive(Clone, Debug)]
pub(crate) struct Meta {
    pub id: String,
    /// As the caller wrote it.
    pub model: String,
    pub created: u64,
    pub choices: u16,
    pub stream: bool,
    pub include_usage: bool,
    pub return_tokens: bool,
    pub logprobs: bool,
    /// What goes before each answer of a completion that asked for it.
    pub echo: Option<String>,
}

/// A call whose rows exist. Dropping it frees them.
#[derive(Debug)]
pub(crate) struct RunningCall {
    call: Call,
    /// Its rows exist; a stream may be begun before.
    pub started: bool,
    pub meta: Meta,
    task: Option<String>,
    model_name: String,
    _permit: Permit,
}

impl Ops {
    /// Comes back once the call's rows exist, or with why they never will.
    pub(crate) async fn run(
        &self,
        permit: Permit,
        endpoint: &'static str,
        id: String,
        request: ValidRequest,
    ) -> Result<RunningCall, ApiError> {
        let inner = &self.inner;
        let accepted = Instant::now();
        let target = self.target(&permit.caller, &request.model)?;
        let task = target.task.as_ref().map(|(name, task)| (name, &**task));
        let options = match task {
            Some((_, task)) => request.options.or(&task.defaults),
            None => request.options,
        };
        let outputs_max = options.max_tokens.map_or(CONTEXT_TOKENS_MAX, |max| max as usize);
        let kind = self.kind(&permit, request.kind, task.and_then(|(_, task)| task.kind));
        let of_task = task.and_then(|(_, task)| task.priority);
        let priority = self.priority(&permit, request.priority, of_task);
        let meta = Meta {
            id: id.clone(),
            model: request.model,
            created: unix_s(),
            choices: request.choices,
            stream: request.stream,
            include_usage: request.include_usage,
            return_tokens: request.return_tokens,
            logprobs: request.logprobs.is_some(),
            echo: match (&request.prompt, request.echo) {
                (Prompt::Text(text), true) => Some(text.clone()),
                _ => None,
            },
        };
        // Started and Ended, and an output for each token and each end of a row.
        let room = 2 + usize::from(request.choices) * (1 + outputs_max.min(CONTEXT_TOKENS_MAX));
        let (updates, receiver) = mpsc::channel(room);
        let call = inner.calls.fetch_add(1, Ordering::Relaxed);
        let submission = Submission {
            call,
            id,
            model: target.model,
            task: task.map(|(name, _)| name.clone()),
            wanted: task.and_then(|(_, task)| task.output.clone()),
            uid: permit.caller.uid(),
            caller: permit.caller.key(),
            named: permit.caller.label(),
            kind,
            priority,
            endpoint,
            prompt: request.prompt,
            system: task.and_then(|(_, task)| task.system.clone()),
            choices: request.choices,
            options,
            seed: random_seed(),
            ignore_eos: request.ignore_eos,
            return_tokens: request.return_tokens,
            logprobs: request.logprobs,
            accepted,
            deadline: request.deadline.map(|deadline| accepted + deadline),
            metrics: inner.metrics.clone(),
            updates,
        };
        let (task, model_name) = (submission.task.clone(), target.model_name);
        let mut call = inner.workers.submit(submission, receiver).await?;
        let first = match meta.stream {
            // A stream that waits for long is begun, so that its client hears that we live.
            true => tokio::time::timeout(SILENCE_MAX, call.next()).await.ok(),
            false => Some(call.next().await),
        };
        let started = first.is_some();
        match first.unwrap_or(Update::Started) {
            Update::Started => {
                Ok(RunningCall { call, started, meta, task, model_name, _permit: permit })
            }
            Update::Ended(mut ended) => {
                // Its row first, as for any other end.
                ended.receipt.state().await;
                Err(ended.result.err().unwrap_or_else(|| {
                    ApiError::new(Code::Internal, "the call ended before it started")
                }))
            }
            Update::Output(_) => {
                Err(ApiError::new(Code::Internal, "the call answered before it started"))
            }
        }
    }
}

impl Ops {
    fn target(&self, caller: &Caller, name: &str) -> Result<Target, ApiError> {
        let Inner { live, ledger, catalog, metrics, .. } = &*self.inner;
        let failure = match live.now().settings.ledger.on_failure {
            LedgerFailure::Refuse => ledger.failure(),
            LedgerFailure::Serve => None,
        };
        let target = match failure {
            None => self.with_grant(caller, |grant| catalog.find(name, |name| grant.may_ask(name))),
            Some(reason) => {
                let message = format!("the ledger cannot record calls: {reason}");
                Err(ApiError::new(Code::LedgerUnavailable, message))
            }
        };
        target.inspect_err(|error| {
            let (task, model) = catalog.known(name);
            metrics.refused(error, task, model);
        })
    }
}

impl RunningCall {
    pub(crate) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Update> {
        self.call.poll_next(cx)
    }

    /// The outputs, for an answer that is sent whole, and what they hold in memory.
    pub(crate) async fn collect(
        &mut self,
        mut each: impl FnMut(Output),
    ) -> (Box<Ended>, Option<Reservation>) {
        self.call.keep();
        loop {
            match self.call.next().await {
                Update::Started => {}
                Update::Output(output) => each(output),
                Update::Ended(ended) => return (ended, self.call.take_kept()),
            }
        }
    }

    /// What really ran, for the end of the answer.
    pub(crate) fn edge(&self, ended: &Ended, ledger: LedgerState) -> EdgeAnswer {
        let ran = ended.ran.as_ref();
        let part = |text: Option<&String>| text.cloned().unwrap_or_default();
        EdgeAnswer {
            call: self.meta.id.clone(),
            task: self.task.clone(),
            model: self.model_name.clone(),
            digest: ran.and_then(|ran| ran.digest.clone()),
            adapter: None,
            generation: None,
            engine: part(ran.map(|ran| &ran.engine)),
            backend: part(ran.map(|ran| &ran.backend)),
            provider: part(ran.map(|ran| &ran.provider)),
            route: "local".to_owned(),
            queue_ms: ended.queue_ms,
            ttft_ms: ended.ttft_ms,
            total_ms: ended.total_ms,
            cached_tokens: None,
            drafted_tokens: None,
            accepted_tokens: None,
            energy_j: None,
            confidence: None,
            schema_valid: ended.schema_valid,
            retries: 0,
            ledger,
        }
    }
}

pub(crate) fn usage(ended: &Ended) -> Usage {
    let (prompt, completion) = (ended.prompt_tokens.into(), ended.completion_tokens.into());
    Usage {
        prompt_tokens: prompt,
        completion_tokens: completion,
        total_tokens: prompt + completion,
    }
}

/// A request without a seed gets one, which the ledger keeps: any answer can be drawn again.
fn random_seed() -> u64 {
    // Without randomness from the kernel a fixed seed still answers.
    getrandom::u64().unwrap_or(0)
}
