//! Fields of a request that may be lists, read straight into what they are. Whatever is sent, what stays of
//! it is at most a few times as large as its text: a token id is kept in four bytes, and of all else only so
//! many entries are.

use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// Entries of a list or an object, but for token ids, that are kept of one field. Three bytes of JSON are enough
/// for an entry of ten times the size. Far more than any such field may have, so that its own bound is what
/// callers are told of.
const ENTRIES_KEPT_MAX: usize = 4096;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Stop {
    One(String),
    Many(Vec<String>),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum PromptInput {
    Text(String),
    Texts(Vec<String>),
    Tokens(Vec<u32>),
    TokenLists(Vec<Vec<u32>>),
}

impl<'de> Deserialize<'de> for Stop {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(StopVisitor)
    }
}

struct StopVisitor;

impl<'de> Visitor<'de> for StopVisitor {
    type Value = Stop;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or an array of strings")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Stop, E> {
        Ok(Stop::One(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, entries: A) -> Result<Stop, A::Error> {
        rest_of(Vec::new(), entries).map(Stop::Many)
    }
}

impl<'de> Deserialize<'de> for PromptInput {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(PromptVisitor)
    }
}

struct PromptVisitor;

impl<'de> Visitor<'de> for PromptVisitor {
    type Value = PromptInput;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a string, an array of one string, an array of token ids, or an array of one such array",
        )
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<PromptInput, E> {
        Ok(PromptInput::Text(text.to_owned()))
    }

    /// The first entry says what all of them are.
    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<PromptInput, A::Error> {
        match entries.next_element()? {
            None => Ok(PromptInput::Texts(Vec::new())),
            Some(First::Text(text)) => rest_of(vec![text], entries).map(PromptInput::Texts),
            Some(First::Token(token)) => tokens(vec![token], entries).map(PromptInput::Tokens),
            Some(First::Tokens(list)) => {
                let lists = rest_of(vec![Tokens(list)], entries)?;
                Ok(PromptInput::TokenLists(lists.into_iter().map(|Tokens(list)| list).collect()))
            }
        }
    }
}

/// The first entry of a prompt that is a list.
enum First {
    Text(String),
    Token(u32),
    Tokens(Vec<u32>),
}

impl<'de> Deserialize<'de> for First {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(FirstVisitor)
    }
}

struct FirstVisitor;

impl<'de> Visitor<'de> for FirstVisitor {
    type Value = First;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a string, a token id from 0 to {}, or an array of such ids", u32::MAX)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<First, E> {
        Ok(First::Text(text.to_owned()))
    }

    fn visit_u64<E: Error>(self, id: u64) -> Result<First, E> {
        TokenVisitor.visit_u64(id).map(|Token(token)| First::Token(token))
    }

    fn visit_i64<E: Error>(self, id: i64) -> Result<First, E> {
        TokenVisitor.visit_i64(id).map(|Token(token)| First::Token(token))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, entries: A) -> Result<First, A::Error> {
        tokens(Vec::new(), entries).map(First::Tokens)
    }
}

struct Tokens(Vec<u32>);

impl<'de> Deserialize<'de> for Tokens {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_seq(TokensVisitor)
    }
}

struct TokensVisitor;

impl<'de> Visitor<'de> for TokensVisitor {
    type Value = Tokens;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of token ids")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, entries: A) -> Result<Tokens, A::Error> {
        tokens(Vec::new(), entries).map(Tokens)
    }
}

struct Token(u32);

impl<'de> Deserialize<'de> for Token {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_u32(TokenVisitor)
    }
}

struct TokenVisitor;

impl Visitor<'_> for TokenVisitor {
    type Value = Token;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a token id from 0 to {}", u32::MAX)
    }

    fn visit_u64<E: Error>(self, id: u64) -> Result<Token, E> {
        let token = u32::try_from(id).map(Token);
        token.map_err(|_| E::invalid_value(Unexpected::Unsigned(id), &self))
    }

    fn visit_i64<E: Error>(self, id: i64) -> Result<Token, E> {
        let token = u32::try_from(id).map(Token);
        token.map_err(|_| E::invalid_value(Unexpected::Signed(id), &self))
    }
}

/// All of them: each takes at least half of its four bytes to send.
fn tokens<'de, A: SeqAccess<'de>>(
    mut tokens: Vec<u32>,
    mut entries: A,
) -> Result<Vec<u32>, A::Error> {
    while let Some(Token(token)) = entries.next_element()? {
        tokens.push(token);
    }
    Ok(tokens)
}

fn rest_of<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(
    mut kept: Vec<T>,
    mut entries: A,
) -> Result<Vec<T>, A::Error> {
    while kept.len() < ENTRIES_KEPT_MAX {
        match entries.next_element()? {
            Some(entry) => kept.push(entry),
            None => return Ok(kept),
        }
    }
    let mut count = kept.len();
    while entries.next_element::<IgnoredAny>()?.is_some() {
        count += 1;
    }
    within(count)?;
    Ok(kept)
}

fn within<E: Error>(count: usize) -> Result<(), E> {
    if count <= ENTRIES_KEPT_MAX {
        return Ok(());
    }
    Err(E::custom(format_args!("it has {count} entries, at most {ENTRIES_KEPT_MAX} are read")))
}

pub(super) fn biases<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<BTreeMap<String, f64>>, D::Error> {
    Ok(Option::<Biases>::deserialize(from)?.map(|Biases(biases)| biases))
}

/// Each token once: of two values for one token a map would drop the first in silence.
struct Biases(BTreeMap<String, f64>);

impl<'de> Deserialize<'de> for Biases {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(BiasesVisitor)
    }
}

struct BiasesVisitor;

impl<'de> Visitor<'de> for BiasesVisitor {
    type Value = Biases;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Biases, A::Error> {
        let mut biases = BTreeMap::new();
        while biases.len() < ENTRIES_KEPT_MAX {
            let Some(token) = entries.next_key::<String>()? else { return Ok(Biases(biases)) };
            if biases.contains_key(&token) {
                // In serde's own words for a field of ours.
                return Err(Error::custom(format_args!("duplicate field `{token}`")));
            }
            biases.insert(token, entries.next_value()?);
        }
        let mut count = biases.len();
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
            count += 1;
        }
        within(count)?;
        Ok(Biases(biases))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repeated(entry: &str, count: usize) -> String {
        format!("[{}]", vec![entry; count].join(","))
    }

    #[test]
    fn of_a_list_that_is_too_long_only_the_length_is_learnt() {
        let most = serde_json::from_str::<Stop>(&repeated("\"\"", ENTRIES_KEPT_MAX)).unwrap();
        assert_eq!(most, Stop::Many(vec![String::new(); ENTRIES_KEPT_MAX]));
        for entry in ["\"\"", "[1]"] {
            let error = serde_json::from_str::<PromptInput>(&repeated(entry, 10_000)).unwrap_err();
            let says = "it has 10000 entries, at most 4096 are read";
            assert!(error.to_string().starts_with(says), "{error}");
        }
        let biases: Vec<String> = (0..5000).map(|id| format!("\"{id}\":0")).collect();
        let error = serde_json::from_str::<Biases>(&format!("{{{}}}", biases.join(","))).err();
        let said = error.map(|error| error.to_string()).unwrap_or_default();
        assert!(said.starts_with("it has 5000 entries"), "{said}");
    }

    #[test]
    fn a_prompt_may_have_any_number_of_tokens() {
        let prompt = serde_json::from_str::<PromptInput>(&repeated("7", 10_000)).unwrap();
        assert_eq!(prompt, PromptInput::Tokens(vec![7; 10_000]));
        let prompt = format!("[{}]", repeated("7", 10_000));
        let prompt = serde_json::from_str::<PromptInput>(&prompt).unwrap();
        assert_eq!(prompt, PromptInput::TokenLists(vec![vec![7; 10_000]]));
    }
}
