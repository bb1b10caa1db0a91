//! Message content: a string, or a list of parts of which only text is spoken here.

use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// The text of a message; text parts are joined without anything between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content(pub String);

#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct Part {
    #[serde(rename = "type")]
    kind: String,
    text: Option<String>,
}

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ContentVisitor)
    }
}

struct ContentVisitor;

impl<'de> Visitor<'de> for ContentVisitor {
    type Value = Content;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or an array of text parts")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Content, E> {
        Ok(Content(text.to_owned()))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Content, E> {
        Ok(Content(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Content, A::Error> {
        let mut whole = String::new();
        while let Some(part) = parts.next_element::<Part>()? {
            match (part.kind.as_str(), part.text) {
                ("text", Some(text)) => whole.push_str(&text),
                ("text", None) => return Err(de::Error::missing_field("text")),
                (kind, _) => {
                    return Err(de::Error::custom(format_args!(
                        "part of type `{kind}`, only `text` is supported"
                    )));
                }
            }
        }
        Ok(Content(whole))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_joined() {
        let parts = r#"[{"type":"text","text":"a"},{"type":"text","text":"b"}]"#;
        assert_eq!(serde_json::from_str::<Content>(parts).unwrap().0, "ab");
    }

    #[test]
    fn an_image_is_refused_by_name() {
        let error = serde_json::from_str::<Content>(r#"[{"type":"image_url"}]"#).unwrap_err();
        assert!(error.to_string().contains("`image_url`"), "{error}");
    }
}
