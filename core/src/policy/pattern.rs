//! Names with `*` for any run of characters: of tasks and models, and of systemd's units.

use crate::request::limits::NAME_BYTES_MAX;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(String);

/// Of a unit that has processes. Sessions and containers have numbers in their names, which take a `*`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnitPattern(String);

/// systemd's own limit.
pub const UNIT_NAME_BYTES_MAX: usize = 255;
/// Whose processes can be callers. What else has processes has them for moments only.
const UNIT_ENDINGS: [&str; 2] = [".service", ".scope"];

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnitPatternError {
    #[error("it must have from 1 to {UNIT_NAME_BYTES_MAX} bytes")]
    Length,
    #[error("it may have a-z, A-Z, 0-9, `:`, `-`, `_`, `.`, `\\`, `@` and `*`")]
    Characters,
    #[error("it must end with `.service` or `.scope`, as in `kiosk.service` or `session-*.scope`")]
    Ending,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    #[error("it must have from 1 to {NAME_BYTES_MAX} bytes")]
    Length,
    #[error("it may have a-z, 0-9, `.`, `_`, `-`, `:` and `*`")]
    Characters,
}

impl Pattern {
    pub fn new(text: &str) -> Result<Self, PatternError> {
        let fits = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-:*".contains(&byte)
        };
        if text.is_empty() || text.len() > NAME_BYTES_MAX {
            return Err(PatternError::Length);
        }
        if !text.bytes().all(fits) {
            return Err(PatternError::Characters);
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn matches(&self, name: &str) -> bool {
        matches(&self.0, name)
    }
}

impl UnitPattern {
    pub fn new(text: &str) -> Result<Self, UnitPatternError> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b":-_.\\@*".contains(&byte);
        if text.is_empty() || text.len() > UNIT_NAME_BYTES_MAX {
            return Err(UnitPatternError::Length);
        }
        if !text.bytes().all(fits) {
            return Err(UnitPatternError::Characters);
        }
        if !UNIT_ENDINGS.iter().any(|ending| text.ends_with(ending)) {
            return Err(UnitPatternError::Ending);
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn matches(&self, name: &str) -> bool {
        matches(&self.0, name)
    }
}

/// In time of one pass for each `*`: what stands between two stars is taken where it is found first,
/// since a later place leaves less to the rest.
fn matches(pattern: &str, name: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else {
        return pattern == name;
    };
    let Some(mut name) = name.strip_prefix(head) else { return false };
    let (middle, tail) = rest.rsplit_once('*').unwrap_or(("", rest));
    for part in middle.split('*') {
        let Some(at) = name.find(part) else { return false };
        name = &name[at + part.len()..];
    }
    name.ends_with(tail)
}
