//! How `edged` ends: 0 all well, 1 it could not serve, 2 usage, 78 configuration.

use crate::config::ConfigFailure;
use std::process::ExitCode;

const USAGE: u8 = 2;
const EX_CONFIG: u8 = 78;

#[derive(Debug)]
pub(crate) enum Failure {
    Usage(String),
    Config(Vec<ConfigFailure>),
    Other(anyhow::Error),
}

impl From<ConfigFailure> for Failure {
    fn from(failure: ConfigFailure) -> Self {
        Failure::Config(vec![failure])
    }
}

impl Failure {
    pub(crate) fn other(error: impl Into<anyhow::Error>) -> Self {
        Failure::Other(error.into())
    }

    /// The chain of causes, once.
    pub(crate) fn report(&self) -> ExitCode {
        match self {
            Failure::Usage(message) => {
                eprintln!("edged: {message}");
                ExitCode::from(USAGE)
            }
            Failure::Config(failures) => {
                for failure in failures {
                    eprintln!("edged: {failure}");
                }
                ExitCode::from(EX_CONFIG)
            }
            Failure::Other(error) => {
                eprintln!("edged: {error:#}");
                ExitCode::FAILURE
            }
        }
    }
}
