//! `edgectl keys`: who may come in over `tcp.listen`. The daemon knows hashes only, so a key is shown once.

use crate::args::Context;
use crate::failure::Failure;
use crate::output;
use clap::Subcommand;
use edge_api::KEY_PREFIX;
use edge_api::name::{NAME_BYTES_MAX, valid_name};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::io;

const KEY_BYTES: usize = 32;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a key: prints it, and the line for edged.toml that lets its holder in
    New {
        /// Who is to hold it: a-z, 0-9, `.`, `_` and `-`
        name: String,
    },
}

pub(crate) fn run(command: &Command, context: &Context) -> Result<(), Failure> {
    match command {
        Command::New { name } => new(name, context),
    }
}

fn new(name: &str, context: &Context) -> Result<(), Failure> {
    check(name)?;
    let key = random()?;
    let sha256 = hex(&Sha256::digest(&key));
    let toml = format!("tcp.keys = [{{ name = \"{name}\", sha256 = \"{sha256}\" }}]");
    if context.json {
        let all = json!({"name": name, "key": key, "sha256": sha256, "toml": toml});
        return output::json(&all);
    }
    output::lines(&[key, toml])?;
    output::note(
        context,
        "The first line is the key: it is not kept anywhere. The second goes into edged.toml, beside \
         tcp.listen; several keys share one list.",
    );
    Ok(())
}

/// A key that nobody guesses.
pub(crate) fn random() -> Result<String, io::Error> {
    let mut bytes = [0; KEY_BYTES];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(format!("{KEY_PREFIX}{}", hex(&bytes)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// As the daemon will.
fn check(name: &str) -> Result<(), Failure> {
    if valid_name(name) {
        return Ok(());
    }
    let name = output::one_line(name);
    let failure = Failure::Input(format!("`{name}` is no name for a key"));
    let hint =
        format!("use a-z, 0-9, `.`, `_`, `-`, at most {NAME_BYTES_MAX}, a letter or digit first");
    Err(failure.hint_at(hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_long_and_never_the_same() {
        let (one, other) = (random().unwrap(), random().unwrap());
        assert_eq!(one.len(), KEY_PREFIX.len() + 64);
        assert_ne!(one, other);
    }

    #[test]
    fn a_name_is_what_the_daemon_takes() {
        for good in ["a", "7", "my.app_2-x"] {
            assert!(check(good).is_ok(), "{good}");
        }
        for bad in ["", "A", "-a", "a b", "a\"", "é", &"a".repeat(65)] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
