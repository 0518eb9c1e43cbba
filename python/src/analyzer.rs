use crate::document::Document;
use crate::errors::of_analyzer;
use crate::pipe::Pipe;
use crate::table;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};
use pyo3_arrow::PyTable;
use pyo3_arrow::input::AnyRecordBatch;
use rayon::ThreadPool;
use sayso::core::{Dated, Metadata};
use sayso::{Article, Model};
use std::path::PathBuf;
use std::sync::Arc;

/// Reads articles. Made by `sayso.load`; calling it analyzes one text.
#[pyclass(frozen, module = "sayso._sayso")]
pub(crate) struct Analyzer {
    shared: Arc<Shared>,
}

/// What `sayso._load` takes: model, names, least confidence.
type Arguments = (String, Vec<PathBuf>, f32);

/// What threads share.
pub(crate) struct Shared {
    pub(crate) analyzer: sayso::Analyzer,
    pub(crate) min_confidence: f32,
    model: String,
    names: Vec<PathBuf>,
}

impl Shared {
    /// The article with everything found in it that is sure enough.
    pub(crate) fn analyze(&self, article: Article) -> sayso::Document {
        let document = self.analyzer.analyze_article(article);
        if self.min_confidence <= 0.0 {
            return document;
        }
        let (article, tokens, mentions, mut attributions) = document.into_parts();
        attributions.attributions.retain(|attribution| attribution.confidence >= self.min_confidence);
        sayso::Document::new(article, tokens, mentions, attributions)
    }
}

#[pymethods]
impl Analyzer {
    #[new]
    #[pyo3(signature = (model = "accurate".to_owned(), *, names = Vec::new(), min_confidence = 0.0))]
    fn new(py: Python<'_>, model: String, names: Vec<PathBuf>, min_confidence: f32) -> PyResult<Self> {
        if !(0.0..=1.0).contains(&min_confidence) {
            return Err(PyValueError::new_err(format!(
                "min_confidence is a probability from 0 to 1, not {min_confidence}"
            )));
        }
        let builder = sayso::Analyzer::builder().model(Model::from(model.as_str())).names(names.clone());
        let analyzer = py.detach(|| builder.build()).map_err(of_analyzer)?;
        Ok(Self { shared: Arc::new(Shared { analyzer, min_confidence, model, names }) })
    }

    /// Analyzes one text, or a mapping with `text` and any of `id`, `title`, `publisher`, `published`, `authors`,
    /// `url`, `section`.
    fn __call__(&self, py: Python<'_>, article: &Bound<'_, PyAny>) -> PyResult<Document> {
        let article = article_of(article)?;
        Ok(Document::new(py.detach(|| self.shared.analyze(article))))
    }

    /// Analyzes many texts or mappings in order, some hundred in memory at a time.
    #[pyo3(signature = (articles, *, threads = 1))]
    fn pipe(&self, articles: &Bound<'_, PyAny>, threads: usize) -> PyResult<Pipe> {
        Pipe::new(Arc::clone(&self.shared), articles, threads)
    }

    /// Attributions of a column of texts, as an Arrow table with one row an attribution.
    #[pyo3(signature = (table, *, text = "text", id = None, keep = Vec::new(), threads = 0))]
    fn attributions(
        &self,
        py: Python<'_>,
        table: AnyRecordBatch,
        text: &str,
        id: Option<&str>,
        keep: Vec<String>,
        threads: usize,
    ) -> PyResult<PyTable> {
        let columns = table::Columns { text, id, keep: &keep };
        let (batches, schema) = table::attributions(py, &self.shared, table, &columns, threads)?;
        PyTable::try_new(batches, schema)
    }

    /// Name and version of the model.
    #[getter]
    fn model(&self) -> &str {
        self.shared.analyzer.model_name()
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Arguments)> {
        let shared = &slf.get().shared;
        let load = slf.py().import("sayso")?.getattr("_load")?;
        Ok((load, (shared.model.clone(), shared.names.clone(), shared.min_confidence)))
    }

    fn __repr__(&self) -> String {
        format!("<sayso.Analyzer {}>", self.shared.analyzer.model_name())
    }
}

/// Threads for one call, and for it alone: nothing is left running that a fork would lose.
pub(crate) fn pool(threads: usize) -> PyResult<ThreadPool> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| PyValueError::new_err(format!("threads={threads}: {error}")))
}

/// The article in a string or a mapping.
pub(crate) fn article_of(article: &Bound<'_, PyAny>) -> PyResult<Article> {
    if let Ok(text) = article.cast::<PyString>() {
        return Ok(identified(Article { text: text.to_str()?.to_owned(), ..Article::default() }));
    }
    let Ok(fields) = article.cast::<PyDict>() else {
        let found = article.get_type().name()?;
        return Err(PyTypeError::new_err(format!(
            "an article is a string or a dict with the key \"text\", not {found}"
        )));
    };
    let field = |name: &str| -> PyResult<Option<String>> {
        let Some(value) = fields.get_item(name)?.filter(|value| !value.is_none()) else { return Ok(None) };
        Ok(Some(value.str()?.to_str()?.to_owned()))
    };
    let Some(text) = fields.get_item("text")? else {
        return Err(PyValueError::new_err("the article has no key \"text\""));
    };
    let Ok(text) = text.cast::<PyString>() else {
        return Err(PyTypeError::new_err("the article's \"text\" is not a string"));
    };
    let metadata = Metadata {
        title: field("title")?,
        publisher: field("publisher")?,
        authors: authors(fields)?,
        published: field("published")?.map(|value| Dated { value, understood: false }),
        url: field("url")?,
        section: field("section")?,
        ..Metadata::default()
    };
    Ok(identified(Article {
        text: text.to_str()?.to_owned(),
        source_id: field("id")?.unwrap_or_default(),
        metadata,
        ..Article::default()
    }))
}

fn authors(fields: &Bound<'_, PyDict>) -> PyResult<Vec<String>> {
    match fields.get_item("authors")?.filter(|value| !value.is_none()) {
        None => Ok(Vec::new()),
        Some(value) if value.is_instance_of::<PyString>() => Ok(vec![value.extract()?]),
        Some(value) => value.extract(),
    }
}

fn identified(mut article: Article) -> Article {
    article.id = article.identify();
    article
}
