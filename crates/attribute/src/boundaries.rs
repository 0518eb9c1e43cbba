//! Where a content ends: rates counted on PolNeAR train, by kind of content, by what follows.

use crate::tagged_article::TaggedArticle;
use rustc_hash::FxHashMap;
use sayso_lexicon::tag;
use sayso_lexicon::{Language, Table};
use std::sync::LazyLock;

/// Kinds of content, by how they begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// that, whether, how …
    That,
    /// to do
    To,
    /// a clause without "that", after a verb of saying or thinking
    Clause,
    /// a noun phrase
    Phrase,
}

const KINDS: [&str; 4] = ["that", "to", "clause", "phrase"];
/// What stands before the word that is looked at; `""` is nothing.
const LEADS: [&str; 8] = ["", ",", "-", ";", ":", "and", "but", "or"];
/// A content ends where at least this share of contents ends.
const THRESHOLD: f32 = 0.5;

/// Classes of words, most telling first; the table's `<name>`s.
const CLASSES: &[(&str, u32)] = &[
    ("<subject>", tag::SUBJECT),
    ("<det>", tag::DETERMINER),
    ("<possessive>", tag::POSSESSIVE),
    ("<object>", tag::OBJECT),
    ("<relative>", tag::RELATIVE),
    ("<that>", tag::THAT),
    ("<to>", tag::TO),
    ("<of>", tag::OF),
    ("<preposition>", tag::PREPOSITION),
    ("<coordinator>", tag::COORDINATOR),
    ("<subordinator>", tag::SUBORDINATOR),
    ("<auxiliary>", tag::AUXILIARY),
    ("<modal>", tag::MODAL),
    ("<negation>", tag::NEGATION),
    ("<adverb>", tag::ADVERB),
    ("<name>", tag::CAPITAL),
    ("<verb>", tag::VERB),
    ("<number>", tag::NUMBER),
    ("<participle>", tag::PARTICIPLE),
    ("<mark>", tag::PUNCTUATION),
    ("<other>", 0),
];

struct Boundaries {
    words: [[FxHashMap<Box<str>, f32>; LEADS.len()]; KINDS.len()],
    classes: [[[f32; CLASSES.len()]; LEADS.len()]; KINDS.len()],
}

static TABLE: LazyLock<Boundaries> = LazyLock::new(parse);

fn parse() -> Boundaries {
    let mut out = Boundaries {
        words: std::array::from_fn(|_| std::array::from_fn(|_| FxHashMap::default())),
        classes: [[[0.0; CLASSES.len()]; LEADS.len()]; KINDS.len()],
    };
    for [kind, key, count] in Language::English.columns(Table::Boundaries) {
        let (lead, word) = key.split_once(' ').unwrap_or(("", key));
        let kind = KINDS.iter().position(|known| *known == kind);
        let lead = LEADS.iter().position(|known| *known == lead);
        let (Some(kind), Some(lead), Some((ends, seen))) = (kind, lead, count.split_once('/')) else {
            continue;
        };
        let rate = ends.parse().unwrap_or(0.0) / seen.parse().unwrap_or(1.0_f32).max(1.0);
        match CLASSES.iter().position(|(name, _)| *name == word) {
            Some(class) => out.classes[kind][lead][class] = rate,
            None => {
                out.words[kind][lead].insert(word.into(), rate);
            }
        }
    }
    out
}

fn rate(view: &TaggedArticle<'_>, kind: Kind, lead: usize, at: usize) -> f32 {
    let known = TABLE.words[kind as usize][lead].get(view.word(at)).copied();
    known.unwrap_or_else(|| {
        let tags = view.tags(at);
        let class = CLASSES.iter().position(|(_, bits)| tags & bits != 0).unwrap_or(CLASSES.len() - 1);
        TABLE.classes[kind as usize][lead][class]
    })
}

/// Whether a content of this kind ends before the token at `at`, which stands outside quotation marks.
pub(crate) fn ends_before(view: &TaggedArticle<'_>, kind: Kind, at: usize) -> bool {
    let tags = view.tags(at);
    let lead = match () {
        () if tags & tag::COMMA != 0 => {
            if view.word(at) == ";" {
                3
            } else {
                1
            }
        }
        () if tags & tag::DASH != 0 => 2,
        () if tags & tag::COLON != 0 => 4,
        () => 0,
    };
    if lead > 0 {
        return rate(view, kind, lead, at + 1) >= THRESHOLD;
    }
    let joins = tags & tag::COORDINATOR != 0;
    if joins
        && !view.has(at.wrapping_sub(1), tag::COMMA)
        && let Some(lead) = LEADS.iter().position(|lead| view.is(at, lead)).filter(|&lead| lead > 4)
    {
        // "drills and fortified defences": a participle before its noun.
        if view.has(at + 1, tag::VERB) && view.cue(at + 1).is_none() && view.tags(at + 2) == 0 {
            return false;
        }
        return rate(view, kind, lead, at + 1) >= THRESHOLD;
    }
    (joins || tags & (tag::SUBORDINATOR | tag::AUXILIARY) != 0) && rate(view, kind, 0, at) >= THRESHOLD
}
