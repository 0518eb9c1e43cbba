//! Quotations and reported statements: cues, contents, sources, speakers.
//!
//! An [`Attributor`] reads an article's text, words and names and returns who said what. [`Rules`] does it with
//! tables and no training; it is deterministic, does no IO, never fails and takes time linear in the text.

mod assembler;
mod boundaries;
mod citing;
mod confidence;
mod content;
mod contexts;
mod cues;
mod direct;
mod doubts;
mod fiction;
mod frames;
mod indirect;
mod lead_in;
mod leftover;
mod non_quotation;
mod phrases;
mod polarity;
mod refine;
mod rule_match;
mod rules;
mod several;
mod source;
mod span_index;
mod tagged_article;
pub mod trained;
mod turns;
mod words;

pub use rules::Rules;
pub use sayso_model::ModelError;

use sayso_core::{Article, Attributions, Mentions, Tokens};

/// Finds who said what in one article.
pub trait Attributor: Send + Sync {
    /// Name with version; part of the fingerprint of every result.
    fn name(&self) -> &str;

    /// The article's attributions, ordered by their first byte. `tokens` and `mentions` belong to `article`;
    /// `mentions` may be empty.
    fn attribute(&self, article: &Article, tokens: &Tokens, mentions: &Mentions) -> Attributions;

    /// Frees buffers that are kept from article to article.
    fn release_buffers(&self) {}
}
