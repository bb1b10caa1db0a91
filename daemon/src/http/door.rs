//! Who may come in at all: no browser, nobody who means another host, and over TCP only who has a key.
//!
//! A page in a browser can make its reader's machine send requests to it, over TCP directly and over the Unix
//! socket through whatever forwards to it. Browsers say so in `Origin` or `Referer`, and a name that was
//! pointed at this machine behind their back stands in `Host`. None of our clients sends the first two.

use super::body::READ_ON;
use super::keys::Keys;
use crate::config::Limits;
use crate::ops::Caller;
use edge_api::error::{ApiError, Code};
use edge_api::host::{self, shown};
use http::uri::Authority;
use http::{HeaderMap, HeaderName, Uri, header};

/// What clients write for a host where there is none: the URL of a request over a Unix socket has to have one.
const PLACEHOLDERS: &[&str] = &["unix", "socket", "edged", "edge", "d", "x"];

/// How a connection came in, and so who may be behind it.
#[derive(Clone, Debug)]
pub(super) enum Door {
    /// The kernel says who it is.
    Unix(Caller),
    /// Each request says who it is, with its key.
    Tcp(Keys),
}

impl Door {
    /// Whoever it is for as long as the connection lives, where that is known.
    pub(super) fn caller(&self) -> Option<&Caller> {
        match self {
            Door::Unix(caller) => Some(caller),
            Door::Tcp(_) => None,
        }
    }

    /// How much is read on of a request that was answered unread. Over TCP it may be anybody's, of whom no more is
    /// taken than a request may have.
    pub(super) fn read_on_bytes_max(&self, limits: &Limits) -> usize {
        match self {
            Door::Unix(_) => limits.body_bytes_max * READ_ON,
            Door::Tcp(_) => limits.body_bytes_max,
        }
    }

    /// Who asks, before anything but the head of the request is read.
    pub(super) fn enter(&self, uri: &Uri, headers: &HeaderMap) -> Result<Caller, ApiError> {
        for name in [header::ORIGIN, header::REFERER] {
            if let Some(value) = headers.get(&name) {
                return Err(browser(&name, &shown(value.as_bytes())));
            }
        }
        let in_target = uri.authority().map(Authority::as_str);
        for host in headers.get_all(header::HOST) {
            self.check_host(host.as_bytes())?;
        }
        if let Some(host) = in_target {
            self.check_host(host.as_bytes())?;
        }
        match self {
            Door::Unix(caller) => Ok(caller.clone()),
            Door::Tcp(keys) => keys.caller(headers),
        }
    }

    fn check_host(&self, host: &[u8]) -> Result<(), ApiError> {
        let (placeholders, hint) = match self {
            Door::Unix(_) => {
                (PLACEHOLDERS, "write http://localhost before the path of the request")
            }
            Door::Tcp(_) => {
                (&[][..], "write http://localhost or http://127.0.0.1 before the port and the path")
            }
        };
        let known =
            std::str::from_utf8(host).is_ok_and(|host| host::is_this_machine(host, placeholders));
        if known { Ok(()) } else { Err(host::foreign(host).hint(hint)) }
    }
}

fn browser(name: &HeaderName, value: &str) -> ApiError {
    let message = format!("the request has the header `{name}`, which is `{value}`");
    ApiError::new(Code::ForeignOrigin, message)
        .param(name.as_str())
        .hint("edged does not talk to web pages: ask it from a program, without this header")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{HASH_BYTES, KeyHash};
    use http::HeaderValue;

    fn doors() -> [Door; 2] {
        let somebody = Caller::with_key("anybody", KeyHash([0; HASH_BYTES]));
        [Door::Unix(somebody), Door::Tcp(Keys::testing(&[("k", "secret")]))]
    }

    fn enter(door: &Door, target: &str, headers: &[(&str, &[u8])]) -> Result<Caller, ApiError> {
        let mut map = HeaderMap::new();
        map.insert(header::AUTHORIZATION, HeaderValue::from_static("Bearer secret"));
        for (name, value) in headers {
            let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
            map.append(name, HeaderValue::from_bytes(value).unwrap());
        }
        door.enter(&target.parse().unwrap(), &map)
    }

    #[test]
    fn a_host_that_is_this_machine_comes_in() {
        for host in [
            "",
            "localhost",
            "LocalHost:1",
            "localhost:",
            "127.0.0.1",
            "127.0.0.1:65535",
            "127.8.9.1",
            "[::1]",
            "[::1]:80",
        ] {
            for door in doors() {
                let entered = enter(&door, "/x", &[("host", host.as_bytes())]);
                assert!(entered.is_ok(), "{host}: {entered:?}");
            }
        }
        for door in doors() {
            assert!(enter(&door, "/x", &[]).is_ok());
            assert!(enter(&door, "http://localhost/x", &[]).is_ok());
        }
    }

    #[test]
    fn a_placeholder_is_a_host_only_where_there_are_none() {
        let [unix, tcp] = doors();
        for host in ["unix", "socket", "edged", "Edge:80", "d", "x"] {
            assert!(enter(&unix, "/x", &[("host", host.as_bytes())]).is_ok(), "{host}");
            let error = enter(&tcp, "/x", &[("host", host.as_bytes())]).unwrap_err();
            assert_eq!(error.code, Code::ForeignOrigin, "{host}");
        }
    }

    #[test]
    fn any_other_host_is_foreign_wherever_it_stands() {
        let hosts: [&[u8]; 13] = [
            b"xx",
            b"example.org",
            b"localhost.example.org",
            b"example.org:localhost",
            b"127.0.0.1.example.org",
            b"10.0.0.1",
            b"[::2]",
            b"::1",
            b"[127.0.0.1]",
            b"user@localhost",
            b"localhost:port",
            b"localhost:123456",
            b"\xff",
        ];
        for door in doors() {
            for host in hosts {
                let error = enter(&door, "/x", &[("host", host)]).unwrap_err();
                assert_eq!(
                    (error.code, error.param.as_deref()),
                    (Code::ForeignOrigin, Some("host"))
                );
                let twice = [("host", &b"localhost"[..]), ("host", host)];
                assert!(enter(&door, "/x", &twice).is_err());
            }
            assert!(enter(&door, "http://example.org/x", &[("host", b"localhost")]).is_err());
        }
    }

    #[test]
    fn what_only_browsers_send_is_named() {
        for door in doors() {
            for (name, value) in
                [("origin", &b"null"[..]), ("origin", b"http://localhost"), ("referer", b"")]
            {
                let error = enter(&door, "/x", &[(name, value)]).unwrap_err();
                assert_eq!(error.code, Code::ForeignOrigin);
                assert_eq!(error.param.as_deref(), Some(name));
                assert!(error.message.contains(name) && error.hint.is_some(), "{error:?}");
            }
        }
    }
}
