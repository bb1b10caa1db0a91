//! What can be wrong with a folder, in words that name the file, the field and the value.

use crate::text::TextError;
use edge_api::worker::{LoadFailure, LoadFailureKind};
use std::io;
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub(crate) enum FolderError {
    #[error("cannot {what} {}: {source}", path.display())]
    Io { what: &'static str, path: PathBuf, source: io::Error },
    #[error("{} is not a directory", path.display())]
    NotADirectory { path: PathBuf },
    #[error("{} is a symbolic link", path.display())]
    Symlink { path: PathBuf },
    #[error("{} is neither a file nor a directory", path.display())]
    Special { path: PathBuf },
    #[error("the file name {path:?} has {what}")]
    Name { path: PathBuf, what: &'static str },
    #[error("the folder has more than {max} files and directories")]
    TooManyFiles { max: usize },
    #[error("{} is nested deeper than {max} levels", path.display())]
    TooDeep { path: PathBuf, max: usize },
    #[error("{} has {bytes} bytes, at most {max} are allowed", path.display())]
    TooLarge { path: PathBuf, bytes: u64, max: u64 },
    #[error("the folder has no files")]
    Empty,
    #[error("{} changed while it was read", path.display())]
    Changed { path: PathBuf },
    #[error("{} is not empty", path.display())]
    NotEmpty { path: PathBuf },
    #[error("the folder has no {what}")]
    Missing { what: String },
    #[error("{file} is not valid JSON: {source}")]
    Json { file: String, source: serde_json::Error },
    #[error("{file} is not UTF-8")]
    NotText { file: String },
    #[error("{file}: {field} must be {must}, not {value}")]
    Field { file: String, field: String, must: String, value: String },
    #[error(transparent)]
    Text(#[from] TextError),
    #[error("nobody waits for it any more")]
    GivenUp,
}

impl FolderError {
    pub(crate) fn hint(&self) -> Option<String> {
        if matches!(self, FolderError::Symlink { .. }) {
            return Some("copy the folder with `cp -r -L` and add the copy".to_owned());
        }
        let FolderError::Missing { what } = self else { return None };
        let here = "add the folder that an export wrote, not the one above it";
        what.contains("_config.json").then(|| here.to_owned())
    }
}

impl From<FolderError> for LoadFailure {
    fn from(error: FolderError) -> Self {
        let passes = matches!(&error, FolderError::Io { source, .. } if passes(source))
            || matches!(error, FolderError::GivenUp);
        let kind = if passes { LoadFailureKind::Passing } else { LoadFailureKind::Broken };
        Self { kind, reason: error.to_string(), hint: error.hint() }
    }
}

/// Whether the same may go well another time: it says nothing about the folder.
pub(crate) fn passes(error: &io::Error) -> bool {
    let is_the_folders = [
        io::ErrorKind::NotFound,
        io::ErrorKind::PermissionDenied,
        io::ErrorKind::IsADirectory,
        io::ErrorKind::NotADirectory,
        io::ErrorKind::InvalidData,
        io::ErrorKind::InvalidInput,
        io::ErrorKind::UnexpectedEof,
        io::ErrorKind::InvalidFilename,
        io::ErrorKind::AlreadyExists,
    ];
    // Links in a circle have no kind of their own on a stable compiler.
    let circle = Some(rustix::io::Errno::LOOP.raw_os_error());
    !is_the_folders.contains(&error.kind()) && error.raw_os_error() != circle
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::io::Errno;

    #[test]
    fn what_may_pass_is_not_held_against_the_folder() {
        let kind = |errno: Errno| {
            let source = io::Error::from_raw_os_error(errno.raw_os_error());
            let error = FolderError::Io { what: "open", path: "/m/x".into(), source };
            LoadFailure::from(error).kind
        };
        for errno in [Errno::MFILE, Errno::NFILE, Errno::NOMEM, Errno::IO, Errno::NOSPC] {
            assert_eq!(kind(errno), LoadFailureKind::Passing, "{errno}");
        }
        for errno in [Errno::NOENT, Errno::ACCESS, Errno::ISDIR, Errno::LOOP, Errno::NAMETOOLONG] {
            assert_eq!(kind(errno), LoadFailureKind::Broken, "{errno}");
        }
    }
}
