//! `sayso run`.

use super::export::forms;
use super::shared::{MinConfidenceArgs, ModelArgs, NamesArgs, probability};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[allow(clippy::struct_excessive_bools, reason = "each is a flag")]
#[derive(Debug, Args)]
pub(crate) struct Run {
    /// Files, directories, glob patterns, @LIST for a file that lists them, or - for standard input
    pub(crate) paths: Vec<String>,
    /// Directory for the report and all other output [default: sayso-out]
    #[arg(short, long)]
    pub(crate) out: Option<PathBuf>,
    /// Number of threads; 0 means one per core
    #[arg(short, long, default_value_t = 0)]
    pub(crate) jobs: usize,
    /// Recompute this stage and all later ones, using what earlier stages left in --out
    #[arg(long, value_enum)]
    pub(crate) from: Option<StageName>,
    /// Stop after this stage
    #[arg(long, value_enum, default_value_t = StageName::Report)]
    pub(crate) until: StageName,
    /// Recompute everything
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) names: NamesArgs,
    #[command(flatten)]
    pub(crate) model: ModelArgs,
    /// The field of a record that holds a fact, e.g. text=article_body (may be repeated)
    #[arg(long = "field", visible_alias = "map", value_name = "FACT=FIELD")]
    pub(crate) fields: Vec<String>,
    /// A TOML file that maps facts to fields: text = "article.body" (may be repeated)
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Vec<PathBuf>,
    /// Keep articles that are not in English instead of setting them aside
    #[arg(long)]
    pub(crate) all_languages: bool,
    /// Read all inputs in this format instead of detecting it from content
    #[arg(long)]
    pub(crate) format: Option<String>,
    /// The news archive that documents were exported from, where it is not detected: nexis, factiva, proquest or ebsco
    #[arg(long, value_name = "NAME")]
    pub(crate) preset: Option<String>,
    /// The charset of inputs that are not UTF-8, e.g. windows-1250 [default: what they state, else a guess that is reported]
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
    /// Read 03/04/2024 as 3 April [default: decided by the other dates of the file, else month first]
    #[arg(long, conflicts_with = "month_first")]
    pub(crate) day_first: bool,
    /// Read 03/04/2024 as March 4
    #[arg(long)]
    pub(crate) month_first: bool,
    /// Articles per shard, the unit of work and of caching
    #[arg(long, default_value_t = 256, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) shard_size: u32,
    #[command(flatten)]
    pub(crate) min_confidence: MinConfidenceArgs,
    /// A corrections file written by `sayso correct` (may be repeated); corrections.toml in --out is always applied
    #[arg(long, value_name = "FILE")]
    pub(crate) corrections: Vec<PathBuf>,
    /// Mark attributions with a confidence below this (0 to 1) as uncertain in the report
    #[arg(long, default_value_t = 0.5, value_parser = probability, value_name = "CONFIDENCE")]
    pub(crate) unsure_below: f32,
    /// Also export to OUT/export, in the forms of `sayso export`
    #[arg(long, value_parser = forms(), value_delimiter = ',', value_name = "FORM", hide_possible_values = true)]
    pub(crate) export: Vec<sayso_export::Form>,
    /// Title of the report
    #[arg(long)]
    pub(crate) title: Option<String>,
    /// Print no progress and no summary; problems still go to standard error
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// For `cargo xtask pipeline`: a checkout whose samples are read, and where `out` is written, unless told otherwise
    #[arg(long, hide = true, value_name = "DIR")]
    pub(crate) checkout: Option<PathBuf>,
}

#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StageName {
    Ingest,
    Tokenize,
    Recognize,
    Attribute,
    Report,
}
