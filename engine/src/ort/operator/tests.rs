use super::*;
use crate::attention::KvShape;
use crate::ort::testing;
use graph::{Attribute, FLOAT, Graph, INT32, Model, Node, Opset, Outlet};
use ort::session::{Session, SessionInputValue};
use ort::value::Tensor;
use prost::Message;
use std::borrow::Cow;

mod graph;

const POSITIONS: usize = 16;
const HEAD_SIZE: usize = 4;
/// Not what follows from the head size.
const SCALE: f32 = 0.25;

/// A graph of one node; inputs that are not named are absent.
fn session(
    pool: &Arc<KvPool>,
    inputs: [&'static str; 6],
    ints: &[(&str, i64)],
) -> ort::Result<Session> {
    let environment = testing::environment();
    let named = (0..).zip(inputs).filter(|(_, name)| !name.is_empty());
    let named = named.map(|(at, name)| match at {
        0..3 => Outlet::new(name, FLOAT, 3),
        3..5 => Outlet::new(name, FLOAT, 2),
        _ => Outlet::new(name, INT32, 2),
    });
    let ints = ints.iter().map(|(name, value)| Attribute::int(name, *value));
    let node = Node {
        inputs: inputs.map(str::to_owned).to_vec(),
        outputs: vec!["out".to_owned()],
        operator: RAGGED_ATTENTION.to_owned(),
        attributes: ints.chain([Attribute::float("scale", SCALE)]).collect(),
        domain: DOMAIN.to_owned(),
    };
    let graph = Graph {
        nodes: vec![node],
        name: "one".to_owned(),
        inputs: named.collect(),
        outputs: vec![Outlet::new("out", FLOAT, 3)],
    };
    let opset = |domain: &str, version| Opset { domain: domain.to_owned(), version };
    let model = Model { ir_version: 8, graph, opsets: vec![opset("", 17), opset(DOMAIN, 1)] };
    let builder = Session::builder(&environment)?.with_operators(domain(pool)?)?;
    builder.with_intra_threads(2)?.commit_from_memory(&model.encode_to_vec())
}

const LAYER: (&str, i64) = ("layer", 0);
const HEADS: (&str, i64) = ("num_heads", 2);
const KV_HEADS: (&str, i64) = ("kv_num_heads", 1);
const ROTARY: (&str, i64) = ("do_rotary", 1);
const PACKED: [&str; 6] = ["query", "", "", "", "", "rows"];

fn pool() -> Arc<KvPool> {
    let pool = KvPool::new(KvShape::new(1, 1, HEAD_SIZE).unwrap(), 8);
    for sequence in 0..2 {
        pool.open(sequence);
        pool.reserve(sequence, 20).unwrap();
    }
    Arc::new(pool)
}

type Fed = (&'static str, SessionInputValue<'static>);

fn floats(name: &'static str, shape: &[usize], seed: usize) -> Fed {
    let values = (0..shape.iter().product()).map(|at: usize| ((at * 7 + seed) % 11) as f32 / 5.0);
    (name, Tensor::from_array((shape.to_vec(), values.collect::<Vec<_>>())).unwrap().into())
}

fn rows(rows: &[[i32; 5]]) -> Fed {
    let shape = [rows.len(), 5];
    ("rows", Tensor::from_array((shape, rows.as_flattened().to_vec())).unwrap().into())
}

fn run(session: &mut Session, fed: Vec<Fed>) -> ort::Result<Vec<f32>> {
    let fed: Vec<_> = fed.into_iter().map(|(name, value)| (Cow::from(name), value)).collect();
    let outputs = session.run(fed)?;
    Ok(outputs["out"].try_extract_tensor::<f32>()?.1.to_vec())
}

fn refusal<T>(outcome: ort::Result<T>) -> String {
    match outcome {
        Ok(_) => panic!("it was not refused"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_graph_with_the_operator_runs_as_the_pool_does() {
    for interleaved in [false, true] {
        runs_as_the_pool_does(interleaved);
    }
}

fn runs_as_the_pool_does(interleaved: bool) {
    let inputs = ["query", "key", "value", "cos", "sin", "rows"];
    let all = [LAYER, HEADS, KV_HEADS, ROTARY, ("rotary_interleaved", interleaved.into())];
    let graph_pool = pool();
    let mut session = session(&graph_pool, inputs, &all).unwrap();
    let (tokens, width) = (6, 2);
    let fed = || {
        vec![
            floats("query", &[1, tokens, 8], 1),
            floats("key", &[1, tokens, 4], 2),
            floats("value", &[1, tokens, 4], 3),
            floats("cos", &[POSITIONS, width], 4),
            floats("sin", &[POSITIONS, width], 5),
            rows(&[[1, 0, 0, 4, -1], [0, 0, 4, 2, -1]]),
        ]
    };
    let out = run(&mut session, fed()).unwrap();

    let fed = fed();
    let values = |at: usize| fed[at].1.try_extract_tensor::<f32>().unwrap().1;
    let projections =
        Projections::separate([0, 1, 2].map(values), tokens, 2, 1, HEAD_SIZE).unwrap();
    let rotary = Rotary::new(values(3), values(4), width, interleaved, HEAD_SIZE).unwrap();
    let rows = fed[5].1.try_extract_tensor::<i32>().unwrap().1;
    let inputs = Inputs { tokens, projections, rotary: Some(rotary), rows };
    let mut expected = vec![0.0; tokens * 8];
    let other = pool();
    let attention = other.attention(0, 2, SCALE).unwrap();
    other.attend(attention, &inputs, &|n, task| (0..n).for_each(task), &mut expected).unwrap();
    assert_eq!(out, expected);
}

#[test]
fn what_is_packed_needs_no_more_inputs() {
    let pool = pool();
    let mut session = session(&pool, PACKED, &[LAYER, HEADS, KV_HEADS]).unwrap();
    let fed = vec![floats("query", &[1, 3, 16], 1), rows(&[[0, 0, 0, 3, -1]])];
    let out = run(&mut session, fed).unwrap();
    assert_eq!(out.len(), 3 * 2 * HEAD_SIZE);
    let nothing = vec![floats("query", &[1, 0, 16], 1), rows(&[])];
    assert!(run(&mut session, nothing).unwrap().is_empty());
}

#[test]
fn a_node_that_does_not_fit_the_model_is_no_session() {
    let refused = |ints: &[(&str, i64)]| refusal(session(&pool(), PACKED, ints));
    for (ints, reason) in [
        (&[HEADS, KV_HEADS][..], "attribute layer is missing or no number"),
        (&[("layer", 1), HEADS, KV_HEADS], "layer is 1, and there are 1"),
        (&[("layer", -1), HEADS, KV_HEADS], "attribute layer is -1, not 0 to 2147483647"),
        (&[LAYER, ("num_heads", 0), KV_HEADS], "num_heads is 0, not 1 to 1024"),
        (&[LAYER, ("num_heads", i64::MAX), KV_HEADS], "attribute num_heads is 9223372036854775807"),
        (&[LAYER, HEADS, ("kv_num_heads", 2)], "kv_num_heads is 2, and the model has 1"),
        (&[LAYER, HEADS, KV_HEADS, ("do_rotary", 2)], "attribute do_rotary is 2, not 0 to 1"),
    ] {
        let refused = refused(ints);
        assert!(refused.contains(reason), "{refused}");
    }
}

#[test]
fn a_run_that_does_not_fit_is_an_error_and_the_next_one_runs() {
    let inputs = ["query", "", "", "cos", "sin", "rows"];
    let pool = pool();
    let mut session = session(&pool, inputs, &[LAYER, HEADS, KV_HEADS, ROTARY]).unwrap();
    let query = |shape: &[usize]| floats("query", shape, 1);
    let caches =
        |cos: [usize; 2], sin: [usize; 2]| [floats("cos", &cos, 2), floats("sin", &sin, 3)];
    let good = || caches([POSITIONS, 2], [POSITIONS, 2]);
    let first = || rows(&[[0, 0, 0, 1, -1]]);
    let mut outcome = |query, [cos, sin]: [Fed; 2], rows| {
        run(&mut session, vec![query, cos, sin, rows]).map(|out| out.len())
    };
    for (query, caches, rows, reason) in [
        (query(&[1, 1, 15]), good(), first(), "query has the shape [1, 1, 15], not [1, T, 16]"),
        (query(&[2, 1, 16]), good(), first(), "query has the shape [2, 1, 16]"),
        (query(&[1, 2, 16]), good(), first(), "rows end at token 1, and there are 2"),
        (query(&[1, 1, 16]), caches([16, 3], [16, 3]), first(), "a rotary cache is 3 wide"),
        (query(&[1, 1, 16]), caches([16, 0], [16, 0]), first(), "a rotary cache is 0 wide"),
        (query(&[1, 1, 16]), caches([16, 2], [16, 1]), first(), "sin_cache has the shape [16, 1]"),
        (query(&[1, 1, 16]), caches([16, 2], [15, 2]), first(), "sin_cache has 30 values, not 32"),
        (query(&[1, 1, 16]), good(), rows(&[[0, 16, 0, 1, -1]]), "the rotary cache has 16"),
        (query(&[1, 1, 16]), good(), rows(&[[7, 0, 0, 1, -1]]), "which is not open"),
        (query(&[1, 1, 16]), good(), rows(&[[0, 20, 0, 1, -1]]), "and 20 are reserved"),
    ] {
        let refused = refusal(outcome(query, caches, rows));
        assert!(refused.contains(reason), "{refused}");
    }
    let narrow = Tensor::from_array(([1, 4], vec![0_i32, 0, 0, 1])).unwrap().into();
    let refused = refusal(outcome(query(&[1, 1, 16]), good(), ("rows", narrow)));
    assert!(refused.contains("rows has the shape [1, 4], not [n, 5]"), "{refused}");
    assert_eq!(outcome(query(&[1, 1, 16]), good(), first()).unwrap(), 8);
}

#[test]
fn a_node_without_its_caches_is_an_error() {
    let pool = pool();
    let mut session = session(&pool, PACKED, &[LAYER, HEADS, KV_HEADS, ROTARY]).unwrap();
    let fed = vec![floats("query", &[1, 1, 16], 1), rows(&[[0, 0, 0, 1, -1]])];
    let refused = refusal(run(&mut session, fed));
    assert!(refused.contains("cos_cache is missing"), "{refused}");
}
