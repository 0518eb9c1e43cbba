//! Parquet: a file for each table, without Arrow. Memory is bounded by a row group of each.

use crate::Error;
use crate::rows::TableWriter;
use crate::schema::{TABLES, VERSION};
use crate::table::{Column, Kind, Table, Value};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type, TypePtr};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows in a row group, at most.
const ROWS: usize = 1 << 16;
/// Bytes of text in a row group, at most but for the last row.
const BYTES: usize = 16 << 20;

/// Writes all tables.
pub(crate) struct Writer(Vec<Open>);

/// A file being written.
struct Open {
    path: PathBuf,
    file: SerializedFileWriter<File>,
    columns: Vec<Cells>,
    rows: usize,
    bytes: usize,
}

/// The values of a column in a row group, and which rows have one.
struct Cells {
    optional: bool,
    levels: Vec<i16>,
    values: Values,
}

enum Values {
    Text(Vec<ByteArray>),
    Integer(Vec<i64>),
    Real(Vec<f64>),
    Flag(Vec<bool>),
    Date(Vec<i32>),
}

impl Writer {
    pub(crate) fn create(dir: &Path) -> Result<Self, Error> {
        let properties = properties();
        let open =
            |table: &&Table| Open::create(dir.join(format!("{}.parquet", table.name)), table, &properties);
        Ok(Self(TABLES.iter().map(open).collect::<Result<_, _>>()?))
    }
}

impl TableWriter for Writer {
    fn row(&mut self, table: &'static Table, row: &[Value<'_>]) -> Result<(), Error> {
        let nth = TABLES.iter().position(|other| other.name == table.name).unwrap_or_default();
        let open = &mut self.0[nth];
        for (cells, value) in open.columns.iter_mut().zip(row) {
            open.bytes += cells.push(value);
        }
        open.rows += 1;
        if open.rows >= ROWS || open.bytes >= BYTES { open.group() } else { Ok(()) }
    }

    fn finish(self) -> Result<(), Error> {
        self.0.into_iter().try_for_each(Open::finish)
    }
}

impl Open {
    fn create(path: PathBuf, table: &Table, properties: &WriterPropertiesPtr) -> Result<Self, Error> {
        let file = File::create(&path).map_err(|error| Error::write(&path, error))?;
        let file =
            schema(table).and_then(|schema| SerializedFileWriter::new(file, schema, properties.clone()));
        let file = file.map_err(|error| failed(&path, error))?;
        Ok(Self { path, file, columns: table.columns.iter().map(Cells::of).collect(), rows: 0, bytes: 0 })
    }

    /// Writes what was gathered as a row group.
    fn group(&mut self) -> Result<(), Error> {
        self.try_group().map_err(|error| failed(&self.path, error))
    }

    fn try_group(&mut self) -> Result<(), ParquetError> {
        if std::mem::take(&mut self.rows) == 0 {
            return Ok(());
        }
        self.bytes = 0;
        let mut group = self.file.next_row_group()?;
        let mut columns = self.columns.iter_mut();
        while let (Some(mut column), Some(cells)) = (group.next_column()?, columns.next()) {
            cells.write(column.untyped())?;
            column.close()?;
        }
        group.close()?;
        Ok(())
    }

    fn finish(mut self) -> Result<(), Error> {
        self.group()?;
        self.file.close().map(drop).map_err(|error| failed(&self.path, error))
    }
}

impl Cells {
    fn of(column: &Column) -> Self {
        let values = match column.kind {
            Kind::Text => Values::Text(Vec::new()),
            Kind::Integer => Values::Integer(Vec::new()),
            Kind::Real => Values::Real(Vec::new()),
            Kind::Flag => Values::Flag(Vec::new()),
            Kind::Date => Values::Date(Vec::new()),
        };
        Self { optional: column.optional, levels: Vec::new(), values }
    }

    /// Adds a value; gives its bytes of text.
    fn push(&mut self, value: &Value<'_>) -> usize {
        self.levels.push(i16::from(*value != Value::Null));
        match (&mut self.values, value) {
            (Values::Text(all), Value::Text(text)) => {
                all.push(ByteArray::from(text.as_bytes().to_vec()));
                return text.len();
            }
            (Values::Integer(all), Value::Integer(number)) => all.push(*number),
            (Values::Real(all), Value::Real(number)) => all.push(*number),
            (Values::Flag(all), Value::Flag(flag)) => all.push(*flag),
            (Values::Date(all), value @ Value::Text(_)) => all.extend(value.days()),
            _ => {}
        }
        0
    }

    fn write(&mut self, column: &mut ColumnWriter<'_>) -> Result<(), ParquetError> {
        let levels = self.optional.then_some(self.levels.as_slice());
        match (&mut self.values, column) {
            (Values::Text(all), ColumnWriter::ByteArrayColumnWriter(out)) => {
                out.write_batch(all, levels, None)?;
                all.clear();
            }
            (Values::Integer(all), ColumnWriter::Int64ColumnWriter(out)) => {
                out.write_batch(all, levels, None)?;
                all.clear();
            }
            (Values::Real(all), ColumnWriter::DoubleColumnWriter(out)) => {
                out.write_batch(all, levels, None)?;
                all.clear();
            }
            (Values::Flag(all), ColumnWriter::BoolColumnWriter(out)) => {
                out.write_batch(all, levels, None)?;
                all.clear();
            }
            (Values::Date(all), ColumnWriter::Int32ColumnWriter(out)) => {
                out.write_batch(all, levels, None)?;
                all.clear();
            }
            _ => return Err(ParquetError::General("a column of another type".to_owned())),
        }
        self.levels.clear();
        Ok(())
    }
}

fn properties() -> WriterPropertiesPtr {
    let meta = KeyValue::new("sayso.tables".to_owned(), VERSION.to_string());
    Arc::new(
        WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_created_by(concat!("sayso ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_key_value_metadata(Some(vec![meta]))
            .build(),
    )
}

fn schema(table: &Table) -> Result<TypePtr, ParquetError> {
    let field = |column: &Column| {
        let (physical, logical) = match column.kind {
            Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Kind::Integer => (Physical::INT64, None),
            Kind::Real => (Physical::DOUBLE, None),
            Kind::Flag => (Physical::BOOLEAN, None),
            Kind::Date => (Physical::INT32, Some(LogicalType::Date)),
        };
        let repetition = if column.optional { Repetition::OPTIONAL } else { Repetition::REQUIRED };
        let field = Type::primitive_type_builder(column.name, physical);
        field.with_logical_type(logical).with_repetition(repetition).build().map(Arc::new)
    };
    let fields = table.columns.iter().map(field).collect::<Result<_, _>>()?;
    Ok(Arc::new(Type::group_type_builder(table.name).with_fields(fields).build()?))
}

/// The system's own words where it was the disk.
fn failed(path: &Path, error: ParquetError) -> Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => Error::write(path, *error),
            Err(error) => Error::write(path, io::Error::other(error)),
        },
        other => Error::write(path, io::Error::other(other)),
    }
}
