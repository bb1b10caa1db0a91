//! The keywords that can be honoured, and how the values of the plain ones are read.

use super::{Range, SHOWN_BYTES_MAX, Types, shown};
use serde_json::{Map, Value};

pub(super) type Object = Map<String, Value>;
/// Or what is wrong; where is the caller's to say.
pub(super) type Read<T> = Result<T, String>;

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// They say something about a schema and ask nothing of a value.
const ANNOTATIONS: &[&str] = &[
    "$comment",
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
];

pub(super) const KEYWORDS: &[&str] = &[
    "$schema",
    "$defs",
    "definitions",
    "$ref",
    "type",
    "const",
    "enum",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "prefixItems",
    "items",
    "contains",
    "minContains",
    "maxContains",
    "minProperties",
    "maxProperties",
    "required",
    "dependentRequired",
    "properties",
    "patternProperties",
    "additionalProperties",
    "propertyNames",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
];

/// Keywords that mean nothing without another.
const COMPANIONS: &[(&str, &str)] =
    &[("minContains", "contains"), ("maxContains", "contains"), ("then", "if"), ("else", "if")];

pub(super) fn refuse_unknown(object: &Object, is_top: bool) -> Read<()> {
    for (key, value) in object {
        let companion = COMPANIONS.iter().find(|(name, _)| name == key);
        let problem = match key.as_str() {
            "$schema" if !is_top => "`$schema` may only be at the top".to_owned(),
            "$schema" if value.as_str().map(|uri| uri.trim_end_matches('#')) != Some(DRAFT) => {
                let value = shown(&value.to_string(), SHOWN_BYTES_MAX);
                format!("`$schema` is {value}, and only \"{DRAFT}\" can be honoured")
            }
            "format" => "keyword `format` is not supported: say it with `pattern`".to_owned(),
            key => match companion {
                Some((name, other)) if !object.contains_key(*other) => {
                    format!("`{name}` means nothing without `{other}`")
                }
                _ if KEYWORDS.contains(&key) || ANNOTATIONS.contains(&key) => continue,
                _ => format!("keyword `{key}` is not supported"),
            },
        };
        return Err(problem);
    }
    Ok(())
}

pub(super) fn read_types(value: &Value) -> Read<Types> {
    let names = match value.as_str() {
        Some(name) => vec![name.to_owned()],
        None => strings("type", value)?,
    };
    if names.is_empty() {
        return Err("`type` must name at least one type".to_owned());
    }
    names.iter().try_fold(Types::default(), |types, name| {
        let name = shown(name, SHOWN_BYTES_MAX);
        types.with(&name).ok_or_else(|| format!("`type` names `{name}`, which is no type"))
    })
}

pub(super) fn strings(key: &str, value: &Value) -> Read<Vec<String>> {
    let string = |value: &Value| value.as_str().map(str::to_owned);
    let strings = value.as_array().and_then(|values| values.iter().map(string).collect());
    strings.ok_or_else(|| format!("`{key}` must be an array of strings"))
}

pub(super) fn text<'a>(object: &'a Object, key: &str) -> Read<Option<&'a str>> {
    match object.get(key) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("`{key}` must be a string")),
    }
}

/// `None` with neither of the two. `min_if_open` is what the first means when it is not there.
pub(super) fn range(
    object: &Object,
    [min, max]: [&'static str; 2],
    min_if_open: (&'static str, u64),
) -> Read<Option<Range>> {
    let count = |key: &str| match object.get(key) {
        None => Ok(None),
        Some(value) => value
            .as_u64()
            .map(Some)
            .ok_or_else(|| format!("`{key}` must be a whole number, 0 or above")),
    };
    let (low, high) = (count(min)?, count(max)?);
    if low.is_none() && high.is_none() {
        return Ok(None);
    }
    Ok(Some(Range { min: low.map_or(min_if_open, |low| (min, low)), max: (max, high) }))
}

/// The pointer of a fragment, its `%41` read as `A`. `None` for one that is no pointer.
pub(super) fn decoded(fragment: &str) -> Option<String> {
    if !fragment.is_empty() && !fragment.starts_with('/') {
        return None;
    }
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let hex = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&hex).ok()?, 16).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}
