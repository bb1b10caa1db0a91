//! Attention over keys and values in our own memory, for any number of rows at once.
//!
//! `pool` owns the keys and values and answers for who may read what, `tables` decides which block belongs
//! to whom, `plan` turns the rows of a step into work, `rotary` turns vectors to their positions, `kernel`
//! does the arithmetic. Nothing here knows ONNX Runtime. Everything that comes through a graph (rows, shapes,
//! rotary caches) is checked against the pool before any of it is used: a graph is not trusted.

mod kernel;
mod plan;
mod pool;
mod rotary;
mod tables;
#[cfg(test)]
mod tests;

pub(crate) use plan::{Projections, ROW_COLUMNS};
pub(crate) use pool::{Attention, Inputs, KvPool, KvShape};
pub(crate) use rotary::Rotary;
pub(crate) use tables::PoolFull;

/// How many tokens share a block.
pub(crate) const BLOCK_TOKENS: usize = 64;

/// Why a graph's request for attention is turned down.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AttendError {
    #[error("layer is {layer}, and there are {layers}")]
    Layer { layer: usize, layers: usize },
    #[error("num_heads is {heads}, not 1 to {max} and a multiple of kv_num_heads {kv_heads}")]
    Heads { heads: usize, kv_heads: usize, max: usize },
    #[error("{name} has {values} values, not {expected}")]
    Length { name: &'static str, values: usize, expected: usize },
    #[error("a rotary cache is {width} wide, not 1 to half of head_size {head_size}")]
    RotaryWidth { width: usize, head_size: usize },
    #[error("rows[{row}] ends at position {end}, and the rotary cache has {positions}")]
    RotaryPositions { row: usize, end: usize, positions: usize },
    #[error("rows has {values} values, no multiple of {ROW_COLUMNS}")]
    RowColumns { values: usize },
    #[error("rows[{row}][{column}] is {value}, less than {min}")]
    RowValue { row: usize, column: usize, value: i32, min: i32 },
    #[error("rows[{row}] starts at token {start}, not {expected}")]
    RowStart { row: usize, start: usize, expected: usize },
    #[error("rows end at token {end}, and there are {tokens}")]
    RowsEnd { end: usize, tokens: usize },
    #[error("rows[{row}] names sequence {sequence}, which is not open")]
    NotOpen { row: usize, sequence: usize },
    #[error("rows[{row}] names sequence {sequence} for the second time")]
    Twice { row: usize, sequence: usize },
    #[error("rows[{row}] ends at position {end}, and {reserved} are reserved")]
    NotReserved { row: usize, end: usize, reserved: usize },
    #[error("rows[{row}] would write to block {block}, which other sequences read")]
    Shared { row: usize, block: u32 },
}
