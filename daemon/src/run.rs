//! Wires the daemon and watches over it: what is started in which order, and that the end of any part of
//! it is the end of all of it, by name.

use crate::args::{Args, CheckFormat};
use crate::config::{self, Faults, Hangup, Inputs, Keeper, Live, Reading};
use crate::dbus::Systemd;
use crate::events::Events;
use crate::exit::Failure;
use crate::http::{self, Listener};
use crate::ledger::Ledger;
use crate::man;
use crate::models::{Models, Shelf};
use crate::ops::{Catalog, Flags, Ops, Parts};
use crate::platform;
use crate::workers::{Launch, ModelSpec, Supervisor, Unread, Workers};
use anyhow::{Context, anyhow};
use edge_api::admin::ConfigError;
use edge_api::paths::{Env, Mode, Overrides, Paths};
use edge_core::policy::House;
use edge_core::request::valid_name;
use edge_core::sim::Spec;
use std::fs::DirBuilder;
use std::io::{IsTerminal, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

/// What stopping may take beyond `shutdown.drain_ms`: workers that do not go are killed on the way.
const STOP_MARGIN: Duration = Duration::from_secs(8);

/// Everything that is decided before anything is started.
#[derive(Debug)]
pub(crate) enum Prepared {
    Serve(Box<Daemon>),
    Print(String),
    Checked { told: String, good: bool },
}

#[derive(Debug)]
pub(crate) struct Daemon {
    paths: Paths,
    flags: Flags,
    keeper: Keeper,
    live: Live,
    shelf: Shelf,
    models: Models,
    specs: Vec<ModelSpec>,
    catalog: Catalog,
    launch: Launch,
    /// Clients find the socket without being told.
    found: bool,
}

/// Reads the configuration; touches nothing.
pub(crate) fn prepare(args: &Args, env: Env<'_>) -> Result<Prepared, Failure> {
    if args.man {
        return man::page().map(Prepared::Print).map_err(Failure::other);
    }
    let uid = rustix::process::getuid().as_raw();
    let paths = Paths::resolve(args.mode(), uid, &args.overrides(), env);
    if args.print_paths {
        let json = serde_json::to_string_pretty(&paths).map_err(Failure::other)?;
        return Ok(Prepared::Print(json));
    }
    log_to_stderr(args);
    let inputs = Inputs::new(&paths, &args.set, env);
    let reading = Reading::of(&inputs);
    let of_files = reading.faults_of_files();
    let sims = sims(&args.sim).map_err(Failure::Usage)?;
    let config = match reading.config() {
        Ok(config) => config,
        Err(faults) if args.check_config.is_some() => {
            return checked(args, faults.0.into_iter().chain(of_files).collect(), &[]);
        }
        Err(faults) => return Err(faults.into()),
    };
    let library = Shelf::library(&config.settings);
    let (shelf, models, specs) = Shelf::new(&paths, &config, &sims, library.clone());
    // One that is named and not there is still the one to speak of.
    let named = PathBuf::from(&config.settings.engine.library);
    let named = Some(named).filter(|named| !named.as_os_str().is_empty());
    let (keeper, live) = Keeper::new(inputs, config);
    let catalog = Catalog::new(models.watch(), live.clone());
    let errors = catalog.errors();
    if args.check_config.is_some() {
        return checked(args, errors, &live.now().warnings);
    }
    live.now().log_warnings(&[]);
    for error in &errors {
        tracing::warn!(file = %error.file.display(), line = error.line, reason = error.message, "left out");
    }
    let launch = Launch {
        binary: worker(args.worker.as_deref(), env),
        library: library.ok().or(named),
        read_dirs: shelf.read_dirs(),
        write_dirs: Vec::new(),
    };
    let found = Paths::resolve(Mode::User, uid, &Overrides::default(), env).socket == paths.socket;
    let flags = Flags { set: args.set.clone(), sim: args.sim.clone() };
    let daemon =
        Daemon { paths, flags, keeper, live, shelf, models, specs, catalog, launch, found };
    Ok(Prepared::Serve(Box::new(daemon)))
}

/// What `--check-config` has found.
fn checked(
    args: &Args,
    errors: Vec<ConfigError>,
    warnings: &[ConfigError],
) -> Result<Prepared, Failure> {
    let good = errors.is_empty();
    if args.check_config == Some(CheckFormat::Json) {
        let told = serde_json::json!({ "ok": good, "errors": errors, "warnings": warnings });
        return Ok(Prepared::Checked { told: told.to_string(), good });
    }
    if !good {
        return Err(Failure::Config(Faults(errors)));
    }
    let warnings =
        warnings.iter().map(|warning| format!("warning: {}\n", config::line_of(warning)));
    Ok(Prepared::Print(warnings.collect::<String>() + "the configuration is good"))
}

fn log_to_stderr(args: &Args) {
    let level = tracing::Level::from(args.log_level);
    tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        // Who reads may have gone with its terminal, and saying that it has would be a panic.
        .log_internal_errors(false)
        .init();
}

/// Names and SPECs, which the workers are started with.
fn sims(specs: &[String]) -> Result<Vec<(String, String)>, String> {
    let mut sims: Vec<(String, String)> = Vec::new();
    for spec in specs {
        let name = spec.split(',').next().unwrap_or_default();
        if !valid_name(name) {
            let use_ = "use a-z, 0-9, `.`, `_`, `-`";
            return Err(format!("--sim: `{name}` is no name for a model: {use_}"));
        }
        if sims.iter().any(|(other, _)| other == name) {
            return Err(format!("--sim: `{name}` is given twice"));
        }
        Spec::parse(spec).map_err(|wrong| format!("--sim {spec}: {wrong}"))?;
        sims.push((name.to_owned(), spec.clone()));
    }
    Ok(sims)
}

fn worker(named: Option<&Path>, env: Env<'_>) -> PathBuf {
    let of_env = || env("EDGED_WORKER").filter(|path| !path.is_empty()).map(PathBuf::from);
    named.map(Path::to_owned).or_else(of_env).unwrap_or_else(default_worker)
}

fn default_worker() -> PathBuf {
    let beside = std::env::current_exe().ok().map(|exe| exe.with_file_name("edge-worker"));
    let beside = beside.filter(|path| path.exists());
    beside.unwrap_or_else(|| PathBuf::from("/usr/lib/edged/edge-worker"))
}

impl Prepared {
    pub(crate) fn run(self) -> Result<(), Failure> {
        match self {
            Prepared::Print(text) => print(&text),
            Prepared::Checked { told, good } => {
                print(&told)?;
                if good { Ok(()) } else { Err(Failure::ConfigSaid) }
            }
            Prepared::Serve(daemon) => {
                platform::keep_little();
                // One thread serves, because nothing on it takes long: models run in workers, SQLite has
                // its own thread. The kernel ties the workers to it.
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .context("cannot start the runtime")
                    .map_err(Failure::Other)?;
                runtime.block_on(daemon.serve()).map_err(Failure::Other)
            }
        }
    }
}

fn print(text: &str) -> Result<(), Failure> {
    writeln!(std::io::stdout().lock(), "{text}").map_err(Failure::other)
}

impl Daemon {
    async fn serve(self) -> Result<(), anyhow::Error> {
        let Daemon { paths, flags, keeper, live, shelf, models, specs, catalog, launch, found } =
            self;
        let settings = live.now().settings.clone();
        let mut signals = Signals::new()?;
        let hangup = Hangup::new()?;
        let listener = Listener::bind(&paths, &live)?;
        let address = listener.address();
        let house = house(paths.mode, &listener)?;
        let events = Events::new();
        let ledger = match open_ledger(&settings, &paths, events.clone()) {
            Ok(ledger) => ledger,
            Err(error) => {
                listener.close();
                return Err(error);
            }
        };
        let unread = Unread::new(settings.limits.answer_bytes_in_flight_max);
        let (workers, inbox) = Workers::channel(unread.clone());
        let supervisor = Supervisor::new(
            live.clone(),
            launch.clone(),
            specs,
            ledger.clone(),
            events.clone(),
            (inbox, unread),
        );
        let first = catalog.first();
        let shelving = shelf.run(live.clone(), launch, workers.clone());
        let ops = Ops::new(Parts {
            live: live.clone(),
            paths: paths.clone(),
            tcp: address,
            flags,
            catalog,
            models: models.clone(),
            workers: workers.clone(),
            ledger: ledger.clone(),
            events: events.clone(),
            house,
            systemd: Systemd::of(paths.mode),
        });
        let (drain_now, draining) = watch::channel(false);
        let mut supervising = tokio::spawn(supervisor.run());
        let mut shelving = tokio::spawn(shelving);
        let mut keeping = tokio::spawn(keeper.run(models.clone(), events, hangup));
        let mut serving = tokio::spawn(http::serve(listener, ops.clone(), draining));
        ops.set_ready(true);
        platform::notify(&[sd_notify::NotifyState::Ready]);
        match address {
            Some(tcp) => tracing::info!(socket = %paths.socket.display(), %tcp, "ready"),
            None => tracing::info!(socket = %paths.socket.display(), "ready"),
        }
        if paths.mode == Mode::User {
            print_commands(&paths, found, first);
        }
        tokio::select! {
            () = signals.next() => {}
            ended = &mut supervising => return Err(ended_early("the supervisor", ended)),
            ended = &mut shelving => return Err(ended_early("the shelf", ended)),
            ended = &mut keeping => match ended {
                // The terminal is gone, and with it who started it by hand.
                Ok(()) => tracing::info!("the terminal has gone"),
                ended @ Err(_) => return Err(ended_early("the configuration's keeper", ended)),
            },
            ended = &mut serving => return Err(ended_early("the HTTP server", ended)),
            () = ledger.ended() => return Err(anyhow!("the ledger ended by itself")),
        }
        // What changes from here on is for the next daemon.
        keeping.abort();
        let drain = Duration::from_millis(live.now().settings.shutdown.drain_ms);
        tracing::info!(drain_ms = drain.as_millis(), "draining");
        ops.set_ready(false);
        drain_now.send_replace(true);
        let stopped = async {
            tokio::join!(models.close(), workers.drain(Instant::now() + drain));
            // Whoever does not read its answer to the end does not hold us up.
            _ = tokio::time::timeout(drain.max(Duration::from_secs(1)), serving).await;
            ledger.close().await;
        };
        tokio::select! {
            stopped = tokio::time::timeout(drain * 2 + STOP_MARGIN, stopped) => {
                stopped.context("a worker does not die; it is left to the kernel")?;
            }
            // A second SIGTERM may come from a parent that passes its own on; a second Ctrl-C is a person.
            _ = signals.interrupt.recv() => tracing::warn!("interrupted: ending at once"),
        }
        tracing::info!("ended");
        Ok(())
    }
}

/// Who may do what where no policy of the settings says.
fn house(mode: Mode, listener: &Listener) -> Result<House, anyhow::Error> {
    Ok(match mode {
        Mode::User => House::User { owner: rustix::process::geteuid().as_raw() },
        Mode::System => {
            let socket_gid = listener.group().context("cannot read the group of the socket")?;
            let names = platform::Accounts::of_this_machine().groups(&[socket_gid]);
            House::System { socket_gid, socket_group: names.first().map(|name| name.to_string()) }
        }
    })
}

fn open_ledger(
    settings: &config::Settings,
    paths: &Paths,
    events: Events,
) -> Result<Ledger, anyhow::Error> {
    if !settings.ledger.enabled {
        return Ok(Ledger::off());
    }
    let dir = &paths.state_dir;
    let made = DirBuilder::new().recursive(true).mode(0o700).create(dir);
    made.with_context(|| format!("cannot make {}", dir.display()))?;
    Ok(Ledger::open(paths, settings.ledger.durability, events)?)
}

fn ended_early(what: &str, ended: Result<(), tokio::task::JoinError>) -> anyhow::Error {
    match ended {
        Ok(()) => anyhow!("{what} ended by itself"),
        Err(error) => anyhow!(error).context(format!("{what} failed")),
    }
}

struct Signals {
    term: Signal,
    interrupt: Signal,
    /// Never read: with a handler, a file over its size limit is an error of the write, not our end.
    _file_size: Signal,
}

impl Signals {
    fn new() -> Result<Self, std::io::Error> {
        let file_size = SignalKind::from_raw(rustix::process::Signal::XFSZ.as_raw());
        Ok(Self {
            term: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            _file_size: signal(file_size)?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.term.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Three commands to try, for the person who started it by hand.
fn print_commands(paths: &Paths, found: bool, first: Option<(String, Option<String>)>) {
    let socket = paths.socket.display();
    let mut edgectl = beside("edgectl");
    if !found {
        edgectl.push_str(&format!(" --socket {socket}"));
    }
    let (name, example) = first.unwrap_or_else(|| ("MODEL".to_owned(), None));
    let example = quoted(example.as_deref().unwrap_or("hello from edged"));
    let mut out = std::io::stdout().lock();
    // Nobody may be reading.
    _ = write!(
        out,
        "    $ {edgectl} status\n    $ {edgectl} run {name} {example}\n    \
         $ curl -s --unix-socket {socket} http://localhost/v1/models\n"
    );
    _ = out.flush();
}

/// As a shell reads it back.
fn quoted(text: &str) -> String {
    if text.contains(['"', '$', '`', '\\', '!']) {
        format!("'{}'", text.replace('\'', r"'\''"))
    } else {
        format!("\"{text}\"")
    }
}

/// A program beside this one, as short as it can be typed from here.
fn beside(name: &str) -> String {
    let Ok(path) = std::env::current_exe().map(|exe| exe.with_file_name(name)) else {
        return name.to_owned();
    };
    let here = std::env::current_dir().unwrap_or_default();
    let short = path.strip_prefix(here).unwrap_or(&path);
    let short: &Path = if short.exists() { short } else { &path };
    short.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn a_variable_that_is_empty_names_no_worker() {
        let flag = Path::new("/flag");
        for (named, variable, want) in [
            (Some(flag), Some("/env"), flag.to_owned()),
            (None, Some("/env"), PathBuf::from("/env")),
            (None, Some(""), default_worker()),
            (None, None, default_worker()),
        ] {
            let env = |name: &str| variable.filter(|_| name == "EDGED_WORKER").map(Into::into);
            assert_eq!(worker(named, &env), want, "{named:?} {variable:?}");
        }
    }

    #[test]
    fn a_shell_reads_an_example_back_as_it_is() {
        for example in
            ["dim the lights", "it's 7", "say \"hi\"", "$HOME `id` \\ it's!", "a*b;c&d|e"]
        {
            let command = format!("printf %s {}", quoted(example));
            let said = Command::new("sh").arg("-c").arg(command).output().unwrap();
            assert_eq!(String::from_utf8(said.stdout).unwrap(), example);
        }
    }
}
