//! What may be asked of a model from outside: to be there, to be known, to be loaded, pinned, removed. Each
//! says whether it changed anything; what takes long is only begun.

use super::Change;
use super::calls::End;
use super::device::{Device, Rest};
use super::model::{Found, Hold, MODELS_MAX, Model, ModelSpec, long_removed, removed};
use super::supervisor::{Supervisor, shutting_down};
use crate::events::Facts;
use edge_api::error::{ApiError, Code};
use edge_api::event::EventKind;
use edge_api::worker::{CallId, Source};
use edge_core::queue::ModelKey;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

impl Supervisor {
    pub(super) fn install(&mut self, spec: ModelSpec) -> Result<ModelKey, ApiError> {
        if self.draining.is_some() {
            return Err(shutting_down());
        }
        if self.models.len() >= MODELS_MAX {
            let message = format!("there are {MODELS_MAX} models, which is the limit");
            return Err(ApiError::new(Code::InvalidValue, message));
        }
        let device = self.devices.iter().position(|device| device.name == spec.device);
        let device = device.unwrap_or_else(|| {
            let restarts_max = self.settings.worker.restarts_max;
            self.devices.push(Device::new(spec.device.clone(), restarts_max));
            self.devices.len() - 1
        });
        let key = self.models.add(Model::new(spec, device));
        self.devices[device].models.push(key);
        self.update(key, |_| {});
        if self.models[key].pinned {
            self.wake(key);
        }
        Ok(key)
    }

    /// Each change is answered once; a removal when it is complete.
    pub(super) fn change(
        &mut self,
        key: ModelKey,
        change: Change,
        reply: oneshot::Sender<Result<bool, ApiError>>,
    ) {
        let changed = match self.models.get(key) {
            None => Err(long_removed()),
            Some(model) if model.removal.is_some() => Err(removed(&model.name)),
            Some(_) => match change {
                Change::Remove { force } => match self.give_back(key, force) {
                    Ok(()) => {
                        let device = self.models[key].device;
                        self.models[key].removal = Some(reply);
                        self.bury(key);
                        return self.settle(device);
                    }
                    Err(error) => Err(error),
                },
                Change::Found(news) => {
                    let (source, found) = *news;
                    self.found(key, source, found);
                    Ok(true)
                }
                Change::Load => self.begin_load(key),
                Change::Unload => self.begin_unload(key),
                Change::Pin(pinned) => self.pin(key, pinned),
                Change::Keep(keep_alive) => Ok(self.keep(key, keep_alive)),
            },
        };
        // Who asked may have left.
        _ = reply.send(changed);
    }

    fn found(&mut self, key: ModelKey, source: Source, found: Found) {
        let device = self.models[key].device;
        self.update(key, |model| {
            model.source = source;
            model.learn(found);
            // What its worker has not been told yet it is told when the files are good.
            if !model.is_good() && matches!(model.hold, Hold::Loading { sent: false, .. }) {
                model.is_out();
            }
        });
        self.refuse_waiting(key);
        if self.models[key].wanted {
            self.wake(key);
        }
        self.dispatch(key);
        self.settle(device);
    }

    fn begin_load(&mut self, key: ModelKey) -> Result<bool, ApiError> {
        if self.draining.is_some() {
            return Err(shutting_down());
        }
        let model = &self.models[key];
        if let (Found::Broken(_), Some(error)) = (&model.found, model.refusal(0)) {
            return Err(error);
        }
        let held = match model.hold {
            Hold::Loading { .. } | Hold::Ready => !model.stale,
            Hold::None | Hold::Unloading { .. } => false,
        };
        let changed = !held && (!model.wanted || model.failed.is_some());
        self.pardon(key);
        self.models[key].wanted = true;
        self.wake(key);
        match self.models[key].refusal(0) {
            Some(error) => Err(error),
            None => Ok(changed),
        }
    }

    /// An order to load tries again at once what has failed.
    fn pardon(&mut self, key: ModelKey) {
        let device = self.models[key].device;
        if matches!(self.devices[device].rest, Rest::GivenUp(_)) {
            self.devices[device].rest = Rest::None;
            self.forgive(device);
        }
        self.update(key, |model| (model.failed, model.deaths) = (None, 0));
    }

    fn begin_unload(&mut self, key: ModelKey) -> Result<bool, ApiError> {
        self.in_use(key)?;
        let device = self.models[key].device;
        let changed = std::mem::replace(&mut self.models[key].wanted, false);
        self.let_go_held(key);
        self.update(key, |_| {});
        self.settle(device);
        Ok(changed)
    }

    fn pin(&mut self, key: ModelKey, pinned: bool) -> Result<bool, ApiError> {
        if pinned && self.draining.is_some() {
            return Err(shutting_down());
        }
        let device = self.models[key].device;
        let model = &mut self.models[key];
        let changed = std::mem::replace(&mut model.pinned, pinned) != pinned;
        if pinned {
            model.wanted = true;
            self.wake(key);
        } else if changed {
            // Its time begins now.
            model.idle_since = None;
            self.settle(device);
        }
        Ok(changed)
    }

    fn keep(&mut self, key: ModelKey, keep_alive: Option<Duration>) -> bool {
        let before = std::mem::replace(&mut self.models[key].keep_alive, keep_alive);
        self.wake_by(Instant::now());
        before != keep_alive
    }

    /// Ends what the model does, for it to be removed.
    fn give_back(&mut self, key: ModelKey, force: bool) -> Result<(), ApiError> {
        if !force {
            self.in_use(key)?;
        }
        let error = removed(&self.models[key].name);
        let waiting = self.queue.drain(key, Instant::now());
        for (_, record) in waiting {
            record.close(End::error(error.clone(), None), None, &self.events);
        }
        let running = self.calls.iter().filter(|(_, (of, _))| *of == key);
        let running: Vec<CallId> = running.map(|(call, _)| *call).collect();
        for call in running {
            self.give_up(call, &error);
        }
        self.models[key].wanted = false;
        self.let_go_held(key);
        Ok(())
    }

    fn let_go_held(&mut self, key: ModelKey) {
        let device = self.models[key].device;
        if matches!(self.models[key].hold, Hold::Loading { .. } | Hold::Ready) {
            self.let_go(device, &[key]);
        }
    }

    fn in_use(&self, key: ModelKey) -> Result<(), ApiError> {
        let model = &self.models[key];
        let rows = model.credits.rows_used();
        let waiting = self.queue.waiting_for(key);
        if rows == 0 && waiting == 0 {
            return Ok(());
        }
        let name = &model.name;
        let message = format!("model `{name}` is in use: {rows} rows run, {waiting} calls wait");
        Err(ApiError::new(Code::InUse, message).hint("try again when its calls have ended"))
    }

    /// Takes a model off the books that is to be removed and that no worker holds any more.
    pub(super) fn bury(&mut self, key: ModelKey) {
        let model = &self.models[key];
        if model.removal.is_none() || model.hold != Hold::None {
            return;
        }
        let device = model.device;
        self.devices[device].models.retain(|of| *of != key);
        let Some(model) = self.models.remove(key) else { return };
        let facts = Facts {
            model: Some(model.name),
            reason: Some("removed".to_owned()),
            ..Facts::default()
        };
        self.events.push(EventKind::ModelState, facts);
        // Who asked may have left.
        _ = model.removal.map(|reply| reply.send(Ok(true)));
    }
}
