use std::path::PathBuf;

/// Why an [`Analyzer`](crate::Analyzer) could not be made. Analyzing itself never fails.
#[derive(Debug, thiserror::Error)]
#[error("{kind}")]
pub struct Error {
    kind: ErrorKind,
}

impl Error {
    /// What went wrong, to match on.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self { kind }
    }
}

/// What can go wrong while an [`Analyzer`](crate::Analyzer) is made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A list of names cannot be used; the message names file and line.
    #[error("{0}")]
    Names(#[source] sayso_gazetteer::Error),
    /// A model file cannot be read from disk.
    #[error("{}: {source}", path.display())]
    ReadModel {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file is not a model that this version reads.
    #[error("{}: {source}", path.display())]
    ModelFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: sayso_attribute::ModelError,
    },
    /// A built-in model is damaged: this build is broken.
    #[error("{0}")]
    BuiltInModel(#[source] sayso_attribute::ModelError),
}
