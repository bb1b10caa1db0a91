//! Frames on the socketpair between `edged` and a worker: a little-endian `u32` length, then that many
//! bytes of postcard. A longer frame than `FRAME_BYTES_MAX` is refused before a byte of it is kept.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A frame carries at most one prompt; a request body is at most 4 MiB by default, 15 MiB by setting.
pub const FRAME_BYTES_MAX: usize = 16 * 1024 * 1024;

const HEADER_BYTES: usize = 4;

#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    #[error("frame of {len} bytes exceeds the limit of {FRAME_BYTES_MAX}")]
    TooLong { len: usize },
    #[error("frame has {len} bytes behind its message")]
    Trailing { len: usize },
    #[error("frame is not a valid message")]
    Malformed(#[from] postcard::Error),
}

/// Appends one frame to `out`, which stays as it was on error.
pub fn encode<T: Serialize>(message: &T, out: &mut Vec<u8>) -> Result<(), FrameError> {
    let start = out.len();
    out.extend_from_slice(&[0; HEADER_BYTES]);
    if let Err(error) = postcard::to_io(message, &mut *out) {
        out.truncate(start);
        return Err(error.into());
    }
    let len = out.len() - start - HEADER_BYTES;
    match u32::try_from(len) {
        Ok(header) if len <= FRAME_BYTES_MAX => {
            out[start..start + HEADER_BYTES].copy_from_slice(&header.to_le_bytes());
            Ok(())
        }
        _ => {
            out.truncate(start);
            Err(FrameError::TooLong { len })
        }
    }
}

/// Collects bytes as they arrive and gives back whole messages.
#[derive(Debug, Default)]
pub struct Decoder {
    buffer: Vec<u8>,
    read_at: usize,
}

impl Decoder {
    /// Takes what was read; after each push ask `next_message` until it has no more.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.read_at == self.buffer.len() {
            self.buffer.clear();
            self.read_at = 0;
        } else if self.read_at > 64 * 1024 {
            self.buffer.drain(..self.read_at);
            self.read_at = 0;
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// The next whole message, `None` when more bytes are needed.
    pub fn next_message<T: DeserializeOwned>(&mut self) -> Result<Option<T>, FrameError> {
        let rest = &self.buffer[self.read_at..];
        let Some((header, body)) = rest.split_first_chunk::<HEADER_BYTES>() else {
            return Ok(None);
        };
        let len = u32::from_le_bytes(*header) as usize;
        if len > FRAME_BYTES_MAX {
            return Err(FrameError::TooLong { len });
        }
        let Some(frame) = body.get(..len) else {
            return Ok(None);
        };
        let (message, behind) = postcard::take_from_bytes(frame)?;
        if !behind.is_empty() {
            // It was written as another message than it was read as.
            return Err(FrameError::Trailing { len: behind.len() });
        }
        self.read_at += HEADER_BYTES + len;
        if self.read_at == self.buffer.len() && self.buffer.capacity() > 1024 * 1024 {
            // One large prompt must not hold its memory for ever.
            *self = Self::default();
        }
        Ok(Some(message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_survive_any_split() {
        let mut bytes = Vec::new();
        let sent: Vec<String> = (0..20).map(|i| "x".repeat(i * 7)).collect();
        for message in &sent {
            encode(message, &mut bytes).unwrap();
        }
        for step in [1, 3, 64, bytes.len()] {
            let mut decoder = Decoder::default();
            let mut got: Vec<String> = Vec::new();
            for part in bytes.chunks(step) {
                decoder.push(part);
                while let Some(message) = decoder.next_message().unwrap() {
                    got.push(message);
                }
            }
            assert_eq!(got, sent, "split every {step} bytes");
        }
    }

    #[test]
    fn a_frame_over_the_limit_is_refused_by_both_sides() {
        let mut out = b"before".to_vec();
        let fits = "y".repeat(FRAME_BYTES_MAX - 4);
        encode(&fits, &mut out).unwrap();
        let len = out.len();
        let long = "y".repeat(FRAME_BYTES_MAX);
        assert!(matches!(encode(&long, &mut out), Err(FrameError::TooLong { .. })));
        assert_eq!(out.len(), len);

        let mut decoder = Decoder::default();
        decoder.push(&u32::try_from(FRAME_BYTES_MAX + 1).unwrap().to_le_bytes());
        assert!(matches!(decoder.next_message::<String>(), Err(FrameError::TooLong { .. })));
    }

    #[test]
    fn rubbish_is_an_error_not_a_panic() {
        let mut decoder = Decoder::default();
        decoder.push(&[2, 0, 0, 0, 0xff, 0xff]);
        assert!(matches!(decoder.next_message::<String>(), Err(FrameError::Malformed(_))));
    }

    /// The fuzz target begins with these, so they must keep up with the protocol.
    #[test]
    fn the_seeds_of_the_fuzz_target_are_whole_messages() {
        fn count<T: DeserializeOwned>(seed: &[u8]) -> usize {
            let mut decoder = Decoder::default();
            // The first byte is the size of the pieces.
            decoder.push(&seed[1..]);
            let messages = std::iter::from_fn(|| decoder.next_message::<T>().unwrap());
            let count = messages.count();
            assert_eq!(decoder.read_at, decoder.buffer.len());
            count
        }
        let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/../fuzz/seeds/protocol");
        let (mut to_worker, mut from_worker) = (0, 0);
        for file in std::fs::read_dir(seeds).unwrap() {
            let path = file.unwrap().path();
            let seed = std::fs::read(&path).unwrap();
            match path.file_name().unwrap().to_str().unwrap().split_once('_') {
                Some(("to", _)) => to_worker += count::<crate::worker::ToWorker>(&seed),
                Some(("from", _)) => from_worker += count::<crate::worker::FromWorker>(&seed),
                _ => {}
            }
        }
        assert!(to_worker >= 8 && from_worker >= 12, "{to_worker} and {from_worker}");
    }

    #[test]
    fn a_frame_holds_its_message_and_no_more() {
        let mut decoder = Decoder::default();
        decoder.push(&[3, 0, 0, 0, 1, b'x', b'y']);
        let got = decoder.next_message::<String>();
        assert!(matches!(got, Err(FrameError::Trailing { len: 1 })), "{got:?}");
    }
}
