//! Exceptions of our own, all of them `SaysoError`, with the messages of the Rust side.

use pyo3::create_exception;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use sayso::ErrorKind;

create_exception!(sayso, SaysoError, PyException, "Anything that Sayso cannot do.");
create_exception!(sayso, ModelError, SaysoError, "A model cannot be read or is not a model.");
create_exception!(
    sayso,
    NamesError,
    SaysoError,
    "A list of names cannot be used; the message names file and line."
);
create_exception!(sayso, RunError, SaysoError, "A run over files cannot start or go on.");

pub(crate) fn of_analyzer(error: sayso::Error) -> PyErr {
    let message = error.to_string();
    match error.kind() {
        ErrorKind::Names(_) => NamesError::new_err(message),
        ErrorKind::ReadModel { .. } | ErrorKind::ModelFile { .. } | ErrorKind::BuiltInModel(_) => {
            ModelError::new_err(message)
        }
        _ => SaysoError::new_err(message),
    }
}
