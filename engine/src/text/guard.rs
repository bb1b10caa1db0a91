//! Keeps what a caller writes from becoming a control token.
//!
//! A message that holds the text of a control token gets a noncharacter put inside it, one that is in no
//! message, before the template is rendered. The rendered text is cut at that noncharacter, and the pieces
//! are encoded one by one: no control token is whole in any of them but those that the template wrote. A
//! message without such text is left alone, so that the usual prompt is encoded in one go, exactly as
//! transformers would.

use super::TextError;
use aho_corasick::AhoCorasick;
use std::borrow::Cow;

#[derive(Debug)]
pub(super) struct Guard {
    finder: AhoCorasick,
    /// In order, to look up beginnings.
    tokens: Vec<String>,
    /// Each reversed, in order, to look up ends.
    reversed: Vec<Vec<u8>>,
    longest: usize,
    /// Control tokens of one character have no inside.
    single: Vec<char>,
}

impl Guard {
    pub(super) fn new(mut tokens: Vec<String>) -> Result<Self, TextError> {
        tokens.retain(|token| !token.is_empty());
        tokens.sort_unstable();
        tokens.dedup();
        let finder = AhoCorasick::new(&tokens)
            .map_err(|error| TextError::Tokenizer { reason: error.to_string() })?;
        let reversed = |token: &String| token.bytes().rev().collect::<Vec<u8>>();
        let mut reversed: Vec<_> = tokens.iter().map(reversed).collect();
        reversed.sort_unstable();
        let single = tokens.iter().filter_map(|token| {
            let mut chars = token.chars();
            chars.next().filter(|_| chars.next().is_none())
        });
        Ok(Self {
            finder,
            single: single.collect(),
            longest: tokens.iter().map(String::len).max().unwrap_or(0),
            reversed,
            tokens,
        })
    }

    /// A control token in `text` that cannot be broken.
    pub(super) fn unbreakable(&self, text: &str) -> Option<char> {
        self.single.iter().copied().find(|single| text.contains(*single))
    }

    /// `text` with `mark` inside every control token.
    pub(super) fn broken<'t>(&self, text: &'t str, mark: char) -> Cow<'t, str> {
        let mut at: Vec<usize> = self
            .finder
            .find_overlapping_iter(text)
            .filter_map(|found| {
                let first = text[found.range()].chars().next()?;
                Some(found.start() + first.len_utf8()).filter(|inside| *inside < found.end())
            })
            .collect();
        if at.is_empty() {
            return Cow::Borrowed(text);
        }
        at.sort_unstable();
        at.dedup();
        Cow::Owned(marked(text, &at, mark))
    }

    /// How many control tokens there are in `text`.
    pub(super) fn count(&self, text: &str) -> usize {
        self.finder.find_overlapping_iter(text).count()
    }

    /// `text` with `mark` at its ends where these could be part of a control token together with what a
    /// template puts beside them; `None` if they could not.
    pub(super) fn edged(&self, text: &str, mark: char) -> Option<String> {
        let inner = text.trim();
        let start = text.len() - text.trim_start().len();
        let mut at = Vec::new();
        for (from, part) in [(0, text), (start, inner)] {
            if part.is_empty() {
                continue;
            }
            let inside = part.len() < self.longest
                && self.tokens.iter().any(|token| token != part && token.contains(part));
            if inside || self.begins_like_an_end(part) {
                at.push(from);
            }
            if inside || self.ends_like_a_beginning(part) {
                at.push(from + part.len());
            }
        }
        if at.is_empty() {
            return None;
        }
        at.sort_unstable();
        at.dedup();
        Some(marked(text, &at, mark))
    }

    fn ends_like_a_beginning(&self, text: &str) -> bool {
        (1..self.longest.min(text.len() + 1)).any(|len| {
            text.get(text.len() - len..).is_some_and(|end| {
                let at = self.tokens.partition_point(|token| token.as_str() < end);
                self.tokens[at..]
                    .iter()
                    .take_while(|token| token.starts_with(end))
                    .any(|token| token.len() > end.len())
            })
        })
    }

    fn begins_like_an_end(&self, text: &str) -> bool {
        (1..self.longest.min(text.len() + 1)).any(|len| {
            let Some(start) = text.get(..len) else { return false };
            let start: Vec<u8> = start.bytes().rev().collect();
            let at = self.reversed.partition_point(|token| *token < start);
            self.reversed[at..]
                .iter()
                .take_while(|token| token.starts_with(&start))
                .any(|token| token.len() > start.len())
        })
    }
}

/// A noncharacter that is in none of these texts.
pub(super) fn free_mark<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> Option<char> {
    let planes = (0..=16_u32).flat_map(|plane| [plane << 16 | 0xfffe, plane << 16 | 0xffff]);
    let mut marks = (0xfdd0..=0xfdef).chain(planes).filter_map(char::from_u32);
    marks.find(|mark| texts.clone().all(|text| !text.contains(*mark)))
}

fn marked(text: &str, at: &[usize], mark: char) -> String {
    let mut out = String::with_capacity(text.len() + at.len() * mark.len_utf8());
    let mut done = 0;
    for &at in at {
        out.push_str(&text[done..at]);
        out.push(mark);
        done = at;
    }
    out.push_str(&text[done..]);
    out
}
