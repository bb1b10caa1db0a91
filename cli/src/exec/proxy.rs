//! What the command's environment says of proxies. One that is named there is for other machines: asked for this
//! one, it would get the key and every prompt.

use edge_api::paths::Env;
use std::ffi::{OsStr, OsString};

const LOWER: &str = "no_proxy";
const UPPER: &str = "NO_PROXY";
const HOST: &str = "127.0.0.1";
/// Nothing at all goes through a proxy.
const ALL: &str = "*";

/// Who is asked without a proxy, as both names say it: some programs read one, some the other.
#[derive(Debug)]
pub(crate) struct NoProxy {
    lower: Option<OsString>,
    upper: Option<OsString>,
}

impl NoProxy {
    pub(crate) fn read(env: Env<'_>) -> Self {
        let said = |name| env(name).filter(|said| !said.is_empty());
        Self { lower: said(LOWER), upper: said(UPPER) }
    }

    /// For the command: what was there, and this machine.
    pub(super) fn with_this_machine(&self) -> [(&'static str, OsString); 2] {
        let Self { lower, upper } = self;
        // Where only one is set, a program that looks for the other first would find less than before.
        let said = |one: &Option<OsString>, other: &Option<OsString>| {
            extended(one.as_deref().or(other.as_deref()).unwrap_or_default())
        };
        [(LOWER, said(lower, upper)), (UPPER, said(upper, lower))]
    }
}

fn extended(said: &OsStr) -> OsString {
    let text = said.to_string_lossy();
    let mut hosts = text.split([',', ' ']).filter(|host| !host.is_empty());
    if text.trim() == ALL || hosts.any(|host| host == HOST) {
        return said.to_owned();
    }
    let mut all = said.to_owned();
    if !said.is_empty() {
        all.push(",");
    }
    all.push(HOST);
    all
}
