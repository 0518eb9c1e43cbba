//! Whether confidences mean what they say: reliability, and what a threshold on them buys.

use super::{Attribution, Document, verdicts};
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

const BINS: usize = 10;
/// Thresholds of the curve that is printed.
const STEPS: [f64; 10] = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/// Confidences (0 to 1), each with whether the statement was right in content (at 0.8) and source.
#[derive(Clone, Debug, Default)]
pub struct Reliability {
    /// Falling.
    judged: Vec<(f64, bool)>,
    gold: usize,
}

/// What keeping statements from a confidence on gives.
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub struct Cut {
    /// The confidence.
    pub from: f64,
    /// Precision.
    pub p: f64,
    /// Recall.
    pub r: f64,
    /// F1.
    pub f1: f64,
}

impl Reliability {
    /// Of judged statements, where the gold has so many.
    pub fn new(mut judged: Vec<(f64, bool)>, gold: usize) -> Self {
        judged.sort_by(|a, b| b.0.total_cmp(&a.0));
        Self { judged, gold }
    }

    /// Of predictions that say how sure they are; `None` where none does.
    pub fn measure(gold: &[Document], predicted: &[Document]) -> Option<Self> {
        let by_id: BTreeMap<&str, &Document> =
            predicted.iter().map(|document| (document.doc_id.as_str(), document)).collect();
        let mut judged = Vec::new();
        for document in gold {
            let found: &[Attribution] =
                by_id.get(document.doc_id.as_str()).map_or(&[], |found| &found.attributions);
            let verdicts = verdicts(document, found);
            judged.extend(
                found.iter().zip(verdicts).filter_map(|(quote, right)| Some((quote.confidence?, right?))),
            );
        }
        let gold = gold.iter().map(|document| document.attributions.len()).sum();
        (!judged.is_empty()).then(|| Self::new(judged, gold))
    }

    /// For each tenth of the confidences: their mean, the share that was right, and how many there are.
    pub fn bins(&self) -> [(f64, f64, usize); BINS] {
        let mut bins = [(0.0, 0.0, 0); BINS];
        for (confidence, right) in &self.judged {
            let at = (1..BINS).take_while(|at| confidence * BINS as f64 >= *at as f64).count();
            bins[at].0 += confidence;
            bins[at].1 += f64::from(u8::from(*right));
            bins[at].2 += 1;
        }
        bins.map(|(sum, right, count)| (sum / count.max(1) as f64, right / count.max(1) as f64, count))
    }

    /// Expected calibration error (Naeini et al. 2015) over ten equal bins, 0 to 1.
    pub fn calibration_error(&self) -> f64 {
        let apart =
            self.bins().iter().map(|(mean, right, count)| (mean - right).abs() * *count as f64).sum::<f64>();
        apart / self.judged.len().max(1) as f64
    }

    /// Precision, recall and F1 of the statements from a confidence on.
    pub fn cut(&self, from: f64) -> Cut {
        let kept = self.judged.partition_point(|judged| judged.0 >= from);
        self.cut_after(kept, from)
    }

    fn cut_after(&self, kept: usize, from: f64) -> Cut {
        let right = self.judged[..kept].iter().filter(|judged| judged.1).count() as f64;
        let share = |whole: usize| if whole == 0 { 0.0 } else { right / whole as f64 };
        let f1 = if kept + self.gold == 0 { 0.0 } else { 2.0 * right / (kept + self.gold) as f64 };
        Cut { from, p: share(kept), r: share(self.gold), f1 }
    }

    /// The cut with the best F1.
    pub fn best(&self) -> Cut {
        let cuts = self.judged.iter().enumerate().map(|(at, judged)| self.cut_after(at + 1, judged.0));
        cuts.max_by(|a, b| a.f1.total_cmp(&b.f1)).unwrap_or_default()
    }

    /// The cut with the most recall whose precision is at least this.
    pub fn at_precision(&self, least: f64) -> Cut {
        let cuts = self.judged.iter().enumerate().map(|(at, judged)| self.cut_after(at + 1, judged.0));
        cuts.filter(|cut| cut.p >= least).max_by(|a, b| a.r.total_cmp(&b.r)).unwrap_or_default()
    }

    /// The reliability plot, an SVG of its own: how often statements of a confidence were right.
    pub fn plot(&self) -> String {
        const SIDE: f64 = 300.0;
        const EDGE: f64 = 40.0;
        let (x, y) = (|share: f64| EDGE + share * SIDE, |share: f64| EDGE + (1.0 - share) * SIDE);
        let mut out = String::from(concat!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 380 390\" font-family=\"sans-serif\" ",
            "font-size=\"11\"><title>Reliability: share that was right, by confidence</title>",
            "<rect width=\"380\" height=\"390\" fill=\"#fff\"/>",
        ));
        for tenth in (0..=10).step_by(2) {
            let share = f64::from(tenth) / 10.0;
            let _ = write!(
                out,
                "<text x=\"{:.1}\" y=\"358\" text-anchor=\"middle\">{share:.1}</text>\
                 <text x=\"34\" y=\"{:.1}\" text-anchor=\"end\">{share:.1}</text>",
                x(share),
                y(share) + 4.0,
            );
        }
        let _ = write!(
            out,
            "<path d=\"M{0} {0}V{1}H{1}\" fill=\"none\" stroke=\"#444\"/>\
             <path d=\"M{0} {1}L{1} {0}\" stroke=\"#999\" stroke-dasharray=\"4 4\"/>",
            EDGE,
            EDGE + SIDE,
        );
        let points = self.bins().into_iter().filter(|bin| bin.2 > 0);
        for (mean, right, count) in points {
            let _ = write!(
                out,
                "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"{:.1}\" fill=\"#0b6e99\" fill-opacity=\".7\">\
                 <title>{count} statements</title></circle>",
                x(mean),
                y(right),
                3.0 + (count as f64).sqrt() / 4.0,
            );
        }
        let _ = writeln!(
            out,
            "<text x=\"190\" y=\"378\" text-anchor=\"middle\">confidence</text>\
             <text x=\"14\" y=\"190\" text-anchor=\"middle\" transform=\"rotate(-90 14 190)\">share that was right\
             </text></svg>",
        );
        out
    }
}

impl fmt::Display for Reliability {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "expected calibration error  {:.3}", self.calibration_error())?;
        for (mean, right, count) in self.bins().into_iter().filter(|bin| bin.2 > 0) {
            writeln!(out, "  said {mean:.2}  was {right:.2}  of {count}")?;
        }
        let line = |out: &mut fmt::Formatter<'_>, name: &str, cut: Cut| {
            let Cut { from, p, r, f1 } = cut;
            let [p, r, f1] = [p, r, f1].map(|share| share * 100.0);
            writeln!(out, "{name:<16} from {from:.2}  P {p:5.1}  R {r:5.1}  F1 {f1:5.1}")
        };
        for step in STEPS {
            line(out, "linked@0.8", self.cut(step))?;
        }
        line(out, "best F1", self.best())?;
        line(out, "precision 0.90", self.at_precision(0.9))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trust() -> Reliability {
        Reliability::new(vec![(0.2, false), (0.9, true), (0.9, true), (0.2, false), (0.9, false)], 4)
    }

    #[test]
    fn error_is_the_mean_distance_between_said_and_was() {
        let expected = (2.0 * 0.2 + 3.0 * (0.9 - 2.0 / 3.0)) / 5.0;
        assert!((trust().calibration_error() - expected).abs() < 1e-9);
    }

    #[test]
    fn a_cut_keeps_what_is_surer() {
        let cut = trust().cut(0.5);
        assert!((cut.p - 2.0 / 3.0).abs() < 1e-9 && (cut.r - 0.5).abs() < 1e-9, "{cut:?}");
        assert!(trust().at_precision(0.9).r <= 0.5);
        assert!(trust().plot().contains("<circle"));
    }
}
