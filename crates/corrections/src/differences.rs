//! Corrections out of annotations that somebody edited: what differs from the run.

use crate::locate::Text;
use crate::parts::{related, shared};
use crate::{Action, Correction, Piece};
use sayso_core::{Form, Span};
use std::collections::{BTreeMap, BTreeSet};

/// A statement's parts. In [`differences`] in code points of the text, end exclusive, in text order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// What was said.
    pub content: Vec<[u32; 2]>,
    /// The source as written.
    pub source: Vec<[u32; 2]>,
    /// The words that tell of the saying.
    pub cue: Vec<[u32; 2]>,
}

/// The words of the parts, in bytes: annotation tools cut pieces at line breaks, which makes no difference.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Words {
    content: Vec<Span>,
    source: Vec<Span>,
    cue: Vec<Span>,
}

impl Words {
    fn new(parts: &Parts, text: &Text<'_>, body: &str) -> Self {
        let spans = |part: &[[u32; 2]]| {
            let spans = part.iter().filter_map(|at| text.span(*at));
            spans.flat_map(|span| words(span, body)).collect()
        };
        Self { content: spans(&parts.content), source: spans(&parts.source), cue: spans(&parts.cue) }
    }
}

/// What stands between white space in a span.
fn words(span: Span, body: &str) -> Vec<Span> {
    let mut words = Vec::new();
    let mut at = span.start as usize;
    for piece in span.of(body).split_inclusive(char::is_whitespace) {
        words.push(Span::new(at, at + piece.trim_end().len()));
        at += piece.len();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// A statement that was found, what became of it, and the correction that makes one of the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Which one was found; `None` where it is added.
    pub found: Option<usize>,
    /// Which one it became; `None` where it was taken away.
    pub edited: Option<usize>,
    /// Changes of the parts alone, and none where they are the same: who said it and how is for the caller to compare.
    pub correction: Correction,
}

/// What has to be corrected in `found` so that it says what `edited` says, in text order. Of one text.
pub fn differences(document: &str, body: &str, found: &[Parts], edited: &[Parts]) -> Vec<Difference> {
    let text = Text::new(body);
    let of = |all: &[Parts]| all.iter().map(|one| Words::new(one, &text, body)).collect::<Vec<_>>();
    let (old, new) = (of(found), of(edited));
    let pieces = |spans: &[[u32; 2]]| -> Vec<Piece> {
        spans.iter().filter_map(|at| text.span(*at)).map(|span| text.piece(span)).collect()
    };
    let pairs = pairs(&old, &new);
    let mut out = Vec::new();
    for (nth, (it, lines)) in found.iter().zip(&old).enumerate() {
        let statement = pieces(&it.content);
        let Some(other) = pairs.get(&nth) else {
            let correction = Correction::new(Action::Remove, document, statement);
            out.push((first(lines), Difference { found: Some(nth), edited: None, correction }));
            continue;
        };
        let (edit, edited) = (&edited[*other], &new[*other]);
        let changed = |a: &[Span], b: &[Span], spans: &[[u32; 2]]| (a != b).then(|| pieces(spans));
        let correction = Correction {
            content: changed(&lines.content, &edited.content, &edit.content),
            source: changed(&lines.source, &edited.source, &edit.source),
            cue: changed(&lines.cue, &edited.cue, &edit.cue),
            ..Correction::new(Action::Change, document, statement)
        };
        out.push((first(lines), Difference { found: Some(nth), edited: Some(*other), correction }));
    }
    let known: BTreeSet<usize> = pairs.into_values().collect();
    for (nth, (it, lines)) in edited.iter().zip(&new).enumerate() {
        if !known.contains(&nth) && !lines.content.is_empty() {
            let correction = Correction {
                content: Some(pieces(&it.content)),
                source: Some(pieces(&it.source)),
                cue: Some(pieces(&it.cue)),
                ..Correction::new(Action::Add, document, Vec::new())
            };
            out.push((first(lines), Difference { found: None, edited: Some(nth), correction }));
        }
    }
    out.sort_by_key(|(at, _)| *at);
    out.into_iter().map(|(_, it)| it).collect()
}

fn first(lines: &Words) -> u32 {
    lines.content.first().map_or(u32::MAX, |span| span.start)
}

/// Which edited statement each found one has become: that of the same content, else one that shares at least half of the shorter.
fn pairs(old: &[Words], new: &[Words]) -> BTreeMap<usize, usize> {
    let mut pairs = BTreeMap::new();
    let mut free: Vec<bool> = vec![true; new.len()];
    let mut by_content: BTreeMap<&[Span], Vec<usize>> = BTreeMap::new();
    for (nth, it) in new.iter().enumerate().rev() {
        by_content.entry(&it.content).or_default().push(nth);
    }
    for (nth, it) in old.iter().enumerate() {
        if let Some(other) = by_content.get_mut(&it.content[..]).and_then(Vec::pop) {
            pairs.insert(nth, other);
            free[other] = false;
        }
    }
    // Statements overlap little, so only those around are looked at.
    let mut order: Vec<usize> = (0..new.len()).filter(|nth| free[*nth]).collect();
    order.sort_by_key(|nth| first(&new[*nth]));
    for (nth, it) in old.iter().enumerate() {
        if pairs.contains_key(&nth) {
            continue;
        }
        let end = it.content.last().map_or(0, |span| span.end);
        let upto = order.partition_point(|other| first(&new[*other]) < end);
        let close = order[..upto].iter().rev().take(64).copied();
        let close = close.filter(|other| free[*other] && related(&it.content, &new[*other].content));
        if let Some(best) = close.max_by_key(|other| shared(&it.content, &new[*other].content)) {
            pairs.insert(nth, best);
            free[best] = false;
        }
    }
    pairs
}

/// Whether the words of a content stand in quotation marks: all of its pieces, some of the words, or none.
pub fn form_of(pieces: &[Piece]) -> Form {
    let whole = |words: &str| {
        let words = words.trim();
        let ends = words.chars().next().zip(words.chars().next_back());
        words.chars().count() > 1 && ends.is_some_and(|(open, close)| is_mark(open) && is_mark(close))
    };
    // A comma or full stop may stand behind the closing mark.
    let bare = |piece: &Piece| piece.words.trim_end_matches([',', '.', ';', ':']).to_owned();
    if !pieces.is_empty() && pieces.iter().all(|piece| whole(&bare(piece))) {
        Form::Direct
    } else if pieces.iter().any(|piece| piece.words.contains(is_mark)) {
        Form::Mixed
    } else {
        Form::Indirect
    }
}

fn is_mark(char: char) -> bool {
    matches!(char, '"' | '“' | '”' | '„' | '«' | '»' | '‟')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_by_the_marks() {
        for (pieces, expect) in [
            (&["“We checked,”", "“twice.”"][..], Form::Direct),
            (&["\"Yes\"."], Form::Direct),
            (&["that it “leaks badly” again"], Form::Mixed),
            (&["“We checked,”", "and more"], Form::Mixed),
            (&["that it leaks"], Form::Indirect),
            (&["“"], Form::Mixed),
            (&[], Form::Indirect),
        ] {
            let all: Vec<Piece> =
                pieces.iter().map(|piece| Piece { words: (*piece).to_owned(), ..Piece::default() }).collect();
            assert_eq!(form_of(&all), expect, "{pieces:?}");
        }
    }
}
