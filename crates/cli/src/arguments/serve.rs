//! `sayso serve`.

use super::shared::{ModelArgs, NamesArgs};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The run's --out directory (default: sayso-out, if it is there); without one only articles that are sent are read
    #[arg(value_name = "RUN")]
    pub(crate) run: Option<PathBuf>,
    /// Port of 127.0.0.1 to listen on; 0 for a free one
    #[arg(long, default_value_t = 0)]
    pub(crate) port: u16,
    /// Corrections that the run was given with --corrections (may be repeated) [default: the files that run.json names]
    #[arg(long, value_name = "FILE")]
    pub(crate) corrections: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) model: ModelArgs,
    #[command(flatten)]
    pub(crate) names: NamesArgs,
}
