//! Attributions as a site that people like to read and files that tools like to load.
//!
//! [`Report::create`] opens a directory. A [`Press`] of it renders documents on any thread, each by itself.
//! [`Report::take`] counts them in run order, appends their lines to `attributions.jsonl` and puts what was rendered
//! down to wait on disk; [`Report::finish`] writes what needs the whole corpus: every article's pages, which say where
//! else the article and its statements stand, speakers' pages, the overview, the search index, the other files. Memory
//! grows with speakers, entities, statements and search terms, not with text.
//!
//! Nothing written depends on the clock, the machine or the number of threads.

mod article;
mod card;
mod chart;
mod clusters;
mod count;
mod date;
mod documents;
mod error;
mod folder;
mod groups;
mod jsonl;
mod ledger;
mod markup;
mod overview;
mod period;
mod press;
mod report;
mod search;
mod slug;
mod speaker;
mod special;
mod spill;
mod statement;
mod terms;
mod text;
mod totals;

/// The style of all pages.
pub const STYLE: &str = include_str!("../assets/style.css");

pub use error::Error;
pub use press::{Press, Printed};
pub use report::{Document, Options, Report, Summary};
