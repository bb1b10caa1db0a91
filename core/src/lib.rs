//! Decisions, and nothing else: no IO, no clock, no randomness, no environment. `now`, keys, seeds and
//! sizes are arguments, so that every decision can be tested by saying what was asked.

pub mod keep;
pub mod life;
pub mod policy;
pub mod queue;
pub mod request;
pub mod sample;
pub mod schema;
pub mod sim;
pub mod text;
