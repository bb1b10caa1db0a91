//! What the supervisor does when a worker speaks.

use super::calls::{End, Record};
use super::device::Worker;
use super::process::{FromProcess, WorkerId};
use super::supervisor::Supervisor;
use edge_api::admin::ModelState;
use edge_api::error::{ApiError, Code};
use edge_api::event::Outcome;
use edge_api::worker::{CallId, FromWorker, Output, PROTOCOL_VERSION, Refusal};
use edge_core::life::{Happening, Phase};
use edge_core::queue::{Credits, ModelKey};
use std::time::Instant;

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
            FromWorker::LoadProgress { model, .. } => {
                self.key(device, model)?;
                self.live(device, Happening::LoadProgress)?;
            }
            FromWorker::Loaded { model, capabilities } => {
                let key = self.loading_key(device, model)?;
                self.live(device, Happening::LoadDone)?;
                self.models[key].credits = Credits::new(capabilities.rows_max);
                self.models[key].capabilities = Some(capabilities);
                self.set_state(key, ModelState::Ready, None);
                self.refuse_too_wide(key);
                self.dispatch(key);
            }
            FromWorker::LoadFailed { model, reason } => {
                let key = self.loading_key(device, model)?;
                self.live(device, Happening::LoadDone)?;
                self.models[key].wanted = false;
                self.set_state(key, ModelState::Broken, Some(reason));
                self.refuse_waiting(key);
            }
            FromWorker::Unloaded { model } => {
                self.key(device, model)?;
                return Err("it unloaded a model without being asked".to_owned());
            }
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
                    self.models[key].credits.give(rows);
                    let error = refused(&refusal, record.submission.endpoint);
                    let ran = self.models[key].capabilities.clone();
                    record.close(End::error(error, None), ran, &self.events);
                    self.dispatch(key);
                }
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

    /// It may only be done with a load that was asked for.
    fn loading_key(&self, device: usize, model: u32) -> Result<ModelKey, String> {
        let key = self.key(device, model)?;
        match self.models[key].state {
            ModelState::Loading => Ok(key),
            state @ (ModelState::Unloaded
            | ModelState::Ready
            | ModelState::Failed
            | ModelState::Broken) => Err(format!(
                "it ends a load of `{}`, which is {}",
                self.models[key].name,
                state.as_str()
            )),
        }
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
            worker.sandbox =
                sandbox.into_iter().map(|(name, value)| (name, value.into())).collect();
        }
        self.live(device, Happening::Hello)?;
        for key in self.devices[device].models.clone() {
            if self.queue.waits_for(key) || self.models[key].state == ModelState::Loading {
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
            let rows_left = record.rows_left;
            if passed.row_ended {
                freed = true;
                self.models[key].credits.give(1);
            }
            if !passed.had_room {
                self.give_up(call, &unread_full(self.unread.bytes_max()));
            } else if rows_left == 0
                && let Some(record) = self.take_call(key, call)
            {
                let ran = self.models[key].capabilities.clone();
                let end = End { outcome: Outcome::Ok, error: None, step: Some(step) };
                record.close(end, ran, &self.events);
            }
        }
        if freed {
            self.dispatch(key);
        }
    }

    /// Notes whether the device's worker has anything to do.
    pub(super) fn settle(&mut self, device: usize) {
        let models = &self.devices[device].models;
        let rows = models.iter().any(|key| self.models[*key].credits.rows_used() > 0);
        let expected = models.iter().any(|key| {
            let loading = self.models[*key].state == ModelState::Loading;
            self.queue.waits_for(*key) || loading && self.draining.is_none()
        });
        let Some(worker) = &mut self.devices[device].worker else { return };
        if worker.is_ending() {
            return;
        }
        let now = Instant::now();
        let busy = rows || worker.cancels_open > 0;
        if !busy && worker.life.phase() == Phase::Running {
            worker.life.on(Happening::RowsGone, now).expect("a running worker may have no rows");
        }
        if busy || expected {
            worker.idle_since = None;
        } else if self.draining.is_some() {
            self.stop(device);
        } else {
            let since = *worker.idle_since.get_or_insert(now);
            self.wake_by(since + self.keep_alive());
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
            if let Some(record) = self.queue.remove(call) {
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
fn refused(refusal: &Refusal, endpoint: &str) -> ApiError {
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
        Refusal::UnknownModel => {
            ApiError::new(Code::Internal, "the worker does not know the model")
        }
    }
}
