//! How good the tags are, and how far their probabilities can be trusted.

use super::data::Stretch;
use sayso_model::training::NameCalibration;
use sayso_model::{NameClass, NameModel, NameTag};
use std::ops::Range;

/// A name in a stretch.
struct Name {
    tokens: Range<usize>,
    class: NameClass,
    probability: f32,
}

/// F1 of names of each class, of exact spans.
pub(crate) fn report(model: &NameModel, stretches: &[&Stretch]) -> String {
    let mut counts = [[0_usize; 3]; 5];
    for stretch in stretches {
        let (found, gold) =
            (tagged(model, stretch), names(stretch.labels.iter().map(|label| (usize::from(*label), 1.0))));
        for (at, class) in NameClass::ALL.into_iter().map(Some).chain([None]).enumerate() {
            let own = |name: &&Name| class.is_none_or(|class| class == name.class);
            let right =
                |name: &&Name| gold.iter().any(|gold| gold.tokens == name.tokens && gold.class == name.class);
            counts[at][0] += found.iter().filter(own).filter(right).count();
            counts[at][1] += found.iter().filter(own).count();
            counts[at][2] += gold.iter().filter(own).count();
        }
    }
    let [person, organization, place, other, all] =
        counts.map(|[right, found, gold]| 200.0 * right as f64 / (found + gold).max(1) as f64);
    format!("PER {person:.1}  ORG {organization:.1}  LOC {place:.1}  MISC {other:.1}  all {all:.1}")
}

fn tagged(model: &NameModel, stretch: &Stretch) -> Vec<Name> {
    let mut tags: Vec<NameTag> = Vec::new();
    model.decode_features(&stretch.features, &mut tags);
    names(tags.iter().map(|tag| (usize::from(tag.label), tag.probability)))
}

fn names(labels: impl Iterator<Item = (usize, f32)>) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::new();
    for (at, (label, probability)) in labels.enumerate() {
        match NameClass::of_label(label) {
            Some((class, true)) => out.push(Name { tokens: at..at + 1, class, probability }),
            Some((_, false)) => {
                if let Some(last) = out.last_mut() {
                    last.tokens.end = at + 1;
                    last.probability = last.probability.min(probability);
                }
            }
            None => {}
        }
    }
    out
}

/// Probabilities as they are.
pub(crate) const NONE: NameCalibration = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0];

/// The logarithm of the odds of a probability, at most 10 either way.
fn log_odds(probability: f32) -> f64 {
    let probability = f64::from(probability).clamp(4.6e-5, 1.0 - 4.6e-5);
    (probability / (1.0 - probability)).ln()
}

/// How often names of a probability were right, by a logistic regression on its log-odds (Platt 1999).
pub(crate) fn calibrate(model: &NameModel, stretches: &[&Stretch]) -> NameCalibration {
    let mut points: Vec<(f64, f64)> = Vec::new();
    for stretch in stretches {
        let gold = names(stretch.labels.iter().map(|label| (usize::from(*label), 1.0)));
        for name in tagged(model, stretch) {
            let right = gold.iter().any(|gold| gold.tokens == name.tokens && gold.class == name.class);
            points.push((log_odds(name.probability), f64::from(u8::from(right))));
        }
    }
    let logistic = |odds: f64| 1.0 / (1.0 + (-odds).exp());
    let (mut intercept, mut slope) = (0.0, 1.0);
    for _ in 0..2000 {
        let (mut first, mut second) = (0.0, 0.0);
        for (odds, right) in &points {
            let error = logistic(intercept + slope * odds) - right;
            first += error;
            second += error * odds;
        }
        intercept -= 0.5 * first / points.len().max(1) as f64;
        slope -= 0.05 * second / points.len().max(1) as f64;
    }
    NONE.map(|probability| logistic(intercept + slope * log_odds(probability)) as f32)
}

/// The tenth that a share falls into.
fn bin_of(share: f64) -> usize {
    (1..10).filter(|tenth| share >= f64::from(*tenth) / 10.0).count()
}

/// The mean distance between how sure names are and how many are right, in ten bins.
pub(crate) fn calibration_error(model: &NameModel, stretches: &[&Stretch]) -> f64 {
    let mut bins = [(0.0, 0.0); 10];
    let mut all = 0.0;
    for stretch in stretches {
        let gold = names(stretch.labels.iter().map(|label| (usize::from(*label), 1.0)));
        for name in tagged(model, stretch) {
            let sure = f64::from(model.confidence(name.probability));
            let right = gold.iter().any(|gold| gold.tokens == name.tokens && gold.class == name.class);
            let bin = &mut bins[bin_of(sure)];
            *bin = (bin.0 + sure, bin.1 + f64::from(u8::from(right)));
            all += 1.0;
        }
    }
    bins.iter().map(|(sure, right)| f64::abs(sure - right)).sum::<f64>() / f64::max(all, 1.0)
}
