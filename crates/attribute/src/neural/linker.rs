//! Which tokens are the content, and which the source, of one cue: a small net reads the paragraph around the cue
//! again, told of each token how it stands to the cue, and tags both parts. So contents may overlap, be nested, or be
//! cut in pieces, and the two parts are chosen in view of each other.

use super::network::{
    CUE_SIDE, DISTANCES, LINK, LINK_MATRIX, LINK_STATE, LINK_TAGS, LINKER, LayerTrace, PLACES, RELATIONS,
    STATE, TOKEN_SIDE, Weights, biased, forward, product,
};
use std::ops::Range;

/// Where a token stands, for [`relation`].
#[derive(Copy, Clone, Debug, Default)]
pub struct Place {
    /// Index of its sentence.
    pub sentence: u32,
    /// Index of its paragraph.
    pub paragraph: u32,
    /// Whether it is inside quotation marks.
    pub quoted: bool,
    /// The rules' attributions that it is content, source and cue of: see [`super::notes::Note::links`].
    pub links: [u16; 3],
}

/// Tokens before a cue, and after it, that are read: 99 of 100 contents of PolNeAR's lie within.
const BEFORE: usize = 80;
const AFTER: usize = 120;

/// The tokens read for a cue that begins at `cue`: its paragraph, as far as it is near.
pub fn window(places: &[Place], cue: usize) -> Range<usize> {
    let same = |at: &usize| places[*at].paragraph == places[cue].paragraph;
    let before = (cue.saturating_sub(BEFORE)..cue).rev().take_while(same).count();
    let after = (cue..(cue + AFTER).min(places.len())).take_while(same).count();
    cue - before..cue + after
}

/// Rows of [`PLACES`] for a token and a cue.
pub fn rows(places: &[Place], token: usize, cue: &Range<usize>) -> [usize; 2] {
    [relation(places[token], places[cue.start]), RELATIONS + distance(token, cue)]
}

/// Sentences between token and cue (−4 to 4), whether each is quoted, and whether the rules take the token for
/// content, or source, of this cue (0 where they have no such cue, 1 no, 2 yes).
pub fn relation(token: Place, cue: Place) -> usize {
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
pub fn distance(token: usize, cue: &Range<usize>) -> usize {
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

/// What the linker computed, kept for training.
#[derive(Clone, Debug, Default)]
pub struct LinkTrace {
    /// What entered each layer, and what left the last.
    pub inputs: Vec<Vec<f32>>,
    /// The layers' own.
    pub layers: Vec<LayerTrace>,
}

/// Projections of tokens for the linker: tokens × [`LINK`].
pub fn token_side(weights: &Weights, state: &[f32]) -> Vec<f32> {
    product(weights, TOKEN_SIDE, state, STATE, LINK)
}

/// Projection of one cue's state.
pub fn cue_side(weights: &Weights, state: &[f32]) -> Vec<f32> {
    product(weights, CUE_SIDE, state, STATE, LINK)
}

/// What enters the linker's first layer for the tokens of `window`, before it is rectified.
pub fn join(weights: &Weights, token_side: &[f32], cue_side: &[f32], rows: &[[usize; 2]]) -> Vec<f32> {
    let mut out = token_side.to_vec();
    for (row, places) in out.chunks_mut(LINK).zip(rows) {
        for (number, cue) in row.iter_mut().zip(cue_side) {
            *number += cue;
        }
        for place in places {
            for (number, place) in row.iter_mut().zip(&weights.dense[PLACES][place * LINK..][..LINK]) {
                *number += place;
            }
        }
    }
    out
}

/// Logits of the tags: tokens × [`LINK_TAGS`].
pub fn link(weights: &Weights, mut joined: Vec<f32>, trace: &mut LinkTrace) -> Vec<f32> {
    rectify(&mut joined);
    trace.inputs = vec![joined];
    trace.layers = vec![LayerTrace::default(); LINKER.len()];
    for (index, layer) in LINKER.into_iter().enumerate() {
        let out = forward(weights, layer, &trace.inputs[index], &mut trace.layers[index]);
        trace.inputs.push(out);
    }
    biased(weights, LINK_MATRIX, &trace.inputs[LINKER.len()], LINK_STATE, LINK_TAGS)
}

pub(crate) fn rectify(numbers: &mut [f32]) {
    for number in numbers {
        *number = number.max(0.0);
    }
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
        let place = |sentence, link| Place { sentence, paragraph: 0, quoted: true, links: [link; 3] };
        assert_eq!(relation(place(9, 7), place(0, 7)), RELATIONS - 1);
    }

    #[test]
    fn a_window_stays_in_its_paragraph() {
        let place = |paragraph| Place { paragraph, ..Place::default() };
        let places: Vec<Place> = (0..600).map(|at| place(at / 300)).collect();
        assert_eq!(window(&places, 10), 0..130);
        assert_eq!(window(&places, 150), 70..270);
        assert_eq!(window(&places, 310), 300..430);
    }
}
