//! Which blocks of the pool belong to which sequence. Decides and stores nothing: the pool moves the memory
//! as it is told here.

use super::BLOCK_TOKENS;
use crate::model::Sequence;

/// There is no room for what a sequence wants; nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{wanted} blocks of keys and values wanted, {free} free of {blocks_max}")]
pub(crate) struct PoolFull {
    wanted: usize,
    free: usize,
    blocks_max: usize,
}

#[derive(Debug)]
pub(super) struct Tables {
    sequences: Vec<Option<Table>>,
    /// How many sequences hold each block; 0 for one that is free. Grows to the most ever used.
    holders: Vec<u32>,
    free: Vec<u32>,
    blocks_max: usize,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub(super) blocks: Vec<u32>,
    pub(super) tokens: usize,
}

/// What a reservation asks of the memory.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Reserved {
    /// The first block's content is to be copied to the second.
    pub(super) copy: Option<(u32, u32)>,
    /// Blocks without content, the copy's target among them.
    pub(super) fresh: Vec<u32>,
}

impl Tables {
    pub(super) fn new(blocks_max: usize) -> Self {
        // A block's number is a u32.
        let blocks_max = blocks_max.min(u32::MAX as usize);
        Self { sequences: Vec::new(), holders: Vec::new(), free: Vec::new(), blocks_max }
    }

    pub(super) fn get(&self, sequence: usize) -> Option<&Table> {
        self.sequences.get(sequence)?.as_ref()
    }

    pub(super) fn is_shared(&self, block: u32) -> bool {
        self.holders[block as usize] > 1
    }

    pub(super) fn open(&mut self, sequence: Sequence) {
        self.close(sequence);
        self.put(sequence, Table::default());
    }

    pub(super) fn fork(&mut self, from: Sequence, to: Sequence) {
        if from == to {
            return;
        }
        let table = self.table(from).clone();
        for &block in &table.blocks {
            self.holders[block as usize] += 1;
        }
        self.close(to);
        self.put(to, table);
    }

    pub(super) fn close(&mut self, sequence: Sequence) {
        if let Some(table) =
            self.sequences.get_mut(usize::from(sequence)).and_then(|place| place.take())
        {
            self.release(&table.blocks);
        }
        if self.sequences.iter().all(Option::is_none) {
            self.holders.clear();
            self.free.clear();
        }
    }

    pub(super) fn rewind(&mut self, sequence: Sequence, tokens: usize) {
        let table = self.table_mut(sequence);
        assert!(tokens <= table.tokens, "a sequence rewinds to where it has been");
        table.tokens = tokens;
        let kept = tokens.div_ceil(BLOCK_TOKENS);
        let gone = table.blocks.split_off(kept);
        self.release(&gone);
    }

    /// Makes room for all positions below `tokens` and makes those above the present ones its own.
    pub(super) fn reserve(
        &mut self,
        sequence: Sequence,
        tokens: usize,
    ) -> Result<Reserved, PoolFull> {
        let table = self.table(sequence);
        assert!(tokens >= table.tokens, "what is reserved is given back by rewinding");
        let partial = table.tokens / BLOCK_TOKENS;
        let grows_partial = tokens > table.tokens && !table.tokens.is_multiple_of(BLOCK_TOKENS);
        let shared =
            grows_partial.then(|| table.blocks[partial]).filter(|&block| self.is_shared(block));
        let more = tokens.div_ceil(BLOCK_TOKENS) - table.blocks.len();
        let wanted = more + usize::from(shared.is_some());
        let free = self.free_blocks();
        if wanted > free {
            return Err(PoolFull { wanted, free, blocks_max: self.blocks_max });
        }
        let fresh: Vec<u32> = (0..wanted).map(|_| self.take()).collect();
        let table = self.table_mut(sequence);
        table.tokens = tokens;
        let own = shared.is_some().then(|| fresh[0]);
        table.blocks.extend_from_slice(&fresh[usize::from(own.is_some())..]);
        if let Some(own) = own {
            table.blocks[partial] = own;
        }
        let copy = shared.zip(own);
        if let Some((shared, _)) = copy {
            self.release(&[shared]);
        }
        Ok(Reserved { copy, fresh })
    }

    pub(super) fn free_blocks(&self) -> usize {
        self.blocks_max - self.holders.len() + self.free.len()
    }

    /// How many block numbers are in use or were since the last time none was.
    pub(super) fn blocks_seen(&self) -> usize {
        self.holders.len()
    }

    fn put(&mut self, sequence: Sequence, table: Table) {
        let at = usize::from(sequence);
        if self.sequences.len() <= at {
            self.sequences.resize_with(at + 1, || None);
        }
        self.sequences[at] = Some(table);
    }

    fn take(&mut self) -> u32 {
        let block = self.free.pop().unwrap_or_else(|| {
            self.holders.push(0);
            u32::try_from(self.holders.len() - 1).expect("blocks_max is a u32")
        });
        self.holders[block as usize] = 1;
        block
    }

    fn release(&mut self, blocks: &[u32]) {
        for &block in blocks {
            let holders = &mut self.holders[block as usize];
            *holders -= 1;
            if *holders == 0 {
                self.free.push(block);
            }
        }
    }

    fn table(&self, sequence: Sequence) -> &Table {
        self.get(usize::from(sequence)).expect("the loop opens a sequence before it uses it")
    }

    fn table_mut(&mut self, sequence: Sequence) -> &mut Table {
        self.sequences
            .get_mut(usize::from(sequence))
            .and_then(Option::as_mut)
            .expect("the loop opens a sequence before it uses it")
    }
}
