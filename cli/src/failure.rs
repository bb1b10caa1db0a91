//! Why a command failed, how that is told, and the exit code that scripts go by.

use crate::output::{self, printable};
use crate::{locale, style};
use edge_api::client::Error;
use edge_api::error::Envelope;
use edge_api::{ApiError, Code};
use serde_json::{Value, json};
use std::io::{self, ErrorKind, IsTerminal, Write};

/// How edgectl ends. These numbers are promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    Ok = 0,
    Other = 1,
    Usage = 2,
    Unreachable = 3,
    NotPermitted = 4,
    NotFound = 5,
    /// Bad input, or a conflict with what is there.
    Input = 6,
    /// There is no room, or what was asked for does not serve: whether it will, the message says.
    Busy = 7,
    /// What was measured is not as good as was asked for.
    Threshold = 8,
    Interrupted = 130,
}

impl Exit {
    /// What each means, as help texts tell it.
    pub(crate) const MEANINGS: [(Exit, &str); 10] = [
        (Exit::Ok, "it worked"),
        (Exit::Other, "something else went wrong"),
        (Exit::Usage, "the command line makes no sense"),
        (Exit::Unreachable, "the daemon cannot be reached"),
        (Exit::NotPermitted, "not permitted"),
        (Exit::NotFound, "there is no such thing"),
        (Exit::Input, "bad input, or a conflict with what is there"),
        (Exit::Busy, "busy, or what was asked for is out of service (429, 503)"),
        (Exit::Threshold, "what was measured misses its threshold"),
        (Exit::Interrupted, "interrupted"),
    ];

    fn of_status(status: u16) -> Self {
        match status {
            400 | 409 | 413 | 422 | 431 => Exit::Input,
            401 | 403 => Exit::NotPermitted,
            404 => Exit::NotFound,
            429 | 503 => Exit::Busy,
            _ => Exit::Other,
        }
    }
}

/// How much is said on stderr, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Talk {
    pub(crate) json: bool,
    pub(crate) quiet: bool,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error(transparent)]
    Daemon(#[from] Error),
    /// The command line makes no sense.
    #[error("{0}")]
    Usage(String),
    /// What was given to work on makes no sense.
    #[error("{0}")]
    Input(String),
    /// What was under way no longer is what it began as.
    #[error("{0}")]
    Conflict(String),
    #[error("{0}")]
    Threshold(String),
    #[error("{0}")]
    NotFound(String),
    #[error("{0}")]
    NotReady(String),
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error("interrupted")]
    Interrupted,
    /// One of the others, and what may help.
    #[error("{failure}")]
    Hinted { failure: Box<Failure>, hint: String },
}

impl Failure {
    /// With what may help.
    pub(crate) fn hint_at(self, hint: impl Into<String>) -> Self {
        Failure::Hinted { failure: Box::new(self), hint: hint.into() }
    }

    pub(crate) fn exit(&self) -> Exit {
        match self {
            Failure::Daemon(Error::Unreachable { source, .. }) => match not_permitted(source) {
                true => Exit::NotPermitted,
                false => Exit::Unreachable,
            },
            Failure::Daemon(error) => error.status().map_or(Exit::Other, Exit::of_status),
            Failure::Usage(_) => Exit::Usage,
            Failure::Input(_) | Failure::Conflict(_) => Exit::Input,
            Failure::Threshold(_) => Exit::Threshold,
            Failure::NotFound(_) => Exit::NotFound,
            Failure::NotReady(_) => Exit::Busy,
            // `edgectl .. | head -1`: the reader has what it wanted.
            Failure::Io(error) if error.kind() == ErrorKind::BrokenPipe => Exit::Ok,
            Failure::Io(_) => Exit::Other,
            Failure::Interrupted => Exit::Interrupted,
            Failure::Hinted { failure, .. } => failure.exit(),
        }
    }

    /// Tells the caller on stderr, and gives back how to exit.
    pub(crate) fn report(&self, talk: Talk) -> Exit {
        let exit = self.exit();
        if exit == Exit::Ok {
            return exit;
        }
        if exit == Exit::Interrupted {
            if io::stderr().is_terminal() {
                // The `^C` stands where the shell would go on.
                let _ = io::stderr().write_all(b"\n");
            }
            return exit;
        }
        let mut text = match talk.json {
            true => self.envelope().to_string(),
            false => locale::signs(&output::prose(&self.prose(talk.quiet))).into_owned(),
        };
        text.push('\n');
        // Nobody is left to tell that stderr is gone.
        let _ = anstream::stderr().lock().write_all(text.as_bytes());
        exit
    }

    fn prose(&self, quiet: bool) -> String {
        // Names of files and models are in there, which may be anybody's.
        let message = self.to_string();
        let message = printable(&message);
        let mut text = format!("{} {message}", style::paint(style::BAD, "error:"));
        if matches!(self, Failure::Daemon(Error::Api { .. }) | Failure::Hinted { .. }) {
            text += &format!(" ({})", self.code());
        }
        if let Some(hint) = self.hint().filter(|_| !quiet) {
            text += &format!("\n{} {hint}", style::paint(style::TITLE, "hint:"));
        }
        text
    }

    fn hint(&self) -> Option<String> {
        let error = match self {
            Failure::Daemon(error) => error,
            Failure::Hinted { hint, .. } => return Some(hint.clone()),
            Failure::Usage(_)
            | Failure::Input(_)
            | Failure::Conflict(_)
            | Failure::Threshold(_)
            | Failure::NotFound(_)
            | Failure::NotReady(_)
            | Failure::Io(_)
            | Failure::Interrupted => return None,
        };
        // The daemon's own hint may speak of a header, which nobody here has seen.
        if let Some(wait) = error.retry_after() {
            return Some(format!("try again in {} s", wait.as_secs()));
        }
        match error {
            Error::Api { error, .. } => match &error.hint {
                // The exit code alone looks as if a second try could help.
                None if error.code == Code::ModelBroken => {
                    Some("it stays so until it is mended; `edgectl status` says how".to_owned())
                }
                hint => hint.as_deref().map(str::to_owned),
            },
            Error::Unreachable { source, .. } if not_permitted(source) => {
                let join = "sudo usermod -aG edged $USER";
                Some(format!("join the group edged (`{join}`), then log in again"))
            }
            Error::Unreachable { .. } => Some(
                "start a daemon with `edged --user`, or name another's socket with `--socket PATH`"
                    .to_owned(),
            ),
            Error::Timeout { .. } => Some("`--timeout S` allows more seconds".to_owned()),
            Error::Refused { .. } | Error::Protocol(_) => None,
        }
    }

    /// Whether it is the daemon's, of this code.
    pub(crate) fn is(&self, code: Code) -> bool {
        matches!(self, Failure::Daemon(Error::Api { error, .. }) if error.code == code)
    }

    /// The daemon's code, or one of ours for what fails on this side.
    pub(crate) fn code(&self) -> &'static str {
        self.code_and_kind().0
    }

    /// The daemon's own envelope, or one of the same shape for what fails on this side.
    fn envelope(&self) -> Value {
        if let Failure::Daemon(Error::Api { error, .. }) = self {
            let hint = self.hint().map(String::into_boxed_str);
            return json!(Envelope { error: ApiError { hint, ..(**error).clone() } });
        }
        let (code, kind) = self.code_and_kind();
        json!({"error": {
            "message": self.to_string(), "type": kind, "param": null, "code": code,
            "hint": self.hint(), "request_id": null,
        }})
    }

    fn code_and_kind(&self) -> (&'static str, &'static str) {
        match self {
            Failure::Daemon(Error::Api { error, .. }) => (error.code.as_str(), error.code.kind()),
            Failure::Daemon(Error::Unreachable { .. }) => ("daemon_unreachable", "client_error"),
            Failure::Daemon(Error::Timeout { .. }) => ("timeout", "client_error"),
            Failure::Daemon(Error::Refused { .. } | Error::Protocol(_)) => {
                ("answer_not_understood", "client_error")
            }
            Failure::Usage(_) => ("usage", "invalid_request_error"),
            Failure::Input(_) => ("invalid_value", "invalid_request_error"),
            Failure::Conflict(_) => ("conflict", "invalid_request_error"),
            Failure::Threshold(_) => ("threshold_missed", "invalid_request_error"),
            Failure::NotFound(_) => ("not_found", "invalid_request_error"),
            Failure::NotReady(_) => ("not_ready", "server_error"),
            Failure::Io(_) => ("io", "client_error"),
            Failure::Interrupted => ("interrupted", "client_error"),
            Failure::Hinted { failure, .. } => failure.code_and_kind(),
        }
    }
}

fn not_permitted(error: &io::Error) -> bool {
    error.kind() == ErrorKind::PermissionDenied
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unreachable(kind: ErrorKind) -> Failure {
        Error::Unreachable { socket: "/s".into(), source: kind.into() }.into()
    }

    fn api(code: Code) -> Failure {
        let error = Box::new(ApiError::new(code, "no").hint("try"));
        Error::Api { status: code.status(), error, retry_after: None }.into()
    }

    #[test]
    fn every_code_has_its_exit() {
        for code in Code::ALL {
            let exit = match code {
                Code::InvalidJson
                | Code::InvalidValue
                | Code::MissingField
                | Code::UnsupportedParameter
                | Code::ContextLengthExceeded
                | Code::PathUnreadable
                | Code::InUse
                | Code::BodyTooLarge
                | Code::HeadersTooLarge => Exit::Input,
                Code::InvalidApiKey | Code::NotPermitted | Code::ForeignOrigin => {
                    Exit::NotPermitted
                }
                Code::ModelNotFound | Code::NotFound => Exit::NotFound,
                Code::QueueFull
                | Code::RateLimited
                | Code::TooManyConnections
                | Code::ModelFailed
                | Code::ModelBroken
                | Code::WorkerLost
                | Code::WorkerHung
                | Code::ShuttingDown
                | Code::MemoryInsufficient
                | Code::ProviderUnavailable
                | Code::LedgerUnavailable => Exit::Busy,
                Code::MethodNotAllowed
                | Code::RequestTimeout
                | Code::Internal
                | Code::OutputInvalid
                | Code::DeadlineExceeded => Exit::Other,
            };
            let failure = api(*code);
            assert_eq!((failure.exit(), failure.code()), (exit, code.as_str()), "{code}");
            assert_eq!(failure.is(Code::OutputInvalid), *code == Code::OutputInvalid, "{code}");
        }
    }

    #[test]
    fn what_fails_on_this_side_has_its_exit() {
        let refused = Error::Refused { status: 429, message: String::new(), retry_after: None };
        for (failure, exit) in [
            (unreachable(ErrorKind::NotFound), 3),
            (unreachable(ErrorKind::ConnectionRefused), 3),
            (unreachable(ErrorKind::PermissionDenied), 4),
            (refused.into(), 7),
            (Error::Protocol(String::new()).into(), 1),
            (Failure::Usage(String::new()), 2),
            (Failure::Conflict(String::new()), 6),
            (Failure::NotReady(String::new()), 7),
            (Failure::Threshold(String::new()), 8),
            (Failure::Io(ErrorKind::StorageFull.into()), 1),
            (Failure::Io(ErrorKind::BrokenPipe.into()), 0),
            (Failure::Interrupted, 130),
        ] {
            assert_eq!(failure.exit() as u8, exit, "{failure:?}");
        }
    }

    #[test]
    fn prose_names_the_code_and_gives_the_hint() {
        let plain = |text: &str| anstream::adapter::strip_str(text).to_string();
        let failure = api(Code::QueueFull);
        assert_eq!(plain(&failure.prose(false)), "error: no (queue_full)\nhint: try");
        assert_eq!(plain(&failure.prose(true)), "error: no (queue_full)");
        let failure = Failure::NotReady("no".to_owned()).hint_at("try");
        assert_eq!(plain(&failure.prose(false)), "error: no (not_ready)\nhint: try");
        assert_eq!(
            (failure.exit(), &failure.envelope()["error"]["hint"]),
            (Exit::Busy, &json!("try"))
        );
        let error = Box::new(ApiError::new(Code::ModelBroken, "no"));
        let failure = Failure::from(Error::Api { status: 503, error, retry_after: None });
        assert!(failure.hint().unwrap().contains("until it is mended"));
        let failure = Failure::Input("a\x1b[2J\n  b".to_owned());
        assert_eq!(plain(&failure.prose(false)), "error: a\u{fffd}[2J\n  b");
        let hint = unreachable(ErrorKind::PermissionDenied).hint().unwrap();
        assert!(hint.contains("the group edged"), "{hint}");
    }

    #[test]
    fn the_envelope_has_one_shape_wherever_the_failure_is() {
        let keys = |failure: Failure| {
            let envelope = failure.envelope();
            envelope["error"].as_object().unwrap().keys().cloned().collect::<Vec<_>>()
        };
        assert_eq!(keys(api(Code::Internal)), keys(unreachable(ErrorKind::NotFound)));
    }
}
