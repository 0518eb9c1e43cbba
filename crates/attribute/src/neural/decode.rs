//! From what the net says of tokens to attributions: one to a cue.

use super::network::{TAGS, Weights, sigmoid};
use super::run::Reading;
use std::ops::Range;

/// An attribution in tokens of the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The cue.
    pub cue: Range<usize>,
    /// The source, if any.
    pub source: Option<Range<usize>>,
    /// The pieces of the content, in order.
    pub content: Vec<Range<usize>>,
    /// Probabilities, 0 to 1, of content, source and cue, in that order.
    pub scores: [f32; 3],
    /// Probability that content and source are right, 0 to 1.
    pub confidence: f32,
}

/// Heads of the net.
pub const CONTENT: usize = 0;
/// See [`CONTENT`].
pub const SOURCE: usize = 1;
/// See [`CONTENT`].
pub const CUE: usize = 2;

/// Where decoding draws its lines.
#[derive(Copy, Clone, Debug)]
pub struct Lines {
    /// Added to the logits of a cue's tags.
    pub cue_bonus: f32,
    /// The same for content.
    pub content_bonus: f32,
    /// The same for sources.
    pub source_bonus: f32,
    /// A content piece needs this mean pair probability.
    pub content_pair: f32,
    /// A source needs this mean pair probability.
    pub source_pair: f32,
    /// Tokens from a cue within which its content and source are looked for.
    pub reach: usize,
}

impl Default for Lines {
    fn default() -> Self {
        Self {
            cue_bonus: 0.0,
            content_bonus: 0.0,
            source_bonus: 0.0,
            content_pair: 0.3,
            source_pair: 0.3,
            reach: 400,
        }
    }
}

/// Log-probabilities of the three tags of a head for one token.
pub fn tag_scores(reading: &Reading, head: usize, token: usize, bonus: f32) -> [f32; 3] {
    let logits = &reading.tags[token * TAGS + head * 3..][..3];
    let logits = [logits[0], logits[1] + bonus, logits[2] + bonus];
    let most = logits.iter().fold(f32::MIN, |most, logit| most.max(*logit));
    let total = most + logits.iter().map(|logit| (logit - most).exp()).sum::<f32>().ln();
    logits.map(|logit| logit - total)
}

/// The best run of spans of a head, by Viterbi: no I after O.
pub fn spans(reading: &Reading, head: usize, bonus: f32) -> Vec<Range<usize>> {
    const O: usize = 0;
    const I: usize = 2;
    let count = reading.len();
    let mut back: Vec<[u8; 3]> = Vec::with_capacity(count);
    let mut best = [0.0, f32::NEG_INFINITY, f32::NEG_INFINITY];
    for token in 0..count {
        let scores = tag_scores(reading, head, token, bonus);
        let mut next = [f32::NEG_INFINITY; 3];
        let mut from = [0_u8; 3];
        for tag in 0..3 {
            for before in 0..3 {
                if tag == I && before == O {
                    continue;
                }
                if best[before] > next[tag] {
                    next[tag] = best[before];
                    from[tag] = before as u8;
                }
            }
            next[tag] += scores[tag];
        }
        best = next;
        back.push(from);
    }
    let mut tag = (0..3).fold(0, |top, tag| if best[tag] > best[top] { tag } else { top });
    let mut out = Vec::new();
    let mut end = None;
    for token in (0..count).rev() {
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

/// The attributions of a reading.
pub fn decode(weights: &Weights, reading: &Reading, lines: &Lines) -> Vec<Found> {
    let cues = spans(reading, CUE, lines.cue_bonus);
    let contents = spans(reading, CONTENT, lines.content_bonus);
    let sources = spans(reading, SOURCE, lines.source_bonus);
    let score = |head: usize, span: &Range<usize>, cue: usize| {
        let sum: f32 = span.clone().map(|token| sigmoid(reading.pair(weights, head, token, cue))).sum();
        sum / span.len() as f32
    };
    let near = |span: &Range<usize>, cue: &Range<usize>| {
        span.start < cue.end + lines.reach && cue.start < span.end + lines.reach
    };
    let mut found: Vec<Found> = cues
        .iter()
        .map(|cue| Found { cue: cue.clone(), source: None, content: Vec::new(), scores: [0.0; 3], confidence: 0.0 })
        .collect();
    for piece in &contents {
        let from = cues.partition_point(|cue| cue.end + lines.reach <= piece.start);
        let best = (from..cues.len())
            .take_while(|at| near(piece, &cues[*at]))
            .map(|at| (score(CONTENT, piece, cues[at].start), at))
            .fold(
                None,
                |best: Option<(f32, usize)>, next| {
                    if best.is_some_and(|best| best.0 >= next.0) { best } else { Some(next) }
                },
            );
        if let Some((score, at)) = best.filter(|best| best.0 >= lines.content_pair) {
            found[at].content.push(piece.clone());
            found[at].confidence = found[at].confidence.max(score);
        }
    }
    for found in &mut found {
        let from = sources.partition_point(|source| source.end + lines.reach <= found.cue.start);
        let best = sources[from..]
            .iter()
            .take_while(|source| near(source, &found.cue))
            .map(|source| (score(SOURCE, source, found.cue.start), source))
            .fold(
                None,
                |best: Option<(f32, &Range<usize>)>, next| {
                    if best.is_some_and(|best| best.0 >= next.0) { best } else { Some(next) }
                },
            );
        found.source = best.filter(|best| best.0 >= lines.source_pair).map(|best| best.1.clone());
        if found.content.is_empty() {
            found.content = runs(weights, reading, found, lines);
        }
    }
    found.retain(|found| !found.content.is_empty());
    for found in &mut found {
        let shift = |span: &Range<usize>| span.start + reading.first..span.end + reading.first;
        found.cue = shift(&found.cue);
        found.source = found.source.as_ref().map(shift);
        found.content = found.content.iter().map(shift).collect();
    }
    found
}

/// Content of a cue that got no piece: the tokens that the pair head alone gives it (content inside content).
fn runs(weights: &Weights, reading: &Reading, found: &Found, lines: &Lines) -> Vec<Range<usize>> {
    let from = found.cue.start.saturating_sub(lines.reach);
    let to = (found.cue.end + lines.reach).min(reading.len());
    let mut out: Vec<Range<usize>> = Vec::new();
    for token in from..to {
        if found.cue.contains(&token) || reading.pair(weights, CONTENT, token, found.cue.start) <= 0.0 {
            continue;
        }
        match out.last_mut() {
            Some(last) if last.end == token => last.end += 1,
            _ => out.push(token..token + 1),
        }
    }
    out.retain(|run| run.len() > 2);
    out
}
