//! A folder's tokenizer. Only this file names the `tokenizers` crate.
//!
//! That crate trusts its files and panics on some that are broken, so every call into it is caught here
//! and becomes an error.

use super::TextError;
use super::bytes::{TokenBytes, is_whole};
use super::span::{self, Added, Span};
use serde::Deserialize;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use tokenizers::{AddedToken, ModelWrapper, Tokenizer};

/// Ids are places in tables: one far beyond all others would make them huge.
const VOCABULARY_MAX: usize = 4 * 1024 * 1024;
const ADDED_TOKENS_MAX: usize = 64 * 1024;
const ADDED_TOKEN_BYTES_MAX: usize = 1024;

/// More of a text than any token stands for, whatever a tokenizer leaves out of it, unless one is longer.
const CRUDE_TOKEN_BYTES: usize = 4096;

pub(super) struct Tokens {
    tokenizer: Tokenizer,
    /// One more than the largest id.
    count: u32,
    /// What a line end becomes.
    line_end: Vec<u32>,
    /// What a character becomes that no vocabulary has.
    unknown: Vec<u32>,
    span: Option<Span>,
    /// `CRUDE_TOKEN_BYTES` or the longest token.
    crude: usize,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Tokens").field("count", &self.count).finish_non_exhaustive()
    }
}

/// A token that `tokenizer_config.json` declares, whatever `tokenizer.json` says of it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Declared {
    /// `None`: whichever id it has.
    #[serde(skip)]
    pub(crate) id: Option<u32>,
    pub(crate) content: String,
    #[serde(default)]
    pub(crate) single_word: bool,
    #[serde(default)]
    pub(crate) lstrip: bool,
    #[serde(default)]
    pub(crate) rstrip: bool,
    #[serde(default)]
    pub(crate) normalized: bool,
    #[serde(default)]
    pub(crate) special: bool,
}

impl Tokens {
    pub(super) fn open(file: &[u8], declared: &[Declared]) -> Result<Self, TextError> {
        let broken = |reason| TextError::Tokenizer { reason };
        let mut tokenizer = caught(|| Tokenizer::from_bytes(file)).map_err(broken)?;
        // As transformers calls it: a prompt is never cut and never filled up.
        caught(|| tokenizer.with_truncation(None).map(|_| ())).map_err(broken)?;
        tokenizer.with_padding(None);
        caught(|| declare(&mut tokenizer, declared)).map_err(broken)?;

        let added = tokenizer.get_added_tokens_decoder();
        within("added tokens", added.len(), ADDED_TOKENS_MAX)?;
        let longest = added.values().map(|token| token.content.len()).max().unwrap_or(0);
        within("bytes of an added token", longest, ADDED_TOKEN_BYTES_MAX)?;
        let vocabulary = tokenizer.get_vocab(true);
        let crude = vocabulary.keys().map(String::len).fold(CRUDE_TOKEN_BYTES, usize::max);
        let largest = vocabulary.into_values().max();
        let count = largest.map_or(0, |id| u64::from(id) + 1);
        within("token ids", usize::try_from(count).unwrap_or(usize::MAX), VOCABULARY_MAX)?;
        let count = u32::try_from(count).expect("VOCABULARY_MAX fits");

        let span = spanned(&tokenizer);
        let (line_end, unknown) = (Vec::new(), Vec::new());
        let mut this = Self { tokenizer, count, line_end, unknown, span, crude };
        this.line_end = this.encode("\n", false).map_err(broken)?;
        this.unknown = this.encode("\u{10fffd}", false).map_err(broken)?;
        Ok(this)
    }

    pub(super) fn count(&self) -> u32 {
        self.count
    }

    pub(super) fn id(&self, token: &str) -> Option<u32> {
        self.tokenizer.token_to_id(token)
    }

    pub(super) fn special_id(&self, token: &str) -> Option<u32> {
        let added = self.tokenizer.get_added_vocabulary();
        if added.is_special_token(token) { added.get_vocab().get(token).copied() } else { None }
    }

    /// The text that stands for this id in a prompt.
    pub(super) fn content(&self, id: u32) -> Option<String> {
        let added = self.tokenizer.get_added_vocabulary().get_added_tokens_decoder();
        added.get(&id).map(|token| token.content.clone()).or_else(|| self.tokenizer.id_to_token(id))
    }

    /// The special tokens' texts.
    pub(super) fn specials(&self) -> Vec<String> {
        let added = self.tokenizer.get_added_vocabulary().get_added_tokens_decoder();
        let specials = added.values().filter(|token| token.special);
        specials.map(|token| token.content.clone()).collect()
    }

    /// A token of the model's own vocabulary, not added later, whose id is not below `vocabulary`.
    pub(super) fn beyond(&self, vocabulary: u32) -> Option<(String, u32)> {
        let added = self.tokenizer.get_added_vocabulary().get_vocab();
        self.tokenizer
            .get_vocab(false)
            .into_iter()
            .filter(|(token, id)| *id >= vocabulary && !added.contains_key(token))
            .min_by_key(|(_, id)| *id)
    }

    /// Whether a control token may come out of a text that does not hold it letter by letter: because the
    /// text is normalised first, or because the vocabulary is not one of merges.
    pub(super) fn rewrites(&self) -> bool {
        let added = self.tokenizer.get_added_vocabulary().get_added_tokens_decoder();
        !matches!(self.tokenizer.get_model(), ModelWrapper::BPE(_))
            || self.tokenizer.get_normalizer().is_some()
                && added.values().any(|token| token.special && token.normalized)
    }

    pub(super) fn unknown(&self) -> &[u32] {
        &self.unknown
    }

    /// How many tokens these pieces of a text have at least.
    pub(super) fn count_min<'a>(&self, pieces: impl Iterator<Item = &'a str>) -> usize {
        match &self.span {
            Some(span) => pieces.map(|piece| span.tokens_min(piece)).sum(),
            None => self.count_crude(pieces),
        }
    }

    /// The same without knowing the tokenizer: it may leave most of a text out, but nobody means a text of
    /// which it does.
    pub(super) fn count_crude<'a>(&self, pieces: impl Iterator<Item = &'a str>) -> usize {
        pieces.map(str::len).sum::<usize>() / self.crude
    }

    /// `framed`: with the tokens that the tokenizer puts around a text.
    pub(super) fn encode(&self, text: &str, framed: bool) -> Result<Vec<u32>, String> {
        caught(|| self.tokenizer.encode_fast(text, framed))
            .map(|encoding| encoding.get_ids().to_vec())
    }

    /// Encodes what stands in the middle of a text: behind a line end that is taken away again, so that no
    /// tokenizer puts the blank before it that it puts before a text.
    pub(super) fn encode_inner(&self, text: &str) -> Result<Vec<u32>, String> {
        let carried = self.encode(&format!("\n{text}"), false)?;
        match carried.strip_prefix(self.line_end.as_slice()) {
            Some(ids) => Ok(ids.to_vec()),
            None => self.encode(text, false),
        }
    }

    pub(super) fn bytes(&self) -> Result<TokenBytes, TextError> {
        let decoder = serde_json::to_value(self.tokenizer.get_decoder())
            .map_err(|error| TextError::Decoder { reason: error.to_string() })?;
        let added = self.tokenizer.get_added_vocabulary();
        let special: HashMap<u32, bool> = added
            .get_added_tokens_decoder()
            .iter()
            .map(|(id, token)| (*id, token.special))
            .collect();
        TokenBytes::new(
            decoder,
            (0..self.count).map(|id| {
                let shown = !special.get(&id).copied().unwrap_or(false);
                shown.then(|| self.tokenizer.id_to_token(id)).flatten()
            }),
        )
    }
}

/// transformers lets `tokenizer_config.json` overrule `tokenizer.json` here. It also gives new ids to tokens
/// that are not in the vocabulary; a model has never seen those, so they are left out.
fn declare(tokenizer: &mut Tokenizer, declared: &[Declared]) -> tokenizers::Result<()> {
    let known = tokenizer.get_added_tokens_decoder();
    let changed = declared.iter().filter_map(|token| {
        let id = tokenizer.token_to_id(&token.content)?;
        let added = AddedToken {
            content: token.content.clone(),
            single_word: token.single_word,
            lstrip: token.lstrip,
            rstrip: token.rstrip,
            normalized: token.normalized,
            special: token.special,
        };
        let changes = match token.id {
            Some(declared) => declared == id && known.get(&id) != Some(&added),
            None => !known.contains_key(&id),
        };
        changes.then_some(added)
    });
    let changed: Vec<AddedToken> = changed.collect();
    if !changed.is_empty() {
        tokenizer.add_tokens(changed)?;
    }
    Ok(())
}

/// Of a model that has a token for every byte, so that nothing is unknown to it.
fn spanned(tokenizer: &Tokenizer) -> Option<Span> {
    let ModelWrapper::BPE(model) = tokenizer.get_model() else { return None };
    let normalizer = serde_json::to_value(tokenizer.get_normalizer()).ok()?;
    let pre_tokenizer = serde_json::to_value(tokenizer.get_pre_tokenizer()).ok()?;
    let vocabulary = tokenizer.get_vocab(false);
    let has = |token: &str| vocabulary.contains_key(token);
    let affixed = model.continuing_subword_prefix.is_some() || model.end_of_word_suffix.is_some();
    let byte_level = span::has_byte_level(&pre_tokenizer);
    if affixed || !(is_whole(byte_level, has) && (byte_level || model.byte_fallback)) {
        return None;
    }
    let added = tokenizer.get_added_vocabulary().get_added_tokens_decoder();
    let added = added.values().map(|token| Added {
        content: &token.content,
        normalized: token.normalized,
        strips: token.lstrip || token.rstrip,
    });
    Span::new(&normalizer, &pre_tokenizer, vocabulary.keys().map(String::as_str), added)
}

fn caught<T>(call: impl FnOnce() -> tokenizers::Result<T>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(outcome) => outcome.map_err(|error| error.to_string()),
        Err(_) => Err("the tokenizer panicked".to_owned()),
    }
}

fn within(what: &'static str, value: usize, max: usize) -> Result<(), TextError> {
    if value <= max {
        return Ok(());
    }
    Err(TextError::TooMuch { file: "tokenizer.json", what, value, max })
}
