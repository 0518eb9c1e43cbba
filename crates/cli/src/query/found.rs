//! A statement that was asked for, and how tables, JSON and CSV show it.

use super::table::Column;
use crate::sanitize::one_line;
use sayso_export::harmless;
use sayso_output::{Attribution, ClusterMembership};
use serde::{Deserialize, Serialize};

/// What questions read of an article: neither its text nor its names.
#[derive(Deserialize)]
pub(crate) struct Article {
    pub(crate) doc_id: String,
    pub(crate) document: String,
    pub(crate) title: Option<String>,
    pub(crate) publisher: Option<String>,
    published: Option<String>,
    url: Option<String>,
    #[serde(default)]
    cluster: Option<ClusterMembership>,
    #[serde(alias = "quotes")]
    pub(crate) attributions: Vec<Attribution>,
}

impl Article {
    /// The day of publication as precise as the input said, where it is a date.
    pub(crate) fn date(&self) -> &str {
        self.published.as_deref().map_or("", date)
    }

    /// The same for all copies of one article.
    pub(crate) fn original(&self) -> &str {
        self.cluster.as_ref().map_or(&self.document, |cluster| &cluster.id)
    }

    /// Its quote of that index.
    pub(crate) fn found(&self, index: usize) -> Found {
        Found {
            doc_id: self.doc_id.clone(),
            number: index + 1,
            title: self.title.clone(),
            publisher: self.publisher.clone(),
            published: self.published.clone(),
            url: self.url.clone(),
            original_doc_id: self.cluster.as_ref().map(|cluster| cluster.original_doc_id.clone()),
            attribution: self.attributions[index].clone(),
        }
    }
}

/// A statement with the facts about its article.
#[derive(Clone, Serialize)]
pub(crate) struct Found {
    doc_id: String,
    /// Its number among the article's statements, from 1.
    number: usize,
    title: Option<String>,
    publisher: Option<String>,
    published: Option<String>,
    url: Option<String>,
    /// The article that this one is a copy of (itself where it is the original of copies).
    original_doc_id: Option<String>,
    #[serde(flatten)]
    pub(crate) attribution: Attribution,
}

/// A column.
pub(crate) struct Field {
    name: &'static str,
    /// Where it is a column of tables: its greatest width on a terminal.
    most: Option<usize>,
    /// Whether it is a column of CSV.
    csv: bool,
    cell: fn(&Found) -> String,
}

const fn both(name: &'static str, most: usize, cell: fn(&Found) -> String) -> Field {
    Field { name, most: Some(most), csv: true, cell }
}

const fn table(name: &'static str, most: usize, cell: fn(&Found) -> String) -> Field {
    Field { name, most: Some(most), csv: false, cell }
}

const fn csv(name: &'static str, cell: fn(&Found) -> String) -> Field {
    Field { name, most: None, csv: true, cell }
}

/// In this order; the last column of a table wraps.
pub(crate) const FIELDS: &[Field] = &[
    both("date", 10, |found| found.date().to_owned()),
    both("speaker", 24, |found| names(found.attribution.speakers.iter().map(|speaker| &speaker.name))),
    csv("speaker_id", |found| names(found.attribution.speakers.iter().map(|speaker| &speaker.id))),
    csv("kind", |found| names(found.attribution.speakers.iter().map(|speaker| &speaker.kind))),
    both("outlet", 20, |found| one_line(found.publisher.as_deref().unwrap_or(""))),
    csv("via", |found| names(found.attribution.via.iter().map(|via| &via.name))),
    both("form", 8, |found| one_line(&found.attribution.form)),
    csv("cue_class", |found| one_line(&found.attribution.cue_class)),
    csv("polarity", |found| one_line(&found.attribution.polarity)),
    table("sure", 5, |found| format!("{:.0}%", found.attribution.confidence * 100.0)),
    csv("confidence", |found| found.attribution.confidence.to_string()),
    both("article", 28, |found| one_line(&found.doc_id)),
    both("no", 4, |found| found.number.to_string()),
    csv("title", |found| one_line(found.title.as_deref().unwrap_or(""))),
    csv("url", |found| one_line(found.url.as_deref().unwrap_or(""))),
    csv("source", |found| one_line(&found.attribution.source)),
    csv("cue", |found| one_line(&found.attribution.cue)),
    csv("corrected", |found| one_line(found.attribution.corrected.as_deref().unwrap_or(""))),
    both("statement", 0, |found| one_line(&found.attribution.content)),
];

impl Found {
    pub(crate) fn date(&self) -> &str {
        self.published.as_deref().map_or("", date)
    }

    /// Its row of a table.
    pub(crate) fn row(&self) -> Vec<String> {
        FIELDS.iter().filter(|field| field.most.is_some()).map(|field| (field.cell)(self)).collect()
    }

    /// Its row of CSV.
    pub(crate) fn cells(&self) -> Vec<String> {
        FIELDS
            .iter()
            .filter(|field| field.csv)
            .map(|field| harmless(&(field.cell)(self)).into_owned())
            .collect()
    }
}

/// The columns of a table.
pub(crate) fn columns() -> Vec<Column> {
    let shown = FIELDS.iter().filter_map(|field| Some(Column { title: field.name, most: field.most? }));
    shown.collect()
}

/// The columns of CSV.
pub(crate) fn headings() -> Vec<String> {
    FIELDS.iter().filter(|field| field.csv).map(|field| field.name.to_owned()).collect()
}

fn names<'a>(all: impl Iterator<Item = &'a String>) -> String {
    one_line(&all.map(String::as_str).collect::<Vec<_>>().join("; "))
}

/// The day, month or year that a time begins with; nothing where it is no date.
fn date(time: &str) -> &str {
    let like = |pattern: &str| {
        let head = time.get(..pattern.len())?;
        let fits = |(is, should): (u8, u8)| if should == b'-' { is == b'-' } else { is.is_ascii_digit() };
        head.bytes().zip(pattern.bytes()).all(fits).then_some(head)
    };
    ["0000-00-00", "0000-00", "0000"].into_iter().find_map(like).unwrap_or("")
}

/// A date as people type it.
pub(crate) fn typed_date(text: &str) -> Result<String, String> {
    let whole = !text.is_empty() && date(text) == text;
    whole.then(|| text.to_owned()).ok_or_else(|| "expected a date: 2023-10-26, 2023-10 or 2023".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        for (time, expected) in [
            ("2023-10-26T14:02:00-04:00", "2023-10-26"),
            ("2023-10-26", "2023-10-26"),
            ("2023-10", "2023-10"),
            ("2023", "2023"),
            ("26 October", ""),
            ("", ""),
            ("é023-10", ""),
        ] {
            assert_eq!(date(time), expected, "{time}");
        }
        assert!(
            typed_date("2023-1").is_err() && typed_date("2023-10-26T1").is_err() && typed_date("").is_err()
        );
    }
}
