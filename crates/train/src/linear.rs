//! Trains the fast model: stochastic gradient descent with Adagrad's rates (Duchi et al. 2011) on the cross-entropy of
//! the tags, features left out at random so that no single one is leant on.

use crate::data::{Annotated, Example, Gold};
use crate::gradient::cross_entropy;
use crate::random::Random;
use sayso_model::training::{
    Anchor, CUE_FEATURES, CUE_ROWS, LINK_FEATURES, LINK_ROWS, LINK_TAGS, Linear, NEAR, cue_features,
    link_features, rows, window,
};
use std::ops::Range;

const RATE: f32 = 0.12;
/// Share of the features left out.
const LEFT_OUT: f32 = 0.25;
/// Words that look like cues and are none, per true cue at most: they are linked to nothing.
const MISTAKES: usize = 1;

/// A table of weights with the squares of their slopes, summed.
struct Table<const TAGS: usize> {
    weights: Vec<[f32; TAGS]>,
    squares: Vec<[f32; TAGS]>,
}

impl<const TAGS: usize> Table<TAGS> {
    fn new(rows: usize) -> Self {
        Self { weights: vec![[0.0; TAGS]; rows], squares: vec![[1e-4; TAGS]; rows] }
    }

    fn score(&self, rows: &[usize]) -> [f32; TAGS] {
        let mut out = [0.0; TAGS];
        for row in rows {
            for (sum, weight) in out.iter_mut().zip(&self.weights[*row]) {
                *sum += weight;
            }
        }
        out
    }

    fn learn(&mut self, rows: &[usize], slope: &[f32; TAGS]) {
        for row in rows {
            let weights = &mut self.weights[*row];
            for ((weight, square), slope) in weights.iter_mut().zip(&mut self.squares[*row]).zip(slope) {
                *square += slope * slope;
                *weight -= RATE * slope / square.sqrt();
            }
        }
    }
}

/// Trains on the articles' examples.
pub(crate) fn fit(train: &[Annotated], epochs: usize, random: &mut Random) -> Linear {
    let mut cues = Table::<3>::new(CUE_ROWS);
    let mut links = Table::<LINK_TAGS>::new(LINK_ROWS);
    let mut examples: Vec<&Example> = train.iter().flat_map(|document| &document.examples).collect();
    for epoch in 1..=epochs {
        random.shuffle(&mut examples);
        let mut loss = [0.0; 2];
        for example in &examples {
            let example = crate::without_rules(example, random);
            let likely = learn_cues(&mut cues, &example, random, &mut loss[0]);
            let wrong = likely.into_iter().take(MISTAKES * example.gold.len());
            let wrong = wrong.map(|token| (token..token + 1, None));
            let gold = example.gold.iter().map(|gold| (gold.cue.clone(), Some(gold)));
            for (cue, gold) in gold.chain(wrong) {
                learn_links(&mut links, &example, &cue, gold, random, &mut loss[1]);
            }
        }
        println!("epoch {epoch:>2}  cues {:.0}  links {:.0}", loss[0], loss[1]);
    }
    // Features were left out in training and none is later, so each counts for less.
    let shrink = |weight: f32| weight * (1.0 - LEFT_OUT);
    cues.weights.iter_mut().flatten().for_each(|weight| *weight = shrink(*weight));
    links.weights.iter_mut().flatten().for_each(|weight| *weight = shrink(*weight));
    Linear::new(&cues.weights, &links.weights)
}

/// Learns the tags of an example's cues; gives the tokens that were taken for one by mistake.
fn learn_cues(table: &mut Table<3>, example: &Example, random: &mut Random, loss: &mut f64) -> Vec<usize> {
    let mut wrong = Vec::new();
    for token in (0..example.features.len()).filter(|token| example.counts[*token]) {
        let rows = kept::<CUE_FEATURES>(cue_features(&example.features, token), random);
        let logits = table.score(&rows);
        let want = usize::from(example.tags[token][2]);
        let mut slope = [0.0; 3];
        *loss += cross_entropy(&logits, want, 1.0, &mut slope);
        if want == 0 && logits[1] > logits[0] - 0.5 {
            wrong.push(token);
        }
        table.learn(&rows, &slope);
    }
    wrong
}

fn learn_links(
    table: &mut Table<LINK_TAGS>,
    example: &Example,
    cue: &Range<usize>,
    gold: Option<&Gold>,
    random: &mut Random,
    loss: &mut f64,
) {
    let window = window(&example.positions, cue.start, NEAR);
    let anchor = Anchor::new(&example.features, cue);
    let wanted = crate::link::tags(gold, &window);
    for (token, wanted) in window.zip(wanted).filter(|(token, _)| example.counts[*token]) {
        let place = rows(&example.positions, token, cue);
        let rows = kept::<LINK_FEATURES>(link_features(&example.features, token, anchor, place), random);
        let logits = table.score(&rows);
        let mut slope = [0.0; LINK_TAGS];
        for (head, want) in wanted.into_iter().enumerate() {
            let head = head * 3..head * 3 + 3;
            *loss += cross_entropy(&logits[head.clone()], usize::from(want), 1.0, &mut slope[head]);
        }
        table.learn(&rows, &slope);
    }
}

fn kept<const COUNT: usize>(rows: [u16; COUNT], random: &mut Random) -> Vec<usize> {
    rows.into_iter().filter(|_| random.unit() >= LEFT_OUT).map(usize::from).collect()
}
