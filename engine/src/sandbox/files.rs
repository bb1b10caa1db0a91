//! Which files a worker may open: a short list, and nothing else. Landlock enforces it, as far as the
//! kernel knows how to.
//!
//! No program may be executed and no device controlled, save those of a GPU. A link is followed to where it
//! leads, and refused if that is not on the list. A path that does not exist when the worker starts is not
//! on it.

use super::{Profile, Rules, SandboxError};
use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, LandlockStatus,
    RestrictionStatus, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetStatus, Scope,
    make_bitflags, path_beneath_rules,
};
use rustix::fs::{Mode, OFlags, open};
use std::fs;
use std::os::fd::IntoRawFd;
use std::path::{Path, PathBuf};

/// The newest version of Landlock that all this was tried with.
const TRIED: ABI = ABI::V7;

/// What the dynamic linker needs for the libraries of the system.
const SYSTEM_LIBRARIES: [&str; 6] =
    ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache", "/etc/ld.so.preload"];
/// How many threads to start, how much memory there is.
const MACHINE: [&str; 3] =
    ["/sys/devices/system/cpu", "/sys/devices/system/node", "/sys/fs/cgroup"];
/// The same, and what the C library asks of itself.
const PROC: [&str; 4] =
    ["/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/sys/vm/overcommit_memory"];
/// A chat template may ask for the date.
const TIME: [&str; 2] = ["/usr/share/zoneinfo", "/etc/localtime"];
const DEVICES: [&str; 2] = ["/dev/null", "/dev/urandom"];

/// What the drivers of a GPU read. Wider than it need be: which of it they ask for differs between them.
const GPU_READ: [&str; 2] = ["/sys", "/opt"];
/// Not all of it: the environment of every process of this user is in there, and Landlock lets it be read.
const GPU_PROC: [&str; 8] = [
    "/proc/device-tree",
    "/proc/devices",
    "/proc/driver",
    "/proc/filesystems",
    "/proc/modules",
    "/proc/stat",
    "/proc/sys/vm",
    "/proc/version",
];
/// Folders, and how the names begin of what is granted in them.
const GPU_READ_PREFIXES: [(&str, &str); 2] = [("/etc", "nvidia"), ("/usr/local", "cuda")];
const GPU_DEVICE_PREFIXES: [&str; 5] = ["nvidia", "nvhost", "nvmap", "nvgpu", "dri"];

/// A folder with more files than this is no folder of libraries.
const SIBLINGS_MAX: usize = 4096;

const READ: BitFlags<AccessFs> = make_bitflags!(AccessFs::{ReadFile | ReadDir});
const DEVICE: BitFlags<AccessFs> =
    make_bitflags!(AccessFs::{ReadFile | ReadDir | WriteFile | IoctlDev});
/// Plain files and folders only: no links, sockets, pipes or devices.
const WRITE: BitFlags<AccessFs> = make_bitflags!(AccessFs::{
    ReadFile | ReadDir | WriteFile | Truncate | MakeReg | MakeDir | RemoveFile | RemoveDir | Refer
});

/// Restricts the calling thread, and says with what.
pub(super) fn restrict(rules: &Rules) -> Result<String, SandboxError> {
    hold_proc(rules.profile);
    let status = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(TRIED))?
        .handle_access(AccessNet::from_all(TRIED))?
        .scope(Scope::from_all(TRIED))?
        .create()?
        .add_rules(path_beneath_rules(readable(rules), READ))?
        .add_rules(path_beneath_rules(devices(rules.profile), DEVICE))?
        .add_rules(path_beneath_rules(&rules.write, WRITE))?
        .restrict_self()?;
    Ok(in_words(&status))
}

/// A rule is about an inode, and this file system makes a new one each time it has forgotten a name. It
/// forgets none that is open: these stay so until the process ends.
fn hold_proc(profile: Profile) {
    let gpu = match profile {
        Profile::Cpu => &[][..],
        Profile::Gpu => &GPU_PROC,
    };
    for path in PROC.iter().chain(gpu) {
        if let Ok(file) = open(*path, OFlags::PATH | OFlags::CLOEXEC, Mode::empty()) {
            _ = file.into_raw_fd();
        }
    }
}

fn readable(rules: &Rules) -> Vec<PathBuf> {
    let system = [&SYSTEM_LIBRARIES[..], &MACHINE, &PROC, &TIME, &DEVICES].concat();
    let mut paths: Vec<_> = system.into_iter().map(PathBuf::from).collect();
    if let Some(library) = &rules.library {
        paths.extend(with_siblings(library));
    }
    paths.extend(rules.read.iter().cloned());
    match rules.profile {
        Profile::Cpu => {}
        Profile::Gpu => {
            paths.extend([&GPU_READ[..], &GPU_PROC].concat().into_iter().map(PathBuf::from));
            paths.extend(
                GPU_READ_PREFIXES.iter().flat_map(|(dir, prefix)| named(Path::new(dir), prefix)),
            );
        }
    }
    paths
}

fn devices(profile: Profile) -> Vec<PathBuf> {
    match profile {
        Profile::Cpu => Vec::new(),
        Profile::Gpu => {
            let dev = Path::new("/dev");
            GPU_DEVICE_PREFIXES.iter().flat_map(|prefix| named(dev, prefix)).collect()
        }
    }
}

/// A library and those beside it, where its own name leads to and where that is a link to. Not the folder:
/// a library that was put into somebody's home must not open all of it.
fn with_siblings(library: &Path) -> Vec<PathBuf> {
    let resolved = library.canonicalize().ok();
    let mut paths = vec![library.to_owned()];
    for path in [Some(library), resolved.as_deref()].into_iter().flatten() {
        let in_system = SYSTEM_LIBRARIES.iter().any(|dir| path.starts_with(dir));
        if let Some(dir) = path.parent()
            && !in_system
        {
            paths.extend(entries(dir).filter(|path| is_library(path)));
        }
    }
    paths
}

/// `libx.so`, `libx.so.1`, but not `libx.song`.
fn is_library(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.ends_with(".so") || name.contains(".so.")
}

fn named(dir: &Path, prefix: &str) -> impl Iterator<Item = PathBuf> {
    entries(dir).filter(move |path| {
        path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(prefix.as_bytes()))
    })
}

fn entries(dir: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(dir).into_iter().flatten().take(SIBLINGS_MAX);
    entries.filter_map(|entry| Some(entry.ok()?.path()))
}

fn in_words(status: &RestrictionStatus) -> String {
    let abi = match status.landlock {
        LandlockStatus::NotImplemented => return "absent: not in this kernel".to_owned(),
        LandlockStatus::NotEnabled => return "absent: not enabled in this kernel".to_owned(),
        LandlockStatus::Available { effective_abi, .. } => effective_abi,
    };
    match status.ruleset {
        RulesetStatus::FullyEnforced => format!("abi {abi}"),
        RulesetStatus::PartiallyEnforced => format!("partial: abi {abi}"),
        RulesetStatus::NotEnforced => "absent: nothing is enforced".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_library_brings_its_siblings_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().canonicalize().unwrap();
        for name in ["libort.so.1.31.1", "libort_shared.so", "secret.txt", "tune.song"] {
            File::create(place.join(name)).unwrap();
        }
        let mut found = with_siblings(&place.join("libort.so.1.31.1"));
        found.sort();
        found.dedup();
        assert_eq!(found, [place.join("libort.so.1.31.1"), place.join("libort_shared.so")]);
    }

    #[test]
    fn a_library_is_found_through_a_link() {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().canonicalize().unwrap();
        let (real, linked) = (place.join("real"), place.join("linked"));
        for dir in [&real, &linked] {
            fs::create_dir(dir).unwrap();
        }
        for name in ["libort.so.1", "libort_shared.so"] {
            File::create(real.join(name)).unwrap();
        }
        symlink(real.join("libort.so.1"), linked.join("libort.so")).unwrap();
        let found = with_siblings(&linked.join("libort.so"));
        assert!(found.contains(&real.join("libort_shared.so")), "{found:?}");
    }

    #[test]
    fn a_library_of_the_system_adds_only_itself() {
        let library = Path::new("/usr/lib/libort.so.1");
        assert_eq!(with_siblings(library), [library]);
    }

    #[test]
    fn a_gpu_is_reachable_only_in_its_profile() {
        let rules = Rules::default();
        assert!(!readable(&rules).contains(&PathBuf::from("/sys")));
        assert!(devices(Profile::Cpu).is_empty());
        let rules = Rules { profile: Profile::Gpu, ..rules };
        assert!(readable(&rules).contains(&PathBuf::from("/sys")));
        assert!(!readable(&rules).contains(&PathBuf::from("/proc")), "{rules:?}");
    }
}
