//! Several models as one: the mean of their probabilities. They teach a smaller one, and are never shipped.

use crate::data::Annotated;
use crate::finder::Finder;
use sayso_model::training::{
    CONTENT, CUE, Heads, LINK_TAGS, SOURCE, TAGS, ahead, decode, log_softmax, one_or_none, pieces, read_model,
};
use sayso_model::{Calibration, Reading, Tagger, Thresholds, TokenAttribution};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

/// Probabilities are taken for at least this.
const LEAST: f32 = 1e-6;

/// Nets that were trained apart.
pub(crate) struct Ensemble {
    taggers: Vec<Tagger>,
    thresholds: Thresholds,
}

/// What all of them say of one run of tokens.
pub(crate) struct Averaged {
    /// The first one's, with the logarithms of the mean probabilities for logits.
    pub(crate) mean: Reading,
    all: Vec<Reading>,
}

impl Ensemble {
    pub(crate) fn read(
        paths: &[PathBuf],
        thresholds: Thresholds,
    ) -> Result<Self, Box<dyn std::error::Error>> {
        let tagger = |path: &PathBuf| -> Result<Tagger, Box<dyn std::error::Error>> {
            Ok(Tagger::new(Arc::new(read_model(&std::fs::read(path)?)?), String::new()))
        };
        Ok(Self {
            taggers: paths.iter().map(tagger).collect::<Result<_, _>>()?,
            thresholds: Thresholds { min_confidence: 0.0, ..thresholds },
        })
    }

    /// What they say of an article, run by run.
    pub(crate) fn readings(&self, document: &Annotated) -> Vec<Averaged> {
        let Annotated { article, tokens, priors, .. } = document;
        let mut all: Vec<_> =
            self.taggers.iter().map(|tagger| tagger.read(article, tokens, priors).into_iter()).collect();
        let mut out = Vec::new();
        while let Some(readings) = all.iter_mut().map(Iterator::next).collect::<Option<Vec<Reading>>>() {
            let Some(mut mean) = readings.first().cloned() else { break };
            let shares = |reading: &Reading| {
                let heads = [CONTENT, SOURCE, CUE].map(|head| log_softmax(&reading.tags, TAGS, head, 0.0));
                let rows =
                    (0..reading.tags.len() / TAGS).flat_map(|at| [heads[0][at], heads[1][at], heads[2][at]]);
                rows.flatten().map(f32::exp).collect()
            };
            mean.tags = mean_logits(&readings.iter().map(shares).collect::<Vec<_>>());
            out.push(Averaged { mean, all: readings });
        }
        out
    }

    /// The tokens around a cue, and the logarithms of the mean probabilities of their tags as its content and source.
    pub(crate) fn link(&self, averaged: &Averaged, cue: &Range<usize>) -> (Range<usize>, Vec<f32>) {
        let mut around = 0..0;
        let mut all = Vec::with_capacity(self.taggers.len());
        for (tagger, reading) in self.taggers.iter().zip(&averaged.all) {
            let (window, logits) = tagger.link(reading, cue);
            let chain = pieces(&tagger.model().transitions());
            let contents = chain.posterior(&ahead(&logits, LINK_TAGS, CONTENT, 0.0)).tags;
            let sources = one_or_none().posterior(&ahead(&logits, LINK_TAGS, SOURCE, 0.0)).tags;
            all.push(contents.into_iter().zip(sources).flat_map(|(a, b)| [a, b]).flatten().collect());
            around = window;
        }
        (around, mean_logits(&all))
    }
}

fn mean_logits(all: &[Vec<f32>]) -> Vec<f32> {
    let count = all.len().max(1) as f32;
    let mean = |at: usize| all.iter().map(|shares| shares[at]).sum::<f32>() / count;
    (0..all.first().map_or(0, Vec::len)).map(|at| mean(at).max(LEAST).ln()).collect()
}

impl Finder for Ensemble {
    fn find(&self, document: &Annotated) -> Vec<TokenAttribution> {
        let heads = Heads::new(&[0.0; 9], Calibration::default());
        let found = self.readings(document).into_iter().flat_map(|averaged| {
            decode(&averaged.mean, &heads, &self.thresholds, |cue| self.link(&averaged, cue))
        });
        found.collect()
    }
}
