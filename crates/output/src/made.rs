//! `run.json`: what made a run. Fields that are not needed to compare runs are in the file and not here.

use serde::Deserialize;

/// What a run says made it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Made {
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
}

/// The corrections that were laid over what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Corrections {
    /// The files, in this order.
    #[serde(default)]
    pub files: Vec<CorrectionsFile>,
}

/// A file of corrections.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct CorrectionsFile {
    /// Hash of its bytes.
    pub blake3: String,
}

/// The program that made a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Program {
    /// Its version.
    pub version: String,
    /// A hash of the executable.
    pub build: String,
}

/// The model that found the attributions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Model {
    /// Its name and version.
    pub name: String,
}

/// The lists of names that were read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Names {
    /// A hash of everything in them.
    pub fingerprint: String,
}

/// Options of which the outputs depend.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Options {
    /// Attributions less sure than this are in no output.
    #[serde(default)]
    pub min_confidence: f64,
}
