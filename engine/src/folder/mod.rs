//! What a model folder's small files say: which graph to run, how long a context may be, which tokens end an
//! answer, how text becomes tokens. `tree` lists the files, `config` reads JSON with errors that name the
//! field, `genai` and `hugging_face` know one format each, `tokenizer` the files that both share, `digest`
//! and `copy` treat a folder as bytes.
//!
//! A folder is not trusted: every file has a limit, and nothing outside of it is ever opened. No graph is
//! parsed here.

mod config;
mod copy;
mod digest;
mod error;
mod genai;
mod hugging_face;
mod tokenizer;
mod tree;

#[cfg(test)]
mod tests;

pub(crate) use copy::copy;
pub(crate) use digest::{Digest, digest};
pub(crate) use error::{FolderError, passes};

use crate::text::Text;
use config::Config;
use edge_api::worker::ModelDefaults;
use edge_core::request::limits;
use std::path::{Path, PathBuf};
use tree::Tree;

const CONFIG_BYTES_MAX: u64 = 4 * 1024 * 1024;
const TOKENIZER_BYTES_MAX: u64 = 64 * 1024 * 1024;
const TEMPLATE_BYTES_MAX: u64 = 1024 * 1024;
const CONTEXT_TOKENS_MAX: u64 = 16 * 1024 * 1024;
/// Where nothing says how long a context may be.
const CONTEXT_TOKENS_DEFAULT: u32 = 2048;
const VOCABULARY_MAX: u64 = 4 * 1024 * 1024;
const HEADS_MAX: u64 = 4096;
const HEAD_SIZE_MAX: u64 = 16 * 1024;
const END_TOKENS_MAX: usize = 64;

/// Tokens that end a turn wherever they exist as special tokens, whatever the configuration forgets.
const TURN_ENDS: [&str; 14] = [
    "<|im_end|>",
    "<|eot_id|>",
    "<|eom_id|>",
    "<|end_of_text|>",
    "<|endoftext|>",
    "<|end|>",
    "<|return|>",
    "<|call|>",
    "<end_of_turn>",
    "<turn|>",
    "<|eot|>",
    "<|END_OF_TURN_TOKEN|>",
    "<｜end▁of▁sentence｜>",
    "</s>",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Genai,
    HuggingFace,
}

impl Format {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Format::Genai => "genai",
            Format::HuggingFace => "hugging-face",
        }
    }
}

/// A folder that was read; the graph has not been opened.
#[derive(Debug)]
pub(crate) struct ModelFolder {
    pub(crate) format: Format,
    pub(crate) architecture: Option<String>,
    /// A regular file; its folder is named without symbolic links.
    pub(crate) graph_path: PathBuf,
    pub(crate) context_tokens: u32,
    pub(crate) vocabulary: Option<u32>,
    pub(crate) kv_heads: Option<u32>,
    pub(crate) head_size: Option<u32>,
    /// In ascending order; may be empty.
    pub(crate) end_tokens: Vec<u32>,
    /// Those of them that the configuration gives as numbers: the others are tokens of the tokenizer.
    pub(crate) end_tokens_given: Vec<u32>,
    pub(crate) defaults: ModelDefaults,
    pub(crate) text: Text,
}

/// What one format's configuration says of the model.
#[derive(Debug, Default)]
struct Facts {
    architecture: Option<String>,
    /// In `Tree`, relative to it.
    graph: PathBuf,
    /// All that were found.
    context_tokens: Vec<u32>,
    vocabulary: Option<u32>,
    kv_heads: Option<u32>,
    head_size: Option<u32>,
    end_tokens: Vec<u32>,
    defaults: ModelDefaults,
}

impl ModelFolder {
    pub(crate) fn open(dir: &Path) -> Result<Self, FolderError> {
        let tree = Tree::walk(dir)?;
        let (format, facts) = match Config::read(&tree, "genai_config.json")? {
            Some(config) => (Format::Genai, genai::facts(&tree, &config)?),
            None => (Format::HuggingFace, hugging_face::facts(&tree)?),
        };
        let mut read = tokenizer::read(&tree)?;
        let mut text = Text::open(std::mem::take(&mut read.parts))?;
        if let Some(vocabulary) = facts.vocabulary {
            text.fit(vocabulary)?;
        }
        let end_tokens = end_tokens(&facts, &read, &text);
        text.protect(&end_tokens)?;
        let contexts = facts.context_tokens.iter().copied().chain(read.context_tokens);
        let context_tokens = contexts.min().unwrap_or(CONTEXT_TOKENS_DEFAULT);
        text.limit(context_tokens);
        Ok(Self {
            format,
            graph_path: tree.path(&facts.graph),
            context_tokens,
            architecture: facts.architecture,
            vocabulary: facts.vocabulary,
            kv_heads: facts.kv_heads,
            head_size: facts.head_size,
            end_tokens,
            end_tokens_given: facts.end_tokens,
            defaults: facts.defaults,
            text,
        })
    }
}

fn end_tokens(facts: &Facts, read: &tokenizer::Read, text: &Text) -> Vec<u32> {
    let named = read.end_token.iter().filter_map(|token| text.token_id(token));
    let known = TURN_ENDS.iter().filter_map(|token| text.special_token_id(token));
    let mut ends: Vec<u32> = facts.end_tokens.iter().copied().chain(named).chain(known).collect();
    ends.sort_unstable();
    ends.dedup();
    ends
}

/// A model's own sampling, as both formats put it.
///
/// `do_sample: false` says that the temperatures beside it mean nothing: transformers ignores them, and so
/// they are left open here. It does not make a temperature of 0 the default: it is also what transformers
/// assumes where nothing is said, and most models that say nothing are not meant to be greedy. A penalty
/// works either way.
fn defaults(config: &Config, prefix: &str) -> Result<ModelDefaults, FolderError> {
    let field =
        |name: &str| if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") };
    let samples = config.flag(&field("do_sample"))?.unwrap_or(true);
    let mut defaults = ModelDefaults {
        repetition_penalty: config
            .number(&field("repetition_penalty"), &limits::REPETITION_PENALTY)?,
        ..ModelDefaults::default()
    };
    if samples {
        defaults.temperature = config.number(&field("temperature"), &limits::TEMPERATURE)?;
        let top_p = config.number(&field("top_p"), &(0.0..=limits::TOP_P_MAX))?;
        // transformers keeps the likeliest token then; so does the smallest value above.
        defaults.top_p = top_p.map(|top_p| top_p.max(f64::from(f32::MIN_POSITIVE)));
        defaults.top_k = config.integer(&field("top_k"), &limits::TOP_K)?;
        defaults.min_p = config.number(&field("min_p"), &limits::MIN_P)?;
    }
    Ok(defaults)
}
