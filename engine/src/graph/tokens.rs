//! Tokens of many rows stand side by side in one step, so they may meet in attention alone: what is done to
//! one elsewhere must not depend on the others.
//!
//! Each operator that works on tokens is on a list, with what makes it safe; the others are refused. This is
//! for graphs that were meant to be served one row at a time, not for hostile ones: a Reshape may still put
//! two tokens into one.

use super::check::node_place;
use super::index::{Index, attribute, has_subgraph, input, int};
use super::proto::{AttributeProto, NodeProto};
use std::collections::HashMap;

/// What a value is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Flow {
    Constant,
    /// Depends on how many tokens there are.
    Shape,
    /// One whole number per token.
    Ids,
    /// Many numbers per token.
    Tokens,
}

/// Each token alone, whatever the other input is.
const ALONE: &[&str] = &[
    "Abs",
    "Add",
    "And",
    "BiasGelu",
    "Cast",
    "CastLike",
    "Ceil",
    "Clip",
    "Cos",
    "Div",
    "Elu",
    "Equal",
    "Erf",
    "Exp",
    "FastGelu",
    "Floor",
    "Gelu",
    "Greater",
    "GreaterOrEqual",
    "HardSigmoid",
    "HardSwish",
    "Identity",
    "LeakyRelu",
    "Less",
    "LessOrEqual",
    "Log",
    "Max",
    "Min",
    "Mish",
    "Mod",
    "Mul",
    "Neg",
    "Not",
    "Or",
    "Pow",
    "QuickGelu",
    "Reciprocal",
    "Relu",
    "Round",
    "Sigmoid",
    "Sin",
    "Softplus",
    "Sqrt",
    "Sub",
    "Swish",
    "Tanh",
    "ThresholdedRelu",
    "Where",
];
/// Over a token's own numbers, all of them.
const NORMS: &[&str] =
    &["SkipLayerNormalization", "SkipSimplifiedLayerNormalization", "MoE", "QMoE"];
/// Along an axis that has to be the last one, which it is if nothing is said.
const ALONG_LAST: &[&str] = &[
    "LayerNormalization",
    "LogSoftmax",
    "LpNormalization",
    "RMSNormalization",
    "SimplifiedLayerNormalization",
    "Softmax",
    "TopK",
];
/// Along an axis that has to be said to be the last one.
const ALONG_GIVEN: &[&str] = &["Concat", "Split"];
const REDUCE: &[&str] = &["ReduceL2", "ReduceMax", "ReduceMean", "ReduceMin", "ReduceSum"];
/// A token's numbers times a constant.
const PRODUCTS: &[&str] = &["MatMul", "MatMulNBits", "MatMulBnb4"];
const DRAWN: &[&str] = &[
    "Bernoulli",
    "Multinomial",
    "RandomNormal",
    "RandomNormalLike",
    "RandomUniform",
    "RandomUniformLike",
];

/// Follows what `nodes` do, sorted as they are, from what the inputs in `flows` are.
pub(crate) fn apart<'a>(
    index: &Index<'_>,
    nodes: impl Iterator<Item = (usize, &'a NodeProto)>,
    mut flows: HashMap<&'a str, Flow>,
) -> Result<(), String> {
    for (at, node) in nodes {
        let refuse =
            |why: &str| Err(format!("node {} ({}) {why}", node_place(node, at), node.op_type()));
        if has_subgraph(node) {
            return refuse("has a graph of its own");
        }
        if DRAWN.contains(&node.op_type()) {
            return refuse("draws at random");
        }
        // What nothing makes is an initializer.
        let of = |value: &str| flows.get(value).copied().unwrap_or(Flow::Constant);
        let most = node.input.iter().map(|value| of(value)).max().unwrap_or(Flow::Constant);
        let flow = match most {
            Flow::Constant => Flow::Constant,
            _ if matches!(node.op_type(), "Shape" | "Size") => Flow::Shape,
            Flow::Shape => Flow::Shape,
            Flow::Ids => match on_ids(node, &of) {
                Some(flow) => flow,
                None => return refuse("may mix rows"),
            },
            Flow::Tokens if on_tokens(index, node, &of) => Flow::Tokens,
            Flow::Tokens => return refuse("may mix rows"),
        };
        let outputs = node.output.iter().filter(|output| !output.is_empty());
        flows.extend(outputs.map(|output| (output.as_str(), flow)));
    }
    Ok(())
}

fn on_ids(node: &NodeProto, of: &impl Fn(&str) -> Flow) -> Option<Flow> {
    let flow = |place| of(input(node, place));
    let no_shapes = || node.input.iter().all(|value| of(value) != Flow::Shape);
    match node.op_type() {
        // A table looked up by token.
        "Gather" => {
            let looks_up = flow(0) == Flow::Constant && int(node, "axis").unwrap_or(0) == 0;
            looks_up.then_some(Flow::Tokens)
        }
        "GatherBlockQuantized" => {
            let looks_up = flow(0) == Flow::Constant && int(node, "gather_axis").unwrap_or(0) == 0;
            (looks_up && no_shapes()).then_some(Flow::Tokens)
        }
        "Reshape" => (flow(0) == Flow::Ids && flow(1) < Flow::Ids).then_some(Flow::Ids),
        op if ALONE.contains(&op) => no_shapes().then_some(Flow::Ids),
        _ => None,
    }
}

fn on_tokens(index: &Index<'_>, node: &NodeProto, of: &impl Fn(&str) -> Flow) -> bool {
    let op = node.op_type();
    let flow = |place| of(input(node, place));
    // The inputs from `place` on are constant.
    let constant =
        |place: usize| node.input.iter().skip(place).all(|value| of(value) == Flow::Constant);
    let only_tokens =
        || node.input.iter().all(|value| matches!(of(value), Flow::Constant | Flow::Tokens));
    let is_last = |axis: i64| is_last(index, node, axis);
    let axis = || int(node, "axis").map(is_last);
    match op {
        super::attention::OP => {
            [3, 4].map(flow) == [Flow::Constant; 2] && [0, 1, 2].map(flow).iter().all(of_a_token)
        }
        "RotaryEmbedding" => {
            let positions = if input(node, 3).is_empty() || flow(1) == Flow::Ids { 1 } else { 3 };
            flow(0) == Flow::Tokens
                && (1..4).all(|place| flow(place) == Flow::Constant || place == positions)
                && flow(positions) == Flow::Ids
        }
        "Reshape" => flow(0) == Flow::Tokens && flow(1) < Flow::Ids,
        "Transpose" => attribute(node, "perm").is_some_and(|perm| {
            let last = perm.ints.len().checked_sub(1).and_then(|last| i64::try_from(last).ok());
            perm.ints.last().copied() == last
        }),
        "Unsqueeze" | "Squeeze" => constant(1) && !node.input.iter().skip(1).all(String::is_empty),
        "Slice" => {
            let axes = index.ints(input(node, 3));
            constant(1) && axes.is_some_and(|axes| axes.into_iter().all(is_last))
        }
        "QuantizeLinear" | "DequantizeLinear" => constant(1),
        _ if REDUCE.contains(&op) => {
            let axes = match input(node, 1) {
                "" => attribute(node, "axes").map(|axes: &AttributeProto| axes.ints.clone()),
                value => index.ints(value),
            };
            axes.is_some_and(|axes| !axes.is_empty() && axes.into_iter().all(is_last))
        }
        _ if PRODUCTS.contains(&op) => flow(0) == Flow::Tokens && constant(1),
        _ if ALONE.contains(&op) || NORMS.contains(&op) => only_tokens(),
        _ if ALONG_LAST.contains(&op) => only_tokens() && axis().unwrap_or(true),
        _ if ALONG_GIVEN.contains(&op) => only_tokens() && axis().unwrap_or(false),
        _ => false,
    }
}

fn of_a_token(flow: &Flow) -> bool {
    matches!(flow, Flow::Constant | Flow::Tokens)
}

fn is_last(index: &Index<'_>, node: &NodeProto, axis: i64) -> bool {
    let rank = index.rank(input(node, 0)).and_then(|rank| i64::try_from(rank).ok());
    axis == -1 || rank.is_some_and(|rank| axis >= 0 && axis == rank - 1)
}

#[cfg(test)]
mod tests;
