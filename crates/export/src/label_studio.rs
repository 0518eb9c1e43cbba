//! Label Studio (<https://labelstud.io/guide/tasks>): tasks with predictions, and the labelling interface that they need.
//! Offsets are code points.

use crate::annotations::{FORMS, NAMES, Part, label, speakers, title};
use crate::files::{Names, Pieces, write};
use crate::{Error, Export};
use sayso_core::CodePoints;
use sayso_output::{Attribution, Document, Run, Span};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Labels and colours of an attribution's parts.
const COLOURS: [(Part, &str); 3] =
    [(Part::Content, "#2f6db3"), (Part::Source, "#b3562f"), (Part::Cue, "#6b8e23")];

pub(crate) struct Tasks {
    dir: PathBuf,
    names: Names,
    /// The file of this folder's tasks: Label Studio takes files of a few hundred megabytes at most.
    file: Option<(String, Pieces)>,
}

impl Tasks {
    pub(crate) fn create(dir: &Path, articles: usize) -> Result<Self, Error> {
        write(&dir.join("interface.xml"), interface().as_bytes())?;
        Ok(Self { dir: dir.to_owned(), names: Names::new(dir, articles), file: None })
    }

    /// Begins a file where the folder is another.
    fn file(&mut self, folder: String) -> Result<&mut Pieces, Error> {
        let begun = match self.file.take() {
            Some((known, mut file)) if known == folder => {
                file.push(b",\n")?;
                (known, file)
            }
            other => {
                other.map_or(Ok(()), |(_, file)| end(file))?;
                let mut file = Pieces::create(self.dir.join(format!("{folder}tasks.json")))?;
                file.push(b"[\n")?;
                (folder, file)
            }
        };
        Ok(&mut self.file.insert(begun).1)
    }
}

fn end(mut file: Pieces) -> Result<(), Error> {
    file.push(b"\n]\n")?;
    file.finish()
}

impl Export for Tasks {
    fn document(&mut self, document: &Document) -> Result<(), Error> {
        let folder = self.names.folder()?;
        self.file(folder)?.json(&task(document))
    }

    fn finish(mut self: Box<Self>, _: &Run) -> Result<(), Error> {
        match self.file.take() {
            Some((_, file)) => end(file),
            None => write(&self.dir.join("tasks.json"), b"[\n]\n"),
        }
    }
}

/// The labelling interface.
fn interface() -> String {
    let mut out = String::from("<View>\n  <Relations>\n");
    for relation in ["source", "cue", "continues"] {
        let _ = writeln!(out, "    <Relation value=\"{relation}\"/>");
    }
    out.push_str("  </Relations>\n  <Labels name=\"label\" toName=\"text\">\n");
    for (part, colour) in COLOURS {
        let _ = writeln!(out, "    <Label value=\"{}\" background=\"{colour}\"/>", part.label());
    }
    for name in NAMES {
        let _ = writeln!(out, "    <Label value=\"{name}\"/>");
    }
    out.push_str("  </Labels>\n  <Header value=\"$title\"/>\n  <Text name=\"text\" value=\"$text\"/>\n");
    out.push_str("  <Choices name=\"form\" toName=\"text\" perRegion=\"true\" whenTagName=\"label\" whenLabelValue=\"Content\">\n");
    for form in FORMS {
        let _ = writeln!(out, "    <Choice value=\"{form}\"/>");
    }
    out.push_str("  </Choices>\n");
    out.push_str("  <TextArea name=\"speaker\" toName=\"text\" perRegion=\"true\" whenTagName=\"label\" whenLabelValue=\"Content\"/>\n");
    out.push_str("</View>\n");
    out
}

/// Who predicts.
pub const VERSION: &str = concat!("sayso ", env!("CARGO_PKG_VERSION"));

/// The regions and relations of a document, as a task's prediction has them.
pub fn result(document: &Document) -> Value {
    let points = CodePoints::new(&document.text);
    let mut result = Vec::new();
    for (number, quote) in document.attributions.iter().enumerate() {
        attribution(number + 1, quote, &points, &mut result);
    }
    for (number, mention) in document.mentions.iter().enumerate() {
        let id = format!("name-{}", number + 1);
        result.push(region(&id, label(mention), [mention.start, mention.end], &points));
    }
    result.into()
}

fn task(document: &Document) -> Value {
    json!({
        "data": {
            "text": document.text,
            "title": title(document),
            "document": document.document,
            "doc_id": document.doc_id,
            "publisher": document.publisher,
            "published": document.published,
            "url": document.url,
        },
        "predictions": [{ "model_version": VERSION, "result": result(document) }],
    })
}

fn region(id: &str, label: &str, span: Span, points: &CodePoints<'_>) -> Value {
    let [start, end] = span;
    let text = points.slice(span).unwrap_or_default();
    json!({
        "id": id,
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": { "start": start, "end": end, "text": text, "labels": [label] },
    })
}

/// Its pieces, tied to the first one of the content, which has form and speaker.
fn attribution(number: usize, quote: &Attribution, points: &CodePoints<'_>, result: &mut Vec<Value>) {
    let id = |part: Part, nth: usize| format!("{number}-{}-{}", part.label().to_lowercase(), nth + 1);
    let first = id(Part::Content, 0);
    for part in Part::ALL {
        for (nth, span) in part.spans(quote).iter().enumerate() {
            let mut piece = region(&id(part, nth), part.label(), *span, points);
            if part == Part::Content {
                piece["score"] = quote.confidence.into();
                if let Some(corrected) = &quote.corrected {
                    piece["meta"] = json!({ "text": [format!("corrected: {corrected}")] });
                }
            }
            result.push(piece);
        }
    }
    let [start, end] = quote.content_spans.first().copied().unwrap_or_default();
    let of_first = |name: &str, kind: &str, field: &str, value: Value| {
        let mut place = json!({ "start": start, "end": end });
        place[field] = value;
        json!({ "id": first, "from_name": name, "to_name": "text", "type": kind, "value": place })
    };
    result.push(of_first("form", "choices", "choices", json!([quote.form])));
    result.push(of_first("speaker", "textarea", "text", json!([speakers(quote)])));
    for (part, relation) in [(Part::Content, "continues"), (Part::Source, "source"), (Part::Cue, "cue")] {
        for nth in usize::from(part == Part::Content)..part.spans(quote).len() {
            result.push(json!({
                "type": "relation",
                "from_id": first,
                "to_id": id(part, nth),
                "direction": "right",
                "labels": [relation],
            }));
        }
    }
}
