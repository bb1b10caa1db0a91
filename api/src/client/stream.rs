//! Answers that come in pieces: a chat, and the daemon's events.

use super::Error;
use super::connection::{Connection, Deadline, within};
use super::sse::SseReader;
use crate::event::Event;
use crate::openai::ChatChunk;
use http_body_util::BodyExt;
use hyper::body::Incoming;

/// A body of server-sent events, and the connection it comes over where nobody else keeps that.
#[derive(Debug)]
pub(super) struct Frames {
    body: Incoming,
    reader: SseReader,
    connection: Option<Connection>,
}

impl Frames {
    pub(super) fn new(body: Incoming) -> Self {
        Self { body, reader: SseReader::default(), connection: None }
    }

    /// The data of the next event; `None` at the end of the body. Dropping this future loses nothing.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, Error> {
        loop {
            let data = self.reader.next_data().map_err(|e| Error::Protocol(e.to_string()))?;
            if data.is_some() {
                return Ok(data);
            }
            match self.body.frame().await {
                Some(Ok(frame)) => {
                    if let Some(bytes) = frame.data_ref() {
                        self.reader.push(bytes);
                    }
                }
                Some(Err(e)) => return Err(Error::broken(&e)),
                None => return Ok(None),
            }
        }
    }
}

/// The chunks of one chat answer.
#[derive(Debug)]
pub struct ChatStream {
    frames: Frames,
    /// Until when the first chunk must be here.
    first: Option<Deadline>,
    done: bool,
}

impl ChatStream {
    pub(super) fn new(frames: Frames, first: Option<Deadline>) -> Self {
        Self { frames, first, done: false }
    }

    pub(super) fn owning(mut self, connection: Connection) -> Self {
        self.frames.connection = Some(connection);
        self
    }

    /// The next chunk; `None` after `[DONE]`. A body that ends without it is an error. Dropping this
    /// future loses nothing.
    pub async fn next(&mut self) -> Result<Option<ChatChunk<'static>>, Error> {
        if self.done {
            return Ok(None);
        }
        let chunk = within(self.first, next_chunk(&mut self.frames)).await?;
        self.first = None;
        self.done = chunk.is_none();
        Ok(chunk)
    }
}

async fn next_chunk(frames: &mut Frames) -> Result<Option<ChatChunk<'static>>, Error> {
    let Some(data) = frames.next().await? else {
        return Err(Error::Protocol("the answer ended without [DONE]".to_owned()));
    };
    if data != b"[DONE]" {
        return parse(&data).map(Some);
    }
    // The end of the body is read too, so that a kept connection is free for its next call.
    match frames.next().await? {
        None => Ok(None),
        Some(_) => Err(Error::Protocol("the answer went on after [DONE]".to_owned())),
    }
}

/// The daemon's events, as they happen.
#[derive(Debug)]
pub struct EventStream {
    frames: Frames,
}

impl EventStream {
    pub(super) fn new(frames: Frames) -> Self {
        Self { frames }
    }

    pub(super) fn owning(mut self, connection: Connection) -> Self {
        self.frames.connection = Some(connection);
        self
    }

    /// The next event; `None` once the daemon has ended the stream. Dropping this future loses
    /// nothing.
    pub async fn next(&mut self) -> Result<Option<Event>, Error> {
        match self.frames.next().await? {
            Some(data) => parse(&data).map(Some),
            None => Ok(None),
        }
    }
}

fn parse<T: serde::de::DeserializeOwned>(data: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(data).map_err(|e| {
        Error::from_event(data)
            .unwrap_or_else(|| Error::Protocol(format!("an event is not understood: {e}")))
    })
}
