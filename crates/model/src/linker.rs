//! Which tokens are the content, and which the source, of one cue: a small net reads the paragraph around the cue
//! again, told of each token how it stands to the cue, and tags both parts. So contents may overlap, be nested, or be
//! cut in pieces, and the two parts are chosen in view of each other.

use crate::network::{
    CUE_SIDE, LINK, LINK_MATRIX, LINK_STATE, LINK_TAGS, LINKER, LayerTrace, PLACES, STATE, TOKEN_SIDE,
    Weights, biased, forward, product,
};

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
    for (row, positions) in out.chunks_mut(LINK).zip(rows) {
        for (number, cue) in row.iter_mut().zip(cue_side) {
            *number += cue;
        }
        for place in positions {
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
