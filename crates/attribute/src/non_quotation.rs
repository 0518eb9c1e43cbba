//! Words in quotation marks that nobody is quoted with: titles, nicknames, terms, marks of distance.

use crate::tagged_article::{Segment, TaggedArticle};
use sayso_core::SetAsideReason;
use sayso_lexicon::tag;

const HYPOTHETICAL: &[&str] = &["if", "like", "say", "shouting", "sign", "reading"];
const TERMS: &[&str] = &[
    "called", "named", "dubbed", "word", "words", "term", "phrase", "slogan", "motto", "as", "titled",
    "entitled",
];
const WORKS: &[&str] = &[
    "book",
    "film",
    "movie",
    "song",
    "album",
    "show",
    "series",
    "novel",
    "play",
    "program",
    "programme",
    "episode",
    "documentary",
    "article",
    "essay",
    "memoir",
    "podcast",
    "titled",
    "entitled",
];
const DISTANCE: &[&str] = &["so-called", "supposed", "the", "a", "an", "of", "their", "his", "her", "its"];
/// Longer ones are utterances whose speaker was not found.
const SHORT: usize = 5;

/// Why a segment that no attribution holds is no quotation.
pub(crate) fn reason(view: &TaggedArticle<'_>, segment: Segment) -> SetAsideReason {
    let inner = segment.open + 1..segment.end - usize::from(segment.closed);
    let words = || inner.clone().filter(|&at| !view.has(at, tag::PUNCTUATION));
    let Some(before) = segment.open.checked_sub(1) else { return SetAsideReason::Unattributed };
    let all_capital = words().all(|at| view.has(at, tag::CAPITAL | tag::NUMBER) || view.word(at).len() <= 4);
    let work = (before.saturating_sub(4)..=before).any(|at| view.is_any(at, WORKS));
    if work && all_capital {
        return SetAsideReason::Title;
    }
    let name = |at: usize| view.has(at, tag::CAPITAL) && !view.has(at, tag::DETERMINER);
    if words().count() <= 2 && all_capital && name(before) && name(segment.end) {
        return SetAsideReason::Nickname;
    }
    let as_if =
        view.is_any(before, HYPOTHETICAL) && before > 0 && view.is_any(before - 1, &["as", "to", "a", "the"]);
    if as_if {
        return SetAsideReason::Hypothetical;
    }
    if words().count() > SHORT {
        return SetAsideReason::Unattributed;
    }
    if view.is_any(before, TERMS) {
        SetAsideReason::Term
    } else if all_capital && words().count() > 1 && words().any(|at| view.word(at).len() > 4) {
        SetAsideReason::Title
    } else if view.is_any(before, DISTANCE) || !view.has(before, tag::PUNCTUATION) {
        SetAsideReason::Scare
    } else {
        SetAsideReason::Unattributed
    }
}
