//! Corrections out of annotations that somebody edited in another tool: what differs from the run.

use super::speaker;
use crate::query::Stop;
use crate::sanitize::one_line;
use sayso_annotations::{Annotated, Attribution as Edited};
use sayso_core::{CueClass, Form};
use sayso_corrections::{Action, Correction, Difference, Parts, Piece, Who, differences, form_of};
use sayso_output::{Attribution, Document, Run, Span};
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

/// What has to be corrected so that the run says what the annotations say. An annotated text belongs to the article of
/// the same text, whatever its file is called.
pub(crate) fn corrections(run: &Run, annotations: &Path) -> Result<Vec<Correction>, Stop> {
    let edited = sayso_annotations::read(annotations).map_err(|error| Stop::Failed(error.to_string()))?;
    let mut of_text: HashMap<&str, Vec<usize>> = HashMap::new();
    for (nth, it) in edited.iter().enumerate() {
        of_text.entry(&it.text).or_default().push(nth);
    }
    let mut seen = vec![0_usize; edited.len()];
    let mut made = Vec::new();
    for document in run.documents()? {
        let document = document?;
        let Some(candidates) = of_text.get(document.text.as_str()) else { continue };
        // Copies of one text are told apart by what they are called.
        let named = candidates.iter().find(|nth| names(&document, &edited[**nth]));
        let nth = *named.unwrap_or(&candidates[0]);
        seen[nth] += 1;
        if seen[nth] > 1 && named.is_none() {
            continue;
        }
        made.extend(of_document(&document, &edited[nth], run)?);
    }
    for (it, count) in edited.iter().zip(&seen) {
        if *count == 0 {
            eprintln!("warning: {}: no article in the run has this text; skipped", one_line(&it.name));
        }
    }
    Ok(made)
}

/// Whether annotations are named after an article: they hold Sayso's id or their file ends in it, as exports do, or has
/// the letters and digits of the input's own.
fn names(document: &Document, edited: &Annotated) -> bool {
    let letters = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    if let Some(id) = &edited.document {
        return *id == document.document;
    }
    let named = letters(&edited.name);
    !document.document.is_empty() && edited.name.ends_with(&document.document)
        || !named.is_empty() && letters(&document.doc_id).starts_with(&named)
}

fn of_document(document: &Document, edited: &Annotated, run: &Run) -> Result<Vec<Correction>, Stop> {
    let found: Vec<Parts> = document
        .attributions
        .iter()
        .map(|attribution| {
            parts(&attribution.content_spans, &attribution.source_spans, &attribution.cue_spans)
        })
        .collect();
    let new: Vec<Parts> = edited
        .attributions
        .iter()
        .map(|attribution| parts(&attribution.content, &attribution.source, &attribution.cue))
        .collect();
    let mut made = Vec::new();
    for difference in differences(&document.doc_id, &document.text, &found, &new) {
        let quote = difference.found.and_then(|nth| document.attributions.get(nth));
        let said = difference.edited.and_then(|nth| edited.attributions.get(nth));
        made.extend(completed(difference, quote, said, document, run)?);
    }
    Ok(made)
}

fn parts(content: &[Span], source: &[Span], cue: &[Span]) -> Parts {
    Parts { content: content.to_vec(), source: source.to_vec(), cue: cue.to_vec() }
}

/// With who said it and how, as far as annotations tell or it follows from the parts; `None` where nothing differs.
fn completed(
    difference: Difference,
    quote: Option<&Attribution>,
    said: Option<&Edited>,
    document: &Document,
    run: &Run,
) -> Result<Option<Correction>, Stop> {
    let mut it = difference.correction;
    let Some(said) = said else { return Ok(Some(it)) };
    it.speakers = told(said, quote, document, run)?;
    if it.speakers.is_none() {
        it.speakers = of_source(&it, quote, document);
    }
    it.form = form(&it, said, quote);
    let class = said.class.as_deref().filter(|class| quote.is_none_or(|quote| quote.cue_class != *class));
    it.class = class.and_then(CueClass::parse);
    let nothing = it == Correction::new(Action::Change, &it.document, it.statement.clone());
    Ok((!nothing).then_some(it))
}

/// The speakers that annotations name, where they are others than the run's.
fn told(
    said: &Edited,
    quote: Option<&Attribution>,
    document: &Document,
    run: &Run,
) -> Result<Option<Vec<Who>>, Stop> {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some(names) = said.speakers.as_deref().map(plain).filter(|names| !names.is_empty()) else {
        return Ok(None);
    };
    let joined = |quote: &Attribution| {
        let names: Vec<&str> = quote.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
        plain(&names.join("; "))
    };
    if quote.is_some_and(|quote| joined(quote) == names) {
        return Ok(None);
    }
    let names = names.split(';').map(str::trim).filter(|name| !name.is_empty());
    names.map(|name| speaker::annotated(name, document, run)).collect::<Result<_, _>>().map(Some)
}

/// Who it is whom another source names. A source that was only cut better keeps its speaker, and where one was taken
/// away the speaker may still be known from the sentence before.
fn of_source(correction: &Correction, quote: Option<&Attribution>, document: &Document) -> Option<Vec<Who>> {
    let added = correction.action == Action::Add;
    let source = correction.source.as_deref().filter(|source| added || !source.is_empty())?;
    if let Some(quote) = quote {
        let old = &quote.source_spans;
        let overlaps = source
            .iter()
            .any(|piece| old.iter().any(|[start, end]| piece.at[0] < *end && *start < piece.at[1]));
        let within = |spans: &[Span]| -> BTreeSet<&str> {
            let names = document.mentions.iter().filter(|mention| mention.kind != "demonym");
            let inside = names
                .filter(|name| spans.iter().any(|[start, end]| *start <= name.start && name.end <= *end));
            inside.map(|mention| mention.id.as_str()).collect()
        };
        let new: Vec<Span> = source.iter().map(|piece: &Piece| piece.at).collect();
        if overlaps && within(&new).is_subset(&within(old)) {
            return None;
        }
    }
    Some(vec![speaker::of_source(source, document)])
}

/// The form that annotations give, where it is another; else that of a content that changed.
fn form(correction: &Correction, said: &Edited, quote: Option<&Attribution>) -> Option<Form> {
    let told = said.form.as_deref().and_then(Form::parse);
    let known = quote.and_then(|quote| Form::parse(&quote.form));
    if told.is_some() && told != known { told } else { correction.content.as_deref().map(form_of) }
}
