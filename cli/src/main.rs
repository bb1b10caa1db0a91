//! `edgectl`: how a person sees and steers edged. Data goes to stdout, everything else to stderr.
//!
//! One file per noun; each asks the daemon through `edge_api::client` and renders what it says.
//! Nothing is decided here, and only this file reads the environment.

mod args;
mod bar;
mod chat;
mod completions;
mod config;
mod eval;
mod exec;
mod failure;
mod keys;
mod locale;
mod man;
mod models;
mod output;
mod place;
mod run;
mod status;
mod style;
mod table;
mod tasks;
mod units;
mod version;
mod watch;

use args::Cli;
use clap::Parser;
use failure::Failure;
use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    locale::set(&|name| std::env::var_os(name));
    let code = match Cli::try_parse_from(&words) {
        Ok(cli) => {
            cli.global.color.write_global(&|name| std::env::var_os(name));
            let talk = cli.global.talk();
            start(cli).unwrap_or_else(|failure| failure.report(talk) as u8)
        }
        Err(error) => args::report(&error, &words) as u8,
    };
    ExitCode::from(code)
}

fn start(cli: Cli) -> Result<u8, Failure> {
    let uid = rustix::process::getuid().as_raw();
    let context = cli.context(uid, &|name| std::env::var_os(name))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let result = runtime.block_on(cli.command.run(&context));
    // A read of stdin that waits for a person must not hold up the end.
    runtime.shutdown_background();
    result
}
