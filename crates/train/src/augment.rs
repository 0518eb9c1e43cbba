//! Examples as other texts would have them: a paragraph or two alone, as in a brief, a wire's flash or a post.

use crate::data::{Example, Gold};
use crate::random::Random;
use std::ops::Range;

/// The feature that tells where a token stands; its bits from the third on say in which paragraph.
const PLACE: usize = 5;
const PARAGRAPH: u32 = 2;
/// Paragraphs of a cut, at most.
const MOST: u64 = 2;

/// The examples in random order, each whole, and a share of them once more, to be cut.
pub(crate) fn with_cuts<'e>(
    examples: &[&'e Example],
    share: f32,
    random: &mut Random,
) -> Vec<(&'e Example, bool)> {
    let mut out: Vec<_> = examples.iter().map(|example| (*example, false)).collect();
    out.extend(examples.iter().filter(|_| random.unit() < share).map(|example| (*example, true)));
    random.shuffle(&mut out);
    out
}

/// One or two paragraphs of an example as a text of their own; none of an example that has only one.
pub(crate) fn cut(example: &Example, random: &mut Random) -> Option<Example> {
    let mut ends = Vec::new();
    for paragraph in example.positions.chunk_by(|a, b| a.paragraph == b.paragraph) {
        ends.push(ends.last().copied().unwrap_or(0) + paragraph.len());
    }
    if ends.len() < 2 || example.soft.is_some() {
        return None;
    }
    let first = (random.next() % ends.len() as u64) as usize;
    let last = (first + (random.next() % MOST) as usize).min(ends.len() - 1);
    Some(part(example, first.checked_sub(1).map_or(0, |before| ends[before])..ends[last]))
}

fn part(example: &Example, range: Range<usize>) -> Example {
    let inside = |span: &Range<usize>| {
        let local = |at: usize| at.clamp(range.start, range.end) - range.start;
        local(span.start)..local(span.end)
    };
    let some = |span: &Range<usize>| !span.is_empty();
    let gold = example.gold.iter().map(|gold| Gold {
        cue: inside(&gold.cue),
        parts: gold.parts.each_ref().map(|spans| spans.iter().map(inside).filter(some).collect()),
    });
    let first = example.positions[range.start].paragraph;
    let mut features = example.features[range.clone()].to_vec();
    for (rows, position) in features.iter_mut().zip(&example.positions[range.clone()]) {
        let paragraph = (position.paragraph - first).min(2);
        rows[PLACE] = rows[PLACE] & ((1 << PARAGRAPH) - 1) | paragraph << PARAGRAPH;
    }
    Example {
        features,
        positions: example.positions[range.clone()].to_vec(),
        gold: gold.filter(|gold| some(&gold.cue)).collect(),
        tags: example.tags[range.clone()].to_vec(),
        counts: example.counts[range].to_vec(),
        soft: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_alone_keeps_its_own_annotation() {
        let mut example = crate::data::tests::example();
        assert!(cut(&example, &mut Random::new(1)).is_none());
        let border = example.gold[1].parts[1][0].start;
        example.positions[border..].iter_mut().for_each(|position| position.paragraph = 1);
        example.features[border..].iter_mut().for_each(|rows| rows[PLACE] |= 1 << PARAGRAPH);
        let second = part(&example, border..example.tags.len());
        assert_eq!(second.gold.len(), 1);
        assert_eq!(second.gold[0].cue.start, example.gold[1].cue.start - border);
        assert_eq!(second.gold[0].parts[1], vec![0..2]);
        assert!(second.features.iter().all(|rows| rows[PLACE] >> PARAGRAPH == 0));
        let cut = cut(&example, &mut Random::new(1)).expect("there are two paragraphs");
        assert_eq!(cut.tags.len(), cut.features.len());
    }
}
