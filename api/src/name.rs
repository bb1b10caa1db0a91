//! What a model, a task, an adapter or a key may be called.

pub const NAME_BYTES_MAX: usize = 64;

/// `[a-z0-9][a-z0-9._-]{0,63}`.
pub fn valid_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    name.len() <= NAME_BYTES_MAX
        && name.bytes().next().is_some_and(plain)
        && name.bytes().all(|byte| plain(byte) || b"._-".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for good in ["a", "0", "intent", "qwen3-0.6b", "a_b", &"a".repeat(64)] {
            assert!(valid_name(good), "{good}");
        }
        for bad in
            ["", "A", "-a", ".a", "_a", "a b", "a/b", "a:b", "a\"", "ä", "a\n", &"a".repeat(65)]
        {
            assert!(!valid_name(bad), "{bad}");
        }
    }
}
