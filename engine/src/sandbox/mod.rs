//! What a worker denies itself, before it starts a thread, opens a library or reads a byte of a model.
//!
//! `files` owns the Landlock rules, `calls` the filter of system calls, `proof` what is tried afterwards,
//! because a rule that was accepted is not yet a rule that works. Nothing here can be undone, and nothing
//! here is optional: what a kernel does not have is reported, never passed over.

mod calls;
mod files;
mod proof;

use proof::Proof;
use rustix::process::{Resource, Rlimit, setrlimit};
use rustix::thread::set_no_new_privs;
use std::io;
use std::path::PathBuf;

/// What a worker must be able to reach.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    pub profile: Profile,
    /// The ONNX Runtime library. The libraries beside it come with it.
    pub library: Option<PathBuf>,
    /// Folders to read, with all that is in them. One that is not there is passed over.
    pub read: Vec<PathBuf>,
    /// Folders to read and to change.
    pub write: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    #[default]
    Cpu,
    /// As `Cpu`, with the devices and the files of a GPU's driver, and Unix sockets.
    Gpu,
}

impl Profile {
    pub fn as_str(self) -> &'static str {
        match self {
            Profile::Cpu => "cpu",
            Profile::Gpu => "gpu",
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    #[error("cannot forbid core dumps")]
    CoreDumps(#[source] io::Error),
    #[error("cannot give up gaining privileges")]
    NoNewPrivileges(#[source] io::Error),
    #[error("cannot restrict access to files")]
    Files(#[from] landlock::RulesetError),
    #[error("cannot build the filter of system calls")]
    Program(#[from] seccompiler::BackendError),
    #[error("cannot filter system calls")]
    Calls(#[source] seccompiler::Error),
}

/// Restricts the calling thread and all it will start, for good. What comes back is for `Hello`: names and
/// values, sorted by name.
pub fn apply(rules: &Rules) -> Result<Vec<(String, String)>, SandboxError> {
    let proof = Proof::prepare(rules);
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })
        .map_err(|errno| SandboxError::CoreDumps(errno.into()))?;
    set_no_new_privs(true).map_err(|errno| SandboxError::NoNewPrivileges(errno.into()))?;
    let landlock = files::restrict(rules)?;
    let seccomp = calls::filter(rules.profile)?;
    Ok([
        ("files", proof.files().to_string()),
        ("landlock", landlock),
        ("network", proof::network(rules.profile).to_string()),
        ("processes", proof::processes().to_string()),
        ("profile", rules.profile.as_str().to_owned()),
        ("seccomp", seccomp),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .to_vec())
}
