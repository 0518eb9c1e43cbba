//! CSV and TSV: the first row names the fields.

use super::{Context, Head, ends};
use crate::record::Record;
use crate::source::Stream;
use crate::{article, charset};
use sayso_core::{Diagnostic, Severity};
use std::borrow::Cow;
use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

/// What may stand between fields.
const DELIMITERS: &[u8] = b",\t;|";

/// By its name, or where the first line names a field of text and another.
pub(super) fn detect(head: &Head<'_>) -> bool {
    let mut lines = head.text.lines();
    let mut first = lines.next().unwrap_or("");
    let stated = stated_delimiter(first);
    if stated.is_some() {
        first = lines.next().unwrap_or("");
    }
    let Some(delimiter) = stated.or_else(|| delimiter(first)) else { return false };
    let cells = || first.split(delimiter as char).map(|name| name.trim().trim_matches('"').to_lowercase());
    let fields = crate::FieldMap::default();
    let named = cells().any(|name| fields.text.contains(&name))
        && cells().filter(|name| fields.knows(name)).count() >= 2;
    named || ends(head.name, "csv") || ends(head.name, "tsv")
}

/// The delimiter that Excel states on a line of its own, `sep=;`.
fn stated_delimiter(line: &str) -> Option<u8> {
    match line.trim_end().as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] => Some(*delimiter),
        _ => None,
    }
}

/// The delimiter that the first line has most of.
fn delimiter(first: &str) -> Option<u8> {
    let count = |delimiter: u8| first.bytes().filter(|&byte| byte == delimiter).count();
    DELIMITERS
        .iter()
        .rev()
        .copied()
        .max_by_key(|&delimiter| count(delimiter))
        .filter(|&delimiter| count(delimiter) > 0)
}

pub(super) fn read(mut stream: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    let first = match stream.fill_buf() {
        Ok(head) => {
            head.split(|&byte| byte == b'\n').next().map(|line| String::from_utf8_lossy(line).into_owned())
        }
        Err(error) => return context.failed(&error, 0),
    };
    let first = first.unwrap_or_default();
    let first = first.trim_start_matches('\u{FEFF}');
    let stated = stated_delimiter(first);
    if stated.is_some()
        && let Err(error) = stream.read_until(b'\n', &mut Vec::new())
    {
        return context.failed(&error, 0);
    }
    let delimiter = stated.or_else(|| delimiter(first)).unwrap_or(b',');
    // A quotation mark that never closes would make one row of all the rest.
    let budget = context.options.limits.line_bytes;
    let left = Rc::new(Cell::new(budget));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(Budget { stream, left: Rc::clone(&left) });
    let names: Vec<String> = match reader.byte_headers() {
        Ok(names) => names
            .iter()
            .map(|name| String::from_utf8_lossy(name).trim_start_matches('\u{FEFF}').trim().to_owned())
            .collect(),
        Err(error) => return fail(error, 0, context),
    };
    let names = lower_where_needed(names, context);
    let mut row = csv::ByteRecord::new();
    let mut record = 0;
    loop {
        left.set(budget);
        match reader.read_byte_record(&mut row) {
            Ok(false) => break,
            Ok(true) => one(&names, &row, record, context)?,
            Err(error) => return fail(error, record, context),
        }
        record += 1;
    }
    if record == 0 {
        return context.error("ingest.empty", "no row under the names of the fields", "leave it out");
    }
    ControlFlow::Continue(())
}

/// Stops a row that grows beyond all bounds.
struct Budget<'s> {
    stream: Stream<'s>,
    left: Rc<Cell<u64>>,
}

impl Read for Budget<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.stream.read(out)?;
        let left = self.left.get().checked_sub(count as u64);
        self.left.set(left.ok_or_else(|| {
            io::Error::other("a row is larger than the limit; a quotation mark may be open")
        })?);
        Ok(count)
    }
}

/// "Text" and "TEXT" mean `text` unless the map knows them as they are.
fn lower_where_needed(names: Vec<String>, context: &Context<'_>) -> Vec<String> {
    names.into_iter().map(|name| context.options.fields.spelt(&name)).collect()
}

fn one(names: &[String], row: &csv::ByteRecord, record: u64, context: &mut Context<'_>) -> ControlFlow<()> {
    let line = row.position().map_or(0, csv::Position::line);
    let place = format!("{}:{line}", context.name);
    let mut complaints = Vec::new();
    let fields = names.iter().zip(row).map(|(name, value)| {
        let value = if let Ok(value) = std::str::from_utf8(value) {
            Cow::Borrowed(value)
        } else {
            let decoded = charset::decode(value.to_vec(), None, &place);
            complaints.extend(decoded.diagnostics);
            Cow::Owned(decoded.text)
        };
        (Cow::Borrowed(name.as_str()), value)
    });
    let map = &context.options.fields;
    let found = Record::of_strings(fields.filter(|(_, value)| !value.is_empty()).collect(), map);
    let outcome =
        found.into_article(context.options, article::begin(context.name, Some(record), "csv"), &place);
    (context.sink)(outcome.map(|mut article| {
        article.diagnostics.extend(complaints);
        article
    }))
}

fn fail(error: csv::Error, kept: u64, context: &mut Context<'_>) -> ControlFlow<()> {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => context.failed(&error, kept),
        other => {
            let message = format!("broken table: {other:?}; {kept} articles before that were kept");
            let complaint = Diagnostic::new(Severity::Error, "ingest.broken-table", context.name, message);
            context.complain(complaint.with_help("mend the row"))
        }
    }
}
