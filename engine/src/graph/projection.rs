//! Products with a constant weight: where adapters will add to, and the last of them, which makes logits.

use super::check::node_place;
use super::index::{Index, input, int, is, is_microsoft};
use super::proto::{GraphProto, NodeProto};
use super::tensor::elements;

/// A product with a constant weight, of `k` numbers to `n` for each token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Projection {
    /// The node's name; a file may leave it empty.
    pub(crate) node: String,
    pub(crate) input: String,
    pub(crate) output: String,
    pub(crate) weight: String,
    pub(crate) k: u64,
    pub(crate) n: u64,
}

impl Projection {
    /// `None` if the node is no such product, or its sizes are not known.
    pub(crate) fn of(index: &Index<'_>, node: &NodeProto) -> Option<Self> {
        let weight = input(node, 1);
        let [k, n] = match node.op_type() {
            "MatMulNBits" if is_microsoft(node, "MatMulNBits") => {
                let size = |name| int(node, name).and_then(|size| u64::try_from(size).ok());
                [size("K")?, size("N")?]
            }
            "MatMul" => weight_sizes(index, weight)?,
            _ => return None,
        };
        Some(Self {
            node: node.name().to_owned(),
            input: input(node, 0).to_owned(),
            output: node.output.first()?.clone(),
            weight: weight.to_owned(),
            k,
            n,
        })
    }
}

/// The node that makes logits, and the value to take single tokens of before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) node: usize,
    pub(crate) hidden: String,
}

/// Walks from the logits back over what is done to each of them alone.
pub(crate) fn head(graph: &GraphProto, index: &Index<'_>, logits: &str) -> Result<Head, String> {
    const STEPS_MAX: usize = 16;
    const ALONE: &[&str] =
        &["Add", "Sub", "Mul", "Div", "Tanh", "Cast", "Identity", "Where", "Clip", "Min", "Max"];
    let mut value = logits;
    for _ in 0..STEPS_MAX {
        let Some(at) = index.producer(value) else {
            return Err("no projection to logits was found".to_owned());
        };
        let node = &graph.node[at];
        if is(node, "MatMul") || is_microsoft(node, "MatMulNBits") {
            let hidden = before_choice(index, input(node, 0)).to_owned();
            return Ok(Head { node: at, hidden });
        }
        let mut computed = node.input.iter().filter(|input| !index.is_constant(input));
        value = match (ALONE.contains(&node.op_type()), computed.next(), computed.next()) {
            (true, Some(value), None) => value,
            _ => {
                let (place, op) = (node_place(node, at), node.op_type());
                return Err(format!(
                    "node {place} ({op}) stands between the last projection and logits"
                ));
            }
        };
    }
    Err(format!("more than {STEPS_MAX} nodes stand between the last projection and logits"))
}

/// What a value was before a choice of the last tokens, which exports make to save work: that choice is
/// ours then.
fn before_choice<'a>(index: &Index<'a>, value: &'a str) -> &'a str {
    let chosen = || {
        let node = index.made_by(value)?;
        match node.op_type() {
            "Slice" => last_tokens(index, node).then(|| input(node, 0)),
            "Unsqueeze" => {
                let gather = index.made_by(input(node, 0))?;
                let one = index.ints(input(node, 1))?;
                (one == [1] && last_token(index, gather)).then(|| input(gather, 0))
            }
            "Gather" => {
                let keeps_rank = index.rank(input(node, 1)) == Some(1);
                (keeps_rank && last_token(index, node)).then(|| input(node, 0))
            }
            _ => None,
        }
    };
    chosen().unwrap_or(value)
}

fn last_token(index: &Index<'_>, node: &NodeProto) -> bool {
    let indices = index.ints(input(node, 1));
    is(node, "Gather") && int(node, "axis") == Some(1) && indices.as_deref() == Some(&[-1])
}

/// From a number counted from the end, or one that is an input, to the end.
fn last_tokens(index: &Index<'_>, node: &NodeProto) -> bool {
    let ints = |place| index.ints(input(node, place));
    let from_last = ints(1).is_none_or(|start| start == [-1]);
    let to_end = ints(2).is_some_and(|end| matches!(end[..], [end] if end >= i32::MAX.into()));
    let of_tokens = ints(3).is_some_and(|axes| matches!(axes[..], [1 | -2]));
    let each = input(node, 4).is_empty() || ints(4).is_some_and(|steps| steps == [1]);
    from_last && to_end && of_tokens && each
}

/// `[k, n]` of a weight, or of the tensor behind what unpacks or turns it.
fn weight_sizes(index: &Index<'_>, weight: &str) -> Option<[u64; 2]> {
    const STEPS_MAX: usize = 4;
    let (mut value, mut turned) = (weight, false);
    for _ in 0..STEPS_MAX {
        if let Some(tensor) = index.tensor(value) {
            let [k, n] = tensor.dims[..] else { return None };
            elements(&tensor.dims)?;
            let [k, n] = [u64::try_from(k).ok()?, u64::try_from(n).ok()?];
            return Some(if turned { [n, k] } else { [k, n] });
        }
        let node = index.made_by(value)?;
        match node.op_type() {
            "DequantizeLinear" | "Cast" | "Identity" => {}
            "Transpose" => turned = !turned,
            _ => return None,
        }
        value = input(node, 0);
    }
    None
}
