//! What a worker process runs: loaded models, and the one loop that steps them.
//!
//! `model` is what the loop asks of a model, `sim` the model that needs no weights, `rows` one loaded
//! model with its calls, `parts` how much of a step goes into a frame, `link` the socket to `edged`, `run`
//! the loop. A worker has one thread, never queues a call that has no row, and opens no file and no socket
//! of its own.

mod link;
mod model;
mod parts;
mod rows;
mod run;
mod sim;

pub use run::{Options, ServeError, serve};
