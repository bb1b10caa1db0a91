//! Columns that line up, and text that stays within a width.

use crate::style::{self, FAINT, PLAIN};
use anstyle::Style;

const GAP: &str = "  ";
/// A column is cut no shorter than this.
const COLUMN_MIN: usize = 4;

#[derive(Clone, Debug)]
pub(crate) struct Cell {
    text: String,
    style: Style,
}

impl Cell {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), style: PLAIN }
    }

    /// What is not known is a dash.
    pub(crate) fn or_dash(text: Option<impl Into<String>>) -> Self {
        match text {
            Some(text) => Self::new(text),
            None => Self { text: "-".to_owned(), style: FAINT },
        }
    }

    pub(crate) fn state(state: &str) -> Self {
        Self { text: state.to_owned(), style: style::of_state(state) }
    }
}

/// The lines of a table: the headings, then the rows. Where `width` is too small, the widest columns
/// are cut.
pub(crate) fn table<const N: usize>(
    headings: [&str; N],
    rows: &[[Cell; N]],
    width: usize,
) -> Vec<String> {
    let headings = headings.map(|text| Cell { text: text.to_owned(), style: FAINT });
    let lines = || std::iter::once(&headings).chain(rows);
    let mut widths = [0; N];
    for line in lines() {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = cell.text.chars().count().max(*width);
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
        blanks = width - text.chars().count() + GAP.len();
    }
    line
}

fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let mut kept: String = text.chars().take(width - 1).collect();
    kept.push('…');
    kept
}

/// `text` in lines of at most `width`, broken between words; a longer word keeps its line to itself.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
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
    fn text_is_broken_between_words() {
        assert_eq!(wrap("one two  three", 7), ["one two", "three"]);
        assert_eq!(wrap("unbreakable x", 4), ["unbreakable", "x"]);
        assert!(wrap("", 4).is_empty());
    }
}
