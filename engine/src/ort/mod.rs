//! ONNX Runtime, loaded at run time. `Runtime` owns the library and its one environment for the life of
//! the process; `session` runs a graph, `value` holds a tensor, `providers` decides where a graph runs,
//! `readback` asks the library what it is and what it did, `log` and
//! `message` see to what it says, `memory` to what it leaves behind.
//!
//! Nothing else in the project names the library. It is never loaded by itself, never unloaded, and never
//! told to report anything to anybody.

mod log;
mod memory;
mod message;
mod operator;
mod providers;
mod ragged_session;
mod readback;
mod session;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod value;

pub(crate) use message::one_line;
pub(crate) use operator::domain;
pub(crate) use ragged_session::RaggedSession;
pub(crate) use session::{GraphSource, Plan, RunError, Session};
pub(crate) use value::{Element, Value};

use ::ort::LoadDynamicError;
use ::ort::environment::Environment;
use ::ort::logging::LogLevel;
use edge_api::worker::{self, LoadFailure, LoadFailureKind};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The oldest minor version of ONNX Runtime 1 that will do, the one that can say where its nodes run.
const MINOR_VERSION_MIN: u32 = ::ort::MINOR_VERSION;
/// Where a package puts the library.
const LIBRARY_DEFAULT: &str = "/usr/lib/edged/libonnxruntime.so";
const HINT: &str = "the library is taken from EDGED_ORT_LIBRARY, else engine.library, else \
    /usr/lib/edged/libonnxruntime.so; in a source tree `make run` fetches one";
/// Shows in the library's own messages.
const NAME: &str = "edge-worker";
const ELF_MAGIC: [u8; 4] = *b"\x7fELF";

/// A process has at most one, because the library cannot be taken out of it again.
static LOADED: Mutex<Option<Runtime>> = Mutex::new(None);

#[derive(Clone, Debug)]
pub(crate) struct Runtime {
    environment: Environment,
    report: worker::Runtime,
}

impl Runtime {
    /// Loads the library, or returns the one that is loaded already.
    pub(crate) fn load(library: Option<&Path>) -> Result<Self, LoadFailure> {
        let path = resolve(library.unwrap_or(Path::new(LIBRARY_DEFAULT)))?;
        let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        match &*loaded {
            Some(runtime) if runtime.report.library == path => Ok(runtime.clone()),
            Some(runtime) => Err(failed(format!(
                "{} cannot be loaded: this worker already runs on {}",
                path.display(),
                runtime.report.library.display()
            ))),
            None => Ok(loaded.insert(start(path)?).clone()),
        }
    }

    /// Which library this is and what it was built with.
    pub(crate) fn report(&self) -> worker::Runtime {
        self.report.clone()
    }
}

/// Finds what the dynamic loader would only describe in its own words.
fn resolve(library: &Path) -> Result<PathBuf, LoadFailure> {
    let unreadable = |error| failed(format!("no ONNX Runtime at {}: {error}", library.display()));
    let path = library.canonicalize().map_err(unreadable)?;
    let mut magic = [0; ELF_MAGIC.len()];
    match File::open(&path).and_then(|mut file| file.read_exact(&mut magic)) {
        Ok(()) if magic == ELF_MAGIC => Ok(path),
        Err(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => Err(unreadable(error)),
        Ok(()) | Err(_) => Err(failed(format!("{} is not a library", library.display()))),
    }
}

fn start(library: PathBuf) -> Result<Runtime, LoadFailure> {
    let broken = |error: ::ort::Error| {
        failed(format!("{} does not start: {}", library.display(), one_line(error.message())))
    };
    let environment = ::ort::init_from(&library)
        .map_err(|error| failed(refusal(&error)))?
        .with_name(NAME)
        .with_telemetry(false)
        .with_logger(log::logger())
        .build()
        .map_err(broken)?;
    // With a logger of ours the environment starts out telling everything.
    environment.set_log_level(LogLevel::Warning);
    let version = readback::version(&environment).map_err(broken)?;
    let providers = providers::offered().into_iter().map(str::to_owned).collect();
    let report = worker::Runtime { library, version, providers };
    Ok(Runtime { environment, report })
}

fn refusal(error: &LoadDynamicError) -> String {
    match error {
        LoadDynamicError::Dlopen { error, path } => {
            format!("{} cannot be loaded: {}", path.display(), one_line(&error.to_string()))
        }
        LoadDynamicError::MissingApi { path } => {
            format!("{} is a library, but not ONNX Runtime", path.display())
        }
        LoadDynamicError::InvalidVersionString => {
            "the library does not say which ONNX Runtime it is".to_owned()
        }
        LoadDynamicError::BadVersion { version_str, path } => format!(
            "{} is ONNX Runtime {}, at least 1.{MINOR_VERSION_MIN} is needed",
            path.display(),
            one_line(version_str)
        ),
    }
}

fn failed(reason: String) -> LoadFailure {
    LoadFailure { kind: LoadFailureKind::Runtime, reason, hint: Some(HINT.to_owned()) }
}
