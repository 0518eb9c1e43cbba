use sayso_document::letters;

/// Words in a shingle.
pub const SHINGLE: usize = 5;
/// Consecutive shingles of which one is kept at least.
pub const WINDOW: usize = 6;

/// The winnowed shingle hashes of a text: sorted, without repeats. 32 bits each: two articles have a few hundred,
/// so that one in ten million pairs shares one by chance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fingerprints(Vec<u32>);

impl Fingerprints {
    /// Reads a text once. Case, punctuation, white space and the shape of quotation marks don't count.
    pub fn of(text: &str) -> Self {
        // A word and what parts it from the next are six bytes mostly.
        let mut hashes = Vec::with_capacity(text.len() / 5);
        words(text, &mut |word| hashes.push(word));
        let mut kept = kept(&minima(shingles(&hashes)));
        kept.sort_unstable();
        kept.dedup();
        Self(kept)
    }

    /// The hashes, ascending.
    pub fn hashes(&self) -> &[u32] {
        &self.0
    }

    /// The share of the shorter text that stands in the longer one, 0 to 1; 0 where a text has no words.
    pub fn containment(&self, other: &Self) -> f32 {
        let shorter = self.0.len().min(other.0.len());
        if shorter == 0 { 0.0 } else { shared(&self.0, &other.0) as f32 / shorter as f32 }
    }
}

/// How many hashes two ascending lists share.
pub(crate) fn shared(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        count += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    count
}

/// The hashes of a text's words, case folded. A word is a run of letters and digits.
fn words(text: &str, take: &mut impl FnMut(u64)) {
    let bytes = text.as_bytes();
    let (mut hash, mut at) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        if byte < 0x80 {
            let (letters, count) = letters::alphanumeric(&bytes[at..]);
            if count > 0 {
                hash = step(hash, letters);
            }
            at += count;
            if count < size_of::<u64>() && bytes.get(at).is_none_or(u8::is_ascii) {
                if hash != 0 {
                    take(std::mem::take(&mut hash));
                }
                at += 1;
            }
            continue;
        }
        let Some(char) = text[at..].chars().next() else { break };
        at += char.len_utf8();
        if char.is_alphanumeric() {
            char.to_lowercase().for_each(|letter| hash = step(hash, letter.into()));
        } else if hash != 0 {
            take(std::mem::take(&mut hash));
        }
    }
    if hash != 0 {
        take(hash);
    }
}

/// One letter more, or up to eight of them in one number; never 0, which means that there is none.
pub(crate) fn step(hash: u64, letters: u64) -> u64 {
    let product = u128::from(hash.rotate_left(5) ^ letters) * 0x9E37_79B9_7F4A_7C15;
    (product as u64 ^ (product >> 64) as u64) | 1
}

/// The hash of a word's letters, case folded.
pub(crate) fn hash(letters: impl Iterator<Item = char>) -> u64 {
    letters.flat_map(char::to_lowercase).fold(0, |hash, letter| step(hash, letter.into()))
}

/// The hash of a run of words.
pub(crate) fn shingle(words: impl Iterator<Item = u64>) -> u64 {
    mixed(words.fold(0, |hash: u64, word| hash.wrapping_mul(BASE).wrapping_add(word)))
}

/// Every bit of what comes in shows in every bit of what goes out (the finish of MurmurHash 3).
fn mixed(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    hash ^ (hash >> 33)
}

/// Base of the rolling hash (Karp and Rabin) over words.
const BASE: u64 = 0x0002_4A63_3D6B_8C95;
/// What the word that leaves a shingle weighs in it.
const LEAVING: u64 = BASE.wrapping_pow(SHINGLE as u32);

/// The hash of every run of [`SHINGLE`] words; of all words where there are fewer.
fn shingles(words: &[u64]) -> Vec<u64> {
    let mut rolling: u64 = 0;
    let mut add = |word: u64, leaving: u64| {
        rolling = rolling.wrapping_mul(BASE).wrapping_add(word);
        rolling = rolling.wrapping_sub(leaving.wrapping_mul(LEAVING));
        mixed(rolling)
    };
    let (first, rest) = words.split_at(SHINGLE.min(words.len()));
    let mut out = Vec::with_capacity(rest.len() + 1);
    out.extend(first.iter().map(|word| add(*word, 0)).last());
    out.extend(rest.iter().zip(words).map(|(word, leaving)| add(*word, *leaving)));
    out
}

/// The minimum of every window of [`WINDOW`] numbers; of all numbers where there are fewer. No branch depends on the
/// numbers: the processor would foresee half of them wrongly.
fn minima(mut numbers: Vec<u64>) -> Vec<u64> {
    let mut covered = 1;
    while covered < WINDOW && numbers.len() > 1 {
        // What covers so many, and its neighbour or one that overlaps with it.
        let apart = covered.min(WINDOW - covered).min(numbers.len() - 1);
        let count = numbers.len() - apart;
        for at in 0..count {
            numbers[at] = numbers[at].min(numbers[at + apart]);
        }
        numbers.truncate(count);
        covered += apart;
    }
    numbers
}

/// What is kept of the minima, each once where windows side by side have the same. Minima are small numbers; sampling by
/// value wants them spread evenly.
fn kept(minima: &[u64]) -> Vec<u32> {
    let mut out = vec![0; minima.len()];
    let (mut count, mut before) = (0, minima.first().map_or(0, |first| !first));
    for &minimum in minima {
        // The next new one is written over one that is not new.
        out[count] = (minimum.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32;
        count += usize::from(minimum != before);
        before = minimum;
    }
    out.truncate(count);
    out
}
