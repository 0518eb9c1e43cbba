//! The rows of each table, in the order of its columns.

use crate::schema::{
    ARTICLES, ATTRIBUTION_ABOUT, ATTRIBUTION_SPANS, ATTRIBUTION_SPEAKERS, ATTRIBUTIONS, CLUSTERS, ENTITIES,
    MENTIONS, STATEMENT_CARRIERS, STATEMENT_GROUPS,
};
use crate::table::{Table, Value};
use crate::{Error, Export};
use rustc_hash::FxHashMap;
use sayso_core::CodePoints;
use sayso_output::{
    Attribution, Carrier, Cluster, ClusterMember, Document, Entity, Run, Span, StatementGroup, Wording,
};
use std::fmt::Write as _;

/// What writes tables.
pub(crate) trait TableWriter {
    /// Appends a row, which has the table's columns.
    fn row(&mut self, table: &'static Table, row: &[Value<'_>]) -> Result<(), Error>;
    /// Ends all tables.
    fn finish(self) -> Result<(), Error>;
}

/// Gives every row of every table of a run, in the order in which the files have them: articles with what belongs to
/// them first. A row has the table's columns.
///
/// # Errors
/// The run's files cannot be read, or `row` failed.
pub fn for_each_row(
    run: &Run,
    row: impl FnMut(&'static Table, &[Value<'_>]) -> Result<(), Error>,
) -> Result<(), Error> {
    struct Rows<F>(F);
    impl<F: FnMut(&'static Table, &[Value<'_>]) -> Result<(), Error>> TableWriter for Rows<F> {
        fn row(&mut self, table: &'static Table, row: &[Value<'_>]) -> Result<(), Error> {
            (self.0)(table, row)
        }
        fn finish(self) -> Result<(), Error> {
            Ok(())
        }
    }
    let mut tables = Box::new(Tables(Rows(row)));
    for document in run.documents()? {
        tables.document(&document?)?;
    }
    tables.finish(run)
}

/// A run as tables.
pub(crate) struct Tables<W>(pub W);

impl<W: TableWriter> Export for Tables<W> {
    fn document(&mut self, it: &Document) -> Result<(), Error> {
        self.row(&ARTICLES, &article(it))?;
        let points = CodePoints::new(&it.text);
        let names: FxHashMap<&str, &str> =
            it.mentions.iter().rev().map(|mention| (mention.id.as_str(), mention.name.as_str())).collect();
        for (number, quote) in it.attributions.iter().enumerate() {
            self.row(&ATTRIBUTIONS, &attribution(it, quote, number + 1, &names))?;
            self.links(quote, &names)?;
            self.spans(it, quote, &points)?;
        }
        for (number, mention) in it.mentions.iter().enumerate() {
            let row = [
                Value::from(&it.document),
                (number + 1).into(),
                mention.start.into(),
                mention.end.into(),
                (&mention.text).into(),
                (&mention.kind).into(),
                (&mention.id).into(),
                (&mention.name).into(),
            ];
            self.row(&MENTIONS, &row)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>, run: &Run) -> Result<(), Error> {
        for entity in run.entities()? {
            self.row(&ENTITIES, &entity_row(&entity?))?;
        }
        for cluster in run.clusters()? {
            let cluster = cluster?;
            for (nth, copy) in cluster.articles.iter().enumerate() {
                self.row(&CLUSTERS, &copy_row(&cluster, nth + 1, copy))?;
            }
        }
        for group in run.statements()? {
            let group = group?;
            self.row(&STATEMENT_GROUPS, &group_row(&group))?;
            for (nth, carrier) in group.carriers.iter().enumerate() {
                self.row(&STATEMENT_CARRIERS, &carrier_row(&group, nth + 1, carrier))?;
            }
        }
        self.0.finish()
    }
}

impl<W: TableWriter> Tables<W> {
    fn row(&mut self, table: &'static Table, row: &[Value<'_>]) -> Result<(), Error> {
        debug_assert_eq!(row.len(), table.columns.len(), "{}", table.name);
        for (value, column) in row.iter().zip(table.columns) {
            debug_assert!(value.fits(column), "{}.{}: {value:?}", table.name, column.name);
        }
        self.0.row(table, row)
    }

    fn links(&mut self, quote: &Attribution, names: &FxHashMap<&str, &str>) -> Result<(), Error> {
        for (nth, speaker) in quote.speakers.iter().enumerate() {
            let row = [
                Value::from(&quote.id),
                (nth + 1).into(),
                (&speaker.id).into(),
                (&speaker.name).into(),
                (&speaker.kind).into(),
            ];
            self.row(&ATTRIBUTION_SPEAKERS, &row)?;
        }
        for (nth, id) in quote.about.iter().enumerate() {
            let name = names.get(id.as_str()).copied();
            let row = [Value::from(&quote.id), (nth + 1).into(), id.into(), name.into()];
            self.row(&ATTRIBUTION_ABOUT, &row)?;
        }
        Ok(())
    }

    fn spans(&mut self, it: &Document, quote: &Attribution, points: &CodePoints<'_>) -> Result<(), Error> {
        let via: Vec<Span> = quote.via.iter().map(|via| [via.start, via.end]).collect();
        let parts = [
            ("content", &quote.content_spans),
            ("source", &quote.source_spans),
            ("cue", &quote.cue_spans),
            ("via", &via),
        ];
        for (part, spans) in parts {
            for (nth, span) in spans.iter().enumerate() {
                let row = [
                    Value::from(&quote.id),
                    (&it.document).into(),
                    part.into(),
                    (nth + 1).into(),
                    span[0].into(),
                    span[1].into(),
                    points.slice(*span).unwrap_or_default().into(),
                ];
                self.row(&ATTRIBUTION_SPANS, &row)?;
            }
        }
        Ok(())
    }
}

/// Several values in one cell.
fn joined<'a>(values: impl IntoIterator<Item = &'a str>) -> Value<'static> {
    let joined = values.into_iter().collect::<Vec<_>>().join("; ");
    if joined.is_empty() { Value::Null } else { joined.into() }
}

/// What is empty where there is nothing.
/// Files from before there was a polarity hold assertions alone.
fn polarity(quote: &Attribution) -> &str {
    given(&quote.polarity).unwrap_or("asserted")
}

fn given(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// Characters of an article's facts in the rows of its attributions: a title may have megabytes.
const FACT: usize = 1000;

/// A fact of an article as its attributions repeat it.
fn fact(text: &str) -> &str {
    text.char_indices().nth(FACT).map_or(text, |(at, _)| &text[..at])
}

/// The day of a date that begins with one.
fn day(published: Option<&String>) -> Option<&str> {
    let day = published?.get(..10)?;
    let shape: String = day.chars().map(|char| if char.is_ascii_digit() { '0' } else { char }).collect();
    (shape == "0000-00-00").then_some(day)
}

/// The article that it is a copy of, itself where it is none.
fn original(it: &Document) -> &str {
    it.cluster.as_ref().map_or(&it.document, |cluster| &cluster.id)
}

fn article(it: &Document) -> Vec<Value<'_>> {
    vec![
        (&it.document).into(),
        (&it.doc_id).into(),
        it.title.as_ref().into(),
        it.publisher.as_ref().into(),
        it.section.as_ref().into(),
        it.language.as_ref().into(),
        joined(it.authors.iter().map(String::as_str)),
        joined(it.credits.iter().map(|credit| credit.agency.as_str())),
        it.credits.iter().any(|credit| credit.whole).into(),
        it.published.as_ref().into(),
        day(it.published.as_ref()).into(),
        it.modified.as_ref().into(),
        it.url.as_ref().into(),
        original(it).into(),
        it.cluster.as_ref().map_or(1.0, |cluster| cluster.shared).into(),
        it.text.chars().count().into(),
        it.attributions.len().into(),
        it.mentions.len().into(),
        (&it.text).into(),
    ]
}

fn attribution<'a>(
    it: &'a Document,
    quote: &'a Attribution,
    number: usize,
    names: &FxHashMap<&'a str, &'a str>,
) -> Vec<Value<'a>> {
    let speaker = quote.speakers.first();
    let told = |text: Option<&'a String>| Value::from(text.map_or("", String::as_str));
    let about = quote.about.iter().filter_map(|id| names.get(id.as_str()).copied());
    let [content, source, cue] =
        [&quote.content_spans, &quote.source_spans, &quote.cue_spans].map(|spans| extent(spans));
    vec![
        (&quote.id).into(),
        (&it.document).into(),
        fact(&it.doc_id).into(),
        number.into(),
        it.title.as_deref().map(fact).into(),
        it.publisher.as_deref().map(fact).into(),
        it.published.as_deref().map(fact).into(),
        day(it.published.as_ref()).into(),
        it.url.as_deref().map(fact).into(),
        original(it).into(),
        quote.group.as_ref().unwrap_or(&quote.id).into(),
        (&quote.form).into(),
        (&quote.cue_class).into(),
        polarity(quote).into(),
        (&quote.content).into(),
        given(&quote.source).into(),
        given(&quote.cue).into(),
        told(speaker.map(|speaker| &speaker.id)),
        told(speaker.map(|speaker| &speaker.name)),
        told(speaker.map(|speaker| &speaker.kind)),
        quote.speakers.len().into(),
        quote.via.as_ref().and_then(|via| via.id.as_ref()).into(),
        quote.via.as_ref().map(|via| &via.name).into(),
        joined(about),
        quote.confidence.into(),
        (&quote.rule).into(),
        quote.corrected.as_ref().into(),
        content.map_or(0, |span| span[0]).into(),
        content.map_or(0, |span| span[1]).into(),
        source.map(|span| span[0]).into(),
        source.map(|span| span[1]).into(),
        cue.map(|span| span[0]).into(),
        cue.map(|span| span[1]).into(),
    ]
}

/// From where the first piece begins to where the last one ends.
fn extent(spans: &[Span]) -> Option<Span> {
    Some([spans.iter().map(|span| span[0]).min()?, spans.iter().map(|span| span[1]).max()?])
}

fn entity_row(it: &Entity) -> [Value<'_>; 8] {
    [
        (&it.id).into(),
        (&it.name).into(),
        (&it.kind).into(),
        joined(it.roles.iter().map(String::as_str)),
        it.mentions.into(),
        it.documents.into(),
        it.attributions.into(),
        it.about.into(),
    ]
}

fn copy_row<'a>(cluster: &'a Cluster, position: usize, it: &'a ClusterMember) -> [Value<'a>; 8] {
    [
        (&cluster.id).into(),
        (&it.document).into(),
        (&it.doc_id).into(),
        position.into(),
        (&it.title).into(),
        (&it.publisher).into(),
        it.published.as_ref().into(),
        it.shared.into(),
    ]
}

fn group_row(it: &StatementGroup) -> [Value<'_>; 9] {
    let first = it.carriers.first();
    let told = |text: Option<&str>| Value::from(text.unwrap_or_default().to_owned());
    [
        (&it.id).into(),
        (&it.words).into(),
        it.speakers.join("; ").into(),
        it.appearances.into(),
        it.articles.into(),
        it.outlets.into(),
        told(first.map(|carrier| carrier.document.as_str())),
        told(first.map(|carrier| carrier.publisher.as_str())),
        first.and_then(|carrier| carrier.published.as_ref()).into(),
    ]
}

fn carrier_row<'a>(group: &'a StatementGroup, position: usize, it: &'a Carrier) -> [Value<'a>; 10] {
    [
        (&group.id).into(),
        position.into(),
        (&it.id).into(),
        (&it.document).into(),
        (&it.doc_id).into(),
        (&it.title).into(),
        (&it.publisher).into(),
        it.published.as_ref().into(),
        (&it.words).into(),
        it.difference.as_deref().map(difference).into(),
    ]
}

/// As wdiff writes it.
fn difference(runs: &[Wording]) -> String {
    let mut out = String::new();
    for run in runs {
        let blank = if out.is_empty() { "" } else { " " };
        let _ = match run {
            Wording::Same(words) => write!(out, "{blank}{words}"),
            Wording::LeftOut(words) => write!(out, "{blank}[-{words}-]"),
            Wording::PutIn(words) => write!(out, "{blank}{{+{words}+}}"),
        };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_that_a_date_begins_with() {
        let check = |date: &str, expect: Option<&str>| assert_eq!(day(Some(&date.to_owned())), expect);
        check("2023-10-26T14:02:00-04:00", Some("2023-10-26"));
        check("2023-10-26", Some("2023-10-26"));
        check("2023-10", None);
        check("yesterday at noon", None);
        check("ééééééééé", None);
    }

    #[test]
    fn differences_are_told_in_one_cell() {
        let words = |words: &str| words.to_owned();
        let runs =
            [Wording::LeftOut(words("the")), Wording::PutIn(words("our")), Wording::Same(words("cat"))];
        assert_eq!(difference(&runs), "[-the-] {+our+} cat");
    }
}
