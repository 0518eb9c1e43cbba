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
    /// Chosen on PolNeAR's dev articles.
    fn default() -> Self {
        Self {
            cue_bonus: 0.7,
            content_bonus: 0.7,
            source_bonus: 1.0,
            content_pair: 0.1,
            source_pair: 0.1,
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

/// The attributions of a reading: one to a cue that has content.
pub fn decode(weights: &Weights, reading: &Reading, lines: &Lines) -> Vec<Found> {
    let cues = spans(reading, CUE, lines.cue_bonus);
    let linker = Linker { weights, reading, lines };
    let mut found: Vec<Found> = cues.iter().map(|cue| linker.start(cue)).collect();
    for piece in spans(reading, CONTENT, lines.content_bonus) {
        if let Some((score, at)) = linker.cue_of(&piece, &cues) {
            found[at].content.push(piece);
            found[at].scores[CONTENT] = found[at].scores[CONTENT].max(score);
        }
    }
    let sources = spans(reading, SOURCE, lines.source_bonus);
    for found in &mut found {
        if let Some((score, source)) = linker.source_of(&found.cue, &sources) {
            found.source = Some(source);
            found.scores[SOURCE] = score;
        }
        if found.content.is_empty() {
            linker.fill(found);
        }
    }
    found.retain(|found| !found.content.is_empty());
    for found in &mut found {
        found.confidence = confidence(found);
        let shift = |span: &Range<usize>| span.start + reading.first..span.end + reading.first;
        found.source = found.source.as_ref().map(shift);
        found.content = found.content.iter().map(shift).collect();
        found.cue = shift(&found.cue);
    }
    found
}

/// All three parts must be right.
fn confidence(found: &Found) -> f32 {
    let [content, source, cue] = found.scores;
    let source = if found.source.is_some() { source } else { 0.5 };
    (content * source * cue).clamp(0.0, 1.0)
}

/// Ties pieces to cues by the bilinear heads.
struct Linker<'a> {
    weights: &'a Weights,
    reading: &'a Reading,
    lines: &'a Lines,
}

impl Linker<'_> {
    fn start(&self, cue: &Range<usize>) -> Found {
        let outside = cue.clone().map(|token| tag_scores(self.reading, CUE, token, 0.0)[0].exp());
        let share = 1.0 - outside.sum::<f32>() / cue.len() as f32;
        Found {
            cue: cue.clone(),
            source: None,
            content: Vec::new(),
            scores: [0.0, 0.0, share],
            confidence: 0.0,
        }
    }

    /// Mean probability that the tokens of a piece belong to a cue.
    fn score(&self, head: usize, piece: &Range<usize>, cue: usize) -> f32 {
        let each = piece.clone().map(|token| sigmoid(self.reading.pair(self.weights, head, token, cue)));
        each.sum::<f32>() / piece.len() as f32
    }

    fn near(&self, piece: &Range<usize>, cue: &Range<usize>) -> bool {
        piece.start < cue.end + self.lines.reach && cue.start < piece.end + self.lines.reach
    }

    /// The cue that a content piece fits best.
    fn cue_of(&self, piece: &Range<usize>, cues: &[Range<usize>]) -> Option<(f32, usize)> {
        let from = cues.partition_point(|cue| cue.end + self.lines.reach <= piece.start);
        let near = (from..cues.len()).take_while(|at| self.near(piece, &cues[*at]));
        let best = near
            .map(|at| (self.score(CONTENT, piece, cues[at].start), at))
            .max_by(|a, b| a.0.total_cmp(&b.0))?;
        (best.0 >= self.lines.content_pair).then_some(best)
    }

    /// The source that fits a cue best.
    fn source_of(&self, cue: &Range<usize>, sources: &[Range<usize>]) -> Option<(f32, Range<usize>)> {
        let from = sources.partition_point(|source| source.end + self.lines.reach <= cue.start);
        let near = sources[from..].iter().take_while(|source| self.near(source, cue));
        let best = near
            .map(|source| (self.score(SOURCE, source, cue.start), source))
            .max_by(|a, b| a.0.total_cmp(&b.0))?;
        (best.0 >= self.lines.source_pair).then(|| (best.0, best.1.clone()))
    }

    /// Content of a cue that got no piece: the tokens that the pair head alone gives it (content inside content).
    fn fill(&self, found: &mut Found) {
        const SHORTEST: usize = 3;
        let from = found.cue.start.saturating_sub(self.lines.reach);
        let to = (found.cue.end + self.lines.reach).min(self.reading.len());
        for token in from..to {
            let logit = self.reading.pair(self.weights, CONTENT, token, found.cue.start);
            if found.cue.contains(&token) || logit <= 0.0 {
                continue;
            }
            match found.content.last_mut() {
                Some(last) if last.end == token => last.end += 1,
                _ => found.content.push(token..token + 1),
            }
        }
        found.content.retain(|run| run.len() >= SHORTEST);
        let scores = found.content.iter().map(|run| self.score(CONTENT, run, found.cue.start));
        found.scores[CONTENT] = scores.fold(0.0, f32::max);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::neural::network::Place;

    fn reading(tags: &[[usize; 3]]) -> Reading {
        let logits = tags.iter().flat_map(|tags| {
            tags.iter().flat_map(|tag| (0..3).map(move |at| if at == *tag { 4.0 } else { 0.0 }))
        });
        Reading::new(0, logits.collect(), vec![Place::default(); tags.len()])
    }

    #[test]
    fn an_inside_after_an_outside_becomes_a_begin_or_nothing() {
        let reading = reading(&[[0, 0, 0], [1, 0, 2], [2, 0, 2], [1, 0, 0]]);
        assert_eq!(spans(&reading, CONTENT, 0.0), vec![1..3, 3..4]);
        assert_eq!(spans(&reading, CUE, 0.0).len(), 1);
        assert_eq!(spans(&reading, SOURCE, 0.0), Vec::new());
    }
}
