//! A streamed answer: one SSE event per token, several to a write where they come faster than they are
//! sent. The end is held back until the ledger has the call.

use super::body::Share;
use super::error;
use super::render::Renderer;
use crate::ops::{RunningCall, SILENCE_MAX, usage};
use crate::workers::{Ended, Update};
use axum::body::{Body, Bytes};
use axum::response::Response;
use edge_api::error::ApiError;
use edge_api::worker::{FinishReason, Output};
use http::{HeaderValue, header};
use http_body::Frame;
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::sync::Notify;
use tokio::time::{Instant, Sleep};

/// Enough for one write; a slow reader must not make us collect the whole answer.
const WRITE_BYTES: usize = 16 * 1024;
/// A comment, which clients pass over.
const KEEP_ALIVE: &[u8] = b": keep-alive\n\n";

/// `share` is the request's part of the memory for bodies, kept while its prompt is.
pub(super) fn respond(
    call: RunningCall,
    renderer: Renderer,
    close: Arc<Notify>,
    share: Option<Share>,
) -> Response {
    let choices_open = call.meta.choices;
    let mut out = Vec::with_capacity(512);
    if !call.started {
        // It has waited in silence for as long as a stream may.
        out.extend_from_slice(KEEP_ALIVE);
    }
    let stream = Stream {
        call,
        renderer,
        close,
        share,
        out,
        opened: 0,
        choices_open,
        last_finish: None,
        state: State::Running,
        last_write: Instant::now(),
        silence: Box::pin(tokio::time::sleep(SILENCE_MAX)),
    };
    let mut response = Response::new(Body::new(stream));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

struct Stream {
    call: RunningCall,
    renderer: Renderer,
    close: Arc<Notify>,
    share: Option<Share>,
    /// Rendered and not yet sent.
    out: Vec<u8>,
    /// Choices whose beginning is rendered.
    opened: u16,
    choices_open: u16,
    /// The end of the choice that ends last: it goes out with the end of the call.
    last_finish: Option<(u16, FinishReason)>,
    state: State,
    last_write: Instant,
    silence: Pin<Box<Sleep>>,
}

enum State {
    Running,
    /// Waits for the ledger.
    Ending(Box<Ended>),
    Done,
}

impl Stream {
    fn on_output(&mut self, output: &Output) {
        if !output.text.is_empty() || !output.details.is_empty() {
            self.renderer.text(output.choice, &output.text, &output.details, &mut self.out);
        }
        if let Some(finish) = output.finish {
            self.choices_open -= 1;
            if self.choices_open == 0 {
                self.last_finish = Some((output.choice, finish.reason));
            } else {
                self.renderer.finish(output.choice, finish.reason, None, &mut self.out);
            }
        }
    }

    /// Renders all there is to render now. `Pending` means that more will come.
    fn poll_render(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        while self.out.len() < WRITE_BYTES {
            if self.opened < self.call.meta.choices {
                self.renderer.open(self.opened, &mut self.out);
                self.opened += 1;
                continue;
            }
            match &mut self.state {
                State::Running => match std::task::ready!(self.call.poll_next(cx)) {
                    Update::Started if self.call.meta.echo.is_none() => self.share = None,
                    Update::Started => {}
                    Update::Output(output) => self.on_output(&output),
                    Update::Ended(ended) => self.state = State::Ending(ended),
                },
                State::Ending(ended) => {
                    let ledger = std::task::ready!(ended.receipt.poll(cx));
                    let State::Ending(ended) = std::mem::replace(&mut self.state, State::Done)
                    else {
                        unreachable!("it was ending a line ago");
                    };
                    match &ended.result {
                        Ok(()) => self.end(&ended, ledger),
                        Err(error) => self.fail(error.clone()),
                    }
                }
                State::Done => return Poll::Ready(()),
            }
        }
        Poll::Ready(())
    }

    fn end(&mut self, ended: &Ended, ledger: edge_api::edge::LedgerState) {
        let edge = self.call.edge(ended, ledger);
        let with_usage = self.call.meta.include_usage;
        if let Some((choice, reason)) = self.last_finish {
            let last = (!with_usage).then(|| edge.clone());
            self.renderer.finish(choice, reason, last, &mut self.out);
        }
        if with_usage {
            self.renderer.usage(usage(ended), edge, &mut self.out);
        }
        self.out.extend_from_slice(b"data: [DONE]\n\n");
    }

    /// The client learns of it in the stream; the missing `[DONE]` and the closed connection say the same.
    fn fail(&mut self, mut failure: ApiError) {
        failure.request_id = Some(self.call.meta.id.clone());
        error::log(&failure);
        self.out.extend_from_slice(b"data: ");
        self.out.extend_from_slice(&error::envelope(failure));
        self.out.extend_from_slice(b"\n\n");
        self.close.notify_one();
    }

    fn poll_silence(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        while self.silence.as_mut().poll(cx).is_ready() {
            let due = self.last_write + SILENCE_MAX;
            if due <= Instant::now() {
                self.out.extend_from_slice(KEEP_ALIVE);
                self.silence.as_mut().reset(Instant::now() + SILENCE_MAX);
                return Poll::Ready(());
            }
            self.silence.as_mut().reset(due);
        }
        Poll::Pending
    }
}

impl http_body::Body for Stream {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let this = self.get_mut();
        let rendered = this.poll_render(cx);
        if this.out.is_empty() {
            match rendered {
                Poll::Ready(()) => return Poll::Ready(None),
                Poll::Pending => std::task::ready!(this.poll_silence(cx)),
            }
        }
        this.last_write = Instant::now();
        let bytes = Bytes::copy_from_slice(&this.out);
        this.out.clear();
        Poll::Ready(Some(Ok(Frame::data(bytes))))
    }
}
