//! The outputs that other programs read: `attributions.jsonl`, `entities.jsonl`, `clusters.jsonl`, `statements.jsonl` and
//! `run.json`. Their types are defined here once, for the report that writes them and for exports, queries and
//! comparisons of runs, which read these files and nothing else, so that whatever they say stands in a file that a user
//! can read. Offsets are Unicode code points of `text`, end exclusive.

mod lines;
mod provenance;
mod run;
mod schema;
mod state;
mod writer;

pub use lines::{
    Attribution, Carrier, Cluster, ClusterMember, ClusterMembership, Credit, Document, Entity, Mention,
    SetAside, Span, Speaker, StatementGroup, Via, Wording,
};
pub use provenance::{
    Corrections, CorrectionsFile, Model, Names, Options, Program, Provenance, ReportOptions,
};
pub use run::{Error, Lines, Position, Run};
pub use schema::{ATTRIBUTIONS, CLUSTERS, ENTITIES, PROVENANCE, STATEMENTS, Schema};
pub use state::{Marker, State};
pub use writer::{Writer, push_line, rounded};
