//! The net: hashed embeddings, three bidirectional layers of Simple Recurrent Units (Lei et al. 2018, "Simple
//! Recurrent Units for Highly Parallelizable Recurrence"), three BIO heads, and two bilinear heads that say which
//! token belongs to the content and to the source of which cue.
//!
//! All products of a layer are one matrix product over the whole text; only element-wise work is sequential.

use super::features::{Features, TABLES, WIDTH};
use super::gemm::{View, multiply};

/// Layers.
pub const LAYERS: usize = 3;
/// Units a direction.
pub const UNITS: usize = 80;
/// Numbers a token has between layers: both directions.
pub const STATE: usize = 2 * UNITS;
/// Columns of a layer's product: both directions × (candidate, forget, reset, highway).
pub const GATES: usize = 8 * UNITS;
/// Content, source and cue, each O, B, I.
pub const TAGS: usize = 9;
/// Rank of the bilinear heads.
pub const RANK: usize = 64;
/// Kinds of relation between a token and a cue: see [`relation`].
pub const RELATIONS: usize = 9 * 2 * 2 * 2;
/// Classes of distance between them.
pub const DISTANCES: usize = 24;

/// Sizes of the dense weights, in the order of [`Weights::dense`].
pub const DENSE: [(usize, usize); 2 * LAYERS + 5] = [
    (WIDTH, GATES),
    (4, STATE),
    (STATE, GATES),
    (4, STATE),
    (STATE, GATES),
    (4, STATE),
    (STATE, TAGS),
    (1, TAGS),
    (STATE, 2 * RANK),
    (STATE, 2 * RANK),
    (2, RELATIONS + DISTANCES),
];
/// Indexes into [`Weights::dense`].
pub const TAG_MATRIX: usize = 2 * LAYERS;
/// Biases of the tags.
pub const TAG_BIAS: usize = TAG_MATRIX + 1;
/// Projects tokens for the bilinear heads.
pub const TOKEN_SIDE: usize = TAG_MATRIX + 2;
/// Projects cues for the bilinear heads.
pub const CUE_SIDE: usize = TAG_MATRIX + 3;
/// What relation and distance alone say.
pub const PAIR_BIAS: usize = TAG_MATRIX + 4;

/// All numbers of a model.
#[derive(Clone, Debug)]
pub struct Weights {
    /// Embeddings, as [`TABLES`].
    pub tables: Vec<Vec<f32>>,
    /// Matrices, as [`DENSE`].
    pub dense: Vec<Vec<f32>>,
}

impl Weights {
    /// All zero.
    pub fn zero() -> Self {
        let zeros =
            |sizes: &[(usize, usize)]| sizes.iter().map(|(rows, cols)| vec![0.0; rows * cols]).collect();
        Self { tables: zeros(&TABLES), dense: zeros(&DENSE) }
    }
}

/// What a layer computed, kept for training.
#[derive(Clone, Debug, Default)]
pub struct LayerTrace {
    /// Tokens × [`GATES`].
    pub product: Vec<f32>,
    /// Tokens × [`STATE`]: the cells.
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
        for ((row, (_, dim)), table) in rows.iter().zip(TABLES).zip(&weights.tables) {
            let at = *row as usize * dim;
            out.extend_from_slice(&table[at..at + dim]);
        }
    }
    out
}

/// One layer over `input`, tokens × its width; gives tokens × [`STATE`].
pub fn layer(weights: &Weights, index: usize, input: &[f32], trace: &mut LayerTrace) -> Vec<f32> {
    let (width, _) = DENSE[2 * index];
    let count = input.len() / width;
    trace.product = vec![0.0; count * GATES];
    multiply(
        View::new(input, count, width),
        View::new(&weights.dense[2 * index], width, GATES),
        0.0,
        &mut trace.product,
    );
    for kept in [&mut trace.cell, &mut trace.forget, &mut trace.reset] {
        *kept = vec![0.0; count * STATE];
    }
    let mut out = vec![0.0; count * STATE];
    for direction in 0..2 {
        recur(&weights.dense[2 * index + 1], direction, count, trace, &mut out);
    }
    out
}

fn recur(vectors: &[f32], direction: usize, count: usize, trace: &mut LayerTrace, out: &mut [f32]) {
    let half = |row: usize| &vectors[row * STATE + direction * UNITS..][..UNITS];
    let (forget_peep, forget_bias, reset_peep, reset_bias) = (half(0), half(1), half(2), half(3));
    let mut carry = [0.0_f32; UNITS];
    for step in 0..count {
        let at = if direction == 0 { step } else { count - 1 - step };
        let product = &trace.product[at * GATES + direction * 4 * UNITS..][..4 * UNITS];
        let (candidate, rest) = product.split_at(UNITS);
        let (forget_in, rest) = rest.split_at(UNITS);
        let (reset_in, highway) = rest.split_at(UNITS);
        let place = at * STATE + direction * UNITS;
        let cell = &mut trace.cell[place..place + UNITS];
        let forget = &mut trace.forget[place..place + UNITS];
        let reset = &mut trace.reset[place..place + UNITS];
        let out = &mut out[place..place + UNITS];
        for unit in 0..UNITS {
            let before = carry[unit];
            let f = sigmoid(forget_in[unit] + forget_peep[unit] * before + forget_bias[unit]);
            let r = sigmoid(reset_in[unit] + reset_peep[unit] * before + reset_bias[unit]);
            let c = f * before + (1.0 - f) * candidate[unit];
            forget[unit] = f;
            reset[unit] = r;
            cell[unit] = c;
            carry[unit] = c;
            out[unit] = r * c + (1.0 - r) * highway[unit];
        }
    }
}

/// Logits of the tags: tokens × [`TAGS`].
pub fn tag(weights: &Weights, state: &[f32]) -> Vec<f32> {
    let count = state.len() / STATE;
    let mut out: Vec<f32> = weights.dense[TAG_BIAS].iter().copied().cycle().take(count * TAGS).collect();
    multiply(
        View::new(state, count, STATE),
        View::new(&weights.dense[TAG_MATRIX], STATE, TAGS),
        1.0,
        &mut out,
    );
    out
}

/// Projects states for the bilinear heads: tokens × 2 [`RANK`] (content, then source).
pub fn project(weights: &Weights, matrix: usize, state: &[f32]) -> Vec<f32> {
    let count = state.len() / STATE;
    let mut out = vec![0.0; count * 2 * RANK];
    multiply(
        View::new(state, count, STATE),
        View::new(&weights.dense[matrix], STATE, 2 * RANK),
        0.0,
        &mut out,
    );
    out
}

/// Where a token stands, for [`relation`].
#[derive(Copy, Clone, Debug, Default)]
pub struct Place {
    /// Index of its sentence.
    pub sentence: u32,
    /// Index of its paragraph.
    pub paragraph: u32,
    /// Whether it is inside quotation marks.
    pub quoted: bool,
}

/// Row of the relation between a token and a cue: sentences between them (−4 to 4), same paragraph, and whether each
/// is quoted.
pub fn relation(token: Place, cue: Place) -> usize {
    let sentences = (i64::from(token.sentence) - i64::from(cue.sentence)).clamp(-4, 4) + 4;
    let mut row = sentences as usize;
    for bit in [token.paragraph == cue.paragraph, token.quoted, cue.quoted] {
        row = row * 2 + usize::from(bit);
    }
    row
}

/// Row of the distance in tokens, signed, in doubling steps.
pub fn distance(token: usize, cue: usize) -> usize {
    let steps = (token.abs_diff(cue) + 1).ilog2().min(10) as usize;
    let row = if token < cue { 11 - steps } else { 12 + steps };
    RELATIONS + row.min(DISTANCES - 1)
}

/// How much token and cue belong together, as a logit; `head` 0 is content, 1 source.
pub fn pair(weights: &Weights, head: usize, token: &[f32], cue: &[f32], rows: [usize; 2]) -> f32 {
    let range = head * RANK..(head + 1) * RANK;
    let product: f32 = token[range.clone()].iter().zip(&cue[range]).map(|(a, b)| a * b).sum();
    let bias = &weights.dense[PAIR_BIAS][head * (RELATIONS + DISTANCES)..];
    product * PAIR_SCALE + bias[rows[0]] + bias[rows[1]]
}

/// Keeps bilinear scores near one at the start of training.
pub const PAIR_SCALE: f32 = 0.125;

/// The logistic function.
#[inline]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// `e^x` to six digits, without branches, so that loops over it become vector code; the same on every machine.
#[inline]
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
