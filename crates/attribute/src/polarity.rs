//! Whether somebody said a content, denied it, did not say it or asked about it: by the cue's negations, its class, its
//! subject, and the mark at the content's end.

use crate::tagged_article::TaggedArticle;
use crate::{turns, words};
use sayso_core::{Attribution, CueClass, Form, Polarity, Span, SpeakerKind};
use sayso_lexicon::tag;
use std::ops::Range;

/// Tokens before a cue that may belong to its verb group.
const GROUP: usize = 7;

/// The polarity of an attribution by its cue, source and content.
pub(crate) fn of(view: &TaggedArticle<'_>, attribution: &Attribution) -> Polarity {
    let Some(cue) = tokens(view, &attribution.cue) else { return by_mark(view, attribution) };
    let group = group_start(view, cue.start)..cue.end;
    let nobody = tokens(view, &attribution.source).is_some_and(|source| is_negative(view, &source));
    let doubled = group.clone().any(|at| view.is_any(at, &words::UNDOING));
    let negated = nobody || !doubled && is_negated(view, &group) || is_withheld(view, &cue);
    let denied = attribution.cue_class == CueClass::Denial;
    let asked = attribution.cue_class == CueClass::Question && is_question(view, attribution);
    match () {
        () if negated || attribution.cue_class == CueClass::Refusal => Polarity::NotSaid,
        () if denied => Polarity::Denied,
        () if asked => Polarity::Asked,
        () if is_hedged(view, &group) => Polarity::Hedged,
        () => by_mark(view, attribution),
    }
}

/// "asked whether …", "asked about …", “…?”; "asked that the bill include …" and "questioned his word" ask nothing.
fn is_question(view: &TaggedArticle<'_>, attribution: &Attribution) -> bool {
    let Some(first) = attribution.content.first() else { return true };
    let (first, cue) = (view.tokens.in_span(*first), tokens(view, &attribution.cue));
    let leads = first
        .clone()
        .take(4)
        .any(|at| view.is_any(at, &words::QUESTION_LEADS) || view.has(at, tag::RELATIVE));
    let about = cue.is_some_and(|cue| view.has(cue.end - 1, tag::PREPOSITION));
    let mark = first.clone().next_back().into_iter().chain(first.end.checked_sub(2));
    let asks = mark.into_iter().any(|at| view.word(at).starts_with('?'));
    attribution.form == Form::Direct || asks || about || leads && !view.has(first.start, tag::THAT | tag::TO)
}

/// A quotation that is nothing but a question asks.
fn by_mark(view: &TaggedArticle<'_>, attribution: &Attribution) -> Polarity {
    if is_question_put(view, attribution) {
        return Polarity::Asked;
    }
    let inside = attribution.content.iter().flat_map(|piece| view.tokens.in_span(*piece));
    let mut stops = inside.filter(|at| view.has(*at, tag::STOP)).map(|at| view.word(at)).peekable();
    let asks =
        attribution.form == Form::Direct && stops.peek().is_some() && stops.all(|stop| stop.starts_with('?'));
    if asks { Polarity::Asked } else { Polarity::Asserted }
}

/// What an interviewer says asks where it ends so, whatever stands before: "You once said so. Why?"
fn is_question_put(view: &TaggedArticle<'_>, attribution: &Attribution) -> bool {
    let interviewer = attribution.speakers.iter().all(|speaker| speaker.kind != SpeakerKind::Person);
    let turn = attribution.rule == turns::TURN || attribution.rule == turns::INTERVIEW;
    let last = attribution.content.last().map(|piece| view.tokens.in_span(*piece));
    let asks = last.is_some_and(|last| view.word(last.end.saturating_sub(1)).starts_with('?'));
    turn && interviewer && asks
}

fn tokens(view: &TaggedArticle<'_>, spans: &[Span]) -> Option<Range<usize>> {
    let first = view.tokens.in_span(*spans.first()?).start;
    let end = view.tokens.in_span(*spans.last()?).end;
    (first < end).then_some(first..end)
}

/// Where the auxiliaries, negations and adverbs before a cue begin.
fn group_start(view: &TaggedArticle<'_>, cue: usize) -> usize {
    let belongs = |at: &usize| {
        view.has(*at, tag::AUXILIARY | tag::MODAL | tag::NEGATION | tag::ADVERB)
            && !view.has(*at, tag::GENITIVE)
            || view.is_any(*at, &words::EXPECTED)
            || view.has(*at, tag::TO)
    };
    let floor = cue.saturating_sub(GROUP);
    (floor..cue).rev().take_while(belongs).last().unwrap_or(cue)
}

/// "did not say", but "not only said".
fn is_negated(view: &TaggedArticle<'_>, group: &Range<usize>) -> bool {
    let nor = group.start.checked_sub(1).is_some_and(|before| view.is_any(before, &words::NEGATIVE_JOINS));
    let not = |at: usize| view.has(at, tag::NEGATION) && !view.is_any(at + 1, &words::ONLY);
    nor || group.clone().any(not)
}

/// "No one", "none of them", "neither Ann Roe nor Max Lind"; also where "neither" stands right before the source.
fn is_negative(view: &TaggedArticle<'_>, source: &Range<usize>) -> bool {
    let before = source.start.checked_sub(1);
    view.is_any(source.start, &words::NOBODIES)
        || before.is_some_and(|at| view.is_any(at, &words::NEGATIVE_JOINS))
        || before.and_then(|at| at.checked_sub(1)).is_some_and(|at| {
            view.has(at + 1, tag::AUXILIARY | tag::MODAL) && view.is_any(at, &words::NEGATIVE_JOINS)
        })
}

/// "refused to say", "without saying", "has yet to say"
fn is_withheld(view: &TaggedArticle<'_>, cue: &Range<usize>) -> bool {
    let tie = |at: &usize| {
        view.has(*at, tag::TO | tag::OF | tag::PREPOSITION | tag::ADVERB | tag::COORDINATOR)
            || view.is_any(*at, &words::WITHHOLDING)
    };
    let before = (cue.start.saturating_sub(4)..cue.start).rev().take_while(tie);
    before.chain(cue.clone()).any(|at| view.is_any(at, &words::WITHHOLDING))
}

/// "reportedly said", "is expected to say", "may say"
fn is_hedged(view: &TaggedArticle<'_>, group: &Range<usize>) -> bool {
    let hedge = |at: usize| {
        view.is_any(at, &words::HEDGES)
            || view.is_any(at, &words::HEDGING_MODALS)
            || view.is_any(at, &words::EXPECTED) && view.has(at + 1, tag::TO)
    };
    group.clone().any(hedge) || view.is_any(group.end, &words::HEDGES)
}
