//! The wording of refusals: field, bound and value, in every one of them.

use edge_api::{ApiError, Code};
use std::fmt::{Debug, Display};
use std::ops::RangeInclusive;

/// How much of a caller's own text a message repeats: its beginning and its end.
const QUOTED_BYTES_MAX: usize = 200;

pub(super) fn missing(field: impl Display) -> ApiError {
    ApiError::new(Code::MissingField, format!("`{field}` is required")).param(field.to_string())
}

/// `problem` continues the sentence that the field's name begins.
pub(super) fn invalid(field: impl Display, problem: impl Display) -> ApiError {
    let field = shortened(&field.to_string());
    ApiError::new(Code::InvalidValue, format!("`{field}` {problem}")).param(field)
}

/// `hint` says what to send in its place.
pub(super) fn unsupported(field: impl Display, what: impl Display, hint: &str) -> ApiError {
    let field = shortened(&field.to_string());
    ApiError::new(Code::UnsupportedParameter, format!("`{field}` {what}")).param(field).hint(hint)
}

pub(super) fn within<T: PartialOrd + Debug>(
    field: impl Display,
    value: T,
    range: &RangeInclusive<T>,
) -> Result<(), ApiError> {
    if range.contains(&value) {
        return Ok(());
    }
    let (low, high) = (range.start(), range.end());
    Err(invalid(field, format_args!("must be from {low:?} to {high:?}, not {value:?}")))
}

/// `unit` is what `len` counts.
pub(super) fn length_within(
    field: impl Display,
    len: usize,
    unit: &str,
    range: &RangeInclusive<usize>,
) -> Result<(), ApiError> {
    if range.contains(&len) {
        return Ok(());
    }
    let (low, high) = (range.start(), range.end());
    Err(invalid(field, format_args!("must have from {low} to {high} {unit}, not {len}")))
}

/// A long text with its middle left out.
pub(super) fn shortened(text: &str) -> String {
    if text.len() <= QUOTED_BYTES_MAX {
        return text.to_owned();
    }
    let half = QUOTED_BYTES_MAX / 2;
    let head = &text[..text.floor_char_boundary(half)];
    let tail = &text[text.ceil_char_boundary(text.len() - half)..];
    format!("{head} ... {tail}")
}
