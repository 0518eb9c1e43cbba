//! What the ingest stage left behind: how many shards, of which inputs, and what could not be read.

use crate::error::Kind;
use sayso_artifact::replace;
use sayso_core::Diagnostic;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// `artifacts/run.json`. Written last, so that a half-finished ingest stage is not taken for a whole one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) schema: String,
    /// Hash of inputs, options, shard size and program; absent where standard input was read.
    pub(crate) inputs: Option<String>,
    pub(crate) shards: usize,
    /// The inputs' complaints, in run order.
    pub(crate) complaints: Vec<Diagnostic>,
}

pub(crate) const SCHEMA: &str = "sayso.run/1";

/// `artifacts/report.json`: what the report was written from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Stamp {
    pub(crate) from: String,
}

/// The file's content; `None` where there is none or it is none of ours.
pub(crate) fn read<T: DeserializeOwned>(path: &Path) -> Option<T> {
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

pub(crate) fn write(path: &Path, value: &impl Serialize) -> Result<(), Kind> {
    let json = serde_json::to_vec_pretty(value).map_err(|error| Kind::io(path)(error.into()))?;
    Ok(replace(path, &[&json, b"\n"])?)
}

/// As [`write`], where the file does not hold that already.
pub(crate) fn write_changed(path: &Path, value: &impl Serialize) -> Result<(), Kind> {
    let json = serde_json::to_vec_pretty(value).map_err(|error| Kind::io(path)(error.into()))?;
    let known = std::fs::read(path).is_ok_and(|known| known.strip_suffix(b"\n") == Some(&json));
    if known { Ok(()) } else { Ok(replace(path, &[&json, b"\n"])?) }
}

/// `failures.jsonl`: one diagnostic a line.
pub(crate) fn write_failures(path: &Path, failures: &[Diagnostic]) -> Result<(), Kind> {
    let mut lines = Vec::new();
    for failure in failures {
        serde_json::to_writer(&mut lines, failure).map_err(|error| Kind::io(path)(error.into()))?;
        lines.push(b'\n');
    }
    Ok(replace(path, &[&lines])?)
}
