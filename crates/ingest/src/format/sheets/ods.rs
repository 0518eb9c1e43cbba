//! ODS (ISO 26300): tables of rows of cells, each with paragraphs.

use super::{COLUMNS, Table, broken, nothing};
use crate::format::Context;
use crate::xml::local;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::{BufReader, Read, Seek};
use std::ops::ControlFlow;
use zip::ZipArchive;

pub(super) fn read<R: Read + Seek>(mut archive: ZipArchive<R>, context: &mut Context<'_>) -> ControlFlow<()> {
    let limit = context.options.limits.document_bytes * 8;
    let file = match archive.by_name("content.xml") {
        Ok(file) => file,
        Err(error) => return broken(&error, context),
    };
    let mut reader = Reader::from_reader(BufReader::new(file.take(limit)));
    reader.config_mut().check_end_names = false;
    let mut walk = Walk::default();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) => break,
            Ok(event) => walk.event(&event, context)?,
            Err(error) => {
                broken(&error, context)?;
                break;
            }
        }
    }
    nothing(walk.record, context)
}

#[derive(Default)]
struct Walk {
    table: Option<Table>,
    cells: Vec<String>,
    text: String,
    /// The cell's value as its attributes have it: a date, a number.
    value: Option<String>,
    repeated: usize,
    in_cell: bool,
    left_out: usize,
    record: u64,
}

impl Walk {
    fn event(&mut self, event: &Event<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::Empty(tag) => {
                self.start(tag);
                return self.end(local(tag.name().as_ref()), context);
            }
            Event::End(tag) => return self.end(local(tag.name().as_ref()), context),
            Event::Text(text) if self.in_cell && self.left_out == 0 => {
                self.text.push_str(text);
            }
            Event::GeneralRef(name) if self.in_cell && self.left_out == 0 => {
                self.text.push_str(&crate::entities::letter(name).unwrap_or_default());
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        match local(tag.name().as_ref()) {
            "table" => self.table = Some(Table::new(&attribute(tag, "name").unwrap_or_default())),
            "table-row" => self.cells.clear(),
            "table-cell" | "covered-table-cell" => {
                self.in_cell = true;
                self.text.clear();
                self.value = attribute(tag, "date-value");
                let repeated = attribute(tag, "number-columns-repeated").and_then(|count| count.parse().ok());
                self.repeated = repeated.unwrap_or(1);
            }
            "annotation" => self.left_out += 1,
            "p" if self.in_cell && !self.text.is_empty() => self.text.push_str("\n\n"),
            "s" | "tab" | "line-break" if self.in_cell => self.text.push(' '),
            _ => {}
        }
    }

    fn end(&mut self, name: &str, context: &mut Context<'_>) -> ControlFlow<()> {
        match name {
            "table-cell" | "covered-table-cell" => {
                self.in_cell = false;
                let value = self.value.take().unwrap_or_else(|| std::mem::take(&mut self.text));
                let room = COLUMNS.saturating_sub(self.cells.len());
                self.cells.extend(std::iter::repeat_n(value, self.repeated.min(room)));
            }
            "annotation" => self.left_out = self.left_out.saturating_sub(1),
            "table-row" => {
                let cells = std::mem::take(&mut self.cells);
                if let Some(table) = &mut self.table {
                    return table.row(cells, &mut self.record, context);
                }
            }
            "table" => {
                if let Some(mut table) = self.table.take() {
                    return table.settle(&mut self.record, context);
                }
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found =
        tag.attributes().with_checks(false).flatten().find(|found| local(found.key.as_ref()) == name)?;
    Some(crate::entities::resolve(&found.value))
}
