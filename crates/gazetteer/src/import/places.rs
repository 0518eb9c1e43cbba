//! GeoNames: <https://download.geonames.org/export/dump/readme.txt>.

use super::draft::Draft;
use crate::error::ErrorKind;
use crate::row::AliasKind;
use sayso_core::EntityKind;

const COLUMNS: usize = 19;

/// A line of a table of GeoNames; `None` for what is no place that news names (streams, roads, spots …).
pub(super) fn geonames(line: &str) -> Result<Option<Draft>, ErrorKind> {
    if line.is_empty() {
        return Ok(None);
    }
    let columns: Vec<&str> = line.split('\t').collect();
    if columns.len() != COLUMNS {
        return Err(ErrorKind::Fields { found: columns.len(), expected: COLUMNS });
    }
    let (class, code) = (columns[6], columns[7]);
    let kind = match (class, code) {
        ("A", code) if code.starts_with("PCL") => EntityKind::Country,
        ("A" | "P" | "L" | "T" | "H", _) => EntityKind::Place,
        _ => return Ok(None),
    };
    let mut draft = Draft::new(format!("geonames:{}", columns[0]), kind, columns[1], "GeoNames", "CC-BY-4.0");
    draft.alias(AliasKind::Full, columns[2]);
    for alternate in columns[3].split(',') {
        draft.alias(AliasKind::Full, alternate.trim());
    }
    columns[8].clone_into(&mut draft.country);
    draft.ids.push(format!("geonames={}", columns[0]));
    let population: f32 = columns[14].parse().unwrap_or(0.0);
    // From a hamlet at 0.1 to the largest city at 0.8.
    draft.prior = 0.1 + population.max(1.0).log10() / 10.0;
    Ok(Some(draft))
}
