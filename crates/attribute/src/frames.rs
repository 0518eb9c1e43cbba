//! Frames that tell of a speaker by their shape alone, whatever the verb: “…,” bristled Roe; “…” — Ann Roe;
//! ROE: “…”.

use crate::direct::{Tag, sentence_of};
use crate::phrases;
use crate::tagged_article::{Segment, TaggedArticle};
use crate::words;
use sayso_core::CueClass;
use sayso_lexicon::tag;
use std::ops::Range;

/// Words that a clause behind a quotation has at most, for its shape to tell.
const CLAUSE: usize = 12;
/// Words of a name with what is said of it.
const SIGNATURE: usize = 25;

/// “…,” bristled Mayor Roe. “…?” Roe fumed. `gap` is what stands behind the quotation, to the end of its sentence.
pub(crate) fn after(view: &TaggedArticle<'_>, segment: Segment, gap: Range<usize>) -> Option<Tag> {
    let last = segment.end.checked_sub(1 + usize::from(segment.closed))?;
    let comma = view.has(last, tag::COMMA | tag::STOP) || view.has(segment.end, tag::COMMA);
    let closed = segment.closed && comma && !view.has(segment.end, tag::STOP);
    if !closed || gap.is_empty() {
        return None;
    }
    inverted(view, &gap).or_else(|| plain(view, &gap))
}

/// “…?” Roe fumed. The mark may have ended the sentence, so that a short one of its own follows.
pub(crate) fn after_question(
    view: &TaggedArticle<'_>,
    segment: Segment,
    next: Option<Segment>,
) -> Option<Tag> {
    const SHORT: usize = 6;
    let mark = segment.end.checked_sub(2).filter(|_| segment.closed)?;
    let asks = view.has(mark, tag::STOP) && !view.is(mark, ".");
    let paragraph = view.paragraph_at(mark).filter(|paragraph| segment.end < paragraph.end)?;
    let sentence = sentence_of(view, segment.end);
    let gap = sentence.start..sentence.end.min(next.map_or(paragraph.end, |next| next.open));
    let stop = gap.end.checked_sub(1).is_some_and(|last| view.has(last, tag::STOP));
    (asks && stop && gap.start == segment.end && gap.len() <= SHORT).then(|| plain(view, &gap)).flatten()
}

/// "bristled Mayor Hanna Oduya", "chimed in Piet Aalders, a retired watchmaker"
fn inverted(view: &TaggedArticle<'_>, gap: &Range<usize>) -> Option<Tag> {
    let verb = gap.start;
    let behind = verb + 1 + usize::from(view.is_any(verb + 1, &words::PARTICLES));
    let other = tag::PREPOSITION | tag::COORDINATOR | tag::SUBORDINATOR | tag::PUNCTUATION | tag::ADVERB;
    let role = view.has(behind + 1, tag::CAPITAL) && !view.has(behind, other);
    let nominal = tag::CAPITAL | tag::TITLE | tag::DETERMINER | tag::POSSESSIVE;
    if !is_verb(view, verb) || !role && !view.has(behind, nominal) {
        return None;
    }
    let source = phrases::phrase_after(view, behind, gap.end)?;
    let named = source.clone().any(|at| view.has(at, tag::CAPITAL | tag::TITLE));
    let rest = gap.end.saturating_sub(source.end);
    (named && rest <= CLAUSE).then(|| found(verb..behind, verb, source, "quote-verb-source"))
}

/// "Oduya fumed", "he shot back"
fn plain(view: &TaggedArticle<'_>, gap: &Range<usize>) -> Option<Tag> {
    let named = |at: usize| view.has(at, tag::CAPITAL | tag::TITLE);
    if !named(gap.start) && !view.has(gap.start, tag::SUBJECT | tag::DETERMINER | tag::POSSESSIVE) {
        return None;
    }
    let end = gap.end.min(gap.start + CLAUSE);
    let verb = (gap.start + 1..end).find(|at| is_verb(view, *at))?;
    let behind = verb + 1 + usize::from(view.is_any(verb + 1, &words::PARTICLES));
    let over = behind >= gap.end || view.has(behind, tag::COMMA | tag::STOP | tag::OPEN | tag::ADVERB);
    let source = phrases::subject_before(view, verb, gap.start)?;
    let whole = source.start == gap.start;
    (over && whole).then(|| found(verb..behind, verb, source, "quote-source-verb"))
}

/// A word in lower case that can be a verb of the past or the third person.
fn is_verb(view: &TaggedArticle<'_>, at: usize) -> bool {
    let other = tag::CAPITAL
        | tag::DETERMINER
        | tag::POSSESSIVE
        | tag::SUBJECT
        | tag::PREPOSITION
        | tag::AUXILIARY
        | tag::MODAL
        | tag::COORDINATOR
        | tag::SUBORDINATOR
        | tag::PUNCTUATION
        | tag::GENITIVE;
    let word = view.word(at);
    !view.has(at, other)
        && (view.has(at, tag::VERB)
            || word.len() > 3 && (word.ends_with("ed") || word.ends_with('s') && !word.ends_with("ss")))
}

/// “…” — Ann Roe, mayor: a dash and a name to the end of the paragraph, or alone in the next one.
pub(crate) fn signed(view: &TaggedArticle<'_>, segment: Segment, next: Option<Segment>) -> Option<Tag> {
    if next.is_some() || !segment.closed || !view.has(segment.end, tag::DASH) {
        return None;
    }
    let dash = segment.end;
    let paragraph = view.paragraph_at(dash)?;
    let first = dash + 1;
    let capital = view.has(first, tag::CAPITAL | tag::TITLE | tag::NAME);
    let source = phrases::bare_phrase_after(view, first, paragraph.end).filter(|_| capital)?;
    let short = paragraph.end - first <= SIGNATURE;
    let over = source.end >= paragraph.end
        || view.has(source.end, tag::COMMA | tag::STOP | tag::OPEN_BRACKET)
        || view.has(source.end, tag::PREPOSITION);
    let verb = (first..paragraph.end).any(|at| view.has(at, tag::AUXILIARY | tag::MODAL));
    (short && over && !verb).then(|| found(dash..first, dash, source, "quote-dash-source"))
}

/// "SENATOR ROE — “…”": a name and a dash at the beginning of a paragraph.
pub(crate) fn labelled(view: &TaggedArticle<'_>, segment: Segment, previous: Option<Segment>) -> Option<Tag> {
    let dash = segment.open.checked_sub(1).filter(|dash| view.has(*dash, tag::DASH))?;
    let paragraph = view.paragraph_at(dash).filter(|_| previous.is_none())?;
    let capital = |at: usize| view.has(at, tag::CAPITAL | tag::TITLE | tag::NAME | tag::OF | tag::COMMA);
    let name = paragraph.start..dash;
    let all = !name.is_empty() && name.len() <= 8 && name.clone().all(capital);
    all.then(|| found(dash..dash + 1, dash, name, "label-quote"))
}

fn found(cue: Range<usize>, head: usize, source: Range<usize>, rule: &'static str) -> Tag {
    Tag { cue, head, source: Some(source), class: CueClass::Neutral, score: 0.95, rule }
}
