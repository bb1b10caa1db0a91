//! Whom a person talks to.

use crate::args::Context;
use crate::failure::Failure;
use crate::output::one_line;
use edge_api::admin::{ModelState, ModelStatus, TaskStatus};
use std::collections::BTreeSet;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Partner {
    /// Of a task or a model.
    pub(super) name: String,
    /// `None` until its model has been loaded once.
    pub(super) context_tokens: Option<u32>,
}

/// The one who is named, or the only one there is.
pub(super) async fn find(context: &Context, name: Option<&str>) -> Result<Partner, Failure> {
    let models = context.client.models().await?.models;
    let tasks = context.client.tasks().await?.tasks;
    match name {
        Some(name) => named(&models, &tasks, name),
        None => only(&models, &tasks),
    }
}

fn named(models: &[ModelStatus], tasks: &[TaskStatus], name: &str) -> Result<Partner, Failure> {
    let task = tasks.iter().find(|task| task.name == name);
    let model = task.map_or(Some(name), |task| task.model.as_deref());
    let model = models.iter().find(|known| Some(known.name.as_str()) == model);
    if task.is_none() && model.is_none() {
        let failure = Failure::NotFound(format!("there is no model or task `{}`", one_line(name)));
        return Err(
            failure.hint_at("`edgectl models list` and `edgectl tasks list` list the names")
        );
    }
    let context_tokens = model.and_then(|model| model.context_tokens);
    Ok(Partner { name: name.to_owned(), context_tokens })
}

fn only(models: &[ModelStatus], tasks: &[TaskStatus]) -> Result<Partner, Failure> {
    let whole = models.iter().filter(|model| model.state != ModelState::Broken);
    let names = whole.map(|model| model.name.as_str());
    let tasks_names = tasks.iter().filter(|task| task.state != "broken").map(|t| t.name.as_str());
    let names: BTreeSet<&str> = names.chain(tasks_names).collect();
    let names: Vec<&str> = names.into_iter().collect();
    match names[..] {
        [] => {
            let failure = Failure::NotFound("there is no model to talk to".to_owned());
            Err(failure.hint_at("`edgectl models add DIR` adds one"))
        }
        [name] => named(models, tasks, name),
        _ => Err(Failure::Usage(format!("name one of {}", names.join(", ")))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::Exit;

    fn model(name: &str, state: ModelState) -> ModelStatus {
        ModelStatus { state, context_tokens: Some(512), ..ModelStatus::named(name) }
    }

    fn task(name: &str, model: &str) -> TaskStatus {
        TaskStatus {
            name: name.to_owned(),
            model: Some(model.to_owned()),
            adapter: None,
            generation: None,
            mode: "slm-only".to_owned(),
            state: "ready".to_owned(),
            reason: None,
        }
    }

    #[test]
    fn the_only_name_needs_no_saying() {
        let sim = model("sim", ModelState::Ready);
        let partner = only(std::slice::from_ref(&sim), &[]).unwrap();
        assert_eq!(partner, Partner { name: "sim".to_owned(), context_tokens: Some(512) });
        let broken = model("broken", ModelState::Broken);
        assert_eq!(only(&[broken, sim.clone()], &[]).unwrap().name, "sim");
        let several = only(&[sim], &[task("intent", "sim")]).unwrap_err();
        assert_eq!(several.to_string(), "name one of intent, sim");
        assert_eq!(only(&[], &[]).unwrap_err().exit(), Exit::NotFound);
    }

    #[test]
    fn a_task_has_the_context_of_its_model() {
        let models = [model("sim", ModelState::Ready)];
        let tasks = [task("intent", "sim"), task("lost", "nosuch")];
        assert_eq!(named(&models, &tasks, "intent").unwrap().context_tokens, Some(512));
        assert_eq!(named(&models, &tasks, "lost").unwrap().context_tokens, None);
        assert_eq!(named(&models, &tasks, "nosuch").unwrap_err().exit(), Exit::NotFound);
    }
}
