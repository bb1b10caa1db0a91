//! Settings and tasks: files are read here once, at the start, and nowhere else.

mod fragment;
mod settings;
mod tasks;

pub(crate) use fragment::LedgerFailure;
pub(crate) use settings::{ConfigFailure, Loaded, Settings, load};
pub(crate) use tasks::{Task, TaskFile, load_tasks};
