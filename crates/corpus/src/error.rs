use std::io;
use std::path::{Path, PathBuf};

/// Why the corpus could not be gathered or written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {}: {source}", path.display())]
pub struct Error {
    path: PathBuf,
    source: io::Error,
}

impl Error {
    pub(crate) fn io(path: &Path, source: impl Into<io::Error>) -> Self {
        Self { path: path.to_owned(), source: source.into() }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}
