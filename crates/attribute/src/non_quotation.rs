//! Words in quotation marks that nobody is quoted with: titles, nicknames, terms, marks of distance.

use crate::tagged_article::{Segment, TaggedArticle};
use crate::words;
use sayso_core::SetAsideReason;
use sayso_lexicon::tag;

/// Longer ones are utterances whose speaker was not found.
const SHORT: usize = 5;

/// Why a segment that no attribution holds is no quotation.
pub(crate) fn reason(view: &TaggedArticle<'_>, segment: Segment) -> SetAsideReason {
    let inner = segment.open + 1..segment.end - usize::from(segment.closed);
    let words = || inner.clone().filter(|&at| !view.has(at, tag::PUNCTUATION));
    let Some(before) = segment.open.checked_sub(1) else { return SetAsideReason::Unattributed };
    let all_capital = words().all(|at| view.has(at, tag::CAPITAL | tag::NUMBER) || view.word(at).len() <= 4);
    let work = (before.saturating_sub(4)..=before).any(|at| view.is_any(at, &words::WORKS));
    if work && all_capital {
        return SetAsideReason::Title;
    }
    let name = |at: usize| view.has(at, tag::CAPITAL) && !view.has(at, tag::DETERMINER);
    if words().count() <= 2 && all_capital && name(before) && name(segment.end) {
        return SetAsideReason::Nickname;
    }
    let as_if = view.is_any(before, &words::HYPOTHETICAL)
        && before > 0
        && view.is_any(before - 1, &words::HYPOTHETICAL_BEFORE);
    if as_if {
        return SetAsideReason::Hypothetical;
    }
    if words().count() > SHORT {
        return SetAsideReason::Unattributed;
    }
    if view.is_any(before, &words::TERM_LEADS) {
        SetAsideReason::Term
    } else if all_capital && words().count() > 1 && words().any(|at| view.word(at).len() > 4) {
        SetAsideReason::Title
    } else if view.is_any(before, &words::DISTANCE) || !view.has(before, tag::PUNCTUATION) {
        SetAsideReason::Scare
    } else {
        SetAsideReason::Unattributed
    }
}
