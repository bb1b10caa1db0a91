//! Ways in for the fuzz targets in `fuzz/`: each takes what an outsider wrote all the way through.
//!
//! Only there with the feature `fuzzing`; nothing of the product calls it.

use crate::graph::Graph;
use crate::link::{Link, LinkError};
use bytes::Bytes;
use edge_api::worker::ToWorker;
use std::io::Write;
use std::os::unix::net::UnixStream;
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

/// What a worker receives if edged sends this, piece by piece, and then closes; false if it breaks off before.
/// A piece is no more than a socket holds: nobody reads while it is written.
pub fn received(sent: &[u8], piece_bytes: usize) -> (Vec<ToWorker>, bool) {
    let (mut edged, worker) = UnixStream::pair().expect("there are descriptors");
    let mut link = Link::new(worker).expect("a new socket can be set");
    let mut messages = Vec::new();
    for piece in sent.chunks(piece_bytes) {
        edged.write_all(piece).expect("the socket has room");
        link.receive().expect("the socket is open");
        loop {
            match link.next_frame() {
                Ok(Some(message)) => messages.push(message),
                Ok(None) => break,
                Err(LinkError::Received(_)) => return (messages, false),
                Err(error) => panic!("{error:?}"),
            }
        }
    }
    drop(edged);
    assert!(matches!(link.receive(), Err(LinkError::Closed)), "the end was not seen");
    (messages, true)
}
