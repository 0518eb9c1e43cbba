//! A title and a surname alone: who held that office on the article's day.

use super::{Decision, Resolver};
use crate::chunk::Chunk;
use sayso_core::MentionForm;
use sayso_gazetteer::EntryIndex;

/// How papers shorten or vary the names of offices.
const OFFICES: &[(&str, &str)] = &[
    ("sen", "senator"),
    ("sens", "senator"),
    ("senators", "senator"),
    ("reps", "representative"),
    ("representatives", "representative"),
    ("congressmen", "representative"),
    ("congresswomen", "representative"),
    ("chairmen", "chairman"),
    ("presidents", "president"),
    ("secretaries", "secretary"),
    ("governors", "governor"),
    ("govs", "governor"),
    ("ministers", "minister"),
    ("justices", "justice"),
    ("rep", "representative"),
    ("gov", "governor"),
    ("pres", "president"),
    ("congressman", "representative"),
    ("congresswoman", "representative"),
    ("spokesman", "spokes"),
    ("spokeswoman", "spokes"),
    ("spokesperson", "spokes"),
];

/// Words of a title that say nothing of the office.
const FILLERS: &[&str] = &["the", "of", "for", "u.s", "us", "madam", "mr", "mrs", "ms"];

/// Those who hold it no more, or not yet.
const NOT_IN_OFFICE: &[&str] =
    &["former", "ex", "late", "acting", "then", "deputy", "vice", "elect", "designate"];

impl Resolver<'_, '_> {
    /// "Secretary Rice" in an article of 2005: the only one with that surname who held such an office then. Without a
    /// date, or where two fit, nobody.
    pub(super) fn office_holder(&mut self, chunk: &Chunk) -> Option<Decision> {
        let day = self.chooser.day?;
        let title = chunk.title?.of(self.tagged.text).to_lowercase();
        let words: Vec<&str> = title
            .split(|c: char| c.is_whitespace() || c == '-')
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
            .filter(|word| !word.is_empty() && !FILLERS.contains(word))
            .map(|word| OFFICES.iter().find(|(short, _)| *short == word).map_or(word, |(_, office)| office))
            .collect();
        if words.is_empty() {
            return None;
        }
        let held = |entry: &&EntryIndex| {
            self.names.gazetteer.entry(**entry).roles().any(|role| {
                let office = role.title.to_lowercase();
                let of = |word: &str| office.split(' ').any(|own| own.starts_with(word));
                let changed = NOT_IN_OFFICE.iter().any(|word| of(word) != words.contains(word));
                !changed && words.iter().all(|word| of(word)) && role.period.covers(day)
            })
        };
        let mut holders = self.names.by_surname(self.text(chunk)).iter().filter(held);
        let (Some(&one), None) = (holders.next(), holders.next()) else { return None };
        let entity = self.entity_table.listed(self.names, one);
        Decision::new(entity, MentionForm::Short, 0.75)
    }
}
