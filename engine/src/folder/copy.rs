//! A copy of a folder that is on the disk before anybody relies on it: every file, then every directory.

use super::FolderError;
use super::digest::{length, read, tell};
use super::tree::{Tree, failed};
use std::fs::{self, File};
use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;

/// Copies the regular files of `from` into `to`, which must not exist yet or be empty. What an error leaves
/// behind is the caller's to remove.
pub(crate) fn copy(
    from: &Path,
    to: &Path,
    progress: &mut dyn FnMut(f32) -> ControlFlow<()>,
) -> Result<(), FolderError> {
    let tree = Tree::walk(from)?;
    if tree.files().is_empty() {
        return Err(FolderError::Empty);
    }
    match fs::create_dir(to) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
            return Err(failed("create", to)(error));
        }
        _ => {}
    }
    if fs::read_dir(to).map_err(failed("list", to))?.next().is_some() {
        return Err(FolderError::NotEmpty { path: to.to_owned() });
    }
    for dir in tree.dirs() {
        let dir = to.join(dir);
        fs::create_dir(&dir).map_err(failed("create", &dir))?;
    }
    let mut done = 0;
    for entry in tree.files() {
        let path = to.join(&entry.path);
        let mut file = File::create_new(&path).map_err(failed("create", &path))?;
        read(&tree, entry, &mut |chunk| {
            file.write_all(chunk).map_err(failed("write", &path))?;
            done += length(chunk);
            tell(progress, done, tree.bytes())
        })?;
        file.sync_all().map_err(failed("sync", &path))?;
    }
    for dir in tree.dirs().iter().rev() {
        sync(&to.join(dir))?;
    }
    sync(to)
}

fn sync(dir: &Path) -> Result<(), FolderError> {
    let opened = File::open(dir).map_err(failed("open", dir))?;
    opened.sync_all().map_err(failed("sync", dir))
}
