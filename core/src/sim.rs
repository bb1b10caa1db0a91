//! SPEC, the one line that describes a simulated model. edged judges it at its start, the worker makes the model
//! of it.

use crate::request::limits::NAME_BYTES_MAX;
use crate::request::valid_name;
use std::ops::RangeInclusive;
use std::time::Duration;

/// `NAME[,step_us=0,prefill_us=0,load_ms=0,rows_max=64,context_tokens=4096,reply=echo|count|random]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    pub name: String,
    /// What a step takes, whatever is in it.
    pub step: Duration,
    /// What a step takes in addition for each prompt token it reads.
    pub prefill: Duration,
    pub load: Duration,
    pub rows_max: u16,
    pub context_tokens: u32,
    pub reply: Reply,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The last message, then the end token.
    Echo,
    /// `1 2 3 ..`, without an end.
    Count,
    /// All tokens are equally likely.
    Random,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpecError {
    #[error("name {0:?} is not [a-z0-9][a-z0-9._-]* of at most {NAME_BYTES_MAX} bytes")]
    Name(String),
    #[error("{0:?} is not key=value")]
    NotAPair(String),
    #[error(
        "unknown key {0:?} (known: step_us, prefill_us, load_ms, rows_max, context_tokens, reply)"
    )]
    UnknownKey(String),
    #[error("{0} is given twice")]
    Twice(String),
    #[error("{key} must be a whole number, not {value:?}")]
    NotANumber { key: String, value: String },
    #[error("{key} must be between {min} and {max}, not {value}")]
    OutOfBounds { key: String, value: u64, min: u32, max: u32 },
    #[error("reply must be echo, count or random, not {0:?}")]
    Reply(String),
}

impl Spec {
    pub fn parse(text: &str) -> Result<Self, SpecError> {
        let mut parts = text.split(',');
        let name = parts.next().unwrap_or_default();
        if !valid_name(name) {
            return Err(SpecError::Name(name.to_owned()));
        }
        let mut spec = Self {
            name: name.to_owned(),
            step: Duration::ZERO,
            prefill: Duration::ZERO,
            load: Duration::ZERO,
            rows_max: 64,
            context_tokens: 4096,
            reply: Reply::Echo,
        };
        let mut seen = Vec::new();
        for part in parts {
            let (key, value) =
                part.split_once('=').ok_or_else(|| SpecError::NotAPair(part.to_owned()))?;
            spec.set(key, value)?;
            // Only known keys get here, so this stays short.
            if seen.contains(&key) {
                return Err(SpecError::Twice(key.to_owned()));
            }
            seen.push(key);
        }
        Ok(spec)
    }

    fn set(&mut self, key: &str, value: &str) -> Result<(), SpecError> {
        let number = |bounds| number(key, value, bounds);
        let micros = |max| Ok(Duration::from_micros(number(0..=max)?.into()));
        match key {
            "step_us" => self.step = micros(60_000_000)?,
            "prefill_us" => self.prefill = micros(1_000_000)?,
            "load_ms" => self.load = Duration::from_millis(number(0..=600_000)?.into()),
            "rows_max" => {
                self.rows_max = u16::try_from(number(1..=1024)?).expect("at most 1024 fits");
            }
            "context_tokens" => self.context_tokens = number(16..=1_048_576)?,
            "reply" => {
                self.reply = match value {
                    "echo" => Reply::Echo,
                    "count" => Reply::Count,
                    "random" => Reply::Random,
                    _ => return Err(SpecError::Reply(value.to_owned())),
                }
            }
            _ => return Err(SpecError::UnknownKey(key.to_owned())),
        }
        Ok(())
    }
}

fn number(key: &str, value: &str, bounds: RangeInclusive<u32>) -> Result<u32, SpecError> {
    let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    let value = value
        .parse::<u64>()
        .ok()
        .filter(|_| digits)
        .ok_or_else(|| SpecError::NotANumber { key: key.to_owned(), value: value.to_owned() })?;
    u32::try_from(value).ok().filter(|number| bounds.contains(number)).ok_or_else(|| {
        SpecError::OutOfBounds {
            key: key.to_owned(),
            value,
            min: *bounds.start(),
            max: *bounds.end(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_alone_has_the_defaults() {
        let spec = Spec::parse("sim").unwrap();
        assert_eq!(spec.step, Duration::ZERO);
        assert_eq!((spec.rows_max, spec.context_tokens, spec.reply), (64, 4096, Reply::Echo));
    }

    #[test]
    fn every_key_is_read() {
        let spec = Spec::parse(
            "a.b-c_1,step_us=1,prefill_us=2,load_ms=3,rows_max=4,context_tokens=16,reply=count",
        );
        let expected = Spec {
            name: "a.b-c_1".into(),
            step: Duration::from_micros(1),
            prefill: Duration::from_micros(2),
            load: Duration::from_millis(3),
            rows_max: 4,
            context_tokens: 16,
            reply: Reply::Count,
        };
        assert_eq!(spec.unwrap(), expected);
    }

    #[test]
    fn an_error_names_key_bound_and_value() {
        let long = "x".repeat(65);
        for (text, message) in [
            ("", "name \"\" is not [a-z0-9][a-z0-9._-]* of at most 64 bytes"),
            ("Sim", "name \"Sim\" is not"),
            ("-sim", "name \"-sim\" is not"),
            (long.as_str(), "is not [a-z0-9]"),
            ("sim,", "\"\" is not key=value"),
            ("sim,rows", "\"rows\" is not key=value"),
            ("sim,row_max=1", "unknown key \"row_max\""),
            ("sim,rows_max=1,rows_max=1", "rows_max is given twice"),
            ("sim,step_us=+1", "step_us must be a whole number, not \"+1\""),
            ("sim,step_us=", "step_us must be a whole number, not \"\""),
            ("sim,step_us=60000001", "step_us must be between 0 and 60000000, not 60000001"),
            ("sim,rows_max=0", "rows_max must be between 1 and 1024, not 0"),
            ("sim,rows_max=1025", "rows_max must be between 1 and 1024, not 1025"),
            ("sim,context_tokens=15", "context_tokens must be between 16 and 1048576, not 15"),
            ("sim,load_ms=4294967297", "load_ms must be between 0 and 600000, not 4294967297"),
            ("sim,prefill_us=1000001", "prefill_us must be between 0 and 1000000, not 1000001"),
            ("sim,reply=yes", "reply must be echo, count or random, not \"yes\""),
        ] {
            let error = Spec::parse(text).unwrap_err().to_string();
            assert!(error.contains(message), "{text}: {error}");
        }
    }
}
