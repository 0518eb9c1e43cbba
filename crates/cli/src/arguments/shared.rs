//! Arguments that several commands take, each described here alone.

use clap::{Args, ValueEnum};
use sayso_core::{Form, Polarity, SpeakerKind};
use std::path::PathBuf;

/// Where `sayso run` writes unless told otherwise, and where other commands look for a run.
pub(crate) const DEFAULT_OUT: &str = "sayso-out";

#[derive(Debug, Args)]
pub(crate) struct ModelArgs {
    /// Attribution model: accurate, fast, rules (fastest), or the path of a model file that you trained
    #[arg(long, default_value = "accurate", value_name = "accurate|fast|rules|FILE")]
    pub(crate) model: String,
}

#[derive(Debug, Args)]
pub(crate) struct NamesArgs {
    /// Your own names: one a line (.txt), a table with a column `name` (.csv, .tsv), .jsonl, or a single file made by
    /// `sayso gazetteer compile`; `company=FILE` says what its names are (may be repeated)
    #[arg(long, value_name = "FILE")]
    pub(crate) names: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct MinConfidenceArgs {
    /// Leave out attributions with a confidence below this (0 to 1)
    #[arg(long, default_value_t = 0.0, value_parser = probability, value_name = "CONFIDENCE")]
    pub(crate) min_confidence: f32,
}

#[derive(Debug, Args)]
pub(crate) struct WidthArgs {
    /// Wrap tables at this width [default: the terminal's; no wrapping when output is redirected]
    #[arg(long, value_name = "COLUMNS")]
    pub(crate) width: Option<usize>,
}

#[derive(Debug, Args)]
pub(crate) struct OutputArgs {
    /// Output format
    #[arg(long = "as", value_enum, default_value_t = OutputFormat::Table)]
    pub(crate) output: OutputFormat,
    #[command(flatten)]
    pub(crate) width: WidthArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ErrorsArgs {
    /// Show up to this many errors of each kind
    #[arg(long, default_value_t = 0, value_name = "COUNT")]
    pub(crate) errors: usize,
}

#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    Table,
    Json,
    Csv,
}

/// Parses the form of an attribution.
pub(crate) fn form(text: &str) -> Result<Form, String> {
    Form::parse(text).ok_or_else(|| expected(Form::ALL.iter().map(|form| form.name())))
}

/// Parses the polarity of an attribution.
pub(crate) fn polarity(text: &str) -> Result<Polarity, String> {
    Polarity::parse(text).ok_or_else(|| expected(Polarity::ALL.iter().map(|polarity| polarity.name())))
}

/// Parses what a speaker is.
pub(crate) fn speaker_kind(text: &str) -> Result<SpeakerKind, String> {
    SpeakerKind::parse(text).ok_or_else(|| expected(SpeakerKind::ALL.iter().map(|kind| kind.name())))
}

fn expected(names: impl Iterator<Item = &'static str>) -> String {
    format!("expected {}", names.collect::<Vec<_>>().join(", "))
}

/// Parses a number from 0 to 1.
pub(crate) fn probability(text: &str) -> Result<f32, String> {
    let number = text.parse().ok().filter(|number| (0.0..=1.0).contains(number));
    number.ok_or_else(|| "expected a number from 0 to 1".to_owned())
}
