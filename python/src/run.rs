//! The whole pipeline over files, and the tables of its result.

use crate::errors::RunError;
use arrow_array::builder::{BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use pyo3::prelude::*;
use pyo3_arrow::PyTable;
use sayso_export::{Column, Kind, TABLES, Table, Value};
use sayso_output::Run as Finished;
use sayso_pipeline::{Config, Model, Progress};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// How often Python may interrupt a run.
const CHECK: Duration = Duration::from_millis(100);

/// What a run did.
#[pyclass(frozen, get_all, module = "sayso._sayso")]
pub(crate) struct RunSummary {
    articles: usize,
    attributions: usize,
    /// What could not be read or used, a line each.
    failures: Vec<String>,
    seconds: f64,
}

#[pymethods]
impl RunSummary {
    fn __repr__(&self) -> String {
        let Self { articles, attributions, failures, seconds } = self;
        format!(
            "<{articles} articles, {attributions} attributions, {} failures in {seconds:.1} s>",
            failures.len()
        )
    }
}

/// Settings of a run as Python gives them.
#[derive(FromPyObject)]
pub(crate) struct Settings {
    #[pyo3(item)]
    model: String,
    #[pyo3(item)]
    names: Vec<PathBuf>,
    #[pyo3(item)]
    min_confidence: f32,
    #[pyo3(item)]
    threads: usize,
    #[pyo3(item)]
    library: PathBuf,
}

struct Watch<'a>(&'a AtomicBool);

impl Progress for Watch<'_> {
    fn cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Takes files through the whole pipeline, as `sayso run` does, and writes everything into `out`.
#[pyfunction]
pub(crate) fn run(
    py: Python<'_>,
    paths: Vec<String>,
    out: PathBuf,
    settings: Settings,
) -> PyResult<RunSummary> {
    sayso_pipeline::set_program_file(settings.library);
    let mut config = Config::new(paths, out);
    config.jobs = settings.threads;
    config.names = settings.names;
    config.min_confidence = settings.min_confidence;
    config.model = Model::from(settings.model.as_str());
    let outcome = interruptible(py, &config)?.map_err(|error| RunError::new_err(error.to_string()))?;
    Ok(RunSummary {
        articles: outcome.articles,
        attributions: outcome.attributions,
        failures: outcome.failures().map(ToString::to_string).collect(),
        seconds: outcome.elapsed.as_secs_f64(),
    })
}

/// The run on a thread of its own, while this one asks Python whether somebody pressed Ctrl-C.
fn interruptible(
    py: Python<'_>,
    config: &Config,
) -> PyResult<Result<sayso_pipeline::Outcome, sayso_pipeline::Error>> {
    let cancelled = AtomicBool::new(false);
    thread::scope(|scope| {
        let work = scope.spawn(|| sayso_pipeline::run(config, &Watch(&cancelled)));
        let mut interrupt = None;
        while !work.is_finished() {
            py.detach(|| thread::sleep(CHECK));
            if let Err(error) = py.check_signals() {
                cancelled.store(true, Ordering::Relaxed);
                interrupt = Some(error);
                break;
            }
        }
        let result = py.detach(|| work.join());
        match (interrupt, result) {
            (Some(interrupt), _) => Err(interrupt),
            (None, Ok(result)) => Ok(result),
            (None, Err(_)) => {
                Err(RunError::new_err("the run failed: this is a fault of Sayso; please report it"))
            }
        }
    })
}

/// Names of the tables of a run.
#[pyfunction]
pub(crate) fn table_names() -> Vec<&'static str> {
    TABLES.iter().map(|table| table.name).collect()
}

/// One table of a finished run.
#[pyfunction]
pub(crate) fn table(py: Python<'_>, out: PathBuf, name: &str) -> PyResult<PyTable> {
    let failed = |error: &dyn std::fmt::Display| RunError::new_err(error.to_string());
    let Some(wanted) = TABLES.iter().find(|table| table.name == name) else {
        let known: Vec<&str> = table_names();
        return Err(RunError::new_err(format!("no table {name:?}; the tables are {}", known.join(", "))));
    };
    let run = Finished::open(&out).map_err(|error| failed(&error))?;
    let builder = py.detach(|| {
        let mut builder = Builder::new(wanted);
        sayso_export::for_each_row(&run, |table, row| {
            if table.name == name {
                builder.add(row);
            }
            Ok(())
        })
        .map(|()| builder)
    });
    let (batch, schema) =
        builder.map_err(|error| failed(&error))?.finish().map_err(|error| failed(&error))?;
    PyTable::try_new(vec![batch], schema)
}

/// A table in the making: a builder for each column.
struct Builder {
    schema: SchemaRef,
    columns: Vec<ColumnBuilder>,
}

enum ColumnBuilder {
    Text(StringBuilder),
    Integer(Int64Builder),
    Real(Float64Builder),
    Flag(BooleanBuilder),
    Date(Date32Builder),
}

impl Builder {
    fn new(table: &Table) -> Self {
        let fields: Vec<Field> = table.columns.iter().map(field).collect();
        let columns = table.columns.iter().map(|column| match column.kind {
            Kind::Text => ColumnBuilder::Text(StringBuilder::new()),
            Kind::Integer => ColumnBuilder::Integer(Int64Builder::new()),
            Kind::Real => ColumnBuilder::Real(Float64Builder::new()),
            Kind::Flag => ColumnBuilder::Flag(BooleanBuilder::new()),
            Kind::Date => ColumnBuilder::Date(Date32Builder::new()),
        });
        Self { schema: Arc::new(Schema::new(fields)), columns: columns.collect() }
    }

    fn add(&mut self, row: &[Value<'_>]) {
        for (builder, value) in self.columns.iter_mut().zip(row) {
            match (builder, value) {
                (ColumnBuilder::Text(builder), Value::Text(text)) => builder.append_value(text),
                (ColumnBuilder::Integer(builder), Value::Integer(number)) => builder.append_value(*number),
                (ColumnBuilder::Real(builder), Value::Real(number)) => builder.append_value(*number),
                (ColumnBuilder::Flag(builder), Value::Flag(flag)) => builder.append_value(*flag),
                (ColumnBuilder::Date(builder), value) => builder.append_option(value.days()),
                (ColumnBuilder::Text(builder), _) => builder.append_null(),
                (ColumnBuilder::Integer(builder), _) => builder.append_null(),
                (ColumnBuilder::Real(builder), _) => builder.append_null(),
                (ColumnBuilder::Flag(builder), _) => builder.append_null(),
            }
        }
    }

    fn finish(self) -> Result<(RecordBatch, SchemaRef), arrow_schema::ArrowError> {
        let arrays = self.columns.into_iter().map(|builder| -> ArrayRef {
            match builder {
                ColumnBuilder::Text(mut builder) => Arc::new(builder.finish()),
                ColumnBuilder::Integer(mut builder) => Arc::new(builder.finish()),
                ColumnBuilder::Real(mut builder) => Arc::new(builder.finish()),
                ColumnBuilder::Flag(mut builder) => Arc::new(builder.finish()),
                ColumnBuilder::Date(mut builder) => Arc::new(builder.finish()),
            }
        });
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), arrays.collect())?;
        Ok((batch, self.schema))
    }
}

fn field(column: &Column) -> Field {
    let kind = match column.kind {
        Kind::Text => DataType::Utf8,
        Kind::Integer => DataType::Int64,
        Kind::Real => DataType::Float64,
        Kind::Flag => DataType::Boolean,
        Kind::Date => DataType::Date32,
    };
    Field::new(column.name, kind, column.optional)
}
