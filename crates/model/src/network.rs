//! The net: embeddings, three bidirectional layers of Simple Recurrent Units (Lei et al. 2018, "Simple Recurrent Units
//! for Highly Parallelizable Recurrence") and three BIO heads; and a smaller net that, for one cue, reads the tokens
//! around it again and tags its content and its source (see [`crate::linker`]).
//!
//! All products of a layer are one matrix product over the whole text; only element-wise work is sequential.

use crate::calibration::Calibration;
use crate::features::{DIMS, Features, ROWS, WIDTH};
use crate::gemm::{MatrixView, multiply};
use crate::position::{DISTANCES, RELATIONS};
use crate::sru::{Gates, Kept, recur};
use crate::vocabulary::Vocabulary;

/// A bidirectional layer: where its weights are, and its sizes.
#[derive(Copy, Clone, Debug)]
pub struct Layer {
    /// Index into [`Weights::dense`] of its matrix; its vectors follow.
    pub at: usize,
    /// Numbers a token enters with.
    pub width: usize,
    /// Units a direction.
    pub units: usize,
}

impl Layer {
    /// Numbers a token leaves with: both directions.
    pub const fn state(self) -> usize {
        2 * self.units
    }

    /// Columns of its product: both directions × (candidate, forget, reset, highway).
    pub const fn gates(self) -> usize {
        8 * self.units
    }
}

/// Units a direction of the layers that read the whole text.
pub const UNITS: usize = 80;
/// Numbers a token has above them.
pub const STATE: usize = 2 * UNITS;
/// The layers that read the whole text.
pub const READER: [Layer; 3] = [
    Layer { at: 0, width: WIDTH, units: UNITS },
    Layer { at: 2, width: STATE, units: UNITS },
    Layer { at: 4, width: STATE, units: UNITS },
];
/// Content, source and cue, each O, B, I.
pub const TAGS: usize = 9;
/// Numbers a token enters the linker with.
pub const LINK: usize = 64;
/// Units a direction of the linker's layers.
pub const LINK_UNITS: usize = 48;
/// Numbers a token has above them.
pub(crate) const LINK_STATE: usize = 2 * LINK_UNITS;
/// The layers that read the neighbourhood of a cue.
pub const LINKER: [Layer; 2] =
    [Layer { at: 8, width: LINK, units: LINK_UNITS }, Layer { at: 10, width: LINK_STATE, units: LINK_UNITS }];
/// Content and source of one cue, each O, B, I.
pub const LINK_TAGS: usize = 6;

/// Sizes of the dense weights, in the order of [`Weights::dense`].
pub const DENSE: [(usize, usize); 18] = [
    (WIDTH, 8 * UNITS),
    (4, STATE),
    (STATE, 8 * UNITS),
    (4, STATE),
    (STATE, 8 * UNITS),
    (4, STATE),
    (STATE, TAGS),
    (1, TAGS),
    (LINK, 8 * LINK_UNITS),
    (4, LINK_STATE),
    (LINK_STATE, 8 * LINK_UNITS),
    (4, LINK_STATE),
    (LINK_STATE, LINK_TAGS),
    (1, LINK_TAGS),
    (STATE, LINK),
    (STATE, LINK),
    (RELATIONS + DISTANCES, LINK),
    (3, 3),
];
/// Indexes into [`Weights::dense`].
pub const TAG_MATRIX: usize = 6;
/// Biases of the tags.
pub const TAG_BIAS: usize = 7;
/// Tags of the linker.
pub const LINK_MATRIX: usize = 12;
/// Biases of the linker's tags.
pub const LINK_BIAS: usize = 13;
/// Projects tokens for the linker.
pub const TOKEN_SIDE: usize = 14;
/// Projects cues for the linker.
pub const CUE_SIDE: usize = 15;
/// What relation and distance add.
pub const PLACES: usize = 16;
/// What a content's tag adds to the next one's logits.
pub const TRANSITIONS: usize = 17;

/// All numbers of a model.
#[derive(Clone, Debug)]
pub struct Weights {
    /// Which word has which row.
    pub vocabulary: Vocabulary,
    /// Embeddings: [`DIMS`] numbers a row.
    pub tables: Vec<Vec<f32>>,
    /// Matrices, as [`DENSE`].
    pub dense: Vec<Vec<f32>>,
    /// How sure it is of what it finds.
    pub calibration: Calibration,
}

impl Weights {
    /// All zero.
    pub fn zero(vocabulary: Vocabulary) -> Self {
        let rows = |table: usize| if table == 0 { vocabulary.rows() } else { ROWS[table] };
        let tables = DIMS.iter().enumerate().map(|(table, dim)| vec![0.0; rows(table) * dim]).collect();
        let dense = DENSE.iter().map(|(rows, cols)| vec![0.0; rows * cols]).collect();
        Self { vocabulary, tables, dense, calibration: Calibration::default() }
    }
}

/// What a layer computed, kept for training.
#[derive(Clone, Debug, Default)]
pub struct LayerTrace {
    /// Tokens × [`Layer::gates`].
    pub product: Vec<f32>,
    /// Tokens × [`Layer::state`]: the cells.
    pub cell: Vec<f32>,
    /// Forget gates.
    pub forget: Vec<f32>,
    /// Reset gates.
    pub reset: Vec<f32>,
}

/// Looks up the embeddings: tokens × [`WIDTH`].
pub fn embed(weights: &Weights, features: &[Features]) -> Vec<f32> {
    let mut out = Vec::with_capacity(features.len() * WIDTH);
    for rows in features {
        for ((row, dim), table) in rows.iter().zip(DIMS).zip(&weights.tables) {
            let at = *row as usize * dim;
            out.extend_from_slice(&table[at..at + dim]);
        }
    }
    out
}

/// One layer over `input`, tokens × its width; gives tokens × its state, and keeps in `trace` what training needs.
pub fn forward(weights: &Weights, layer: Layer, input: &[f32], trace: &mut LayerTrace) -> Vec<f32> {
    let count = input.len() / layer.width;
    trace.product = product(weights, layer.at, input, layer.width, layer.gates());
    for kept in [&mut trace.cell, &mut trace.forget, &mut trace.reset] {
        *kept = vec![0.0; count * layer.state()];
    }
    let mut out = vec![0.0; count * layer.state()];
    let LayerTrace { product, cell, forget, reset } = trace;
    let mut kept = Kept { cell, forget, reset };
    for direction in 0..2 {
        let gates = Gates { product, offset: direction * 4 * layer.units, stride: layer.gates() };
        let mut carry = [0.0; UNITS];
        step::<true>(weights, layer, direction, gates, &mut carry[..layer.units], &mut kept, &mut out);
    }
    out
}

/// Runs one direction of a layer over a few tokens, `product` being theirs of that direction alone; keeps nothing but
/// the result, and in `carry` what the direction's next tokens start with.
pub(crate) fn advance(
    weights: &Weights,
    layer: Layer,
    direction: usize,
    product: &[f32],
    carry: &mut [f32],
    out: &mut [f32],
) {
    let gates = Gates { product, offset: 0, stride: 4 * layer.units };
    let mut nothing = Kept { cell: &mut [], forget: &mut [], reset: &mut [] };
    step::<false>(weights, layer, direction, gates, carry, &mut nothing, out);
}

fn step<const KEEP: bool>(
    weights: &Weights,
    layer: Layer,
    direction: usize,
    gates: Gates<'_>,
    carry: &mut [f32],
    kept: &mut Kept<'_>,
    out: &mut [f32],
) {
    let vectors = &weights.dense[layer.at + 1];
    match layer.units {
        UNITS => recur::<UNITS, KEEP>(vectors, direction, gates, carry, kept, out),
        LINK_UNITS => recur::<LINK_UNITS, KEEP>(vectors, direction, gates, carry, kept, out),
        units => unreachable!("no layer has {units} units"),
    }
}

/// `input`, rows × `width`, times a dense matrix of `cols` columns.
pub(crate) fn product(
    weights: &Weights,
    matrix: usize,
    input: &[f32],
    width: usize,
    cols: usize,
) -> Vec<f32> {
    let rows = input.len() / width;
    let mut out = vec![0.0; rows * cols];
    let matrix = MatrixView::new(&weights.dense[matrix], width, cols);
    multiply(MatrixView::new(input, rows, width), matrix, 0.0, &mut out);
    out
}

/// The same with a bias for every column.
pub fn biased(weights: &Weights, matrix: usize, input: &[f32], width: usize, cols: usize) -> Vec<f32> {
    let mut out = product(weights, matrix, input, width, cols);
    for row in out.chunks_mut(cols) {
        for (number, bias) in row.iter_mut().zip(&weights.dense[matrix + 1]) {
            *number += bias;
        }
    }
    out
}

/// The logistic function.
#[inline(always)]
#[allow(clippy::inline_always, reason = "so that loops over it become vector code")]
pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// `e^x` to six digits, without branches, so that loops over it become vector code; the same on every machine.
#[inline(always)]
#[allow(clippy::inline_always, reason = "as above")]
fn exp(x: f32) -> f32 {
    let scaled = x.clamp(-87.0, 87.0) * std::f32::consts::LOG2_E;
    // Adding 1.5 · 2²³ rounds to the nearest whole number in the low bits.
    let shifted = scaled + 12_582_912.0;
    let whole = shifted - 12_582_912.0;
    let f = (scaled - whole) * std::f32::consts::LN_2;
    let part = 1.0 + f * (1.0 + f * (0.5 + f * (0.166_666_67 + f * (0.041_666_67 + f * 0.008_333_334))));
    let power = f32::from_bits((shifted.to_bits() << 23).wrapping_add(0x3F80_0000));
    part * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_close() {
        for step in -800..800 {
            let x = step as f32 / 10.0;
            let want = f64::from(x).exp();
            assert!((f64::from(exp(x)) - want).abs() <= 1e-5 * want, "{x}");
        }
    }
}
