//! `models.d/NAME.toml`: how one model is to run. A broken file breaks its model, not the daemon; while the
//! daemon runs it changes nothing.

use super::source::{Source, fault_of, read_optional, short, toml_files};
use super::table::{read_file, tables};
use super::value::Free;
use edge_api::admin::ConfigError;
use edge_api::paths::Paths;
use edge_api::worker::{Gpu, Provider};
use edge_core::request::valid_name;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const CONTEXT_TOKENS_MAX: u32 = 1 << 20;
const KEEP_ALIVE_S_MAX: u64 = 31_536_000;

tables! {
    /// How one model is to run.
    ModelSettings {
        /// What the model runs on, in this order of preference. Not set: what the machine has.
        providers: Option<Vec<Provider>> = None, Free, Restart;
        /// `prefer`: run on the CPU where there is no GPU, and say so. `require`: do not run then. `off`: do not
        /// ask for one.
        gpu: Gpu = Gpu::Prefer, Free, Restart;
        /// A shorter context than the model's own. A loaded model is loaded anew, once its running calls have
        /// ended.
        context_tokens: Option<u32> = None, 1..=CONTEXT_TOKENS_MAX, Live;
        /// Unloaded after so long unused, instead of `models.keep_alive_s`.
        keep_alive_s: Option<u64> = None, 0..=KEEP_ALIVE_S_MAX, Live;
        /// Loaded at the start and kept.
        pinned: bool = false, Free, Live;
        /// In a worker process of its own.
        isolate: bool = false, Free, Restart;
    }
}

/// A file that says how a model is to run.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ModelFile {
    pub file: PathBuf,
    /// `None`: nothing of it was ever good.
    pub settings: Option<ModelSettings>,
    /// What is wrong with the file as it is now.
    pub fault: Option<ConfigError>,
}

pub(crate) type ModelFiles = BTreeMap<String, ModelFile>;

/// By name of the model, which need not be there (yet).
pub(crate) fn load_models(paths: &Paths) -> Result<ModelFiles, ConfigError> {
    let mut models = BTreeMap::new();
    for file in toml_files(&paths.config_dir.join("models.d"))? {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let (settings, fault) = match read_model(&name, &file) {
            Ok(Some(settings)) => (Some(settings), None),
            Ok(None) => continue,
            Err(fault) => (None, Some(fault)),
        };
        models.insert(name, ModelFile { file, settings, fault });
    }
    Ok(models)
}

/// `None`: it has gone.
fn read_model(name: &str, file: &Path) -> Result<Option<ModelSettings>, ConfigError> {
    if !valid_name(name) {
        let name = short(name);
        let message =
            format!("`{name}` is no name for a model: use a-z, 0-9, `.`, `_`, `-`, at most 64");
        return Err(fault_of(file, message));
    }
    read_optional(file)?.map(|text| model_of(file, &text)).transpose()
}

pub(super) fn model_of(file: &Path, text: &str) -> Result<ModelSettings, ConfigError> {
    let (mut source, mut settings) = (Source::file(file, text), ModelSettings::default());
    read_file(vec![("", &mut settings)], &mut source);
    if source.faults.is_empty()
        && let Some((key, message)) = settings.conflict()
    {
        source.fault_of(key, message);
    }
    source.first_fault().map_or(Ok(settings), Err)
}

impl ModelSettings {
    /// What the bounds of one key do not say, and which key is to blame.
    fn conflict(&self) -> Option<(&'static str, String)> {
        let providers = self.providers.as_deref()?;
        let on_gpu = providers.iter().any(|provider| *provider != Provider::Cpu);
        let twice = |(at, provider): (usize, &Provider)| {
            providers[..at].contains(provider).then_some(provider.as_str())
        };
        if let Some(name) = providers.iter().enumerate().find_map(twice) {
            return Some(("providers", format!("providers names `{name}` twice")));
        }
        if providers.is_empty() {
            let message = "providers is empty, it must name at least one";
            return Some(("providers", message.to_owned()));
        }
        let message = match self.gpu {
            Gpu::Off if !providers.contains(&Provider::Cpu) => {
                "gpu is `off` and providers does not name `cpu`"
            }
            Gpu::Require if !on_gpu => "gpu is `require` and providers names none that uses one",
            Gpu::Prefer | Gpu::Require | Gpu::Off => return None,
        };
        Some(("gpu", message.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::source::line_of;

    fn read(text: &str) -> Result<ModelSettings, String> {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("m.toml");
        std::fs::write(&file, text).unwrap();
        let read = read_model("m", &file).map(|settings| settings.expect("it is there"));
        read.map_err(|fault| {
            let line = line_of(&fault);
            line.strip_prefix(&format!("{}/", dir.path().display())).unwrap().to_owned()
        })
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
    fn what_is_refused_is_named_with_its_line() {
        let tokens = "it must be between 1 and 1048576";
        for (text, want) in [
            ("\ncontext_tokens = 0", format!("m.toml:2: context_tokens is 0, {tokens}")),
            ("context_tokens = 1048577", format!("m.toml:1: context_tokens is 1048577, {tokens}")),
            ("context_tokens = -1", format!("m.toml:1: context_tokens is -1, {tokens}")),
            (
                "keep_alive_s = 31536001",
                "m.toml:1: keep_alive_s is 31536001, it must be between 0 and 31536000".to_owned(),
            ),
            (
                "\nproviders = []",
                "m.toml:2: providers is empty, it must name at least one".to_owned(),
            ),
            (
                "providers = [\"cpu\", \"cuda\", \"cpu\"]",
                "m.toml:1: providers names `cpu` twice".to_owned(),
            ),
            (
                "providers = [\"cpu\", \"gpu\"]",
                "m.toml:1: providers[1]: expected `cpu`, `cuda` or `tensorrt`, not the text `gpu`"
                    .to_owned(),
            ),
            (
                "providers = \"cpu\"",
                "m.toml:1: providers: expected a list, each of it `cpu`, `cuda` or `tensorrt`, not \
                 the text `cpu`"
                    .to_owned(),
            ),
            (
                "gpu = \"off\"\nproviders = [\"cuda\"]",
                "m.toml:1: gpu is `off` and providers does not name `cpu`".to_owned(),
            ),
            (
                "providers = [\"cpu\"]\n\ngpu = \"require\"",
                "m.toml:3: gpu is `require` and providers names none that uses one".to_owned(),
            ),
            (
                "gpu = \"maybe\"",
                "m.toml:1: gpu: expected `prefer`, `require` or `off`, not the text `maybe`"
                    .to_owned(),
            ),
            (
                "\n\ncontex_tokens = 2",
                "m.toml:3: contex_tokens: unknown key, did you mean context_tokens?".to_owned(),
            ),
            ("threads = 2", "m.toml:1: threads: unknown key".to_owned()),
            ("pinned = 1", "m.toml:1: pinned: expected true or false, not the number 1".to_owned()),
        ] {
            assert_eq!(read(text).unwrap_err(), want, "{text}");
        }
        let dir = tempfile::tempdir().unwrap();
        assert!(read_model("M", &dir.path().join("M.toml")).is_err());
    }
}
