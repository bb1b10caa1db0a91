//! Everything that the configuration is read from, read once, and where to look for changes of it.

use super::live::Config;
use super::load::{self, Inputs, Loaded};
use super::models::{ModelFiles, load_models};
use super::policies::names_accounts;
use super::source::{Faults, toml_files};
use super::tasks::{TaskFiles, load_tasks};
use crate::platform::ACCOUNT_FILES;
use edge_api::admin::ConfigError;
use edge_api::paths::Paths;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Links that lead to a file one after the other; the kernel follows as many.
const LINKS_MAX: usize = 40;

#[derive(Debug)]
pub(crate) struct Reading {
    loaded: Result<Loaded, Faults>,
    tasks: Result<TaskFiles, ConfigError>,
    models: Result<ModelFiles, ConfigError>,
    /// A change of any file that was read, or would have been, is a change in one of these.
    pub(super) dirs: BTreeSet<PathBuf>,
}

impl Reading {
    /// May take as long as the slowest disk.
    pub(crate) fn of(inputs: &Inputs) -> Self {
        let paths = &inputs.paths;
        let mut dirs = BTreeSet::new();
        let loaded = load::load(inputs);
        let tasks = load_tasks(paths, &mut dirs);
        let models = load_models(paths);
        dirs.extend(folders(paths));
        let mut files =
            vec![paths.share_dir.join("edged.toml"), paths.config_dir.join("edged.toml")];
        // Also those that could not be used.
        files.extend(toml_files(&paths.config_dir.join("edged.d")).unwrap_or_default());
        files.extend(tasks.iter().flatten().map(|(_, task)| task.file.clone()));
        files.extend(models.iter().flatten().map(|(_, model)| model.file.clone()));
        // An account that comes makes a policy good, or one that goes.
        if loaded.as_ref().is_ok_and(names_accounts) || loaded.is_err() {
            files.extend(ACCOUNT_FILES.map(PathBuf::from));
        }
        let found = dirs.iter().chain(&files).flat_map(|path| along_links(path));
        let found: Vec<PathBuf> = found.collect();
        dirs.extend(found);
        let dirs = dirs.into_iter().filter_map(|dir| there(&dir)).collect();
        Self { loaded, tasks, models, dirs }
    }

    /// What it comes to, if all of it can be used. A broken task or a model's broken file is part of that.
    pub(crate) fn config(self) -> Result<Config, Faults> {
        match (self.loaded, self.tasks, self.models) {
            (Ok(loaded), Ok(tasks), Ok(models)) => Ok(Config::of(loaded, tasks, models)),
            (loaded, tasks, models) => {
                let mut faults = loaded.err().unwrap_or_default();
                faults.0.extend(tasks.err().into_iter().chain(models.err()));
                Err(faults)
            }
        }
    }

    /// What is wrong with the files of tasks and models, for those who want to know it all.
    pub(crate) fn faults_of_files(&self) -> Vec<ConfigError> {
        let tasks = self.tasks.iter().flat_map(|tasks| tasks.values());
        let tasks = tasks.filter_map(|task| task.task.as_ref().err());
        let models = self.models.iter().flat_map(|models| models.values());
        tasks.chain(models.filter_map(|model| model.fault.as_ref())).cloned().collect()
    }
}

fn folders(paths: &Paths) -> Vec<PathBuf> {
    let Paths { share_dir, config_dir, .. } = paths;
    vec![
        share_dir.clone(),
        share_dir.join("tasks.d"),
        config_dir.clone(),
        config_dir.join("edged.d"),
        config_dir.join("tasks.d"),
        config_dir.join("models.d"),
    ]
}

/// The folders of all that stands between a path and what it leads to: any of these may be replaced.
fn along_links(path: &Path) -> Vec<PathBuf> {
    let mut dirs = Vec::new();
    let mut at = path.to_owned();
    for _ in 0..LINKS_MAX {
        let Some(dir) = at.parent().map(Path::to_owned) else { break };
        dirs.push(dir.clone());
        // The folder itself may be reached by a link, as `..data` is in a mounted ConfigMap.
        dirs.extend(dir.canonicalize());
        let Ok(target) = std::fs::read_link(&at) else { break };
        at = dir.join(target);
        dirs.extend(linked_above(&at));
    }
    dirs
}

/// Where the links lie that a path leads through on its way to its file.
fn linked_above(path: &Path) -> Vec<PathBuf> {
    let links = path.ancestors().skip(1).filter(|dir| dir.is_symlink());
    links.filter_map(|link| link.parent().map(Path::to_owned)).collect()
}

/// Itself, or what there is above where it would be.
fn there(dir: &Path) -> Option<PathBuf> {
    dir.ancestors().find(|dir| dir.is_dir()).map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use edge_api::paths::{Mode, Overrides};
    use std::fs::{create_dir_all, write};
    use std::os::unix::fs::symlink;

    #[test]
    fn all_is_watched_that_may_be_replaced_on_the_way_to_a_file() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        let config = root.join("config");
        for folder in ["config/..one", "far/drop-ins", "further/real", "share"] {
            create_dir_all(root.join(folder)).unwrap();
        }
        write(config.join("..one/edged.toml"), "").unwrap();
        symlink("..one", config.join("..data")).unwrap();
        symlink("..data/edged.toml", config.join("edged.toml")).unwrap();
        symlink(root.join("far/drop-ins"), config.join("edged.d")).unwrap();
        symlink(root.join("further/linked/1.toml"), root.join("far/drop-ins/1.toml")).unwrap();
        symlink("real", root.join("further/linked")).unwrap();
        write(root.join("further/real/1.toml"), "").unwrap();
        let overrides = Overrides {
            config_dir: Some(config.clone()),
            share_dir: Some(root.join("share")),
            ..Overrides::default()
        };
        let paths = Paths::resolve(Mode::User, 0, &overrides, &|_| None);
        let reading = Reading::of(&Inputs::new(&paths, &[], &|_| None));
        for folder in [
            "",
            "config",
            "config/..one",
            "share",
            "far",
            "far/drop-ins",
            "further",
            "further/real",
        ] {
            let folder = root.join(folder).canonicalize().unwrap();
            assert!(reading.dirs.contains(&folder), "{} in {:?}", folder.display(), reading.dirs);
        }
        assert!(!reading.dirs.contains(Path::new("/etc")), "nothing depends on accounts");
        assert_eq!(reading.config().unwrap().files.len(), 2);
        for policy in ["user = \"nobody\"", "group = \"no such group\""] {
            write(config.join("..one/edged.toml"), format!("[[policy]]\n{policy}\n")).unwrap();
            let reading = Reading::of(&Inputs::new(&paths, &[], &|_| None));
            assert!(reading.dirs.contains(Path::new("/etc")), "{policy}");
        }
    }
}
