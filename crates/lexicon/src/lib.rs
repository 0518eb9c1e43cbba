//! The language pack: every word list and table of a language, as tab-separated files that are compiled in, and one
//! loader for them.
//!
//! Each file in `en/` begins with a comment that says what it is for and what its columns are. There are two kinds:
//!
//! - [`Table`]s, which a stage reads with [`Language::rows`] into whatever structure it looks words up in;
//! - [`WordSet`]s, short lists that single rules ask for. They stand in `en/*_sets.tsv`, one set a line.
//!
//! [`ClauseLexicon`] is what every word of a text is looked up in: its [`tag`]s and its row in the table of cues.
//!
//! Adding a cue verb, a title or a unit is one line in one of these files. Adding a language is a folder beside `en/`,
//! a variant of [`Language`], and a model trained on it.

#![warn(clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)] // see clippy.toml

mod clause;
mod cues;
mod forms;
mod speaker_group;
mod table;
pub mod tag;
mod word_set;

pub use clause::{ClauseLexicon, Entry};
pub use cues::{CueRow, LeftContext, RightContext};
pub use speaker_group::speaker_group;
pub use table::Table;
pub use word_set::WordSet;

/// A language that a pack is shipped for.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Language {
    /// English, American and British.
    #[default]
    English,
}

impl Language {
    /// Every language, in declaration order.
    pub const ALL: &'static [Self] = &[Self::English];

    /// The ISO 639-1 code; also the name of the folder.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
        }
    }

    /// A table as it stands in its file.
    pub fn table(self, table: Table) -> &'static str {
        match self {
            Self::English => table.english(),
        }
    }

    /// The lines of a table without blank lines and comments; columns are separated by tabs.
    pub fn rows(self, table: Table) -> impl Iterator<Item = &'static str> {
        rows(self.table(table))
    }

    /// The rows of a table cut into `N` columns; missing ones are empty, further ones are left out.
    pub fn columns<const N: usize>(self, table: Table) -> impl Iterator<Item = [&'static str; N]> {
        self.rows(table).map(|row| {
            let mut cells = row.split('\t');
            std::array::from_fn(|_| cells.next().unwrap_or(""))
        })
    }
}

/// Lines that are neither blank nor a comment.
fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_says_what_it_is_for() {
        for language in Language::ALL {
            for &table in Table::ALL {
                let text = language.table(table);
                let comment = text.lines().next().and_then(|line| line.strip_prefix("# "));
                assert!(comment.is_some_and(|comment| comment.len() > 20), "{table:?} has no header");
                assert!(language.rows(table).next().is_some(), "{table:?} is empty");
                assert!(!text.contains('\r') && text.ends_with('\n'), "{table:?}: line endings");
            }
        }
    }

    #[test]
    fn rows_are_cut_into_columns() {
        let [code, name] =
            Language::English.columns(Table::States).find(|[code, _]| *code == "VT").unwrap_or_default();
        assert_eq!((code, name), ("VT", "Vermont"));
        assert!(Language::English.columns::<3>(Table::Surnames).all(|[_, second, _]| second.is_empty()));
    }
}
