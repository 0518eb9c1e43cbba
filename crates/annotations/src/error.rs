use std::path::{Path, PathBuf};

/// Why annotations could not be read: the file, the place in it, and what was wrong there.
#[derive(Debug, thiserror::Error)]
#[error("{}{place}: {kind}", path.display())]
pub struct Error {
    path: PathBuf,
    /// A line, a task, an annotation; empty where the whole file is meant.
    place: String,
    kind: Kind,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum Kind {
    #[error("cannot be read: {0}")]
    Io(#[from] std::io::Error),
    #[error(
        "no annotations were found: expected NAME.ann with NAME.txt (brat), .jsonld (W3C) or .json files"
    )]
    Nothing,
    #[error("holds annotations in several forms; name one of them")]
    SeveralForms,
    #[error("is not the JSON that was expected: {0}")]
    Json(#[from] serde_json::Error),
    #[error("expected Label Studio's tasks (JSON), a page of W3C Web Annotations, or UIMA CAS JSON 0.4.0")]
    Unknown,
    #[error("is Label Studio's JSON-MIN, which leaves out what belongs together; export as JSON")]
    LabelsAlone,
    #[error("expected `T1<tab>Content 0 12<tab>words`")]
    TextBound,
    #[error("expected `R1<tab>Type Arg1:T1 Arg2:T2` or `E1<tab>Type:T1 Role:T2`")]
    Link,
    #[error("expected {0}")]
    Expected(&'static str),
    #[error("the text has no span {0}–{1}: it is {2} code points long")]
    Outside(u32, u32, u32),
    #[error("the words at {0}–{1} are “{2}” and not “{3}”: offsets count code points of the text")]
    Words(u32, u32, String, String),
    #[error("“{0}” stands nowhere in the text, or in several places")]
    Quoted(String),
    #[error("there is no annotation {0}")]
    NoAnnotation(String),
}

impl Error {
    pub(crate) fn of(path: &Path, kind: Kind) -> Self {
        Self::at(path, String::new(), kind)
    }

    pub(crate) fn at(path: &Path, place: String, kind: Kind) -> Self {
        Self { path: path.to_owned(), place, kind }
    }
}
