//! The tables: closed-class words with their tags, and cue words with how often they are cues.
//!
//! Everything is compiled in and read once.

use crate::forms::Forms;
use crate::frames::{Left, Right};
use rustc_hash::FxHashMap;
use sayso_core::CueClass;
use sayso_lexicon::{Language, Table};
use std::sync::LazyLock;

/// What a word can be in a clause, as bits.
pub(crate) mod tag {
    /// the, a, some, many
    pub(crate) const DETERMINER: u32 = 1;
    /// my, his, their
    pub(crate) const POSSESSIVE: u32 = 1 << 1;
    /// he, they: pronouns that can be a subject
    pub(crate) const SUBJECT: u32 = 1 << 2;
    /// him, them
    pub(crate) const OBJECT: u32 = 1 << 3;
    /// in, on, for
    pub(crate) const PREPOSITION: u32 = 1 << 4;
    /// of
    pub(crate) const OF: u32 = 1 << 5;
    /// and, or, but
    pub(crate) const COORDINATOR: u32 = 1 << 6;
    /// because, while, after
    pub(crate) const SUBORDINATOR: u32 = 1 << 7;
    /// who, which, how
    pub(crate) const RELATIVE: u32 = 1 << 8;
    /// that
    pub(crate) const THAT: u32 = 1 << 9;
    /// to
    pub(crate) const TO: u32 = 1 << 10;
    /// is, has, did
    pub(crate) const AUXILIARY: u32 = 1 << 11;
    /// will, could
    pub(crate) const MODAL: u32 = 1 << 12;
    /// not, never
    pub(crate) const NEGATION: u32 = 1 << 13;
    /// also, repeatedly, on weekdays "Tuesday"
    pub(crate) const ADVERB: u32 = 1 << 14;
    /// a finite verb, or a form that mostly is one
    pub(crate) const VERB: u32 = 1 << 15;
    /// Mr., Sen.
    pub(crate) const TITLE: u32 = 1 << 16;
    /// a form in -ing
    pub(crate) const PARTICIPLE: u32 = 1 << 17;
    /// a capitalised word that no list knows
    pub(crate) const NAME: u32 = 1 << 18;
    /// digits
    pub(crate) const NUMBER: u32 = 1 << 19;
    /// , ; :
    pub(crate) const COMMA: u32 = 1 << 20;
    /// :
    pub(crate) const COLON: u32 = 1 << 21;
    /// . ? ! …
    pub(crate) const STOP: u32 = 1 << 22;
    /// a quotation mark that opens
    pub(crate) const OPEN: u32 = 1 << 23;
    /// a quotation mark that closes
    pub(crate) const CLOSE: u32 = 1 << 24;
    /// a dash between words
    pub(crate) const DASH: u32 = 1 << 25;
    /// ( [
    pub(crate) const OPEN_BRACKET: u32 = 1 << 26;
    /// ) ]
    pub(crate) const CLOSE_BRACKET: u32 = 1 << 27;
    /// 's
    pub(crate) const GENITIVE: u32 = 1 << 28;
    /// the first letter is a capital
    pub(crate) const CAPITAL: u32 = 1 << 29;

    /// What stands before or inside a noun phrase and never ends one.
    pub(crate) const MARK: u32 = OPEN | CLOSE;
    /// Punctuation of any kind.
    pub(crate) const PUNCTUATION: u32 =
        COMMA | COLON | STOP | OPEN | CLOSE | DASH | OPEN_BRACKET | CLOSE_BRACKET;
}

/// What the tables know about a word form.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Entry {
    /// Bits of [`tag`].
    pub(crate) tags: u32,
    /// Index of its cue row plus one; 0 where it is no cue.
    pub(crate) cue: u16,
}

/// A row of the cue table.
#[derive(Clone, Debug)]
pub(crate) struct CueRow {
    /// Kind of saying.
    pub(crate) class: CueClass,
    /// Log-odds that the form is a cue.
    base: f32,
    /// What the following words add.
    right: [f32; Right::COUNT],
    /// What the preceding words add.
    left: [f32; Left::COUNT],
    /// Whether a pronoun often follows the cue: a clause is what it takes.
    takes_clause: bool,
}

impl CueRow {
    /// A line of the table: the form, and its row.
    fn parse(line: &str) -> Option<(&str, Self)> {
        let mut cells = line.split('\t');
        let (form, class, all) = (cells.next()?, cells.next()?, cells.next()?);
        let counts: Vec<Count> = cells.map(Count::parse).collect();
        let all = Count::parse(all);
        let base = all.smoothed(UNSEEN_RATE, 2.0);
        let ratio = |at: usize| {
            let count = counts.get(at).copied().unwrap_or_default();
            logit(count.smoothed(base, 4.0)) - logit(base)
        };
        let hits = |right: Right| counts.get(right as usize).map_or(0.0, |count| count.hits);
        let takes_clause = hits(Right::That) + 2.0 * hits(Right::Subject) > hits(Right::Phrase);
        let row = Self {
            takes_clause,
            class: CueClass::parse(class).unwrap_or_default(),
            base: logit(base),
            right: std::array::from_fn(ratio),
            left: std::array::from_fn(|at| ratio(Right::COUNT + at)),
        };
        Some((form, row))
    }

    /// Whether the form takes a clause without "that" for its content.
    pub(crate) fn takes_clause(&self) -> bool {
        self.takes_clause
    }

    /// How often the form is a cue, in three steps: 0 seldom, 1 now and then, 2 mostly.
    pub(crate) fn step(&self) -> u32 {
        u32::from(self.base > -1.5) + u32::from(self.base > 0.5)
    }

    /// Probability that the word is a cue between these neighbours: odds of the form, times the odds ratios of
    /// what stands on either side (a naive Bayes classifier over three counts).
    pub(crate) fn probability(&self, left: Left, right: Right) -> f32 {
        let odds = self.base + self.left[left as usize] + self.right[right as usize];
        1.0 / (1.0 + (-odds).exp())
    }
}

/// All tables.
pub(crate) struct Lexicon {
    forms: Forms,
    cues: Vec<CueRow>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read(Language::English));

const TAG_NAMES: &[(&str, u32)] = &[
    ("det", tag::DETERMINER),
    ("possessive", tag::POSSESSIVE),
    ("subject", tag::SUBJECT),
    ("object", tag::OBJECT),
    ("preposition", tag::PREPOSITION),
    ("of", tag::OF),
    ("coordinator", tag::COORDINATOR),
    ("subordinator", tag::SUBORDINATOR),
    ("relative", tag::RELATIVE),
    ("that", tag::THAT),
    ("to", tag::TO),
    ("auxiliary", tag::AUXILIARY),
    ("modal", tag::MODAL),
    ("negation", tag::NEGATION),
    ("adverb", tag::ADVERB),
    ("verb", tag::VERB),
    ("title", tag::TITLE),
];

impl Lexicon {
    /// The tables that we ship.
    pub(crate) fn shipped() -> &'static Self {
        &LEXICON
    }

    fn read(language: Language) -> Self {
        let mut forms: FxHashMap<&str, Entry> = FxHashMap::default();
        let mut table = Vec::new();
        for [name, words] in language.columns(Table::Words) {
            let bit = TAG_NAMES.iter().find(|(known, _)| *known == name).map_or(0, |(_, bit)| *bit);
            for form in words.split_whitespace() {
                forms.entry(form).or_default().tags |= bit;
            }
        }
        for line in language.rows(Table::Cues).skip(1) {
            let Some((form, row)) = CueRow::parse(line) else { continue };
            table.push(row);
            let entry = forms.entry(form).or_default();
            entry.cue = table.len() as u16;
            entry.tags |= form_tags(form);
        }
        Self { forms: Forms::new(&forms), cues: table }
    }

    /// What is known about a word, whatever its case.
    pub(crate) fn look_up(&self, word: &str) -> Option<Entry> {
        self.forms.get(word)
    }

    /// A row of the cue table by [`Entry::cue`].
    pub(crate) fn cue(&self, index: u16) -> Option<&CueRow> {
        self.cues.get(usize::from(index).checked_sub(1)?)
    }
}

/// Rate at which a cue form never seen in training is taken to be a cue: what the rare forms of the table show.
const UNSEEN_RATE: f32 = 0.45;

/// Tags that a form's ending gives it.
pub(crate) fn form_tags(form: &str) -> u32 {
    if form.len() > 4 && form.ends_with("ing") {
        tag::PARTICIPLE
    } else if form.len() > 3 && form.ends_with("ed") {
        tag::VERB
    } else if form.len() > 4 && form.ends_with("ly") {
        tag::ADVERB
    } else {
        0
    }
}

#[derive(Clone, Copy, Default)]
struct Count {
    hits: f32,
    seen: f32,
}

impl Count {
    fn parse(cell: &str) -> Self {
        let (hits, seen) = cell.split_once('/').unwrap_or(("0", "0"));
        Self { hits: hits.parse().unwrap_or(0.0), seen: seen.parse().unwrap_or(0.0) }
    }

    fn smoothed(self, prior: f32, weight: f32) -> f32 {
        (self.hits + prior * weight) / (self.seen + weight)
    }
}

fn logit(rate: f32) -> f32 {
    let rate = rate.clamp(0.002, 0.998);
    (rate / (1.0 - rate)).ln()
}
