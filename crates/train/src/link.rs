//! Loss and gradient of the linker: for every cue, the tags of its content and source.

use crate::data::{Example, Gold};
use crate::gradient::{Settings, cross_entropy, drop_out, layer_back, mask, product_back};
use crate::random::Random;
use sayso_model::training::{
    CUE_SIDE, FAR, LINK, LINK_BIAS, LINK_MATRIX, LINK_TAGS, LINKER, LinkTrace, PLACES, STATE, TAGS,
    TOKEN_SIDE, Weights, cue_side, join, link, rows, token_side, window,
};
use std::ops::Range;

/// Cues that are linked: the true ones, and words that the net takes for one by mistake, which have no parts.
fn cues<'e>(example: &'e Example, logits: &[f32]) -> Vec<(Range<usize>, Option<&'e Gold>)> {
    const MISTAKES: usize = 6;
    let mut out: Vec<_> = example.gold.iter().map(|gold| (gold.cue.clone(), Some(gold))).collect();
    let wrong = (0..example.tags.len()).filter(|token| {
        let cue = &logits[token * TAGS + 6..][..3];
        example.tags[*token][2] == 0 && example.counts[*token] && cue[1] > cue[0] - 1.0
    });
    out.extend(wrong.take(MISTAKES).map(|token| (token..token + 1, None)));
    out
}

/// The loss, times its weight; gradients are added to `dense` and, by the tokens' state, to `slope`.
#[allow(clippy::too_many_arguments, reason = "the parts of one step of training")]
pub(crate) fn links(
    weights: &Weights,
    example: &Example,
    state: &[f32],
    logits: &[f32],
    scale: f32,
    settings: &Settings,
    random: &mut Random,
    dense: &mut [Vec<f32>],
    slope: &mut [f32],
) -> f64 {
    let tokens = token_side(weights, state);
    let mut token_slope = vec![0.0; tokens.len()];
    let scale = scale * settings.link_weight;
    let mut loss = 0.0;
    for (cue, gold) in cues(example, logits) {
        let window = window(&example.positions, cue.start, FAR);
        let rows: Vec<_> = window.clone().map(|token| rows(&example.positions, token, &cue)).collect();
        let cue_state = &state[cue.start * STATE..][..STATE];
        let side = cue_side(weights, cue_state);
        let joined = join(weights, &tokens[window.start * LINK..window.end * LINK], &side, &rows);
        let target = Target { example, gold, window: window.clone(), scale };
        let (part, back) = target.gradient(weights, joined, settings, random, dense);
        loss += part;
        let mut side_slope = vec![0.0; LINK];
        for ((back, positions), out) in
            back.chunks(LINK).zip(&rows).zip(token_slope[window.start * LINK..].chunks_mut(LINK))
        {
            add(out, back);
            add(&mut side_slope, back);
            for place in positions {
                add(&mut dense[PLACES][place * LINK..][..LINK], back);
            }
        }
        let back = product_back(weights, CUE_SIDE, cue_state, &side_slope, dense);
        add(&mut slope[cue.start * STATE..][..STATE], &back);
    }
    add(slope, &product_back(weights, TOKEN_SIDE, state, &token_slope, dense));
    loss * f64::from(scale)
}

fn add(sum: &mut [f32], part: &[f32]) {
    for (sum, part) in sum.iter_mut().zip(part) {
        *sum += part;
    }
}

/// O, B or I of content and source for every token of a window; all O where there is no gold.
pub(crate) fn tags(gold: Option<&Gold>, window: &Range<usize>) -> Vec<[u8; 2]> {
    let mut out = vec![[0; 2]; window.len()];
    for (head, parts) in gold.iter().flat_map(|gold| gold.parts.iter().enumerate()) {
        for part in parts {
            let inside = part.start.max(window.start)..part.end.min(window.end);
            for token in inside.clone() {
                out[token - window.start][head] = if token == inside.start { 1 } else { 2 };
            }
        }
    }
    out
}

/// What one cue's tags should be.
struct Target<'a> {
    example: &'a Example,
    gold: Option<&'a Gold>,
    window: Range<usize>,
    scale: f32,
}

impl Target<'_> {
    /// The loss, and the slope of what entered the linker before it was rectified.
    fn gradient(
        &self,
        weights: &Weights,
        mut joined: Vec<f32>,
        settings: &Settings,
        random: &mut Random,
        dense: &mut [Vec<f32>],
    ) -> (f64, Vec<f32>) {
        let positive: Vec<f32> = joined.iter().map(|number| f32::from(u8::from(*number > 0.0))).collect();
        let dropped = drop_out(&mut joined, settings.link_dropout, random);
        let mut trace = LinkTrace::default();
        let logits = link(weights, joined, &mut trace);
        let mut errors = vec![0.0; logits.len()];
        let mut loss = 0.0;
        for (index, wanted) in tags(self.gold, &self.window).iter().enumerate() {
            if !self.example.counts[self.window.start + index] {
                continue;
            }
            for (head, want) in wanted.iter().enumerate() {
                let at = index * LINK_TAGS + head * 3;
                let slope = &mut errors[at..at + 3];
                loss += cross_entropy(&logits[at..at + 3], usize::from(*want), self.scale, slope);
            }
        }
        for row in errors.chunks(LINK_TAGS) {
            add(&mut dense[LINK_BIAS], row);
        }
        let mut slope = product_back(weights, LINK_MATRIX, &trace.inputs[LINKER.len()], &errors, dense);
        for (index, layer) in LINKER.into_iter().enumerate().rev() {
            slope = layer_back(weights, layer, &trace.inputs[index], &trace.layers[index], &slope, dense);
        }
        mask(&mut slope, &dropped);
        mask(&mut slope, &positive);
        (loss, slope)
    }
}
