//! Settings, tasks and how models are to run: files are read here once, at the start, and nowhere else.

mod fragment;
mod models;
mod settings;
mod tasks;

pub(crate) use fragment::{Engine, LedgerFailure};
pub(crate) use models::{ModelFile, ModelSettings, load_models};
pub(crate) use settings::{ConfigFailure, Loaded, Settings, load};
pub(crate) use tasks::{Output, Task, TaskFile, load_tasks};
