//! How `edged` ends: 0 all well, 1 it could not serve, 2 usage, 78 configuration.

use crate::config::{Faults, line_of};
use std::process::ExitCode;

const USAGE: u8 = 2;
const EX_CONFIG: u8 = 78;

#[derive(Debug)]
pub(crate) enum Failure {
    Usage(String),
    Config(Faults),
    /// The configuration is wrong, and that has been said.
    ConfigSaid,
    Other(anyhow::Error),
}

impl From<Faults> for Failure {
    fn from(faults: Faults) -> Self {
        Failure::Config(faults)
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
            Failure::Config(faults) => {
                for fault in &faults.0 {
                    eprintln!("edged: {}", line_of(fault));
                }
                ExitCode::from(EX_CONFIG)
            }
            Failure::ConfigSaid => ExitCode::from(EX_CONFIG),
            Failure::Other(error) => {
                eprintln!("edged: {error:#}");
                ExitCode::FAILURE
            }
        }
    }
}
