//! Contents without what belongs to their cue: whom somebody told, what somebody refused to do; and scraps that are none.

use crate::tagged_article::TaggedArticle;
use crate::words;
use sayso_core::{Attribution, CueClass, Form, Span};
use sayso_lexicon::tag;
use std::ops::Range;

/// Whether what an attribution holds says nothing by itself: "puts it better", "say to that".
pub(crate) fn is_scrap(view: &TaggedArticle<'_>, attribution: &Attribution) -> bool {
    const LONGEST: usize = 3;
    let ([piece], [cue], Form::Indirect) = (&attribution.content[..], &attribution.cue[..], attribution.form)
    else {
        return false;
    };
    let (tokens, cue) = (view.tokens.in_span(*piece), view.tokens.in_span(*cue));
    let pointing = |at: usize| view.is_any(at, &words::POINTING);
    let put = cue.end.checked_sub(1).is_some_and(|last| view.is_any(last, &words::PUT));
    let manner = put && pointing(tokens.start) && tokens.len() <= LONGEST;
    manner || tokens.len() == 2 && view.has(tokens.start, tag::TO) && pointing(tokens.start + 1)
}

/// "sold its shed in" March: a piece that ends with a preposition takes in what it governs, up to the comma behind it.
pub(crate) fn whole_phrases(view: &TaggedArticle<'_>, attribution: &mut Attribution) {
    const LONGEST: usize = 4;
    let taken: Vec<Span> = attribution.cue.iter().chain(&attribution.source).copied().collect();
    for piece in &mut attribution.content {
        let tokens = view.tokens.in_span(*piece);
        let governs = |at: usize| view.has(at, tag::PREPOSITION | tag::OF) && !view.words[at].quoted;
        if tokens.is_empty() || !governs(tokens.end - 1) {
            continue;
        }
        let over = |at: &usize| view.has(*at, tag::COMMA | tag::STOP);
        let Some(end) = (tokens.end..=tokens.end + LONGEST).find(over).filter(|end| *end > tokens.end) else {
            continue;
        };
        let governed = view.span(tokens.end..end);
        if !taken.iter().any(|span| span.start < governed.end && governed.start < span.end)
            && !(tokens.end..end).any(|at| view.has(at, tag::VERB | tag::MODAL | tag::MARK | tag::SUBJECT))
        {
            piece.end = governed.end;
        }
    }
}

/// “The doctors”—she counted them on her fingers—“do not agree”: what stands between dashes outside of the marks is not
/// said.
pub(crate) fn without_insets(view: &TaggedArticle<'_>, piece: Span) -> Vec<Span> {
    const LONGEST: usize = 12;
    let tokens = view.tokens.in_span(piece);
    let mut out = Vec::new();
    let mut from = tokens.start;
    let closes = |at: &usize| view.has(*at, tag::CLOSE) && view.has(at + 1, tag::DASH);
    for close in tokens.clone().filter(closes) {
        let behind = close + 2..tokens.end.min(close + 2 + LONGEST);
        let opens = |at: &usize| view.has(*at, tag::OPEN);
        let Some(open) = behind.clone().find(opens).filter(|open| *open > close + 2) else { continue };
        if close >= from && view.has(open - 1, tag::DASH) {
            out.push(view.span(from..close + 1));
            from = open;
        }
    }
    if out.is_empty() {
        return vec![piece];
    }
    out.push(view.span(from..tokens.end));
    out
}

/// "says of Roe, “…”": of whom something is said, between a cue's preposition and the marks, is no piece of it.
pub(crate) fn without_topic(view: &TaggedArticle<'_>, attribution: &mut Attribution) {
    const LONGEST: usize = 5;
    let [first, second, ..] = attribution.content[..] else { return };
    let Some(cue) = attribution.cue.last().copied() else { return };
    let (cue, topic) = (view.tokens.in_span(cue), view.tokens.in_span(first));
    let governs =
        cue.end == topic.start && cue.len() > 1 && view.has(cue.end - 1, tag::OF | tag::PREPOSITION);
    let apart = tag::VERB | tag::MODAL | tag::AUXILIARY | tag::OPEN | tag::THAT | tag::SUBJECT;
    let nominal = topic.len() <= LONGEST && topic.clone().all(|at| !view.has(at, apart));
    let quoted = view.has(view.tokens.in_span(second).start, tag::OPEN) && view.has(topic.end, tag::COMMA);
    if governs && nominal && quoted {
        attribution.content.remove(0);
    }
}

/// "called Friday | 's decision a win": a piece that begins with a clitic takes the word before it back.
pub(crate) fn with_owner(view: &TaggedArticle<'_>, attribution: &mut Attribution) {
    let (Some(first), Some(last)) = (attribution.content.first_mut(), attribution.cue.last_mut()) else {
        return;
    };
    let (content, cue) = (view.tokens.in_span(*first), view.tokens.in_span(*last));
    if content.is_empty()
        || cue.end != content.start
        || cue.len() < 2
        || !view.has(content.start, tag::GENITIVE)
    {
        return;
    }
    first.start = view.span(cue.end - 1..cue.end).start;
    last.end = view.span(cue.start..cue.end - 1).end;
}

/// Moves to the cue what is the cue's.
pub(crate) fn without_cue(view: &TaggedArticle<'_>, attribution: &mut Attribution) {
    let (Some(content), Some(cue)) = (attribution.content.first().copied(), attribution.cue.last().copied())
    else {
        return;
    };
    let tokens = view.tokens.in_span(content);
    if view.tokens.in_span(cue).end != tokens.start || attribution.form == Form::Direct {
        return;
    }
    let refused = attribution.cue_class == CueClass::Refusal;
    let about =
        || view.has(tokens.start, tag::PREPOSITION) && view.is_any(tokens.start + 1, &words::QUESTION_LEADS);
    let question = || refused_saying(view, &tokens).or_else(|| about().then_some(tokens.start + 1));
    if let Some(start) = refused.then(question).flatten() {
        let last = attribution.cue.len() - 1;
        attribution.cue[last].end = view.span(tokens.start..start).end;
        attribution.content[0].start = view.span(start..tokens.end).start;
        return;
    }
    if let Some(start) = behind_addressee(view, view.tokens.in_span(cue), &tokens) {
        attribution.content[0].start = view.span(start..tokens.end).start;
    }
}

/// "to comment on whether …", "to say how many …": where the question begins.
fn refused_saying(view: &TaggedArticle<'_>, content: &Range<usize>) -> Option<usize> {
    let verb = content.start + 1;
    let saying = view.has(content.start, tag::TO) && view.cue(verb).is_some();
    let question = verb + 1 + usize::from(view.has(verb + 1, tag::PREPOSITION));
    let open = view.has(question, tag::RELATIVE | tag::THAT) || view.is_any(question, &words::QUESTION_LEADS);
    (saying && open && question + 1 < content.end).then_some(question)
}

/// "him where the water comes from", "his students that they would pass": where the clause begins.
fn behind_addressee(view: &TaggedArticle<'_>, cue: Range<usize>, content: &Range<usize>) -> Option<usize> {
    const LONGEST: usize = 5;
    let verb = cue.end.checked_sub(1)?;
    if !view.is_any(verb, &words::ADDRESSING) && !view.is_any(verb, &words::ASKING) {
        return None;
    }
    let end = content.end.min(content.start + LONGEST + 1);
    let finite = |at: usize| view.has(at, tag::VERB | tag::AUXILIARY | tag::MODAL);
    // "told his students they would pass"
    let subject = |at: usize| view.has(at, tag::SUBJECT) && !view.has(at, tag::OBJECT) && finite(at + 1);
    let clause =
        |at: &usize| view.has(*at, tag::THAT) || view.is_any(*at, &words::QUESTION_LEADS) || subject(*at);
    let start = (content.start + 1..end).find(clause)?;
    let finite = tag::VERB | tag::AUXILIARY | tag::MODAL | tag::PUNCTUATION | tag::SUBJECT | tag::TO;
    let nominal =
        (content.start..start).all(|at| !view.has(at, finite) || view.has(at, tag::CAPITAL | tag::OBJECT));
    let object = view.has(content.start, tag::OBJECT | tag::POSSESSIVE | tag::DETERMINER | tag::CAPITAL)
        || start == content.start + 1;
    // "ask yourself that question": no clause.
    let clausal = content.end > start + 3;
    (nominal && object && clausal && !view.has(content.start, tag::THAT)).then_some(start)
}
