//! The files of JSON Lines, and the versions of their schemas.

/// A file of lines of one type. The first field of every line is `schema`.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// The file's name in a run's directory.
    pub file: &'static str,
    /// Name and version as it is written.
    pub current: &'static str,
    /// Earlier versions that are still read.
    pub earlier: &'static [&'static str],
}

/// Of [`Document`](crate::Document). Version 1 had `quotes` for `attributions`, `type` for `form`, and `original` for
/// `original_doc_id`.
pub const ATTRIBUTIONS: Schema = Schema {
    file: "attributions.jsonl",
    current: "sayso.attributions/2",
    earlier: &["sayso.attributions/1"],
};

/// Of [`Entity`](crate::Entity).
pub const ENTITIES: Schema = Schema { file: "entities.jsonl", current: "sayso.entities/1", earlier: &[] };

/// Of [`Cluster`](crate::Cluster). Version 1 had `original` for `original_doc_id`.
pub const CLUSTERS: Schema =
    Schema { file: "clusters.jsonl", current: "sayso.clusters/2", earlier: &["sayso.clusters/1"] };

/// Of [`StatementGroup`](crate::StatementGroup).
pub const STATEMENTS: Schema =
    Schema { file: "statements.jsonl", current: "sayso.statements/1", earlier: &[] };

/// Name and version of `run.json`.
pub const PROVENANCE: &str = "sayso.made/1";
