//! `sayso audit`: who gets to speak. Counts over the speakers of a run, each share with its interval and its unknowns.

mod count;

use crate::End;
use crate::arguments::{Audit, AuditBy, OutputFormat};
use crate::query::{Column, Stop, Table, json, open, record, width};
use crate::sanitize::one_line;
use count::{Counts, Dimension};
use sayso_corpus::wilson;
use sayso_export::harmless;
use sayso_output::Attribution;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{BufWriter, Write};

/// What an audit reads of an article.
#[derive(Deserialize)]
struct Article {
    document: String,
    publisher: Option<String>,
    #[serde(default)]
    section: Option<String>,
    #[serde(default)]
    authors: Vec<String>,
    published: Option<String>,
    #[serde(default)]
    cluster: Option<sayso_output::ClusterMembership>,
    #[serde(alias = "quotes")]
    attributions: Vec<Attribution>,
}

/// A share, as JSON and CSV have it: one row for each value of each dimension.
#[derive(Serialize)]
struct Row {
    /// The outlet, section, author or month; empty for the whole run.
    part: String,
    dimension: &'static str,
    value: String,
    attributions: u64,
    /// Different speakers.
    speakers: usize,
    /// Articles that quote such a speaker first.
    first: u64,
    words: u64,
    /// Of the attributions that the dimension counts, with its 95 % interval.
    share: f64,
    low: f64,
    high: f64,
    share_of_words: f64,
}

const HEADINGS: [&str; 11] = [
    "part",
    "dimension",
    "value",
    "attributions",
    "speakers",
    "first",
    "words",
    "share",
    "low",
    "high",
    "share_of_words",
];

pub(crate) fn run(asked: &Audit) -> End {
    audit(asked).into()
}

fn audit(asked: &Audit) -> Result<(), Stop> {
    let run = open(&asked.run)?;
    let least = f64::from(asked.min_confidence);
    let mut parts: BTreeMap<String, Counts> = BTreeMap::new();
    let (mut articles, mut copies) = (0_u64, 0_u64);
    for article in run.articles::<Article>()? {
        let article = article?;
        if !asked.copies && article.cluster.as_ref().is_some_and(|cluster| cluster.id != article.document) {
            copies += 1;
            continue;
        }
        articles += 1;
        for part in parts_of(&article, asked.by) {
            parts.entry(part).or_default().add(&article.attributions, least);
        }
    }
    let rows: Vec<Row> = parts.iter().flat_map(|(part, counts)| rows(part, counts)).collect();
    if rows.is_empty() {
        return Err(Stop::Nothing(format!("no attribution has a confidence of {least} or more")));
    }
    let out = BufWriter::new(std::io::stdout().lock());
    match asked.output.output {
        OutputFormat::Json => as_json(out, &rows),
        OutputFormat::Csv => as_csv(out, &rows),
        OutputFormat::Table => {
            let left_out = match copies {
                0 => String::new(),
                1 => " (1 copy left out)".to_owned(),
                _ => format!(" ({copies} copies left out)"),
            };
            println!(
                "{articles} articles{left_out}; attributions of at least {:.0} % confidence",
                least * 100.0
            );
            as_table(out, &rows, width(asked.output.width.width))
        }
    }
}

/// The parts that an article counts for; an article without one counts for the part without a name.
fn parts_of(article: &Article, by: Option<AuditBy>) -> Vec<String> {
    let one = |part: Option<&String>| vec![part.cloned().unwrap_or_default()];
    match by {
        None => vec![String::new()],
        Some(AuditBy::Outlet) => one(article.publisher.as_ref()),
        Some(AuditBy::Section) => one(article.section.as_ref()),
        Some(AuditBy::Author) if article.authors.is_empty() => vec![String::new()],
        Some(AuditBy::Author) => article.authors.clone(),
        Some(AuditBy::Month) => {
            vec![article.published.as_ref().and_then(|date| date.get(..7)).unwrap_or("").to_owned()]
        }
    }
}

fn rows(part: &str, counts: &Counts) -> Vec<Row> {
    let dimension = |dimension: &Dimension| {
        let (all, words) = (dimension.attributions(), dimension.words());
        let rows = dimension.values().map(|(value, count)| {
            let (low, high) = wilson(count.attributions, all);
            let share =
                |count: u64, all: u64| if all == 0 { 0.0 } else { rounded(count as f64 / all as f64) };
            Row {
                part: part.to_owned(),
                dimension: dimension.name,
                value: value.to_owned(),
                attributions: count.attributions,
                speakers: count.speakers.len(),
                first: count.first,
                words: count.words,
                share: share(count.attributions, all),
                low: rounded(low),
                high: rounded(high),
                share_of_words: share(count.words, words),
            }
        });
        rows.collect::<Vec<_>>()
    };
    counts.dimensions().into_iter().flat_map(dimension).collect()
}

fn rounded(share: f64) -> f64 {
    (share * 10_000.0).round() / 10_000.0
}

fn as_json(mut out: impl Write, rows: &[Row]) -> Result<(), Stop> {
    rows.iter().try_for_each(|row| json(&mut out, row))?;
    Ok(out.flush()?)
}

fn as_csv(out: impl Write, rows: &[Row]) -> Result<(), Stop> {
    let mut writer = csv::Writer::from_writer(out);
    record(&mut writer, &HEADINGS.map(str::to_owned))?;
    for row in rows {
        let cells = [
            harmless(&row.part).into_owned(),
            row.dimension.to_owned(),
            harmless(&row.value).into_owned(),
            row.attributions.to_string(),
            row.speakers.to_string(),
            row.first.to_string(),
            row.words.to_string(),
            row.share.to_string(),
            row.low.to_string(),
            row.high.to_string(),
            row.share_of_words.to_string(),
        ];
        record(&mut writer, &cells)?;
    }
    Ok(writer.flush()?)
}

fn as_table(mut out: impl Write, rows: &[Row], width: Option<usize>) -> Result<(), Stop> {
    let column = |title, most| Column { title, most };
    let percent = |share: f64| format!("{:.0}", share * 100.0);
    for same in rows.chunk_by(|a, b| (&a.part, a.dimension) == (&b.part, b.dimension)) {
        let about =
            if same[0].part.is_empty() { String::new() } else { format!("{}: ", one_line(&same[0].part)) };
        writeln!(out, "\n{about}{}", same[0].dimension)?;
        let columns = [
            column("", 24),
            column("attributions", 12),
            column("share", 8),
            column("95 % interval", 14),
            column("of words", 8),
            column("first", 8),
            column("speakers", 8),
        ];
        let mut table = Table::new(Vec::new(), &columns, width);
        for row in same {
            table.row(vec![
                row.value.clone(),
                row.attributions.to_string(),
                format!("{} %", percent(row.share)),
                format!("{}–{} %", percent(row.low), percent(row.high)),
                format!("{} %", percent(row.share_of_words)),
                row.first.to_string(),
                row.speakers.to_string(),
            ])?;
        }
        table.finish()?;
        out.write_all(&table.into_inner())?;
    }
    Ok(out.flush()?)
}
