//! A folder's identity: the digest of its files and their names, the same that a shell gives with
//! `cd DIR && find . -type f -printf '%P\n' | LC_ALL=C sort | xargs -d '\n' sha256sum | sha256sum`.

use super::FolderError;
use super::tree::{self, Entry, Tree, failed};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;

const CHUNK_BYTES: usize = 1024 * 1024;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Digest {
    /// `sha256:` and 64 hexadecimal digits.
    pub(crate) digest: String,
    pub(crate) files: u32,
    pub(crate) bytes: u64,
}

/// `progress` hears how much is done, from 0 to 1, and may end it.
pub(crate) fn digest(
    dir: &Path,
    progress: &mut dyn FnMut(f32) -> ControlFlow<()>,
) -> Result<Digest, FolderError> {
    let tree = Tree::walk(dir)?;
    if tree.files().is_empty() {
        return Err(FolderError::Empty);
    }
    let all = tree.bytes();
    let mut done = 0;
    let mut folder = Sha256::new();
    for entry in tree.files() {
        let mut file = Sha256::new();
        read(&tree, entry, &mut |chunk| {
            file.update(chunk);
            done += length(chunk);
            tell(progress, done, all)
        })?;
        folder.update(hex(&file.finalize()));
        folder.update("  ");
        folder.update(tree::bytes(&entry.path));
        folder.update("\n");
    }
    Ok(Digest {
        digest: format!("sha256:{}", hex(&folder.finalize())),
        files: u32::try_from(tree.files().len()).unwrap_or(u32::MAX),
        bytes: all,
    })
}

/// Reads a file piece by piece; one that is no longer as long as it was has changed.
pub(super) fn read(
    tree: &Tree,
    entry: &Entry,
    take: &mut dyn FnMut(&[u8]) -> Result<(), FolderError>,
) -> Result<(), FolderError> {
    let mut file = tree.open(entry)?;
    let metadata = file.metadata().map_err(failed("look at", &entry.path))?;
    let changed = || FolderError::Changed { path: entry.path.clone() };
    if !metadata.is_file() {
        return Err(changed());
    }
    let mut left = entry.bytes;
    let mut buffer = vec![0; CHUNK_BYTES];
    loop {
        let count = match file.read(&mut buffer) {
            Ok(count) => count,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(failed("read", &entry.path)(error)),
        };
        left = left.checked_sub(length(&buffer[..count])).ok_or_else(changed)?;
        if count == 0 {
            break;
        }
        take(&buffer[..count])?;
    }
    if left == 0 { Ok(()) } else { Err(changed()) }
}

pub(super) fn length(chunk: &[u8]) -> u64 {
    u64::try_from(chunk.len()).expect("memory is smaller")
}

pub(super) fn tell(
    progress: &mut dyn FnMut(f32) -> ControlFlow<()>,
    done: u64,
    all: u64,
) -> Result<(), FolderError> {
    #[expect(clippy::cast_possible_truncation, reason = "a share needs no precision")]
    #[expect(clippy::cast_precision_loss, reason = "a share needs no precision")]
    let share = (done as f64 / all.max(1) as f64) as f32;
    match progress(share) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(FolderError::GivenUp),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        _ = write!(out, "{byte:02x}");
        out
    })
}
