//! The key that a request over TCP carries: `Authorization: Bearer KEY`, once.

/// Why it carries none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoKey {
    /// Of two keys, who checks one and who uses the other may not mean the same.
    #[error("the request needs one header `authorization`, with a key of edged's")]
    NotOne,
    #[error("the header `authorization` is not `Bearer KEY`")]
    NotBearer,
}

/// The key of a request with these values of `authorization`. The scheme's name may be written in any case.
pub fn key<'a>(values: impl IntoIterator<Item = &'a [u8]>) -> Result<&'a [u8], NoKey> {
    let mut values = values.into_iter();
    let (Some(value), None) = (values.next(), values.next()) else { return Err(NoKey::NotOne) };
    match value.split_at_checked(7) {
        Some((scheme, key)) if scheme.eq_ignore_ascii_case(b"bearer ") => Ok(key.trim_ascii()),
        Some(_) | None => Err(NoKey::NotBearer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(values: &[&'static str]) -> Result<&'static [u8], NoKey> {
        key(values.iter().map(|value| value.as_bytes()))
    }

    #[test]
    fn one_header_has_one_key() {
        for value in ["Bearer key", "bearer key", "BEARER  key "] {
            assert_eq!(read(&[value]), Ok(&b"key"[..]), "{value}");
        }
        for value in ["", "key", "Bearer", "Basic key"] {
            assert_eq!(read(&[value]), Err(NoKey::NotBearer), "{value}");
        }
        assert_eq!(read(&[]), Err(NoKey::NotOne));
        assert_eq!(read(&["Bearer key", "Bearer key"]), Err(NoKey::NotOne));
    }
}
