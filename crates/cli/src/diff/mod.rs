//! `sayso diff`: two runs compared, as a table, as JSON Lines, and as a page.

mod page;
mod said;

use crate::End;
use crate::arguments::{Diff, DiffFormat};
use crate::query::{Column, Stop, Table, json, open, width};
use crate::sanitize::one_line;
use page::Page;
use said::said;
use sayso_diff::{Cause, Change, Kind, Options, Totals, runs};
use std::fmt::Write as _;
use std::io::{BufWriter, StdoutLock, Write};

pub(crate) fn run(asked: &Diff) -> End {
    match compare(asked) {
        Ok(totals) if asked.exit_code && totals.differ() => End::SomeFailed,
        Ok(_) => End::Done,
        Err(stop) => Err(stop).into(),
    }
}

const COLUMNS: [Column; 6] = [
    Column { title: "change", most: 8 },
    Column { title: "why", most: 14 },
    Column { title: "what", most: 16 },
    Column { title: "article", most: 28 },
    Column { title: "no", most: 8 },
    Column { title: "statement", most: 0 },
];

type Out = BufWriter<StdoutLock<'static>>;

enum Sheet {
    Table(Box<Table<Out>>),
    Json(Out),
    /// Only counts are wanted.
    Nothing,
}

fn compare(asked: &Diff) -> Result<Totals, Stop> {
    let (before, after) = (open(&asked.before)?, open(&asked.after)?);
    let out = || BufWriter::new(std::io::stdout().lock());
    let mut sheet = match asked.output {
        DiffFormat::Json => Sheet::Json(out()),
        DiffFormat::Table if asked.summary => Sheet::Nothing,
        DiffFormat::Table => Sheet::Table(Box::new(Table::new(out(), &COLUMNS, width(asked.width.width)))),
    };
    let options = Options { confidence: f64::from(asked.confidence) };
    let mut page = asked.html.as_ref().map(|_| Page::default());
    let mut stopped = None;
    let totals = runs(&before, &after, &options, &mut |change| {
        if let Some(page) = &mut page {
            page.take(&change);
        }
        let told = sheet.put(&change, asked.summary);
        stopped = told.err();
        stopped.is_none()
    })?;
    if let Some(stop) = stopped {
        return Err(stop);
    }
    let totals = totals.unwrap_or_default();
    sheet.finish(&totals)?;
    if let (Some(file), Some(page)) = (&asked.html, &page) {
        page.write(file, &before, &after, &totals)?;
    }
    Ok(totals)
}

impl Sheet {
    fn put(&mut self, change: &Change, summary: bool) -> Result<(), Stop> {
        match self {
            Self::Table(table) => Ok(table.row(row(change))?),
            Self::Json(out) if !summary => json(out, change),
            Self::Json(_) | Self::Nothing => Ok(()),
        }
    }

    fn finish(self, totals: &Totals) -> Result<(), Stop> {
        let mut out = match self {
            Self::Json(mut out) => {
                json(&mut out, &Summed { totals })?;
                return Ok(out.flush()?);
            }
            Self::Table(mut table) => {
                table.finish()?;
                table.into_inner()
            }
            Self::Nothing => BufWriter::new(std::io::stdout().lock()),
        };
        out.write_all(summary(totals).as_bytes())?;
        Ok(out.flush()?)
    }
}

/// The last line of JSON.
#[derive(serde::Serialize)]
struct Summed<'a> {
    totals: &'a Totals,
}

fn row(change: &Change) -> Vec<String> {
    let number = |side: &Option<sayso_diff::Side>| side.as_ref().map(|side| side.number.to_string());
    let numbers: Vec<String> = match (number(&change.before), number(&change.after)) {
        (Some(before), Some(after)) if before == after => vec![after],
        (before, after) => before.into_iter().chain(after).collect(),
    };
    let fields: Vec<&str> = change.fields.iter().map(|field| field.name()).collect();
    vec![
        change.change.name().to_owned(),
        change.cause.name().to_owned(),
        fields.join(", "),
        one_line(&change.doc_id),
        numbers.join("→"),
        said(change),
    ]
}

/// Articles, statements, and a table of counts by cause.
fn summary(totals: &Totals) -> String {
    let mut out = format!(
        "{} articles in both runs, {} of them with changed text; {} only in the second, {} only in the first\n\
         {} attributions in the first run, {} in the second\n",
        totals.both, totals.new_texts, totals.new_articles, totals.gone, totals.before, totals.after
    );
    if !totals.differ() {
        out.push_str("no differences\n");
        return out;
    }
    let mut line = |name: &str, cells: [String; 3]| {
        let [gained, lost, changed] = cells;
        let _ = writeln!(out, "{name:<16}{gained:>8}{lost:>8}{changed:>9}");
    };
    line("", Kind::ALL.map(|kind| kind.name().to_owned()));
    for cause in Cause::ALL {
        let counts = totals.counts_of(cause);
        if counts != [0; 3] {
            line(cause.name(), counts.map(|count| count.to_string()));
        }
    }
    out
}
