//! The files about text that both formats share, in the order in which transformers lets one overrule
//! another.

use super::config::Config;
use super::tree::Tree;
use super::{CONTEXT_TOKENS_MAX, FolderError, TEMPLATE_BYTES_MAX, TOKENIZER_BYTES_MAX};
use crate::text::{Declared, Parts};
use serde_json::Value;

const NAMES: [&str; 7] =
    ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"];
const DECLARED_MAX: usize = 64 * 1024;

#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) parts: Parts,
    pub(super) context_tokens: Option<u32>,
    pub(super) end_token: Option<String>,
}

pub(super) fn read(tree: &Tree) -> Result<Read, FolderError> {
    let Some(tokenizer) = tree.read("tokenizer.json", TOKENIZER_BYTES_MAX)? else {
        return Err(FolderError::Missing { what: "tokenizer.json".to_owned() });
    };
    let config = Config::read(tree, "tokenizer_config.json")?;
    let mut read = Read::default();
    read.parts.tokenizer = tokenizer;
    read.parts.template = template(tree, config.as_ref())?;
    let declares =
        config.as_ref().is_some_and(|config| config.get("added_tokens_decoder").is_some());
    // An older file, for folders whose configuration does not list its tokens.
    let map = if declares { None } else { Config::read(tree, "special_tokens_map.json")? };
    for config in map.iter().chain(&config) {
        names(config, &mut read)?;
    }
    if let Some(config) = &config {
        added(config, &mut read)?;
        let max = config.get("model_max_length").and_then(Value::as_u64);
        // A number beyond all bounds is how "no limit" is written.
        let max = max.filter(|max| (1..=CONTEXT_TOKENS_MAX).contains(max));
        read.context_tokens = max.and_then(|max| u32::try_from(max).ok());
    }
    let mut names = read.parts.names.iter();
    read.end_token = names.find(|(name, _)| name == "eos_token").map(|(_, token)| token.clone());
    Ok(read)
}

fn template(tree: &Tree, config: Option<&Config>) -> Result<Option<String>, FolderError> {
    let file = "chat_template.jinja";
    if let Some(bytes) = tree.read(file, TEMPLATE_BYTES_MAX)? {
        let text = String::from_utf8(bytes);
        return text.map(Some).map_err(|_| FolderError::NotText { file: file.to_owned() });
    }
    if let Some(config) = config
        && let Some(given) = config.get("chat_template")
    {
        return named_default(config, given);
    }
    match Config::read(tree, "chat_template.json")? {
        Some(config) => Ok(config.text("chat_template")?.map(str::to_owned)),
        None => Ok(None),
    }
}

/// A template, or a list of them with names.
fn named_default(config: &Config, given: &Value) -> Result<Option<String>, FolderError> {
    let wrong = || config.wrong("chat_template", "a template or a list of named ones", given);
    match given {
        Value::String(template) => Ok(Some(template.clone())),
        Value::Array(templates) => {
            let mut templates = templates.iter();
            let default = templates.find(|template| template["name"] == "default");
            let template = default.map(|default| default["template"].as_str().ok_or_else(wrong));
            Ok(template.transpose()?.map(str::to_owned))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => Err(wrong()),
    }
}

/// `bos_token` and the like. What was named first stays.
fn names(config: &Config, read: &mut Read) -> Result<(), FolderError> {
    for name in NAMES {
        let Some(token) = config.get(name) else { continue };
        let mut token = declared(config, name, token)?;
        token.special = true;
        if read.parts.names.iter().all(|(given, _)| given != name) {
            read.parts.names.push((name.to_owned(), token.content.clone()));
            read.parts.declared.push(token);
        }
    }
    for field in ["additional_special_tokens", "extra_special_tokens"] {
        let Some(Value::Array(tokens)) = config.get(field) else { continue };
        room(config, field, tokens.len())?;
        for token in tokens {
            let mut token = declared(config, field, token)?;
            token.special = true;
            read.parts.declared.push(token);
        }
    }
    Ok(())
}

fn added(config: &Config, read: &mut Read) -> Result<(), FolderError> {
    let field = "added_tokens_decoder";
    let Some(tokens) = config.get(field) else {
        return Ok(());
    };
    let Value::Object(tokens) = tokens else {
        return Err(config.wrong(field, "an object", tokens));
    };
    room(config, field, tokens.len())?;
    for (id, token) in tokens {
        let id =
            id.parse().map_err(|_| config.wrong(field, "an object whose names are ids", id))?;
        let token = declared(config, field, token)?;
        read.parts.declared.push(Declared { id: Some(id), ..token });
    }
    Ok(())
}

fn room(config: &Config, field: &str, count: usize) -> Result<(), FolderError> {
    if count <= DECLARED_MAX {
        return Ok(());
    }
    let must = format!("at most {DECLARED_MAX} tokens");
    Err(config.wrong(field, must, format_args!("{count} of them")))
}

/// A token as a string or as an object with its ways.
fn declared(config: &Config, field: &str, token: &Value) -> Result<Declared, FolderError> {
    let content = token.as_str().map(|content| serde_json::json!({ "content": content }));
    serde_json::from_value(content.unwrap_or_else(|| token.clone()))
        .map_err(|_| config.wrong(field, "a token", token))
}
