//! Loss and gradient of one example, by hand: the forward pass of [`sayso_model`] run backwards.

use crate::data::Example;
use crate::link::links;
use crate::random::Random;
use sayso_model::training::{
    DENSE, LINK_UNITS, Layer, LayerTrace, MatrixView, READER, STATE, TAG_BIAS, TAG_MATRIX, TAGS, UNITS,
    Weights, biased, embed, forward, multiply,
};

/// How training blurs and weighs.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) embedding_dropout: f32,
    pub(crate) state_dropout: f32,
    pub(crate) link_dropout: f32,
    pub(crate) link_weight: f32,
}

/// Gradient of an example.
pub(crate) struct Gradient {
    pub(crate) dense: Vec<Vec<f32>>,
    /// Tokens × the width of their embeddings.
    pub(crate) embedded: Vec<f32>,
    pub(crate) loss: [f64; 2],
}

pub(crate) fn gradient(
    weights: &Weights,
    example: &Example,
    settings: &Settings,
    random: &mut Random,
) -> Gradient {
    let count = example.features.len();
    let mut dense: Vec<Vec<f32>> = DENSE.iter().map(|(rows, cols)| vec![0.0; rows * cols]).collect();
    let mut inputs = Vec::with_capacity(READER.len());
    let mut masks = Vec::with_capacity(READER.len());
    let mut traces = vec![LayerTrace::default(); READER.len()];
    let mut state = embed(weights, &example.features);
    for (index, trace) in traces.iter_mut().enumerate() {
        let share = if index == 0 { settings.embedding_dropout } else { settings.state_dropout };
        masks.push(drop_out(&mut state, share, random));
        let next = forward(weights, READER[index], &state, trace);
        inputs.push(std::mem::replace(&mut state, next));
    }
    let top_mask = drop_out(&mut state, settings.state_dropout, random);
    let scale = 1.0 / count.max(1) as f32;
    let mut slope = vec![0.0; count * STATE];
    let (tag_loss, logits) = tags(weights, example, &state, scale, &mut dense, &mut slope);
    let link_loss = links(weights, example, &state, &logits, scale, settings, random, &mut dense, &mut slope);
    mask(&mut slope, &top_mask);
    for index in (0..READER.len()).rev() {
        slope = layer_back(weights, READER[index], &inputs[index], &traces[index], &slope, &mut dense);
        mask(&mut slope, &masks[index]);
    }
    Gradient { dense, embedded: slope, loss: [tag_loss, link_loss] }
}

/// Zeroes a share of the numbers and scales the rest; gives the factors.
pub(crate) fn drop_out(numbers: &mut [f32], share: f32, random: &mut Random) -> Vec<f32> {
    let kept = 1.0 / (1.0 - share);
    let factors: Vec<f32> = numbers.iter().map(|_| if random.unit() < share { 0.0 } else { kept }).collect();
    mask(numbers, &factors);
    factors
}

pub(crate) fn mask(numbers: &mut [f32], factors: &[f32]) {
    for (number, factor) in numbers.iter_mut().zip(factors) {
        *number *= factor;
    }
}

/// Cross-entropy of the three heads.
fn tags(
    weights: &Weights,
    example: &Example,
    state: &[f32],
    scale: f32,
    dense: &mut [Vec<f32>],
    slope: &mut [f32],
) -> (f64, Vec<f32>) {
    let count = example.tags.len();
    let logits = biased(weights, TAG_MATRIX, state, STATE, TAGS);
    let mut errors = vec![0.0; count * TAGS];
    let mut loss = 0.0;
    for token in (0..count).filter(|token| example.counts[*token]) {
        for head in 0..3 {
            let at = token * TAGS + head * 3;
            let want = example.wanted(token, head);
            loss += cross_entropy(&logits[at..at + 3], want, scale, &mut errors[at..at + 3]);
        }
    }
    let errors_view = MatrixView::new(&errors, count, TAGS);
    multiply(MatrixView::new(state, count, STATE).transposed(), errors_view, 1.0, &mut dense[TAG_MATRIX]);
    for row in errors.chunks(TAGS) {
        for (bias, error) in dense[TAG_BIAS].iter_mut().zip(row) {
            *bias += error;
        }
    }
    multiply(errors_view, MatrixView::new(&weights.dense[TAG_MATRIX], STATE, TAGS).transposed(), 1.0, slope);
    (loss * f64::from(scale), logits)
}

/// The loss of one token's tag, whose probabilities should be `want`, and its slope by the logits, scaled.
pub(crate) fn cross_entropy(logits: &[f32], want: [f32; 3], scale: f32, slope: &mut [f32]) -> f64 {
    let most = logits.iter().fold(f32::MIN, |most, logit| most.max(*logit));
    let total: f32 = logits.iter().map(|logit| (logit - most).exp()).sum();
    for (tag, (slope, logit)) in slope.iter_mut().zip(logits).enumerate() {
        *slope = ((logit - most).exp() / total - want[tag]) * scale;
    }
    let loss = |(want, logit): (&f32, &f32)| want * (logit - most - total.ln());
    -f64::from(want.iter().zip(logits).map(loss).sum::<f32>())
}

/// A layer backwards: gradient of its weights into `dense`, gradient of its input as result.
pub(crate) fn layer_back(
    weights: &Weights,
    layer: Layer,
    input: &[f32],
    trace: &LayerTrace,
    slope: &[f32],
    dense: &mut [Vec<f32>],
) -> Vec<f32> {
    let count = input.len() / layer.width;
    let mut product = vec![0.0; count * layer.gates()];
    let vectors = &weights.dense[layer.at + 1];
    let sums = &mut dense[layer.at + 1];
    for direction in 0..2 {
        match layer.units {
            UNITS => recur_back::<UNITS>(vectors, direction, count, trace, slope, &mut product, sums),
            LINK_UNITS => {
                recur_back::<LINK_UNITS>(vectors, direction, count, trace, slope, &mut product, sums);
            }
            units => unreachable!("no layer has {units} units"),
        }
    }
    product_back(weights, layer.at, input, &product, dense)
}

/// A matrix product backwards: gradient of the matrix into `dense`, gradient of the input as result.
pub(crate) fn product_back(
    weights: &Weights,
    matrix: usize,
    input: &[f32],
    slope: &[f32],
    dense: &mut [Vec<f32>],
) -> Vec<f32> {
    let (width, cols) = DENSE[matrix];
    let count = input.len() / width;
    let slope = MatrixView::new(slope, count, cols);
    multiply(MatrixView::new(input, count, width).transposed(), slope, 1.0, &mut dense[matrix]);
    let mut back = vec![0.0; input.len()];
    multiply(slope, MatrixView::new(&weights.dense[matrix], width, cols).transposed(), 0.0, &mut back);
    back
}

fn recur_back<const UNITS: usize>(
    vectors: &[f32],
    direction: usize,
    count: usize,
    trace: &LayerTrace,
    slope: &[f32],
    product_slope: &mut [f32],
    vector_slope: &mut [f32],
) {
    let state = 2 * UNITS;
    let half = |row: usize| &vectors[row * state + direction * UNITS..][..UNITS];
    let (forget_peep, reset_peep) = (half(0), half(2));
    let mut sums = [[0.0_f32; UNITS]; 4];
    let mut carry = [0.0_f32; UNITS];
    let zero = [0.0_f32; UNITS];
    for step in (0..count).rev() {
        let (at, before) = if direction == 0 {
            (step, step.checked_sub(1))
        } else {
            (count - 1 - step, (step > 0).then(|| count - step))
        };
        let place = |at: usize| at * state + direction * UNITS;
        let before = before.map_or(&zero[..], |before| &trace.cell[place(before)..][..UNITS]);
        let cell = &trace.cell[place(at)..][..UNITS];
        let forget = &trace.forget[place(at)..][..UNITS];
        let reset = &trace.reset[place(at)..][..UNITS];
        let slope = &slope[place(at)..][..UNITS];
        let gates = (at * 2 + direction) * 4 * UNITS;
        let product = &trace.product[gates..][..4 * UNITS];
        let out = &mut product_slope[gates..][..4 * UNITS];
        for unit in 0..UNITS {
            let (f, r, c, b) = (forget[unit], reset[unit], cell[unit], before[unit]);
            let (candidate, highway) = (product[unit], product[3 * UNITS + unit]);
            let h = slope[unit];
            let cell_slope = carry[unit] + h * r;
            let reset_slope = h * (c - highway) * r * (1.0 - r);
            let forget_slope = cell_slope * (b - candidate) * f * (1.0 - f);
            out[unit] = cell_slope * (1.0 - f);
            out[UNITS + unit] = forget_slope;
            out[2 * UNITS + unit] = reset_slope;
            out[3 * UNITS + unit] = h * (1.0 - r);
            carry[unit] = cell_slope * f + forget_slope * forget_peep[unit] + reset_slope * reset_peep[unit];
            sums[0][unit] += forget_slope * b;
            sums[1][unit] += forget_slope;
            sums[2][unit] += reset_slope * b;
            sums[3][unit] += reset_slope;
        }
    }
    for (row, sums) in sums.iter().enumerate() {
        for (total, sum) in vector_slope[row * state + direction * UNITS..][..UNITS].iter_mut().zip(sums) {
            *total += sum;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::start;
    use sayso_model::training::Vocabulary;

    /// Every kind of weight, against the difference quotient of the loss.
    #[test]
    fn agrees_with_difference_quotients() {
        let example = crate::data::tests::example();
        let settings =
            Settings { embedding_dropout: 0.0, state_dropout: 0.0, link_dropout: 0.0, link_weight: 0.5 };
        let mut weights = start(Weights::zero(Vocabulary::default()), &mut Random::new(7));
        let loss = |weights: &Weights| -> f64 {
            gradient(weights, &example, &settings, &mut Random::new(1)).loss.iter().sum()
        };
        let exact = gradient(&weights, &example, &settings, &mut Random::new(1));
        for matrix in 0..DENSE.len() {
            let (at, slope) = exact.dense[matrix]
                .iter()
                .copied()
                .enumerate()
                .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))
                .unwrap_or_default();
            let step = 1e-2;
            weights.dense[matrix][at] += step;
            let above = loss(&weights);
            weights.dense[matrix][at] -= 2.0 * step;
            let below = loss(&weights);
            weights.dense[matrix][at] += step;
            let quotient = ((above - below) / f64::from(2.0 * step)) as f32;
            assert!(
                (quotient - slope).abs() < 0.03 * slope.abs() + 1e-4,
                "matrix {matrix}: {slope} against {quotient}"
            );
        }
    }
}
