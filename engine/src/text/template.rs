//! A model's chat template, rendered as transformers renders it. The template comes from the model's
//! folder, the messages from a caller; neither is trusted.
//!
//! A template reaches no file, no other template and no clock but the time it is given. Its steps, its
//! output and its nesting are bounded. Its memory is bounded only through these: one that doubles a string
//! with every step can bring the worker down, which is what the worker is for.

use super::python;
use super::{TextError, date};
use minijinja::{Environment, Error, ErrorKind, Value};
use std::fmt;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::SystemTime;

/// An encoded image in a template is no template.
const TEMPLATE_BYTES_MAX: usize = 1024 * 1024;
const RENDERED_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Instructions for the frame of a conversation, and for each of its messages. Known templates need up to 75
/// for a message.
const STEPS_MAX: u64 = 20_000;
const STEPS_PER_MESSAGE_MAX: u64 = 100;
const MESSAGES_MAX: u64 = 1024;
/// A template can nest a list with every step, and dropping it then takes a stack frame for each: so many
/// steps fit any thread's stack, and are what a usual conversation needs.
const STEPS_HERE_MAX: u64 = 2_000;
/// More of them are not tried here: they would have to be rendered again.
const MESSAGES_HERE_MAX: usize = 24;
/// For all the other steps.
const STACK_BYTES: usize = 128 * 1024 * 1024;
/// Macros that call each other.
const CALLS_DEPTH_MAX: usize = 64;
const REASON_BYTES_MAX: usize = 512;

#[derive(Debug)]
pub(super) struct Template {
    /// With the steps that are taken here.
    environment: Environment<'static>,
    /// `bos_token` and the like, as the template names them.
    names: Vec<(String, String)>,
}

/// One message as the template sees it.
#[derive(Debug)]
pub(super) struct Message<'a> {
    pub(super) role: &'a str,
    pub(super) content: &'a str,
}

impl Template {
    pub(super) fn new(source: &str, names: Vec<(String, String)>) -> Result<Self, TextError> {
        if source.len() > TEMPLATE_BYTES_MAX {
            let (what, value, max) = ("bytes", source.len(), TEMPLATE_BYTES_MAX);
            return Err(TextError::TooMuch { file: "chat template", what, value, max });
        }
        let mut environment = Environment::new();
        environment.set_trim_blocks(true);
        environment.set_lstrip_blocks(true);
        environment.set_recursion_limit(CALLS_DEPTH_MAX);
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        environment.set_unknown_method_callback(python::method);
        environment.set_formatter(|out, _, value| {
            match value.as_str() {
                Some(text) => out.write_str(text)?,
                None => out.write_str(&python::string(value)?)?,
            }
            Ok(())
        });
        environment.add_filter("tojson", python::tojson);
        environment.add_filter("trim", python::trim);
        environment.add_filter("string", |value: &Value| python::string(value));
        environment.add_function("raise_exception", |message: &Value| -> Result<Value, Error> {
            let message = python::string(message)?;
            Err(Error::new(ErrorKind::InvalidOperation, message).with_source(Raised))
        });
        environment.add_template_owned("chat", plain(source)).map_err(|error| {
            let line = error.line().unwrap_or(0);
            TextError::Template { line, reason: shortened(error.to_string()) }
        })?;
        environment.set_fuel(Some(STEPS_HERE_MAX));
        Ok(Self { environment, names })
    }

    /// The conversation up to where the model's answer begins, or why the template does not take it.
    pub(super) fn render(
        &self,
        messages: &[Message<'_>],
        now: SystemTime,
    ) -> Result<String, String> {
        let here = if messages.len() <= MESSAGES_HERE_MAX {
            self.render_with(&self.environment, messages, now)
        } else {
            Err(Failed::Steps)
        };
        let rendered = match here {
            Err(Failed::Steps) => self.render_apart(messages, now),
            settled => settled,
        };
        rendered.map_err(|failed| match failed {
            Failed::Steps => "the template takes too many steps".to_owned(),
            Failed::Because(reason) => reason,
        })
    }

    /// With all the steps, and the stack for what they can nest.
    fn render_apart(&self, messages: &[Message<'_>], now: SystemTime) -> Result<String, Failed> {
        let mut environment = self.environment.clone();
        let count = u64::try_from(messages.len()).unwrap_or(u64::MAX).min(MESSAGES_MAX);
        environment.set_fuel(Some(STEPS_MAX + count * STEPS_PER_MESSAGE_MAX));
        std::thread::scope(|scope| {
            let thread = std::thread::Builder::new()
                .name("template".to_owned())
                .stack_size(STACK_BYTES)
                .spawn_scoped(scope, || self.render_with(&environment, messages, now))
                .map_err(|error| Failed::Because(format!("no thread for the template: {error}")))?;
            thread.join().expect("what can panic there is caught")
        })
    }

    fn render_with(
        &self,
        environment: &Environment<'_>,
        messages: &[Message<'_>],
        now: SystemTime,
    ) -> Result<String, Failed> {
        let render = || {
            let mut out = Rendered::default();
            let template = environment.get_template("chat").expect("added when it was made");
            let rendered = template.render_captured_to(self.context(messages, now), &mut out);
            if out.is_full {
                let max = RENDERED_BYTES_MAX;
                let reason = format!("the rendered prompt is longer than {max} bytes");
                return Err(Failed::Because(reason));
            }
            rendered.map_err(|error| Failed::of(&error))?;
            Ok(String::from_utf8(out.bytes).expect("minijinja writes text"))
        };
        catch_unwind(AssertUnwindSafe(render)).unwrap_or_else(|_| {
            Err(Failed::Because("the template's interpreter panicked".to_owned()))
        })
    }

    fn context(&self, messages: &[Message<'_>], now: SystemTime) -> Value {
        let messages: Vec<Value> = messages
            .iter()
            .map(|message| Value::from_iter([("role", message.role), ("content", message.content)]))
            .collect();
        let today = move |format: &str| {
            date::strftime(format, now).ok_or_else(|| {
                let problem = format!("strftime_now does not know the format `{format}`");
                Error::new(ErrorKind::InvalidOperation, problem)
            })
        };
        let own = [
            ("messages", Value::from(messages)),
            ("tools", Value::from(())),
            ("documents", Value::from(())),
            ("add_generation_prompt", Value::from(true)),
            ("strftime_now", Value::from_function(today)),
        ];
        let names = self.names.iter().map(|(name, token)| (name.as_str(), Value::from(token)));
        names.chain(own).collect()
    }
}

/// The source in the words that minijinja knows. A `generation` block marks what the model said, for
/// training; here it is a block like another. Jinja reads every line end as `\n`.
fn plain(source: &str) -> String {
    let source = source.replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::with_capacity(source.len());
    let mut rest = source.as_str();
    while let Some(at) = rest.find("{%") {
        let (before, tag) = rest.split_at(at + 2);
        out.push_str(before);
        rest = tag;
        let Some(end) = tag.find("%}") else {
            break;
        };
        let inner = &tag[..end];
        let with = match inner.trim_matches(['-', '+']).trim() {
            "generation" => inner.replace("generation", "with"),
            "endgeneration" => inner.replace("endgeneration", "endwith"),
            _ => continue,
        };
        out.push_str(&with);
        rest = &tag[end..];
    }
    out.push_str(rest);
    out
}

/// Marks an error as the template's own words.
#[derive(Debug)]
struct Raised;

impl fmt::Display for Raised {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("raised by the template")
    }
}

impl std::error::Error for Raised {}

/// Why there is no prompt.
#[derive(Debug)]
enum Failed {
    /// The steps that it was given are used up.
    Steps,
    Because(String),
}

impl Failed {
    fn of(error: &Error) -> Self {
        let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
        while let Some(inner) = source {
            source = inner.source();
            let Some(inner) = inner.downcast_ref::<Error>() else { continue };
            if inner.kind() == ErrorKind::OutOfFuel {
                return Failed::Steps;
            }
            if let Some(message) = inner.detail()
                && source.is_some_and(|source| source.is::<Raised>())
            {
                return Failed::Because(shortened(message.to_owned()));
            }
        }
        Failed::Because(shortened(error.to_string()))
    }
}

fn shortened(mut text: String) -> String {
    if text.len() > REASON_BYTES_MAX {
        text.truncate(text.floor_char_boundary(REASON_BYTES_MAX));
        text.push_str(" ...");
    }
    text
}

#[derive(Debug, Default)]
struct Rendered {
    bytes: Vec<u8>,
    is_full: bool,
}

impl Write for Rendered {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > RENDERED_BYTES_MAX {
            self.is_full = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
