//! NameIndex in a source that recognition passed over: a part of a name that the article has in full elsewhere, or a name
//! of its own.

use crate::nouns;
use crate::words;
use rustc_hash::{FxHashMap, FxHasher};
use sayso_core::{Entity, EntityKind, Mentions, SpeakerKind};
use std::cell::OnceCell;
use std::hash::Hasher;

/// Entities kept for one word: enough for namesakes, and a bound on the time that a word takes.
const NAMESAKES: usize = 16;
/// Entities that a handle is compared with.
const MOST: usize = 500;

/// The article's entities by id, by first and last word, and by initials.
pub(crate) struct NameIndex<'a> {
    mentions: &'a Mentions,
    ids: OnceCell<FxHashMap<&'a str, u32>>,
    /// Hashes of words in lower case with the entities that they begin, end or stand for, sorted.
    words: OnceCell<Vec<(u64, u32)>>,
}

impl<'a> NameIndex<'a> {
    pub(crate) fn new(mentions: &'a Mentions) -> Self {
        Self { mentions, ids: OnceCell::new(), words: OnceCell::new() }
    }

    fn entities(&self) -> impl Iterator<Item = (u32, &'a Entity)> + use<'a> {
        (0..).zip(&self.mentions.entities)
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<&'a Entity> {
        let ids = self.ids.get_or_init(|| {
            let mut ids = FxHashMap::default();
            for (at, entity) in self.entities() {
                ids.entry(entity.id.as_str()).or_insert(at);
            }
            ids
        });
        self.mentions.entities.get(*ids.get(id)? as usize)
    }

    /// The entities whose name begins or ends with a word, or has it for initials; others may be among them.
    fn with_word(&self, word: u64) -> impl Iterator<Item = &'a Entity> {
        let words = self.words.get_or_init(|| {
            let mut words: Vec<(u64, u32)> = Vec::with_capacity(3 * self.mentions.entities.len());
            for (at, entity) in self.entities() {
                let ends = ends(&entity.name).map(|(first, last)| [hash(first.chars()), hash(last.chars())]);
                words.extend(ends.into_iter().flatten().map(|word| (word, at)));
                words.extend(has_acronym(&entity.name).then(|| (hash(initials(&entity.name)), at)));
            }
            words.sort_unstable();
            words.dedup();
            words
        });
        let from = words.partition_point(|(known, _)| *known < word);
        let same = words[from..].iter().take_while(move |(known, _)| *known == word).take(NAMESAKES);
        same.filter_map(|(_, at)| self.mentions.entities.get(*at as usize))
    }

    /// Whoever has this handle, given in lower case: it is the name without its blanks.
    pub(crate) fn by_handle(&self, handle: &str) -> Option<&'a Entity> {
        let letters = |text: &str| -> String {
            text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        let wanted = letters(handle);
        let mut entities = self.entities().map(|(_, entity)| entity).take(MOST);
        entities.find(|entity| letters(&entity.name) == wanted)
    }

    /// The people of several words whose name ends with this one.
    pub(crate) fn namesakes(&self, surname: &str) -> impl Iterator<Item = &'a Entity> {
        let surname = surname.to_lowercase();
        let known = self.with_word(hash(surname.chars()));
        known.filter(move |entity| {
            let last = entity.name.rsplit(' ').next().unwrap_or_default();
            entity.kind == EntityKind::Person && entity.name.contains(' ') && last.to_lowercase() == surname
        })
    }

    /// The one person of several words whose name ends with this one, whatever its case.
    pub(crate) fn person(&self, surname: &str) -> Option<&'a Entity> {
        let fits = |entity: &&Entity| {
            let last = entity.name.rsplit(' ').next().unwrap_or_default();
            entity.kind == EntityKind::Person
                && entity.name.contains(' ')
                && last.to_lowercase() == surname.to_lowercase()
        };
        let mut known = self.with_word(hash(surname.to_lowercase().chars())).filter(fits);
        known.next().filter(|first| known.all(|other| other.id == first.id))
    }

    /// The entity that these words are a part of: a body by its whole name or its initials, a person by surname, a body by
    /// all but a last noun ("Ostby" of "Ostby magazine"), a person by given name. Of several the first that the article
    /// names. Case is ignored, for headlines in capitals.
    pub(crate) fn part(&self, name: &str) -> Option<&'a Entity> {
        let (first, last) = ends(name)?;
        let words = folded(name);
        let known = [first, last].into_iter().flat_map(|word| self.with_word(hash(word.chars())));
        let known: Vec<(&Entity, Vec<String>)> = known.map(|entity| (entity, folded(&entity.name))).collect();
        TESTS.iter().find_map(|test| {
            known.iter().find(|(entity, full)| test(entity, full, &words)).map(|(entity, _)| *entity)
        })
    }
}

/// Whether the words can name an entity with this full name; tried one after another.
type Test = fn(&Entity, &[String], &[String]) -> bool;

const TESTS: &[Test] = &[
    |_, full, words| full == words,
    |entity, _, words| {
        !entity.kind.is_place() && matches!(words, [word] if acronym(&entity.name).as_ref() == Some(word))
    },
    // Somebody before a foundation of that name.
    |entity, full, words| entity.kind == EntityKind::Person && full.ends_with(words),
    |entity, full, words| {
        let rest = full.strip_prefix(words);
        entity.kind.is_organization() && rest.is_some_and(|rest| rest.iter().all(|word| nouns::is_noun(word)))
    },
    |entity, full, words| entity.kind == EntityKind::Person && full.starts_with(words),
];

/// What a name in no list may be: behind an article, with a digit, a dot or a place in it, of more than two words or
/// all in capitals a body; else a person.
pub(crate) fn kind(name: &str, article: bool, place: bool, unsure: SpeakerKind) -> SpeakerKind {
    let capitals = name.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let written = name.contains(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '&'));
    // "the Director-General of the World Health Organization" is an office and not the body.
    let office =
        name.split(" of ").next().and_then(|head| head.rsplit([' ', '-']).next()).map(str::to_lowercase);
    if article
        && office.is_some_and(|word| nouns::kind(&word, "") == SpeakerKind::Role && nouns::is_noun(&word))
    {
        return SpeakerKind::Role;
    }
    match unsure {
        SpeakerKind::Role
            if article || place || capitals || written || name.split_whitespace().count() > 2 =>
        {
            SpeakerKind::Organization
        }
        SpeakerKind::Role => SpeakerKind::Person,
        SpeakerKind::Collective if name.contains(' ') => SpeakerKind::Organization,
        kind => kind,
    }
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The first word behind titles, and the last one.
fn ends(name: &str) -> Option<(&str, &str)> {
    let title = |word: &&str| words::SURNAME_TITLES.contains_ignoring_case(word);
    let first = words(name).find(|word| !title(word)).or_else(|| words(name).next())?;
    Some((first, words(name).last()?))
}

/// The same for all spellings of a word in capitals and small letters.
fn hash(word: impl Iterator<Item = char>) -> u64 {
    let mut hasher = FxHasher::default();
    word.flat_map(char::to_lowercase).for_each(|c| hasher.write_u32(c as u32));
    hasher.finish()
}

fn folded(name: &str) -> Vec<String> {
    let words: Vec<String> = words(name).map(str::to_lowercase).collect();
    let titles = words.iter().take_while(|word| words::SURNAME_TITLES.contains(word)).count();
    if titles < words.len() { words[titles..].to_vec() } else { words }
}

/// The initials of the capitalised words.
fn initials(name: &str) -> impl Iterator<Item = char> {
    name.split_whitespace().filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase())
}

fn has_acronym(name: &str) -> bool {
    initials(name).nth(1).is_some()
}

/// The initials in lower case; of at least two.
fn acronym(name: &str) -> Option<String> {
    has_acronym(name).then(|| initials(name).flat_map(char::to_lowercase).collect())
}
