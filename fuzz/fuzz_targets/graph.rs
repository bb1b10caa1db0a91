//! A graph file, from its bytes to the rewritten graph. `data/` is the model's folder, with `w.bin`.

#![no_main]

use edge_engine::fuzzing::{self, Outcome};
use std::path::Path;

const DIR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data");

libfuzzer_sys::fuzz_target!(|file: &[u8]| {
    let outcome = fuzzing::graph(file, Path::new(DIR));
    // No seed is like this: a layer without a product that an adapter could add to.
    let planted = matches!(outcome, Outcome::Ragged { projections: 0..=7, layers: 2, .. });
    assert!(!(cfg!(feature = "planted") && planted), "the planted bug was found");
});
