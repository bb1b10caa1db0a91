//! `edgectl chat`: a talk with one model, line by line.
//!
//! The conversation is kept here and sent whole each time. It is bounded by the model's context: a turn
//! that the daemon refuses is forgotten.

use crate::args::{Context, interruptible};
use crate::failure::{Exit, Failure};
use crate::output;
use crate::run::{prompt_of, stream};
use edge_api::admin::ModelState;
use edge_api::edge::{EdgeRequest, Kind};
use edge_api::openai::{ChatRequest, Message};
use std::collections::BTreeSet;
use std::io::{BufRead, IsTerminal, Read, Write};

const LINE_BYTES_MAX: u64 = 1 << 20;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A model or a task [default: the only one there is]
    model: Option<String>,
}

pub(crate) async fn run(args: &Args, context: &Context) -> Result<(), Failure> {
    if context.json {
        let message = "`chat` is for people and has no `--json`: use `run`";
        return Err(Failure::Usage(message.to_owned()));
    }
    let model = match &args.model {
        Some(model) => model.clone(),
        None => interruptible(only_name(context)).await?,
    };
    let at_terminal = std::io::stdin().is_terminal();
    if at_terminal {
        let text = format!("talking to {model}: Ctrl-C stops an answer, Ctrl-D ends");
        output::note(context, &text);
    }
    let mut messages = Vec::new();
    loop {
        let line = match interruptible(ask(at_terminal && !context.talk.quiet)).await {
            Ok(Some(line)) => line,
            Ok(None) => {
                if at_terminal {
                    end_line();
                }
                return Ok(());
            }
            Err(failure) => return Err(failure),
        };
        if line.trim().is_empty() {
            continue;
        }
        messages.push(Message::new("user", line));
        let mut answer = String::new();
        let result = interruptible(reply(context, &model, &messages, &mut answer)).await;
        match result {
            Ok(()) => {}
            Err(Failure::Interrupted) => end_line(),
            Err(failure) if at_terminal && goes_on(&failure) => {
                failure.report(context.talk);
                answer.clear();
            }
            Err(failure) => return Err(failure),
        }
        match answer.is_empty() {
            // A question without an answer would make the next one the second in a row.
            true => drop(messages.pop()),
            false => messages.push(Message::new("assistant", answer)),
        }
    }
}

async fn reply(
    context: &Context,
    model: &str,
    messages: &[Message],
    answer: &mut String,
) -> Result<(), Failure> {
    let request = ChatRequest {
        model: Some(model.to_owned()),
        messages: Some(messages.to_vec()),
        edge: Some(EdgeRequest { kind: Some(Kind::Human), ..EdgeRequest::default() }),
        ..ChatRequest::default()
    };
    stream(context, &request, &mut |text| answer.push_str(text)).await?;
    Ok(())
}

/// Whether the next line may fare better.
fn goes_on(failure: &Failure) -> bool {
    matches!(failure, Failure::Daemon(_))
        && matches!(failure.exit(), Exit::Input | Exit::Busy | Exit::Other)
}

/// The next line, or `None` at the end of stdin.
async fn ask(prompt: bool) -> Result<Option<String>, Failure> {
    if prompt {
        write_err("> ");
    }
    let line = tokio::task::spawn_blocking(|| {
        let mut line = Vec::new();
        let mut input = std::io::stdin().lock().take(LINE_BYTES_MAX + 1);
        input.read_until(b'\n', &mut line).map(|_| line)
    })
    .await
    .expect("reading does not panic")?;
    if line.len() as u64 > LINE_BYTES_MAX {
        return Err(Failure::Input(format!("the line is over {LINE_BYTES_MAX} bytes")));
    }
    if line.is_empty() { Ok(None) } else { prompt_of(line).map(Some) }
}

fn end_line() {
    write_err("\n");
}

fn write_err(text: &str) {
    // A prompt that cannot be shown is no reason to stop.
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

async fn only_name(context: &Context) -> Result<String, Failure> {
    let models = context.client.models().await?.models;
    let tasks = context.client.tasks().await?.tasks;
    let models = models.into_iter().filter(|m| m.state != ModelState::Broken).map(|m| m.name);
    let tasks = tasks.into_iter().filter(|t| t.state != "broken").map(|t| t.name);
    choose(models.chain(tasks).collect())
}

fn choose(names: BTreeSet<String>) -> Result<String, Failure> {
    let mut rest = names.iter();
    match (rest.next(), rest.next()) {
        (None, _) => Err(Failure::NotFound("there is no model to talk to".to_owned())),
        (Some(only), None) => Ok(only.clone()),
        (Some(_), Some(_)) => {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            Err(Failure::Usage(format!("name one of {}", names.join(", "))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use edge_api::client::Error;

    #[test]
    fn the_only_name_needs_no_saying() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(choose(names(&["sim"])).unwrap(), "sim");
        let several = choose(names(&["sim", "intent"])).unwrap_err();
        assert_eq!(several.to_string(), "name one of intent, sim");
        assert_eq!(choose(names(&[])).unwrap_err().exit(), Exit::NotFound);
    }

    #[test]
    fn a_talk_goes_on_after_a_refusal_but_not_without_a_model() {
        let refused = |status| {
            Failure::from(Error::Refused { status, message: String::new(), retry_after: None })
        };
        assert!(goes_on(&refused(400)));
        assert!(goes_on(&refused(503)));
        assert!(!goes_on(&refused(404)));
        assert!(!goes_on(&Failure::Interrupted));
    }
}
