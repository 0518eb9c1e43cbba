//! The words that a text writes in small letters.

use crate::key::Key;

/// A set of keys: open addressing with linear probing, at most half full, made anew for each article in the same memory.
#[derive(Default)]
pub(crate) struct LowercaseWords {
    /// Numbers of keys; 0 is an empty place.
    places: Vec<u64>,
    /// Whether the key of number 0 is in.
    zero: bool,
}

impl LowercaseWords {
    /// Forgets all words, and makes room for so many.
    pub(crate) fn clear(&mut self, words: usize) {
        self.places.clear();
        self.places.resize((2 * words).next_power_of_two().max(2), 0);
        self.zero = false;
    }

    /// Notes a word; at most as many as [`LowercaseWords::clear`] was told.
    pub(crate) fn insert(&mut self, key: Key) {
        let at = self.place(key);
        self.zero |= key.number() == 0;
        self.places[at] = key.number();
    }

    /// Whether a word was noted.
    pub(crate) fn contains(&self, key: Key) -> bool {
        if key.number() == 0 { self.zero } else { self.places[self.place(key)] == key.number() }
    }

    /// Where a key is, or the empty place where it would be.
    fn place(&self, key: Key) -> usize {
        let last = self.places.len() - 1;
        let mut at = key.number() as usize & last;
        while self.places[at] != key.number() && self.places[at] != 0 {
            at = (at + 1) & last;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key;

    #[test]
    fn what_was_put_in_is_held_and_nothing_else() {
        let word = |number: usize| key::of_lower(&format!("w{number}"));
        let mut small = LowercaseWords::default();
        for first in [0, 500] {
            small.clear(500);
            assert!(!small.contains(Key::default()));
            (first..first + 500).for_each(|number| small.insert(word(number)));
            for number in 0..1_000 {
                assert_eq!(small.contains(word(number)), (first..first + 500).contains(&number), "{number}");
            }
        }
        small.insert(Key::default());
        assert!(small.contains(Key::default()));
    }
}
