//! The JSON Lines that a run wrote (`attributions.jsonl`, `entities.jsonl`, `clusters.jsonl`, `statements.jsonl`) and
//! what made them (`run.json`), read back. Exports, questions from the terminal and comparisons of runs work on these
//! files and on nothing else, so that whatever they say stands in a file that a user can read. The schema is in the
//! README; offsets are Unicode code points of `text`, end exclusive.

mod line;
mod made;
mod points;
mod run;
mod state;

pub use line::{
    Appearance, Aside, Cluster, Copy, Credit, Document, Entity, InCluster, Mention, Quote, Span, Speaker,
    StatementGroup, Via, Wording,
};
pub use made::{Corrections, CorrectionsFile, Made, Model, Names, Options, Program};
pub use points::Points;
pub use run::{Error, Lines, Place, Run};
pub use state::{Marker, State};
