//! Spreadsheets: a row is an article, the first row that names fields names them. The parser of XLSX is built with the
//! feature `sheets`; without it such a file is still recognised and named.

mod ods;
#[cfg(feature = "sheets")]
mod xlsx;

use super::Context;
use crate::article;
use crate::record::Record;
use sayso_core::{Diagnostic, Severity};
use std::borrow::Cow;
use std::io::{Read, Seek};
use std::ops::ControlFlow;
use zip::ZipArchive;

/// Columns that are read.
const COLUMNS: usize = 1_000;
/// Rows above the one that names the fields: titles and notes.
const ABOVE: usize = 20;

/// A spreadsheet in an archive.
#[derive(Copy, Clone)]
pub(super) enum Kind {
    Xlsx,
    Ods,
}

pub(super) fn kind<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Option<Kind> {
    if archive.index_for_name("xl/workbook.xml").is_some() {
        return Some(Kind::Xlsx);
    }
    let mut mimetype = String::new();
    let file = archive.by_name("mimetype").ok()?;
    file.take(100).read_to_string(&mut mimetype).ok()?;
    mimetype.contains("opendocument.spreadsheet").then_some(Kind::Ods)
}

pub(super) fn read<R: Read + Seek>(
    archive: ZipArchive<R>,
    kind: Kind,
    context: &mut Context<'_>,
) -> ControlFlow<()> {
    match kind {
        Kind::Ods => ods::read(archive, context),
        #[cfg(feature = "sheets")]
        Kind::Xlsx => xlsx::read(archive.into_inner(), context),
        #[cfg(not(feature = "sheets"))]
        Kind::Xlsx => context.error(
            "ingest.not-built",
            "this is an XLSX table, and this build reads none",
            "build with `--features sheets`, or save the table as CSV",
        ),
    }
}

/// The rows of one sheet, as they come.
struct Table {
    sheet: String,
    names: Option<Vec<String>>,
    /// Rows before the names were known.
    above: Vec<Vec<String>>,
    row: u64,
}

impl Table {
    fn new(sheet: &str) -> Self {
        Self { sheet: sheet.to_owned(), names: None, above: Vec::new(), row: 0 }
    }

    /// Takes the next row; `record` counts articles over all sheets.
    fn row(&mut self, cells: Vec<String>, record: &mut u64, context: &mut Context<'_>) -> ControlFlow<()> {
        self.row += 1;
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return ControlFlow::Continue(());
        }
        if self.names.is_none() {
            let fields = &context.options.fields;
            let known = cells.iter().filter(|cell| fields.knows(&name_of(cell, context))).count();
            if known >= 2 {
                self.names = Some(cells.iter().map(|cell| name_of(cell, context)).collect());
            } else if self.above.len() < ABOVE {
                self.above.push(cells);
            } else {
                self.settle(record, context)?;
                return self.article(&cells, record, context);
            }
            return ControlFlow::Continue(());
        }
        self.article(&cells, record, context)
    }

    /// At the end of a sheet whose names nobody knows: the first row names the fields.
    fn settle(&mut self, record: &mut u64, context: &mut Context<'_>) -> ControlFlow<()> {
        if self.names.is_some() || self.above.is_empty() {
            return ControlFlow::Continue(());
        }
        let above = std::mem::take(&mut self.above);
        self.names = above.first().map(|cells| cells.iter().map(|cell| name_of(cell, context)).collect());
        above.iter().skip(1).try_for_each(|cells| self.article(cells, record, context))
    }

    fn article(&self, cells: &[String], record: &mut u64, context: &mut Context<'_>) -> ControlFlow<()> {
        let names = self.names.as_deref().unwrap_or_default();
        let place = format!("{}:{}!{}", context.name, self.sheet, self.row);
        let fields = names.iter().zip(cells).filter(|(_, value)| !value.is_empty());
        let fields =
            fields.map(|(name, value)| (Cow::Borrowed(name.as_str()), Cow::Borrowed(value.as_str())));
        let found = Record::of_strings(fields.collect(), &context.options.fields);
        let base = article::begin(context.name, Some(*record), "sheet");
        *record += 1;
        (context.sink)(found.into_article(context.options, base, &place))
    }
}

fn name_of(cell: &str, context: &Context<'_>) -> String {
    context.options.fields.spelt(cell.trim())
}

fn broken(problem: &dyn std::fmt::Display, context: &mut Context<'_>) -> ControlFlow<()> {
    let message = format!("broken table: {problem}");
    let complaint = Diagnostic::new(Severity::Error, "ingest.broken-table", context.name, message);
    context.complain(complaint.with_help("save the table again, or as CSV"))
}

fn nothing(record: u64, context: &mut Context<'_>) -> ControlFlow<()> {
    if record > 0 {
        return ControlFlow::Continue(());
    }
    context.error("ingest.empty", "no row under the names of the fields in any sheet", "leave it out")
}
