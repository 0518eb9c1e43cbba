//! Words met before: most of a text's are, and what was found out of them is found again in two steps.

use crate::{Span, letters};

/// What was found out of words, each kept in the one place that its bytes choose, until another word takes it.
#[derive(Debug)]
pub struct Met<T> {
    places: Vec<(u128, T)>,
}

impl<T> Default for Met<T> {
    fn default() -> Self {
        Self { places: Vec::new() }
    }
}

impl<T: Copy + Default> Met<T> {
    /// Places, as a power of two: with their words they fit beside the processor.
    const BITS: u32 = 12;

    /// What `read` gives for the word at `span`, which depends on its letters alone.
    #[inline]
    pub fn of(&mut self, text: &str, span: Span, read: impl FnOnce(&str) -> T) -> T {
        // Without a zero at its end a word is no other number, nor what an empty place has.
        let whole = text.as_bytes().get(span.range()).and_then(<[u8]>::last).is_some_and(|last| *last != 0);
        let bytes = letters::wide_at(text.as_bytes(), span.range()).filter(|_| whole);
        match bytes {
            Some(bytes) => self.by(bytes, || read(span.of(text))),
            None => read(span.of(text)),
        }
    }

    /// The same for a word by its bytes, which are not all zeros.
    #[inline]
    fn by(&mut self, bytes: u128, read: impl FnOnce() -> T) -> T {
        let both = bytes as u64 ^ ((bytes >> 64) as u64).rotate_left(29);
        let place = both.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - Self::BITS);
        if self.places.is_empty() {
            self.places.resize(1 << Self::BITS, Default::default());
        }
        let place = &mut self.places[place as usize];
        if place.0 != bytes {
            *place = (bytes, read());
        }
        place.1
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
        let mut met = Met::default();
        let mut reads = 0;
        for _ in 0..2 {
            let mut start = 0;
            for word in text.split(' ') {
                let span = Span::new(start, start + word.len());
                let found = met.of(text, span, |word| {
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
