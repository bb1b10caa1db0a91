//! What the answer of a task must look like: JSON Schema (draft 2020-12) as far as it can be honoured.
//!
//! `compile` refuses what it does not honour by name, so a schema that is taken is kept to in full. A
//! check is bounded in steps and depth whatever the answer is, and what it says of a violation is in the
//! schema's own words: no part of an answer gets into a message.

mod answers;
mod compile;
mod equal;
mod keywords;
mod number;
mod pattern;
#[cfg(test)]
mod tests;
mod values;
mod violation;

pub use answers::{Answers, Broken};
pub use violation::Violation;

use edge_api::json;
use equal::Steps;
use pattern::Pattern;
use serde_json::Value;
use std::collections::BTreeMap;

/// The JSON text of a schema.
pub const SCHEMA_BYTES_MAX: usize = 256 * 1024;
/// Schemas in one document, its parts counted.
pub const SCHEMA_PARTS_MAX: usize = 4096;
/// Different patterns in one document.
pub const PATTERNS_MAX: usize = 128;
/// What one pattern may compile to.
pub const PATTERN_BYTES_MAX: usize = 256 * 1024;

/// An answer that is longer counts as invalid.
pub const ANSWER_BYTES_MAX: usize = 128 * 1024;
/// What the check of one call's answers may take, in comparisons or so: some ten milliseconds. An answer
/// that takes more counts as invalid.
pub const CHECK_STEPS_MAX: u32 = 1_000_000;
/// Schemas applied inside each other during a check, which bounds its stack.
pub const CHECK_DEPTH_MAX: usize = 320;

/// How much of a pointer, of a schema's own value, and of what is said of it a message repeats.
const PLACE_BYTES_MAX: usize = 200;
const SHOWN_BYTES_MAX: usize = 80;
const PROBLEM_BYTES_MAX: usize = 400;

/// A schema that can be honoured.
#[derive(Debug)]
pub struct Schema {
    parts: Vec<Part>,
}

/// Why a schema cannot be honoured: where, as a JSON pointer, and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {problem}", place(at))]
pub struct Fault {
    pub at: String,
    pub problem: String,
}

impl Schema {
    /// Of what `json::read_exact` made of its text: a number that was rounded would not be noticed.
    pub fn compile(schema: &Value) -> Result<Self, Fault> {
        compile::compile(schema).map(|parts| Self { parts })
    }

    /// Whether the text is JSON and keeps to the schema; if not, the first violation.
    pub fn check(&self, text: &str) -> Result<(), Violation> {
        self.check_within(text, &mut Steps::new(CHECK_STEPS_MAX))
    }

    fn check_within(&self, text: &str, steps: &mut Steps) -> Result<(), Violation> {
        if text.len() > ANSWER_BYTES_MAX {
            return Err(Violation::too_long());
        }
        let value = json::read(text).map_err(|fault| Violation::no_json(&fault))?;
        values::Check::new(&self.parts, steps).whole(&value)
    }
}

impl Fault {
    /// Neither is longer than somebody reads, whatever the schema holds.
    fn new(at: &str, problem: &str) -> Self {
        Self { at: shown(at, PLACE_BYTES_MAX), problem: shown(problem, PROBLEM_BYTES_MAX) }
    }
}

/// A long text without its end.
fn shown(text: &str, bytes_max: usize) -> String {
    match text.len() <= bytes_max {
        true => text.to_owned(),
        false => format!("{}..", &text[..text.floor_char_boundary(bytes_max)]),
    }
}

/// As a sentence says where it is.
fn place(pointer: &str) -> String {
    match pointer {
        "" => "at the top".to_owned(),
        pointer => format!("at `{pointer}`"),
    }
}

/// Index of a part. The whole schema is part 0.
type PartId = usize;

/// One schema inside the document: all of its rules must hold.
#[derive(Debug, Default)]
struct Part {
    rules: Vec<Rule>,
    /// Some values only: it is a `const` or an `enum`, or refers to one. It may tell its object's shape from
    /// the siblings in an `anyOf`, so it is looked at before the other properties.
    is_constant: bool,
}

/// A rule for values of one type is kept by all values of the others.
#[derive(Debug)]
enum Rule {
    /// The schema `false`.
    Never,
    Type(Types),
    Const {
        value: Value,
        /// As a message has it.
        shown: String,
    },
    Enum(Vec<Value>),
    Number(OfNumber),
    String(OfString),
    Array(OfArray),
    Object(OfObject),
    InPlace(InPlace),
}

#[derive(Debug)]
enum OfNumber {
    Bound(Bound, serde_json::Number),
    MultipleOf(serde_json::Number),
}

#[derive(Debug)]
enum OfString {
    /// In code points, as JSON Schema counts.
    Length(Range),
    Pattern(Pattern),
}

#[derive(Debug)]
enum OfArray {
    Count(Range),
    Unique,
    Items { first: Vec<PartId>, rest: Option<PartId> },
    Contains { item: PartId, range: Range },
}

#[derive(Debug)]
enum OfObject {
    Count(Range),
    Required(Vec<String>),
    DependentRequired(Vec<(String, Vec<String>)>),
    Names(PartId),
    Properties {
        named: BTreeMap<String, PartId>,
        patterns: Vec<(Pattern, PartId)>,
        rest: Option<PartId>,
    },
}

/// Other parts, for the same value.
#[derive(Debug)]
enum InPlace {
    Ref(PartId),
    AllOf(Vec<PartId>),
    AnyOf(Vec<PartId>),
    OneOf(Vec<PartId>),
    Not(PartId),
    If { condition: PartId, then: Option<PartId>, otherwise: Option<PartId> },
}

#[derive(Clone, Copy, Debug)]
enum Bound {
    Minimum,
    ExclusiveMinimum,
    Maximum,
    ExclusiveMaximum,
}

/// From a `min*` and a `max*` keyword, each with its name.
#[derive(Clone, Copy, Debug)]
struct Range {
    min: (&'static str, u64),
    max: (&'static str, Option<u64>),
}

/// A set of JSON types.
#[derive(Clone, Copy, Debug, Default)]
struct Types(u8);

impl Types {
    const NULL: Self = Self(1);
    const BOOLEAN: Self = Self(1 << 1);
    const OBJECT: Self = Self(1 << 2);
    const ARRAY: Self = Self(1 << 3);
    const STRING: Self = Self(1 << 4);
    const NUMBER: Self = Self(1 << 5);
    /// Whole numbers only; `1.0` is one.
    const INTEGER: Self = Self(1 << 6);

    const NAMED: [(&str, Self); 7] = [
        ("null", Self::NULL),
        ("boolean", Self::BOOLEAN),
        ("object", Self::OBJECT),
        ("array", Self::ARRAY),
        ("string", Self::STRING),
        ("number", Self::NUMBER),
        ("integer", Self::INTEGER),
    ];

    /// `None` for a name that is no type's.
    fn with(self, name: &str) -> Option<Self> {
        let (_, named) = Self::NAMED.into_iter().find(|(other, _)| *other == name)?;
        Some(Self(self.0 | named.0))
    }

    fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn names(self) -> String {
        let ours = Self::NAMED.into_iter().filter(|(_, named)| self.has(*named));
        ours.map(|(name, _)| name).collect::<Vec<_>>().join(" or ")
    }
}
