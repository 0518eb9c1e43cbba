//! `sayso who`: all that a run says of one speaker.

use super::attributions::{json, record};
use super::found::{Article, columns};
use super::names::{Match, Wanted};
use super::speaker_summary::{Counts, SpeakerSummary};
use super::table::{Column, Table, width};
use super::{Stop, run_and_words};
use crate::End;
use crate::arguments::{OutputFormat, Who};
use crate::sanitize::one_line;
use sayso_export::harmless;
use sayso_output::{Entity, Run};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufWriter, Write};

/// Names shown of a list.
const LISTED: usize = 8;
/// Speakers of one name that are listed.
const CANDIDATES: usize = 20;

pub(crate) fn who(asked: &Who) -> End {
    answer(asked).into()
}

fn answer(asked: &Who) -> Result<(), Stop> {
    let (run, words) = run_and_words(&asked.arguments)?;
    if words.is_empty() {
        return Err(Stop::Failed("expected a name after the run directory".to_owned()));
    }
    let wanted = Wanted::new(&words.join(" "));
    let entities = entities(&run)?;
    let mut found = summaries(&run, &wanted, &entities)?;
    match found.len() {
        0 => Err(Stop::Nothing(nobody(&run, &wanted, &entities))),
        1 => show(&found.remove(0), asked),
        _ => Err(Stop::Failed(candidates(&wanted, &found))),
    }
}

fn entities(run: &Run) -> Result<BTreeMap<String, Entity>, Stop> {
    let mut all = BTreeMap::new();
    for entity in run.entities()? {
        let entity = entity?;
        all.insert(entity.id.clone(), entity);
    }
    Ok(all)
}

/// Everybody whom the words fit best, those with most statements first.
fn summaries(
    run: &Run,
    wanted: &Wanted,
    entities: &BTreeMap<String, Entity>,
) -> Result<Vec<SpeakerSummary>, Stop> {
    let mut found: BTreeMap<String, (Match, SpeakerSummary)> = BTreeMap::new();
    for article in run.articles::<Article>()? {
        let article = article?;
        for (index, quote) in article.attributions.iter().enumerate() {
            for (nth, speaker) in quote.speakers.iter().enumerate() {
                let twice = quote.speakers[..nth].iter().any(|other| other.id == speaker.id);
                let Some(fits) = wanted.judge(&speaker.id, &speaker.name).filter(|_| !twice) else {
                    continue;
                };
                let fresh = || (fits, SpeakerSummary::new(speaker, entities.get(&speaker.id)));
                found.entry(speaker.id.clone()).or_insert_with(fresh).1.add(&article, index, entities);
            }
        }
    }
    let best = found.values().map(|(fits, _)| *fits).max();
    // "Byrd" alone may be a fragment of "Robert Byrd", who is then listed, too.
    let fragment = |summary: &SpeakerSummary| summary.kind == "person" && !summary.name.trim().contains(' ');
    let fragments = best == Some(Match::Whole)
        && found.values().any(|(fits, summary)| *fits == Match::Whole && fragment(summary));
    let fuller =
        |summary: &SpeakerSummary| fragments && summary.kind == "person" && wanted.ends(&summary.name);
    let mut found: Vec<SpeakerSummary> = found
        .into_values()
        .filter(|(fits, summary)| Some(*fits) == best || fuller(summary))
        .map(|(_, summary)| summary)
        .collect();
    found.sort_by_key(|summary| std::cmp::Reverse(summary.statements));
    Ok(found)
}

/// Where nobody of that name says anything: is somebody named so?
fn nobody(run: &Run, wanted: &Wanted, entities: &BTreeMap<String, Entity>) -> String {
    let place = run.dir().display();
    let typed = one_line(wanted.typed());
    let mut message = format!("no speaker named “{typed}” in {place}");
    let mut named: Vec<&Entity> =
        entities.values().filter(|entity| wanted.judge(&entity.id, &entity.name).is_some()).collect();
    named.sort_by_key(|entity| std::cmp::Reverse(entity.mentions));
    for it in named.iter().take(3) {
        let _ = write!(
            message,
            "\n  {} ({}, {}) is mentioned {} times and is the subject of {} attributions: try `sayso attributions --about`",
            one_line(&it.name),
            it.kind,
            one_line(&it.id),
            it.mentions,
            it.about
        );
    }
    message
}

/// Several bear the name.
fn candidates(wanted: &Wanted, found: &[SpeakerSummary]) -> String {
    let typed = one_line(wanted.typed());
    let whole = found.iter().any(|summary| wanted.judge(&summary.id, &summary.name) > Some(Match::Part));
    let how = if whole { "an id" } else { "a full name or an id" };
    let mut message = format!("“{typed}” matches {} speakers; choose one by {how}:", found.len());
    for it in found.iter().take(CANDIDATES) {
        let SpeakerSummary { id, name, kind, statements, .. } = it;
        let _ = write!(message, "\n  {}  {} ({kind}, {statements})", one_line(id), one_line(name));
    }
    if found.len() > CANDIDATES {
        let _ = write!(message, "\n  … and {} more", found.len() - CANDIDATES);
    }
    message
}

fn show(summary: &SpeakerSummary, asked: &Who) -> Result<(), Stop> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    match asked.output.output {
        OutputFormat::Json => json(&mut out, summary)?,
        OutputFormat::Csv => {
            let mut writer = csv::Writer::from_writer(&mut out);
            record(&mut writer, &["fact", "value", "count"].map(str::to_owned))?;
            for (fact, value, count) in facts(summary) {
                record(&mut writer, &[fact.to_owned(), harmless(&one_line(&value)).into_owned(), count])?;
            }
            writer.flush()?;
        }
        OutputFormat::Table => table(&mut out, summary, width(asked.output.width.width))?,
    }
    Ok(out.flush()?)
}

/// Everything countable, one fact a row.
fn facts(summary: &SpeakerSummary) -> Vec<(&'static str, String, String)> {
    let mut all =
        vec![("id", summary.id.clone(), String::new()), ("name", summary.name.clone(), String::new())];
    all.push(("kind", summary.kind.clone(), String::new()));
    all.extend(summary.roles.iter().map(|role| ("role", role.clone(), String::new())));
    for (fact, count) in [
        ("statements", summary.statements),
        ("articles", summary.articles),
        ("articles without copies", summary.originals),
    ] {
        all.push((fact, String::new(), count.to_string()));
    }
    all.extend(summary.first.iter().map(|day| ("first", day.clone(), String::new())));
    all.extend(summary.last.iter().map(|day| ("last", day.clone(), String::new())));
    for (fact, counts) in lists(summary) {
        let rows = counts.ranked().into_iter();
        all.extend(rows.map(|(name, count)| (fact, name.to_owned(), count.to_string())));
    }
    all
}

fn lists(summary: &SpeakerSummary) -> [(&'static str, &Counts); 5] {
    [
        ("form", &summary.forms),
        ("as written", &summary.sources),
        ("about", &summary.about),
        ("through", &summary.via),
        ("outlet", &summary.outlets),
    ]
}

fn table(out: &mut impl Write, summary: &SpeakerSummary, width: Option<usize>) -> Result<(), Stop> {
    writeln!(out, "{} ({}), {}", one_line(&summary.name), summary.kind, one_line(&summary.id))?;
    let columns = [Column { title: "", most: 14 }, Column { title: "", most: 0 }];
    let mut rows = Table::new(&mut *out, &columns, width);
    let counted = format!(
        "{} in {} ({} without copies)",
        plural(summary.statements, "statement"),
        plural(summary.articles, "article"),
        summary.originals,
    );
    let period = match (&summary.first, &summary.last) {
        (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
        (Some(first), _) => first.clone(),
        _ => String::new(),
    };
    let roles = summary.roles.iter().take(LISTED).map(|role| one_line(role)).collect::<Vec<_>>().join("; ");
    let mut all = vec![("role", roles), ("said", counted), ("when", period)];
    all.extend(lists(summary).map(|(name, counts)| (name, listed(counts))));
    for (name, value) in all.into_iter().filter(|(_, value)| !value.is_empty()) {
        rows.row(vec![format!("  {name}"), value])?;
    }
    rows.finish()?;
    for (title, statements) in [("latest", &summary.latest), ("surest", &summary.surest)] {
        if statements.is_empty() {
            continue;
        }
        writeln!(out, "\n{title}")?;
        let mut rows = Table::new(&mut *out, &columns_without_speaker(), width);
        for statement in statements {
            let mut cells = statement.row();
            cells.remove(SPEAKER);
            rows.row(cells)?;
        }
        rows.finish()?;
    }
    Ok(())
}

/// The speaker's column among those of statements: of one speaker it says nothing.
const SPEAKER: usize = 1;

fn columns_without_speaker() -> Vec<Column> {
    let mut columns = columns();
    columns.remove(SPEAKER);
    columns
}

/// "Tallow River 3, EPA 1 and 5 more"
fn listed(counts: &Counts) -> String {
    let ranked = counts.ranked();
    let mut shown: Vec<String> =
        ranked.iter().take(LISTED).map(|(name, count)| format!("{} {count}", one_line(name))).collect();
    if ranked.len() > LISTED {
        shown.push(format!("and {} more", ranked.len() - LISTED));
    }
    shown.join(", ")
}

fn plural(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
