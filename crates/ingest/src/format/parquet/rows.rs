//! Rows of a Parquet file as records.

use super::MAGIC;
use crate::article;
use crate::format::Context;
use crate::record::{Record, Value};
use crate::source::{self, Stream};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use parquet::schema::types::Type;
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read, Seek};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

pub(super) fn read(stream: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    let file = match seekable(stream, context) {
        Ok(file) => file,
        Err(error) => return context.failed(&error, 0),
    };
    // The parser is known to panic on some broken files; a broken file must cost only itself.
    let opened = catch_unwind(AssertUnwindSafe(|| open(file, context)));
    let (reader, columns) = match opened.unwrap_or_else(|_| Err(panicked())) {
        Ok(found) => found,
        Err(error) => return broken(&error, 0, context),
    };
    if columns.is_empty() {
        let names: Vec<String> = reader
            .metadata()
            .file_metadata()
            .schema()
            .get_fields()
            .iter()
            .map(|field| field.name().to_owned())
            .collect();
        let message = format!("no column holds a fact; found {}", names.join(", "));
        return context.error(
            "ingest.no-text",
            &message,
            "say which column holds the text, e.g. `--field text=NAME`",
        );
    }
    rows(&reader, &columns, context)
}

/// The input itself where it is a plain file, else a temporary copy.
fn seekable(stream: Stream<'_>, context: &Context<'_>) -> io::Result<File> {
    if let Some(path) = context.file {
        let mut file = File::open(path)?;
        let mut start = [0; 4];
        if file.read_exact(&mut start).is_ok() && start == MAGIC {
            file.rewind()?;
            context.meter.took(file.metadata()?.len());
            return Ok(file);
        }
    }
    source::spooled(stream)
}

/// Opens a file, and says which of its columns hold a fact.
fn open(
    file: File,
    context: &Context<'_>,
) -> Result<(SerializedFileReader<File>, Vec<Arc<Type>>), ParquetError> {
    let size = file.metadata()?.len();
    let reader = SerializedFileReader::new(file)?;
    // What is in the pages is only known when they are read, but their sizes are stated.
    let limits = &context.options.limits;
    for group in reader.metadata().row_groups() {
        let unpacked = u64::try_from(group.total_byte_size()).unwrap_or(u64::MAX);
        if unpacked > 64 << 20 && unpacked / size.max(1) > limits.expansion {
            return Err(ParquetError::General(format!(
                "it expands to more than {} times its size",
                limits.expansion
            )));
        }
    }
    let fields = &context.options.fields;
    let known = |field: &&Arc<Type>| fields.knows(field.name()) || fields.knows_inside(field.name());
    let columns =
        reader.metadata().file_metadata().schema().get_fields().iter().filter(known).cloned().collect();
    Ok((reader, columns))
}

fn rows(
    reader: &SerializedFileReader<File>,
    columns: &[Arc<Type>],
    context: &mut Context<'_>,
) -> ControlFlow<()> {
    let name = reader.metadata().file_metadata().schema().name();
    let schema = Type::group_type_builder(name).with_fields(columns.to_vec()).build();
    let rows = schema.and_then(|schema| {
        catch_unwind(AssertUnwindSafe(|| reader.get_row_iter(Some(schema))))
            .unwrap_or_else(|_| Err(panicked()))
    });
    let mut rows = match rows {
        Ok(rows) => rows,
        Err(error) => return broken(&error, 0, context),
    };
    let mut record = 0;
    loop {
        match catch_unwind(AssertUnwindSafe(|| rows.next())).unwrap_or_else(|_| Some(Err(panicked()))) {
            None => break,
            Some(Ok(row)) => one(&row, record, context)?,
            // What follows in the column cannot be found.
            Some(Err(error)) => return broken(&error, record, context),
        }
        record += 1;
    }
    if record == 0 {
        return context.error("ingest.empty", "no row in the file", "leave it out");
    }
    ControlFlow::Continue(())
}

fn one(row: &Row, record: u64, context: &mut Context<'_>) -> ControlFlow<()> {
    let mut fields = Vec::new();
    for (name, field) in row.get_column_iter() {
        take(Cow::Borrowed(name), field, &mut fields);
    }
    let place = format!("{}#{record}", context.name);
    let found = Record::of_values(fields, &context.options.fields);
    let base = article::begin(context.name, Some(record), "parquet");
    let outcome = found.into_article(context.options, base, &place);
    (context.sink)(outcome)
}

/// A column's value; the fields of a group by their paths.
fn take<'r>(name: Cow<'r, str>, field: &'r Field, fields: &mut Vec<(Cow<'r, str>, Value<'r>)>) {
    match field {
        Field::Group(group) => {
            for (inner, field) in group.get_column_iter() {
                take(Cow::Owned(format!("{name}.{inner}")), field, fields);
            }
        }
        Field::ListInternal(list) => {
            let texts = list.elements().iter().filter_map(text).collect();
            fields.push((name, Value::List(texts)));
        }
        field => fields.push((name, text(field).map_or(Value::Nothing, Value::Text))),
    }
}

/// A value as text; times as ISO 8601.
fn text(field: &Field) -> Option<Cow<'_, str>> {
    let time = |seconds: i64| jiff::Timestamp::from_second(seconds).ok().map(|time| time.to_string());
    Some(Cow::Owned(match field {
        Field::Str(text) => return Some(Cow::Borrowed(text)),
        Field::Bytes(bytes) => return Some(String::from_utf8_lossy(bytes.data()).into_owned().into()),
        Field::Byte(number) => number.to_string(),
        Field::Short(number) => number.to_string(),
        Field::Int(number) => number.to_string(),
        Field::Long(number) => number.to_string(),
        Field::UByte(number) => number.to_string(),
        Field::UShort(number) => number.to_string(),
        Field::UInt(number) => number.to_string(),
        Field::ULong(number) => number.to_string(),
        Field::Float(number) => number.to_string(),
        Field::Double(number) => number.to_string(),
        Field::Date(days) => time(i64::from(*days) * 86_400)?[..10].to_owned(),
        Field::TimestampMillis(millis) => time(millis.div_euclid(1_000))?,
        Field::TimestampMicros(micros) => time(micros.div_euclid(1_000_000))?,
        // A list of groups, such as authors with names.
        Field::Group(group) => {
            let named =
                group.get_column_iter().find(|(name, _)| ["name", "value", "text"].contains(&name.as_str()));
            return text(named?.1);
        }
        _ => return None,
    }))
}

fn panicked() -> ParquetError {
    ParquetError::General("the parser gave up on it".to_owned())
}

fn broken(error: &ParquetError, kept: u64, context: &mut Context<'_>) -> ControlFlow<()> {
    let message = format!("broken Parquet: {error}; {kept} rows before that were read");
    context.error("ingest.broken-table", &message, "write the file again")
}
