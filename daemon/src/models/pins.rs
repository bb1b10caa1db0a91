//! `STATE/pins.json`: which models were pinned over the API.

use super::disk;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

const VERSION: u32 = 1;
/// Of models that are there and that were.
const PINS_MAX: usize = 1024;

#[derive(Clone, Debug)]
pub(super) struct Pins {
    file: PathBuf,
    pinned: BTreeSet<String>,
}

#[derive(Serialize, Deserialize)]
struct File {
    version: u32,
    pinned: BTreeSet<String>,
}

impl Pins {
    /// Without a file that can be read nothing is pinned; the second part says what was wrong with it.
    pub(super) fn load(file: PathBuf) -> (Self, Option<String>) {
        let read = || -> Result<BTreeSet<String>, String> {
            let Some(bytes) = disk::read_file(&file).map_err(|error| error.to_string())? else {
                return Ok(BTreeSet::new());
            };
            let read: File = serde_json::from_slice(&bytes).map_err(|error| error.to_string())?;
            match read.version {
                VERSION => Ok(read.pinned),
                other => Err(format!("version is {other}, edged knows {VERSION}")),
            }
        };
        let (pinned, fault) = match read() {
            Ok(pinned) => (pinned, None),
            Err(fault) => (BTreeSet::new(), Some(format!("nothing is pinned by it: {fault}"))),
        };
        (Self { file, pinned }, fault)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.pinned.contains(name)
    }

    /// Says whether that is new, once it is on disk.
    pub(super) fn set(&mut self, name: &str, pinned: bool) -> io::Result<bool> {
        let mut all = self.pinned.clone();
        let changed = if pinned { all.insert(name.to_owned()) } else { all.remove(name) };
        if !changed {
            return Ok(false);
        }
        if all.len() > PINS_MAX {
            return Err(io::Error::other(format!("more than {PINS_MAX} models are pinned")));
        }
        let file = File { version: VERSION, pinned: all };
        let bytes = serde_json::to_vec_pretty(&file).map_err(io::Error::other)?;
        disk::write_file(&self.file, &bytes)?;
        self.pinned = file.pinned;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_pinned_is_pinned_the_next_time() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("pins.json");
        let (mut pins, fault) = Pins::load(file.clone());
        assert_eq!(fault, None);
        assert!(pins.set("a", true).unwrap() && pins.set("b", true).unwrap());
        assert!(!pins.set("a", true).unwrap() && !pins.set("c", false).unwrap());
        assert!(pins.set("b", false).unwrap());
        let (pins, _) = Pins::load(file.clone());
        assert!(pins.has("a") && !pins.has("b"));
        std::fs::write(&file, "{\"version\":9,\"pinned\":[]}").unwrap();
        let fault = Pins::load(file.clone()).1.unwrap();
        assert!(fault.contains("version is 9"), "{fault}");
        std::fs::write(&file, "garbage").unwrap();
        assert!(Pins::load(file).1.is_some());
    }

    #[test]
    fn what_cannot_be_written_is_not_pinned() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        std::fs::write(&file, "").unwrap();
        let (mut pins, _) = Pins::load(file.join("pins.json"));
        assert!(pins.set("a", true).is_err());
        assert!(!pins.has("a"));
    }
}
