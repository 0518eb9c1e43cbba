//! What single words tell: the tables of `data/lexicon` that bear on names.

use rustc_hash::FxHashMap;
use sayso_document::{EntityKind, Gender};
use std::sync::LazyLock;

/// One bit for each thing that a word can be.
pub(crate) mod bit {
    pub(crate) const GIVEN_FEMALE: u32 = 1;
    pub(crate) const GIVEN_MALE: u32 = 1 << 1;
    pub(crate) const GIVEN: u32 = GIVEN_FEMALE | GIVEN_MALE;
    pub(crate) const SURNAME: u32 = 1 << 2;
    /// A weekday, month, zone.
    pub(crate) const TIME: u32 = 1 << 3;
    /// An article, pronoun, preposition, conjunction …
    pub(crate) const FUNCTION: u32 = 1 << 4;
    /// Capitalised and yet no person, organisation or place: "God", "Internet".
    pub(crate) const OTHER: u32 = 1 << 5;
    pub(crate) const NO_NAME: u32 = TIME | FUNCTION | OTHER;
    /// The first word of at least one title.
    pub(crate) const TITLE: u32 = 1 << 6;
    /// A small word inside a name: "de", "van", "bin".
    pub(crate) const PARTICLE: u32 = 1 << 7;
    /// "Jr.", "III".
    pub(crate) const SUFFIX: u32 = 1 << 8;
    /// Stands at the end of an organisation's name: "… Committee".
    pub(crate) const ORG_END: u32 = 1 << 9;
    /// Stands before "of …" or "for …": "Ministry of …".
    pub(crate) const ORG_HEAD: u32 = 1 << 10;
    /// Begins an organisation's name in another language: "Partido …".
    pub(crate) const ORG_START: u32 = 1 << 14;
    /// "… County".
    pub(crate) const PLACE_END: u32 = 1 << 11;
    /// "Lake …".
    pub(crate) const PLACE_HEAD: u32 = 1 << 12;
    /// "Northern …".
    pub(crate) const PLACE_MOD: u32 = 1 << 13;
}

/// What the tables say of a word.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    /// See [`bit`].
    pub(crate) bits: u32,
    /// Per cent of its uses that are in small letters; 0 where it is no common word.
    pub(crate) small: u8,
    /// The kind that the word makes of an organisation's name.
    pub(crate) kind: Option<EntityKind>,
}

impl Facts {
    pub(crate) fn is(self, bits: u32) -> bool {
        self.bits & bits != 0
    }
}

/// What a title before a name is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum TitleClass {
    /// "Mr.", "Dr.", "King".
    Honorific,
    /// "Senator", "foreign minister", "spokeswoman".
    Office,
    /// "Sgt."
    Rank,
}

/// A title and what it tells.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Title {
    pub(crate) class: TitleClass,
    pub(crate) gender: Option<Gender>,
}

/// All tables, read once.
pub(crate) struct Lexicon {
    words: FxHashMap<Box<str>, Facts>,
    titles: FxHashMap<Box<str>, Title>,
}

/// Words of the longest title.
pub(crate) const LONGEST_TITLE: usize = 7;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);

/// The tables.
pub(crate) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

macro_rules! table {
    ($name:literal) => {
        include_str!(concat!("../../../data/lexicon/", $name))
    };
}

impl Lexicon {
    /// What is known of a word in small letters.
    pub(crate) fn facts(&self, word: &str) -> Facts {
        self.words.get(word).copied().unwrap_or_default()
    }

    /// The title that a phrase is: small letters, one blank between words, no final stops.
    pub(crate) fn title(&self, phrase: &str) -> Option<Title> {
        self.titles.get(phrase).copied()
    }

    fn read() -> Self {
        let mut lexicon = Self { words: FxHashMap::default(), titles: FxHashMap::default() };
        lexicon.read_people();
        lexicon.read_heads();
        lexicon.read_titles();
        for row in rows(table!("common_words.tsv")) {
            lexicon.word(row[0]).small = row[1].parse().unwrap_or(0);
        }
        lexicon
    }

    fn word(&mut self, word: &str) -> &mut Facts {
        self.words.entry(word.into()).or_default()
    }

    fn mark(&mut self, word: &str, bits: u32) {
        self.word(word).bits |= bits;
    }

    fn read_people(&mut self) {
        for row in rows(table!("given_names.tsv")) {
            let bits = match row[1] {
                "f" => bit::GIVEN_FEMALE,
                "m" => bit::GIVEN_MALE,
                _ => bit::GIVEN,
            };
            self.mark(&row[0].to_lowercase(), bits);
        }
        for row in rows(table!("surnames.tsv")) {
            self.mark(&row[0].to_lowercase(), bit::SURNAME);
        }
        for row in rows(table!("name_particles.tsv")) {
            self.mark(row[0], bit::PARTICLE);
        }
        for row in rows(table!("name_suffixes.tsv")) {
            self.mark(row[0], bit::SUFFIX);
        }
        for row in rows(table!("not_names.tsv")) {
            let bits = match row[1] {
                "time" => bit::TIME,
                "function" => bit::FUNCTION,
                _ => bit::OTHER,
            };
            self.mark(row[0], bits);
        }
    }

    fn read_heads(&mut self) {
        for row in rows(table!("organization_heads.tsv")) {
            let bits = match row[2] {
                "both" => bit::ORG_END | bit::ORG_HEAD,
                "start" => bit::ORG_START,
                _ => bit::ORG_END,
            };
            self.mark(row[0], bits);
            self.word(row[0]).kind = EntityKind::parse(row[1]);
        }
        for row in rows(table!("place_heads.tsv")) {
            let bits = match row[1] {
                "both" => bit::PLACE_END | bit::PLACE_HEAD,
                "mod" => bit::PLACE_MOD,
                _ => bit::PLACE_END,
            };
            self.mark(row[0], bits);
        }
    }

    fn read_titles(&mut self) {
        for row in rows(table!("titles.tsv")) {
            let class = match row[1] {
                "honorific" => TitleClass::Honorific,
                "rank" => TitleClass::Rank,
                _ => TitleClass::Office,
            };
            let gender = match row[2] {
                "f" => Some(Gender::Female),
                "m" => Some(Gender::Male),
                _ => None,
            };
            self.titles.insert(row[0].into(), Title { class, gender });
            let first = row[0].split(' ').next().unwrap_or(row[0]);
            self.mark(first, bit::TITLE);
        }
    }
}

/// Rows of a shipped table, padded to three columns; `#` starts a comment line.
fn rows(table: &'static str) -> impl Iterator<Item = [&'static str; 3]> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| {
        let mut columns = line.split('\t');
        std::array::from_fn(|_| columns.next().unwrap_or(""))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read() {
        let lexicon = lexicon();
        assert!(lexicon.facts("monday").is(bit::TIME));
        assert!(lexicon.facts("maria").is(bit::GIVEN_FEMALE));
        assert!(lexicon.facts("committee").is(bit::ORG_HEAD));
        assert_eq!(lexicon.facts("ministry").kind, Some(EntityKind::Agency));
        assert!(lexicon.facts("house").small > 50);
        assert_eq!(lexicon.title("mrs").and_then(|title| title.gender), Some(Gender::Female));
        assert!(lexicon.title("secretary of state").is_some());
    }

    #[test]
    fn no_title_is_longer_than_said() {
        let longest = lexicon().titles.keys().map(|title| title.split(' ').count()).max();
        assert!(longest <= Some(LONGEST_TITLE), "{longest:?}");
    }
}
