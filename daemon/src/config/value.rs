//! What the value of a key may be: how it is read from TOML, what is said of it in words, how it is shown.
//!
//! A key of a new kind needs a `Value` for its type, and no more: a list of tables, for one, is a key whose
//! type is `Vec<Rule>`, with a `Value` for `Rule` that notes what is wrong with each.

use super::source::{Source, may_be_key, short, shown, told};
use crate::config::LedgerFailure;
use crate::ledger::Durability;
use edge_api::admin::OnInvalid;
use edge_api::edge::{Kind, Priority};
use edge_api::worker::{Gpu, Provider};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use toml::Spanned;
use toml::de::DeValue;

/// Why a value was not read.
#[derive(Debug)]
pub(crate) enum Unread {
    /// The fault has been noted.
    Noted,
    /// It is of the right kind, and its type cannot hold it.
    TooFar,
}

pub(crate) trait Value: Sized {
    /// In words: `a whole number`.
    fn kind() -> String;

    /// `key` is its name in messages.
    fn read(
        value: &Spanned<DeValue<'_>>,
        key: &str,
        source: &mut Source<'_>,
    ) -> Result<Self, Unread>;

    /// For people to read. Nothing in it is secret: of keys there are hashes only.
    fn show(&self) -> Json;

    /// What its type can hold, where that is less than what can be written: `between 1 and 3`.
    fn range() -> Option<String> {
        None
    }
}

/// Notes that a value is of another kind.
pub(crate) fn unexpected(
    value: &Spanned<DeValue<'_>>,
    key: &str,
    kind: &str,
    source: &mut Source<'_>,
) -> Unread {
    let message = format!("{key}: expected {kind}, not {}", told(key, value.get_ref()));
    source.fault(&value.span(), message);
    Unread::Noted
}

macro_rules! whole_numbers {
    ($($type:ty),*) => {$(
        impl Value for $type {
            fn kind() -> String {
                "a whole number".to_owned()
            }

            fn read(
                value: &Spanned<DeValue<'_>>,
                key: &str,
                source: &mut Source<'_>,
            ) -> Result<Self, Unread> {
                let DeValue::Integer(number) = value.get_ref() else {
                    return Err(unexpected(value, key, &Self::kind(), source));
                };
                let number = i128::from_str_radix(number.as_str(), number.radix());
                number.ok().and_then(|number| number.try_into().ok()).ok_or(Unread::TooFar)
            }

            fn show(&self) -> Json {
                json!(self)
            }

            fn range() -> Option<String> {
                Some(format!("between {} and {}", Self::MIN, Self::MAX))
            }
        }
    )*};
}

whole_numbers!(u16, u32, u64, usize, i64);

impl Value for f64 {
    fn kind() -> String {
        "a number".to_owned()
    }

    fn read(
        value: &Spanned<DeValue<'_>>,
        key: &str,
        source: &mut Source<'_>,
    ) -> Result<Self, Unread> {
        let text = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
            DeValue::Float(number) => number.as_str(),
            DeValue::Integer(_)
            | DeValue::String(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => return Err(unexpected(value, key, &Self::kind(), source)),
        };
        text.parse().map_err(|_| Unread::TooFar)
    }

    fn show(&self) -> Json {
        json!(self)
    }
}

impl Value for bool {
    fn kind() -> String {
        "true or false".to_owned()
    }

    fn read(
        value: &Spanned<DeValue<'_>>,
        key: &str,
        source: &mut Source<'_>,
    ) -> Result<Self, Unread> {
        value.get_ref().as_bool().ok_or_else(|| unexpected(value, key, &Self::kind(), source))
    }

    fn show(&self) -> Json {
        json!(self)
    }
}

impl Value for String {
    fn kind() -> String {
        "a text".to_owned()
    }

    fn read(
        value: &Spanned<DeValue<'_>>,
        key: &str,
        source: &mut Source<'_>,
    ) -> Result<Self, Unread> {
        let text = value.get_ref().as_str().map(str::to_owned);
        text.ok_or_else(|| unexpected(value, key, &Self::kind(), source))
    }

    fn show(&self) -> Json {
        json!(self)
    }
}

impl Value for PathBuf {
    fn kind() -> String {
        "a path".to_owned()
    }

    fn read(
        value: &Spanned<DeValue<'_>>,
        key: &str,
        source: &mut Source<'_>,
    ) -> Result<Self, Unread> {
        let text = value.get_ref().as_str().map(PathBuf::from);
        text.ok_or_else(|| unexpected(value, key, &Self::kind(), source))
    }

    fn show(&self) -> Json {
        json!(self)
    }
}

/// A text that must be something; what is wrong with it is said of the key.
pub(crate) fn parsed<T>(
    value: &Spanned<DeValue<'_>>,
    key: &str,
    source: &mut Source<'_>,
    parse: impl FnOnce(&str) -> Result<T, String>,
) -> Result<T, Unread> {
    let text = String::read(value, key, source)?;
    parse(&text).map_err(|wrong| {
        source.fault(&value.span(), format!("{key} {wrong}"));
        Unread::Noted
    })
}

/// Unset is not a value of its own: a key that is there has one.
impl<T: Value> Value for Option<T> {
    fn kind() -> String {
        T::kind()
    }

    fn read(
        value: &Spanned<DeValue<'_>>,
        key: &str,
        source: &mut Source<'_>,
    ) -> Result<Self, Unread> {
        T::read(value, key, source).map(Some)
    }

    fn show(&self) -> Json {
        self.as_ref().map_or(Json::Null, Value::show)
    }

    fn range() -> Option<String> {
        T::range()
    }
}

impl<T: Value> Value for Vec<T> {
    fn kind() -> String {
        format!("a list, each of it {}", T::kind())
    }

    fn read(
        value: &Spanned<DeValue<'_>>,
        key: &str,
        source: &mut Source<'_>,
    ) -> Result<Self, Unread> {
        let DeValue::Array(list) = value.get_ref() else {
            return Err(unexpected(value, key, &Self::kind(), source));
        };
        let each = |(at, value)| T::read(value, &format!("{key}[{at}]"), source);
        // All of them, to note what is wrong with each.
        let all: Vec<Result<T, Unread>> = list.iter().enumerate().map(each).collect();
        all.into_iter().collect()
    }

    fn show(&self) -> Json {
        self.iter().map(Value::show).collect()
    }
}

impl<T: Value> Value for BTreeMap<String, T> {
    fn kind() -> String {
        format!("a table, each value {}", T::kind())
    }

    fn read(
        value: &Spanned<DeValue<'_>>,
        key: &str,
        source: &mut Source<'_>,
    ) -> Result<Self, Unread> {
        let DeValue::Table(table) = value.get_ref() else {
            return Err(unexpected(value, key, &Self::kind(), source));
        };
        let mut all = Self::new();
        let mut unread = None;
        for (name, value) in table {
            match T::read(value, &format!("{key}.{}", short(name.get_ref())), source) {
                Ok(value) => _ = all.insert(name.get_ref().clone().into_owned(), value),
                Err(why) => unread = Some(why),
            }
        }
        unread.map_or(Ok(all), Err)
    }

    fn show(&self) -> Json {
        self.iter().map(|(name, value)| (name.clone(), value.show())).collect()
    }
}

/// Types whose values are words.
macro_rules! words {
    ($($Type:ty { $($word:literal = $value:path),* })*) => {$(
        impl Value for $Type {
            fn kind() -> String {
                let words = [$(concat!("`", $word, "`")),*];
                let (last, first) = words.split_last().expect("there is a word");
                format!("{} or {last}", first.join(", "))
            }

            fn read(
                value: &Spanned<DeValue<'_>>,
                key: &str,
                source: &mut Source<'_>,
            ) -> Result<Self, Unread> {
                match value.get_ref().as_str() {
                    $(Some($word) => Ok($value),)*
                    Some(_) | None => Err(unexpected(value, key, &Self::kind(), source)),
                }
            }

            fn show(&self) -> Json {
                Json::from(match self { $($value => $word),* })
            }
        }
    )*};
}

words! {
    Durability { "power" = Durability::Power, "buffered" = Durability::Buffered, "off" = Durability::Off }
    LedgerFailure { "serve" = LedgerFailure::Serve, "refuse" = LedgerFailure::Refuse }
    Gpu { "prefer" = Gpu::Prefer, "require" = Gpu::Require, "off" = Gpu::Off }
    Provider { "cpu" = Provider::Cpu, "cuda" = Provider::Cuda, "tensorrt" = Provider::Tensorrt }
    Priority { "interactive" = Priority::Interactive, "batch" = Priority::Batch }
    Kind { "agent" = Kind::Agent, "human" = Kind::Human }
    OnInvalid { "return" = OnInvalid::Return, "error" = OnInvalid::Error }
}

/// What a value of the right kind must still be.
pub(crate) trait Bound<T> {
    fn holds(&self, value: &T) -> bool;

    /// `between 1 and 3`; `None`: anything goes.
    fn must_be(&self) -> Option<String>;

    /// With the kind of value in front.
    fn expects(&self, kind: &str) -> String {
        self.must_be().map_or(kind.to_owned(), |must| format!("{kind}: {must}"))
    }
}

pub(super) fn out_of_bounds(key: &str, value: &DeValue<'_>, must_be: Option<String>) -> String {
    let must_be = must_be.unwrap_or_else(|| "nearer to 0".to_owned());
    match may_be_key(key) {
        true => format!("{key} must be {must_be}"),
        false => format!("{key} is {}, it must be {must_be}", shown(value)),
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Free;

impl<T> Bound<T> for Free {
    fn holds(&self, _value: &T) -> bool {
        true
    }

    fn must_be(&self) -> Option<String> {
        None
    }
}

impl<T: PartialOrd + Display> Bound<T> for RangeInclusive<T> {
    fn holds(&self, value: &T) -> bool {
        self.contains(value)
    }

    fn must_be(&self) -> Option<String> {
        Some(format!("between {} and {}", self.start(), self.end()))
    }

    fn expects(&self, kind: &str) -> String {
        format!("{kind} between {} and {}", self.start(), self.end())
    }
}

impl<T: PartialOrd + Display> Bound<Option<T>> for RangeInclusive<T> {
    fn holds(&self, value: &Option<T>) -> bool {
        value.as_ref().is_none_or(|value| self.contains(value))
    }

    fn must_be(&self) -> Option<String> {
        Bound::<T>::must_be(self)
    }

    fn expects(&self, kind: &str) -> String {
        Bound::<T>::expects(self, kind)
    }
}

/// A bound in words, and what decides.
pub(crate) struct Is<T>(pub &'static str, pub fn(&T) -> bool);

impl<T> Bound<T> for Is<T> {
    fn holds(&self, value: &T) -> bool {
        self.1(value)
    }

    fn must_be(&self) -> Option<String> {
        Some(self.0.to_owned())
    }
}

impl<T> Bound<Option<T>> for Is<T> {
    fn holds(&self, value: &Option<T>) -> bool {
        value.as_ref().is_none_or(|value| self.1(value))
    }

    fn must_be(&self) -> Option<String> {
        Bound::<T>::must_be(self)
    }
}
