//! A tensor's bytes: how many its shape asks for, and whether the file has them.

use super::error::{GraphError, Shown, at_most};
use super::external::Files;
use super::proto::{LOCATION_EXTERNAL, TensorProto, data_type as t};

/// Dimensions of one tensor or one value.
pub(crate) const DIMS_MAX: u64 = 16;

/// Bits of one element; `None` for strings and for what is not known.
pub(crate) fn bits(data_type: i32) -> Option<u64> {
    match data_type {
        t::UINT2 | t::INT2 => Some(2),
        t::UINT4 | t::INT4 | t::FLOAT4E2M1 => Some(4),
        t::UINT8 | t::INT8 | t::BOOL | t::FLOAT8E8M0 => Some(8),
        t::FLOAT8E4M3FN..=t::FLOAT8E5M2FNUZ => Some(8),
        t::UINT16 | t::INT16 | t::FLOAT16 | t::BFLOAT16 => Some(16),
        t::FLOAT | t::INT32 | t::UINT32 => Some(32),
        t::DOUBLE | t::INT64 | t::UINT64 | t::COMPLEX64 => Some(64),
        t::COMPLEX128 => Some(128),
        _ => None,
    }
}

/// `None` if a dimension is negative or the product does not fit.
pub(crate) fn elements(dims: &[i64]) -> Option<u64> {
    let dims: Option<Vec<u64>> = dims.iter().map(|&dim| u64::try_from(dim).ok()).collect();
    let dims = dims?;
    if dims.contains(&0) {
        return Some(0);
    }
    dims.into_iter().try_fold(1, u64::checked_mul)
}

/// Checks one tensor, and that its file has its bytes if it lies outside. Returns how many bytes it has.
pub(crate) fn check(tensor: &TensorProto, files: &mut Files<'_>) -> Result<u64, GraphError> {
    let problem = |problem: String| GraphError::Tensor { tensor: shown(tensor), problem };
    at_most("dims", DIMS_MAX, tensor.dims.len(), || format!("tensor {}", shown(tensor)))?;
    if tensor.segment.is_some() {
        return Err(problem("is cut into segments".to_owned()));
    }
    let elements = elements(&tensor.dims)
        .ok_or_else(|| problem(format!("has the impossible shape {:?}", tensor.dims)))?;
    let data_type = tensor.data_type.unwrap_or(0);
    let external = tensor.data_location == Some(LOCATION_EXTERNAL);
    if external == tensor.external_data.is_empty() {
        return Err(problem("does not say clearly where its bytes are".to_owned()));
    }
    if data_type == t::STRING {
        if external || tensor.raw_data.is_some() {
            return Err(problem("keeps strings as raw bytes".to_owned()));
        }
        typed_only(tensor, &[Typed::Strings(elements)])?;
        return Ok(0);
    }
    let bits = bits(data_type)
        .ok_or_else(|| problem(format!("has elements of unknown type {data_type}")))?;
    let bytes = elements
        .checked_mul(bits)
        .map(|bits| bits.div_ceil(8))
        .ok_or_else(|| problem(format!("has the impossible shape {:?}", tensor.dims)))?;
    match &tensor.raw_data {
        Some(_) if external => Err(problem("has its bytes twice".to_owned())),
        None if external => {
            typed_only(tensor, &[])?;
            files.claim(tensor, bytes)?;
            Ok(bytes)
        }
        Some(raw) => {
            typed_only(tensor, &[])?;
            same(tensor, bytes, length(raw.len()))?;
            Ok(bytes)
        }
        None => {
            typed_only(tensor, &[typed(data_type, elements)])?;
            Ok(bytes)
        }
    }
}

/// Which of a tensor's fields holds so many numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Typed {
    Floats(u64),
    Int32s(u64),
    Int64s(u64),
    Doubles(u64),
    Uint64s(u64),
    Strings(u64),
}

fn typed(data_type: i32, elements: u64) -> Typed {
    match data_type {
        t::FLOAT => Typed::Floats(elements),
        t::COMPLEX64 => Typed::Floats(elements.saturating_mul(2)),
        t::DOUBLE => Typed::Doubles(elements),
        t::COMPLEX128 => Typed::Doubles(elements.saturating_mul(2)),
        t::INT64 => Typed::Int64s(elements),
        t::UINT32 | t::UINT64 => Typed::Uint64s(elements),
        t::UINT4 | t::INT4 | t::FLOAT4E2M1 => Typed::Int32s(elements.div_ceil(2)),
        t::UINT2 | t::INT2 => Typed::Int32s(elements.div_ceil(4)),
        _ => Typed::Int32s(elements),
    }
}

/// The tensor's numbers are exactly where, and as many as, they should be.
fn typed_only(tensor: &TensorProto, wanted: &[Typed]) -> Result<(), GraphError> {
    let found = [
        Typed::Floats(length(tensor.float_data.len())),
        Typed::Int32s(length(tensor.int32_data.len())),
        Typed::Int64s(length(tensor.int64_data.len())),
        Typed::Doubles(length(tensor.double_data.len())),
        Typed::Uint64s(length(tensor.uint64_data.len())),
        Typed::Strings(length(tensor.string_data.len())),
    ];
    for found in found {
        let same_field =
            |wanted: &&Typed| std::mem::discriminant(*wanted) == std::mem::discriminant(&found);
        let wanted = wanted.iter().find(same_field).map_or(0, |wanted| wanted.count());
        if wanted != found.count() {
            return Err(GraphError::Tensor {
                tensor: shown(tensor),
                problem: format!(
                    "needs {wanted} elements where it has {} ({found:?})",
                    found.count()
                ),
            });
        }
    }
    Ok(())
}

impl Typed {
    fn count(self) -> u64 {
        let (Self::Floats(count)
        | Self::Int32s(count)
        | Self::Int64s(count)
        | Self::Doubles(count)
        | Self::Uint64s(count)
        | Self::Strings(count)) = self;
        count
    }
}

fn same(tensor: &TensorProto, wanted: u64, found: u64) -> Result<(), GraphError> {
    if wanted == found {
        Ok(())
    } else {
        Err(GraphError::WeightBytes { tensor: shown(tensor), wanted, found })
    }
}

pub(crate) fn shown(tensor: &TensorProto) -> Shown {
    Shown::new(tensor.name())
}

pub(crate) fn length(len: usize) -> u64 {
    u64::try_from(len).expect("a length in memory fits 64 bits")
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use proptest::prelude::*;
    use std::path::Path;

    fn raw(data_type: i32, dims: &[i64], bytes: usize) -> TensorProto {
        TensorProto {
            name: Some("w".to_owned()),
            data_type: Some(data_type),
            dims: dims.to_vec(),
            raw_data: Some(Bytes::from(vec![0; bytes])),
            ..TensorProto::default()
        }
    }

    fn checked(tensor: &TensorProto) -> Result<u64, GraphError> {
        check(tensor, &mut Files::new(Path::new("/nowhere")))
    }

    #[test]
    fn each_type_takes_its_bits() {
        let of = [
            (t::FLOAT, 60),
            (t::DOUBLE, 120),
            (t::FLOAT16, 30),
            (t::BFLOAT16, 30),
            (t::INT8, 15),
            (t::UINT8, 15),
            (t::BOOL, 15),
            (t::INT32, 60),
            (t::INT64, 120),
            (t::INT4, 8),
            (t::UINT4, 8),
            (t::UINT2, 4),
            (t::FLOAT8E4M3FN, 15),
            (t::COMPLEX128, 240),
        ];
        for (data_type, bytes) in of {
            let exact = usize::try_from(bytes).unwrap();
            assert_eq!(checked(&raw(data_type, &[3, 5], exact)), Ok(bytes), "{data_type}");
            let cut = checked(&raw(data_type, &[3, 5], exact - 1)).unwrap_err();
            assert!(matches!(cut, GraphError::WeightBytes { .. }), "{cut}");
        }
    }

    #[test]
    fn a_giant_shape_is_refused_without_arithmetic_going_wrong() {
        for dims in [&[i64::MAX, 2][..], &[1 << 40, 1 << 40], &[-1], &[i64::MAX]] {
            let error = checked(&raw(t::FLOAT, dims, 4)).unwrap_err();
            assert!(error.to_string().contains("impossible shape"), "{error}");
        }
        let claims = checked(&raw(t::FLOAT, &[1 << 29], 4)).unwrap_err();
        assert_eq!(
            claims.to_string(),
            "tensor \"w\" needs 2147483648 bytes by its shape and has 4"
        );
        assert_eq!(checked(&raw(t::FLOAT, &[i64::MAX, 0, i64::MAX], 0)), Ok(0));
        assert!(checked(&raw(t::FLOAT, &[1; 17], 4)).is_err());
        assert!(checked(&raw(99, &[1], 4)).is_err());
    }

    #[test]
    fn numbers_are_in_the_field_of_their_type() {
        let base = || TensorProto { raw_data: None, ..raw(t::INT4, &[3], 0) };
        let int4 = TensorProto { int32_data: vec![1, 2], ..base() };
        assert_eq!(checked(&int4), Ok(2));
        assert!(checked(&TensorProto { float_data: vec![1.0], ..int4.clone() }).is_err());
        assert!(checked(&TensorProto { int32_data: vec![1], ..base() }).is_err());
        assert!(checked(&base()).is_err());
        let both = TensorProto { raw_data: Some(Bytes::from_static(&[0, 0])), ..int4 };
        assert!(checked(&both).is_err());
        let strings = vec![Bytes::from_static(b"a"); 3];
        let text = TensorProto { data_type: Some(t::STRING), string_data: strings, ..base() };
        assert_eq!(checked(&text), Ok(0));
    }

    proptest! {
        #[test]
        fn no_shape_panics(data_type in 0..30, dims in prop::collection::vec(any::<i64>(), 0..6)) {
            let _ = checked(&raw(data_type, &dims, 4));
        }

        #[test]
        fn small_shapes_are_exact(dims in prop::collection::vec(0_i64..6, 0..4)) {
            let elements: i64 = dims.iter().product();
            let bytes = usize::try_from(elements * 4).unwrap();
            prop_assert_eq!(checked(&raw(t::FLOAT, &dims, bytes)), Ok(bytes as u64));
        }
    }
}
