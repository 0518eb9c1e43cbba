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
    #[error("contains annotations in several formats; name one of the files")]
    SeveralForms,
    #[error("unexpected JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("expected Label Studio's tasks (JSON), a page of W3C Web Annotations, or UIMA CAS JSON 0.4.0")]
    Unknown,
    #[error("is Label Studio's JSON-MIN, which drops the relations; export as JSON")]
    LabelsAlone,
    #[error("expected `T1<tab>Content 0 12<tab>words`")]
    TextBound,
    #[error("expected `R1<tab>Type Arg1:T1 Arg2:T2` or `E1<tab>Type:T1 Role:T2`")]
    Link,
    #[error("expected {0}")]
    Expected(&'static str),
    #[error("the text has no span {0}–{1}: it is {2} code points long")]
    Outside(u32, u32, u32),
    #[error("the text at {0}–{1} is “{2}”, not “{3}”: offsets must be code points")]
    Words(u32, u32, String, String),
    #[error("“{0}” does not occur in the text, or occurs more than once")]
    Quoted(String),
    #[error("there is no annotation {0}")]
    NoAnnotation(String),
}

impl Error {
    pub(crate) fn new(path: &Path, kind: Kind) -> Self {
        Self::at(path, String::new(), kind)
    }

    pub(crate) fn at(path: &Path, place: String, kind: Kind) -> Self {
        Self { path: path.to_owned(), place, kind }
    }
}
