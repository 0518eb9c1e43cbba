//! The table of weights, without its rows of zeros: half of the rows are, and the rest stays nearer to the processor.

#![allow(clippy::inline_always, reason = "compiled for processors with and without AVX2")]

use super::{NAME_LABELS, NAME_ROW_BITS, NameWeights};

/// Rows of the whole table.
pub(super) const ROWS: usize = 1 << NAME_ROW_BITS;

/// Sixty-four rows: which of them have weights, and how many before them have.
#[derive(Copy, Clone, Debug, Default)]
struct Block {
    used: u64,
    before: u32,
}

/// Weights by row.
#[derive(Clone, Debug)]
pub(super) struct NameTable {
    blocks: Vec<Block>,
    /// A row of zeros, then the others.
    rows: Vec<NameWeights>,
}

impl NameTable {
    /// A table by all of its rows, of which there are 2 to the power of [`NAME_ROW_BITS`]; those that lack are zeros.
    pub(super) fn new(all: &[NameWeights]) -> Self {
        let (mut blocks, mut rows) = (vec![Block::default(); ROWS / 64], vec![[0; NAME_LABELS - 1]]);
        for (block, own) in blocks.iter_mut().zip(all.chunks(64)) {
            block.before = rows.len() as u32;
            for (at, row) in own.iter().enumerate().filter(|(_, row)| row.iter().any(|weight| *weight != 0)) {
                block.used |= 1 << at;
                rows.push(*row);
            }
        }
        Self { blocks, rows }
    }

    /// The weights of a row.
    #[inline(always)]
    pub(super) fn row(&self, row: usize) -> &NameWeights {
        let Block { used, before } = self.blocks[row / 64];
        let bit = 1_u64 << (row % 64);
        let at = before + (used & (bit - 1)).count_ones();
        // The row of zeros is always near.
        &self.rows[if used & bit == 0 { 0 } else { at as usize }]
    }

    /// All rows.
    pub(super) fn iter(&self) -> impl Iterator<Item = &NameWeights> {
        (0..ROWS).map(|row| self.row(row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back() {
        let mut rows = vec![NameWeights::default(); ROWS];
        for (at, row) in rows.iter_mut().enumerate().filter(|(at, _)| at % 3 == 1 || at % 64 == 63) {
            *row = [(at % 255) as i8; NAME_LABELS - 1];
        }
        assert!(NameTable::new(&rows).iter().eq(&rows));
    }
}
