//! A tensor, owned. What went into a step or came out of one is never changed, so any number of sequences
//! may hold the same one.

use super::RunError;
use super::message::one_line;
use ::ort::value::{DynValue, PrimitiveTensorElementType, Tensor, TensorElementType, ValueType};
use half::f16;
use std::fmt::Debug;

/// The kinds of numbers that cross the graph's border.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Element {
    F32,
    F16,
    I64,
    I32,
    Bool,
}

#[derive(Debug)]
pub(crate) struct Value(pub(super) DynValue);

impl Value {
    /// A tensor of whole numbers (or truths, where not 0) of the kind that a graph asks for.
    pub(crate) fn integers(
        element: Element,
        shape: &[usize],
        numbers: &mut dyn Iterator<Item = i64>,
    ) -> Result<Self, RunError> {
        let narrow = |number| i32::try_from(number).unwrap_or(i32::MAX);
        match element {
            Element::I64 => Self::new(shape, numbers.collect::<Vec<i64>>()),
            Element::I32 => Self::new(shape, numbers.map(narrow).collect::<Vec<i32>>()),
            Element::Bool => Self::new(shape, numbers.map(|n| n != 0).collect::<Vec<bool>>()),
            Element::F32 | Element::F16 => Err(RunError::NotIntegers { element }),
        }
    }

    /// A tensor without an element: one of the dimensions is 0.
    pub(crate) fn empty(element: Element, shape: &[usize]) -> Result<Self, RunError> {
        match element {
            Element::F32 => Self::new::<f32>(shape, Vec::new()),
            Element::F16 => Self::new::<f16>(shape, Vec::new()),
            Element::I64 => Self::new::<i64>(shape, Vec::new()),
            Element::I32 => Self::new::<i32>(shape, Vec::new()),
            Element::Bool => Self::new::<bool>(shape, Vec::new()),
        }
    }

    fn new<T: PrimitiveTensorElementType + Clone + Debug + 'static>(
        shape: &[usize],
        numbers: Vec<T>,
    ) -> Result<Self, RunError> {
        let tensor = Tensor::from_array((shape.to_vec(), numbers))
            .map_err(|error| RunError::Value { reason: one_line(error.message()) })?;
        Ok(Self(tensor.into_dyn()))
    }

    /// Whether the tensor called `name` has the shape that it ought to have.
    pub(crate) fn expect_shape(&self, name: &str, expected: &[usize]) -> Result<(), RunError> {
        let found = self.shape();
        let equal = |(found, expected): (&i64, &usize)| usize::try_from(*found) == Ok(*expected);
        let is_it = found.len() == expected.len() && found.iter().zip(expected).all(equal);
        if is_it { Ok(()) } else { Err(self.misshapen(name, expected)) }
    }

    /// Reads the last `rows` rows of the tensor called `name`, each of `width` numbers, in single precision.
    pub(crate) fn read_last_rows(
        &self,
        name: &str,
        (rows, width): (usize, usize),
        out: &mut Vec<f32>,
    ) -> Result<(), RunError> {
        let unreadable =
            |error: ::ort::Error| RunError::Value { reason: one_line(error.message()) };
        let shape = self.shape();
        let all = shape.iter().try_fold(1_usize, |all, size| {
            usize::try_from(*size).ok().and_then(|size| all.checked_mul(size))
        });
        let has_rows = shape.last().is_some_and(|size| usize::try_from(*size) == Ok(width));
        let begin =
            all.zip(rows.checked_mul(width)).and_then(|(all, wanted)| all.checked_sub(wanted));
        let Some(begin) = begin.filter(|_| has_rows) else {
            return Err(self.misshapen(name, &[1, rows, width]));
        };
        out.clear();
        if element(self.0.dtype()) == Some(Element::F16) {
            let (_, numbers) = self.0.try_extract_tensor::<f16>().map_err(unreadable)?;
            out.extend(numbers[begin..].iter().map(|number| number.to_f32()));
        } else {
            let (_, numbers) = self.0.try_extract_tensor::<f32>().map_err(unreadable)?;
            out.extend_from_slice(&numbers[begin..]);
        }
        if out.iter().any(|number| number.is_nan()) {
            return Err(RunError::NotNumbers { name: name.to_owned() });
        }
        Ok(())
    }

    /// Empty for what is no tensor.
    fn shape(&self) -> &[i64] {
        self.0.dtype().tensor_shape().map_or(&[], |shape| &**shape)
    }

    fn misshapen(&self, name: &str, expected: &[usize]) -> RunError {
        RunError::Shape {
            name: name.to_owned(),
            found: self.shape().to_vec(),
            expected: expected.to_vec(),
        }
    }
}

/// `None` for what is no tensor, or one of another kind.
pub(super) fn element(dtype: &ValueType) -> Option<Element> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the library knows two dozen kinds")]
    match dtype.tensor_type()? {
        TensorElementType::Float32 => Some(Element::F32),
        TensorElementType::Float16 => Some(Element::F16),
        TensorElementType::Int64 => Some(Element::I64),
        TensorElementType::Int32 => Some(Element::I32),
        TensorElementType::Bool => Some(Element::Bool),
        _ => None,
    }
}
