//! JSON Lines of annotations.

use serde::de::DeserializeOwned;
use std::io::BufRead;

/// Why a file could not be read: the line, and what was wrong with it.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {kind}")]
pub struct ReadError {
    /// Line number, from 1.
    pub line: usize,
    kind: Kind,
}

#[derive(Debug, thiserror::Error)]
enum Kind {
    #[error("cannot be read: {0}")]
    Io(#[from] std::io::Error),
    #[error("is no annotated article: {0}")]
    Json(#[from] serde_json::Error),
}

/// Reads line by line; blank lines are skipped.
pub(crate) fn read<T: DeserializeOwned>(input: impl BufRead) -> impl Iterator<Item = Result<T, ReadError>> {
    input.lines().enumerate().filter_map(|(at, line)| {
        let fail = |kind| ReadError { line: at + 1, kind };
        match line {
            Ok(line) if line.trim().is_empty() => None,
            Ok(line) => Some(serde_json::from_str(&line).map_err(|error| fail(error.into()))),
            Err(error) => Some(Err(fail(error.into()))),
        }
    })
}
