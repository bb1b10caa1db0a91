//! What changes a model. Each may be repeated: what is already so is not an error.

use super::{follow, path_of};
use crate::args::Context;
use crate::failure::Failure;
use crate::output;
use edge_api::admin::{AddMode, AddModel, ModelChange, ModelState, ModelStatus, ModelVerified};
use serde_json::{Value, json};
use std::path::Path;

const MEND_AND_ADD: &str = "nothing was added; mend the folder, then add it again";
const ADD_AGAIN: &str = "nothing was added; edged's log tells more";

pub(super) async fn add(
    context: &Context,
    dir: &Path,
    name: Option<&str>,
    link: bool,
    wait: bool,
) -> Result<(), Failure> {
    let shown = dir.display();
    // The daemon has another working directory.
    let dir = dir
        .canonicalize()
        .map_err(|error| Failure::Input(format!("{shown} cannot be read: {error}")))?;
    let mode = if link { AddMode::Link } else { AddMode::Copy };
    let request = AddModel { name: name.map(str::to_owned), dir, mode };
    let change: ModelChange = context.client.post_json("/edge/v1/models", &request).await?;
    let Some(model) = &change.model else {
        return tell(context, &change, "nothing to add");
    };
    if !wait {
        let text = format!("{} is being checked; `edgectl models show` tells more", model.name);
        return tell(context, &change, &text);
    }
    let name = model.name.clone();
    let model = tokio::select! {
        settled = follow::settled(context, &name) => settled?,
        signal = tokio::signal::ctrl_c() => {
            signal?;
            withdraw(context, &name, change.changed).await?;
            output::note(context, &format!("{name} is not added"));
            return Err(Failure::Interrupted);
        }
    };
    if matches!(model.state, ModelState::Broken | ModelState::Failed) {
        withdraw(context, &name, change.changed).await?;
        let broken = model.state == ModelState::Broken;
        let failure = if broken { refused(&model) } else { not_checked(&model) };
        return Err(failure.hint_at(if broken { MEND_AND_ADD } else { ADD_AGAIN }));
    }
    let text = match change.changed {
        true => format!("{} is ready to be used", model.name),
        false => format!("{} was there already", model.name),
    };
    tell(context, &ModelChange { model: Some(model), ..change }, &text)
}

pub(super) async fn load(context: &Context, name: &str, wait: bool) -> Result<(), Failure> {
    let change = post(context, name, "load").await?;
    if !wait {
        return tell(context, &change, &format!("{name} is being loaded"));
    }
    let model = follow::settled(context, name).await?;
    match model.state {
        ModelState::Ready => {}
        ModelState::Broken => {
            return Err(refused(&model).hint_at(format!("`edgectl models show {name}` tells more")));
        }
        ModelState::Failed | ModelState::Unloaded | ModelState::Loading => {
            let why = model.reason.unwrap_or_else(|| "it was unloaded at once".to_owned());
            let failure = Failure::NotReady(format!("{name} is not loaded: {why}"));
            return Err(failure.hint_at("edged's log tells more"));
        }
    }
    let text = if change.changed { "is loaded" } else { "was loaded already" };
    tell(context, &ModelChange { model: Some(model), ..change }, &format!("{name} {text}"))
}

pub(super) async fn unload(context: &Context, name: &str) -> Result<(), Failure> {
    let change = post(context, name, "unload").await?;
    let text = if change.changed { "is unloaded" } else { "was not loaded" };
    tell(context, &change, &format!("{name} {text}"))
}

pub(super) async fn pin(context: &Context, name: &str, pinned: bool) -> Result<(), Failure> {
    let change = post(context, name, if pinned { "pin" } else { "unpin" }).await?;
    let text = match (pinned, change.changed) {
        (true, true) => "stays loaded from now on",
        (true, false) => "was pinned already",
        (false, true) => "is unloaded when nobody uses it",
        (false, false) => "was not pinned",
    };
    tell(context, &change, &format!("{name} {text}"))
}

pub(super) async fn remove(context: &Context, name: &str) -> Result<(), Failure> {
    let change: ModelChange = context.client.delete_json(&path_of(name)?).await?;
    tell(context, &change, &format!("{name} is removed"))
}

pub(super) async fn verify(context: &Context, name: &str) -> Result<(), Failure> {
    let path = format!("{}/verify", path_of(name)?);
    let verified: ModelVerified = context.client.post_json(&path, &json!({})).await?;
    if context.json {
        output::json(&verified)?;
    } else if verified.ok {
        output::lines(&[format!("{name} is as it was checked: {}", verified.digest)])?;
    }
    if verified.ok {
        return Ok(());
    }
    let ModelVerified { digest, expected, .. } = verified;
    Err(Failure::Input(format!("{name} has changed: its digest is {digest}, not {expected}")))
}

async fn post(context: &Context, name: &str, verb: &str) -> Result<ModelChange, Failure> {
    let path = format!("{}/{verb}", path_of(name)?);
    Ok(context.client.post_json(&path, &Value::Object(Default::default())).await?)
}

/// What this command has begun it also ends: nothing of a model that was not added stays listed.
async fn withdraw(context: &Context, name: &str, ours: bool) -> Result<(), Failure> {
    if ours {
        let _: Value = context.client.delete_json(&path_of(name)?).await?;
    }
    Ok(())
}

/// The folder is not to blame.
fn not_checked(model: &ModelStatus) -> Failure {
    let reason = model.reason.as_deref().unwrap_or("nothing is known");
    Failure::NotReady(format!("{} could not be checked: {reason}", model.name))
}

fn refused(model: &ModelStatus) -> Failure {
    let reason = model.reason.as_deref().unwrap_or("it cannot be used");
    Failure::Input(format!("{} is refused: {reason}", model.name))
}

fn tell(context: &Context, change: &ModelChange, text: &str) -> Result<(), Failure> {
    if context.json {
        return output::json(change);
    }
    output::note(context, text);
    Ok(())
}
