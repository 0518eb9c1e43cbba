//! Which statement of one run is which of the other.

use sayso_output::{Attribution, Document, Span};
use std::collections::HashMap;
use std::hash::Hash;

/// Statements that are looked at around one whose content has moved: they overlap little.
const AROUND: usize = 64;
/// Words at either end by which a statement in a changed text is known.
const ENDS: usize = 5;

/// For each statement of the first document its number in the second, both from 0. Linear in the statements.
pub(crate) fn pairs(one: &Document, other: &Document) -> Vec<Option<usize>> {
    let mut pairs =
        Pairs { of: vec![None; one.attributions.len()], free: vec![true; other.attributions.len()] };
    if one.text == other.text {
        pairs.by(&one.attributions, &other.attributions, |attribution| {
            Some(attribution.content_spans.clone())
        });
        pairs.by_overlap(&one.attributions, &other.attributions);
    } else {
        pairs.by(&one.attributions, &other.attributions, |attribution| {
            Some((words(&attribution.content), attribution.speakers.clone()))
        });
        pairs.by(&one.attributions, &other.attributions, |attribution| Some(words(&attribution.content)));
        pairs.by(&one.attributions, &other.attributions, |attribution| end(&attribution.content, false));
        pairs.by(&one.attributions, &other.attributions, |attribution| end(&attribution.content, true));
    }
    pairs.of
}

struct Pairs {
    of: Vec<Option<usize>>,
    free: Vec<bool>,
}

impl Pairs {
    /// Those of one key, in order.
    fn by<K: Hash + Eq>(
        &mut self,
        one: &[Attribution],
        other: &[Attribution],
        key: impl Fn(&Attribution) -> Option<K>,
    ) {
        let mut waiting: HashMap<K, Vec<usize>> = HashMap::new();
        for (at, quote) in other.iter().enumerate().rev().filter(|(at, _)| self.free[*at]) {
            if let Some(key) = key(quote) {
                waiting.entry(key).or_default().push(at);
            }
        }
        for (nth, quote) in one.iter().enumerate() {
            let known = self.of[nth].is_some();
            let found = if known { None } else { key(quote).and_then(|key| waiting.get_mut(&key)?.pop()) };
            if let Some(at) = found {
                self.pair(nth, at);
            }
        }
    }

    /// Those that share at least half of the shorter content, the longest share first tried.
    fn by_overlap(&mut self, one: &[Attribution], other: &[Attribution]) {
        let mut order: Vec<usize> = (0..other.len()).filter(|at| self.free[*at]).collect();
        order.sort_by_key(|at| first(&other[*at]));
        for (nth, quote) in
            one.iter().enumerate().filter(|(nth, _)| self.of[*nth].is_none()).collect::<Vec<_>>()
        {
            let end = quote.content_spans.last().map_or(0, |span| span[1]);
            let upto = order.partition_point(|at| first(&other[*at]) < end);
            let close = order[..upto].iter().rev().take(AROUND).copied().filter(|at| self.free[*at]);
            let shares = close.map(|at| (shared(&quote.content_spans, &other[at].content_spans), at));
            let half = |(share, at): &(u32, usize)| {
                *share > 0 && 2 * share >= length(&quote.content_spans).min(length(&other[*at].content_spans))
            };
            if let Some((_, at)) =
                shares.filter(half).max_by_key(|(share, at)| (*share, std::cmp::Reverse(*at)))
            {
                self.pair(nth, at);
            }
        }
    }

    fn pair(&mut self, nth: usize, at: usize) {
        self.of[nth] = Some(at);
        self.free[at] = false;
    }
}

fn first(quote: &Attribution) -> u32 {
    quote.content_spans.first().map_or(u32::MAX, |span| span[0])
}

fn shared(one: &[Span], other: &[Span]) -> u32 {
    let mut sum = 0;
    let (mut i, mut j) = (0, 0);
    while let (Some(a), Some(b)) = (one.get(i), other.get(j)) {
        sum += a[1].min(b[1]).saturating_sub(a[0].max(b[0]));
        if a[1] <= b[1] { i += 1 } else { j += 1 }
    }
    sum
}

fn length(spans: &[Span]) -> u32 {
    spans.iter().map(|[start, end]| end.saturating_sub(*start)).fold(0, u32::saturating_add)
}

/// The words of a content, without case and punctuation.
pub(crate) fn words(content: &str) -> Vec<String> {
    let words = content.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// The first words of a content, or the last ones; none where it is too short to be known by them.
fn end(content: &str, last: bool) -> Option<Vec<String>> {
    let words = words(content);
    let from = if last { words.len().checked_sub(ENDS)? } else { 0 };
    Some(words.get(from..from + ENDS)?.to_vec())
}
