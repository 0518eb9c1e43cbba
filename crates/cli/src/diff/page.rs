//! The comparison as one page that needs no other file.

use super::said::{percent, told_apart, who};
use crate::query::Stop;
use crate::sanitize::one_line;
use askama::Template;
use sayso_dedup::{Piece, difference};
use sayso_diff::{Cause, Change, Field, Kind, Side, Totals};
use sayso_output::Run;
use std::path::Path;

/// Changes on the page; beyond these `--as json` has all.
const LISTED: usize = 1_000;
/// Characters of a statement on the page.
const LONGEST: usize = 600;

/// What the page will list.
#[derive(Default)]
pub(crate) struct Page {
    changes: Vec<Listed>,
    left: u64,
}

/// A change, fit to show.
struct Listed {
    kind: &'static str,
    cause: &'static str,
    fields: String,
    article: String,
    facts: String,
    rows: Vec<Row>,
}

/// A part of the statement: the words, and those that differ.
struct Row {
    name: &'static str,
    pieces: Vec<Piece>,
}

#[derive(Template)]
#[template(path = "diff.html")]
struct Whole<'a> {
    style: &'static str,
    before: String,
    after: String,
    facts: Vec<(String, &'static str)>,
    kinds: [&'static str; 3],
    causes: Vec<(&'static str, [u64; 3])>,
    changes: &'a [Listed],
    left: u64,
}

impl Page {
    pub(crate) fn take(&mut self, change: &Change) {
        if self.changes.len() < LISTED {
            self.changes.push(Listed::new(change));
        } else {
            self.left += 1;
        }
    }

    /// Writes the page in one step.
    pub(crate) fn write(&self, file: &Path, before: &Run, after: &Run, totals: &Totals) -> Result<(), Stop> {
        let name = |run: &Run| one_line(&run.dir().display().to_string());
        let causes = Cause::ALL.map(|cause| (cause.name(), totals.counts_of(cause)));
        let page = Whole {
            style: sayso_report::STYLE,
            before: name(before),
            after: name(after),
            facts: vec![
                (totals.both.to_string(), "articles in both"),
                (totals.new_texts.to_string(), "with changed text"),
                (totals.new_articles.to_string(), "only in the second run"),
                (totals.gone.to_string(), "only in the first run"),
                (totals.before.to_string(), "attributions before"),
                (totals.after.to_string(), "attributions after"),
            ],
            kinds: Kind::ALL.map(Kind::name),
            causes: causes.into_iter().filter(|(_, counts)| *counts != [0; 3]).collect(),
            changes: &self.changes,
            left: self.left,
        };
        let failed = |message: String| Stop::Failed(format!("{}: {message}", file.display()));
        let html = page.render().map_err(|error| failed(error.to_string()))?;
        crate::atomic_write::write(file, &html).map_err(|error| failed(error.to_string()))
    }
}

impl Listed {
    fn new(change: &Change) -> Self {
        let facts = [change.publisher.as_deref(), change.published.as_deref()];
        let title = change.title.as_deref().unwrap_or(&change.doc_id);
        let fields: Vec<&str> = change.fields.iter().map(|field| field.name()).collect();
        Self {
            kind: change.change.name(),
            cause: change.cause.name(),
            fields: fields.join(", "),
            article: short(title),
            facts: facts.into_iter().flatten().map(one_line).collect::<Vec<_>>().join(", "),
            rows: rows(change),
        }
    }
}

/// A part's name, its field, and what a side has there.
type Part = (&'static str, Field, fn(&Side) -> String);

/// Words and parts of a change; of what did not change the words and the speaker alone.
fn rows(change: &Change) -> Vec<Row> {
    let parts: [Part; 6] = [
        ("Said", Field::Content, |side| side.content.clone()),
        ("By", Field::Speaker, who),
        ("As written", Field::Source, |side| side.source.clone()),
        ("Cue", Field::Cue, |side| side.cue.clone()),
        ("Form", Field::Form, |side| side.form.clone()),
        ("Confidence", Field::Confidence, percent),
    ];
    let shown = parts.into_iter().map(|(name, field, part)| {
        let changed = change.fields.contains(&field);
        let sides = match (&change.before, &change.after) {
            (Some(before), Some(after)) if changed && field == Field::Speaker => {
                told_apart(before, after).map(Some)
            }
            (before, after) => [before, after].map(|side| side.as_ref().map(part)),
        };
        let always = matches!(field, Field::Content | Field::Speaker);
        (always || changed).then(|| Row { name, pieces: pieces(sides, field, changed) })
    });
    let mut rows: Vec<Row> = shown.flatten().collect();
    let marks = [(&change.before, "Corrected before"), (&change.after, "Corrected")];
    for (side, name) in marks {
        if let Some(mark) = side.as_ref().and_then(|side| side.corrected.as_ref()) {
            rows.push(Row { name, pieces: vec![Piece::Both(short(mark))] });
        }
    }
    rows
}

fn pieces(sides: [Option<String>; 2], field: Field, changed: bool) -> Vec<Piece> {
    match sides {
        [Some(before), Some(after)] if changed && field == Field::Content => difference(&before, &after)
            .into_iter()
            .map(|piece| match piece {
                Piece::Both(words) => Piece::Both(short(&words)),
                Piece::First(words) => Piece::First(short(&words)),
                Piece::Second(words) => Piece::Second(short(&words)),
            })
            .collect(),
        [Some(before), Some(after)] if changed => {
            let all = [Piece::First(short(&before)), Piece::Second(short(&after))];
            all.into_iter()
                .filter(
                    |piece| !matches!(piece, Piece::First(words) | Piece::Second(words) if words.is_empty()),
                )
                .collect()
        }
        [_, Some(words)] | [Some(words), None] => vec![Piece::Both(short(&words))],
        [None, None] => Vec::new(),
    }
}

fn short(text: &str) -> String {
    let text = one_line(text);
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}
