//! Annotations from other tools as documents to score.

use super::document::{Document, Statement};
use sayso_annotations::{Annotated, Error, Span, read};
use std::path::Path;

/// Reads annotations in any form that [`sayso_annotations::read`] reads; a document's id is the name that they give it.
///
/// # Errors
/// As there.
pub fn read_annotations(path: &Path) -> Result<Vec<Document>, Error> {
    Ok(read(path)?.into_iter().map(document).collect())
}

fn document(it: Annotated) -> Document {
    let quotes = it.statements.iter().map(|it| Statement {
        content_spans: spans(&it.content),
        source_spans: spans(&it.source),
        cue_spans: spans(&it.cue),
        confidence: None,
    });
    Document {
        doc_id: it.name,
        discard_spans: spans(&it.ignored),
        publisher: None,
        quotes: quotes.collect(),
        text: it.text,
    }
}

fn spans(spans: &[Span]) -> Vec<[i64; 2]> {
    spans.iter().map(|span| span.map(i64::from)).collect()
}
