//! What is in force and where it comes from.

use super::{Caller, Flags, Ops};
use crate::config;
use edge_api::admin::{Config, ConfigStatus};
use edge_api::error::ApiError;
use edge_api::paths::Paths;
use edge_core::policy::Action;
use std::path::PathBuf;

impl Ops {
    pub(crate) fn config(&self, caller: &Caller) -> Result<Config, ApiError> {
        self.may(caller, Action::ReadConfig)?;
        let config = self.inner.live.now();
        let Flags { set, sim } = self.inner.flags.clone();
        Ok(Config {
            paths: absolute(self.inner.paths.clone()),
            set,
            sim,
            status: self.config_status(&config),
            keys: config.keys(),
        })
    }

    pub(super) fn config_status(&self, config: &config::Config) -> ConfigStatus {
        let mut errors = config.rejected.clone();
        errors.extend(self.inner.catalog.errors());
        let restart_needed = config.restart_needed.clone();
        let warnings = config.warnings.clone();
        ConfigStatus { files: config.all_files(), errors, warnings, restart_needed }
    }
}

/// Who asks may be in another folder than we are.
fn absolute(paths: Paths) -> Paths {
    // Without a folder to be in, a path says no more than it says.
    let whole = |path: PathBuf| std::path::absolute(&path).unwrap_or(path);
    Paths {
        mode: paths.mode,
        config_dir: whole(paths.config_dir),
        state_dir: whole(paths.state_dir),
        cache_dir: whole(paths.cache_dir),
        share_dir: whole(paths.share_dir),
        socket: whole(paths.socket),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use edge_api::paths::{Mode, Overrides};
    use std::path::Path;

    #[test]
    fn a_path_means_the_same_wherever_it_is_read() {
        let overrides = Overrides {
            share_dir: Some("models/share".into()),
            state_dir: Some("/state".into()),
            ..Overrides::default()
        };
        let paths = absolute(Paths::resolve(Mode::System, 0, &overrides, &|_| None));
        assert_eq!(paths.share_dir, std::env::current_dir().unwrap().join("models/share"));
        assert_eq!(paths.state_dir, Path::new("/state"));
    }
}
