use crate::Span;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Something that a stage has to say about an input: data, never a panic and never a print.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// A short stable name, e.g. `ingest.truncated-gzip`.
    pub code: String,
    /// The file or document, as the user knows it; with a place (`:line` or `@byte`) where there is one.
    pub place: String,
    /// What was expected and what was found.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Bytes of the article's text, where the complaint is about text.
    pub span: Option<Span>,
}

/// How bad a diagnostic is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Worth knowing; nothing is lost.
    Note,
    /// Something was guessed or left out; the document goes on.
    Warning,
    /// A document (or a whole input) could not be used.
    Error,
}

impl Diagnostic {
    /// A diagnostic without help or span.
    pub fn new(severity: Severity, code: &str, place: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            severity,
            code: code.to_owned(),
            place: place.into(),
            message: message.into(),
            help: None,
            span: None,
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the bytes of the text that it is about.
    #[must_use]
    pub fn with_span(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }
}

/// `error: place: message (help)`.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.severity.name(), self.place, self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, " ({help})"))
    }
}

impl std::error::Error for Diagnostic {}

crate::enum_names!(Severity { Note = "note", Warning = "warning", Error = "error" });
