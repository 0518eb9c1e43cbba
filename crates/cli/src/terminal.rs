//! Everything that the command prints. Control characters of file names and articles never reach a terminal, and
//! output that cannot be written ends the command with a message and exit code 2 in place of a panic.

use crate::sanitize::visible_lines;
use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::sync::{Mutex, PoisonError};

/// Why standard output could not be written, if it could not.
static FAILURE: Mutex<Option<String>> = Mutex::new(None);

/// Prints to standard output.
pub(crate) fn out(text: fmt::Arguments<'_>) {
    let text = visible_lines(&text.to_string());
    if let Err(error) = io::stdout().lock().write_all(text.as_bytes()) {
        failed(&error);
    }
}

/// Prints to standard error. Where that fails nobody can be told.
pub(crate) fn err(text: fmt::Arguments<'_>) {
    let text = visible_lines(&text.to_string());
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Notes that standard output could not be written. A reader that had enough (`| head`) is no failure.
pub(crate) fn failed(error: &io::Error) {
    if error.kind() != ErrorKind::BrokenPipe {
        *FAILURE.lock().unwrap_or_else(PoisonError::into_inner) = Some(error.to_string());
    }
}

/// Writes out what is buffered; says why standard output could not be written, if it could not.
pub(crate) fn failure() -> Option<String> {
    if let Err(error) = io::stdout().lock().flush() {
        failed(&error);
    }
    FAILURE.lock().unwrap_or_else(PoisonError::into_inner).take()
}
