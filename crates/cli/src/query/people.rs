//! `sayso people`: speakers of a run who are likely one person, with score and reason; on request merged.

use super::attributions::{json, record};
use super::found::Article;
use super::table::{Column, Table, width};
use super::{Stop, open};
use crate::End;
use crate::arguments::{OutputFormat, People};
use crate::correct;
use crate::sanitize::one_line;
use sayso_core::SpeakerKind;
use sayso_corpus::identities::{Likely, Person, likely};
use sayso_corrections::{Identity, Who, record_identity};
use sayso_export::harmless;
use sayso_output::Run;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{BufWriter, Write};

/// A pair as it is shown.
#[derive(Serialize)]
struct Row<'p> {
    id: &'p str,
    name: &'p str,
    into_id: &'p str,
    into_name: &'p str,
    publisher: Option<&'p str>,
    statements: u64,
    score: f32,
    reason: &'p str,
}

pub(crate) fn people(asked: &People) -> End {
    answer(asked).into()
}

fn answer(asked: &People) -> Result<(), Stop> {
    let run = open(&asked.run)?;
    let people = all(&run)?;
    let mut pairs = likely(&people);
    pairs.retain(|pair| pair.score >= asked.min_score);
    pairs.truncate(asked.limit.unwrap_or(usize::MAX));
    if pairs.is_empty() {
        return Err(Stop::Nothing("no two speakers are likely one person".to_owned()));
    }
    show(&people, &pairs, asked)?;
    if asked.merge { merge(&run, &people, &pairs, asked) } else { Ok(()) }
}

/// Everybody who says something under a person's name, in the order of their ids.
fn all(run: &Run) -> Result<Vec<Person>, Stop> {
    let mut people: BTreeMap<String, Person> = BTreeMap::new();
    for article in run.articles::<Article>()? {
        let article = article?;
        let outlet = article.publisher.as_deref().unwrap_or("");
        for speaker in article.attributions.iter().flat_map(|attribution| &attribution.speakers) {
            if SpeakerKind::parse(&speaker.kind) != Some(SpeakerKind::Person) {
                continue;
            }
            let person = people.entry(speaker.id.clone()).or_insert_with(|| Person {
                id: speaker.id.clone(),
                name: speaker.name.clone(),
                ..Person::default()
            });
            *person.outlets.entry(outlet.to_owned()).or_default() += 1;
        }
    }
    for entity in run.entities()? {
        let entity = entity?;
        if let Some(person) = people.get_mut(&entity.id) {
            person.roles = entity.roles;
        }
    }
    Ok(people.into_values().collect())
}

fn row<'p>(people: &'p [Person], pair: &'p Likely) -> Row<'p> {
    let (from, into) = (&people[pair.from], &people[pair.into]);
    Row {
        id: &from.id,
        name: &from.name,
        into_id: &into.id,
        into_name: &into.name,
        publisher: pair.publisher.as_deref(),
        statements: pair.statements,
        score: pair.score,
        reason: &pair.reason,
    }
}

fn show(people: &[Person], pairs: &[Likely], asked: &People) -> Result<(), Stop> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let rows: Vec<Row<'_>> = pairs.iter().map(|pair| row(people, pair)).collect();
    match asked.output.output {
        OutputFormat::Json => json(&mut out, &rows)?,
        OutputFormat::Csv => csv(&mut out, &rows)?,
        OutputFormat::Table => table(&mut out, &rows, width(asked.output.width.width))?,
    }
    Ok(out.flush()?)
}

fn csv(out: &mut impl Write, rows: &[Row<'_>]) -> Result<(), Stop> {
    let mut writer = csv::Writer::from_writer(out);
    let headings = ["id", "name", "into_id", "into_name", "publisher", "statements", "score", "reason"];
    record(&mut writer, &headings.map(str::to_owned))?;
    for row in rows {
        let cell = |text: &str| harmless(&one_line(text)).into_owned();
        let cells = [
            cell(row.id),
            cell(row.name),
            cell(row.into_id),
            cell(row.into_name),
            cell(row.publisher.unwrap_or("")),
            row.statements.to_string(),
            row.score.to_string(),
            cell(row.reason),
        ];
        record(&mut writer, &cells)?;
    }
    Ok(writer.flush()?)
}

fn table(out: &mut impl Write, rows: &[Row<'_>], width: Option<usize>) -> Result<(), Stop> {
    let titles = [("sure", 5), ("name", 24), ("is", 24), ("said", 5), ("in", 28), ("because", 0)];
    let columns = titles.map(|(title, most)| Column { title, most });
    let mut shown = Table::new(out, &columns, width);
    for row in rows {
        shown.row(vec![
            format!("{:.0}%", row.score * 100.0),
            one_line(row.name),
            one_line(row.into_name),
            row.statements.to_string(),
            one_line(row.publisher.unwrap_or("")),
            one_line(row.reason),
        ])?;
    }
    Ok(shown.finish()?)
}

/// Writes the pairs as identities into the file of corrections.
fn merge(run: &Run, people: &[Person], pairs: &[Likely], asked: &People) -> Result<(), Stop> {
    let file = asked.file.clone().unwrap_or_else(|| run.dir().join(correct::OWN));
    let failed = |message: &dyn std::fmt::Display| Stop::Failed(format!("{}: {message}", file.display()));
    let mut text = correct::read(&file).map_err(|error| failed(&error))?;
    for pair in pairs {
        let (from, into) = (&people[pair.from], &people[pair.into]);
        let identity = Identity {
            from: from.id.clone(),
            into: Who { name: into.name.clone(), kind: SpeakerKind::Person, id: Some(into.id.clone()) },
            publisher: pair.publisher.clone(),
            document: None,
            note: Some(format!("{} ({:.2})", pair.reason, pair.score)),
            by: Some("sayso people".to_owned()),
        };
        text = record_identity(&text, &identity).map_err(|error| failed(&error))?;
    }
    crate::atomic_write::write(&file, &text).map_err(|error| failed(&error))?;
    let (count, place, out) = (pairs.len(), file.display(), run.dir().display());
    Ok(writeln!(
        std::io::stdout(),
        "{count} merged in {place}; applied by the next `sayso run … --out {out}`"
    )?)
}
