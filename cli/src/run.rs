//! `edgectl run`: one prompt, one answer.

use crate::args::Context;
use crate::bar::Bar;
use crate::failure::Failure;
use crate::output::{self, Answer};
use crate::units;
use edge_api::edge::EdgeAnswer;
use edge_api::openai::{ChatRequest, FinishReason, Message, Usage};
use serde_json::Value;
use std::io::{IsTerminal, Read};
use std::pin::pin;
use std::time::{Duration, Instant};

/// The most that is read from stdin; the daemon's own limit on a request is usually lower.
const PROMPT_BYTES_MAX: u64 = 16 << 20;

/// Most answers begin sooner.
const WAIT_SHOWN_AFTER: Duration = Duration::from_secs(2);

const EXAMPLES: &str = "\
Examples:
  edgectl run sim \"hello\"
  git diff | edgectl run qwen --system-prompt \"Name this change in one line\"
  edgectl run qwen - --temperature 0 --seed 7 < prompt.txt
  edgectl run sim \"hello\" --json                the whole answer, with what really ran

The answer goes to stdout as it comes, with a line break at its end. A terminal is shown its control
characters and never sent them. Ctrl-C, or a reader that leaves, cancels the call.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// A task or a model
    task: String,
    /// The prompt; `-`, or none with something piped in, reads stdin without its last line break
    prompt: Option<String>,
    #[command(flatten)]
    how: How,
}

/// How to answer.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct How {
    /// What the model is told first, in place of what its task says
    #[arg(long, value_name = "TEXT")]
    pub(crate) system_prompt: Option<String>,
    /// The most tokens to answer with [default: the task's, else the rest of the context]
    #[arg(long, value_name = "N")]
    pub(crate) max_tokens: Option<i64>,
    /// 0 always takes the likeliest token [default: the task's, else the model's]
    #[arg(long, value_name = "T", allow_negative_numbers = true)]
    pub(crate) temperature: Option<f64>,
    /// The same seed gives the same answer
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) seed: Option<i64>,
}

impl How {
    pub(crate) fn request(&self, model: &str, messages: Vec<Message>) -> ChatRequest {
        ChatRequest {
            model: Some(model.to_owned()),
            messages: Some(messages),
            max_tokens: self.max_tokens,
            temperature: self.temperature,
            seed: self.seed,
            ..ChatRequest::default()
        }
    }
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
    let system = args.how.system_prompt.iter().map(|text| Message::new("system", text));
    let messages = system.chain([Message::new("user", prompt)]).collect();
    let request = args.how.request(&args.task, messages);
    output::while_read(answer(context, &request)).await
}

async fn answer(context: &Context, request: &ChatRequest) -> Result<(), Failure> {
    if context.json {
        let path = "/v1/chat/completions";
        return output::json(&context.client.post_json::<_, Value>(path, request).await?);
    }
    let end = stream(context, request, &mut |_| {}).await?;
    if end.finish == Some(FinishReason::Length) && request.max_tokens.is_none() {
        output::note(
            context,
            "note: the answer was cut at its task's limit, or where the context is full",
        );
    }
    Ok(())
}

/// What is known of an answer once it is whole.
#[derive(Debug, Default)]
pub(crate) struct End {
    pub(crate) finish: Option<FinishReason>,
    /// Where the request asked for it.
    pub(crate) usage: Option<Usage>,
    pub(crate) edge: Option<EdgeAnswer>,
}

/// Prints the answer as it comes, tells `said` each piece of it, and gives back how it ended.
pub(crate) async fn stream(
    context: &Context,
    request: &ChatRequest,
    said: &mut impl FnMut(&str),
) -> Result<End, Failure> {
    let mut wait = Wait::new(context);
    let mut chunks = wait.over(context.client.chat_stream(request)).await?;
    let mut answer = Answer::new();
    let mut end = End::default();
    let result = loop {
        let chunk = match wait.over(chunks.next()).await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => break Ok(end),
            Err(error) => break Err(error.into()),
        };
        for choice in &chunk.choices {
            let text = choice.delta.content.as_deref().unwrap_or_default();
            if !text.is_empty() {
                wait.end();
            }
            said(text);
            answer.push(text)?;
            end.finish = choice.finish_reason.or(end.finish);
        }
        end.usage = chunk.usage.or(end.usage);
        end.edge = chunk.edge.or(end.edge);
    };
    answer.end()?;
    result
}

/// Until the first token: a model may have to be loaded, or the queue be long.
struct Wait {
    began: Instant,
    /// On a terminal, what shows that it goes on.
    bar: Option<Bar>,
}

impl Wait {
    fn new(context: &Context) -> Self {
        Self { began: Instant::now(), bar: Some(Bar::new(context)) }
    }

    async fn over<T>(&mut self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        loop {
            tokio::select! {
                biased;
                done = &mut work => return done,
                () = tokio::time::sleep(WAIT_SHOWN_AFTER), if self.bar.is_some() => {
                    let waited = units::duration(self.began.elapsed().as_secs_f64());
                    let line = || format!("waiting for the first token: {waited}");
                    self.bar.iter_mut().for_each(|bar| bar.draw(line));
                }
            }
        }
    }

    fn end(&mut self) {
        self.bar = None;
    }
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
