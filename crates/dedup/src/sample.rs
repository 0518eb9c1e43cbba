//! Hashes of many texts in bounded memory, and which texts may be the same.

use crate::fingerprint::shared;

/// How many earlier carriers of a hash a text is compared with. Bounds the cost to linear: a run of words in a
/// thousand texts gives a few thousand comparisons, not half a million.
const CARRIERS: usize = 3;
/// Hashes held; beyond, half of all are let go. 1 GB, 10 million articles of 500 words at one hash in eight.
const HELD: usize = 256 << 20;
/// Hashes by which candidates are looked for; where every one of them is repeated their table takes 0.6 GB.
const SOUGHT: usize = 16 << 20;

/// Sorted hashes of numbered texts. Where there are too many, those above a bound are let go, the same ones of
/// every text (Broder, "On the resemblance and containment of documents", 1997: hashes that are 0 modulo *m*), so that
/// shares of what is left estimate shares of the whole. The bound depends on the texts and not on their order.
pub(crate) struct Sample {
    hashes: Lists,
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
        Self { hashes: Lists::default(), bound: u32::MAX, held, sought }
    }

    /// Takes the next text's hashes, ascending.
    pub(crate) fn push(&mut self, hashes: &[u32]) {
        let within = hashes.partition_point(|hash| *hash <= self.bound);
        self.hashes.push(&hashes[..within]);
        while self.hashes.numbers > self.held && self.bound > 0 {
            self.bound /= 2;
            self.hashes.cut(self.bound);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.hashes.places.len()
    }

    /// Hashes above this are not held.
    pub(crate) fn bound(&self) -> u32 {
        self.bound
    }

    /// What is held of a text.
    pub(crate) fn hashes_of(&self, text: u32) -> &[u32] {
        self.hashes.list(text as usize)
    }

    /// How many hashes two texts share.
    pub(crate) fn shared(&self, a: u32, b: u32) -> usize {
        shared(self.hashes_of(a), self.hashes_of(b))
    }

    /// Whether two texts are known to have the same hashes, all of which are held.
    pub(crate) fn same(&self, a: u32, b: u32) -> bool {
        self.bound == u32::MAX && self.hashes_of(a) == self.hashes_of(b)
    }

    /// How many hashes of a full text this number stands for at least; 1 where everything is held.
    pub(crate) fn share(&self, hashes: usize) -> usize {
        ((hashes as u64 * (u64::from(self.bound) + 1)) >> 32).max(1) as usize
    }

    /// Calls `take` with pairs (earlier, later) that share a hash, ordered by the later text, then by the earlier one.
    /// `worth` is asked before, with how many they share at least by the hashes that were looked for.
    ///
    /// # Errors
    /// Those of `take`.
    pub(crate) fn candidates<E>(
        &self,
        worth: impl Fn(u32, u32, u32) -> bool,
        mut take: impl FnMut(u32, u32) -> Result<(), E>,
    ) -> Result<(), E> {
        let (hashes, ends, share) = self.repeated();
        let mut carriers = Carriers::for_hashes(hashes.len());
        let mut votes = Votes::for_texts(self.len());
        let (mut start, mut found) = (0, Vec::new());
        for (text, end) in (0..).zip(ends) {
            let hashes = &hashes[std::mem::replace(&mut start, end)..end];
            carriers.fetch(hashes);
            for hash in hashes {
                carriers.push(*hash, text, |earlier| votes.count(earlier, text));
            }
            found.extend(votes.drain().filter(|(earlier, votes)| worth(*earlier, text, votes * share)));
            found.sort_unstable();
            for (earlier, _) in found.drain(..) {
                take(earlier, text)?;
            }
        }
        Ok(())
    }

    /// The hashes that candidates are looked for by, without those that come once; where those of each text end; and
    /// one of how many hashes was looked at.
    fn repeated(&self) -> (Vec<u32>, Vec<usize>, u32) {
        let (bound, share) = self.looked_for();
        let sought = |text| self.hashes_of(text).iter().copied().take_while(move |hash| *hash <= bound);
        let mut repeated = Repeated::for_hashes(self.hashes.numbers / share as usize);
        (0..self.len() as u32).flat_map(sought).for_each(|hash| repeated.take(hash));
        let mut hashes = Vec::new();
        let ends = (0..self.len() as u32).map(|text| {
            hashes.extend(sought(text).filter(|hash| repeated.has(*hash)));
            hashes.len()
        });
        let ends = ends.collect();
        (hashes, ends, share)
    }

    /// The highest hash that candidates are looked for by, and one of how many hashes these are.
    fn looked_for(&self) -> (u32, u32) {
        let (mut bound, mut share) = (self.bound, 1);
        let mut count = self.hashes.numbers;
        while count > self.sought && bound > 0 {
            (bound, share) = (bound / 2, share * 2);
            let all = self.hashes.blocks.iter().flatten();
            count = all.filter(|hash| **hash <= bound).count();
        }
        (bound, share)
    }
}

/// Lists of ascending numbers in blocks: one long list that grows would be copied again and again.
#[derive(Default)]
struct Lists {
    blocks: Vec<Vec<u32>>,
    /// Of each list its block, and where it ends there; it begins where the one before ends.
    places: Vec<(u32, u32)>,
    /// How many there are in all lists.
    numbers: usize,
}

impl Lists {
    /// Numbers of a block: 1 MB of them.
    const BLOCK: usize = 1 << 18;

    fn push(&mut self, list: &[u32]) {
        if self.blocks.last().is_none_or(|block| block.capacity() - block.len() < list.len()) {
            self.blocks.push(Vec::with_capacity(Self::BLOCK.max(list.len())));
        }
        let number = self.blocks.len() as u32 - 1;
        if let Some(block) = self.blocks.last_mut() {
            block.extend_from_slice(list);
            self.places.push((number, block.len() as u32));
        }
        self.numbers += list.len();
    }

    fn list(&self, list: usize) -> &[u32] {
        let (block, end) = self.places[list];
        let before = list.checked_sub(1).map(|before| self.places[before]);
        let start = before.filter(|(other, _)| *other == block).map_or(0, |(_, end)| end);
        &self.blocks[block as usize][start as usize..end as usize]
    }

    /// Lets go of the numbers above a bound.
    fn cut(&mut self, bound: u32) {
        for places in self.places.chunk_by_mut(|a, b| a.0 == b.0) {
            let block = &mut self.blocks[places[0].0 as usize];
            let (mut start, mut kept) = (0, 0);
            for (_, end) in places {
                let within = block[start..*end as usize].partition_point(|number| *number <= bound);
                block.copy_within(start..start + within, kept);
                kept += within;
                start = std::mem::replace(end, kept as u32) as usize;
            }
            block.truncate(kept);
            block.shrink_to_fit();
        }
        self.numbers = self.blocks.iter().map(Vec::len).sum();
    }
}

/// No text.
const NONE: u32 = u32::MAX;

/// The first texts that carry each hash: a table with open addressing, because the time goes into waiting for memory.
struct Carriers {
    slots: Vec<(u32, [u32; CARRIERS])>,
    shift: u32,
}

impl Carriers {
    fn for_hashes(count: usize) -> Self {
        // One slot is always free.
        let slots = (count + 1).next_power_of_two().max(2);
        Self { slots: vec![(0, [NONE; CARRIERS]); slots], shift: u64::BITS - slots.ilog2() }
    }

    fn place(&self, hash: u32) -> usize {
        (u64::from(hash).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift) as usize
    }

    /// Touches the slots of hashes that will be wanted: the processor waits for all of them at once.
    fn fetch(&self, hashes: &[u32]) {
        let touched = hashes.iter().fold(0, |sum, hash| sum ^ self.slots[self.place(*hash)].0);
        std::hint::black_box(touched);
    }

    /// Gives the texts that carry the hash, and adds one more.
    fn push(&mut self, hash: u32, text: u32, mut earlier: impl FnMut(u32)) {
        let mut place = self.place(hash);
        let texts = loop {
            let (known, texts) = &self.slots[place];
            if *known == hash || texts[0] == NONE {
                break &mut self.slots[place];
            }
            place = (place + 1) % self.slots.len();
        };
        texts.0 = hash;
        for carrier in &mut texts.1 {
            if *carrier == NONE {
                *carrier = text;
                break;
            }
            earlier(*carrier);
        }
    }
}

/// How many hashes earlier texts share with the text that is looked at.
struct Votes {
    /// By the earlier text: the later one, and how many.
    counts: Vec<(u32, u32)>,
    /// Those that have any.
    voted: Vec<u32>,
}

impl Votes {
    fn for_texts(count: usize) -> Self {
        Self { counts: vec![(NONE, 0); count], voted: Vec::new() }
    }

    fn count(&mut self, earlier: u32, text: u32) {
        let (last, votes) = &mut self.counts[earlier as usize];
        if std::mem::replace(last, text) != text {
            *votes = 0;
            self.voted.push(earlier);
        }
        *votes += 1;
    }

    fn drain(&mut self) -> impl Iterator<Item = (u32, u32)> {
        self.voted.drain(..).map(|earlier| (earlier, self.counts[earlier as usize].1))
    }
}

/// Which hashes came twice: two bits each, in one place with a few others, since most come once and need nothing more.
struct Repeated {
    bits: Vec<u64>,
    shift: u32,
}

impl Repeated {
    /// Places for each hash, so that one in some five shares its own: more would no longer fit beside the processor.
    const PLACES: usize = 4;
    const ONCE: u64 = 0b01;
    const AGAIN: u64 = 0b10;

    fn for_hashes(count: usize) -> Self {
        let places = (count * Self::PLACES).next_power_of_two().clamp(1 << 10, 1 << 30);
        Self { bits: vec![0; places / 32], shift: u32::BITS - places.ilog2() }
    }

    /// Index of a hash's word, and how far its bits are from the right.
    fn place(&self, hash: u32) -> (usize, u32) {
        // Hashes below a bound share their high bits.
        let place = hash.wrapping_mul(0x9E37_79B1) >> self.shift;
        (place as usize / 32, place % 32 * 2)
    }

    fn take(&mut self, hash: u32) {
        let (at, shift) = self.place(hash);
        self.bits[at] |= Self::ONCE << shift | (self.bits[at] & Self::ONCE << shift) << 1;
    }

    fn has(&self, hash: u32) -> bool {
        let (at, shift) = self.place(hash);
        self.bits[at] & Self::AGAIN << shift != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

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
        assert!(one.bound < u32::MAX && one.hashes.numbers <= 100);
        assert_eq!(
            (one.bound, one.hashes_of(0), one.hashes_of(5)),
            (two.bound, two.hashes_of(3), two.hashes_of(0))
        );
    }

    #[test]
    fn lists_in_several_blocks() {
        let list =
            |nth: usize| -> Vec<u32> { (0..100_000 * nth as u32).map(|n| n * 5 + nth as u32).collect() };
        let mut lists = Lists::default();
        (0..5).for_each(|nth| lists.push(&list(nth)));
        assert_eq!(lists.blocks.len(), 4);
        assert!((0..5).all(|nth| lists.list(nth) == list(nth)));
        let bound = 777_777;
        lists.cut(bound);
        lists.push(&[1, 2, 3]);
        let within = |nth| list(nth).into_iter().filter(|number| *number <= bound).collect::<Vec<_>>();
        assert!((0..5).all(|nth| lists.list(nth) == within(nth)));
        assert_eq!(
            (lists.list(5), lists.numbers),
            (&[1, 2, 3][..], 3 + (0..5).map(|nth| within(nth).len()).sum::<usize>())
        );
    }

    #[test]
    fn what_comes_once_is_told_from_what_comes_again() {
        let hash = |n: u32| n.wrapping_mul(0x85EB_CA6B);
        let mut repeated = Repeated::for_hashes(2000);
        (0..1000).chain(500..1500).for_each(|n| repeated.take(hash(n)));
        assert!((500..1000).all(|n| repeated.has(hash(n))));
        assert!((0..500).chain(1000..1500).filter(|n| repeated.has(hash(*n))).count() < 400);
    }

    #[test]
    fn a_hash_in_many_texts_gives_few_pairs() {
        let mut sample = Sample::default();
        (0..1000).for_each(|_| sample.push(&[7, 9]));
        let found = pairs(&sample);
        assert_eq!(found.len(), 997 * 3 + 3);
        assert_eq!(found[0], (0, 1, 2));
        // Looked for by one of the two alone.
        let mut sample = Sample::bounded(4000, 1500);
        (0..1000).for_each(|_| sample.push(&[7, u32::MAX]));
        assert_eq!(pairs(&sample)[0], (0, 1, 2));
    }

    fn pairs(sample: &Sample) -> Vec<(u32, u32, u32)> {
        let mut pairs = Vec::new();
        let voted = RefCell::new(Vec::new());
        let all = sample.candidates(
            |earlier, text, votes| {
                voted.borrow_mut().push((text, earlier, votes));
                votes > 1
            },
            |earlier, text| {
                pairs.push((earlier, text));
                Ok::<_, std::convert::Infallible>(())
            },
        );
        all.unwrap();
        let mut voted = voted.into_inner();
        voted.sort_unstable();
        let worth = voted.iter().filter(|(.., votes)| *votes > 1);
        assert!(worth.map(|(text, earlier, _)| (*earlier, *text)).eq(pairs));
        voted.into_iter().map(|(text, earlier, votes)| (earlier, text, votes)).collect()
    }
}
