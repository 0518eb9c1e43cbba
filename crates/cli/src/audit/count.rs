//! Speakers, counted in several ways.

use sayso_output::{Attribution, Speaker};
use std::collections::{BTreeMap, BTreeSet};

/// What is counted of one value.
#[derive(Default)]
pub(super) struct Count {
    pub(super) attributions: u64,
    pub(super) words: u64,
    /// Articles in which such a speaker is the first.
    pub(super) first: u64,
    /// Ids.
    pub(super) speakers: BTreeSet<String>,
}

/// One way to tell speakers apart.
pub(super) struct Dimension {
    pub(super) name: &'static str,
    /// The value of a speaker; `None` where the dimension does not count them.
    value: fn(&Speaker) -> Option<&str>,
    counts: BTreeMap<String, Count>,
}

/// All counts over a part of a run.
pub(super) struct Counts([Dimension; 3]);

impl Default for Counts {
    fn default() -> Self {
        let dimension = |name, value| Dimension { name, value, counts: BTreeMap::new() };
        Self([
            dimension("gender of people", gender),
            dimension("group", |speaker| Some(speaker.group.as_deref().unwrap_or(UNKNOWN))),
            dimension("kind", |speaker| Some(&speaker.kind)),
        ])
    }
}

/// Whoever nothing tells of: counted as such.
const UNKNOWN: &str = "unknown";

fn gender(speaker: &Speaker) -> Option<&str> {
    (speaker.kind == "person").then(|| speaker.gender.as_deref().unwrap_or(UNKNOWN))
}

impl Counts {
    /// Counts the attributions of an article that are sure enough, in their order. An attribution with two speakers counts
    /// for both.
    pub(super) fn add(&mut self, attributions: &[Attribution], least: f64) {
        let sure = || attributions.iter().filter(|attribution| attribution.confidence >= least);
        for dimension in &mut self.0 {
            let mut first = true;
            for attribution in sure() {
                let words = attribution.content.split_whitespace().count() as u64;
                for speaker in &attribution.speakers {
                    let Some(value) = (dimension.value)(speaker) else { continue };
                    let count = dimension.counts.entry(value.to_owned()).or_default();
                    count.attributions += 1;
                    count.words += words;
                    count.first += u64::from(std::mem::take(&mut first));
                    count.speakers.insert(speaker.id.clone());
                }
            }
        }
    }

    /// Those that counted anything.
    pub(super) fn dimensions(&self) -> Vec<&Dimension> {
        self.0.iter().filter(|dimension| !dimension.counts.is_empty()).collect()
    }
}

impl Dimension {
    pub(super) fn attributions(&self) -> u64 {
        self.counts.values().map(|count| count.attributions).sum()
    }

    pub(super) fn words(&self) -> u64 {
        self.counts.values().map(|count| count.words).sum()
    }

    /// The most frequent first, whoever is unknown last.
    pub(super) fn values(&self) -> impl Iterator<Item = (&str, &Count)> {
        let mut values: Vec<(&str, &Count)> =
            self.counts.iter().map(|(value, count)| (value.as_str(), count)).collect();
        values.sort_by_key(|(value, count)| (*value == UNKNOWN, std::cmp::Reverse(count.attributions)));
        values.into_iter()
    }
}
