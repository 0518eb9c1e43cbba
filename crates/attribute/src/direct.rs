//! Quotations in marks: which words between marks are somebody's utterance, and whose.
//!
//! One attribution can have many pieces: `"A," he said. "B. C." "D."`, on over paragraphs whose mark stays open.

use crate::cues::{self, Cue};
use crate::frames;
use crate::lead_in::{self, LeadIn};
use crate::phrases;
use crate::rule_match::RuleMatch;
use crate::tagged_article::{Segment, TaggedArticle};
use sayso_core::{CueClass, TokenKind};
use sayso_lexicon::{LeftContext, tag};
use std::ops::Range;

/// The least probability of a cue beside a quotation.
const THRESHOLD: f32 = 0.12;
/// A gap is searched for its cue no further than this many tokens from the marks.
const REACH: usize = 45;

/// Who a quotation is attributed to by the words beside it.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    pub(crate) cue: Range<usize>,
    pub(crate) head: usize,
    pub(crate) source: Option<Range<usize>>,
    pub(crate) class: CueClass,
    pub(crate) score: f32,
    pub(crate) rule: &'static str,
}

/// Finds the direct quotations; returns them with, for each segment, whether it became part of one.
pub(crate) fn find(view: &TaggedArticle<'_>) -> (Vec<RuleMatch>, Vec<bool>) {
    let mut finder = Finder { view, matches: Vec::new(), used: vec![false; view.segments.len()], last: None };
    let mut at = 0;
    while at < view.segments.len() {
        let paragraph = view.segments[at].paragraph;
        let length = view.segments[at..].iter().take_while(|segment| segment.paragraph == paragraph).count();
        finder.paragraph(at..at + length);
        at += length;
    }
    (finder.matches, finder.used)
}

struct Finder<'v, 'a> {
    view: &'v TaggedArticle<'a>,
    matches: Vec<RuleMatch>,
    used: Vec<bool>,
    /// The rule_match whose quotation was still open at the end of a paragraph, with that paragraph's index.
    last: Option<(usize, usize)>,
}

impl Finder<'_, '_> {
    fn paragraph(&mut self, segments: Range<usize>) {
        let view = self.view;
        let paragraph = view.segments[segments.start].paragraph;
        let carried = self.last.filter(|(_, at)| at + 1 == paragraph).map(|(rule_match, _)| rule_match);
        let mut current: Option<usize> = None;
        let mut waiting: Vec<usize> = Vec::new();
        let mut open_draft = None;
        for index in segments.clone() {
            let segment = view.segments[index];
            if !is_utterance(view, segment) {
                continue;
            }
            let previous =
                index.checked_sub(1).filter(|_| index > segments.start).map(|at| view.segments[at]);
            let next = view.segments.get(index + 1).filter(|_| index + 1 < segments.end).copied();
            let found = (!is_interrupted(view, segment, next))
                .then(|| tag_after(view, segment, next))
                .flatten()
                .or_else(|| frames::signed(view, segment, next))
                .or_else(|| tag_before(view, segment, previous))
                .or_else(|| frames::labelled(view, segment, previous));
            let target = match found {
                Some(found) => Some(self.attach(found, segment)),
                None if current.is_some() => current,
                None if index == segments.start && starts_paragraph(view, segment) => carried,
                None => None,
            };
            let Some(target) = target else {
                waiting.push(index);
                continue;
            };
            self.add_piece(target, segment);
            self.used[index] = true;
            current = Some(target);
            // A mark that was forgotten in the middle leaves nothing open at the end.
            open_draft = (!segment.closed && index + 1 == segments.end).then_some(target);
            for index in waiting.drain(..) {
                self.add_piece(target, view.segments[index]);
                self.used[index] = true;
            }
        }
        self.last = open_draft.map(|rule_match| (rule_match, paragraph));
    }

    /// The rule_match that a tag belongs to: the one with the same cue, else a new one.
    fn attach(&mut self, tag: Tag, _segment: Segment) -> usize {
        if let Some(at) = self.matches.len().checked_sub(1)
            && self.matches[at].head == tag.head
        {
            return at;
        }
        self.matches.push(RuleMatch {
            content: Vec::new(),
            source: tag.source,
            cue: tag.cue,
            head: tag.head,
            class: tag.class,
            rule: tag.rule,
            via: None,
            cue_score: tag.score,
        });
        self.matches.len() - 1
    }

    fn add_piece(&mut self, rule_match: usize, segment: Segment) {
        let content = &mut self.matches[rule_match].content;
        content.push(segment.open..segment.end);
        content.sort_by_key(|piece| piece.start);
    }
}

/// “The doctors”—she counted them—“do not agree”: the narrator's words between dashes are no tag.
fn is_interrupted(view: &TaggedArticle<'_>, segment: Segment, next: Option<Segment>) -> bool {
    const LONGEST: usize = 14;
    let Some(next) = next else { return false };
    let dash = |at: usize| view.has(at, tag::DASH);
    segment.closed
        && dash(segment.end)
        && next.open > segment.end + 1
        && dash(next.open - 1)
        && next.open - segment.end <= LONGEST
        && !(segment.end..next.open).any(|at| view.has(at, tag::STOP))
}

fn starts_paragraph(view: &TaggedArticle<'_>, segment: Segment) -> bool {
    segment.open == 0
        || view
            .tokens
            .paragraphs
            .get(segment.paragraph)
            .is_some_and(|paragraph| view.tokens.tokens[segment.open].span.start == paragraph.span.start)
}

/// Whether words in marks are a whole utterance and no part of the sentence around them.
fn is_utterance(view: &TaggedArticle<'_>, segment: Segment) -> bool {
    let inner = segment.open + 1..segment.end - usize::from(segment.closed);
    let words = inner.clone().filter(|&at| !view.has(at, tag::PUNCTUATION)).count();
    if words == 0 {
        return false;
    }
    let starts = starts_paragraph(view, segment) || {
        let before = segment.open - 1;
        let tags = view.tags(before);
        tags & (tag::STOP | tag::COLON | tag::COMMA | tag::CLOSE | tag::DASH) != 0
            || view.cue(before).is_some() && tags & (tag::VERB | tag::PARTICIPLE) != 0
            || sentence_of(view, segment.open).start == segment.open
    };
    // “He said, ‘Go,’”
    let nested = |at: &usize| matches!(view.tokens.tokens[*at].kind, TokenKind::CloseSingle);
    let last = inner.clone().rev().find(|at| !nested(at)).map_or(0, |at| view.tags(at));
    let ends = last & (tag::COMMA | tag::STOP | tag::DASH) != 0
        || !segment.closed
        || view.has(segment.end, tag::COMMA | tag::STOP | tag::DASH);
    starts && ends && words >= 2
}

pub(crate) fn sentence_of(view: &TaggedArticle<'_>, at: usize) -> Range<usize> {
    let sentences = &view.tokens.sentences;
    let index = sentences.partition_point(|sentence| sentence.end_token as usize <= at);
    sentences.get(index).map_or(at..at, sayso_core::Sentence::tokens)
}

/// The cue after a quotation: `he said`, `said Jane Roe, a lawyer`, `according to X`.
fn tag_after(view: &TaggedArticle<'_>, segment: Segment, next: Option<Segment>) -> Option<Tag> {
    let sentence = sentence_of(view, segment.end - 1);
    let end = sentence.end.min(next.map_or(usize::MAX, |next| next.open)).min(segment.end + REACH);
    let gap = segment.end..end;
    if gap.start >= gap.end {
        return frames::after_question(view, segment, next);
    }
    if view.has(gap.start, tag::STOP) {
        return None;
    }
    let first = gap.start + usize::from(view.has(gap.start, tag::COMMA | tag::DASH));
    if view.is(first, "according") && view.is(first + 1, "to") {
        let source = phrases::phrase_after(view, first + 2, gap.end)?;
        let class = CueClass::Neutral;
        return Some(Tag {
            cue: first..first + 2,
            head: first,
            source: Some(source),
            class,
            score: 0.95,
            rule: "quote-according",
        });
    }
    let Some(cue) = best_cue(view, first..gap.end, true) else {
        return frames::after(view, segment, first..gap.end);
    };
    // "the letter states"
    if cue.left == LeftContext::Determiner
        && let Some(tag) = frames::after(view, segment, first..gap.end)
    {
        return Some(tag);
    }
    // "A," said Smith: verb first.
    if (cue.group.start == first || view.has(first, tag::ADVERB) && cue.head == first + 1)
        && let Some(source) = phrases::phrase_after(view, cue.head + 1, gap.end)
    {
        return Some(of(cue, Some(source), "quote-cue-source"));
    }
    let source = cues::subject(view, &cue, first, None);
    Some(of(cue, source, "quote-source-cue"))
}

/// The cue before a quotation: `He said, "A."`, `Jane Roe: "A."`
fn tag_before(view: &TaggedArticle<'_>, segment: Segment, previous: Option<Segment>) -> Option<Tag> {
    let sentence = sentence_of(view, segment.open);
    let mut start = sentence.start.max(previous.map_or(0, |previous| previous.end));
    let mut end = segment.open;
    // A colon can end the sentence before, or even the paragraph before.
    if start >= end {
        let colon = segment.open.checked_sub(1).filter(|&colon| view.has(colon, tag::COLON))?;
        start = sentence_of(view, colon).start;
        end = segment.open;
    }
    if start >= end {
        return None;
    }
    let colon = view.has(end - 1, tag::COLON);
    if colon && let Some(LeadIn { cue, head, source }) = lead_in::find(view, start..end) {
        let class = CueClass::Neutral;
        return Some(Tag { cue, head, source, class, score: 0.95, rule: "source-cue-quote" });
    }
    start = start.max(end.saturating_sub(REACH));
    // "described it as follows:"
    let manner = end > start + 3 && view.is(end - 3, "as") && view.is(end - 2, "follows");
    match best_cue(view, start..if manner { end - 3 } else { end }, false) {
        Some(cue) => {
            let source = cues::subject(view, &cue, start, None);
            Some(of(cue, source, "source-cue-quote"))
        }
        None if colon => {
            let source = phrases::bare_phrase_after(view, start, end - 1)?;
            let class = CueClass::Neutral;
            Some(Tag {
                cue: end - 1..end,
                head: end - 1,
                source: Some(source),
                class,
                score: 0.6,
                rule: "source-colon-quote",
            })
        }
        None => None,
    }
}

fn of(cue: Cue, source: Option<Range<usize>>, rule: &'static str) -> Tag {
    Tag { cue: cue.group, head: cue.head, source, class: cue.class, score: cue.probability, rule }
}

/// The likeliest cue of a gap: the first good one after a quotation, the last good one before it.
fn best_cue(view: &TaggedArticle<'_>, gap: Range<usize>, first: bool) -> Option<Cue> {
    // A noun is no cue beside a verb: "the letter states".
    let verbal = |cue: &Cue| cue.left != LeftContext::Determiner;
    let all: Vec<Cue> = gap
        .clone()
        .filter_map(|at| cues::cue_at(view, at, &gap))
        .filter(|cue| cue.probability >= THRESHOLD && !view.words[cue.head].quoted)
        .collect();
    let better = |a: Cue, b: Cue| {
        let clearly = b.probability > a.probability + 0.35;
        if first {
            if clearly { b } else { a }
        } else if a.probability > b.probability + 0.35 {
            a
        } else {
            b
        }
    };
    let (verbs, nouns): (Vec<Cue>, Vec<Cue>) = all.into_iter().partition(verbal);
    verbs.into_iter().reduce(better).or_else(|| nouns.into_iter().reduce(better))
}
