use super::*;
use crate::graph::samples::{Choice, Export, gqa_decoder, info, initializer};

fn decoder(export: &Export) -> GraphProto {
    gqa_decoder(export).graph.unwrap()
}

fn refusal(graph: &GraphProto) -> String {
    signature(graph).unwrap_err().to_string()
}

/// Twelve layers, so that order by name would be another than by number.
fn many() -> GraphProto {
    decoder(&Export { layers: 12, head_dim_known: true, ..Export::default() })
}

#[test]
fn a_decoder_says_what_it_takes_and_gives() {
    let found = signature(&many()).unwrap();
    assert_eq!(found.input_ids, Input { name: "input_ids".to_owned(), element: Element::I64 });
    assert!(found.attention_mask.is_some() && found.position_ids.is_none());
    assert!(found.use_cache_branch.is_none() && found.num_logits_to_keep.is_none());
    assert_eq!(found.logits.vocabulary, Some(16));
    let numbers: Vec<u32> = found.layers.iter().map(|layer| layer.number).collect();
    assert_eq!(numbers, (0..12).collect::<Vec<u32>>());
    let last = &found.layers[11];
    assert_eq!(last.past_key, "past_key_values.11.key");
    assert_eq!(last.present_value, "present.11.value");
    assert_eq!((last.element, last.kv_heads, last.head_dim), (Element::F32, Some(2), Some(4)));
}

#[test]
fn optional_inputs_are_found_by_name() {
    let export =
        Export { rotates_before: true, choice: Choice::NumLogitsToKeep, ..Export::default() };
    let mut graph = decoder(&export);
    graph.input.push(info("use_cache_branch", data_type::BOOL, &["1"]));
    let found = signature(&graph).unwrap();
    assert!(found.position_ids.is_some() && found.num_logits_to_keep.is_some());
    assert_eq!(found.use_cache_branch.unwrap().element, Element::Bool);
    assert_eq!(found.layers[0].head_dim, None);
}

#[test]
fn the_other_style_of_names_and_half_floats_are_known() {
    let mut graph = decoder(&Export { element: data_type::FLOAT16, ..Export::default() });
    for info in &mut graph.input {
        info.name = Some(info.name().replace("past_key_values.", "past."));
    }
    let found = signature(&graph).unwrap();
    assert_eq!(found.layers[1].past_value, "past.1.value");
    assert_eq!(found.layers[1].element, Element::F16);
    assert_eq!(found.logits.element, Element::F16);
}

#[test]
fn an_input_nobody_knows_is_named() {
    let mut graph = many();
    graph.input.push(info("pixel_values", data_type::FLOAT, &["1"]));
    assert_eq!(
        refusal(&graph),
        "input \"pixel_values\" is not known, and the graph cannot run without it"
    );
    graph.initializer.push(initializer("pixel_values", data_type::FLOAT, &[1]));
    assert!(signature(&graph).is_ok(), "it has a default");
    for odd in ["past_key_values.00.key", "past_key_values.+1.key", "past_key_values.1.mean"] {
        let mut graph = many();
        graph.input.push(info(odd, data_type::FLOAT, &["1", "2", "p", "4"]));
        assert!(refusal(&graph).contains("is not known"), "{odd}");
    }
}

#[test]
fn what_is_missing_is_named() {
    let without = |name: &str| {
        let mut graph = many();
        graph.input.retain(|info| info.name() != name);
        graph.output.retain(|info| info.name() != name);
        refusal(&graph)
    };
    assert_eq!(without("input_ids"), "the graph has no input input_ids");
    assert_eq!(without("logits"), "the graph has no output logits");
    for half in
        ["past_key_values.7.key", "past_key_values.7.value", "present.7.key", "present.7.value"]
    {
        assert!(without(half).contains("past and present key and value of layer 7"), "{half}");
    }
    let mut graph = many();
    graph.input.retain(|info| !info.name().starts_with("past"));
    assert_eq!(refusal(&graph), "the graph has no inputs for past keys and values");
}

#[test]
fn types_and_shapes_have_to_fit() {
    let replaced = |name: &str, by: ValueInfoProto| {
        let mut graph = many();
        let all = graph.input.iter_mut().chain(&mut graph.output);
        *all.into_iter().find(|info| info.name() == name).unwrap() = by;
        refusal(&graph)
    };
    let ids = info("input_ids", data_type::FLOAT, &["b", "s"]);
    assert!(replaced("input_ids", ids).starts_with("\"input_ids\" has element type 1"));
    let flat = info("logits", data_type::FLOAT, &["b", "16"]);
    assert_eq!(replaced("logits", flat), "\"logits\" has 2 dimensions, not 3");
    let name = "past_key_values.3.key";
    let other = info(name, data_type::FLOAT16, &["b", "2", "p", "4"]);
    assert!(replaced(name, other).contains("is not of its layer's element type"));
    let other = info("present.3.value", data_type::FLOAT, &["b", "3", "p", "4"]);
    assert!(replaced("present.3.value", other).contains("is not of its layer's shape"));
    let quantised = info(name, data_type::INT8, &["b", "2", "p", "4"]);
    assert!(replaced(name, quantised).contains("element type 3"));
    let huge = info("logits", data_type::FLOAT, &["b", "s", "5000000000"]);
    assert!(replaced("logits", huge).contains("a vocabulary of 5000000000"));
}
