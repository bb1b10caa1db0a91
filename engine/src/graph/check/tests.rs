use super::*;
use crate::graph::proto::{FunctionProto, OperatorSetIdProto, TensorProto, TrainingInfoProto};
use crate::graph::proto::{SparseTensorProto, data_type};
use crate::graph::samples::{self, Export, gqa_decoder, info, initializer, ints, with};

fn model(inputs: &[&str], nodes: Vec<NodeProto>, outputs: &[&str]) -> ModelProto {
    let infos =
        |names: &[&str]| names.iter().map(|name| info(name, data_type::FLOAT, &["n"])).collect();
    ModelProto {
        ir_version: Some(10),
        opset_import: vec![OperatorSetIdProto { domain: None, version: Some(21) }],
        graph: Some(GraphProto {
            node: nodes,
            input: infos(inputs),
            output: infos(outputs),
            ..GraphProto::default()
        }),
        ..ModelProto::default()
    }
}

fn relu(input: &str, output: &str) -> NodeProto {
    let name = Some(format!("make {output}"));
    NodeProto { name, ..samples::node("Relu", &[input], &[output]) }
}

fn refusal(model: &ModelProto) -> String {
    check(model, Path::new("/nowhere")).unwrap_err().to_string()
}

fn graph(model: &mut ModelProto) -> &mut GraphProto {
    model.graph.as_mut().unwrap()
}

#[test]
fn a_chain_passes_and_what_is_not_sorted_is_named() {
    let chain = vec![relu("x", "a"), relu("a", "b"), relu("b", "y")];
    assert_eq!(check(&model(&["x"], chain.clone(), &["y"]), Path::new("/nowhere")), Ok(0));
    let mut unsorted = chain.clone();
    unsorted.swap(0, 1);
    assert_eq!(
        refusal(&model(&["x"], unsorted, &["y"])),
        "node \"make b\" reads \"a\", which a later node makes: the graph is cyclic or not sorted"
    );
    let cyclic = vec![relu("b", "a"), relu("a", "b")];
    assert!(refusal(&model(&["x"], cyclic, &["b"])).starts_with("node \"make a\" reads \"b\""));
    let itself = vec![relu("a", "a")];
    assert!(refusal(&model(&["x"], itself, &["a"])).contains("cyclic"));
}

#[test]
fn names_are_made_once_and_before_they_are_read() {
    let missing = model(&["x"], vec![relu("z", "y")], &["y"]);
    assert_eq!(refusal(&missing), "node \"make y\" reads \"z\", which nothing makes");
    let output = model(&["x"], vec![relu("x", "a")], &["y"]);
    assert_eq!(refusal(&output), "the list of outputs reads \"y\", which nothing makes");
    let twice = model(&["x"], vec![relu("x", "y"), relu("x", "y")], &["y"]);
    assert_eq!(refusal(&twice), "node \"make y\" defines \"y\" a second time");
    let over_input = model(&["x"], vec![relu("x", "x")], &["x"]);
    assert_eq!(refusal(&over_input), "node \"make x\" defines \"x\" a second time");
    assert!(refusal(&model(&["x", "x"], vec![], &["x"])).contains("a second time"));
    assert!(refusal(&model(&["x"], vec![relu("x", "y")], &["y", "y"])).contains("a second time"));
    assert_eq!(refusal(&model(&["x"], vec![relu("x", "y")], &[])), "the graph has no output");
}

#[test]
fn an_initializer_may_be_the_default_of_an_input() {
    let mut with_default = model(&["x", "w"], vec![relu("w", "y")], &["y"]);
    graph(&mut with_default).initializer.push(initializer("w", data_type::FLOAT, &[3]));
    assert_eq!(check(&with_default, Path::new("/nowhere")), Ok(12));
    graph(&mut with_default).initializer.push(initializer("w", data_type::FLOAT, &[3]));
    assert!(refusal(&with_default).contains("defines \"w\" a second time"));
}

#[test]
fn only_known_families_of_operators_pass() {
    let of = |domain: &str| {
        let node = NodeProto { domain: Some(domain.to_owned()), ..relu("x", "y") };
        model(&["x"], vec![node], &["y"])
    };
    assert_eq!(check(&of("ai.onnx"), Path::new("/nowhere")), Ok(0));
    assert!(refusal(&of("edged")).contains("domain \"edged\", which is not one of"));
    assert!(refusal(&of("com.microsoft")).contains("which the file does not import"));
    let mut context = of("com.microsoft");
    context
        .opset_import
        .push(OperatorSetIdProto { domain: Some("com.microsoft".to_owned()), version: Some(1) });
    assert_eq!(check(&context, Path::new("/nowhere")), Ok(0));
    graph(&mut context).node[0].op_type = Some("EPContext".to_owned());
    assert_eq!(refusal(&context), "operator EPContext is not supported");
}

#[test]
fn what_is_not_understood_is_refused() {
    let good = || model(&["x"], vec![relu("x", "y")], &["y"]);
    assert!(refusal(&ModelProto { ir_version: Some(99), ..good() }).contains("IR version 99"));
    assert!(refusal(&ModelProto { graph: None, ..good() }).contains("no graph"));
    let functions = vec![FunctionProto::default()];
    assert!(refusal(&ModelProto { functions, ..good() }).contains("functions"));
    let training_info = vec![TrainingInfoProto::default()];
    assert!(refusal(&ModelProto { training_info, ..good() }).contains("training"));
    let mut sparse = good();
    graph(&mut sparse).sparse_initializer.push(SparseTensorProto::default());
    assert!(refusal(&sparse).contains("sparse"));
    let mut twice = good();
    twice
        .opset_import
        .push(OperatorSetIdProto { domain: Some("ai.onnx".to_owned()), version: Some(9) });
    assert!(refusal(&twice).contains("opset_import defines \"ai.onnx\" a second time"));
}

#[test]
fn attributes_hold_what_they_say() {
    let with_attribute = |attribute: AttributeProto| {
        let node = NodeProto { attribute: vec![attribute], ..relu("x", "y") };
        refusal(&model(&["x"], vec![node], &["y"]))
    };
    let int = || with(NodeProto::default(), "axis", 1).attribute.remove(0);
    assert!(with_attribute(AttributeProto { r#type: Some(99), ..int() }).contains("no known type"));
    assert!(with_attribute(AttributeProto { f: Some(1.0), ..int() }).contains("something else"));
    let referring = AttributeProto { ref_attr_name: Some("a".to_owned()), ..int() };
    assert!(with_attribute(referring).contains("refers to a function's"));
    let empty = AttributeProto { r#type: Some(a::GRAPH), i: None, ..int() };
    assert!(with_attribute(empty).contains("holds nothing"));
    let tensor = TensorProto { dims: vec![9], ..ints("t", &[1], &[1]) };
    let t = Some(Box::new(tensor));
    let cut = AttributeProto { r#type: Some(a::TENSOR), i: None, t, ..int() };
    assert!(with_attribute(cut).contains("needs 9 elements"));
    let twice = with(with(relu("x", "y"), "axis", 1), "axis", 2);
    assert!(refusal(&model(&["x"], vec![twice], &["y"])).contains("is there twice"));
}

/// A node with `inner` as a branch.
fn branch(inner: GraphProto, output: &str) -> NodeProto {
    let attribute = AttributeProto {
        name: Some("then_branch".to_owned()),
        r#type: Some(a::GRAPH),
        g: Some(Box::new(inner)),
        ..AttributeProto::default()
    };
    NodeProto { attribute: vec![attribute], ..samples::node("If", &["x"], &[output]) }
}

#[test]
fn a_branch_sees_what_is_outside_and_nothing_of_later() {
    let inner = |input: &str| GraphProto {
        node: vec![relu(input, "inside")],
        output: vec![info("inside", data_type::FLOAT, &[])],
        ..GraphProto::default()
    };
    let of = |input: &str| {
        let nodes = vec![relu("x", "before"), branch(inner(input), "y"), relu("x", "after")];
        model(&["x"], nodes, &["y"])
    };
    assert_eq!(check(&of("before"), Path::new("/nowhere")), Ok(0));
    assert!(refusal(&of("after")).contains("a later node makes"));
    assert!(refusal(&of("y")).contains("a later node makes"));
    assert!(refusal(&of("never")).contains("nothing makes"));
    let nodes = vec![branch(inner("x"), "y"), relu("inside", "z")];
    assert!(refusal(&model(&["x"], nodes, &["z"])).contains("nothing makes"));
}

#[test]
fn graphs_inside_each_other_end_somewhere() {
    let nested = |depth: usize| {
        (0..depth).fold(GraphProto::default(), |inner, _| GraphProto {
            node: vec![branch(inner, "y")],
            output: vec![info("y", data_type::FLOAT, &[])],
            ..GraphProto::default()
        })
    };
    let of = |depth: usize| {
        let mut model = model(&["x"], vec![], &["y"]);
        graph(&mut model).node = nested(depth).node;
        model
    };
    assert_eq!(check(&of(3), Path::new("/nowhere")), Ok(0));
    assert_eq!(refusal(&of(4)), "the graph has subgraph_depth 5, above 4");
}

#[test]
fn names_and_shapes_have_limits() {
    let long = "n".repeat(1025);
    let error = refusal(&model(&[&long], vec![], &[&long]));
    assert!(error.contains("name_bytes 1025, above 1024"), "{error}");
    assert!(error.len() < 300, "a hostile name is shown in full: {error}");
    let mut deep = model(&["x"], vec![relu("x", "y")], &["y"]);
    graph(&mut deep).input[0] = info("x", data_type::FLOAT, &["1"; 17]);
    assert_eq!(refusal(&deep), "\"x\" has dims 17, above 16");
}

#[test]
fn decoders_pass() {
    for packed in [true, false] {
        let export = Export { packed, rotates_before: !packed, ..Export::default() };
        check(&gqa_decoder(&export), Path::new("/nowhere")).unwrap();
    }
}
