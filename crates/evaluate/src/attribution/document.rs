//! What is read: one document a line.

use crate::lines::{self, ReadError};
use serde::{Deserialize, Serialize};
use std::io::BufRead;

/// A document with its statements, gold or predicted. Offsets are code points of `text`, end exclusive.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Document {
    /// The document's id, by which gold and predicted are matched.
    pub doc_id: String,
    /// Its text; needed on the gold side only.
    #[serde(default)]
    pub text: String,
    /// Predictions that touch a letter of these are not scored.
    #[serde(default)]
    pub discard_spans: Vec<[i64; 2]>,
    /// Who published it, where the file says so.
    #[serde(default)]
    pub publisher: Option<String>,
    /// The attributions; older files call them `quotes`.
    #[serde(default, alias = "quotes")]
    pub attributions: Vec<Attribution>,
}

/// One attribution's spans, each part possibly in pieces.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    /// What was said.
    pub content_spans: Vec<[i64; 2]>,
    /// Who, as written.
    #[serde(default)]
    pub source_spans: Vec<[i64; 2]>,
    /// The words of saying.
    #[serde(default)]
    pub cue_spans: Vec<[i64; 2]>,
    /// How sure the prediction is, 0 to 1, where it says so.
    #[serde(default)]
    pub confidence: Option<f64>,
}

impl Document {
    /// The publisher, or what stands before the first `_` of the id, as PolNeAR has it.
    pub fn publisher(&self) -> &str {
        let of_id = || self.doc_id.split_once('_').map_or("", |(publisher, _)| publisher);
        self.publisher.as_deref().unwrap_or_else(of_id)
    }
}

impl Attribution {
    /// Spans of content (0), source (1) or cue (2).
    pub(crate) fn part(&self, part: usize) -> &[[i64; 2]] {
        [&self.content_spans, &self.source_spans, &self.cue_spans][part]
    }
}

/// Reads JSON Lines; blank lines are skipped. Of documents with the same id the last one counts, as the reference.
///
/// # Errors
/// At the first line that cannot be read or is no document.
pub fn read(input: impl BufRead) -> Result<Vec<Document>, ReadError> {
    let mut documents: Vec<Document> = Vec::new();
    let mut places = std::collections::BTreeMap::new();
    for document in lines::read::<Document>(input) {
        let document = document?;
        if let Some(&place) = places.get(&document.doc_id) {
            let place: usize = place;
            documents[place] = document;
        } else {
            places.insert(document.doc_id.clone(), documents.len());
            documents.push(document);
        }
    }
    Ok(documents)
}
