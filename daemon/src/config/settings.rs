//! From files, the environment and `--set` to settings: built-in < share < config < drop-ins by name <
//! environment < `--set`.

use super::fragment::Fragment;
pub(crate) use super::fragment::Settings;
use edge_api::admin::ConfigError;
use edge_api::paths::{Env, Paths};
use std::io;
use std::path::{Path, PathBuf};

/// A file this long is no configuration.
const FILE_BYTES_MAX: u64 = 1024 * 1024;

#[derive(Clone, Debug, Default)]
pub(crate) struct Loaded {
    pub settings: Settings,
    /// What was read, in order.
    pub files: Vec<PathBuf>,
}

/// Where and why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}{}: {}", .0.file.display(), .0.line.map(|l| format!(":{l}")).unwrap_or_default(), .0.message)]
pub(crate) struct ConfigFailure(pub ConfigError);

/// The one setting that the environment knows.
const LIBRARY_VARIABLE: &str = "EDGED_ORT_LIBRARY";

pub(crate) fn load(paths: &Paths, sets: &[String], env: Env<'_>) -> Result<Loaded, ConfigFailure> {
    let mut loaded = Loaded::default();
    let mut files = vec![paths.share_dir.join("edged.toml"), paths.config_dir.join("edged.toml")];
    files.extend(toml_files(&paths.config_dir.join("edged.d"))?);
    let mut conflict: Option<ConfigError> = None;
    let mut apply = |file: &Path, text: &str| {
        apply(&mut loaded.settings, file, text)?;
        // A later source may put it right; the one that made it what it is gets named.
        let message = loaded.settings.conflict();
        if message.as_ref() != conflict.as_ref().map(|conflict| &conflict.message) {
            conflict = message.map(|message| failure(file, None, message).0);
        }
        Ok(())
    };
    for file in files {
        let Some(text) = read_optional(&file)? else { continue };
        apply(&file, &text)?;
        loaded.files.push(file);
    }
    if let Some(library) = env(LIBRARY_VARIABLE).filter(|library| !library.is_empty()) {
        let library = serde_json::Value::from(library.to_string_lossy());
        apply(Path::new(LIBRARY_VARIABLE), &format!("engine.library = {library}"))?;
    }
    for set in sets {
        apply(Path::new("--set"), &assignment(set)?)?;
    }
    conflict.map_or(Ok(loaded), |conflict| Err(ConfigFailure(conflict)))
}

fn apply(settings: &mut Settings, file: &Path, text: &str) -> Result<(), ConfigFailure> {
    let fragment: Fragment =
        toml::from_str(text).map_err(|error| toml_failure(file, text, &error))?;
    settings.apply(&fragment).map_err(|error| failure(file, None, error.to_string()))
}

/// `limits.queue_requests_max=8` as a line of TOML; what is no TOML value is taken as a string.
fn assignment(set: &str) -> Result<String, ConfigFailure> {
    let Some((key, value)) = set.split_once('=') else {
        let message = format!("`{set}` is not KEY=VALUE");
        return Err(failure(Path::new("--set"), None, message));
    };
    let (key, value) = (key.trim(), value.trim());
    let plain = format!("{key} = {value}");
    if toml::from_str::<toml::Table>(&plain).is_ok() {
        return Ok(plain);
    }
    Ok(format!("{key} = {}", serde_json::Value::from(value)))
}

/// The `*.toml` of a folder in order of their names; no folder, no files.
pub(super) fn toml_files(dir: &Path) -> Result<Vec<PathBuf>, ConfigFailure> {
    let unreadable = |error: io::Error| failure(dir, None, error.to_string());
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(error)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

pub(super) fn read_optional(file: &Path) -> Result<Option<String>, ConfigFailure> {
    let unreadable = |error: io::Error| failure(file, None, error.to_string());
    let len = match std::fs::metadata(file) {
        Ok(meta) => meta.len(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error)),
    };
    if len > FILE_BYTES_MAX {
        let message = format!("the file has {len} bytes, the limit is {FILE_BYTES_MAX}");
        return Err(failure(file, None, message));
    }
    std::fs::read_to_string(file).map(Some).map_err(unreadable)
}

pub(super) fn toml_failure(file: &Path, text: &str, error: &toml::de::Error) -> ConfigFailure {
    let line = error.span().map(|span| {
        let before = text.get(..span.start).unwrap_or(text);
        1 + before.bytes().filter(|byte| *byte == b'\n').count()
    });
    failure(file, line, error.message().to_owned())
}

pub(super) fn failure(file: &Path, line: Option<usize>, message: String) -> ConfigFailure {
    ConfigFailure(ConfigError { file: file.to_owned(), line, message })
}

#[cfg(test)]
mod tests {
    use super::*;
    use edge_api::paths::{Mode, Overrides};

    fn load_with(files: &[(&str, &str)], sets: &[&str]) -> Result<Loaded, ConfigFailure> {
        load_in(files, sets, &|_| None)
    }

    fn load_in(
        files: &[(&str, &str)],
        sets: &[&str],
        env: Env<'_>,
    ) -> Result<Loaded, ConfigFailure> {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let file = dir.path().join(name);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
        let overrides = Overrides {
            config_dir: Some(dir.path().join("config")),
            share_dir: Some(dir.path().join("share")),
            ..Overrides::default()
        };
        let paths = Paths::resolve(Mode::User, 0, &overrides, &|_| None);
        let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
        load(&paths, &sets, env)
    }

    #[test]
    fn later_wins() {
        let queue = |n: u32| format!("limits.queue_requests_max = {n}");
        let files = [
            ("share/edged.toml", queue(1)),
            ("config/edged.toml", queue(2)),
            ("config/edged.d/20.toml", queue(4)),
            ("config/edged.d/10.toml", queue(3)),
        ];
        for (count, want) in [(0, 64), (1, 1), (2, 2), (3, 4)] {
            let files: Vec<_> = files[..count].iter().map(|(n, t)| (*n, t.as_str())).collect();
            let got = load_with(&files, &[]).unwrap().settings.limits.queue_requests_max;
            assert_eq!(got, want, "{count} files");
        }
        let all: Vec<_> = files.iter().map(|(n, t)| (*n, t.as_str())).collect();
        let got = load_with(&all, &["limits.queue_requests_max=5"]).unwrap();
        assert_eq!(got.settings.limits.queue_requests_max, 5);
        assert_eq!(got.files.len(), 4);
        let durability = load_with(&[], &["ledger.durability=buffered"]).unwrap();
        assert_eq!(durability.settings.ledger.durability, crate::ledger::Durability::Buffered);
    }

    #[test]
    fn the_library_is_set_by_file_by_environment_and_by_flag() {
        let file = ("config/edged.toml", "engine.library = \"/file\"\n");
        let env = |name: &str| (name == LIBRARY_VARIABLE).then(|| "/env".into());
        let library = |files: &[_], sets: &[_], env: Env<'_>| {
            load_in(files, sets, env).unwrap().settings.engine.library
        };
        assert_eq!(library(&[], &[], &|_| None), "");
        assert_eq!(library(&[file], &[], &|_| None), "/file");
        assert_eq!(library(&[file], &[], &env), "/env");
        assert_eq!(library(&[file], &["engine.library=/flag"], &env), "/flag");
        let error = load_with(&[], &["engine.library=here"]).unwrap_err().to_string();
        assert_eq!(error, "--set: engine.library is `here`, it must be an absolute path");
    }

    #[test]
    fn the_shipped_file_shows_every_setting_with_its_built_in_value() {
        let shipped = include_str!("../../../models/share/edged.toml");
        let is_key = |line: &str| {
            let key = line.split(" = ").next().unwrap_or_default();
            line.contains(" = ")
                && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        };
        let uncommented = |line: &str| match line.strip_prefix('#') {
            Some(rest) if is_key(rest) => format!("{rest}\n"),
            _ => format!("{line}\n"),
        };
        let text: String = shipped.lines().map(uncommented).collect();
        let fragment: Fragment = toml::from_str(&text).unwrap();
        assert!(!format!("{fragment:?}").contains("None"), "{fragment:?}");
        let mut settings = Settings::default();
        settings.apply(&fragment).unwrap();
        assert_eq!(settings, Settings::default());
    }

    #[test]
    fn a_body_must_fit_into_what_all_bodies_may_hold() {
        let small = ("config/edged.toml", "limits.body_bytes_in_flight_max = 2048\n");
        let both = ("config/edged.d/1.toml", "limits.body_bytes_max = 2048\n");
        let later = ("config/edged.d/2.toml", "limits.headers_max = 50\n");
        let error = load_with(&[small, later], &[]).unwrap_err().to_string();
        assert!(
            error.ends_with(
                "config/edged.toml: limits.body_bytes_in_flight_max is 2048, it must be at least \
                 limits.body_bytes_max, which is 4194304"
            ),
            "{error}"
        );
        load_with(&[small, both, later], &[]).unwrap();
        let error = load_with(&[small, both], &["limits.body_bytes_max=2049"]).unwrap_err();
        assert!(error.to_string().starts_with("--set: "), "{error}");
    }

    #[test]
    fn a_fault_names_file_line_key_and_bound() {
        let cases = [
            ("[limits]\n\nqueue = 3\n", ":3: unknown field `queue`"),
            ("[limits]\nheaders_max = \"x\"\n", ":2: invalid type"),
            ("limits.headers_max = 7\n", "limits.headers_max is 7, it must be between 8 and 1000"),
            ("[worker\n", ":1: "),
        ];
        for (text, want) in cases {
            let error = load_with(&[("config/edged.toml", text)], &[]).unwrap_err().to_string();
            assert!(error.contains(want) && error.contains("config/edged.toml"), "{error}");
        }
        let error = load_with(&[], &["limits"]).unwrap_err().to_string();
        assert_eq!(error, "--set: `limits` is not KEY=VALUE");
    }
}
