//! The command line of a worker: what `edged` lets it reach. Nothing here looks at the machine.

use crate::sandbox::{Profile, Rules};
use std::ffi::OsString;
use std::path::PathBuf;

pub const USAGE: &str = "usage: edge-worker [--sim] [--library PATH] [--read DIR].. [--write DIR].. \
                         [--profile cpu|gpu] [--version] (started by edged, socket on stdin)";

/// How many folders may be named, of both kinds together.
const FOLDERS_MAX: usize = 256;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// Only the version was asked for.
    pub version: bool,
    pub sim: bool,
    pub rules: Rules,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArgumentError {
    #[error("unknown argument {0:?}\n{USAGE}")]
    Unknown(OsString),
    #[error("{0} needs a value\n{USAGE}")]
    NoValue(&'static str),
    #[error("--profile must be cpu or gpu, not {0:?}")]
    Profile(OsString),
    #[error("{0} must be given once")]
    Twice(&'static str),
    #[error("at most {FOLDERS_MAX} folders may be given with --read and --write")]
    Folders,
}

impl Arguments {
    /// Reads what comes after the name of the program.
    pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, ArgumentError> {
        let mut parsed = Self::default();
        let mut profile = None;
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            let mut value = |name| arguments.next().ok_or(ArgumentError::NoValue(name));
            let rules = &mut parsed.rules;
            match argument.to_str() {
                Some("--sim") => parsed.sim = true,
                Some("--version") => parsed.version = true,
                Some("--library") => {
                    let library = PathBuf::from(value("--library")?);
                    once("--library", rules.library.replace(library))?;
                }
                Some("--read") => rules.read.push(value("--read")?.into()),
                Some("--write") => rules.write.push(value("--write")?.into()),
                Some("--profile") => {
                    once("--profile", profile.replace(profile_of(value("--profile")?)?))?;
                }
                _ => return Err(ArgumentError::Unknown(argument)),
            }
            if rules.read.len() + rules.write.len() > FOLDERS_MAX {
                return Err(ArgumentError::Folders);
            }
        }
        parsed.rules.profile = profile.unwrap_or_default();
        Ok(parsed)
    }
}

fn profile_of(value: OsString) -> Result<Profile, ArgumentError> {
    let all = [Profile::Cpu, Profile::Gpu];
    let named = all.into_iter().find(|profile| value == profile.as_str());
    named.ok_or(ArgumentError::Profile(value))
}

fn once<T>(name: &'static str, before: Option<T>) -> Result<(), ArgumentError> {
    before.map_or(Ok(()), |_| Err(ArgumentError::Twice(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Arguments, ArgumentError> {
        Arguments::parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn all_that_may_be_said_is_heard() {
        let line =
            "--sim --library /o/libonnxruntime.so --read /a --write /c --read /b --profile gpu";
        assert_eq!(
            parse(line),
            Ok(Arguments {
                version: false,
                sim: true,
                rules: Rules {
                    profile: Profile::Gpu,
                    library: Some("/o/libonnxruntime.so".into()),
                    read: vec!["/a".into(), "/b".into()],
                    write: vec!["/c".into()],
                },
            })
        );
        assert_eq!(parse(""), Ok(Arguments::default()));
        assert!(parse("--version").unwrap().version);
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (line, error) in [
            ("--no-sandbox", ArgumentError::Unknown("--no-sandbox".into())),
            ("--read", ArgumentError::NoValue("--read")),
            ("--profile tpu", ArgumentError::Profile("tpu".into())),
            ("--profile cpu --profile gpu", ArgumentError::Twice("--profile")),
            ("--library /a --library /b", ArgumentError::Twice("--library")),
        ] {
            assert_eq!(parse(line), Err(error), "{line}");
        }
    }

    #[test]
    fn folders_are_counted() {
        let (most, one_more) = (FOLDERS_MAX, FOLDERS_MAX + 1);
        assert_eq!(parse(&"--read /a ".repeat(most)).unwrap().rules.read.len(), most);
        assert_eq!(parse(&"--write /a ".repeat(one_more)), Err(ArgumentError::Folders));
    }
}
