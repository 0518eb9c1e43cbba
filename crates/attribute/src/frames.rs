//! What stands on either side of a cue word: the columns of the cue table.

use crate::lexicon::tag;
use crate::view::View;

/// What follows a cue word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Right {
    That,
    To,
    Question,
    Quote,
    Subject,
    Phrase,
    Preposition,
    End,
}

/// What stands before a cue word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Left {
    To,
    Determiner,
    Auxiliary,
    Modal,
    Preposition,
    First,
    Third,
    Name,
    Other,
}

impl Right {
    /// Number of columns.
    pub(crate) const COUNT: usize = 8;

    /// What the word at `at` (the one after the cue) begins.
    pub(crate) fn at(view: &View<'_>, at: usize, end: usize) -> Self {
        if at >= end {
            return Self::End;
        }
        let tags = view.tags(at);
        let nominal = tag::DETERMINER | tag::POSSESSIVE | tag::OBJECT | tag::CAPITAL;
        if tags & tag::THAT != 0 {
            Self::That
        } else if tags & tag::TO != 0 {
            if at + 1 < end && view.tags(at + 1) & nominal != 0 { Self::Preposition } else { Self::To }
        } else if tags & tag::RELATIVE != 0 || view.is(at, "if") {
            Self::Question
        } else if tags & (tag::OPEN | tag::CLOSE) != 0 {
            Self::Quote
        } else if tags & tag::SUBJECT != 0 {
            Self::Subject
        } else if tags & (tag::PREPOSITION | tag::OF) != 0 || view.is(at, "as") {
            Self::Preposition
        } else if tags & (tag::PUNCTUATION | tag::COORDINATOR | tag::SUBORDINATOR) != 0 {
            Self::End
        } else {
            Self::Phrase
        }
    }
}

impl Left {
    /// Number of columns.
    pub(crate) const COUNT: usize = 9;

    /// What the word before `at` is; `floor` is the sentence's first word.
    pub(crate) fn before(view: &View<'_>, at: usize, floor: usize) -> Self {
        const TABLE: &[(u32, Left)] = &[
            (tag::TO, Left::To),
            (tag::DETERMINER | tag::POSSESSIVE | tag::GENITIVE, Left::Determiner),
            (tag::AUXILIARY, Left::Auxiliary),
            (tag::MODAL | tag::NEGATION, Left::Modal),
            (tag::PREPOSITION | tag::OF, Left::Preposition),
            (tag::CAPITAL, Left::Name),
        ];
        if at <= floor {
            return Self::Other;
        }
        let tags = view.tags(at - 1);
        if tags & tag::SUBJECT != 0 {
            let first = ["i", "we", "you"].iter().any(|word| view.is(at - 1, word));
            return if first { Self::First } else { Self::Third };
        }
        TABLE.iter().find(|(bits, _)| tags & bits != 0).map_or(Self::Other, |(_, left)| *left)
    }
}
