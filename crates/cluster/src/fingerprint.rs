use std::hash::Hasher;

/// Words in a shingle.
pub const SHINGLE: usize = 5;
/// Consecutive shingles of which one is kept at least.
pub const WINDOW: usize = 6;

/// The winnowed shingle hashes of a text: sorted, without repeats.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fingerprints(Vec<u64>);

impl Fingerprints {
    /// Reads a text once. Case, punctuation, white space and the shape of quotation marks don't count.
    pub fn of(text: &str) -> Self {
        let words: Vec<u64> =
            text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(word).collect();
        let shingles: Vec<u64> = if words.len() < SHINGLE {
            (!words.is_empty()).then(|| shingle(&words)).into_iter().collect()
        } else {
            words.windows(SHINGLE).map(shingle).collect()
        };
        let mut kept = winnow(&shingles);
        kept.sort_unstable();
        kept.dedup();
        Self(kept)
    }

    /// The hashes, ascending.
    pub fn hashes(&self) -> &[u64] {
        &self.0
    }

    /// How many hashes two texts share.
    pub fn shared(&self, other: &Self) -> usize {
        let (mut a, mut b, mut count) = (0, 0, 0);
        while let (Some(x), Some(y)) = (self.0.get(a), other.0.get(b)) {
            count += usize::from(x == y);
            a += usize::from(x <= y);
            b += usize::from(y <= x);
        }
        count
    }

    /// The share of the shorter text that stands in the longer one, 0 to 1; 0 where a text has no words.
    pub fn containment(&self, other: &Self) -> f32 {
        let shorter = self.0.len().min(other.0.len());
        if shorter == 0 { 0.0 } else { self.shared(other) as f32 / shorter as f32 }
    }
}

/// The hash of a word, case folded.
pub(crate) fn word(word: &str) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    for c in word.chars().flat_map(char::to_lowercase) {
        hasher.write_u32(c as u32);
    }
    hasher.finish()
}

/// The hash of a run of words.
pub(crate) fn shingle(words: &[u64]) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    for word in words {
        hasher.write_u64(*word);
    }
    // FxHash leaves order in the high bits; winnowing takes minima and wants them mixed.
    let mut mixed = hasher.finish();
    mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    mixed ^ (mixed >> 32)
}

/// The rightmost minimum of every window, each position once.
fn winnow(shingles: &[u64]) -> Vec<u64> {
    if shingles.len() <= WINDOW {
        return shingles.iter().min().copied().into_iter().collect();
    }
    let mut kept = Vec::with_capacity(shingles.len() / 3 + 1);
    let mut last = usize::MAX;
    for (start, window) in shingles.windows(WINDOW).enumerate() {
        let lowest = (0..WINDOW).rev().min_by_key(|&at| window[at]).unwrap_or(0);
        if start + lowest != last {
            last = start + lowest;
            kept.push(shingles[last]);
        }
    }
    kept
}
