//! The conditional random field in floats while it is trained: gradients by forward and backward sums, steps by Adagrad
//! (Duchi et al. 2011).

use super::data::Stretch;
use crate::random::Random;
use sayso_model::NameModel;
use sayso_model::training::{
    NAME_LABELS, NAME_ROW_BITS, NAME_TEMPLATES, NameCalibration, NameWeights, Transitions, WordClusters,
    may_follow, name_row,
};

pub(crate) struct Settings {
    pub(crate) epochs: usize,
    pub(crate) rate: f32,
    pub(crate) decay: f32,
    pub(crate) dropout: f32,
    pub(crate) without: u128,
}

const ROWS: usize = 1 << NAME_ROW_BITS;
/// Labels that have weights of features: all but the first.
const WEIGHED: usize = NAME_LABELS - 1;
/// Keeps the first steps from being too large.
const CAUTION: f32 = 1e-2;

type Row = [f32; NAME_LABELS];

/// Weights and the squares of their gradients so far.
pub(crate) struct Crf {
    rows: Vec<[f32; WEIGHED]>,
    row_squares: Vec<[f32; WEIGHED]>,
    transitions: Transitions,
    transition_squares: Transitions,
}

/// The mean of the weights at the ends of several epochs.
struct Average {
    rows: Vec<[f32; WEIGHED]>,
    transitions: Transitions,
    count: f32,
}

impl Average {
    fn new() -> Self {
        Self { rows: Vec::new(), transitions: Transitions::default(), count: 0.0 }
    }

    fn add(&mut self, crf: &Crf) {
        self.rows.resize(ROWS, [0.0; WEIGHED]);
        self.count += 1.0;
        let share = 1.0 / self.count;
        let numbers = self.rows.iter_mut().flatten().chain(self.transitions.numbers_mut());
        let mut newer = crf.transitions.clone();
        for (mean, number) in
            numbers.zip(crf.rows.iter().flatten().copied().chain(newer.numbers_mut().map(|number| *number)))
        {
            *mean += share * (number - *mean);
        }
    }

    fn take(self, crf: Crf) -> Crf {
        if self.count == 0.0 { crf } else { Crf { rows: self.rows, transitions: self.transitions, ..crf } }
    }
}

/// What a stretch's labels are expected to be.
struct Expected {
    /// Of each token.
    labels: Vec<Row>,
    between: [Row; NAME_LABELS],
    loss: f64,
}

impl Crf {
    /// Trains on some stretches; `report` is told of each epoch's end.
    pub(crate) fn fit(
        mut stretches: Vec<&Stretch>,
        settings: &Settings,
        random: &mut Random,
        report: &dyn Fn(usize, f64, &Self),
    ) -> Self {
        let mut crf = Self {
            rows: vec![[0.0; WEIGHED]; ROWS],
            row_squares: vec![[0.0; WEIGHED]; ROWS],
            transitions: Transitions::default().lawful(),
            transition_squares: Transitions::default(),
        };
        let steps = (settings.epochs * stretches.len()).max(1);
        let mut step = 0;
        let mut average = Average::new();
        for epoch in 1..=settings.epochs {
            random.shuffle(&mut stretches);
            let mut loss = 0.0;
            for stretch in &stretches {
                let rate = settings.rate * (1.0 - step as f32 / steps as f32).max(0.02);
                loss += crf.step(stretch, rate, settings, random);
                step += 1;
            }
            average.add(&crf);
            report(epoch, loss / stretches.len().max(1) as f64, &crf);
            if epoch * 2 <= settings.epochs {
                average = Average::new();
            }
        }
        average.take(crf)
    }

    fn step(&mut self, stretch: &Stretch, rate: f32, settings: &Settings, random: &mut Random) -> f64 {
        let kept: Vec<u128> = stretch
            .shared
            .iter()
            .map(|shared| shared & !settings.without & kept(settings.dropout, random))
            .collect();
        let grow = 1.0 / (1.0 - settings.dropout);
        let scores: Vec<Row> =
            stretch.features.iter().zip(&kept).map(|(rows, kept)| self.scores(rows, *kept, grow)).collect();
        let mut expected = self.expected(&scores, &stretch.labels);
        for (at, label) in stretch.labels.iter().enumerate() {
            expected.labels[at][usize::from(*label)] -= 1.0;
        }
        for pair in stretch.labels.windows(2) {
            expected.between[usize::from(pair[0])][usize::from(pair[1])] -= 1.0;
        }
        let fade = 1.0 - rate * settings.decay;
        for ((rows, kept), gradient) in stretch.features.iter().zip(&kept).zip(&expected.labels) {
            for row in
                rows.iter().enumerate().filter(|(at, _)| kept >> at & 1 == 1).map(|(_, row)| name_row(*row))
            {
                let (weights, squares) = (&mut self.rows[row], &mut self.row_squares[row]);
                for label in 0..WEIGHED {
                    weights[label] =
                        adagrad(weights[label] * fade, &mut squares[label], gradient[label + 1] * grow, rate);
                }
            }
        }
        self.step_transitions(&expected, rate);
        expected.loss
    }

    fn step_transitions(&mut self, expected: &Expected, rate: f32) {
        let (weights, squares) = (&mut self.transitions, &mut self.transition_squares);
        for before in 0..NAME_LABELS {
            for label in (0..NAME_LABELS).filter(|label| may_follow(Some(before), *label)) {
                let gradient = expected.between[before][label];
                let square = &mut squares.between[before][label];
                weights.between[before][label] =
                    adagrad(weights.between[before][label], square, gradient, rate);
            }
        }
        let ends = [
            (&mut weights.first, &mut squares.first, expected.labels.first()),
            (&mut weights.last, &mut squares.last, expected.labels.last()),
        ];
        for (at, (weights, squares, gradient)) in ends.into_iter().enumerate() {
            for label in (0..NAME_LABELS).filter(|label| at == 1 || may_follow(None, *label)) {
                let gradient = gradient.map_or(0.0, |row| row[label]);
                weights[label] = adagrad(weights[label], &mut squares[label], gradient, rate);
            }
        }
    }

    fn scores(&self, rows: &[u32; NAME_TEMPLATES], kept: u128, grow: f32) -> Row {
        let mut scores = [0.0; NAME_LABELS];
        for row in rows
            .iter()
            .enumerate()
            .filter(|(at, _)| kept >> at & 1 == 1)
            .map(|(_, row)| &self.rows[name_row(*row)])
        {
            for label in 0..WEIGHED {
                scores[label + 1] += row[label] * grow;
            }
        }
        scores
    }

    /// Expected labels and pairs of labels, and the negative log-likelihood of the right ones.
    fn expected(&self, scores: &[Row], labels: &[u8]) -> Expected {
        let exp = |row: &Row| {
            let most = row.iter().copied().fold(f32::MIN, f32::max);
            (row.map(|score| (score - most).exp()), f64::from(most))
        };
        let factors = self.transitions.between.map(|row| row.map(f32::exp));
        let first = self.transitions.first.map(f32::exp);
        let last = self.transitions.last.map(f32::exp);
        let own: Vec<(Row, f64)> = scores.iter().map(exp).collect();
        let mut forward: Vec<Row> = Vec::with_capacity(scores.len());
        let mut log_sum = 0.0;
        for (at, (own, most)) in own.iter().enumerate() {
            let next: Row = match at.checked_sub(1) {
                None => first,
                Some(before) => std::array::from_fn(|label| {
                    (0..NAME_LABELS).map(|other| forward[before][other] * factors[other][label]).sum()
                }),
            };
            let row: Row = std::array::from_fn(|label| next[label] * own[label]);
            let sum: f32 = row.iter().sum();
            log_sum += f64::from(sum).ln() + most;
            forward.push(row.map(|number| number / sum));
        }
        let mut out = Expected {
            labels: vec![[0.0; NAME_LABELS]; scores.len()],
            between: [[0.0; NAME_LABELS]; NAME_LABELS],
            loss: 0.0,
        };
        let mut behind = last;
        for at in (0..scores.len()).rev() {
            let shares: Row = std::array::from_fn(|label| forward[at][label] * behind[label]);
            let sum: f32 = shares.iter().sum();
            if at + 1 == scores.len() {
                log_sum += f64::from(sum).ln();
            }
            out.labels[at] = shares.map(|share| share / sum);
            let ahead: Row = std::array::from_fn(|label| own[at].0[label] * behind[label]);
            if let Some(before) = at.checked_sub(1) {
                let pairs: [Row; NAME_LABELS] = std::array::from_fn(|other| {
                    std::array::from_fn(|label| forward[before][other] * factors[other][label] * ahead[label])
                });
                let sum: f32 = pairs.iter().flatten().sum();
                for (expected, pairs) in out.between.iter_mut().zip(&pairs) {
                    for (expected, pair) in expected.iter_mut().zip(pairs) {
                        *expected += pair / sum;
                    }
                }
            }
            behind = std::array::from_fn(|other| {
                (0..NAME_LABELS).map(|label| factors[other][label] * ahead[label]).sum()
            });
            let sum: f32 = behind.iter().sum();
            behind = behind.map(|number| number / sum);
        }
        out.loss = log_sum - self.score(scores, labels);
        out
    }

    /// The score of some labels.
    fn score(&self, scores: &[Row], labels: &[u8]) -> f64 {
        let own: f32 = scores.iter().zip(labels).map(|(row, label)| row[usize::from(*label)]).sum();
        let between: f32 = labels
            .windows(2)
            .map(|pair| self.transitions.between[usize::from(pair[0])][usize::from(pair[1])])
            .sum();
        let end = |label: Option<&u8>, weights: &Row| label.map_or(0.0, |label| weights[usize::from(*label)]);
        f64::from(
            own + between
                + end(labels.first(), &self.transitions.first)
                + end(labels.last(), &self.transitions.last),
        )
    }

    /// The model with its weights rounded to signed bytes.
    pub(crate) fn model(&self, clusters: WordClusters, calibration: NameCalibration) -> NameModel {
        let most = self.rows.iter().flatten().fold(1e-6_f32, |most, weight| most.max(weight.abs()));
        let scale = most.min(LARGEST) / 127.0;
        let round = |weight: &f32| (weight / scale).round().clamp(-127.0, 127.0) as i8;
        let rows = self.rows.iter().map(|row| -> NameWeights { std::array::from_fn(|at| round(&row[at])) });
        let rows: Vec<NameWeights> = rows.collect();
        NameModel::new(clusters, &rows, scale, self.transitions.clone(), calibration)
    }
}

/// Larger weights are cut, so that the others are rounded less.
const LARGEST: f32 = 3.0;

/// A weight after a step.
fn adagrad(weight: f32, square: &mut f32, gradient: f32, rate: f32) -> f32 {
    if gradient == 0.0 {
        return weight;
    }
    *square += gradient * gradient;
    weight - rate * gradient / (*square + CAUTION).sqrt()
}

/// Which features of a token take part, a bit each.
fn kept(dropout: f32, random: &mut Random) -> u128 {
    if dropout <= 0.0 {
        return u128::MAX;
    }
    (0..NAME_TEMPLATES).fold(0, |bits, at| bits | u128::from(random.unit() >= dropout) << at)
}
