//! A model's graph, read from its file before ONNX Runtime sees it, and rewritten for the way we run it.
//!
//! `scan` bounds what a file may take, `proto` decodes it, `check` with `tensor` and `external` refuses
//! what is broken or leads out of the folder. `signature` says what to feed a decoder, `precision` what its
//! weights are. `rewrite` makes the graph whose attention keeps keys and values in our memory: `index` finds
//! things in it, `attention` replaces its nodes, `projection` finds those and the last of them, `tokens` proves that
//! tokens meet nowhere but in attention. Nothing here runs a graph, and nothing knows ONNX Runtime.

mod attention;
mod check;
mod error;
mod external;
mod index;
mod precision;
mod projection;
mod proto;
mod rewrite;
mod scan;
mod signature;
mod tensor;
mod tokens;

#[cfg(test)]
mod samples;

pub(crate) use error::GraphError;
pub(crate) use precision::Precision;
pub(crate) use rewrite::{AttentionLayer, Ragged};
pub(crate) use signature::{Element, Input, Signature};

use bytes::Bytes;
use prost::Message;
use proto::{GraphProto, ModelProto};
use std::fmt;
use std::path::Path;

/// What a protobuf message can be; weights beyond it lie in files beside the graph.
pub(crate) const FILE_BYTES_MAX: u64 = 2 * 1024 * 1024 * 1024;

/// A checked graph. Its weights are still where the file was read to.
pub(crate) struct Graph {
    model: Box<ModelProto>,
    /// In the file and beside it.
    weight_bytes: u64,
    unknown_field: Option<String>,
}

impl Graph {
    /// Reads the file's `bytes`; weights beside it are looked for in `dir`, and not read.
    pub(crate) fn read(bytes: Bytes, dir: &Path) -> Result<Self, GraphError> {
        error::at_most("file_bytes", FILE_BYTES_MAX, bytes.len(), || "the graph file".to_owned())?;
        let scanned = scan::scan(&bytes)?;
        let model =
            ModelProto::decode(bytes).map_err(|error| GraphError::Malformed(error.to_string()))?;
        let weight_bytes = check::check(&model, dir)?;
        Ok(Self { model: Box::new(model), weight_bytes, unknown_field: scanned.unknown_field })
    }

    pub(crate) fn signature(&self) -> Result<Signature, GraphError> {
        signature::signature(self.graph())
    }

    pub(crate) fn precision(&self) -> Precision {
        precision::precision(self.graph())
    }

    /// The graph whose attention is ours, or this one and why it cannot be had.
    pub(crate) fn into_ragged(self) -> Result<Ragged, (Self, String)> {
        rewrite::ragged(self)
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        self.model.encode_to_vec()
    }

    fn graph(&self) -> &GraphProto {
        self.model.graph.as_ref().expect("a graph was checked to be there")
    }
}

/// Without the weights, which are long.
impl fmt::Debug for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nodes = self.graph().node.len();
        f.debug_struct("Graph")
            .field("nodes", &nodes)
            .field("weight_bytes", &self.weight_bytes)
            .field("unknown_field", &self.unknown_field)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
