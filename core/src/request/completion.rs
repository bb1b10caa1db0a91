//! `POST /v1/completions`: one prompt, as text or as token ids.

use super::refusal::{invalid, missing, unsupported, within};
use super::shared::{Own, max_tokens, model, shared};
use super::{ValidRequest, limits, unbuilt};
use edge_api::ApiError;
use edge_api::openai::{CompletionRequest, PromptInput};
use edge_api::worker::Prompt;

pub fn validate_completion(mut request: CompletionRequest) -> Result<ValidRequest, ApiError> {
    let own = Own {
        model: model(request.model.take())?,
        prompt: prompt(request.prompt.take().ok_or_else(|| missing("prompt"))?)?,
        max_tokens: max_tokens("max_tokens", request.max_tokens)?,
        logprobs: logprobs(request.logprobs)?,
        echo: request.echo.unwrap_or(false),
    };
    if own.echo {
        check_echo(&own)?;
    }
    unbuilt::refuse_in_completion(&request)?;
    shared!(request).validate(own)
}

/// Whether an empty prompt is one depends on the model (some begin every text with a token of their
/// own), so it is the worker that refuses it.
fn prompt(input: PromptInput) -> Result<Prompt, ApiError> {
    match input {
        PromptInput::Text(text) => Ok(Prompt::Text(text)),
        PromptInput::Tokens(tokens) => Ok(Prompt::Tokens(tokens)),
        PromptInput::Texts(texts) => Ok(Prompt::Text(only(texts)?)),
        PromptInput::TokenLists(lists) => Ok(Prompt::Tokens(only(lists)?)),
    }
}

fn only<T>(prompts: Vec<T>) -> Result<T, ApiError> {
    let [prompt] = <[T; limits::PROMPTS_MAX]>::try_from(prompts).map_err(|prompts| {
        let (max, count) = (limits::PROMPTS_MAX, prompts.len());
        invalid("prompt", format_args!("must hold {max} prompt, not {count}"))
    })?;
    Ok(prompt)
}

fn logprobs(count: Option<i64>) -> Result<Option<u8>, ApiError> {
    let Some(count) = count else { return Ok(None) };
    within("logprobs", count, &limits::COMPLETION_LOGPROBS)?;
    Ok(Some(u8::try_from(count).expect("COMPLETION_LOGPROBS fits")))
}

fn check_echo(own: &Own) -> Result<(), ApiError> {
    if matches!(own.prompt, Prompt::Tokens(_)) {
        return Err(unsupported(
            "echo",
            "is not supported with a prompt of token ids",
            "send the prompt as a string, or leave `echo` out and put the prompt in front yourself",
        ));
    }
    if own.logprobs.is_some() {
        return Err(unsupported(
            "echo",
            "is not supported together with `logprobs`: the prompt's tokens have none",
            "leave out one of the two",
        ));
    }
    Ok(())
}
