//! Folders of onnxruntime-genai: `genai_config.json` says which graph to run. What it says of end tokens is
//! joined with Hugging Face's files where the folder has them.

use super::config::Config;
use super::tree::Tree;
use super::{
    CONTEXT_TOKENS_MAX, Facts, FolderError, HEAD_SIZE_MAX, HEADS_MAX, VOCABULARY_MAX, defaults,
    hugging_face,
};
use std::path::{Component, Path, PathBuf};

pub(super) fn facts(tree: &Tree, config: &Config) -> Result<Facts, FolderError> {
    let vocabulary = config.count("model.vocab_size", VOCABULARY_MAX)?;
    let mut end_tokens = config.tokens("model.eos_token_id", vocabulary)?;
    let mut facts = Facts {
        architecture: config.name("model.type")?,
        graph: graph(tree, config)?,
        vocabulary,
        kv_heads: config.count("model.decoder.num_key_value_heads", HEADS_MAX)?,
        head_size: config.count("model.decoder.head_size", HEAD_SIZE_MAX)?,
        defaults: defaults(config, "search")?,
        ..Facts::default()
    };
    facts.context_tokens.extend(config.count("model.context_length", CONTEXT_TOKENS_MAX)?);
    for file in ["generation_config.json", "config.json"] {
        if let Some(config) = Config::read(tree, file)? {
            end_tokens.extend(hugging_face::end_tokens(&config, vocabulary)?);
        }
    }
    facts.end_tokens = end_tokens;
    Ok(facts)
}

fn graph(tree: &Tree, config: &Config) -> Result<PathBuf, FolderError> {
    let field = "model.decoder.filename";
    let Some(name) = config.text(field)? else {
        return Err(config.wrong(field, "the name of a file in the folder", "absent"));
    };
    let path = Path::new(name);
    let stays = path.components().all(|part| matches!(part, Component::Normal(_)));
    if !stays || !tree.has(path) {
        return Err(config.wrong(field, "the name of a file in the folder", name));
    }
    Ok(path.to_owned())
}
