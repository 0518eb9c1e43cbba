//! Persons, organisations and places found in text: typed span F1, exact and relaxed, and the share of right links.
//!
//! The same figures as the reference scorer of names. Relaxed: same class and Jaccard of positions at least 0.5, or
//! the prediction ends the gold mention ("Charles Bolden" for "NASA Administrator Charles Bolden"). Offsets are code
//! points. Gold mentions with a `kind` other than `named`, and classes other than the three, are passed over.
//!
//! Links are scored by [`links`], names in corpora that mark descriptions and pronouns, too, by [`capitalised`].

mod links;

pub use links::{ById, Links, Lists, links};

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The classes that are scored.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// People.
    Person,
    /// Organisations of every kind.
    Organization,
    /// Countries and places.
    Place,
}

/// Names of classes as corpora and tools write them.
const CLASSES: &[(Class, &[&str])] = &[
    (Class::Person, &["PER", "PERSON", "person", "politician"]),
    (
        Class::Organization,
        &["ORG", "organization", "organisation", "company", "outlet", "agency", "party", "politicalparty"],
    ),
    (Class::Place, &["LOC", "GPE", "FAC", "place", "country", "city", "region", "location"]),
];

impl Class {
    fn parse(name: &str) -> Option<Self> {
        CLASSES.iter().find(|(_, names)| names.contains(&name)).map(|(class, _)| *class)
    }
}

/// A document of gold or predicted names, as in our JSON Lines.
#[derive(Clone, Debug, Deserialize)]
pub struct NamedDocument {
    /// The input's own id.
    pub doc_id: String,
    /// The text that offsets count.
    #[serde(default)]
    pub text: String,
    /// The names.
    #[serde(default)]
    pub mentions: Vec<NamedMention>,
}

/// A name in a document.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct NamedMention {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Class in a corpus's words.
    #[serde(default, rename = "type")]
    pub class: Option<String>,
    /// Class in our words; in some corpora whether it is a name (`named`).
    #[serde(default)]
    pub kind: Option<String>,
    /// Outside id of gold.
    #[serde(default)]
    pub link: Option<String>,
    /// Our id.
    #[serde(default)]
    pub id: serde_json::Value,
    /// Canonical name of the entity, ours or gold's.
    #[serde(default)]
    pub name: Option<String>,
    /// Title of gold's Wikipedia page.
    #[serde(default)]
    pub wiki: Option<String>,
    /// Gold that may be missing without harm.
    #[serde(default)]
    pub optional: Option<bool>,
    /// Gold that is another reading of a mention.
    #[serde(default)]
    pub alternative_of: Option<serde_json::Value>,
}

impl NamedMention {
    fn class(&self) -> Option<Class> {
        [&self.class, &self.kind].into_iter().flatten().find_map(|name| Class::parse(name))
    }
}

/// Counts of one class.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Gold mentions.
    pub gold: usize,
    /// Predicted mentions.
    pub predicted: usize,
    /// Equal span and class.
    pub exact: usize,
    /// Relaxed matches.
    pub relaxed: usize,
}

impl Counts {
    /// F1 of exact matches, in per cent.
    pub fn exact_f1(&self) -> f64 {
        percent(2 * self.exact, self.predicted + self.gold)
    }

    /// Precision of relaxed matches, in per cent.
    pub fn precision(&self) -> f64 {
        percent(self.relaxed, self.predicted)
    }

    /// Recall of relaxed matches, in per cent.
    pub fn recall(&self) -> f64 {
        percent(self.relaxed, self.gold)
    }

    /// F1 of relaxed matches, in per cent.
    pub fn relaxed_f1(&self) -> f64 {
        percent(2 * self.relaxed, self.predicted + self.gold)
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

/// The figures of a corpus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scores {
    /// By class.
    pub classes: BTreeMap<Class, Counts>,
    /// Over all three, matched without regard to which comes first.
    pub all: Counts,
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = [(Class::Person, "PER"), (Class::Organization, "ORG"), (Class::Place, "LOC")];
        let rows = names
            .into_iter()
            .map(|(class, name)| (name, self.classes.get(&class).copied().unwrap_or_default()));
        for (name, counts) in rows.chain([("all", self.all)]) {
            writeln!(
                f,
                "{name:4} gold {:5} pred {:5}  exact F1 {:5.1}  relaxed P {:5.1} R {:5.1} F1 {:5.1}",
                counts.gold,
                counts.predicted,
                counts.exact_f1(),
                counts.precision(),
                counts.recall(),
                counts.relaxed_f1(),
            )?;
        }
        Ok(())
    }
}

/// A span and its class.
type Typed = (usize, usize, Class);

/// Scores predictions against gold; documents are matched by id, missing ones count as empty.
pub fn score(gold: &[NamedDocument], predicted: &[NamedDocument]) -> Scores {
    let by_id = by_id(predicted);
    let mut scores = Scores::default();
    for document in gold {
        let text: Vec<char> = document.text.chars().collect();
        let named = |mention: &&NamedMention| mention.kind.as_deref().is_none_or(|kind| kind == "named");
        let wanted = typed(&text, document.mentions.iter().filter(named));
        let empty: &[NamedMention] = &[];
        let found = by_id.get(document.doc_id.as_str()).map_or(empty, |document| &document.mentions);
        let got = typed(&text, found.iter());
        for class in [Class::Person, Class::Organization, Class::Place] {
            let only =
                |spans: &[Typed]| spans.iter().copied().filter(|span| span.2 == class).collect::<Vec<_>>();
            count(scores.classes.entry(class).or_default(), &only(&wanted), &only(&got));
        }
        count(&mut scores.all, &wanted, &got);
    }
    scores
}

fn typed<'m>(text: &[char], mentions: impl Iterator<Item = &'m NamedMention>) -> Vec<Typed> {
    let spans = mentions.filter_map(|mention| {
        let class = mention.class()?;
        let (start, end) = trimmed(text, mention.start, mention.end);
        Some((start, end, class))
    });
    spans.collect::<BTreeSet<_>>().into_iter().collect()
}

/// A span without its article, final marks and possessive.
fn trimmed(text: &[char], mut start: usize, end: usize) -> (usize, usize) {
    let mut end = end.min(text.len());
    let slice = |start: usize, end: usize| text.get(start..end).unwrap_or(&[]);
    for article in [['t', 'h', 'e', ' '], ['T', 'h', 'e', ' ']] {
        if slice(start, end).starts_with(&article) {
            start += article.len();
        }
    }
    while end > start && !text[end - 1].is_alphanumeric() {
        end -= 1;
    }
    if slice(start, end).ends_with(&['\'', 's']) || slice(start, end).ends_with(&['’', 's']) {
        end -= 2;
    }
    (start, end)
}

fn count(counts: &mut Counts, gold: &[Typed], predicted: &[Typed]) {
    counts.gold += gold.len();
    counts.predicted += predicted.len();
    counts.exact += gold.iter().filter(|span| predicted.binary_search(span).is_ok()).count();
    let mut used = vec![false; gold.len()];
    for one in predicted {
        let free = |(at, other): &(usize, &Typed)| !used[*at] && relaxed(one, other);
        if let Some((at, _)) = gold.iter().enumerate().find(free) {
            used[at] = true;
            counts.relaxed += 1;
        }
    }
}

fn relaxed(predicted: &Typed, gold: &Typed) -> bool {
    let overlap = predicted.1.min(gold.1).saturating_sub(predicted.0.max(gold.0));
    let union = predicted.1.max(gold.1) - predicted.0.min(gold.0);
    predicted.2 == gold.2
        && overlap > 0
        && (2 * overlap >= union || predicted.1 == gold.1 && predicted.0 >= gold.0)
}

/// Gold mentions of the three classes that look like names: every word of four letters and more has a capital.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Capitalised {
    /// Such mentions.
    pub gold: usize,
    /// Those with a relaxed match of the same class.
    pub found: usize,
    /// Those with a relaxed match of any of the three classes.
    pub any_class: usize,
}

impl Capitalised {
    /// Share that was found with its class, in per cent.
    pub fn recall(&self) -> f64 {
        percent(self.found, self.gold)
    }
}

/// Recall of what is a name by its capitals, for corpora that mark pronouns and descriptions, too.
pub fn capitalised(gold: &[NamedDocument], predicted: &[NamedDocument]) -> Capitalised {
    let by_id = by_id(predicted);
    let mut counts = Capitalised::default();
    for document in gold {
        let text: Vec<char> = document.text.chars().collect();
        let found = by_id.get(document.doc_id.as_str()).map_or(&[][..], |document| &document.mentions);
        let got = typed(&text, found.iter());
        for (start, end, class) in typed(&text, document.mentions.iter()) {
            if !is_capitalised(text.get(start..end).unwrap_or(&[])) {
                continue;
            }
            counts.gold += 1;
            counts.found += usize::from(got.iter().any(|one| relaxed(one, &(start, end, class))));
            counts.any_class += usize::from(got.iter().any(|one| relaxed(one, &(start, end, one.2))));
        }
    }
    counts
}

fn is_capitalised(text: &[char]) -> bool {
    let mut words =
        text.split(|c: &char| !c.is_alphanumeric()).filter(|word| word.len() >= 4 || text.len() < 4);
    let mut some = false;
    words.all(|word| {
        some = true;
        word.first().is_none_or(|first| first.is_uppercase() || first.is_numeric())
    }) && some
}

fn by_id(documents: &[NamedDocument]) -> BTreeMap<&str, &NamedDocument> {
    documents.iter().map(|document| (document.doc_id.as_str(), document)).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const GOLD: &str = include_str!("../tests/fixtures/names-gold.jsonl");
    const PREDICTED: &str = include_str!("../tests/fixtures/names-predicted.jsonl");

    /// What `score_names.py` printed for them on 2026-11-23.
    const REFERENCE: &str = "\
PER  gold     5 pred     4  exact F1  22.2  relaxed P  75.0 R  60.0 F1  66.7\n\
ORG  gold     3 pred     3  exact F1  66.7  relaxed P  66.7 R  66.7 F1  66.7\n\
LOC  gold     2 pred     3  exact F1  80.0  relaxed P  66.7 R 100.0 F1  80.0\n\
all  gold    10 pred    10  exact F1  50.0  relaxed P  70.0 R  70.0 F1  70.0\n\
";

    fn read(lines: &str) -> Vec<NamedDocument> {
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn names_by_their_capitals() {
        for (text, capital) in [
            ("Jane Roe", true),
            ("EU", true),
            ("the company", false),
            ("it", false),
            ("Port of Tacoma", true),
        ] {
            assert_eq!(is_capitalised(&text.chars().collect::<Vec<_>>()), capital, "{text}");
        }
    }

    /// The figures were computed once by the reference scorer on the same two files, which we wrote.
    #[test]
    fn agrees_with_the_reference_scorer() {
        let scores = score(&read(GOLD), &read(PREDICTED));
        assert_eq!(scores.to_string(), REFERENCE);
    }
}
