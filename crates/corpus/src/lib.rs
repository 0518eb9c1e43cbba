//! What only the whole corpus tells: which articles are copies, which attributions share a statement, how often each
//! speaker says what, and the files of JSON Lines that have it.
//!
//! [`ArticleRecord`]s are made on any thread. [`Builder::add`] takes them in run order, counts, and lets records wait: the
//! first in memory, the rest on disk. [`Builder::finish`] gives the [`Corpus`], from which reports are drawn. Nothing
//! depends on the number of threads.

mod builder;
mod clusters;
mod count;
mod day;
mod display;
mod error;
mod facts;
mod groups;
pub mod identities;
mod interval;
mod lines;
mod outputs;
pub mod spill;
mod statement;
mod statement_table;
mod stats;

pub use builder::{ArticleRecord, Builder, Corpus};
pub use clusters::{ArticleCard, ClusterOfCopies, Clusters};
pub use count::{Counted, Counts};
pub use day::{Day, month_name, period};
pub use display::{is_deceptive, kind_label, line, write_visible};
pub use error::Error;
pub use facts::Facts;
pub use groups::{Group, Groups};
pub use interval::wilson;
pub use lines::{Line, corrected, line as article_line};
pub use statement::{Context, Statement, percent, pieces, speakers};
pub use statement_table::{StatementRow, StatementTable};
pub use stats::{CorpusStats, EntityStats, OutletStats, SpeakerStats, form_index, kind_index, ranked};

use sayso_core::{Article, Attributions, Mentions, Tokens};

/// One article with all that the stages found.
#[derive(Copy, Clone, Debug)]
pub struct Document<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its paragraphs, sentences and words.
    pub tokens: &'a Tokens,
    /// Its names.
    pub mentions: &'a Mentions,
    /// Who said what in it.
    pub attributions: &'a Attributions,
}
