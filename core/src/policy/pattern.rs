//! Names of tasks and models with `*` for any run of characters.

use crate::request::limits::NAME_BYTES_MAX;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(String);

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

    /// In time of one pass for each `*`: what stands between two stars is taken where it is found first,
    /// since a later place leaves less to the rest.
    pub fn matches(&self, name: &str) -> bool {
        let Some((head, rest)) = self.0.split_once('*') else {
            return self.0 == name;
        };
        let Some(mut name) = name.strip_prefix(head) else { return false };
        let (middle, tail) = rest.rsplit_once('*').unwrap_or(("", rest));
        for part in middle.split('*') {
            let Some(at) = name.find(part) else { return false };
            name = &name[at + part.len()..];
        }
        name.ends_with(tail)
    }
}
