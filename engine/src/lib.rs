//! What a worker process runs: loaded models, and the one loop that steps them.
//!
//! The way in: `arguments` the command line, `sandbox` what the process denies itself before anything else,
//! `panic` what it says of its own bugs, `link` the socket to `edged`, `run` the loop, `loads` what is on its
//! way to be loaded or checked.
//! From a folder to a model: `folder` its small files, `text` its tokenizer and template, `graph` its graph,
//! `ort` the runtime, `backend` what makes a model of all that, `attention` the keys and values of a ragged one.
//! Stepping: `model` what the loop asks of a model, `rows` one loaded model with its calls, `parts` how
//! much of a step goes into a frame, `sim` the model that needs no weights.
//!
//! A worker never queues a call that has no row, opens no file but those of its models, and no socket.

mod arguments;
mod attention;
mod backend;
mod folder;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
mod graph;
mod link;
mod loads;
mod model;
mod ort;
pub mod panic;
mod parts;
mod rows;
mod run;
pub mod sandbox;
mod sim;
mod text;

pub use arguments::{ArgumentError, Arguments, USAGE};
pub use run::{Options, ServeError, serve};
