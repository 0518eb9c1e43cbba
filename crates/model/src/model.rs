//! A model of either kind, and what it says of an article.

use crate::calibration::Calibration;
use crate::features::{Features, Forms, features};
use crate::linear::Linear;
use crate::linker;
use crate::network::{LINK, STATE, TRANSITIONS, Weights};
use crate::position::{FAR, NEAR, Position, chunks, positions, rows, window};
use crate::prior_features::PriorFeatures;
use crate::scratch::Scratch;
use crate::vocabulary::hash;
use sayso_core::{Article, Tokens};
use std::ops::Range;

/// What training leaves.
#[derive(Clone, Debug)]
pub enum Model {
    /// The recurrent net: `accurate`.
    Net(Weights),
    /// Sums of weights of features: `fast`.
    Linear(Linear),
}

/// What a model says of a run of tokens.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Index of the run's first token in the article.
    pub first: usize,
    /// Logits of the tags, [`TAGS`](crate::network::TAGS) a token; a linear model knows those of cues alone, and leaves the others zero.
    pub tags: Vec<f32>,
    /// Where each token stands.
    pub positions: Vec<Position>,
    inner: Inner,
}

/// What linking needs.
#[derive(Clone, Debug)]
enum Inner {
    Net { state: Vec<f32>, token_side: Vec<f32> },
    Linear(Vec<Features>),
}

impl Reading {
    /// A reading without links, for tests of what follows.
    #[cfg(test)]
    pub(crate) fn new(first: usize, tags: Vec<f32>, positions: Vec<Position>) -> Self {
        Self { first, tags, positions, inner: Inner::Linear(Vec::new()) }
    }

    /// Gives its memory back.
    pub(crate) fn free(self, scratch: &mut Scratch) {
        if let Inner::Net { state, token_side } = self.inner {
            scratch.reuse(state);
            scratch.reuse(token_side);
        }
    }
}

impl Model {
    /// Name and version of the kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Net(_) => "accurate",
            Self::Linear(_) => "fast",
        }
    }

    /// How sure it is of what it finds.
    pub fn calibration(&self) -> &Calibration {
        match self {
            Self::Net(weights) => &weights.calibration,
            Self::Linear(linear) => &linear.calibration,
        }
    }

    /// What a content's tag adds to the next one's logits, by tag and next tag.
    pub fn transitions(&self) -> [f32; 9] {
        match self {
            Self::Net(weights) => std::array::from_fn(|at| weights.dense[TRANSITIONS][at]),
            Self::Linear(linear) => linear.transitions,
        }
    }

    /// Its calibration, to be set.
    pub fn calibration_mut(&mut self) -> &mut Calibration {
        match self {
            Self::Net(weights) => &mut weights.calibration,
            Self::Linear(linear) => &mut linear.calibration,
        }
    }

    /// The features that it reads of a run of tokens; `priors` holds one element a token of the article.
    pub fn features(
        &self,
        article: &Article,
        tokens: &Tokens,
        priors: &[PriorFeatures],
        chunk: Range<usize>,
    ) -> Vec<Features> {
        self.features_by(&mut Forms::default(), article, tokens, priors, chunk)
    }

    fn features_by(
        &self,
        forms: &mut Forms,
        article: &Article,
        tokens: &Tokens,
        priors: &[PriorFeatures],
        chunk: Range<usize>,
    ) -> Vec<Features> {
        match self {
            Self::Net(weights) => {
                features(&|word| weights.vocabulary.row(word), article, tokens, priors, chunk, forms)
            }
            Self::Linear(_) => {
                features(&|word| hash(word.as_bytes(), 1), article, tokens, priors, chunk, forms)
            }
        }
    }

    /// Reads a whole article run by run, and hands each reading on before the next one takes memory; `priors` holds
    /// one a token.
    pub(crate) fn read(
        &self,
        article: &Article,
        tokens: &Tokens,
        priors: &[PriorFeatures],
        scratch: &mut Scratch,
        mut each: impl FnMut(Reading, &mut Scratch),
    ) {
        for chunk in chunks(tokens) {
            let features = self.features_by(&mut scratch.forms, article, tokens, priors, chunk.clone());
            let positions = positions(tokens, priors, chunk.clone());
            match self {
                Self::Net(weights) => {
                    for run in speaking(&features, &positions) {
                        let state = scratch.read(weights, &features[run.clone()]);
                        let tags = scratch.tags(weights, &state);
                        let token_side = scratch.token_side(weights, &state);
                        let reading = Reading {
                            first: chunk.start + run.start,
                            tags,
                            positions: positions[run].to_vec(),
                            inner: Inner::Net { state, token_side },
                        };
                        each(reading, scratch);
                    }
                }
                Self::Linear(linear) => {
                    let tags = linear.cues(&features);
                    let inner = Inner::Linear(features);
                    each(Reading { first: chunk.start, tags, positions, inner }, scratch);
                }
            }
        }
    }

    /// The tokens read for a cue, and the logits of their tags as its content and source. The reading is this
    /// model's.
    pub(crate) fn link(
        &self,
        reading: &Reading,
        cue: &Range<usize>,
        scratch: &mut Scratch,
    ) -> (Range<usize>, Vec<f32>) {
        let reach = match self {
            Self::Net(_) => FAR,
            Self::Linear(_) => NEAR,
        };
        let window = window(&reading.positions, cue.start, reach);
        let rows: Vec<_> = window.clone().map(|token| rows(&reading.positions, token, cue)).collect();
        let logits = match (self, &reading.inner) {
            (Self::Net(weights), Inner::Net { state, token_side }) => {
                let cue_side = scratch.cue_side(weights, &state[cue.start * STATE..][..STATE]);
                let token_side = &token_side[window.start * LINK..window.end * LINK];
                scratch.link(weights, linker::join(weights, token_side, &cue_side, &rows))
            }
            (Self::Linear(linear), Inner::Linear(features)) => linear.links(features, &window, cue, &rows),
            _ => unreachable!("a model is asked of its own readings"),
        };
        (window, logits)
    }
}

/// Runs of paragraphs that hold a word of the cue table or a quotation mark; the net need not read the others.
fn speaking<'a>(
    features: &'a [Features],
    positions: &'a [Position],
) -> impl Iterator<Item = Range<usize>> + use<'a> {
    const QUOTES: usize = 4;
    const CUES: usize = 8;
    let speaks = |row: &Features| row[QUOTES] != 0 || row[CUES] != 0;
    let mut paragraphs = positions.chunk_by(|a, b| a.paragraph == b.paragraph).scan(0, |at, paragraph| {
        let range = *at..*at + paragraph.len();
        *at = range.end;
        Some(range)
    });
    std::iter::from_fn(move || {
        let mut run = paragraphs.find(|range| features[range.clone()].iter().any(speaks))?;
        for next in paragraphs.by_ref() {
            if !features[next.clone()].iter().any(speaks) {
                break;
            }
            run.end = next.end;
        }
        Some(run)
    })
}
