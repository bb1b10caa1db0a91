//! One GroupQueryAttention node becomes one of ours, which finds keys and values by row and layer.
//!
//! What ours does not do is refused by name; so is each attribute that is not known here.

use super::check::node_place;
use super::index::{Index, attribute, input, int};
use super::projection::Projection;
use super::proto::{AttributeProto, GraphProto, NodeProto, TensorProto, attribute_type, data_type};
use super::signature::Signature;

pub(crate) const OP: &str = "RaggedAttention";
pub(crate) const DOMAIN: &str = "edged";
pub(crate) const DOMAIN_VERSION: i64 = 1;

const HEADS_MAX: u32 = 1024;
const HEAD_DIM_MAX: u32 = 1024;

/// How one layer attends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AttentionLayer {
    pub(crate) num_heads: u32,
    pub(crate) kv_heads: u32,
    /// Where the graph fixes it.
    pub(crate) head_dim: Option<u32>,
    /// How many positions the graph has rotations for; `None` if the node rotates nothing.
    pub(crate) positions_max: Option<u32>,
}

/// The node to put in place of one of the graph's.
#[derive(Clone, Debug)]
pub(crate) struct Replacement {
    /// Among the signature's layers.
    pub(crate) layer: usize,
    pub(crate) node: NodeProto,
    pub(crate) attention: AttentionLayer,
}

pub(crate) fn replace(
    graph: &GraphProto,
    index: &Index<'_>,
    signature: &Signature,
    at: usize,
) -> Result<Replacement, String> {
    let node = &graph.node[at];
    replacement(graph, index, signature, node)
        .map_err(|reason| format!("attention node {}: {reason}", node_place(node, at)))
}

fn replacement(
    graph: &GraphProto,
    index: &Index<'_>,
    signature: &Signature,
    node: &NodeProto,
) -> Result<Replacement, String> {
    only_known(node, signature)?;
    let layer = layer_of(node, signature)?;
    let kept = &signature.layers[layer];
    let (num_heads, kv_heads) = (heads(node, "num_heads")?, heads(node, "kv_num_heads")?);
    if !num_heads.is_multiple_of(kv_heads) {
        return Err(format!("{num_heads} heads cannot share {kv_heads} of keys"));
    }
    if kept.kv_heads.is_some_and(|fixed| fixed != kv_heads) {
        return Err(format!("kv_num_heads is {kv_heads}, the past keys have {:?}", kept.kv_heads));
    }
    let (query, key, value) = (input(node, 0), input(node, 1), input(node, 2));
    if key.is_empty() != value.is_empty() || query.is_empty() {
        return Err("one of query, key and value is missing".to_owned());
    }
    let found = Dims { graph, index, node, num_heads, kv_heads, packed: key.is_empty() };
    let head_dim = found.head_dim(kept.head_dim)?;
    let do_rotary = flag(node, "do_rotary")?;
    let (mut cos, mut sin, mut positions_max) = ("", "", None);
    if do_rotary {
        (cos, sin) = (input(node, 7), input(node, 8));
        positions_max = Some(rotations(index, cos, sin, head_dim)?);
    }
    let inputs = [query, key, value, cos, sin, super::rewrite::ROWS];
    let replacement = NodeProto {
        input: inputs.map(str::to_owned).to_vec(),
        output: node.output.iter().take(1).cloned().collect(),
        name: node.name.clone(),
        op_type: Some(OP.to_owned()),
        domain: Some(DOMAIN.to_owned()),
        attribute: vec![
            int_attribute("layer", i64::try_from(layer).map_err(|error| error.to_string())?),
            int_attribute("num_heads", num_heads.into()),
            int_attribute("kv_num_heads", kv_heads.into()),
            int_attribute("do_rotary", do_rotary.into()),
            int_attribute("rotary_interleaved", flag(node, "rotary_interleaved")?.into()),
            float_attribute("scale", scale(node, head_dim)?),
        ],
        ..NodeProto::default()
    };
    let attention = AttentionLayer { num_heads, kv_heads, head_dim, positions_max };
    Ok(Replacement { layer, node: replacement, attention })
}

/// Nothing is asked of the node that ours does not do.
fn only_known(node: &NodeProto, signature: &Signature) -> Result<(), String> {
    for attribute in &node.attribute {
        let off = match attribute.name() {
            "num_heads" | "kv_num_heads" | "scale" | "do_rotary" | "rotary_interleaved" => true,
            // Means something only with the norms' weights, which are refused.
            "qk_norm_epsilon" => true,
            "local_window_size" => attribute.i() == -1,
            "softcap" => attribute.f() == 0.0,
            "smooth_softmax" => attribute.i() <= 0,
            "causal" => attribute.i() == 1,
            "kv_cache_bit_width" | "qk_output" | "sliding_window_cache" => attribute.i() == 0,
            "k_quant_type" | "v_quant_type" => attribute.s() == &b"NONE"[..],
            _ => false,
        };
        if !off {
            return Err(format!("{} is not supported", attribute.name()));
        }
    }
    const EXTRAS: &[&str] =
        &["attention_bias", "head_sink", "k_scale", "v_scale", "q_norm_weight", "k_norm_weight"];
    let named = EXTRAS.iter().copied().chain(std::iter::repeat("input"));
    for (extra, name) in node.input.iter().skip(10).zip(named) {
        if !extra.is_empty() {
            return Err(format!("{name} is not supported"));
        }
    }
    // Our rows say where a token stands, which is what the input says too.
    let positions = input(node, 9);
    let known = signature.position_ids.as_ref().is_some_and(|input| input.name == positions);
    if !positions.is_empty() && !known {
        return Err("computed positions are not supported".to_owned());
    }
    if node.output.iter().skip(3).any(|output| !output.is_empty()) {
        return Err("output_qk is not supported".to_owned());
    }
    Ok(())
}

fn layer_of(node: &NodeProto, signature: &Signature) -> Result<usize, String> {
    let layer = signature
        .layers
        .iter()
        .position(|layer| layer.past_key == input(node, 3) && layer.past_value == input(node, 4))
        .ok_or("its past keys and values are no input of one layer")?;
    let output = |place: usize| node.output.get(place).map_or("", String::as_str);
    let kept = &signature.layers[layer];
    if output(1) != kept.present_key || output(2) != kept.present_value {
        return Err("its present keys and values are no output of its layer".to_owned());
    }
    if output(0).is_empty() {
        return Err("it has no output".to_owned());
    }
    Ok(layer)
}

fn heads(node: &NodeProto, name: &str) -> Result<u32, String> {
    let heads = int(node, name).ok_or_else(|| format!("{name} is missing"))?;
    let heads = u32::try_from(heads).ok().filter(|heads| (1..=HEADS_MAX).contains(heads));
    heads.ok_or_else(|| format!("{name} is outside 1..={HEADS_MAX}"))
}

fn flag(node: &NodeProto, name: &str) -> Result<bool, String> {
    match int(node, name).unwrap_or(0) {
        0 => Ok(false),
        1 => Ok(true),
        value => Err(format!("{name} is {value}, neither 0 nor 1")),
    }
}

/// 0 stands for what follows from the head's size, where that is not known yet.
fn scale(node: &NodeProto, head_dim: Option<u32>) -> Result<f32, String> {
    let given = attribute(node, "scale").map_or(0.0, AttributeProto::f);
    if !given.is_finite() {
        return Err(format!("scale is {given}"));
    }
    match head_dim {
        Some(dim) if given == 0.0 => {
            let dim = u16::try_from(dim).map_err(|error| error.to_string())?;
            Ok(1.0 / f32::from(dim).sqrt())
        }
        _ => Ok(given),
    }
}

/// How many positions the tables of cosines and sines have.
fn rotations(
    index: &Index<'_>,
    cos: &str,
    sin: &str,
    head_dim: Option<u32>,
) -> Result<u32, String> {
    let table = |name: &'static str, value: &str| -> Result<&TensorProto, String> {
        let tensor = index.tensor(value).ok_or_else(|| format!("{name} is not constant"))?;
        match tensor.data_type == Some(data_type::FLOAT) && tensor.dims.len() == 2 {
            true => Ok(tensor),
            false => Err(format!("{name} is no table of float32")),
        }
    };
    let (cos, sin) = (table("cos_cache", cos)?, table("sin_cache", sin)?);
    if cos.dims != sin.dims {
        return Err(format!("cos_cache is {:?} and sin_cache {:?}", cos.dims, sin.dims));
    }
    let width = u32::try_from(cos.dims[1]).unwrap_or(0);
    let dim_max = head_dim.unwrap_or(HEAD_DIM_MAX);
    if width == 0 || width > dim_max / 2 {
        return Err(format!("cos_cache has {width} columns for heads of {dim_max}"));
    }
    u32::try_from(cos.dims[0]).map_err(|error| format!("cos_cache: {error}"))
}

/// Where the size of a head can be read from.
struct Dims<'a> {
    graph: &'a GraphProto,
    index: &'a Index<'a>,
    node: &'a NodeProto,
    num_heads: u32,
    kv_heads: u32,
    packed: bool,
}

impl Dims<'_> {
    fn head_dim(&self, kept: Option<u32>) -> Result<Option<u32>, String> {
        let (query, key) = (self.width(input(self.node, 0)), self.width(input(self.node, 1)));
        let heads = u64::from(self.num_heads);
        let all = heads + 2 * u64::from(self.kv_heads);
        let mut found = kept.map(u64::from);
        for (width, heads) in [
            (query, if self.packed { all } else { heads }),
            (key, self.kv_heads.into()),
            (self.read_as(), heads),
        ] {
            let Some(width) = width else { continue };
            if !width.is_multiple_of(heads) || found.is_some_and(|dim| dim != width / heads) {
                return Err(format!("{width} numbers of a token do not fit {heads} heads"));
            }
            found = Some(width / heads);
        }
        let Some(dim) = found else { return Ok(None) };
        let dim = u32::try_from(dim).ok().filter(|dim| (1..=HEAD_DIM_MAX).contains(dim));
        dim.map(Some).ok_or_else(|| format!("the size of a head is outside 1..={HEAD_DIM_MAX}"))
    }

    fn width(&self, value: &str) -> Option<u64> {
        let node = self.index.made_by(value);
        let made = node.and_then(|node| Projection::of(self.index, node));
        made.map(|projection| projection.n).or_else(|| self.index.width(value))
    }

    /// How many numbers of a token a projection takes from this node.
    fn read_as(&self) -> Option<u64> {
        let output = self.node.output.first()?;
        let reader = self.graph.node.iter().find(|node| input(node, 0) == output)?;
        Projection::of(self.index, reader).map(|projection| projection.k)
    }
}

pub(crate) fn int_attribute(name: &str, value: i64) -> AttributeProto {
    AttributeProto {
        name: Some(name.to_owned()),
        r#type: Some(attribute_type::INT),
        i: Some(value),
        ..AttributeProto::default()
    }
}

fn float_attribute(name: &str, value: f32) -> AttributeProto {
    AttributeProto {
        name: Some(name.to_owned()),
        r#type: Some(attribute_type::FLOAT),
        f: Some(value),
        ..AttributeProto::default()
    }
}
