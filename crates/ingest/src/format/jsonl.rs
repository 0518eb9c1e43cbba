//! JSON Lines: one object a line, read without holding more than a line.

use super::{Context, Head, ends, json};
use crate::record::{Record, RecordSeed};
use crate::source::Stream;
use crate::{article, charset};
use sayso_core::{Article, Diagnostic, Severity};
use serde::de::DeserializeSeed;
use std::io;
use std::ops::ControlFlow;

/// The first line is a whole object, or an object that goes on behind the first bytes.
pub(super) fn detect(head: &Head<'_>) -> bool {
    if !head.text.starts_with('{') || ends(head.name, "json") {
        return false;
    }
    let mut lines = head.text.lines();
    let first = lines.next().unwrap_or("").trim_end();
    let whole = serde_json::from_str::<serde::de::IgnoredAny>(first).is_ok();
    let goes_on = head.text.lines().nth(1).is_none();
    whole || goes_on || lines.next().is_some_and(|second| second.starts_with("{\""))
}

pub(super) fn read(mut stream: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    let limit = context.options.limits.line_bytes;
    let mut buffer = Vec::new();
    let mut number = 0_u64;
    let mut record = 0_u64;
    loop {
        let line = match next_line(&mut stream, &mut buffer, limit) {
            Ok(line) => line,
            Err(error) => return context.failed(&error, record),
        };
        if number == 0 && buffer.starts_with(b"\xEF\xBB\xBF") {
            buffer.drain(..3);
        }
        number += 1;
        match line {
            Line::End => break,
            Line::TooLong => {
                let message = format!("the line is longer than the limit of {limit} bytes and was left out");
                let place = format!("{}:{number}", context.name);
                let complaint = Diagnostic::new(Severity::Error, "ingest.too-large", place, message);
                context.complain(complaint.with_help("split the record, or leave it out"))?;
            }
            Line::Whole if buffer.trim_ascii().is_empty() => {}
            Line::Whole => {
                record = one(&buffer, number, record, context)?;
            }
        }
    }
    if record == 0 {
        return context.error("ingest.empty", "no record in the file", "leave it out");
    }
    ControlFlow::Continue(())
}

/// Reads one line as one article, or as an object around several; gives the number of the next record.
fn one(line: &[u8], number: u64, record: u64, context: &mut Context<'_>) -> ControlFlow<(), u64> {
    let place = || format!("{}:{number}", context.name);
    let outcome = if let Ok(line) = std::str::from_utf8(line) {
        let fields = &context.options.fields;
        match object(line, fields) {
            Ok(found) if found.wraps(fields, json::WRAPPERS) => {
                return json::unwrapped(line, record, context);
            }
            found => article_of(found, number, record, context),
        }
    } else {
        let decoded = charset::lossy(line, &place());
        article_of(object(&decoded.text, &context.options.fields), number, record, context).map(
            |mut article| {
                article.diagnostics.extend(decoded.diagnostics);
                article
            },
        )
    };
    (context.sink)(outcome)?;
    ControlFlow::Continue(record + 1)
}

fn article_of(
    found: serde_json::Result<Record<'_>>,
    number: u64,
    record: u64,
    context: &Context<'_>,
) -> Result<Article, Diagnostic> {
    let place = || format!("{}:{number}", context.name);
    let found = found.map_err(|error| broken(&error, place()))?;
    let base = article::begin(context.name, Some(record), "jsonl");
    let article = found.into_article(context.options, base, &place())?;
    let limit = context.options.limits.document_bytes;
    if article.text.len() as u64 > limit {
        let message = format!("the document is larger than the limit of {limit} bytes");
        return Err(Diagnostic::new(Severity::Error, "ingest.too-large", place(), message)
            .with_help("split the document, or leave it out"));
    }
    Ok(article)
}

fn object<'l>(line: &'l str, fields: &crate::FieldMap) -> serde_json::Result<Record<'l>> {
    let mut deserializer = serde_json::Deserializer::from_str(line);
    let record = RecordSeed(fields).deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(record)
}

/// A complaint about a line that is no JSON.
pub(super) fn broken(error: &serde_json::Error, place: String) -> Diagnostic {
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or(&text);
    let message = format!("expected a JSON object, found broken JSON at column {}: {what}", error.column());
    Diagnostic::new(Severity::Error, "ingest.broken-json", place, message)
        .with_help("mend or remove the record; the others were read")
}

/// What came of reading a line into the buffer.
enum Line {
    Whole,
    TooLong,
    End,
}

/// Reads up to and without the line feed. Of a line beyond the limit nothing is kept.
fn next_line(stream: &mut Stream<'_>, buffer: &mut Vec<u8>, limit: u64) -> io::Result<Line> {
    buffer.clear();
    let mut any = false;
    let mut too_long = false;
    loop {
        let ready = stream.fill_buf()?;
        if ready.is_empty() {
            break;
        }
        any = true;
        let stop = memchr::memchr(b'\n', ready);
        let piece = &ready[..stop.unwrap_or(ready.len())];
        if too_long || (buffer.len() + piece.len()) as u64 > limit {
            too_long = true;
            *buffer = Vec::new();
        } else {
            buffer.extend_from_slice(piece);
        }
        let used = stop.map_or(ready.len(), |at| at + 1);
        stream.consume(used);
        if stop.is_some() {
            break;
        }
    }
    Ok(match (any, too_long) {
        (false, _) => Line::End,
        (true, true) => Line::TooLong,
        (true, false) => Line::Whole,
    })
}
