use super::*;
use crate::graph::index::{attribute, int};
use crate::graph::proto::ModelProto;
use crate::graph::samples::{Choice, Export, gqa_decoder, info, microsoft, node, with};
use prost::Message;
use std::path::Path;

fn read(model: &ModelProto) -> Graph {
    Graph::read(model.encode_to_vec().into(), Path::new("/nowhere")).unwrap()
}

fn rewritten(export: &Export) -> Ragged {
    let ragged = read(&gqa_decoder(export)).into_ragged().map_err(|(_, reason)| reason).unwrap();
    assert!(ragged.is_sound(Path::new("/nowhere")));
    ragged
}

fn refusal(model: &ModelProto) -> String {
    read(model).into_ragged().unwrap_err().1
}

/// A refusal after the first attention node was changed.
fn changed(change: impl Fn(&mut NodeProto)) -> String {
    let mut model = gqa_decoder(&Export::default());
    let nodes = &mut model.graph.as_mut().unwrap().node;
    change(nodes.iter_mut().find(|node| node.op_type() == "GroupQueryAttention").unwrap());
    refusal(&model)
}

fn ops(ragged: &Ragged) -> Vec<&str> {
    ragged.graph.graph().node.iter().map(|node| node.op_type()).collect()
}

fn names(infos: &[ValueInfoProto]) -> Vec<&str> {
    infos.iter().map(|info| info.name()).collect()
}

#[test]
fn attention_becomes_ours_and_the_mask_goes() {
    let ragged = rewritten(&Export::default());
    let graph = ragged.graph.graph();
    let layer = ["SimplifiedLayerNormalization", "MatMul", "RaggedAttention", "MatMul", "Add"];
    let expected = [&["Gather"][..], &layer, &layer, &["Gather", "MatMul"]].concat();
    assert_eq!(ops(&ragged), expected);
    assert_eq!(names(&graph.input), ["input_ids", "rows", "logits_indices"]);
    assert_eq!(names(&graph.output), ["logits"]);
    assert!(!ragged.needs_position_ids && graph.value_info.is_empty());
    assert!(graph.initializer.iter().all(|tensor| tensor.name() != "one"), "the mask's constant");
    let import = ragged.graph.model.opset_import.last().unwrap();
    assert_eq!((import.domain(), import.version()), ("edged", 1));
    let dims = |info: &ValueInfoProto| crate::graph::index::static_dims(info).unwrap();
    assert_eq!(dims(&graph.input[0]), [Some(1), None]);
    assert_eq!(dims(&graph.input[1]), [None, Some(5)]);
    assert_eq!(dims(&graph.output[0]), [Some(1), None, Some(16)]);
}

#[test]
fn the_new_node_says_all_that_attention_needs() {
    let ragged = rewritten(&Export::default());
    let nodes = &ragged.graph.graph().node;
    let ours: Vec<&NodeProto> = nodes.iter().filter(|node| node.domain() == "edged").collect();
    assert_eq!(ours.len(), 2);
    for (layer, node) in ours.into_iter().enumerate() {
        let qkv = format!("l{layer}.qkv");
        assert_eq!(node.input, [qkv.as_str(), "", "", "cos", "sin", "rows"]);
        assert_eq!(node.output, [format!("l{layer}.attended")]);
        let ints = ["layer", "num_heads", "kv_num_heads", "do_rotary", "rotary_interleaved"];
        let found = ints.map(|name| int(node, name).unwrap());
        assert_eq!(found, [i64::try_from(layer).unwrap(), 4, 2, 1, 0]);
        assert_eq!(attribute(node, "scale").unwrap().f(), 0.5);
    }
    let layer =
        AttentionLayer { num_heads: 4, kv_heads: 2, head_dim: Some(4), positions_max: Some(32) };
    assert_eq!(ragged.layers, [layer, layer]);
}

#[test]
fn logits_are_made_for_chosen_tokens() {
    for choice in [Choice::None, Choice::NumLogitsToKeep, Choice::LastByGather] {
        for softcap_logits in [false, true] {
            let export = Export { choice, softcap_logits, ..Export::default() };
            let ragged = rewritten(&export);
            let graph = ragged.graph.graph();
            let head = graph.node.iter().position(|node| node.input[0] == HIDDEN).unwrap();
            let gather = &graph.node[head - 1];
            assert_eq!(gather.input, ["hidden.2", "logits_indices"], "{export:?}");
            assert_eq!(int(gather, "axis"), Some(1));
            assert_eq!(names(&graph.input), ["input_ids", "rows", "logits_indices"]);
            let after = if softcap_logits { 3 } else { 0 };
            assert_eq!(graph.node.len(), head + 1 + after, "{export:?}");
        }
    }
}

#[test]
fn rotation_before_attention_keeps_its_positions() {
    let export = Export { packed: false, rotates_before: true, ..Export::default() };
    let ragged = rewritten(&export);
    assert!(ragged.needs_position_ids);
    let graph = ragged.graph.graph();
    assert_eq!(names(&graph.input), ["input_ids", "position_ids", "rows", "logits_indices"]);
    let node = graph.node.iter().find(|node| node.domain() == "edged").unwrap();
    assert_eq!(node.input, ["l0.q.rotated", "l0.k.rotated", "l0.v", "", "", "rows"]);
    assert_eq!(int(node, "do_rotary"), Some(0));
    assert_eq!(ragged.layers[0].head_dim, Some(4));
    assert_eq!(ragged.layers[0].positions_max, None);
}

#[test]
fn projections_are_found_with_their_sizes() {
    for bits in [None, Some(4)] {
        let ragged = rewritten(&Export { bits, packed: false, ..Export::default() });
        let found: Vec<_> =
            ragged.projections.iter().map(|p| (p.output.as_str(), p.k, p.n)).collect();
        let expected = [
            ("l0.q", 8, 16),
            ("l0.k", 8, 8),
            ("l0.v", 8, 8),
            ("l0.o", 16, 8),
            ("l1.q", 8, 16),
            ("l1.k", 8, 8),
            ("l1.v", 8, 8),
            ("l1.o", 16, 8),
        ];
        assert_eq!(found, expected);
        assert_eq!(ragged.projections[0].node, "/l0.q");
        assert_eq!(ragged.projections[0].input, "l0.normed");
        assert_eq!(ragged.projections[0].weight, "l0.q.weight");
    }
}

#[test]
fn what_ours_does_not_do_is_refused_by_name() {
    let set = |name: &'static str, value: i64| {
        changed(|node| {
            node.attribute.retain(|attribute| attribute.name() != name);
            *node = with(std::mem::take(node), name, value);
        })
    };
    assert_eq!(
        set("local_window_size", 128),
        "attention node \"l0.attention\": local_window_size is not supported"
    );
    for (name, value) in [("smooth_softmax", 1), ("causal", 0), ("qk_output", 1), ("new", 0)] {
        assert!(set(name, value).ends_with(&format!("{name} is not supported")), "{name}");
    }
    let input = |place: usize| {
        changed(|node| {
            node.input.resize(16, String::new());
            node.input[place] = "hidden.0".to_owned();
        })
    };
    assert!(input(9).ends_with("computed positions are not supported"));
    assert!(input(10).ends_with("attention_bias is not supported"));
    assert!(input(11).ends_with("head_sink is not supported"));
    assert!(input(14).ends_with("q_norm_weight is not supported"));
    assert!(input(7).ends_with("cos_cache is not constant"));
    assert!(input(2).ends_with("one of query, key and value is missing"));
    assert!(set("num_heads", 5).ends_with("5 heads cannot share 2 of keys"));
    assert!(set("num_heads", 0).ends_with("num_heads is outside 1..=1024"));
    assert!(set("num_heads", 8).contains("do not fit"));
    assert!(set("kv_num_heads", 1).contains("the past keys have"));
    assert!(changed(|node| node.input.swap(3, 4)).contains("no input of one layer"));
    assert!(
        changed(|node| node.op_type = Some("MultiHeadAttention".to_owned()))
            .contains("layer 0 has no")
    );
}

#[test]
fn graphs_of_other_kinds_keep_running_as_they_are() {
    let half = Export { element: data_type::FLOAT16, ..Export::default() };
    assert_eq!(refusal(&gqa_decoder(&half)), "it computes in another type than float32");
    let mut merged = gqa_decoder(&Export::default());
    let graph = merged.graph.as_mut().unwrap();
    graph.input.push(info("use_cache_branch", data_type::BOOL, &["1"]));
    assert!(refusal(&merged).contains("use_cache_branch"));
    let mut dynamic = gqa_decoder(&Export::default());
    let nodes = &mut dynamic.graph.as_mut().unwrap().node;
    nodes.push(node("DynamicQuantizeLinear", &["hidden.0"], &["q", "scale", "zero"]));
    assert_eq!(refusal(&dynamic), "DynamicQuantizeLinear scales all rows of a step together");
    let mut named = gqa_decoder(&Export::default());
    named.graph.as_mut().unwrap().node.push(node("Relu", &["hidden.0"], &["rows"]));
    assert!(refusal(&named).contains("a value of its own named \"rows\""));
    let mut mask = gqa_decoder(&Export::default());
    let nodes = &mut mask.graph.as_mut().unwrap().node;
    let last = nodes.last_mut().unwrap();
    last.output[0] = "first_logits".to_owned();
    nodes.push(node("Mul", &["first_logits", "attention_mask"], &["logits"]));
    assert!(refusal(&mask).contains("stands between the last projection and logits"));
}

#[test]
fn a_mask_that_is_used_elsewhere_is_refused() {
    let mut model = gqa_decoder(&Export::default());
    let nodes = &mut model.graph.as_mut().unwrap().node;
    let norm = nodes.iter().position(|node| node.output == ["l1.normed"]).unwrap();
    nodes[norm].input[0] = "masked".to_owned();
    nodes.insert(norm, node("Mul", &["hidden.1", "attention_mask"], &["masked"]));
    assert_eq!(refusal(&model), "it still needs \"attention_mask\" outside of attention");
    let mut model = gqa_decoder(&Export::default());
    let nodes = &mut model.graph.as_mut().unwrap().node;
    let norm = nodes.iter().position(|node| node.output == ["l1.normed"]).unwrap();
    nodes[norm].input[0] = "present.0.key".to_owned();
    assert_eq!(refusal(&model), "it still needs \"present.0.key\" outside of attention");
}

#[test]
fn a_layer_attends_once() {
    let mut model = gqa_decoder(&Export::default());
    let nodes = &mut model.graph.as_mut().unwrap().node;
    let second = nodes.iter_mut().filter(|node| node.op_type() == "GroupQueryAttention").nth(1);
    let second = second.unwrap();
    for (place, part) in [(3, "key"), (4, "value")] {
        second.input[place] = format!("past_key_values.0.{part}");
    }
    assert!(refusal(&model).contains("present keys and values are no output of its layer"));
}

#[test]
fn nodes_that_mix_tokens_are_refused() {
    let mut model = gqa_decoder(&Export::default());
    let nodes = &mut model.graph.as_mut().unwrap().node;
    let norm = nodes.iter().position(|node| node.output == ["l1.normed"]).unwrap();
    nodes[norm].input[0] = "convolved".to_owned();
    let conv = microsoft(node("CausalConvWithState", &["hidden.1"], &["convolved"]));
    nodes.insert(norm, conv);
    assert!(refusal(&model).ends_with("(CausalConvWithState) may mix rows"));
}

#[test]
fn a_field_that_would_be_lost_prevents_the_rewriting() {
    let mut file = gqa_decoder(&Export::default()).encode_to_vec();
    file.extend_from_slice(&[0xf8, 0x07, 1]);
    let graph = Graph::read(file.into(), Path::new("/nowhere")).unwrap();
    let (kept, reason) = graph.into_ragged().unwrap_err();
    assert_eq!(reason, "the file has a field that is not known here: Model.127");
    assert!(kept.signature().is_ok());
}

#[test]
fn a_choice_of_other_tokens_is_not_ours_to_take_over() {
    let chosen = |choice: Choice, constant: &str, value: i64| {
        let mut model = gqa_decoder(&Export { choice, ..Export::default() });
        let tensors = &mut model.graph.as_mut().unwrap().initializer;
        let tensor = tensors.iter_mut().find(|tensor| tensor.name() == constant);
        tensor.unwrap().int64_data = vec![value];
        read(&model).into_ragged().map_err(|(_, reason)| reason).err()
    };
    assert_eq!(chosen(Choice::LastByGather, "minus_one", -1), None);
    let first = chosen(Choice::LastByGather, "minus_one", 0).unwrap();
    assert!(first.ends_with("(Gather) may mix rows"), "{first}");
    assert_eq!(chosen(Choice::NumLogitsToKeep, "end", i64::MAX), None);
    for (constant, value) in [("end", 3), ("axes", 0)] {
        let other = chosen(Choice::NumLogitsToKeep, constant, value).unwrap();
        assert!(other.contains("num_logits_to_keep"), "{other}");
    }
}
