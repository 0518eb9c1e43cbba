//! Scoring attributions against gold annotations, as `sayso evaluate attribution` does.

use crate::errors::SaysoError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use sayso_evaluate::attribution::{self, Document, Figure};
use std::io::BufReader;

/// Scores JSON Lines against JSON Lines; gives every measure by name, each a dictionary.
#[pyfunction]
pub(crate) fn evaluate(py: Python<'_>, gold: String, predicted: String) -> PyResult<Bound<'_, PyDict>> {
    let figures = py.detach(|| -> Result<_, String> {
        Ok(attribution::score(&read("gold", &gold)?, &read("predicted", &predicted)?, None))
    });
    let figures = figures.map_err(SaysoError::new_err)?;
    let measures = PyDict::new(py);
    for (name, figure) in figures.iter() {
        let measure = PyDict::new(py);
        match figure {
            Figure::Prf { p, r, f1, gold, pred } => {
                measure.set_item("precision", p)?;
                measure.set_item("recall", r)?;
                measure.set_item("f1", f1)?;
                measure.set_item("gold", gold)?;
                measure.set_item("predicted", pred)?;
            }
            Figure::Accuracy { accuracy, pairs } => {
                measure.set_item("accuracy", accuracy)?;
                measure.set_item("pairs", pairs)?;
            }
        }
        measures.set_item(name, measure)?;
    }
    Ok(measures)
}

fn read(what: &str, lines: &str) -> Result<Vec<Document>, String> {
    attribution::read(BufReader::new(lines.as_bytes())).map_err(|error| format!("{what}: {error}"))
}
