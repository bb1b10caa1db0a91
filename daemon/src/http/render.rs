//! Answers as OpenAI's clients know them: chunks for a stream, or one object.

use crate::ops::Meta;
use edge_api::edge::EdgeAnswer;
use edge_api::openai::{
    AnswerMessage, ChatChoice, ChatChunk, ChatCompletion, ChatLogprob, ChatLogprobs, ChunkChoice,
    Completion, CompletionChoice, CompletionLogprobs, Delta, FinishReason, TopLogprob, Usage,
};
use edge_api::worker::{self, TokenDetail, TokenProb};
use serde::Serialize;
use std::borrow::Cow;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Endpoint {
    Chat,
    Completion,
}

impl Endpoint {
    pub(super) fn name(self) -> &'static str {
        match self {
            Endpoint::Chat => "chat",
            Endpoint::Completion => "completion",
        }
    }
}

/// Renders one call's answer.
#[derive(Debug)]
pub(super) struct Renderer {
    endpoint: Endpoint,
    id: String,
    model: String,
    created: u64,
    token_ids: bool,
    logprobs: bool,
    echo: Option<String>,
    /// Where each choice's text has got to, for `text_offset`.
    offsets: Vec<usize>,
}

/// One choice's whole answer.
#[derive(Debug, Default)]
pub(super) struct Whole {
    pub(super) text: String,
    pub(super) details: Vec<TokenDetail>,
    pub(super) finish: Option<worker::FinishReason>,
}

/// A part of a choice on its way to a chunk.
#[derive(Default)]
struct Piece<'a> {
    role: Option<&'a str>,
    text: Option<&'a str>,
    details: &'a [TokenDetail],
    finish: Option<FinishReason>,
}

impl Renderer {
    pub(super) fn new(endpoint: Endpoint, meta: &Meta) -> Self {
        let prefix = match endpoint {
            Endpoint::Chat => "chatcmpl-",
            Endpoint::Completion => "cmpl-",
        };
        Self {
            endpoint,
            id: format!("{prefix}{}", meta.id),
            model: meta.model.clone(),
            created: meta.created,
            token_ids: meta.return_tokens,
            logprobs: meta.logprobs,
            echo: meta.echo.clone(),
            offsets: vec![0; usize::from(meta.choices)],
        }
    }

    /// What opens a choice's stream: its role, or the prompt it repeats.
    pub(super) fn open(&mut self, choice: u16, out: &mut Vec<u8>) {
        match self.endpoint {
            Endpoint::Chat => {
                let piece = Piece { role: Some("assistant"), text: Some(""), ..Piece::default() };
                self.chunk(choice, &piece, None, out);
            }
            Endpoint::Completion => {
                if let Some(echo) = self.echo.take() {
                    let piece = Piece { text: Some(&echo), ..Piece::default() };
                    self.chunk(choice, &piece, None, out);
                    self.echo = Some(echo);
                }
            }
        }
    }

    pub(super) fn text(
        &mut self,
        choice: u16,
        text: &str,
        details: &[TokenDetail],
        out: &mut Vec<u8>,
    ) {
        let piece = Piece { text: Some(text), details, ..Piece::default() };
        self.chunk(choice, &piece, None, out);
    }

    pub(super) fn finish(
        &mut self,
        choice: u16,
        reason: worker::FinishReason,
        edge: Option<EdgeAnswer>,
        out: &mut Vec<u8>,
    ) {
        let piece = Piece { finish: Some(finish_reason(reason)), ..Piece::default() };
        self.chunk(choice, &piece, edge, out);
    }

    /// The chunk without choices that carries the usage.
    pub(super) fn usage(&self, usage: Usage, edge: EdgeAnswer, out: &mut Vec<u8>) {
        match self.endpoint {
            Endpoint::Chat => event(&self.chat_chunk(Vec::new(), Some(usage), Some(edge)), out),
            Endpoint::Completion => {
                event(&self.completion(Vec::new(), Some(usage), Some(edge)), out);
            }
        }
    }

    fn chunk(
        &mut self,
        choice: u16,
        piece: &Piece<'_>,
        edge: Option<EdgeAnswer>,
        out: &mut Vec<u8>,
    ) {
        match self.endpoint {
            Endpoint::Chat => {
                let choice = ChunkChoice {
                    index: choice,
                    delta: Delta {
                        role: piece.role.map(Cow::Borrowed),
                        content: piece.text.map(Cow::Borrowed),
                    },
                    logprobs: self.chat_logprobs(piece.details),
                    finish_reason: piece.finish,
                    token_ids: self.token_ids(piece.details),
                };
                event(&self.chat_chunk(vec![choice], None, edge), out);
            }
            Endpoint::Completion => {
                let text = piece.text.unwrap_or_default();
                let choice = CompletionChoice {
                    index: choice,
                    text: Cow::Borrowed(text),
                    logprobs: self.completion_logprobs(choice, text, piece.details),
                    finish_reason: piece.finish,
                    token_ids: self.token_ids(piece.details),
                };
                event(&self.completion(vec![choice], None, edge), out);
            }
        }
    }

    fn chat_chunk<'a>(
        &'a self,
        choices: Vec<ChunkChoice<'a>>,
        usage: Option<Usage>,
        edge: Option<EdgeAnswer>,
    ) -> ChatChunk<'a> {
        ChatChunk {
            id: Cow::Borrowed(&self.id),
            object: Cow::Borrowed("chat.completion.chunk"),
            created: self.created,
            model: Cow::Borrowed(&self.model),
            choices,
            usage,
            edge,
        }
    }

    fn completion<'a>(
        &'a self,
        choices: Vec<CompletionChoice<'a>>,
        usage: Option<Usage>,
        edge: Option<EdgeAnswer>,
    ) -> Completion<'a> {
        Completion {
            id: Cow::Borrowed(&self.id),
            object: Cow::Borrowed("text_completion"),
            created: self.created,
            model: Cow::Borrowed(&self.model),
            choices,
            usage,
            edge,
        }
    }

    /// The answer in one object.
    pub(super) fn whole(&mut self, choices: Vec<Whole>, usage: Usage, edge: EdgeAnswer) -> Vec<u8> {
        let rendered = match self.endpoint {
            Endpoint::Chat => {
                let choices = (0u16..).zip(choices).map(|(index, whole)| ChatChoice {
                    index,
                    logprobs: self.chat_logprobs(&whole.details),
                    token_ids: self.token_ids(&whole.details),
                    finish_reason: finish_reason(
                        whole.finish.unwrap_or(worker::FinishReason::Length),
                    ),
                    message: AnswerMessage {
                        role: "assistant".to_owned(),
                        content: whole.text,
                        refusal: None,
                    },
                });
                serde_json::to_vec(&ChatCompletion {
                    choices: choices.collect(),
                    id: self.id.clone(),
                    object: "chat.completion".to_owned(),
                    created: self.created,
                    model: self.model.clone(),
                    usage,
                    edge,
                })
            }
            Endpoint::Completion => {
                let echo = self.echo.clone().unwrap_or_default();
                let choices: Vec<CompletionChoice<'_>> = (0u16..)
                    .zip(choices)
                    .map(|(index, whole)| CompletionChoice {
                        index,
                        logprobs: self.completion_logprobs(index, &whole.text, &whole.details),
                        token_ids: self.token_ids(&whole.details),
                        finish_reason: whole.finish.map(finish_reason),
                        text: Cow::Owned(format!("{echo}{}", whole.text)),
                    })
                    .collect();
                serde_json::to_vec(&self.completion(choices, Some(usage), Some(edge)))
            }
        };
        rendered.expect("an answer is plain data")
    }

    fn token_ids(&self, details: &[TokenDetail]) -> Option<Vec<u32>> {
        self.token_ids.then(|| details.iter().map(|detail| detail.id).collect())
    }

    fn chat_logprobs(&self, details: &[TokenDetail]) -> Option<ChatLogprobs> {
        self.logprobs.then(|| {
            let given = details.iter().filter_map(|detail| detail.logprob.as_ref());
            let content = given.map(|given| ChatLogprob {
                token: token_text(&given.chosen),
                logprob: given.chosen.logprob,
                bytes: given.chosen.bytes.clone(),
                top_logprobs: (given.top.iter())
                    .map(|top| TopLogprob {
                        token: token_text(top),
                        logprob: top.logprob,
                        bytes: top.bytes.clone(),
                    })
                    .collect(),
            });
            ChatLogprobs { content: content.collect() }
        })
    }

    fn completion_logprobs(
        &mut self,
        choice: u16,
        text: &str,
        details: &[TokenDetail],
    ) -> Option<CompletionLogprobs> {
        if !self.logprobs {
            return None;
        }
        let offset = &mut self.offsets[usize::from(choice)];
        let mut logprobs = CompletionLogprobs::default();
        let mut at = *offset;
        for given in details.iter().filter_map(|detail| detail.logprob.as_ref()) {
            logprobs.tokens.push(token_text(&given.chosen));
            logprobs.token_logprobs.push(given.chosen.logprob);
            // Where two tokens read alike, the likelier one stays.
            let top = given.top.iter().rev().map(|top| (token_text(top), top.logprob));
            logprobs.top_logprobs.push(top.collect());
            logprobs.text_offset.push(at);
            at += token_text(&given.chosen).chars().count();
        }
        *offset += text.chars().count();
        Some(logprobs)
    }
}

fn token_text(token: &TokenProb) -> String {
    String::from_utf8_lossy(&token.bytes).into_owned()
}

fn finish_reason(reason: worker::FinishReason) -> FinishReason {
    match reason {
        worker::FinishReason::Stop => FinishReason::Stop,
        worker::FinishReason::Length => FinishReason::Length,
    }
}

/// One SSE event.
fn event<T: Serialize>(data: &T, out: &mut Vec<u8>) {
    out.extend_from_slice(b"data: ");
    serde_json::to_writer(&mut *out, data).expect("a chunk is plain data");
    out.extend_from_slice(b"\n\n");
}
