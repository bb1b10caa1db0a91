//! `POST /v1/chat/completions`: messages become turns.

use super::refusal::{invalid, length_within, missing, shortened, unsupported, within};
use super::shared::{Own, max_tokens, model, shared};
use super::{ValidRequest, limits, unbuilt};
use edge_api::ApiError;
use edge_api::openai::{ChatRequest, Message};
use edge_api::worker::{ChatTurn, Prompt};

pub fn validate_chat(mut request: ChatRequest) -> Result<ValidRequest, ApiError> {
    let own = Own {
        model: model(request.model.take())?,
        prompt: Prompt::Chat(turns(request.messages.take().ok_or_else(|| missing("messages"))?)?),
        max_tokens: tokens(&request)?,
        logprobs: logprobs(&request)?,
        echo: false,
    };
    unbuilt::refuse_in_chat(&request)?;
    shared!(request).validate(own)
}

fn turns(messages: Vec<Message>) -> Result<Vec<ChatTurn>, ApiError> {
    length_within("messages", messages.len(), "entries", &limits::MESSAGES)?;
    let turns: Vec<ChatTurn> = messages
        .into_iter()
        .enumerate()
        .map(|(index, message)| turn(index, message))
        .collect::<Result<_, _>>()?;
    if turns.iter().all(|turn| turn.content.is_empty()) {
        return Err(invalid("messages", "must have some content, not only empty strings"));
    }
    Ok(turns)
}

fn turn(index: usize, message: Message) -> Result<ChatTurn, ApiError> {
    let role = role(index, &message.role)?;
    unbuilt::refuse_in_message(index, &message)?;
    let content =
        message.content.ok_or_else(|| missing(format_args!("messages[{index}].content")))?;
    Ok(ChatTurn { role: role.to_owned(), content: content.0 })
}

fn role(index: usize, role: &str) -> Result<&'static str, ApiError> {
    let field = format_args!("messages[{index}].role");
    match role {
        // OpenAI's newer word for the same thing; models are trained on the older one.
        "system" | "developer" => Ok("system"),
        "user" => Ok("user"),
        "assistant" => Ok("assistant"),
        "tool" | "function" => Err(unsupported(
            field,
            format_args!("`{role}` is not supported: there are no tool calls to answer"),
            "send what the tool said as a message of role `user`",
        )),
        _ => Err(invalid(
            field,
            format_args!(
                "must be `system`, `developer`, `user` or `assistant`, not `{}`",
                shortened(role)
            ),
        )),
    }
}

fn tokens(request: &ChatRequest) -> Result<Option<u32>, ApiError> {
    let old = max_tokens("max_tokens", request.max_tokens)?;
    let new = max_tokens("max_completion_tokens", request.max_completion_tokens)?;
    match (old, new) {
        (Some(old), Some(new)) if old != new => Err(invalid(
            "max_completion_tokens",
            format_args!("means the same as `max_tokens`, but is {new} and not {old}"),
        )),
        (old, new) => Ok(new.or(old)),
    }
}

fn logprobs(request: &ChatRequest) -> Result<Option<u8>, ApiError> {
    let wanted = request.logprobs.unwrap_or(false);
    let Some(top) = request.top_logprobs else { return Ok(wanted.then_some(0)) };
    within("top_logprobs", top, &limits::CHAT_TOP_LOGPROBS)?;
    if !wanted {
        return Err(invalid("top_logprobs", "needs `logprobs` to be true, not false"));
    }
    Ok(Some(u8::try_from(top).expect("CHAT_TOP_LOGPROBS fits")))
}
