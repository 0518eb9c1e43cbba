use sayso_artifact::Stage;
use sayso_core::{Diagnostic, Severity};
use std::time::Duration;

/// What a run did.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Articles that went through.
    pub articles: usize,
    /// Bytes of their text.
    pub bytes: usize,
    /// Statements found and put out.
    pub attributions: usize,
    /// Statements found and not put out, for [`Config::min_confidence`](crate::Config::min_confidence).
    pub left_out: usize,
    /// Corrections that were laid over what was found, and those that do not fit.
    pub corrections: (usize, usize),
    /// Everything that inputs and documents were complained of, in run order.
    pub diagnostics: Vec<Diagnostic>,
    /// Time and shards of each stage, in stage order.
    pub stages: Vec<(Stage, StageTally)>,
    /// Wall-clock time of the whole run.
    pub elapsed: Duration,
    /// Whether the report on disk was current and left as it is.
    pub report_current: bool,
}

/// What one stage did.
#[derive(Copy, Clone, Debug, Default)]
pub struct StageTally {
    /// Time, added up over the threads.
    pub time: Duration,
    /// Shards computed.
    pub computed: usize,
    /// Shards taken from an earlier run.
    pub reused: usize,
}

impl StageTally {
    pub(crate) fn add(&mut self, other: Self) {
        self.time += other.time;
        self.computed += other.computed;
        self.reused += other.reused;
    }
}

impl Outcome {
    /// The complaints that cost a document or an input.
    pub fn failures(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// What the report says in the open: failures, and corrections that do not fit.
    pub(crate) fn in_the_open(&self) -> impl Iterator<Item = &Diagnostic> {
        let open = |diagnostic: &&Diagnostic| {
            diagnostic.severity == Severity::Error || diagnostic.code.starts_with("correction.")
        };
        self.diagnostics.iter().filter(open)
    }

    pub(crate) fn stage(&mut self, stage: Stage) -> &mut StageTally {
        let at = self.stages.iter().position(|(known, _)| *known == stage).unwrap_or_else(|| {
            self.stages.push((stage, StageTally::default()));
            self.stages.len() - 1
        });
        &mut self.stages[at].1
    }
}
