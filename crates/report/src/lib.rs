//! Attributions as a site that people like to read and files that tools like to load.
//!
//! [`Report::create`] opens a directory, [`Report::add`] takes documents in run order and writes each article's
//! pages and its line of `attributions.jsonl` at once, [`Report::finish`] writes what needs the whole corpus: the
//! overview, a page per speaker, the search index, `entities.jsonl`. Memory grows with speakers, entities and
//! search terms, not with text: statements wait on disk.
//!
//! Nothing written depends on the clock, the machine or the number of threads.

mod article;
mod card;
mod chart;
mod date;
mod error;
mod folder;
mod jsonl;
mod markup;
mod overview;
mod report;
mod search;
mod slug;
mod speaker;
mod spill;
mod statement;
mod text;
mod totals;

pub use error::Error;
pub use report::{Document, Options, Report, Summary};
