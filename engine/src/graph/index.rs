//! Where things are in a graph: who makes a value, who reads it, and what is constant.

use super::check::domain;
use super::proto::{
    AttributeProto, DimensionValue, GraphProto, NodeProto, TensorProto, TensorShapeProto,
    TypeValue, ValueInfoProto, attribute_type, data_type,
};
use std::collections::HashMap;

/// Elements of a constant that is read here: shapes and axes.
const CONSTANT_ELEMENTS_MAX: usize = 64;

#[derive(Debug)]
pub(crate) struct Index<'a> {
    producers: HashMap<&'a str, usize>,
    initializers: HashMap<&'a str, &'a TensorProto>,
    infos: HashMap<&'a str, &'a ValueInfoProto>,
    nodes: &'a [NodeProto],
}

impl<'a> Index<'a> {
    pub(crate) fn new(graph: &'a GraphProto) -> Self {
        let made = graph.node.iter().enumerate().flat_map(|(index, node)| {
            node.output.iter().map(move |output| (output.as_str(), index))
        });
        let infos = graph.value_info.iter().chain(&graph.output).chain(&graph.input);
        Self {
            producers: made.filter(|(name, _)| !name.is_empty()).collect(),
            initializers: graph.initializer.iter().map(|tensor| (tensor.name(), tensor)).collect(),
            infos: infos.map(|info| (info.name(), info)).collect(),
            nodes: &graph.node,
        }
    }

    pub(crate) fn producer(&self, value: &str) -> Option<usize> {
        self.producers.get(value).copied()
    }

    pub(crate) fn made_by(&self, value: &str) -> Option<&'a NodeProto> {
        self.producer(value).map(|index| &self.nodes[index])
    }

    /// Whether `value` stands in the file, or is absent.
    pub(crate) fn is_constant(&self, value: &str) -> bool {
        value.is_empty()
            || self.initializers.contains_key(value)
            || self.made_by(value).is_some_and(|node| is(node, "Constant"))
    }

    /// The tensor of an initializer or of a `Constant` node.
    pub(crate) fn tensor(&self, value: &str) -> Option<&'a TensorProto> {
        self.initializers.get(value).copied().or_else(|| {
            let node = self.made_by(value).filter(|node| is(node, "Constant"))?;
            attribute(node, "value")?.t.as_deref()
        })
    }

    /// A short constant of whole numbers.
    pub(crate) fn ints(&self, value: &str) -> Option<Vec<i64>> {
        if let Some(tensor) = self.tensor(value) {
            return tensor_ints(tensor);
        }
        let node = self.made_by(value).filter(|node| is(node, "Constant"))?;
        int(node, "value_int")
            .map(|value| vec![value])
            .or_else(|| attribute(node, "value_ints").map(|attribute| attribute.ints.clone()))
            .filter(|ints| ints.len() <= CONSTANT_ELEMENTS_MAX)
    }

    /// How many dimensions a value has, if the file says so.
    pub(crate) fn rank(&self, value: &str) -> Option<usize> {
        if let Some(tensor) = self.tensor(value) {
            return Some(tensor.dims.len());
        }
        self.infos.get(value).and_then(|info| shape(info)).map(|shape| shape.dim.len())
    }

    /// The last dimension of a value, if the file fixes it.
    pub(crate) fn width(&self, value: &str) -> Option<u64> {
        if let Some(tensor) = self.tensor(value) {
            return tensor.dims.last().and_then(|&dim| u64::try_from(dim).ok());
        }
        let info = self.infos.get(value)?;
        static_dims(info)?.last().copied().flatten()
    }
}

/// Whether the node is `op` of one of the domains we know; no two of them share a name but by meaning.
pub(crate) fn is(node: &NodeProto, op: &str) -> bool {
    node.op_type() == op
}

pub(crate) fn is_microsoft(node: &NodeProto, op: &str) -> bool {
    is(node, op) && domain(node.domain()) == "com.microsoft"
}

pub(crate) fn attribute<'a>(node: &'a NodeProto, name: &str) -> Option<&'a AttributeProto> {
    node.attribute.iter().find(|attribute| attribute.name() == name)
}

pub(crate) fn int(node: &NodeProto, name: &str) -> Option<i64> {
    let found = attribute(node, name)?;
    // Zero may be left out of a file.
    (found.r#type == Some(attribute_type::INT)).then(|| found.i())
}

/// Of the input's place, `""` if there is none.
pub(crate) fn input(node: &NodeProto, place: usize) -> &str {
    node.input.get(place).map_or("", String::as_str)
}

pub(crate) fn has_subgraph(node: &NodeProto) -> bool {
    node.attribute.iter().any(|attribute| attribute.g.is_some() || !attribute.graphs.is_empty())
}

pub(crate) fn element_type(info: &ValueInfoProto) -> Option<i32> {
    match info.r#type.as_ref()?.value.as_ref()? {
        TypeValue::Tensor(tensor) => tensor.elem_type,
        TypeValue::Sequence(_)
        | TypeValue::Map(_)
        | TypeValue::Opaque(_)
        | TypeValue::SparseTensor(_)
        | TypeValue::Optional(_) => None,
    }
}

/// Each dimension, where it is fixed; `None` if nothing is said of the shape.
pub(crate) fn static_dims(info: &ValueInfoProto) -> Option<Vec<Option<u64>>> {
    let fixed = |dim: &super::proto::Dimension| match dim.value {
        Some(DimensionValue::Value(value)) => u64::try_from(value).ok().filter(|&value| value > 0),
        Some(DimensionValue::Param(_)) | None => None,
    };
    Some(shape(info)?.dim.iter().map(fixed).collect())
}

fn shape(info: &ValueInfoProto) -> Option<&TensorShapeProto> {
    match info.r#type.as_ref()?.value.as_ref()? {
        TypeValue::Tensor(tensor) => tensor.shape.as_ref(),
        TypeValue::Sequence(_)
        | TypeValue::Map(_)
        | TypeValue::Opaque(_)
        | TypeValue::SparseTensor(_)
        | TypeValue::Optional(_) => None,
    }
}

fn tensor_ints(tensor: &TensorProto) -> Option<Vec<i64>> {
    let of_64 = tensor.data_type == Some(data_type::INT64);
    if !of_64 && tensor.data_type != Some(data_type::INT32) {
        return None;
    }
    let ints: Vec<i64> = match &tensor.raw_data {
        Some(raw) if raw.len() > CONSTANT_ELEMENTS_MAX * size_of::<i64>() => return None,
        Some(raw) if of_64 => {
            let (whole, _) = raw.as_chunks();
            whole.iter().map(|&chunk| i64::from_le_bytes(chunk)).collect()
        }
        Some(raw) => {
            let (whole, _) = raw.as_chunks();
            whole.iter().map(|&chunk| i32::from_le_bytes(chunk).into()).collect()
        }
        // Weights in a file of their own are not read here.
        None if !tensor.external_data.is_empty() => return None,
        None if of_64 => {
            tensor.int64_data.iter().copied().take(CONSTANT_ELEMENTS_MAX + 1).collect()
        }
        None => tensor
            .int32_data
            .iter()
            .map(|&int| int.into())
            .take(CONSTANT_ELEMENTS_MAX + 1)
            .collect(),
    };
    (ints.len() <= CONSTANT_ELEMENTS_MAX).then_some(ints)
}
