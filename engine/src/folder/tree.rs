//! The files of a folder: all regular, in directories, and nothing else. What is listed here was no symbolic
//! link when it was looked at, and none is followed when it is opened.

use super::FolderError;
use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Files and directories together.
const ENTRIES_MAX: usize = 4096;
const DEPTH_MAX: usize = 8;
const FOLDER_BYTES_MAX: u64 = 1 << 40;

#[derive(Debug)]
pub(super) struct Tree {
    root: PathBuf,
    /// In the order of the bytes of their paths.
    files: Vec<Entry>,
    /// Each before those within it.
    dirs: Vec<PathBuf>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Relative to the folder.
    pub(super) path: PathBuf,
    pub(super) bytes: u64,
}

impl Tree {
    /// The folder itself may be reached through symbolic links.
    pub(super) fn walk(root: &Path) -> Result<Self, FolderError> {
        let root = root.canonicalize().map_err(failed("find", root))?;
        if !root.is_dir() {
            return Err(FolderError::NotADirectory { path: root });
        }
        let mut tree = Self { root, files: Vec::new(), dirs: Vec::new() };
        let mut open = vec![PathBuf::new()];
        while let Some(dir) = open.pop() {
            let listed = tree.list(&dir)?;
            open.extend_from_slice(&listed);
            tree.dirs.extend(listed);
        }
        tree.files.sort_by(|one, other| bytes(&one.path).cmp(bytes(&other.path)));
        let (all, max) = (tree.bytes(), FOLDER_BYTES_MAX);
        if all > max {
            return Err(FolderError::TooLarge { path: tree.root, bytes: all, max });
        }
        Ok(tree)
    }

    /// Takes in what is directly in `dir` and returns the directories among it.
    fn list(&mut self, dir: &Path) -> Result<Vec<PathBuf>, FolderError> {
        let mut dirs = Vec::new();
        let at = self.root.join(dir);
        for entry in fs::read_dir(&at).map_err(failed("list", &at))? {
            let entry = entry.map_err(failed("list", &at))?;
            let path = dir.join(entry.file_name());
            check_name(&path)?;
            if self.files.len() + self.dirs.len() + dirs.len() >= ENTRIES_MAX {
                return Err(FolderError::TooManyFiles { max: ENTRIES_MAX });
            }
            // Of the entry itself, not of what a link points to.
            let metadata = entry.metadata().map_err(failed("look at", &path))?;
            if metadata.is_dir() {
                if path.components().count() >= DEPTH_MAX {
                    return Err(FolderError::TooDeep { path, max: DEPTH_MAX });
                }
                dirs.push(path);
            } else if metadata.is_file() {
                self.files.push(Entry { path, bytes: metadata.len() });
            } else if metadata.is_symlink() {
                return Err(FolderError::Symlink { path });
            } else {
                return Err(FolderError::Special { path });
            }
        }
        Ok(dirs)
    }

    pub(super) fn files(&self) -> &[Entry] {
        &self.files
    }

    pub(super) fn dirs(&self) -> &[PathBuf] {
        &self.dirs
    }

    pub(super) fn bytes(&self) -> u64 {
        self.files.iter().fold(0, |sum, file| sum.saturating_add(file.bytes))
    }

    pub(super) fn has(&self, path: &Path) -> bool {
        self.find(path).is_some()
    }

    pub(super) fn path(&self, path: &Path) -> PathBuf {
        self.root.join(path)
    }

    pub(super) fn open(&self, entry: &Entry) -> Result<File, FolderError> {
        let path = self.path(&entry.path);
        open(&path).map_err(failed("open", &entry.path))
    }

    /// A whole small file; `None` if there is none.
    pub(super) fn read(&self, path: &str, max: u64) -> Result<Option<Vec<u8>>, FolderError> {
        let Some(entry) = self.find(Path::new(path)) else {
            return Ok(None);
        };
        let too_large = |bytes| Err(FolderError::TooLarge { path: entry.path.clone(), bytes, max });
        if entry.bytes > max {
            return too_large(entry.bytes);
        }
        let mut bytes = Vec::new();
        let file = self.open(entry)?;
        file.take(max + 1).read_to_end(&mut bytes).map_err(failed("read", &entry.path))?;
        match u64::try_from(bytes.len()) {
            Ok(len) if len > max => too_large(len),
            _ => Ok(Some(bytes)),
        }
    }

    fn find(&self, path: &Path) -> Option<&Entry> {
        self.files.iter().find(|entry| entry.path == path)
    }
}

/// A file that was regular a moment ago; if it no longer is, this neither follows it nor waits for it.
fn open(path: &Path) -> io::Result<File> {
    use rustix::fs::OFlags;
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let flags = i32::try_from(flags.bits()).expect("open flags are ints");
    OpenOptions::new().read(true).custom_flags(flags).open(path)
}

/// `sha256sum` writes some names in its own way, and takes some for options.
fn check_name(path: &Path) -> Result<(), FolderError> {
    let what = match bytes(path) {
        [b'-', ..] => "a leading dash",
        name if name.iter().any(|byte| matches!(byte, b'\n' | b'\r')) => "a line end",
        name if name.contains(&b'\\') => "a backslash",
        _ => return Ok(()),
    };
    Err(FolderError::Name { path: path.to_owned(), what })
}

pub(super) fn bytes(path: &Path) -> &[u8] {
    OsStr::as_bytes(path.as_os_str())
}

pub(super) fn failed(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> FolderError {
    let path = path.to_owned();
    move |source| FolderError::Io { what, path, source }
}
