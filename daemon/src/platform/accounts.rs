//! The names of users and groups, read from `/etc/passwd` and `/etc/group`.
//!
//! Only from there: the C library would also ask directory services over the network, without a bound, and
//! this runs on the thread that serves. Who comes from a directory can be named by number.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Of users and of groups.
pub(crate) const ACCOUNT_FILES: [&str; 2] = ["/etc/passwd", "/etc/group"];

/// Of one file; what is behind has no name.
const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024;
const NAMES_MAX: usize = 65_536;

#[derive(Debug)]
pub(crate) struct Accounts {
    users: Names,
    groups: Names,
}

/// One file, read again when it changed.
#[derive(Debug)]
struct Names {
    path: PathBuf,
    /// What the file looked like when it was read.
    stamp: Option<Stamp>,
    names: HashMap<u32, Arc<str>>,
    /// It could not be read the last time, which has been told.
    unreadable: bool,
}

/// Device, inode, length, and the time of the last change of the inode.
type Stamp = (u64, u64, u64, i64, i64);

impl Accounts {
    pub(crate) fn of_this_machine() -> Self {
        let [users, groups] = ACCOUNT_FILES.map(Path::new);
        Self::of(users, groups)
    }

    pub(crate) fn of(passwd: &Path, group: &Path) -> Self {
        Self { users: Names::of(passwd), groups: Names::of(group) }
    }

    pub(crate) fn user(&mut self, uid: u32) -> Option<Arc<str>> {
        self.users.refreshed().get(&uid).cloned()
    }

    /// Whether anybody has this name. A second name of a uid is nobody's.
    pub(crate) fn has_user(&mut self, name: &str) -> bool {
        self.users.refreshed().values().any(|known| **known == *name)
    }

    pub(crate) fn has_group(&mut self, name: &str) -> bool {
        self.groups.refreshed().values().any(|known| **known == *name)
    }

    pub(crate) fn groups(&mut self, gids: &[u32]) -> Vec<Arc<str>> {
        let names = self.groups.refreshed();
        gids.iter().filter_map(|gid| names.get(gid).cloned()).collect()
    }
}

impl Names {
    fn of(path: &Path) -> Self {
        Self { path: path.to_owned(), stamp: None, names: HashMap::new(), unreadable: false }
    }

    fn refreshed(&mut self) -> &HashMap<u32, Arc<str>> {
        if let Some(error) = self.refresh() {
            tracing::warn!(%error, file = %self.path.display(), "cannot read the names of accounts");
        }
        &self.names
    }

    /// Why it cannot be read, if that is news: whoever connects has it looked at, and could fill the log.
    fn refresh(&mut self) -> Option<io::Error> {
        let error = self.read().err();
        let told = std::mem::replace(&mut self.unreadable, error.is_some());
        if error.is_some() {
            // Names that are not known match no rule.
            (self.stamp, self.names) = (None, HashMap::new());
        }
        error.filter(|_| !told)
    }

    fn read(&mut self) -> io::Result<()> {
        if self.stamp.is_some_and(|old| stamp(&self.path).is_ok_and(|new| new == old)) {
            return Ok(());
        }
        // Before it is read: what changes meanwhile is read again next time.
        let stamp = stamp(&self.path)?;
        let file = BufReader::new(File::open(&self.path)?.take(FILE_BYTES_MAX));
        let mut names = HashMap::new();
        for line in file.split(b'\n') {
            let line = line?;
            if let Some((id, name)) = account(&line)
                && names.len() < NAMES_MAX
            {
                // As the C library does, the first name of an id is its name.
                names.entry(id).or_insert(name);
            }
        }
        (self.stamp, self.names) = (Some(stamp), names);
        Ok(())
    }
}

fn stamp(path: &Path) -> io::Result<Stamp> {
    let meta = std::fs::metadata(path)?;
    Ok((meta.dev(), meta.ino(), meta.len(), meta.ctime(), meta.ctime_nsec()))
}

/// `name:password:id:..`, in either file. Comments, lines for other services and broken ones are none.
fn account(line: &[u8]) -> Option<(u32, Arc<str>)> {
    let line = std::str::from_utf8(line).ok()?;
    let mut fields = line.split(':');
    let (name, _password, id) = (fields.next()?, fields.next()?, fields.next()?);
    fields.next()?;
    let plain = !name.is_empty() && !name.starts_with(['#', '+', '-']);
    plain.then_some(())?;
    Some((id.parse().ok()?, name.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_files_and_follow_them() {
        let dir = tempfile::tempdir().unwrap();
        let (passwd, group) = (dir.path().join("passwd"), dir.path().join("group"));
        std::fs::write(
            &passwd,
            "root:x:0:0::/:/bin/sh\ntoor:x:0:0::/:/bin/sh\nmia:x:1001:1001::/:\n",
        )
        .unwrap();
        std::fs::write(&group, "edged:x:900:mia\nedged-admin:x:901:\n").unwrap();
        let mut accounts = Accounts::of(&passwd, &group);
        assert_eq!(accounts.user(0).as_deref(), Some("root"));
        assert_eq!(accounts.user(1001).as_deref(), Some("mia"));
        assert_eq!(accounts.user(1002), None);
        assert_eq!(accounts.groups(&[5, 901, 900]), [Arc::from("edged-admin"), Arc::from("edged")]);

        // As usermod and vipw do it.
        let new = dir.path().join("new");
        std::fs::write(&new, "ada:x:1001:1001::/:\n").unwrap();
        std::fs::rename(&new, &passwd).unwrap();
        assert_eq!(accounts.user(1001).as_deref(), Some("ada"));
        assert_eq!(accounts.user(0), None);
        std::fs::remove_file(&passwd).unwrap();
        assert_eq!(accounts.user(1001), None);
    }

    #[test]
    fn a_file_that_cannot_be_read_is_news_once_until_it_can() {
        let dir = tempfile::tempdir().unwrap();
        let passwd = dir.path().join("passwd");
        let mut names = Names::of(&passwd);
        for _ in 0..2 {
            assert!(names.refresh().is_some());
            assert!(names.refresh().is_none(), "whoever connects has it looked at");
            std::fs::write(&passwd, "mia:x:1001:1001::/:\n").unwrap();
            assert!(names.refresh().is_none());
            assert_eq!(names.names.len(), 1);
            std::fs::remove_file(&passwd).unwrap();
        }
    }

    #[test]
    fn a_line_that_is_no_account_has_no_name() {
        for line in [
            "",
            "#a:x:1:1",
            "+::::",
            "-mia:x:1:1",
            "mia",
            "mia:x:1",
            "mia:x:-1:1",
            "mia:x::1",
            ":x:1:1",
        ] {
            assert_eq!(account(line.as_bytes()), None, "{line}");
        }
        assert_eq!(account(b"\xff:x:1:1"), None);
        assert_eq!(account(b"mia:x:7:"), Some((7, "mia".into())));
    }
}
