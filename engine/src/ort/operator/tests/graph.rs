//! As much of the format of model files as a graph of one node takes.

use prost::Message;

pub(crate) const FLOAT: i32 = 1;
pub(crate) const INT32: i32 = 6;

#[derive(Message)]
pub(crate) struct Model {
    #[prost(int64, tag = "1")]
    pub(crate) ir_version: i64,
    #[prost(message, required, tag = "7")]
    pub(crate) graph: Graph,
    #[prost(message, repeated, tag = "8")]
    pub(crate) opsets: Vec<Opset>,
}

#[derive(Message)]
pub(crate) struct Opset {
    #[prost(string, tag = "1")]
    pub(crate) domain: String,
    #[prost(int64, tag = "2")]
    pub(crate) version: i64,
}

#[derive(Message)]
pub(crate) struct Graph {
    #[prost(message, repeated, tag = "1")]
    pub(crate) nodes: Vec<Node>,
    #[prost(string, tag = "2")]
    pub(crate) name: String,
    #[prost(message, repeated, tag = "11")]
    pub(crate) inputs: Vec<Outlet>,
    #[prost(message, repeated, tag = "12")]
    pub(crate) outputs: Vec<Outlet>,
}

#[derive(Message)]
pub(crate) struct Node {
    #[prost(string, repeated, tag = "1")]
    pub(crate) inputs: Vec<String>,
    #[prost(string, repeated, tag = "2")]
    pub(crate) outputs: Vec<String>,
    #[prost(string, tag = "4")]
    pub(crate) operator: String,
    #[prost(message, repeated, tag = "5")]
    pub(crate) attributes: Vec<Attribute>,
    #[prost(string, tag = "7")]
    pub(crate) domain: String,
}

#[derive(Message)]
pub(crate) struct Attribute {
    #[prost(string, tag = "1")]
    pub(crate) name: String,
    #[prost(float, optional, tag = "2")]
    pub(crate) f: Option<f32>,
    #[prost(int64, optional, tag = "3")]
    pub(crate) i: Option<i64>,
    /// 1 for a float, 2 for an int.
    #[prost(int32, tag = "20")]
    pub(crate) kind: i32,
}

#[derive(Message)]
pub(crate) struct Outlet {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(message, required, tag = "2")]
    value: Value,
}

#[derive(Message)]
struct Value {
    #[prost(message, required, tag = "1")]
    tensor: Tensor,
}

#[derive(Message)]
struct Tensor {
    #[prost(int32, tag = "1")]
    element: i32,
    #[prost(message, required, tag = "2")]
    shape: Shape,
}

#[derive(Message)]
struct Shape {
    #[prost(message, repeated, tag = "1")]
    sizes: Vec<Size>,
}

#[derive(Message)]
struct Size {
    #[prost(string, tag = "2")]
    name: String,
}

impl Outlet {
    /// A tensor of any sizes.
    pub(crate) fn new(name: &str, element: i32, rank: usize) -> Self {
        let sizes = (0..rank).map(|at| Size { name: format!("{name}_{at}") }).collect();
        let tensor = Tensor { element, shape: Shape { sizes } };
        Self { name: name.to_owned(), value: Value { tensor } }
    }
}

impl Attribute {
    pub(crate) fn float(name: &str, value: f32) -> Self {
        Self { name: name.to_owned(), f: Some(value), i: None, kind: 1 }
    }

    pub(crate) fn int(name: &str, value: i64) -> Self {
        Self { name: name.to_owned(), f: None, i: Some(value), kind: 2 }
    }
}
