//! A whole answer: collected, written to the ledger, then sent. What it holds in memory is counted until
//! the client has it.

use super::body::Share;
use super::render::{Renderer, Whole};
use crate::ops::{RunningCall, usage};
use crate::workers::Reservation;
use axum::body::{Body, Bytes};
use axum::response::Response;
use edge_api::error::ApiError;
use http::{HeaderValue, header};
use http_body::{Frame, SizeHint};
use http_body_util::Full;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

/// If the client leaves while this waits, it is dropped, and the call with it. `_share` is the request's
/// part of the memory for bodies, kept while its prompt is.
pub(super) async fn respond(
    mut call: RunningCall,
    mut renderer: Renderer,
    _share: Option<Share>,
) -> Result<Response, ApiError> {
    let mut choices: Vec<Whole> = (0..call.meta.choices).map(|_| Whole::default()).collect();
    let collected = call.collect(|output| {
        let Some(choice) = choices.get_mut(usize::from(output.choice)) else { return };
        choice.text.push_str(&output.text);
        choice.details.extend(output.details);
        choice.finish = output.finish.map(|finish| finish.reason).or(choice.finish);
    });
    let (mut ended, mut reservation) = collected.await;
    let ledger = ended.receipt.state().await;
    if let Err(error) = &ended.result {
        return Err(error.clone());
    }
    let bytes = renderer.whole(choices, usage(&ended), call.edge(&ended, ledger));
    reservation.iter_mut().for_each(|reservation| reservation.settle_at(bytes.len()));
    let body = Counted { body: Full::from(bytes), _reservation: reservation };
    let mut response = Response::new(Body::new(body));
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    Ok(response)
}

/// A body whose bytes stay counted until it is sent.
struct Counted {
    body: Full<Bytes>,
    _reservation: Option<Reservation>,
}

impl http_body::Body for Counted {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
