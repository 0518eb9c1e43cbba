//! The Rust half of the Python package `sayso`; the Python half is in `../sayso`.
//!
//! Everything that takes time releases the GIL. Offsets are Python string indices (Unicode code points).
#![allow(
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    reason = "signatures that Python arguments and exceptions ask for"
)]

mod analyzer;
mod command;
mod document;
mod errors;
mod evaluate;
mod pipe;
mod run;
mod table;

use pyo3::prelude::*;

/// A fifth of the time on one thread goes into the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[pymodule(gil_used = false)]
mod _sayso {
    #[pymodule_export]
    use super::analyzer::Analyzer;
    #[pymodule_export]
    use super::command::command;
    #[pymodule_export]
    use super::document::{Attribution, Document, Entity, Mention, Speaker};
    #[pymodule_export]
    use super::errors::{ModelError, NamesError, RunError, SaysoError};
    #[pymodule_export]
    use super::evaluate::evaluate;
    #[pymodule_export]
    use super::pipe::Pipe;
    #[pymodule_export]
    use super::run::{RunSummary, run, table, table_names};
}
