//! The words that cross a process boundary: OpenAI's wire types, the local admin types, the worker
//! protocol, the well-known paths, what names, keys and hosts look like, how JSON is read and compared, and (feature
//! `client`) a small client for the Unix socket.
//!
//! A program that wants to ask edged turns the feature on and begins at `client`, where an example is.
//!
//! Nothing here decides anything: `edge-core` does.

pub mod admin;
pub mod bearer;
#[cfg(feature = "client")]
pub mod client;
pub mod edge;
pub mod error;
pub mod event;
pub mod frame;
pub mod host;
pub mod json;
pub mod name;
pub mod openai;
pub mod paths;
pub mod worker;

pub use error::{ApiError, Code};

/// The version of the shapes in `CONTRACT`: fields may be added to it, never renamed.
pub const SCHEMA: u32 = 1;

/// What each key of `tcp.listen` begins with; hexadecimal digits follow.
pub const KEY_PREFIX: &str = "edged-";
