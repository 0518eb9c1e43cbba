//! What stands on either side of a cue word: the columns of the cue table.

use crate::tagged_article::TaggedArticle;
use crate::words;
use sayso_lexicon::{LeftContext, RightContext, tag};

/// What the word at `at` (the one after the cue) begins.
pub(crate) fn right(view: &TaggedArticle<'_>, at: usize, end: usize) -> RightContext {
    if at >= end {
        return RightContext::End;
    }
    let tags = view.tags(at);
    let nominal = tag::DETERMINER | tag::POSSESSIVE | tag::OBJECT | tag::CAPITAL;
    if tags & tag::THAT != 0 {
        RightContext::That
    } else if tags & tag::TO != 0 {
        if at + 1 < end && view.tags(at + 1) & nominal != 0 {
            RightContext::Preposition
        } else {
            RightContext::To
        }
    } else if tags & tag::RELATIVE != 0 || view.is(at, "if") {
        RightContext::Question
    } else if tags & (tag::OPEN | tag::CLOSE) != 0 {
        RightContext::Quote
    } else if tags & tag::SUBJECT != 0 {
        RightContext::Subject
    } else if tags & (tag::PREPOSITION | tag::OF) != 0 || view.is(at, "as") {
        RightContext::Preposition
    } else if tags & (tag::PUNCTUATION | tag::COORDINATOR | tag::SUBORDINATOR) != 0 {
        RightContext::End
    } else {
        RightContext::Phrase
    }
}

/// What the word before `at` is; `floor` is the sentence's first word.
pub(crate) fn left(view: &TaggedArticle<'_>, at: usize, floor: usize) -> LeftContext {
    const TABLE: &[(u32, LeftContext)] = &[
        (tag::TO, LeftContext::To),
        (tag::DETERMINER | tag::POSSESSIVE | tag::GENITIVE, LeftContext::Determiner),
        (tag::AUXILIARY, LeftContext::Auxiliary),
        (tag::MODAL | tag::NEGATION, LeftContext::Modal),
        (tag::PREPOSITION | tag::OF, LeftContext::Preposition),
        (tag::CAPITAL, LeftContext::Name),
    ];
    if at <= floor {
        return LeftContext::Other;
    }
    let tags = view.tags(at - 1);
    if tags & tag::SUBJECT != 0 {
        let first = view.is_any(at - 1, &words::FIRST_PERSON);
        return if first { LeftContext::First } else { LeftContext::Third };
    }
    TABLE.iter().find(|(bits, _)| tags & bits != 0).map_or(LeftContext::Other, |(_, left)| *left)
}
