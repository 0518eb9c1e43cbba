//! A title and a surname alone: who held that office on the article's day.

use super::{Decision, Resolver};
use crate::chunk::Chunk;
use crate::words;
use rustc_hash::FxHashMap;
use sayso_core::MentionForm;
use sayso_gazetteer::{Entry, EntryIndex};
use sayso_lexicon::{Language, Table};
use std::sync::LazyLock;

/// How papers shorten or vary the names of offices.
static OFFICES: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    Language::English.columns(Table::OfficeForms).map(|[form, office]| (form, office)).collect()
});

impl Resolver<'_, '_> {
    /// "Secretary Rice" in an article of 2005: the only one with that surname who held such an office then. Without a
    /// date, or where two fit, nobody.
    pub(super) fn office_holder(&mut self, chunk: &Chunk) -> Option<Decision> {
        let day = self.chooser.day?;
        let title = chunk.title?.of(self.tagged.text).to_lowercase();
        let named = office_words(&title);
        let held = |entry: &&EntryIndex| {
            let mut roles = self.names.gazetteer.entry(**entry).roles();
            roles.any(|role| is_titled(role.title, &named) && role.period.covers(day))
        };
        let mut holders = self.names.by_surname(self.text(chunk)).iter().filter(held);
        let (Some(&one), None) = (holders.next(), holders.next()) else { return None };
        let entity = self.entity_table.listed(self.names, one);
        Decision::new(entity, MentionForm::Short, 0.75)
    }
}

/// Whether a title as written names an office that the list has, whenever it was held.
pub(super) fn is_office(title: &str, entry: &Entry<'_>) -> bool {
    let title = title.to_lowercase();
    let named = office_words(&title);
    entry.roles().any(|role| is_titled(role.title, &named))
}

/// The words of a title, in small letters, that name an office, in their usual form.
fn office_words(title: &str) -> Vec<&str> {
    title
        .split(|c: char| c.is_whitespace() || c == '-')
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty() && !words::TITLE_FILLERS.contains(word))
        .map(|word| OFFICES.get(word).copied().unwrap_or(word))
        .collect()
}

/// Whether an office of the lists has all these words, and neither "former" nor "vice" beside them.
fn is_titled(office: &str, named: &[&str]) -> bool {
    let office = office.to_lowercase();
    let of = |word: &str| office.split(' ').any(|own| own.starts_with(word));
    let changed = words::NOT_IN_OFFICE.iter().any(|word| of(word) != named.contains(&word));
    !named.is_empty() && !changed && named.iter().all(|word| of(word))
}
