//! The codebook beside an export: what its columns or labels mean.

use crate::annotations::{CUE_CLASSES, FORMS, NAMES, Part};
use crate::files::write;
use crate::schema::dictionary;
use crate::{Error, Form};
use std::path::Path;

/// Its name in every export that is a directory; SQLite has a table of the name.
const FILE: &str = "codebook.md";

/// Writes the codebook of a form into the export's directory.
pub(crate) fn create(form: Form, dir: &Path) -> Result<(), Error> {
    let text = match form {
        Form::Sqlite => return Ok(()),
        Form::Csv | Form::Parquet => tables(),
        Form::W3c | Form::Brat | Form::LabelStudio | Form::Inception => labels(),
    };
    write(&dir.join(FILE), text.as_bytes())
}

fn tables() -> String {
    format!(
        "# Codebook\n\nTables of a Sayso run. Positions count code points of the article's text from 0; the end of a \
         span is exclusive. Tables name articles by `document` and attributions by `id` or `attribution`.\n{}",
        dictionary()
    )
}

fn labels() -> String {
    let parts = [
        (Part::Content, "what was said, quoted or reported"),
        (Part::Source, "the words for whoever said it"),
        (Part::Cue, "the words that tell of the saying"),
    ];
    let parts: String = parts.map(|(part, about)| format!("| `{}` | {about} |", part.label())).join("\n");
    let list = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    format!(
        "# Codebook\n\nAnnotations of a Sayso run. An attribution is a content that is tied to its source and its \
         cue.\n\n| label | what |\n| --- | --- |\n{parts}\n\nNames: {}.\n\nForm of an attribution: {}; `mixed` has words in \
         quotation marks and words without.\n\nKind of saying: {}.\n\nConfidence: probability that content and speaker \
         are right, 0 to 1.\n",
        list(NAMES),
        list(FORMS),
        list(CUE_CLASSES)
    )
}
