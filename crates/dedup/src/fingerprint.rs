use sayso_core::{counting_sort, swar};

/// Words in a shingle.
pub const SHINGLE: usize = 5;
/// Consecutive shingles of which one is kept at least.
pub const WINDOW: usize = 6;

/// The winnowed shingle hashes of a text: sorted, without repeats. 32 bits each: two articles have a few hundred,
/// so that one in ten million pairs shares one by chance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fingerprints {
    all: Vec<u32>,
    /// The smallest hashes of the text's beginning.
    lead: Vec<u32>,
    /// The smallest hashes of its numbers.
    numbers: Vec<u32>,
}

/// Hashes kept of a text's beginning, and of its numbers.
pub(crate) const KEPT: usize = 16;
/// The beginning of a text, in per cent of its words: where boilerplate stands least.
const LEAD: usize = 40;

impl Fingerprints {
    /// Reads a text once. Case, punctuation, white space and the shape of quotation marks don't count.
    pub fn new(text: &str) -> Self {
        // A word and what parts it from the next are six bytes mostly.
        let mut hashes = Vec::with_capacity(text.len() / 5);
        words(text, &mut |word| hashes.push(word));
        let lead = &hashes[..hashes.len() * LEAD / 100];
        Self {
            lead: smallest(winnowed(lead)),
            numbers: smallest(numbers(text)),
            all: ascending(&winnowed(&hashes)),
        }
    }

    /// The hashes, ascending.
    pub fn hashes(&self) -> &[u32] {
        &self.all
    }

    /// The smallest hashes of the beginning, ascending.
    pub(crate) fn lead(&self) -> &[u32] {
        &self.lead
    }

    /// The smallest hashes of the numbers, ascending.
    pub(crate) fn numbers(&self) -> &[u32] {
        &self.numbers
    }

    /// The share of the shorter text that stands in the longer one, 0 to 1; 0 where a text has no words.
    pub fn containment(&self, other: &Self) -> f32 {
        let shorter = self.all.len().min(other.all.len());
        if shorter == 0 { 0.0 } else { shared(&self.all, &other.all) as f32 / shorter as f32 }
    }
}

/// The smallest hashes, ascending, each once.
fn smallest(mut hashes: Vec<u32>) -> Vec<u32> {
    hashes.sort_unstable();
    hashes.dedup();
    hashes.truncate(KEPT);
    hashes
}

/// Hashes of the numbers of a text, decimals whole; years are left out: stories of one day share them.
fn numbers(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = bytes[at..].iter().position(u8::is_ascii_digit).map(|gap| at + gap) {
        let inside = |end: usize| {
            bytes[end].is_ascii_digit()
                || matches!(bytes[end], b'.' | b',' | b':')
                    && bytes.get(end + 1).is_some_and(u8::is_ascii_digit)
        };
        at = start + 1;
        while at < bytes.len() && inside(at) {
            at += 1;
        }
        let digits = bytes[start..at].iter().filter(|byte| **byte != b',');
        let is_year = at - start == 4 && matches!(&bytes[start..start + 2], b"19" | b"20");
        if !is_year {
            let hash = digits.fold(0, |hash, byte| step(hash, (*byte).into()));
            found.push((mixed(hash) >> 32) as u32);
        }
    }
    found
}

/// The share of the smaller of two lists of smallest hashes that stands in the other, of those that both would hold;
/// nothing where that are fewer than `least`.
pub(crate) fn share_of_smallest(a: &[u32], b: &[u32], least: usize) -> Option<f32> {
    let full = |list: &[u32]| if list.len() < KEPT { u32::MAX } else { list[KEPT - 1] };
    let bound = full(a).min(full(b));
    let within = |list: &[u32]| list.partition_point(|hash| *hash <= bound);
    let (a, b) = (&a[..within(a)], &b[..within(b)]);
    let smaller = a.len().min(b.len());
    (smaller >= least).then(|| shared(a, b) as f32 / smaller as f32)
}

/// Hashes in order, each once. They are spread evenly: by their highest bits each comes next to its place.
fn ascending(hashes: &[u32]) -> Vec<u32> {
    let bits = hashes.len().max(2).ilog2();
    let place = |hash: u32| (hash >> (u32::BITS - bits)) as usize;
    let (mut out, ends) = counting_sort(1 << bits, hashes.iter().map(|hash| (place(*hash), *hash)));
    let mut start = 0;
    for end in ends {
        out[std::mem::replace(&mut start, end)..end].sort_unstable();
    }
    out.dedup();
    out
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
            let (letters, count) = swar::alphanumeric(&bytes[at..]);
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
fn shingles(words: &[u64]) -> impl Iterator<Item = u64> {
    let (first, rest) = words.split_at(SHINGLE.min(words.len()));
    let mut rolling = first.iter().fold(0, |hash: u64, word| hash.wrapping_mul(BASE).wrapping_add(*word));
    let first = (!first.is_empty()).then(|| mixed(rolling));
    let rest = rest.iter().zip(words).map(move |(word, leaving)| {
        rolling = rolling.wrapping_mul(BASE).wrapping_add(*word);
        rolling = rolling.wrapping_sub(leaving.wrapping_mul(LEAVING));
        mixed(rolling)
    });
    first.into_iter().chain(rest)
}

/// The minimum of every window of [`WINDOW`] shingles, each once where windows side by side have the same; of all
/// shingles where there are fewer. No branch depends on the hashes: the processor would foresee half of them wrongly.
fn winnowed(words: &[u64]) -> Vec<u32> {
    let mut shingles = shingles(words);
    let mut window = Window::default();
    let Some(mut before) = shingles.by_ref().take(WINDOW).map(|shingle| window.push(shingle)).last() else {
        return Vec::new();
    };
    // Minima are small numbers; sampling by value wants them spread evenly.
    let spread = |minimum: u64| (minimum.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32;
    let mut kept = vec![spread(before); words.len()];
    let mut last = 0;
    shingles.for_each(|shingle| {
        let minimum = window.push(shingle);
        last += usize::from(minimum != before);
        // One that is not new is written over itself.
        kept[last] = spread(minimum);
        before = minimum;
    });
    kept.truncate(last + 1);
    kept
}

/// What the minimum of the last [`WINDOW`] numbers is found by: twice three make six.
struct Window {
    number: u64,
    pair: u64,
    triples: [u64; 3],
}

const _: () = assert!(WINDOW == 6);

impl Default for Window {
    fn default() -> Self {
        Self { number: u64::MAX, pair: u64::MAX, triples: [u64::MAX; 3] }
    }
}

impl Window {
    /// Takes the next number; gives the minimum.
    #[inline]
    fn push(&mut self, number: u64) -> u64 {
        let pair = number.min(self.number);
        let triple = pair.min(self.pair);
        let [one, two, three] = self.triples;
        *self = Self { number, pair, triples: [triple, one, two] };
        triple.min(three)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_of_words_is_the_minimum_of_every_window() {
        let spread = |minimum: u64| (minimum.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32;
        for count in 0..60_u64 {
            let words: Vec<u64> = (0..count).map(|n| mixed(n % 23 + 1)).collect();
            let shingle = |words: &[u64]| shingle(words.iter().copied());
            let shingles: Vec<u64> = words.windows(SHINGLE.min(words.len()).max(1)).map(shingle).collect();
            let windows = shingles.windows(WINDOW.min(shingles.len()).max(1));
            let mut minima: Vec<u64> = windows.filter_map(|window| window.iter().min().copied()).collect();
            minima.dedup();
            let expected: Vec<u32> = minima.into_iter().map(spread).collect();
            assert_eq!(winnowed(&words), expected, "{count}");
        }
    }

    #[test]
    fn hashes_are_brought_in_order() {
        let spread = |count: u32| (0..count).map(|n| (n * n).wrapping_mul(0x9E37_79B1)).collect::<Vec<_>>();
        let near = |count: u32| (0..count).map(|n| n % 7).collect::<Vec<_>>();
        for count in (0..70).chain([1000, 1024]) {
            for hashes in [spread(count), near(count)] {
                let mut sorted = hashes.clone();
                sorted.sort_unstable();
                sorted.dedup();
                assert_eq!(ascending(&hashes), sorted, "{count}");
            }
        }
    }
}
