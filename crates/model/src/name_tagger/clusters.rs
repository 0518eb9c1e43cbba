//! Clusters of words: which words stand in like places.

use crate::vocabulary::{hash, normal};
use rustc_hash::FxHashMap;

/// A word's clusters, from k-means over word vectors. Words are known by a hash of four bytes, as in
/// [`Vocabulary`](crate::training::Vocabulary).
#[derive(Clone, Debug, Default)]
pub struct WordClusters {
    words: Vec<(u32, u16)>,
    by_hash: FxHashMap<u32, u16>,
}

impl WordClusters {
    /// Hashes of words with their clusters, counted from 1.
    pub fn new(words: Vec<(u32, u16)>) -> Self {
        let by_hash = words.iter().copied().collect();
        Self { words, by_hash }
    }

    /// Words with their clusters.
    pub fn words(&self) -> &[(u32, u16)] {
        &self.words
    }

    /// The hash of a word in any spelling.
    pub fn hash_of(word: &str, buffer: &mut String) -> u32 {
        normal(word, buffer);
        hash(buffer.as_bytes(), 1)
    }

    /// The cluster of a word by its hash; 0 where the word is unknown.
    pub fn of(&self, hash: u32) -> u16 {
        self.by_hash.get(&hash).copied().unwrap_or(0)
    }
}
