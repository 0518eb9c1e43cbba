//! Mentions of people, organisations and places, and who is who in a document.
//!
//! Three steps: the gazetteer's hits are tied to tokens ([`listed`]); each sentence's runs of capitals are cut into
//! pieces by titles, given names, heads and endings ([`lines`]); the whole article decides what the pieces name
//! ([`resolve`]): a surname alone is somebody only where the full name stands in the article, an acronym what its
//! brackets say, an ambiguous name what its surroundings want. A wrong merge is worse than a missed one.

#![warn(clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)] // see clippy.toml

mod cast;
mod choose;
mod context;
mod key;
mod lexicon;
mod lines;
mod listed;
mod page;
mod piece;
mod pronouns;
mod resolve;
mod shape;
mod small;

use listed::{Lists, Names};
use page::{Page, Sheets};
use resolve::Drafts;
use sayso_core::{Article, Mentions, Tokens};
use sayso_gazetteer::Gazetteer;
use std::cell::Cell;
use std::sync::Arc;

/// Buffers for one article at a time. Nothing is read from them that was not written for the same article.
#[derive(Default)]
struct Desk {
    sheets: Sheets,
    lists: Lists,
    drafts: Drafts,
}

thread_local! {
    /// Kept from article to article: asking for and giving back this much memory takes longer than half the rules.
    static DESK: Cell<Desk> = Cell::default();
}

/// Tokens of the longest article whose buffers are kept.
const MOST_KEPT: usize = 1 << 16;

/// Finds names in articles. Cheap to share between threads; holds no state from article to article.
#[derive(Debug)]
pub struct Recognizer {
    names: Names,
}

impl Recognizer {
    /// A recognizer over a gazetteer.
    pub fn new(gazetteer: Arc<Gazetteer>) -> Self {
        Self { names: Names::new(gazetteer) }
    }

    /// The mentions of an article, in text order and without overlaps, and the entities that they name.
    ///
    /// `tokens` are the article's own; mentions begin and end where tokens do, except inside hyphenated words
    /// ("Russia-backed").
    pub fn recognize(&self, article: &Article, tokens: &Tokens) -> Mentions {
        let mut desk = DESK.take();
        let page = Page::new(article, tokens, desk.sheets);
        desk.lists.read(&self.names, &page);
        desk.drafts.pieces.clear();
        for &line in &page.lines {
            lines::Cutter::cut(&page, &desk.lists, line, &mut desk.drafts.pieces);
        }
        let mentions = resolve::resolve(&self.names, &page, &desk.lists, &mut desk.drafts, tokens);
        desk.sheets = page.into_sheets();
        if tokens.tokens.len() <= MOST_KEPT {
            DESK.set(desk);
        }
        mentions
    }
}
