//! The sentence that leads in to what is printed below it: "Senator Roe issued the following statement:",
//! "Below is the text of her remarks:".

use crate::cues;
use crate::phrases;
use crate::tagged_article::TaggedArticle;
use crate::words;
use sayso_lexicon::tag;
use sayso_speakers::is_document;
use std::ops::Range;

/// Whose words a sentence leads in to.
pub(crate) struct LeadIn {
    pub(crate) cue: Range<usize>,
    pub(crate) head: usize,
    /// `None` where the sentence does not say.
    pub(crate) source: Option<Range<usize>>,
}

/// The least probability of a cue before a statement that is printed below, and before a list.
const SPOKEN: f32 = 0.3;
const LISTED: f32 = 0.02;
/// Tokens of a sentence that are looked at.
const REACH: usize = 120;
/// Tokens between whose it is and the noun ("her prepared opening remarks").
const BETWEEN: usize = 5;

/// A sentence that ends with a colon, if it leads in.
pub(crate) fn find(view: &TaggedArticle<'_>, mut sentence: Range<usize>) -> Option<LeadIn> {
    sentence.start = sentence.start.max(sentence.end.saturating_sub(REACH));
    issued(view, &sentence).or_else(|| announced(view, &sentence))
}

/// The lead-in at the end of a paragraph (given by its tokens) to what is printed below it: a sentence that ends with a
/// colon and tells of a saying, or one that says that a statement was issued, whatever follows it.
pub(crate) fn statement(view: &TaggedArticle<'_>, paragraph: Range<usize>) -> Option<LeadIn> {
    let sentences = &view.tokens.sentences;
    let last = sentences.partition_point(|sentence| (sentence.end_token as usize) < paragraph.end);
    let first = sentences.partition_point(|sentence| (sentence.end_token as usize) <= paragraph.start);
    let last_sentence = sentences.get(last)?.tokens();
    let colon = view.has(last_sentence.end.checked_sub(1)?, tag::COLON);
    if colon {
        return find(view, last_sentence.clone())
            .or_else(|| statement_issued(view, &last_sentence))
            .or_else(|| spoken(view, &last_sentence));
    }
    (first.max(last.saturating_sub(1))..=last).rev().find_map(|at| {
        let sentence = sentences.get(at)?.tokens();
        issued(view, &sentence).or_else(|| statement_issued(view, &sentence))
    })
}

/// The sentence at the end of a paragraph that leads in to a list: "In its letter the guild asks for:".
pub(crate) fn to_list(view: &TaggedArticle<'_>, paragraph: Range<usize>) -> Option<LeadIn> {
    let sentences = &view.tokens.sentences;
    let last = sentences.partition_point(|sentence| (sentence.end_token as usize) < paragraph.end);
    let sentence = sentences.get(last)?.tokens();
    // The verb that governs the list stands right before it.
    let cue = sentence.clone().rev().filter(|at| !view.words[*at].quoted).find_map(|at| {
        cues::cue_at(view, at, &sentence)
            .filter(|cue| cue.probability >= LISTED && view.has(cue.head, tag::VERB))
    })?;
    with_subject(view, &cue, sentence.start)
}

/// "Roe issued this statement following …", "Roe released a statement on …".
fn statement_issued(view: &TaggedArticle<'_>, sentence: &Range<usize>) -> Option<LeadIn> {
    let verb = (sentence.start + 1..sentence.end).find(|at| view.is_any(*at, &words::ISSUING))?;
    let noun = (verb + 1..sentence.end.min(verb + 1 + BETWEEN)).find(|at| is_noun(view, *at))?;
    let points = view.is_any(verb + 1, &words::POINTING_DETERMINERS)
        || view.has(sentence.end - 1, tag::COLON)
        || sentence.clone().any(|at| view.is(at, "following"));
    let source = phrases::subject_before(view, group_start(view, verb, sentence.start), sentence.start);
    points.then_some(LeadIn { cue: verb..noun + 1, head: verb, source })
}

/// "Roe today commented on the budget:", "said in remarks as prepared for delivery:".
fn spoken(view: &TaggedArticle<'_>, sentence: &Range<usize>) -> Option<LeadIn> {
    let said = |at: usize| cues::cue_at(view, at, sentence).filter(|cue| cue.probability >= SPOKEN);
    let outside = |at: &usize| !view.words[*at].quoted;
    let cue = sentence.clone().filter(outside).find_map(said)?;
    with_subject(view, &cue, sentence.start)
}

fn with_subject(view: &TaggedArticle<'_>, cue: &cues::Cue, floor: usize) -> Option<LeadIn> {
    let source = cues::subject(view, cue, floor, None);
    // "The letter posed the following questions:" names nobody right before the noun.
    let points = source.clone().into_iter().flatten().any(|at| view.is_any(at, &words::POINTERS));
    (source.is_some() && !points).then_some(LeadIn { cue: cue.group.clone(), head: cue.head, source })
}

fn issued(view: &TaggedArticle<'_>, sentence: &Range<usize>) -> Option<LeadIn> {
    let following = |at: &usize| view.is(*at, "following") && view.has(*at - 1, tag::DETERMINER);
    let following = (sentence.start + 2..sentence.end).find(following)?;
    let noun = noun_ahead(view, following + 1, sentence.end)?;
    let verb = following - 2;
    if !view.is_any(verb, &words::ISSUING) && !view.has(verb, tag::VERB) {
        return None;
    }
    let source = phrases::subject_before(view, group_start(view, verb, sentence.start), sentence.start);
    Some(LeadIn { cue: verb..noun + 1, head: verb, source })
}

/// Where a verb's group begins, "this morning" before it among it.
fn group_start(view: &TaggedArticle<'_>, verb: usize, floor: usize) -> usize {
    let start = cues::group_start(view, verb, floor);
    let timed =
        start >= floor + 2 && view.is(start - 2, "this") && view.is_any(start - 1, &words::PARTS_OF_DAY);
    if timed { group_start(view, start - 2, floor) } else { start }
}

fn announced(view: &TaggedArticle<'_>, sentence: &Range<usize>) -> Option<LeadIn> {
    let colon = sentence.end - 1;
    let first = sentence.start + usize::from(view.is(sentence.start, "the"));
    let begins = view.is_any(first, &words::POINTERS);
    let ends = colon > first + 1 && view.is_any(colon - 1, &words::END_POINTERS) && !view.is(colon - 2, "as");
    if !begins && !ends {
        return None;
    }
    let owner = sentence.clone().find_map(|at| owner(view, at, sentence));
    let whose = owner.or_else(|| sentence.clone().find_map(|at| author(view, at, sentence)));
    if let Some((source, noun)) = whose {
        return Some(LeadIn { cue: noun..noun + 1, head: noun, source: Some(source) });
    }
    // "Here is what she wrote:" says by whom.
    let nobody = begins && !view.is(first, "here") && sentence.clone().any(|at| is_noun(view, at));
    nobody.then_some(LeadIn { cue: colon..colon + 1, head: colon, source: None })
}

/// "her remarks", "Roe's letter": the owner that ends at a token, and the noun for what is owned.
fn owner(view: &TaggedArticle<'_>, at: usize, sentence: &Range<usize>) -> Option<(Range<usize>, usize)> {
    if !view.has(at, tag::POSSESSIVE | tag::GENITIVE) {
        return None;
    }
    let noun = noun_ahead(view, at + 1, sentence.end)?;
    if view.has(at, tag::POSSESSIVE) {
        return Some((at..at + 1, noun));
    }
    let apart = tag::OF | tag::PREPOSITION | tag::AUXILIARY | tag::VERB;
    let parts = |at: &usize| view.has(*at, apart) && !view.has(*at, tag::CAPITAL);
    let floor = (sentence.start..at).rev().find(parts).map_or(sentence.start, |before| before + 1);
    Some((phrases::subject_before(view, at, floor)?, noun))
}

/// "the statement of Senator Roe", "the statement Senator Roe made": who is named behind a noun, and the noun.
fn author(view: &TaggedArticle<'_>, at: usize, sentence: &Range<usize>) -> Option<(Range<usize>, usize)> {
    let by = at + 1 + usize::from(view.is_any(at + 1, &words::AUTHOR_LEADS));
    let named = is_noun(view, at) && view.has(by, tag::CAPITAL | tag::TITLE);
    named.then(|| phrases::bare_phrase_after(view, by, sentence.end)).flatten().map(|author| (author, at))
}

fn noun_ahead(view: &TaggedArticle<'_>, from: usize, end: usize) -> Option<usize> {
    let within = |at: &usize| !view.has(*at, tag::OF | tag::PREPOSITION);
    (from..end.min(from + BETWEEN)).take_while(within).find(|at| is_noun(view, *at))
}

fn is_noun(view: &TaggedArticle<'_>, at: usize) -> bool {
    view.is_any(at, &words::SPOKEN_NOUNS) || is_document(&view.word(at).to_lowercase())
}
