//! Small sets of hashes that may say yes by mistake and never no (Bloom 1970; all bits of a hash in one word, as in
//! Putze, Sanders & Singler, "Cache-, Hash- and Space-Efficient Bloom Filters", 2007).

use crate::format::u64_at;

/// Bits of a set for each hash: with three bits set in one word, one in thirty others passes.
const BITS: usize = 12;

/// Bytes of a word of each set.
const PAIR: usize = 16;

/// Two sets in the bytes of a file, side by side, so that one look tells of both; empty, they hold nothing.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Filter<'f> {
    bytes: &'f [u8],
    pairs: u64,
}

/// What a filter says of the words so far.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Ways {
    /// A name may end here.
    pub(crate) ends: bool,
    /// A longer name may go on.
    pub(crate) goes_on: bool,
}

impl Ways {
    pub(crate) const NONE: Self = Self { ends: false, goes_on: false };
}

impl<'f> Filter<'f> {
    pub(crate) fn new(bytes: &'f [u8]) -> Self {
        Self { bytes, pairs: (bytes.len() / PAIR) as u64 }
    }

    #[inline]
    pub(crate) fn ways(&self, hash: u64) -> Ways {
        let at = place(hash, self.pairs) * PAIR;
        let bits = bits_of(hash);
        let holds = |at| u64_at(self.bytes, at) & bits == bits;
        Ways { ends: holds(at), goes_on: holds(at + 8) }
    }
}

/// The bytes of a filter; hashes may repeat.
pub(crate) fn build(mut ends: Vec<u64>, mut inner: Vec<u64>) -> Vec<u8> {
    for hashes in [&mut ends, &mut inner] {
        hashes.sort_unstable();
        hashes.dedup();
    }
    let pairs = (ends.len().max(inner.len()) * BITS).div_ceil(64);
    let mut words = vec![0_u64; pairs * 2];
    for (offset, hashes) in [ends, inner].into_iter().enumerate() {
        for hash in hashes {
            words[place(hash, pairs as u64) * 2 + offset] |= bits_of(hash);
        }
    }
    words.into_iter().flat_map(u64::to_le_bytes).collect()
}

/// A hash as one of `room` places, in order of the hashes.
#[inline]
pub(crate) fn place(hash: u64, room: u64) -> usize {
    (((hash >> 32) * room) >> 32) as usize
}

#[inline]
fn bits_of(hash: u64) -> u64 {
    1 << (hash & 63) | 1 << (hash >> 6 & 63) | 1 << (hash >> 12 & 63)
}

#[cfg(test)]
mod tests {
    use super::{Filter, build};

    #[test]
    fn what_was_put_in_is_held_and_little_else() {
        let hash = |n: u64| (n + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (n << 7);
        let bytes = build((0..10_000).map(hash).collect(), (5_000..10_000).map(hash).collect());
        let filter = Filter::new(&bytes);
        assert!((0..10_000).all(|n| filter.ways(hash(n)).ends));
        assert!((5_000..10_000).all(|n| filter.ways(hash(n)).goes_on));
        let wrong = (10_000..20_000).filter(|n| filter.ways(hash(*n)).ends).count();
        assert!(wrong < 700, "{wrong}");
        assert!(!Filter::new(&[]).ways(7).ends);
    }
}
