//! `sayso evaluate`.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum Evaluate {
    /// Quotations and reported statements: content, source, cue, and the links between them
    Attribution(Scored),
    /// Persons, organisations and places, and who they are: by the lists alone and with recognition
    #[command(alias = "names")]
    Entities(Scored),
    /// Who said it: the speakers that sources were resolved to
    Speakers(ScoredSpeakers),
}

#[derive(Debug, Args)]
pub(crate) struct Scored {
    /// Gold annotations: JSON Lines; for attributions also what `sayso correct --from` reads: brat, Label Studio, W3C, CAS
    pub(crate) gold: PathBuf,
    /// Output to score, in the same formats; without it Sayso runs on the gold's texts
    pub(crate) predicted: Option<PathBuf>,
    /// Who finds the statements where Sayso runs: as for `sayso run`
    #[arg(long, default_value = "accurate", value_name = "accurate|fast|rules|FILE")]
    pub(crate) model: String,
    /// The main figures also for each publisher
    #[arg(long)]
    pub(crate) by_publisher: bool,
    /// Write the reliability plot of the confidences here, as SVG
    #[arg(long, value_name = "FILE")]
    pub(crate) plot: Option<PathBuf>,
    /// Show up to this many mistakes of each kind
    #[arg(long, default_value_t = 0)]
    pub(crate) errors: usize,
}

#[derive(Debug, Args)]
pub(crate) struct ScoredSpeakers {
    /// Annotated speakers, JSON Lines without texts (data/gold/speakers.jsonl); with --chains attributions with texts
    pub(crate) gold: PathBuf,
    /// Files with the articles that were annotated
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub(crate) texts: Vec<String>,
    /// Mentions with coreference chains, JSON Lines: a speaker is right whose name stands in the source's chain
    #[arg(long, value_name = "FILE")]
    pub(crate) chains: Option<PathBuf>,
    /// Only every other article, from the first (even) or the second (odd) on
    #[arg(long)]
    pub(crate) half: Option<Half>,
    /// Who finds the statements: as for `sayso run`
    #[arg(long, default_value = "accurate", value_name = "accurate|fast|rules|FILE")]
    pub(crate) model: String,
    /// Show up to this many mistakes for each form of source
    #[arg(long, default_value_t = 0)]
    pub(crate) errors: usize,
}

#[derive(Copy, Clone, Debug, ValueEnum)]
pub(crate) enum Half {
    Even,
    Odd,
}
