//! Charts drawn as SVG that needs no style attribute; every one comes with its numbers as text.

use crate::text::{number, percent};

/// A row of a bar chart.
pub(crate) struct Bar {
    pub label: String,
    pub href: Option<String>,
    pub note: String,
    pub value: u64,
    /// Length of the bar, 0 to 100.
    pub length: String,
}

/// Rows scaled to the longest.
pub(crate) fn bars(rows: impl IntoIterator<Item = (String, Option<String>, String, u64)>) -> Vec<Bar> {
    let mut bars: Vec<Bar> = (rows.into_iter())
        .map(|(label, href, note, value)| Bar { label, href, note, value, length: String::new() })
        .collect();
    let most = bars.iter().map(|bar| bar.value).max().unwrap_or(0).max(1);
    for bar in &mut bars {
        bar.length = decimal(bar.value, most);
    }
    bars
}

/// One share of a whole.
pub(crate) struct Share {
    pub label: &'static str,
    pub note: &'static str,
    pub class: &'static str,
    pub href: String,
    pub value: String,
    pub percent: String,
    /// Left edge and width in the strip, 0 to 100.
    pub left: String,
    pub width: String,
}

/// A part to show: label, note, class, address, count.
pub(crate) type Part = (&'static str, &'static str, &'static str, String, u64);

/// Parts of a whole as one strip.
pub(crate) fn shares(parts: Vec<Part>) -> Vec<Share> {
    let whole: u64 = parts.iter().map(|part| part.4).sum();
    let mut before = 0;
    let mut shares = Vec::new();
    for (label, note, class, href, value) in parts {
        shares.push(Share {
            label,
            note,
            class,
            href,
            value: number(value),
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
    pub value: String,
    pub left: String,
    pub top: String,
    pub height: String,
}

/// Columns over time; each is one unit wide.
pub(crate) fn columns(points: &[(String, u64)]) -> Vec<Column> {
    let most = points.iter().map(|point| point.1).max().unwrap_or(0).max(1);
    let column = |(nth, (label, value)): (usize, &(String, u64))| Column {
        label: label.clone(),
        value: number(*value),
        left: nth.to_string(),
        top: decimal(most - value, most),
        height: decimal(*value, most),
    };
    points.iter().enumerate().map(column).collect()
}

/// `part` of `whole` on a scale to 100 with one digit after the point; integers only, so the same everywhere.
fn decimal(part: u64, whole: u64) -> String {
    let tenths = part * 1000 / whole;
    format!("{}.{}", tenths / 10, tenths % 10)
}
