//! `edgectl completions`: what a shell completes, as a script of its own kind.
//!
//! The words are those of the command line; names of models and tasks are not among them, as asking for
//! them would have the shell wait for the daemon.

use crate::args::Cli;
use crate::failure::Failure;
use crate::output;
use clap::{Command, CommandFactory, ValueEnum};
use clap_complete::aot;

const EXAMPLES: &str = "\
`make install` puts them in place. By hand:
  edgectl completions bash > ~/.local/share/bash-completion/completions/edgectl
  edgectl completions fish > ~/.config/fish/completions/edgectl.fish
  edgectl completions zsh  > DIR/_edgectl           DIR is one of $fpath";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    shell: Shell,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
}

pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    output::document(&script(args.shell))
}

fn script(shell: Shell) -> String {
    // A generator would complete what is hidden, too.
    let whole = Cli::command();
    let shown = whole.get_subcommands().filter(|command| !command.is_hide_set());
    let mut command =
        Command::new("edgectl").args(whole.get_arguments().cloned()).subcommands(shown.cloned());
    let mut script = Vec::new();
    let shell = match shell {
        Shell::Bash => aot::Shell::Bash,
        Shell::Zsh => aot::Shell::Zsh,
        Shell::Fish => aot::Shell::Fish,
    };
    aot::generate(shell, &mut command, "edgectl", &mut script);
    String::from_utf8(script).expect("the command line is described in text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shell_knows_the_commands_and_not_the_hidden_one() {
        for (shell, models_add) in [
            (Shell::Bash, "edgectl__subcmd__models__subcmd__add"),
            (Shell::Zsh, "_edgectl__subcmd__models__subcmd__add_commands"),
            (Shell::Fish, "__fish_edgectl_using_subcommand models"),
        ] {
            let script = script(shell);
            assert!(script.contains(models_add), "{shell:?}: {script}");
            assert!(script.contains("min-exact"), "{shell:?}");
            assert!(!script.contains("edgectl__subcmd__man") && !script.contains("manual pages"));
        }
    }
}
