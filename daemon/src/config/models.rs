//! `models.d/NAME.toml`: how one model is to run. A broken file breaks its model, not the daemon.

use super::settings::{ConfigFailure, failure, read_optional, toml_failure, toml_files};
use edge_api::admin::ConfigError;
use edge_api::paths::Paths;
use edge_api::worker::{Gpu, Provider};
use edge_core::request::valid_name;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const CONTEXT_TOKENS_MAX: u32 = 1 << 20;
const KEEP_ALIVE_S_MAX: u64 = 31_536_000;

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(crate) struct ModelSettings {
    /// In this order of preference. Without: what the machine has.
    pub providers: Option<Vec<Provider>>,
    #[serde(default)]
    pub gpu: Gpu,
    /// A shorter context than the model's own.
    pub context_tokens: Option<u32>,
    /// Instead of `models.keep_alive_s`.
    pub keep_alive_s: Option<u64>,
    /// Loaded at the start and kept.
    #[serde(default)]
    pub pinned: bool,
    /// In a worker of its own.
    #[serde(default)]
    pub isolate: bool,
}

/// A file that says how a model is to run, usable or not.
#[derive(Clone, Debug)]
pub(crate) struct ModelFile {
    pub file: PathBuf,
    pub settings: Result<ModelSettings, ConfigError>,
}

/// By name of the model, which need not be there (yet).
pub(crate) fn load_models(paths: &Paths) -> Result<BTreeMap<String, ModelFile>, ConfigFailure> {
    let mut models = BTreeMap::new();
    for file in toml_files(&paths.config_dir.join("models.d"))? {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let settings = read_model(&name, &file).map_err(|failure| failure.0);
        models.insert(name, ModelFile { file, settings });
    }
    Ok(models)
}

fn read_model(name: &str, file: &Path) -> Result<ModelSettings, ConfigFailure> {
    if !valid_name(name) {
        let message =
            format!("`{name}` is no name for a model: use a-z, 0-9, `.`, `_`, `-`, at most 64");
        return Err(failure(file, None, message));
    }
    let Some(text) = read_optional(file)? else {
        return Err(failure(file, None, "the file is gone".to_owned()));
    };
    let settings: ModelSettings =
        toml::from_str(&text).map_err(|error| toml_failure(file, &text, &error))?;
    match settings.fault() {
        Some(message) => Err(failure(file, None, message)),
        None => Ok(settings),
    }
}

impl ModelSettings {
    fn fault(&self) -> Option<String> {
        if let Some(tokens) = self.context_tokens
            && !(1..=CONTEXT_TOKENS_MAX).contains(&tokens)
        {
            return Some(format!(
                "context_tokens is {tokens}, it must be between 1 and {CONTEXT_TOKENS_MAX}"
            ));
        }
        if let Some(seconds) = self.keep_alive_s.filter(|seconds| *seconds > KEEP_ALIVE_S_MAX) {
            return Some(format!(
                "keep_alive_s is {seconds}, it must be between 0 and {KEEP_ALIVE_S_MAX}"
            ));
        }
        let providers = self.providers.as_deref()?;
        let on_gpu = providers.iter().any(|provider| *provider != Provider::Cpu);
        let twice = |(at, provider): (usize, &Provider)| {
            providers[..at].contains(provider).then_some(provider.as_str())
        };
        if let Some(name) = providers.iter().enumerate().find_map(twice) {
            return Some(format!("providers names `{name}` twice"));
        }
        if providers.is_empty() {
            return Some("providers is empty, it must name at least one".to_owned());
        }
        match self.gpu {
            Gpu::Off if !providers.contains(&Provider::Cpu) => {
                Some("gpu is `off` and providers does not name `cpu`".to_owned())
            }
            Gpu::Require if !on_gpu => {
                Some("gpu is `require` and providers names none that uses one".to_owned())
            }
            Gpu::Prefer | Gpu::Require | Gpu::Off => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<ModelSettings, String> {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("m.toml");
        std::fs::write(&file, text).unwrap();
        read_model("m", &file).map_err(|failure| failure.0.message)
    }

    #[test]
    fn a_whole_file() {
        let text = "providers = [\"cuda\", \"cpu\"]\ngpu = \"require\"\ncontext_tokens = 512\n\
                    keep_alive_s = 0\npinned = true\nisolate = true\n";
        let want = ModelSettings {
            providers: Some(vec![Provider::Cuda, Provider::Cpu]),
            gpu: Gpu::Require,
            context_tokens: Some(512),
            keep_alive_s: Some(0),
            pinned: true,
            isolate: true,
        };
        assert_eq!(read(text), Ok(want));
        assert_eq!(read(""), Ok(ModelSettings::default()));
    }

    #[test]
    fn what_is_refused_is_named() {
        for (text, want) in [
            ("context_tokens = 0", "context_tokens is 0, it must be between 1 and 1048576"),
            ("context_tokens = 1048577", "context_tokens is 1048577"),
            ("keep_alive_s = 31536001", "keep_alive_s is 31536001"),
            ("providers = []", "providers is empty"),
            ("providers = [\"cpu\", \"cuda\", \"cpu\"]", "providers names `cpu` twice"),
            ("gpu = \"off\"\nproviders = [\"cuda\"]", "providers does not name `cpu`"),
            ("gpu = \"require\"\nproviders = [\"cpu\"]", "names none that uses one"),
            ("gpu = \"maybe\"", "unknown variant `maybe`"),
            ("threads = 2", "unknown field `threads`"),
        ] {
            let fault = read(text).unwrap_err();
            assert!(fault.contains(want), "{text}: {fault}");
        }
        let dir = tempfile::tempdir().unwrap();
        assert!(read_model("M", &dir.path().join("M.toml")).is_err());
    }
}
