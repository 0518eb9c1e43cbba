//! Fits how sure the model is, by logistic regression on articles that it has not learnt from, and a curve over what the
//! regression says of articles that it has not seen in turn.

use crate::data::{Annotated, statements};
use crate::finder::Finder;
use sayso_evaluate::attribution::{Reliability, verdicts};
use sayso_model::Calibration;
use sayso_model::training::{TRAITS, Traits, logarithms};

const COUNT: usize = TRAITS.len();
/// Articles are dealt into so many parts; each part is judged by weights fitted on the others.
const FOLDS: usize = 5;
/// Strength of the pull towards zero.
const PULL: f64 = 1.0;

/// An attribution with its traits and whether it was right.
struct Sample {
    /// The part of its article, and the part within the others.
    fold: usize,
    inner: usize,
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
        let fitted = calibration(&samples.iter().filter(|sample| !held_out(sample)).collect::<Vec<_>>());
        let judge = |sample: &Sample| (f64::from(fitted.confidence(&sample.traits)), sample.right);
        judged.extend(samples.iter().filter(held_out).map(judge));
    }
    (calibration(&samples.iter().collect::<Vec<_>>()), Reliability::new(judged, gold))
}

fn samples(finder: &dyn Finder, articles: &[Annotated]) -> Vec<Sample> {
    let mut out = Vec::new();
    for (index, article) in articles.iter().enumerate() {
        let found = finder.find(article);
        let verdicts = verdicts(&article.gold, &statements(article, &found));
        for (found, verdict) in found.iter().zip(verdicts) {
            let Some(right) = verdict else { continue };
            out.push(Sample {
                fold: index % FOLDS,
                inner: index / FOLDS % FOLDS,
                traits: found.traits,
                right,
            });
        }
    }
    out
}

/// The regression on all samples, bent by what regressions on four parts of them say of the fifth.
fn calibration(samples: &[&Sample]) -> Calibration {
    let regression = |chosen: &dyn Fn(&Sample) -> bool| {
        let chosen: Vec<_> = samples.iter().filter(|sample| chosen(sample)).collect();
        let rows: Vec<_> = chosen.iter().map(|sample| (sample.traits, sample.right)).collect();
        Calibration { weights: logistic(&rows, [0.0; COUNT]), ..Calibration::default() }
    };
    let parts = (0..FOLDS).flat_map(|fold| {
        let others = regression(&|sample| sample.inner != fold);
        let held_out = samples.iter().filter(move |sample| sample.inner == fold);
        held_out.map(move |sample| {
            let [sure, unsure] = logarithms(others.regression(&sample.traits));
            ([sure, -unsure, 1.0], sample.right)
        })
    });
    let curve = logistic(&parts.collect::<Vec<_>>(), [1.0, 1.0, 0.0]);
    Calibration { curve: [curve[0].max(0.0), curve[1].max(0.0), curve[2]], ..regression(&|_| true) }
}

/// Newton's method on the logistic loss; weights are pulled towards `centre`.
fn logistic<const COUNT: usize>(samples: &[([f32; COUNT], bool)], centre: [f64; COUNT]) -> [f32; COUNT] {
    let mut weights = centre;
    for _ in 0..12 {
        let mut slope: [f64; COUNT] = std::array::from_fn(|at| PULL * (weights[at] - centre[at]));
        let mut curve = [[0.0_f64; COUNT]; COUNT];
        for (at, row) in curve.iter_mut().enumerate() {
            row[at] = PULL;
        }
        for (traits, right) in samples {
            let traits = traits.map(f64::from);
            let odds: f64 = traits.iter().zip(&weights).map(|(a, b)| a * b).sum();
            let share = 1.0 / (1.0 + (-odds).exp());
            let error = share - f64::from(u8::from(*right));
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
    weights.map(|weight| weight as f32)
}

/// Gauss's elimination; the matrix is positive definite.
fn solve<const COUNT: usize>(mut matrix: [[f64; COUNT]; COUNT], mut right: [f64; COUNT]) -> [f64; COUNT] {
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
            (traits, right)
        };
        let samples = (0..4000)
            .map(|at| if at % 2 == 0 { sample(1.0, at % 8 != 0) } else { sample(0.0, at % 8 == 1) })
            .enumerate()
            .map(|(at, (traits, right))| Sample { fold: 0, inner: at / 8 % FOLDS, traits, right });
        let samples: Vec<Sample> = samples.collect();
        let fitted = calibration(&samples.iter().collect::<Vec<_>>());
        let with = fitted.confidence(&sample(1.0, true).0);
        let without = fitted.confidence(&sample(0.0, true).0);
        assert!((with - 0.75).abs() < 0.01 && (without - 0.25).abs() < 0.01, "{with} {without}");
    }
}
