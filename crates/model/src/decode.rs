//! From what the net says of tokens to attributions: one to a cue.

use crate::calibration::{Calibration, Traits, log_odds};
use crate::chain::{Chain, one_or_none, pieces};
use crate::fast_math::{exp, ln_of_few};
use crate::model::{Model, Reading};
use crate::network::{LINK_TAGS, TAGS};
use crate::position::Position;
use std::ops::Range;

/// An attribution in tokens of the article.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenAttribution {
    /// The cue.
    pub cue: Range<usize>,
    /// The source, if any.
    pub source: Option<Range<usize>>,
    /// What else could be the source, and its probability.
    pub runner_up: Option<(Range<usize>, f32)>,
    /// The pieces of the content, in order.
    pub content: Vec<Range<usize>>,
    /// Probabilities, 0 to 1, of content, source and cue, in that order.
    pub scores: [f32; 3],
    /// What its confidence is read from.
    pub traits: Traits,
    /// Probability that content and source are right, 0 to 1.
    pub confidence: f32,
}

/// Heads of a model.
pub const CONTENT: usize = 0;
/// See [`CONTENT`].
pub const SOURCE: usize = 1;
/// See [`CONTENT`].
pub const CUE: usize = 2;

/// Where decoding draws its thresholds.
#[derive(Copy, Clone, Debug)]
pub struct Thresholds {
    /// Added to the logits of a cue's tags.
    pub cue_bonus: f32,
    /// The same for content.
    pub content_bonus: f32,
    /// The same for sources.
    pub source_bonus: f32,
    /// Attributions less likely than this are not made.
    pub min_confidence: f32,
}

impl Thresholds {
    /// Those of nets. All are chosen on PolNeAR's dev articles.
    pub const NET: Self =
        Self { cue_bonus: 0.5, content_bonus: 0.0, source_bonus: 0.0, min_confidence: 0.17 };
    /// Those of linear models.
    pub const LINEAR: Self =
        Self { cue_bonus: 1.3, content_bonus: 0.3, source_bonus: 0.3, min_confidence: 0.25 };

    /// Those of this kind of model.
    pub fn of(model: &Model) -> Self {
        match model {
            Model::Net(_) => Self::NET,
            Model::Linear(_) => Self::LINEAR,
        }
    }
}

/// What O, B and I are ahead of the best tag of each token, so at most 0, by the logits of one head; `bonus` is added to
/// those of B and I. `logits` has `width` a token.
pub fn ahead(logits: &[f32], width: usize, head: usize, bonus: f32) -> Vec<[f32; 3]> {
    let ahead = |row: &[f32]| {
        let logits = [row[head * 3], row[head * 3 + 1] + bonus, row[head * 3 + 2] + bonus];
        let most = logits[0].max(logits[1]).max(logits[2]);
        logits.map(|logit| logit - most)
    };
    logits.chunks_exact(width).map(ahead).collect()
}

/// The log-probabilities of O, B and I, from what [`ahead`] gives.
fn log_shares(behind: &mut [[f32; 3]]) {
    for rows in behind.chunks_mut(LANES) {
        let mut totals = [1.0; LANES];
        for (total, row) in totals.iter_mut().zip(rows.iter()) {
            *total = exp(row[0]) + exp(row[1]) + exp(row[2]);
        }
        let logs = totals.map(ln_of_few);
        for (row, log) in rows.iter_mut().zip(logs) {
            *row = row.map(|logit| logit - log);
        }
    }
}

/// Tokens whose shares are computed side by side.
const LANES: usize = 16;

/// The log-probabilities of one head for every token of `logits`, which has `width` a token.
pub fn log_softmax(logits: &[f32], width: usize, head: usize, bonus: f32) -> Vec<[f32; 3]> {
    let mut shares = ahead(logits, width, head, bonus);
    log_shares(&mut shares);
    shares
}

/// The best run of spans, by Viterbi: no I after O. `shares` are log-probabilities, or what is ahead of each by
/// [`ahead`]: what all tags of a token share changes nothing.
pub fn spans(shares: &[[f32; 3]]) -> Vec<Range<usize>> {
    const O: usize = 0;
    const B: usize = 1;
    const I: usize = 2;
    if shares.iter().all(|scores| scores[O] >= scores[B].max(scores[I])) {
        return Vec::new();
    }
    let mut back: Vec<[u8; 3]> = Vec::with_capacity(shares.len());
    let mut best = [0.0, f32::NEG_INFINITY, f32::NEG_INFINITY];
    for scores in shares {
        // What an I may follow, and what the others may: the first of the best.
        let inside = if best[I] > best[B] { I } else { B };
        let any = if best[inside] > best[O] { inside } else { O };
        best = [best[any] + scores[O], best[any] + scores[B], best[inside] + scores[I]];
        back.push([any as u8, any as u8, inside as u8]);
    }
    let mut tag = (0..3).fold(0, |top, tag| if best[tag] > best[top] { tag } else { top });
    let mut out = Vec::new();
    let mut end = None;
    for token in (0..shares.len()).rev() {
        if tag != O {
            let stop = *end.get_or_insert(token + 1);
            if tag != I {
                out.push(token..stop);
                end = None;
            }
        }
        tag = back[token][tag] as usize;
    }
    out.reverse();
    out
}

/// What decoding takes from a model beside its logits.
#[derive(Clone, Debug)]
pub struct Heads {
    contents: Chain<3>,
    sources: Chain<4>,
    calibration: Calibration,
}

impl Heads {
    /// Of a model.
    pub fn of(model: &Model) -> Self {
        Self::new(&model.transitions(), *model.calibration())
    }

    /// With these weights of a content's tag and the next one.
    pub fn new(transitions: &[f32; 9], calibration: Calibration) -> Self {
        Self { contents: pieces(transitions), sources: one_or_none(), calibration }
    }
}

/// The attributions of a reading: one to a cue that has content. `link` gives the tokens around a cue, and the logits of
/// their tags as its content and source.
pub fn decode(
    reading: &Reading,
    heads: &Heads,
    thresholds: &Thresholds,
    mut link: impl FnMut(&Range<usize>) -> (Range<usize>, Vec<f32>),
) -> Vec<TokenAttribution> {
    let cues = spans(&ahead(&reading.tags, TAGS, CUE, thresholds.cue_bonus));
    cues.iter().filter_map(|cue| attribution(reading, heads, thresholds, cue, link(cue))).collect()
}

fn attribution(
    reading: &Reading,
    heads: &Heads,
    thresholds: &Thresholds,
    cue: &Range<usize>,
    (window, logits): (Range<usize>, Vec<f32>),
) -> Option<TokenAttribution> {
    let contents = ahead(&logits, LINK_TAGS, CONTENT, thresholds.content_bonus);
    let content = heads.contents.spans(&contents);
    if content.is_empty() {
        return None;
    }
    let of_content = heads.contents.posterior(&contents);
    let sources = ahead(&logits, LINK_TAGS, SOURCE, thresholds.source_bonus);
    let of_source = heads.sources.posterior(&sources);
    let cue_logits = &reading.tags[cue.start * TAGS..cue.end * TAGS];
    let cue_shares = log_softmax(cue_logits, TAGS, CUE, thresholds.cue_bonus);
    let of_cue: Vec<[f32; 3]> = cue_shares.iter().map(|row| row.map(exp)).collect();
    let whole_cue = 0..cue.len();
    let source = heads.sources.spans(&sources).pop();
    let content_score =
        content.iter().map(|piece| inside(&of_content.tags, piece)).sum::<f32>() / content.len() as f32;
    let source_score = source.as_ref().map_or(0.0, |source| inside(&of_source.tags, source));
    let scores = [content_score, source_score, inside(&of_cue, &whole_cue)];
    let cue_tags = shown(std::slice::from_ref(&whole_cue));
    let margins = [
        heads.contents.log_share(&contents, shown(&content), of_content.log_total),
        heads.sources.log_share(&sources, shown(source.as_slice()), of_source.log_total),
        cue_shares.iter().zip(cue_tags).map(|(shares, tag)| shares[tag]).sum(),
    ];
    let margins = margins.map(|margin: f32| margin.max(LEAST_MARGIN));
    let base = reading.first + window.start;
    let positions = &reading.positions[window];
    let traits = traits(scores, margins, &content, source.as_ref(), positions, reading.positions[cue.start]);
    let confidence = heads.calibration.confidence(&traits);
    if confidence < thresholds.min_confidence {
        return None;
    }
    let shift = |span: Range<usize>, by: usize| span.start + by..span.end + by;
    Some(TokenAttribution {
        cue: shift(cue.clone(), reading.first),
        runner_up: runner_up(&of_source.tags, source.as_ref())
            .map(|(span, score)| (shift(span, base), score)),
        source: source.map(|span| shift(span, base)),
        content: content.into_iter().map(|piece| shift(piece, base)).collect(),
        scores,
        traits,
        confidence,
    })
}

/// Log-probabilities of paths are no less than this.
const LEAST_MARGIN: f32 = -12.0;

/// The likeliest source that does not touch the one that was taken, if there is anything to it.
fn runner_up(sources: &[[f32; 3]], taken: Option<&Range<usize>>) -> Option<(Range<usize>, f32)> {
    const LEAST: f32 = 0.02;
    let free = |at: &usize| taken.is_none_or(|taken| !taken.contains(at));
    let start = (0..sources.len()).filter(free).max_by(|a, b| sources[*a][1].total_cmp(&sources[*b][1]))?;
    // From a likely begin on, as long as going on is likelier than stopping, were it a source.
    let inside =
        (start + 1..sources.len()).take_while(|at| free(at) && sources[*at][2] > sources[start][1] * 0.37);
    let span = start..start + 1 + inside.count();
    let score = self::inside(sources, &span);
    (score >= LEAST).then_some((span, score))
}

/// `positions` are the window's, as are the ranges; `cue` is the cue's place.
fn traits(
    [content_score, source_score, cue_score]: [f32; 3],
    [content_margin, source_margin, cue_margin]: [f32; 3],
    content: &[Range<usize>],
    source: Option<&Range<usize>>,
    positions: &[Position],
    cue: Position,
) -> Traits {
    let flag = |set: bool| f32::from(u8::from(set));
    let length = content.iter().map(ExactSizeIterator::len).sum::<usize>() as f32;
    let quoted =
        content.iter().flat_map(|piece| &positions[piece.clone()]).filter(|place| place.quoted).count();
    let quoted = quoted as f32 / length;
    [
        1.0,
        log_odds(cue_score),
        log_odds(content_score),
        content_margin,
        source.map_or(0.0, |_| log_odds(source_score)),
        source_margin,
        flag(source.is_none()),
        flag(content.len() > 1),
        quoted,
        flag(quoted > 0.97),
        flag(cue.links[CUE] != 0),
        agreement(positions, content, CONTENT, cue),
        agreement(positions, std::slice::from_ref(source.unwrap_or(&(0..0))), SOURCE, cue),
        length.ln(),
        cue_margin,
    ]
}

/// Tokens that both the net and the rules give this cue, among all that either gives it.
fn agreement(positions: &[Position], spans: &[Range<usize>], head: usize, cue: Position) -> f32 {
    let link = cue.links[CUE];
    if link == 0 {
        return 0.0;
    }
    let linked = |place: &&Position| place.links[head] == link;
    let rules = positions.iter().filter(linked).count();
    let net: usize = spans.iter().map(ExactSizeIterator::len).sum();
    let both = spans.iter().flat_map(|span| &positions[span.clone()]).filter(linked).count();
    both as f32 / (rules + net - both).max(1) as f32
}

/// The tags that the spans, in order, stand for.
fn shown(spans: &[Range<usize>]) -> impl Iterator<Item = usize> {
    let mut spans = spans.iter().peekable();
    (0..).map(move |at| {
        while spans.next_if(|span| span.end <= at).is_some() {}
        match spans.peek() {
            Some(span) if span.start == at => 1,
            Some(span) if span.start < at => 2,
            _ => 0,
        }
    })
}

/// Mean probability that the tokens of a span are inside.
fn inside(shares: &[[f32; 3]], span: &Range<usize>) -> f32 {
    let outside: f32 = shares[span.clone()].iter().map(|share| share[0]).sum();
    1.0 - outside / span.len() as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(tags: &[[usize; 3]]) -> Reading {
        let logits = tags.iter().flat_map(|tags| {
            tags.iter().flat_map(|tag| (0..3).map(move |at| if at == *tag { 4.0 } else { 0.0 }))
        });
        Reading::new(0, logits.collect(), vec![Position::default(); tags.len()])
    }

    #[test]
    fn an_inside_after_an_outside_becomes_a_begin_or_nothing() {
        let reading = reading(&[[0, 0, 0], [1, 0, 2], [2, 0, 2], [1, 0, 0]]);
        let of = |head| spans(&log_softmax(&reading.tags, TAGS, head, 0.0));
        assert_eq!(of(CONTENT), vec![1..3, 3..4]);
        assert_eq!(of(CUE).len(), 1);
        assert!(of(SOURCE).is_empty());
    }
}
