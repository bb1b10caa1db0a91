//! How few tokens a text can have, known without encoding it: no token stands for more of it than the longest
//! one. That holds only for tokenizers that leave nothing out, which is proven here of the usual kinds.
//!
//! Encoding takes most of a second for each megabyte, and a prompt far too long would stop everybody
//! else's answers for that long just to be refused.

use serde_json::Value;

/// How much shorter NFC makes a text at most: three characters of 7 bytes become the 2 of `ΐ`.
const NFC_SHRINKS: usize = 4;

/// What one token can stand for at most.
#[derive(Debug)]
pub(super) struct Span {
    bytes: usize,
    /// Those of ASCII: the longest tokens are blanks and rules, so this says more about a usual text.
    letters: usize,
    /// Some tokens take any number of blanks beside them.
    strips: bool,
}

/// One that was added to the vocabulary.
#[derive(Debug)]
pub(super) struct Added<'a> {
    pub(super) content: &'a str,
    pub(super) normalized: bool,
    pub(super) strips: bool,
}

impl Span {
    /// Of a model of merges with these tokens; `None` where some of a text may vanish.
    pub(super) fn new<'a>(
        normalizer: &Value,
        pre_tokenizer: &Value,
        tokens: impl Iterator<Item = &'a str>,
        added: impl Iterator<Item = Added<'a>>,
    ) -> Option<Self> {
        let shrinks = shrinks(normalizer)?;
        if !keeps(pre_tokenizer) {
            return None;
        }
        let byte_level = has_byte_level(pre_tokenizer);
        let mut this = Self { bytes: 1, letters: 1, strips: false };
        for token in tokens {
            // In the alphabet of byte-level vocabularies each character is a byte.
            let bytes = if byte_level { token.chars().count() } else { token.len() };
            this.widen(bytes, token);
        }
        for Added { content, normalized, strips } in added {
            // What is looked for in a normalised text may be longer there than it is in the list.
            let longer = if normalized { "▁".len() + 1 } else { 1 };
            this.widen(content.len() * longer, content);
            this.strips |= strips;
        }
        this.bytes *= shrinks;
        Some(this)
    }

    pub(super) fn tokens_min(&self, text: &str) -> usize {
        let blank = |c: &char| c.is_whitespace();
        let bytes = match self.strips {
            true => text.chars().filter(|c| !blank(c)).map(char::len_utf8).sum(),
            false => text.len(),
        };
        // A letter before another character may become one with it.
        let pairs = text.as_bytes().windows(2);
        let letters = pairs.filter(|pair| pair[0].is_ascii_alphabetic() && pair[1].is_ascii());
        bytes.div_ceil(self.bytes).max(letters.count().div_ceil(self.letters))
    }

    fn widen(&mut self, bytes: usize, token: &str) {
        let letters = token.bytes().filter(u8::is_ascii_alphabetic).count();
        (self.bytes, self.letters) = (self.bytes.max(bytes), self.letters.max(letters));
    }
}

/// By how much a normaliser makes a text shorter at most, if it takes no letters from it.
fn shrinks(normalizer: &Value) -> Option<usize> {
    if normalizer.is_null() {
        return Some(1);
    }
    match normalizer["type"].as_str()? {
        "NFC" => Some(NFC_SHRINKS),
        "Prepend" => Some(1),
        "Replace" => {
            let pattern = normalizer["pattern"]["String"].as_str()?;
            let grows = pattern.len() <= normalizer["content"].as_str()?.len();
            (grows && !pattern.contains(|c: char| c.is_ascii_alphabetic())).then_some(1)
        }
        "Sequence" => match normalizer["normalizers"].as_array()?.as_slice() {
            [one] => shrinks(one),
            all => all.iter().all(|one| shrinks(one) == Some(1)).then_some(1),
        },
        _ => None,
    }
}

/// Whether all of a text is still there after it was split.
fn keeps(pre_tokenizer: &Value) -> bool {
    if pre_tokenizer.is_null() {
        return true;
    }
    match pre_tokenizer["type"].as_str() {
        Some("ByteLevel" | "Digits" | "Metaspace") => true,
        Some("Split") => pre_tokenizer["behavior"].as_str().is_some_and(|how| how != "Removed"),
        Some("Sequence") => steps(pre_tokenizer).iter().all(keeps),
        _ => false,
    }
}

pub(super) fn has_byte_level(pre_tokenizer: &Value) -> bool {
    pre_tokenizer["type"] == "ByteLevel" || steps(pre_tokenizer).iter().any(has_byte_level)
}

fn steps(pre_tokenizer: &Value) -> &[Value] {
    pre_tokenizer["pretokenizers"].as_array().map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn span(normalizer: &Value, pre_tokenizer: &Value, strips: bool) -> Option<Span> {
        let added = Added { content: "<|end|>", normalized: false, strips };
        let tokens = ["a", "Ġthe", "Ġ---------------"];
        Span::new(normalizer, pre_tokenizer, tokens.into_iter(), [added].into_iter())
    }

    #[test]
    fn the_longest_token_of_each_kind_bounds_a_text() {
        let span = span(&Value::Null, &json!({"type": "ByteLevel"}), false).unwrap();
        assert_eq!((span.bytes, span.letters), (16, 3));
        assert_eq!(span.tokens_min(""), 0);
        assert_eq!(span.tokens_min(&"-".repeat(80)), 5);
        assert_eq!(span.tokens_min(&"a".repeat(31)), 10, "30 letters before a letter");
        assert_eq!(span.tokens_min(&"a\u{301}".repeat(8)), 2, "they may become others");
        assert_eq!(span.tokens_min(&" ".repeat(80)), 5);
    }

    #[test]
    fn blanks_that_a_token_may_take_do_not_count() {
        let span = span(&Value::Null, &Value::Null, true).unwrap();
        assert_eq!(span.tokens_min(&" \n".repeat(80)), 0);
        assert_eq!(span.tokens_min(&"- ".repeat(80)), 5);
    }

    #[test]
    fn a_tokenizer_that_leaves_something_out_has_no_bound() {
        let byte_level = json!({"type": "ByteLevel"});
        for normalizer in [
            json!({"type": "Lowercase"}),
            json!({"type": "Replace", "pattern": {"Regex": " +"}, "content": "▁"}),
            json!({"type": "Replace", "pattern": {"String": "  "}, "content": " "}),
            json!({"type": "Replace", "pattern": {"String": "a"}, "content": "▁"}),
            json!({"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "Strip"}]}),
            json!({"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "NFC"}]}),
        ] {
            assert!(span(&normalizer, &byte_level, false).is_none(), "{normalizer}");
        }
        for pre_tokenizer in [
            json!({"type": "Whitespace"}),
            json!({"type": "Split", "behavior": "Removed"}),
            json!({"type": "Sequence", "pretokenizers": [byte_level, {"type": "Whitespace"}]}),
        ] {
            assert!(span(&Value::Null, &pre_tokenizer, false).is_none(), "{pre_tokenizer}");
        }
        let sequence = json!({"type": "Sequence", "normalizers": [{"type": "NFC"}]});
        assert_eq!(span(&sequence, &byte_level, false).unwrap().bytes, 16 * NFC_SHRINKS);
    }
}
