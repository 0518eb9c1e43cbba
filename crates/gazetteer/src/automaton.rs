//! Names letter by letter: the second opinion on [`crate::Matcher`], by the same rules (see [`mod@crate::matcher`]).

use crate::format::{Compiled, Section};
use crate::index::Index;
use crate::index_name;
use crate::matcher::{self, Engine, Hit, Stretch};
use crate::row::Row;
use crate::words::{self, Gap, Word};
use aho_corasick::{AhoCorasick, BuildError};
use std::collections::BTreeSet;

/// Finds names with an automaton over their keys ([`words::key`]), run over the key of the text, with a map from each
/// word of that key back to the text. Takes time and memory to build that [`crate::Matcher`] does not.
#[derive(Debug)]
pub struct Automaton<'g> {
    index: Index<'g>,
    keys: AhoCorasick,
    /// The key of the text, and its words.
    key: String,
    words: Vec<Placed>,
}

/// A word of the text and where its folded form stands in the text's key.
#[derive(Copy, Clone, Debug)]
struct Placed {
    word: Word,
    start: usize,
    end: usize,
}

impl<'g> Automaton<'g> {
    pub(crate) fn new(compiled: &'g Compiled) -> Result<Self, BuildError> {
        let rows = std::str::from_utf8(compiled.section(Section::Rows)).unwrap_or_default();
        let mut keys = BTreeSet::new();
        for row in rows.lines().filter_map(Row::split) {
            keys.extend(row.names().filter_map(|alias| words::key(alias.name)));
        }
        let keys = AhoCorasick::new(keys)?;
        Ok(Self { index: Index::new(compiled, true), keys, key: String::new(), words: Vec::new() })
    }

    /// Stretches of words whose key is a name's, by start, then by length.
    fn stretches(&mut self, text: &str) -> Vec<(usize, usize)> {
        self.read(text);
        let mut stretches: Vec<(usize, usize)> = self
            .keys
            .find_overlapping_iter(&self.key)
            .filter_map(|hit| Some((self.starting(hit.start())?, self.ending(hit.end())?)))
            .filter(|(first, last)| last - first < words::MAX_WORDS)
            .collect();
        stretches.sort_unstable();
        stretches.dedup();
        stretches
    }

    /// The key of the text: a break where no name goes across.
    fn read(&mut self, text: &str) {
        self.key.clear();
        self.words.clear();
        let mut next = words::next_word(text, 0);
        let mut breaks = true;
        while let Some(word) = next {
            if breaks {
                self.key.push(Gap::Break as u8 as char);
            }
            let start = self.key.len();
            words::fold_word(&text[word.start..word.end], &mut self.key);
            self.words.push(Placed { word, start, end: self.key.len() });
            let gap = matcher::next_in_name(text, word);
            breaks = gap.is_none();
            if let Some((gap, _)) = gap {
                self.key.push(gap as u8 as char);
            }
            next = words::next_word(text, word.end);
        }
    }

    /// The number of the word whose key begins here.
    fn starting(&self, at: usize) -> Option<usize> {
        self.words.binary_search_by_key(&at, |placed| placed.start).ok()
    }

    /// The number of the word whose key ends here.
    fn ending(&self, at: usize) -> Option<usize> {
        self.words.binary_search_by_key(&at, |placed| placed.end).ok()
    }

    /// The hit on these words, if case and boundaries allow one.
    fn hit(&self, text: &str, first: usize, last: usize) -> Option<Hit> {
        let words = &self.words[first..=last];
        let start = words.first()?.word.start;
        let mut name = Stretch { start, last: words.last()?.word, words: words.len(), capitals: 0 };
        for (number, placed) in words.iter().enumerate() {
            name.capitals |= u32::from(index_name::begins_with_capital(text, placed.word)) << number;
        }
        let long = words.iter().any(|placed| placed.word.end - placed.word.start > words::MAX_WORD);
        let forms = self.index.forms_of(&text[start..name.last.end]);
        let hit = matcher::accept(text, &name, &self.index, *forms.first()?)?;
        (!long && !matcher::joined_before(text, start)).then_some(hit)
    }
}

impl Engine for Automaton<'_> {
    fn hits(&mut self, text: &str, out: &mut Vec<Hit>) {
        let mut all: Vec<Hit> = Vec::new();
        self.all_hits(text, &mut all);
        let mut free = 0;
        for same in all.chunk_by(|a, b| a.span.start == b.span.start) {
            if let Some(longest) = same.last().filter(|hit| hit.span.start >= free) {
                free = longest.span.end;
                out.push(*longest);
            }
        }
    }

    fn all_hits(&mut self, text: &str, out: &mut Vec<Hit>) {
        let stretches = self.stretches(text);
        out.extend(stretches.into_iter().filter_map(|(first, last)| self.hit(text, first, last)));
    }
}
