//! Where model folders lie, and which there are by name. Looks at directories only, and never follows a
//! link: that may take long, or for ever.

use edge_api::admin::ConfigError;
use edge_api::paths::Paths;
use edge_core::request::valid_name;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

/// Folders beyond this many are not served.
pub(super) const MODELS_MAX: usize = 256;
/// Entries of one directory that are looked at.
const ENTRIES_MAX: usize = 4096;

/// The directories that hold model folders, and edged's own beside them.
#[derive(Clone, Debug)]
pub(super) struct Dirs {
    pub(super) share: PathBuf,
    pub(super) kept: PathBuf,
    pub(super) state: PathBuf,
    pub(super) checks: PathBuf,
    pub(super) pins: PathBuf,
}

/// A model folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// What bears the model's name.
    pub(super) entry: PathBuf,
    /// Where the files are; not the same for a link.
    pub(super) dir: PathBuf,
    pub(super) origin: Origin,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// It came with edged.
    Shipped,
    /// A copy of our own.
    Kept,
    /// Somebody else's.
    Linked,
}

/// What is on the shelf by name.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) places: BTreeMap<String, Place>,
    pub(super) errors: Vec<ConfigError>,
    /// Whether a directory could not be listed: what is not found may be there all the same.
    pub(super) partial: bool,
}

impl Dirs {
    pub(super) fn of(paths: &Paths) -> Self {
        Self {
            share: paths.share_dir.join("models"),
            kept: paths.state_dir.join("models"),
            state: paths.state_dir.clone(),
            checks: paths.cache_dir.join("checks"),
            pins: paths.state_dir.join("pins.json"),
        }
    }

    /// For what is not a model yet, or not any more.
    pub(super) fn incoming(&self) -> PathBuf {
        self.kept.join(".incoming")
    }

    pub(super) fn incoming_of(&self, name: &str) -> PathBuf {
        self.incoming().join(name)
    }

    /// What to watch to learn of new ones: the directories, or as long as there is none where it would be.
    pub(super) fn watched(&self) -> BTreeSet<PathBuf> {
        let dirs = [&self.share, &self.kept].into_iter().filter_map(|dir| {
            let above = dir.parent().filter(|above| above.is_dir());
            if dir.is_dir() { Some(dir.as_path()) } else { above }
        });
        dirs.map(Path::to_owned).collect()
    }

    /// What we keep wins over what was shipped.
    pub(super) fn list(&self) -> Found {
        let mut found = Found::default();
        for (dir, origin) in [(&self.share, Origin::Shipped), (&self.kept, Origin::Kept)] {
            if let Err(error) = list_one(dir, origin, &mut found) {
                found.errors.push(fault(dir, format!("cannot be listed: {error}")));
                found.partial = true;
            }
        }
        while found.places.len() > MODELS_MAX
            && let Some((_, place)) = found.places.pop_last()
        {
            let message = format!("there are more than {MODELS_MAX} models, it is left out");
            found.errors.push(fault(&place.entry, message));
        }
        found
    }
}

pub(super) fn fault(file: &Path, message: String) -> ConfigError {
    ConfigError { file: file.to_owned(), line: None, message }
}

fn list_one(dir: &Path, origin: Origin, found: &mut Found) -> io::Result<()> {
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for (count, entry) in entries.enumerate() {
        if count == ENTRIES_MAX {
            let message = format!("has more than {ENTRIES_MAX} entries, the rest is left out");
            found.errors.push(fault(dir, message));
            break;
        }
        let entry = entry?;
        let (kind, name) = (entry.file_type()?, entry.file_name());
        let name = name.to_string_lossy();
        if name.starts_with('.') || !(kind.is_dir() || kind.is_symlink()) {
            continue;
        }
        if !valid_name(&name) {
            let message =
                format!("`{name}` is no name for a model: use a-z, 0-9, `.`, `_`, `-`, at most 64");
            found.errors.push(fault(&entry.path(), message));
            continue;
        }
        let place = place(entry.path(), kind.is_symlink(), origin);
        found.places.insert(name.into_owned(), place);
    }
    Ok(())
}

fn place(entry: PathBuf, is_link: bool, origin: Origin) -> Place {
    let target = if is_link { std::fs::read_link(&entry).ok() } else { None };
    let dir = match target {
        Some(target) => entry.parent().unwrap_or(Path::new("/")).join(target),
        None => entry.clone(),
    };
    let linked = is_link && origin == Origin::Kept;
    Place { entry, dir, origin: if linked { Origin::Linked } else { origin } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use edge_api::paths::{Mode, Overrides};
    use std::fs::create_dir_all;

    #[test]
    fn what_is_kept_wins_and_what_is_no_model_is_left_out() {
        let dir = tempfile::tempdir().unwrap();
        let overrides = Overrides {
            share_dir: Some(dir.path().join("share")),
            state_dir: Some(dir.path().join("state")),
            ..Overrides::default()
        };
        let dirs = Dirs::of(&Paths::resolve(Mode::User, 0, &overrides, &|_| None));
        assert!(dirs.list().places.is_empty(), "no directories, no models, no errors");
        for name in ["boxed", "both"] {
            create_dir_all(dirs.share.join(name)).unwrap();
        }
        for name in ["both", ".incoming/new", "Bad Name"] {
            create_dir_all(dirs.kept.join(name)).unwrap();
        }
        std::fs::write(dirs.kept.join("readme"), "").unwrap();
        std::os::unix::fs::symlink("/nowhere/far", dirs.kept.join("far")).unwrap();
        let found = dirs.list();
        let places: Vec<_> =
            found.places.iter().map(|(name, place)| (name.as_str(), place.origin)).collect();
        let want = [("both", Origin::Kept), ("boxed", Origin::Shipped), ("far", Origin::Linked)];
        assert_eq!(places, want);
        assert_eq!(found.places["far"].dir, Path::new("/nowhere/far"));
        let errors: Vec<_> = found.errors.iter().map(|error| error.file.clone()).collect();
        assert_eq!(errors, [dirs.kept.join("Bad Name")]);
        assert!(!found.partial);
    }
}
