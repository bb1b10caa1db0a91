//! Puts a model together: small files, graph, session, and the backend that the graph allows.

use super::plain::{Cache, Plain, Port, Scores, Signature};
use super::ragged::Ragged;
use super::speech::FolderSpeech;
use crate::attention::{BLOCK_TOKENS, KvPool, KvShape};
use crate::folder::{ModelFolder, passes};
use crate::graph::{self, Graph};
use crate::loads::{Progress, broken};
use crate::model::Model;
use crate::ort::{self as runtime, GraphSource, Plan, RaggedSession, Runtime, Session};
use bytes::Bytes;
use edge_api::worker::{Capabilities, Card, Folder, LoadFailure, LoadFailureKind, LoadStage};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

pub(super) struct Assembled {
    pub(super) model: Box<dyn Model>,
    /// Without what only the digest says.
    pub(super) card: Card,
}

pub(super) fn assemble(
    folder: &Folder,
    digest: String,
    library: Option<&Path>,
    progress: &Progress,
) -> Result<Assembled, LoadFailure> {
    progress.set(LoadStage::Read, 0.0);
    let mut read = ModelFolder::open(&folder.dir)?;
    let graph = read_graph(&read)?;
    let signature = graph.signature().map_err(|error| broken(error.to_string()))?;
    let shape = Shape::find(&read, &signature)?;
    read.text.fit(shape.vocabulary).map_err(|error| broken(error.to_string()))?;
    fit_ends(&mut read, shape.vocabulary)?;
    // A folder that is broken is so with or without a library.
    let library = Runtime::load(library)?;
    let mut card = card(&read, &graph, &shape, signature.layers.len());
    let context_tokens = shape.context_tokens(folder, &read, &signature);
    read.text.limit(context_tokens);
    let rows_fit = rows_fit(folder, shape.row_bytes(&signature, context_tokens))?;
    let rows = |fit| u16::try_from(fit).unwrap_or(u16::MAX).min(folder.rows_max);
    let capabilities = Capabilities {
        engine: "ort".to_owned(),
        digest: Some(digest),
        context_tokens,
        rows_max: rows(rows_fit),
        runtime: Some(library.report()),
        ..Capabilities::default()
    };
    progress.set(LoadStage::Read, 1.0);
    progress.set(LoadStage::Session, 0.0);
    let ModelFolder { graph_path, end_tokens, text, .. } = read;
    card.chat = text.has_chat();
    let speech = Box::new(FolderSpeech { text, end_tokens });
    let plan = |graph, operators| Plan {
        graph,
        threads: folder.threads,
        providers: &folder.providers,
        gpu: folder.gpu,
        operators,
    };
    let model: Box<dyn Model> = match graph.into_ragged() {
        Ok(ragged) => {
            let positions_max = ragged.layers.iter().filter_map(|layer| layer.positions_max).min();
            let context_tokens = context_tokens.min(positions_max.unwrap_or(u32::MAX));
            let capabilities = Capabilities { context_tokens, ..capabilities };
            let pool = pool(&ragged, &shape, &capabilities)?;
            let operators = vec![runtime::domain(&pool).map_err(|error| broken(error.message()))?];
            let bytes = ragged.graph.encode();
            drop(ragged.graph);
            let dir = parent(&graph_path);
            let source = GraphSource::Memory { bytes: &bytes, dir };
            let session = library.open(plan(source, operators))?;
            let capabilities = ran(capabilities, "ragged", None, &session);
            let positions = ragged.needs_position_ids;
            let session = Box::new(RaggedSession::new(session));
            let vocabulary = shape.vocabulary;
            Box::new(Ragged::new(session, pool, speech, capabilities, vocabulary, positions))
        }
        Err((graph, reason)) => {
            // Its bytes are read again by the runtime.
            drop(graph);
            let session = library.open(plan(GraphSource::File(&graph_path), Vec::new()))?;
            let capabilities = ran(capabilities, "plain", Some(reason), &session);
            let signature = feeding(signature, &shape)?;
            // While a row steps, its keys and values exist as they were and as they become.
            let rows_max = rows(rows_fit.saturating_sub(1).max(1));
            let capabilities = Capabilities { rows_max, ..capabilities };
            Box::new(Plain::new(session, signature, speech, capabilities)?)
        }
    };
    progress.set(LoadStage::Session, 1.0);
    Ok(Assembled { model, card })
}

/// What a graph may leave open and the folder's configuration then says.
#[derive(Debug)]
struct Shape {
    vocabulary: u32,
    kv_heads: u32,
    head_size: u32,
}

impl Shape {
    fn find(read: &ModelFolder, signature: &graph::Signature) -> Result<Self, LoadFailure> {
        let first = &signature.layers[0];
        let missing = |what: &str| broken(format!("neither graph nor configuration say {what}"));
        let vocabulary = signature.logits.vocabulary.or(read.vocabulary);
        let shape = Self {
            vocabulary: vocabulary.ok_or_else(|| missing("how large the vocabulary is"))?,
            kv_heads: (first.kv_heads.or(read.kv_heads))
                .ok_or_else(|| missing("how many heads keys and values have"))?,
            head_size: (first.head_dim.or(read.head_size))
                .ok_or_else(|| missing("how large a head is"))?,
        };
        let zero = [shape.vocabulary, shape.kv_heads, shape.head_size].contains(&0);
        if zero { Err(broken(format!("a dimension is 0: {shape:?}"))) } else { Ok(shape) }
    }

    /// As long as the folder's own settings say, even if that cannot be; else as long as there is memory for
    /// one row. A context of 128 k tokens is rarely meant.
    fn context_tokens(
        &self,
        folder: &Folder,
        read: &ModelFolder,
        signature: &graph::Signature,
    ) -> u32 {
        let block_tokens = u64::try_from(BLOCK_TOKENS).expect("a block is small");
        let block_bytes = self.row_bytes(signature, 1);
        let fit = folder.kv_bytes_max / block_bytes.max(1) * block_tokens;
        let fit = u32::try_from(fit).unwrap_or(u32::MAX).max(1);
        folder.context_tokens.unwrap_or(fit).min(read.context_tokens)
    }

    /// The keys and values of one sequence at full length.
    fn row_bytes(&self, signature: &graph::Signature, context_tokens: u32) -> u64 {
        let layers = u64::try_from(signature.layers.len()).unwrap_or(u64::MAX);
        let whole_blocks = u64::from(context_tokens).next_multiple_of(BLOCK_TOKENS as u64);
        let factors = [layers, 2 * 4, self.kv_heads.into(), self.head_size.into(), whole_blocks];
        factors.into_iter().fold(1, u64::saturating_mul)
    }
}

/// A number beyond the vocabulary was meant for another graph. A token of the tokenizer may lie there, as one
/// that was added without the graph being grown: no answer ends with it.
fn fit_ends(read: &mut ModelFolder, vocabulary: u32) -> Result<(), LoadFailure> {
    if let Some(end) = read.end_tokens_given.iter().find(|end| **end >= vocabulary) {
        return Err(broken(format!(
            "eos_token_id has {end}, and the graph's vocabulary ends at {vocabulary}"
        )));
    }
    read.end_tokens.retain(|end| *end < vocabulary);
    Ok(())
}

/// How many rows at full length there is memory for, at least one.
fn rows_fit(folder: &Folder, row_bytes: u64) -> Result<u64, LoadFailure> {
    let bytes_max = folder.kv_bytes_max;
    match bytes_max / row_bytes.max(1) {
        0 => Err(LoadFailure {
            hint: Some(
                "lower context_tokens of this model, or raise engine.kv_bytes_max".to_owned(),
            ),
            ..broken(format!(
                "one row at full length needs {row_bytes} bytes, engine.kv_bytes_max is {bytes_max}"
            ))
        }),
        fit => Ok(fit),
    }
}

fn read_graph(read: &ModelFolder) -> Result<Graph, LoadFailure> {
    let unreadable = |error: std::io::Error| {
        let failure = broken(format!("{}: {error}", read.graph_path.display()));
        let kind = if passes(&error) { LoadFailureKind::Passing } else { failure.kind };
        LoadFailure { kind, ..failure }
    };
    let file = File::open(&read.graph_path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    // One more than allowed, so that the graph is refused by name and not cut.
    file.take(graph::FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    Graph::read(Bytes::from(bytes), parent(&read.graph_path))
        .map_err(|error| broken(error.to_string()))
}

fn parent(path: &Path) -> &Path {
    path.parent().expect("a graph lies in a folder")
}

fn card(read: &ModelFolder, graph: &Graph, shape: &Shape, layers: usize) -> Card {
    Card {
        format: read.format.as_str().to_owned(),
        architecture: read.architecture.clone(),
        precision: graph.precision().name(),
        layers: u32::try_from(layers).unwrap_or(u32::MAX),
        vocabulary: shape.vocabulary,
        context_tokens: read.context_tokens,
        end_tokens: read.end_tokens.clone(),
        defaults: read.defaults.clone(),
        ..Card::default()
    }
}

fn pool(
    ragged: &graph::Ragged,
    shape: &Shape,
    capabilities: &Capabilities,
) -> Result<Arc<KvPool>, LoadFailure> {
    let same = |pair: &[graph::AttentionLayer]| {
        (pair[0].kv_heads, pair[0].head_dim) == (pair[1].kv_heads, pair[1].head_dim)
    };
    if !ragged.layers.windows(2).all(same) {
        return Err(broken("its layers have keys and values of different shapes"));
    }
    let [heads, size] = [shape.kv_heads, shape.head_size].map(|size| size as usize);
    let kv = KvShape::new(ragged.layers.len(), heads, size)
        .map_err(|error| broken(error.to_string()))?;
    let blocks = (capabilities.context_tokens as usize).div_ceil(BLOCK_TOKENS);
    Ok(Arc::new(KvPool::new(kv, blocks * usize::from(capabilities.rows_max))))
}

fn ran(
    capabilities: Capabilities,
    backend: &str,
    backend_reason: Option<String>,
    session: &Session,
) -> Capabilities {
    Capabilities {
        backend: backend.to_owned(),
        backend_reason,
        provider: session.provider().as_str().to_owned(),
        provider_reason: session.provider_reason().map(str::to_owned),
        placement: session.placement().to_vec(),
        ..capabilities
    }
}

/// The signature as the plain backend feeds it.
fn feeding(signature: graph::Signature, shape: &Shape) -> Result<Signature, LoadFailure> {
    let port = |input: graph::Input| {
        Ok::<_, LoadFailure>(Port { element: element(input.element)?, name: input.name })
    };
    let mut caches = Vec::with_capacity(2 * signature.layers.len());
    for layer in signature.layers {
        let element = element(layer.element)?;
        let heads = layer.kv_heads.unwrap_or(shape.kv_heads);
        let head_size = layer.head_dim.unwrap_or(shape.head_size);
        for (past, present) in
            [(layer.past_key, layer.present_key), (layer.past_value, layer.present_value)]
        {
            caches.push(Cache { past, present, element, heads, head_size });
        }
    }
    Ok(Signature {
        tokens: port(signature.input_ids)?,
        attention_mask: signature.attention_mask.map(port).transpose()?,
        position_ids: signature.position_ids.map(port).transpose()?,
        use_cache_branch: signature.use_cache_branch.map(port).transpose()?,
        num_logits_to_keep: signature.num_logits_to_keep.map(port).transpose()?,
        caches,
        scores: Scores {
            name: signature.logits.name,
            element: element(signature.logits.element)?,
            vocabulary: shape.vocabulary,
        },
    })
}

fn element(element: graph::Element) -> Result<runtime::Element, LoadFailure> {
    match element {
        graph::Element::F32 => Ok(runtime::Element::F32),
        graph::Element::F16 => Ok(runtime::Element::F16),
        graph::Element::I64 => Ok(runtime::Element::I64),
        graph::Element::I32 => Ok(runtime::Element::I32),
        graph::Element::Bool => Ok(runtime::Element::Bool),
        graph::Element::Bf16 => {
            Err(broken("it computes in bfloat16, which only ragged graphs may"))
        }
    }
}
