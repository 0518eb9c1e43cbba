//! Reported speech and thought: one sentence at a time, from the cue outwards.

use crate::boundaries::{self, Kind};
use crate::cues::{self, Cue};
use crate::phrases;
use crate::rule_match::RuleMatch;
use crate::tagged_article::TaggedArticle;
use crate::words;
use sayso_core::CueClass;
use sayso_lexicon::{CueRow, tag};
use sayso_lexicon::{LeftContext, RightContext};
use std::ops::Range;

/// A cue below this probability is passed over.
const THRESHOLD: f32 = 0.42;

/// Appends the attributions of a sentence; tokens in `taken` are cues of direct quotations.
pub(crate) fn find(
    view: &TaggedArticle<'_>,
    range: Range<usize>,
    taken: &dyn Fn(usize) -> bool,
    out: &mut Vec<RuleMatch>,
) {
    let first = out.len();
    let mut at = range.start;
    while at < range.end {
        let here = at;
        at += 1;
        if view.words[here].cue == 0 || view.words[here].quoted || taken(here) {
            continue;
        }
        let Some(cue) = cues::cue_at(view, here, &range) else { continue };
        if cue.probability < THRESHOLD {
            continue;
        }
        let cue = extend(view, cue, &range);
        let earlier = out[first..].iter().rev().find_map(|rule_match| rule_match.source.clone());
        if let Some(rule_match) = build(view, &cue, &range, earlier.as_ref()) {
            at = at.max(cue.group.end);
            if merge(view, &mut out[first..], &rule_match) {
                continue;
            }
            out.push(rule_match);
        }
    }
}

/// "issued a statement condemning": the verb, the document and the participle are one cue.
fn merge(view: &TaggedArticle<'_>, matches: &mut [RuleMatch], rule_match: &RuleMatch) -> bool {
    let Some(last) = matches.last_mut().filter(|last| last.rule == "cue-content") else { return false };
    let Some(start) = last.content.first().map(|piece| piece.start) else { return false };
    let between = start..rule_match.cue.start;
    let document = between.clone().any(|at| view.is_any(at, &words::ISSUED_DOCUMENTS));
    let apart =
        between.len() > 8 || between.is_empty() || between.clone().any(|at| view.has(at, tag::PUNCTUATION));
    if !document || apart || !view.has(rule_match.head, tag::PARTICIPLE) {
        return false;
    }
    last.cue.end = rule_match.cue.end;
    last.content.clone_from(&rule_match.content);
    last.class = rule_match.class;
    last.rule = "document-participle";
    true
}

/// "refused to say", "called on", "talked about": infinitives of saying and prepositions join the cue.
fn extend(view: &TaggedArticle<'_>, mut cue: Cue, range: &Range<usize>) -> Cue {
    if cue.right == RightContext::To {
        let mut verb = cue.head + 2;
        if view.has(verb, tag::ADVERB) {
            verb += 1;
        }
        if let Some(next) = cues::cue_at(view, verb, range).filter(|next| {
            let open = matches!(next.right, RightContext::Preposition | RightContext::Question);
            next.probability >= 0.5 || cue.class == CueClass::Refusal && open
        }) {
            cue.group.end = verb + 1;
            cue.right = next.right;
        }
    }
    // "refused to comment on whether": the preposition stays with the question.
    let on_question = view.has(cue.group.end + 1, tag::RELATIVE) && cue.class == CueClass::Refusal;
    if cue.right == RightContext::Preposition && !on_question {
        cue.group.end += 1;
    }
    cue
}

fn build(
    view: &TaggedArticle<'_>,
    cue: &Cue,
    range: &Range<usize>,
    earlier: Option<&Range<usize>>,
) -> Option<RuleMatch> {
    if view.is(cue.head, "according") {
        return according(view, cue, range);
    }
    let verbal = view.has(cue.head, tag::PARTICIPLE) || view.word(cue.head).ends_with("ed");
    let noun = cue.left == LeftContext::Determiner && !verbal;
    if noun {
        return noun_cue(view, cue, range);
    }
    if cues::is_passive(view, cue) {
        return passive(view, cue, range);
    }
    if view.is_any(cue.head, &words::RAISING) && cue.right == RightContext::To {
        return raising(view, cue, range);
    }
    if let Some(rule_match) = inverted(view, cue, range) {
        return Some(rule_match);
    }
    let source = cues::subject(view, cue, range.start, earlier);
    if let Some(rule_match) = parenthetical(view, cue, range, source.as_ref()) {
        return Some(rule_match);
    }
    let start = content_start(view, cue, range)?;
    let end = content_end(view, cue, start, range.end);
    rule_match(view, cue, "cue-content", source, one(start..end))
}

/// Content in one piece.
fn one(piece: Range<usize>) -> Vec<Range<usize>> {
    std::iter::once(piece).collect()
}

fn rule_match(
    view: &TaggedArticle<'_>,
    cue: &Cue,
    rule: &'static str,
    source: Option<Range<usize>>,
    content: Vec<Range<usize>>,
) -> Option<RuleMatch> {
    let content: Vec<_> = content.into_iter().filter_map(|piece| trim(view, piece)).collect();
    (!content.is_empty()).then(|| RuleMatch {
        content,
        source,
        cue: cue.group.clone(),
        head: cue.head,
        class: cue.class,
        rule,
        via: None,
        cue_score: cue.probability,
    })
}

/// Without commas, stops and dashes at either end.
pub(crate) fn trim(view: &TaggedArticle<'_>, mut piece: Range<usize>) -> Option<Range<usize>> {
    let loose = tag::COMMA | tag::STOP | tag::COLON | tag::DASH;
    while piece.start < piece.end && view.has(piece.start, loose) {
        piece.start += 1;
    }
    while piece.start < piece.end && view.has(piece.end - 1, loose) {
        piece.end -= 1;
    }
    (piece.start < piece.end).then_some(piece)
}

/// ", he said." and ", he said, ": the content stands before the cue, or around it.
fn parenthetical(
    view: &TaggedArticle<'_>,
    cue: &Cue,
    range: &Range<usize>,
    source: Option<&Range<usize>>,
) -> Option<RuleMatch> {
    let source = source.filter(|_| cue.group.end <= cue.head + 2)?;
    let comma =
        source.start.checked_sub(1).filter(|&comma| comma > range.start && view.has(comma, tag::COMMA))?;
    let next = cue.head + 1;
    let closes = cue.right == RightContext::End && !view.has(next, tag::COLON);
    let circumstance = cue.right == RightContext::Preposition && view.is_any(next, &words::OCCASION_LEADS)
        || view.has(next, tag::ADVERB);
    let that = that_ahead(view, next, range.end);
    let told = that.is_none() && tells_at_end(view, cue, range.end);
    if !(closes || told || circumstance && that.is_none()) || source.end > cue.head {
        return None;
    }
    let before = range.start..comma;
    if before.len() < 2 {
        return None;
    }
    let mut content = one(before);
    let goes_on =
        view.has(next, tag::COMMA) && !view.has(next + 1, tag::PARTICIPLE | tag::RELATIVE | tag::COORDINATOR);
    if goes_on && closes {
        content.push(next + 1..content_end(view, cue, next + 1, range.end));
    }
    rule_match(view, &short(cue), "content-cue", Some(source.clone()), content)
}

/// ", the mayor told the Post on Monday.": nothing behind the cue but its addressee, and when or where.
fn tells_at_end(view: &TaggedArticle<'_>, cue: &Cue, end: usize) -> bool {
    const LONGEST: usize = 8;
    if !view.is_any(cue.head, &words::TELL) {
        return false;
    }
    let Some(addressee) = phrases::bare_phrase_after(view, cue.head + 1, end) else { return false };
    let after = addressee.end;
    let over = after >= end || view.has(after, tag::STOP);
    let when = view.is_any(after, &words::CIRCUMSTANCE_LEADS) || view.is_any(after, &words::DAYS);
    let verbal = tag::VERB | tag::AUXILIARY | tag::MODAL | tag::COMMA;
    over || when && end - after <= LONGEST && !(after..end).any(|at| view.has(at, verbal))
}

/// The cue without a preposition taken in.
fn short(cue: &Cue) -> Cue {
    let mut cue = cue.clone();
    cue.group.end = cue.head + 1;
    cue
}

/// ", said Smith, a lawyer."
fn inverted(view: &TaggedArticle<'_>, cue: &Cue, range: &Range<usize>) -> Option<RuleMatch> {
    let comma =
        cue.group.start.checked_sub(1).filter(|&comma| comma > range.start && view.has(comma, tag::COMMA))?;
    let next = view.tags(cue.head + 1);
    let nominal = tag::CAPITAL | tag::DETERMINER | tag::POSSESSIVE;
    let sayer = view.is_any(cue.head, &words::INVERTING);
    if !sayer || next & nominal == 0 {
        return None;
    }
    let source = phrases::phrase_after(view, cue.head + 1, range.end)?;
    let over = source.end >= range.end || view.has(source.end, tag::COMMA | tag::STOP | tag::PREPOSITION);
    let before = range.start..comma;
    let finite = before.clone().any(|at| view.has(at, tag::VERB | tag::AUXILIARY | tag::MODAL));
    (over && finite && before.len() > 2)
        .then(|| rule_match(view, cue, "content-cue-source", Some(source), one(before)))
        .flatten()
}

/// "according to X, content" and "content, according to X".
fn according(view: &TaggedArticle<'_>, cue: &Cue, range: &Range<usize>) -> Option<RuleMatch> {
    let to = (cue.head + 1 < range.end && view.has(cue.head + 1, tag::TO)).then_some(cue.head + 1)?;
    let source = phrases::phrase_after(view, to + 1, range.end)?;
    // "according to plan"
    let alone = to + 2 >= range.end || view.has(to + 2, tag::COMMA | tag::STOP | tag::PREPOSITION);
    if alone && view.is_any(to + 1, &words::MEASURES) {
        return None;
    }
    let mut cue = cue.clone();
    cue.group = cue.head..to + 1;
    let start = cue.head;
    let opens = start == range.start
        || start <= range.start + 2 && view.has(range.start, tag::COORDINATOR | tag::OPEN);
    if opens {
        let bare = phrases::bare_phrase_after(view, to + 1, range.end)?;
        let aside = bare.end..source.end;
        let apposed = view.has(source.end, tag::COMMA)
            && !aside.clone().any(|at| view.has(at, tag::VERB | tag::AUXILIARY | tag::MODAL));
        let from = if apposed { source.end } else { bare.end };
        let comma = (from..range.end.min(from + 40)).find(|&at| view.has(at, tag::COMMA))?;
        let source = source.start..if apposed { source.end } else { bare.end };
        let content = comma + 1..range.end;
        return rule_match(view, &cue, "according-first", Some(source), one(content));
    }
    let before = range.start..start;
    let mut content = one(before);
    if view.has(source.end, tag::COMMA) && source.end + 3 < range.end && view.has(start - 1, tag::COMMA) {
        content.push(source.end + 1..range.end);
    }
    rule_match(view, &cue, "according-last", Some(source), content)
}

/// "Clinton's claim that ...", "a statement by X that ...".
fn noun_cue(view: &TaggedArticle<'_>, cue: &Cue, range: &Range<usize>) -> Option<RuleMatch> {
    let next = cue.head + 1;
    let mut source = cues::possessor(view, cue, range.start);
    let mut start = cue.group.end;
    let mut cue = cue.clone();
    if source.is_none()
        && let Some((verb, subject)) = cues::light_verb(view, &cue, range.start)
    {
        cue.group.start = verb;
        source = Some(subject);
    }
    let cue = &cue;
    if view.is_any(next, &words::BY_FROM) {
        let by = phrases::bare_phrase_after(view, next + 1, range.end)?;
        start = by.end;
        source = Some(by);
    }
    let start = that_ahead(view, start, range.end.min(start + 3)).unwrap_or(start);
    let ok = matches!(
        cue.right,
        RightContext::That
            | RightContext::To
            | RightContext::Quote
            | RightContext::Preposition
            | RightContext::Question
    );
    if !ok {
        return None;
    }
    let end = content_end(view, cue, start, range.end);
    rule_match(view, cue, "noun-cue", source, one(start..end))
}

/// "was told by X that", "is expected to": the content is the subject, or what follows.
fn passive(view: &TaggedArticle<'_>, cue: &Cue, range: &Range<usize>) -> Option<RuleMatch> {
    let next = cue.head + 1;
    let subject = phrases::subject_before(view, cue.group.start, range.start);
    if view.is(next, "by") {
        let agent = phrases::phrase_after(view, next + 1, range.end)?;
        let mut cue = cue.clone();
        cue.group.end = next + 1;
        return rule_match(view, &cue, "passive-by", Some(agent), one(subject?));
    }
    match cue.right {
        RightContext::To | RightContext::Preposition => {
            let subject = subject?;
            let start = if cue.right == RightContext::To { next } else { next + 1 };
            let end = content_end(view, cue, start, range.end);
            rule_match(view, cue, "passive", None, vec![subject, start..end])
        }
        RightContext::That => {
            rule_match(view, cue, "passive-that", None, one(next..content_end(view, cue, next, range.end)))
        }
        _ => None,
    }
}

fn raising(view: &TaggedArticle<'_>, cue: &Cue, range: &Range<usize>) -> Option<RuleMatch> {
    let subject = phrases::subject_before(view, cue.group.start, range.start)?;
    let next = cue.head + 1;
    let mut cue = cue.clone();
    cue.group.end = next;
    rule_match(view, &cue, "raising", None, vec![subject, next..content_end(view, &cue, next, range.end)])
}

/// The first "that" from `at` before a comma, quotation mark or verb.
fn that_ahead(view: &TaggedArticle<'_>, at: usize, end: usize) -> Option<usize> {
    const REACH: usize = 10;
    let barrier = tag::COMMA | tag::MARK | tag::STOP | tag::COLON | tag::VERB | tag::AUXILIARY | tag::MODAL;
    let end = end.min(at + REACH);
    (at..end)
        .take_while(|&at| !view.has(at, barrier) || view.has(at, tag::CAPITAL))
        .find(|&at| view.has(at, tag::THAT))
}

fn content_start(view: &TaggedArticle<'_>, cue: &Cue, range: &Range<usize>) -> Option<usize> {
    let next = cue.group.end;
    if next >= range.end {
        return None;
    }
    if matches!(cue.right, RightContext::Phrase | RightContext::Preposition | RightContext::Subject) {
        if let Some(that) = that_ahead(view, cue.head + 1, range.end)
            && (addresses(view, cue.head) || is_circumstance(view, cue.head + 1..that))
        {
            return Some(that);
        }
        if view.is_any(cue.head, &words::TELL) {
            return bare_addressee(view, cue.head + 1, range.end);
        }
    }
    if cue.right == RightContext::End && !view.has(next, tag::COLON) {
        return None;
    }
    let skip = view.has(next, tag::ADVERB) && !view.has(next, tag::SUBJECT | tag::DETERMINER);
    Some(if skip { next + 1 } else { next })
}

fn addresses(view: &TaggedArticle<'_>, head: usize) -> bool {
    view.is_any(head, &words::ADDRESSING)
}

/// "on Tuesday", "in a statement": what can stand between a verb of saying and "that".
fn is_circumstance(view: &TaggedArticle<'_>, words: Range<usize>) -> bool {
    let first = words.start;
    view.has(first, tag::ADVERB) || view.is_any(first, &words::CIRCUMSTANCE_LEADS) && words.len() <= 8
}

fn bare_addressee(view: &TaggedArticle<'_>, start: usize, end: usize) -> Option<usize> {
    if view.has(start, tag::OBJECT | tag::POSSESSIVE) && view.word(start).len() < 5 {
        return Some(start + 1);
    }
    phrases::bare_phrase_after(view, start, end).map(|phrase| phrase.end).filter(|&after| after < end)
}

/// The kind of a content that starts at `start` after `cue`.
fn kind(view: &TaggedArticle<'_>, cue: &Cue, start: usize) -> Kind {
    if view.has(start, tag::THAT | tag::RELATIVE) || view.is(start, "if") {
        Kind::That
    } else if view.has(start, tag::TO) {
        Kind::To
    } else if cue.class == CueClass::Judgement || cue.right == RightContext::Preposition {
        Kind::Phrase
    } else if view.cue(cue.head).is_some_and(CueRow::takes_clause) {
        Kind::Clause
    } else {
        Kind::Phrase
    }
}

/// Where a content that starts at `start` ends, by what may follow it. A quotation that has begun is taken whole,
/// also past the end of the sentence.
fn content_end(view: &TaggedArticle<'_>, cue: &Cue, start: usize, end: usize) -> usize {
    let kind = kind(view, cue, start);
    let mut at = start;
    while at < end {
        if at > start && !view.words[at].quoted && ends_before(view, kind, at) {
            return at;
        }
        at += 1;
    }
    view.segment_at(end)
        .filter(|segment| segment.open >= start && segment.open < end)
        .map_or(end, |segment| segment.end)
}

fn ends_before(view: &TaggedArticle<'_>, kind: Kind, at: usize) -> bool {
    let tags = view.tags(at);
    if tags & tag::COORDINATOR != 0 && joined_cue(view, at + 1) {
        return true;
    }
    let comma = tags & tag::COMMA != 0;
    if comma
        && (view.is(at + 1, "according") || view.has(at + 1, tag::COORDINATOR) && joined_cue(view, at + 2))
    {
        return true;
    }
    // ", and they called on"
    if comma && view.has(at + 1, tag::COORDINATOR) && view.has(at + 2, tag::SUBJECT) {
        let verb = at + 3 + usize::from(view.has(at + 3, tag::ADVERB | tag::AUXILIARY));
        if view.cue(verb).is_some_and(|row| row.probability(LeftContext::Third, RightContext::Phrase) >= 0.5)
        {
            return true;
        }
    }
    let likely = |at: usize| {
        view.cue(at).is_some_and(|row| row.probability(LeftContext::Other, RightContext::That) >= 0.5)
    };
    // ", saying", ", he said"
    if comma
        && (view.has(at + 1, tag::PARTICIPLE) && likely(at + 1)
            || view.has(at + 1, tag::SUBJECT) && likely(at + 2))
    {
        return true;
    }
    boundaries::ends_before(view, kind, at)
}

/// "and warned", "and has since warned": a verb of saying that shares the subject.
fn joined_cue(view: &TaggedArticle<'_>, at: usize) -> bool {
    let skipped = (at..at + 4)
        .take_while(|&at| view.has(at, tag::ADVERB | tag::AUXILIARY) && view.cue(at).is_none())
        .count();
    let at = at + skipped;
    view.has(at, tag::VERB)
        && view.cue(at).is_some_and(|row| row.probability(LeftContext::Other, RightContext::Phrase) >= 0.5)
}
