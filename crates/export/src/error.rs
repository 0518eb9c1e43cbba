use std::io;
use std::path::{Path, PathBuf};

/// Why a run could not be exported.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Error(#[from] Kind);

#[derive(Debug, thiserror::Error)]
enum Kind {
    #[error(transparent)]
    Run(#[from] sayso_output::Error),
    #[error("cannot write {}: {source}", path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error("{} exists and was not written by `sayso export`; move it away or choose another --out", path.display())]
    NotOurs { path: PathBuf },
    #[error("the attributions in {} have no ids: they were written by an older version; run Sayso again on the articles", path.display())]
    WithoutIds { path: PathBuf },
    #[error("this sayso was built without {name}; build it with `--features {name}`")]
    NotBuilt { name: &'static str },
}

impl Error {
    pub(crate) fn write(path: &Path, source: impl Into<io::Error>) -> Self {
        Self(Kind::Write { path: path.to_owned(), source: source.into() })
    }

    pub(crate) fn not_ours(path: &Path) -> Self {
        Self(Kind::NotOurs { path: path.to_owned() })
    }

    pub(crate) fn without_ids(path: &Path) -> Self {
        Self(Kind::WithoutIds { path: path.to_owned() })
    }

    pub(crate) fn not_built(name: &'static str) -> Self {
        Self(Kind::NotBuilt { name })
    }
}

impl From<sayso_output::Error> for Error {
    fn from(error: sayso_output::Error) -> Self {
        Self(error.into())
    }
}
