//! Trains the fast model: stochastic gradient descent with Adagrad's rates (Duchi et al. 2011) on the cross-entropy of
//! the tags, features left out at random so that no single one is leant on.

use crate::data::{Annotated, Example, SoftLink};
use crate::gradient::cross_entropy;
use crate::link::{Lesson, window_of};
use crate::random::Random;
use sayso_model::training::{
    Anchor, CUE, CUE_FEATURES, CUE_ROWS, LINK_FEATURES, LINK_ROWS, LINK_TAGS, Linear, NEAR, cue_features,
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

/// Trains on the articles' examples and on lessons of larger models, each lesson once.
pub(crate) fn fit(
    train: &[Annotated],
    lessons: &[Example],
    epochs: usize,
    in_part: f32,
    random: &mut Random,
) -> Linear {
    let mut cues = Table::<3>::new(CUE_ROWS);
    let mut links = Table::<LINK_TAGS>::new(LINK_ROWS);
    let mut steps = Table::<9>::new(1);
    let gold: Vec<&Example> = train.iter().flat_map(|document| &document.examples).collect();
    let mut lessons: Vec<&Example> = lessons.iter().collect();
    random.shuffle(&mut lessons);
    let share = lessons.len().div_ceil(epochs.max(1)).max(1);
    for epoch in 1..=epochs {
        let mut examples = gold.clone();
        examples.extend(lessons.chunks(share).nth(epoch - 1).unwrap_or(&[]));
        let mut loss = [0.0; 2];
        for (example, cut) in crate::augment::with_cuts(&examples, in_part, random) {
            let example = crate::blurred(example, cut, random);
            let likely = learn_cues(&mut cues, &example, random, &mut loss[0]);
            for (cue, lesson) in tasks(&example, likely) {
                learn_links(&mut links, &mut steps, &example, &cue, &lesson, random, &mut loss[1]);
            }
        }
        println!("epoch {epoch:>2}  cues {:.0}  links {:.0}", loss[0], loss[1]);
    }
    // Features were left out in training and none is later, so each counts for less.
    let shrink = |weight: f32| weight * (1.0 - LEFT_OUT);
    cues.weights.iter_mut().flatten().for_each(|weight| *weight = shrink(*weight));
    links.weights.iter_mut().flatten().for_each(|weight| *weight = shrink(*weight));
    Linear::new(&cues.weights, &links.weights, steps.weights[0])
}

/// What is to be learnt of each cue, and of words that were taken for one by mistake.
fn tasks(example: &Example, mistaken: Vec<usize>) -> Vec<(Range<usize>, Lesson)> {
    let near = |cue: &Range<usize>| window(&example.positions, cue.start, NEAR);
    if let Some(soft) = &example.soft {
        let task = |link: &SoftLink| {
            let (near, far) = (near(&link.cue), window_of(example, &link.cue));
            (link.cue.clone(), Lesson::soft(&link.tags[near.start - far.start..near.end - far.start]))
        };
        return soft.links.iter().map(task).collect();
    }
    let gold = example.gold.iter().map(|gold| (gold.cue.clone(), Some(gold)));
    let wrong = mistaken.into_iter().take(MISTAKES * example.gold.len());
    let wrong = wrong.map(|token| (token..token + 1, None));
    gold.chain(wrong).map(|(cue, gold)| (cue.clone(), Lesson::gold(gold, &near(&cue)))).collect()
}

/// Learns the tags of an example's cues; gives the tokens that were taken for one by mistake.
fn learn_cues(table: &mut Table<3>, example: &Example, random: &mut Random, loss: &mut f64) -> Vec<usize> {
    let mut wrong = Vec::new();
    for token in (0..example.features.len()).filter(|token| example.counts[*token]) {
        let rows = kept::<CUE_FEATURES>(cue_features(&example.features, token), random);
        let logits = table.score(&rows);
        let want = example.wanted(token, CUE);
        let mut slope = [0.0; 3];
        *loss += cross_entropy(&logits, want, 1.0, &mut slope);
        if want[0] > 0.99 && logits[1] > logits[0] - 0.5 {
            wrong.push(token);
        }
        table.learn(&rows, &slope);
    }
    wrong
}

/// The model's tags of the tokens around a cue, learnt as chains.
fn learn_links(
    table: &mut Table<LINK_TAGS>,
    steps: &mut Table<9>,
    example: &Example,
    cue: &Range<usize>,
    lesson: &Lesson,
    random: &mut Random,
    loss: &mut f64,
) {
    let window = window(&example.positions, cue.start, NEAR);
    let anchor = Anchor::new(&example.features, cue);
    let rows: Vec<Vec<usize>> = window
        .clone()
        .map(|token| {
            let place = rows(&example.positions, token, cue);
            kept::<LINK_FEATURES>(link_features(&example.features, token, anchor, place), random)
        })
        .collect();
    let logits: Vec<f32> = rows.iter().flat_map(|rows| table.score(rows)).collect();
    let mut errors = vec![0.0; logits.len()];
    let mut of_steps = [0.0; 9];
    let transitions = steps.weights[0];
    *loss += lesson.errors(&transitions, &logits, &example.counts[window], 1.0, &mut errors, &mut of_steps);
    for (rows, slope) in rows.iter().zip(errors.as_chunks::<LINK_TAGS>().0) {
        table.learn(rows, slope);
    }
    steps.learn(&[0], &of_steps);
}

fn kept<const COUNT: usize>(rows: [u16; COUNT], random: &mut Random) -> Vec<usize> {
    rows.into_iter().filter(|_| random.unit() >= LEFT_OUT).map(usize::from).collect()
}
