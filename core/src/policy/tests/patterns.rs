use crate::policy::{Pattern, PatternError};
use proptest::prelude::*;

#[test]
fn a_star_is_any_run_of_characters() {
    for (pattern, name, matches) in [
        ("intent", "intent", true),
        ("intent", "intents", false),
        ("*", "", true),
        ("*", "any", true),
        ("dim-*", "dim-", true),
        ("dim-*", "dim", false),
        ("*-dim", "a-dim", true),
        ("a*a", "a", false),
        ("a*a", "aa", true),
        ("a*b*c", "abbc", true),
        ("a*b*c", "acb", false),
        ("a*ab*b", "aab", false),
        ("a*ab*b", "aabb", true),
        ("**", "x", true),
        ("m:*", "m:lora", true),
        ("m", "m:lora", false),
    ] {
        assert_eq!(Pattern::new(pattern).unwrap().matches(name), matches, "{pattern} {name}");
    }
}

#[test]
fn a_pattern_is_short_and_plain() {
    let long = "x".repeat(64);
    assert!(Pattern::new(&long).is_ok());
    for (text, error) in [
        ("", PatternError::Length),
        (&format!("{long}x"), PatternError::Length),
        ("Intent", PatternError::Characters),
        ("a?", PatternError::Characters),
        ("a b", PatternError::Characters),
    ] {
        assert_eq!(Pattern::new(text), Err(error), "{text}");
    }
}

/// All ways to match, tried one after the other.
fn naive(pattern: &[u8], name: &[u8]) -> bool {
    match pattern.split_first() {
        None => name.is_empty(),
        Some((b'*', rest)) => (0..=name.len()).any(|skip| naive(rest, &name[skip..])),
        Some((first, rest)) => name.first() == Some(first) && naive(rest, &name[1..]),
    }
}

proptest! {
    #[test]
    fn it_matches_what_trying_everything_matches(
        pattern in "[ab*]{1,8}",
        name in "[ab]{0,10}",
    ) {
        let matches = Pattern::new(&pattern).unwrap().matches(&name);
        prop_assert_eq!(matches, naive(pattern.as_bytes(), name.as_bytes()));
    }
}
