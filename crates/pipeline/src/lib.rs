//! The stages over shards: cache, parallelism, progress, resume.
//!
//! [`run`] reads the inputs into shards of articles and takes every shard through tokenize, recognize and attribute;
//! each layer is an artifact under `OUT/artifacts/<stage>/`, computed again only where its fingerprints changed. The
//! report takes the shards in order. Memory is bounded by the shards in flight, not by the corpus.
//!
//! Everything that is written is the same for any number of threads, any shard size and any order of the inputs.

mod config;
mod correction_set;
mod digest;
mod engine;
mod error;
mod intake;
mod manifest;
mod outcome;
mod output_dir;
mod provenance;
mod replay;
mod run;
mod scheduler;

pub use config::{Config, Progress, ShardSize, Silent};
pub use digest::set_program_file;
pub use error::Error;
pub use outcome::{Outcome, StageTally};
pub use replay::{ArticleLayers, Corrections, IndexEntry, Replay, Replayed};
pub use run::run;
pub use sayso::Model;
pub use sayso_artifact::Stage;
