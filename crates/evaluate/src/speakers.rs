//! Who said it: the speakers that a source was resolved to, against speakers that a reader wrote down.
//!
//! A statement is right where the found speakers are the gold's, no fewer and no more. Whether their kinds are right
//! too is counted beside it. [`chains`] makes gold of a corpus that has coreference chains instead of names.

pub mod chains;
mod gold;
mod same;

pub use gold::{Article, Gold, ReadError, SourceForm, Who, WhoKind, read};

use sayso_document::Speaker;
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
    pub fn of(&self, forms: &[SourceForm]) -> Tally {
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
        row("= name or short name", &self.of(NAMED))?;
        row("= pronoun or nominal", &self.of(DESCRIBED))?;
        row("= all", &self.of(SourceForm::ALL))?;
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
