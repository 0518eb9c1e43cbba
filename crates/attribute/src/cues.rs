//! Cue groups: the verb of saying with its auxiliaries and adverbs, and who its subject is.

use crate::contexts;
use crate::phrases;
use crate::tagged_article::TaggedArticle;
use crate::words;
use sayso_core::CueClass;
use sayso_lexicon::tag;
use sayso_lexicon::{LeftContext, RightContext};
use std::ops::Range;

/// A word that is likely a cue.
#[derive(Clone, Debug)]
pub(crate) struct Cue {
    /// The token of the cue table.
    pub(crate) head: usize,
    /// With auxiliaries and adverbs before it, and a preposition or infinitive after it.
    pub(crate) group: Range<usize>,
    pub(crate) class: CueClass,
    pub(crate) probability: f32,
    pub(crate) left: LeftContext,
    pub(crate) right: RightContext,
}

/// The cue at `at`, if the tables know the word.
pub(crate) fn cue_at(view: &TaggedArticle<'_>, at: usize, range: &Range<usize>) -> Option<Cue> {
    let row = view.cue(at)?;
    let left = contexts::left(view, at, range.start);
    let right = contexts::right(view, at + 1, range.end);
    let start = group_start(view, at, range.start);
    Some(Cue {
        head: at,
        group: start..at + 1,
        class: row.class,
        probability: row.probability(left, right),
        left,
        right,
    })
}

/// Auxiliaries, modals, negations and adverbs right before a verb belong to its group.
pub(crate) fn group_start(view: &TaggedArticle<'_>, head: usize, floor: usize) -> usize {
    let group = tag::AUXILIARY | tag::MODAL | tag::NEGATION | tag::ADVERB;
    let mut start = head;
    while start > floor && head - start < 6 {
        let tags = view.tags(start - 1);
        let genitive = tags & tag::GENITIVE != 0;
        let name = tags & tag::CAPITAL != 0 && tags & tag::ADVERB == 0;
        if tags & group == 0 || name || genitive || tags & tag::DETERMINER != 0 {
            break;
        }
        start -= 1;
    }
    start
}

/// Whether the group is passive: a form of "be" right before a participle.
pub(crate) fn is_passive(view: &TaggedArticle<'_>, cue: &Cue) -> bool {
    let auxiliary = (cue.group.start..cue.head).any(|at| view.is_any(at, &words::BE));
    auxiliary && !view.has(cue.head, tag::PARTICIPLE) && !view.is_any(cue.head, &words::NEVER_PASSIVE)
}

/// The subject of a cue: before its group, or that of the clause it is joined to.
pub(crate) fn subject(
    view: &TaggedArticle<'_>,
    cue: &Cue,
    floor: usize,
    earlier: Option<&Range<usize>>,
) -> Option<Range<usize>> {
    let start = cue.group.start;
    if view.has(cue.head, tag::PARTICIPLE) && start == cue.head
        || cue.left == LeftContext::To
        || cue.left == LeftContext::Preposition
    {
        return earlier.cloned().or_else(|| main_subject(view, start, floor));
    }
    if start > floor && view.has(start - 1, tag::COORDINATOR) {
        return earlier.cloned().or_else(|| main_subject(view, start - 1, floor));
    }
    let found = phrases::subject_before(view, start, floor)
        .map(|found| of_light_verb(view, &found, floor).unwrap_or(found));
    found.or_else(|| {
        let verbal = start > floor && view.has(start - 1, tag::COMMA | tag::CLOSE);
        verbal.then(|| main_subject(view, start, floor)).flatten()
    })
}

/// "took multiple swipes": what looks like a subject is the object of a verb, whose subject is meant.
fn of_light_verb(view: &TaggedArticle<'_>, found: &Range<usize>, floor: usize) -> Option<Range<usize>> {
    let verb = found.start.checked_sub(1).filter(|&verb| verb > floor)?;
    let nominal = tag::DETERMINER | tag::POSSESSIVE | tag::CAPITAL | tag::SUBJECT | tag::RELATIVE | tag::THAT;
    if view.has(found.start, nominal) || !view.has(verb, tag::VERB) || view.has(verb, tag::CAPITAL) {
        return None;
    }
    phrases::subject_before(view, group_start(view, verb, floor), floor)
}

/// "made no mention of": the verb before a noun cue, and its subject.
pub(crate) fn light_verb(view: &TaggedArticle<'_>, cue: &Cue, floor: usize) -> Option<(usize, Range<usize>)> {
    let limit = floor.max(cue.head.saturating_sub(4));
    let inside =
        |at: usize| !view.has(at, tag::PUNCTUATION | tag::PREPOSITION | tag::OF | tag::THAT | tag::TO);
    let verb = (limit..cue.head).rev().take_while(|&at| inside(at)).find(|&at| {
        view.has(at, tag::VERB | tag::PARTICIPLE) && !view.has(at, tag::CAPITAL)
            || view.is_any(at, &words::HAVE)
    })?;
    let start = group_start(view, verb, floor);
    Some((start, phrases::subject_before(view, start, floor)?))
}

/// The subject of the first finite verb of the clause that starts at `floor`.
fn main_subject(view: &TaggedArticle<'_>, end: usize, floor: usize) -> Option<Range<usize>> {
    const REACH: usize = 60;
    let from = floor.max(end.saturating_sub(REACH));
    (from..end).find_map(|at| {
        let tags = view.tags(at);
        let finite = tags & (tag::VERB | tag::AUXILIARY | tag::MODAL) != 0
            && tags & tag::CAPITAL == 0
            && !view.words[at].quoted;
        if !finite {
            return None;
        }
        let subject = phrases::subject_before(view, group_start(view, at, floor), floor)?;
        let relative = subject.len() == 1 && view.has(subject.start, tag::RELATIVE | tag::THAT);
        (!relative).then_some(subject)
    })
}

/// The possessor before a noun cue ("Clinton's claim", "his plan").
pub(crate) fn possessor(view: &TaggedArticle<'_>, cue: &Cue, floor: usize) -> Option<Range<usize>> {
    let limit = floor.max(cue.head.saturating_sub(4));
    for at in (limit..cue.head).rev() {
        if view.has(at, tag::POSSESSIVE) {
            return Some(at..at + 1);
        }
        if view.has(at, tag::GENITIVE) {
            return phrases::subject_before(view, at, floor);
        }
        if view.has(at, tag::DETERMINER | tag::PUNCTUATION | tag::PREPOSITION | tag::VERB) {
            return None;
        }
    }
    None
}
