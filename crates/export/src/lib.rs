//! A finished run as tables and annotations that other tools load.
//!
//! Everything is made of the run's JSON Lines and of nothing else, document after document: memory is bounded by the
//! longest line, a row group and the names of files. The tables ([`TABLES`]) are described once; CSV, Parquet and
//! SQLite are written from that description. A form appears under its name when it is whole; bytes depend on the run
//! alone.

mod annotations;
mod brat;
mod codebook;
mod csv;
mod derived;
mod error;
mod files;
mod inception;
mod label_studio;
#[cfg(feature = "parquet")]
mod parquet;
mod rows;
mod schema;
#[cfg(feature = "sqlite")]
mod sqlite;
mod staging;
mod table;
mod w3c;

pub use csv::harmless;
pub use error::Error;
pub use label_studio::{VERSION as LABEL_STUDIO_VERSION, result as label_studio_result};
pub use rows::for_each_row;
pub use schema::{TABLES, dictionary};
pub use table::{Column, Kind, Table, Value};

use sayso_output::{Document, Run};
use staging::StagingDir;
use std::path::{Path, PathBuf};

/// What a run can be exported to.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// A file for each table, RFC 4180.
    Csv,
    /// A file for each table.
    Parquet,
    /// One file with all tables and a full-text index.
    Sqlite,
    /// W3C Web Annotations, a page of JSON-LD for each article.
    W3c,
    /// brat's standoff format.
    Brat,
    /// Tasks with predictions for Label Studio.
    LabelStudio,
    /// UIMA CAS JSON, which INCEpTION imports.
    Inception,
}

impl Form {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Csv, Self::Parquet, Self::Sqlite, Self::W3c, Self::Brat, Self::LabelStudio, Self::Inception];

    /// What it is called on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Sqlite => "sqlite",
            Self::W3c => "w3c",
            Self::Brat => "brat",
            Self::LabelStudio => "label-studio",
            Self::Inception => "inception",
        }
    }

    /// What it is, in a few words.
    pub fn what(self) -> &'static str {
        match self {
            Self::Csv => "Tables, a file each",
            Self::Parquet => "The same tables, a file each",
            Self::Sqlite => "The same tables in one file, with full-text search",
            Self::W3c => "W3C Web Annotations as JSON-LD",
            Self::Brat => "brat standoff",
            Self::LabelStudio => "Tasks with predictions",
            Self::Inception => "UIMA CAS JSON",
        }
    }

    /// The form of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }

    /// The file or directory that it is written to.
    fn place(self) -> &'static str {
        match self {
            Self::Sqlite => "sayso.sqlite",
            _ => self.name(),
        }
    }

    /// Whether articles have files of their own, so that it matters how many there are.
    fn has_files_of_articles(self) -> bool {
        matches!(self, Self::W3c | Self::Brat | Self::LabelStudio | Self::Inception)
    }

    fn open(self, at: &Path, articles: usize, options: &Options) -> Result<Box<dyn Export>, Error> {
        Ok(match self {
            Self::Csv => Box::new(rows::Tables(csv::Writer::create(at, options.raw)?)),
            #[cfg(feature = "parquet")]
            Self::Parquet => Box::new(rows::Tables(parquet::Writer::create(at)?)),
            #[cfg(feature = "sqlite")]
            Self::Sqlite => Box::new(rows::Tables(sqlite::Writer::create(at)?)),
            Self::W3c => Box::new(w3c::Pages::create(at, articles)),
            Self::Brat => Box::new(brat::Standoff::create(at, articles)?),
            Self::LabelStudio => Box::new(label_studio::Tasks::create(at, articles)?),
            Self::Inception => Box::new(inception::Files::create(at, articles)?),
            #[allow(unreachable_patterns, reason = "forms that were left out of this build")]
            other => return Err(Error::not_built(other.name())),
        })
    }
}

/// How to export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// CSV with the exact text, also where a spreadsheet would take it for a formula.
    pub raw: bool,
}

/// What takes documents, in run order, and writes files.
trait Export {
    fn document(&mut self, document: &Document) -> Result<(), Error>;
    fn finish(self: Box<Self>, run: &Run) -> Result<(), Error>;
}

/// Writes a run in these forms into the directory `out`; gives where each one is, in the same order. What an earlier
/// export left is replaced, anything else that is in the way is refused. Where one form cannot be written none is.
///
/// # Errors
/// The run's files cannot be read, or a form cannot be written.
pub fn export(run: &Run, forms: &[Form], out: &Path, options: &Options) -> Result<Vec<PathBuf>, Error> {
    let mut open = Vec::new();
    let articles =
        if forms.iter().any(|form| form.has_files_of_articles()) { run.count(files::FOLDER + 1)? } else { 0 };
    for form in forms {
        let stage = StagingDir::claim(&out.join(form.place()), *form != Form::Sqlite)?;
        let export = form.open(stage.at(), articles, options)?;
        codebook::create(*form, stage.at())?;
        open.push((stage, export));
    }
    for document in run.documents()? {
        let document = document?;
        if document.attributions.iter().any(|quote| quote.id.is_empty()) {
            return Err(Error::without_ids(run.dir()));
        }
        open.iter_mut().try_for_each(|(_, export)| export.document(&document))?;
    }
    let mut whole = Vec::new();
    for (stage, export) in open {
        export.finish(run)?;
        whole.push(stage);
    }
    whole.into_iter().map(StagingDir::publish).collect()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    /// A device that is always full, under the name of a file that a form writes.
    #[test]
    fn a_full_disk_is_said() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["attributions", "entities", "clusters", "statements"] {
            fs::write(dir.path().join(format!("{name}.jsonl")), "").unwrap();
        }
        let run = Run::open(dir.path()).unwrap();
        for (form, file) in [
            (Form::Csv, "articles.csv"),
            #[cfg(feature = "parquet")]
            (Form::Parquet, "mentions.parquet"),
            (Form::W3c, "collection.jsonld"),
            (Form::Brat, "annotation.conf"),
            (Form::LabelStudio, "tasks.json"),
            (Form::Inception, "typesystem.xml"),
        ] {
            let at = dir.path().join(form.name());
            fs::create_dir(&at).unwrap();
            symlink("/dev/full", at.join(file)).unwrap();
            let outcome = form.open(&at, 0, &Options::default()).and_then(|export| export.finish(&run));
            let error = outcome.unwrap_err().to_string();
            assert!(error.contains(&format!("{file}: No space left on device")), "{error}");
        }
    }
}
