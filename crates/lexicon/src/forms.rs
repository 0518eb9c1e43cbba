//! Word forms and what is known of each, found whatever their case: the table that every token is looked up in.

use crate::clause::Entry;
use rustc_hash::FxHashMap;
use sayso_core::swar;

/// The longest form, in bytes.
const LONGEST: usize = 24;

/// A form in lower case, padded with zeros.
type Key = [u64; LONGEST / 8];

/// Open addressing with linear probing; at most half full. Few words of a text are in the table: what marks the slots
/// is small enough to stay near the processor, and answers for the others.
pub(crate) struct Forms {
    slots: Vec<(Key, Entry)>,
    /// One a slot: 0 where it is empty, else a byte of its key's hash that is not 0.
    marks: Vec<u8>,
    shift: u32,
}

impl Forms {
    /// Forms longer than [`LONGEST`] are left out.
    pub(crate) fn new(forms: &FxHashMap<&str, Entry>) -> Self {
        let size = (2 * forms.len()).next_power_of_two().max(2);
        let shift = 64 - size.trailing_zeros();
        let mut table = Self { slots: vec![Default::default(); size], marks: vec![0; size], shift };
        for (form, entry) in forms {
            if let Some(key) = key(form).filter(|key| *key != Key::default()) {
                let (slot, mark) = (table.slot(&key), mark(hash(&key)));
                table.slots[slot] = (key, *entry);
                table.marks[slot] = mark;
            }
        }
        table
    }

    /// What is known of a word.
    #[inline]
    pub(crate) fn get(&self, word: &str) -> Option<Entry> {
        let key = key(word)?;
        let slot = self.slot(&key);
        (self.marks[slot] != 0).then(|| self.slots[slot].1)
    }

    /// Where a key is, or the empty slot where it would be.
    #[inline]
    fn slot(&self, key: &Key) -> usize {
        let hash = hash(key);
        let mut at = (hash >> self.shift) as usize;
        while self.marks[at] != 0 && (self.marks[at] != mark(hash) || self.slots[at].0 != *key) {
            at = (at + 1) & (self.slots.len() - 1);
        }
        at
    }
}

#[inline]
fn hash(key: &Key) -> u64 {
    let [first, second, third] = *key;
    let mixed = first ^ second.rotate_left(23) ^ third.rotate_left(46);
    mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Of the bits that do not choose the slot.
#[inline]
fn mark(hash: u64) -> u8 {
    (hash >> 32) as u8 | 1
}

#[inline]
fn key(word: &str) -> Option<Key> {
    let word = word.as_bytes();
    if word.len() > LONGEST {
        return None;
    }
    let mut key = Key::default();
    for (part, bytes) in key.iter_mut().zip(word.chunks(8)) {
        *part = swar::small(swar::number(bytes));
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_found_in_any_case_and_others_are_not() {
        let words: Vec<String> = (0..5_000).map(|at| format!("w{at}")).collect();
        let known = |at: usize| (words[at].as_str(), Entry { tags: at as u32, cue: 1 });
        let forms = Forms::new(&(0..4_000).map(known).chain([("", Entry::default())]).collect());
        for (at, word) in words.iter().enumerate() {
            let found = forms.get(&word.to_uppercase()).map(|entry| entry.tags);
            assert_eq!(found, (at < 4_000).then_some(at as u32), "{word}");
        }
        assert!(forms.get("").is_none() && forms.get("a word that is far too long").is_none());
    }

    #[test]
    fn keys_are_the_bytes_in_small_letters() {
        for word in
            ["", "I", "At", "@Z[", "Said", "ÉCOLE", "According", "ANNOUNCEMENTS’", "it`s{}~", "abcdefgh"]
        {
            let mut bytes = [0; LONGEST];
            bytes[..word.len()].copy_from_slice(word.to_ascii_lowercase().as_bytes());
            let parts = bytes.as_chunks::<8>().0.iter().map(|bytes| u64::from_le_bytes(*bytes));
            assert_eq!(key(word).map(Vec::from), Some(parts.collect()), "{word}");
        }
        assert_eq!(key("a word that is far too long"), None);
    }
}
