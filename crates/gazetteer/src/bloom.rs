//! Small sets of hashes that may say yes by mistake and never no (Bloom 1970; all bits of a hash in one word, as in
//! Putze, Sanders & Singler, "Cache-, Hash- and Space-Efficient Bloom Filters", 2007).

use crate::format::u64_at;

/// Bits of the filter for each hash: with three bits set in one word, one in fifty others passes.
const BITS: usize = 12;

/// Bytes of a word.
const WORD: usize = 8;

/// Two sets in the bytes of a file, each hash of both in the same word, so that one look tells of both; empty, they
/// hold nothing.
#[derive(Copy, Clone, Debug)]
pub(crate) struct BloomFilter<'f> {
    bytes: &'f [u8],
    words: u64,
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

    #[inline]
    pub(crate) fn any(self) -> bool {
        self.ends | self.goes_on
    }
}

impl<'f> BloomFilter<'f> {
    pub(crate) fn new(bytes: &'f [u8]) -> Self {
        Self { bytes, words: (bytes.len() / WORD) as u64 }
    }

    /// Asks for the memory that [`BloomFilter::ways`] will read.
    #[inline]
    pub(crate) fn prefetch(&self, hash: u64) {
        prefetch(self.bytes, place(hash, self.words) * WORD);
    }

    #[inline]
    pub(crate) fn ways(&self, hash: u64) -> Ways {
        let word = u64_at(self.bytes, place(hash, self.words) * WORD);
        let holds = |bits: u64| word & bits == bits;
        Ways { ends: holds(ends_bits(hash)), goes_on: holds(goes_on_bits(hash)) }
    }
}

/// Asks for the memory at a place of some bytes without waiting for it.
#[inline]
pub(crate) fn prefetch(bytes: &[u8], at: usize) {
    #[cfg(target_arch = "x86_64")]
    if let Some(byte) = bytes.get(at) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: every x86-64 processor has SSE; nothing is read, and the place is one of the slice.
        #[allow(unsafe_code)]
        unsafe {
            _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(byte).cast());
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (bytes, at);
}

/// The bytes of a filter; hashes may repeat.
pub(crate) fn build(mut ends: Vec<u64>, mut inner: Vec<u64>) -> Vec<u8> {
    for hashes in [&mut ends, &mut inner] {
        hashes.sort_unstable();
        hashes.dedup();
    }
    let count = ((ends.len() + inner.len()) * BITS).div_ceil(64);
    let mut words = vec![0_u64; count];
    for hash in ends {
        words[place(hash, count as u64)] |= ends_bits(hash);
    }
    for hash in inner {
        words[place(hash, count as u64)] |= goes_on_bits(hash);
    }
    words.into_iter().flat_map(u64::to_le_bytes).collect()
}

/// A hash as one of `room` places, in order of the hashes.
#[inline]
pub(crate) fn place(hash: u64, room: u64) -> usize {
    (((hash >> 32) * room) >> 32) as usize
}

#[inline]
fn ends_bits(hash: u64) -> u64 {
    1 << (hash & 63) | 1 << (hash >> 6 & 63) | 1 << (hash >> 12 & 63)
}

#[inline]
fn goes_on_bits(hash: u64) -> u64 {
    ends_bits(hash >> 16)
}

#[cfg(test)]
mod tests {
    use super::{BloomFilter, build};

    #[test]
    fn what_was_put_in_is_held_and_little_else() {
        let hash = |n: u64| (n + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (n << 7);
        let bytes = build((0..10_000).map(hash).collect(), (5_000..10_000).map(hash).collect());
        let filter = BloomFilter::new(&bytes);
        assert!((0..10_000).all(|n| filter.ways(hash(n)).ends));
        assert!((5_000..10_000).all(|n| filter.ways(hash(n)).goes_on));
        let wrong = (10_000..20_000).filter(|n| filter.ways(hash(*n)).ends).count();
        assert!(wrong < 700, "{wrong}");
        assert!(!BloomFilter::new(&[]).ways(7).ends);
    }
}
