//! `edgectl run`: one prompt, one answer.

use crate::args::Context;
use crate::failure::Failure;
use crate::output::{self, Answer};
use edge_api::openai::{ChatRequest, FinishReason, Message};
use serde_json::Value;
use std::io::{IsTerminal, Read};

/// The most that is read from stdin; the daemon's own limit on a request is usually lower.
const PROMPT_BYTES_MAX: u64 = 16 << 20;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A task or a model
    task: String,
    /// The prompt; `-`, or none with something piped in, reads stdin without its last line break
    prompt: Option<String>,
    /// The most tokens to answer with [default: the rest of the context]
    #[arg(long, value_name = "N")]
    max_tokens: Option<i64>,
    /// 0 always takes the likeliest token
    #[arg(long, value_name = "T", allow_negative_numbers = true)]
    temperature: Option<f64>,
    /// The same seed gives the same answer
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    seed: Option<i64>,
}

pub(crate) async fn run(args: &Args, context: &Context) -> Result<(), Failure> {
    let prompt = match args.prompt.as_deref() {
        Some("-") => stdin().await?,
        Some(prompt) => prompt.to_owned(),
        None if std::io::stdin().is_terminal() => {
            let message = "no prompt: give it as an argument, or pipe it in";
            return Err(Failure::Usage(message.to_owned()));
        }
        None => stdin().await?,
    };
    let request = ChatRequest {
        model: Some(args.task.clone()),
        messages: Some(vec![Message::new("user", prompt)]),
        max_tokens: args.max_tokens,
        temperature: args.temperature,
        seed: args.seed,
        ..ChatRequest::default()
    };
    if context.json {
        let path = "/v1/chat/completions";
        return output::json(&context.client.post_json::<_, Value>(path, &request).await?);
    }
    let finish = stream(context, &request, &mut |_| {}).await?;
    if finish == Some(FinishReason::Length) && args.max_tokens.is_none() {
        output::note(context, "note: the answer was cut where the context is full");
    }
    Ok(())
}

/// Prints the answer as it comes, tells `said` each piece of it, and gives back why it ended.
pub(crate) async fn stream(
    context: &Context,
    request: &ChatRequest,
    said: &mut impl FnMut(&str),
) -> Result<Option<FinishReason>, Failure> {
    let mut chunks = context.client.chat_stream(request).await?;
    let mut answer = Answer::new();
    let mut finish = None;
    let result = loop {
        let chunk = match chunks.next().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => break Ok(finish),
            Err(error) => break Err(error.into()),
        };
        for choice in &chunk.choices {
            let text = choice.delta.content.as_deref().unwrap_or_default();
            said(text);
            answer.push(text)?;
            finish = choice.finish_reason.or(finish);
        }
    };
    answer.end()?;
    result
}

async fn stdin() -> Result<String, Failure> {
    let bytes = tokio::task::spawn_blocking(|| {
        let mut bytes = Vec::new();
        std::io::stdin().lock().take(PROMPT_BYTES_MAX + 1).read_to_end(&mut bytes).map(|_| bytes)
    })
    .await
    .expect("reading does not panic")?;
    prompt_of(bytes)
}

/// The last line break is the shell's, not the prompt's.
pub(crate) fn prompt_of(bytes: Vec<u8>) -> Result<String, Failure> {
    if bytes.len() as u64 > PROMPT_BYTES_MAX {
        return Err(Failure::Input(format!("the prompt is over {PROMPT_BYTES_MAX} bytes")));
    }
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failure::Input(format!("the prompt is not UTF-8 at byte {at}"))
    })?;
    if text.ends_with('\n') {
        text.pop();
        if text.ends_with('\r') {
            text.pop();
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_break_at_the_end_is_the_shells() {
        for (read, prompt) in [("a\nb\n\n", "a\nb\n"), ("a\r\n", "a"), ("a", "a"), ("", "")] {
            assert_eq!(prompt_of(read.into()).unwrap(), prompt);
        }
    }

    #[test]
    fn a_prompt_is_text_and_bounded() {
        let error = prompt_of(b"ab\xff".to_vec()).unwrap_err();
        assert_eq!(error.to_string(), "the prompt is not UTF-8 at byte 2");
        let long = vec![b'x'; usize::try_from(PROMPT_BYTES_MAX).unwrap() + 1];
        assert!(matches!(prompt_of(long), Err(Failure::Input(_))));
    }
}
