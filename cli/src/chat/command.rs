//! What a person can say to `edgectl chat` itself.

use std::path::{Path, PathBuf};

/// Each with what it does, for `/help` and for completion.
pub(super) const COMMANDS: [(&str, &str); 7] = [
    ("/help", "these lines"),
    ("/new", "forget what was said, keep the system text"),
    ("/system TEXT", "tell the model TEXT first; without TEXT nothing"),
    ("/model NAME", "go on with another model or task"),
    ("/save FILE", "write the chat to a new file; as JSON if it ends in .json"),
    ("/retry", "ask the last question again"),
    ("/exit", "leave; so does Ctrl-D"),
];

pub(super) const HELP: [&str; 4] = [
    "A line that ends in \\ goes on in the next; so does all from \"\"\" to \"\"\".",
    "What is pasted is one message. To say what begins with /, begin with //.",
    "Ctrl-C stops an answer and keeps the chat.",
    "Nothing that is said is written to a file but by /save.",
];

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Command {
    Help,
    New,
    System(Option<String>),
    Model(String),
    Save(PathBuf),
    Retry,
    Exit,
}

/// What a message is: something to ask, or a command, or a command that makes no sense and why.
pub(super) fn read(message: &str) -> Result<Line, String> {
    if let Some(meant) = message.strip_prefix("//") {
        return Ok(Line::Ask(format!("/{meant}")));
    }
    if !message.starts_with('/') {
        return Ok(Line::Ask(message.to_owned()));
    }
    let (name, rest) = message.split_once(char::is_whitespace).unwrap_or((message, ""));
    let rest = rest.trim();
    let given = (!rest.is_empty()).then(|| rest.to_owned());
    let command = match (name, given) {
        ("/help", None) => Command::Help,
        ("/new", None) => Command::New,
        ("/system", text) => Command::System(text),
        ("/model", Some(name)) => Command::Model(name),
        ("/model", None) => return Err("`/model` needs the name of a model or a task".to_owned()),
        ("/save", Some(file)) => Command::Save(file.into()),
        ("/save", None) => return Err("`/save` needs the name of a file".to_owned()),
        ("/retry", None) => Command::Retry,
        ("/exit" | "/quit", None) => Command::Exit,
        ("/help" | "/new" | "/retry" | "/exit" | "/quit", Some(_)) => {
            return Err(format!("`{name}` stands alone"));
        }
        _ => return Err(format!("there is no `{name}`; `/help` lists what there is")),
    };
    Ok(Line::Command(command))
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    Ask(String),
    Command(Command),
}

/// What a shell would make of `~` at the start.
pub(super) fn expand(path: &Path, home: Option<&Path>) -> PathBuf {
    match (path.strip_prefix("~"), home) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_begins_with_one_slash() {
        let ask = |text: &str| Ok(Line::Ask(text.to_owned()));
        let command = |command| Ok(Line::Command(command));
        for (said, line) in [
            ("why / how?", ask("why / how?")),
            (" /help", ask(" /help")),
            ("//help", ask("/help")),
            ("/help", command(Command::Help)),
            (
                "/system Be brief.\nAnd kind. ",
                command(Command::System(Some("Be brief.\nAnd kind.".into()))),
            ),
            ("/system", command(Command::System(None))),
            ("/model sim", command(Command::Model("sim".to_owned()))),
            ("/save my chat.md", command(Command::Save("my chat.md".into()))),
            ("/quit", command(Command::Exit)),
        ] {
            assert_eq!(read(said), line, "{said}");
        }
        for (said, why) in [
            ("/nosuch x", "there is no `/nosuch`"),
            ("/", "there is no `/`"),
            ("/save", "needs the name of a file"),
            ("/model ", "needs the name of a model"),
            ("/retry it", "stands alone"),
        ] {
            assert!(read(said).unwrap_err().contains(why), "{said}");
        }
    }

    #[test]
    fn the_help_fits_and_every_command_in_it_is_one() {
        for line in HELP {
            assert!(line.chars().count() <= 78, "{line}");
        }
        for (words, _) in COMMANDS {
            assert!(matches!(read(words), Ok(Line::Command(_))), "{words}");
        }
    }

    #[test]
    fn a_tilde_is_home_only_as_a_folder_of_its_own() {
        let home = Some(Path::new("/home/u"));
        assert_eq!(expand(Path::new("~/a.md"), home), Path::new("/home/u/a.md"));
        for (path, home) in [("~a.md", home), ("./~/a", home), ("~/a.md", None)] {
            assert_eq!(expand(Path::new(path), home), Path::new(path));
        }
    }
}
