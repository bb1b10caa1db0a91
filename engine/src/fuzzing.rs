//! Ways in for the fuzz targets in `fuzz/`: each takes what an outsider wrote all the way through.
//!
//! Only there with the feature `fuzzing`; nothing of the product calls it.

use crate::graph::Graph;
use bytes::Bytes;
use std::path::Path;

/// What became of a graph file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Refused,
    /// Sound, but not one to rewrite.
    Plain,
    Ragged {
        layers: usize,
        projections: usize,
        needs_position_ids: bool,
    },
}

/// Reads a graph, asks it everything, rewrites it, and reads what was written.
pub fn graph(file: &[u8], dir: &Path) -> Outcome {
    let Ok(graph) = Graph::read(Bytes::copy_from_slice(file), dir) else {
        return Outcome::Refused;
    };
    let signature = graph.signature();
    _ = graph.precision().name();
    let again = Graph::read(graph.encode().into(), dir).expect("what was read can be written");
    assert_eq!(again.signature(), signature, "a graph that was written is another");
    match graph.into_ragged() {
        Err((graph, reason)) => {
            assert!(!reason.is_empty(), "a refusal without a reason");
            assert_eq!(graph.signature(), signature, "a refusal changed the graph");
            Outcome::Plain
        }
        Ok(ragged) => {
            let layers = signature.expect("only a decoder is rewritten").layers.len();
            assert_eq!(ragged.layers.len(), layers, "a layer was lost");
            assert!(ragged.is_sound(dir), "the rewritten graph is not sound");
            let projections = ragged.projections.len();
            let needs_position_ids = ragged.needs_position_ids;
            Outcome::Ragged { layers, projections, needs_position_ids }
        }
    }
}
