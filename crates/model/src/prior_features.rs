//! What names and rules say of each token, before a model reads it.

use sayso_core::{Attribution, EntityKind, MentionForm, Mentions, Span, Tokens};
use std::ops::Range;

/// What is known of a token before the model reads it.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct PriorFeatures {
    /// 0 for no name, else one plus its kind; see [`MENTIONS`].
    pub mention: u8,
    /// What the rules take it for: O, B or I of content, source and cue.
    pub tags: [u8; 3],
    /// The rules' attribution, counted from 1, whose content, source or cue it is; 0 for none.
    pub links: [u16; 3],
}

/// Values of [`PriorFeatures::mention`].
pub(crate) const MENTIONS: usize = 6;

/// One element for every token of an article, by the names in it and what the rules found (in text order).
pub fn prior_features(tokens: &Tokens, mentions: &Mentions, rules: &[Attribution]) -> Vec<PriorFeatures> {
    let mut out = vec![PriorFeatures::default(); tokens.tokens.len()];
    for mention in &mentions.mentions {
        let kind = mentions.entity_of(mention).map_or(EntityKind::Other, |entity| entity.kind);
        let kind = match kind {
            _ if mention.form == MentionForm::Demonym => 5,
            EntityKind::Person => 1,
            EntityKind::Country | EntityKind::Place => 3,
            EntityKind::Other => 4,
            _ => 2,
        };
        out[tokens.in_span(mention.span)].iter_mut().for_each(|token| token.mention = kind);
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
fn mark(tokens: &mut [PriorFeatures], head: usize, range: Range<usize>, number: u16) {
    if tokens[range.clone()].iter().any(|token| token.tags[head] != 0) {
        return;
    }
    let first = range.start;
    for at in range {
        tokens[at].tags[head] = if at == first { 1 } else { 2 };
        tokens[at].links[head] = number;
    }
}
