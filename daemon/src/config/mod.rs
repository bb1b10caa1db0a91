//! What can be set, and what is in force: settings, tasks, how models are to run. `settings` says which keys
//! there are, `keeper` reads them anew whenever a file changes, everybody else holds a `Live`.

#[cfg(test)]
mod docs;
#[cfg(feature = "fuzzing")]
pub(crate) mod fuzzing;
mod hangup;
mod keeper;
mod live;
mod load;
mod models;
mod policies;
mod policy;
mod reading;
mod settings;
mod source;
mod table;
mod taken;
mod tasks;
mod tcp;
mod value;

pub(crate) use hangup::Hangup;
pub(crate) use keeper::Keeper;
pub(crate) use live::{Config, Live};
pub(crate) use load::Inputs;
#[cfg(test)]
pub(crate) use models::ModelFile;
pub(crate) use models::{ModelFiles, ModelSettings};
pub(crate) use reading::Reading;
pub(crate) use settings::{CONNECTIONS_MAX, Engine, LedgerFailure, Limits, Settings};
pub(crate) use source::{Faults, line_of};
pub(crate) use tasks::{Output, Task, TaskFile};
pub(crate) use tcp::HASH_BYTES;
pub(crate) use tcp::KeyHash;
#[cfg(test)]
pub(crate) use tcp::TcpKey;
