//! Mentions of people, organisations and places, and who is who in a document.
//!
//! Three steps: the gazetteer's hits are tied to tokens ([`gazetteer_hits`]); each sentence's runs of capitals are cut into
//! chunks by titles, given names, heads and endings ([`lines`]); the whole article decides what the chunks name
//! ([`resolve`]): a surname alone is somebody only where the full name stands in the article, an acronym what its
//! brackets say, an ambiguous name what its surroundings want. A wrong merge is worse than a missed one.

#![warn(clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)] // see clippy.toml

mod chunk;
mod context;
mod disambiguate;
mod entity_table;
mod gazetteer_hits;
mod key;
mod lexicon;
mod lines;
mod lowercase_words;
mod pronouns;
mod resolve;
mod shape;
mod tagged_text;
mod tagger;
mod words;

use chunk::Chunk;
use gazetteer_hits::{IndexedGazetteer, Lists};
use resolve::Drafts;
use sayso_core::{Article, Mentions, Tokens};
use sayso_gazetteer::Gazetteer;
use sayso_model::NameTagger;
use std::cell::Cell;
use std::sync::Arc;
use tagged_text::{Buffers, TaggedText};
pub use tagger::NameSentence;
use tagger::{Merger, Tagging};

/// Buffers for one article at a time. Nothing is read from them that was not written for the same article.
#[derive(Default)]
struct Scratch {
    buffers: Buffers,
    lists: Lists,
    drafts: Drafts,
    tagging: Tagging,
    merged: Vec<Chunk>,
}

thread_local! {
    /// Kept from article to article: asking for and giving back this much memory takes longer than half the rules.
    static SCRATCH: Cell<Scratch> = Cell::default();
}

/// Tokens of the longest article whose buffers are kept.
const MOST_KEPT: usize = 1 << 16;

/// Finds names in articles. Cheap to share between threads; holds no state from article to article.
#[derive(Debug)]
pub struct Recognizer {
    names: IndexedGazetteer,
    tagger: Option<NameTagger>,
}

impl Recognizer {
    /// A recognizer over a gazetteer, with the tagger that is built in.
    pub fn new(gazetteer: Arc<Gazetteer>) -> Self {
        Self { names: IndexedGazetteer::new(gazetteer), tagger: NameTagger::shipped() }
    }

    /// The same with another tagger, or with the lists and rules alone.
    #[must_use]
    pub fn with_tagger(self, tagger: Option<NameTagger>) -> Self {
        Self { tagger, ..self }
    }

    /// The sentences of an article as the names tagger reads them, for training.
    pub fn sentences(&self, article: &Article, tokens: &Tokens) -> Vec<NameSentence> {
        let tagged = TaggedText::new(article, tokens, Buffers::default());
        let mut scratch = Scratch::default();
        scratch.lists.read(&self.names, &tagged);
        for &line in &tagged.lines {
            lines::Chunker::cut(&tagged, &scratch.lists, line, &mut scratch.drafts.chunks);
        }
        let found = resolve::first_pass(&self.names, &tagged, &scratch.lists, &mut scratch.drafts);
        tagger::sentences(&tagged, &scratch.drafts.chunks, &found)
    }

    /// The mentions of an article, in text order and without overlaps, and the entities that they name.
    ///
    /// `tokens` are the article's own; mentions begin and end where tokens do, except inside hyphenated words
    /// ("Russia-backed").
    pub fn recognize(&self, article: &Article, tokens: &Tokens) -> Mentions {
        let mut scratch = SCRATCH.take();
        let tagged = TaggedText::new(article, tokens, scratch.buffers);
        scratch.lists.read(&self.names, &tagged);
        scratch.drafts.chunks.clear();
        for &line in &tagged.lines {
            lines::Chunker::cut(&tagged, &scratch.lists, line, &mut scratch.drafts.chunks);
        }
        if let Some(tagger) = &self.tagger {
            let found = resolve::first_pass(&self.names, &tagged, &scratch.lists, &mut scratch.drafts);
            scratch.tagging.tag(tagger, &tagged, &scratch.lists, tokens, &scratch.drafts.chunks, &found);
            let (names, lists, tagging) = (&self.names, &scratch.lists, &scratch.tagging);
            let merger = Merger { names, tagged: &tagged, lists, tagging, found: &found };
            merger.merge(&scratch.drafts.chunks, &mut scratch.merged);
            std::mem::swap(&mut scratch.drafts.chunks, &mut scratch.merged);
        }
        let mentions = resolve::resolve(&self.names, &tagged, &scratch.lists, &mut scratch.drafts, tokens);
        scratch.buffers = tagged.into_buffers();
        if tokens.tokens.len() <= MOST_KEPT {
            SCRATCH.set(scratch);
        }
        mentions
    }
}
