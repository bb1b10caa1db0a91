use super::*;
use crate::graph::attention;
use crate::graph::proto::{GraphProto, data_type};
use crate::graph::samples::{info, initializer, ints, node, with};

/// What becomes of `nodes` after `input_ids` was looked up as `x`, of three dimensions.
fn after(mut nodes: Vec<NodeProto>) -> Result<(), String> {
    nodes.insert(0, node("Gather", &["table", "input_ids"], &["x"]));
    nodes.insert(1, node("Shape", &["input_ids"], &["shape"]));
    let graph = GraphProto {
        node: nodes,
        initializer: vec![
            initializer("table", data_type::FLOAT, &[9, 8]),
            initializer("w", data_type::FLOAT, &[8, 8]),
            ints("last", &[1], &[-1]),
            ints("middle", &[1], &[1]),
            ints("to_heads", &[4], &[0, -1, 2, 4]),
        ],
        value_info: vec![info("x", data_type::FLOAT, &["b", "s", "8"])],
        ..GraphProto::default()
    };
    let index = Index::new(&graph);
    let flows = HashMap::from([("input_ids", Flow::Ids), ("position_ids", Flow::Ids)]);
    apart(&index, graph.node.iter().enumerate(), flows)
}

fn one(op: &str, inputs: &[&str]) -> Result<(), String> {
    after(vec![node(op, inputs, &["y"])])
}

#[test]
fn what_is_done_to_each_token_alone_passes() {
    for (op, inputs) in [
        ("Add", &["x", "x"][..]),
        ("Mul", &["x", "w"]),
        ("MatMul", &["x", "w"]),
        ("MatMulNBits", &["x", "w", "w"]),
        ("SimplifiedLayerNormalization", &["x", "w"]),
        ("SkipSimplifiedLayerNormalization", &["x", "x", "w"]),
        ("Softmax", &["x"]),
        ("Reshape", &["x", "to_heads"]),
        ("Reshape", &["x", "shape"]),
        ("Slice", &["x", "last", "last", "last"]),
        ("ReduceMean", &["x", "last"]),
        ("RotaryEmbedding", &["x", "position_ids", "w", "w"]),
        ("RotaryEmbedding", &["x", "w", "w", "position_ids"]),
        ("Gather", &["table", "position_ids"]),
        (attention::OP, &["x", "", "", "w", "w", "rows"]),
    ] {
        assert_eq!(one(op, inputs), Ok(()), "{op} {inputs:?}");
    }
    let along_last = ["Split", "Concat", "Softmax", "LayerNormalization"];
    for op in along_last {
        assert_eq!(after(vec![with(node(op, &["x"], &["y"]), "axis", -1)]), Ok(()), "{op}");
        assert_eq!(after(vec![with(node(op, &["x"], &["y"]), "axis", 2)]), Ok(()), "{op}");
    }
}

#[test]
fn what_mixes_tokens_is_refused() {
    for (op, inputs) in [
        ("MatMul", &["x", "x"][..]),
        ("MatMul", &["w", "x"]),
        ("Conv", &["x", "w"]),
        ("CumSum", &["x", "middle"]),
        ("CumSum", &["position_ids", "middle"]),
        ("ReduceMean", &["x", "middle"]),
        ("ReduceMean", &["x"]),
        ("ReduceMax", &["position_ids", "last"]),
        ("Slice", &["x", "last", "last", "middle"]),
        ("Slice", &["x", "last", "last"]),
        ("Gather", &["x", "middle"]),
        ("Transpose", &["x"]),
        ("RotaryEmbedding", &["x", "shape", "w", "w"]),
        ("CausalConvWithState", &["x", "w"]),
        ("MultiHeadAttention", &["x", "x", "x"]),
        ("Split", &["x"]),
        (attention::OP, &["x", "", "", "x", "w", "rows"]),
    ] {
        let refused = one(op, inputs).unwrap_err();
        assert!(refused.ends_with("may mix rows"), "{op}: {refused}");
    }
    for op in ["Split", "Concat", "Softmax", "LayerNormalization"] {
        assert!(after(vec![with(node(op, &["x"], &["y"]), "axis", 1)]).is_err(), "{op}");
    }
}

#[test]
fn positions_counted_in_the_graph_are_refused() {
    let counted = after(vec![
        node("Range", &["shape", "shape", "shape"], &["positions"]),
        node("Add", &["x", "positions"], &["y"]),
    ]);
    assert!(counted.unwrap_err().contains("(Add) may mix rows"));
}

#[test]
fn what_is_drawn_at_random_is_refused() {
    assert!(one("RandomNormalLike", &["w"]).unwrap_err().ends_with("draws at random"));
}
