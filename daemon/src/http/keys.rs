//! The keys of the TCP door. What a caller shows is hashed and compared with all hashes of the settings, each
//! in the same time: nothing about a key can be learned from how long a refusal takes.

use crate::config::{HASH_BYTES, KeyHash, Live};
use crate::ops::Caller;
use edge_api::bearer;
use edge_api::error::{ApiError, Code};
use http::{HeaderMap, HeaderValue, header};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Those of the settings as they are when somebody asks: a key that is taken out of them opens nothing more.
#[derive(Clone, Debug)]
pub(crate) struct Keys(Live);

impl Keys {
    pub(crate) fn new(live: Live) -> Self {
        Self(live)
    }

    /// Whoever holds one of the keys, by its name.
    pub(super) fn caller(&self, headers: &HeaderMap) -> Result<Caller, ApiError> {
        let shown = headers.get_all(header::AUTHORIZATION).iter().map(HeaderValue::as_bytes);
        let key = bearer::key(shown).map_err(|none| refused(&none.to_string()))?;
        let hash = Sha256::digest(key);
        // All of them, whichever it is.
        let config = self.0.now();
        let found = config.settings.tcp.keys.iter().fold(None, |found, key| {
            let known = key.sha256.map_or([0; HASH_BYTES], |hash| hash.0);
            let same = bool::from(hash.as_slice().ct_eq(&known));
            if same { Some(&key.name) } else { found }
        });
        let name = found.ok_or_else(|| refused("the key is none of those in tcp.keys"))?;
        Ok(Caller::with_key(name, KeyHash(hash.into())))
    }
}

fn refused(message: &str) -> ApiError {
    ApiError::new(Code::InvalidApiKey, message)
        .param("authorization")
        .hint("`edgectl keys new NAME` makes a key, and the line for tcp.keys that lets it in")
}

#[cfg(test)]
use crate::config::{Config, TcpKey};

#[cfg(test)]
impl Keys {
    pub(super) fn testing(keys: &[(&str, &str)]) -> Self {
        let mut config = Config::default();
        config.settings.tcp.keys = keys
            .iter()
            .map(|(name, key)| TcpKey {
                name: (*name).to_owned(),
                sha256: Some(KeyHash(Sha256::digest(key).into())),
            })
            .collect();
        Self(Live::fixed(config))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(values: &[&'static str]) -> Result<Caller, ApiError> {
        let keys = Keys::testing(&[("first", "one"), ("second", "two")]);
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::AUTHORIZATION, HeaderValue::from_static(value));
        }
        keys.caller(&headers)
    }

    #[test]
    fn a_key_is_known_by_its_hash() {
        for (value, name) in
            [("Bearer one", "first"), ("bearer two", "second"), ("BEARER  two ", "second")]
        {
            let key = value[7..].trim();
            let known = Caller::with_key(name, KeyHash(Sha256::digest(key).into()));
            assert_eq!(ask(&[value]).unwrap(), known, "{value}");
        }
    }

    #[test]
    fn anything_else_is_401() {
        let cases: [&[&str]; 9] = [
            &[],
            &["one"],
            &["Bearer"],
            &["Bearer "],
            &["Basic one"],
            &["Bearer ones"],
            &["Bearer on"],
            &["Bearer one", "Bearer one"],
            &["Bearer first"],
        ];
        for values in cases {
            let error = ask(values).unwrap_err();
            assert_eq!(error.code, Code::InvalidApiKey, "{values:?}");
        }
    }
}
