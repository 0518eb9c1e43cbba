//! Memory that one thread uses from article to article: buffers, and the first layer's product of words met before.
//!
//! Most words of a text were in an earlier one, and the largest product of the net depends on the word alone. What is
//! remembered are the very numbers that would be computed again. A layer runs over a few tokens at a time, so that
//! their product is still near the processor when it is read.

use crate::features::{DIMS, FORM, Features, Forms};
use crate::linker::rectify;
use crate::network::{
    CUE_SIDE, DENSE, LINK, LINK_BIAS, LINK_MATRIX, LINKER, Layer, READER, STATE, TAG_BIAS, TAG_MATRIX,
    TOKEN_SIDE, UNITS, Weights, advance,
};
use crate::quantized_matmul::{Packed, Workspace, workspace};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Columns of the first layer's product.
const COLS: usize = DENSE[READER[0].at].1;
/// Those of one direction.
const SIDE: usize = COLS / 2;
/// Numbers of the embeddings that depend on a word's form alone.
const FORM_WIDTH: usize = DIMS[0] + DIMS[1] + DIMS[2] + DIMS[3];
/// Forms remembered, at most: 24 MB.
const FORMS: usize = 9_000;
/// Tokens that a layer runs over at a time.
const TILE: usize = 48;

/// Buffers and what is remembered; belongs to one model.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    matrices: Option<Matrices>,
    known: FormProducts,
    /// Features of words met before.
    pub(crate) forms: Forms,
    tile: Tile,
    /// What leaves every other layer.
    above: Vec<f32>,
    /// Memory of readings that are done with.
    spare: Vec<Vec<f32>>,
}

/// The first layer's product, form by form.
#[derive(Debug, Default)]
struct FormProducts {
    /// Rows of `products` by form.
    forms: FxHashMap<[u32; FORM], u32>,
    products: Vec<f32>,
    /// Of the tokens that are read, the rows of `products`.
    rows: Vec<u32>,
    embedded: Vec<f32>,
}

/// What a layer works in.
#[derive(Debug, Default)]
struct Tile {
    workspace: Workspace,
    product: Vec<f32>,
}

/// The matrices of a net as they are multiplied.
#[derive(Debug)]
struct Matrices {
    /// Of the first layer, the rows of what depends on a word's form.
    form: Packed,
    /// The first layer's products of the other features' rows: they are few.
    rest: [Vec<f32>; DIMS.len() - FORM],
    reader: [Packed; READER.len() - 1],
    linker: [Packed; LINKER.len()],
    tags: Packed,
    link_tags: Packed,
    token_side: Packed,
    cue_side: Packed,
}

impl Matrices {
    fn new(weights: &Weights) -> Self {
        let packed = |at: usize| Packed::new(&weights.dense[at], DENSE[at].0, DENSE[at].1);
        let (form, mut others) = weights.dense[READER[0].at].split_at(FORM_WIDTH * COLS);
        let rest = std::array::from_fn(|at| {
            let (table, dim) = (&weights.tables[FORM + at], DIMS[FORM + at]);
            let (matrix, left) = others.split_at(dim * COLS);
            others = left;
            let mut products = vec![0.0; table.len() / dim * COLS];
            let packed = Packed::new(matrix, dim, COLS);
            packed.multiply(table, packed.all(), &mut Workspace::default(), &mut products);
            products
        });
        Self {
            rest,
            form: Packed::new(form, FORM_WIDTH, COLS),
            reader: std::array::from_fn(|index| packed(READER[index + 1].at)),
            linker: LINKER.map(|layer| packed(layer.at)),
            tags: packed(TAG_MATRIX),
            link_tags: packed(LINK_MATRIX),
            token_side: packed(TOKEN_SIDE),
            cue_side: packed(CUE_SIDE),
        }
    }

    /// The first layer's product of some tokens, of one direction.
    fn first(
        &self,
        known: &FormProducts,
        features: &[Features],
        tokens: Range<usize>,
        direction: usize,
        out: &mut [f32],
    ) {
        let side = |row: usize| row * COLS + direction * SIDE..row * COLS + (direction + 1) * SIDE;
        let rows = features[tokens.clone()].iter().zip(&known.rows[tokens]);
        for ((features, row), out) in rows.zip(out.chunks_exact_mut(SIDE)) {
            let [first, second, third, fourth, fifth] =
                std::array::from_fn(|at| &self.rest[at][side(features[FORM + at] as usize)]);
            let form = &known.products[side(*row as usize)];
            for at in 0..SIDE {
                out[at] = form[at] + first[at] + second[at] + third[at] + fourth[at] + fifth[at];
            }
        }
    }
}

impl FormProducts {
    /// Finds the products of these tokens' forms; multiplies those that are not known yet.
    fn learn(&mut self, weights: &Weights, form: &Packed, workspace: &mut Workspace, features: &[Features]) {
        if self.forms.len() + features.len() > FORMS {
            self.forms.clear();
            self.products.clear();
        }
        self.embedded.clear();
        self.rows.clear();
        let known = self.forms.len();
        for rows in features {
            let next = self.forms.len() as u32;
            let key = std::array::from_fn(|at| rows[at]);
            self.rows.push(*self.forms.entry(key).or_insert_with(|| {
                for ((row, dim), table) in rows[..FORM].iter().zip(DIMS).zip(&weights.tables) {
                    self.embedded.extend_from_slice(&table[*row as usize * dim..][..dim]);
                }
                next
            }));
        }
        self.products.resize(self.forms.len() * COLS, 0.0);
        form.multiply(&self.embedded, form.all(), workspace, &mut self.products[known * COLS..]);
    }
}

impl Scratch {
    /// The state of every token above the layers that read the whole text: tokens × [`STATE`].
    pub(crate) fn read(&mut self, weights: &Weights, features: &[Features]) -> Vec<f32> {
        let matrices = self.matrices.get_or_insert_with(|| Matrices::new(weights));
        let Tile { workspace, product } = &mut self.tile;
        self.known.learn(weights, &matrices.form, workspace, features);
        let mut below = self.spare.pop().unwrap_or_default();
        forward(weights, READER[0], features.len(), product, &mut below, |tokens, direction, product| {
            matrices.first(&self.known, features, tokens, direction, product);
        });
        for (layer, packed) in READER[1..].iter().zip(&matrices.reader) {
            climb(weights, *layer, packed, &mut self.tile, &below, &mut self.above);
            std::mem::swap(&mut below, &mut self.above);
        }
        below
    }

    /// Logits of the tags of tokens in these states: tokens × [`TAGS`](crate::network::TAGS).
    pub(crate) fn tags(&mut self, weights: &Weights, state: &[f32]) -> Vec<f32> {
        let matrices = self.matrices.get_or_insert_with(|| Matrices::new(weights));
        biased(&matrices.tags, &mut self.tile.workspace, state, &weights.dense[TAG_BIAS])
    }

    /// [`crate::linker::token_side`], quicker.
    pub(crate) fn token_side(&mut self, weights: &Weights, state: &[f32]) -> Vec<f32> {
        let matrices = self.matrices.get_or_insert_with(|| Matrices::new(weights));
        let mut out = self.spare.pop().unwrap_or_default();
        out.resize(state.len() / STATE * LINK, 0.0);
        matrices.token_side.multiply(state, matrices.token_side.all(), &mut self.tile.workspace, &mut out);
        out
    }

    /// [`crate::linker::cue_side`], quicker.
    pub(crate) fn cue_side(&mut self, weights: &Weights, state: &[f32]) -> [f32; LINK] {
        let matrices = self.matrices.get_or_insert_with(|| Matrices::new(weights));
        let mut out = [0.0; LINK];
        matrices.cue_side.multiply(state, matrices.cue_side.all(), &mut self.tile.workspace, &mut out);
        out
    }

    /// [`crate::linker::link`], quicker.
    pub(crate) fn link(&mut self, weights: &Weights, joined: Vec<f32>) -> Vec<f32> {
        let matrices = self.matrices.get_or_insert_with(|| Matrices::new(weights));
        let mut below = joined;
        rectify(&mut below);
        for (layer, packed) in LINKER.iter().zip(&matrices.linker) {
            climb(weights, *layer, packed, &mut self.tile, &below, &mut self.above);
            std::mem::swap(&mut below, &mut self.above);
        }
        biased(&matrices.link_tags, &mut self.tile.workspace, &below, &weights.dense[LINK_BIAS])
    }

    /// Takes memory back.
    pub(crate) fn reuse(&mut self, memory: Vec<f32>) {
        self.spare.push(memory);
    }
}

/// One layer over what is below it.
fn climb(
    weights: &Weights,
    layer: Layer,
    packed: &Packed,
    tile: &mut Tile,
    below: &[f32],
    out: &mut Vec<f32>,
) {
    let Tile { workspace, product } = tile;
    let half = packed.all().end / 2;
    forward(weights, layer, below.len() / layer.width, product, out, |tokens, direction, product| {
        let below = &below[tokens.start * layer.width..tokens.end * layer.width];
        packed.multiply(below, direction * half..(direction + 1) * half, workspace, product);
    });
}

/// One layer over `count` tokens; `multiply` gives the product of some of them, of one direction.
fn forward(
    weights: &Weights,
    layer: Layer,
    count: usize,
    product: &mut Vec<f32>,
    out: &mut Vec<f32>,
    mut multiply: impl FnMut(Range<usize>, usize, &mut [f32]),
) {
    out.resize(count * layer.state(), 0.0);
    let tiles = count.div_ceil(TILE);
    for direction in 0..2 {
        let mut carry = [0.0; UNITS];
        for turn in 0..tiles {
            let index = if direction == 0 { turn } else { tiles - 1 - turn };
            let tokens = index * TILE..count.min((index + 1) * TILE);
            let product = workspace(product, tokens.len() * layer.gates() / 2);
            multiply(tokens.clone(), direction, product);
            let out = &mut out[tokens.start * layer.state()..tokens.end * layer.state()];
            advance(weights, layer, direction, product, &mut carry[..layer.units], out);
        }
    }
}

/// A product with a bias for every column.
fn biased(packed: &Packed, workspace: &mut Workspace, input: &[f32], bias: &[f32]) -> Vec<f32> {
    let mut out = vec![0.0; input.len() / packed.rows() * bias.len()];
    packed.multiply(input, packed.all(), workspace, &mut out);
    for row in out.chunks_exact_mut(bias.len()) {
        for (number, bias) in row.iter_mut().zip(bias) {
            *number += bias;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linker;
    use crate::network::{LayerTrace, embed};
    use crate::vocabulary::Vocabulary;

    fn weights() -> Weights {
        let mut weights = Weights::zero(Vocabulary::new(vec![1, 2, 3]));
        let mut state = 1_u32;
        let numbers = weights.tables.iter_mut().chain(&mut weights.dense).flatten();
        for number in numbers {
            state = state.wrapping_mul(0x2C1B_3C6D).wrapping_add(12_345);
            *number = ((state >> 8) as f32 / (1 << 24) as f32 - 0.5) / 3.0;
        }
        weights
    }

    fn features(count: u32) -> Vec<Features> {
        (0..count).map(|at| [at % 4, at, 2 * at, at, at % 7, at % 16, 0, at % 27, 1]).collect()
    }

    /// What is remembered must not depend on what was read before, or output would depend on the order of articles.
    #[test]
    fn a_text_reads_the_same_whatever_was_read_before() {
        let (weights, features) = (weights(), features(70));
        let mut scratch = Scratch::default();
        for from in [0, 13, 50] {
            scratch.read(&weights, &features[from..]);
            scratch.link(&weights, vec![0.1; (from + 1) * LINK]);
        }
        let fresh = Scratch::default().read(&weights, &features);
        assert_eq!(scratch.read(&weights, &features), fresh);
        let joined: Vec<f32> = (0..60 * LINK).map(|at| (at % 17) as f32 - 8.0).collect();
        assert_eq!(scratch.link(&weights, joined.clone()), Scratch::default().link(&weights, joined));
    }

    /// Training computes with floats, layer by layer, what is computed here tile by tile in whole numbers.
    #[test]
    fn a_text_reads_as_training_reads_it() {
        let (mut weights, features) = (weights(), features(130));
        // As a model file holds them.
        for (numbers, (_, cols)) in weights.dense.iter_mut().zip(DENSE) {
            for piece in
                numbers.chunks_mut(cols).flat_map(|row| row.chunks_mut(crate::quantized_matmul::PIECE))
            {
                let scale = crate::quantized_matmul::scale(piece);
                piece.iter_mut().for_each(|number| *number = (*number / scale).round() * scale);
            }
        }
        let close = |found: &[f32], expect: &[f32]| {
            assert_eq!(found.len(), expect.len());
            let apart = found.iter().zip(expect).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(apart < 2e-3, "{apart} apart");
        };
        let mut scratch = Scratch::default();
        let mut expect = embed(&weights, &features);
        for layer in READER {
            expect = crate::network::forward(&weights, layer, &expect, &mut LayerTrace::default());
        }
        close(&scratch.read(&weights, &features), &expect);
        let tokens = linker::token_side(&weights, &expect);
        close(&scratch.token_side(&weights, &expect), &tokens);
        let linked = linker::link(&weights, tokens.clone(), &mut linker::LinkTrace::default());
        close(&scratch.link(&weights, tokens), &linked);
    }
}
