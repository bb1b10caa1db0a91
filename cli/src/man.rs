//! `edgectl man`: the manual pages, one for each command, made from what `--help` says. For packagers.

use crate::args::Cli;
use crate::failure::{Exit, Failure};
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, roman};
use std::io;
use std::path::PathBuf;

/// What a help text puts above them.
const EXAMPLES: &str = "Examples:\n";
const ENVIRONMENT: [(&str, &str); 4] = [
    ("EDGED_SOCKET", "The daemon's socket, where no option names it."),
    ("XDG_RUNTIME_DIR", "Your own daemon's socket is edged/api.sock in there."),
    ("NO_COLOR, CLICOLOR_FORCE", "No colour, or colour even where there is no terminal."),
    (
        "LC_ALL, LC_CTYPE, LANG",
        "The first that is set says whether signs beyond ASCII can be shown.",
    ),
];
const FILES: [(&str, &str); 2] = [
    ("/run/edged/api.sock", "The socket of the system's daemon."),
    ("/tmp/edged-UID/api.sock", "Your own daemon's, where XDG_RUNTIME_DIR is not set."),
];

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// An existing directory to write them to
    #[arg(value_hint = clap::ValueHint::DirPath)]
    dir: PathBuf,
}

pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    for (name, page) in pages()? {
        let path = args.dir.join(name);
        std::fs::write(&path, page).map_err(|error| {
            Failure::Input(format!("{} cannot be written: {error}", path.display()))
        })?;
    }
    Ok(())
}

/// The name and the text of each page.
fn pages() -> io::Result<Vec<(String, Vec<u8>)>> {
    // `help` needs no page, and `--help` is told of once.
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let mut pages = Vec::new();
    collect(command, true, &mut pages)?;
    Ok(pages)
}

fn collect(command: Command, whole: bool, pages: &mut Vec<(String, Vec<u8>)>) -> io::Result<()> {
    for command in command.get_subcommands().filter(|command| !command.is_hide_set()) {
        collect(command.clone(), false, pages)?;
    }
    let extra = command.get_after_help().map(ToString::to_string);
    let has_commands = command.has_subcommands();
    let source = concat!("edged ", env!("CARGO_PKG_VERSION"));
    let man = Man::new(command).manual("edgectl").source(source);
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if has_commands {
        man.render_subcommands_section(&mut page)?;
    }
    match whole {
        // Its exit codes are told as a list, with what else goes for all commands.
        true => closing().to_writer(&mut page)?,
        false => notes(extra.as_deref()).to_writer(&mut page)?,
    }
    pages.push((man.get_filename(), page));
    Ok(())
}

/// Examples are shown as they are typed; what follows them is prose.
fn notes(text: Option<&str>) -> Roff {
    let mut roff = Roff::new();
    let mut paragraphs = text.into_iter().flat_map(|text| text.split("\n\n")).peekable();
    let examples = paragraphs.next_if(|text| text.starts_with(EXAMPLES));
    if let Some(examples) = examples {
        roff.control("SH", ["EXAMPLES"]);
        typed(&mut roff, examples.strip_prefix(EXAMPLES).unwrap_or(examples));
    }
    if paragraphs.peek().is_some() {
        roff.control("SH", ["NOTES"]);
    }
    for paragraph in paragraphs {
        roff.control("PP", []);
        if paragraph.lines().any(|line| line.starts_with(' ')) {
            typed(&mut roff, paragraph);
        } else {
            roff.text([roman(paragraph)]);
        }
    }
    roff.control("SH", ["SEE ALSO"]).text([bold("edgectl"), roman("(1)")]);
    roff
}

fn typed(roff: &mut Roff, text: &str) {
    roff.control("nf", []);
    for line in text.lines() {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
}

fn closing() -> Roff {
    let mut roff = Roff::new();
    let codes = Exit::MEANINGS.map(|(exit, meaning)| ((exit as u8).to_string(), meaning));
    list(&mut roff, "EXIT STATUS", codes.iter().map(|(code, text)| (code.as_str(), *text)));
    list(&mut roff, "ENVIRONMENT", ENVIRONMENT);
    list(&mut roff, "FILES", FILES);
    roff.control("SH", ["SEE ALSO"]).text([bold("edged"), roman("(8)")]);
    roff
}

fn list<'a>(roff: &mut Roff, title: &str, items: impl IntoIterator<Item = (&'a str, &'a str)>) {
    roff.control("SH", [title]);
    for (name, text) in items {
        let lines: [Inline; 1] = [bold(name)];
        roff.control("TP", []).text(lines).text([roman(text)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_that_is_told_of_has_a_page() {
        let pages = pages().unwrap();
        let names: Vec<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
        for name in ["edgectl.1", "edgectl-chat.1", "edgectl-models.1", "edgectl-models-add.1"] {
            assert!(names.contains(&name), "{names:?}");
        }
        assert!(!names.contains(&"edgectl-man.1"), "{names:?}");
        let page = |wanted: &str| {
            let (_, page) = pages.iter().find(|(name, _)| name == wanted).unwrap();
            String::from_utf8(page.clone()).unwrap()
        };
        let main = page("edgectl.1");
        for part in [".SH \"EXIT STATUS\"", "\n\\fB130\\fR\ninterrupted\n", "EDGED_SOCKET"] {
            assert!(main.contains(part), "{part}: {main}");
        }
        let run = page("edgectl-run.1");
        assert!(run.contains(".SH EXAMPLES\n.nf\n  edgectl run sim"), "{run}");
        assert!(run.contains(".SH NOTES\n.PP\nThe answer goes"), "{run}");
        assert!(!page("edgectl-watch.1").contains("NOTES"));
    }
}
