//! Reads the `data` of server-sent events out of bytes that arrive in pieces of any size.
//!
//! Lines end in LF or CRLF; comments (the keep-alives) and fields other than `data` are skipped.
//! Nothing here waits or parses JSON.

use super::LINE_BYTES_MAX;

#[derive(Debug, Default)]
pub(super) struct SseReader {
    /// What has arrived and is not read yet: `arrived[read..]`.
    arrived: Vec<u8>,
    read: usize,
    /// The `data` of the event that is being read.
    data: Option<Vec<u8>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a line or an event of the stream is over {LINE_BYTES_MAX} bytes")]
pub(super) struct TooLong;

impl SseReader {
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.arrived.drain(..self.read);
        self.read = 0;
        self.arrived.extend_from_slice(bytes);
    }

    /// The data of the next whole event, if it has arrived.
    pub(super) fn next_data(&mut self) -> Result<Option<Vec<u8>>, TooLong> {
        loop {
            let rest = &self.arrived[self.read..];
            let Some(end) = rest.iter().position(|&byte| byte == b'\n') else {
                return if rest.len() > LINE_BYTES_MAX { Err(TooLong) } else { Ok(None) };
            };
            self.read += end + 1;
            let line = rest[..end].strip_suffix(b"\r").unwrap_or(&rest[..end]);
            if line.is_empty() {
                match self.data.take() {
                    Some(data) => return Ok(Some(data)),
                    None => continue,
                }
            }
            let Some(value) = data_of(line) else { continue };
            let so_far = self.data.as_ref().map_or(0, |data| data.len() + 1);
            if so_far + value.len() > LINE_BYTES_MAX {
                return Err(TooLong);
            }
            match &mut self.data {
                Some(data) => {
                    data.push(b'\n');
                    data.extend_from_slice(value);
                }
                None => self.data = Some(value.to_vec()),
            }
        }
    }
}

fn data_of(line: &[u8]) -> Option<&[u8]> {
    let value = line.strip_prefix(b"data:")?;
    Some(value.strip_prefix(b" ").unwrap_or(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pieces: &[&[u8]]) -> Vec<String> {
        let mut reader = SseReader::default();
        let mut events = Vec::new();
        for piece in pieces {
            reader.push(piece);
            while let Some(data) = reader.next_data().unwrap() {
                events.push(String::from_utf8(data).unwrap());
            }
        }
        events
    }

    #[test]
    fn a_split_at_any_byte_changes_nothing() {
        let stream = ": keep-alive\n\nevent: call.ended\nid: 7\ndata: {\"a\":\"é\"}\r\n\r\ndata:x\ndata: y\n\ndata: [DONE]\n\n"
            .as_bytes();
        let whole = read(&[stream]);
        assert_eq!(whole, ["{\"a\":\"é\"}", "x\ny", "[DONE]"]);
        for split in 0..=stream.len() {
            assert_eq!(read(&[&stream[..split], &stream[split..]]), whole, "split at {split}");
        }
        let bytes: Vec<&[u8]> = stream.chunks(1).collect();
        assert_eq!(read(&bytes), whole);
    }

    #[test]
    fn an_event_without_its_blank_line_has_not_arrived() {
        assert!(read(&[b"data: cut\n"]).is_empty());
    }

    #[test]
    fn a_line_at_the_limit_is_read_and_one_over_it_is_not() {
        let mut line = b"data: ".to_vec();
        line.resize(6 + LINE_BYTES_MAX, b'x');
        let mut reader = SseReader::default();
        reader.push(&line[..LINE_BYTES_MAX]);
        assert_eq!(reader.next_data(), Ok(None));
        reader.push(&line[LINE_BYTES_MAX..]);
        reader.push(b"\n\n");
        assert_eq!(reader.next_data().unwrap().unwrap().len(), LINE_BYTES_MAX);

        reader.push(&line);
        reader.push(b"x\n\n");
        assert_eq!(reader.next_data(), Err(TooLong));
    }

    #[test]
    fn a_line_that_never_ends_is_given_up() {
        let mut reader = SseReader::default();
        reader.push(&vec![b':'; LINE_BYTES_MAX + 1]);
        assert_eq!(reader.next_data(), Err(TooLong));
    }

    #[test]
    fn an_event_of_endless_lines_is_given_up() {
        let mut line = b"data: ".to_vec();
        line.resize(LINE_BYTES_MAX / 2, b'x');
        line.push(b'\n');
        let mut reader = SseReader::default();
        let gave_up = (0..4).any(|_| {
            reader.push(&line);
            reader.next_data() == Err(TooLong)
        });
        assert!(gave_up);
    }
}
