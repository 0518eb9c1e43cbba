//! `run.json`: what made a run. Everything that the outputs depend on beside the inputs; no clock, no machine, nothing of
//! how the work was spread.

use serde::{Deserialize, Serialize};

/// What a run says made it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// Name and version of the schema.
    pub schema: String,
    /// The program.
    pub program: Program,
    /// Who found the attributions.
    pub model: Model,
    /// The lists of names.
    pub names: Names,
    /// What was asked for.
    pub options: Options,
    /// What was corrected.
    #[serde(default)]
    pub corrections: Corrections,
    /// Articles in the outputs.
    #[serde(default)]
    pub articles: usize,
    /// Attributions in the outputs.
    #[serde(default)]
    pub attributions: usize,
    /// Attributions left out for [`Options::min_confidence`].
    #[serde(default)]
    pub left_out: usize,
}

/// The program that made a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// Its version.
    pub version: String,
    /// A hash of the executable.
    pub build: String,
}

/// The model that found the attributions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Model {
    /// Its name and version.
    pub name: String,
}

/// The lists of names that were read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// A hash of everything in them.
    pub fingerprint: String,
    /// The user's own lists.
    #[serde(default)]
    pub files: Vec<String>,
}

/// Options that the outputs depend on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// Attributions with a confidence below this are in no output.
    #[serde(default)]
    pub min_confidence: f64,
    /// The format of all inputs, where it was given.
    #[serde(default)]
    pub format: Option<String>,
    /// Whether articles in other languages were kept.
    #[serde(default)]
    pub all_languages: bool,
    /// Hash of these two and of which field of a record holds what.
    #[serde(default)]
    pub ingest: String,
    /// What the report looks like.
    #[serde(default)]
    pub report: ReportOptions,
}

/// Options of the report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReportOptions {
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// Attributions with a confidence below this are marked as uncertain.
    #[serde(default)]
    pub unsure_below: f32,
}

/// The corrections that were laid over what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrections {
    /// The files, in this order.
    #[serde(default)]
    pub files: Vec<CorrectionsFile>,
    /// Corrections that were applied.
    #[serde(default)]
    pub applied: usize,
    /// Corrections that do not fit any more.
    #[serde(default)]
    pub unfit: usize,
}

/// A file of corrections.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionsFile {
    /// Its name.
    #[serde(default)]
    pub file: String,
    /// Hash of its bytes.
    pub blake3: String,
    /// Corrections in it.
    #[serde(default)]
    pub entries: usize,
}
