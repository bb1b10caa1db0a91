//! The command line: what every command shares, and the list of commands.

use crate::failure::{Exit, Failure, Talk};
use crate::{
    chat, completions, config, eval, exec, keys, man, models, run, status, tasks, version, watch,
};
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use edge_api::client::Client;
use edge_api::paths::{self, Env, Mode, Overrides, Paths};
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// How long a command that only looks waits for a daemon that accepts and says nothing.
const LOOK_TIMEOUT_S: u64 = 10;
/// How long one line of a set may take, the load of its model and all waits for a full queue included.
const EVAL_TIMEOUT_S: u64 = 120;

/// See and steer edged, the service for small language models.
#[derive(Debug, Parser)]
#[command(name = "edgectl", version, max_term_width = 100, after_help = after_help())]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

fn after_help() -> String {
    let codes = Exit::MEANINGS.map(|(exit, meaning)| format!("  {:<5}{meaning}", exit as u8));
    format!("Exit codes:\n{}", codes.join("\n"))
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// The daemon's socket [default: EDGED_SOCKET, else yours if there is one, else the system's]
    #[arg(long, global = true, value_name = "PATH", value_hint = ValueHint::FilePath)]
    socket: Option<PathBuf>,
    /// Ask your own daemon
    #[arg(long, global = true)]
    user: bool,
    /// Ask the system's daemon
    #[arg(long, global = true)]
    system: bool,
    /// Print JSON, errors too
    #[arg(long, global = true)]
    json: bool,
    /// When to use colour; auto: on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
    /// How many seconds an answer, or the first token of a streamed one, may take [default: 10;
    /// eval, for each line of the set: 120; run, chat and what copies or loads a model: no limit]
    #[arg(long, global = true, value_name = "S", value_parser = time_limit)]
    timeout: Option<Duration>,
    /// Say nothing but data and errors
    #[arg(short, long, global = true)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

impl Color {
    /// A terminal that draws nothing shows no colour either, wherever it is said to run: under `CI`,
    /// colours are taken for granted otherwise.
    pub(crate) fn write_global(self, env: Env<'_>) {
        match self {
            Color::Auto if is_dumb(env) => anstream::ColorChoice::Never,
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show the daemon's health, models and tasks on one screen
    Status(status::Args),
    /// Send one prompt to a task or a model and print the answer as it comes
    Run(run::Args),
    /// Talk to a model or a task
    Chat(chat::Args),
    /// Run a command with a port and a key of its own in OPENAI_BASE_URL and OPENAI_API_KEY
    Exec(exec::Args),
    /// Measure a task on a set of lines whose right answers are known
    Eval(eval::Args),
    /// The models on this device
    #[command(subcommand)]
    Models(models::Command),
    /// The keys of programs that come in over tcp.listen
    #[command(subcommand)]
    Keys(keys::Command),
    /// The tasks that apps ask for by name
    #[command(subcommand)]
    Tasks(tasks::Command),
    /// What can be set, what is in force, and whether the files are good
    #[command(subcommand)]
    Config(config::Command),
    /// Follow what happens inside the daemon
    Watch,
    /// Print the versions of edgectl and of the daemon
    Version,
    /// Print what a shell needs to complete edgectl's words
    Completions(completions::Args),
    /// Write the manual pages
    #[command(hide = true)]
    Man(man::Args),
}

impl Command {
    /// Comes back with the exit status of what went well.
    pub(crate) async fn run(&self, context: &Context) -> Result<u8, Failure> {
        let done = match self {
            // The command that it runs decides when it ends, and how.
            Command::Exec(args) => return exec::run(args, context).await,
            Command::Keys(command) => keys::run(command, context),
            // Ends on its own terms: Ctrl-C stops an answer, not the talk.
            Command::Chat(args) => chat::run(args, context).await,
            // Ctrl-C is how one stops to watch.
            Command::Status(args) => status::run(args, context).await,
            Command::Run(args) => interruptible(run::run(args, context)).await,
            // Ctrl-C leaves what was measured until then.
            Command::Eval(args) => eval::run(args, context).await,
            // Ctrl-C may have to take something back.
            Command::Models(command) => models::run(command, context).await,
            Command::Tasks(command) => interruptible(tasks::run(command, context)).await,
            Command::Config(command) => interruptible(config::run(command, context)).await,
            Command::Watch => interruptible(watch::run(context)).await,
            Command::Version => interruptible(version::run(context)).await,
            Command::Completions(args) => completions::run(args),
            Command::Man(args) => man::run(args),
        };
        done.map(|()| Exit::Ok as u8)
    }

    fn timeout_default(&self) -> Option<Duration> {
        match self {
            Command::Run(_) | Command::Chat(_) => None,
            Command::Models(command) if command.waits() => None,
            Command::Eval(_) => Some(Duration::from_secs(EVAL_TIMEOUT_S)),
            Command::Status(_)
            | Command::Models(_)
            | Command::Tasks(_)
            | Command::Config(_)
            | Command::Exec(_)
            | Command::Keys(_)
            | Command::Watch
            | Command::Version
            | Command::Completions(_)
            | Command::Man(_) => Some(Duration::from_secs(LOOK_TIMEOUT_S)),
        }
    }
}

/// What every command works with.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) client: Client,
    pub(crate) json: bool,
    pub(crate) talk: Talk,
    /// The terminal cannot take back what it has been sent: nothing is drawn over, no line is edited.
    pub(crate) dumb: bool,
    /// What a person means with `~`.
    pub(crate) home: Option<PathBuf>,
    /// Whose daemon, if that was said.
    pub(crate) mode: Option<Mode>,
    /// Where a daemon would have its files that was started now.
    pub(crate) paths: Paths,
    /// For a command that `exec` starts.
    pub(crate) no_proxy: exec::NoProxy,
}

impl Global {
    pub(crate) fn talk(&self) -> Talk {
        Talk { json: self.json, quiet: self.quiet }
    }
}

impl Cli {
    pub(crate) fn context(&self, uid: u32, env: Env<'_>) -> Result<Context, Failure> {
        let Global { socket, user, system, json, timeout, .. } = &self.global;
        let mode = match (socket, user, system) {
            (_, false, false) => None,
            (None, true, false) => Some(Mode::User),
            (None, false, true) => Some(Mode::System),
            (Some(_), ..) | (None, true, true) => {
                let message = "`--socket`, `--user` and `--system` each name a daemon: give one";
                return Err(Failure::Usage(message.to_owned()));
            }
        };
        let timeout = timeout.or(self.command.timeout_default());
        let overrides = Overrides { socket: socket.clone(), ..Overrides::default() };
        let paths = Paths::resolve(mode.unwrap_or(Mode::System), uid, &overrides, env);
        let socket = paths::client_socket(socket.as_deref(), mode, uid, env);
        let client = Client::new(socket).timeout(timeout);
        let dumb = is_dumb(env);
        let home = env("HOME").map(PathBuf::from).filter(|home| home.is_absolute());
        let (talk, no_proxy) = (self.global.talk(), exec::NoProxy::read(env));
        Ok(Context { client, json: *json, talk, dumb, home, mode, paths, no_proxy })
    }
}

fn is_dumb(env: Env<'_>) -> bool {
    env("TERM").is_none_or(|term| term.is_empty() || term == "dumb")
}

/// Lets Ctrl-C end `work`, which closes its connection and so cancels it in the daemon.
pub(crate) async fn interruptible<T>(
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    tokio::select! {
        result = work => result,
        signal = tokio::signal::ctrl_c() => {
            signal?;
            Err(Failure::Interrupted)
        }
    }
}

/// Prints what clap has to say, be it help or a complaint.
pub(crate) fn report(error: &clap::Error, words: &[OsString]) -> Exit {
    let json = words.iter().take_while(|word| *word != "--").any(|word| word == "--json");
    if !error.use_stderr() || !json {
        // Nobody is left to tell that the terminal is gone.
        let _ = error.print();
        return if error.use_stderr() { Exit::Usage } else { Exit::Ok };
    }
    let text = error.to_string();
    let message = text.strip_prefix("error: ").unwrap_or(&text).trim_end();
    Failure::Usage(message.to_owned()).report(Talk { json, quiet: false })
}

const SECONDS_MAX: f64 = 86_400.0;

/// No time at all is no limit that an answer could keep to.
fn time_limit(text: &str) -> Result<Duration, String> {
    match seconds(text) {
        Ok(limit) if !limit.is_zero() => Ok(limit),
        _ => Err(format!("not a number of seconds above 0, to {SECONDS_MAX}")),
    }
}

pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    match text.parse::<f64>() {
        Ok(s) if (0.0..=SECONDS_MAX).contains(&s) => Ok(Duration::from_secs_f64(s)),
        _ => Err(format!("not a number of seconds from 0 to {SECONDS_MAX}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn context(words: &[&str]) -> Result<Context, Failure> {
        let env = |name: &str| (name == "EDGED_SOCKET").then(|| OsString::from("/env.sock"));
        Cli::try_parse_from([&["edgectl"], words].concat()).unwrap().context(7, &env)
    }

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
        // A command's own option may collide with a global one only when both are read.
        for words in
            [&["run", "m", "hi", "--system"][..], &["chat", "--system-prompt=x", "--system"]]
        {
            assert_eq!(context(words).unwrap().client.socket(), "/run/edged/api.sock");
        }
    }

    #[test]
    fn global_options_stand_before_or_after_the_command() {
        for words in [["--socket", "/flag.sock", "status"], ["status", "--socket", "/flag.sock"]] {
            assert_eq!(context(&words).unwrap().client.socket(), "/flag.sock");
        }
        assert_eq!(context(&["status"]).unwrap().client.socket(), "/env.sock");
    }

    #[test]
    fn only_one_daemon_is_named() {
        for words in [["--user", "status", "--system"], ["status", "--user", "--socket=/s"]] {
            assert!(matches!(context(&words), Err(Failure::Usage(_))), "{words:?}");
        }
    }

    #[test]
    fn seconds_have_bounds() {
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        for text in ["-1", "nan", "inf", "86401", "ten"] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }
}
