//! Annotations that people made or edited in other tools, read back: brat's standoff, Label Studio, W3C Web Annotations
//! and UIMA CAS JSON (INCEpTION). The forms are those that `sayso export` writes, and whatever else names its parts as
//! [`read`] says.
//!
//! All offsets that come out are code points of the text, end exclusive, whatever the form counts.

mod brat;
mod cas;
mod error;
mod graph;
mod label_studio;
mod text;
mod w3c;

pub use error::Error;

use error::Kind;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use std::fs;
use std::path::{Path, PathBuf};

/// Start and end in code points of the text, end exclusive.
pub type Span = [u32; 2];

/// An article with what somebody marked in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotated {
    /// What it is called: its file without the ending, below the directory that was read; in Label Studio the
    /// article's own id, else the task's number.
    pub name: String,
    /// Sayso's id of the article, where the form has a place for it.
    pub document: Option<String>,
    /// The text.
    pub text: String,
    /// The attributions, in text order.
    pub attributions: Vec<Attribution>,
    /// Stretches that are not to be judged.
    pub ignored: Vec<Span>,
}

/// A statement, as somebody marked it. Pieces are in text order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attribution {
    /// What was said.
    pub content: Vec<Span>,
    /// The source as written.
    pub source: Vec<Span>,
    /// The words that tell of the saying.
    pub cue: Vec<Span>,
    /// Who said it, names joined by `; `; `None` where nothing is said of it.
    pub speakers: Option<String>,
    /// Direct, mixed or indirect, where that is said.
    pub form: Option<String>,
    /// What kind of saying, where that is said.
    pub class: Option<String>,
}

/// Reads a file of annotations, or a directory of files of one form, also in directories below it.
///
/// Which form it is, is told by the ending (`.ann` is brat) and the content. Parts are known by what their labels are
/// called (`Content`, `Quote`, `Source`, `Speaker`, `Cue`, …, in any case), and belong together where relations,
/// events or links tie them.
///
/// # Errors
/// At the first file that is no annotation, or whose offsets do not fit its text.
pub fn read(path: &Path) -> Result<Vec<Annotated>, Error> {
    let mut files = Vec::new();
    if path.is_dir() {
        gather(path, &mut files)?;
        files.sort();
    } else {
        files.push(path.to_owned());
    }
    let root = if path.is_dir() { path } else { path.parent().unwrap_or(Path::new("")) };
    let mut first: Option<Form> = None;
    let mut all = Vec::new();
    for file in &files {
        let stem = file.with_extension("");
        let name = stem.strip_prefix(root).unwrap_or(&stem).display().to_string();
        let Some((form, read)) = one(file, &name)? else { continue };
        if *first.get_or_insert(form) != form {
            return Err(Error::new(path, Kind::SeveralForms));
        }
        all.extend(read);
    }
    if first.is_none() { Err(Error::new(path, Kind::Nothing)) } else { Ok(all) }
}

/// Whether a path looks like annotations that [`read`] can read: a directory, or a file with the ending of a form.
pub fn looks_annotated(path: &Path) -> bool {
    path.is_dir() || has_ending(path)
}

fn has_ending(path: &Path) -> bool {
    let ending = path.extension().and_then(|extension| extension.to_str()).unwrap_or("");
    ["ann", "json", "jsonld"].contains(&ending)
}

fn gather(dir: &Path, files: &mut Vec<PathBuf>) -> Result<(), Error> {
    let fail = |error: std::io::Error| Error::new(dir, error.into());
    for entry in fs::read_dir(dir).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        if path.is_dir() {
            gather(&path, files)?;
        } else if has_ending(&path) {
            files.push(path);
        }
    }
    Ok(())
}

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Form {
    Brat,
    LabelStudio,
    W3c,
    Cas,
}

/// What tells forms in JSON apart; the values do not matter.
#[derive(Deserialize)]
struct Shape {
    data: Option<IgnoredAny>,
    label: Option<IgnoredAny>,
    items: Option<IgnoredAny>,
    target: Option<IgnoredAny>,
    first: Option<IgnoredAny>,
    total: Option<IgnoredAny>,
    #[serde(rename = "%FEATURE_STRUCTURES")]
    structures: Option<IgnoredAny>,
}

/// What a list holds, or the one thing that is there instead. (An untagged enum would keep the whole file twice.)
fn listed<T: DeserializeOwned>(json: &[u8]) -> Result<Vec<T>, serde_json::Error> {
    if json.trim_ascii_start().starts_with(b"[") {
        serde_json::from_slice(json)
    } else {
        serde_json::from_slice(json).map(|one| vec![one])
    }
}

/// The articles of a file, and its form; `None` for a file that only lists others.
fn one(path: &Path, name: &str) -> Result<Option<(Form, Vec<Annotated>)>, Error> {
    let fail = |kind: Kind| Error::new(path, kind);
    if path.extension().is_some_and(|ending| ending == "ann") {
        return Ok(Some((Form::Brat, vec![brat::read(path, name)?])));
    }
    let json = fs::read(path).map_err(|error| fail(error.into()))?;
    // A byte order mark is left by some editors.
    let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&json);
    let shapes = listed::<Shape>(json).map_err(|error| fail(error.into()))?;
    let shape = shapes.into_iter().next().ok_or_else(|| fail(Kind::Unknown))?;
    let form = match shape {
        Shape { structures: Some(_), .. } => Form::Cas,
        Shape { data: Some(_), .. } => Form::LabelStudio,
        Shape { items: Some(_), .. } | Shape { target: Some(_), .. } => Form::W3c,
        // A collection of pages.
        Shape { first: Some(_), .. } | Shape { total: Some(_), .. } => return Ok(None),
        Shape { label: Some(_), .. } => return Err(fail(Kind::LabelsAlone)),
        _ => return Err(fail(Kind::Unknown)),
    };
    let read = match form {
        Form::Cas => vec![cas::read(path, name, json)?],
        Form::W3c => vec![w3c::read(path, name, json)?],
        _ => label_studio::read(path, json)?,
    };
    Ok(Some((form, read)))
}
