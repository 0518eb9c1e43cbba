//! What single words tell: the tables of the language pack that bear on names.

use crate::key::{self, Key};
use crate::words;
use rustc_hash::FxHashMap;
use sayso_core::{EntityKind, Gender};
use sayso_lexicon::{Language, Table, WordSet};
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
    /// The last word of at least one title.
    pub(crate) const TITLE_END: u32 = 1 << 15;
    /// Stands at the end of a thing's name: "… Protocol".
    pub(crate) const THING_END: u32 = 1 << 16;
    /// Stands before "of …" in a thing's name: "Battle of …".
    pub(crate) const THING_HEAD: u32 = 1 << 17;
    /// A team's name behind its town's: "… Rovers".
    pub(crate) const TEAM: u32 = 1 << 18;
    /// "Northern …".
    pub(crate) const PLACE_MOD: u32 = 1 << 13;
    /// What only people are: "historian".
    pub(crate) const ROLE: u32 = 1 << 19;
    /// May be one of [`LISTED`](super::LISTED): asked before its letters are looked at.
    pub(crate) const LISTED: u32 = 1 << 20;
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
    /// Whether no table has the word.
    pub(crate) fn nothing(self) -> bool {
        Self { bits: self.bits & !bit::LISTED, ..self } == Self::default()
    }

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
    words: FxHashMap<Key, Facts>,
    titles: FxHashMap<Key, Step>,
    states: FxHashMap<&'static str, &'static str>,
}

/// Where a look-up of a title stands after some words.
#[derive(Copy, Clone, Debug, Default)]
pub(crate) struct Step {
    /// The title that the words are.
    pub(crate) title: Option<Title>,
    /// Whether a longer title begins with them.
    pub(crate) goes_on: bool,
}

/// Words that single rules look for, as written.
static LISTED: [&WordSet; 8] = [
    &words::STORMS,
    &words::SHIPS,
    &words::BASES,
    &words::FAITHS,
    &words::SIDES,
    &words::WHOSE,
    &words::BODIES,
    &words::SUPPORTERS,
];

/// Words of the longest title.
pub(crate) const LONGEST_TITLE: usize = 7;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);

/// The tables.
pub(crate) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

impl Lexicon {
    /// What is known of a word.
    pub(crate) fn facts(&self, word: Key) -> Facts {
        self.words.get(&word).copied().unwrap_or_default()
    }

    /// What titles say of some words, whose keys were put together with [`Key::then`].
    pub(crate) fn titles(&self, words: Key) -> Option<Step> {
        self.titles.get(&words).copied()
    }

    /// The state of a postal code of the United States.
    pub(crate) fn state(&self, code: &str) -> Option<&'static str> {
        self.states.get(code).copied()
    }

    /// The title that a single word is.
    pub(crate) fn title(&self, word: Key) -> Option<Title> {
        self.titles(Key::default().then(word)).and_then(|step| step.title)
    }

    fn read() -> Self {
        let mut lexicon =
            Self { words: FxHashMap::default(), titles: FxHashMap::default(), states: FxHashMap::default() };
        lexicon.read_people();
        lexicon.read_heads();
        lexicon.read_titles();
        for word in LISTED.iter().flat_map(|set| set.iter()) {
            lexicon.mark(&word.to_lowercase(), bit::LISTED);
        }
        lexicon.states = rows(Table::States).map(|row| (row[0], row[1])).collect();
        for row in rows(Table::CommonWords) {
            lexicon.word(row[0]).small = row[1].parse().unwrap_or(0);
        }
        lexicon
    }

    fn word(&mut self, word: &str) -> &mut Facts {
        self.words.entry(key::of_lower(word)).or_default()
    }

    fn mark(&mut self, word: &str, bits: u32) {
        self.word(word).bits |= bits;
    }

    fn read_people(&mut self) {
        for row in rows(Table::GivenNames) {
            let bits = match row[1] {
                "f" => bit::GIVEN_FEMALE,
                "m" => bit::GIVEN_MALE,
                _ => bit::GIVEN,
            };
            self.mark(&row[0].to_lowercase(), bits);
        }
        for row in rows(Table::Surnames) {
            self.mark(&row[0].to_lowercase(), bit::SURNAME);
        }
        let roles = sayso_gazetteer::PERSON_ROLES;
        for role in roles.lines().filter(|role| words::HUMAN_ENDINGS.ends(role, 0)) {
            self.mark(role, bit::ROLE);
        }
        for row in rows(Table::NameParticles) {
            self.mark(row[0], bit::PARTICLE);
        }
        for row in rows(Table::NameSuffixes) {
            self.mark(row[0], bit::SUFFIX);
        }
        for row in rows(Table::NotNames) {
            let bits = match row[1] {
                "time" => bit::TIME,
                "function" => bit::FUNCTION,
                _ => bit::OTHER,
            };
            self.mark(row[0], bits);
        }
    }

    fn read_heads(&mut self) {
        for row in rows(Table::OrganizationHeads) {
            let bits = match row[2] {
                "both" => bit::ORG_END | bit::ORG_HEAD,
                "start" => bit::ORG_START,
                "team" => bit::TEAM,
                _ => bit::ORG_END,
            };
            self.mark(row[0], bits);
            self.word(row[0]).kind = EntityKind::parse(row[1]);
        }
        for row in rows(Table::ThingHeads) {
            let bits = match row[1] {
                "both" => bit::THING_END | bit::THING_HEAD,
                "of" => bit::THING_HEAD,
                _ => bit::THING_END,
            };
            self.mark(row[0], bits);
        }
        for row in rows(Table::PlaceHeads) {
            let bits = match row[1] {
                "both" => bit::PLACE_END | bit::PLACE_HEAD,
                "mod" => bit::PLACE_MOD,
                _ => bit::PLACE_END,
            };
            self.mark(row[0], bits);
        }
    }

    fn add_title(&mut self, phrase: &str, title: Title) {
        let words: Vec<Key> = key::of_phrase(phrase).collect();
        let mut key = Key::default();
        for (at, word) in words.iter().enumerate() {
            key = key.then(*word);
            let step = self.titles.entry(key).or_default();
            if at + 1 == words.len() {
                step.title = Some(title);
            } else {
                step.goes_on = true;
            }
        }
        if let Some(first) = words.first() {
            self.words.entry(*first).or_default().bits |= bit::TITLE;
        }
        if let Some(last) = words.last() {
            self.words.entry(*last).or_default().bits |= bit::TITLE_END;
        }
    }

    fn read_titles(&mut self) {
        for row in rows(Table::Titles) {
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
            self.add_title(row[0], Title { class, gender });
        }
    }
}

/// Rows of a shipped table, padded to three columns.
fn rows(table: Table) -> impl Iterator<Item = [&'static str; 3]> {
    Language::English.columns(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read() {
        let lexicon = lexicon();
        let facts = |word| lexicon.facts(key::of_lower(word));
        assert!(facts("monday").is(bit::TIME));
        assert!(facts("maria").is(bit::GIVEN_FEMALE));
        assert!(facts("committee").is(bit::ORG_HEAD));
        assert_eq!(facts("ministry").kind, Some(EntityKind::Agency));
        assert!(facts("house").small > 50);
        let mrs = lexicon.title(key::of_lower("mrs"));
        assert_eq!(mrs.and_then(|title| title.gender), Some(Gender::Female));
        let phrase = key::of_phrase("secretary of state").fold(Key::default(), Key::then);
        assert!(lexicon.titles(phrase).is_some_and(|step| step.title.is_some()));
    }

    #[test]
    fn no_title_is_longer_than_said() {
        let longest = rows(Table::Titles).map(|row| key::of_phrase(row[0]).count()).max();
        assert!(longest <= Some(LONGEST_TITLE), "{longest:?}");
    }

    #[test]
    fn no_two_words_share_a_key() {
        let mut words: FxHashMap<Key, String> = FxHashMap::default();
        for table in [Table::CommonWords, Table::GivenNames, Table::Surnames] {
            for row in rows(table) {
                let word = row[0].to_lowercase();
                let known = words.entry(key::of_lower(&word)).or_insert_with(|| word.clone());
                assert_eq!(*known, word);
            }
        }
    }
}
