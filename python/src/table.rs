//! Attributions of a column of texts: Arrow in, Arrow out, one row an attribution.

use crate::analyzer::{Shared, pool};
use arrow_array::builder::{Float32Builder, Int64Builder, ListBuilder, StringBuilder, StructBuilder};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchReader, UInt64Array};
use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef};
use arrow_select::take::take;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3_arrow::input::AnyRecordBatch;
use rayon::prelude::*;
use sayso::{Article, Attribution, CodePoints, Document, Span};
use std::sync::Arc;

/// Rows that are analyzed before Python may interrupt.
const ROWS: usize = 512;

/// Which columns of the input mean what.
pub(crate) struct Columns<'a> {
    pub(crate) text: &'a str,
    /// Its values come back as the first column.
    pub(crate) id: Option<&'a str>,
    /// Further columns that come back beside each attribution.
    pub(crate) keep: &'a [String],
}

impl Columns<'_> {
    fn repeated(&self) -> impl Iterator<Item = &str> {
        self.id.into_iter().chain(self.keep.iter().map(String::as_str))
    }
}

pub(crate) fn attributions(
    py: Python<'_>,
    shared: &Shared,
    table: AnyRecordBatch,
    columns: &Columns<'_>,
    threads: usize,
) -> PyResult<(Vec<RecordBatch>, SchemaRef)> {
    let reader = table.into_reader()?;
    let schema = schema(&reader.schema(), columns)?;
    let pool = pool(threads)?;
    let mut out = Vec::new();
    let mut first_row = 0;
    for batch in reader {
        let batch = batch.map_err(|error| PyValueError::new_err(error.to_string()))?;
        for start in (0..batch.num_rows()).step_by(ROWS) {
            let rows = batch.slice(start, ROWS.min(batch.num_rows() - start));
            let found = py.detach(|| pool.install(|| chunk(shared, &rows, columns, first_row)))?;
            first_row += i64::try_from(rows.num_rows()).unwrap_or(i64::MAX);
            out.push(RecordBatch::try_new(Arc::clone(&schema), found).map_err(arrow)?);
            py.check_signals()?;
        }
    }
    Ok((out, schema))
}

/// The input's columns that come back, then ours.
fn schema(input: &Schema, columns: &Columns<'_>) -> PyResult<SchemaRef> {
    let field = |name: &str| {
        input.field_with_name(name).cloned().map_err(|_| {
            let known: Vec<&str> = input.fields().iter().map(|field| field.name().as_str()).collect();
            PyValueError::new_err(format!("no column {name:?}; the columns are {}", known.join(", ")))
        })
    };
    field(columns.text)?;
    let mut fields: Vec<Field> = columns.repeated().map(field).collect::<PyResult<_>>()?;
    fields.extend(own_fields());
    Ok(Arc::new(Schema::new(fields)))
}

fn own_fields() -> Vec<Field> {
    let list = |fields: Fields| DataType::List(Arc::new(Field::new("item", DataType::Struct(fields), true)));
    vec![
        Field::new("row", DataType::Int64, false),
        Field::new("attribution", DataType::Utf8, false),
        Field::new("form", DataType::Utf8, false),
        Field::new("cue_class", DataType::Utf8, false),
        Field::new("content", DataType::Utf8, false),
        Field::new("source", DataType::Utf8, false),
        Field::new("cue", DataType::Utf8, false),
        Field::new("speaker", DataType::Utf8, false),
        Field::new("speaker_id", DataType::Utf8, false),
        Field::new("speaker_kind", DataType::Utf8, false),
        Field::new("speakers", list(speaker_fields()), false),
        Field::new("via", DataType::Utf8, true),
        Field::new("about", DataType::List(Arc::new(Field::new("item", DataType::Utf8, true))), false),
        Field::new("confidence", DataType::Float32, false),
        Field::new("rule", DataType::Utf8, false),
        Field::new("content_spans", list(span_fields()), false),
        Field::new("source_spans", list(span_fields()), false),
        Field::new("cue_spans", list(span_fields()), false),
    ]
}

fn speaker_fields() -> Fields {
    ["id", "name", "kind"].map(|name| Field::new(name, DataType::Utf8, false)).to_vec().into()
}

fn span_fields() -> Fields {
    ["start", "end"].map(|name| Field::new(name, DataType::Int64, false)).to_vec().into()
}

/// All columns for some rows, the first of which has this number in the whole table.
fn chunk(
    shared: &Shared,
    rows: &RecordBatch,
    columns: &Columns<'_>,
    first_row: i64,
) -> PyResult<Vec<ArrayRef>> {
    let texts = texts(rows.column_by_name(columns.text), columns.text)?;
    let documents: Vec<Option<Document>> = texts
        .into_par_iter()
        .map(|text| {
            text.map(|text| {
                let mut article = Article { text: text.to_owned(), ..Article::default() };
                article.id = article.identify();
                shared.analyze(article)
            })
        })
        .collect();
    let mut builders = Builders::default();
    let mut repeats = Vec::new();
    for (row, document) in (0_u32..).zip(&documents) {
        if let Some(document) = document {
            builders.add(first_row + i64::from(row), document);
            repeats.extend(std::iter::repeat_n(u64::from(row), document.attributions().len()));
        }
    }
    let repeats = UInt64Array::from(repeats);
    let mut arrays = Vec::new();
    for name in columns.repeated() {
        if let Some(column) = rows.column_by_name(name) {
            arrays.push(take(column, &repeats, None).map_err(arrow)?);
        }
    }
    arrays.extend(builders.finish());
    Ok(arrays)
}

fn arrow(error: arrow_schema::ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// The texts of a column; nothing where the value is null.
fn texts<'a>(column: Option<&'a ArrayRef>, name: &str) -> PyResult<Vec<Option<&'a str>>> {
    let Some(column) = column else { return Err(PyValueError::new_err(format!("no column {name:?}"))) };
    Ok(match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().iter().collect(),
        DataType::LargeUtf8 => column.as_string::<i64>().iter().collect(),
        DataType::Utf8View => column.as_string_view().iter().collect(),
        other => {
            return Err(PyTypeError::new_err(format!("the column {name:?} holds {other}, not strings")));
        }
    })
}

/// Our columns in the making.
struct Builders {
    row: Int64Builder,
    /// attribution, form, cue_class, content, source, cue, speaker, speaker_id, speaker_kind
    words: [StringBuilder; 9],
    speakers: ListBuilder<StructBuilder>,
    via: StringBuilder,
    about: ListBuilder<StringBuilder>,
    confidence: Float32Builder,
    rule: StringBuilder,
    /// content, source, cue
    spans: [ListBuilder<StructBuilder>; 3],
}

impl Default for Builders {
    fn default() -> Self {
        Self {
            row: Int64Builder::new(),
            words: Default::default(),
            speakers: ListBuilder::new(StructBuilder::from_fields(speaker_fields(), 0)),
            via: StringBuilder::new(),
            about: ListBuilder::new(StringBuilder::new()),
            confidence: Float32Builder::new(),
            rule: StringBuilder::new(),
            spans: [(); 3].map(|()| ListBuilder::new(StructBuilder::from_fields(span_fields(), 0))),
        }
    }
}

impl Builders {
    fn add(&mut self, row: i64, document: &Document) {
        let points = document.code_points();
        let ids = document.attribution_ids();
        for (found, id) in document.attributions().zip(ids) {
            self.row.append_value(row);
            self.add_words(&found, &id);
            self.add_speakers(&found);
            self.via.append_option(found.via().map(|carrier| carrier.name.as_str()));
            for entity in found.about() {
                self.about.values().append_value(&entity.name);
            }
            self.about.append(true);
            self.confidence.append_value(found.confidence());
            self.rule.append_value(&found.data().rule);
            let spans = [found.content_spans(), found.source_spans(), found.cue_spans()];
            for (builder, spans) in self.spans.iter_mut().zip(spans) {
                add_spans(builder, spans, &points);
            }
        }
    }

    fn add_words(&mut self, found: &Attribution<'_>, id: &str) {
        let first = found.speakers().first();
        let (content, source, cue) = (found.content(), found.source(), found.cue());
        let words = [
            id,
            found.form().name(),
            found.cue_class().name(),
            &content,
            &source,
            &cue,
            first.map_or("", |speaker| speaker.name()),
            first.map_or("", |speaker| &speaker.id),
            first.map_or("", |speaker| speaker.kind.name()),
        ];
        for (builder, words) in self.words.iter_mut().zip(words) {
            builder.append_value(words);
        }
    }

    fn add_speakers(&mut self, found: &Attribution<'_>) {
        for speaker in found.speakers() {
            let values = self.speakers.values();
            for (number, value) in [&*speaker.id, &*speaker.name, speaker.kind.name()].into_iter().enumerate()
            {
                if let Some(builder) = values.field_builder::<StringBuilder>(number) {
                    builder.append_value(value);
                }
            }
            values.append(true);
        }
        self.speakers.append(true);
    }

    /// The columns in the order of [`own_fields`].
    fn finish(mut self) -> Vec<ArrayRef> {
        let mut out: Vec<ArrayRef> = vec![Arc::new(self.row.finish())];
        out.extend(self.words.iter_mut().map(|builder| Arc::new(builder.finish()) as ArrayRef));
        out.push(Arc::new(self.speakers.finish()));
        out.push(Arc::new(self.via.finish()));
        out.push(Arc::new(self.about.finish()));
        out.push(Arc::new(self.confidence.finish()));
        out.push(Arc::new(self.rule.finish()));
        out.extend(self.spans.iter_mut().map(|builder| Arc::new(builder.finish()) as ArrayRef));
        out
    }
}

fn add_spans(builder: &mut ListBuilder<StructBuilder>, spans: &[Span], points: &CodePoints<'_>) {
    for span in spans {
        let values = builder.values();
        for (number, byte) in [span.start, span.end].into_iter().enumerate() {
            if let Some(builder) = values.field_builder::<Int64Builder>(number) {
                builder.append_value(i64::from(points.at(byte)));
            }
        }
        values.append(true);
    }
    builder.append(true);
}
