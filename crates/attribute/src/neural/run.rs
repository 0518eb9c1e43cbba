//! The net over an article.

use super::features::{Quotes, features};
use super::linker::{self, Place, rows, window};
use super::network::{LINK, STATE, TAG_MATRIX, TAGS, Weights, biased};
use super::notes::Note;
use super::scratch::Scratch;
use sayso_document::{Article, Tokens};
use std::ops::Range;

/// Tokens that the net reads at once, at most (whole paragraphs while they fit).
const CHUNK: usize = 2048;

/// What the net says of a run of tokens.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Index of the run's first token in the article.
    pub first: usize,
    /// Logits of the tags, [`TAGS`] a token.
    pub tags: Vec<f32>,
    /// Where each token stands.
    pub places: Vec<Place>,
    state: Vec<f32>,
    token_side: Vec<f32>,
}

impl Reading {
    /// A reading without links, for tests of what follows.
    #[cfg(test)]
    pub(crate) fn new(first: usize, tags: Vec<f32>, places: Vec<Place>) -> Self {
        Self { first, tags, places, state: Vec::new(), token_side: Vec::new() }
    }

    /// Tokens of the run.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether the run is empty.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The tokens read for a cue, and the logits of their tags as its content and source.
    pub(crate) fn link(
        &self,
        weights: &Weights,
        cue: &Range<usize>,
        scratch: &mut Scratch,
    ) -> (Range<usize>, Vec<f32>) {
        let window = window(&self.places, cue.start);
        let rows: Vec<_> = window.clone().map(|token| rows(&self.places, token, cue)).collect();
        let cue_side = linker::cue_side(weights, &self.state[cue.start * STATE..][..STATE]);
        let token_side = &self.token_side[window.start * LINK..window.end * LINK];
        let joined = linker::join(weights, token_side, &cue_side, &rows);
        (window, scratch.link(weights, joined))
    }
}

/// Reads a whole article, chunk by chunk; `notes` holds one note a token.
pub(crate) fn read(
    weights: &Weights,
    article: &Article,
    tokens: &Tokens,
    notes: &[Note],
    scratch: &mut Scratch,
) -> Vec<Reading> {
    let chunks = chunks(tokens).into_iter();
    let chunks = chunks.map(|chunk| {
        let features = features(&weights.vocabulary, article, tokens, notes, chunk.clone());
        let state = scratch.read(weights, &features).to_vec();
        Reading {
            first: chunk.start,
            tags: biased(weights, TAG_MATRIX, &state, STATE, TAGS),
            places: places(tokens, notes, chunk),
            token_side: linker::token_side(weights, &state),
            state,
        }
    });
    chunks.collect()
}

/// Runs of whole paragraphs of at most [`CHUNK`] tokens; a longer paragraph is cut.
pub fn chunks(tokens: &Tokens) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut end = 0;
    for paragraph in &tokens.paragraphs {
        let last = paragraph.sentences().next_back().and_then(|sentence| tokens.sentences.get(sentence));
        let next = last.map_or(end, |sentence| sentence.end_token as usize);
        if next - start > CHUNK && end > start {
            out.push(start..end);
            start = end;
        }
        while next - start > CHUNK {
            out.push(start..start + CHUNK);
            start += CHUNK;
        }
        end = next;
    }
    if end > start {
        out.push(start..end);
    }
    out
}

/// Where the tokens of a chunk stand.
pub fn places(tokens: &Tokens, notes: &[Note], chunk: Range<usize>) -> Vec<Place> {
    let mut sentence =
        tokens.sentences.partition_point(|sentence| sentence.end_token as usize <= chunk.start);
    let mut paragraph =
        tokens.paragraphs.partition_point(|paragraph| paragraph.end_sentence as usize <= sentence);
    let mut quotes = Quotes::default();
    chunk
        .map(|at| {
            while tokens.sentences.get(sentence).is_some_and(|sentence| sentence.end_token as usize <= at) {
                sentence += 1;
            }
            while tokens
                .paragraphs
                .get(paragraph)
                .is_some_and(|paragraph| paragraph.end_sentence as usize <= sentence)
            {
                paragraph += 1;
                quotes = Quotes::default();
            }
            let quoted = matches!(quotes.state(tokens.tokens[at]), 1..=3);
            let links = notes[at].links;
            Place { sentence: sentence as u32, paragraph: paragraph as u32, quoted, links }
        })
        .collect()
}
