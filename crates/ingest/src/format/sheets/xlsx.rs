//! XLSX, cell by cell: a cell far out in an empty sheet must not cost the room of all before it.

use super::{COLUMNS, Table, broken, nothing};
use crate::format::Context;
use calamine::{Data, DataRef, Reader, Xlsx};
use std::io::{Read, Seek};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

pub(super) fn read<R: Read + Seek>(file: R, context: &mut Context<'_>) -> ControlFlow<()> {
    let opened = catch_unwind(AssertUnwindSafe(|| Xlsx::new(std::io::BufReader::new(file))));
    let mut book = match opened {
        Ok(Ok(book)) => book,
        Ok(Err(error)) => return broken(&error, context),
        Err(_) => return broken(&"the parser gave up on it", context),
    };
    let mut record = 0;
    for sheet in book.sheet_names() {
        let mut table = Table::new(&sheet);
        let mut cells = match book.worksheet_cells_reader(&sheet) {
            Ok(cells) => cells,
            Err(error) => {
                broken(&error, context)?;
                continue;
            }
        };
        let (mut row, mut line) = (0, Vec::new());
        loop {
            let cell = match cells.next_cell() {
                Ok(Some(cell)) => cell,
                Ok(None) => break,
                Err(error) => {
                    broken(&error, context)?;
                    break;
                }
            };
            let (at, column) = cell.get_position();
            if at != row {
                table.row(std::mem::take(&mut line), &mut record, context)?;
                row = at;
            }
            if (column as usize) < COLUMNS {
                line.resize(line.len().max(column as usize + 1), String::new());
                line[column as usize] = text_of(cell.get_value());
            }
        }
        table.row(line, &mut record, context)?;
        table.settle(&mut record, context)?;
    }
    nothing(record, context)
}

fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::DateTime(time) if time.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            if (hour, minute, second) == (0, 0, 0) {
                date
            } else {
                format!("{date}T{hour:02}:{minute:02}:{second:02}")
            }
        }
        DataRef::Empty | DataRef::Error(_) => String::new(),
        value => Data::from(value.clone()).to_string(),
    }
}
