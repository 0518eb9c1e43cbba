//! The net over an article.

use super::features::{Quotes, features};
use super::network::{
    CUE_SIDE, LAYERS, LayerTrace, Place, RANK, STATE, TAGS, TOKEN_SIDE, Weights, distance, embed, layer,
    pair, project, relation, tag,
};
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
    token_side: Vec<f32>,
    cue_side: Vec<f32>,
}

impl Reading {
    /// A reading without pairs, for tests of what follows.
    #[cfg(test)]
    pub(crate) fn new(first: usize, tags: Vec<f32>, places: Vec<Place>) -> Self {
        Self { first, tags, places, token_side: Vec::new(), cue_side: Vec::new() }
    }

    /// Tokens of the run.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether the run is empty.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The logit that a token belongs to the content (`head` 0) or source (1) of the cue that begins at `cue`.
    pub fn pair(&self, weights: &Weights, head: usize, token: usize, cue: usize) -> f32 {
        let side = |numbers: &'_ [f32], at: usize| -> [f32; 2 * RANK] {
            let mut row = [0.0; 2 * RANK];
            row.copy_from_slice(&numbers[at * 2 * RANK..][..2 * RANK]);
            row
        };
        let rows = [relation(self.places[token], self.places[cue]), distance(token, cue)];
        pair(weights, head, &side(&self.token_side, token), &side(&self.cue_side, cue), rows)
    }
}

/// Reads a whole article, chunk by chunk.
pub fn read(weights: &Weights, article: &Article, tokens: &Tokens) -> Vec<Reading> {
    chunks(tokens).into_iter().map(|chunk| read_chunk(weights, article, tokens, chunk)).collect()
}

fn read_chunk(weights: &Weights, article: &Article, tokens: &Tokens, chunk: Range<usize>) -> Reading {
    let mut state = embed(weights, &features(article, tokens, chunk.clone()));
    let mut trace = LayerTrace::default();
    for index in 0..LAYERS {
        state = layer(weights, index, &state, &mut trace);
    }
    let tags = tag(weights, &state);
    debug_assert_eq!(tags.len() / TAGS, state.len() / STATE);
    Reading {
        first: chunk.start,
        tags,
        places: places(tokens, chunk),
        token_side: project(weights, TOKEN_SIDE, &state),
        cue_side: project(weights, CUE_SIDE, &state),
    }
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
pub fn places(tokens: &Tokens, chunk: Range<usize>) -> Vec<Place> {
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
            Place { sentence: sentence as u32, paragraph: paragraph as u32, quoted }
        })
        .collect()
}
