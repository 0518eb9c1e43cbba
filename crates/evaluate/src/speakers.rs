//! Who said it: the speakers that a source was resolved to, against speakers that a reader wrote down.
//!
//! A statement is right where the found speakers are the gold's, no fewer and no more. Whether their kinds are right
//! too is counted beside it. [`chains`] makes gold of a corpus that has coreference chains instead of names.

pub mod chains;
mod gold;
mod same;

pub use gold::{Article, Gold, SourceForm, Who, WhoKind, read};

use sayso_core::Speaker;
use std::collections::BTreeMap;
use std::fmt;

/// Statements, and how many of them were right.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Gold statements.
    pub gold: usize,
    /// Those for which something was found.
    pub found: usize,
    /// Those with the right speakers.
    pub right: usize,
    /// Those of them where the kinds of the speakers are right too.
    pub kinds: usize,
}

impl Tally {
    /// Share of right speakers among gold statements, in per cent.
    pub fn share(&self) -> f64 {
        percent(self.right, self.gold)
    }

    fn add(&mut self, verdict: Option<Verdict>) {
        self.gold += 1;
        if let Some(verdict) = verdict {
            self.found += 1;
            self.right += usize::from(verdict.speakers);
            self.kinds += usize::from(verdict.speakers && verdict.kinds);
        }
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

/// What is said of one statement.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The speakers are the gold's.
    pub speakers: bool,
    /// So are their kinds.
    pub kinds: bool,
}

/// Judges the speakers found for a statement.
pub fn judge(gold: &Gold, found: &[Speaker]) -> Verdict {
    let found: Vec<&Speaker> = found.iter().filter(|speaker| same::is_answer(speaker)).collect();
    let pair = |who: &Who| found.iter().copied().find(|speaker| same::speaker(who, speaker));
    let pairs: Vec<Option<&Speaker>> = gold.speakers.iter().map(pair).collect();
    Verdict {
        speakers: found.len() == gold.speakers.len() && pairs.iter().all(Option::is_some),
        kinds: gold
            .speakers
            .iter()
            .zip(&pairs)
            .all(|(who, pair)| pair.is_some_and(|speaker| who.kind.is(speaker.kind))),
    }
}

/// Figures by form of the source and by kind of the (first) speaker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    forms: BTreeMap<SourceForm, Tally>,
    kinds: BTreeMap<WhoKind, Tally>,
}

impl Figures {
    /// Counts one statement; `None` where nothing was found for it.
    pub fn add(&mut self, gold: &Gold, verdict: Option<Verdict>) {
        self.forms.entry(gold.form).or_default().add(verdict);
        if let Some(who) = gold.speakers.first() {
            self.kinds.entry(who.kind).or_default().add(verdict);
        }
    }

    /// The sum over some forms of source.
    pub fn sum(&self, forms: &[SourceForm]) -> Tally {
        let mut sum = Tally::default();
        for tally in forms.iter().filter_map(|form| self.forms.get(form)) {
            sum.gold += tally.gold;
            sum.found += tally.found;
            sum.right += tally.right;
            sum.kinds += tally.kinds;
        }
        sum
    }
}

/// Names in full and in short: the first of the two figures that count.
pub const NAMED: &[SourceForm] = &[SourceForm::Name, SourceForm::Short];
/// Pronouns and noun phrases: the second.
pub const DESCRIBED: &[SourceForm] = &[SourceForm::Pronoun, SourceForm::Nominal];

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut row = |name: &str, tally: &Tally| {
            writeln!(
                f,
                "{name:22} gold {:4}  found {:4}  right {:4}  {:5.1} %  kinds right {:4}",
                tally.gold,
                tally.found,
                tally.right,
                tally.share(),
                tally.kinds,
            )
        };
        for (form, tally) in &self.forms {
            row(form.name(), tally)?;
        }
        row("= name or short name", &self.sum(NAMED))?;
        row("= pronoun or nominal", &self.sum(DESCRIBED))?;
        row("= all", &self.sum(SourceForm::ALL))?;
        for (kind, tally) in &self.kinds {
            row(kind.name(), tally)?;
        }
        Ok(())
    }
}

/// The found statement that is a gold one: most code points of content shared, then of the cue, at least one.
pub fn matching<'f, T>(gold: &Gold, found: &'f [T], spans: impl Fn(&T) -> Spans) -> Option<&'f T> {
    let weight = |one: &T| {
        let spans = spans(one);
        let cue = shared(&gold.cue, &spans.cue);
        let content = shared(&gold.content, &spans.content);
        let source = shared(&gold.source, &spans.source);
        (content > 0 && (cue > 0 || gold.cue.is_empty() || source > 0)).then_some((cue + source, content))
    };
    let weighed = found.iter().filter_map(|one| Some((weight(one)?, one)));
    // Of equals the first.
    weighed.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, one)| one)
}

/// Spans of a statement, in code points.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spans {
    /// What was said.
    pub content: Vec<[u32; 2]>,
    /// Who, as written.
    pub source: Vec<[u32; 2]>,
    /// The words of saying.
    pub cue: Vec<[u32; 2]>,
}

fn shared(one: &[[u32; 2]], other: &[[u32; 2]]) -> u32 {
    let overlap = |a: &[u32; 2], b: &[u32; 2]| a[1].min(b[1]).saturating_sub(a[0].max(b[0]));
    one.iter().flat_map(|a| other.iter().map(move |b| overlap(a, b))).sum()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use sayso_core::SpeakerKind;

    const GOLD: &str = include_str!("../tests/fixtures/speakers.jsonl");

    /// What is found for the fixture's statements, in their order.
    const FOUND: &[&[(&str, SpeakerKind)]] = &[
        &[("Jane Q. Roe", SpeakerKind::Person)],
        &[("Max Roe", SpeakerKind::Person)],
        &[("National Bridge Agency", SpeakerKind::Organization)],
        &[("Jane Roe", SpeakerKind::Person), ("Max Lind", SpeakerKind::Person)],
        &[("Jane Roe", SpeakerKind::Person)],
        &[("two Norwegian officials", SpeakerKind::Anonymous)],
        &[("study", SpeakerKind::Organization)],
        &[("", SpeakerKind::Unresolved)],
    ];

    fn speakers(found: &[(&str, SpeakerKind)]) -> Vec<Speaker> {
        let speaker =
            |&(name, kind): &(&str, SpeakerKind)| Speaker { id: String::new(), name: name.into(), kind };
        found.iter().map(speaker).collect()
    }

    /// Right: the middle initial, the initials of a body, the pair, the officials (of another kind), nobody. Wrong:
    /// another Roe, one of two, a study taken for a body.
    #[test]
    fn figures_of_the_fixture() {
        let article = read(GOLD.as_bytes()).unwrap().remove(0);
        assert_eq!(article.attributions.len(), FOUND.len());
        let mut figures = Figures::default();
        for (gold, found) in article.attributions.iter().zip(FOUND) {
            figures.add(gold, Some(judge(gold, &speakers(found))));
        }
        figures.add(&article.attributions[0], None);
        insta::assert_snapshot!(figures);
    }

    #[test]
    fn statements_are_matched_by_what_they_share() {
        let gold = &read(GOLD.as_bytes()).unwrap()[0].attributions[0];
        let spans = |content, cue| Spans { content: vec![content], cue: vec![cue], source: Vec::new() };
        let found = [spans([0, 5], [40, 44]), spans([2, 20], [26, 30]), spans([50, 60], [26, 30])];
        assert_eq!(matching(gold, &found, Clone::clone), Some(&found[1]));
        assert_eq!(matching(gold, &found[..1], Clone::clone), None);
    }

    #[test]
    fn a_line_that_is_no_article_is_named() {
        let error = read("\n{\"source_id\": 1}".as_bytes()).unwrap_err();
        assert_eq!(error.line, 2);
    }

    #[test]
    fn our_annotations_can_be_read() {
        for lines in [
            include_str!("../../../data/gold/speakers.jsonl"),
            include_str!("../../../data/gold/speakers-later.jsonl"),
        ] {
            for article in read(lines.as_bytes()).unwrap() {
                for gold in &article.attributions {
                    let inside = |span: &[u32; 2]| span[0] < span[1] && span[1] as usize <= article.length;
                    assert!(gold.content.iter().chain(&gold.source).chain(&gold.cue).all(inside));
                    assert!(!gold.content.is_empty());
                }
            }
        }
    }
}
