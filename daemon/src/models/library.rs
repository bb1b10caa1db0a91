//! Which ONNX Runtime is used: the one that is named, or else the first that lies where one may.

use std::path::{Path, PathBuf};

const SYSTEM_DIR: &str = "/usr/lib/edged";
const NAME: &str = "libonnxruntime.so";

/// Where a library may lie; `program` is edged's own.
pub(super) fn dirs(program: Option<&Path>) -> Vec<PathBuf> {
    // `target/ort`, where the project's own set-up puts it.
    let beside = program.and_then(|program| Some(program.parent()?.parent()?.join("ort")));
    [PathBuf::from(SYSTEM_DIR)].into_iter().chain(beside).collect()
}

/// `named` is `engine.library`, empty if it is not set. An `Err` says where we looked.
pub(super) fn find(named: &str, dirs: &[PathBuf]) -> Result<PathBuf, String> {
    if !named.is_empty() {
        return Path::new(named)
            .canonicalize()
            .map_err(|error| format!("engine.library is {named}, which cannot be read: {error}"));
    }
    dirs.iter().find_map(|dir| find_in(dir)).ok_or_else(|| {
        let dirs: Vec<_> = dirs.iter().map(|dir| dir.display().to_string()).collect();
        format!("there is no {NAME} in {}", dirs.join(" and "))
    })
}

/// The plain name first, then the latest version.
fn find_in(dir: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(dir).ok()?.take(4096);
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let versions = names.filter_map(|name| {
        let rest = name.strip_prefix(NAME)?;
        let parts = rest.split('.').skip(1).map(str::parse::<u32>).collect::<Result<Vec<_>, _>>();
        let version = parts.ok().filter(|_| rest.is_empty() || rest.starts_with('.'))?;
        Some((rest.is_empty(), version, name))
    });
    let (_, _, name) = versions.max()?;
    dir.join(name).canonicalize().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_that_is_named_or_the_best_that_is_beside() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        let (beside, program) = (root.join("target/ort"), root.join("target/release/edged"));
        std::fs::create_dir_all(&beside).unwrap();
        assert_eq!(dirs(Some(&program)), [Path::new(SYSTEM_DIR), &beside]);
        let dirs = [root.join("none"), beside.clone()];
        let fault = find("", &dirs).unwrap_err();
        assert!(fault.ends_with(&format!("/none and {}", beside.display())), "{fault}");
        let made = |name: &str| {
            std::fs::write(beside.join(name), "").unwrap();
            find("", &dirs).unwrap().file_name().unwrap().to_owned()
        };
        assert_eq!(made("libonnxruntime.so.1.9.2"), "libonnxruntime.so.1.9.2");
        assert_eq!(made("libonnxruntime.so.1.31.1"), "libonnxruntime.so.1.31.1");
        assert_eq!(made("libonnxruntime.so.1.4"), "libonnxruntime.so.1.31.1");
        assert_eq!(made("libonnxruntime.so_old"), "libonnxruntime.so.1.31.1");
        assert_eq!(made("libonnxruntime.so"), "libonnxruntime.so");
        let named = beside.join("libonnxruntime.so.1.4");
        assert_eq!(find(named.to_str().unwrap(), &dirs), Ok(named));
        let fault = find("/nowhere/lib.so", &dirs).unwrap_err();
        assert!(fault.starts_with("engine.library is /nowhere/lib.so"), "{fault}");
    }
}
