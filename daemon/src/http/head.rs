//! Heads that are no request. hyper answers those by itself, with a status and nothing else; what it writes
//! then is known here, so that the client gets the envelope that every other refusal has.

use super::error;
use crate::config::Limits;
use axum::body::Bytes;
use edge_api::error::{ApiError, Code};

/// The limits that a head can break.
#[derive(Clone, Copy, Debug)]
pub(super) struct HeadLimits {
    headers_max: usize,
    header_bytes_max: usize,
    header_timeout_ms: u64,
}

impl From<&Limits> for HeadLimits {
    fn from(limits: &Limits) -> Self {
        let Limits { headers_max, header_bytes_max, header_timeout_ms, .. } = *limits;
        Self { headers_max, header_bytes_max, header_timeout_ms }
    }
}

/// A refusal of hyper's at the end of what it writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bare {
    /// What stands before it belongs to an earlier answer.
    pub(super) begin: usize,
    too_large: bool,
}

/// Longer is none of them.
const BARE_BYTES_MAX: usize = 256;
const STATUS_LINES: [(&[u8], bool); 3] = [
    (b"HTTP/1.1 400 Bad Request\r\n", false),
    (b"HTTP/1.1 414 URI Too Long\r\n", true),
    (b"HTTP/1.1 431 Request Header Fields Too Large\r\n", true),
];

/// No answer of ours is mistaken for one: with these statuses they have a body and say its length.
pub(super) fn bare(written: &[u8]) -> Option<Bare> {
    let head = written.strip_suffix(b"\r\n\r\n")?;
    let from = head.len().saturating_sub(BARE_BYTES_MAX);
    let tail = &head[from..];
    STATUS_LINES.iter().find_map(|(line, too_large)| {
        let at = tail.windows(line.len()).rposition(|window| window == *line)?;
        let rest = std::str::from_utf8(&tail[at + line.len()..]).ok()?;
        let mut empty = false;
        for header in rest.split("\r\n") {
            match header.split_once(": ") {
                Some(("content-length", "0")) => empty = true,
                Some(("connection" | "date", _)) => {}
                _ => return None,
            }
        }
        empty.then_some(Bare { begin: from + at, too_large: *too_large })
    })
}

impl HeadLimits {
    /// What the client reads instead.
    pub(super) fn refusal(self, bare: Bare) -> Bytes {
        match bare.too_large {
            true => answer(self.too_large()),
            false => answer(no_request()),
        }
    }

    fn too_large(self) -> ApiError {
        let Self { headers_max, header_bytes_max, .. } = self;
        ApiError::new(
            Code::HeadersTooLarge,
            format!(
                "the request's line and headers are too long or too many: limits.headers_max is \
                 {headers_max}, limits.header_bytes_max is {header_bytes_max}"
            ),
        )
        .hint("what a call needs goes into its body")
    }

    pub(super) fn too_slow(self) -> Bytes {
        let ms = self.header_timeout_ms;
        let message =
            format!("the headers took longer than limits.header_timeout_ms, which is {ms}");
        answer(ApiError::new(Code::RequestTimeout, message))
    }
}

/// Also what is said to who speaks another protocol.
pub(super) fn unreadable() -> Bytes {
    answer(no_request())
}

fn no_request() -> ApiError {
    ApiError::new(Code::InvalidValue, "the request's line and headers are not HTTP/1.1")
        .hint("each header is `name: value`, and a body has one length or is chunked")
}

fn answer(mut refusal: ApiError) -> Bytes {
    refusal.request_id = Some(super::id::new_id());
    error::log(&refusal);
    error::raw_answer(refusal).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BARE: &str = "HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\n\
                        content-length: 0\r\ndate: Sat, 01 Jan 2000 00:00:00 GMT\r\n\r\n";

    #[test]
    fn a_refusal_is_known_behind_whatever_was_written_before() {
        for (text, too_large) in [
            (BARE.to_owned(), true),
            (BARE.replace("431 Request Header Fields Too Large", "414 URI Too Long"), true),
            (BARE.replace("431 Request Header Fields Too Large", "400 Bad Request"), false),
        ] {
            for before in ["", "x", &"0\r\n\r\n".repeat(1000)] {
                let found = bare(format!("{before}{text}").as_bytes());
                assert_eq!(found, Some(Bare { begin: before.len(), too_large }), "{text}");
            }
        }
    }

    #[test]
    fn nothing_else_is_taken_for_one() {
        for text in [
            "",
            "0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
            &BARE[..BARE.len() - 2],
            &BARE.replace("content-length: 0", "content-length: 7"),
            &BARE.replace("content-length: 0", "content-type: text/plain"),
            &BARE.replace("content-length: 0\r\n", ""),
            &format!("{BARE}{{}}"),
            &format!("{}0\r\n\r\n", BARE),
        ] {
            assert_eq!(bare(text.as_bytes()), None, "{text}");
        }
    }
}
