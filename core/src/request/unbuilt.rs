//! Parameters that clients know and that nothing here can honour: refused by name, with what to do
//! instead. Values that ask for nothing (`null`, an empty list of tools) pass.

use super::refusal::{shortened, unsupported};
use edge_api::ApiError;
use edge_api::edge::EdgeRequest;
use edge_api::openai::{ChatRequest, CompletionRequest, Message, Verbatim};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use std::fmt::Display;

const TOOLS: &str = "leave it out, describe the tools in a message and read the answer as text";
const FORMAT: &str = r#"leave it out or send {"type":"text"}, and ask for the format in a message"#;
const TIER: &str = "leave it out, and say in `edge.priority` whether the call may wait for others";
const LEAVE_OUT: &str = "leave it out";

pub(super) fn refuse_in_chat(request: &ChatRequest) -> Result<(), ApiError> {
    refuse_format(request.response_format.as_ref())?;
    let no_tools = |tools: Vec<IgnoredAny>| tools.is_empty();
    refuse_unless(no_tools, "tools", request.tools.as_ref(), TOOLS)?;
    refuse_unless(no_tools, "functions", request.functions.as_ref(), TOOLS)?;
    let none = |choice: String| choice == "none";
    refuse_unless(none, "tool_choice", request.tool_choice.as_ref(), TOOLS)?;
    let only_text = |asked: [String; 1]| asked == ["text"];
    let hint = r#"leave it out or send ["text"]"#;
    refuse_unless(only_text, "modalities", request.modalities.as_ref(), hint)?;
    let usual = |tier: String| tier == "auto" || tier == "default";
    refuse_unless(usual, "service_tier", request.service_tier.as_ref(), TIER)?;
    for (field, value, hint) in [
        ("parallel_tool_calls", &request.parallel_tool_calls, TOOLS),
        ("function_call", &request.function_call, TOOLS),
        ("audio", &request.audio, "leave it out: answers are text"),
        ("prediction", &request.prediction, LEAVE_OUT),
        ("web_search_options", &request.web_search_options, "leave it out: nothing is fetched"),
        ("reasoning_effort", &request.reasoning_effort, LEAVE_OUT),
        ("verbosity", &request.verbosity, "leave it out, and ask for the length in a message"),
    ] {
        refuse(field, value.as_ref(), hint)?;
    }
    Ok(())
}

pub(super) fn refuse_in_completion(request: &CompletionRequest) -> Result<(), ApiError> {
    let all_choices = |best_of: i64| best_of == request.n.unwrap_or(1);
    let hint = "leave it out or send the same number as `n`";
    refuse_unless(all_choices, "best_of", request.best_of.as_ref(), hint)?;
    let hint = "leave it out: a text is only continued at its end";
    let empty = |suffix: String| suffix.is_empty();
    refuse_unless(empty, "suffix", request.suffix.as_ref(), hint)?;
    refuse_format(request.response_format.as_ref())
}

pub(super) fn refuse_in_message(index: usize, message: &Message) -> Result<(), ApiError> {
    let hint = "leave it out, and put what the tool was asked and said in the content";
    for (field, value) in [
        ("tool_calls", &message.tool_calls),
        ("tool_call_id", &message.tool_call_id),
        ("function_call", &message.function_call),
    ] {
        refuse(format_args!("messages[{index}].{field}"), value.as_ref(), hint)?;
    }
    Ok(())
}

pub(super) fn refuse_in_edge(edge: &EdgeRequest) -> Result<(), ApiError> {
    for (field, value) in [
        ("edge.adapter", &edge.adapter),
        ("edge.cache", &edge.cache),
        ("edge.speculate", &edge.speculate),
    ] {
        refuse(field, value.as_ref(), LEAVE_OUT)?;
    }
    Ok(())
}

fn refuse_format(format: Option<&Verbatim>) -> Result<(), ApiError> {
    #[derive(Deserialize)]
    struct Format {
        r#type: String,
    }
    // serde would also take an array with the type as its entry.
    let is_object = format.is_some_and(|format| format.text().starts_with('{'));
    let text = |format: Format| is_object && format.r#type == "text";
    refuse_unless(text, "response_format", format, FORMAT)
}

fn refuse(field: impl Display, value: Option<&Verbatim>, hint: &str) -> Result<(), ApiError> {
    match value {
        Some(_) => Err(unsupported(field, "is not supported", hint)),
        None => Ok(()),
    }
}

/// Some values of the field ask for nothing that is not done anyway. Each `T` holds little, whatever was sent.
fn refuse_unless<T: DeserializeOwned>(
    harmless: impl FnOnce(T) -> bool,
    field: &str,
    value: Option<&Verbatim>,
    hint: &str,
) -> Result<(), ApiError> {
    match value.filter(|value| !value.read().is_some_and(harmless)) {
        Some(value) => {
            let value = shortened(value.text());
            Err(unsupported(field, format_args!("is not supported with the value {value}"), hint))
        }
        None => Ok(()),
    }
}
