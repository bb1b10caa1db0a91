//! `CACHE/checks/NAME.json`: what a check found out, so that a restart need not check again. What cannot be
//! read, or was found by other programs or of other files, counts as not there.

use super::disk;
use super::print::Print;
use edge_api::worker::{Card, Folder, LoadFailure};
use serde::{Deserialize, Serialize};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

const VERSION: u32 = 1;

/// What a model's files were found to be.
pub(super) type Outcome = Result<Box<Card>, LoadFailure>;

/// Who checks: the worker and the library that it loads, and what a model may take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Checked {
    version: String,
    worker: Option<Program>,
    library: Option<Program>,
    context_tokens: Option<u32>,
    kv_bytes_max: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Program {
    path: PathBuf,
    bytes: u64,
    modified_s: i64,
    modified_ns: i64,
}

#[derive(Deserialize)]
struct Read {
    version: u32,
    by: Checked,
    print: Print,
    outcome: Outcome,
}

#[derive(Serialize)]
struct Written<'a> {
    version: u32,
    by: &'a Checked,
    print: &'a Print,
    outcome: &'a Outcome,
}

impl Checked {
    pub(super) fn by(worker: &Path, library: Option<&Path>) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            worker: program(worker),
            library: library.and_then(program),
            context_tokens: None,
            kv_bytes_max: 0,
        }
    }

    /// A model may be too large for what it was given, and not for more.
    pub(super) fn within(&self, folder: &Folder) -> Self {
        let Folder { context_tokens, kv_bytes_max, .. } = *folder;
        Self { context_tokens, kv_bytes_max, ..self.clone() }
    }
}

fn program(path: &Path) -> Option<Program> {
    let meta = std::fs::metadata(path).ok()?;
    Some(Program {
        path: path.to_owned(),
        bytes: meta.len(),
        modified_s: meta.mtime(),
        modified_ns: meta.mtime_nsec(),
    })
}

pub(super) fn load(checks: &Path, name: &str, by: &Checked, print: &Print) -> Option<Outcome> {
    let bytes = disk::read_file(&file(checks, name)).ok()??;
    let read: Read = serde_json::from_slice(&bytes).ok()?;
    (read.version == VERSION && read.by == *by && read.print == *print).then_some(read.outcome)
}

pub(super) fn store(
    checks: &Path,
    name: &str,
    by: &Checked,
    print: &Print,
    outcome: &Outcome,
) -> io::Result<()> {
    let written = Written { version: VERSION, by, print, outcome };
    let bytes = serde_json::to_vec(&written).map_err(io::Error::other)?;
    disk::write_file(&file(checks, name), &bytes)
}

pub(super) fn forget(checks: &Path, name: &str) -> io::Result<()> {
    disk::remove(&file(checks, name))
}

fn file(checks: &Path, name: &str) -> PathBuf {
    checks.join(format!("{name}.json"))
}

#[cfg(test)]
mod tests {
    use super::super::print::Look;
    use super::*;
    use edge_api::worker::{Gpu, LoadFailureKind};

    fn folder(context_tokens: Option<u32>) -> Folder {
        Folder {
            dir: PathBuf::new(),
            digest: None,
            providers: Vec::new(),
            gpu: Gpu::Off,
            context_tokens,
            rows_max: 1,
            kv_bytes_max: 0,
            threads: 0,
        }
    }

    #[test]
    fn it_holds_for_the_same_files_and_the_same_programs() {
        let dir = tempfile::tempdir().unwrap();
        let (checks, model) = (dir.path().join("checks"), dir.path().join("model"));
        let (worker, library) = (dir.path().join("worker"), dir.path().join("library"));
        disk::make_dir(&model).unwrap();
        std::fs::write(&worker, "w").unwrap();
        let (print, by) = (Look::at(&model).unwrap().print, Checked::by(&worker, Some(&library)));
        let failure =
            LoadFailure { kind: LoadFailureKind::Broken, reason: "r".to_owned(), hint: None };
        let outcomes = [Ok(Box::new(Card { bytes: 7, ..Card::default() })), Err(failure)];
        assert_eq!(load(&checks, "m", &by, &print), None);
        for outcome in outcomes {
            store(&checks, "m", &by, &print, &outcome).unwrap();
            assert_eq!(load(&checks, "m", &by, &print), Some(outcome));
        }
        assert_eq!(load(&checks, "n", &by, &print), None);
        let larger = by.within(&Folder { kv_bytes_max: 1, ..folder(None) });
        for other in [by.within(&folder(Some(8))), larger] {
            assert_eq!(load(&checks, "m", &other, &print), None, "it may take another amount");
        }
        std::fs::write(&library, "new").unwrap();
        let other = Checked::by(&worker, Some(&library));
        assert_eq!(load(&checks, "m", &other, &print), None, "there is a library now");
        std::fs::write(&worker, "longer").unwrap();
        assert_ne!(Checked::by(&worker, None), other);
        std::fs::write(model.join("a"), "x").unwrap();
        let print_now = Look::at(&model).unwrap().print;
        assert_eq!(load(&checks, "m", &by, &print_now), None, "another file");
        let whole = std::fs::read(file(&checks, "m")).unwrap();
        for len in [0, 1, whole.len() / 2, whole.len() - 1] {
            std::fs::write(file(&checks, "m"), &whole[..len]).unwrap();
            assert_eq!(load(&checks, "m", &by, &print), None, "cut at {len}");
        }
        forget(&checks, "m").unwrap();
        forget(&checks, "m").unwrap();
    }
}
