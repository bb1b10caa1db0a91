//! What the supervisor does when a worker speaks.

use super::calls::{End, Record};
use super::device::Worker;
use super::model::{Failed, Found, Hold, Model};
use super::process::{FromProcess, WorkerId};
use super::progress::progress;
use super::supervisor::Supervisor;
use super::words::{plain, plain_capabilities, plain_reason, plain_sandbox};
use edge_api::error::{ApiError, Code};
use edge_api::worker::{
    CallId, Capabilities, FromWorker, LoadFailure, LoadFailureKind, Output, PROTOCOL_VERSION,
    Refusal,
};
use edge_core::life::Happening;
use edge_core::queue::{Credits, ModelKey};
use std::time::{Duration, Instant};

/// A load that failed for want of a provider or a runtime is tried again after this long.
const LOAD_RETRY_DELAY: Duration = Duration::from_secs(60);

/// How much a caller is told of why a step failed.
const REASON_BYTES_MAX: usize = 256;

impl Supervisor {
    pub(super) fn on_process(&mut self, id: WorkerId, event: FromProcess) {
        let worker = self.devices[id.device].worker.as_ref();
        if worker.is_none_or(|worker| worker.incarnation != id.incarnation) {
            return;
        }
        match event {
            FromProcess::Frames(frames) => {
                for frame in frames {
                    if self.devices[id.device].worker.as_ref().is_none_or(Worker::is_ending) {
                        return;
                    }
                    if let Err(reason) = self.on_frame(id.device, frame) {
                        return self.fault(id.device, Code::WorkerLost, &reason);
                    }
                }
            }
            FromProcess::Drained => self.on_drained(id.device),
            FromProcess::Closed(None) => self.fault(id.device, Code::WorkerLost, "it went away"),
            FromProcess::Closed(Some(error)) => {
                self.fault(id.device, Code::WorkerLost, &error.to_string());
            }
            FromProcess::Exited(status) => self.on_exit(id.device, &status),
        }
    }

    /// An `Err` is a worker that breaks the protocol.
    fn on_frame(&mut self, device: usize, frame: FromWorker) -> Result<(), String> {
        match frame {
            FromWorker::Hello { version, sandbox } => self.on_hello(device, version, sandbox)?,
            FromWorker::LoadProgress { model, stage, done } => {
                let key = self.key(device, model)?;
                let come = progress(stage, done);
                if self.models[key].reached.further(stage, come.done) {
                    self.live(device, Happening::LoadProgress)?;
                }
                if let Hold::Loading { progress: now, .. } = &mut self.models[key].hold {
                    *now = Some(come);
                }
            }
            FromWorker::Loaded { model, capabilities } => {
                let capabilities = plain_capabilities(capabilities)
                    .ok_or_else(|| "it names a digest that is none".to_owned())?;
                if let Some(key) = self.end_load(device, model)? {
                    self.on_loaded(key, capabilities);
                }
            }
            FromWorker::LoadFailed { model, failure } => {
                if let Some(key) = self.end_load(device, model)? {
                    self.on_load_failed(key, failure);
                }
            }
            FromWorker::Runtime(_) | FromWorker::Checked { .. } => {
                return Err("it answers what it was not asked".to_owned());
            }
            FromWorker::Unloaded { model } => self.on_unloaded(device, model)?,
            FromWorker::Started { model, call, step, prompt_tokens } => {
                let key = self.key(device, model)?;
                if let Some((_, record)) = self.calls.get_mut(&call).filter(|(of, _)| *of == key) {
                    record.started(step, prompt_tokens, &self.events);
                }
            }
            FromWorker::Refused { model, call, refusal } => {
                let key = self.key(device, model)?;
                if let Some(mut record) = self.take_call(key, call) {
                    let rows = std::mem::take(&mut record.rows_left);
                    let priority = record.submission.priority;
                    self.models[key].credits.give(priority, rows, Instant::now());
                    let error = refused(&refusal, record.submission.endpoint);
                    let ran = self.models[key].capabilities.clone();
                    record.close(End::error(error, None), ran, &self.events);
                    self.dispatch(key);
                }
            }
            FromWorker::Failed { model, call, reason } => {
                let key = self.key(device, model)?;
                self.on_failed(key, call, &reason);
            }
            FromWorker::Cancelled { model, call, step } => {
                let key = self.key(device, model)?;
                if let Some(worker) = &mut self.devices[device].worker {
                    worker.cancels_open = worker.cancels_open.saturating_sub(1);
                }
                if let Some(record) = self.take_call(key, call) {
                    let ran = self.models[key].capabilities.clone();
                    record.close(End::cancelled(Some(step)), ran, &self.events);
                }
            }
            FromWorker::Step { model, step, busy_us: _, outputs } => {
                let key = self.key(device, model)?;
                // A step may come in several frames, of several models or of one.
                let worker = self.devices[device].worker.as_mut();
                if worker.is_some_and(|worker| std::mem::replace(&mut worker.step, step) != step) {
                    self.live(device, Happening::Step)?;
                    self.devices[device].backoff.worked();
                }
                self.on_outputs(key, step, outputs);
            }
        }
        self.settle(device);
        Ok(())
    }

    fn take_call(&mut self, key: ModelKey, call: CallId) -> Option<Record> {
        self.calls.get(&call).filter(|(of, _)| *of == key)?;
        self.calls.remove(&call).map(|(_, record)| record)
    }

    /// It may only be done with a load that it was asked for. `None`: one that nobody waits for any more.
    fn end_load(&mut self, device: usize, model: u32) -> Result<Option<ModelKey>, String> {
        let key = self.key(device, model)?;
        let model = &mut self.models[key];
        let key = match &mut model.hold {
            Hold::Loading { sent: true, .. } => Some(key),
            Hold::Unloading { loading: loading @ true } => {
                *loading = false;
                None
            }
            Hold::None | Hold::Loading { .. } | Hold::Ready | Hold::Unloading { .. } => {
                return Err(format!("it ends a load of `{}` that nobody began", model.name));
            }
        };
        self.live(device, Happening::LoadDone)?;
        Ok(key)
    }

    fn on_loaded(&mut self, key: ModelKey, capabilities: Capabilities) {
        self.update(key, |model| {
            model.credits = Credits::new(capabilities.rows_max);
            model.capabilities = Some(capabilities);
            model.ran_source = model.held_source.clone();
            model.hold = Hold::Ready;
            model.deaths = 0;
        });
        self.refuse_too_wide(key);
        self.dispatch(key);
    }

    fn on_load_failed(&mut self, key: ModelKey, failure: LoadFailure) {
        self.models[key].is_out();
        let failure = plain(failure);
        let code = match failure.kind {
            // Nobody has looked at it before.
            LoadFailureKind::Broken if self.models[key].dir().is_none() => {
                self.update(key, |model| model.learn(Found::Broken(failure)));
                return self.refuse_waiting(key);
            }
            // Its check went well: if its files have changed, the next one says so.
            LoadFailureKind::Broken | LoadFailureKind::Passing => Code::ModelFailed,
            LoadFailureKind::Provider | LoadFailureKind::Runtime => Code::ProviderUnavailable,
        };
        let LoadFailure { reason, hint, .. } = failure;
        let retry_at = Some(Instant::now() + LOAD_RETRY_DELAY);
        self.fail(key, Failed { code, reason, hint, retry_at });
    }

    fn on_unloaded(&mut self, device: usize, model: u32) -> Result<(), String> {
        let key = self.key(device, model)?;
        let Hold::Unloading { loading } = self.models[key].hold else {
            return Err("it unloaded a model without being asked".to_owned());
        };
        self.live(device, Happening::UnloadDone)?;
        if loading {
            self.live(device, Happening::LoadDone)?;
        }
        self.update(key, Model::is_out);
        if self.models[key].wanted {
            self.wake(key);
        } else {
            self.dispatch(key);
        }
        self.bury(key);
        Ok(())
    }

    /// A step failed under a call; what is left of it is nothing.
    fn on_failed(&mut self, key: ModelKey, call: CallId, reason: &str) {
        if self.calls.get(&call).is_none_or(|(_, record)| record.leaving) {
            return;
        }
        let Some(mut record) = self.take_call(key, call) else { return };
        let rows = std::mem::take(&mut record.rows_left);
        let model = &mut self.models[key];
        model.credits.give(record.submission.priority, rows, Instant::now());
        let id = &record.submission.id;
        tracing::warn!(call = id, model = model.name, reason, "a step failed");
        let line = reason.lines().next().unwrap_or_default();
        let line = &line[..line.floor_char_boundary(REASON_BYTES_MAX)];
        let message = format!("model `{}` failed in the middle of a step: {line}", model.name);
        let error = ApiError::new(Code::ModelFailed, message)
            .hint("the whole reason is in edged's log, with the id of the call");
        let step = self.devices[model.device].worker.as_ref().map(|worker| worker.step);
        let ran = model.capabilities.clone();
        record.close(End::error(error, step), ran, &self.events);
        self.dispatch(key);
    }

    /// The worker may only speak of the models that live on its device.
    fn key(&self, device: usize, model: u32) -> Result<ModelKey, String> {
        let key = model as ModelKey;
        match self.models.get(key) {
            Some(known) if known.device == device => Ok(key),
            _ => Err(format!("it speaks of model {model}, which it was not given")),
        }
    }

    fn on_hello(
        &mut self,
        device: usize,
        version: u16,
        sandbox: Vec<(String, String)>,
    ) -> Result<(), String> {
        if version != PROTOCOL_VERSION {
            return Err(format!("it speaks protocol {version}, edged speaks {PROTOCOL_VERSION}"));
        }
        if let Some(worker) = &mut self.devices[device].worker {
            let sandbox = plain_sandbox(sandbox);
            worker.sandbox =
                sandbox.into_iter().map(|(name, value)| (name, value.into())).collect();
        }
        self.live(device, Happening::Hello)?;
        for key in self.devices[device].models.clone() {
            if matches!(self.models[key].hold, Hold::Loading { sent: false, .. }) {
                self.load(key);
            }
        }
        Ok(())
    }

    fn on_outputs(&mut self, key: ModelKey, step: u64, outputs: Vec<Output>) {
        let mut freed = false;
        for output in outputs {
            let call: CallId = output.call;
            let record = self.calls.get_mut(&call).filter(|(of, _)| *of == key);
            let Some((_, record)) = record else { continue };
            if record.leaving {
                continue;
            }
            let passed = record.output(output, step, &self.events, &self.unread);
            let (rows_left, priority) = (record.rows_left, record.submission.priority);
            if passed.row_ended {
                freed = true;
                self.models[key].credits.give(priority, 1, Instant::now());
            }
            if !passed.had_room {
                self.give_up(call, &unread_full(self.unread.bytes_max()));
            } else if rows_left == 0
                && let Some(record) = self.take_call(key, call)
            {
                let ran = self.models[key].capabilities.clone();
                record.complete(step, ran, &self.events);
            }
        }
        if freed {
            self.dispatch(key);
        }
    }

    /// Moves the worker's life on. A worker that speaks out of turn is an error.
    fn live(&mut self, device: usize, happening: Happening) -> Result<(), String> {
        let Some(worker) = &mut self.devices[device].worker else { return Ok(()) };
        worker.life.on(happening, Instant::now()).map_err(|illegal| illegal.to_string())?;
        let deadline = worker.life.deadline();
        deadline.into_iter().for_each(|deadline| self.wake_by(deadline));
        Ok(())
    }

    /// Calls that came before the model said how many rows it has.
    fn refuse_too_wide(&mut self, key: ModelKey) {
        let rows_max = self.models[key].credits.rows_max();
        let calls: Vec<CallId> = self.queue.wider_than(key, rows_max);
        for call in calls {
            if let Some(record) = self.queue.remove(call, Instant::now()) {
                let error = self.models[key].too_wide(record.rows_left);
                record.close(End::error(error, None), None, &self.events);
            }
        }
    }
}

fn unread_full(bytes_max: usize) -> ApiError {
    ApiError::new(
        Code::MemoryInsufficient,
        format!(
            "unread answers hold limits.answer_bytes_in_flight_max, which is {bytes_max} bytes"
        ),
    )
    .hint("read streams as they come; ask for fewer choices, tokens or log-probabilities")
}

/// A worker's refusal, as the caller is told.
pub(crate) fn refused(refusal: &Refusal, endpoint: &str) -> ApiError {
    let prompt = if endpoint == "chat" { "messages" } else { "prompt" };
    let invalid =
        |param: &str, message: String| ApiError::new(Code::InvalidValue, message).param(param);
    match refusal {
        Refusal::ContextLength { prompt_tokens, tokens_max, context_tokens } => {
            let wanted = match tokens_max {
                Some(tokens_max) => format!(" and max_tokens is {tokens_max}"),
                None => String::new(),
            };
            let message = format!(
                "the prompt has {prompt_tokens} tokens{wanted}, the model's context has {context_tokens}"
            );
            ApiError::new(Code::ContextLengthExceeded, message)
                .param(prompt)
                .hint("shorten the prompt or lower max_tokens: a prompt is never cut")
        }
        Refusal::TokenOutOfRange { token, vocabulary } => invalid(
            prompt,
            format!("{prompt} has token id {token}, the vocabulary has {vocabulary} tokens"),
        ),
        Refusal::BiasOutOfRange { token, vocabulary } => invalid(
            "logit_bias",
            format!("logit_bias has token id {token}, the vocabulary has {vocabulary} tokens"),
        ),
        Refusal::EmptyPrompt => invalid(prompt, format!("{prompt} has no tokens")),
        Refusal::NoCredit { rows, free } => ApiError::new(
            Code::Internal,
            format!("the worker was sent {rows} rows and had {free} free"),
        ),
        Refusal::NoChat => invalid(prompt, "the model has no chat template".to_owned())
            .hint("ask it through /v1/completions"),
        Refusal::Template { reason } => {
            let reason = plain_reason(reason);
            invalid(prompt, format!("the model's chat template refuses {prompt}: {reason}"))
        }
        Refusal::UnknownModel => {
            ApiError::new(Code::Internal, "the worker does not know the model")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_template_says_is_passed_on_plainly() {
        let refusal = Refusal::Template { reason: "\u{1b}[2J\n".repeat(100_000) };
        let message = refused(&refusal, "chat").message;
        assert!(message.len() < 2000 && !message.contains(char::is_control), "{message:.200}");
        assert!(message.starts_with("the model's chat template refuses messages:  [2J "));
    }
}
