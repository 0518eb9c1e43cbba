//! The best labels of a stretch, and how likely they are.

#![allow(clippy::inline_always, reason = "compiled for processors with and without AVX2")]

use super::features::name_row;
use super::sums::Sums;
use super::{NAME_LABELS, NameFeatures, NameModel};
use crate::fast_math::exp;

/// Weights of one label after another, and of those at the ends of a stretch.
#[derive(Clone, Debug, PartialEq)]
pub struct Transitions {
    /// From a label (row) to the next.
    pub between: [[f32; NAME_LABELS]; NAME_LABELS],
    /// Of the first label.
    pub first: [f32; NAME_LABELS],
    /// Of the last label.
    pub last: [f32; NAME_LABELS],
}

impl Default for Transitions {
    fn default() -> Self {
        Self {
            between: [[0.0; NAME_LABELS]; NAME_LABELS],
            first: [0.0; NAME_LABELS],
            last: [0.0; NAME_LABELS],
        }
    }
}

/// The weight of what cannot be.
const NEVER: f32 = -1e4;

impl Transitions {
    /// The same, with names that go on without having begun ruled out.
    #[must_use]
    pub fn lawful(mut self) -> Self {
        for label in 0..NAME_LABELS {
            for before in 0..NAME_LABELS {
                if !may_follow(Some(before), label) {
                    self.between[before][label] = NEVER;
                }
            }
            if !may_follow(None, label) {
                self.first[label] = NEVER;
            }
        }
        self
    }

    /// All weights: between labels, of the first and of the last one.
    pub fn numbers_mut(&mut self) -> impl Iterator<Item = &mut f32> {
        self.between.iter_mut().flatten().chain(&mut self.first).chain(&mut self.last)
    }

    /// *e* to the power of each, in a scale in which none is above 1.
    pub(super) fn factors(&self) -> Self {
        let most = |numbers: &mut dyn Iterator<Item = &f32>| numbers.copied().fold(f32::MIN, f32::max);
        let factor = |number: f32, most: f32| if number <= NEVER / 2.0 { 0.0 } else { exp(number - most) };
        let row = |row: [f32; NAME_LABELS]| {
            let most = most(&mut row.iter());
            row.map(|number| factor(number, most))
        };
        let most = most(&mut self.between.iter().flatten());
        let between = self.between.map(|row| row.map(|number| factor(number, most)));
        Self { between, first: row(self.first), last: row(self.last) }
    }
}

/// Whether a label may follow another (or, with `None`, begin a stretch): only a name that has begun goes on.
pub fn may_follow(before: Option<usize>, label: usize) -> bool {
    let goes_on = label > 0 && label.is_multiple_of(2);
    !goes_on || before.is_some_and(|before| before == label || before + 1 == label)
}

/// A token's label.
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub struct NameTag {
    /// See [`NameClass::of_label`](super::NameClass::of_label).
    pub label: u8,
    /// How likely the label is, given the stretch.
    pub probability: f32,
    /// How likely the token is outside of names.
    pub outside: f32,
    /// How likely it is in a name of each class.
    pub classes: [f32; NAME_LABELS / 2],
}

/// Labels but the first, whose numbers are added and multiplied together.
const NAMES: usize = NAME_LABELS - 1;

/// A number for each label: that of the label outside of names, and those of the others.
#[derive(Copy, Clone, Debug, Default)]
struct Row {
    outside: f32,
    names: [f32; NAMES],
}

impl Row {
    fn of(numbers: &[f32; NAME_LABELS]) -> Self {
        Self { outside: numbers[0], names: std::array::from_fn(|at| numbers[at + 1]) }
    }

    #[inline(always)]
    fn at(&self, label: usize) -> f32 {
        if label == 0 { self.outside } else { self.names[label - 1] }
    }

    #[inline(always)]
    fn with(&self, other: &Self, join: impl Fn(f32, f32) -> f32) -> Self {
        Self {
            outside: join(self.outside, other.outside),
            names: std::array::from_fn(|at| join(self.names[at], other.names[at])),
        }
    }

    /// The numbers, so that their sum is 1.
    #[inline(always)]
    fn scaled(self) -> Self {
        let sum = self.outside + self.names.iter().sum::<f32>();
        let factor = if sum > 0.0 { 1.0 / sum } else { 1.0 };
        Self { outside: self.outside * factor, names: self.names.map(|number| number * factor) }
    }

    /// *e* to the power of each, in a scale in which none is above 1.
    #[inline(always)]
    fn exp(self) -> Self {
        let most =
            self.names.iter().fold(self.outside, |most, number| if *number > most { *number } else { most });
        Self { outside: exp(self.outside - most), names: self.names.map(|number| exp(number - most)) }
    }
}

/// A number for each pair of labels, as rows that are worked on together.
#[derive(Clone, Debug, Default)]
struct Pairs {
    /// From each label to all others.
    from: [Row; NAME_LABELS],
}

impl Pairs {
    fn of(numbers: &[[f32; NAME_LABELS]; NAME_LABELS]) -> Self {
        Self { from: std::array::from_fn(|label| Row::of(&numbers[label])) }
    }

    /// The same with the direction turned.
    fn turned(numbers: &[[f32; NAME_LABELS]; NAME_LABELS]) -> Self {
        let turned = std::array::from_fn(|to| std::array::from_fn(|from| numbers[from][to]));
        Self::of(&turned)
    }

    /// The products of a row with the pairs, added up.
    #[inline(always)]
    fn products(&self, row: &Row) -> Row {
        let mut sums = self.from[0].with(&Row::default(), |pair, _| pair * row.outside);
        for (pairs, number) in self.from[1..].iter().zip(row.names) {
            sums = sums.with(pairs, |sum, pair| sum + pair * number);
        }
        sums
    }

    /// The largest of a row's numbers with the pairs added.
    #[inline(always)]
    fn largest(&self, row: &Row) -> Row {
        let mut most = self.from[0].with(&Row::default(), |pair, _| pair + row.outside);
        for (pairs, number) in self.from[1..].iter().zip(row.names) {
            most = most.with(pairs, |most, pair| {
                let sum = pair + number;
                if sum > most { sum } else { most }
            });
        }
        most
    }
}

/// The transitions as they are worked with.
#[derive(Clone, Debug)]
pub(super) struct Tables {
    between: Pairs,
    first: Row,
    last: Row,
    /// *e* to the power of the same, and with the direction turned.
    factors: Pairs,
    turned: Pairs,
    first_factors: Row,
    last_factors: Row,
}

impl Tables {
    pub(super) fn new(transitions: &Transitions) -> Self {
        let factors = transitions.factors();
        Self {
            between: Pairs::of(&transitions.between),
            first: Row::of(&transitions.first),
            last: Row::of(&transitions.last),
            factors: Pairs::of(&factors.between),
            turned: Pairs::turned(&factors.between),
            first_factors: Row::of(&factors.first),
            last_factors: Row::of(&factors.last),
        }
    }
}

/// Buffers.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    scores: Vec<Row>,
    best: Vec<Row>,
    forward: Vec<Row>,
    own: Vec<Row>,
}

impl NameModel {
    /// Appends a tag for each token of a stretch, by its features.
    pub fn decode_features(&self, features: &[NameFeatures], out: &mut Vec<NameTag>) {
        let mut decoder = Decoder::default();
        features.iter().for_each(|features| decoder.scores.push(self.scores(self.sums(features))));
        self.decode(&mut decoder, out);
    }

    /// Adds a token to the stretch that is read, by the sums of its features' weights.
    #[inline(always)]
    pub(super) fn add(&self, sums: Sums, decoder: &mut Decoder) {
        decoder.scores.push(self.scores(sums));
    }

    /// Appends a tag for each token of the stretch that was read, and begins another.
    #[inline(always)]
    pub(super) fn decode(&self, decoder: &mut Decoder, out: &mut Vec<NameTag>) {
        let (first, count) = (out.len(), decoder.scores.len());
        out.resize(first + count, NameTag::default());
        if count > 0 {
            self.best(decoder, &mut out[first..]);
            self.marginals(decoder, &mut out[first..]);
        }
        decoder.scores.clear();
    }

    /// The weights of a token's features, added up.
    pub(super) fn sums(&self, features: &NameFeatures) -> Sums {
        let mut sums = Sums::default();
        for feature in features {
            for (sum, weight) in sums.iter_mut().zip(self.table.row(name_row(*feature))) {
                *sum += i16::from(*weight);
            }
        }
        sums
    }

    /// The score of each label.
    #[inline(always)]
    fn scores(&self, sums: Sums) -> Row {
        Row { outside: 0.0, names: sums.map(|sum| f32::from(sum) * self.scale) }
    }

    /// The labels with the highest sum (Viterbi 1967).
    #[inline(always)]
    fn best(&self, decoder: &mut Decoder, tags: &mut [NameTag]) {
        let Decoder { scores, best, .. } = decoder;
        let Tables { between, first, last, .. } = &self.tables;
        let add = |a: f32, b: f32| a + b;
        best.clear();
        best.push(scores[0].with(first, add));
        for at in 1..scores.len() {
            best.push(between.largest(&best[at - 1]).with(&scores[at], add));
        }
        let end = best[best.len() - 1].with(last, add);
        let largest = |row: &Row| {
            (1..NAME_LABELS).fold(0, |most, at| if row.at(at) > row.at(most) { at } else { most })
        };
        let mut label = largest(&end);
        for at in (0..tags.len()).rev() {
            tags[at].label = label as u8;
            if let Some(before) = at.checked_sub(1) {
                // The origin is found again, which is cheaper than keeping all of them.
                let sum = |from: usize| best[before].at(from) + between.from[from].at(label);
                label =
                    (1..NAME_LABELS).fold(0, |most, from| if sum(from) > sum(most) { from } else { most });
            }
        }
    }

    /// How likely each label is at each token, by the forward and backward sums, kept in scale token by token.
    #[inline(always)]
    fn marginals(&self, decoder: &mut Decoder, tags: &mut [NameTag]) {
        let Decoder { scores, forward, own, .. } = decoder;
        let Tables { factors, turned, first_factors, last_factors, .. } = &self.tables;
        let multiply = |a: f32, b: f32| a * b;
        own.clear();
        // A loop, not `extend`, which would be compiled once for all processors.
        for row in scores.iter() {
            own.push(row.exp());
        }
        forward.clear();
        forward.push(first_factors.with(&own[0], multiply).scaled());
        for at in 1..own.len() {
            forward.push(factors.products(&forward[at - 1]).with(&own[at], multiply).scaled());
        }
        let mut behind = *last_factors;
        for (at, tag) in tags.iter_mut().enumerate().rev() {
            let shares = forward[at].with(&behind, multiply).scaled();
            tag.probability = shares.at(tag.label.into());
            tag.outside = shares.outside;
            tag.classes = std::array::from_fn(|class| shares.names[2 * class] + shares.names[2 * class + 1]);
            behind = turned.products(&own[at].with(&behind, multiply)).scaled();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name_tagger::{NAME_ROW_BITS, NAME_TEMPLATES, NameWeights, WordClusters};

    /// A model of numbers that only look like chance, and features that meet them.
    fn model() -> (NameModel, Vec<NameFeatures>) {
        let mut state = 1_u32;
        let mut next = || {
            state = state.wrapping_mul(0x9E37_79B1).wrapping_add(0x7F4A_7C15);
            state ^ state >> 15
        };
        let mut rows = vec![NameWeights::default(); 1 << NAME_ROW_BITS];
        let features: Vec<NameFeatures> = (0..3).map(|_| [0; NAME_TEMPLATES].map(|_| next())).collect();
        for feature in features.iter().flatten() {
            rows[name_row(*feature)] = NameWeights::default().map(|_| (next() % 61) as i8 - 30);
        }
        let mut transitions = Transitions::default();
        transitions.numbers_mut().for_each(|number| *number = (next() % 200) as f32 / 100.0 - 1.0);
        let calibration = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0];
        (NameModel::new(WordClusters::default(), &rows, 0.01, transitions.lawful(), calibration), features)
    }

    /// Every way to label three tokens, with its score.
    fn all(model: &NameModel, features: &[NameFeatures]) -> Vec<([usize; 3], f64)> {
        let scores: Vec<Row> = features.iter().map(|features| model.scores(model.sums(features))).collect();
        let transitions = model.transitions();
        let labelled = (0..NAME_LABELS.pow(3)).map(|number| {
            [number % NAME_LABELS, number / NAME_LABELS % NAME_LABELS, number / NAME_LABELS / NAME_LABELS]
        });
        let score = |[a, b, c]: [usize; 3]| {
            let own = scores[0].at(a) + scores[1].at(b) + scores[2].at(c);
            let ends = transitions.first[a] + transitions.last[c];
            f64::from(own + ends + transitions.between[a][b] + transitions.between[b][c])
        };
        labelled.map(|labels| (labels, score(labels))).collect()
    }

    #[test]
    fn the_best_labels_and_their_shares_are_those_of_all_ways_to_label() {
        let (model, features) = model();
        let mut tags = Vec::new();
        model.decode_features(&features, &mut tags);
        let all = all(&model, &features);
        let best = all.iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(labels, _)| *labels);
        assert_eq!(best, Some([tags[0].label.into(), tags[1].label.into(), tags[2].label.into()]));
        let sum: f64 = all.iter().map(|(_, score)| score.exp()).sum();
        for (at, tag) in tags.iter().enumerate() {
            let share = |wanted: &dyn Fn(usize) -> bool| -> f64 {
                all.iter().filter(|(labels, _)| wanted(labels[at])).map(|(_, score)| score.exp()).sum::<f64>()
                    / sum
            };
            assert!((f64::from(tag.outside) - share(&|label| label == 0)).abs() < 1e-4);
            assert!(
                (f64::from(tag.probability) - share(&|label| label == usize::from(tag.label))).abs() < 1e-4
            );
            for class in 0..4 {
                let own = share(&|label| label == 1 + 2 * class || label == 2 + 2 * class);
                assert!((f64::from(tag.classes[class]) - own).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn names_that_go_on_have_begun() {
        assert!(
            may_follow(Some(1), 2) && may_follow(Some(2), 2) && may_follow(None, 1) && may_follow(Some(4), 0)
        );
        assert!(!may_follow(Some(0), 2) && !may_follow(None, 2) && !may_follow(Some(1), 4));
    }
}
