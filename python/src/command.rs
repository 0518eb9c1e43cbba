use pyo3::prelude::*;
use std::ffi::OsString;
use std::path::PathBuf;

/// Runs the `sayso` command; `library` is the file that holds this module. Returns the exit code.
#[pyfunction]
pub(crate) fn command(py: Python<'_>, arguments: Vec<OsString>, library: PathBuf) -> u8 {
    sayso_pipeline::set_program_file(library);
    py.detach(|| sayso_cli::command(arguments))
}
