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
        let mut winnow = Winnow::default();
        words(text, &mut |word| winnow.word(word));
        let mut kept = winnow.finish();
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

/// Words and shingles that are held: the next power of two, which indexes are cheap for.
const RING: usize = 8;

/// Shingles out of words, and the rightmost minimum of every window of shingles, in one pass and constant memory.
#[derive(Default)]
struct Winnow {
    kept: Vec<u32>,
    words: [u64; RING],
    seen: usize,
    rolling: u64,
    window: [u64; RING],
    shingles: usize,
    /// Number and hash of the window's minimum.
    lowest: (usize, u64),
}

impl Winnow {
    fn word(&mut self, word: u64) {
        // Zero until there are so many.
        let leaving = self.words[self.seen.wrapping_sub(SHINGLE) % RING];
        self.words[self.seen % RING] = word;
        self.rolling =
            self.rolling.wrapping_mul(BASE).wrapping_add(word).wrapping_sub(leaving.wrapping_mul(LEAVING));
        self.seen += 1;
        if self.seen >= SHINGLE {
            self.shingle(mixed(self.rolling));
        }
    }

    fn shingle(&mut self, hash: u64) {
        let number = self.shingles;
        self.window[number % RING] = hash;
        self.shingles += 1;
        let (before, lowest) = self.lowest;
        if number == 0 || hash <= lowest {
            self.lowest = (number, hash);
        } else if before + WINDOW <= number {
            self.lowest = self.rightmost(number);
        }
        if self.shingles >= WINDOW && (self.lowest.0 != before || self.shingles == WINDOW) {
            self.keep(self.lowest.1);
        }
    }

    /// The rightmost minimum of the window that ends with the shingle `last`; all of it is full.
    fn rightmost(&self, last: usize) -> (usize, u64) {
        let mut found = (last, self.window[last % RING]);
        for number in (last + 1 - WINDOW..last).rev() {
            let hash = self.window[number % RING];
            if hash < found.1 {
                found = (number, hash);
            }
        }
        found
    }

    /// Minima are small numbers; sampling by value wants them spread evenly.
    fn keep(&mut self, hash: u64) {
        self.kept.push((hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32);
    }

    /// A text with less than a window keeps one all the same.
    fn finish(mut self) -> Vec<u32> {
        if self.seen > 0 && self.seen < SHINGLE {
            self.keep(mixed(self.rolling));
        } else if self.shingles > 0 && self.shingles < WINDOW {
            self.keep(self.lowest.1);
        }
        self.kept
    }
}
