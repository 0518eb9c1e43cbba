//! Word forms and what is known of each, found whatever their case: the table that every token is looked up in.

use crate::lexicon::Entry;
use rustc_hash::FxHashMap;

/// The longest form, in bytes.
const LONGEST: usize = 24;

/// A form in lower case, padded with zeros.
type Key = [u64; LONGEST / 8];

/// Open addressing with linear probing; at most half full.
pub(crate) struct Forms {
    slots: Vec<(Key, Entry)>,
    shift: u32,
}

impl Forms {
    /// Forms longer than [`LONGEST`] are left out.
    pub(crate) fn new(forms: &FxHashMap<&str, Entry>) -> Self {
        let size = (2 * forms.len()).next_power_of_two().max(2);
        let mut table = Self { slots: vec![Default::default(); size], shift: 64 - size.trailing_zeros() };
        for (form, entry) in forms {
            if let Some(key) = key(form).filter(|key| *key != Key::default()) {
                let slot = table.slot(&key);
                table.slots[slot] = (key, *entry);
            }
        }
        table
    }

    /// What is known of a word.
    pub(crate) fn get(&self, word: &str) -> Option<Entry> {
        let key = key(word)?;
        let (found, entry) = &self.slots[self.slot(&key)];
        (*found == key && key != Key::default()).then_some(*entry)
    }

    /// Where a key is, or the empty slot where it would be.
    fn slot(&self, key: &Key) -> usize {
        let [first, second, third] = *key;
        let mixed = first ^ second.rotate_left(23) ^ third.rotate_left(46);
        let mut at = (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift) as usize;
        while self.slots[at].0 != *key && self.slots[at].0 != Key::default() {
            at = (at + 1) & (self.slots.len() - 1);
        }
        at
    }
}

fn key(word: &str) -> Option<Key> {
    let mut bytes = [0; LONGEST];
    bytes.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    bytes.make_ascii_lowercase();
    let mut key = Key::default();
    for (part, bytes) in key.iter_mut().zip(bytes.as_chunks::<8>().0) {
        *part = u64::from_le_bytes(*bytes);
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
}
