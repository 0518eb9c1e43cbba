use std::io;
use std::path::{Path, PathBuf};

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Error(#[from] Kind);

#[derive(Debug, thiserror::Error)]
enum Kind {
    #[error(transparent)]
    Corpus(#[from] sayso_corpus::Error),
    #[error("cannot write the report to {path}: {source}")]
    Io { path: PathBuf, source: io::Error },
    #[error(
        "{path} exists and is not part of a report of ours; move it away or choose another output directory"
    )]
    NotOurs { path: PathBuf },
}

impl Error {
    pub(crate) fn io(path: &Path, source: impl Into<io::Error>) -> Self {
        Self(Kind::Io { path: path.to_owned(), source: source.into() })
    }

    pub(crate) fn not_ours(path: &Path) -> Self {
        Self(Kind::NotOurs { path: path.to_owned() })
    }
}

impl From<sayso_corpus::Error> for Error {
    fn from(error: sayso_corpus::Error) -> Self {
        Self(error.into())
    }
}
