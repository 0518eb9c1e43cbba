//! Memory that one thread uses from article to article: buffers, and the first layer's product of words met before.
//!
//! Most words of a text were in an earlier one, and the largest product of the net depends on the word alone. What is
//! remembered are the very numbers that would be computed again.

use super::features::{DIMS, FORM, Features, WIDTH};
use super::gemm::{self, Packed, View};
use super::linker::rectify;
use super::network::{
    DENSE, LINK_MATRIX, LINK_STATE, LINK_TAGS, LINKER, Layer, READER, Weights, biased, forward_into,
    multiply_into,
};
use rustc_hash::FxHashMap;

/// Columns of the first layer's product.
const COLS: usize = DENSE[READER[0].at].1;
/// Numbers of the embeddings that depend on a word's form alone.
const FORM_WIDTH: usize = DIMS[0] + DIMS[1] + DIMS[2] + DIMS[3];
/// Forms remembered, at most: 24 MB.
const FORMS: usize = 9_000;

/// Buffers and what is remembered; belongs to one model.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    /// Rows of `products` by form.
    forms: FxHashMap<[u32; FORM], u32>,
    products: Vec<f32>,
    /// Products of the other features' rows: they are few.
    rest: Vec<Vec<f32>>,
    /// The matrices of the layers, by [`Layer::at`], as they are multiplied; of the first layer the rows of forms.
    packed: Vec<Option<Packed>>,
    embedded: Vec<f32>,
    product: Vec<f32>,
    state: [Vec<f32>; 2],
    link: [Vec<f32>; 2],
}

impl Scratch {
    /// The first layer's product, tokens × its gates, into `self.product`.
    fn first_product(&mut self, weights: &Weights, features: &[Features]) {
        self.prepare(weights);
        if self.forms.len() + features.len() > FORMS {
            self.forms.clear();
            self.products.clear();
        }
        self.learn(weights, features);
        self.product.resize(features.len() * COLS, 0.0);
        for (rows, out) in features.iter().zip(self.product.chunks_mut(COLS)) {
            let form = self.forms[&form(rows)] as usize;
            out.copy_from_slice(&self.products[form * COLS..][..COLS]);
            for (row, table) in rows[FORM..].iter().zip(&self.rest) {
                for (number, part) in out.iter_mut().zip(&table[*row as usize * COLS..][..COLS]) {
                    *number += part;
                }
            }
        }
    }

    /// The state of every token above the layers that read the whole text: tokens × [`STATE`].
    pub(crate) fn read(&mut self, weights: &Weights, features: &[Features]) -> &[f32] {
        self.first_product(weights, features);
        let [below, above] = &mut self.state;
        forward_into(weights, READER[0], &self.product, below);
        for layer in READER.into_iter().skip(1) {
            multiply(&self.packed, weights, layer, below, &mut self.product);
            forward_into(weights, layer, &self.product, above);
            std::mem::swap(below, above);
        }
        below
    }

    /// [`super::linker::link`] in buffers that are used again.
    pub(crate) fn link(&mut self, weights: &Weights, mut joined: Vec<f32>) -> Vec<f32> {
        self.prepare(weights);
        rectify(&mut joined);
        let [below, above] = &mut self.link;
        *below = joined;
        for layer in LINKER {
            multiply(&self.packed, weights, layer, below, &mut self.product);
            forward_into(weights, layer, &self.product, above);
            std::mem::swap(below, above);
        }
        biased(weights, LINK_MATRIX, below, LINK_STATE, LINK_TAGS)
    }

    /// Multiplies the forms that are not known yet.
    fn learn(&mut self, weights: &Weights, features: &[Features]) {
        self.embedded.clear();
        let known = self.forms.len();
        for rows in features {
            let next = self.forms.len() as u32;
            self.forms.entry(form(rows)).or_insert_with(|| {
                for ((row, dim), table) in rows[..FORM].iter().zip(DIMS).zip(&weights.tables) {
                    self.embedded.extend_from_slice(&table[*row as usize * dim..][..dim]);
                }
                next
            });
        }
        let fresh = self.forms.len() - known;
        self.products.resize((known + fresh) * COLS, 0.0);
        let matrix = &weights.dense[READER[0].at][..FORM_WIDTH * COLS];
        let products = &mut self.products[known * COLS..];
        if let Some(Some(packed)) = self.packed.get(READER[0].at) {
            packed.multiply_into(&self.embedded, matrix, products);
        } else {
            let embedded = View::new(&self.embedded, fresh, FORM_WIDTH);
            gemm::multiply(embedded, View::new(matrix, FORM_WIDTH, COLS), 0.0, products);
        }
    }

    fn prepare(&mut self, weights: &Weights) {
        if !self.rest.is_empty() {
            return;
        }
        self.packed.resize(DENSE.len(), None);
        for layer in READER.into_iter().skip(1).chain(LINKER) {
            let packed = Packed::new(&weights.dense[layer.at], layer.width, layer.gates());
            self.packed[layer.at] = Some(packed);
        }
        let of_forms = &weights.dense[READER[0].at][..FORM_WIDTH * COLS];
        self.packed[READER[0].at] = Some(Packed::new(of_forms, FORM_WIDTH, COLS));
        let mut from = FORM_WIDTH;
        for (table, dim) in weights.tables.iter().zip(DIMS).skip(FORM) {
            let rows = table.len() / dim;
            let matrix = &weights.dense[READER[0].at][from * COLS..(from + dim) * COLS];
            let mut product = vec![0.0; rows * COLS];
            gemm::multiply(View::new(table, rows, dim), View::new(matrix, dim, COLS), 0.0, &mut product);
            self.rest.push(product);
            from += dim;
        }
        debug_assert_eq!(from, WIDTH);
    }
}

/// A layer's product of what enters it, in a buffer that is used again; quick where its matrix is packed.
fn multiply(packed: &[Option<Packed>], weights: &Weights, layer: Layer, input: &[f32], out: &mut Vec<f32>) {
    match packed.get(layer.at) {
        Some(Some(packed)) => packed.multiply(input, &weights.dense[layer.at], out),
        _ => multiply_into(weights, layer.at, input, out),
    }
}

fn form(rows: &Features) -> [u32; FORM] {
    std::array::from_fn(|at| rows[at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trained::vocabulary::Vocabulary;

    /// What is remembered must not depend on what was read before, or output would depend on the order of articles.
    #[test]
    fn a_word_reads_the_same_alone_and_among_others() {
        let mut weights = Weights::zero(Vocabulary::new(vec![1, 2, 3]));
        let mut state = 1_u32;
        let numbers = weights.tables.iter_mut().chain(&mut weights.dense).flatten();
        for number in numbers {
            state = state.wrapping_mul(0x2C1B_3C6D).wrapping_add(12_345);
            *number = (state >> 8) as f32 / (1 << 24) as f32 - 0.5;
        }
        let features: Vec<Features> =
            (0..70).map(|at| [at % 4, at, 2 * at, at, at % 7, at % 16, 0, at % 27, 1]).collect();
        let mut together = Scratch::default();
        together.first_product(&weights, &features);
        let mut apart = Scratch::default();
        for (index, rows) in features.iter().enumerate() {
            apart.first_product(&weights, std::slice::from_ref(rows));
            assert_eq!(apart.product, together.product[index * COLS..][..COLS], "token {index}");
        }
    }
}
