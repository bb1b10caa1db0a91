//! What a chat template takes for granted because Jinja runs in Python: how values are printed, what
//! `strip` strips, what `json.dumps` writes. Nothing here knows about chats.

use minijinja::value::{Kwargs, Rest, ValueKind, from_args};
use minijinja::{Error, ErrorKind, State, Value};
use std::fmt::Write;

/// Lists and maps are printed no deeper than this.
const PRINT_DEPTH_MAX: usize = 64;

/// `str(value)`
pub(super) fn string(value: &Value) -> Result<String, Error> {
    if let Some(text) = value.as_str() {
        return Ok(text.to_owned());
    }
    let mut out = String::new();
    if !value.is_undefined() {
        Printer { words: &PYTHON, style: &Style::default(), out: &mut out }.value(value, 0)?;
    }
    Ok(out)
}

/// `tojson` as transformers has it: `json.dumps` that leaves what is not ASCII as it is.
pub(super) fn tojson(value: &Value, options: Rest<Value>) -> Result<Value, Error> {
    let (options, named): (&[Value], Kwargs) = from_args(&options)?;
    let option = |at: usize, name: &str| -> Result<Option<Value>, Error> {
        let given =
            options.get(at).cloned().map_or_else(|| named.get(name), |given| Ok(Some(given)));
        Ok(given?.filter(|given| !given.is_none()))
    };
    let mut style = Style {
        ensure_ascii: option(0, "ensure_ascii")?.is_some_and(|given| given.is_true()),
        sort_keys: option(3, "sort_keys")?.is_some_and(|given| given.is_true()),
        ..Style::default()
    };
    let (indent, separators) = (option(1, "indent")?, option(2, "separators")?);
    named.assert_all_used()?;
    if let Some(indent) = indent {
        ",".clone_into(&mut style.between);
        style.indent = Some(match indent.as_str() {
            Some(text) => text.to_owned(),
            None => " ".repeat(usize::from(u8::try_from(indent)?)),
        });
    }
    if let Some(separators) = separators {
        let given: Vec<Value> = separators.try_iter()?.take(3).collect();
        let [between, colon] = given.as_slice() else {
            return Err(invalid("separators must be a pair"));
        };
        (style.between, style.colon) = (string(between)?, string(colon)?);
    }
    let mut out = String::new();
    Printer { words: &JSON, style: &style, out: &mut out }.value(value, 0)?;
    Ok(Value::from(out))
}

/// The `trim` filter.
pub(super) fn trim(value: &Value, chars: Option<String>) -> Result<String, Error> {
    let text = string(value)?;
    Ok(strip(&text, chars.as_deref(), true, true).to_owned())
}

/// Methods of Python's strings that differ from their Rust namesakes; the others are `pycompat`'s.
pub(super) fn method(
    state: &State<'_, '_>,
    value: &Value,
    method: &str,
    args: &[Value],
) -> Result<Value, Error> {
    let other = || minijinja_contrib::pycompat::unknown_method_callback(state, value, method, args);
    let Some(text) = value.as_str() else {
        return other();
    };
    let (start, end) = match method {
        "strip" => (true, true),
        "lstrip" => (true, false),
        "rstrip" => (false, true),
        "removeprefix" | "removesuffix" => {
            let (cut,): (&str,) = from_args(args)?;
            let rest = if method == "removeprefix" {
                text.strip_prefix(cut)
            } else {
                text.strip_suffix(cut)
            };
            return Ok(Value::from(rest.unwrap_or(text)));
        }
        // Without a separator; the one with a separator is the same everywhere.
        "split" if args.is_empty() => {
            let words = text.split(is_blank).filter(|word| !word.is_empty());
            return Ok(words.map(Value::from).collect());
        }
        _ => return other(),
    };
    let (chars,): (Option<&str>,) = from_args(args)?;
    Ok(Value::from(strip(text, chars, start, end)))
}

fn strip<'t>(text: &'t str, chars: Option<&str>, start: bool, end: bool) -> &'t str {
    let goes = |c: char| chars.map_or_else(|| is_blank(c), |chars| chars.contains(c));
    let text = if start { text.trim_start_matches(goes) } else { text };
    if end { text.trim_end_matches(goes) } else { text }
}

/// Python counts the four information separators too, Unicode's White_Space does not.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// `json.dumps` and `repr` differ in a few words and in how they quote.
struct Words {
    none: &'static str,
    yes: &'static str,
    no: &'static str,
    json: bool,
}

const JSON: Words = Words { none: "null", yes: "true", no: "false", json: true };
const PYTHON: Words = Words { none: "None", yes: "True", no: "False", json: false };

struct Style {
    ensure_ascii: bool,
    sort_keys: bool,
    indent: Option<String>,
    between: String,
    colon: String,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            ensure_ascii: false,
            sort_keys: false,
            indent: None,
            between: ", ".to_owned(),
            colon: ": ".to_owned(),
        }
    }
}

struct Printer<'a> {
    words: &'a Words,
    style: &'a Style,
    out: &'a mut String,
}

impl Printer<'_> {
    fn value(&mut self, value: &Value, depth: usize) -> Result<(), Error> {
        if depth > PRINT_DEPTH_MAX {
            return Err(invalid(format!("a value is nested deeper than {PRINT_DEPTH_MAX} levels")));
        }
        #[expect(clippy::wildcard_enum_match_arm, reason = "minijinja may add kinds")]
        match value.kind() {
            ValueKind::None => self.out.push_str(self.words.none),
            ValueKind::Bool if value.is_true() => self.out.push_str(self.words.yes),
            ValueKind::Bool => self.out.push_str(self.words.no),
            ValueKind::Number => self.number(value)?,
            ValueKind::String => self.quoted(value.as_str().unwrap_or_default()),
            ValueKind::Seq | ValueKind::Iterable => {
                let items: Vec<Value> = value.try_iter()?.collect();
                self.items(("[", "]"), items.len(), depth, |printer, at| {
                    printer.value(&items[at], depth + 1)
                })?;
            }
            ValueKind::Map => self.map(value, depth)?,
            kind if self.words.json => {
                return Err(invalid(format!("a value of type {kind} is not JSON serializable")));
            }
            ValueKind::Undefined => {}
            _ => _ = write!(self.out, "{value}"),
        }
        Ok(())
    }

    fn map(&mut self, value: &Value, depth: usize) -> Result<(), Error> {
        let mut pairs = Vec::new();
        for key in value.try_iter()? {
            let item = value.get_item(&key)?;
            pairs.push((key, item));
        }
        if self.style.sort_keys {
            pairs.sort_by(|one, other| one.0.cmp(&other.0));
        }
        self.items(("{", "}"), pairs.len(), depth, |printer, at| {
            let (key, item) = &pairs[at];
            if printer.words.json && key.as_str().is_none() {
                printer.out.push('"');
                printer.value(key, depth + 1)?;
                printer.out.push('"');
            } else {
                printer.value(key, depth + 1)?;
            }
            printer.out.push_str(&printer.style.colon);
            printer.value(item, depth + 1)
        })
    }

    fn items(
        &mut self,
        (open, close): (&str, &str),
        count: usize,
        depth: usize,
        mut item: impl FnMut(&mut Self, usize) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.out.push_str(open);
        for at in 0..count {
            if at > 0 {
                self.out.push_str(&self.style.between);
            }
            self.line(depth + 1);
            item(self, at)?;
        }
        if count > 0 {
            self.line(depth);
        }
        self.out.push_str(close);
        Ok(())
    }

    fn line(&mut self, depth: usize) {
        if let Some(indent) = &self.style.indent {
            self.out.push('\n');
            (0..depth).for_each(|_| self.out.push_str(indent));
        }
    }

    fn number(&mut self, value: &Value) -> Result<(), Error> {
        if value.is_integer() {
            _ = write!(self.out, "{value}");
            return Ok(());
        }
        let number = f64::try_from(value.clone())?;
        let text = match (number.is_finite(), self.words.json) {
            (true, _) => format!("{number:?}"),
            (false, true) if number.is_nan() => "NaN".to_owned(),
            (false, true) if number > 0.0 => "Infinity".to_owned(),
            (false, true) => "-Infinity".to_owned(),
            (false, false) if number.is_nan() => "nan".to_owned(),
            (false, false) => format!("{number}"),
        };
        match text.split_once('e') {
            // Rust writes 1e-5 where Python writes 1e-05.
            Some((digits, exponent)) => {
                let (sign, exponent) = match exponent.strip_prefix('-') {
                    Some(exponent) => ('-', exponent),
                    None => ('+', exponent),
                };
                _ = write!(self.out, "{digits}e{sign}{exponent:0>2}");
            }
            None => self.out.push_str(&text),
        }
        Ok(())
    }

    fn quoted(&mut self, text: &str) {
        let json = self.words.json;
        let quote = if json || (text.contains('\'') && !text.contains('"')) { '"' } else { '\'' };
        self.out.push(quote);
        for c in text.chars() {
            match c {
                '\\' => self.out.push_str("\\\\"),
                c if c == quote => self.out.extend(['\\', c]),
                '\n' => self.out.push_str("\\n"),
                '\r' => self.out.push_str("\\r"),
                '\t' => self.out.push_str("\\t"),
                '\u{8}' if json => self.out.push_str("\\b"),
                '\u{c}' if json => self.out.push_str("\\f"),
                c if json && c < ' ' => _ = write!(self.out, "\\u{:04x}", u32::from(c)),
                c if json && self.style.ensure_ascii && !c.is_ascii() => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        _ = write!(self.out, "\\u{unit:04x}");
                    }
                }
                c if !json && c.is_control() => _ = write!(self.out, "\\x{:02x}", u32::from(c)),
                c => self.out.push(c),
            }
        }
        self.out.push(quote);
    }
}

fn invalid(reason: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, reason.into())
}
