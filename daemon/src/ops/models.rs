//! What can be done with models. What is in folders is the shelf's, what runs is the supervisor's; what a
//! caller sees of a model is both.

use super::{Caller, Ops};
use edge_api::admin::{
    AddModel, ModelChange, ModelState, ModelStatus, ModelVerified, Models, Task, Tasks,
};
use edge_api::error::{ApiError, Code};
use edge_api::openai::{Model, ModelList};
use edge_core::queue::ModelKey;

impl Ops {
    /// Tasks and models that can be asked.
    pub(crate) async fn model_list(&self) -> Result<ModelList, ApiError> {
        let names = self.inner.catalog.usable(&self.models().await?.models);
        let model = |id| Model {
            id,
            object: "model".to_owned(),
            created: self.inner.started_s,
            owned_by: "edged".to_owned(),
        };
        Ok(ModelList { object: "list".to_owned(), data: names.into_iter().map(model).collect() })
    }

    pub(crate) async fn model(&self, id: &str) -> Result<Model, ApiError> {
        let all = self.model_list().await?.data;
        all.into_iter().find(|model| model.id == id).ok_or_else(|| self.inner.catalog.not_found(id))
    }

    pub(crate) async fn tasks(&self) -> Result<Tasks, ApiError> {
        let models = self.models().await?.models;
        Ok(Tasks { tasks: self.inner.catalog.task_statuses(&models) })
    }

    pub(crate) async fn task(&self, name: &str) -> Result<Task, ApiError> {
        let catalog = &self.inner.catalog;
        let mut all = self.tasks().await?.tasks.into_iter();
        all.find(|task| task.name == name)
            .and_then(|status| catalog.task(status))
            .ok_or_else(|| catalog.no_task(name))
    }

    pub(crate) async fn models(&self) -> Result<Models, ApiError> {
        Ok(Models { models: self.seen(self.inner.workers.snapshot().await?.models) })
    }

    pub(crate) async fn model_status(&self, name: &str) -> Result<ModelStatus, ApiError> {
        let all = self.models().await?.models;
        all.into_iter()
            .find(|model| model.name == name)
            .ok_or_else(|| self.inner.catalog.no_model(name))
    }

    /// Adds what only the shelf knows.
    pub(super) fn seen(&self, mut models: Vec<ModelStatus>) -> Vec<ModelStatus> {
        let listing = self.inner.models.listing();
        for model in &mut models {
            let Some(listed) = listing.models.get(&model.name) else { continue };
            model.dir.clone_from(&listed.dir);
            (model.linked, model.shipped) = (listed.linked, listed.shipped);
            if model.state == ModelState::Loading && model.reason.is_none() {
                model.reason = listed.waits_for.map(str::to_owned);
            }
        }
        models.sort_by(|a, b| a.name.cmp(&b.name));
        models
    }

    pub(crate) async fn add_model(
        &self,
        caller: Caller,
        request: AddModel,
    ) -> Result<ModelChange, ApiError> {
        may_manage(caller)?;
        let addition = self.inner.models.addition(request).await?;
        let name = addition.name.clone();
        if self.inner.catalog.has_task(&name) {
            let error = ApiError::new(Code::InUse, format!("there is a task `{name}`"));
            return Err(error.param("name").hint("choose another name"));
        }
        let changed = self.inner.models.add(addition).await?;
        self.change(changed, &name).await
    }

    pub(crate) async fn remove_model(
        &self,
        caller: Caller,
        name: &str,
    ) -> Result<ModelChange, ApiError> {
        may_manage(caller)?;
        self.key(name)?;
        self.inner.models.remove(name).await?;
        Ok(ModelChange { changed: true, model: None })
    }

    pub(crate) async fn load_model(
        &self,
        caller: Caller,
        name: &str,
    ) -> Result<ModelChange, ApiError> {
        may_manage(caller)?;
        let changed = self.inner.workers.load(self.key(name)?).await?;
        self.change(changed, name).await
    }

    pub(crate) async fn unload_model(
        &self,
        caller: Caller,
        name: &str,
    ) -> Result<ModelChange, ApiError> {
        may_manage(caller)?;
        let changed = self.inner.workers.unload(self.key(name)?).await?;
        self.change(changed, name).await
    }

    pub(crate) async fn pin_model(
        &self,
        caller: Caller,
        name: &str,
        pinned: bool,
    ) -> Result<ModelChange, ApiError> {
        may_manage(caller)?;
        self.key(name)?;
        let changed = self.inner.models.pin(name, pinned).await?;
        self.change(changed, name).await
    }

    pub(crate) async fn verify_model(
        &self,
        caller: Caller,
        name: &str,
    ) -> Result<ModelVerified, ApiError> {
        may_manage(caller)?;
        self.key(name)?;
        self.inner.models.verify(name).await
    }

    async fn change(&self, changed: bool, name: &str) -> Result<ModelChange, ApiError> {
        Ok(ModelChange { changed, model: Some(self.model_status(name).await?) })
    }

    fn key(&self, name: &str) -> Result<ModelKey, ApiError> {
        let key = self.inner.models.listing().models.get(name).map(|model| model.key);
        key.ok_or_else(|| self.inner.catalog.no_model(name))
    }
}

/// Everybody whom the socket lets in, until policy has a say.
#[expect(clippy::unnecessary_wraps, reason = "the one place where policy will refuse")]
fn may_manage(_caller: Caller) -> Result<(), ApiError> {
    Ok(())
}
