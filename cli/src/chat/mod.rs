//! `edgectl chat`: a talk with one model at a time.
//!
//! The conversation is kept here and sent with each question, as much of it as the model's context holds.
//! At a terminal nothing that the daemon does ends the talk: it is told, and the question can be asked again.

mod command;
mod input;
mod partner;
mod talk;

use crate::args::{Context, interruptible};
use crate::failure::Failure;
use crate::output;
use crate::run::{End, How, stream};
use crate::style::{FAINT, TITLE, paint};
use command::{COMMANDS, Command, HELP, Line};
use edge_api::Code;
use edge_api::edge::{EdgeRequest, Kind};
use edge_api::openai::{ChatRequest, FinishReason, StreamOptions};
use input::{Input, Said};
use partner::Partner;
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::{Duration, Instant};
use talk::Talk;

const EXAMPLES: &str = "\
Examples:
  edgectl chat                                     with the only one that you may ask
  edgectl chat qwen --system-prompt \"Answer in one sentence.\"
  printf '%s\\n' hello again | edgectl chat sim     one message a line, no commands

`/help` in a chat lists its commands. Nothing that is said is written to a file but by `/save`.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// A model or a task [default: the only one that you may ask]
    model: Option<String>,
    #[command(flatten)]
    how: How,
}

pub(crate) async fn run(args: &Args, context: &Context) -> Result<(), Failure> {
    if context.json {
        let message = "`chat` is for people and has no `--json`: use `run`";
        return Err(Failure::Usage(message.to_owned()));
    }
    let partner = interruptible(partner::find(context, args.model.as_deref())).await?;
    let mut input = Input::new(context.dumb, context.talk.quiet)?;
    let mut chat = Chat {
        context,
        how: args.how.clone(),
        talk: Talk::new(args.how.system_prompt.clone()),
        partner,
        typed: input.is_typed(),
    };
    chat.greet();
    // Ctrl-C at the prompt may have been meant for an answer that has just ended: one is forgiven.
    let mut pressed = false;
    loop {
        let (back, said) = next(input).await?;
        input = back;
        let ended = match said {
            Said::End => return Ok(()),
            Said::TooLong(bytes) => {
                input::refusal(bytes).report(context.talk);
                Ended::Well
            }
            Said::Interrupted if pressed => return Err(Failure::Interrupted),
            Said::Interrupted => {
                chat.note("Ctrl-C again leaves, and so does Ctrl-D");
                Ended::ByCtrlC
            }
            Said::Message { text, .. } if text.trim().is_empty() => Ended::Well,
            Said::Message { text, literal: true } => chat.ask(text).await?,
            Said::Message { text, literal: false } => chat.take(&text).await?,
        };
        pressed = match ended {
            Ended::Well => false,
            Ended::ByCtrlC => true,
            Ended::Leave => return Ok(()),
        };
    }
}

/// Without an editor to read it as a key, Ctrl-C at the prompt ends edgectl.
async fn next(input: Input) -> Result<(Input, Said), Failure> {
    match input.survives_interrupt() {
        true => input.next().await,
        false => interruptible(input.next()).await,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    Well,
    ByCtrlC,
    Leave,
}

struct Chat<'a> {
    context: &'a Context,
    how: How,
    talk: Talk,
    partner: Partner,
    /// By a person, who can be told what went wrong and try again.
    typed: bool,
}

impl Chat<'_> {
    fn greet(&self) {
        if self.typed {
            let name = paint(TITLE, &self.partner.name);
            let help = paint(FAINT, "· /help lists what you can do · Ctrl-D leaves");
            self.note(&format!("talking to {name} {help}"));
        }
    }

    fn note(&self, text: &str) {
        output::note(self.context, text);
    }

    /// A line that may be a command.
    async fn take(&mut self, line: &str) -> Result<Ended, Failure> {
        let command = match command::read(line) {
            Ok(Line::Ask(question)) => return self.ask(question).await,
            Ok(Line::Command(command)) => command,
            Err(why) => {
                Failure::Usage(why).report(self.context.talk);
                return Ok(Ended::Well);
            }
        };
        match command {
            Command::Help => self.help(),
            Command::New => {
                self.talk.restart();
                self.note("the chat starts over");
            }
            Command::System(text) => {
                let told = if text.is_some() {
                    "the model is told that first"
                } else {
                    "the model is told nothing first"
                };
                self.talk.system = text;
                self.note(told);
            }
            Command::Model(name) => self.change_model(&name).await,
            Command::Save(file) => self.save(&file),
            Command::Retry => match self.talk.take_last() {
                Some(question) => return self.ask(question).await,
                None => self.note("nothing was asked yet"),
            },
            Command::Exit => return Ok(Ended::Leave),
        }
        Ok(Ended::Well)
    }

    /// Even to who wants to hear nothing else: it was asked for.
    fn help(&self) {
        for (words, what) in COMMANDS {
            output::tell(&format!("  {words:<14}{what}"));
        }
        HELP.iter().for_each(|line| output::tell(line));
    }

    async fn change_model(&mut self, name: &str) {
        match interruptible(partner::find(self.context, Some(name))).await {
            Ok(partner) => {
                self.note(&format!("talking to {}", paint(TITLE, &partner.name)));
                self.partner = partner;
                self.talk.model_changed();
            }
            Err(failure) => drop(failure.report(self.context.talk)),
        }
    }

    fn save(&self, file: &Path) {
        let path = command::expand(file, self.context.home.as_deref());
        let json = path.extension().is_some_and(|extension| extension == "json");
        let text = match json {
            true => self.talk.to_json(&self.partner.name),
            false => self.talk.to_markdown(&self.partner.name),
        };
        // A new file, and nobody else's to read.
        let opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        match opened.and_then(|mut file| file.write_all(text.as_bytes())) {
            Ok(()) => {
                let turns = self.talk.turns();
                let answers = if turns == 1 { "answer" } else { "answers" };
                self.note(&format!("saved with {turns} {answers}: {}", path.display()));
            }
            Err(error) => {
                let message = format!("{} cannot be written: {error}", path.display());
                Failure::Input(message).report(self.context.talk);
            }
        }
    }

    /// Has `question` answered, with as much as fits of what was said before.
    async fn ask(&mut self, question: String) -> Result<Ended, Failure> {
        let forgotten = self.talk.make_room(&question, self.partner.context_tokens);
        if forgotten > 0 {
            self.say_what_is_forgotten();
        }
        loop {
            let mut answer = String::new();
            let began = Instant::now();
            let request = self.request(&question);
            let mut said = |text: &str| answer.push_str(text);
            let result = interruptible(stream(self.context, &request, &mut said)).await;
            match result {
                Ok(end) => {
                    self.sum_up(&end, began.elapsed());
                    self.keep(question, answer, &end);
                    self.learn_context().await;
                    return Ok(Ended::Well);
                }
                Err(Failure::Interrupted) => {
                    self.after_ctrl_c();
                    self.keep(question, answer, &End::default());
                    return Ok(Ended::ByCtrlC);
                }
                Err(failure) if too_much(&failure) && self.talk.forget_half() => {
                    self.say_what_is_forgotten();
                }
                Err(failure) if self.typed && matches!(failure, Failure::Daemon(_)) => {
                    failure.report(self.context.talk);
                    self.note("the chat is kept: `/retry` asks again");
                    self.talk.failed(question);
                    return Ok(Ended::Well);
                }
                Err(failure) => return Err(failure),
            }
        }
    }

    fn request(&self, question: &str) -> ChatRequest {
        ChatRequest {
            stream_options: Some(StreamOptions { include_usage: Some(true) }),
            edge: Some(EdgeRequest { kind: Some(Kind::Human), ..EdgeRequest::default() }),
            ..self.how.request(&self.partner.name, self.talk.messages(question))
        }
    }

    fn keep(&mut self, question: String, answer: String, end: &End) {
        match answer.is_empty() {
            true => self.talk.failed(question),
            false => self.talk.answered(question, answer, end.usage),
        }
    }

    /// A model that has just been loaded for the first time says now what it holds.
    async fn learn_context(&mut self) {
        if self.partner.context_tokens.is_none() {
            let found = interruptible(partner::find(self.context, Some(&self.partner.name))).await;
            // Without it the daemon's refusal says when it is full.
            self.partner.context_tokens = found.ok().and_then(|partner| partner.context_tokens);
        }
    }

    fn say_what_is_forgotten(&self) {
        self.note("the context is full: the oldest messages are no longer sent (/new starts over)");
    }

    /// The `^C` of the terminal stands in the answer's line.
    fn after_ctrl_c(&self) {
        if self.typed {
            let _ = std::io::stderr().lock().write_all(b"\n");
        }
    }

    fn sum_up(&self, end: &End, took: Duration) {
        if end.finish == Some(FinishReason::Length) && self.how.max_tokens.is_none() {
            self.note("the answer was cut at its task's limit, or where the context is full");
        }
        self.note(&paint(FAINT, &summary(end, took)));
    }
}

/// Whether less of what was said may help.
fn too_much(failure: &Failure) -> bool {
    failure.is(Code::ContextLengthExceeded) || failure.is(Code::BodyTooLarge)
}

/// What takes less time says nothing of a model's pace.
const RATE_S_MIN: f64 = 0.01;

/// `42 tokens · 120 tokens/s · first after 0.05 s · 0.40 s`, as far as is known.
fn summary(end: &End, took: Duration) -> String {
    let took = took.as_secs_f64();
    let tokens = end.usage.map(|usage| usage.completion_tokens);
    let first = end.edge.as_ref().and_then(|edge| edge.ttft_ms).map(|ms| ms / 1000.0);
    // The first token is there when the time of the others begins.
    let rate = tokens.zip(first).and_then(|(tokens, first)| {
        let others = tokens.checked_sub(1).filter(|others| *others > 0)?;
        let total = end.edge.as_ref()?.total_ms / 1000.0 - first;
        (total >= RATE_S_MIN).then(|| others as f64 / total)
    });
    let parts = [
        tokens.map(
            |tokens| if tokens == 1 { "1 token".to_owned() } else { format!("{tokens} tokens") },
        ),
        rate.map(|rate| format!("{rate:.digits$} tokens/s", digits = usize::from(rate < 100.0))),
        first.map(|first| format!("first after {first:.2} s")),
        Some(format!("{took:.2} s")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use edge_api::openai::Usage;
    use serde_json::json;

    fn end(tokens: u64, ttft_ms: Option<f64>) -> End {
        let edge = json!({"call": "c", "task": null, "model": "m", "digest": null, "adapter": null,
            "generation": null, "engine": "sim", "backend": "sim", "provider": "sim",
            "route": "local", "queue_ms": 0.0, "ttft_ms": ttft_ms, "total_ms": 550.0,
            "retries": 0, "ledger": "off"});
        End {
            usage: Some(Usage { completion_tokens: tokens, ..Usage::default() }),
            edge: Some(serde_json::from_value(edge).unwrap()),
            finish: None,
        }
    }

    #[test]
    fn an_answer_is_summed_up_as_far_as_it_is_known() {
        let took = Duration::from_millis(560);
        for (end, text) in [
            (end(51, Some(50.0)), "51 tokens · 100 tokens/s · first after 0.05 s · 0.56 s"),
            (end(8, Some(50.0)), "8 tokens · 14.0 tokens/s · first after 0.05 s · 0.56 s"),
            (end(18, Some(541.0)), "18 tokens · first after 0.54 s · 0.56 s"),
            (end(1, Some(550.0)), "1 token · first after 0.55 s · 0.56 s"),
            (end(0, None), "0 tokens · 0.56 s"),
            (End::default(), "0.56 s"),
        ] {
            assert_eq!(summary(&end, took), text);
        }
    }
}
