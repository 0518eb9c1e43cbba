//! Words of people in novels, plays and films: quoted, but said by nobody whom a reporter could ask.

use crate::tagged_article::TaggedArticle;
use crate::words;
use sayso_core::{Attribution, SetAside, SetAsideReason, Span, SpeakerKind, TokenKind};
use sayso_lexicon::tag;
use std::ops::Range;

/// Takes out what characters say; their quoted words are set aside.
pub(crate) fn set_aside(view: &TaggedArticle<'_>, attributions: &mut Vec<Attribution>) -> Vec<SetAside> {
    let mut aside = Vec::new();
    attributions.retain(|attribution| {
        let fiction = is_fiction(view, attribution);
        if fiction {
            let quoted = attribution.content.iter().filter(|piece| is_quoted(view, **piece));
            aside.extend(quoted.map(|span| SetAside { span: *span, reason: SetAsideReason::Hypothetical }));
        }
        !fiction
    });
    aside
}

fn is_quoted(view: &TaggedArticle<'_>, piece: Span) -> bool {
    view.has(view.tokens.in_span(piece).start, tag::OPEN)
}

fn is_fiction(view: &TaggedArticle<'_>, attribution: &Attribution) -> bool {
    let ([source], [speaker]) = (&attribution.source[..], &attribution.speakers[..]) else { return false };
    let tokens = view.tokens.in_span(*source);
    let Some(sentence) = view.tokens.sentences.get(view.tokens.sentence_at(source.start)) else {
        return false;
    };
    let sentence = sentence.tokens();
    if is_character(view, &tokens, sentence.end) {
        return true;
    }
    let nameless =
        speaker.kind == SpeakerKind::Role && !tokens.clone().any(|at| view.has(at, tag::NAME | tag::SUBJECT));
    let maker = tokens.clone().any(|at| view.is_any(at, &words::MAKERS));
    nameless && !maker && is_set_in_work(view, sentence.start..tokens.start)
}

/// "the heroine of her first novel", "the narrator of “Salt”", "her main character": what only works have.
fn is_character(view: &TaggedArticle<'_>, source: &Range<usize>, end: usize) -> bool {
    let Some(noun) = source.clone().find(|at| view.is_any(*at, &words::CHARACTERS)) else { return false };
    let named = view.has(noun + 1, tag::CAPITAL);
    let of = view.has(noun + 1, tag::OF);
    let behind = noun + 1..(noun + 8).min(end);
    let work = behind.clone().any(|at| view.is_any(at, &words::FICTIONS))
        || behind.clone().take(3).any(|at| view.has(at, tag::OPEN));
    // A hero of the day is somebody; a narrator is not.
    !named && if of { work } else { view.is_any(noun, &words::MERE_CHARACTERS) }
}

/// "In the last act of her play,", "In “The Long Ferry,”": whether the words before a source set the scene in a work.
fn is_set_in_work(view: &TaggedArticle<'_>, before: Range<usize>) -> bool {
    let led = |at: usize| view.is_any(at, &words::WORK_LEADS);
    let comma = |at: usize| {
        view.has(at, tag::COMMA | tag::CLOSE) || view.tokens.tokens[at].kind == TokenKind::CloseSingle
    };
    let Some(last) = before.clone().next_back().filter(|last| comma(*last)) else { return false };
    let noun = (before.start..last)
        .any(|at| view.is_any(at, &words::FICTIONS) && (before.start..at).rev().take(6).any(led));
    let ended = view.segments.partition_point(|segment| segment.end <= last + 1);
    let title = ended.checked_sub(1).map(|nth| view.segments[nth]);
    let title = title.filter(|segment| segment.open >= before.start);
    let title = title.is_some_and(|segment| {
        let word = segment.open.checked_sub(1).filter(|word| *word >= before.start);
        word.is_some_and(led) && is_title(view, segment.open + 1..segment.end - 1)
    });
    noun || title
}

/// Capitals but for small words: "The Long Ferry".
fn is_title(view: &TaggedArticle<'_>, inside: Range<usize>) -> bool {
    let mut words = inside.filter(|at| !view.has(*at, tag::PUNCTUATION)).peekable();
    words.peek().is_some()
        && words.all(|at| view.has(at, tag::CAPITAL | tag::NUMBER) || view.word(at).len() <= 4)
}
