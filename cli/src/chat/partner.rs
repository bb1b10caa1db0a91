//! Whom a person talks to.

use crate::args::Context;
use crate::failure::Failure;
use crate::output::one_line;
use edge_api::admin::{ModelStatus, TaskStatus};
use edge_api::openai::ModelList;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Partner {
    /// Of a task or a model.
    pub(super) name: String,
    /// `None` until its model has been loaded once.
    pub(super) context_tokens: Option<u32>,
}

/// The one who is named, or the only one whom this caller may ask.
pub(super) async fn find(context: &Context, name: Option<&str>) -> Result<Partner, Failure> {
    let name = match name {
        Some(name) => name.to_owned(),
        None => only(context.client.model_list().await?)?,
    };
    let models = context.client.models().await?.models;
    let tasks = context.client.tasks().await?.tasks;
    named(&models, &tasks, &name)
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

/// Of the names that can be asked.
fn only(list: ModelList) -> Result<String, Failure> {
    let mut names: Vec<String> = list.data.into_iter().map(|model| model.id).collect();
    names.sort();
    match names.len() {
        0 => {
            let failure = Failure::NotFound("there is no model to talk to".to_owned());
            Err(failure
                .hint_at("`edgectl models list` lists all, `edgectl models add DIR` adds one"))
        }
        1 => Ok(names.remove(0)),
        _ => Err(Failure::Usage(format!("name one of {}", names.join(", ")))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::Exit;
    use edge_api::openai::Model;

    fn list(names: &[&str]) -> ModelList {
        let model = |name: &&str| Model {
            id: (*name).to_owned(),
            object: "model".to_owned(),
            created: 0,
            owned_by: "edged".to_owned(),
        };
        ModelList { object: "list".to_owned(), data: names.iter().map(model).collect() }
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
        assert_eq!(only(list(&["sim"])).unwrap(), "sim");
        let several = only(list(&["sim", "intent"])).unwrap_err();
        assert_eq!(several.to_string(), "name one of intent, sim");
        assert_eq!(only(list(&[])).unwrap_err().exit(), Exit::NotFound);
    }

    #[test]
    fn a_task_has_the_context_of_its_model() {
        let models = [ModelStatus { context_tokens: Some(512), ..ModelStatus::named("sim") }];
        let tasks = [task("intent", "sim"), task("lost", "nosuch")];
        assert_eq!(named(&models, &tasks, "intent").unwrap().context_tokens, Some(512));
        assert_eq!(named(&models, &tasks, "lost").unwrap().context_tokens, None);
        assert_eq!(named(&models, &tasks, "nosuch").unwrap_err().exit(), Exit::NotFound);
    }
}
