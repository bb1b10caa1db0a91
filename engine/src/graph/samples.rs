//! Small decoders in the shapes that exporters give them, made from messages.

use super::proto::*;
use bytes::Bytes;

/// How a decoder is exported.
#[derive(Clone, Debug)]
pub(crate) struct Export {
    pub(crate) layers: u32,
    /// Of MatMulNBits; `None` for MatMul.
    pub(crate) bits: Option<i64>,
    pub(crate) element: i32,
    /// Query, key and value in one, or each by itself.
    pub(crate) packed: bool,
    /// Rotation in a node of its own, which reads `position_ids`.
    pub(crate) rotates_before: bool,
    pub(crate) softcap_logits: bool,
    pub(crate) choice: Choice,
    pub(crate) head_dim_known: bool,
}

/// How an export takes the last tokens before the last projection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    None,
    NumLogitsToKeep,
    LastByGather,
}

impl Default for Export {
    fn default() -> Self {
        Self {
            layers: 2,
            bits: None,
            element: data_type::FLOAT,
            packed: true,
            rotates_before: false,
            softcap_logits: false,
            choice: Choice::None,
            head_dim_known: false,
        }
    }
}

pub(crate) const HIDDEN: i64 = 8;
pub(crate) const HEADS: i64 = 4;
pub(crate) const KV_HEADS: i64 = 2;
pub(crate) const HEAD_DIM: i64 = 4;
pub(crate) const VOCABULARY: i64 = 16;
const POSITIONS: i64 = 32;

/// A decoder as the builder of onnxruntime-genai makes it.
pub(crate) fn gqa_decoder(export: &Export) -> ModelProto {
    let mut graph = GraphProto { name: Some("main_graph".to_owned()), ..GraphProto::default() };
    let g = &mut graph;
    g.input.push(info("input_ids", data_type::INT64, &["batch_size", "sequence_length"]));
    g.input.push(info("attention_mask", data_type::INT64, &["batch_size", "total"]));
    if export.rotates_before {
        g.input.push(info("position_ids", data_type::INT64, &["batch_size", "sequence_length"]));
    }
    g.initializer.push(initializer("embed", export.element, &[VOCABULARY, HIDDEN]));
    for table in ["cos", "sin"] {
        g.initializer.push(initializer(table, data_type::FLOAT, &[POSITIONS, HEAD_DIM / 2]));
    }
    mask_nodes(g);
    g.node.push(node("Gather", &["embed", "input_ids"], &["hidden.0"]));
    for layer in 0..export.layers {
        decoder_layer(g, export, layer);
    }
    logits_nodes(g, export);
    let opset = |domain: &str, version| OperatorSetIdProto {
        domain: Some(domain.to_owned()),
        version: Some(version),
    };
    ModelProto {
        ir_version: Some(10),
        opset_import: vec![opset("", 21), opset("com.microsoft", 1)],
        graph: Some(graph),
        ..ModelProto::default()
    }
}

fn mask_nodes(g: &mut GraphProto) {
    g.initializer.push(ints("one", &[1], &[1]));
    g.initializer.push(ints("at_one", &[], &[1]));
    g.node.push(node("ReduceSum", &["attention_mask", "one"], &["mask_sum"]));
    g.node.push(node("Sub", &["mask_sum", "one"], &["lengths"]));
    g.node.push(with(node("Cast", &["lengths"], &["seqlens_k"]), "to", 6));
    g.node.push(node("Shape", &["attention_mask"], &["mask_shape"]));
    g.node.push(node("Gather", &["mask_shape", "at_one"], &["total_64"]));
    g.node.push(with(node("Cast", &["total_64"], &["total"]), "to", 6));
}

fn decoder_layer(g: &mut GraphProto, export: &Export, layer: u32) {
    let at = |name: &str| format!("l{layer}.{name}");
    let hidden = format!("hidden.{layer}");
    g.initializer.push(initializer(&at("norm"), export.element, &[HIDDEN]));
    let normed = at("normed");
    g.node.push(node("SimplifiedLayerNormalization", &[&hidden, &at("norm")], &[&normed]));
    let (q, kv) = (HEADS * HEAD_DIM, KV_HEADS * HEAD_DIM);
    let mut inputs = [at("qkv"), String::new(), String::new()];
    if export.packed {
        project(g, export, &normed, &at("qkv"), [HIDDEN, q + 2 * kv]);
    } else {
        inputs = ["q", "k", "v"].map(at);
        for (output, n) in inputs.iter().zip([q, kv, kv]) {
            project(g, export, &normed, output, [HIDDEN, n]);
        }
    }
    if export.rotates_before {
        for input in inputs.iter_mut().take(2).filter(|input| !input.is_empty()) {
            let rotated = format!("{input}.rotated");
            let rotary = ["position_ids", "cos", "sin"];
            let reads = [input.as_str(), rotary[0], rotary[1], rotary[2]];
            g.node.push(microsoft(node("RotaryEmbedding", &reads, &[&rotated])));
            *input = rotated;
        }
    }
    attend(g, export, layer, &inputs);
    project(g, export, &at("attended"), &at("o"), [q, HIDDEN]);
    g.node.push(node("Add", &[&hidden, &at("o")], &[&format!("hidden.{}", layer + 1)]));
}

fn attend(g: &mut GraphProto, export: &Export, layer: u32, qkv: &[String; 3]) {
    let dim = if export.head_dim_known { "4" } else { "kv_cache_dim" };
    let kept = |side: &str, part: &str| format!("{side}.{layer}.{part}");
    for part in ["key", "value"] {
        let shape = ["batch_size", "2", "past_sequence_length", dim];
        g.input.push(info(&kept("past_key_values", part), export.element, &shape));
        let shape = ["batch_size", "2", "total_sequence_length", dim];
        g.output.push(info(&kept("present", part), export.element, &shape));
    }
    let (past_key, past_value) = (kept("past_key_values", "key"), kept("past_key_values", "value"));
    let (cos, sin) = if export.rotates_before { ("", "") } else { ("cos", "sin") };
    let reads = [
        qkv[0].as_str(),
        &qkv[1],
        &qkv[2],
        &past_key,
        &past_value,
        "seqlens_k",
        "total",
        cos,
        sin,
        "",
        "",
        "",
    ];
    let makes = [&format!("l{layer}.attended"), &kept("present", "key"), &kept("present", "value")];
    let mut node = microsoft(node("GroupQueryAttention", &reads, &makes.map(String::as_str)));
    node.name = Some(format!("l{layer}.attention"));
    for (name, value) in [
        ("num_heads", HEADS),
        ("kv_num_heads", KV_HEADS),
        ("do_rotary", (!export.rotates_before).into()),
        ("rotary_interleaved", 0),
        ("local_window_size", -1),
    ] {
        node = with(node, name, value);
    }
    g.node.push(node);
}

fn logits_nodes(g: &mut GraphProto, export: &Export) {
    let mut last = format!("hidden.{}", export.layers);
    match export.choice {
        Choice::None => {}
        Choice::NumLogitsToKeep => {
            g.input.push(info("num_logits_to_keep", data_type::INT64, &[]));
            for (name, value) in [("axes", 1), ("end", i64::MAX)] {
                g.initializer.push(ints(name, &[1], &[value]));
            }
            g.initializer.push(ints("at_zero", &[1], &[0]));
            g.node.push(node("Neg", &["num_logits_to_keep"], &["start_0"]));
            g.node.push(node("Unsqueeze", &["start_0", "at_zero"], &["start"]));
            g.node.push(node("Slice", &[&last, "start", "end", "axes"], &["chosen"]));
            last = "chosen".to_owned();
        }
        Choice::LastByGather => {
            g.initializer.push(ints("minus_one", &[], &[-1]));
            g.node.push(with(node("Gather", &[&last, "minus_one"], &["chosen_2d"]), "axis", 1));
            g.node.push(node("Unsqueeze", &["chosen_2d", "one"], &["chosen"]));
            last = "chosen".to_owned();
        }
    }
    let logits = if export.softcap_logits { "raw_logits" } else { "logits" };
    project(g, export, &last, logits, [HIDDEN, VOCABULARY]);
    if export.softcap_logits {
        g.initializer.push(initializer("cap", data_type::FLOAT, &[]));
        g.node.push(node("Div", &["raw_logits", "cap"], &["scaled"]));
        g.node.push(node("Tanh", &["scaled"], &["bent"]));
        g.node.push(node("Mul", &["bent", "cap"], &["logits"]));
    }
    let vocabulary = VOCABULARY.to_string();
    let shape = ["batch_size", "sequence_length", &vocabulary];
    g.output.push(info("logits", export.element, &shape));
}

fn project(g: &mut GraphProto, export: &Export, input: &str, output: &str, [k, n]: [i64; 2]) {
    let weight = format!("{output}.weight");
    let mut product = match export.bits {
        None => {
            g.initializer.push(initializer(&weight, export.element, &[k, n]));
            node("MatMul", &[input, &weight], &[output])
        }
        Some(bits) => {
            let scales = format!("{output}.scales");
            g.initializer.push(initializer(&weight, data_type::UINT8, &[n, 1, 2 * bits]));
            g.initializer.push(initializer(&scales, export.element, &[n]));
            let product = microsoft(node("MatMulNBits", &[input, &weight, &scales], &[output]));
            [("K", k), ("N", n), ("bits", bits), ("block_size", 16)]
                .into_iter()
                .fold(product, |product, (name, value)| with(product, name, value))
        }
    };
    product.name = Some(format!("/{output}"));
    g.node.push(product);
}

pub(crate) fn node(op: &str, inputs: &[&str], outputs: &[&str]) -> NodeProto {
    let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    NodeProto {
        op_type: Some(op.to_owned()),
        input: owned(inputs),
        output: owned(outputs),
        ..NodeProto::default()
    }
}

pub(crate) fn microsoft(node: NodeProto) -> NodeProto {
    NodeProto { domain: Some("com.microsoft".to_owned()), ..node }
}

pub(crate) fn with(mut node: NodeProto, name: &str, value: i64) -> NodeProto {
    node.attribute.push(super::attention::int_attribute(name, value));
    node
}

/// Zeros of a shape.
pub(crate) fn initializer(name: &str, data_type: i32, dims: &[i64]) -> TensorProto {
    let bits = super::tensor::bits(data_type).unwrap() * super::tensor::elements(dims).unwrap();
    TensorProto {
        name: Some(name.to_owned()),
        data_type: Some(data_type),
        dims: dims.to_vec(),
        raw_data: Some(Bytes::from(vec![0; usize::try_from(bits.div_ceil(8)).unwrap()])),
        ..TensorProto::default()
    }
}

pub(crate) fn ints(name: &str, dims: &[i64], values: &[i64]) -> TensorProto {
    TensorProto {
        int64_data: values.to_vec(),
        raw_data: None,
        ..initializer(name, data_type::INT64, dims)
    }
}

/// A dimension that is a number is fixed.
pub(crate) fn info(name: &str, elem_type: i32, dims: &[&str]) -> ValueInfoProto {
    let dim = |dim: &&str| Dimension {
        value: Some(match dim.parse() {
            Ok(size) => DimensionValue::Value(size),
            Err(_) => DimensionValue::Param((*dim).to_owned()),
        }),
        denotation: None,
    };
    let shape = Some(TensorShapeProto { dim: dims.iter().map(dim).collect() });
    let tensor = TensorType { elem_type: Some(elem_type), shape };
    let r#type = TypeProto { value: Some(TypeValue::Tensor(tensor)), denotation: None };
    ValueInfoProto { name: Some(name.to_owned()), r#type: Some(r#type), ..Default::default() }
}
