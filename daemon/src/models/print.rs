//! A folder's fingerprint: what can be known of its files without opening one. As long as it stays the
//! same, so does what a check found out.

use serde::{Deserialize, Serialize};
use std::fs::Metadata;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Files and links of one model.
const FILES_MAX: usize = 4096;
/// Each is watched.
const FOLDERS_MAX: usize = 64;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Print {
    /// With every link resolved.
    pub(super) dir: PathBuf,
    marks: Vec<Mark>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    path: PathBuf,
    bytes: u64,
    modified_ns: i64,
    /// Cannot be set by hand, as the time before can.
    changed_ns: i64,
    inode: u64,
}

/// A folder as it was at one look.
#[derive(Debug)]
pub(super) struct Look {
    pub(super) print: Print,
    /// The folder and all folders in it: what there is to watch.
    pub(super) dirs: Vec<PathBuf>,
    changed_ns: i64,
}

#[derive(Debug, thiserror::Error)]
pub(super) enum LookError {
    #[error("{} cannot be read", dir.display())]
    Io { dir: PathBuf, source: io::Error },
    #[error("{} is no folder", .0.display())]
    NoFolder(PathBuf),
    #[error("{} has more than {FILES_MAX} files", .0.display())]
    TooManyFiles(PathBuf),
    #[error("{} has more than {FOLDERS_MAX} folders", .0.display())]
    TooManyFolders(PathBuf),
}

impl Look {
    /// May take as long as the disk that the folder is on.
    pub(super) fn at(dir: &Path) -> Result<Self, LookError> {
        let io = |source| LookError::Io { dir: dir.to_owned(), source };
        let dir = dir.canonicalize().map_err(io)?;
        let meta = std::fs::metadata(&dir).map_err(io)?;
        if !meta.is_dir() {
            return Err(LookError::NoFolder(dir));
        }
        let print = Print { dir: dir.clone(), marks: Vec::new() };
        let mut look = Self { print, dirs: vec![dir], changed_ns: changed_ns(&meta) };
        let mut next = 0;
        while let Some(dir) = look.dirs.get(next).cloned() {
            look.list(&dir)?;
            next += 1;
        }
        look.print.marks.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(look)
    }

    fn list(&mut self, dir: &Path) -> Result<(), LookError> {
        let io = |source| LookError::Io { dir: dir.to_owned(), source };
        let root = self.print.dir.clone();
        for entry in std::fs::read_dir(dir).map_err(io)? {
            let entry = entry.map_err(io)?;
            let meta = match entry.metadata() {
                Ok(meta) => meta,
                // It went while we looked; the next look will say the same without it.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(io(error)),
            };
            self.changed_ns = self.changed_ns.max(changed_ns(&meta));
            let full = entry.path();
            let path = full.strip_prefix(&root).unwrap_or(&full).to_owned();
            if meta.is_dir() {
                if self.dirs.len() == FOLDERS_MAX {
                    return Err(LookError::TooManyFolders(root));
                }
                self.dirs.push(full);
            } else {
                if self.print.marks.len() == FILES_MAX {
                    return Err(LookError::TooManyFiles(root));
                }
                self.print.marks.push(Mark {
                    path,
                    bytes: meta.len(),
                    modified_ns: ns(meta.mtime(), meta.mtime_nsec()),
                    changed_ns: changed_ns(&meta),
                    inode: meta.ino(),
                });
            }
        }
        Ok(())
    }

    /// Whether nothing in it has changed for so long. A change that lies in the future says nothing.
    pub(super) fn rests_for(&self, quiet: Duration, now: SystemTime) -> bool {
        let changed = u64::try_from(self.changed_ns).unwrap_or(0);
        let changed = SystemTime::UNIX_EPOCH + Duration::from_nanos(changed);
        now.duration_since(changed).is_ok_and(|since| since >= quiet)
    }
}

fn changed_ns(meta: &Metadata) -> i64 {
    ns(meta.ctime(), meta.ctime_nsec())
}

fn ns(seconds: i64, ns: i64) -> i64 {
    seconds.saturating_mul(1_000_000_000).saturating_add(ns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{create_dir, write};

    fn print(dir: &Path) -> Print {
        Look::at(dir).unwrap().print
    }

    #[test]
    fn any_change_shows() {
        let dir = tempfile::tempdir().unwrap();
        let (a, sub) = (dir.path().join("a"), dir.path().join("sub"));
        create_dir(&sub).unwrap();
        write(&a, "one").unwrap();
        write(sub.join("b"), "two").unwrap();
        let mut before = print(dir.path());
        assert_eq!(before, print(dir.path()));
        let mut differs = |what: &str| {
            let after = print(dir.path());
            assert_ne!(before, after, "{what}");
            before = after;
        };
        write(&a, "longer").unwrap();
        differs("another size");
        std::fs::rename(&a, dir.path().join("c")).unwrap();
        differs("another name");
        std::fs::remove_file(sub.join("b")).unwrap();
        differs("a file less, in a folder");
        std::os::unix::fs::symlink("/etc/passwd", &a).unwrap();
        differs("a link more");
        let file = std::fs::File::options().write(true).open(dir.path().join("c")).unwrap();
        let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
        file.set_modified(long_ago).unwrap();
        differs("another time");
    }

    #[test]
    fn a_link_to_a_folder_is_that_folder_and_a_link_inside_is_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        let (real, link) = (dir.path().join("real"), dir.path().join("link"));
        create_dir(&real).unwrap();
        write(real.join("a"), "x").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        std::os::unix::fs::symlink("/", real.join("all")).unwrap();
        assert_eq!(print(&link), print(&real));
        assert_eq!(Look::at(&link).unwrap().dirs.len(), 1);
    }

    #[test]
    fn it_has_an_end() {
        let dir = tempfile::tempdir().unwrap();
        let deep: PathBuf = std::iter::repeat_n("d", FOLDERS_MAX).collect();
        std::fs::create_dir_all(dir.path().join(deep)).unwrap();
        assert!(matches!(Look::at(dir.path()), Err(LookError::TooManyFolders(_))));
        let dir = tempfile::tempdir().unwrap();
        for n in 0..=FILES_MAX {
            write(dir.path().join(n.to_string()), "").unwrap();
        }
        assert!(matches!(Look::at(dir.path()), Err(LookError::TooManyFiles(_))));
        let file = dir.path().join("0");
        assert!(matches!(Look::at(&file), Err(LookError::NoFolder(_))));
        assert!(matches!(Look::at(&dir.path().join("x")), Err(LookError::Io { .. })));
    }

    #[test]
    fn it_rests_once_its_last_change_is_old() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path().join("a"), "x").unwrap();
        let look = Look::at(dir.path()).unwrap();
        let quiet = Duration::from_secs(1);
        let now = SystemTime::now();
        assert!(!look.rests_for(quiet, now));
        assert!(look.rests_for(quiet, now + Duration::from_secs(2)));
        assert!(!look.rests_for(quiet, now - Duration::from_secs(60)), "the clock was set back");
    }
}
