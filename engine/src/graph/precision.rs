//! What a model's weights are made of, by the projections that hold most of them.

use super::index::{Index, input, int, is};
use super::proto::{GraphProto, NodeProto, data_type};
use super::tensor::elements;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Precision {
    Fp32,
    Fp16,
    Bf16,
    Int8,
    Int4,
    /// Bits of a weight: 2 or another size that has no name of its own.
    Bits(u32),
    /// No projection was found whose weights are known.
    Unknown,
}

impl Precision {
    pub(crate) fn name(self) -> String {
        match self {
            Self::Fp32 => "fp32".to_owned(),
            Self::Fp16 => "fp16".to_owned(),
            Self::Bf16 => "bf16".to_owned(),
            Self::Int8 => "int8".to_owned(),
            Self::Int4 => "int4".to_owned(),
            Self::Bits(bits) => format!("int{bits}"),
            Self::Unknown => "unknown".to_owned(),
        }
    }
}

pub(crate) fn precision(graph: &GraphProto) -> Precision {
    let mut sums: Vec<(Precision, u128)> = Vec::new();
    tally(graph, &[], &mut sums);
    let most = sums.into_iter().max_by_key(|&(_, weights)| weights);
    most.map_or(Precision::Unknown, |(precision, _)| precision)
}

/// Adds up the weights of a graph and of those inside it, which may read the `outer` ones.
fn tally(graph: &GraphProto, outer: &[&Index<'_>], sums: &mut Vec<(Precision, u128)>) {
    let index = Index::new(graph);
    let mut scopes = vec![&index];
    scopes.extend_from_slice(outer);
    for node in &graph.node {
        if let Some((precision, weights)) = weights(node, &scopes) {
            match sums.iter_mut().find(|(of, _)| *of == precision) {
                Some((_, sum)) => *sum += u128::from(weights),
                None => sums.push((precision, weights.into())),
            }
        }
        for attribute in &node.attribute {
            for inner in attribute.g.as_deref().into_iter().chain(&attribute.graphs) {
                tally(inner, &scopes, sums);
            }
        }
    }
}

fn weights(node: &NodeProto, scopes: &[&Index<'_>]) -> Option<(Precision, u64)> {
    match node.op_type() {
        "MatMulNBits" => {
            let size = |name| int(node, name).and_then(|size| u64::try_from(size).ok());
            let bits = int(node, "bits").unwrap_or(4);
            let precision = match bits {
                4 => Precision::Int4,
                8 => Precision::Int8,
                bits => Precision::Bits(u32::try_from(bits).ok()?),
            };
            Some((precision, size("K")?.checked_mul(size("N")?)?))
        }
        "MatMul" | "Gemm" | "FusedMatMul" => of_tensor(input(node, 1), scopes),
        "MatMulInteger" | "DynamicQuantizeMatMul" | "MatMulIntegerToFloat" => {
            of_tensor(input(node, 1), scopes)
        }
        "QLinearMatMul" => of_tensor(input(node, 3), scopes),
        _ => None,
    }
}

/// The weight at `value`, or behind what unpacks or turns it.
fn of_tensor(value: &str, scopes: &[&Index<'_>]) -> Option<(Precision, u64)> {
    const STEPS_MAX: usize = 4;
    let mut value = value;
    for _ in 0..STEPS_MAX {
        if let Some(tensor) = scopes.iter().find_map(|index| index.tensor(value)) {
            let precision = match tensor.data_type? {
                data_type::FLOAT => Precision::Fp32,
                data_type::FLOAT16 => Precision::Fp16,
                data_type::BFLOAT16 => Precision::Bf16,
                data_type::INT8 | data_type::UINT8 => Precision::Int8,
                data_type::INT4 | data_type::UINT4 => Precision::Int4,
                data_type::INT2 | data_type::UINT2 => Precision::Bits(2),
                _ => return None,
            };
            return Some((precision, elements(&tensor.dims)?));
        }
        let node = scopes.iter().find_map(|index| index.made_by(value))?;
        let unpacks = ["DequantizeLinear", "Transpose", "Cast", "Identity", "Reshape"];
        if !unpacks.iter().any(|op| is(node, op)) {
            return None;
        }
        value = input(node, 0);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::samples::{Export, gqa_decoder, initializer, node};

    #[test]
    fn the_projections_say_what_a_model_is_made_of() {
        let of = |bits| {
            precision(gqa_decoder(&Export { bits, ..Export::default() }).graph.as_ref().unwrap())
        };
        assert_eq!(of(None), Precision::Fp32);
        assert_eq!(of(Some(4)), Precision::Int4);
        assert_eq!(of(Some(8)).name(), "int8");
        assert_eq!(of(Some(2)).name(), "int2");
    }

    #[test]
    fn weights_behind_a_dequantizer_are_found() {
        let graph = GraphProto {
            initializer: vec![initializer("w", data_type::INT8, &[4, 4])],
            node: vec![
                node("DequantizeLinear", &["w", "s"], &["f"]),
                node("MatMul", &["x", "f"], &["y"]),
            ],
            ..GraphProto::default()
        };
        assert_eq!(precision(&graph), Precision::Int8);
        assert_eq!(precision(&GraphProto::default()), Precision::Unknown);
    }
}
