//! One article in two runs.

use crate::cause::{Cause, Makers};
use crate::change::{Change, Field};
use crate::pairs::{pairs, words};
use sayso_output::{Attribution, Document};

/// What counts as a difference.
#[derive(Copy, Clone, Debug)]
pub struct Options {
    /// Confidences that differ by less are the same.
    pub confidence: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self { confidence: 0.1 }
    }
}

/// What differs in an article that one of the runs may not have; in the second run's order, then what was lost.
pub fn document(
    one: Option<&Document>,
    other: Option<&Document>,
    makers: &Makers,
    options: &Options,
) -> Vec<Change> {
    match (one, other) {
        (Some(one), Some(other)) => both(one, other, makers, options),
        (None, Some(new)) => {
            let all = 0..new.attributions.len();
            all.filter_map(|at| Change::new(None, Some(new), (None, Some(at)), Cause::NewArticle, Vec::new()))
                .collect()
        }
        (Some(old), None) => {
            let all = 0..old.attributions.len();
            all.filter_map(|at| {
                Change::new(Some(old), None, (Some(at), None), Cause::ArticleGone, Vec::new())
            })
            .collect()
        }
        (None, None) => Vec::new(),
    }
}

fn both(one: &Document, other: &Document, makers: &Makers, options: &Options) -> Vec<Change> {
    let same_text = one.text == other.text;
    let pairs = pairs(one, other);
    let mut of_other: Vec<Option<usize>> = vec![None; other.attributions.len()];
    for (nth, at) in pairs.iter().enumerate().filter_map(|(nth, at)| Some((nth, (*at)?))) {
        of_other[at] = Some(nth);
    }
    let second = of_other.iter().enumerate().map(|(at, nth)| (*nth, Some(at)));
    let lost = pairs.iter().enumerate().filter(|(_, at)| at.is_none()).map(|(nth, _)| (Some(nth), None));
    let mut changes = Vec::new();
    for numbers in second.chain(lost) {
        let quotes = (
            numbers.0.and_then(|nth: usize| one.attributions.get(nth)),
            numbers.1.and_then(|at: usize| other.attributions.get(at)),
        );
        let fields = match quotes {
            (Some(before), Some(after)) => fields(before, after, same_text, options),
            _ => Vec::new(),
        };
        if fields.is_empty() && numbers.0.is_some() && numbers.1.is_some() {
            continue;
        }
        let cause = makers.of_statement((one, other), quotes, &fields);
        changes.extend(Change::new(Some(one), Some(other), numbers, cause, fields));
    }
    changes
}

/// The parts that differ. In one text by their places, in two by their words.
fn fields(before: &Attribution, after: &Attribution, same_text: bool, options: &Options) -> Vec<Field> {
    let ids = |quote: &Attribution| {
        let mut ids: Vec<String> = quote.speakers.iter().map(|speaker| speaker.id.clone()).collect();
        ids.sort();
        ids
    };
    let part = |spans: fn(&Attribution) -> &Vec<sayso_output::Span>, said: fn(&Attribution) -> &String| {
        if same_text { spans(before) != spans(after) } else { words(said(before)) != words(said(after)) }
    };
    let differs = [
        (Field::Speaker, ids(before) != ids(after)),
        (Field::Content, part(|attribution| &attribution.content_spans, |attribution| &attribution.content)),
        (Field::Source, part(|attribution| &attribution.source_spans, |attribution| &attribution.source)),
        (Field::Cue, part(|attribution| &attribution.cue_spans, |attribution| &attribution.cue)),
        (Field::Form, before.form != after.form),
        (Field::Confidence, (before.confidence - after.confidence).abs() >= options.confidence),
    ];
    differs.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect()
}
