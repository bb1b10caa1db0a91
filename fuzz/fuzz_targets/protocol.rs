//! What a worker and edged send each other, as bytes in pieces: the first byte says how large those are. Both
//! directions read the same bytes.

#![no_main]

use edge_api::frame::{self, Decoder, FRAME_BYTES_MAX, FrameError};
use edge_api::worker::{FromWorker, Output, ToWorker};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

const HEADER_BYTES: usize = 4;
/// Each takes two calls of the kernel.
const PIECES_MAX: usize = 64;

libfuzzer_sys::fuzz_target!(|file: &[u8]| {
    let Some((piece, stream)) = file.split_first() else { return };
    let piece = 1 + usize::from(*piece);

    let (to_worker, end) = read::<ToWorker>(stream, piece);
    let piece_on_link = piece.max(stream.len() / PIECES_MAX);
    let (received, all) = edge_engine::fuzzing::received(stream, piece_on_link);
    assert_eq!(encoded(&received), encoded(&to_worker), "the worker's link reads something else");
    assert_eq!(all, end == End::Waits, "the worker's link ends differently");

    let (from_worker, _) = read::<FromWorker>(stream, piece);
    for message in from_worker {
        let planted = matches!(&message, FromWorker::Step { outputs, .. } if is_planted(outputs));
        assert!(!(cfg!(feature = "planted") && planted), "the planted bug was found");
        edged::fuzzing::shown(message);
    }
});

/// No seed is like this: a row ends with fewer tokens than it had.
fn is_planted(outputs: &[Output]) -> bool {
    let ends = outputs.iter().filter_map(|output| Some((output.finish?, output.tokens)));
    ends.into_iter().any(|(finish, tokens)| finish.completion_tokens < u32::from(tokens))
}

/// How a conversation ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// More bytes may make another message.
    Waits,
    TooLong,
    /// A whole frame is no message.
    Broken,
}

/// All messages; in pieces they are the same as at once.
fn read<T: Serialize + DeserializeOwned + Debug>(stream: &[u8], piece: usize) -> (Vec<T>, End) {
    let (messages, end) = decode::<T>(stream, piece);
    let (at_once, end_at_once) = decode::<T>(stream, stream.len().max(1));
    assert_eq!((encoded(&messages), end), (encoded(&at_once), end_at_once), "pieces matter");

    let (mut frames, framed_end) = framed(stream);
    if end == End::Broken {
        assert!(frames.len() > messages.len(), "no frame was broken");
        frames.truncate(messages.len());
    } else {
        assert_eq!(end, framed_end);
    }
    assert_eq!(frames.len(), messages.len(), "a frame is not a message");
    for (frame, message) in frames.into_iter().zip(&messages) {
        let written = encoded([message]);
        assert!(written[0].len() <= HEADER_BYTES + frame.len(), "{message:?} has grown");
        let (again, end) = decode::<T>(&written[0], written[0].len());
        assert_eq!(end, End::Waits, "{message:?} is written and is no message");
        assert_eq!(encoded(&again), written, "{message:?} is written as something else");
    }
    (messages, end)
}

fn decode<T: DeserializeOwned>(stream: &[u8], piece: usize) -> (Vec<T>, End) {
    let (mut decoder, mut messages) = (Decoder::default(), Vec::new());
    for piece in stream.chunks(piece) {
        decoder.push(piece);
        loop {
            match decoder.next_message() {
                Ok(Some(message)) => messages.push(message),
                Ok(None) => break,
                Err(FrameError::TooLong { .. }) => return (messages, End::TooLong),
                Err(FrameError::Malformed(_) | FrameError::Trailing { .. }) => {
                    return (messages, End::Broken);
                }
            }
        }
    }
    (messages, End::Waits)
}

/// What the frames are, whatever is in them.
fn framed(mut stream: &[u8]) -> (Vec<&[u8]>, End) {
    let mut frames = Vec::new();
    while let Some((header, rest)) = stream.split_first_chunk::<HEADER_BYTES>() {
        let len = u32::from_le_bytes(*header) as usize;
        if len > FRAME_BYTES_MAX {
            return (frames, End::TooLong);
        }
        let Some((frame, rest)) = rest.split_at_checked(len) else { break };
        frames.push(frame);
        stream = rest;
    }
    (frames, End::Waits)
}

/// Each as a frame: two messages with a NaN in them are the same if they are written alike.
fn encoded<'m, T: Serialize + 'm>(messages: impl IntoIterator<Item = &'m T>) -> Vec<Vec<u8>> {
    let frame = |message| {
        let mut bytes = Vec::new();
        frame::encode(message, &mut bytes).expect("what was read can be written");
        bytes
    };
    messages.into_iter().map(frame).collect()
}
