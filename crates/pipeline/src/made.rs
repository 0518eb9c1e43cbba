//! `run.json`: what made a run, for whoever wonders later why another run says something else.

use crate::Config;
use crate::corrected::{Desk, Fates};
use crate::digest::{self, Digest};
use crate::engine::Engine;
use crate::outcome::Outcome;
use sayso_corrections::Fate;
use serde::Serialize;

/// Everything that the outputs depend on beside the inputs. No clock, no machine, nothing of how the work was spread.
#[derive(Serialize)]
pub(crate) struct Made<'a> {
    schema: &'static str,
    program: Program,
    model: Model<'a>,
    names: Names,
    options: Options<'a>,
    corrections: Corrections,
    articles: usize,
    attributions: usize,
    left_out: usize,
}

#[derive(Serialize)]
struct Program {
    version: &'static str,
    build: String,
}

#[derive(Serialize)]
struct Model<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Names {
    fingerprint: String,
    files: Vec<String>,
}

#[derive(Serialize)]
struct Options<'a> {
    min_confidence: f64,
    format: Option<&'a str>,
    all_languages: bool,
    /// Hash of these two and of which field of a record holds what.
    ingest: String,
    report: &'a sayso_report::Options,
}

#[derive(Serialize)]
struct Corrections {
    files: Vec<File>,
    applied: usize,
    unfit: usize,
}

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the fields are named as in run.json")]
struct File {
    file: String,
    blake3: String,
    entries: usize,
}

impl<'a> Made<'a> {
    pub(crate) fn of(
        config: &'a Config,
        engine: &'a Engine,
        desk: &Desk,
        fates: &Fates,
        outcome: &Outcome,
    ) -> Self {
        let files = desk.files.iter().map(|file| File {
            file: file.name.clone(),
            blake3: digest::hex(&file.digest),
            entries: file.entries,
        });
        let files: Vec<File> = files.collect();
        let applied = fates.values().filter(|fate| **fate == Fate::Applied).count();
        let all: usize = files.iter().map(|file| file.entries).sum();
        Self {
            schema: "sayso.made/1",
            program: Program { version: env!("CARGO_PKG_VERSION"), build: short(&digest::of_program()) },
            model: Model { name: engine.model() },
            names: Names {
                fingerprint: short(&engine.names()),
                files: config.names.iter().map(|path| path.display().to_string()).collect(),
            },
            options: Options {
                min_confidence: (f64::from(config.min_confidence) * 1e6).round() / 1e6,
                format: config.ingest.format.as_deref(),
                all_languages: config.ingest.all_languages,
                ingest: short(&digest::of_options(&config.ingest)),
                report: &config.report,
            },
            corrections: Corrections { files, applied, unfit: all - applied },
            articles: outcome.articles,
            attributions: outcome.attributions,
            left_out: outcome.left_out,
        }
    }
}

/// Half of a hash is enough to tell two apart.
fn short(digest: &Digest) -> String {
    let mut hex = digest::hex(digest);
    hex.truncate(32);
    hex
}
