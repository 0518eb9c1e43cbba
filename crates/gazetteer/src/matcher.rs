//! Which names of the lists stand in a text.
//!
//! A name stands at a place where its key does (see [`mod@crate::words`]) and
//!
//! - **boundaries**: it begins and ends at word boundaries as UAX 29 has them: not after or before an apostrophe,
//!   full stop or at-sign that joins it to letters (`can't`, `www.china.com`). A clitic after it (`China's`,
//!   `Obama'd`) is no part of it and no obstacle; a full stop without white space before a capital ends a sentence;
//! - **case**: words that the list writes with a capital begin with one in the text; the others may. Acronyms stand
//!   as the list spells them (`US`, never `us`; `WHO`, never `who`), but those of four and more capitals that are no
//!   common word may be written like a word (`Nato`), and a word cut short needs its full stop (`Calif.`);
//! - **leftmost-longest**: of all places that satisfy this, the leftmost counts, and of those at one word the
//!   longest; the next place begins behind it. The choice is made *after* boundaries and case are checked.
//!
//! Two engines find the same hits; a slow obvious one in the tests holds both to it.
//!
//! - [`Matcher`], word by word: sixty-four bytes at a time tell where a name may begin (small letters begin few names);
//!   there the word is hashed, the hash looked up, and so on with one, two, three … words as long as some name goes
//!   on. What the hash finds is compared with the name in its row, then boundaries and case are checked. No
//!   automaton: building is one sort, and the tables are used as they lie in a file. What is asked most often lies
//!   closest together: which words are names, and where longer ones go on, is told by filters of some twelve bits a
//!   name, so that few words cost a look into a table.
//! - [`crate::Automaton`], letter by letter: aho-corasick over the keys, on the text's key, with a map back to the
//!   text. It is the second opinion and in no run: bare aho-corasick, without folding, is slower than the first
//!   engine on every list that was measured (see `docs/measurements.md`).

use crate::bloom::Ways;
use crate::format::{Compiled, Section};
use crate::hash::{self, KeyHash};
use crate::index::{self, Form, FormIndex, Index};
use crate::index_name::{self, Case};
use crate::scan::{self, Block, Blocks};
use crate::words::{self, Gap, Word};
use sayso_core::Span;

/// What finds names in a text, by the rules of this module.
pub trait Engine {
    /// Appends the hits of a text in text order, leftmost-longest, without overlaps.
    fn hits(&mut self, text: &str, out: &mut Vec<Hit>);
    /// Appends every hit, also those inside or across others, by start, then by length.
    fn all_hits(&mut self, text: &str, out: &mut Vec<Hit>);
}

/// A place in a text where a name of the lists stands.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Bytes of the text; without a possessive `'s`, with the full stop of an abbreviation.
    pub span: Span,
    /// Which surface form; see [`crate::Gazetteer::candidates`].
    pub form: FormIndex,
    /// How the text writes it.
    pub casing: Casing,
    /// Whether the name is a single common word of English ("Reading", "Nice"): a reader needs more than the word.
    pub common: bool,
}

/// How a text writes a name.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Casing {
    /// As acronyms must: to the letter.
    Exact,
    /// With capitals where the list has them.
    Title,
    /// All in capitals, as in headlines.
    Upper,
    /// Without any capital (only names that the list writes so).
    Lower,
}

/// Finds names word by word; holds buffers, so that a long run allocates nothing.
#[derive(Debug)]
pub struct Matcher<'g> {
    index: Index<'g>,
    folded: String,
    batch: Batch,
}

/// The most bytes between two words that are looked at.
const MAX_GAP_BYTES: usize = 120;

impl Engine for Matcher<'_> {
    fn hits(&mut self, text: &str, out: &mut Vec<Hit>) {
        self.scan(text, |matcher, first| {
            let mut best = None;
            matcher.each(text, first, &mut |hit| best = Some(hit));
            out.extend(best);
            best.map_or(first.hashed.word.end, |hit| hit.span.end as usize)
        });
    }

    fn all_hits(&mut self, text: &str, out: &mut Vec<Hit>) {
        self.scan(text, |matcher, first| {
            matcher.each(text, first, &mut |hit| out.push(hit));
            first.hashed.word.end
        });
    }
}

impl<'g> Matcher<'g> {
    pub(crate) fn new(compiled: &'g Compiled) -> Self {
        let small = index::any_small(compiled.section(Section::SmallStarts));
        Self { index: Index::new(compiled, small), folded: String::new(), batch: Batch::default() }
    }

    /// Gives every word that a name may begin with to `found`, which says where to go on.
    ///
    /// The filters lie in far memory where the list is large: first the words of some blocks are hashed, then all are
    /// asked for, then all pairs of words that the first answers leave, so that the processor need not wait for each.
    #[inline]
    fn scan(&mut self, text: &str, mut found: impl FnMut(&mut Self, &First) -> usize) {
        let mut blocks = Blocks::new(text.as_bytes(), self.index.small);
        let mut batch = std::mem::take(&mut self.batch);
        let mut free = 0;
        while self.hash_blocks(text, &mut blocks, free, &mut batch) {
            self.keep_beginnings(&mut batch);
            for first in &mut batch.firsts {
                if first.ways.ends {
                    self.index.prefetch_directory(first.hashed.hash.get());
                }
                if first.ways.goes_on {
                    first.next = self.next(text, first.hashed.word, first.hashed.hash);
                    if let Some(next) = first.next {
                        self.index.longer(first.hashed.small).prefetch(next.hash.get());
                    }
                }
            }
            for first in &mut batch.firsts {
                if first.ways.ends {
                    self.index.prefetch_tags(first.hashed.hash.get());
                }
                if let Some(next) = &mut first.next {
                    next.ways = self.index.longer(first.hashed.small).ways(next.hash.get());
                }
            }
            for first in &batch.firsts {
                if first.possible() && first.hashed.word.start >= free {
                    free = found(self, first);
                }
            }
        }
        self.batch = batch;
    }

    /// Hashes the words of some blocks behind byte `free`; false behind the last block.
    #[inline]
    fn hash_blocks(&mut self, text: &str, blocks: &mut Blocks<'_>, free: usize, batch: &mut Batch) -> bool {
        batch.hashed.clear();
        for number in 0..BLOCKS {
            let Some(block) = blocks.next() else { return number > 0 };
            let mut starts = block.starts;
            while starts != 0 {
                let offset = starts.trailing_zeros();
                starts &= starts - 1;
                if block.base + offset as usize >= free
                    && let Some(word) = self.first_word(text, &block, offset)
                {
                    self.index.first_words(word.small).prefetch(word.hash.get());
                    batch.hashed.push(word);
                }
            }
        }
        true
    }

    /// Keeps the words that begin names.
    #[inline]
    fn keep_beginnings(&self, batch: &mut Batch) {
        batch.firsts.clear();
        for hashed in &batch.hashed {
            let ways = self.index.first_words(hashed.small).ways(hashed.hash.get());
            if ways.any() {
                batch.firsts.push(First { hashed: *hashed, ways, next: None });
            }
        }
    }

    /// The word behind another one in a name, with the hash of all up to it; the filter is not asked yet.
    #[inline]
    fn next(&mut self, text: &str, word: Word, hash: KeyHash) -> Option<Next> {
        let (gap, start) = next_in_name(text, word)?;
        let (word, word_hash) = self.word(text, start);
        Some(Next { word, hash: hash.push(gap as u8, word_hash), ways: Ways::NONE })
    }

    /// The word that begins at a possible start; `None` where no word does, or no name begins with its first letters.
    #[inline]
    fn first_word(&mut self, text: &str, block: &Block, offset: u32) -> Option<Hashed> {
        let bytes = text.as_bytes();
        let start = block.base + offset as usize;
        let first = bytes[start];
        let small = first.is_ascii_lowercase();
        if small {
            let second = bytes.get(start + 1).copied().unwrap_or(b' ');
            if !self.index.may_begin_small(first, second) {
                return None;
            }
        }
        if !block.sure(offset) && !scan::begins_word(text, start) {
            return None;
        }
        let (word, hash) = match block.word_length(offset) {
            Some(length) => (Word { start, end: start + length }, hash::of_ascii(bytes, start, length)),
            None => self.word(text, start),
        };
        Some(Hashed { word, hash: KeyHash::EMPTY.push(0, hash), small })
    }

    /// The word that begins at `start`, with the hash of its folded form.
    fn word(&mut self, text: &str, start: usize) -> (Word, u64) {
        if let Some((end, hash)) = hash::ascii_word(text.as_bytes(), start) {
            return (Word { start, end }, hash);
        }
        let word = Word { start, end: words::word_end(text, start) };
        (word, index_name::word_hash(text, word, &mut self.folded))
    }

    /// Every hit that begins with the word `first`, the shortest first.
    fn each(&mut self, text: &str, first: &First, found: &mut dyn FnMut(Hit)) {
        let index = self.index;
        let First { hashed: Hashed { word, mut hash, small }, mut ways, mut next } = *first;
        let mut name = Stretch { start: word.start, last: word, words: 1, capitals: 0 };
        name.capitals = u32::from(index_name::begins_with_capital(text, word));
        while name.last.end - name.last.start <= words::MAX_WORD {
            if ways.ends
                && let Some(hit) = standing(text, &name, &index, hash)
            {
                found(hit);
            }
            if !ways.goes_on || name.words == words::MAX_WORDS {
                break;
            }
            let Some(step) = next else { break };
            let word = step.word;
            (hash, ways) = (step.hash, step.ways);
            name.capitals |= u32::from(index_name::begins_with_capital(text, word)) << name.words;
            name.words += 1;
            name.last = word;
            next = if ways.goes_on { self.next(text, word, hash) } else { None };
            if let Some(next) = &mut next {
                next.ways = index.longer(small).ways(next.hash.get());
            }
        }
    }
}

/// Blocks of text that are looked at together.
const BLOCKS: usize = 4;

/// The words of some blocks.
#[derive(Debug, Default)]
struct Batch {
    hashed: Vec<Hashed>,
    firsts: Vec<First>,
}

/// A word that a name may begin with, with the hash of it alone.
#[derive(Copy, Clone, Debug)]
struct Hashed {
    word: Word,
    hash: KeyHash,
    /// Whether it begins with a small letter of ASCII.
    small: bool,
}

/// A word that begins names, as far as the filters can tell.
#[derive(Copy, Clone, Debug)]
struct First {
    hashed: Hashed,
    ways: Ways,
    /// The word behind it, if names go on.
    next: Option<Next>,
}

impl First {
    /// Whether a name stands here, as far as the filters can tell.
    #[inline]
    fn possible(&self) -> bool {
        self.ways.ends || self.next.is_some_and(|next| next.ways.any())
    }
}

/// A word that follows others in a name, with the hash of all of them.
#[derive(Copy, Clone, Debug)]
struct Next {
    word: Word,
    hash: KeyHash,
    ways: Ways,
}

/// The hit on words of this hash, if there is one. Boundaries before are looked at last: few places fail them.
#[inline]
fn standing(text: &str, name: &Stretch, index: &Index<'_>, hash: KeyHash) -> Option<Hit> {
    let mut hit = None;
    index.walk(hash.get(), |form| {
        if hit.is_none() {
            hit = accept(text, name, index, form);
        }
    });
    hit.filter(|_| !joined_before(text, name.start))
}

/// Words of a text that follow one another.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Stretch {
    pub(crate) start: usize,
    pub(crate) last: Word,
    pub(crate) words: usize,
    /// Bit `i`: word `i` begins with a capital.
    pub(crate) capitals: u32,
}

/// Where the next word begins, and the gap before it, where a name can go across.
#[inline]
pub(crate) fn next_in_name(text: &str, word: Word) -> Option<(Gap, usize)> {
    let bytes = text.as_bytes();
    // One space and a letter: most of what there is.
    if bytes.get(word.end) == Some(&b' ') && bytes.get(word.end + 1).is_some_and(u8::is_ascii_alphanumeric) {
        return Some((Gap::Space, word.end + 1));
    }
    let mut limit = (word.end + MAX_GAP_BYTES).min(text.len());
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let next = words::next_word(&text[..limit], word.end)?;
    match words::gap(&text[word.start..word.end], &text[word.end..next.start]) {
        Gap::Break => None,
        gap => Some((gap, next.start)),
    }
}

/// The hit on a stretch of words, if boundaries behind it and case allow one; `first` is the first form of its hash.
pub(crate) fn accept(text: &str, name: &Stretch, index: &Index<'_>, first: u32) -> Option<Hit> {
    let (number, form, end) = choose(text, name, index, first)?;
    let casing = match form.case() {
        Case::Capitals => {
            casing(&text.as_bytes()[name.start..name.last.end], &text[name.start..name.last.end])
        }
        Case::Exact | Case::ExactWithStop => Casing::Exact,
    };
    if joined_after(text, name.last, end) {
        return None;
    }
    Some(Hit { span: Span::new(name.start, end), form: FormIndex(number), casing, common: form.common() })
}

/// The form that the text writes, and where the name ends: one spelled to the letter before one that asks for
/// capitals, and of those the one whose full stop the text has.
fn choose(text: &str, name: &Stretch, index: &Index<'_>, first: u32) -> Option<(u32, Form, usize)> {
    let slice = &text[name.start..name.last.end];
    let stop = words::full_stop_behind(text, name.last.end);
    let mut best: Option<(u8, u32, Form)> = None;
    let mut number = first;
    loop {
        let form = index.form(number)?;
        let rank = match form.case() {
            Case::ExactWithStop => {
                if stop.is_some() {
                    3
                } else {
                    0
                }
            }
            Case::Exact => 2,
            Case::Capitals => u8::from(form.capitals() & !name.capitals == 0),
        };
        if rank > best.map_or(0, |(rank, ..)| rank) && is_spelled(slice, index, form.name_at, rank > 1) {
            best = Some((rank, number, form));
        }
        if form.last() {
            break;
        }
        number += 1;
    }
    let (rank, number, form) = best?;
    let end = match stop {
        Some(end) if rank == 3 || keeps_stop(text, name.start, name.last) => end,
        _ => name.last.end,
    };
    Some((number, form, end))
}

/// Whether words of a text have the key of a name; with `exact`, also its spelling.
#[inline]
fn is_spelled(slice: &str, index: &Index<'_>, name_at: u32, exact: bool) -> bool {
    // To the letter, up to the end of a name in its row: most of what there is.
    let (bytes, at) = (slice.as_bytes(), name_at as usize);
    let row = index.rows.get(at..=at + bytes.len()).and_then(<[u8]>::split_last);
    if row.is_some_and(|(end, name)| name == bytes && matches!(end, b'\t' | b'|' | b'\n')) {
        return true;
    }
    let name = index.name(name_at);
    let no_word = |rest: &[u8]| rest.iter().all(|byte| matches!(byte, b' '..=b'%' | b'\''..=b'/'));
    name.get(..bytes.len()) == Some(bytes) && no_word(&name[bytes.len()..]) || same_words(slice, name, exact)
}

#[cold]
fn same_words(slice: &str, name: &[u8], exact: bool) -> bool {
    let Ok(name) = std::str::from_utf8(name) else { return false };
    let same_key = slice.eq_ignore_ascii_case(name) || words::key(slice) == words::key(name);
    same_key && (!exact || index_name::spelling(slice) == index_name::spelling(name))
}

/// How the text writes a name that needs no exact spelling.
#[inline]
fn casing(bytes: &[u8], text: &str) -> Casing {
    let (mut upper, mut lower, mut letters) = (false, false, 0);
    if bytes.is_ascii() {
        for byte in bytes {
            upper |= byte.is_ascii_uppercase();
            lower |= byte.is_ascii_lowercase();
            letters += usize::from(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'&'));
        }
    } else {
        let spelling = index_name::spelling(text);
        upper = spelling.chars().any(char::is_uppercase);
        lower = spelling.chars().any(char::is_lowercase);
        letters = spelling.chars().take(2).count();
    }
    match (upper, lower) {
        (true, false) if letters > 1 => Casing::Upper,
        (false, true) => Casing::Lower,
        _ => Casing::Title,
    }
}

/// Whether a full stop behind a name of several words is part of it: `U.S.`, `Inc.`, `Jr.`
#[inline]
fn keeps_stop(text: &str, start: usize, last: Word) -> bool {
    if last.start == start {
        return false;
    }
    let word = &text[last.start..last.end];
    let dotted_before = || words::base_chars(text[start..last.start].trim_end()).next_back() == Some('.');
    words::shortened(word) && (!words::is_initial(word) || dotted_before())
}

/// Whether what stands before byte `start` joins it to a word before.
#[inline]
pub(crate) fn joined_before(text: &str, start: usize) -> bool {
    if text.as_bytes()[..start].last().is_none_or(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'(' | b'"')) {
        return false;
    }
    let mut before = words::base_chars(&text[..start]).rev();
    let Some(mark) = before.next() else { return false };
    if !(mark == '.' || mark == '@' || words::is_apostrophe(mark)) {
        return false;
    }
    if !before.next().is_some_and(char::is_alphanumeric) {
        return false;
    }
    let initial = !before.next().is_some_and(char::is_alphanumeric);
    mark != '.' || initial || !text[start..].starts_with(char::is_uppercase)
}

/// Whether what stands at byte `end` joins the name, whose last word is `last`, to a word behind.
#[inline]
fn joined_after(text: &str, last: Word, end: usize) -> bool {
    if text.as_bytes().get(end).is_none_or(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b',' | b')')) {
        return false;
    }
    let mut after = words::base_chars(&text[end..]);
    let Some(mark) = after.next() else { return false };
    if end > last.end && mark.is_alphanumeric() {
        return true;
    }
    let mut rest = after.peekable();
    let Some(letter) = rest.peek().copied().filter(|c| c.is_alphanumeric()) else { return false };
    match mark {
        '@' => true,
        '.' => !letter.is_uppercase() || words::is_initial(&text[last.start..last.end]),
        mark if words::is_apostrophe(mark) => !is_clitic(rest),
        _ => false,
    }
}

/// Whether the text goes on with what follows an apostrophe in English: `'s`, `'ll`, `'d` …
fn is_clitic(rest: impl Iterator<Item = char>) -> bool {
    let word: String = rest.take_while(|c| c.is_alphanumeric()).take(3).collect();
    ["s", "ll", "d", "re", "ve", "m"].iter().any(|known| known.eq_ignore_ascii_case(&word))
}
