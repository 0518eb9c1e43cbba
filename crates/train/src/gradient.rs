//! Loss and gradient of one example, by hand: the forward pass of [`sayso_attribute::neural`] run backwards.

use crate::data::{Example, Gold};
use crate::random::Random;
use sayso_attribute::neural::features::{TABLES, WIDTH};
use sayso_attribute::neural::gemm::{View, multiply};
use sayso_attribute::neural::network::{
    CUE_SIDE, DENSE, DISTANCES, GATES, LAYERS, LayerTrace, PAIR_BIAS, PAIR_SCALE, RANK, RELATIONS, STATE,
    TAG_BIAS, TAG_MATRIX, TAGS, TOKEN_SIDE, UNITS, Weights, distance, embed, layer, pair, project, relation,
    sigmoid, tag,
};

/// How training blurs and weighs.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) embedding_dropout: f32,
    pub(crate) state_dropout: f32,
    pub(crate) pair_weight: f32,
    /// Tokens on either side of a cue whose pairs are learnt.
    pub(crate) reach: usize,
}

/// Gradient of an example.
pub(crate) struct Gradient {
    pub(crate) dense: Vec<Vec<f32>>,
    /// Tokens × [`WIDTH`].
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
    let mut inputs = Vec::with_capacity(LAYERS);
    let mut masks = Vec::with_capacity(LAYERS + 1);
    let mut traces = vec![LayerTrace::default(); LAYERS];
    let mut state = embed(weights, &example.features);
    for (index, trace) in traces.iter_mut().enumerate() {
        let share = if index == 0 { settings.embedding_dropout } else { settings.state_dropout };
        masks.push(drop_out(&mut state, share, random));
        let next = layer(weights, index, &state, trace);
        inputs.push(std::mem::replace(&mut state, next));
    }
    let top_mask = drop_out(&mut state, settings.state_dropout, random);
    let scale = 1.0 / count.max(1) as f32;
    let mut slope = vec![0.0; count * STATE];
    let (tag_loss, logits) = tags(weights, example, &state, scale, &mut dense, &mut slope);
    let pair_loss = pairs(weights, example, &state, &logits, scale, settings, &mut dense, &mut slope);
    mask(&mut slope, &top_mask);
    for index in (0..LAYERS).rev() {
        slope = layer_back(weights, index, &inputs[index], &traces[index], &slope, &mut dense);
        mask(&mut slope, &masks[index]);
    }
    debug_assert_eq!(slope.len(), count * WIDTH);
    debug_assert_eq!(example.features.first().map_or(TABLES.len(), |rows| rows.len()), TABLES.len());
    Gradient { dense, embedded: slope, loss: [tag_loss, pair_loss] }
}

/// Zeroes a share of the numbers and scales the rest; gives the factors.
fn drop_out(numbers: &mut [f32], share: f32, random: &mut Random) -> Vec<f32> {
    let kept = 1.0 / (1.0 - share);
    let factors: Vec<f32> = numbers.iter().map(|_| if random.unit() < share { 0.0 } else { kept }).collect();
    mask(numbers, &factors);
    factors
}

fn mask(numbers: &mut [f32], factors: &[f32]) {
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
    let logits = tag(weights, state);
    let mut errors = vec![0.0; count * TAGS];
    let mut loss = 0.0;
    for token in (0..count).filter(|token| example.counts[*token]) {
        for head in 0..3 {
            let logits = &logits[token * TAGS + head * 3..][..3];
            let most = logits.iter().fold(f32::MIN, |most, logit| most.max(*logit));
            let total: f32 = logits.iter().map(|logit| (logit - most).exp()).sum();
            let want = usize::from(example.tags[token][head]);
            loss -= f64::from(logits[want] - most - total.ln());
            for (tag, logit) in logits.iter().enumerate() {
                let share = (logit - most).exp() / total;
                errors[token * TAGS + head * 3 + tag] = (share - f32::from(u8::from(tag == want))) * scale;
            }
        }
    }
    let errors_view = View::new(&errors, count, TAGS);
    multiply(View::new(state, count, STATE).transposed(), errors_view, 1.0, &mut dense[TAG_MATRIX]);
    for row in errors.chunks(TAGS) {
        for (bias, error) in dense[TAG_BIAS].iter_mut().zip(row) {
            *bias += error;
        }
    }
    multiply(errors_view, View::new(&weights.dense[TAG_MATRIX], STATE, TAGS).transposed(), 1.0, slope);
    (loss * f64::from(scale), logits)
}

/// Cues whose pairs are learnt: the true ones, and words that the net takes for one by mistake.
fn anchors<'e>(example: &'e Example, logits: &[f32]) -> Vec<(usize, Option<&'e Gold>)> {
    const MISTAKES: usize = 12;
    let mut out: Vec<_> = example.gold.iter().map(|gold| (gold.cue.start, Some(gold))).collect();
    let wrong = (0..example.tags.len()).filter(|token| {
        let cue = &logits[token * TAGS + 6..][..3];
        example.tags[*token][2] == 0 && example.counts[*token] && cue[1] > cue[0] - 2.0
    });
    out.extend(wrong.take(MISTAKES).map(|token| (token, None)));
    out
}

/// Logistic loss of the bilinear heads.
#[allow(clippy::too_many_arguments)]
fn pairs(
    weights: &Weights,
    example: &Example,
    state: &[f32],
    logits: &[f32],
    scale: f32,
    settings: &Settings,
    dense: &mut [Vec<f32>],
    slope: &mut [f32],
) -> f64 {
    let count = example.tags.len();
    let anchors = anchors(example, logits);
    let cue_state: Vec<f32> =
        anchors.iter().flat_map(|(cue, _)| &state[cue * STATE..][..STATE]).copied().collect();
    let token_side = project(weights, TOKEN_SIDE, state);
    let cue_side = project(weights, CUE_SIDE, &cue_state);
    let mut token_slope = vec![0.0; token_side.len()];
    let mut cue_slope = vec![0.0; cue_side.len()];
    let scale = scale * settings.pair_weight;
    let mut loss = 0.0;
    for (index, (cue, gold)) in anchors.iter().enumerate() {
        for head in 0..2 {
            let mut wanted = vec![false; count];
            for part in gold.iter().flat_map(|gold| &gold.parts[head]) {
                wanted[part.clone()].fill(true);
            }
            let columns = head * RANK..(head + 1) * RANK;
            let near = cue.saturating_sub(settings.reach)..(cue + settings.reach).min(count);
            for token in near.filter(|token| example.counts[*token]) {
                let rows = [relation(example.places[token], example.places[*cue]), distance(token, *cue)];
                let token_row = &token_side[token * 2 * RANK..][..2 * RANK];
                let cue_row = &cue_side[index * 2 * RANK..][..2 * RANK];
                let logit = pair(weights, head, token_row, cue_row, rows);
                let signed = if wanted[token] { -logit } else { logit };
                loss += f64::from(signed.max(0.0) + (-signed.abs()).exp().ln_1p());
                let error = (sigmoid(logit) - f32::from(u8::from(wanted[token]))) * scale;
                for row in rows {
                    dense[PAIR_BIAS][head * (RELATIONS + DISTANCES) + row] += error;
                }
                for column in columns.clone() {
                    token_slope[token * 2 * RANK + column] += error * PAIR_SCALE * cue_row[column];
                    cue_slope[index * 2 * RANK + column] += error * PAIR_SCALE * token_row[column];
                }
            }
        }
    }
    let sides = [(TOKEN_SIDE, state, &token_slope, count), (CUE_SIDE, &cue_state, &cue_slope, anchors.len())];
    for (matrix, state, side, rows) in sides {
        multiply(
            View::new(state, rows, STATE).transposed(),
            View::new(side, rows, 2 * RANK),
            1.0,
            &mut dense[matrix],
        );
    }
    let back = |matrix: usize| View::new(&weights.dense[matrix], STATE, 2 * RANK).transposed();
    multiply(View::new(&token_slope, count, 2 * RANK), back(TOKEN_SIDE), 1.0, slope);
    let mut cue_back = vec![0.0; cue_state.len()];
    multiply(View::new(&cue_slope, anchors.len(), 2 * RANK), back(CUE_SIDE), 0.0, &mut cue_back);
    for ((cue, _), row) in anchors.iter().zip(cue_back.chunks(STATE)) {
        for (slope, back) in slope[cue * STATE..][..STATE].iter_mut().zip(row) {
            *slope += back;
        }
    }
    loss * f64::from(scale)
}

/// A layer backwards: gradient of its weights into `dense`, gradient of its input as result.
fn layer_back(
    weights: &Weights,
    index: usize,
    input: &[f32],
    trace: &LayerTrace,
    slope: &[f32],
    dense: &mut [Vec<f32>],
) -> Vec<f32> {
    let (width, _) = DENSE[2 * index];
    let count = input.len() / width;
    let mut product = vec![0.0; count * GATES];
    for direction in 0..2 {
        recur_back(
            &weights.dense[2 * index + 1],
            direction,
            count,
            trace,
            slope,
            &mut product,
            &mut dense[2 * index + 1],
        );
    }
    let product_view = View::new(&product, count, GATES);
    multiply(View::new(input, count, width).transposed(), product_view, 1.0, &mut dense[2 * index]);
    let mut back = vec![0.0; input.len()];
    multiply(product_view, View::new(&weights.dense[2 * index], width, GATES).transposed(), 0.0, &mut back);
    back
}

fn recur_back(
    vectors: &[f32],
    direction: usize,
    count: usize,
    trace: &LayerTrace,
    slope: &[f32],
    product_slope: &mut [f32],
    vector_slope: &mut [f32],
) {
    let half = |row: usize| &vectors[row * STATE + direction * UNITS..][..UNITS];
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
        let place = |at: usize| at * STATE + direction * UNITS;
        let before = before.map_or(&zero[..], |before| &trace.cell[place(before)..][..UNITS]);
        let cell = &trace.cell[place(at)..][..UNITS];
        let forget = &trace.forget[place(at)..][..UNITS];
        let reset = &trace.reset[place(at)..][..UNITS];
        let slope = &slope[place(at)..][..UNITS];
        let gates = at * GATES + direction * 4 * UNITS;
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
        for (total, sum) in vector_slope[row * STATE + direction * UNITS..][..UNITS].iter_mut().zip(sums) {
            *total += sum;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::start;

    /// Every kind of weight, against the difference quotient of the loss.
    #[test]
    fn agrees_with_difference_quotients() {
        let example = crate::data::tests::example();
        let settings = Settings { embedding_dropout: 0.0, state_dropout: 0.0, pair_weight: 0.5, reach: 50 };
        let mut weights = start(&mut Random::new(7));
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
