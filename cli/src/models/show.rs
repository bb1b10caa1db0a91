//! `edgectl models show`: one model, a line for each fact that is known.

use super::path_of;
use crate::args::Context;
use crate::failure::Failure;
use crate::output::{self, one_line};
use crate::style::{self, TITLE};
use crate::units;
use edge_api::admin::{ModelState, ModelStatus};
use serde_json::Value;

const LABEL_WIDTH: usize = 12;

pub(super) async fn show(context: &Context, name: &str) -> Result<(), Failure> {
    let path = path_of(name)?;
    if context.json {
        return output::json(&context.client.get_json::<Value>(&path).await?);
    }
    let model: ModelStatus = context.client.get_json(&path).await?;
    output::lines(&lines(&model))
}

fn lines(model: &ModelStatus) -> Vec<String> {
    let state = model.state.as_str();
    let painted = style::paint(style::of_state(state), state);
    let mut lines = vec![format!("{}  {painted}", style::paint(TITLE, &one_line(&model.name)))];
    let mut fact = |label: &str, text: Option<String>| {
        // What a file says must not look like another fact.
        lines.extend(text.map(|text| format!("  {label:<LABEL_WIDTH$}{}", one_line(&text))));
    };
    fact("reason", model.reason.clone());
    fact("backend", with_reason(model.backend.as_deref(), model.backend_reason.as_deref()));
    fact("provider", with_reason(model.provider.as_deref(), model.provider_reason.as_deref()));
    fact("nodes on", placement(model));
    fact("format", model.format.clone());
    fact("made as", model.architecture.clone());
    fact("precision", model.precision.clone());
    fact("layers", model.layers.map(|layers| layers.to_string()));
    fact("vocabulary", model.vocabulary.map(|tokens| format!("{tokens} tokens")));
    fact("context", model.context_tokens.map(|tokens| format!("{tokens} tokens")));
    fact("answers", model.rows_max.map(|rows| format!("up to {rows} choices at once")));
    fact("chat", model.chat.map(|chat| if chat { "yes" } else { "no template" }.to_owned()));
    fact("sampling", sampling(model));
    fact("end tokens", ids(&model.end_tokens));
    fact("folder", folder(model));
    fact("size", size(model));
    fact("digest", model.digest.clone());
    fact("pinned", model.pinned.then(|| "yes".to_owned()));
    let loaded = model.state == ModelState::Ready;
    fact("worker", model.worker_pid.filter(|_| loaded).map(|pid| format!("pid {pid}")));
    lines
}

fn with_reason(what: Option<&str>, why: Option<&str>) -> Option<String> {
    match (what, why) {
        (Some(what), Some(why)) => Some(format!("{what}: {why}")),
        (what, _) => what.map(str::to_owned),
    }
}

fn placement(model: &ModelStatus) -> Option<String> {
    let nodes: Vec<String> =
        model.placement.iter().map(|(provider, nodes)| format!("{provider} {nodes}")).collect();
    (!nodes.is_empty()).then(|| nodes.join(", "))
}

fn sampling(model: &ModelStatus) -> Option<String> {
    let defaults = &model.defaults;
    let own: Vec<String> = [
        ("temperature", defaults.temperature),
        ("top_p", defaults.top_p),
        ("top_k", defaults.top_k.map(|k| k as f64)),
        ("min_p", defaults.min_p),
        ("repetition_penalty", defaults.repetition_penalty),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some(format!("{name} {}", value?)))
    .collect();
    (!own.is_empty()).then(|| own.join(", "))
}

fn ids(tokens: &[u32]) -> Option<String> {
    let text: Vec<String> = tokens.iter().map(u32::to_string).collect();
    (!text.is_empty()).then(|| text.join(", "))
}

fn folder(model: &ModelStatus) -> Option<String> {
    let dir = model.dir.as_ref()?.display();
    Some(match (model.linked, model.shipped) {
        (true, _) => format!("{dir} (linked)"),
        (_, true) => format!("{dir} (came with edged)"),
        (false, false) => dir.to_string(),
    })
}

fn size(model: &ModelStatus) -> Option<String> {
    Some(format!("{} in {} files", units::bytes(model.bytes?), model.files?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_known_is_shown() {
        let mut model = ModelStatus::named("tiny");
        assert_eq!(lines(&model).len(), 1);
        model.backend = Some("plain".to_owned());
        model.backend_reason = Some("it has no GroupQueryAttention".to_owned());
        model.placement = [("cpu".to_owned(), 41)].into();
        model.bytes = Some(1_234_567);
        model.files = Some(7);
        model.dir = Some("/srv/tiny".into());
        model.linked = true;
        model.defaults.temperature = Some(0.7);
        model.defaults.top_k = Some(20);
        let shown = lines(&model)[1..].join("\n");
        assert_eq!(
            shown,
            "  backend     plain: it has no GroupQueryAttention\n  nodes on    cpu 41\n  \
             sampling    temperature 0.7, top_k 20\n  folder      /srv/tiny (linked)\n  \
             size        1.2 MB in 7 files"
        );
    }
}
