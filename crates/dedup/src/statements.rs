use crate::fingerprint::{shingle, step};
use crate::sample::Sample;
use crate::union::Union;
use rustc_hash::FxHashMap;
use sayso_core::swar;
use std::ops::Deref;
use std::rc::Rc;

/// Words in the runs by which candidates are found.
const RUN: usize = 3;
/// Share of the runs of the shorter statement that stand in the longer one, at least: words that outlets leave out or
/// put in cost up to three runs each.
const RUNS: f32 = 0.25;
/// Share of the shorter statement's words that must stand in the longer one, in order.
const SAME: f32 = 0.8;
/// Below this many words only equal words are the same statement: "We will win" is said every day.
const SHORT: usize = 6;
/// Words beyond which a statement is compared by its beginning only: alignment is quadratic.
const LONGEST: usize = 200;

/// The words that somebody said, as they are compared: by hashes, without what an editor put in brackets, without
/// marks, case folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(Vec<u32>);

impl Words {
    /// The words of a statement as printed, pieces joined by a blank.
    pub fn new(printed: &str) -> Self {
        Self(said(printed))
    }

    /// Hashes of all runs of words, ascending, without repeats.
    pub fn runs(&self) -> Vec<u32> {
        let run = RUN.min(self.0.len()).max(1);
        let mut runs: Vec<u32> = self
            .0
            .windows(run)
            .map(|words| (shingle(words.iter().map(|word| u64::from(*word))) >> 32) as u32)
            .collect();
        runs.sort_unstable();
        runs.dedup();
        runs
    }
}

/// Whether two statements are the same by their words.
fn same(one: &[u32], other: &[u32]) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short.len() < SHORT {
        return !short.is_empty() && short == long;
    }
    let (short, long) = (&short[..short.len().min(LONGEST)], &long[..long.len().min(LONGEST)]);
    in_common(short, long) as f32 >= SAME * short.len() as f32 && !differ_in_numbers(short, long)
}

/// Whether each of two statements has a number that the other has not: results told in the same words.
fn differ_in_numbers(one: &[u32], other: &[u32]) -> bool {
    let lacks =
        |words: &[u32], other: &[u32]| words.iter().any(|word| is_number(*word) && !other.contains(word));
    lacks(one, other) && lacks(other, one)
}

/// The lowest bit of a word's hash says that there is a digit in it.
fn is_number(word: u32) -> bool {
    word & 1 == 1
}

/// Words of statements that are held: 16 MB.
const HELD: usize = 4 << 20;

/// Collects statements and tells which are the same. Memory: 4 bytes a word up to 1 GB, from where on candidates are
/// looked for by a part of the words; and 4 bytes a speaker. The words themselves are held up to 16 MB; those of later
/// statements are read again where two may be the same.
#[derive(Default)]
pub struct Statements {
    runs: Sample,
    held: Held,
    speakers: Vec<u32>,
    ends: Vec<u32>,
}

impl Statements {
    /// Takes a statement in, by its words, the runs of them, and the numbers of those of its speakers who are known:
    /// none is compatible with every speaker. Statements are numbered from 0 in the order in which they come.
    pub fn add(&mut self, words: Words, runs: &[u32], speakers: &[u32]) {
        self.runs.push(runs);
        self.held.push(words);
        self.speakers.extend_from_slice(speakers);
        self.ends.push(self.speakers.len() as u32);
    }

    /// For every statement the number of the first statement that it repeats; its own where it repeats none. `read`
    /// gives a statement's words again.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn groups<E>(&self, read: &mut dyn FnMut(u32) -> Result<Words, E>) -> Result<Vec<u32>, E> {
        let count = self.runs.len() as u32;
        let mut sets = Union::new(count as usize);
        let mut words = Known { held: &self.held, read, kept: FxHashMap::default() };
        let worth = |other, index, votes| votes as f32 >= RUNS * self.shorter(other, index);
        self.runs.candidates(worth, |other, index| {
            let (first, second) = (sets.root(other), sets.root(index));
            if first == second || !self.may_be(other, index) {
                return Ok(());
            }
            // Against the groups' first printings too: chains of cut quotations would tie strangers together.
            if self.same(other, index, &mut words)?
                && self.compatible(first, second)
                && ((first, second) == (other, index) || self.same(first, second, &mut words)?)
            {
                sets.join(other, index);
            }
            Ok(())
        })?;
        Ok((0..count).map(|index| sets.root(index)).collect())
    }

    /// Whether two statements have the same words. Most repeats do to the letter, and need no reading.
    fn same<E>(&self, one: u32, other: u32, words: &mut Known<'_, '_, E>) -> Result<bool, E> {
        if self.runs.hashes_of(one).len() > SHORT && self.runs.same(one, other) {
            return Ok(true);
        }
        Ok(same(&words.words(one)?, &words.words(other)?))
    }

    /// Votes count carriers that were looked at; the runs themselves are surer.
    fn may_be(&self, a: u32, b: u32) -> bool {
        self.compatible(a, b) && self.runs.shared(a, b) as f32 >= RUNS * self.shorter(a, b)
    }

    /// Runs of the shorter of two.
    fn shorter(&self, a: u32, b: u32) -> f32 {
        self.runs.hashes_of(a).len().min(self.runs.hashes_of(b).len()) as f32
    }

    fn speakers(&self, of: u32) -> &[u32] {
        let start = (of as usize).checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.speakers[start as usize..self.ends[of as usize] as usize]
    }

    /// Somebody in common, or nobody known on one side.
    fn compatible(&self, a: u32, b: u32) -> bool {
        let (a, b) = (self.speakers(a), self.speakers(b));
        a.is_empty() || b.is_empty() || a.iter().any(|speaker| b.contains(speaker))
    }
}

/// The words of the first statements.
#[derive(Default)]
struct Held {
    statements: Vec<Words>,
    words: usize,
}

impl Held {
    fn push(&mut self, words: Words) {
        self.words += words.0.len();
        // From the first one on that has no room none is held.
        if self.words <= HELD {
            self.statements.push(words);
        }
    }

    fn get(&self, statement: u32) -> Option<&[u32]> {
        self.statements.get(statement as usize).map(|words| &words.0[..])
    }
}

/// Words that are held or were read; the first carriers of a run of words are compared with all that follow.
struct Known<'a, 'r, E> {
    held: &'a Held,
    read: &'r mut dyn FnMut(u32) -> Result<Words, E>,
    kept: FxHashMap<u32, Rc<Words>>,
}

/// Words to compare.
enum Compared<'a> {
    Held(&'a [u32]),
    Read(Rc<Words>),
}

impl Deref for Compared<'_> {
    type Target = [u32];

    fn deref(&self) -> &[u32] {
        match self {
            Self::Held(words) => words,
            Self::Read(words) => &words.0,
        }
    }
}

impl<'a, E> Known<'a, '_, E> {
    /// Statements whose words are kept: a few megabytes.
    const KEPT: usize = 8192;

    fn words(&mut self, statement: u32) -> Result<Compared<'a>, E> {
        if let Some(words) = self.held.get(statement) {
            return Ok(Compared::Held(words));
        }
        if let Some(words) = self.kept.get(&statement) {
            return Ok(Compared::Read(Rc::clone(words)));
        }
        if self.kept.len() >= Self::KEPT {
            self.kept.clear();
        }
        let words = Rc::new((self.read)(statement)?);
        self.kept.insert(statement, Rc::clone(&words));
        Ok(Compared::Read(words))
    }
}

fn said(printed: &str) -> Vec<u32> {
    let bytes = printed.as_bytes();
    // A word and what parts it from the next are six bytes mostly.
    let mut words = Said { words: Vec::with_capacity(bytes.len() / 6 + 1), ..Said::default() };
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'[' | b'(' => {
                words.end();
                let closing = if byte == b'[' { b']' } else { b')' };
                // An unclosed bracket is no bracket: nothing after it is lost.
                at += bytes[at..].iter().position(|byte| *byte == closing).map_or(0, |length| length + 1);
            }
            _ if byte.is_ascii_alphanumeric() => {
                let (letters, count) = swar::alphanumeric(&bytes[at - 1..]);
                words.letters(letters);
                words.has_digit |= bytes[at - 1..at - 1 + count].iter().any(u8::is_ascii_digit);
                at += count - 1;
            }
            b'\'' => words.apostrophe(),
            0..0x80 => words.end(),
            _ => {
                let Some(char) = printed[at - 1..].chars().next() else { break };
                at += char.len_utf8() - 1;
                match char {
                    '’' => words.apostrophe(),
                    _ if char.is_alphanumeric() => {
                        char.to_lowercase().for_each(|letter| words.letters(letter.into()));
                    }
                    _ => words.end(),
                }
            }
        }
    }
    words.end();
    words.words
}

/// Words that are being read.
#[derive(Default)]
struct Said {
    words: Vec<u32>,
    /// Of the word so far; 0 before its first letter.
    hash: u64,
    /// Apostrophes since the last letter: they count between letters only.
    apostrophes: u32,
    has_digit: bool,
}

impl Said {
    fn letters(&mut self, letters: u64) {
        for _ in 0..std::mem::take(&mut self.apostrophes) {
            self.hash = step(self.hash, b'\''.into());
        }
        self.hash = step(self.hash, letters);
    }

    fn apostrophe(&mut self) {
        self.apostrophes += u32::from(self.hash != 0);
    }

    fn end(&mut self) {
        self.apostrophes = 0;
        if self.hash != 0 {
            let hash = (std::mem::take(&mut self.hash) >> 32) as u32;
            self.words.push(hash & !1 | u32::from(std::mem::take(&mut self.has_digit)));
        }
    }
}

/// Length of the longest common subsequence (Hunt and McIlroy's measure, by the plain table between what both begin and
/// end with).
fn in_common(a: &[u32], b: &[u32]) -> usize {
    let front = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[front..], &b[front..]);
    let back = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - back], &b[..b.len() - back]);
    front + back + in_table(a, b)
}

fn in_table(a: &[u32], b: &[u32]) -> usize {
    let mut row = vec![0_u16; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (at, y) in b.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if x == y { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    usize::from(row[b.len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_not_held_are_read() {
        let words = |seed: u32| Words((0..1 << 10).map(|n| seed << 16 | n).collect());
        let mut all = Statements::default();
        let fit = (HELD >> 10) as u32;
        for seed in 0..fit + 2 {
            all.add(words(seed), &[], &[]);
        }
        let mut asked = Vec::new();
        let mut read = |statement| {
            asked.push(statement);
            Ok::<_, ()>(words(statement))
        };
        let mut known = Known { held: &all.held, read: &mut read, kept: FxHashMap::default() };
        for statement in [0, fit - 1, fit, fit + 1, fit] {
            assert_eq!(&*known.words(statement).unwrap(), &words(statement).0[..]);
        }
        assert_eq!(asked, [fit, fit + 1]);
    }
}
