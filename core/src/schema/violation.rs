//! What is said of a value that does not keep to its schema: where, and which rule, in the schema's words.

use super::{ANSWER_BYTES_MAX, PLACE_BYTES_MAX, place, shown};
use edge_api::json::{self, FaultKind};

/// The first violation: where, and which rule. Names and values in it are the schema's, not the answer's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text}")]
pub struct Violation {
    text: String,
    /// How far into the value it is.
    pub(super) depth: usize,
    pub(super) of_constant: bool,
}

impl Violation {
    fn new(text: String) -> Self {
        Self { text, depth: 0, of_constant: false }
    }

    /// Not said yet.
    pub(super) fn at(at: &At<'_>) -> Self {
        Self { depth: at.depth, ..Self::new(String::new()) }
    }

    pub(super) fn say(&mut self, at: &At<'_>, is: &str) {
        self.text = format!("{}, {is}", place(&at.pointer()));
    }

    pub(super) fn too_long() -> Self {
        Self::new(format!("it has more than {ANSWER_BYTES_MAX} bytes"))
    }

    /// The fault's own words may repeat the answer.
    pub(super) fn no_json(fault: &json::Fault) -> Self {
        let what = match fault.kind {
            FaultKind::Ended => return Self::new("it is JSON that ends too early".to_owned()),
            FaultKind::Syntax => "it is no JSON",
            FaultKind::KeyTwice => "an object in it has a key twice",
            FaultKind::Number => "a number in it is too large to be read",
        };
        Self::new(format!("{what}: line {}, column {}", fault.line, fault.column))
    }

    pub(super) fn cut() -> Self {
        Self::new("it was cut at max_tokens or where the context is full".to_owned())
    }

    pub(super) fn too_much() -> Self {
        Self::new("it takes too many steps to be checked".to_owned())
    }
}

/// Where in the value a check is; each step leads back to the one before.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    before: Option<&'a At<'a>>,
    step: Step<'a>,
    pub(super) depth: usize,
}

#[derive(Clone, Copy)]
pub(super) enum Step<'a> {
    Top,
    /// A name of the schema's.
    Named(&'a str),
    /// A name of the answer's own.
    Other,
    Index(usize),
}

impl At<'_> {
    pub(super) fn top() -> At<'static> {
        At { before: None, step: Step::Top, depth: 0 }
    }

    pub(super) fn then<'a>(&'a self, step: Step<'a>) -> At<'a> {
        At { before: Some(self), step, depth: self.depth + 1 }
    }

    fn pointer(&self) -> String {
        let mut steps = Vec::with_capacity(self.depth);
        let mut at = self;
        while let Some(before) = at.before {
            steps.push(at.step);
            at = before;
        }
        let mut pointer = String::new();
        for step in steps.iter().rev() {
            if pointer.len() > PLACE_BYTES_MAX {
                break;
            }
            match step {
                Step::Top => {}
                Step::Named(name) => pointer.extend(["/", name]),
                Step::Other => pointer.push_str("/*"),
                Step::Index(index) => pointer.push_str(&format!("/{index}")),
            }
        }
        shown(&pointer, PLACE_BYTES_MAX)
    }
}
