//! Server-sent events as the load generator needs them: split, and told apart without parsing JSON
//! for each token, so that the client's own cost stays small.

use anyhow::{Context, Result, bail};
use serde::Deserialize;

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// Carries text: one per generated token.
    Token,
    /// Carries the usage: how many tokens the server says it has generated.
    Usage {
        completion_tokens: u64,
    },
    Done,
    /// A role, an end, a keep-alive comment.
    Other,
}

impl Event {
    fn parse(event: &[u8]) -> Result<Self> {
        const TEXT: &[u8] = b"\"content\":\"";
        if find(event, TEXT).is_some_and(|at| event.get(at + TEXT.len()) != Some(&b'"')) {
            return Ok(Self::Token);
        }
        if find(event, b"\"error\":").is_some() {
            bail!("error in the stream: {}", String::from_utf8_lossy(event));
        }
        let Some(data) = event.strip_prefix(b"data: ") else { return Ok(Self::Other) };
        if data == b"[DONE]" {
            return Ok(Self::Done);
        }
        let chunk: Chunk = serde_json::from_slice(data)
            .with_context(|| format!("not a chunk: {}", String::from_utf8_lossy(data)))?;
        Ok(chunk.usage.map_or(Self::Other, |usage| Self::Usage {
            completion_tokens: usage.completion_tokens,
        }))
    }
}

#[derive(Deserialize)]
struct Chunk {
    usage: Option<Usage>,
}

#[derive(Deserialize)]
struct Usage {
    completion_tokens: u64,
}

/// Cuts a byte stream into events, however it was split on the way.
#[derive(Debug, Default)]
pub(crate) struct Splitter {
    rest: Vec<u8>,
}

impl Splitter {
    pub(crate) fn push(&mut self, data: &[u8], mut on: impl FnMut(Event)) -> Result<()> {
        self.rest.extend_from_slice(data);
        let mut start = 0;
        while let Some(length) = find(&self.rest[start..], b"\n\n") {
            on(Event::parse(&self.rest[start..start + length])?);
            start += length + 2;
        }
        self.rest.drain(..start);
        Ok(())
    }
}

/// Each event with its blank line, for a peer that sends them one by one.
pub(crate) fn split(mut stream: &str) -> Vec<String> {
    let mut events = Vec::new();
    while let Some(length) = stream.find("\n\n") {
        let (event, rest) = stream.split_at(length + 2);
        events.push(event.to_owned());
        stream = rest;
    }
    events
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREAM: &str = concat!(
        "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"1\"}}]}\n\n",
        ": keep-alive\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\" \"}}]}\n\n",
        "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}]}\n\n",
        "data: {\"choices\":[],\"usage\":{\"completion_tokens\":2}}\n\n",
        "data: [DONE]\n\n",
    );

    #[test]
    fn any_split_gives_the_same_events() {
        for size in [1, 7, STREAM.len()] {
            let mut splitter = Splitter::default();
            let mut events = Vec::new();
            for part in STREAM.as_bytes().chunks(size) {
                splitter.push(part, |event| events.push(event)).unwrap();
            }
            let usage = Event::Usage { completion_tokens: 2 };
            use Event::{Done, Other, Token};
            assert_eq!(events, [Other, Token, Other, Token, Other, usage, Done], "split {size}");
        }
    }

    #[test]
    fn an_error_event_is_an_error() {
        let event = b"data: {\"error\":{\"code\":\"worker_lost\"}}\n\n";
        let error = Splitter::default().push(event, |_| ()).unwrap_err();
        assert!(error.to_string().contains("worker_lost"), "{error}");
    }

    #[test]
    fn split_keeps_every_byte() {
        assert_eq!(split(STREAM).len(), 7);
        assert_eq!(split(STREAM).concat(), STREAM);
    }
}
