//! An answer of edged, kept byte for byte so that a bare peer can give the same one.

use crate::load::Connection;
use crate::sse;
use anyhow::{Context, Result};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use std::path::Path;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Recording {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Body,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Body {
    Whole(String),
    Events(Vec<String>),
}

impl Recording {
    /// Makes one call to the peer on `socket`.
    pub(crate) async fn capture(socket: &Path, request: &Bytes) -> Result<Self> {
        let answer = Connection::open(socket).await?.chat(request).await?;
        // These describe the transfer; the peer's own server writes them.
        let transfer = ["content-length", "transfer-encoding", "connection", "date"];
        let headers: Vec<_> = answer
            .headers
            .iter()
            .filter(|(name, _)| !transfer.contains(&name.as_str()))
            .map(|(name, value)| Ok((name.to_string(), value.to_str()?.to_owned())))
            .collect::<Result<_>>()?;
        let streamed = headers.iter().any(|(_, value)| value.starts_with("text/event-stream"));
        let body = String::from_utf8(answer.body.to_vec()).context("the answer is not UTF-8")?;
        let body = if streamed { Body::Events(sse::split(&body)) } else { Body::Whole(body) };
        Ok(Self { headers, body })
    }

    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        std::fs::write(path, serde_json::to_vec(self)?)
            .with_context(|| format!("writing {}", path.display()))
    }

    pub(crate) fn read(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
        serde_json::from_slice(&bytes)
            .with_context(|| format!("{} is not a recording", path.display()))
    }
}
