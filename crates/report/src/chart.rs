//! Charts drawn as SVG that needs no style attribute; every one comes with its numbers as a table.

use crate::text::percent;
use sayso_corpus::{Counted, Counts};

/// A row of a bar chart.
pub(crate) struct Bar {
    pub label: String,
    pub href: Option<String>,
    pub note: String,
    pub columns: Vec<Counted>,
    /// Length of the bar, 0 to 100.
    pub length: String,
}

/// A row to draw: label, address, note, counts, of which the last makes the bar.
pub(crate) type Row = (String, Option<String>, String, Vec<Counted>);

/// Rows scaled to the longest.
pub(crate) fn bars(rows: impl IntoIterator<Item = Row>) -> Vec<Bar> {
    let value = |columns: &[Counted]| columns.last().map_or(0, |count| u64::from(count.found));
    let mut bars: Vec<Bar> = (rows.into_iter())
        .map(|(label, href, note, columns)| Bar { label, href, note, columns, length: String::new() })
        .collect();
    let most = bars.iter().map(|bar| value(&bar.columns)).max().unwrap_or(0).max(1);
    for bar in &mut bars {
        bar.length = decimal(value(&bar.columns), most);
    }
    bars
}

/// One share of a whole.
pub(crate) struct Share {
    pub label: &'static str,
    pub note: &'static str,
    pub class: &'static str,
    pub href: String,
    pub columns: [Counted; 3],
    /// Share of the different statements.
    pub percent: String,
    /// Left edge and width in the strip, 0 to 100.
    pub left: String,
    pub width: String,
}

/// A part to show: label, note, class, address, counts.
pub(crate) type Part = (&'static str, &'static str, &'static str, String, Counts);

/// Parts of a whole as one strip, by different statements.
pub(crate) fn shares(parts: Vec<Part>) -> Vec<Share> {
    let size = |counts: &Counts| u64::from(counts.statements.found);
    let whole: u64 = parts.iter().map(|part| size(&part.4)).sum();
    let mut before = 0;
    let mut shares = Vec::new();
    for (label, note, class, href, counts) in parts {
        let value = size(&counts);
        shares.push(Share {
            label,
            note,
            class,
            href,
            columns: counts.columns(),
            percent: percent(value, whole),
            left: decimal(before, whole.max(1)),
            width: decimal(value, whole.max(1)),
        });
        before += value;
    }
    shares
}

/// A column of a chart over time.
pub(crate) struct Column {
    pub label: String,
    pub columns: [Counted; 3],
    pub left: String,
    pub top: String,
    pub height: String,
}

impl Column {
    pub(crate) fn is_empty(&self) -> bool {
        self.columns[0].found == 0
    }
}

/// Columns over time, by different statements; each is one unit wide, `most` is as high as the chart.
pub(crate) fn columns(points: &[(String, Counts)], most: u32) -> Vec<Column> {
    let most = u64::from(most.max(1));
    let column = |(nth, (label, counts)): (usize, &(String, Counts))| {
        let value = u64::from(counts.statements.found).min(most);
        Column {
            label: label.clone(),
            columns: counts.columns(),
            left: nth.to_string(),
            top: decimal(most - value, most),
            height: decimal(value, most),
        }
    };
    points.iter().enumerate().map(column).collect()
}

/// The highest point of all.
pub(crate) fn highest<'a>(points: impl IntoIterator<Item = &'a (String, Counts)>) -> u32 {
    points.into_iter().map(|(_, counts)| counts.statements.found).max().unwrap_or(0)
}

/// `part` of `whole` on a scale to 100 with one digit after the point; integers only, so the same everywhere.
fn decimal(part: u64, whole: u64) -> String {
    let tenths = part * 1000 / whole;
    format!("{}.{}", tenths / 10, tenths % 10)
}
