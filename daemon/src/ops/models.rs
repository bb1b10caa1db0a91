//! What can be done with models. What is in folders is the shelf's, what runs is the supervisor's; what a
//! caller sees of a model is both.

use super::{Caller, Ops};
use edge_api::admin::{
    AddModel, ModelChange, ModelState, ModelStatus, ModelVerified, Models, Task, Tasks,
};
use edge_api::error::{ApiError, Code};
use edge_api::openai::{Model, ModelList};
use edge_core::policy::Action;
use edge_core::queue::ModelKey;

impl Ops {
    /// Tasks and models that can be asked, by this caller.
    pub(crate) async fn model_list(&self, caller: &Caller) -> Result<ModelList, ApiError> {
        self.may(caller, Action::ReadModels)?;
        let mut names = self.inner.catalog.usable(&self.statuses().await?);
        self.with_grant(caller, |grant| names.retain(|name| grant.may_ask(name)));
        let model = |id| Model {
            id,
            object: "model".to_owned(),
            created: self.inner.started_at.as_secs(),
            owned_by: "edged".to_owned(),
        };
        Ok(ModelList { object: "list".to_owned(), data: names.into_iter().map(model).collect() })
    }

    pub(crate) async fn model(&self, caller: &Caller, id: &str) -> Result<Model, ApiError> {
        self.may(caller, Action::Ask(id))?;
        let all = self.model_list(caller).await?.data;
        let found = all.into_iter().find(|model| model.id == id);
        let catalog = &self.inner.catalog;
        found.ok_or_else(|| {
            self.with_grant(caller, |grant| catalog.not_found(id, |name| grant.may_ask(name)))
        })
    }

    pub(crate) async fn tasks(&self, caller: &Caller) -> Result<Tasks, ApiError> {
        self.may(caller, Action::ReadTasks)?;
        let models = self.statuses().await?;
        Ok(Tasks { tasks: self.inner.catalog.task_statuses(&models) })
    }

    pub(crate) async fn task(&self, caller: &Caller, name: &str) -> Result<Task, ApiError> {
        self.may(caller, Action::ReadTask(name))?;
        let catalog = &self.inner.catalog;
        let mut all = self.tasks(caller).await?.tasks.into_iter();
        let found = all.find(|task| task.name == name).and_then(|status| catalog.task(status));
        found.ok_or_else(|| {
            self.with_grant(caller, |grant| catalog.no_task(name, |name| grant.works_with(name)))
        })
    }

    pub(crate) async fn models(&self, caller: &Caller) -> Result<Models, ApiError> {
        self.may(caller, Action::ReadModels)?;
        Ok(Models { models: self.statuses().await? })
    }

    pub(crate) async fn model_status(
        &self,
        caller: &Caller,
        name: &str,
    ) -> Result<ModelStatus, ApiError> {
        self.may(caller, Action::ReadModels)?;
        self.standing(caller, name).await
    }

    async fn statuses(&self) -> Result<Vec<ModelStatus>, ApiError> {
        Ok(self.seen(self.inner.workers.snapshot().await?.models))
    }

    async fn standing(&self, caller: &Caller, name: &str) -> Result<ModelStatus, ApiError> {
        let all = self.statuses().await?;
        all.into_iter().find(|model| model.name == name).ok_or_else(|| self.no_model(caller, name))
    }

    fn no_model(&self, caller: &Caller, name: &str) -> ApiError {
        let catalog = &self.inner.catalog;
        self.with_grant(caller, |grant| catalog.no_model(name, |name| grant.works_with(name)))
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
        caller: &Caller,
        request: AddModel,
    ) -> Result<ModelChange, ApiError> {
        self.may(caller, Action::AddModel)?;
        let addition = self.inner.models.addition(request).await?;
        let name = addition.name.clone();
        if self.inner.catalog.has_task(&name) {
            let error = ApiError::new(Code::InUse, format!("there is a task `{name}`"));
            return Err(error.param("name").hint("choose another name"));
        }
        let changed = self.inner.models.add(addition).await?;
        self.change(caller, changed, &name).await
    }

    pub(crate) async fn remove_model(
        &self,
        caller: &Caller,
        name: &str,
    ) -> Result<ModelChange, ApiError> {
        self.may(caller, Action::RemoveModel)?;
        self.key(caller, name)?;
        self.inner.models.remove(name).await?;
        Ok(ModelChange { changed: true, model: None })
    }

    pub(crate) async fn load_model(
        &self,
        caller: &Caller,
        name: &str,
    ) -> Result<ModelChange, ApiError> {
        self.may(caller, Action::LoadModel)?;
        let changed = self.inner.workers.load(self.key(caller, name)?).await?;
        self.change(caller, changed, name).await
    }

    pub(crate) async fn unload_model(
        &self,
        caller: &Caller,
        name: &str,
    ) -> Result<ModelChange, ApiError> {
        self.may(caller, Action::UnloadModel)?;
        let changed = self.inner.workers.unload(self.key(caller, name)?).await?;
        self.change(caller, changed, name).await
    }

    pub(crate) async fn pin_model(
        &self,
        caller: &Caller,
        name: &str,
        pinned: bool,
    ) -> Result<ModelChange, ApiError> {
        self.may(caller, Action::PinModel)?;
        self.key(caller, name)?;
        let changed = self.inner.models.pin(name, pinned).await?;
        self.change(caller, changed, name).await
    }

    pub(crate) async fn verify_model(
        &self,
        caller: &Caller,
        name: &str,
    ) -> Result<ModelVerified, ApiError> {
        self.may(caller, Action::VerifyModel)?;
        self.key(caller, name)?;
        self.inner.models.verify(name).await
    }

    async fn change(
        &self,
        caller: &Caller,
        changed: bool,
        name: &str,
    ) -> Result<ModelChange, ApiError> {
        Ok(ModelChange { changed, model: Some(self.standing(caller, name).await?) })
    }

    fn key(&self, caller: &Caller, name: &str) -> Result<ModelKey, ApiError> {
        let key = self.inner.models.listing().models.get(name).map(|model| model.key);
        key.ok_or_else(|| self.no_model(caller, name))
    }
}
