//! `sayso attributions`: those that were asked for, in run order.

use super::filter::Filter;
use super::found::{Article, Found, columns, headings};
use super::table::{Table, width};
use super::{Stop, run_and_words};
use crate::End;
use crate::arguments::{Attributions, OutputFormat};
use crate::sanitize::{escaped_json, visible};
use std::io::{BufWriter, StdoutLock, Write};

type Out = BufWriter<StdoutLock<'static>>;

/// Statements on their way out, in one of three forms.
pub(crate) enum Sheet {
    Table(Table<Out>),
    Json(Out),
    Csv(Box<csv::Writer<Out>>),
}

impl Sheet {
    pub(crate) fn new(kind: OutputFormat, asked: Option<usize>) -> Result<Self, Stop> {
        let out = BufWriter::new(std::io::stdout().lock());
        Ok(match kind {
            OutputFormat::Table => Self::Table(Table::new(out, &columns(), width(asked))),
            OutputFormat::Json => Self::Json(out),
            OutputFormat::Csv => {
                let mut writer = csv::Writer::from_writer(out);
                record(&mut writer, &headings())?;
                Self::Csv(Box::new(writer))
            }
        })
    }

    pub(crate) fn put(&mut self, found: &Found) -> Result<(), Stop> {
        match self {
            Self::Table(table) => Ok(table.row(found.row())?),
            Self::Json(out) => json(out, found),
            Self::Csv(writer) => record(writer, &found.cells()),
        }
    }

    pub(crate) fn finish(self) -> Result<(), Stop> {
        match self {
            Self::Table(mut table) => Ok(table.finish()?),
            Self::Json(mut out) => Ok(out.flush()?),
            Self::Csv(mut writer) => Ok(writer.flush()?),
        }
    }
}

/// A value as a line.
pub(crate) fn json(out: &mut impl Write, value: &impl serde::Serialize) -> Result<(), Stop> {
    let json = serde_json::to_string(value).map_err(|error| Stop::Failed(error.to_string()))?;
    Ok(writeln!(out, "{}", escaped_json(&json))?)
}

/// A row of CSV.
pub(crate) fn record<W: Write>(writer: &mut csv::Writer<W>, cells: &[String]) -> Result<(), Stop> {
    writer.write_record(cells).map_err(|error| match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        other => Stop::Failed(format!("{other:?}")),
    })
}

pub(crate) fn attributions(asked: &Attributions) -> End {
    answer(asked).into()
}

fn answer(asked: &Attributions) -> Result<(), Stop> {
    let (run, phrases) = run_and_words(&asked.arguments)?;
    let mut filter = Filter::new(&run, phrases, asked)?;
    let mut sheet = Sheet::new(asked.output.output, asked.output.width.width)?;
    let mut left = asked.limit.unwrap_or(u64::MAX);
    let mut none = true;
    'articles: for article in run.articles::<Article>()? {
        let article = article?;
        if !filter.article(&article) {
            continue;
        }
        for (index, quote) in article.attributions.iter().enumerate() {
            if left == 0 {
                break 'articles;
            }
            if filter.statement(quote) {
                sheet.put(&article.found(index))?;
                left -= 1;
                none = false;
            }
        }
    }
    sheet.finish()?;
    for (typed, who) in asked.speaker.iter().zip(&filter.who) {
        tell(typed, who);
    }
    if none {
        let place = run.dir().display();
        return Err(Stop::Nothing(format!("no matching attributions in {place}")));
    }
    Ok(())
}

/// Where a name is that of several speakers: who they are.
fn tell(typed: &str, who: &std::collections::BTreeMap<(String, String), u64>) {
    if who.len() < 2 {
        return;
    }
    let mut all: Vec<_> = who.iter().collect();
    all.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    eprintln!("“{}” matches {} speakers; choose one by id:", visible(typed), all.len());
    for ((name, id), count) in all.iter().take(10) {
        eprintln!("  {}  {} ({count})", visible(id), visible(name));
    }
    if all.len() > 10 {
        eprintln!("  … and {} more", all.len() - 10);
    }
}
