//! Whom a `Host` means: this machine, or another whose name was pointed at it.

use crate::error::{ApiError, Code};
use std::net::IpAddr;

/// `placeholders` are names that stand for no host at all, where there is none to name.
pub fn is_this_machine(host: &str, placeholders: &[&str]) -> bool {
    if host.is_empty() {
        return true;
    }
    let Some(name) = without_port(host) else { return false };
    let literal = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    // An address cannot be pointed anywhere else.
    if let Ok(ip) = literal.unwrap_or(name).parse::<IpAddr>() {
        return ip.is_loopback() && ip.is_ipv6() == literal.is_some();
    }
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    is("localhost") || placeholders.iter().any(|known| is(known))
}

/// What is said to who means another machine.
pub fn foreign(host: &[u8]) -> ApiError {
    let message = format!("the header `host` is `{}`, which is not this machine", shown(host));
    ApiError::new(Code::ForeignOrigin, message).param("host")
}

/// What a header said, short and harmless.
pub fn shown(value: &[u8]) -> String {
    const SHOWN_BYTES_MAX: usize = 128;
    let cut = &value[..value.len().min(SHOWN_BYTES_MAX)];
    cut.escape_ascii().to_string()
}

/// `None` if what stands behind the colon is no port.
fn without_port(host: &str) -> Option<&str> {
    let end = host.rfind(']').map_or(0, |end| end + 1);
    match host[end..].find(':') {
        None => Some(host),
        Some(colon) => {
            let (name, port) = host.split_at(end + colon);
            let port = &port[1..];
            let fits = port.bytes().all(|byte| byte.is_ascii_digit()) && port.len() <= 5;
            fits.then_some(name)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_is_a_host_only_where_it_is_known() {
        assert!(is_this_machine("Edged:80", &["edged"]));
        for (host, placeholders) in [("edged", &[][..]), ("edged.example.org", &["edged"])] {
            assert!(!is_this_machine(host, placeholders), "{host}");
        }
    }

    #[test]
    fn what_a_header_said_is_shown_short_and_harmless() {
        assert_eq!(shown(b"\n"), "\\n");
        assert_eq!(shown(&[b'x'; 4096]).len(), 128);
    }
}
