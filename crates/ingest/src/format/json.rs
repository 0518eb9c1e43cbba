//! JSON: one article, several one after another, an array of them, or an object that wraps such an array (answers of
//! interfaces, JSON Feed).

use super::elements::{Element, Elements};
use super::jsonl::broken;
use super::text::whole;
use super::{Context, Head, ends};
use crate::record::{Record, RecordSeed};
use crate::source::Stream;
use crate::{article, charset};
use sayso_core::{Article, Diagnostic, Severity};
use serde::de::DeserializeSeed;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Fields of an object that wraps an array of articles, or an object that does.
pub(super) const WRAPPERS: &[&str] = &[
    "articles",
    "documents",
    "docs",
    "items",
    "data",
    "results",
    "records",
    "response",
    "hits",
    "newsItems",
    "item",
    "stories",
];

/// Wrappers inside wrappers.
const DEPTH: usize = 3;

pub(super) fn detect(head: &Head<'_>) -> bool {
    let after = |open: char| head.text.strip_prefix(open).map(str::trim_start);
    after('[').is_some_and(|rest| rest.starts_with(['{', ']'])) && !head.text.starts_with("[{{")
        || after('{').is_some_and(|rest| rest.starts_with(['"', '}']))
        || ends(head.name, "json") && head.text.starts_with(['{', '['])
}

pub(super) fn read(mut stream: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    let starts_list = match stream.fill_buf() {
        Ok(head) => {
            let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
            head.trim_ascii_start().starts_with(b"[")
        }
        Err(error) => return context.failed(&error, 0),
    };
    if starts_list { list(stream, context) } else { objects(stream, context) }
}

/// An array is read element by element, however long it is.
fn list(stream: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    let limit = context.options.limits.line_bytes;
    let mut elements = Elements::new(stream, limit);
    let mut record = 0;
    loop {
        let place = |line: u64| format!("{}:{line}", context.name);
        let outcome = match elements.next() {
            Ok(Element::End) => break,
            Ok(Element::Whole { bytes, line }) => {
                let decoded = charset::lossy_if_needed(bytes, &place(line));
                let outcome = one(&decoded.text, record, &place(line), &Feed::default(), context);
                outcome.map(|mut article| {
                    article.diagnostics.extend(decoded.diagnostics);
                    article
                })
            }
            Ok(Element::TooLarge { line }) => {
                let message =
                    format!("the record is larger than the limit of {limit} bytes and was left out");
                Err(Diagnostic::new(Severity::Error, "ingest.too-large", place(line), message)
                    .with_help("split the record, or leave it out"))
            }
            Ok(Element::Cut { line }) => {
                let message = "expected the end of the array, found the end of the file";
                let cut = Diagnostic::new(Severity::Error, "ingest.broken-json", place(line), message);
                return context.complain(cut.with_help("fetch the file again"));
            }
            Err(error) => return context.failed(&error, record),
        };
        (context.sink)(outcome)?;
        record += 1;
    }
    if record == 0 {
        return context.error("ingest.empty", "no record in the file", "leave it out");
    }
    ControlFlow::Continue(())
}

fn objects(stream: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    let Some(document) = whole(stream, context)? else { return ControlFlow::Continue(()) };
    let decoded = charset::decode(document.bytes, None, context.name);
    let mut reader = Reader { context, text: &decoded.text, record: 0, failed: false };
    let values = serde_json::Deserializer::from_str(&decoded.text).into_iter::<&RawValue>();
    for value in values {
        match value {
            Ok(value) => reader.value(value.get(), &Feed::default(), 0)?,
            Err(error) => {
                reader.broken(&error, error.line() as u64)?;
                break;
            }
        }
    }
    if reader.record == 0 && !reader.failed {
        context.error("ingest.empty", "no record in the file", "leave it out")?;
    }
    for complaint in decoded.diagnostics.into_iter().chain(document.cut) {
        context.complain(complaint)?;
    }
    ControlFlow::Continue(())
}

/// Reads the records in an object that wraps them, and gives the number of the next record.
pub(super) fn unwrapped(text: &str, record: u64, context: &mut Context<'_>) -> ControlFlow<(), u64> {
    let mut reader = Reader { context, text, record, failed: false };
    reader.value(text.trim(), &Feed::default(), 0)?;
    ControlFlow::Continue(reader.record)
}

/// What a JSON Feed says of all its items.
#[derive(Clone, Default)]
struct Feed {
    title: String,
    language: String,
}

impl Feed {
    fn parse(object: &BTreeMap<&str, &RawValue>) -> Self {
        let text = |name: &str| {
            let value = object.get(name).and_then(|value| serde_json::from_str::<String>(value.get()).ok());
            value.unwrap_or_default()
        };
        let is_feed = text("version").contains("jsonfeed.org");
        if is_feed { Self { title: text("title"), language: text("language") } } else { Self::default() }
    }
}

struct Reader<'r, 'c, 't> {
    context: &'r mut Context<'c>,
    text: &'t str,
    record: u64,
    failed: bool,
}

impl<'t> Reader<'_, '_, 't> {
    fn value(&mut self, value: &'t str, feed: &Feed, depth: usize) -> ControlFlow<()> {
        if value.starts_with('[') {
            return self.array(value, feed);
        }
        let wrapped: Option<BTreeMap<&str, &'t RawValue>> = serde_json::from_str(value).ok();
        let feed = wrapped.as_ref().map_or_else(|| feed.clone(), Feed::parse);
        let inner = wrapped.and_then(|object| {
            let fields = &self.context.options.fields;
            // What is a record itself may well have a field of items.
            let is_record =
                fields.text.iter().any(|name| object.contains_key(&**name)) && feed.title.is_empty();
            if is_record || depth > DEPTH {
                return None;
            }
            WRAPPERS.iter().find_map(|name| {
                object.get(name).map(|inner| inner.get()).filter(|inner| inner.starts_with(['[', '{']))
            })
        });
        match inner {
            Some(inner) => self.value(inner, &feed, depth + 1),
            None => self.one(value, &feed),
        }
    }

    fn array(&mut self, array: &'t str, feed: &Feed) -> ControlFlow<()> {
        let values: Vec<&RawValue> = match serde_json::from_str(array) {
            Ok(values) => values,
            Err(error) => return self.broken(&error, self.line(array)),
        };
        values.into_iter().try_for_each(|value| self.one(value.get(), feed))
    }

    fn one(&mut self, value: &'t str, feed: &Feed) -> ControlFlow<()> {
        let place = format!("{}:{}", self.context.name, self.line(value));
        let outcome = one(value, self.record, &place, feed, self.context);
        self.record += 1;
        (self.context.sink)(outcome)
    }

    fn broken(&mut self, error: &serde_json::Error, line: u64) -> ControlFlow<()> {
        self.failed = true;
        let place = format!("{}:{line}", self.context.name);
        self.context.complain(broken(error, place))
    }

    /// The line on which a piece of the text begins.
    fn line(&self, piece: &str) -> u64 {
        let at = (piece.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize).min(self.text.len());
        memchr::memchr_iter(b'\n', &self.text.as_bytes()[..at]).count() as u64 + 1
    }
}

fn one(
    value: &str,
    record: u64,
    place: &str,
    feed: &Feed,
    context: &Context<'_>,
) -> Result<Article, Diagnostic> {
    let mut deserializer = serde_json::Deserializer::from_str(value);
    let found: Record<'_> = RecordSeed(&context.options.fields)
        .deserialize(&mut deserializer)
        .map_err(|error| broken(&error, place.to_owned()))?;
    let mut base = article::begin(context.name, Some(record), "json");
    let metadata = &mut base.metadata;
    article::set(&mut metadata.publisher, &feed.title, "publisher", "feed", &mut metadata.provenance);
    article::set(&mut metadata.language, &feed.language, "language", "feed", &mut metadata.provenance);
    found.into_article(context.options, base, place)
}
