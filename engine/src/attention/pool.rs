//! The keys and values of all sequences of one model, in blocks of `BLOCK_TOKENS`.
//!
//! The backend opens, forks, reserves and closes between steps; the attention operator writes and reads during
//! one, from inside the session. Both hold the pool; locks keep them apart, and none is held across two calls.
//! A block's memory exists from when a sequence first needs it until no sequence is open at all.

use super::kernel::Scratch;
use super::plan::{Plan, Task, expect_length};
use super::rotary::{Rotary, place};
use super::tables::{PoolFull, Reserved, Tables};
use super::{AttendError, BLOCK_TOKENS, Projections};
use crate::model::Sequence;
use std::cell::RefCell;
use std::sync::{Mutex, MutexGuard, PoisonError};

// By far more than any model has.
const LAYERS_MAX: usize = 1024;
const HEADS_MAX: usize = 1024;
const HEAD_SIZE_MAX: usize = 1024;

/// With fewer pairs of tokens to look at, other threads are not worth waking.
const PARALLEL_PAIRS_MIN: usize = 256;
/// What memory holds that no token was written to. Tests see it if it is ever read.
const UNWRITTEN: f32 = if cfg!(test) { f32::NAN } else { 0.0 };

/// What a model's keys and values look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct KvShape {
    layers: usize,
    kv_heads: usize,
    head_size: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} is {value}, not 1 to {max}")]
pub(crate) struct KvShapeError {
    what: &'static str,
    value: usize,
    max: usize,
}

impl KvShape {
    pub(crate) fn new(
        layers: usize,
        kv_heads: usize,
        head_size: usize,
    ) -> Result<Self, KvShapeError> {
        for (what, value, max) in [
            ("the number of layers", layers, LAYERS_MAX),
            ("kv_num_heads", kv_heads, HEADS_MAX),
            ("head_size", head_size, HEAD_SIZE_MAX),
        ] {
            if !(1..=max).contains(&value) {
                return Err(KvShapeError { what, value, max });
            }
        }
        Ok(Self { layers, kv_heads, head_size })
    }

    pub(crate) fn kv_heads(&self) -> usize {
        self.kv_heads
    }

    pub(crate) fn head_size(&self) -> usize {
        self.head_size
    }

    /// The memory of one block in all layers.
    #[cfg(test)]
    pub(crate) fn block_bytes(&self) -> usize {
        self.layers * self.layer_block_len() * size_of::<f32>()
    }

    fn layer_block_len(&self) -> usize {
        self.kv_heads * self.head_block_len()
    }

    /// Keys and values of one head.
    fn head_block_len(&self) -> usize {
        2 * self.head_size * BLOCK_TOKENS
    }
}

#[derive(Debug)]
pub(crate) struct KvPool {
    shape: KvShape,
    tables: Mutex<Tables>,
    layers: Vec<Mutex<Layer>>,
}

/// One layer's part of each block: per head the keys, transposed, then the values.
type Layer = Vec<Box<[f32]>>;

/// One node of a graph, as its attributes describe it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Attention {
    layer: usize,
    heads: usize,
    scale: f32,
}

/// What a node reads in one step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Inputs<'a> {
    pub(crate) tokens: usize,
    pub(crate) projections: Projections<'a>,
    pub(crate) rotary: Option<Rotary<'a>>,
    /// `ROW_COLUMNS` values per row.
    pub(crate) rows: &'a [i32],
}

/// Calls a function for every number below the first argument, on as many threads as it likes.
pub(crate) type Par<'a> = &'a dyn Fn(usize, &(dyn Fn(usize) + Sync));

impl KvPool {
    pub(crate) fn new(shape: KvShape, blocks_max: usize) -> Self {
        let layers = (0..shape.layers).map(|_| Mutex::default()).collect();
        Self { shape, tables: Mutex::new(Tables::new(blocks_max)), layers }
    }

    pub(crate) fn shape(&self) -> KvShape {
        self.shape
    }

    /// The memory that holds keys and values, or did and waits for the next.
    #[cfg(test)]
    pub(crate) fn bytes(&self) -> usize {
        let blocks: usize = self.layers.iter().map(|layer| lock(layer).len()).sum();
        blocks * self.shape.layer_block_len() * size_of::<f32>()
    }

    #[cfg(test)]
    pub(crate) fn free_blocks(&self) -> usize {
        lock(&self.tables).free_blocks()
    }

    /// How many positions of `sequence` are reserved.
    pub(crate) fn len(&self, sequence: Sequence) -> usize {
        lock(&self.tables).get(usize::from(sequence)).map_or(0, |table| table.tokens)
    }

    /// Begins `sequence` anew.
    pub(crate) fn open(&self, sequence: Sequence) {
        lock(&self.tables).open(sequence);
    }

    /// Makes `to` read what `from` has; the first to go on from a block that both hold copies it.
    pub(crate) fn fork(&self, from: Sequence, to: Sequence) {
        lock(&self.tables).fork(from, to);
    }

    pub(crate) fn close(&self, sequence: Sequence) {
        let mut tables = lock(&self.tables);
        tables.close(sequence);
        if tables.blocks_seen() == 0 {
            for layer in &self.layers {
                *lock(layer) = Vec::new();
            }
        }
    }

    /// Forgets all positions of `sequence` from `tokens` on.
    pub(crate) fn rewind(&self, sequence: Sequence, tokens: usize) {
        lock(&self.tables).rewind(sequence, tokens);
    }

    /// Makes room for the positions of `sequence` below `tokens`, or changes nothing.
    pub(crate) fn reserve(&self, sequence: Sequence, tokens: usize) -> Result<(), PoolFull> {
        let mut tables = lock(&self.tables);
        let reserved = tables.reserve(sequence, tokens)?;
        if reserved != Reserved::default() {
            for layer in &self.layers {
                provide(&mut lock(layer), &reserved, self.shape.layer_block_len());
            }
        }
        Ok(())
    }

    /// A node of this pool's model. `scale` 0 stands for one over the root of the head size.
    pub(crate) fn attention(
        &self,
        layer: usize,
        heads: usize,
        scale: f32,
    ) -> Result<Attention, AttendError> {
        let KvShape { layers, kv_heads, head_size } = self.shape;
        if layer >= layers {
            return Err(AttendError::Layer { layer, layers });
        }
        if heads == 0 || heads > HEADS_MAX || !heads.is_multiple_of(kv_heads) {
            return Err(AttendError::Heads { heads, kv_heads, max: HEADS_MAX });
        }
        let scale = if scale == 0.0 { (head_size as f32).sqrt().recip() } else { scale };
        Ok(Attention { layer, heads, scale })
    }

    /// Keeps the keys and values of the step's tokens and writes, for each token and head, the values
    /// that it sees, weighed by how well their keys answer its query.
    pub(crate) fn attend(
        &self,
        attention: Attention,
        inputs: &Inputs<'_>,
        par: Par<'_>,
        out: &mut [f32],
    ) -> Result<(), AttendError> {
        let KvShape { kv_heads, head_size, .. } = self.shape;
        let group = attention.heads / kv_heads;
        expect_length("output", out, inputs.tokens * attention.heads * head_size)?;
        let plan = Plan::new(&lock(&self.tables), inputs.rows, inputs.tokens)?;
        if let Some(rotary) = &inputs.rotary {
            plan.expect_positions(rotary)?;
        }
        let mut layer = lock(&self.layers[attention.layer]);
        self.keep(&mut layer, &plan, inputs);

        // One task writes all of a token's heads of one kv head, and no other does.
        let out: Vec<Mutex<&mut [f32]>> =
            out.chunks_exact_mut(group * head_size).map(Mutex::new).collect();
        let tasks = plan.tasks(kv_heads, group);
        let work = Work { pool: self, layer: &layer, plan: &plan, attention, inputs, group };
        let run = |at: usize| {
            SCRATCH.with_borrow_mut(|scratch| work.run(tasks[at], scratch, &out));
        };
        if tasks.len() > 1 && plan.pairs() >= PARALLEL_PAIRS_MIN {
            par(tasks.len(), &run);
        } else {
            (0..tasks.len()).for_each(run);
        }
        Ok(())
    }

    fn keep(&self, layer: &mut Layer, plan: &Plan, inputs: &Inputs<'_>) {
        let KvShape { kv_heads, head_size, .. } = self.shape;
        let mut turned = vec![0.0; head_size];
        for row in &plan.rows {
            let blocks = plan.blocks(row);
            for (token, position) in (row.past..row.past + row.q_len).enumerate() {
                let token = row.q_start + token;
                let at = position % BLOCK_TOKENS;
                let block = &mut layer[blocks[position / BLOCK_TOKENS] as usize];
                let heads = block.chunks_exact_mut(self.shape.head_block_len());
                for (head, kept) in heads.enumerate().take(kv_heads) {
                    let (keys, values) = kept.split_at_mut(head_size * BLOCK_TOKENS);
                    let key = inputs.projections.k.get(token, head);
                    place(inputs.rotary.as_ref(), position, key, &mut turned);
                    for (kept, &value) in keys.chunks_exact_mut(BLOCK_TOKENS).zip(&turned) {
                        kept[at] = value;
                    }
                    let value = inputs.projections.v.get(token, head);
                    values[at * head_size..][..head_size].copy_from_slice(value);
                }
            }
        }
    }
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// What all tasks of one call share.
struct Work<'a> {
    pool: &'a KvPool,
    layer: &'a Layer,
    plan: &'a Plan,
    attention: Attention,
    inputs: &'a Inputs<'a>,
    /// Query heads per kv head.
    group: usize,
}

impl Work<'_> {
    fn run(&self, task: Task, scratch: &mut Scratch, out: &[Mutex<&mut [f32]>]) {
        let KvShape { kv_heads, head_size, .. } = self.pool.shape;
        let row = &self.plan.rows[task.row];
        self.ask(task, scratch);
        let seen = row.past + task.first + task.len;
        let blocks = &self.plan.blocks(row)[..seen.div_ceil(BLOCK_TOKENS)];
        let head_block_len = self.pool.shape.head_block_len();
        let tiles = blocks.iter().map(|&block| {
            let head = &self.layer[block as usize][task.kv_head * head_block_len..];
            head[..head_block_len].split_at(head_size * BLOCK_TOKENS)
        });
        scratch.attend(head_size, tiles);
        let mixed = scratch.mixed.chunks_exact(self.group * head_size);
        for (token, mixed) in (row.q_start + task.first..).zip(mixed) {
            lock(&out[token * kv_heads + task.kv_head]).copy_from_slice(mixed);
        }
    }

    /// Lays out the task's queries.
    fn ask(&self, task: Task, scratch: &mut Scratch) {
        let head_size = self.pool.shape.head_size;
        let row = &self.plan.rows[task.row];
        scratch.visible.clear();
        scratch.queries.resize(task.len * self.group * head_size, 0.0);
        let mut queries = scratch.queries.chunks_exact_mut(head_size);
        for token in task.first..task.first + task.len {
            let position = row.past + token;
            for head in task.kv_head * self.group..(task.kv_head + 1) * self.group {
                let from = self.inputs.projections.q.get(row.q_start + token, head);
                let to = queries.next().expect("there is a place for each query");
                place(self.inputs.rotary.as_ref(), position, from, to);
                to.iter_mut().for_each(|value| *value *= self.attention.scale);
                scratch.visible.push(position + 1);
            }
        }
    }
}

/// Gives the reserved blocks memory.
fn provide(layer: &mut Layer, reserved: &Reserved, block_len: usize) {
    for &block in &reserved.fresh {
        while layer.len() <= block as usize {
            layer.push(vec![UNWRITTEN; block_len].into_boxed_slice());
        }
        if cfg!(test) {
            layer[block as usize].fill(UNWRITTEN);
        }
    }
    if let Some((from, to)) = reserved.copy {
        let [from, to] = layer
            .get_disjoint_mut([from as usize, to as usize])
            .expect("a copy goes to another block");
        to.copy_from_slice(from);
    }
}

fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
