//! Columns that line up, and text that stays within a width.

use crate::output::one_line;
use crate::style::{self, FAINT, PLAIN};
use anstyle::Style;
use unicode_width::UnicodeWidthStr;

const GAP: &str = "  ";
/// A column is cut no shorter than this.
const COLUMN_MIN: usize = 4;

#[derive(Clone, Debug)]
pub(crate) struct Cell {
    text: String,
    style: Style,
}

impl Cell {
    pub(crate) fn new(text: impl AsRef<str>) -> Self {
        Self::styled(text, PLAIN)
    }

    /// What a file or a model is called must not look like another line.
    pub(crate) fn styled(text: impl AsRef<str>, style: Style) -> Self {
        Self { text: one_line(text.as_ref()), style }
    }

    /// What is not known is a dash.
    pub(crate) fn or_dash(text: Option<impl AsRef<str>>) -> Self {
        match text {
            Some(text) => Self::new(text),
            None => Self::styled("-", FAINT),
        }
    }

    pub(crate) fn state(state: &str) -> Self {
        Self::styled(state, style::of_state(state))
    }
}

/// The lines of a table: the headings, then the rows. Where `width` is too small, the widest columns
/// are cut.
pub(crate) fn table<const N: usize>(
    headings: [&str; N],
    rows: &[[Cell; N]],
    width: usize,
) -> Vec<String> {
    let headings = headings.map(|text| Cell::styled(text, FAINT));
    let lines = || std::iter::once(&headings).chain(rows);
    let mut widths = [0; N];
    for line in lines() {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = cell.text.width().max(*width);
        }
    }
    let room = width.saturating_sub(GAP.len() * N.saturating_sub(1));
    while widths.iter().sum::<usize>() > room {
        match widths.iter_mut().max() {
            Some(widest) if *widest > COLUMN_MIN => *widest -= 1,
            _ => break,
        }
    }
    lines().map(|line| row(line, &widths)).collect()
}

fn row(cells: &[Cell], widths: &[usize]) -> String {
    let mut line = String::new();
    let mut blanks = 0;
    for (cell, &width) in cells.iter().zip(widths) {
        let text = cut(&cell.text, width);
        line.extend(std::iter::repeat_n(' ', blanks));
        line += &style::paint(cell.style, &text);
        blanks = width - text.width() + GAP.len();
    }
    line
}

/// As much of `text` as fits into `width` columns, with a sign where something is missing.
pub(crate) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let kept = if width > 1 { fitting(text, width - 1) } else { 0 };
    format!("{}…", &text[..kept])
}

/// `text` in lines of at most `width`, broken between words; a longer word is broken where its line ends.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for mut word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
                continue;
            }
            _ => {}
        }
        while word.width() > width {
            let (line, rest) = word.split_at(fitting(word, width));
            lines.push(line.to_owned());
            word = rest;
        }
        if !word.is_empty() {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// How many bytes of `text` are at most `width` columns, but one character at least. A character's width may
/// depend on its neighbours: what counts is the width of all that is kept.
fn fitting(text: &str, width: usize) -> usize {
    let ends = text.char_indices().map(|(at, _)| at).skip(1).chain([text.len()]);
    let first = text.chars().next().map_or(0, char::len_utf8);
    ends.take_while(|&end| text[..end].width() <= width).last().unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(lines: &[String]) -> Vec<String> {
        lines.iter().map(|line| anstream::adapter::strip_str(line).to_string()).collect()
    }

    #[test]
    fn columns_line_up_without_blanks_at_the_end() {
        let rows = [
            [Cell::new("a"), Cell::state("ready"), Cell::or_dash(None::<&str>)],
            [Cell::new("longer"), Cell::new("x"), Cell::new("y")],
        ];
        let lines = plain(&table(["NAME", "STATE", "Z"], &rows, 80));
        assert_eq!(lines, ["NAME    STATE  Z", "a       ready  -", "longer  x      y"]);
    }

    #[test]
    fn the_widest_column_is_cut_to_fit() {
        let rows = [[Cell::new("abcdefghij"), Cell::new("12345")]];
        assert_eq!(plain(&table(["N", "M"], &rows, 13))[1], "abcde…  12345");
        assert_eq!(plain(&table(["N", "M"], &rows, 0))[1], "abc…  123…");
    }

    #[test]
    fn wide_characters_take_two_columns() {
        let rows = [[Cell::new("好好好"), Cell::new("x")], [Cell::new("a\nb"), Cell::new("y")]];
        assert_eq!(plain(&table(["N", "M"], &rows, 80)), ["N       M", "好好好  x", "a⏎b     y"]);
        assert_eq!(plain(&table(["N", "M"], &rows, 7))[1], "好…   x", "half a character is none");
        assert_eq!(cut("🙂🙂🙂", 5), "🙂🙂…");
        assert_eq!(cut("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
        assert_eq!(wrap("好好 好好", 8), ["好好", "好好"]);
    }

    #[test]
    fn text_is_broken_between_words() {
        assert_eq!(wrap("one two  three", 7), ["one two", "three"]);
        assert_eq!(wrap("unbreakable x", 4), ["unbr", "eaka", "ble", "x"]);
        assert_eq!(wrap("一二三 x", 3), ["一", "二", "三", "x"]);
        assert_eq!(wrap("一x", 0), ["一", "x"], "no width is too small to go on");
        assert!(wrap("", 4).is_empty());
    }
}
