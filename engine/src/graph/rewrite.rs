//! From a decoder whose keys and values go through it, to one that keeps them in our memory and takes the
//! tokens of many rows side by side.
//!
//! Everything is planned on the graph as it is; only a plan that holds is carried out.

use super::attention::{self, DOMAIN, DOMAIN_VERSION, Replacement, int_attribute};
use super::error::Shown;
use super::index::{Index, input, is_microsoft};
use super::projection::{self, Head};
use super::proto::{
    Dimension, DimensionValue, GraphProto, NodeProto, OperatorSetIdProto, TensorShapeProto,
    TensorType, TypeProto, TypeValue, ValueInfoProto, data_type,
};
use super::signature::{Element, Signature};
use super::tokens::{self, Flow};
use super::{Graph, GraphError};
use std::collections::{HashMap, HashSet};

pub(crate) use attention::AttentionLayer;
use projection::Projection;

/// `i32[n, ROW_COLUMNS]`: sequence, past, q_start, q_len, adapter.
pub(crate) const ROWS: &str = "rows";
pub(crate) const ROW_COLUMNS: u32 = 5;
/// `i64[n]`: the tokens whose logits are wanted.
pub(crate) const LOGITS_INDICES: &str = "logits_indices";
/// They scale by all tokens of a step, so that a row's answer would depend on the others.
const SCALED_TOGETHER: &[&str] = &["DynamicQuantizeLinear", "DynamicQuantizeMatMul"];
const HIDDEN: &str = "edged.logits_hidden";

/// A rewritten graph. Its inputs are `input_ids i64[1, tokens]`, `rows`, `logits_indices`, and
/// `position_ids i64[1, tokens]` if `needs_position_ids`; its output is `logits f32[1, n, vocabulary]`.
#[derive(Debug)]
pub(crate) struct Ragged {
    pub(crate) graph: Graph,
    /// By the `layer` of their nodes.
    pub(crate) layers: Vec<AttentionLayer>,
    /// In the graph's order, without the one that makes logits.
    #[cfg_attr(
        not(any(test, feature = "fuzzing")),
        expect(dead_code, reason = "adapters will add to what these make")
    )]
    pub(crate) projections: Vec<Projection>,
    pub(crate) needs_position_ids: bool,
}

#[cfg(any(test, feature = "fuzzing"))]
impl Ragged {
    /// Whether what is written can be read again, but for our own domain.
    pub(crate) fn is_sound(&self, dir: &std::path::Path) -> bool {
        let domains = ["", "com.microsoft", DOMAIN];
        let again = prost::Message::decode(bytes::Bytes::from(self.graph.encode()));
        again.is_ok_and(|model| super::check::check_with(&model, dir, &domains).is_ok())
    }
}

pub(crate) fn ragged(graph: Graph) -> Result<Ragged, (Graph, String)> {
    match Plan::make(&graph) {
        Ok(plan) => Ok(plan.carry_out(graph)),
        Err(reason) => Err((graph, reason)),
    }
}

struct Plan {
    /// By place: our attention, and the last projection with its new input.
    replacements: HashMap<usize, NodeProto>,
    head: Head,
    left: Left,
    vocabulary: Option<u32>,
    layers: Vec<AttentionLayer>,
    projections: Vec<Projection>,
}

/// What logits still depend on.
struct Left {
    /// By node.
    live: Vec<bool>,
    initializers: HashSet<String>,
    position_ids: bool,
}

impl Plan {
    fn make(graph: &Graph) -> Result<Self, String> {
        if let Some(field) = &graph.unknown_field {
            return Err(format!("the file has a field that is not known here: {field}"));
        }
        let signature = graph.signature().map_err(|error: GraphError| error.to_string())?;
        let graph = graph.graph();
        suits(graph, &signature)?;
        let index = Index::new(graph);
        let (mut replacements, layers) = attentions(graph, &index, &signature)?;
        let head = projection::head(graph, &index, &signature.logits.name)?;
        let mut last = graph.node[head.node].clone();
        last.input[0] = HIDDEN.to_owned();
        replacements.insert(head.node, last);
        let left = Left::find(graph, &replacements, &head, &signature.logits.name)?;
        let (mut live, mut projections) = (Vec::new(), Vec::new());
        for at in (0..graph.node.len()).filter(|&at| left.live[at]) {
            let node = replacements.get(&at).unwrap_or(&graph.node[at]);
            if at != head.node && !index.is_constant(input(node, 0)) {
                projections.extend(Projection::of(&index, node));
            }
            live.push((at, node));
        }
        let flows = [("input_ids", Flow::Ids), ("position_ids", Flow::Ids), (HIDDEN, Flow::Tokens)];
        tokens::apart(&index, live.into_iter(), HashMap::from(flows))?;
        let vocabulary = signature.logits.vocabulary;
        Ok(Self { replacements, head, left, vocabulary, layers, projections })
    }

    fn carry_out(mut self, mut ragged: Graph) -> Ragged {
        let graph = ragged.model.graph.as_mut().expect("a graph was checked to be there");
        let mut nodes = Vec::with_capacity(graph.node.len() + 1);
        for (at, node) in std::mem::take(&mut graph.node).into_iter().enumerate() {
            if !self.left.live[at] {
                continue;
            }
            if at == self.head.node {
                nodes.push(gather(std::mem::take(&mut self.head.hidden)));
            }
            nodes.push(self.replacements.remove(&at).unwrap_or(node));
        }
        graph.node = nodes;
        graph.initializer.retain(|tensor| self.left.initializers.contains(tensor.name()));
        graph.value_info.clear();
        graph.quantization_annotation.clear();
        let [one, tokens] = [fixed(1), open("num_tokens")];
        graph.input = vec![value("input_ids", data_type::INT64, [one.clone(), tokens.clone()])];
        if self.left.position_ids {
            graph.input.push(value("position_ids", data_type::INT64, [one.clone(), tokens]));
        }
        let columns = fixed(ROW_COLUMNS);
        graph.input.push(value(ROWS, data_type::INT32, [open("num_rows"), columns]));
        graph.input.push(value(LOGITS_INDICES, data_type::INT64, [open("num_logits")]));
        let vocabulary = self.vocabulary.map_or_else(|| open("vocabulary"), fixed);
        graph.output =
            vec![value("logits", data_type::FLOAT, [one, open("num_logits"), vocabulary])];
        let imports = &mut ragged.model.opset_import;
        imports.retain(|import| import.domain() != DOMAIN);
        let domain = Some(DOMAIN.to_owned());
        imports.push(OperatorSetIdProto { domain, version: Some(DOMAIN_VERSION) });
        let Self { layers, projections, left, .. } = self;
        Ragged { graph: ragged, layers, projections, needs_position_ids: left.position_ids }
    }
}

impl Left {
    /// Goes back from the logits, and finds that nothing else is left of what is taken away.
    fn find(
        graph: &GraphProto,
        replacements: &HashMap<usize, NodeProto>,
        head: &Head,
        logits: &str,
    ) -> Result<Self, String> {
        let mut wanted = HashSet::from([logits]);
        let mut made = HashSet::from([ROWS, HIDDEN, "input_ids", ""]);
        let mut live = vec![false; graph.node.len()];
        for (at, node) in graph.node.iter().enumerate().rev() {
            let node = replacements.get(&at).unwrap_or(node);
            if !node.output.iter().any(|output| wanted.contains(output.as_str())) {
                continue;
            }
            live[at] = true;
            made.extend(node.output.iter().map(String::as_str));
            wanted.extend(node.input.iter().map(String::as_str));
            if at == head.node {
                wanted.insert(&head.hidden);
            }
        }
        let stored: HashSet<&str> = graph.initializer.iter().map(|tensor| tensor.name()).collect();
        let mut left = Self { live, initializers: HashSet::new(), position_ids: false };
        for name in wanted.difference(&made) {
            if stored.contains(name) {
                left.initializers.insert((*name).to_owned());
            } else if *name == "position_ids" {
                left.position_ids = true;
            } else {
                return Err(format!("it still needs {} outside of attention", Shown::new(name)));
            }
        }
        Ok(left)
    }
}

/// Whether a graph of this signature is one for us, whatever is in it.
fn suits(graph: &GraphProto, signature: &Signature) -> Result<(), String> {
    if signature.use_cache_branch.is_some() {
        return Err("it is a merged export with use_cache_branch".to_owned());
    }
    if signature.input_ids.element != Element::I64 {
        return Err("input_ids is not int64".to_owned());
    }
    let f32s = |element: Element| element == Element::F32;
    if !signature.layers.iter().all(|layer| f32s(layer.element)) || !f32s(signature.logits.element)
    {
        return Err("it computes in another type than float32".to_owned());
    }
    if let Some(node) = graph.node.iter().find(|node| SCALED_TOGETHER.contains(&node.op_type())) {
        return Err(format!("{} scales all rows of a step together", node.op_type()));
    }
    let inputs = graph.input.iter().map(|info| info.name());
    let tensors = graph.initializer.iter().map(|tensor| tensor.name());
    let made = graph.node.iter().flat_map(|node| node.output.iter().map(String::as_str));
    let ours = [ROWS, LOGITS_INDICES, HIDDEN];
    match inputs.chain(tensors).chain(made).find(|name| ours.contains(name)) {
        Some(taken) => Err(format!("it has a value of its own named {}", Shown::new(taken))),
        None => Ok(()),
    }
}

type Attentions = (HashMap<usize, NodeProto>, Vec<AttentionLayer>);

/// Each layer's attention, which has to be there once.
fn attentions(
    graph: &GraphProto,
    index: &Index<'_>,
    signature: &Signature,
) -> Result<Attentions, String> {
    let (mut nodes, mut layers) = (HashMap::new(), vec![None; signature.layers.len()]);
    for at in 0..graph.node.len() {
        if !is_microsoft(&graph.node[at], "GroupQueryAttention") {
            continue;
        }
        let Replacement { layer, node, attention } =
            attention::replace(graph, index, signature, at)?;
        if layers[layer].replace(attention).is_some() {
            return Err(format!("layer {layer} attends twice"));
        }
        nodes.insert(at, node);
    }
    if nodes.is_empty() {
        return Err("it has no GroupQueryAttention".to_owned());
    }
    let absent = layers.iter().position(Option::is_none);
    if let Some(absent) = absent {
        let number = signature.layers[absent].number;
        return Err(format!("layer {number} has no GroupQueryAttention"));
    }
    Ok((nodes, layers.into_iter().flatten().collect()))
}

fn gather(hidden: String) -> NodeProto {
    NodeProto {
        input: vec![hidden, LOGITS_INDICES.to_owned()],
        output: vec![HIDDEN.to_owned()],
        name: Some(HIDDEN.to_owned()),
        op_type: Some("Gather".to_owned()),
        attribute: vec![int_attribute("axis", 1)],
        ..NodeProto::default()
    }
}

fn value<const N: usize>(name: &str, elem_type: i32, dims: [Dimension; N]) -> ValueInfoProto {
    let shape = Some(TensorShapeProto { dim: dims.to_vec() });
    let tensor = TensorType { elem_type: Some(elem_type), shape };
    let r#type = TypeProto { value: Some(TypeValue::Tensor(tensor)), denotation: None };
    ValueInfoProto { name: Some(name.to_owned()), r#type: Some(r#type), ..Default::default() }
}

fn fixed(size: u32) -> Dimension {
    Dimension { value: Some(DimensionValue::Value(size.into())), denotation: None }
}

fn open(name: &str) -> Dimension {
    Dimension { value: Some(DimensionValue::Param(name.to_owned())), denotation: None }
}

#[cfg(test)]
mod tests;
