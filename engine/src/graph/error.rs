//! Why a graph is not read. Each names the place; a hostile file's names are cut before they are shown.

use std::fmt;

/// How much of a name from a file goes into a message.
const SHOWN_CHARS_MAX: usize = 80;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum GraphError {
    #[error("not an ONNX file: {0}")]
    Malformed(String),
    #[error("{place} has {limit} {value}, above {max}")]
    Limit { limit: &'static str, place: String, value: u64, max: u64 },
    #[error("{0} is not supported")]
    Unsupported(String),
    #[error("node {node} uses domain {domain}, which is not one of ai.onnx, com.microsoft")]
    Domain { node: String, domain: Shown },
    #[error("node {node} uses domain {domain}, which the file does not import")]
    NotImported { node: String, domain: Shown },
    #[error(
        "node {node} reads {value}, which a later node makes: the graph is cyclic or not sorted"
    )]
    Unsorted { node: String, value: Shown },
    #[error("{place} reads {value}, which nothing makes")]
    Missing { place: String, value: Shown },
    #[error("{place} defines {value} a second time")]
    Duplicate { place: String, value: Shown },
    #[error("attribute {attribute} of node {node} {problem}")]
    Attribute { node: String, attribute: Shown, problem: &'static str },
    #[error("tensor {tensor} {problem}")]
    Tensor { tensor: Shown, problem: String },
    #[error("tensor {tensor} needs {wanted} bytes by its shape and has {found}")]
    WeightBytes { tensor: Shown, wanted: u64, found: u64 },
    #[error("tensor {tensor} lies in {location}, which {problem}")]
    External { tensor: Shown, location: Shown, problem: String },
    #[error("the graph has no {0}")]
    NoInput(&'static str),
    #[error("input {0} is not known, and the graph cannot run without it")]
    UnknownInput(Shown),
    #[error("{name} {problem}")]
    Signature { name: Shown, problem: String },
}

/// A name from a file, quoted and cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown(String);

impl Shown {
    pub(crate) fn new(name: &str) -> Self {
        let mut shown: String = name.chars().take(SHOWN_CHARS_MAX).collect();
        if shown.len() < name.len() {
            shown.push('…');
        }
        Self(shown)
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

pub(crate) fn at_most(
    limit: &'static str,
    max: u64,
    value: usize,
    place: impl FnOnce() -> String,
) -> Result<(), GraphError> {
    let value = u64::try_from(value).unwrap_or(u64::MAX);
    if value <= max { Ok(()) } else { Err(GraphError::Limit { limit, place: place(), value, max }) }
}
