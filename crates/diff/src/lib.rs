//! Two runs compared: statements gained, lost and changed, and why, as far as the runs say what made them.
//!
//! [`runs`] reads both article by article: of the first run it keeps where each article's line begins, not the line.
//! [`document`] compares one article.
#![allow(clippy::trivially_copy_pass_by_ref, reason = "options are passed by reference: they will grow")]

mod cause;
mod change;
mod document;
mod pairs;
mod runs;

pub use cause::{Cause, Makers};
pub use change::{Change, Field, Kind, Side};
pub use document::{Options, document};
pub use runs::{Totals, runs};
