//! W3C Web Annotations (<https://www.w3.org/TR/annotation-model/>): a page of them, or a bare list, of one article whose
//! text stands in the file that the targets name. Positions are code points.
//!
//! A body that is a part's label says what is marked; one that links says to which content. On a content, bodies that
//! identify are its speakers, tags its form and kind of saying.

use crate::error::{Error, Kind};
use crate::graph::{Graph, Part, Piece};
use crate::text::{Text, check};
use crate::{Annotated, Span};
use serde::Deserialize;
use serde_json::Value;
use std::fs;
use std::path::Path;

const FORMS: &[&str] = &["direct", "mixed", "indirect"];

#[derive(Deserialize)]
#[serde(untagged)]
enum Page {
    Items { items: Vec<Annotation> },
    List(Vec<Annotation>),
    One(Annotation),
}

#[derive(Deserialize)]
struct Annotation {
    id: Option<String>,
    body: Option<Several<Body>>,
    target: Several<Target>,
}

/// JSON-LD leaves the brackets around a single thing out.
#[derive(Deserialize)]
#[serde(untagged)]
enum Several<T> {
    All(Vec<T>),
    One(T),
}

impl<T> Several<T> {
    fn all(&self) -> &[T] {
        match self {
            Self::All(all) => all,
            Self::One(one) => std::slice::from_ref(one),
        }
    }
}

#[derive(Deserialize)]
struct Body {
    purpose: Option<String>,
    value: Option<String>,
    source: Option<String>,
}

#[derive(Deserialize)]
struct Target {
    source: String,
    selector: Several<Selector>,
}

#[derive(Deserialize)]
struct Selector {
    start: Option<u32>,
    end: Option<u32>,
    exact: Option<String>,
    #[serde(default)]
    prefix: String,
    #[serde(default)]
    suffix: String,
}

pub(crate) fn read(path: &Path, name: &str, json: &[u8]) -> Result<Annotated, Error> {
    let fail = |kind: Kind| Error::new(path, kind);
    let page: Value = serde_json::from_slice(json).map_err(|error| fail(error.into()))?;
    let items = match Page::deserialize(page) {
        Ok(Page::Items { items } | Page::List(items)) => items,
        Ok(Page::One(one)) => vec![one],
        Err(_) => {
            return Err(fail(Kind::Expected("annotations with targets that have a source and a selector")));
        }
    };
    let text = match items.first().and_then(|item| item.target.all().first()) {
        Some(target) => text(path, &target.source)?,
        // A page without annotations: the text has the page's name.
        None => text(path, &path.with_extension("txt").file_name().unwrap_or_default().to_string_lossy())?,
    };
    let graph =
        graph(&items, &text).map_err(|(at, kind)| Error::at(path, format!(", annotation {at}"), kind))?;
    Ok(graph.annotated(name, text))
}

/// The text that targets name, beside the page: whatever the name says of directories is left out.
fn text(page: &Path, source: &str) -> Result<String, Error> {
    let name = source.split('#').next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
    let path = page.with_file_name(name);
    fs::read_to_string(&path).map_err(|error| Error::new(&path, error.into()))
}

fn graph(items: &[Annotation], body: &str) -> Result<Graph, (String, Kind)> {
    let text = Text::new(body);
    let mut graph = Graph::default();
    for (at, item) in items.iter().enumerate() {
        let id = item.id.clone().unwrap_or_else(|| (at + 1).to_string());
        let bodies = item.body.as_ref().map_or(&[][..], Several::all);
        let label = bodies.iter().filter_map(|body| body.value.as_deref()).find_map(Part::of_label);
        let Some(part) = label else { continue };
        let spans = item.target.all().iter().map(|target| place(target.selector.all(), &text, body));
        let mut spans = spans.collect::<Result<Vec<Span>, Kind>>().map_err(|kind| (id.clone(), kind))?;
        spans.sort_unstable();
        let mut piece = Piece::new(part, spans);
        say(&mut piece, bodies);
        for source in bodies.iter().filter_map(|body| body.source.as_deref()) {
            graph.tie(&id, source);
        }
        graph.pieces.insert(id, piece);
    }
    Ok(graph)
}

fn say(piece: &mut Piece, bodies: &[Body]) {
    let of = |purpose: &'static str| {
        let all = bodies.iter().filter(move |body| body.purpose.as_deref() == Some(purpose));
        all.filter_map(|body| body.value.as_deref())
    };
    let names: Vec<&str> = of("identifying").collect();
    piece.speakers = (!names.is_empty()).then(|| names.join("; "));
    for tag in of("tagging").filter(|tag| Part::of_label(tag).is_none()) {
        let place = if FORMS.contains(&tag) { &mut piece.form } else { &mut piece.class };
        *place = Some(tag.to_owned());
    }
}

/// Where a target lies: its position, else where the quoted words stand, if that is one place.
fn place(selectors: &[Selector], text: &Text, body: &str) -> Result<Span, Kind> {
    let quoted = selectors.iter().find_map(|selector| selector.exact.as_ref().map(|exact| (selector, exact)));
    if let Some((start, end)) = selectors.iter().find_map(|selector| selector.start.zip(selector.end)) {
        let there = text.words([start, end])?;
        if let Some((_, exact)) = quoted {
            check([start, end], &there, exact)?;
        }
        return Ok([start, end]);
    }
    let (around, exact) = quoted.ok_or(Kind::Expected("a TextPositionSelector or a TextQuoteSelector"))?;
    let whole = format!("{}{exact}{}", around.prefix, around.suffix);
    let mut places = body.match_indices(&whole);
    match (places.next(), places.next()) {
        (Some((at, _)), None) if !exact.is_empty() => {
            let start = body[..at].chars().count() + around.prefix.chars().count();
            Ok([start as u32, (start + exact.chars().count()) as u32])
        }
        _ => Err(Kind::Quoted(exact.clone())),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    const TEXT: &str = "😀 “No,” Roe said. Roe said no.";

    fn told(page: &Value) -> String {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a.txt"), TEXT).unwrap();
        let read = read(&dir.path().join("a.jsonld"), "a", &serde_json::to_vec(page).unwrap());
        match read {
            Err(error) => error.to_string().replace(&dir.path().display().to_string(), ""),
            Ok(it) => format!("{:?}", it.attributions),
        }
    }

    fn at(start: u32, end: u32) -> Value {
        json!({ "source": "a.txt", "selector": { "type": "TextPositionSelector", "start": start, "end": end } })
    }

    fn quoted(prefix: &str, exact: &str) -> Value {
        json!({ "source": "sub/a.txt", "selector": [{ "type": "TextQuoteSelector", "exact": exact, "prefix": prefix }] })
    }

    fn label(part: &str) -> Value {
        json!({ "type": "TextualBody", "purpose": "classifying", "value": part })
    }

    #[test]
    fn labels_links_speakers_and_tags() {
        let body =
            |purpose: &str, value: &str| json!({ "type": "TextualBody", "purpose": purpose, "value": value });
        let link = |id: &str| json!({ "type": "SpecificResource", "purpose": "linking", "source": id });
        let items = json!([
            { "id": "q", "body": [label("Content"), body("identifying", "Roe"), body("identifying", "Lee"),
              body("tagging", "direct"), body("tagging", "denial")], "target": at(2, 7) },
            { "id": "s", "body": [label("source"), link("q")], "target": quoted("“No,” ", "Roe") },
            { "id": "c", "body": [label("Cue"), link("q")], "target": [at(12, 16)] },
            { "id": "n", "body": label("Person"), "target": at(8, 11) },
        ]);
        let expect = "[Attribution { content: [[2, 7]], source: [[8, 11]], cue: [[12, 16]], speakers: Some(\"Roe; Lee\"), \
                      form: Some(\"direct\"), class: Some(\"denial\") }]";
        assert_eq!(told(&json!({ "type": "AnnotationPage", "items": items })), expect);
        assert_eq!(told(&items), expect);
        assert_eq!(told(&json!({ "items": [] })), "[]");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_annotation() {
        for (target, complaint) in [
            (at(2, 99), "/a.jsonld, annotation q: the text has no span 2–99"),
            (quoted("", "Roe said"), "/a.jsonld, annotation q: “Roe said” does not occur in the text"),
            (json!({ "source": "b.txt", "selector": [] }), "/b.txt: cannot be read"),
            (json!({ "source": "a.txt", "selector": [] }), "/a.jsonld, annotation q: expected a TextPos"),
            (json!("a.txt"), "/a.jsonld: expected annotations with targets"),
        ] {
            let message =
                told(&json!({ "items": [{ "id": "q", "body": label("Content"), "target": target }] }));
            assert!(message.starts_with(complaint), "{message}");
        }
    }
}
