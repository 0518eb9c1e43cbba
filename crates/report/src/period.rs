//! The time that a corpus covers, in months or years.

use sayso_corpus::{Counts, Day, StatementTable, month_name};
use std::collections::BTreeSet;

/// Months that a chart can show; a longer time is shown in years.
const MONTHS: u32 = 60;
/// Years that a chart can show; a wrong date in the far past must not fill a page.
const YEARS: u32 = 200;

/// The columns of charts over time, without gaps.
pub(crate) struct Periods {
    /// `yyyymm` or `yyyy`, ascending.
    keys: Vec<u32>,
    months: bool,
}

impl Periods {
    /// Of all dated statements.
    pub(crate) fn new(table: &StatementTable) -> Self {
        let days = table.rows().map(|(_, row)| row.day).filter(|day| day.known());
        let months: BTreeSet<u32> = days.map(Day::month).collect();
        let (Some(first), Some(last)) = (months.first().copied(), months.last().copied()) else {
            return Self { keys: Vec::new(), months: true };
        };
        let serial = |month: u32| month / 100 * 12 + month % 100;
        if serial(last) - serial(first) < MONTHS && months.iter().all(|month| month % 100 > 0) {
            let keys = (serial(first)..=serial(last)).map(|nth| (nth - 1) / 12 * 100 + (nth - 1) % 12 + 1);
            return Self { keys: keys.collect(), months: true };
        }
        let first = (first / 100).max((last / 100).saturating_sub(YEARS));
        Self { keys: (first..=last / 100).collect(), months: false }
    }

    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    fn key(&self, day: Day) -> u32 {
        if self.months { day.month() } else { day.month() / 100 }
    }

    /// The three counts of some statements in every period, empty ones too.
    pub(crate) fn count(&self, table: &StatementTable, statements: &[u32]) -> Vec<(String, Counts)> {
        let dated = statements
            .iter()
            .map(|statement| (table.row(*statement).day, *statement))
            .filter(|(day, _)| day.known());
        let counted = table.count_by(dated.map(|(day, it)| (self.key(day), it)).collect());
        let label = |key: u32| if self.months { month_name(key) } else { key.to_string() };
        let counts = |key: u32| counted.iter().find(|(other, _)| *other == key).map(|(_, counts)| *counts);
        self.keys.iter().map(|key| (label(*key), counts(*key).unwrap_or_default())).collect()
    }
}
