//! Where tokens stand: to a cue, in their sentences and paragraphs, and between quotation marks.

use crate::features::Quotes;
use crate::prior_features::PriorFeatures;
use sayso_core::Tokens;
use std::ops::Range;

/// Kinds of relation between a token and a cue: see [`relation`].
pub(crate) const RELATIONS: usize = 9 * 2 * 2 * 3 * 3;
/// Classes of distance between them.
pub(crate) const DISTANCES: usize = 24;
/// Tokens that the net reads at once, at most (whole paragraphs while they fit).
const CHUNK: usize = 2048;

/// Where a token stands, for [`relation`].
#[derive(Copy, Clone, Debug, Default)]
pub struct Position {
    /// Index of its sentence.
    pub sentence: u32,
    /// Index of its paragraph.
    pub paragraph: u32,
    /// Whether it is inside quotation marks.
    pub quoted: bool,
    /// The rules' attributions that it is content, source and cue of: see [`crate::prior_features::PriorFeatures::links`].
    pub links: [u16; 3],
}

/// Tokens before a cue, and after it, that are read, at most.
pub(crate) type Reach = (usize, usize);
/// Of the net: 99 of 100 contents of PolNeAR's lie within.
pub const FAR: Reach = (80, 120);
/// Of the linear model: 97 of 100.
pub const NEAR: Reach = (45, 70);

/// The tokens read for a cue that begins at `cue`: its paragraph, as far as it is within reach.
pub fn window(positions: &[Position], cue: usize, (before, after): Reach) -> Range<usize> {
    let same = |at: &usize| positions[*at].paragraph == positions[cue].paragraph;
    let before = (cue.saturating_sub(before)..cue).rev().take_while(same).count();
    let after = (cue..(cue + after).min(positions.len())).take_while(same).count();
    cue - before..cue + after
}

/// What a model is told of how a token stands to a cue: [`relation`], and [`RELATIONS`] plus [`distance`].
pub fn rows(positions: &[Position], token: usize, cue: &Range<usize>) -> [usize; 2] {
    [relation(positions[token], positions[cue.start]), RELATIONS + distance(token, cue)]
}

/// Sentences between token and cue (−4 to 4), whether each is quoted, and whether the rules take the token for
/// content, or source, of this cue (0 where they have no such cue, 1 no, 2 yes).
pub(crate) fn relation(token: Position, cue: Position) -> usize {
    let sentences = (i64::from(token.sentence) - i64::from(cue.sentence)).clamp(-4, 4) + 4;
    let linked = |head: usize| match cue.links[2] {
        0 => 0,
        link => 1 + usize::from(token.links[head] == link),
    };
    let mut row = sentences as usize;
    row = row * 2 + usize::from(token.quoted);
    row = row * 2 + usize::from(cue.quoted);
    row = row * 3 + linked(0);
    row * 3 + linked(1)
}

/// Distance in tokens, signed, in doubling steps; the last row is the cue itself.
pub(crate) fn distance(token: usize, cue: &Range<usize>) -> usize {
    if cue.contains(&token) {
        return DISTANCES - 1;
    }
    let steps = |apart: usize| {
        let log = apart.ilog2() as usize;
        let half = if log == 0 { 0 } else { apart >> (log - 1) & 1 };
        (log * 2 + half).min(10)
    };
    if token < cue.start { steps(cue.start - token) } else { 11 + steps(token + 1 - cue.end) }
}

/// Runs of whole paragraphs of at most [`CHUNK`] tokens; a longer paragraph is cut.
pub fn chunks(tokens: &Tokens) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut end = 0;
    for paragraph in &tokens.paragraphs {
        let last = paragraph.sentences().next_back().and_then(|sentence| tokens.sentences.get(sentence));
        let next = last.map_or(end, |sentence| sentence.end_token as usize);
        if next - start > CHUNK && end > start {
            out.push(start..end);
            start = end;
        }
        while next - start > CHUNK {
            out.push(start..start + CHUNK);
            start += CHUNK;
        }
        end = next;
    }
    if end > start {
        out.push(start..end);
    }
    out
}

/// Where the tokens of a chunk stand.
pub fn positions(tokens: &Tokens, priors: &[PriorFeatures], chunk: Range<usize>) -> Vec<Position> {
    let mut sentence =
        tokens.sentences.partition_point(|sentence| sentence.end_token as usize <= chunk.start);
    let mut paragraph =
        tokens.paragraphs.partition_point(|paragraph| paragraph.end_sentence as usize <= sentence);
    let mut quotes = Quotes::default();
    chunk
        .map(|at| {
            while tokens.sentences.get(sentence).is_some_and(|sentence| sentence.end_token as usize <= at) {
                sentence += 1;
            }
            while tokens
                .paragraphs
                .get(paragraph)
                .is_some_and(|paragraph| paragraph.end_sentence as usize <= sentence)
            {
                paragraph += 1;
                quotes = Quotes::default();
            }
            let quoted = matches!(quotes.state(tokens.tokens[at]), 1..=3);
            let links = priors[at].links;
            Position { sentence: sentence as u32, paragraph: paragraph as u32, quoted, links }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stay_in_their_tables() {
        for token in 0..400 {
            let distance = distance(token, &(200..203));
            assert!(distance < DISTANCES, "{token}");
            assert_eq!(distance == DISTANCES - 1, (200..203).contains(&token));
        }
        let position = |sentence, link| Position { sentence, paragraph: 0, quoted: true, links: [link; 3] };
        assert_eq!(relation(position(9, 7), position(0, 7)), RELATIONS - 1);
    }

    #[test]
    fn a_window_stays_in_its_paragraph() {
        let position = |paragraph| Position { paragraph, ..Position::default() };
        let positions: Vec<Position> = (0..600).map(|at| position(at / 300)).collect();
        assert_eq!(window(&positions, 10, FAR), 0..130);
        assert_eq!(window(&positions, 150, FAR), 70..270);
        assert_eq!(window(&positions, 310, FAR), 300..430);
    }
}
