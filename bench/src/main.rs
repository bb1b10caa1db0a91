//! `edge-bench`: measurements anyone can repeat, with a peer beside us in the same run.
//!
//! Every suite starts the processes it measures on temporary directories, ends them by their id, and
//! writes one JSON report. Nothing here opens a network connection.

mod arrival;
mod cpus;
mod echo;
mod load;
mod machine;
mod peer;
mod proc;
mod recording;
mod report;
mod run;
mod sse;
mod stats;
mod suite;

use clap::Parser;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "edge-bench", version, about = "Measures edged beside bare peers")]
struct Cli {
    #[command(subcommand)]
    command: run::Command,
}

fn main() -> ExitCode {
    let strict = std::env::var_os("STRICT").is_some_and(|value| value == "1");
    run::run(Cli::parse().command, strict).unwrap_or_else(|error| {
        eprintln!("edge-bench: {error:#}");
        ExitCode::FAILURE
    })
}
