//! The rows of each table, in the order of its columns.

use crate::derived::{Sentences, cue_lemma, day, domain, month};
use crate::schema::{
    ARTICLES, ATTRIBUTION_ABOUT, ATTRIBUTION_SPANS, ATTRIBUTION_SPEAKERS, ATTRIBUTIONS, CLUSTERS, ENTITIES,
    MENTIONS, STATEMENT_CARRIERS, STATEMENT_GROUPS,
};
use crate::table::{Table, Value};
use crate::{Error, Export};
use rustc_hash::FxHashMap;
use sayso_core::CodePoints;
use sayso_output::{
    Attribution, Carrier, Cluster, ClusterMember, Document, Entity, Run, Span, Speaker, StatementGroup,
    Wording,
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
    fn document(&mut self, document: &Document) -> Result<(), Error> {
        self.row(&ARTICLES, &article_row(document))?;
        let points = CodePoints::new(&document.text);
        let sentences = Sentences::of(&document.text);
        let names: FxHashMap<&str, &str> = document
            .mentions
            .iter()
            .rev()
            .map(|mention| (mention.id.as_str(), mention.name.as_str()))
            .collect();
        for (number, attribution) in document.attributions.iter().enumerate() {
            let sentence = sentences.around(attribution, &points);
            self.row(&ATTRIBUTIONS, &attribution_row(document, attribution, number + 1, &names, sentence))?;
            self.links(attribution, &names)?;
            self.spans(document, attribution, &points)?;
        }
        for (number, mention) in document.mentions.iter().enumerate() {
            let row = [
                Value::from(&document.document),
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
                self.row(&CLUSTERS, &member_row(&cluster, nth + 1, copy))?;
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

    fn links(&mut self, attribution: &Attribution, names: &FxHashMap<&str, &str>) -> Result<(), Error> {
        for (nth, speaker) in attribution.speakers.iter().enumerate() {
            let mut row = vec![
                Value::from(&attribution.id),
                (nth + 1).into(),
                (&speaker.id).into(),
                (&speaker.name).into(),
                (&speaker.kind).into(),
            ];
            row.extend(facts(Some(speaker)));
            self.row(&ATTRIBUTION_SPEAKERS, &row)?;
        }
        for (nth, id) in attribution.about.iter().enumerate() {
            let name = names.get(id.as_str()).copied();
            let row = [Value::from(&attribution.id), (nth + 1).into(), id.into(), name.into()];
            self.row(&ATTRIBUTION_ABOUT, &row)?;
        }
        Ok(())
    }

    fn spans(
        &mut self,
        document: &Document,
        attribution: &Attribution,
        points: &CodePoints<'_>,
    ) -> Result<(), Error> {
        let via: Vec<Span> = attribution.via.iter().map(|via| [via.start, via.end]).collect();
        let parts = [
            ("content", &attribution.content_spans),
            ("source", &attribution.source_spans),
            ("cue", &attribution.cue_spans),
            ("via", &via),
        ];
        for (part, spans) in parts {
            for (nth, span) in spans.iter().enumerate() {
                let row = [
                    Value::from(&attribution.id),
                    (&document.document).into(),
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

/// Files from before there was a polarity hold assertions alone.
fn polarity(attribution: &Attribution) -> &str {
    given(&attribution.polarity).unwrap_or("asserted")
}

/// What is empty where there is nothing.
fn given(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// Characters of an article's facts in the rows of its attributions: a title may have megabytes.
const FACT: usize = 1000;

/// A fact of an article as its attributions repeat it.
fn fact(text: &str) -> &str {
    text.char_indices().nth(FACT).map_or(text, |(at, _)| &text[..at])
}

/// The article that it is a copy of, itself where it is none.
fn original(document: &Document) -> &str {
    document.cluster.as_ref().map_or(&document.document, |cluster| &cluster.id)
}

fn article_row(document: &Document) -> Vec<Value<'_>> {
    vec![
        (&document.document).into(),
        (&document.doc_id).into(),
        document.title.as_ref().into(),
        document.publisher.as_ref().into(),
        document.section.as_ref().into(),
        document.language.as_ref().into(),
        joined(document.authors.iter().map(String::as_str)),
        joined(document.credits.iter().map(|credit| credit.agency.as_str())),
        document.credits.iter().any(|credit| credit.whole).into(),
        document.published.as_ref().into(),
        day(document.published.as_ref()).into(),
        month(document.published.as_ref()).into(),
        document.modified.as_ref().into(),
        document.url.as_ref().into(),
        document.url.as_deref().and_then(domain).into(),
        original(document).into(),
        document.cluster.as_ref().map_or(1.0, |cluster| cluster.shared).into(),
        document.text.chars().count().into(),
        document.attributions.len().into(),
        document.mentions.len().into(),
        (&document.text).into(),
    ]
}

fn attribution_row<'a>(
    document: &'a Document,
    attribution: &'a Attribution,
    number: usize,
    names: &FxHashMap<&'a str, &'a str>,
    sentence: Option<&'a str>,
) -> Vec<Value<'a>> {
    let speaker = attribution.speakers.first();
    let told = |text: Option<&'a String>| Value::from(text.map_or("", String::as_str));
    let about = attribution.about.iter().filter_map(|id| names.get(id.as_str()).copied());
    let [content, source, cue] =
        [&attribution.content_spans, &attribution.source_spans, &attribution.cue_spans]
            .map(|spans| extent(spans));
    let mut row = vec![
        (&attribution.id).into(),
        (&document.document).into(),
        fact(&document.doc_id).into(),
        number.into(),
        document.title.as_deref().map(fact).into(),
        document.publisher.as_deref().map(fact).into(),
        document.published.as_deref().map(fact).into(),
        day(document.published.as_ref()).into(),
        month(document.published.as_ref()).into(),
        document.url.as_deref().map(fact).into(),
        document.url.as_deref().and_then(domain).into(),
        original(document).into(),
        attribution.group.as_ref().unwrap_or(&attribution.id).into(),
        (&attribution.form).into(),
        (&attribution.cue_class).into(),
        polarity(attribution).into(),
        (&attribution.content).into(),
        given(&attribution.source).into(),
        given(&attribution.cue).into(),
        cue_lemma(&attribution.cue).into(),
        sentence.into(),
        told(speaker.map(|speaker| &speaker.id)),
        told(speaker.map(|speaker| &speaker.name)),
        told(speaker.map(|speaker| &speaker.kind)),
    ];
    row.extend(facts(speaker));
    row.extend([
        attribution.speakers.len().into(),
        attribution.via.as_ref().and_then(|via| via.id.as_ref()).into(),
        attribution.via.as_ref().map(|via| &via.name).into(),
        joined(about),
        attribution.confidence.into(),
        (&attribution.rule).into(),
        attribution.corrected.as_ref().into(),
        content.map_or(0, |span| span[0]).into(),
        content.map_or(0, |span| span[1]).into(),
        source.map(|span| span[0]).into(),
        source.map(|span| span[1]).into(),
        cue.map(|span| span[0]).into(),
        cue.map(|span| span[1]).into(),
    ]);
    row
}

/// What a run knows of a speaker.
fn facts(speaker: Option<&Speaker>) -> [Value<'_>; 5] {
    let facts = speaker.map(|speaker| speaker.facts().map(|(_, fact)| Value::from(fact)));
    facts.unwrap_or([const { Value::Null }; 5])
}

/// From where the first piece begins to where the last one ends.
fn extent(spans: &[Span]) -> Option<Span> {
    Some([spans.iter().map(|span| span[0]).min()?, spans.iter().map(|span| span[1]).max()?])
}

fn entity_row(entity: &Entity) -> [Value<'_>; 12] {
    [
        (&entity.id).into(),
        (&entity.name).into(),
        (&entity.kind).into(),
        joined(entity.roles.iter().map(String::as_str)),
        entity.gender.as_ref().into(),
        entity.gender_basis.as_ref().into(),
        entity.country.as_ref().into(),
        entity.group.as_ref().into(),
        entity.mentions.into(),
        entity.documents.into(),
        entity.attributions.into(),
        entity.about.into(),
    ]
}

fn member_row<'a>(cluster: &'a Cluster, position: usize, member: &'a ClusterMember) -> [Value<'a>; 8] {
    [
        (&cluster.id).into(),
        (&member.document).into(),
        (&member.doc_id).into(),
        position.into(),
        (&member.title).into(),
        (&member.publisher).into(),
        member.published.as_ref().into(),
        member.shared.into(),
    ]
}

fn group_row(group: &StatementGroup) -> [Value<'_>; 9] {
    let first = group.carriers.first();
    let told = |text: Option<&str>| Value::from(text.unwrap_or_default().to_owned());
    [
        (&group.id).into(),
        (&group.words).into(),
        group.speakers.join("; ").into(),
        group.appearances.into(),
        group.articles.into(),
        group.outlets.into(),
        told(first.map(|carrier| carrier.document.as_str())),
        told(first.map(|carrier| carrier.publisher.as_str())),
        first.and_then(|carrier| carrier.published.as_ref()).into(),
    ]
}

fn carrier_row<'a>(group: &'a StatementGroup, position: usize, carrier: &'a Carrier) -> [Value<'a>; 10] {
    [
        (&group.id).into(),
        position.into(),
        (&carrier.id).into(),
        (&carrier.document).into(),
        (&carrier.doc_id).into(),
        (&carrier.title).into(),
        (&carrier.publisher).into(),
        carrier.published.as_ref().into(),
        (&carrier.words).into(),
        carrier.difference.as_deref().map(difference).into(),
    ]
}

/// As wdiff writes carrier.
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
    fn differences_are_told_in_one_cell() {
        let words = |words: &str| words.to_owned();
        let runs =
            [Wording::LeftOut(words("the")), Wording::PutIn(words("our")), Wording::Same(words("cat"))];
        assert_eq!(difference(&runs), "[-the-] {+our+} cat");
    }
}
