//! Fits how sure the model is, by logistic regression on articles that it has not learnt from.

use crate::data::{Annotated, statements};
use crate::finder::Finder;
use sayso_evaluate::attribution::{Reliability, verdicts};
use sayso_model::Calibration;
use sayso_model::training::{TRAITS, Traits};

const COUNT: usize = TRAITS.len();
/// Articles are dealt into so many parts; each part is judged by weights fitted on the others.
const FOLDS: usize = 5;
/// Strength of the pull towards zero.
const PULL: f64 = 1.0;

/// An attribution with its traits and whether it was right.
struct Sample {
    fold: usize,
    traits: Traits,
    right: bool,
}

/// The calibration of what `finder` finds, and how far calibrations that had not seen the articles can be trusted on
/// them.
pub(crate) fn calibrate(finder: &dyn Finder, articles: &[Annotated]) -> (Calibration, Reliability) {
    let samples = samples(finder, articles);
    let gold: usize = articles.iter().map(|article| article.gold.attributions.len()).sum();
    let mut judged = Vec::with_capacity(samples.len());
    for fold in 0..FOLDS {
        let held_out = |sample: &&Sample| sample.fold == fold;
        let fitted = fit(&samples.iter().filter(|sample| !held_out(sample)).collect::<Vec<_>>());
        let judge = |sample: &Sample| (f64::from(fitted.confidence(&sample.traits)), sample.right);
        judged.extend(samples.iter().filter(held_out).map(judge));
    }
    let calibration = fit(&samples.iter().collect::<Vec<_>>());
    (calibration, Reliability::new(judged, gold))
}

fn samples(finder: &dyn Finder, articles: &[Annotated]) -> Vec<Sample> {
    let mut out = Vec::new();
    for (index, article) in articles.iter().enumerate() {
        let found = finder.find(article);
        let verdicts = verdicts(&article.gold, &statements(article, &found));
        for (found, verdict) in found.iter().zip(verdicts) {
            let Some(right) = verdict else { continue };
            out.push(Sample { fold: index % FOLDS, traits: found.traits, right });
        }
    }
    out
}

/// Newton's method on the logistic loss.
fn fit(samples: &[&Sample]) -> Calibration {
    let mut weights = [0.0_f64; COUNT];
    for _ in 0..12 {
        let mut slope: [f64; COUNT] = std::array::from_fn(|at| PULL * weights[at]);
        let mut curve = [[0.0_f64; COUNT]; COUNT];
        for (at, row) in curve.iter_mut().enumerate() {
            row[at] = PULL;
        }
        for sample in samples {
            let traits = sample.traits.map(f64::from);
            let odds: f64 = traits.iter().zip(&weights).map(|(a, b)| a * b).sum();
            let share = 1.0 / (1.0 + (-odds).exp());
            let error = share - f64::from(u8::from(sample.right));
            for (i, trait_) in traits.iter().enumerate() {
                slope[i] += error * trait_;
                for (cell, other) in curve[i].iter_mut().zip(&traits) {
                    *cell += share * (1.0 - share) * trait_ * other;
                }
            }
        }
        let step = solve(curve, slope);
        weights.iter_mut().zip(step).for_each(|(weight, step)| *weight -= step);
    }
    Calibration(weights.map(|weight| weight as f32))
}

/// Gauss's elimination; the matrix is positive definite.
fn solve(mut matrix: [[f64; COUNT]; COUNT], mut right: [f64; COUNT]) -> [f64; COUNT] {
    for column in 0..COUNT {
        for row in column + 1..COUNT {
            let factor = matrix[row][column] / matrix[column][column];
            let above = matrix[column];
            for (number, above) in matrix[row].iter_mut().zip(above).skip(column) {
                *number -= factor * above;
            }
            right[row] -= factor * right[column];
        }
    }
    for row in (0..COUNT).rev() {
        for at in row + 1..COUNT {
            right[row] -= matrix[row][at] * right[at];
        }
        right[row] /= matrix[row][row];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trait_that_tells_gets_its_log_odds() {
        let sample = |telling: f32, right| {
            let mut traits = [0.0; COUNT];
            traits[0] = 1.0;
            traits[1] = telling;
            Sample { fold: 0, traits, right }
        };
        let samples: Vec<Sample> = (0..4000)
            .map(|at| if at % 2 == 0 { sample(1.0, at % 8 != 0) } else { sample(0.0, at % 8 == 1) })
            .collect();
        let fitted = fit(&samples.iter().collect::<Vec<_>>());
        let with = fitted.confidence(&sample(1.0, true).traits);
        let without = fitted.confidence(&sample(0.0, true).traits);
        assert!((with - 0.75).abs() < 0.01 && (without - 0.25).abs() < 0.01, "{with} {without}");
    }
}
