use sayso::Model;
use sayso_artifact::Stage;
use sayso_core::Diagnostic;
use std::path::PathBuf;

/// What to run, on what, and how.
#[derive(Clone, Debug)]
pub struct Config {
    /// Files, directories, glob patterns; `-` is standard input.
    pub inputs: Vec<String>,
    /// Where everything is written.
    pub out: PathBuf,
    /// Threads; 0 is one for every core.
    pub jobs: usize,
    /// The first stage to compute anew; what earlier stages left in `out` is taken as it is.
    pub from: Stage,
    /// The last stage to run.
    pub until: Stage,
    /// Compute everything anew.
    pub force: bool,
    /// The user's own lists of names.
    pub names: Vec<PathBuf>,
    /// Who finds the attributions.
    pub model: Model,
    /// How inputs are read.
    pub ingest: sayso_ingest::Options,
    /// Attributions less sure than this (0 to 1) go into no output; the stages' artifacts keep them.
    pub min_confidence: f32,
    /// Files of corrections, laid over what was found in this order; `corrections.toml` in `out` comes after them.
    pub corrections: Vec<PathBuf>,
    /// What the report looks like.
    pub report: sayso_report::Options,
    /// When a shard is full.
    pub shard: ShardSize,
}

impl Config {
    /// The defaults for these inputs and this directory.
    pub fn new(inputs: Vec<String>, out: PathBuf) -> Self {
        Self {
            inputs,
            out,
            jobs: 0,
            from: Stage::Ingest,
            until: Stage::Report,
            force: false,
            names: Vec::new(),
            model: Model::default(),
            ingest: sayso_ingest::Options::default(),
            min_confidence: 0.0,
            corrections: Vec::new(),
            report: sayso_report::Options::default(),
            shard: ShardSize::default(),
        }
    }

    /// Whether a stage's earlier results must not be used.
    pub(crate) fn anew(&self, stage: Stage) -> bool {
        self.force || (self.from > Stage::Ingest && stage >= self.from)
    }
}

/// A shard is full at whichever of the two comes first.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct ShardSize {
    /// Documents.
    pub documents: usize,
    /// Bytes of text.
    pub bytes: usize,
}

impl Default for ShardSize {
    fn default() -> Self {
        Self { documents: 256, bytes: 2 << 20 }
    }
}

/// Who watches a run. Called from several threads.
pub trait Progress: Send + Sync {
    /// The inputs were found: how many files, of how many bytes together, where that can be known.
    fn found(&self, _inputs: usize, _bytes: Option<u64>) {}
    /// So many bytes of the inputs have been read.
    fn read(&self, _bytes: u64) {}
    /// A shard has gone through every stage before the report.
    fn shard(&self, _documents: usize, _bytes: usize) {}
    /// Something is worth saying while the run goes on.
    fn note(&self, _diagnostic: &Diagnostic) {}
    /// Whether the user wants the run to stop; asked between shards.
    fn cancelled(&self) -> bool {
        false
    }
}

/// Nobody watches.
#[derive(Copy, Clone, Debug, Default)]
pub struct Silent;

impl Progress for Silent {}
