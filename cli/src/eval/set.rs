//! A set: lines of questions and right answers. All of it is read and checked before anything is asked.

use super::compare;
use crate::failure::Failure;
use edge_api::openai::Message;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

const SET_BYTES_MAX: u64 = 64 << 20;
const LINE_BYTES_MAX: u64 = 1 << 20;
const LINES_MAX: usize = 100_000;
/// How many bad lines are told of; the rest is counted.
const BAD_LINES_SHOWN: usize = 10;

#[derive(Debug)]
pub(super) struct Set {
    pub(super) name: String,
    /// Of the whole file, as `sha256sum` prints it.
    pub(super) sha256: String,
    /// Those to be asked.
    pub(super) items: Vec<Item>,
    /// All there are.
    pub(super) lines: usize,
}

#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) messages: Vec<Message>,
    pub(super) expect: Value,
}

/// The first `limit` lines of the set, or all; `-` is stdin.
pub(super) fn read(path: &Path, limit: Option<usize>) -> Result<Set, Failure> {
    let from_stdin = path == Path::new("-");
    let name = if from_stdin { "stdin".to_owned() } else { path.display().to_string() };
    let unreadable = |error: io::Error| Failure::Input(format!("{name} cannot be read: {error}"));
    let parsed = if from_stdin {
        parse(&name, SET_BYTES_MAX, io::stdin().lock())
    } else {
        let file = File::open(path).map_err(unreadable)?;
        if file.metadata().map_err(unreadable)?.len() > SET_BYTES_MAX {
            return Err(too_large(&name));
        }
        parse(&name, SET_BYTES_MAX, BufReader::new(file))
    };
    let mut set = parsed.map_err(|error| match error {
        Broken::Io(error) => unreadable(error),
        Broken::Set(failure) => failure,
    })?;
    set.items.truncate(limit.unwrap_or(usize::MAX));
    Ok(set)
}

enum Broken {
    Io(io::Error),
    Set(Failure),
}

fn parse(name: &str, bytes_max: u64, mut file: impl BufRead) -> Result<Set, Broken> {
    let mut sha256 = Sha256::new();
    let (mut items, mut bad) = (Vec::new(), Bad::default());
    let mut ids: HashMap<String, usize> = HashMap::new();
    let (mut bytes, mut number) = (0, 0);
    loop {
        let mut line = Vec::new();
        let read = (&mut file).take(LINE_BYTES_MAX + 1).read_until(b'\n', &mut line);
        let read = read.map_err(Broken::Io)? as u64;
        if read == 0 {
            break;
        }
        number += 1;
        bytes += read;
        if bytes > bytes_max {
            return Err(Broken::Set(too_large(name)));
        }
        sha256.update(&line);
        if read > LINE_BYTES_MAX && !line.ends_with(b"\n") {
            bad.add(number, format!("over {LINE_BYTES_MAX} bytes"));
            // Where the next line begins is not looked for.
            return Err(Broken::Set(bad.failure(name)));
        }
        match item(&line, number == 1) {
            Ok(None) => {}
            Ok(Some(item)) => match ids.entry(item.id.clone()) {
                Entry::Occupied(first) => {
                    bad.add(
                        number,
                        format!("its id `{}` is that of line {}", item.id, first.get()),
                    );
                }
                Entry::Vacant(place) => {
                    place.insert(number);
                    items.push(item);
                }
            },
            Err(what) => bad.add(number, what),
        }
        if items.len() > LINES_MAX {
            let message = format!("{name} has over {LINES_MAX} lines");
            return Err(Broken::Set(Failure::Input(message)));
        }
    }
    if bad.count > 0 {
        return Err(Broken::Set(bad.failure(name)));
    }
    if items.is_empty() {
        return Err(Broken::Set(Failure::Input(format!("{name} is empty: a set has lines"))));
    }
    let mut hex = String::new();
    for byte in sha256.finalize() {
        write!(hex, "{byte:02x}").expect("a string takes it");
    }
    Ok(Set { name: name.to_owned(), sha256: hex, lines: items.len(), items })
}

/// What a line asks; `None` for an empty one. The error completes the sentence about the line.
fn item(line: &[u8], first: bool) -> Result<Option<Item>, String> {
    let text = std::str::from_utf8(line)
        .map_err(|error| format!("not UTF-8 at byte {}", error.valid_up_to()))?;
    // Some editors put a mark at the front.
    let text = if first { text.strip_prefix('\u{feff}').unwrap_or(text) } else { text };
    if text.trim().is_empty() {
        return Ok(None);
    }
    let value = compare::parse(text).map_err(|why| format!("not JSON: {why}"))?;
    let Value::Object(mut line) = value else { return Err("not an object".to_owned()) };
    let id = match line.get("id") {
        Some(Value::String(id)) if !id.is_empty() => id.clone(),
        Some(Value::Number(id)) if !id.is_f64() => id.to_string(),
        Some(_) => return Err("its `id` is neither a text nor a whole number".to_owned()),
        None => return Err("no `id`".to_owned()),
    };
    let messages = messages(&mut line)?;
    let Some(expect) = line.remove("expect") else { return Err("no `expect`".to_owned()) };
    Ok(Some(Item { id, messages, expect }))
}

fn messages(line: &mut Map<String, Value>) -> Result<Vec<Message>, String> {
    match (line.remove("input"), line.remove("messages")) {
        (Some(Value::String(input)), None) => Ok(vec![Message::new("user", input)]),
        (Some(_), None) => Err("its `input` is not a text".to_owned()),
        (None, Some(messages)) => match serde_json::from_value::<Vec<Message>>(messages) {
            Ok(messages) if messages.is_empty() => Err("its `messages` are empty".to_owned()),
            Ok(messages) => Ok(messages),
            Err(error) => Err(format!("its `messages` are not those of a chat: {error}")),
        },
        (Some(_), Some(_)) => Err("both `input` and `messages`: give one".to_owned()),
        (None, None) => Err("neither `input` nor `messages`".to_owned()),
    }
}

fn too_large(name: &str) -> Failure {
    Failure::Input(format!("{name} is over {SET_BYTES_MAX} bytes: split it"))
}

#[derive(Default)]
struct Bad {
    count: usize,
    shown: Vec<(usize, String)>,
}

impl Bad {
    fn add(&mut self, line: usize, what: String) {
        self.count += 1;
        if self.shown.len() < BAD_LINES_SHOWN {
            self.shown.push((line, what));
        }
    }

    fn failure(&self, name: &str) -> Failure {
        let mut text = match self.count {
            1 => "the set has a bad line".to_owned(),
            count => format!("the set has {count} bad lines"),
        };
        for (line, what) in &self.shown {
            let _ = write!(text, "\n  {name}:{line}: {what}");
        }
        if self.count > self.shown.len() {
            let _ = write!(text, "\n  and {} more", self.count - self.shown.len());
        }
        Failure::Input(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::Exit;
    use serde_json::json;

    fn of(text: impl AsRef<[u8]>) -> Result<Set, Failure> {
        within(SET_BYTES_MAX, text)
    }

    fn within(bytes_max: u64, text: impl AsRef<[u8]>) -> Result<Set, Failure> {
        parse("s.jsonl", bytes_max, text.as_ref()).map_err(|error| match error {
            Broken::Io(error) => error.into(),
            Broken::Set(failure) => failure,
        })
    }

    fn refusal(text: impl AsRef<[u8]>) -> String {
        let failure = of(text).unwrap_err();
        assert_eq!(failure.exit(), Exit::Input);
        failure.to_string()
    }

    #[test]
    fn a_line_is_an_input_or_messages_with_what_is_expected() {
        let set = of("\u{feff}{\"id\":\"a\",\"input\":\"x\",\"expect\":null,\"more\":1}\r\n\n\
            {\"id\":7,\"messages\":[{\"role\":\"system\",\"content\":\"s\"},\
            {\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"y\"}]}],\"expect\":[1]}");
        let set = set.unwrap();
        assert_eq!((set.lines, set.items.len()), (2, 2));
        assert_eq!(set.items[0].messages, [Message::new("user", "x")]);
        assert_eq!(set.items[1].id, "7");
        assert_eq!(set.items[1].messages, [Message::new("system", "s"), Message::new("user", "y")]);
        assert_eq!(set.items[1].expect, json!([1]));
    }

    #[test]
    fn the_digest_is_that_of_the_file() {
        let set = of("{\"id\":\"a\",\"input\":\"x\",\"expect\":1}\n").unwrap();
        assert_eq!(set.sha256, "44566c9ffaf83f0c031b82dcfde5b4cdf7d2fad74a8a08caa80cfc3d5a7dfedd");
    }

    #[test]
    fn a_bad_line_is_named_with_what_is_wrong() {
        for (line, what) in [
            ("{", "not JSON: EOF while parsing an object at column 1"),
            ("{\"id\":1,\"id\":2}", "not JSON: the key \"id\" is there twice at column 12"),
            ("[]", "not an object"),
            ("{}", "no `id`"),
            ("{\"id\":\"\"}", "its `id` is neither a text nor a whole number"),
            ("{\"id\":1.5}", "its `id` is neither a text nor a whole number"),
            ("{\"id\":1}", "neither `input` nor `messages`"),
            ("{\"id\":1,\"input\":2}", "its `input` is not a text"),
            ("{\"id\":1,\"input\":\"\"}", "no `expect`"),
            ("{\"id\":1,\"messages\":[],\"expect\":1}", "its `messages` are empty"),
            (
                "{\"id\":1,\"messages\":[{}],\"expect\":1}",
                "its `messages` are not those of a chat: missing field `role`",
            ),
            (
                "{\"id\":1,\"input\":\"\",\"messages\":[],\"expect\":1}",
                "both `input` and `messages`: give one",
            ),
            ("{\"id\":\"ok\",\"input\":\"\",\"expect\":1}", "its id `ok` is that of line 1"),
        ] {
            let text = format!("{{\"id\":\"ok\",\"input\":\"x\",\"expect\":1}}\n\n{line}\n");
            let expected = format!("the set has a bad line\n  s.jsonl:3: {what}");
            assert_eq!(refusal(text), expected);
        }
        assert_eq!(refusal(b"\"\xff"), "the set has a bad line\n  s.jsonl:1: not UTF-8 at byte 1");
    }

    #[test]
    fn bad_lines_beyond_a_few_are_counted() {
        let text = refusal("{}\n".repeat(25));
        assert!(text.starts_with("the set has 25 bad lines\n  s.jsonl:1: no `id`\n"), "{text}");
        assert!(text.ends_with("\n  s.jsonl:10: no `id`\n  and 15 more"), "{text}");
    }

    #[test]
    fn a_set_has_lines_and_bounds() {
        for text in ["", "\n \n"] {
            assert_eq!(refusal(text), "s.jsonl is empty: a set has lines");
        }
        let line_max = usize::try_from(LINE_BYTES_MAX).unwrap();
        let text = refusal(" ".repeat(line_max + 1));
        assert_eq!(text, format!("the set has a bad line\n  s.jsonl:1: over {line_max} bytes"));
        let long =
            format!("{{\"id\":1,\"input\":\"{}\",\"expect\":1}}", "x".repeat(line_max - 100));
        assert_eq!(of(long).unwrap().lines, 1);
        let line = "{\"id\":1,\"input\":\"\",\"expect\":1}\n";
        let line_bytes = line.len() as u64;
        assert_eq!(within(line_bytes, line).unwrap().lines, 1);
        // A pipe does not say how much is in it.
        let text = within(line_bytes - 1, line).unwrap_err().to_string();
        assert!(text.ends_with("bytes: split it"), "{text}");
        let many = (0..=LINES_MAX).fold(String::new(), |mut text, n| {
            let _ = writeln!(text, "{{\"id\":{n},\"input\":\"\",\"expect\":1}}");
            text
        });
        assert_eq!(refusal(many), format!("s.jsonl has over {LINES_MAX} lines"));
    }

    #[test]
    fn a_file_that_cannot_be_read_is_named() {
        for (path, why) in [("/no/such/set", "No such file"), ("/", "Is a directory")] {
            let failure = read(Path::new(path), None).unwrap_err();
            assert_eq!(failure.exit(), Exit::Input);
            let text = failure.to_string();
            assert!(text.starts_with(&format!("{path} cannot be read: {why}")), "{text}");
        }
    }

    #[test]
    fn a_set_that_is_far_too_large_is_refused_before_it_is_read() {
        let file = tempfile::NamedTempFile::new().unwrap();
        file.as_file().set_len(1 << 30).unwrap();
        let text = read(file.path(), None).unwrap_err().to_string();
        assert!(text.ends_with("bytes: split it"), "{text}");
    }
}
