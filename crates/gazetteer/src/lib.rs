//! Lists of names, compiled and matched in text.
//!
//! A [`Gazetteer`] is built from TSV files (see [`mod@row`] for the columns) and finds every name of its lists in a
//! text: [`Gazetteer::hits`]. The semantics, the same for every engine, stand in [`mod@words`] (what a word is, which
//! spellings are equal) and [`mod@matcher`] (boundaries, case, leftmost-longest).

pub mod import;
pub mod matcher;
pub mod row;
pub mod words;

mod automaton;
mod bloom;
mod checksums;
mod compile;
mod cycles;
mod error;
mod fold;
mod format;
mod gazetteer;
mod hash;
mod index;
mod index_name;
mod people;
mod scan;
mod tables;

pub use automaton::Automaton;
pub use compile::Sizes;
pub use error::Error;
pub use fold::fold;
pub use gazetteer::{Entry, Gazetteer, Output};
pub use index::{Candidate, Candidates, EntryIndex, FormIndex};
pub use matcher::{Casing, Engine, Hit, Matcher};
pub use people::GivenName;
pub use row::{Alias, AliasKind, Period, Role};

/// What people are and do, one noun a line ("mayor", "biologist"), counted on the roles of the lists.
pub const PERSON_ROLES: &str = include_str!("../data/person-roles.txt");
