//! Loss and gradient of the linker: for every cue, the tags of its content and source.

use crate::data::{Example, Gold, SoftLink, SoftTags, shares, sure};
use crate::gradient::{Settings, drop_out, layer_back, mask, product_back};
use crate::random::Random;
use sayso_model::training::{
    CONTENT, CUE_SIDE, FAR, LINK, LINK_BIAS, LINK_MATRIX, LINK_TAGS, LINKER, LinkTrace, PLACES, SOURCE,
    STATE, TAGS, TOKEN_SIDE, TRANSITIONS, Weights, ahead, cue_side, join, link, one_or_none, pieces, rows,
    token_side, window,
};
use std::ops::Range;

/// What the tags of one cue's tokens should be.
enum Wanted<'e> {
    /// Nothing: the net took a word for a cue by mistake.
    Nothing,
    Gold(&'e Gold),
    /// What larger models say.
    Soft(&'e SoftLink),
}

/// Cues that are linked: the true ones, and words that the net takes for one by mistake, which have no parts; or those
/// that larger models see.
fn cues<'e>(example: &'e Example, logits: &[f32]) -> Vec<(Range<usize>, Wanted<'e>)> {
    const MISTAKES: usize = 6;
    if let Some(soft) = &example.soft {
        return soft.links.iter().map(|link| (link.cue.clone(), Wanted::Soft(link))).collect();
    }
    let mut out: Vec<_> = example.gold.iter().map(|gold| (gold.cue.clone(), Wanted::Gold(gold))).collect();
    let wrong = (0..example.tags.len()).filter(|token| {
        let cue = &logits[token * TAGS + 6..][..3];
        example.tags[*token][2] == 0 && example.counts[*token] && cue[1] > cue[0] - 1.0
    });
    out.extend(wrong.take(MISTAKES).map(|token| (token..token + 1, Wanted::Nothing)));
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
    for (cue, wanted) in cues(example, logits) {
        let window = window(&example.positions, cue.start, FAR);
        let rows: Vec<_> = window.clone().map(|token| rows(&example.positions, token, &cue)).collect();
        let cue_state = &state[cue.start * STATE..][..STATE];
        let side = cue_side(weights, cue_state);
        let joined = join(weights, &tokens[window.start * LINK..window.end * LINK], &side, &rows);
        let target = Target { example, wanted, window: window.clone(), scale };
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

/// The tokens read for a cue.
pub(crate) fn window_of(example: &Example, cue: &Range<usize>) -> Range<usize> {
    window(&example.positions, cue.start, FAR)
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
        // A cue has one source; where it is cut in pieces, the first.
        let most = if head == SOURCE { 1 } else { usize::MAX };
        for part in parts.iter().take(most) {
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
    wanted: Wanted<'a>,
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
        let loss = self.errors(weights, &logits, &mut errors, &mut dense[TRANSITIONS]);
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
    /// The loss by the chains of both parts, and its slope by the logits and by the weights of a content's steps.
    fn errors(&self, weights: &Weights, logits: &[f32], errors: &mut [f32], steps: &mut [f32]) -> f64 {
        let transitions = std::array::from_fn(|at| weights.dense[TRANSITIONS][at]);
        let wanted = match &self.wanted {
            Wanted::Soft(soft) => Lesson::soft(&soft.tags),
            Wanted::Gold(gold) => Lesson::gold(Some(gold), &self.window),
            Wanted::Nothing => Lesson::gold(None, &self.window),
        };
        let counts = &self.example.counts[self.window.clone()];
        wanted.errors(&transitions, logits, counts, self.scale, errors, steps)
    }
}

/// What the tags of a cue's window should be.
pub(crate) struct Lesson {
    /// Probabilities of O, B and I of content and source.
    tags: Vec<[[f32; 3]; 2]>,
    /// Whether they are all 0 or 1.
    sure: bool,
}

impl Lesson {
    pub(crate) fn gold(gold: Option<&Gold>, window: &Range<usize>) -> Self {
        Self { tags: tags(gold, window).into_iter().map(|row| row.map(sure)).collect(), sure: true }
    }

    pub(crate) fn soft(tags: &[[SoftTags; 2]]) -> Self {
        Self { tags: tags.iter().map(|row| row.map(shares)).collect(), sure: false }
    }

    /// The loss by the chains of both parts; its slopes, scaled, are added to `errors` by the logits, and to `steps` by
    /// the weights of a content's steps. Where the tags are not sure, a step's are not known, and the slope is that of
    /// the divergence from a chain with these tags (Wang et al. 2020, "Structure-Level Knowledge Distillation").
    pub(crate) fn errors(
        &self,
        transitions: &[f32; 9],
        logits: &[f32],
        counts: &[bool],
        scale: f32,
        errors: &mut [f32],
        steps: &mut [f32],
    ) -> f64 {
        let (of_content, of_source) = (pieces(transitions), one_or_none());
        let contents = ahead(logits, LINK_TAGS, CONTENT, 0.0);
        let sources = ahead(logits, LINK_TAGS, SOURCE, 0.0);
        let (content, source) = (of_content.posterior(&contents), of_source.posterior(&sources));
        let mut loss = 0.0;
        if self.sure {
            let tags = |head: usize| self.tags.iter().map(move |row| likeliest(&row[head]));
            loss -= f64::from(of_content.log_share(&contents, tags(CONTENT), content.log_total));
            loss -= f64::from(of_source.log_share(&sources, tags(SOURCE), source.log_total));
            let pairs = content.pairs(&of_content, &contents);
            for (step, pair) in steps.iter_mut().zip(pairs.iter().flatten()) {
                *step += pair * scale;
            }
            for (from, to) in tags(CONTENT).zip(tags(CONTENT).skip(1)) {
                steps[from * 3 + to] -= scale;
            }
        }
        for (index, wanted) in self.tags.iter().enumerate().filter(|(index, _)| counts[*index]) {
            for (head, shares) in [content.tags[index], source.tags[index]].into_iter().enumerate() {
                for tag in 0..3 {
                    let want = wanted[head][tag];
                    errors[index * LINK_TAGS + head * 3 + tag] += (shares[tag] - want) * scale;
                    if !self.sure {
                        loss -= f64::from(want * shares[tag].max(1e-9).ln());
                    }
                }
            }
        }
        loss
    }
}

fn likeliest(shares: &[f32; 3]) -> usize {
    (1..3).fold(0, |top, tag| if shares[tag] > shares[top] { tag } else { top })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lesson_that_is_known_already_teaches_nothing() {
        let logits: Vec<f32> = (0..8 * LINK_TAGS).map(|at| ((at * 29) % 13) as f32 / 3.0).collect();
        let transitions = [0.4, -0.2, 0.0, 0.1, -1.0, 0.6, -0.3, 0.2, 0.5];
        let content = pieces(&transitions).posterior(&ahead(&logits, LINK_TAGS, CONTENT, 0.0)).tags;
        let source = one_or_none().posterior(&ahead(&logits, LINK_TAGS, SOURCE, 0.0)).tags;
        let tags: Vec<[[f32; 3]; 2]> = content.into_iter().zip(source).map(|(a, b)| [a, b]).collect();
        let slope = |tags: Vec<[[f32; 3]; 2]>| {
            let (mut errors, mut steps) = (vec![0.0; logits.len()], vec![0.0; 9]);
            let lesson = Lesson { tags, sure: false };
            lesson.errors(&transitions, &logits, &[true; 8], 1.0, &mut errors, &mut steps);
            errors.iter().fold(0.0_f32, |most, error| most.max(error.abs()))
        };
        let mut others = tags.clone();
        others[3][CONTENT] = [1.0, 0.0, 0.0];
        assert!(slope(tags) < 1e-5);
        assert!(slope(others) > 0.01);
    }
}
