//! UIMA CAS JSON 0.4.0 (<https://github.com/apache/uima-uimaj-io-jsoncas>), which INCEpTION imports: a file for each
//! article, with the type system in it, and the type system again as a file from which INCEpTION makes the layers.
//! Offsets are UTF-16 units, as UIMA counts.

use crate::annotations::{Part, Utf16, label, speakers};
use crate::files::{Names, write, write_json};
use crate::{Error, Export};
use sayso_output::{Attribution, Document, Run, Span};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;
use std::path::Path;

const ANNOTATION: &str = "uima.tcas.Annotation";
const STRING: &str = "uima.cas.String";
/// INCEpTION's own layer for names.
const NAME: &str = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";
/// Pieces of attributions.
const PIECE: &str = "webanno.custom.Attribution";
/// Ties pieces to the first one of the content. A relation layer has `Dependent` and `Governor`.
const LINK: &str = "webanno.custom.AttributionLink";

/// The types: name, and features with their range.
const TYPES: &[(&str, &[(&str, &str)])] = &[
    (NAME, &[("value", STRING), ("identifier", STRING)]),
    (
        PIECE,
        &[
            ("part", STRING),
            ("form", STRING),
            ("cueClass", STRING),
            ("speaker", STRING),
            ("attribution", STRING),
            ("confidence", "uima.cas.Double"),
            ("corrected", STRING),
        ],
    ),
    (LINK, &[("Dependent", PIECE), ("Governor", PIECE), ("role", STRING)]),
];

pub(crate) struct Files {
    names: Names,
    types: Value,
}

impl Files {
    pub(crate) fn create(dir: &Path, articles: usize) -> Result<Self, Error> {
        write(&dir.join("typesystem.xml"), descriptor().as_bytes())?;
        Ok(Self { names: Names::new(dir, articles), types: types() })
    }
}

impl Export for Files {
    fn document(&mut self, document: &Document) -> Result<(), Error> {
        let place = self.names.place(document)?;
        write_json(&self.names.path(&place, "json"), &cas(document, &self.types))
    }

    fn finish(self: Box<Self>, _: &Run) -> Result<(), Error> {
        Ok(())
    }
}

fn types() -> Value {
    let mut all = Map::new();
    for (name, features) in TYPES {
        let mut of = json!({ "%NAME": name, "%SUPER_TYPE": ANNOTATION });
        for (feature, range) in *features {
            of[*feature] = json!({ "%NAME": feature, "%RANGE": range });
        }
        all.insert((*name).to_owned(), of);
    }
    all.into()
}

/// The types as UIMA's descriptor.
fn descriptor() -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <typeSystemDescription xmlns=\"http://uima.apache.org/resourceSpecifier\">\n  <types>\n",
    );
    for (name, features) in TYPES {
        let _ = write!(
            out,
            "    <typeDescription>\n      <name>{name}</name>\n      <supertypeName>{ANNOTATION}</supertypeName>\n      <features>\n"
        );
        for (feature, range) in *features {
            let _ = writeln!(
                out,
                "        <featureDescription><name>{feature}</name><rangeTypeName>{range}</rangeTypeName></featureDescription>"
            );
        }
        out.push_str("      </features>\n    </typeDescription>\n");
    }
    out.push_str("  </types>\n</typeSystemDescription>\n");
    out
}

fn cas(document: &Document, types: &Value) -> Value {
    let utf16 = Utf16::new(&document.text);
    let length = document.text.chars().count() as u32;
    let mut structures = Structures { all: Vec::new(), utf16 };
    structures.all.push(json!({
        "%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text",
        "sofaString": document.text,
    }));
    let language = document.language.as_deref().unwrap_or("x-unspecified");
    structures.add("uima.tcas.DocumentAnnotation", [0, length], json!({ "language": language }));
    for quote in &document.attributions {
        structures.attribution(quote);
    }
    for mention in &document.mentions {
        let features = json!({ "value": label(mention), "identifier": mention.id });
        structures.add(NAME, [mention.start, mention.end], features);
    }
    let members: Vec<usize> = (2..=structures.all.len()).collect();
    json!({
        "%TYPES": types,
        "%FEATURE_STRUCTURES": structures.all,
        "%VIEWS": { "_InitialView": { "%SOFA": 1, "%MEMBERS": members } },
    })
}

struct Structures {
    all: Vec<Value>,
    utf16: Utf16,
}

impl Structures {
    /// Adds an annotation; gives its number.
    fn add(&mut self, kind: &str, [start, end]: Span, features: Value) -> usize {
        let id = self.all.len() + 1;
        let mut annotation = json!({
            "%ID": id, "%TYPE": kind, "@sofa": 1, "begin": self.utf16.at(start), "end": self.utf16.at(end),
        });
        if let (Some(annotation), Value::Object(features)) = (annotation.as_object_mut(), features) {
            annotation.extend(features);
        }
        self.all.push(annotation);
        id
    }

    fn attribution(&mut self, quote: &Attribution) {
        let mut first = None;
        for part in Part::ALL {
            for span in part.spans(quote) {
                let mut features = json!({ "part": part.label(), "attribution": quote.id });
                if first.is_none() {
                    features["form"] = quote.form.as_str().into();
                    features["cueClass"] = quote.cue_class.as_str().into();
                    features["speaker"] = speakers(quote).into();
                    features["confidence"] = quote.confidence.into();
                    if let Some(corrected) = &quote.corrected {
                        features["corrected"] = corrected.as_str().into();
                    }
                }
                let piece = self.add(PIECE, *span, features);
                match first {
                    None => first = Some(piece),
                    Some(first) => {
                        let role = if part == Part::Content { "continues" } else { part.label() };
                        let ends = json!({ "@Dependent": piece, "@Governor": first, "role": role });
                        self.add(LINK, *span, ends);
                    }
                }
            }
        }
    }
}
