//! Annotations from other tools as documents to score.

use super::document::{Attribution, Document};
use sayso_annotations::{Annotated, Error, Span, read};
use std::path::Path;

/// Reads annotations in any form that [`sayso_annotations::read`] reads; a document's id is the name that they give it.
///
/// # Errors
/// As there.
pub fn read_annotations(path: &Path) -> Result<Vec<Document>, Error> {
    Ok(read(path)?.into_iter().map(document).collect())
}

fn document(annotated: Annotated) -> Document {
    let attributions = annotated.attributions.iter().map(|found| Attribution {
        content_spans: spans(&found.content),
        source_spans: spans(&found.source),
        cue_spans: spans(&found.cue),
        confidence: None,
    });
    Document {
        doc_id: annotated.name,
        discard_spans: spans(&annotated.ignored),
        publisher: None,
        attributions: attributions.collect(),
        text: annotated.text,
    }
}

fn spans(spans: &[Span]) -> Vec<[i64; 2]> {
    spans.iter().map(|span| span.map(i64::from)).collect()
}
