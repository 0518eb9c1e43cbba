//! The same text in many places.
//!
//! Wire copy runs in forty outlets, each with its own headline, lead and cut; an archive that counts each run as
//! an outlet's own words is wrong. [`Copies`] finds articles that share most of their words and ties them to the
//! earliest one.
//!
//! Articles are compared by *fingerprints*: hashes of runs of words, thinned by winnowing (Schleimer, Wilkerson
//! and Aiken, "Winnowing: local algorithms for document fingerprinting", SIGMOD 2003), which keeps at least one
//! fingerprint of any shared run of [`SHINGLE`]` + `[`WINDOW`]` - 1` words. What counts is containment, the share
//! of the *shorter* article that stands in the longer one, since editors cut from the tail.
//!
//! [`Statements`] does the same for what is said: the same words by the same speaker, in however many articles,
//! are one statement, though outlets cut, elide, bracket and re-punctuate. [`difference`] shows two printings of one
//! statement word by word.

mod copies;
mod difference;
mod fingerprint;
mod instant;
mod sample;
mod statements;
mod union;

pub use copies::{Cluster, Copies, Member};
pub use difference::{Piece, difference};
pub use fingerprint::{Fingerprints, SHINGLE, WINDOW};
pub use statements::{Statements, Words};
