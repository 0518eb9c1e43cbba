//! What names and rules say of each token, before the net reads it.

use crate::rules::Ruled;
use sayso_core::{Article, Attribution, EntityKind, MentionForm, Mentions, Span, Tokens};
use std::ops::Range;

/// What is known of a token beforehand.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// 0 for no name, else one plus its kind; see [`MENTIONS`].
    pub mention: u8,
    /// What the rules take it for: O, B or I of content, source and cue.
    pub tags: [u8; 3],
    /// The rules' attribution, counted from 1, whose content, source or cue it is; 0 for none.
    pub links: [u16; 3],
}

/// Values of [`Note::mention`].
pub const MENTIONS: usize = 6;

/// A note for every token of an article.
pub fn notes(article: &Article, tokens: &Tokens, mentions: &Mentions) -> Vec<Note> {
    notes_by(tokens, mentions, &Ruled::find(article, tokens, mentions).outlines())
}

/// The same, by what the rules found.
pub(crate) fn notes_by(tokens: &Tokens, mentions: &Mentions, rules: &[Attribution]) -> Vec<Note> {
    let mut out = vec![Note::default(); tokens.tokens.len()];
    for mention in &mentions.mentions {
        let kind = mentions.entity_of(mention).map_or(EntityKind::Other, |entity| entity.kind);
        let kind = match kind {
            _ if mention.form == MentionForm::Demonym => 5,
            EntityKind::Person => 1,
            EntityKind::Country | EntityKind::Place => 3,
            EntityKind::Other => 4,
            _ => 2,
        };
        out[tokens.in_span(mention.span)].iter_mut().for_each(|note| note.mention = kind);
    }
    for (index, attribution) in rules.iter().enumerate() {
        let number = u16::try_from(index + 1).unwrap_or(0);
        let parts = [&attribution.content, &attribution.source, &attribution.cue];
        for (head, spans) in parts.into_iter().enumerate() {
            for range in ranges(tokens, spans) {
                mark(&mut out, head, range, number);
            }
        }
    }
    out
}

fn ranges(tokens: &Tokens, spans: &[Span]) -> impl Iterator<Item = Range<usize>> {
    spans.iter().map(|span| tokens.in_span(*span)).filter(|range| !range.is_empty())
}

/// An outer content keeps its tokens; one within it goes unmarked.
fn mark(notes: &mut [Note], head: usize, range: Range<usize>, number: u16) {
    if notes[range.clone()].iter().any(|note| note.tags[head] != 0) {
        return;
    }
    let first = range.start;
    for at in range {
        notes[at].tags[head] = if at == first { 1 } else { 2 };
        notes[at].links[head] = number;
    }
}
