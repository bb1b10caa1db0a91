//! For tests: the library, and graphs small enough to write down.

use super::{Runtime, Value};
use half::f16;
use std::path::{Path, PathBuf};

/// Kinds of tensors, as ONNX numbers them.
pub(crate) const FLOAT: u64 = 1;
pub(crate) const INT64: u64 = 7;
pub(crate) const BOOL: u64 = 9;
pub(crate) const FLOAT16: u64 = 10;

/// The library that set-up has put there; without it a test of this kind fails.
pub(crate) fn library() -> PathBuf {
    let path = std::env::var_os("EDGED_ORT_LIBRARY").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/ort/libonnxruntime.so"),
        PathBuf::from,
    );
    let hint = "`make test` fetches one, or set EDGED_ORT_LIBRARY";
    assert!(path.is_file(), "no ONNX Runtime at {}: {hint}", path.display());
    path
}

pub(crate) fn runtime() -> Runtime {
    Runtime::load(Some(&library())).unwrap()
}

pub(crate) fn environment() -> ::ort::environment::Environment {
    runtime().environment
}

pub(crate) fn integers(value: &Value) -> Vec<i64> {
    value.0.try_extract_tensor::<i64>().unwrap().1.to_vec()
}

pub(crate) fn truths(value: &Value) -> Vec<bool> {
    value.0.try_extract_tensor::<bool>().unwrap().1.to_vec()
}

/// A graph on its way to the bytes of a model file.
#[derive(Default)]
pub(crate) struct Graph {
    bytes: Vec<u8>,
    nodes: usize,
}

pub(crate) enum Attribute<'a> {
    Int(&'a str, u64),
    Ints(&'a str, &'a [u64]),
}

impl Graph {
    pub(crate) fn input(&mut self, name: &str, kind: u64, shape: &[&str]) {
        self.bytes.extend(field(11, &outlet(name, kind, shape)));
    }

    pub(crate) fn output(&mut self, name: &str, kind: u64, shape: &[&str]) {
        self.bytes.extend(field(12, &outlet(name, kind, shape)));
    }

    pub(crate) fn integers(&mut self, name: &str, numbers: &[i64]) {
        let raw: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        self.tensor(name, INT64, &[numbers.len()], &field(9, &raw));
    }

    pub(crate) fn scalar(&mut self, name: &str, number: i64) {
        self.tensor(name, INT64, &[], &field(9, &number.to_le_bytes()));
    }

    /// Numbers of single precision, or of half if the graph's kind is `FLOAT16`.
    pub(crate) fn weights(&mut self, name: &str, kind: u64, shape: &[usize], numbers: &[f32]) {
        let raw: Vec<u8> = match kind {
            FLOAT16 => numbers.iter().flat_map(|n| f16::from_f32(*n).to_le_bytes()).collect(),
            _ => numbers.iter().flat_map(|number| number.to_le_bytes()).collect(),
        };
        self.tensor(name, kind, shape, &field(9, &raw));
    }

    /// Weights that are all of `file`, from its start.
    pub(crate) fn weights_in(&mut self, name: &str, shape: &[usize], file: &str) {
        let entry = |key: &str, value: &str| {
            field(13, &[field(1, key.as_bytes()), field(2, value.as_bytes())].concat())
        };
        let length = (shape.iter().product::<usize>() * 4).to_string();
        let data = [entry("location", file), entry("length", &length), number(14, 1)].concat();
        self.tensor(name, FLOAT, shape, &data);
    }

    fn tensor(&mut self, name: &str, kind: u64, shape: &[usize], data: &[u8]) {
        let dims: Vec<u8> = shape.iter().flat_map(|size| number(1, *size as u64)).collect();
        let tensor = [&dims, &number(2, kind), &field(8, name.as_bytes()), data].concat();
        self.bytes.extend(field(5, &tensor));
    }

    pub(crate) fn node(
        &mut self,
        operator: &str,
        inputs: &[&str],
        output: &str,
        attributes: &[Attribute<'_>],
    ) {
        let mut node = Vec::new();
        for input in inputs {
            node.extend(field(1, input.as_bytes()));
        }
        node.extend(field(2, output.as_bytes()));
        node.extend(field(3, format!("{operator}_{}", self.nodes).as_bytes()));
        node.extend(field(4, operator.as_bytes()));
        for attribute in attributes {
            let (name, value) = match attribute {
                Attribute::Int(name, value) => (name, [number(3, *value), number(20, 2)]),
                Attribute::Ints(name, values) => {
                    let values = values.iter().flat_map(|value| number(8, *value)).collect();
                    (name, [values, number(20, 7)])
                }
            };
            node.extend(field(5, &[field(1, name.as_bytes()), value.concat()].concat()));
        }
        self.bytes.extend(field(1, &node));
        self.nodes += 1;
    }

    pub(crate) fn model(self) -> Vec<u8> {
        let graph = [field(2, b"tiny"), self.bytes].concat();
        let opset = [field(1, b""), number(2, 17)].concat();
        [number(1, 8), field(7, &graph), field(8, &opset)].concat()
    }
}

/// An output `sum` that is `a` + `b`, each of any length.
pub(crate) fn addition() -> Vec<u8> {
    let mut graph = Graph::default();
    graph.input("a", INT64, &["n"]);
    graph.input("b", INT64, &["n"]);
    graph.output("sum", INT64, &["n"]);
    graph.node("Add", &["a", "b"], "sum", &[]);
    graph.model()
}

fn outlet(name: &str, kind: u64, shape: &[&str]) -> Vec<u8> {
    let dims: Vec<u8> = shape
        .iter()
        .flat_map(|size| match size.parse() {
            Ok(size) => field(1, &number(1, size)),
            Err(_) => field(1, &field(2, size.as_bytes())),
        })
        .collect();
    let tensor = [number(1, kind), field(2, &dims)].concat();
    [field(1, name.as_bytes()), field(2, &field(1, &tensor))].concat()
}

fn field(tag: u64, bytes: &[u8]) -> Vec<u8> {
    let mut field = varint(tag << 3 | 2);
    field.extend(varint(bytes.len() as u64));
    field.extend(bytes);
    field
}

fn number(tag: u64, value: u64) -> Vec<u8> {
    [varint(tag << 3), varint(value)].concat()
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    bytes.push(value.to_le_bytes()[0]);
    bytes
}
