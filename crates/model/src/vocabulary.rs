//! Which word has which row of the word table. Words are known by a hash of four bytes, so a model holds no words.

use rustc_hash::FxHashMap;

/// The row of words that are not in the vocabulary.
pub const UNKNOWN: u32 = 0;

/// Hashes of words, in row order.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    hashes: Vec<u32>,
    rows: FxHashMap<u32, u32>,
}

impl Vocabulary {
    /// The first hash has row 1; a hash that repeats an earlier one never gets its row.
    pub fn new(hashes: Vec<u32>) -> Self {
        let mut rows = FxHashMap::default();
        for (index, hash) in hashes.iter().enumerate() {
            rows.entry(*hash).or_insert(index as u32 + 1);
        }
        Self { hashes, rows }
    }

    /// The row of a word that went through [`normal`].
    pub fn row(&self, word: &str) -> u32 {
        self.rows.get(&hash(word.as_bytes(), 1)).copied().unwrap_or(UNKNOWN)
    }

    /// Rows of the word table, the unknown word's included.
    pub fn rows(&self) -> usize {
        self.hashes.len() + 1
    }

    /// The hashes, in row order.
    pub fn hashes(&self) -> &[u32] {
        &self.hashes
    }
}

/// The form of a word that the vocabulary knows it by: lower case, digits as `0`, curly apostrophes straight.
pub fn normal(word: &str, out: &mut String) {
    out.clear();
    if word.is_ascii() && !word.bytes().any(|byte| byte.is_ascii_digit()) {
        out.push_str(word);
        out.make_ascii_lowercase();
        return;
    }
    for character in word.chars() {
        match character {
            '0'..='9' => out.push('0'),
            '’' | '‘' => out.push('\''),
            _ if character.is_ascii() => out.push(character.to_ascii_lowercase()),
            _ => out.extend(character.to_lowercase()),
        }
    }
}

/// FNV-1a with a seed, mixed: the same on every machine for ever, since models depend on it.
pub fn hash(bytes: &[u8], seed: u32) -> u32 {
    let mut state = 0x811C_9DC5 ^ seed.wrapping_mul(0x9E37_79B9);
    for byte in bytes {
        state = (state ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    }
    state ^= state >> 15;
    state = state.wrapping_mul(0x2C1B_3C6D);
    state ^ state >> 13
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_find_their_rows_whatever_their_case() {
        let vocabulary = Vocabulary::new(vec![hash(b"said", 1), hash(b"in 0000", 1), hash(b"said", 1)]);
        let mut buffer = String::new();
        normal("SAID", &mut buffer);
        assert_eq!(vocabulary.row(&buffer), 1);
        normal("in 1984", &mut buffer);
        assert_eq!(vocabulary.row(&buffer), 2);
        assert_eq!(vocabulary.row("unheard-of"), UNKNOWN);
        assert_eq!(vocabulary.rows(), 4);
    }
}
