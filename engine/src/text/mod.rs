//! Between text and tokens: a model's tokenizer and its chat template, made from bytes that somebody else
//! read. `tokens` is the tokenizer, `template` the chat template, `python` and `date` what templates expect
//! of the language they were written for, `guard` what keeps a caller's words from becoming control tokens,
//! `bytes` what each token stands for in an answer, `span` how much of a prompt it can stand for.
//!
//! Nothing here opens a file, and no text and no file makes it panic.

mod bytes;
mod date;
mod guard;
mod python;
mod span;
mod template;
mod tokens;

#[cfg(test)]
mod tests;

pub(crate) use tokens::Declared;

use bytes::TokenBytes;
use edge_api::worker::{ChatTurn, Prompt, Refusal};
use guard::Guard;
use std::borrow::Cow;
use std::time::SystemTime;
use template::{Message, Template};
use tokens::Tokens;

/// Each costs an encoding of its own.
const BREAKS_MAX: usize = 4096;

/// Whoever chooses a role must not choose a control token with it: templates build those from roles.
const ROLES: [&str; 5] = ["system", "developer", "user", "assistant", "tool"];

#[derive(Debug, thiserror::Error)]
pub(crate) enum TextError {
    #[error("tokenizer.json is not a usable tokenizer: {reason}")]
    Tokenizer { reason: String },
    #[error("tokenizer.json: the decoder is not supported: {reason}")]
    Decoder { reason: String },
    #[error(
        "tokenizer.json: token {token:?} has id {id}, the model's vocabulary ends at {vocabulary}"
    )]
    Vocabulary { token: String, id: u32, vocabulary: u32 },
    #[error("{file}: {what}: {value}, at most {max} are allowed")]
    TooMuch { file: &'static str, what: &'static str, value: usize, max: usize },
    #[error("chat template, line {line}: {reason}")]
    Template { line: usize, reason: String },
}

/// What a folder's files say about text.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    /// The bytes of `tokenizer.json`.
    pub(crate) tokenizer: Vec<u8>,
    pub(crate) template: Option<String>,
    /// `bos_token` and the like, for the template.
    pub(crate) names: Vec<(String, String)>,
    pub(crate) declared: Vec<Declared>,
}

#[derive(Debug)]
pub(crate) struct Text {
    tokens: Tokens,
    bytes: TokenBytes,
    template: Option<Template>,
    guard: Guard,
    /// How many tokens a prompt may choose from: the tokenizer's, until `fit` says the model's.
    vocabulary: u32,
    context_tokens: u32,
    /// The ids that `guard` protects, in order.
    controls: Vec<u32>,
}

impl Text {
    pub(crate) fn open(parts: Parts) -> Result<Self, TextError> {
        let tokens = Tokens::open(&parts.tokenizer, &parts.declared)?;
        let template = match parts.template {
            Some(source) => Some(Template::new(&source, parts.names)?),
            None => None,
        };
        let mut this = Self {
            bytes: tokens.bytes()?,
            template,
            guard: Guard::new(Vec::new())?,
            vocabulary: tokens.count(),
            context_tokens: u32::MAX,
            controls: Vec::new(),
            tokens,
        };
        this.protect(&[])?;
        Ok(this)
    }

    /// Says how many tokens the model knows. A tokenizer may know fewer; one whose own vocabulary is larger
    /// belongs to another model. Only added tokens may lie beyond (Gemma 3 of 1B comes with one for
    /// images): a prompt that has one is refused.
    pub(crate) fn fit(&mut self, vocabulary: u32) -> Result<(), TextError> {
        if let Some((token, id)) = self.tokens.beyond(vocabulary) {
            return Err(TextError::Vocabulary { token, id, vocabulary });
        }
        self.vocabulary = vocabulary;
        Ok(())
    }

    /// Adds these end tokens to those that no caller can write: all special ones.
    pub(crate) fn protect(&mut self, ends: &[u32]) -> Result<(), TextError> {
        let ends = ends.iter().filter_map(|id| self.tokens.content(*id));
        let texts: Vec<String> = self.tokens.specials().into_iter().chain(ends).collect();
        self.controls = texts.iter().filter_map(|token| self.tokens.id(token)).collect();
        self.controls.sort_unstable();
        self.controls.dedup();
        self.guard = Guard::new(texts)?;
        Ok(())
    }

    /// Says how many tokens a prompt may have. One that must have more is refused before it is encoded; of
    /// others only their encoding tells.
    pub(crate) fn limit(&mut self, context_tokens: u32) {
        self.context_tokens = context_tokens;
    }

    pub(crate) fn has_chat(&self) -> bool {
        self.template.is_some()
    }

    pub(crate) fn token_id(&self, token: &str) -> Option<u32> {
        self.tokens.id(token)
    }

    pub(crate) fn special_token_id(&self, token: &str) -> Option<u32> {
        self.tokens.special_id(token)
    }

    /// What a token adds to an answer; nothing if it is special or unknown.
    pub(crate) fn token_bytes(&self, token: u32) -> &[u8] {
        self.bytes.of(token)
    }

    /// The same for the first token of an answer that `token_bytes` gives any bytes for: with some
    /// tokenizers it begins with a blank that is not part of the answer.
    pub(crate) fn first_token_bytes(&self, token: u32) -> &[u8] {
        self.bytes.of_first(token)
    }

    pub(crate) fn encode(&self, prompt: &Prompt) -> Result<Vec<u32>, Refusal> {
        self.encode_at(prompt, SystemTime::now())
    }

    fn encode_at(&self, prompt: &Prompt, now: SystemTime) -> Result<Vec<u32>, Refusal> {
        let ids = match prompt {
            Prompt::Chat(turns) => self.encode_chat(turns, now)?,
            Prompt::Text(text) => {
                self.check_length([text.as_str()].into_iter())?;
                self.tokens.encode(text, true).map_err(untaken)?
            }
            Prompt::Tokens(ids) => ids.clone(),
        };
        let vocabulary = self.vocabulary;
        match ids.iter().find(|id| **id >= vocabulary) {
            Some(&token) => Err(Refusal::TokenOutOfRange { token, vocabulary }),
            None => Ok(ids),
        }
    }

    fn encode_chat(&self, turns: &[ChatTurn], now: SystemTime) -> Result<Vec<u32>, Refusal> {
        let template = self.template.as_ref().ok_or(Refusal::NoChat)?;
        let rendered = self.render(template, turns, now)?;
        let mark = rendered.mark;
        if rendered.text.matches(mark).count() > BREAKS_MAX {
            return Err(refused(format!(
                "the messages hold the text of more than {BREAKS_MAX} control tokens"
            )));
        }
        self.check_length(rendered.text.split(mark))?;
        if self.tokens.rewrites() {
            self.check_rewritten(turns, mark)?;
        }
        let mut pieces = rendered.text.split(mark);
        let mut ids =
            self.tokens.encode(pieces.next().unwrap_or_default(), false).map_err(untaken)?;
        for piece in pieces.filter(|piece| !piece.is_empty()) {
            ids.extend(self.tokens.encode_inner(piece).map_err(untaken)?);
        }
        Ok(ids)
    }

    fn check_length<'a>(&self, pieces: impl Iterator<Item = &'a str>) -> Result<(), Refusal> {
        self.check_count(self.tokens.count_min(pieces))
    }

    fn check_count(&self, tokens_min: usize) -> Result<(), Refusal> {
        let prompt_tokens = u32::try_from(tokens_min).unwrap_or(u32::MAX);
        let context_tokens = self.context_tokens;
        if prompt_tokens <= context_tokens {
            return Ok(());
        }
        Err(Refusal::ContextLength { prompt_tokens, tokens_max: None, context_tokens })
    }

    fn render(
        &self,
        template: &Template,
        turns: &[ChatTurn],
        now: SystemTime,
    ) -> Result<Rendered, Refusal> {
        if let Some(turn) = turns.iter().find(|turn| !ROLES.contains(&turn.role.as_str())) {
            let role = turn.role.chars().take(64).collect::<String>();
            return Err(refused(format!("the role `{role}` is none of {}", ROLES.join(", "))));
        }
        let contents = turns.iter().map(|turn| turn.content.as_str());
        let mark = guard::free_mark(contents.clone())
            .ok_or_else(|| refused("the messages use every noncharacter of Unicode"))?;
        let broken: Vec<Cow<'_, str>> =
            contents.clone().map(|text| self.guard.broken(text, mark)).collect();
        if let Some(single) = broken.iter().find_map(|text| self.guard.unbreakable(text)) {
            let code = u32::from(single);
            return Err(refused(format!("U+{code:04X} is a control token of this model")));
        }

        let render = |contents: &[Cow<'_, str>]| {
            let messages: Vec<Message<'_>> = turns
                .iter()
                .zip(contents)
                .map(|(turn, content)| Message { role: &turn.role, content })
                .collect();
            template.render(&messages, now).map_err(refused)
        };
        let text = render(&broken)?;
        let edged: Vec<Option<String>> =
            broken.iter().map(|text| self.guard.edged(text, mark)).collect();
        if edged.iter().all(Option::is_none) {
            return Ok(Rendered { text, mark });
        }
        // A message begins or ends like a control token does. If the template puts the rest beside it,
        // there are fewer of them once they are kept apart.
        let apart: Vec<Cow<'_, str>> = edged
            .into_iter()
            .zip(broken)
            .map(|(edged, broken)| edged.map_or(broken, Cow::Owned))
            .collect();
        let apart = render(&apart)?;
        let same = self.guard.count(&apart) == self.guard.count(&text);
        Ok(Rendered { text: if same { text } else { apart }, mark })
    }

    /// Refuses what the tokenizer makes a control token of.
    fn check_rewritten(&self, turns: &[ChatTurn], mark: char) -> Result<(), Refusal> {
        // A template leaves out what it likes, so the bound on the prompt says nothing of all messages.
        let contents = turns.iter().map(|turn| turn.content.as_str());
        self.check_count(self.tokens.count_crude(contents.clone()))?;
        let unknown = self.tokens.unknown();
        for content in contents {
            for piece in self.guard.broken(content, mark).split(mark) {
                let ids = self.tokens.encode(piece, false).map_err(untaken)?;
                let control =
                    |id: &&u32| self.controls.binary_search(id).is_ok() && !unknown.contains(id);
                if let Some(id) = ids.iter().find(control) {
                    let token = self.tokens.content(*id).unwrap_or_default();
                    return Err(refused(format!("a message becomes the control token `{token}`")));
                }
            }
        }
        Ok(())
    }
}

/// A conversation as text, with `mark` where it is to be cut.
#[derive(Debug)]
struct Rendered {
    text: String,
    mark: char,
}

fn refused(reason: impl Into<String>) -> Refusal {
    Refusal::Template { reason: reason.into() }
}

fn untaken(reason: String) -> Refusal {
    refused(format!("the tokenizer does not take this text: {reason}"))
}
