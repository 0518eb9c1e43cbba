use crate::fingerprint::{shingle, word};
use crate::union::Union;
use rustc_hash::FxHashMap;

/// Words in the runs by which candidates are found.
const RUN: usize = 3;
/// Earlier statements with a run that a new one is compared with; bounds the cost to linear.
const CARRIERS: usize = 4;
/// Share of the shorter statement's words that must stand in the longer one, in order.
const SAME: f32 = 0.8;
/// Below this many words only equal words are the same statement: "We will win" is said every day.
const SHORT: usize = 6;
/// Words beyond which a statement is compared by its beginning only: alignment is quadratic.
const LONGEST: usize = 200;

/// One statement as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement<'a> {
    /// The words as printed, pieces joined by a space.
    pub words: &'a str,
    /// Ids of its speakers; empty where none is known, which is compatible with every speaker.
    pub speakers: Vec<&'a str>,
}

/// Collects statements and tells which are the same.
#[derive(Default)]
pub struct Statements {
    statements: Vec<Known>,
    ids: FxHashMap<String, u32>,
}

struct Known {
    words: Vec<u64>,
    speakers: Vec<u32>,
}

impl Statements {
    /// Takes a statement in; statements are numbered from 0 in the order in which they come.
    pub fn add(&mut self, statement: &Statement<'_>) {
        let mut speakers: Vec<u32> = statement.speakers.iter().map(|id| self.id(id)).collect();
        speakers.sort_unstable();
        self.statements.push(Known { words: said(statement.words), speakers });
    }

    fn id(&mut self, name: &str) -> u32 {
        let next = self.ids.len() as u32;
        *self.ids.entry(name.to_owned()).or_insert(next)
    }

    /// For every statement the number of the first statement that it repeats; its own where it repeats none.
    pub fn groups(&self) -> Vec<u32> {
        let mut sets = Union::new(self.statements.len());
        let mut carriers: FxHashMap<u64, ([u32; CARRIERS], u8)> = FxHashMap::default();
        let mut candidates = Vec::new();
        for (index, statement) in self.statements.iter().enumerate() {
            let index = index as u32;
            candidates.clear();
            let run = RUN.min(statement.words.len()).max(1);
            for words in statement.words.windows(run) {
                let (known, count) = carriers.entry(shingle(words)).or_insert(([0; CARRIERS], 0));
                let known_count = usize::from(*count);
                candidates.extend_from_slice(&known[..known_count]);
                if known_count < CARRIERS && !known[..known_count].contains(&index) {
                    known[known_count] = index;
                    *count += 1;
                }
            }
            candidates.sort_unstable();
            candidates.dedup();
            for &other in candidates.iter().filter(|other| **other != index) {
                let (first, second) = (sets.root(other), sets.root(index));
                if first != second && self.same(other, index) && self.same(first, second) {
                    sets.join(other, index);
                }
            }
        }
        (0..self.statements.len() as u32).map(|index| sets.root(index)).collect()
    }

    fn same(&self, a: u32, b: u32) -> bool {
        let (a, b) = (&self.statements[a as usize], &self.statements[b as usize]);
        if !compatible(&a.speakers, &b.speakers) {
            return false;
        }
        let (short, long) = if a.words.len() <= b.words.len() { (a, b) } else { (b, a) };
        if short.words.len() < SHORT {
            return !short.words.is_empty() && short.words == long.words;
        }
        let cut = |words: &[u64]| words.len().min(LONGEST);
        let (short, long) = (&short.words[..cut(&short.words)], &long.words[..cut(&long.words)]);
        in_common(short, long) as f32 >= SAME * short.len() as f32
    }
}

/// Somebody in common, or nobody known on one side.
fn compatible(a: &[u32], b: &[u32]) -> bool {
    a.is_empty() || b.is_empty() || a.iter().any(|id| b.binary_search(id).is_ok())
}

/// The words that somebody said: without what an editor put in brackets, without marks, case folded.
fn said(printed: &str) -> Vec<u64> {
    let mut words = Vec::new();
    let mut rest = printed;
    while let Some(open) = rest.find(['[', '(']) {
        split(&rest[..open], &mut words);
        let closing = if rest[open..].starts_with('[') { ']' } else { ')' };
        // An unclosed bracket is no bracket: nothing after it is lost.
        rest = match rest[open..].find(closing) {
            Some(length) => &rest[open + length + 1..],
            None => &rest[open + 1..],
        };
    }
    split(rest, &mut words);
    words
}

fn split(text: &str, words: &mut Vec<u64>) {
    let apostrophe = |c: char| matches!(c, '\'' | '’');
    let parts = text.split(|c: char| !c.is_alphanumeric() && !apostrophe(c));
    words.extend(parts.map(|part| part.trim_matches(apostrophe)).filter(|part| !part.is_empty()).map(
        |part| {
            if part.contains('’') { word(&part.replace('’', "'")) } else { word(part) }
        },
    ));
}

/// Length of the longest common subsequence (Hunt and McIlroy's measure, by the plain table).
fn in_common(a: &[u64], b: &[u64]) -> usize {
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
