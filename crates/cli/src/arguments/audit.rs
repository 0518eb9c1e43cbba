//! `sayso audit`.

use super::shared::{DEFAULT_OUT, OutputArgs, probability};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Audit {
    /// The --out directory of a finished `sayso run`
    #[arg(default_value = DEFAULT_OUT)]
    pub(crate) run: PathBuf,
    /// Break the counts down
    #[arg(long, value_enum)]
    pub(crate) by: Option<AuditBy>,
    /// Count attributions with at least this confidence (0 to 1)
    #[arg(long, default_value_t = 0.75, value_parser = probability, value_name = "CONFIDENCE")]
    pub(crate) min_confidence: f32,
    /// Count copies of an article as articles of their own
    #[arg(long)]
    pub(crate) copies: bool,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// What an audit is broken down by.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AuditBy {
    Outlet,
    Section,
    Author,
    Month,
}
