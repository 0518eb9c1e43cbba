//! Attributions as a site that people like to read.
//!
//! [`Report::create`] opens a directory. A [`Renderer`] of it renders documents on any thread, each by itself.
//! [`Report::add`] hands them to the corpus in run order; [`Report::finish`] draws what needs the whole corpus: every
//! article's pages, which say where else the article and its statements stand, speakers' pages, the overview, the search
//! index. Memory grows with speakers, entities, statements and search terms, not with text.
//!
//! Nothing written depends on the clock, the machine or the number of threads.

mod article;
mod audit;
mod card;
mod chart;
mod copies;
mod count_text;
mod elsewhere;
mod error;
mod finished;
mod folder;
mod markup;
mod overview;
mod period;
mod renderer;
mod report;
mod search;
mod site;
mod slug;
mod speaker;
mod statement_link;
mod terms;
mod text;

/// The style of all pages.
pub const STYLE: &str = include_str!("../assets/style.css");

pub use error::Error;
pub use finished::{ArticlePage, Finished, Listed, Person, preview};
pub use renderer::{RenderedBatch, Renderer};
pub use report::{Options, Report, Summary};
pub use sayso_corpus::Document;
