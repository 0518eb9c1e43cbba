//! What the tagger is told of each token: the forms of the words around it, and what is known of them.

use super::NAME_ROW_BITS;
use super::clusters::WordClusters;
use super::templates::{NameFeatures, Window, of_all};
use crate::features::cue;
use crate::vocabulary::hash;
use sayso_core::{Token, WordCache};
use sayso_lexicon::ClauseLexicon;
use std::ops::Range;

/// What is known of a token before the tagger reads it.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct NamePrior {
    /// What lists and rules take it for: 0 for no name, else kind of name, form, and place in the name.
    pub mention: u8,
    /// The kind alone; 0 for no name.
    pub kind: u8,
    /// How the word is used elsewhere in the document.
    pub document: u8,
    /// What stands around it there.
    pub company: u8,
    /// How capitals are set where it stands.
    pub setting: u8,
    /// What stands around the words that it belongs to wants them to be.
    pub wanted: u8,
    /// What the tables of the language say of the word.
    pub facts: u16,
}

impl NamePrior {
    /// Beyond the sentence.
    pub(super) const OUTSIDE: Self = Self {
        mention: 255,
        kind: 255,
        document: 255,
        company: 255,
        setting: 255,
        wanted: 255,
        facts: u16::MAX,
    };

    /// All of it in one number.
    #[inline]
    pub(super) fn number(self) -> u64 {
        let Self { mention, kind, document, company, setting, wanted, facts } = self;
        let [low, high] = facts.to_le_bytes();
        u64::from_le_bytes([mention, kind, document, company, setting, wanted, low, high])
    }
}

/// What a word's form alone tells.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) word: u32,
    pub(super) cluster: u32,
    pub(super) shape: u32,
    pub(super) tail: u32,
    pub(super) long_tail: u32,
    pub(super) head: u32,
    /// What the cue table says of it.
    pub(super) cue: u32,
}

/// The forms of the words of one sentence.
#[derive(Debug, Default)]
pub struct WordForms {
    cache: WordCache<Form>,
    buffer: String,
    forms: Vec<Form>,
}

/// Tokens on either side whose forms are looked at.
pub(super) const REACH: usize = 2;

/// The tokens in and around some stretches of a sentence of so many tokens, each once.
pub(super) fn near(stretches: &[Range<usize>], tokens: usize) -> impl Iterator<Item = usize> {
    let mut done = 0;
    stretches.iter().flat_map(move |stretch| {
        let first = done.max(stretch.start.saturating_sub(REACH));
        done = (stretch.end + REACH).min(tokens).max(first);
        first..done
    })
}

/// The elements up to `REACH` places around one, or what stands beyond the ends.
#[inline(always)]
#[allow(clippy::inline_always, reason = "compiled for processors with and without AVX2")]
pub(super) fn around<'e, T>(elements: &'e [T], at: usize, beyond: &'e T) -> [&'e T; 2 * REACH + 1] {
    std::array::from_fn(|place| {
        (at + place).checked_sub(REACH).and_then(|at| elements.get(at)).unwrap_or(beyond)
    })
}

impl WordForms {
    /// Reads the words in and around some stretches of a sentence, and forgets those read before.
    pub fn read(
        &mut self,
        clusters: &WordClusters,
        text: &str,
        sentence: &[Token],
        priors: &[NamePrior],
        stretches: &[Range<usize>],
    ) {
        debug_assert_eq!(sentence.len(), priors.len(), "one prior a token");
        self.forms.clear();
        self.forms.resize(sentence.len(), Form::default());
        for at in near(stretches, sentence.len()) {
            let buffer = &mut self.buffer;
            let read = |word: &str| Form::read(word, clusters, buffer);
            self.forms[at] = self.cache.get_or_read(text, sentence[at].span, read);
        }
    }

    /// Appends the features of the tokens of a stretch of that sentence.
    pub fn features(&self, priors: &[NamePrior], stretch: Range<usize>, out: &mut Vec<NameFeatures>) {
        out.extend(stretch.map(|at| {
            let forms = around(&self.forms, at, &Form::NOTHING);
            of_all(&Window { forms, priors: around(priors, at, &NamePrior::OUTSIDE).map(|prior| *prior) })
        }));
    }
}

impl Form {
    /// Beyond the sentence.
    pub(super) const NOTHING: Self = Self {
        word: u32::MAX,
        cluster: u32::MAX,
        shape: u32::MAX,
        tail: u32::MAX,
        long_tail: u32::MAX,
        head: u32::MAX,
        cue: u32::MAX,
    };

    pub(super) fn read(word: &str, clusters: &WordClusters, buffer: &mut String) -> Self {
        let hash_of_word = WordClusters::hash_of(word, buffer);
        let cluster = clusters.of(hash_of_word);
        let lower = buffer.as_str();
        Self {
            word: hash_of_word,
            cluster: u32::from(cluster),
            shape: shape(word),
            tail: hash(tail(lower, 3), 2),
            long_tail: hash(tail(lower, 4), 5),
            head: hash(head(lower, 3), 3),
            cue: cue(ClauseLexicon::shipped(), word),
        }
    }
}

/// The last letters of a word.
fn tail(word: &str, letters: usize) -> &[u8] {
    if word.is_ascii() {
        return &word.as_bytes()[word.len().saturating_sub(letters)..];
    }
    let start = word.char_indices().rev().nth(letters - 1).map_or(0, |(at, _)| at);
    &word.as_bytes()[start..]
}

/// The first letters of a word.
fn head(word: &str, letters: usize) -> &[u8] {
    if word.is_ascii() {
        return &word.as_bytes()[..letters.min(word.len())];
    }
    let end = word.char_indices().nth(letters).map_or(word.len(), |(at, _)| at);
    &word.as_bytes()[..end]
}

/// "Xx" for "Roe", "X.X." for "U.S.", "0000" for "1984": runs of letters count as two at most, figures all up to four.
fn shape(word: &str) -> u32 {
    let mut kinds = [0_u8; 10];
    let mut len = 0;
    // Nearly every word is one of these two.
    if let [first, rest @ ..] = word.as_bytes()
        && !rest.is_empty()
        && rest.iter().all(u8::is_ascii_lowercase)
        && first.is_ascii_alphabetic()
    {
        return if first.is_ascii_lowercase() { hash(b"x", 4) } else { hash(b"Xx", 4) };
    }
    for character in word.chars() {
        let kind = match character {
            'a'..='z' => b'x',
            'A'..='Z' => b'X',
            '0'..='9' => b'0',
            '’' | '\'' => b'\'',
            '“' | '”' | '"' => b'"',
            _ if character.is_uppercase() => b'X',
            _ if character.is_alphabetic() => b'x',
            _ if character.is_ascii() => character as u8,
            _ => b'*',
        };
        let repeats = match kind {
            b'0' => 4,
            b'X' => 2,
            _ => 1,
        };
        let same = kinds[..len].iter().rev().take_while(|before| **before == kind).count();
        if same < repeats && len < kinds.len() {
            kinds[len] = kind;
            len += 1;
        }
    }
    hash(&kinds[..len], 4)
}

/// The row of the table of weights that a feature has.
#[inline]
pub fn name_row(feature: u32) -> usize {
    (feature >> (u32::BITS - NAME_ROW_BITS)) as usize
}
