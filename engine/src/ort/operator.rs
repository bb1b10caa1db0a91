//! Our attention as an operator of a graph, `edged::RaggedAttention`.
//!
//! | input | | shape |
//! |---|---|---|
//! | 0 | query, or queries, keys and values packed | `[1, T, H * D]` or `[1, T, (H + 2 * KVH) * D]` |
//! | 1, 2 | key, value; absent if packed | `[1, T, KVH * D]` |
//! | 3, 4 | cos_cache, sin_cache; absent if `do_rotary` is 0 | `[positions, at most D / 2]` |
//! | 5 | rows: sequence, past, q_start, q_len, adapter | i32 `[n, 5]` |
//!
//! The output is `[1, T, H * D]`. Attributes: `layer`, `num_heads`, `kv_num_heads`, `do_rotary` (0),
//! `rotary_interleaved` (0), `scale` (0: one over the root of D). They mean what GroupQueryAttention's mean.
//!
//! Whatever a graph gets wrong is an error of the session or of the run, not a panic: a panic in here ends the
//! process.

use crate::attention::{AttendError, Attention, Inputs, KvPool, Projections, ROW_COLUMNS, Rotary};
use ::ort::operator::{
    BoxedKernel, ComputeContext, KernelContext, Operator, OperatorDomain, OperatorInput,
    OperatorOutput,
};
use ::ort::value::{PrimitiveTensorElementType, TensorElementType, ValueRef};
use std::cell::Cell;
use std::sync::Arc;

const DOMAIN: &str = "edged";
const RAGGED_ATTENTION: &str = "RaggedAttention";

/// What a session of a ragged graph needs to find its operators. Only once the library is loaded: without
/// one `ort` panics.
pub(crate) fn domain(pool: &Arc<KvPool>) -> ::ort::Result<OperatorDomain> {
    OperatorDomain::new(DOMAIN)?.add(RaggedAttention { pool: Arc::clone(pool) })
}

#[derive(Debug)]
struct RaggedAttention {
    pool: Arc<KvPool>,
}

impl Operator for RaggedAttention {
    type Kernel<'a> = BoxedKernel<'a>;

    fn name(&self) -> &str {
        RAGGED_ATTENTION
    }

    fn inputs(&self) -> impl IntoIterator<Item = OperatorInput> {
        let float = TensorElementType::Float32;
        [
            OperatorInput::required(float),
            OperatorInput::optional(float),
            OperatorInput::optional(float),
            OperatorInput::optional(float),
            OperatorInput::optional(float),
            OperatorInput::required(TensorElementType::Int32),
        ]
    }

    fn outputs(&self) -> impl IntoIterator<Item = OperatorOutput> {
        [OperatorOutput::required(TensorElementType::Float32)]
    }

    fn create_kernel<'a>(&self, context: &KernelContext<'a>) -> ::ort::Result<Self::Kernel<'a>> {
        let node = Node::new(&self.pool, context).map_err(failed)?;
        let pool = Arc::clone(&self.pool);
        Ok(Box::new(move |context: &ComputeContext| node.compute(&pool, context)))
    }
}

/// Why a node cannot be computed.
#[derive(Debug, thiserror::Error)]
enum NodeError {
    #[error("attribute {name} is missing or no number")]
    NoAttribute { name: &'static str },
    #[error("attribute {name} is {value}, not {min} to {max}")]
    AttributeValue { name: &'static str, value: i64, min: i64, max: i64 },
    #[error("attribute kv_num_heads is {value}, and the model has {expected}")]
    KvHeads { value: usize, expected: usize },
    #[error("{name} is missing")]
    Absent { name: &'static str },
    #[error("{name} has the shape {shape:?}, not {expected}")]
    Shape { name: &'static str, shape: Vec<i64>, expected: String },
    #[error(transparent)]
    Attend(#[from] AttendError),
    #[error(transparent)]
    Runtime(#[from] ::ort::Error),
}

fn failed(error: NodeError) -> ::ort::Error {
    if let NodeError::Runtime(error) = error {
        return error;
    }
    ::ort::Error::new(format!("{RAGGED_ATTENTION}: {error}"))
}

#[derive(Clone, Copy, Debug)]
struct Node {
    attention: Attention,
    heads: usize,
    /// Whether there is one, and then whether it is interleaved.
    rotary: Option<bool>,
}

impl Node {
    fn new(pool: &KvPool, context: &KernelContext<'_>) -> Result<Self, NodeError> {
        let count = |name| {
            let value = context.get::<i64>(name).ok_or(NodeError::NoAttribute { name })?;
            let max = i64::from(i32::MAX);
            let counted = usize::try_from(value).ok().filter(|_| value <= max);
            counted.ok_or(NodeError::AttributeValue { name, value, min: 0, max })
        };
        let flag = |name| match context.get::<i64>(name).unwrap_or(0) {
            value @ (0 | 1) => Ok(value == 1),
            value => Err(NodeError::AttributeValue { name, value, min: 0, max: 1 }),
        };
        let (layer, heads, kv_heads) =
            (count("layer")?, count("num_heads")?, count("kv_num_heads")?);
        let expected = pool.shape().kv_heads();
        if kv_heads != expected {
            return Err(NodeError::KvHeads { value: kv_heads, expected });
        }
        let interleaved = flag("rotary_interleaved")?;
        let rotary = flag("do_rotary")?.then_some(interleaved);
        let scale = context.get::<f32>("scale").unwrap_or(0.0);
        let attention = pool.attention(layer, heads, scale)?;
        Ok(Self { attention, heads, rotary })
    }

    fn compute(&self, pool: &KvPool, context: &ComputeContext) -> ::ort::Result<()> {
        self.try_compute(pool, context).map_err(failed)
    }

    fn try_compute(&self, pool: &KvPool, context: &ComputeContext) -> Result<(), NodeError> {
        let names = ["query", "key", "value", "cos_cache", "sin_cache", "rows"];
        let mut given = [const { None }; 6];
        for (at, input) in given.iter_mut().enumerate() {
            *input = context.input(at)?.filter(|value| value.is_tensor());
        }
        let tensor = |at: usize| Input { name: names[at], value: given[at].as_ref() };

        let head_size = pool.shape().head_size();
        let (tokens, projections) =
            self.projections([0, 1, 2].map(tensor), pool.shape().kv_heads(), head_size)?;
        let rotary = match self.rotary {
            Some(interleaved) => Some(rotary([3, 4].map(tensor), interleaved, head_size)?),
            None => None,
        };
        let rows = tensor(5).matrix::<i32>(Some(ROW_COLUMNS))?.0;
        let inputs = Inputs { tokens, projections, rotary, rows };

        let shape = [1, tokens, self.heads * head_size];
        let mut output = context.output(0, shape)?.ok_or(NodeError::Absent { name: "output" })?;
        let (_, out) = output.try_extract_tensor_mut::<f32>()?;
        let outcome = Cell::new(Ok(()));
        let par = |tasks: usize, task: &(dyn Fn(usize) + Sync)| {
            outcome.set(context.par_for(tasks, 0, task));
        };
        pool.attend(self.attention, &inputs, &par, out)?;
        Ok(outcome.into_inner()?)
    }

    fn projections<'a>(
        &self,
        [query, key, value]: [Input<'a>; 3],
        kv_heads: usize,
        head_size: usize,
    ) -> Result<(usize, Projections<'a>), NodeError> {
        let heads = self.heads;
        if key.value.is_none() && value.value.is_none() {
            let (tokens, packed) = query.vectors((heads + 2 * kv_heads) * head_size)?;
            let projections = Projections::packed(packed, tokens, heads, kv_heads, head_size)?;
            return Ok((tokens, projections));
        }
        let (tokens, query) = query.vectors(heads * head_size)?;
        // That there are as many of them is checked with their lengths.
        let (_, key) = key.vectors(kv_heads * head_size)?;
        let (_, value) = value.vectors(kv_heads * head_size)?;
        let separate = [query, key, value];
        let projections = Projections::separate(separate, tokens, heads, kv_heads, head_size)?;
        Ok((tokens, projections))
    }
}

fn rotary<'a>(
    [cos, sin]: [Input<'a>; 2],
    interleaved: bool,
    head_size: usize,
) -> Result<Rotary<'a>, NodeError> {
    let (cos, width) = cos.matrix(None)?;
    let (sin, _) = sin.matrix(Some(width))?;
    Ok(Rotary::new(cos, sin, width, interleaved, head_size)?)
}

/// One input of a node in one run; its shape is the graph's word, not ours.
#[derive(Clone, Copy)]
struct Input<'a> {
    name: &'static str,
    value: Option<&'a ValueRef<'a>>,
}

impl<'a> Input<'a> {
    /// The values of `[1, T, width]`, and T.
    fn vectors(self, width: usize) -> Result<(usize, &'a [f32]), NodeError> {
        let (shape, values) = self.extract::<f32>()?;
        match shape {
            [1, _, last] if usize::try_from(*last) == Ok(width) => {
                Ok((values.len() / width, values))
            }
            _ => Err(self.misshaped(shape, format!("[1, T, {width}]"))),
        }
    }

    /// The values of `[n, width]`, and the width if it is not fixed.
    fn matrix<T: PrimitiveTensorElementType>(
        self,
        width: Option<usize>,
    ) -> Result<(&'a [T], usize), NodeError> {
        let (shape, values) = self.extract::<T>()?;
        if let [_, last] = shape
            && let Ok(last) = usize::try_from(*last)
            && width.is_none_or(|width| width == last)
        {
            return Ok((values, last));
        }
        let width = width.map_or("any".to_owned(), |width| width.to_string());
        Err(self.misshaped(shape, format!("[n, {width}]")))
    }

    fn extract<T: PrimitiveTensorElementType>(self) -> Result<(&'a [i64], &'a [T]), NodeError> {
        let value = self.value.ok_or(NodeError::Absent { name: self.name })?;
        let (shape, values) = value.try_extract_tensor::<T>()?;
        Ok((shape, values))
    }

    fn misshaped(self, shape: &[i64], expected: String) -> NodeError {
        NodeError::Shape { name: self.name, shape: shape.to_vec(), expected }
    }
}

#[cfg(test)]
mod tests;
