use std::io;
use std::path::{Path, PathBuf};

/// Why a server could not begin.
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

    pub(crate) fn disk(path: &Path, source: io::Error) -> Self {
        ErrorKind::Disk { path: path.to_owned(), source }.into()
    }

    pub(crate) fn foreign(path: &Path) -> Self {
        ErrorKind::Foreign(path.to_owned()).into()
    }

    pub(crate) fn in_use(out: &Path) -> Self {
        ErrorKind::InUse(out.to_owned()).into()
    }

    pub(crate) fn port(port: u16, source: io::Error) -> Self {
        ErrorKind::Port { port, source }.into()
    }
}

/// What can go wrong before a server answers.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The port cannot be listened to.
    #[error("port {port} of 127.0.0.1: {source}; choose another with --port, or 0 for a free one")]
    Port {
        /// The port.
        port: u16,
        /// What the system said.
        source: io::Error,
    },
    /// A file or directory cannot be read or written.
    #[error("{}: {source}", path.display())]
    Disk {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The directory that the desk draws in is somebody else's.
    #[error("{} holds files that are not Sayso's; move them away", .0.display())]
    Foreign(PathBuf),
    /// Another server has the run.
    #[error("{} is served already, by another `sayso serve`", .0.display())]
    InUse(PathBuf),
    /// The run cannot be read or told again.
    #[error("{0}")]
    Run(#[from] sayso_pipeline::Error),
    /// The report cannot be drawn.
    #[error("{0}")]
    Report(#[from] sayso_report::Error),
    /// The system gave no random bytes for a token.
    #[error("no random bytes for a token: {0}")]
    Random(#[from] getrandom::Error),
    /// The system gave no threads.
    #[error("could not start threads: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// A model or a list of names cannot be used.
    #[error("{0}")]
    Analyzer(#[from] sayso::Error),
}

impl<E: Into<ErrorKind>> From<E> for Error {
    fn from(error: E) -> Self {
        Self { kind: error.into() }
    }
}
