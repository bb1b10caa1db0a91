//! What a worker process is started with.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// What all workers have in common.
#[derive(Clone, Debug)]
pub(crate) struct Launch {
    pub binary: PathBuf,
    /// The ONNX Runtime to use, if known.
    pub library: Option<PathBuf>,
    /// Where models lie. One linked from elsewhere adds its folder.
    pub read_dirs: Vec<PathBuf>,
    pub write_dirs: Vec<PathBuf>,
}

impl Launch {
    /// All that the worker of a device may read, given its models' folders.
    pub(super) fn read_dirs<'a>(&self, folders: impl Iterator<Item = &'a Path>) -> Vec<PathBuf> {
        let mut dirs = self.read_dirs.clone();
        for folder in folders {
            if !is_within(folder, &dirs) {
                dirs.push(folder.to_owned());
            }
        }
        dirs
    }

    pub(super) fn args(&self, device: &str, read_dirs: &[PathBuf]) -> Vec<OsString> {
        if device.starts_with("sim:") {
            return vec!["--sim".into()];
        }
        let mut args: Vec<OsString> = Vec::new();
        let read = read_dirs.iter().map(|dir| ("--read", dir));
        let write = self.write_dirs.iter().map(|dir| ("--write", dir));
        let library = self.library.iter().map(|path| ("--library", path));
        for (name, path) in library.chain(read).chain(write) {
            args.extend([name.into(), path.into()]);
        }
        let profile = if device.starts_with("cuda") { "gpu" } else { "cpu" };
        args.extend(["--profile".into(), profile.into()]);
        args
    }
}

/// Both are as the kernel names them: no `..`, no links.
pub(super) fn is_within(folder: &Path, dirs: &[PathBuf]) -> bool {
    dirs.iter().any(|dir| folder.starts_with(dir))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn launch() -> Launch {
        Launch {
            binary: "/usr/lib/edged/edge-worker".into(),
            library: Some("/lib/ort.so".into()),
            read_dirs: vec!["/share/models".into()],
            write_dirs: vec!["/cache".into()],
        }
    }

    #[test]
    fn a_folder_is_named_only_if_no_other_holds_it() {
        let folders = ["/share/models/a", "/home/x", "/home/x/y", "/share/models-2"].map(Path::new);
        let dirs = launch().read_dirs(folders.into_iter());
        assert_eq!(dirs, ["/share/models", "/home/x", "/share/models-2"].map(PathBuf::from));
    }

    #[test]
    fn the_device_decides_the_arguments() {
        let args = |device: &str| launch().args(device, &["/share/models".into(), "/x".into()]);
        assert_eq!(args("sim:a"), ["--sim"]);
        let common =
            "--library /lib/ort.so --read /share/models --read /x --write /cache --profile";
        for (device, profile) in [("cpu", "cpu"), ("cuda:0", "gpu")] {
            let want = format!("{common} {profile}");
            assert_eq!(args(device), want.split(' ').collect::<Vec<_>>());
        }
        let bare = Launch { library: None, write_dirs: Vec::new(), ..launch() };
        assert_eq!(bare.args("cpu", &[]), ["--profile", "cpu"]);
    }
}
