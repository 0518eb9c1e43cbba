//! Corrections: what somebody who read an article knows better than the program.
//!
//! A correction names a document, the words of a statement and where they stood, so that it is found again when the
//! text has moved; what cannot be found, or could be meant in several places, is reported and never guessed
//! ([`CorrectionOutcome`]). An [`Identity`] says of an id who it is, in one article or in all of them. [`apply`] lays corrections over the attributions of one article; doing so twice is doing it once.
//! [`parse`] and [`write()`] are the file: TOML, one `[[correction]]` each. [`differences`] makes corrections out of
//! annotations that somebody edited.
//!
//! Nothing here reads or writes files.

mod apply;
mod correction;
mod differences;
mod file;
mod identity;
mod locate;
mod parts;

pub use apply::{CorrectionOutcome, Stale, apply};
pub use correction::{Action, Correction, Piece, Who};
pub use differences::{Difference, Parts, differences, form_of};
pub use file::{
    Entry, Error, IdentityEntry, parse, parse_identities, record, record_identity, restore, write,
};
pub use identity::{Identity, apply_identities};
pub use locate::{Lost, Text};
