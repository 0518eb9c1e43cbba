//! Passages without the end of a sentence: lists of words, text whose marks were lost, input made to break programs. The
//! tokenizer cuts them into windows; what stands in one is bounded, so that results stay in proportion to the text.

use sayso_core::{Attribution, Attributions, TokenKind, Tokens};
use sayso_tokenize::LONGEST_SENTENCE;

/// Attributions of a window that are kept, the surest first.
const MOST: usize = 8;
/// Tokens at the end of a sentence among which its full stop stands: quotation marks and brackets may follow it.
const END: usize = 3;

/// How many windows there are.
pub(crate) fn count(tokens: &Tokens) -> usize {
    windows(tokens).len()
}

/// Of the attributions that begin in a window keeps the surest; of two as sure the first.
pub(crate) fn bound(found: &mut Attributions, tokens: &Tokens) {
    if found.attributions.len() <= MOST {
        return;
    }
    let windows = windows(tokens);
    if windows.is_empty() {
        return;
    }
    let mut of_window: Vec<(usize, usize)> = Vec::new();
    for (at, attribution) in found.attributions.iter().enumerate() {
        let start = start(attribution);
        let sentence = tokens.sentences.partition_point(|sentence| sentence.span.end <= start);
        if windows.binary_search(&sentence).is_ok() {
            of_window.push((sentence, at));
        }
    }
    let mut dropped = vec![false; found.attributions.len()];
    for window in of_window.chunk_by_mut(|one, other| one.0 == other.0) {
        let sure = |at: usize| found.attributions[at].confidence;
        window.sort_by(|one, other| sure(other.1).total_cmp(&sure(one.1)).then(one.1.cmp(&other.1)));
        window.iter().skip(MOST).for_each(|(_, at)| dropped[*at] = true);
    }
    let mut dropped = dropped.into_iter();
    found.attributions.retain(|_| !dropped.next().unwrap_or(false));
}

/// The pieces of sentences that the tokenizer cut, by number: long ones without an end, before another of their paragraph,
/// and what follows these.
fn windows(tokens: &Tokens) -> Vec<usize> {
    let mut windows = Vec::new();
    for paragraph in &tokens.paragraphs {
        let mut before = false;
        for at in paragraph.sentences() {
            let Some(sentence) = tokens.sentences.get(at) else { break };
            let range = sentence.tokens();
            let end = tokens.tokens.get(range.end.saturating_sub(END)..range.end).unwrap_or_default();
            let endless = end.iter().all(|token| token.kind != TokenKind::Stop);
            let cut = range.len() * 2 >= LONGEST_SENTENCE && at + 1 < paragraph.sentences().end;
            before = endless && (cut || before);
            if before {
                windows.push(at);
            }
        }
    }
    windows
}

/// The first byte of an attribution.
fn start(attribution: &Attribution) -> u32 {
    let spans = attribution.content.iter().chain(&attribution.source).chain(&attribution.cue);
    spans.map(|span| span.start).min().unwrap_or(0)
}
