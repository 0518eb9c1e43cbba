//! JSON: one article, several one after another, an array of them, or an object that wraps such an array.

use super::jsonl::broken;
use super::text::whole;
use super::{Context, Head, ends};
use crate::record::{Record, RecordSeed};
use crate::source::Stream;
use crate::{article, charset};
use serde::de::DeserializeSeed;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Fields of an object that wraps an array of articles.
const WRAPPERS: &[&str] = &["articles", "documents", "docs", "items", "data", "results", "records"];

pub(super) fn tell(head: &Head<'_>) -> bool {
    let after = |open: char| head.text.strip_prefix(open).map(str::trim_start);
    after('[').is_some_and(|rest| rest.starts_with(['{', ']'])) && !head.text.starts_with("[{{")
        || after('{').is_some_and(|rest| rest.starts_with(['"', '}']))
        || ends(head.name, "json") && head.text.starts_with(['{', '['])
}

pub(super) fn read(stream: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    let Some(document) = whole(stream, context)? else { return ControlFlow::Continue(()) };
    let decoded = charset::decode(document.bytes, None, context.name);
    let mut reader = Reader { context, text: &decoded.text, record: 0, failed: false };
    let values = serde_json::Deserializer::from_str(&decoded.text).into_iter::<&RawValue>();
    for value in values {
        match value {
            Ok(value) => reader.value(value.get())?,
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

struct Reader<'r, 'c, 't> {
    context: &'r mut Context<'c>,
    text: &'t str,
    record: u64,
    failed: bool,
}

impl<'t> Reader<'_, '_, 't> {
    fn value(&mut self, value: &'t str) -> ControlFlow<()> {
        if value.starts_with('[') {
            return self.array(value);
        }
        let wrapped: Option<BTreeMap<&str, &'t RawValue>> = serde_json::from_str(value).ok();
        let inner = wrapped.and_then(|object| {
            if self.context.options.fields.text.iter().any(|name| object.contains_key(&**name)) {
                return None;
            }
            WRAPPERS.iter().find_map(|name| {
                object.get(name).map(|inner| inner.get()).filter(|inner| inner.starts_with('['))
            })
        });
        match inner {
            Some(array) => self.array(array),
            None => self.one(value),
        }
    }

    fn array(&mut self, array: &'t str) -> ControlFlow<()> {
        let values: Vec<&RawValue> = match serde_json::from_str(array) {
            Ok(values) => values,
            Err(error) => return self.broken(&error, self.line(array)),
        };
        values.into_iter().try_for_each(|value| self.one(value.get()))
    }

    fn one(&mut self, value: &'t str) -> ControlFlow<()> {
        let place = format!("{}:{}", self.context.name, self.line(value));
        let fields = &self.context.options.fields;
        let mut deserializer = serde_json::Deserializer::from_str(value);
        let outcome = RecordSeed(fields)
            .deserialize(&mut deserializer)
            .map_err(|error| broken(&error, place.clone()))
            .and_then(|record: Record<'_>| {
                let base = article::begin(self.context.name, Some(self.record), "json");
                record.into_article(fields, base, &place)
            });
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
