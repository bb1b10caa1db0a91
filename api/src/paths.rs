//! Where edged's files are. The daemon and the CLI both ask here, so they cannot disagree.
//!
//! Nothing in here reads the environment: it is handed in as a lookup.

use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Looks up one environment variable.
pub type Env<'a> = &'a dyn Fn(&str) -> Option<OsString>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    System,
    User,
}

impl Mode {
    pub fn as_str(self) -> &'static str {
        match self {
            Mode::System => "system",
            Mode::User => "user",
        }
    }
}

/// What the command line said; each wins over everything else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    pub config_dir: Option<PathBuf>,
    pub state_dir: Option<PathBuf>,
    pub cache_dir: Option<PathBuf>,
    pub share_dir: Option<PathBuf>,
    pub socket: Option<PathBuf>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paths {
    pub mode: Mode,
    pub config_dir: PathBuf,
    pub state_dir: PathBuf,
    pub cache_dir: PathBuf,
    pub share_dir: PathBuf,
    pub socket: PathBuf,
}

impl Paths {
    /// Flag > `EDGED_*` > systemd's `*_DIRECTORY` (system mode) > default.
    pub fn resolve(mode: Mode, uid: u32, overrides: &Overrides, env: Env<'_>) -> Self {
        let dir = |flag: &Option<PathBuf>, ours: &str, systemd: &str, default: PathBuf| {
            flag.clone()
                .or_else(|| env(ours).filter(|v| !v.is_empty()).map(PathBuf::from))
                .or_else(|| (mode == Mode::System).then(|| first_dir(env(systemd)?)).flatten())
                .unwrap_or(default)
        };
        let default = |system: &str, xdg: &str, fallback: &str| match mode {
            Mode::System => PathBuf::from(system),
            Mode::User => xdg_dir(env, xdg, fallback).join("edged"),
        };
        let runtime = match mode {
            Mode::System => first_dir_of(env, "RUNTIME_DIRECTORY").unwrap_or("/run/edged".into()),
            Mode::User => user_runtime_dir(uid, env),
        };
        Self {
            mode,
            config_dir: dir(
                &overrides.config_dir,
                "EDGED_CONFIG_DIR",
                "CONFIGURATION_DIRECTORY",
                default("/etc/edged", "XDG_CONFIG_HOME", ".config"),
            ),
            state_dir: dir(
                &overrides.state_dir,
                "EDGED_STATE_DIR",
                "STATE_DIRECTORY",
                default("/var/lib/edged", "XDG_STATE_HOME", ".local/state"),
            ),
            cache_dir: dir(
                &overrides.cache_dir,
                "EDGED_CACHE_DIR",
                "CACHE_DIRECTORY",
                default("/var/cache/edged", "XDG_CACHE_HOME", ".cache"),
            ),
            share_dir: dir(&overrides.share_dir, "EDGED_SHARE_DIR", "", "/usr/share/edged".into()),
            socket: dir(&overrides.socket, "EDGED_SOCKET", "", runtime.join("api.sock")),
        }
    }

    pub fn ledger(&self) -> PathBuf {
        self.state_dir.join("ledger.db")
    }
}

/// Which socket a client means: flag, `EDGED_SOCKET`, the mode it was told, or else the user's socket if
/// there is one and the system's if not.
pub fn client_socket(flag: Option<&Path>, mode: Option<Mode>, uid: u32, env: Env<'_>) -> PathBuf {
    let overrides = Overrides { socket: flag.map(Path::to_owned), ..Overrides::default() };
    let of = |mode, env| Paths::resolve(mode, uid, &overrides, env).socket;
    // A flag on the command line is nearer than a variable of the environment.
    let no_socket = |name: &str| if name == "EDGED_SOCKET" { None } else { env(name) };
    match mode {
        Some(mode) => of(mode, &no_socket),
        None => {
            let user = of(Mode::User, env);
            if user.exists() { user } else { of(Mode::System, env) }
        }
    }
}

/// Without `XDG_RUNTIME_DIR` the socket lives in a directory of our own under `/tmp`, which the daemon
/// only uses if it is ours and closed to others.
fn user_runtime_dir(uid: u32, env: Env<'_>) -> PathBuf {
    match absolute(env("XDG_RUNTIME_DIR")) {
        Some(dir) => dir.join("edged"),
        None => shared_runtime_dir(uid),
    }
}

/// The one place where anybody may have made our directory before us.
pub fn shared_runtime_dir(uid: u32) -> PathBuf {
    PathBuf::from(format!("/tmp/edged-{uid}"))
}

fn xdg_dir(env: Env<'_>, name: &str, fallback: &str) -> PathBuf {
    absolute(env(name)).unwrap_or_else(|| {
        absolute(env("HOME")).unwrap_or_else(|| PathBuf::from("/")).join(fallback)
    })
}

/// The XDG specification has relative paths ignored.
fn absolute(value: Option<OsString>) -> Option<PathBuf> {
    value.map(PathBuf::from).filter(|path| path.is_absolute())
}

/// systemd lists several directories with colons between; the first is ours.
fn first_dir(value: OsString) -> Option<PathBuf> {
    let text = value.into_string().ok()?;
    text.split(':').find(|part| !part.is_empty()).map(PathBuf::from)
}

fn first_dir_of(env: Env<'_>, name: &str) -> Option<PathBuf> {
    first_dir(env(name)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(mode: Mode, overrides: &Overrides, env: &[(&str, &str)]) -> Paths {
        let env = |name: &str| {
            env.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value))
        };
        Paths::resolve(mode, 7, overrides, &env)
    }

    #[test]
    fn the_system_paths() {
        let paths = resolve(Mode::System, &Overrides::default(), &[]);
        assert_eq!(paths.socket, Path::new("/run/edged/api.sock"));
        assert_eq!(paths.ledger(), Path::new("/var/lib/edged/ledger.db"));
        assert_eq!(paths.share_dir, Path::new("/usr/share/edged"));
    }

    #[test]
    fn flag_beats_ours_beats_systemd_beats_default() {
        let systemd = ("STATE_DIRECTORY", "/s:/t");
        let ours = ("EDGED_STATE_DIR", "/o");
        let none = Overrides::default();
        let flag = Overrides { state_dir: Some("/f".into()), ..Overrides::default() };
        let state = |overrides, env: &[_]| resolve(Mode::System, overrides, env).state_dir;
        assert_eq!(state(&none, &[systemd]), Path::new("/s"));
        assert_eq!(state(&none, &[systemd, ours]), Path::new("/o"));
        assert_eq!(state(&flag, &[systemd, ours]), Path::new("/f"));
        let user = resolve(Mode::User, &none, &[systemd, ("HOME", "/home/u")]);
        assert_eq!(user.state_dir, Path::new("/home/u/.local/state/edged"));
    }

    #[test]
    fn a_client_that_names_a_mode_means_it() {
        let env = |name: &str| (name == "EDGED_SOCKET").then(|| OsString::from("/e"));
        assert_eq!(client_socket(None, None, 7, &env), Path::new("/e"));
        let system = client_socket(None, Some(Mode::System), 7, &env);
        assert_eq!(system, Path::new("/run/edged/api.sock"));
        let flag = client_socket(Some(Path::new("/f")), Some(Mode::System), 7, &env);
        assert_eq!(flag, Path::new("/f"));
    }

    #[test]
    fn without_a_runtime_dir_the_socket_is_under_tmp() {
        let none = Overrides::default();
        assert_eq!(resolve(Mode::User, &none, &[]).socket, Path::new("/tmp/edged-7/api.sock"));
        let relative = resolve(Mode::User, &none, &[("XDG_RUNTIME_DIR", "run")]);
        assert_eq!(relative.socket, Path::new("/tmp/edged-7/api.sock"));
        let set = resolve(Mode::User, &none, &[("XDG_RUNTIME_DIR", "/run/user/7")]);
        assert_eq!(set.socket, Path::new("/run/user/7/edged/api.sock"));
    }
}
