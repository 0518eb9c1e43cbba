use crate::analyzer::{Shared, article_of, pool};
use crate::document::Document;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyIterator;
use rayon::ThreadPool;
use rayon::prelude::*;
use sayso::Article;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

/// Articles that wait for a thread at a time, for each thread.
const BATCH: usize = 32;
/// Bytes of text at which a batch is full, however few articles it holds.
const BATCH_BYTES: usize = 4 << 20;

/// Documents in the order of the articles. Articles are taken from their iterator only as documents are asked for.
#[pyclass(frozen, module = "sayso._sayso")]
pub(crate) struct Pipe {
    shared: Arc<Shared>,
    articles: Py<PyIterator>,
    threads: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    ready: VecDeque<sayso::Document>,
    /// The error of an article, given after the documents before it.
    error: Option<PyErr>,
    pool: Option<ThreadPool>,
}

impl Pipe {
    pub(crate) fn new(shared: Arc<Shared>, articles: &Bound<'_, PyAny>, threads: usize) -> PyResult<Self> {
        let articles = articles.try_iter()?.unbind();
        Ok(Self { shared, articles, threads: threads.max(1), state: Mutex::default() })
    }

    /// Some articles; an error ends them.
    fn batch(&self, py: Python<'_>) -> (Vec<Article>, Option<PyErr>) {
        let mut articles = Vec::new();
        let mut bytes = 0;
        let mut iterator = self.articles.bind(py).clone();
        while articles.len() < BATCH * self.threads && bytes < BATCH_BYTES {
            match iterator.next().map(|article| article.and_then(|article| article_of(&article))) {
                None => break,
                Some(Err(error)) => return (articles, Some(error)),
                Some(Ok(article)) => {
                    bytes += article.text.len();
                    articles.push(article);
                }
            }
        }
        (articles, None)
    }

    fn analyze(&self, state: &mut State, articles: Vec<Article>) -> PyResult<()> {
        let analyze = |article| self.shared.analyze(article);
        if self.threads == 1 {
            state.ready.extend(articles.into_iter().map(analyze));
            return Ok(());
        }
        if state.pool.is_none() {
            state.pool = Some(pool(self.threads)?);
        }
        if let Some(pool) = &state.pool {
            let documents: Vec<_> = pool.install(|| articles.into_par_iter().map(analyze).collect());
            state.ready.extend(documents);
        }
        Ok(())
    }
}

#[pymethods]
impl Pipe {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Document>> {
        let mut state = self
            .state
            .try_lock()
            .map_err(|_| PyRuntimeError::new_err("one thread at a time may ask for documents"))?;
        if state.ready.is_empty() && state.error.is_none() {
            let (articles, error) = self.batch(py);
            let state = &mut *state;
            py.detach(|| self.analyze(state, articles))?;
            py.check_signals()?;
            state.error = error;
        }
        match (state.ready.pop_front(), state.error.take()) {
            (Some(document), error) => {
                state.error = error;
                Ok(Some(Document::new(document)))
            }
            (None, Some(error)) => Err(error),
            (None, None) => Ok(None),
        }
    }
}
