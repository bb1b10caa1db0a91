//! What the shelf does on disk, each whole or not at all.

use rustix::fs::{Mode, OFlags, fsync, open, syncfs};
use std::fs::{DirBuilder, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// A longer file is none of ours.
const FILE_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// Replaces a file, so that after a crash there is the old one or the new one. Only who alone writes it may.
pub(super) fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let dir = path.parent().unwrap_or(Path::new("/"));
    make_dir(dir)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = dir.join(format!(".{name}.new"));
    let mut options = OpenOptions::new();
    let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&temporary, path)?;
    sync_dir(dir)
}

/// `None` without such a file.
pub(super) fn read_file(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut bytes = Vec::new();
    file.take(FILE_BYTES_MAX).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

pub(super) fn make_dir(dir: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir)
}

/// An empty folder in place of whatever was there.
pub(super) fn make_empty_dir(dir: &Path) -> io::Result<()> {
    remove(dir)?;
    make_dir(dir)
}

/// A link, a file, or a folder with all in it; what a link leads to stays.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    let removed = match std::fs::symlink_metadata(path) {
        Ok(meta) if meta.is_dir() => std::fs::remove_dir_all(path),
        Ok(_) => std::fs::remove_file(path),
        Err(error) => Err(error),
    };
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// Gives a folder its place once all that is in it is on disk.
pub(super) fn move_in(incoming: &Path, entry: &Path) -> io::Result<()> {
    must_be_free(entry)?;
    syncfs(open_dir(incoming)?)?;
    std::fs::rename(incoming, entry)?;
    sync_dir(entry.parent().unwrap_or(Path::new("/")))
}

pub(super) fn link_in(dir: &Path, entry: &Path) -> io::Result<()> {
    let parent = entry.parent().unwrap_or(Path::new("/"));
    make_dir(parent)?;
    std::os::unix::fs::symlink(dir, entry)?;
    sync_dir(parent)
}

/// Takes a folder out of its place at once, and its files after that.
pub(super) fn move_out(entry: &Path, aside: &Path) -> io::Result<()> {
    let parent = entry.parent().unwrap_or(Path::new("/"));
    if std::fs::symlink_metadata(entry)?.is_dir() {
        make_dir(aside.parent().unwrap_or(Path::new("/")))?;
        std::fs::rename(entry, aside)?;
    } else {
        std::fs::remove_file(entry)?;
    }
    sync_dir(parent)?;
    remove(aside)
}

/// The folder of an add: absolute, and one that can be read.
pub(super) fn readable_dir(dir: &Path) -> io::Result<PathBuf> {
    let dir = dir.canonicalize()?;
    std::fs::read_dir(&dir)?;
    Ok(dir)
}

fn must_be_free(path: &Path) -> io::Result<()> {
    match std::fs::symlink_metadata(path) {
        Ok(_) => Err(io::Error::new(io::ErrorKind::AlreadyExists, "the name is taken on disk")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

fn sync_dir(dir: &Path) -> io::Result<()> {
    Ok(fsync(open_dir(dir)?)?)
}

fn open_dir(dir: &Path) -> io::Result<rustix::fd::OwnedFd> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    Ok(open(dir, flags, Mode::empty())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("sub/file.json");
        assert_eq!(read_file(&file).unwrap(), None);
        for text in ["first", "2"] {
            write_file(&file, text.as_bytes()).unwrap();
            assert_eq!(read_file(&file).unwrap().unwrap(), text.as_bytes());
        }
        assert_eq!(std::fs::read_dir(dir.path().join("sub")).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_comes_in_and_goes_out() {
        let dir = tempfile::tempdir().unwrap();
        let (incoming, entry) = (dir.path().join(".incoming/m"), dir.path().join("m"));
        make_dir(&incoming).unwrap();
        std::fs::write(incoming.join("old"), "x").unwrap();
        make_empty_dir(&incoming).unwrap();
        std::fs::write(incoming.join("a"), "x").unwrap();
        move_in(&incoming, &entry).unwrap();
        assert_eq!(std::fs::read_dir(&entry).unwrap().count(), 1);
        make_dir(&incoming).unwrap();
        let error = move_in(&incoming, &entry).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        move_out(&entry, &dir.path().join(".incoming/.m")).unwrap();
        assert!(!entry.exists());
        assert_eq!(std::fs::read_dir(dir.path().join(".incoming")).unwrap().count(), 1);
    }

    #[test]
    fn a_link_goes_out_without_what_it_leads_to() {
        let dir = tempfile::tempdir().unwrap();
        let (real, entry) = (dir.path().join("real"), dir.path().join("models/m"));
        make_dir(&real).unwrap();
        std::fs::write(real.join("a"), "x").unwrap();
        link_in(&real, &entry).unwrap();
        assert!(link_in(&real, &entry).is_err(), "the name is taken");
        move_out(&entry, &dir.path().join("aside")).unwrap();
        assert!(!entry.exists() && real.join("a").exists());
    }
}
