//! One text of TOML while it is read: where it is from, and what is wrong with it, all of it at once.

use edge_api::KEY_PREFIX;
use edge_api::admin::{ConfigError, ConfigPlace, ConfigSource};
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A file this long is no configuration.
const FILE_BYTES_MAX: u64 = 1024 * 1024;
/// Files of one folder.
const FILES_MAX: usize = 1024;
/// What is shown of a value that is refused.
const SHOWN_CHARS_MAX: usize = 60;
/// As many digits behind the prefix are a key, or most of one.
const KEY_DIGITS_MIN: usize = 16;

/// What is told of one file: more than anybody reads.
pub(super) const FAULTS_MAX: usize = 256;

/// Why a configuration cannot be used, in the order of the files.
#[derive(Clone, Debug, Default, PartialEq, Eq, thiserror::Error)]
pub(crate) struct Faults(pub Vec<ConfigError>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(line_of).collect();
        f.write_str(&lines.join("\n"))
    }
}

/// `FILE:LINE: MESSAGE`.
pub(crate) fn line_of(error: &ConfigError) -> String {
    let line = error.line.map(|line| format!(":{line}")).unwrap_or_default();
    format!("{}{line}: {}", error.file.display(), error.message)
}

/// Where a key's value was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    pub source: ConfigSource,
    /// A file, or the name of a variable.
    pub from: PathBuf,
    pub line: Option<usize>,
    /// The later one wins.
    pub order: usize,
}

impl Origin {
    pub(crate) fn place(&self) -> ConfigPlace {
        ConfigPlace { from: self.from.clone(), line: self.line }
    }
}

/// By key, with its table in front of it.
pub(crate) type Origins = BTreeMap<String, Origin>;

/// A text that says something.
#[derive(Debug)]
pub(crate) struct Source<'a> {
    kind: ConfigSource,
    from: &'a Path,
    text: &'a str,
    line_ends: Vec<usize>,
    order: usize,
    /// What was said and could be read. A table that is there is in it, too.
    pub said: Origins,
    pub faults: Vec<ConfigError>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(kind: ConfigSource, from: &'a Path, text: &'a str, order: usize) -> Self {
        // Looked up for every key and every fault, of which a long file has many.
        let line_ends = text.match_indices('\n').map(|(at, _)| at).collect();
        Self { kind, from, text, line_ends, order, said: Origins::new(), faults: Vec::new() }
    }

    pub(crate) fn file(from: &'a Path, text: &'a str) -> Self {
        Self::new(ConfigSource::File, from, text, 0)
    }

    /// `None`: it is no TOML, and the fault has been noted.
    pub(crate) fn parse(&mut self) -> Option<Spanned<DeTable<'a>>> {
        match DeTable::parse(self.text) {
            Ok(table) => Some(table),
            Err(error) => {
                // Its messages may have lines.
                let message = error.message().replace('\n', ", ");
                match error.span() {
                    Some(span) => self.fault(&span, message),
                    None => self.fault_of_all(message),
                }
                None
            }
        }
    }

    pub(crate) fn fault(&mut self, at: &Range<usize>, message: String) {
        self.note(self.line(at), message);
    }

    /// One that no line is to blame for.
    pub(crate) fn fault_of_all(&mut self, message: String) {
        self.note(None, message);
    }

    /// Where the key was said, if it was.
    pub(crate) fn fault_of(&mut self, key: &str, message: String) {
        self.note(self.line_of(key), message);
    }

    fn note(&mut self, line: Option<usize>, message: String) {
        if !self.is_told_enough() {
            self.faults.push(ConfigError { file: self.from.to_owned(), line, message });
        }
    }

    /// By line; the last says so if it is not all.
    pub(super) fn sort_faults(&mut self) {
        self.faults.sort_by_key(|fault| fault.line);
        if let (true, Some(last)) = (self.is_told_enough(), self.faults.last_mut()) {
            "there is more that is wrong".clone_into(&mut last.message);
        }
    }

    /// Whatever else is wrong with it is not told.
    pub(super) fn is_told_enough(&self) -> bool {
        self.faults.len() >= FAULTS_MAX
    }

    pub(super) fn from(&self) -> &'a Path {
        self.from
    }

    /// Of a key that was said, or of a table in a list.
    pub(super) fn line_of(&self, key: &str) -> Option<usize> {
        self.said.get(key).and_then(|origin| origin.line)
    }

    pub(crate) fn say(&mut self, key: String, at: &Range<usize>) {
        let Self { kind, order, .. } = *self;
        let origin =
            Origin { source: kind, from: self.from.to_owned(), line: self.line(at), order };
        self.said.insert(key, origin);
    }

    /// Only a file has lines to speak of.
    fn line(&self, at: &Range<usize>) -> Option<usize> {
        let line = 1 + self.line_ends.partition_point(|end| *end < at.start);
        (self.kind == ConfigSource::File).then_some(line)
    }

    /// The first of its faults, by line.
    pub(crate) fn first_fault(mut self) -> Option<ConfigError> {
        self.faults.sort_by_key(|fault| fault.line);
        self.faults.into_iter().next()
    }
}

/// A value as a message shows it: short, on one line.
pub(crate) fn shown(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("`{}`", short(text)),
        // As it is written: of any length, and not always a number.
        DeValue::Integer(number) => short(&number.to_string()),
        DeValue::Float(number) => short(&number.to_string()),
        DeValue::Boolean(value) => value.to_string(),
        DeValue::Datetime(time) => time.to_string(),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

/// As `shown`, with the kind of value it is. Of what may be a key, only that.
pub(crate) fn told(path: &str, value: &DeValue<'_>) -> String {
    let kind = match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "number",
        DeValue::Datetime(_) => "time",
        DeValue::Boolean(_) | DeValue::Array(_) | DeValue::Table(_) => return shown(value),
    };
    if may_be_key(path) { format!("a {kind}") } else { format!("the {kind} {}", shown(value)) }
}

/// Whether somebody may have put a key of the TCP door here, whose hash belongs there. What is wrong with a
/// file is told to whoever may read the status, so nothing of what stands here is repeated.
pub(super) fn may_be_key(path: &str) -> bool {
    path == "tcp" || path.starts_with("tcp.") && path != "tcp.listen"
}

/// On one line, whatever was on it, and without what looks like a key of the TCP door.
pub(crate) fn plain(text: &str) -> String {
    let line = text.replace(char::is_control, " ");
    let mut parts = line.split(KEY_PREFIX);
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|digit: char| digit.is_ascii_hexdigit());
        let is_key = part.len() - rest.len() >= KEY_DIGITS_MIN;
        let (hidden, rest) = if is_key { ("…", rest) } else { ("", part) };
        all.extend([KEY_PREFIX, hidden, rest]);
    }
    all
}

pub(crate) fn short(text: &str) -> String {
    let plain = plain(text);
    match plain.chars().count() > SHOWN_CHARS_MAX {
        true => plain.chars().take(SHOWN_CHARS_MAX - 1).chain(['…']).collect(),
        false => plain,
    }
}

/// The `*.toml` of a folder in order of their names; no folder, no files.
pub(super) fn toml_files(dir: &Path) -> Result<Vec<PathBuf>, ConfigError> {
    let unreadable = |error: io::Error| fault_of(dir, error.to_string());
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
        if files.len() > FILES_MAX {
            return Err(fault_of(dir, format!("it has more than {FILES_MAX} files")));
        }
    }
    files.sort();
    Ok(files)
}

/// `None`: there is no such file.
pub(super) fn read_optional(file: &Path) -> Result<Option<String>, ConfigError> {
    let unreadable = |error: io::Error| fault_of(file, error.to_string());
    let meta = match std::fs::metadata(file) {
        Ok(meta) => meta,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error)),
    };
    // A pipe would wait for somebody to write to it.
    if !meta.is_file() {
        return Err(fault_of(file, "it is no file".to_owned()));
    }
    let len = meta.len();
    if len > FILE_BYTES_MAX {
        return Err(fault_of(
            file,
            format!("the file has {len} bytes, the limit is {FILE_BYTES_MAX}"),
        ));
    }
    match std::fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        // It went while we looked.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(error)),
    }
}

pub(super) fn fault_of(file: &Path, message: String) -> ConfigError {
    ConfigError { file: file.to_owned(), line: None, message }
}
