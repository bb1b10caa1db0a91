//! JSON as every reader would understand it. Pure functions.
//!
//! An object with a key twice means one thing to one reader and another to the next, so it is no JSON here
//! and equals none. Values are equal by what they say: `1` and `1.0` are, and so are objects in any order.

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::{Map, Number, Value};
use std::cmp::Ordering;
use std::fmt;

/// How much of a key or a number a fault repeats.
const SHOWN_BYTES_MAX: usize = 80;

/// Why a text is not one JSON value, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} at line {line} column {column}")]
pub struct Fault {
    pub kind: FaultKind,
    pub what: String,
    pub line: usize,
    pub column: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    Syntax,
    /// The text ends too early.
    Ended,
    KeyTwice,
    /// Too large for a double, or, where that is asked for, not held exactly.
    Number,
}

/// A number that 64 bits do not hold is the double next to it, as most readers have it.
pub fn read(text: &str) -> Result<Value, Fault> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = Strict.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    read.map_err(|error| fault(&error))
}

/// Refuses a number that would come to mean another one.
pub fn read_exact(text: &str) -> Result<Value, Fault> {
    let value = read(text)?;
    match numbers(text).find(|(_, number)| !is_held(number)) {
        None => Ok(value),
        Some((start, number)) => {
            let before = &text[..start];
            let line_start = before.rfind('\n').map_or(0, |end| end + 1);
            Err(Fault {
                kind: FaultKind::Number,
                what: format!("the number {} cannot be held exactly", shown(number)),
                line: 1 + before.matches('\n').count(),
                column: 1 + start - line_start,
            })
        }
    }
}

pub fn same(a: &Value, b: &Value) -> bool {
    same_within(a, b, &mut |_| Some(())).unwrap_or(false)
}

/// As `same`, at a price: `pay` is told of each value and each 64 bytes of a text before they are looked
/// at, and ends it with `None`.
pub fn same_within(a: &Value, b: &Value, pay: &mut dyn FnMut(usize) -> Option<()>) -> Option<bool> {
    pay(1)?;
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => Some(order(a, b) == Ordering::Equal),
        (Value::String(a), Value::String(b)) if a.len() == b.len() => {
            pay(a.len() / 64)?;
            Some(a == b)
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (a, b) in a.iter().zip(b) {
                if !same_within(a, b, pay)? {
                    return Some(false);
                }
            }
            Some(true)
        }
        (Value::Object(a), Value::Object(b)) if a.len() == b.len() => {
            for (key, a) in a {
                pay(key.len() / 64)?;
                let Some(b) = b.get(key) else { return Some(false) };
                if !same_within(a, b, pay)? {
                    return Some(false);
                }
            }
            Some(true)
        }
        (Value::Null, Value::Null) => Some(true),
        (Value::Bool(a), Value::Bool(b)) => Some(a == b),
        _ => Some(false),
    }
}

/// By value, and exactly: between two doubles there may be many whole numbers.
pub fn order(a: &Number, b: &Number) -> Ordering {
    let float = |number: &Number| number.as_f64().unwrap_or(f64::NAN);
    match (integer(a), integer(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(a), None) => order_to_float(a, float(b)),
        (None, Some(b)) => order_to_float(b, float(a)).reverse(),
        // JSON has no NaN.
        (None, None) => float(a).partial_cmp(&float(b)).unwrap_or(Ordering::Equal),
    }
}

/// A whole number of 64 bits, however it is written.
pub fn whole(number: &Number) -> Option<i128> {
    integer(number).or_else(|| {
        let float = number.as_f64()?;
        (float.abs() < TWO_TO_64 && float.fract() == 0.0).then(|| truncated(float))
    })
}

const TWO_TO_64: f64 = 18_446_744_073_709_551_616.0;

fn integer(number: &Number) -> Option<i128> {
    number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from))
}

fn order_to_float(whole: i128, float: f64) -> Ordering {
    if float.abs() >= TWO_TO_64 {
        return if float > 0.0 { Ordering::Less } else { Ordering::Greater };
    }
    let of_fraction = || 0.0.partial_cmp(&float.fract()).unwrap_or(Ordering::Equal);
    whole.cmp(&truncated(float)).then_with(of_fraction)
}

#[expect(clippy::cast_possible_truncation, reason = "the callers look that it fits")]
fn truncated(float: f64) -> i128 {
    float as i128
}

fn fault(error: &serde_json::Error) -> Fault {
    let (line, column) = (error.line(), error.column());
    let message = error.to_string();
    let place = format!(" at line {line} column {column}");
    let what = message.strip_suffix(&place).unwrap_or(&message);
    let kind = match error.classify() {
        Category::Eof => FaultKind::Ended,
        // Nothing but `Strict` has something to say of what is well written.
        Category::Data => FaultKind::KeyTwice,
        // It has no category of its own.
        Category::Syntax if what == "number out of range" => FaultKind::Number,
        Category::Syntax | Category::Io => FaultKind::Syntax,
    };
    Fault { kind, what: what.to_owned(), line, column }
}

/// The numbers of a text that is JSON, and where they start.
fn numbers(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(byte) = bytes.get(at) {
            let start = at;
            at += 1;
            if *byte == b'"' {
                while let Some(byte) = bytes.get(at).filter(|byte| **byte != b'"') {
                    at += if *byte == b'\\' { 2 } else { 1 };
                }
                at += 1;
            } else if *byte == b'-' || byte.is_ascii_digit() {
                let goes_on = |byte: &u8| {
                    byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E')
                };
                while bytes.get(at).is_some_and(goes_on) {
                    at += 1;
                }
                return Some((start, &text[start..at]));
            }
        }
        None
    })
}

/// Whether the number comes back when what is read is written, shortly or in full.
fn is_held(text: &str) -> bool {
    if text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok() {
        return true;
    }
    let (Ok(float), Some(decimal)) = (text.parse::<f64>(), Decimal::of(text)) else { return false };
    let written = |float: String| Decimal::of(&float).is_some_and(|float| float == decimal);
    written(format!("{float:e}")) || float.fract() == 0.0 && written(format!("{float:.0}"))
}

/// `0.digits` times ten to the power of `exponent`, without blanks at the ends of the digits.
#[derive(PartialEq)]
struct Decimal {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Decimal {
    fn of(text: &str) -> Option<Self> {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let unsigned = mantissa.strip_prefix('-').unwrap_or(mantissa);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let all = format!("{whole}{fraction}");
        let digits = all.trim_start_matches('0');
        if digits.is_empty() {
            return Some(Self { negative: false, digits: String::new(), exponent: 0 });
        }
        let zeros = i64::try_from(all.len() - digits.len()).ok()?;
        let point = i64::try_from(whole.len()).ok()?;
        Some(Self {
            negative: unsigned.len() < mantissa.len(),
            digits: digits.trim_end_matches('0').to_owned(),
            exponent: exponent.parse::<i64>().ok()?.checked_add(point - zeros)?,
        })
    }
}

/// A long text without its end.
fn shown(text: &str) -> String {
    match text.len() <= SHOWN_BYTES_MAX {
        true => text.to_owned(),
        false => format!("{}..", &text[..text.floor_char_boundary(SHOWN_BYTES_MAX)]),
    }
}

/// Builds a `Value` as serde_json does, but refuses a key that is there twice.
struct Strict;

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(Strict)? {
            array.push(item);
        }
        Ok(array.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if object.contains_key(&key) {
                let key = Value::from(shown(&key));
                return Err(A::Error::custom(format_args!("the key {key} is there twice")));
            }
            let value = entries.next_value_seed(Strict)?;
            object.insert(key, value);
        }
        Ok(object.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_are_equal_however_they_are_written() {
        for (a, b, order_of) in [
            ("1", "1.0", Ordering::Equal),
            ("100", "1e2", Ordering::Equal),
            ("-0.0", "0", Ordering::Equal),
            ("0", "0e300", Ordering::Equal),
            ("0.5", "5e-1", Ordering::Equal),
            ("-3", "-3.0", Ordering::Equal),
            ("1", "1.5", Ordering::Less),
            ("-1", "-1.5", Ordering::Greater),
            ("1", "-1", Ordering::Greater),
            ("0.1", "0.09", Ordering::Greater),
            ("9223372036854775808", "9223372036854775808.0", Ordering::Equal),
            ("9007199254740993", "9007199254740992.0", Ordering::Greater),
            ("18446744073709551615", "18446744073709551614", Ordering::Greater),
            ("18446744073709551615", "18446744073709551616", Ordering::Less),
            ("18446744073709551615", "1e300", Ordering::Less),
            ("-1e300", "-9223372036854775808", Ordering::Less),
            ("1e-300", "0", Ordering::Greater),
            ("1.2345678901234567e-7", "12345678901234567e-23", Ordering::Equal),
        ] {
            let (x, y) = (read(a).unwrap(), read(b).unwrap());
            let (Value::Number(n), Value::Number(m)) = (&x, &y) else { panic!("{a} {b}") };
            assert_eq!((order(n, m), order(m, n)), (order_of, order_of.reverse()), "{a} {b}");
            assert_eq!(same(&x, &y), order_of == Ordering::Equal, "{a} {b}");
        }
    }

    #[test]
    fn values_are_the_same_by_what_they_say() {
        assert!(same(&json!({"a": [1, null], "b": "x"}), &json!({"b": "x", "a": [1.0, null]})));
        for (a, b) in [
            (json!(1), json!("1")),
            (json!(0), json!(false)),
            (json!(null), json!(false)),
            (json!([1, 2]), json!([2, 1])),
            (json!([1]), json!([1, 2])),
            (json!({"a": 1}), json!({"b": 1})),
            (json!({"a": 1}), json!({"a": 1, "b": 1})),
            (json!("x"), json!("y")),
        ] {
            assert!(!same(&a, &b), "{a} {b}");
        }
    }

    #[test]
    fn what_is_looked_at_is_paid_for() {
        let (a, b) =
            (json!([1, "x".repeat(640), {"k": null}]), json!([1, "x".repeat(640), {"k": 0}]));
        let within = |mut left: usize| {
            same_within(&a, &b, &mut |n| {
                left = left.checked_sub(n)?;
                Some(())
            })
        };
        assert_eq!((within(15), within(14)), (Some(false), None));
    }

    #[test]
    fn a_fault_says_what_and_where() {
        for (text, kind, says) in [
            ("", FaultKind::Ended, "EOF while parsing a value at line 1 column 0"),
            ("{\"a\": ", FaultKind::Ended, "EOF while parsing a value at line 1 column 6"),
            ("sure", FaultKind::Syntax, "expected value at line 1 column 1"),
            ("1 2", FaultKind::Syntax, "trailing characters at line 1 column 3"),
            ("[\n1e400]", FaultKind::Number, "number out of range at line 2 column 5"),
            (
                r#"[{"a": 1, "\u0061": 2}]"#,
                FaultKind::KeyTwice,
                "the key \"a\" is there twice at line 1 column 18",
            ),
        ] {
            let fault = read(text).unwrap_err();
            assert_eq!((fault.kind, fault.to_string().as_str()), (kind, says), "{text}");
        }
        let long = "x".repeat(1000);
        let twice = read(&format!("{{\"{long}\": 1, \"{long}\": 1}}")).unwrap_err();
        assert!(twice.what.len() < 200, "{twice}");
    }

    #[test]
    fn a_number_that_would_mean_another_is_refused() {
        for text in [
            "0",
            "-0.0",
            "1.50",
            "19.99",
            "-1e-3",
            "1E+2",
            "1e300",
            "1e23",
            "5e-324",
            "0e99999999999999",
            "18446744073709551615",
            "-9223372036854775808",
            "18446744073709551616",
            "9223372036854775808.0",
            "0.30000000000000004",
            "\"1e999 \\\" 18446744073709551617\"",
        ] {
            assert!(read_exact(text).is_ok(), "{text}");
        }
        for text in [
            "18446744073709551617",
            "9007199254740993.0",
            "0.3000000000000000444",
            "1e-400",
            "-18446744073709551617",
        ] {
            let fault = read_exact(&format!("{{\"\\\"\":\n [1, {text}]}}")).unwrap_err();
            assert_eq!((fault.kind, fault.line, fault.column), (FaultKind::Number, 2, 6), "{text}");
            assert_eq!(fault.what, format!("the number {text} cannot be held exactly"));
            assert!(read(text).is_ok());
        }
        assert_eq!(read_exact("1e400").unwrap_err().kind, FaultKind::Number);
    }

    #[test]
    fn a_document_too_deep_is_no_json() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(read(&nested(127)).is_ok());
        assert_eq!(read(&nested(100_000)).unwrap_err().kind, FaultKind::Syntax);
    }
}
