//! What a client says of its own request. An id it knows it by and the trace it belongs to go into each log line
//! about the request, beside our own id. What it wants done with its body, and nobody here does, is refused.

use edge_api::error::{ApiError, Code};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use tracing::Span;

pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

const REQUEST_ID_BYTES_MAX: usize = 128;

/// What may be asked for in these headers, and what to do instead of anything else.
const WISHES: [(HeaderName, &str, &str); 3] = [
    (header::CONTENT_ENCODING, "identity", "send the body as it is, without this header"),
    (header::TRANSFER_ENCODING, "chunked", "send the body as it is, or chunked"),
    (header::EXPECT, "100-continue", "leave it out"),
];

/// Nearly all requests say neither.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// Goes back as it came.
    pub(super) request_id: Option<HeaderValue>,
    trace_id: Option<String>,
}

impl Asked {
    pub(super) fn read(headers: &HeaderMap) -> Result<Self, ApiError> {
        for (name, known, hint) in WISHES {
            if let Some(value) = headers.get_all(&name).iter().find(|value| !is_one(value, known)) {
                return Err(unknown(name, value, hint));
            }
        }
        let request_id = headers.get(&REQUEST_ID);
        if let Some(id) = request_id {
            check(id.as_bytes())?;
        }
        let mut parents = headers.get_all(&TRACEPARENT).iter();
        let trace_id = match (parents.next(), parents.next()) {
            (Some(parent), None) => trace_id(parent.as_bytes()).map(str::to_owned),
            _ => None,
        };
        Ok(Self { request_id: request_id.cloned(), trace_id })
    }

    /// Log lines written inside of it carry what the client said.
    pub(super) fn span(&self) -> Span {
        let request_id = self.request_id.as_ref().and_then(|id| id.to_str().ok());
        let trace_id = self.trace_id.as_deref();
        match request_id.is_none() && trace_id.is_none() {
            true => Span::none(),
            // As loud as the loudest line, or it would be missing there.
            false => tracing::error_span!("asked", request_id, trace_id),
        }
    }
}

fn is_one(value: &HeaderValue, known: &str) -> bool {
    value.as_bytes().trim_ascii().eq_ignore_ascii_case(known.as_bytes())
}

fn unknown(name: HeaderName, value: &HeaderValue, hint: &str) -> ApiError {
    let value = edge_api::host::shown(value.as_bytes());
    let message = format!("the header `{name}` is `{value}`, which is not supported");
    ApiError::new(Code::InvalidValue, message).param(name.as_str()).hint(hint)
}

fn check(id: &[u8]) -> Result<(), ApiError> {
    let len = id.len();
    let fault = match id.iter().all(u8::is_ascii_graphic) {
        _ if !(1..=REQUEST_ID_BYTES_MAX).contains(&len) => {
            format!("has {len} bytes, it must have between 1 and {REQUEST_ID_BYTES_MAX}")
        }
        false => "has a character that is not visible ASCII".to_owned(),
        true => return Ok(()),
    };
    let error = ApiError::new(Code::InvalidValue, format!("the header `{REQUEST_ID}` {fault}"));
    Err(error.param(REQUEST_ID.as_str()).hint("leave it out: each answer brings an id of its own"))
}

/// `version-trace-parent-flags` of W3C's Trace Context. What is not well formed counts as not there, as it
/// says. A later version may go on after the flags.
fn trace_id(parent: &[u8]) -> Option<&str> {
    const LEN: usize = 55;
    let head = parent.get(..LEN)?;
    let part = |from: usize, to: usize| {
        let part = &head[from..to];
        let hex = part.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        hex.then_some(part)
    };
    let dashes = [2, 35, 52].iter().all(|at| head[*at] == b'-');
    let (version, trace, span, _flags) = (part(0, 2)?, part(3, 35)?, part(36, 52)?, part(53, 55)?);
    let ends = match version {
        b"ff" => return None,
        b"00" => parent.len() == LEN,
        _ => parent.get(LEN).is_none_or(|byte| *byte == b'-'),
    };
    let set = |part: &[u8]| part.iter().any(|byte| *byte != b'0');
    let valid = dashes && ends && set(trace) && set(span);
    std::str::from_utf8(trace).ok().filter(|_| valid)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    #[test]
    fn a_trace_is_read_strictly() {
        let trace = "0af7651916cd43dd8448eb211c80319c";
        let longer = PARENT.replacen("00", "01", 1);
        for good in [PARENT.to_owned(), longer.clone(), format!("{longer}-more")] {
            assert_eq!(trace_id(good.as_bytes()), Some(trace), "{good}");
        }
        let zeros = |from: usize, to: usize| {
            format!("{}{}{}", &PARENT[..from], "0".repeat(to - from), &PARENT[to..])
        };
        for bad in [
            String::new(),
            PARENT[..54].to_owned(),
            format!("{PARENT}-more"),
            format!("{longer}x"),
            PARENT.replacen("00", "ff", 1),
            PARENT.replacen("00", "0g", 1),
            PARENT.to_uppercase(),
            PARENT.replace('-', "_"),
            zeros(3, 35),
            zeros(36, 52),
            format!(" {PARENT}"),
        ] {
            assert_eq!(trace_id(bad.as_bytes()), None, "{bad}");
        }
    }

    fn read(name: HeaderName, values: &[&[u8]]) -> Result<Asked, ApiError> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(&name, HeaderValue::from_bytes(value).unwrap());
        }
        Asked::read(&headers)
    }

    #[test]
    fn an_id_is_visible_ascii_of_a_bounded_length() {
        for good in ["x", "req_1/2:{}~!", &"x".repeat(128)] {
            let asked = read(REQUEST_ID, &[good.as_bytes()]).unwrap();
            assert_eq!(asked.request_id.unwrap(), good);
        }
        for bad in [&b""[..], b"a b", b"a\tb", "é".as_bytes(), &[b'x'; 129]] {
            let error = read(REQUEST_ID, &[bad]).unwrap_err();
            assert_eq!(
                (error.code, error.param.as_deref()),
                (Code::InvalidValue, Some("x-request-id"))
            );
        }
    }

    #[test]
    fn what_is_to_be_done_with_a_body_is_done_or_refused() {
        for (name, good, bad) in [
            (header::CONTENT_ENCODING, "Identity", &["gzip", "identity, gzip", "", "br"][..]),
            (header::TRANSFER_ENCODING, " chunked", &["gzip, chunked", "gzip"]),
            (header::EXPECT, "100-Continue", &["foo", "100-continue, foo", ""]),
        ] {
            assert!(read(name.clone(), &[good.as_bytes()]).is_ok(), "{name}");
            for bad in bad {
                let error = read(name.clone(), &[good.as_bytes(), bad.as_bytes()]).unwrap_err();
                assert_eq!(
                    (error.code, error.param.as_deref()),
                    (Code::InvalidValue, Some(name.as_str()))
                );
                assert!(error.message.contains(&format!("`{bad}`")) && error.hint.is_some());
            }
        }
    }

    #[test]
    fn only_one_trace_is_believed() {
        let one = read(TRACEPARENT, &[PARENT.as_bytes()]).unwrap();
        assert!(one.trace_id.is_some());
        let two = read(TRACEPARENT, &[PARENT.as_bytes(), PARENT.as_bytes()]).unwrap();
        assert!(two.trace_id.is_none());
    }
}
