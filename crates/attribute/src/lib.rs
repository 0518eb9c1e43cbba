//! Quotations and reported statements: cues, contents, sources, speakers.
//!
//! An [`Attributor`] reads an article's text, words and names and returns who said what. [`Rules`] does it with
//! tables and no training; it is deterministic, does no IO, never fails and takes time linear in the text.

mod aside;
mod boundaries;
mod confidence;
mod cues;
mod direct;
mod draft;
mod forms;
mod frames;
mod indirect;
mod lead_in;
mod lexicon;
mod phrases;
mod rules;
mod source;
pub mod speakers;
pub mod trained;
mod view;

pub use rules::Rules;

use sayso_core::{Article, Attributions, Mentions, Tokens};

/// Whether a word is one of these, whatever its case.
fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|it| it.eq_ignore_ascii_case(word))
}

/// Finds who said what in one article.
pub trait Attributor: Send + Sync {
    /// Name with version; part of the fingerprint of every result.
    fn name(&self) -> &str;

    /// The article's attributions, ordered by their first byte. `tokens` and `mentions` belong to `article`;
    /// `mentions` may be empty.
    fn attribute(&self, article: &Article, tokens: &Tokens, mentions: &Mentions) -> Attributions;

    /// Gives back memory that is kept from article to article.
    fn rest(&self) {}
}
