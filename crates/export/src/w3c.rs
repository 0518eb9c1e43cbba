//! W3C Web Annotations (<https://www.w3.org/TR/annotation-model/>): for each article its text, `NAME.txt`, and a page of
//! annotations, `NAME.jsonld`, tied to a collection. Positions are code points.

use crate::annotations::{Part, label, title};
use crate::files::{Names, write, write_json};
use crate::{Error, Export};
use sayso_core::CodePoints;
use sayso_output::{Attribution, Document, Mention, Run, Span};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";
const COLLECTION: &str = "collection.jsonld";
/// Code points before and after a quotation by which it is found again.
const AROUND: u32 = 32;

pub(crate) struct Pages {
    dir: PathBuf,
    names: Names,
    /// Pages by their addresses, which are relative to the collection.
    first: Option<String>,
    /// The last page, which waits for the address of the next.
    last: Option<(String, Value)>,
    total: usize,
}

impl Pages {
    pub(crate) fn create(dir: &Path, articles: usize) -> Self {
        Self { dir: dir.to_owned(), names: Names::new(dir, articles), first: None, last: None, total: 0 }
    }

    fn write(&self, address: &str, page: &Value) -> Result<(), Error> {
        write_json(&self.dir.join(address), page)
    }
}

impl Export for Pages {
    fn document(&mut self, document: &Document) -> Result<(), Error> {
        let place = self.names.place(document)?;
        let (text, page) = (format!("{}.txt", place.name), format!("{}.jsonld", place.name));
        write(&self.names.path(&place, "txt"), document.text.as_bytes())?;
        let items = items(document, &text, &page);
        let up = self.names.up();
        let mut value = json!({
            "@context": CONTEXT,
            "id": page,
            "type": "AnnotationPage",
            "label": title(document),
            "partOf": format!("{up}{COLLECTION}"),
            "startIndex": self.total,
        });
        self.total += items.len();
        value["items"] = Value::Array(items);
        let address = format!("{}{page}", place.folder);
        if let Some((before, mut waiting)) = self.last.take() {
            waiting["next"] = format!("{up}{address}").into();
            value["prev"] = format!("{up}{before}").into();
            self.write(&before, &waiting)?;
        }
        self.first.get_or_insert_with(|| address.clone());
        self.last = Some((address, value));
        Ok(())
    }

    fn finish(mut self: Box<Self>, _: &Run) -> Result<(), Error> {
        let mut collection = json!({
            "@context": CONTEXT,
            "id": COLLECTION,
            "type": "AnnotationCollection",
            "label": "Who said what",
            "total": self.total,
        });
        if let (Some(first), Some((last, page))) = (&self.first, self.last.take()) {
            self.write(&last, &page)?;
            collection["first"] = first.as_str().into();
            collection["last"] = last.into();
        }
        self.write(COLLECTION, &collection)
    }
}

/// The annotations of an article: for each attribution its content, source and cue, then the names.
fn items(document: &Document, text: &str, page: &str) -> Vec<Value> {
    let points = CodePoints::new(&document.text);
    let target = |spans: &[Span]| {
        let mut pieces: Vec<Value> = spans.iter().map(|span| target(text, &points, *span)).collect();
        if pieces.len() == 1 { pieces.remove(0) } else { Value::Array(pieces) }
    };
    let mut items = Vec::new();
    for quote in &document.attributions {
        for part in Part::ALL.into_iter().filter(|part| !part.spans(quote).is_empty()) {
            let id = format!("{page}#{}", quote.id);
            items.push(json!({
                "id": if part == Part::Content { id.clone() } else { format!("{id}-{}", part.label().to_lowercase()) },
                "type": "Annotation",
                "motivation": "classifying",
                "body": if part == Part::Content { said(quote) } else { of_content(part, &id) },
                "target": target(part.spans(quote)),
            }));
        }
    }
    for (number, mention) in document.mentions.iter().enumerate() {
        items.push(json!({
            "id": format!("{page}#name-{}", number + 1),
            "type": "Annotation",
            "motivation": "identifying",
            "body": named(mention),
            "target": target(&[[mention.start, mention.end]]),
        }));
    }
    items
}

/// Some words about the target.
fn body(purpose: &str, value: &str) -> Value {
    json!({ "type": "TextualBody", "purpose": purpose, "value": value })
}

fn said(quote: &Attribution) -> Vec<Value> {
    let mut bodies = vec![body("classifying", Part::Content.label())];
    bodies.extend(quote.speakers.iter().map(|speaker| body("identifying", &speaker.name)));
    bodies.extend(
        [&quote.form, &quote.cue_class, &quote.polarity]
            .into_iter()
            .filter(|tag| !tag.is_empty())
            .map(|tag| body("tagging", tag)),
    );
    bodies.push(body("assessing", &format!("confidence {}", quote.confidence)));
    bodies.extend(quote.corrected.as_ref().map(|words| body("editing", words)));
    bodies
}

/// A source or a cue, and the annotation of the content that it belongs to.
fn of_content(part: Part, content: &str) -> Vec<Value> {
    let link = json!({ "type": "SpecificResource", "purpose": "linking", "source": content });
    vec![body("classifying", part.label()), link]
}

fn named(mention: &Mention) -> Vec<Value> {
    vec![body("classifying", label(mention)), body("identifying", &mention.name)]
}

fn target(text: &str, points: &CodePoints<'_>, [start, end]: Span) -> Value {
    let slice = |from: u32, to: u32| points.slice([from, to]).unwrap_or_default();
    let after = (end..=end + AROUND).rev().find(|point| points.byte(*point).is_some()).unwrap_or(end);
    json!({
        "type": "SpecificResource",
        "source": text,
        "selector": [
            { "type": "TextPositionSelector", "start": start, "end": end },
            {
                "type": "TextQuoteSelector",
                "exact": slice(start, end),
                "prefix": slice(start.saturating_sub(AROUND), start),
                "suffix": slice(end, after),
            },
        ],
    })
}
