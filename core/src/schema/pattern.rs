//! Patterns as JSON Schema has them (ECMA-262), on an engine whose time is linear in the text. What means
//! something else there is rewritten; what cannot be had in linear time is refused.

use super::PATTERN_BYTES_MAX;
use super::equal::Steps;
use regex::{Regex, RegexBuilder};
use std::str::Chars;

const NEST_MAX: u32 = 64;
/// Roughly what one state of a compiled pattern takes.
const STATE_BYTES: usize = 64;
/// What a pattern may compile to is tried in these sizes, to know what it costs.
const SIZES: [usize; 4] = [4 * 1024, 16 * 1024, 64 * 1024, PATTERN_BYTES_MAX];

/// White space as ECMA-262 has it.
const SPACE: &str = r"\t\n\x0B\x0C\r \u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF";

#[derive(Clone, Debug)]
pub(super) struct Pattern {
    regex: Regex,
    /// As written.
    pub(super) text: String,
    /// States that each byte of a text may have to be held against.
    states: usize,
}

impl Pattern {
    pub(super) fn compile(text: &str) -> Result<Self, String> {
        let rewritten = rewrite(text)?;
        let mut error = String::new();
        for size in SIZES {
            let built = RegexBuilder::new(&rewritten)
                .size_limit(size)
                .dfa_size_limit(size.max(64 * 1024))
                .nest_limit(NEST_MAX)
                .build();
            match built {
                Ok(regex) => {
                    return Ok(Self { regex, text: text.to_owned(), states: size / STATE_BYTES });
                }
                Err(regex::Error::CompiledTooBig(_)) => {
                    error = format!("it takes more than {PATTERN_BYTES_MAX} bytes");
                }
                Err(other) => {
                    // The last line says what, those before it point at where.
                    let other = other.to_string();
                    let what = other.lines().last().unwrap_or_default();
                    error = what.trim_start_matches("error: ").to_owned();
                    break;
                }
            }
        }
        Err(error)
    }

    pub(super) fn matches(&self, text: &str, steps: &mut Steps) -> Option<bool> {
        steps.take_for((text.len() + 1).saturating_mul(self.states) / 16)?;
        Some(self.regex.is_match(text))
    }
}

/// The same pattern in the engine's words.
fn rewrite(pattern: &str) -> Result<String, String> {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => out.push_str(&escape(&mut rest, false)?.engine),
            '[' => class(&mut rest, &mut out)?,
            '.' => out.push_str(r"[^\n\r\u2028\u2029]"),
            '(' => group(&rest, &mut out)?,
            '{' if rest.as_str().starts_with(',') => {
                return Err("`{,` has no lower bound".to_owned());
            }
            c => out.push(c),
        }
    }
    Ok(out)
}

/// What is written once in a class, or behind a `\` anywhere.
struct Atom {
    engine: String,
    /// As the pattern has it, for one that stands for a set and so ends no range.
    set: Option<String>,
}

impl Atom {
    fn one(engine: String) -> Self {
        Self { engine, set: None }
    }
}

/// From behind its `[` to its `]`. A `-` is a range if something is on either side of it.
fn class(rest: &mut Chars<'_>, out: &mut String) -> Result<(), String> {
    out.push('[');
    let negated = skip(rest, '^');
    match (skip(rest, ']'), negated) {
        (true, false) => return Err("the class `[]` holds nothing".to_owned()),
        (true, true) => {
            // Any character, line ends too.
            out.push_str(r"\x00-\u{10FFFF}]");
            return Ok(());
        }
        (false, true) => out.push('^'),
        (false, false) => {}
    }
    while !skip(rest, ']') {
        let first = atom(rest)?;
        let is_range = rest.as_str().starts_with('-') && !rest.as_str().starts_with("-]");
        if !is_range {
            out.push_str(&first.engine);
            continue;
        }
        skip(rest, '-');
        let last = atom(rest)?;
        if let Some(set) = first.set.or(last.set) {
            return Err(format!("`{set}` is a set, and no end of a range: write `\\-` for a `-`"));
        }
        out.extend([&first.engine, "-", &last.engine]);
    }
    out.push(']');
    Ok(())
}

fn atom(rest: &mut Chars<'_>) -> Result<Atom, String> {
    match rest.next() {
        None => Err("unclosed character class".to_owned()),
        Some('\\') => escape(rest, true),
        Some(c) => Ok(Atom::one(literal(c))),
    }
}

/// By its number: some punctuation means something to the engine, escaped or not.
fn literal(c: char) -> String {
    match c.is_ascii_punctuation() {
        true => format!(r"\x{:02X}", u32::from(c)),
        false => c.to_string(),
    }
}

fn skip(rest: &mut Chars<'_>, c: char) -> bool {
    let after = rest.as_str().strip_prefix(c);
    *rest = after.unwrap_or(rest.as_str()).chars();
    after.is_some()
}

fn group(rest: &Chars<'_>, out: &mut String) -> Result<(), String> {
    out.push('(');
    let rest = rest.as_str();
    for (start, what) in [
        ("?=", "`(?=` looks ahead"),
        ("?!", "`(?!` looks ahead"),
        ("?<=", "`(?<=` looks behind"),
        ("?<!", "`(?<!` looks behind"),
    ] {
        if rest.starts_with(start) {
            return Err(format!("{what}, which takes more than linear time"));
        }
    }
    match rest.starts_with('?') && !rest.starts_with("?:") && !rest.starts_with("?<") {
        true => Err("`(?` may only begin `(?:` and `(?<name>`".to_owned()),
        false => Ok(()),
    }
}

/// What follows a `\`.
fn escape(rest: &mut Chars<'_>, in_class: bool) -> Result<Atom, String> {
    let Some(c) = rest.next() else { return Err("it ends in `\\`".to_owned()) };
    // Sets of ASCII, as ECMA-262 has them. A set may stand in another.
    let set = match c {
        'd' => "[0-9]".to_owned(),
        'D' => "[^0-9]".to_owned(),
        'w' => "[0-9A-Za-z_]".to_owned(),
        'W' => "[^0-9A-Za-z_]".to_owned(),
        's' => format!("[{SPACE}]"),
        'S' => format!("[^{SPACE}]"),
        'p' | 'P' => {
            let name = braced(rest).ok_or_else(|| format!("`\\{c}` needs a name in `{{}}`"))?;
            let engine = format!(r"\{c}{{{name}}}");
            return Ok(Atom { set: Some(engine.clone()), engine });
        }
        c => return one(c, rest, in_class).map(Atom::one),
    };
    Ok(Atom { engine: set, set: Some(format!(r"\{c}")) })
}

fn one(c: char, rest: &mut Chars<'_>, in_class: bool) -> Result<String, String> {
    Ok(match c {
        'b' if in_class => r"\x08".to_owned(),
        'b' => r"(?-u:\b)".to_owned(),
        'B' if !in_class => return Err(r"`\B` is not supported".to_owned()),
        't' | 'n' | 'r' | 'f' | 'v' => format!(r"\{c}"),
        'x' => numbered(c, digits(rest, 2))?,
        'u' if rest.as_str().starts_with('{') => numbered(c, braced(rest))?,
        'u' => numbered(c, digits(rest, 4))?,
        '0' if !rest.as_str().starts_with(|c: char| c.is_ascii_digit()) => r"\x00".to_owned(),
        '0'..='9' | 'k' => {
            return Err(format!("`\\{c}` refers back, which takes more than linear time"));
        }
        c if c.is_ascii_punctuation() => literal(c),
        c => return Err(format!("`\\{c}` is no escape")),
    })
}

/// The character of a number in hexadecimal digits.
fn numbered(c: char, digits: Option<&str>) -> Result<String, String> {
    let hex = digits.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
    match hex.and_then(|hex| u32::from_str_radix(hex, 16).ok()) {
        Some(0xD800..=0xDFFF) => Err("half of a surrogate pair stands for no character".to_owned()),
        Some(number) if char::from_u32(number).is_some() => Ok(format!(r"\x{{{number:X}}}")),
        _ => Err(format!("`\\{c}` is not followed by the number of a character")),
    }
}

fn digits<'a>(rest: &mut Chars<'a>, count: usize) -> Option<&'a str> {
    let (digits, after) = rest.as_str().split_at_checked(count)?;
    *rest = after.chars();
    Some(digits)
}

fn braced<'a>(rest: &mut Chars<'a>) -> Option<&'a str> {
    let (inside, after) = rest.as_str().strip_prefix('{')?.split_once('}')?;
    *rest = after.chars();
    Some(inside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn matches(pattern: &str, text: &str) -> bool {
        let pattern = Pattern::compile(pattern).expect(pattern);
        pattern.matches(text, &mut Steps::new(u32::MAX)).unwrap()
    }

    #[test]
    fn patterns_mean_what_ecma_262_says() {
        for (pattern, yes, no) in [
            ("^a$", "a", "a\n"),
            ("b", "abc", "ac"),
            (r"^\d$", "7", "\u{0667}"),
            (r"^[\d.]+$", "1.2", "1,2"),
            (r"^\w+$", "a_9", "é"),
            (r"^\s$", "\u{feff}", "\u{85}"),
            (r"^[^@\s]+@[^@\s]+$", "é@b", "a @b"),
            ("^.$", "é", "\u{2028}"),
            ("^[a&&b]$", "&", "ab"),
            ("^[+--]$", ",", "."),
            ("^[[]$", "[", "a"),
            (r"^\u00e9\x41\/$", "éA/", "eA/"),
            (r"^[\b]$", "\u{8}", "b"),
            (r"^\p{Lu}$", "É", "é"),
            ("^(?:a|b)(?<n>c)$", "bc", "b"),
            (r"^a\b", "aé", "ab"),
            ("^[--9]$", "5", "+"),
            ("^[a-]$", "-", "b"),
            ("^[-a]$", "-", "b"),
            ("^[--]$", "-", "."),
            (r"^[\d-]$", "-", "."),
            (r"^[-\d]$", "-", "."),
            (r"^[a\-z]$", "-", "b"),
            (r"^[\x30-\u0039]$", "5", "-"),
            (r"^[\u{61}-z]$", "b", "A"),
            (r"^[^\]]$", "a", "]"),
            (r"^[+\-\d]$", "-", "A"),
            ("^[^]$", "\n", ""),
            ("^[a^]$", "^", "b"),
        ] {
            assert!(matches(pattern, yes), "{pattern} {yes:?}");
            assert!(!matches(pattern, no), "{pattern} {no:?}");
        }
    }

    #[test]
    fn what_cannot_be_had_is_refused() {
        for (pattern, says) in [
            ("(?=a)", "looks ahead"),
            ("(?!a)", "looks ahead"),
            ("(?<=a)b", "looks behind"),
            ("(?<!a)b", "looks behind"),
            (r"(a)\1", "refers back"),
            (r"(?<n>a)\k<n>", "refers back"),
            ("(?i)a", "may only begin"),
            (r"\Aa", r"`\A` is no escape"),
            ("a{,3}", "no lower bound"),
            ("[]", "holds nothing"),
            (r"[+-\d]", r"`\d` is a set, and no end of a range: write `\-`"),
            (r"[.-\w]", r"`\w` is a set"),
            (r"[!-\w]", r"`\w` is a set"),
            (r"[\w-.]", r"`\w` is a set"),
            (r"[\p{Lu}-z]", r"`\p{Lu}` is a set"),
            ("[a", "unclosed character class"),
            ("[z-a]", "invalid character class range"),
            (r"\x{41}", r"`\x`"),
            (r"\u{110000}", r"`\u`"),
            (r"\pL", r"`\p`"),
            ("(", "unclosed group"),
            ("a\\", "ends in"),
            (r"\ud83d", "surrogate"),
            ("(((a{200}){200}){200})", "more than 262144 bytes"),
        ] {
            let refusal = Pattern::compile(pattern).map(|_| ()).unwrap_err();
            assert!(refusal.contains(says), "{pattern}: {refusal}");
        }
    }

    #[test]
    fn a_costly_pattern_costs_steps() {
        let (cheap, dear) =
            (Pattern::compile("^a").unwrap(), Pattern::compile("(a|b){500}").unwrap());
        let text = "a".repeat(1000);
        assert_eq!(cheap.matches(&text, &mut Steps::new(10_000)), Some(true));
        assert_eq!(dear.matches(&text, &mut Steps::new(10_000)), None);
    }

    proptest! {
        #[test]
        fn any_text_is_taken_or_refused(pattern in r"[\\\[\](){}^$?|.*+,\-a-z0-9&~é]{0,24}", text in ".{0,16}") {
            if let Ok(pattern) = Pattern::compile(&pattern) {
                pattern.matches(&text, &mut Steps::new(u32::MAX)).unwrap();
            }
        }

        #[test]
        fn an_escaped_text_matches_itself(text in "[ -~]{0,24}") {
            let escape = |c: char| match c.is_ascii_punctuation() {
                true => format!("\\{c}"),
                false => c.to_string(),
            };
            let pattern = format!("^{}$", text.chars().map(escape).collect::<String>());
            prop_assert!(matches(&pattern, &text));
        }
    }
}
