//! A JSON file whose fields are asked for one by one, with errors that name the file, the field, what it
//! must be and what it is. A field that is absent or `null` is none.

use super::tree::Tree;
use super::{CONFIG_BYTES_MAX, FolderError};
use serde_json::Value;
use std::fmt::{Debug, Display};
use std::ops::RangeInclusive;

const QUOTED_CHARS_MAX: usize = 80;
const NAME_BYTES_MAX: usize = 256;

#[derive(Debug)]
pub(super) struct Config {
    file: String,
    root: Value,
}

impl Config {
    pub(super) fn read(tree: &Tree, file: &str) -> Result<Option<Self>, FolderError> {
        let Some(bytes) = tree.read(file, CONFIG_BYTES_MAX)? else {
            return Ok(None);
        };
        let root: Value = serde_json::from_slice(&bytes)
            .map_err(|source| FolderError::Json { file: file.to_owned(), source })?;
        let this = Self { file: file.to_owned(), root };
        if this.root.is_object() {
            return Ok(Some(this));
        }
        Err(this.wrong("the file", "an object", &this.root))
    }

    /// The value at a path like `model.decoder.filename`.
    pub(super) fn get(&self, field: &str) -> Option<&Value> {
        let found = field.split('.').try_fold(&self.root, |value, name| value.get(name));
        found.filter(|value| !value.is_null())
    }

    pub(super) fn text(&self, field: &str) -> Result<Option<&str>, FolderError> {
        let text = |value: &Value| matches!(value, Value::String(_));
        let found = self.checked(field, "a string", text)?;
        Ok(found.and_then(Value::as_str))
    }

    /// A short text that is shown to people.
    pub(super) fn name(&self, field: &str) -> Result<Option<String>, FolderError> {
        let Some(name) = self.text(field)? else { return Ok(None) };
        if name.len() > NAME_BYTES_MAX || name.contains(char::is_control) {
            let must = format!("a name of at most {NAME_BYTES_MAX} bytes");
            return Err(self.wrong(field, must, name));
        }
        Ok(Some(name.to_owned()))
    }

    pub(super) fn flag(&self, field: &str) -> Result<Option<bool>, FolderError> {
        let found = self.checked(field, "true or false", Value::is_boolean)?;
        Ok(found.and_then(Value::as_bool))
    }

    /// A count from 1 to `max`.
    pub(super) fn count(&self, field: &str, max: u64) -> Result<Option<u32>, FolderError> {
        self.unsigned(field, 1..=max)
    }

    /// Token ids, one or a list of them; -1 stands for none in older exports.
    pub(super) fn tokens(
        &self,
        field: &str,
        vocabulary: Option<u32>,
    ) -> Result<Vec<u32>, FolderError> {
        let max = vocabulary.map_or(super::VOCABULARY_MAX, u64::from).max(1) - 1;
        let values = match self.get(field) {
            None => &[],
            Some(Value::Array(values)) => values.as_slice(),
            Some(value) => std::slice::from_ref(value),
        };
        if values.len() > super::END_TOKENS_MAX {
            let must = format!("at most {} token ids", super::END_TOKENS_MAX);
            return Err(self.wrong(field, must, format_args!("{} of them", values.len())));
        }
        let ids = values.iter().filter(|value| value.as_i64() != Some(-1));
        ids.map(|value| {
            let id = value.as_u64().filter(|id| *id <= max).and_then(|id| u32::try_from(id).ok());
            id.ok_or_else(|| self.wrong(field, format!("a token id from 0 to {max}"), value))
        })
        .collect()
    }

    pub(super) fn integer(
        &self,
        field: &str,
        range: &RangeInclusive<i64>,
    ) -> Result<Option<i64>, FolderError> {
        self.get(field)
            .map(|value| {
                let found = value.as_i64().filter(|found| range.contains(found));
                found.ok_or_else(|| self.wrong(field, must("an integer", range), value))
            })
            .transpose()
    }

    pub(super) fn number(
        &self,
        field: &str,
        range: &RangeInclusive<f64>,
    ) -> Result<Option<f64>, FolderError> {
        self.get(field)
            .map(|value| {
                let found = value.as_f64().filter(|found| range.contains(found));
                found.ok_or_else(|| self.wrong(field, must("a number", range), value))
            })
            .transpose()
    }

    pub(super) fn wrong(
        &self,
        field: &str,
        must: impl Display,
        value: impl Display,
    ) -> FolderError {
        let value = value.to_string();
        let mut short: String = value.chars().take(QUOTED_CHARS_MAX).collect();
        if short.len() < value.len() {
            short.push_str(" ...");
        }
        FolderError::Field {
            file: self.file.clone(),
            field: field.to_owned(),
            must: must.to_string(),
            value: short,
        }
    }

    fn unsigned(
        &self,
        field: &str,
        range: RangeInclusive<u64>,
    ) -> Result<Option<u32>, FolderError> {
        self.get(field)
            .map(|value| {
                let found = value.as_u64().filter(|found| range.contains(found));
                found
                    .and_then(|found| u32::try_from(found).ok())
                    .ok_or_else(|| self.wrong(field, must("an integer", &range), value))
            })
            .transpose()
    }

    fn checked(
        &self,
        field: &str,
        must: &str,
        fits: impl Fn(&Value) -> bool,
    ) -> Result<Option<&Value>, FolderError> {
        match self.get(field) {
            Some(value) if !fits(value) => Err(self.wrong(field, must, value)),
            found => Ok(found),
        }
    }
}

fn must<T: Debug>(what: &str, range: &RangeInclusive<T>) -> String {
    format!("{what} from {:?} to {:?}", range.start(), range.end())
}
