//! `edged --man`: the manual page, made from what `--help` says. For packagers.

use crate::args::Args;
use clap::CommandFactory;
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, roman};
use std::io;

/// Of commands for who runs a system.
const SECTION: &str = "8";

const EXIT_STATUS: [(&str, &str); 4] = [
    ("0", "It ended as it was told to."),
    ("1", "It could not serve."),
    ("2", "The command line makes no sense."),
    ("78", "The configuration is wrong. Each fault is told with its file and line."),
];
const SIGNALS: [(&str, &str); 2] = [
    (
        "SIGTERM, SIGINT",
        "Calls that run may end within shutdown.drain_ms, then edged ends. A second SIGINT ends it at once.",
    ),
    ("SIGHUP", "The configuration is read anew, as it is whenever one of its files changes."),
];
const ENVIRONMENT: [(&str, &str); 5] = [
    (
        "EDGED_CONFIG_DIR, EDGED_STATE_DIR, EDGED_CACHE_DIR, EDGED_SHARE_DIR, EDGED_SOCKET, EDGED_WORKER",
        "As the options of these names, which go first.",
    ),
    ("EDGED_ORT_LIBRARY", "The library of ONNX Runtime. It wins over engine.library of the files."),
    (
        "CONFIGURATION_DIRECTORY, STATE_DIRECTORY, CACHE_DIRECTORY, RUNTIME_DIRECTORY",
        "As systemd sets them; not with --user.",
    ),
    (
        "XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_CACHE_HOME, XDG_RUNTIME_DIR",
        "Where everything is with --user: in the directory edged under each.",
    ),
    (
        "DBUS_SYSTEM_BUS_ADDRESS, DBUS_SESSION_BUS_ADDRESS",
        "Where systemd is asked for the units of callers, if a policy names one; the latter with --user.",
    ),
];
const FILES: [(&str, &str); 7] = [
    ("/etc/edged/edged.toml, /etc/edged/edged.d/*.toml", "What is set, the latter by name."),
    ("/etc/edged/tasks.d/*.toml", "Tasks, each by the name of its file."),
    ("/etc/edged/models.d/*.toml", "How one model is to run."),
    ("/usr/share/edged", "What came with edged: edged.toml with all keys, tasks and models."),
    ("/var/lib/edged", "The ledger with its key, and models that were added."),
    ("/var/cache/edged", "What can be made again."),
    ("/run/edged/api.sock", "Where it listens."),
];

pub(crate) fn page() -> io::Result<String> {
    let command = Args::command();
    // Its exit status is told as a list below.
    let about = command.get_about().cloned().unwrap_or_default();
    let command = command.long_about(about);
    let source = concat!("edged ", env!("CARGO_PKG_VERSION"));
    let man = Man::new(command).section(SECTION).manual("edged").source(source);
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    closing().to_writer(&mut page)?;
    String::from_utf8(page).map_err(io::Error::other)
}

fn closing() -> Roff {
    let mut roff = Roff::new();
    list(&mut roff, "EXIT STATUS", &EXIT_STATUS);
    list(&mut roff, "SIGNALS", &SIGNALS);
    list(&mut roff, "ENVIRONMENT", &ENVIRONMENT);
    list(&mut roff, "FILES", &FILES);
    roff.control("SH", ["SEE ALSO"]).text([bold("edgectl"), roman("(1)")]);
    roff
}

fn list(roff: &mut Roff, title: &str, items: &[(&str, &str)]) {
    roff.control("SH", [title]);
    for (name, text) in items {
        let lines: [Inline; 1] = [bold(*name)];
        roff.control("TP", []).text(lines).text([roman(*text)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_flag_and_each_way_to_end_is_told_of() {
        let page = page().unwrap();
        assert!(page.contains(".TH edged 8"), "{page}");
        for argument in Args::command().get_arguments().filter(|argument| !argument.is_hide_set()) {
            let flag = argument.get_long().unwrap().replace('-', "\\-");
            assert!(page.contains(&format!("\\-\\-{flag}")), "{flag}: {page}");
        }
        for part in [".SH \"EXIT STATUS\"", "\n\\fB78\\fR\n", "EDGED_ORT_LIBRARY", "SIGHUP"] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(!page.contains("Exit status:") && !page.contains("\\-\\-man"), "{page}");
    }
}
