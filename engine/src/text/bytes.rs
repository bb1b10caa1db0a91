//! The bytes that each token stands for, as the tokenizer's own decoder has them, worked out once. A
//! special token stands for none.
//!
//! A decoder joins a whole list of tokens; an answer comes token by token. What depends on the place is
//! only this: decoders of the SentencePiece kind drop blanks at the very start. So a token has its bytes,
//! and its bytes at the start of an answer.

use super::TextError;
use serde::Deserialize;
use std::collections::HashMap;

/// A longer token is no token; a decoder must not make one grow beyond it either.
const TOKEN_BYTES_MAX: usize = 64 * 1024;
/// What a decoder may put in the place of a piece of a token.
const REPLACEMENT_BYTES_MAX: usize = 64;
const ALL_BYTES_MAX: usize = 256 * 1024 * 1024;

#[derive(Debug)]
pub(super) struct TokenBytes {
    bytes: Vec<u8>,
    /// Token `i` is `bytes[ends[i - 1]..ends[i]]`.
    ends: Vec<usize>,
    start: Start,
}

/// What goes from the start of an answer: so many of these.
#[derive(Debug, Default)]
struct Start {
    blank: Vec<u8>,
    count: usize,
}

impl TokenBytes {
    /// `tokens` in the order of their ids; `None` for one without text.
    pub(super) fn new(
        decoder: serde_json::Value,
        tokens: impl Iterator<Item = Option<String>>,
    ) -> Result<Self, TextError> {
        let decoder = Decoder::new(decoder)?;
        let (mut bytes, mut ends) = (Vec::new(), Vec::new());
        for token in tokens {
            if let Some(token) = token {
                within("bytes of a token", token.len(), TOKEN_BYTES_MAX)?;
                decoder.decode(token, &mut bytes)?;
                within("bytes of all tokens", bytes.len(), ALL_BYTES_MAX)?;
            }
            ends.push(bytes.len());
        }
        Ok(Self { bytes, ends, start: decoder.start })
    }

    pub(super) fn of(&self, token: u32) -> &[u8] {
        let token = usize::try_from(token).unwrap_or(usize::MAX);
        let Some(&end) = self.ends.get(token) else {
            return &[];
        };
        let start = token.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[start..end]
    }

    pub(super) fn of_first(&self, token: u32) -> &[u8] {
        let mut bytes = self.of(token);
        for _ in 0..self.start.count {
            match bytes.strip_prefix(self.start.blank.as_slice()) {
                Some(rest) if !self.start.blank.is_empty() => bytes = rest,
                _ => break,
            }
        }
        bytes
    }
}

/// Whether a vocabulary has a token for every byte: as byte-level ones write it, or in numbers.
pub(super) fn is_whole(byte_level: bool, has: impl Fn(&str) -> bool) -> bool {
    if byte_level {
        return alphabet().into_keys().all(|c| has(c.encode_utf8(&mut [0; 4])));
    }
    (0..=u8::MAX).all(|byte| has(&format!("<0x{byte:02X}>")))
}

/// A decoder's steps, as `tokenizer.json` has them.
#[derive(Debug, Deserialize)]
#[serde(tag = "type")]
enum Step {
    Sequence { decoders: Vec<Step> },
    ByteLevel,
    ByteFallback,
    Fuse,
    Replace { pattern: Pattern, content: String },
    Strip { content: char, start: usize, stop: usize },
    Metaspace { replacement: char, prepend_scheme: Prepend },
}

#[derive(Debug, Deserialize)]
enum Pattern {
    String(String),
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Prepend {
    First,
    Always,
    Never,
}

#[derive(Debug)]
struct Decoder {
    steps: Vec<Step>,
    /// Each byte by the printable character that a byte-level vocabulary writes for it.
    alphabet: HashMap<char, u8>,
    /// Every token gets a blank before it.
    joins: bool,
    start: Start,
}

impl Decoder {
    fn new(decoder: serde_json::Value) -> Result<Self, TextError> {
        let mut this = Self {
            steps: Vec::new(),
            alphabet: alphabet(),
            joins: decoder.is_null(),
            start: Start::default(),
        };
        if this.joins {
            // Without a decoder tokens are words.
            this.start = Start { blank: b" ".to_vec(), count: 1 };
            return Ok(this);
        }
        let step = Step::deserialize(decoder)
            .map_err(|error| TextError::Decoder { reason: error.to_string() })?;
        let mut fused = false;
        this.add(step, &mut fused)?;
        Ok(this)
    }

    fn add(&mut self, step: Step, fused: &mut bool) -> Result<(), TextError> {
        match step {
            Step::Sequence { decoders } => {
                return decoders.into_iter().try_for_each(|step| self.add(step, fused));
            }
            Step::Fuse => *fused = true,
            // After the tokens are one text only its ends are left to strip.
            Step::Strip { stop: 1.., .. } if *fused => {
                let reason = "it strips the end of a text, which a stream does not have".to_owned();
                return Err(TextError::Decoder { reason });
            }
            Step::Strip { content, start, .. } if *fused => {
                self.start = Start { blank: content.to_string().into_bytes(), count: start };
            }
            Step::Metaspace { ref prepend_scheme, .. } => {
                if *prepend_scheme != Prepend::Never {
                    self.start = Start { blank: b" ".to_vec(), count: usize::MAX };
                }
                self.steps.push(step);
            }
            Step::Replace { ref content, .. } => {
                within("bytes of a replacement", content.len(), REPLACEMENT_BYTES_MAX)?;
                self.steps.push(step);
            }
            Step::ByteLevel | Step::ByteFallback | Step::Strip { .. } => self.steps.push(step),
        }
        Ok(())
    }

    fn decode(&self, mut token: String, out: &mut Vec<u8>) -> Result<(), TextError> {
        if self.joins {
            out.push(b' ');
        }
        for step in &self.steps {
            match step {
                Step::ByteLevel => {
                    let known: Option<Vec<u8>> =
                        token.chars().map(|c| self.alphabet.get(&c).copied()).collect();
                    // An added token is not written in the alphabet.
                    out.extend(known.unwrap_or_else(|| token.into_bytes()));
                    return Ok(());
                }
                Step::ByteFallback => {
                    let hex = token.strip_prefix("<0x").and_then(|rest| rest.strip_suffix('>'));
                    if let Some(hex) = hex.filter(|hex| hex.len() == 2)
                        && let Ok(byte) = u8::from_str_radix(hex, 16)
                    {
                        out.push(byte);
                        return Ok(());
                    }
                }
                Step::Replace { pattern: Pattern::String(pattern), content } => {
                    token = token.replace(pattern, content);
                    within("bytes of a token", token.len(), TOKEN_BYTES_MAX)?;
                }
                Step::Metaspace { replacement, .. } => token = token.replace(*replacement, " "),
                Step::Strip { content, start, stop } => {
                    for _ in 0..*start {
                        let Some(rest) = token.strip_prefix(*content) else { break };
                        token = rest.to_owned();
                    }
                    for _ in 0..*stop {
                        let Some(rest) = token.strip_suffix(*content) else { break };
                        token = rest.to_owned();
                    }
                }
                Step::Sequence { .. } | Step::Fuse => {}
            }
        }
        out.extend_from_slice(token.as_bytes());
        Ok(())
    }
}

fn within(what: &'static str, value: usize, max: usize) -> Result<(), TextError> {
    if value <= max {
        return Ok(());
    }
    Err(TextError::TooMuch { file: "tokenizer.json", what, value, max })
}

/// GPT-2's: a printable byte of Latin-1 is itself, the others follow from U+0100 on in their order.
fn alphabet() -> HashMap<char, u8> {
    let is_itself = |byte: &u8| matches!(byte, b'!'..=b'~' | 0xa1..=0xac | 0xae..=0xff);
    let (themselves, others): (Vec<u8>, Vec<u8>) = (0..=u8::MAX).partition(is_itself);
    let others = ('\u{100}'..).zip(others);
    themselves.into_iter().map(|byte| (char::from(byte), byte)).chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn bytes(decoder: serde_json::Value, tokens: &[&str]) -> TokenBytes {
        TokenBytes::new(decoder, tokens.iter().map(|token| Some((*token).to_owned()))).unwrap()
    }

    #[test]
    fn the_alphabet_has_all_bytes() {
        let mut all: Vec<u8> = alphabet().into_values().collect();
        all.sort_unstable();
        assert_eq!(all, (0..=u8::MAX).collect::<Vec<_>>());
        assert_eq!(alphabet()[&'Ġ'], b' ');
        assert_eq!(alphabet()[&'Ċ'], b'\n');
    }

    #[test]
    fn bytes_of_half_a_character_are_kept() {
        let table = bytes(json!({"type": "ByteLevel"}), &["Ãł", "Ã", "<｜x｜>"]);
        assert_eq!(table.of(0), "à".as_bytes());
        assert_eq!(table.of(1), [0xc3]);
        assert_eq!(table.of(2), "<｜x｜>".as_bytes());
        assert_eq!(table.of(3), b"");
    }

    #[test]
    fn a_sentencepiece_answer_begins_without_its_blank() {
        let steps = json!({"type": "Sequence", "decoders": [
            {"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
            {"type": "ByteFallback"},
            {"type": "Fuse"},
            {"type": "Strip", "content": " ", "start": 1, "stop": 0},
        ]});
        let table = bytes(steps, &["▁a", "▁▁b", "<0xE2>", "<0x+1>", "c"]);
        let (all, firsts): (Vec<_>, Vec<_>) =
            (0..5).map(|token| (table.of(token), table.of_first(token))).unzip();
        assert_eq!(all, [b" a".as_slice(), b"  b", b"\xe2", b"\x01", b"c"]);
        assert_eq!(firsts, [b"a".as_slice(), b" b", b"\xe2", b"\x01", b"c"]);
    }

    #[test]
    fn a_metaspace_answer_begins_without_any_blank() {
        for (scheme, first) in [("first", "a"), ("always", "a"), ("never", "  a")] {
            let step = json!({"type": "Metaspace", "replacement": "▁", "prepend_scheme": scheme});
            let table = bytes(step, &["▁▁a"]);
            assert_eq!(table.of(0), b"  a");
            assert_eq!(table.of_first(0), first.as_bytes());
        }
    }

    #[test]
    fn a_decoder_that_a_stream_cannot_follow_is_refused() {
        for decoder in [
            json!({"type": "WordPiece", "prefix": "##", "cleanup": true}),
            json!({"type": "Replace", "pattern": {"Regex": "a+"}, "content": ""}),
            json!({"type": "Sequence", "decoders": [
                {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 0, "stop": 1}]}),
        ] {
            let refused = TokenBytes::new(decoder, std::iter::empty());
            assert!(matches!(refused, Err(TextError::Decoder { .. })));
        }
    }
}
