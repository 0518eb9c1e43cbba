//! Counts and what is printed of them.

use serde::Serialize;
use std::fmt;

/// Hits among the gold and among the predicted; they differ only where the two sides' forms do.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Count {
    pub(crate) hit: usize,
    pub(crate) predicted_hit: usize,
    gold: usize,
    predicted: usize,
}

impl Count {
    pub(crate) fn add(&mut self, hit: usize, gold: usize, predicted: usize) {
        self.hit += hit;
        self.predicted_hit += hit;
        self.gold += gold;
        self.predicted += predicted;
    }

    pub(crate) fn figure(&self) -> Figure {
        let p = ratio(self.predicted_hit, self.predicted);
        let r = ratio(self.hit, self.gold);
        let f1 = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
        Figure::Prf { p, r, f1, gold: self.gold, pred: self.predicted }
    }
}

/// How many of some were right.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Share {
    right: usize,
    all: usize,
}

impl Share {
    pub(crate) fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.all += 1;
    }

    pub(crate) fn figure(&self) -> Figure {
        Figure::Accuracy { accuracy: ratio(self.right, self.all), pairs: self.all }
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// One measure. All rates are 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Figure {
    /// Precision, recall and their harmonic mean, with what they are of.
    Prf {
        /// Precision.
        p: f64,
        /// Recall.
        r: f64,
        /// F1.
        f1: f64,
        /// Number in the gold.
        gold: usize,
        /// Number predicted.
        pred: usize,
    },
    /// A share.
    Accuracy {
        /// How many were right, 0 to 1.
        accuracy: f64,
        /// Of how many.
        pairs: usize,
    },
}

/// Every measure by name, in the order in which they are printed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures(Vec<(String, Figure)>);

impl Figures {
    pub(crate) fn push(&mut self, name: impl Into<String>, figure: Figure) {
        self.0.push((name.into(), figure));
    }

    /// The measure of that name (`linked@0.8`, `direct.quote@0.8`, …).
    pub fn get(&self, name: &str) -> Option<Figure> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, figure)| *figure)
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Figure)> {
        self.0.iter().map(|(name, figure)| (name.as_str(), *figure))
    }
}

impl Serialize for Figures {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

/// As the reference prints them, one a line.
impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, figure) in self.iter() {
            match figure {
                Figure::Accuracy { accuracy, pairs } => {
                    writeln!(f, "{name:22} {:6.1} of {pairs}", 100.0 * accuracy)?;
                }
                Figure::Prf { p, r, f1, gold, pred } => {
                    let (p, r, f1) = (100.0 * p, 100.0 * r, 100.0 * f1);
                    writeln!(f, "{name:22} P {p:5.1}  R {r:5.1}  F1 {f1:5.1}   gold {gold} pred {pred}")?;
                }
            }
        }
        Ok(())
    }
}
