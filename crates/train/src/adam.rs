//! Adam (Kingma & Ba 2015); rows of the embedding tables are touched only where a token used them.

use crate::gradient::Gradient;
use sayso_model::training::{DIMS, Features, WIDTH, Weights};

const BETA: [f32; 2] = [0.9, 0.98];
const EPSILON: f32 = 1e-8;
/// Word vectors that come from elsewhere move more slowly.
const WORD_RATE: f32 = 0.5;
/// Gradients longer than this are shortened.
const LONGEST: f32 = 2.0;

pub(crate) struct Adam {
    moments: [Weights; 2],
    steps: i32,
    /// Gradient of the tables; zero but for the rows in `touched`.
    slopes: Vec<Vec<f32>>,
    touched: Vec<Vec<u32>>,
    /// Rows that any step has changed.
    pub(crate) seen: Vec<Vec<bool>>,
}

impl Adam {
    /// For weights of this shape.
    pub(crate) fn new(weights: &Weights) -> Self {
        let zero = Weights::zero(weights.vocabulary.clone());
        let rows = |(table, dim): (&Vec<f32>, usize)| vec![false; table.len() / dim];
        Self {
            seen: zero.tables.iter().zip(DIMS).map(rows).collect(),
            slopes: zero.tables.clone(),
            moments: [zero.clone(), zero],
            steps: 0,
            touched: vec![Vec::new(); DIMS.len()],
        }
    }

    /// One step along the mean of the gradients, each with the features it belongs to.
    pub(crate) fn step(&mut self, weights: &mut Weights, batch: &[(Gradient, &[Features])], rate: f32) {
        let share = 1.0 / batch.len() as f32;
        let mut dense: Vec<Vec<f32>> = weights.dense.iter().map(|matrix| vec![0.0; matrix.len()]).collect();
        for (gradient, features) in batch {
            for (sum, part) in dense.iter_mut().zip(&gradient.dense) {
                add(sum, part, share);
            }
            self.gather(&gradient.embedded, features, share);
        }
        let length = dense.iter().flatten().map(|slope| slope * slope).sum::<f32>().sqrt();
        let shorten = (LONGEST / length.max(1e-12)).min(1.0);
        self.steps += 1;
        let rate = rate * (1.0 - BETA[1].powi(self.steps)).sqrt() / (1.0 - BETA[0].powi(self.steps));
        let [first, second] = &mut self.moments;
        for (index, slopes) in dense.iter().enumerate() {
            update(
                &mut weights.dense[index],
                slopes,
                &mut first.dense[index],
                &mut second.dense[index],
                shorten,
                rate,
            );
        }
        for (table, dim) in DIMS.iter().enumerate() {
            self.touched[table].sort_unstable();
            self.touched[table].dedup();
            for row in self.touched[table].drain(..) {
                self.seen[table][row as usize] = true;
                let range = row as usize * dim..(row as usize + 1) * dim;
                let slopes = &mut self.slopes[table][range.clone()];
                let numbers = &mut weights.tables[table][range.clone()];
                update(
                    numbers,
                    slopes,
                    &mut first.tables[table][range.clone()],
                    &mut second.tables[table][range],
                    shorten,
                    if table == 0 { rate * WORD_RATE } else { rate },
                );
                slopes.fill(0.0);
            }
        }
    }

    fn gather(&mut self, embedded: &[f32], features: &[Features], share: f32) {
        for (rows, slope) in features.iter().zip(embedded.chunks(WIDTH)) {
            let mut from = 0;
            for (table, (row, dim)) in rows.iter().zip(DIMS).enumerate() {
                let at = *row as usize * dim;
                add(&mut self.slopes[table][at..at + dim], &slope[from..from + dim], share);
                self.touched[table].push(*row);
                from += dim;
            }
        }
    }
}

fn add(sum: &mut [f32], part: &[f32], share: f32) {
    for (sum, part) in sum.iter_mut().zip(part) {
        *sum += part * share;
    }
}

fn update(
    numbers: &mut [f32],
    slopes: &[f32],
    first: &mut [f32],
    second: &mut [f32],
    shorten: f32,
    rate: f32,
) {
    for (((number, slope), first), second) in numbers.iter_mut().zip(slopes).zip(first).zip(second) {
        let slope = slope * shorten;
        *first = BETA[0] * *first + (1.0 - BETA[0]) * slope;
        *second = BETA[1] * *second + (1.0 - BETA[1]) * slope * slope;
        *number -= rate * *first / (second.sqrt() + EPSILON);
    }
}
