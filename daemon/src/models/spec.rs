//! How a model folder is run: what the settings, its own file in `models.d` and the machine make of it.

use crate::config::{Engine, ModelFiles, ModelSettings, line_of};
use crate::workers::{Found, ModelSpec};
use edge_api::worker::{Folder, Gpu, LoadFailure, LoadFailureKind, Provider, Source};
use std::path::Path;
use std::time::Duration;

/// Where a GPU of this kind of machine shows itself.
const GPU_NODES: [&str; 2] = ["/dev/nvidia0", "/dev/nvhost-gpu"];

#[derive(Debug)]
pub(super) struct Specs {
    pub(super) engine: Engine,
    pub(super) files: ModelFiles,
    pub(super) has_gpu: bool,
}

pub(super) fn has_gpu() -> bool {
    GPU_NODES.iter().any(|node| Path::new(node).exists())
}

impl Specs {
    pub(super) fn of_sim(&self, name: &str, spec: &str, pinned: bool) -> ModelSpec {
        let found = Found::Good(Box::default());
        let source = Source::Sim(spec.to_owned());
        // Each simulated model is a device of its own.
        self.spec(name, source, format!("sim:{name}"), found, pinned)
    }

    pub(super) fn of_folder(&self, name: &str, dir: &Path, pinned: bool) -> ModelSpec {
        let source = self.source(name, dir, None);
        self.spec(name, source, self.device(name), Found::Pending(None), pinned)
    }

    fn spec(
        &self,
        name: &str,
        source: Source,
        device: String,
        found: Found,
        pinned: bool,
    ) -> ModelSpec {
        let settings = self.settings(name);
        ModelSpec {
            name: name.to_owned(),
            source,
            device,
            found: self.judged(name, found),
            keep_alive: settings.keep_alive_s.map(Duration::from_secs),
            pinned: pinned || settings.pinned,
        }
    }

    /// A model whose own file is broken is broken, whatever a check says.
    pub(super) fn judged(&self, name: &str, found: Found) -> Found {
        match self.files.get(name).map(|file| (&file.settings, &file.fault)) {
            Some((None, Some(fault))) => Found::Broken(broken(line_of(fault))),
            Some(_) | None => found,
        }
    }

    pub(super) fn settings(&self, name: &str) -> ModelSettings {
        let file = self.files.get(name);
        file.and_then(|file| file.settings.clone()).unwrap_or_default()
    }

    /// Its folder as the workers serve it.
    pub(super) fn source(&self, name: &str, dir: &Path, digest: Option<String>) -> Source {
        let settings = self.settings(name);
        let mut providers = match settings.providers {
            Some(providers) => providers,
            None if self.has_gpu || settings.gpu == Gpu::Require => {
                vec![Provider::Cuda, Provider::Cpu]
            }
            None => vec![Provider::Cpu],
        };
        if settings.gpu == Gpu::Off {
            providers.retain(|provider| *provider == Provider::Cpu);
        }
        Source::Folder(Folder {
            dir: dir.to_owned(),
            digest,
            providers,
            gpu: settings.gpu,
            context_tokens: settings.context_tokens,
            rows_max: self.engine.rows_max,
            kv_bytes_max: self.engine.kv_bytes_max,
            threads: self.engine.threads,
        })
    }

    /// A folder as it is checked: on the CPU, where the sandbox is closest.
    pub(super) fn checked(&self, name: &str, dir: &Path) -> Folder {
        Folder {
            dir: dir.to_owned(),
            digest: None,
            providers: vec![Provider::Cpu],
            gpu: Gpu::Off,
            context_tokens: self.settings(name).context_tokens,
            rows_max: 1,
            kv_bytes_max: self.engine.kv_bytes_max,
            threads: self.engine.threads,
        }
    }

    fn device(&self, name: &str) -> String {
        let Source::Folder(folder) = self.source(name, Path::new("/"), None) else {
            unreachable!("a folder's source is a folder");
        };
        let on_gpu = folder.providers.iter().any(|provider| *provider != Provider::Cpu);
        let device = if self.has_gpu && on_gpu { "cuda:0" } else { "cpu" };
        match self.settings(name).isolate {
            true => format!("{device}:{name}"),
            false => device.to_owned(),
        }
    }
}

pub(super) fn broken(reason: String) -> LoadFailure {
    LoadFailure { kind: LoadFailureKind::Broken, reason, hint: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ModelFile;
    use edge_api::admin::ConfigError;

    fn specs(has_gpu: bool, settings: ModelSettings) -> Specs {
        let file = ModelFile { file: "m.toml".into(), settings: Some(settings), fault: None };
        let files = [("m".to_owned(), file)].into();
        Specs { engine: Engine::default(), files, has_gpu }
    }

    fn run(has_gpu: bool, settings: ModelSettings) -> (String, Vec<Provider>) {
        let spec = specs(has_gpu, settings).of_folder("m", Path::new("/m"), false);
        let Source::Folder(folder) = spec.source else { panic!("no folder") };
        (spec.device, folder.providers)
    }

    #[test]
    fn the_device_follows_from_the_machine_and_the_settings() {
        use Provider::{Cpu, Cuda};
        let plain = ModelSettings::default();
        assert_eq!(run(false, plain.clone()), ("cpu".into(), vec![Cpu]));
        assert_eq!(run(true, plain.clone()), ("cuda:0".into(), vec![Cuda, Cpu]));
        let off = ModelSettings { gpu: Gpu::Off, ..plain.clone() };
        assert_eq!(run(true, off), ("cpu".into(), vec![Cpu]));
        let require = ModelSettings { gpu: Gpu::Require, ..plain.clone() };
        assert_eq!(run(false, require), ("cpu".into(), vec![Cuda, Cpu]));
        let asked = ModelSettings { providers: Some(vec![Cuda, Cpu]), ..plain.clone() };
        assert_eq!(run(false, asked), ("cpu".into(), vec![Cuda, Cpu]));
        let alone = ModelSettings { isolate: true, ..plain };
        assert_eq!(run(false, alone.clone()).0, "cpu:m");
        assert_eq!(run(true, alone).0, "cuda:0:m");
    }

    #[test]
    fn a_broken_file_breaks_its_model_and_no_other() {
        let error = ConfigError { file: "m.toml".into(), line: Some(2), message: "bad".to_owned() };
        let mut specs = specs(false, ModelSettings::default());
        let file = ModelFile { file: "m.toml".into(), settings: None, fault: Some(error) };
        specs.files.insert("m".to_owned(), file);
        let found = specs.of_folder("m", Path::new("/m"), false).found;
        assert!(matches!(found, Found::Broken(failure) if failure.reason == "m.toml:2: bad"));
        // One that broke later leaves its model as it was.
        specs.files.get_mut("m").unwrap().settings = Some(ModelSettings::default());
        let found = specs.of_folder("m", Path::new("/m"), false).found;
        assert!(matches!(found, Found::Pending(_)));
        let other = specs.of_sim("n", "n", true);
        assert!(matches!(other.found, Found::Good(_)) && other.pinned);
    }
}
