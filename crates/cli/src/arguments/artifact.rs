//! `sayso artifact`.

use clap::Subcommand;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum Artifact {
    /// Print an artifact's header and contents
    Show {
        /// A file under OUT/artifacts
        file: PathBuf,
        /// Print everything instead of the beginning
        #[arg(long)]
        all: bool,
    },
    /// Verify every artifact of a run
    Verify {
        /// The run's --out directory
        dir: PathBuf,
    },
}
