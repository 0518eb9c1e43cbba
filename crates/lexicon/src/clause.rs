//! The tables: closed-class words with their tags, and cue words with how often they are cues.
//!
//! Everything is compiled in and read once.

use crate::cues::CueRow;
use crate::forms::Forms;
use crate::tag::{TAG_NAMES, form_tags};
use crate::{Language, Table};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What the tables know about a word form.
#[derive(Clone, Copy, Debug, Default)]
pub struct Entry {
    /// Bits of [`crate::tag`].
    pub tags: u32,
    /// Index of its cue row plus one; 0 where it is no cue.
    pub cue: u16,
}

/// All tables.
pub struct ClauseLexicon {
    forms: Forms,
    cues: Vec<CueRow>,
}

static LEXICON: LazyLock<ClauseLexicon> = LazyLock::new(|| ClauseLexicon::read(Language::English));

impl ClauseLexicon {
    /// The tables that we ship.
    pub fn shipped() -> &'static Self {
        &LEXICON
    }

    fn read(language: Language) -> Self {
        let mut forms: FxHashMap<&str, Entry> = FxHashMap::default();
        let mut table = Vec::new();
        for [name, words] in language.columns(Table::Words) {
            let bit = TAG_NAMES.iter().find(|(known, _)| *known == name).map_or(0, |(_, bit)| *bit);
            for form in words.split_whitespace() {
                forms.entry(form).or_default().tags |= bit;
            }
        }
        for line in language.rows(Table::Cues).skip(1) {
            let Some((form, row)) = CueRow::parse(line) else { continue };
            table.push(row);
            let entry = forms.entry(form).or_default();
            entry.cue = table.len() as u16;
            entry.tags |= form_tags(form);
        }
        Self { forms: Forms::new(&forms), cues: table }
    }

    /// What is known about a word, whatever its case.
    pub fn look_up(&self, word: &str) -> Option<Entry> {
        self.forms.get(word)
    }

    /// A row of the cue table by [`Entry::cue`].
    pub fn cue(&self, index: u16) -> Option<&CueRow> {
        self.cues.get(usize::from(index).checked_sub(1)?)
    }
}
