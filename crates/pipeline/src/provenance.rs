//! `run.json`: what made a run, for whoever wonders later why another run says something else.

use crate::Config;
use crate::correction_set::{CorrectionSet, Outcomes};
use crate::digest::{self, Digest};
use crate::engine::Engine;
use crate::outcome::Outcome;
use sayso_corrections::CorrectionOutcome;
use sayso_output::{
    Corrections, CorrectionsFile, Model, Names, Options, PROVENANCE, Program, Provenance, ReportOptions,
};

/// What made the run of this outcome.
pub(crate) fn provenance(
    config: &Config,
    engine: &Engine,
    corrections: &CorrectionSet,
    outcomes: &Outcomes,
    outcome: &Outcome,
) -> Provenance {
    let files = corrections.files.iter().map(|file| CorrectionsFile {
        file: file.name.clone(),
        blake3: digest::hex(&file.digest),
        entries: file.entries,
    });
    let files: Vec<CorrectionsFile> = files.collect();
    let applied = outcomes.values().filter(|fate| **fate == CorrectionOutcome::Applied).count();
    let all: usize = files.iter().map(|file| file.entries).sum();
    Provenance {
        schema: PROVENANCE.to_owned(),
        program: Program {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            build: short(&digest::of_program()),
        },
        model: Model { name: engine.model().to_owned() },
        names: Names {
            fingerprint: short(&engine.names()),
            files: config.names.iter().map(|path| path.display().to_string()).collect(),
        },
        options: Options {
            min_confidence: (f64::from(config.min_confidence) * 1e6).round() / 1e6,
            format: config.ingest.format.clone(),
            all_languages: config.ingest.all_languages,
            ingest: short(&digest::of_options(&config.ingest)),
            report: ReportOptions {
                title: config.report.title.clone(),
                unsure_below: config.report.unsure_below,
            },
        },
        corrections: Corrections { files, applied, unfit: all - applied },
        articles: outcome.articles,
        attributions: outcome.attributions,
        left_out: outcome.left_out,
    }
}

/// Half of a hash is enough to tell two apart.
fn short(digest: &Digest) -> String {
    let mut hex = digest::hex(digest);
    hex.truncate(32);
    hex
}
