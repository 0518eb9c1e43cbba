//! One-to-one pairing, best overlap first.

use super::Side;
use super::speaker::same_speaker;
use super::text::Text;

/// Pairs (gold, found) whose contents overlap (Jaccard over letters) by at least `threshold`: the best overlap
/// first, then the right speaker, then text order.
pub(crate) fn pair(
    text: &Text,
    gold: &[Side<'_>],
    found: &[Side<'_>],
    threshold: f64,
) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (i, side) in gold.iter().enumerate() {
        let size = text.count(&side.letters);
        for (j, other) in found.iter().enumerate() {
            let shared = text.shared(&side.letters, &other.letters);
            if shared == 0 {
                continue;
            }
            let overlap = shared as f64 / (size + text.count(&other.letters) - shared) as f64;
            if overlap >= threshold {
                let same = same_speaker(text, &side.quote.source_spans, &other.quote.source_spans);
                candidates.push((-overlap, !same, i, j));
            }
        }
    }
    candidates.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2, a.3).cmp(&(b.1, b.2, b.3))));
    let (mut gold_used, mut found_used) = (vec![false; gold.len()], vec![false; found.len()]);
    let mut pairs = Vec::new();
    for (_, _, i, j) in candidates {
        if !gold_used[i] && !found_used[j] {
            gold_used[i] = true;
            found_used[j] = true;
            pairs.push((i, j));
        }
    }
    pairs
}
