//! A run in a temporary directory.

use sayso_pipeline::{Config, Silent};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A run that is scored and then deleted.
pub(super) struct Scratch(TempDir);

impl Scratch {
    pub(super) fn run(texts: &Path, model: &str) -> Result<Self, String> {
        let scratch = tempfile::tempdir().map_err(|error| error.to_string())?;
        let mut config = Config::new(vec![texts.display().to_string()], scratch.path().join("run"));
        config.model = crate::run::model(model);
        let outcome = sayso_pipeline::run(&config, &Silent).map_err(|error| error.to_string())?;
        outcome.diagnostics.iter().for_each(|problem| eprintln!("{}", crate::summary::line(problem)));
        Ok(Self(scratch))
    }

    pub(super) fn attributions(&self) -> PathBuf {
        self.0.path().join("run/attributions.jsonl")
    }
}
