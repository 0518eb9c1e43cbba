//! Names in a source that recognition passed over: a part of a name that the article has in full elsewhere, or a name
//! of its own.

use super::nouns;
use rustc_hash::FxHashMap;
use sayso_document::{Entity, EntityKind, Mentions, SpeakerKind};

/// Entities kept for one word: enough for namesakes, and a bound on the time that a word takes.
const NAMESAKES: usize = 16;
/// Titles that stand before a surname.
const TITLES: &[&str] = &[
    "sen",
    "sens",
    "rep",
    "reps",
    "gov",
    "dr",
    "mr",
    "mrs",
    "ms",
    "senator",
    "president",
    "professor",
    "sir",
];

/// The article's entities by id, by first and last word, and by initials.
pub(crate) struct Names<'a> {
    mentions: &'a Mentions,
    ids: FxHashMap<&'a str, u32>,
    words: FxHashMap<String, Vec<u32>>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(mentions: &'a Mentions) -> Self {
        let mut names = Self { mentions, ids: FxHashMap::default(), words: FxHashMap::default() };
        for (at, entity) in mentions.entities.iter().enumerate() {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            names.ids.entry(&entity.id).or_insert(at);
            let words = folded(&entity.name);
            let ends = [words.first().cloned(), words.last().cloned(), acronym(&entity.name)];
            for word in ends.into_iter().flatten() {
                let known = names.words.entry(word).or_default();
                if known.len() < NAMESAKES && known.last() != Some(&at) {
                    known.push(at);
                }
            }
        }
        names
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<&'a Entity> {
        self.mentions.entities.get(*self.ids.get(id)? as usize)
    }

    /// The entity that these words are a part of: a body by its whole name, its initials or all but a last noun
    /// ("Ostby" of "Ostby magazine"), a person by surname, else by given name. Of several the first that the article
    /// names. Case is ignored, for headlines in capitals.
    pub(crate) fn part(&self, name: &str) -> Option<&'a Entity> {
        let words = folded(name);
        let keys = [words.first()?, words.last()?];
        let known = keys.into_iter().filter_map(|word| self.words.get(word)).flatten();
        let known: Vec<(&Entity, Vec<String>)> = known
            .filter_map(|&at| self.mentions.entities.get(at as usize))
            .map(|entity| (entity, folded(&entity.name)))
            .collect();
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
    |entity, full, words| {
        let rest = full.strip_prefix(words);
        entity.kind.is_organization() && rest.is_some_and(|rest| rest.iter().all(|word| nouns::is_noun(word)))
    },
    |entity, full, words| entity.kind == EntityKind::Person && full.ends_with(words),
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

fn folded(name: &str) -> Vec<String> {
    let words =
        name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase);
    let words: Vec<String> = words.collect();
    let titles = words.iter().take_while(|word| TITLES.contains(&word.as_str())).count();
    if titles < words.len() { words[titles..].to_vec() } else { words }
}

/// The initials of the capitalised words, in lower case; of at least two.
fn acronym(name: &str) -> Option<String> {
    let initials =
        name.split_whitespace().filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase());
    let initials: String = initials.flat_map(char::to_lowercase).collect();
    (initials.chars().count() > 1).then_some(initials)
}
