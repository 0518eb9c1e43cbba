//! Where in a text names may begin: sixty-four bytes at a time.

use crate::words;

/// Bytes that are looked at together.
pub(crate) const BLOCK: usize = 64;

/// One bit a byte of a block.
#[derive(Copy, Clone, Debug, Default)]
struct Masks {
    /// ASCII letters, digits, underscores.
    word: u64,
    /// Of these, small letters.
    small: u64,
    ampersand: u64,
    /// Bytes of characters outside ASCII.
    high: u64,
    /// Of these, first ones.
    lead: u64,
}

/// Walks over a text block by block.
pub(crate) struct Blocks<'t> {
    text: &'t [u8],
    small: bool,
    next_base: usize,
    /// Whether the byte before the next block is an ASCII letter, digit or underscore; or one outside ASCII.
    word_before: u64,
    high_before: u64,
}

/// Where names may begin in sixty-four bytes of a text.
pub(crate) struct Block {
    /// The first byte's place in the text.
    pub(crate) base: usize,
    /// The bytes at which a word begins that is no small ASCII letter's, or any word where these count, too. Those
    /// behind a character outside ASCII are only possible ones: see [`begins_word`].
    pub(crate) starts: u64,
    word: u64,
    high: u64,
    high_before: u64,
}

impl<'t> Blocks<'t> {
    pub(crate) fn new(text: &'t [u8], small: bool) -> Self {
        Self { text, small, next_base: 0, word_before: 0, high_before: 0 }
    }

    #[inline]
    pub(crate) fn next(&mut self) -> Option<Block> {
        let base = self.next_base;
        let rest = self.text.get(base..).filter(|rest| !rest.is_empty())?;
        self.next_base += BLOCK;
        let masks = if let Some(block) = rest.first_chunk() {
            masks(block)
        } else {
            let mut block = [0; BLOCK];
            block[..rest.len()].copy_from_slice(rest);
            masks(&block)
        };
        let inside = masks.word << 1 | self.word_before;
        let wanted = if self.small { masks.word } else { masks.word & !masks.small };
        let starts = (wanted | masks.lead) & !inside | masks.ampersand;
        let block = Block { base, starts, word: masks.word, high: masks.high, high_before: self.high_before };
        self.word_before = masks.word >> 63;
        self.high_before = masks.high >> 63;
        Some(block)
    }
}

impl Block {
    /// Whether a start is one for sure: nothing outside ASCII at it or before it.
    #[inline]
    pub(crate) fn sure(&self, offset: u32) -> bool {
        (self.high | self.high << 1 | self.high_before) >> offset & 1 == 0
    }

    /// The length of the word of ASCII at an offset, if it ends in the block and nothing outside ASCII follows.
    #[inline]
    pub(crate) fn word_length(&self, offset: u32) -> Option<usize> {
        let length = (!(self.word >> offset)).trailing_zeros();
        let end = offset + length;
        (length > 0 && end < BLOCK as u32 && self.high >> end & 1 == 0).then_some(length as usize)
    }
}

#[cfg(target_arch = "x86_64")]
#[inline]
fn masks(block: &[u8; BLOCK]) -> Masks {
    // SAFETY: every x86-64 processor has SSE2; it is part of the target.
    #[allow(unsafe_code)]
    unsafe {
        wide_masks(block)
    }
}

#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "sse2")]
fn wide_masks(block: &[u8; BLOCK]) -> Masks {
    use std::arch::x86_64::{
        __m128i, _mm_add_epi8, _mm_cmpeq_epi8, _mm_cmpgt_epi8, _mm_cmplt_epi8, _mm_movemask_epi8,
        _mm_or_si128, _mm_set_epi64x, _mm_set1_epi8,
    };
    /// Bit `i`: byte `i` lies in `first..first + count`.
    #[inline]
    #[target_feature(enable = "sse2")]
    fn range(bytes: __m128i, first: u8, count: u8) -> __m128i {
        // Moved so that the range begins at the smallest signed byte: one comparison is enough.
        let moved = _mm_add_epi8(bytes, _mm_set1_epi8(0x80_u8.wrapping_sub(first).cast_signed()));
        _mm_cmplt_epi8(moved, _mm_set1_epi8(0x80_u8.wrapping_add(count).cast_signed()))
    }
    let bits = |mask: __m128i| u64::from(_mm_movemask_epi8(mask).cast_unsigned());
    let mut out = Masks::default();
    for (number, part) in block.chunks_exact(16).enumerate() {
        let half = |at: usize| {
            let mut eight = [0; 8];
            eight.copy_from_slice(&part[at..at + 8]);
            i64::from_le_bytes(eight)
        };
        let bytes = _mm_set_epi64x(half(8), half(0));
        let small = range(bytes, b'a', 26);
        let letters = range(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), b'a', 26);
        let digits = range(bytes, b'0', 10);
        let underscore = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(b'_'.cast_signed()));
        let ampersand = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(b'&'.cast_signed()));
        // 0xC0 and above: signed, above 0xBF and below 0.
        let high = bits(bytes);
        let lead = high & bits(_mm_cmpgt_epi8(bytes, _mm_set1_epi8(0xBF_u8.cast_signed())));
        let shift = number * 16;
        out.small |= bits(small) << shift;
        out.word |= bits(_mm_or_si128(_mm_or_si128(letters, digits), underscore)) << shift;
        out.ampersand |= bits(ampersand) << shift;
        out.high |= high << shift;
        out.lead |= lead << shift;
    }
    out
}

#[cfg(not(target_arch = "x86_64"))]
#[inline]
fn masks(block: &[u8; BLOCK]) -> Masks {
    slow_masks(block)
}

#[cfg(any(test, not(target_arch = "x86_64")))]
fn slow_masks(block: &[u8; BLOCK]) -> Masks {
    let mut out = Masks::default();
    for (at, byte) in block.iter().enumerate() {
        let bit = |is: bool| u64::from(is) << at;
        out.word |= bit(byte.is_ascii_alphanumeric() || *byte == b'_');
        out.small |= bit(byte.is_ascii_lowercase());
        out.ampersand |= bit(*byte == b'&');
        out.high |= bit(*byte >= 0x80);
        out.lead |= bit(*byte >= 0xC0);
    }
    out
}

/// Whether a word begins at a possible start (a character boundary): it is a letter, digit, underscore or `&`, and not
/// inside the word that a character outside ASCII before it belongs to.
#[inline]
pub(crate) fn begins_word(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let outside_ascii = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(|byte| *byte >= 0x80);
    if !outside_ascii(Some(at)) && !outside_ascii(at.checked_sub(1)) {
        return true;
    }
    let first = text[at..].chars().next().unwrap_or(' ');
    if first == '&' {
        return true;
    }
    if !(words::begins_word(first) || first == '_') {
        return false;
    }
    let before = words::base_chars(&text[..at]).next_back();
    !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Blocks, begins_word, masks, slow_masks};
    use crate::hash;
    use crate::words;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn wide_instructions_agree_with_plain_ones(bytes in proptest::collection::vec(any::<u8>(), BLOCK)) {
            let block: [u8; BLOCK] = bytes.try_into().unwrap_or([0; BLOCK]);
            prop_assert_eq!(format!("{:?}", masks(&block)), format!("{:?}", slow_masks(&block)));
        }

        #[test]
        fn starts_are_those_of_words(text in "[aZ0_& .:’é—\u{301}\u{A01}\u{AD}\u{200D}Я漢]{0,200}") {
            let mut blocks = Blocks::new(text.as_bytes(), true);
            let mut found = Vec::new();
            while let Some(block) = blocks.next() {
                for offset in (0..64).filter(|offset| block.starts >> offset & 1 == 1) {
                    let start = block.base + offset as usize;
                    if block.sure(offset) || begins_word(&text, start) {
                        found.push(start);
                        prop_assert!(begins_word(&text, start));
                    }
                    if let Some(length) = block.word_length(offset) {
                        let hash = hash::of_ascii(text.as_bytes(), start, length);
                        prop_assert_eq!(hash::ascii_word(text.as_bytes(), start), Some((start + length, hash)));
                    }
                }
            }
            let (mut at, mut expected) = (0, Vec::new());
            while let Some(word) = words::next_word(&text, at) {
                at = word.end;
                expected.push(word.start);
            }
            prop_assert_eq!(found, expected, "{:?}", text);
        }
    }
}
