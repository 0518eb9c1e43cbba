//! `sayso diff`.

use super::shared::{WidthArgs, probability};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The --out directory of the earlier run
    #[arg(value_name = "RUN_A")]
    pub(crate) before: PathBuf,
    /// The --out directory of the later run
    #[arg(value_name = "RUN_B")]
    pub(crate) after: PathBuf,
    /// Output format
    #[arg(long = "as", value_enum, default_value_t = DiffFormat::Table)]
    pub(crate) output: DiffFormat,
    /// Also write the comparison as a self-contained HTML page
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// Ignore differences in confidence smaller than this (0 to 1)
    #[arg(long, default_value_t = 0.1, value_parser = probability)]
    pub(crate) confidence: f32,
    /// Print counts only
    #[arg(long)]
    pub(crate) summary: bool,
    /// Exit with code 1 if the runs differ
    #[arg(long)]
    pub(crate) exit_code: bool,
    #[command(flatten)]
    pub(crate) width: WidthArgs,
}

#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    Table,
    Json,
}
