//! The rows of one step, as a graph hands them over, checked and cut into tasks.

use super::rotary::Rotary;
use super::tables::Tables;
use super::{AttendError, BLOCK_TOKENS};
use std::ops::Range;

/// Values per row: sequence, past, q_start, q_len, adapter. The adapter is not ours to look at.
pub(crate) const ROW_COLUMNS: usize = 5;

/// How many query vectors a task has at most, if a token of one kv head has no more.
const TASK_QUERIES_MAX: usize = 64;

/// Queries, keys and values of all tokens of a step, head by head, before any rotation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Projections<'a> {
    pub(super) q: Heads<'a>,
    pub(super) k: Heads<'a>,
    pub(super) v: Heads<'a>,
}

/// One projection inside rows of `stride` values, from `offset` on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heads<'a> {
    values: &'a [f32],
    stride: usize,
    offset: usize,
    head_size: usize,
}

impl<'a> Heads<'a> {
    pub(super) fn get(&self, token: usize, head: usize) -> &'a [f32] {
        &self.values[token * self.stride + self.offset + head * self.head_size..][..self.head_size]
    }
}

impl<'a> Projections<'a> {
    /// One tensor that has all heads' queries of a token, then the keys, then the values.
    pub(crate) fn packed(
        values: &'a [f32],
        tokens: usize,
        heads: usize,
        kv_heads: usize,
        head_size: usize,
    ) -> Result<Self, AttendError> {
        let stride = (heads + 2 * kv_heads) * head_size;
        expect_length("qkv", values, tokens * stride)?;
        let part = |before: usize| Heads { values, stride, offset: before * head_size, head_size };
        Ok(Self { q: part(0), k: part(heads), v: part(heads + kv_heads) })
    }

    pub(crate) fn separate(
        [q, k, v]: [&'a [f32]; 3],
        tokens: usize,
        heads: usize,
        kv_heads: usize,
        head_size: usize,
    ) -> Result<Self, AttendError> {
        let whole = |name, values, heads| {
            let stride = heads * head_size;
            expect_length(name, values, tokens * stride)?;
            Ok(Heads { values, stride, offset: 0, head_size })
        };
        Ok(Self {
            q: whole("query", q, heads)?,
            k: whole("key", k, kv_heads)?,
            v: whole("value", v, kv_heads)?,
        })
    }
}

pub(super) fn expect_length(
    name: &'static str,
    values: &[f32],
    expected: usize,
) -> Result<(), AttendError> {
    match values.len() {
        len if len == expected => Ok(()),
        values => Err(AttendError::Length { name, values, expected }),
    }
}

#[derive(Debug)]
pub(super) struct Plan {
    pub(super) rows: Vec<PlanRow>,
    blocks: Vec<u32>,
}

#[derive(Debug)]
pub(super) struct PlanRow {
    pub(super) past: usize,
    pub(super) q_start: usize,
    pub(super) q_len: usize,
    blocks: Range<usize>,
}

/// Some consecutive queries of one row under one kv head.
#[derive(Clone, Copy, Debug)]
pub(super) struct Task {
    pub(super) row: usize,
    pub(super) kv_head: usize,
    /// From the row's first token on.
    pub(super) first: usize,
    pub(super) len: usize,
}

impl Plan {
    /// Takes nothing for granted: neither that the rows cover the tokens in order, nor that they name
    /// open sequences, nor that what they would write to is theirs.
    pub(super) fn new(tables: &Tables, rows: &[i32], tokens: usize) -> Result<Self, AttendError> {
        let (columns, rest) = rows.as_chunks::<ROW_COLUMNS>();
        if !rest.is_empty() {
            return Err(AttendError::RowColumns { values: rows.len() });
        }
        let mut plan = Self { rows: Vec::with_capacity(columns.len()), blocks: Vec::new() };
        let mut seen = Vec::new();
        let mut expected = 0;
        for (row, columns) in columns.iter().enumerate() {
            let at_least = |column: usize, min: i32| match columns[column] {
                value if value < min => Err(AttendError::RowValue { row, column, value, min }),
                value => Ok(usize::try_from(value).expect("min is not negative")),
            };
            let (sequence, past) = (at_least(0, 0)?, at_least(1, 0)?);
            let (start, q_len) = (at_least(2, 0)?, at_least(3, 1)?);
            if start != expected {
                return Err(AttendError::RowStart { row, start, expected });
            }
            expected += q_len;
            plan.push(
                tables,
                row,
                sequence,
                PlanRow { past, q_start: start, q_len, blocks: 0..0 },
            )?;
            seen.push((sequence, row));
        }
        if expected != tokens {
            return Err(AttendError::RowsEnd { end: expected, tokens });
        }
        seen.sort_unstable();
        match seen.array_windows().find(|[one, other]| one.0 == other.0) {
            Some(&[_, (sequence, row)]) => Err(AttendError::Twice { row, sequence }),
            None => Ok(plan),
        }
    }

    fn push(
        &mut self,
        tables: &Tables,
        row: usize,
        sequence: usize,
        mut planned: PlanRow,
    ) -> Result<(), AttendError> {
        let table = tables.get(sequence).ok_or(AttendError::NotOpen { row, sequence })?;
        let end = planned.past + planned.q_len;
        if end > table.tokens {
            return Err(AttendError::NotReserved { row, end, reserved: table.tokens });
        }
        let blocks = &table.blocks[..end.div_ceil(BLOCK_TOKENS)];
        let written = &blocks[planned.past / BLOCK_TOKENS..];
        if let Some(&block) = written.iter().find(|&&block| tables.is_shared(block)) {
            return Err(AttendError::Shared { row, block });
        }
        let from = self.blocks.len();
        self.blocks.extend_from_slice(blocks);
        planned.blocks = from..self.blocks.len();
        self.rows.push(planned);
        Ok(())
    }

    pub(super) fn expect_positions(&self, rotary: &Rotary<'_>) -> Result<(), AttendError> {
        let positions = rotary.positions();
        let end = |row: &PlanRow| row.past + row.q_len;
        match self.rows.iter().position(|row| end(row) > positions) {
            Some(row) => {
                let end = end(&self.rows[row]);
                Err(AttendError::RotaryPositions { row, end, positions })
            }
            None => Ok(()),
        }
    }

    pub(super) fn blocks(&self, row: &PlanRow) -> &[u32] {
        &self.blocks[row.blocks.clone()]
    }

    pub(super) fn tasks(&self, kv_heads: usize, group: usize) -> Vec<Task> {
        let task_tokens = (TASK_QUERIES_MAX / group).max(1);
        let mut tasks = Vec::new();
        for (row, planned) in self.rows.iter().enumerate() {
            for kv_head in 0..kv_heads {
                for first in (0..planned.q_len).step_by(task_tokens) {
                    let len = task_tokens.min(planned.q_len - first);
                    tasks.push(Task { row, kv_head, first, len });
                }
            }
        }
        tasks
    }

    /// How many pairs of a token and one that it looks at there are.
    pub(super) fn pairs(&self) -> usize {
        self.rows.iter().map(|row| (row.past + row.q_len) * row.q_len).sum()
    }
}
