//! Noun phrases without a parser: the subject before a verb, the phrase after one.
//!
//! Both walk over tags and stop at what cannot be inside a noun phrase. Every walk is bounded, so that no text
//! costs more than linear time.

use crate::tagged_article::TaggedArticle;
use crate::words;
use sayso_lexicon::tag;
use sayso_speakers::is_role;
use std::ops::Range;

/// No subject is looked for further away than this many tokens.
const REACH: usize = 40;

const NOUNISH_STOP: u32 = tag::AUXILIARY
    | tag::MODAL
    | tag::SUBORDINATOR
    | tag::THAT
    | tag::RELATIVE
    | tag::COMMA
    | tag::COLON
    | tag::STOP
    | tag::MARK
    | tag::DASH
    | tag::NEGATION
    | tag::TO
    | tag::OBJECT
    | tag::OPEN_BRACKET;

/// The subject whose verb group begins at `end`; nothing before `floor` is touched.
pub(crate) fn subject_before(view: &TaggedArticle<'_>, end: usize, floor: usize) -> Option<Range<usize>> {
    let floor = floor.max(end.saturating_sub(REACH));
    if end <= floor {
        return None;
    }
    let last = end - 1;
    if let Some(named) = called(view, last, floor) {
        return Some(named);
    }
    if view.has(last, tag::COMMA | tag::DASH) {
        return with_apposition(view, last, floor);
    }
    let chunk = chunk_before(view, end, floor)?;
    if view.has(chunk.start, tag::OPEN_BRACKET)
        && let Some(before) = subject_before(view, chunk.start, floor)
    {
        // "Ada Roe, M.D., (R-Ohio)"
        return Some(before.start..chunk.end);
    }
    Some(apposed_name(view, chunk, floor))
}

/// "A second man, who asked to be called “Spanner,”" before a verb: the comma stands inside the marks.
fn called(view: &TaggedArticle<'_>, close: usize, floor: usize) -> Option<Range<usize>> {
    const NICKNAME: usize = 5;
    const CLAUSE: usize = 12;
    let segment =
        view.segment_at(close).filter(|segment| view.has(close, tag::CLOSE) && segment.end == close + 1)?;
    let short = segment.end - segment.open <= NICKNAME + 2 && segment.open > floor;
    let comma = (floor.max(segment.open.saturating_sub(CLAUSE))..segment.open)
        .rev()
        .find(|at| view.has(*at, tag::COMMA) && view.is_any(at + 1, &words::RELATIVES))?;
    let head = chunk_before(view, comma, floor).filter(|_| short)?;
    Some(head.start..close + 1)
}

/// "Smith, a lawyer from Ohio," before a verb: `close` is the second comma.
fn with_apposition(view: &TaggedArticle<'_>, close: usize, floor: usize) -> Option<Range<usize>> {
    let open = (floor + 1..close).rev().find(|&at| view.has(at, tag::COMMA | tag::DASH | tag::MARK))?;
    if view.has(open, tag::MARK) || open + 1 >= close {
        return None;
    }
    let inside = open + 1;
    let aside = tag::PREPOSITION | tag::SUBORDINATOR | tag::PARTICIPLE | tag::TO | tag::ADVERB;
    if view.has(inside, tag::COORDINATOR) {
        return None;
    }
    let head = chunk_before(view, open, floor)?;
    if view.has(inside, aside) && !view.has(inside, tag::CAPITAL) {
        return Some(apposed_name(view, head, floor));
    }
    let whole = apposed_name(view, head, floor);
    Some(whole.start..close + 1)
}

/// Widens a phrase over "Name, 50, ...", "a spokesman, " or the name of "Name, M.D." or "Name, chairman of ..." before it.
fn apposed_name(view: &TaggedArticle<'_>, chunk: Range<usize>, floor: usize) -> Range<usize> {
    if chunk.start <= floor + 1 || !view.has(chunk.start - 1, tag::COMMA) {
        return chunk;
    }
    let name_here = view.has(chunk.start, tag::NAME | tag::TITLE);
    let number_here = view.has(chunk.start, tag::NUMBER);
    let degree_here = view.is_any(chunk.start, &words::DEGREES);
    let role_here = || {
        view.has(chunk.start + 1, tag::OF | tag::PREPOSITION)
            && is_role(&view.word(chunk.start).to_lowercase())
    };
    let Some(before) = chunk_before(view, chunk.start - 1, floor) else { return chunk };
    let role_before = view.has(before.start, tag::DETERMINER | tag::POSSESSIVE)
        && (before.start == floor || view.has(before.start - 1, tag::COMMA | tag::THAT));
    let name_before = view.has(before.end - 1, tag::NAME);
    if (name_here && role_before && before.len() < 10)
        || name_before && (number_here || degree_here || role_here())
    {
        before.start..chunk.end
    } else {
        chunk
    }
}

fn chunk_before(view: &TaggedArticle<'_>, end: usize, floor: usize) -> Option<Range<usize>> {
    let last = end.checked_sub(1).filter(|&last| last >= floor)?;
    let tags = view.tags(last);
    if tags & (tag::SUBJECT | tag::RELATIVE | tag::THAT) != 0 {
        return Some(last..end);
    }
    let mut at = end;
    let mut relative = false;
    while at > floor {
        let tags = view.tags(at - 1);
        let capital = tags & (tag::CAPITAL | tag::TITLE) != 0;
        if tags & tag::CLOSE_BRACKET != 0 {
            let Some(open) = (floor..at - 1).rev().find(|&open| view.has(open, tag::OPEN_BRACKET)) else {
                break;
            };
            at = open;
            continue;
        }
        if tags & (tag::DETERMINER | tag::POSSESSIVE) != 0 {
            at -= 1;
            if at > floor && (joins(view, at - 1, floor) || view.has(at - 1, tag::COORDINATOR)) {
                continue;
            }
            break;
        }
        if tags & tag::COORDINATOR != 0 {
            if let Some(start) = coordinated(view, at - 1, floor).filter(|_| at < end) {
                at = start;
            }
            break;
        }
        if tags & (tag::PREPOSITION | tag::OF) != 0 && !capital {
            if at == end || !joins(view, at - 1, floor) {
                break;
            }
            at -= 1;
            continue;
        }
        let verb = tags & tag::VERB != 0 && !capital;
        if verb || tags & tag::AUXILIARY != 0 && !capital {
            // "the people who wrote to her": on to the pronoun that the verb belongs to.
            match relative_before(view, at - 1, floor) {
                Some(pronoun) if !relative && at < end => {
                    relative = true;
                    at = pronoun;
                    continue;
                }
                _ => break,
            }
        }
        // "those around him"
        if tags & tag::OBJECT != 0 && at - 1 > floor && joins(view, at - 2, floor) {
            at -= 1;
            continue;
        }
        if tags & tag::SUBJECT != 0 || tags & NOUNISH_STOP != 0 && tags & (tag::NAME | tag::GENITIVE) == 0 {
            break;
        }
        if tags & tag::ADVERB != 0 && !capital && at - 1 > floor && !view.has(at, tag::NAME) && at == end {
            break;
        }
        at -= 1;
    }
    let start =
        (at..end).find(|&at| !view.has(at, tag::ADVERB | tag::COORDINATOR) || view.has(at, tag::CAPITAL))?;
    (start < end).then_some(start..end)
}

/// Whether the preposition at `at` ties what follows to a noun before it.
fn joins(view: &TaggedArticle<'_>, at: usize, floor: usize) -> bool {
    if !view.has(at, tag::PREPOSITION | tag::OF) || at <= floor {
        return false;
    }
    let before = view.tags(at - 1);
    let capital = before & tag::CAPITAL != 0;
    let verb = before & tag::VERB != 0 && !capital;
    !verb
        && before & (NOUNISH_STOP | tag::SUBJECT | tag::COORDINATOR | tag::PREPOSITION) == 0
        && (before & tag::PARTICIPLE == 0 || capital)
}

/// Where the subject starts whose last "and" stands at `at`; `None` where the "and" joins clauses.
fn coordinated(view: &TaggedArticle<'_>, at: usize, floor: usize) -> Option<usize> {
    const LIST: usize = 30;
    if at <= floor || view.is(at, "but") {
        return None;
    }
    let nominal = |at: usize| {
        let tags = view.tags(at);
        let capital = tags & (tag::CAPITAL | tag::TITLE) != 0;
        tags & (NOUNISH_STOP | tag::SUBJECT | tag::COORDINATOR) == 0 && (capital || tags & tag::VERB == 0)
    };
    let mut left = at - 1;
    if view.has(left, tag::COMMA) && left > floor {
        left -= 1;
    }
    if !nominal(left) {
        return None;
    }
    let limit = floor.max(left.saturating_sub(LIST));
    let listed = |start: usize| view.has(start - 1, tag::COMMA) && view.has(start, tag::CAPITAL | tag::TITLE);
    let (mut start, mut comma) = (left, None);
    while start > limit && (nominal(start - 1) || listed(start)) {
        start -= 1;
        if view.has(start, tag::COMMA) {
            comma = Some(start);
        }
    }
    // "In Ohio, Clinton and Trump": the part before the comma is no item of the list.
    if view.has(start, tag::PREPOSITION | tag::ADVERB | tag::PARTICIPLE) && !view.has(start, tag::NAME) {
        start = comma? + 1;
    }
    let clause = tag::COMMA | tag::THAT | tag::SUBORDINATOR | tag::STOP | tag::DASH | tag::CLOSE | tag::COLON;
    (start == floor || view.has(start - 1, clause)).then_some(start)
}

fn relative_before(view: &TaggedArticle<'_>, verb: usize, floor: usize) -> Option<usize> {
    let limit = floor.max(verb.saturating_sub(6));
    let pronoun = (limit..verb)
        .rev()
        .take_while(|&at| !view.has(at, tag::COMMA | tag::MARK))
        .find(|&at| view.is_any(at, &words::RELATIVES))?;
    (pronoun > floor && !view.has(pronoun - 1, NOUNISH_STOP | tag::VERB)).then_some(pronoun)
}

/// The noun phrase that starts at `start`, with its apposition ("Smith, a lawyer") where one follows.
pub(crate) fn phrase_after(view: &TaggedArticle<'_>, start: usize, end: usize) -> Option<Range<usize>> {
    let end = end.min(start + REACH);
    if start >= end {
        return None;
    }
    if view.has(start, tag::SUBJECT) {
        return Some(start..start + 1);
    }
    let mut at = walk_right(view, start, end)?;
    for _ in 0..3 {
        match apposition(view, at, end) {
            Some(next) => at = next,
            None => break,
        }
    }
    Some(start..at)
}

/// The noun phrase that starts at `start`, bare.
pub(crate) fn bare_phrase_after(view: &TaggedArticle<'_>, start: usize, end: usize) -> Option<Range<usize>> {
    walk_right(view, start, end.min(start + REACH)).map(|end| start..end)
}

fn is_time(view: &TaggedArticle<'_>, at: usize) -> bool {
    view.is_any(at, &words::DAYS) || view.is_any(at, &words::TIMES)
}

fn walk_right(view: &TaggedArticle<'_>, start: usize, end: usize) -> Option<usize> {
    let mut at = start;
    while at < end {
        let tags = view.tags(at);
        let capital = tags & (tag::CAPITAL | tag::TITLE) != 0;
        if at > start && is_time(view, at) {
            break;
        }
        if tags & tag::OPEN_BRACKET != 0 && at > start {
            match (at..end).find(|&close| view.has(close, tag::CLOSE_BRACKET)) {
                Some(close) => {
                    at = close + 1;
                    continue;
                }
                None => break,
            }
        }
        if tags & tag::COORDINATOR != 0 {
            let next = view.tags(at + 1);
            if at == start || view.is(at, "but") || next & (tag::CAPITAL | tag::DETERMINER) == 0 {
                break;
            }
        } else if tags & tag::PREPOSITION != 0 && !capital {
            let follows = view.tags(at + 1);
            let ties = view.is_any(at, &words::TIES) && follows & (tag::CAPITAL | tag::DETERMINER) != 0;
            if at == start || !ties {
                break;
            }
        } else {
            let barred = tags & (NOUNISH_STOP | tag::SUBJECT) != 0 && !(capital && tags & tag::NAME != 0);
            let verbal = tags & (tag::VERB | tag::ADVERB) != 0 && !capital && at > start;
            if barred || verbal {
                break;
            }
        }
        at += 1;
    }
    (at > start).then_some(at)
}

/// ", a lawyer from Ohio" after a phrase that ends at `at`.
fn apposition(view: &TaggedArticle<'_>, at: usize, end: usize) -> Option<usize> {
    if at + 1 >= end || !view.has(at, tag::COMMA) {
        return None;
    }
    let first = at + 1;
    let tags = view.tags(first);
    let opens = tags & (tag::DETERMINER | tag::POSSESSIVE | tag::NUMBER) != 0
        || view.is_any(first, &words::APPOSITION_LEADS)
        || (tags & !tag::CAPITAL == 0 || tags & tag::NAME != 0) && tags & tag::PUNCTUATION == 0;
    if !opens || is_time(view, first) {
        return None;
    }
    let close =
        (first..end).find(|&at| view.has(at, tag::COMMA | tag::STOP | tag::MARK | tag::DASH | tag::COLON));
    close.or((end < first + REACH).then_some(end))
}
