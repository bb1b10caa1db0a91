//! Folders as Hugging Face's tools write them: Optimum puts the graph at the top, transformers.js puts
//! several into `onnx/`, one for each precision.

use super::config::Config;
use super::tree::Tree;
use super::{
    CONTEXT_TOKENS_MAX, Facts, FolderError, HEAD_SIZE_MAX, HEADS_MAX, VOCABULARY_MAX, defaults,
};
use std::path::PathBuf;

/// Which graph a CPU runs best, where there are several; the first that exists is taken.
///
/// An answer costs as many bytes as the weights have: so 4 bits come before 8, and 8 before 32. `bnb4` has
/// a slower kernel than `q4`. fp16 comes last although it is half of fp32: a CPU has no kernels for it, so
/// that every node is computed in fp32 between two casts.
const PRECISIONS: [&str; 8] =
    ["_q4", "_int8", "_quantized", "_uint8", "_bnb4", "", "_q4f16", "_fp16"];
/// One graph for prompts and answers before one that was made for answers only.
const STEMS: [&str; 4] =
    ["model", "decoder_model_merged", "decoder_with_past_model", "decoder_with_past"];
const DIRS: [&str; 2] = ["", "onnx/"];

pub(super) fn facts(tree: &Tree) -> Result<Facts, FolderError> {
    let Some(config) = Config::read(tree, "config.json")? else {
        return Err(FolderError::Missing {
            what: "genai_config.json and no config.json".to_owned(),
        });
    };
    if config.flag("is_encoder_decoder")? == Some(true) {
        return Err(config.wrong("is_encoder_decoder", "false", true));
    }
    let graph = graph(tree)?;
    let vocabulary = first(&config, &["vocab_size"], VOCABULARY_MAX)?;
    let heads = first(&config, &["num_attention_heads", "n_head", "n_heads"], HEADS_MAX)?;
    let hidden = first(&config, &["hidden_size", "n_embd", "d_model"], HEADS_MAX * HEAD_SIZE_MAX)?;
    let even = heads.zip(hidden).filter(|(heads, hidden)| hidden.is_multiple_of(*heads));
    let contexts = ["max_position_embeddings", "n_positions", "n_ctx", "max_seq_len", "seq_length"];

    let generation = Config::read(tree, "generation_config.json")?;
    let mut end_tokens = end_tokens(&config, vocabulary)?;
    if let Some(generation) = &generation {
        end_tokens.extend(self::end_tokens(generation, vocabulary)?);
    }
    Ok(Facts {
        architecture: config.name("model_type")?,
        graph,
        context_tokens: first(&config, &contexts, CONTEXT_TOKENS_MAX)?.into_iter().collect(),
        vocabulary,
        kv_heads: first(&config, &["num_key_value_heads", "num_kv_heads"], HEADS_MAX)?.or(heads),
        head_size: first(&config, &["head_dim"], HEAD_SIZE_MAX)?
            .or(even.map(|(heads, hidden)| hidden / heads)),
        end_tokens,
        defaults: match &generation {
            Some(generation) => defaults(generation, "")?,
            // Before there was a file of its own, the settings were among the others.
            None => defaults(&config, "")?,
        },
    })
}

pub(super) fn end_tokens(
    config: &Config,
    vocabulary: Option<u32>,
) -> Result<Vec<u32>, FolderError> {
    let mut ends = config.tokens("eos_token_id", vocabulary)?;
    ends.extend(config.tokens("text_config.eos_token_id", vocabulary)?);
    Ok(ends)
}

fn graph(tree: &Tree) -> Result<PathBuf, FolderError> {
    let names = PRECISIONS.iter().flat_map(|precision| {
        STEMS.iter().flat_map(move |stem| {
            DIRS.iter().map(move |dir| PathBuf::from(format!("{dir}{stem}{precision}.onnx")))
        })
    });
    let mut found = names.filter(|path| tree.has(path));
    found.next().ok_or_else(|| FolderError::Missing {
        what:
            "graph: neither model.onnx nor onnx/model.onnx, nor one of these of another precision"
                .to_owned(),
    })
}

/// The first of these fields that is there; models with more senses than text keep them in `text_config`.
fn first(config: &Config, fields: &[&str], max: u64) -> Result<Option<u32>, FolderError> {
    for prefix in ["", "text_config."] {
        for field in fields {
            let count = config.count(&format!("{prefix}{field}"), max)?;
            if count.is_some() {
                return Ok(count);
            }
        }
    }
    Ok(None)
}
