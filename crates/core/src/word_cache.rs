//! A cache of what was computed for words: most words of a text repeat, and a hit costs two steps.

use crate::{Span, swar};

/// A direct-mapped cache: each word has one slot, chosen by its bytes, until another word takes it.
#[derive(Debug)]
pub struct WordCache<T> {
    slots: Vec<(u128, T)>,
}

impl<T> Default for WordCache<T> {
    fn default() -> Self {
        Self { slots: Vec::new() }
    }
}

impl<T: Copy + Default> WordCache<T> {
    /// Slots, as a power of two; small enough for the L2 cache.
    const BITS: u32 = 12;

    /// What `read` returns for the word at `span`, which depends on its letters alone.
    #[inline]
    pub fn get_or_read(&mut self, text: &str, span: Span, read: impl FnOnce(&str) -> T) -> T {
        // Without a zero at its end a word is no other number, nor what an empty slot holds.
        let whole = text.as_bytes().get(span.range()).and_then(<[u8]>::last).is_some_and(|last| *last != 0);
        let bytes = swar::wide_at(text.as_bytes(), span.range()).filter(|_| whole);
        match bytes {
            Some(bytes) => self.get_or_read_bytes(bytes, || read(span.of(text))),
            None => read(span.of(text)),
        }
    }

    /// The same for a word by its bytes, which are not all zeros.
    #[inline]
    fn get_or_read_bytes(&mut self, bytes: u128, read: impl FnOnce() -> T) -> T {
        let both = bytes as u64 ^ ((bytes >> 64) as u64).rotate_left(29);
        let slot = both.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - Self::BITS);
        if self.slots.is_empty() {
            self.slots.resize(1 << Self::BITS, Default::default());
        }
        let slot = &mut self.slots[slot as usize];
        if slot.0 != bytes {
            *slot = (bytes, read());
        }
        slot.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_once_and_never_taken_for_others() {
        let text =
            "Said said said, announcements of incomprehensibilities a\0 a b said and more than sixteen bytes";
        let value = |word: &str| word.bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31) + u64::from(byte));
        let mut cache = WordCache::default();
        let mut reads = 0;
        for _ in 0..2 {
            let mut start = 0;
            for word in text.split(' ') {
                let span = Span::new(start, start + word.len());
                let found = cache.get_or_read(text, span, |word| {
                    reads += 1;
                    value(word)
                });
                assert_eq!(found, value(word), "{word}");
                start += word.len() + 1;
            }
        }
        // The long word and the last ones cannot be read at once; others are read once.
        assert!(reads <= 20, "{reads}");
    }
}
