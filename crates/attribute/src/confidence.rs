//! How often each rule was right, measured on PolNeAR train: what an attribution's confidence is read from.

use rustc_hash::FxHashMap;
use sayso_lexicon::{Language, Table};
use std::sync::LazyLock;

const BINS: usize = 10;
/// Weight, in attributions, of the rule's overall rate in each of its bins.
const PRIOR: f32 = 8.0;
/// For a rule that was never seen.
const UNKNOWN: f32 = 0.3;

static TABLE: LazyLock<FxHashMap<&'static str, [f32; BINS]>> =
    LazyLock::new(|| Language::English.rows(Table::RuleConfidence).filter_map(row).collect());

fn row(line: &'static str) -> Option<(&'static str, [f32; BINS])> {
    let (rule, cells) = line.split_once('\t')?;
    let counts: Vec<(f32, f32)> = cells
        .split('\t')
        .filter_map(|cell| cell.split_once('/'))
        .map(|(right, all)| (right.parse().unwrap_or(0.0), all.parse().unwrap_or(0.0)))
        .collect();
    let (right, all) = counts.iter().fold((0.0, 0.0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
    let overall = (right + PRIOR * UNKNOWN) / (all + PRIOR);
    let rate = |at: usize| {
        let (right, all) = counts.get(at).copied().unwrap_or_default();
        (right + PRIOR * overall) / (all + PRIOR)
    };
    Some((rule, std::array::from_fn(rate)))
}

/// Probability that content and source are right.
pub(crate) fn of(rule: &str, cue_score: f32) -> f32 {
    let bin = (1..BINS).take_while(|&bin| cue_score * BINS as f32 >= bin as f32).count();
    TABLE.get(rule).map_or(UNKNOWN, |bins| bins[bin])
}

/// A probability in per cent, for reasons: a whole number is written in a fraction of the time that one with a point takes.
pub(crate) fn percent(probability: f32) -> i32 {
    (probability * 100.0).round() as i32
}
