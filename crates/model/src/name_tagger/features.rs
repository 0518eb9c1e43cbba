//! What the tagger is told of each token: hashes of templates over the words around it.

use super::NAME_ROW_BITS;
use super::clusters::WordClusters;
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

/// Features of a token.
pub const NAME_TEMPLATES: usize = 58;

/// Hashes of a token's features; see [`name_row`].
pub type NameFeatures = [u32; NAME_TEMPLATES];

/// What a word's form alone tells.
#[derive(Copy, Clone, Debug, Default)]
struct Form {
    word: u32,
    cluster: u32,
    shape: u32,
    tail: u32,
    long_tail: u32,
    head: u32,
    /// What the cue table says of it.
    cue: u32,
}

/// The forms of the words of one sentence.
#[derive(Debug, Default)]
pub struct WordForms {
    cache: WordCache<Form>,
    buffer: String,
    forms: Vec<Form>,
}

/// Tokens on either side whose forms are looked at.
const REACH: usize = 2;

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
        let mut done = 0;
        for stretch in stretches {
            for at in done.max(stretch.start.saturating_sub(REACH))..(stretch.end + REACH).min(sentence.len())
            {
                let buffer = &mut self.buffer;
                let read = |word: &str| Form::read(word, clusters, buffer);
                self.forms[at] = self.cache.get_or_read(text, sentence[at].span, read);
                done = at + 1;
            }
        }
    }

    /// Appends the features of the tokens of a stretch of that sentence.
    pub fn features(&self, priors: &[NamePrior], stretch: Range<usize>, out: &mut Vec<NameFeatures>) {
        out.extend(stretch.map(|at| self.templates(priors, at)));
    }

    #[allow(clippy::many_single_char_names, reason = "the table of templates is read by columns")]
    fn templates(&self, priors: &[NamePrior], at: usize) -> NameFeatures {
        const NOTHING: Form = Form {
            word: u32::MAX,
            cluster: u32::MAX,
            shape: u32::MAX,
            tail: u32::MAX,
            long_tail: u32::MAX,
            head: u32::MAX,
            cue: u32::MAX,
        };
        const OUTSIDE: NamePrior = NamePrior {
            mention: 255,
            kind: 255,
            document: 255,
            company: 255,
            setting: 255,
            wanted: 255,
            facts: u16::MAX,
        };
        let around = |place: usize| (at + place).checked_sub(REACH);
        let forms: [Form; 2 * REACH + 1] = std::array::from_fn(|place| {
            around(place).and_then(|at| self.forms.get(at)).copied().unwrap_or(NOTHING)
        });
        let known: [NamePrior; 2 * REACH + 1] = std::array::from_fn(|place| {
            around(place).and_then(|at| priors.get(at)).copied().unwrap_or(OUTSIDE)
        });
        let [a, b, w, y, z] = forms;
        let [pa, pb, p, py, pz] = known;
        let of = u32::from;
        let mention = of(p.mention);
        let facts = u32::from(p.facts);
        [
            together(1, [w.word]),
            together(2, [b.word]),
            together(3, [y.word]),
            together(4, [a.word]),
            together(5, [z.word]),
            together(6, [b.word, w.word]),
            together(7, [w.word, y.word]),
            together(8, [b.word, w.shape]),
            together(9, [y.word, w.shape]),
            together(10, [a.word, b.word]),
            together(11, [y.word, z.word]),
            together(12, [w.cluster]),
            together(13, [b.cluster]),
            together(14, [y.cluster]),
            together(15, [b.cluster, w.cluster]),
            together(16, [w.cluster, y.cluster]),
            together(17, [w.shape]),
            together(18, [b.shape, w.shape]),
            together(19, [w.shape, y.shape]),
            together(20, [b.shape, w.shape, y.shape]),
            together(21, [w.shape, of(p.setting)]),
            together(22, [w.tail]),
            together(23, [w.long_tail]),
            together(24, [w.head]),
            together(25, [w.tail, b.cluster]),
            together(26, [mention]),
            together(27, [of(pb.mention), mention]),
            together(28, [mention, of(py.mention)]),
            together(29, [mention, w.shape]),
            together(30, [mention, w.word]),
            together(31, [mention, w.cluster]),
            together(32, [of(pb.mention), mention, of(py.mention)]),
            together(33, [of(pa.kind), of(pb.kind), of(p.kind)]),
            together(34, [of(p.kind), of(py.kind), of(pz.kind)]),
            together(35, [of(p.document)]),
            together(36, [of(p.document), w.shape]),
            together(37, [of(p.document), mention]),
            together(38, [of(pb.document), of(p.document)]),
            together(39, [of(p.document), of(py.document)]),
            together(40, [of(p.setting), mention]),
            together(41, [of(p.setting), w.word]),
            together(42, [of(p.setting), w.cluster]),
            together(43, [facts]),
            together(44, [facts, u32::from(py.facts)]),
            together(45, [facts, of(p.kind)]),
            together(46, [of(p.company), w.shape]),
            together(47, [of(p.company), mention]),
            together(48, [of(p.wanted), w.shape]),
            together(49, [of(p.wanted), mention]),
            together(50, [of(p.wanted), facts]),
            together(51, [b.cue, w.shape, facts]),
            together(52, [y.cue, w.shape, facts]),
            together(53, [b.cue, of(p.kind), y.shape]),
            together(54, [u32::from(pb.facts), facts]),
            together(55, [facts, b.cluster]),
            together(56, [facts, y.cluster]),
            together(57, [b.cluster, y.cluster]),
            together(58, [a.shape, b.shape, w.shape, y.shape, z.shape]),
        ]
    }
}

impl Form {
    fn read(word: &str, clusters: &WordClusters, buffer: &mut String) -> Self {
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
    let start = word.char_indices().rev().nth(letters - 1).map_or(0, |(at, _)| at);
    &word.as_bytes()[start..]
}

/// The first letters of a word.
fn head(word: &str, letters: usize) -> &[u8] {
    let end = word.char_indices().nth(letters).map_or(word.len(), |(at, _)| at);
    &word.as_bytes()[..end]
}

/// "Xx" for "Roe", "X.X." for "U.S.", "0000" for "1984": runs of letters count as two at most, figures all up to four.
fn shape(word: &str) -> u32 {
    let mut kinds = [0_u8; 10];
    let mut len = 0;
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

/// The hash of some facts together; `template` keeps those of different templates apart.
#[inline]
fn together<const COUNT: usize>(template: u32, facts: [u32; COUNT]) -> u32 {
    facts.into_iter().fold(template.wrapping_mul(0x85EB_CA6B), mix).wrapping_mul(0x9E37_79B1)
}

/// The row of the table of weights that a feature has.
#[inline]
pub fn name_row(feature: u32) -> usize {
    (feature >> (u32::BITS - NAME_ROW_BITS)) as usize
}

#[inline]
fn mix(state: u32, next: u32) -> u32 {
    let mixed = (state ^ next).wrapping_mul(0x9E37_79B1);
    mixed ^ mixed >> 15
}
