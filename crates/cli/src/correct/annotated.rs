//! Corrections out of annotations in brat's standoff that somebody edited: what differs from the run.

use super::speaker;
use crate::ask::Stop;
use crate::plain::tidy;
use sayso_corrections::{Action, Correction, Parts, differences, form_of};
use sayso_evaluate::quotes::{self, read_brat};
use sayso_published::{Document, Quote, Run};
use std::collections::HashMap;
use std::path::Path;

/// What has to be corrected so that the run says what the annotations say. An annotated text belongs to the article of
/// the same text, whatever its file is called.
pub(crate) fn corrections(run: &Run, annotations: &Path) -> Result<Vec<Correction>, Stop> {
    let edited = read_brat(annotations).map_err(|error| Stop::Failed(error.to_string()))?;
    let mut of_text: HashMap<&str, Vec<usize>> = HashMap::new();
    for (nth, it) in edited.iter().enumerate() {
        of_text.entry(&it.text).or_default().push(nth);
    }
    let mut seen = vec![0_usize; edited.len()];
    let mut made = Vec::new();
    for document in run.documents()? {
        let document = document?;
        let Some(candidates) = of_text.get(document.text.as_str()) else { continue };
        // Copies of one text are told apart by the file's name.
        let named = candidates.iter().find(|nth| names(&document, &edited[**nth].doc_id));
        let nth = *named.unwrap_or(&candidates[0]);
        seen[nth] += 1;
        if seen[nth] > 1 && named.is_none() {
            continue;
        }
        made.extend(of_document(&document, &edited[nth]));
    }
    for (it, count) in edited.iter().zip(&seen) {
        if *count == 0 {
            eprintln!(
                "warning: {}: no article of the run has this text; nothing was taken",
                tidy(&it.doc_id)
            );
        }
    }
    Ok(made)
}

/// Whether a file is named after an article: it ends in Sayso's id, as exports do, or has the letters and digits of the
/// input's own.
fn names(document: &Document, file: &str) -> bool {
    let letters = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let named = letters(file);
    !document.document.is_empty() && file.ends_with(&document.document)
        || !named.is_empty() && letters(&document.doc_id).starts_with(&named)
}

fn of_document(document: &Document, edited: &quotes::Document) -> Vec<Correction> {
    let found: Vec<Parts> = document.quotes.iter().map(parts).collect();
    let edited: Vec<Parts> = edited.quotes.iter().map(edited_parts).collect();
    let all = differences(&document.doc_id, &document.text, &found, &edited);
    all.into_iter().map(|it| completed(it, document)).collect()
}

fn parts(quote: &Quote) -> Parts {
    Parts {
        content: quote.content_spans.clone(),
        source: quote.source_spans.clone(),
        cue: quote.cue_spans.clone(),
    }
}

fn edited_parts(it: &quotes::Statement) -> Parts {
    let point = |at: i64| u32::try_from(at).unwrap_or(u32::MAX);
    let spans = |spans: &[[i64; 2]]| spans.iter().map(|[start, end]| [point(*start), point(*end)]).collect();
    Parts { content: spans(&it.content_spans), source: spans(&it.source_spans), cue: spans(&it.cue_spans) }
}

/// With what annotations of spans do not say: who a source is, and the form.
fn completed(mut it: Correction, document: &Document) -> Correction {
    if it.action == Action::Remove {
        return it;
    }
    // Where a source was taken away, the speaker may still be known from the sentence before.
    if let Some(source) = it.source.as_deref().filter(|it| !it.is_empty()) {
        it.speakers = Some(vec![speaker::of_source(source, document)]);
    }
    if it.action == Action::Add && it.speakers.is_none() {
        it.speakers = Some(vec![speaker::of_source(&[], document)]);
    }
    if let Some(content) = &it.content {
        it.form = Some(form_of(content));
    }
    it
}
