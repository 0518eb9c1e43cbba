//! Hashes of many texts in bounded memory, and which texts may be the same.

use crate::fingerprint::shared;

/// How many earlier carriers of a hash a text is compared with. Bounds the cost to linear: a run of words in a
/// thousand texts gives a few thousand comparisons, not half a million.
const CARRIERS: usize = 3;
/// Hashes held; beyond, half of all are let go. 1 GB, 10 million articles of 500 words at one hash in eight.
const HELD: usize = 256 << 20;
/// Hashes by which candidates are looked for: 256 MB, and what is found by them at most three times that.
const SOUGHT: usize = 32 << 20;

/// Sorted hashes of numbered texts. Where there are too many, those above a bound are let go, the same ones of
/// every text (Broder, "On the resemblance and containment of documents", 1997: hashes that are 0 modulo *m*), so that
/// shares of what is left estimate shares of the whole. The bound depends on the texts and not on their order.
pub(crate) struct Sample {
    hashes: Vec<u32>,
    ends: Vec<usize>,
    /// Hashes are held where they are at most this: all bits set, half of them gone with each halving.
    bound: u32,
    held: usize,
    sought: usize,
}

impl Default for Sample {
    fn default() -> Self {
        Self::bounded(HELD, SOUGHT)
    }
}

impl Sample {
    pub(crate) fn bounded(held: usize, sought: usize) -> Self {
        Self { hashes: Vec::new(), ends: Vec::new(), bound: u32::MAX, held, sought }
    }

    /// Takes the next text's hashes, ascending.
    pub(crate) fn push(&mut self, hashes: &[u32]) {
        let within = hashes.partition_point(|hash| *hash <= self.bound);
        self.hashes.extend_from_slice(&hashes[..within]);
        self.ends.push(self.hashes.len());
        while self.hashes.len() > self.held && self.bound > 0 {
            self.halve();
        }
    }

    fn halve(&mut self) {
        self.bound /= 2;
        let (mut start, mut kept) = (0, 0);
        for end in &mut self.ends {
            for at in start..*end {
                if self.hashes[at] <= self.bound {
                    self.hashes[kept] = self.hashes[at];
                    kept += 1;
                }
            }
            start = std::mem::replace(end, kept);
        }
        self.hashes.truncate(kept);
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// What is held of a text.
    pub(crate) fn of(&self, text: u32) -> &[u32] {
        let start = (text as usize).checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.hashes[start..self.ends[text as usize]]
    }

    /// How many hashes two texts share.
    pub(crate) fn shared(&self, a: u32, b: u32) -> usize {
        shared(self.of(a), self.of(b))
    }

    /// Whether two texts are known to have the same hashes, all of which are held.
    pub(crate) fn same(&self, a: u32, b: u32) -> bool {
        self.bound == u32::MAX && self.of(a) == self.of(b)
    }

    /// How many hashes of a full text this number stands for at least; 1 where everything is held.
    pub(crate) fn share(&self, hashes: usize) -> usize {
        ((hashes as u64 * (u64::from(self.bound) + 1)) >> 32).max(1) as usize
    }

    /// Pairs (earlier, later) that share a hash, with how many they share at least by the hashes that were looked for;
    /// ordered by the later text, then by the earlier one.
    pub(crate) fn candidates(&self) -> Vec<(u32, u32, u32)> {
        let (records, share) = self.records();
        let mut pairs: Vec<u64> = Vec::with_capacity(records.len() / 2);
        for same in records.chunk_by(|a, b| a >> 32 == b >> 32) {
            for (nth, record) in same.iter().enumerate().skip(1) {
                let carriers = &same[..nth.min(CARRIERS)];
                pairs.extend(carriers.iter().map(|earlier| record << 32 | u64::from(*earlier as u32)));
            }
        }
        pairs.sort_unstable();
        let runs = pairs.chunk_by(|a, b| a == b);
        runs.map(|run| (run[0] as u32, (run[0] >> 32) as u32, run.len() as u32 * share)).collect()
    }

    /// Hash and text in one number, sorted: of all hashes held, or of the lower ones; one of how many.
    fn records(&self) -> (Vec<u64>, u32) {
        let (mut bound, mut share) = (self.bound, 1);
        let mut count = self.hashes.len();
        while count > self.sought && bound > 0 {
            (bound, share) = (bound / 2, share * 2);
            count = self.hashes.iter().filter(|hash| **hash <= bound).count();
        }
        let mut records = Vec::with_capacity(count);
        for text in 0..self.len() as u32 {
            let hashes = self.of(text).iter().take_while(|hash| **hash <= bound);
            records.extend(hashes.map(|hash| u64::from(*hash) << 32 | u64::from(text)));
        }
        (by_hash(records), share)
    }
}

/// Bits of a digit: counts of one pass fit the cache.
const DIGIT: u32 = 11;

/// Records in the order of their hashes; those of one hash stay in the order of their texts, in which they come. Digit
/// by digit, the last one first: a third of the time of comparing them.
fn by_hash(records: Vec<u64>) -> Vec<u64> {
    let (mut from, mut to) = (records, Vec::new());
    to.resize(from.len(), 0);
    for shift in (32..64).step_by(DIGIT as usize) {
        let digit = |record: u64| (record >> shift) as usize & ((1 << DIGIT) - 1);
        let mut places = [0_usize; 1 << DIGIT];
        for record in &from {
            places[digit(*record)] += 1;
        }
        let mut before = 0;
        for place in &mut places {
            before += std::mem::replace(place, before);
        }
        for record in &from {
            let place = &mut places[digit(*record)];
            to[*place] = *record;
            *place += 1;
        }
        std::mem::swap(&mut from, &mut to);
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_let_go_does_not_depend_on_the_order() {
        let text = |seed: u32| {
            let mut hashes: Vec<u32> =
                (1..40).map(|n: u32| (n * 64 + seed).wrapping_mul(0x9E37_79B1)).collect();
            hashes.sort_unstable();
            hashes
        };
        let fill = |order: &[u32]| {
            let mut sample = Sample::bounded(100, 50);
            for seed in order {
                sample.push(&text(*seed));
            }
            sample
        };
        let (one, two) = (fill(&[0, 1, 2, 3, 4, 5]), fill(&[5, 3, 1, 0, 4, 2]));
        assert!(one.bound < u32::MAX && one.hashes.len() <= 100);
        assert_eq!((one.bound, one.of(0), one.of(5)), (two.bound, two.of(3), two.of(0)));
    }

    #[test]
    fn records_come_in_order() {
        let mut records: Vec<u64> = (0..5000_u64)
            .map(|n| n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32 << 32 >> (n % 9) << (n % 9))
            .collect();
        records.iter_mut().zip(0..).for_each(|(record, text)| *record = *record >> 32 << 32 | text);
        let mut sorted = records.clone();
        sorted.sort_unstable();
        assert_eq!(by_hash(records), sorted);
    }

    #[test]
    fn a_hash_in_many_texts_gives_few_pairs() {
        let mut sample = Sample::default();
        (0..1000).for_each(|_| sample.push(&[7, 9]));
        let pairs = sample.candidates();
        assert_eq!(pairs.len(), 997 * 3 + 3);
        assert_eq!(pairs[0], (0, 1, 2));
        // Looked for by one of the two alone.
        let mut sample = Sample::bounded(4000, 1500);
        (0..1000).for_each(|_| sample.push(&[7, u32::MAX]));
        assert_eq!(sample.candidates()[0], (0, 1, 2));
    }
}
