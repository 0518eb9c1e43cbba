//! `sayso evaluate`.

use super::shared::{ErrorsArgs, ModelArgs};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum Evaluate {
    /// Score attributions: content, source, cue, and the links between them
    Attribution(EvaluateAttribution),
    /// Score persons, organisations and places and their identities, with the lists alone and with recognition
    #[command(alias = "names")]
    Entities(EvaluateEntities),
    /// Score the speakers that sources were resolved to
    Speakers(EvaluateSpeakers),
}

#[derive(Debug, Args)]
pub(crate) struct EvaluateAttribution {
    /// Gold annotations: JSON Lines, or any format of `sayso correct --from`: brat, Label Studio, W3C, CAS
    pub(crate) gold: PathBuf,
    /// Output to score, in the same formats [default: Sayso's own output on the gold texts]
    pub(crate) predicted: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) model: ModelArgs,
    /// Also report the main figures for each publisher
    #[arg(long)]
    pub(crate) by_publisher: bool,
    /// Write a reliability diagram of the confidences to this file, as SVG
    #[arg(long, value_name = "FILE")]
    pub(crate) plot: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) errors: ErrorsArgs,
}

#[derive(Debug, Args)]
pub(crate) struct EvaluateEntities {
    /// Gold annotations, JSON Lines
    pub(crate) gold: PathBuf,
    /// Output to score, JSON Lines [default: Sayso's own output on the gold texts]
    pub(crate) predicted: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct EvaluateSpeakers {
    /// Annotated speakers, JSON Lines without texts (data/gold/speakers.jsonl); with --chains, attributions with texts
    pub(crate) gold: PathBuf,
    /// The files that contain the annotated articles
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub(crate) texts: Vec<String>,
    /// Mentions with coreference chains, JSON Lines: a speaker is correct if its name occurs in the source's chain
    #[arg(long, value_name = "FILE")]
    pub(crate) chains: Option<PathBuf>,
    /// Score every other article only, starting with the first (even) or the second (odd)
    #[arg(long)]
    pub(crate) half: Option<Half>,
    #[command(flatten)]
    pub(crate) model: ModelArgs,
    #[command(flatten)]
    pub(crate) errors: ErrorsArgs,
}

#[derive(Copy, Clone, Debug, ValueEnum)]
pub(crate) enum Half {
    Even,
    Odd,
}
