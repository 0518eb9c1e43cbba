//! Whatever finds attributions in an annotated article: one model, or several as one.

use crate::data::{Annotated, statements};
use sayso_model::{Calibration, Tagger, Thresholds, TokenAttribution};

pub(crate) trait Finder {
    /// All that is found, however unlikely; confidences are to be read from the traits.
    fn find(&self, document: &Annotated) -> Vec<TokenAttribution>;
}

/// A model without a least confidence.
pub(crate) struct Single(Tagger);

impl Single {
    pub(crate) fn new(tagger: Tagger, thresholds: Thresholds) -> Self {
        Self(tagger.with_thresholds(Thresholds { min_confidence: 0.0, ..thresholds }))
    }
}

impl Finder for Single {
    fn find(&self, document: &Annotated) -> Vec<TokenAttribution> {
        self.0.find(&document.article, &document.tokens, &document.priors)
    }
}

/// Attributions of articles in the reference scorer's format, those that are likely enough.
pub(crate) fn predict(
    finder: &dyn Finder,
    documents: &[Annotated],
    least: f32,
    calibration: &Calibration,
) -> String {
    let mut out = String::new();
    for document in documents {
        let mut found = finder.find(document);
        for found in &mut found {
            found.confidence = calibration.confidence(&found.traits);
        }
        found.retain(|found| found.confidence >= least);
        let attributions = statements(document, &found);
        out.push_str(&serde_json::json!({"doc_id": document.id, "attributions": attributions}).to_string());
        out.push('\n');
    }
    out
}
