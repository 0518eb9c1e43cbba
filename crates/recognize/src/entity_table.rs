//! The entities of one article while they are being found.

use crate::gazetteer_hits::IndexedGazetteer;
use crate::key::{self, Key};
use crate::words;
use rustc_hash::{FxHashMap, FxHashSet};
use sayso_core::{Entity, EntityKind, Gender};
use sayso_gazetteer::{EntryIndex, fold};

/// Whether a word may follow a name: "Jr."
pub(crate) fn is_suffix(word: &str) -> bool {
    words::SUFFIXES.contains(word.trim_end_matches('.'))
}

/// The words of a person's name that identify, without initials' stops and suffixes.
fn identifying(name: &str) -> impl Iterator<Item = &str> {
    name.split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty() && !is_suffix(word))
}

/// The words with one blank between them.
pub(crate) fn single_spaced(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Appends a folded name, hyphens for its blanks.
fn push_folded(name: &str, id: &mut String) {
    let hyphen = |c: char| if c == ' ' { '-' } else { c };
    if name.is_ascii() {
        id.extend(name.chars().map(|c| hyphen(c.to_ascii_lowercase())));
    } else {
        id.extend(fold(name).chars().map(hyphen));
    }
}

/// The key of a word without regard to case and diacritics.
fn folded_key(word: &str) -> Key {
    if word.is_ascii() { key::of_ascii(word) } else { key::of_lower(&fold(word)) }
}

/// The key of the last word of a person's name, without "Jr.".
pub(crate) fn surname_key(name: &str) -> Key {
    identifying(name).last().map(folded_key).unwrap_or_default()
}

/// The key of several words; of a single one its own.
fn key_of<'w>(words: impl Iterator<Item = &'w str>) -> Key {
    words.map(folded_key).reduce(Key::then).unwrap_or_default()
}

/// Entities, and the names by which they are found again.
#[derive(Default)]
pub(crate) struct EntityTable {
    pub(crate) entities: Vec<Entity>,
    /// Which entries of the gazetteer they are.
    entries: Vec<Option<EntryIndex>>,
    listed: FxHashMap<EntryIndex, usize>,
    /// Those in no list, by kind and folded name.
    unlisted: FxHashMap<(&'static str, Key), usize>,
    /// Folded surname of people named in full.
    surnames: FxHashMap<Key, Namesakes>,
    /// How often people are named in full.
    full_names: FxHashMap<usize, u32>,
    /// Folded given name of people named in full.
    given: FxHashMap<Key, Namesakes>,
    /// Other names given in this article: acronyms, first words of organisations.
    aliases: FxHashMap<Key, usize>,
    /// Acronyms of what is no name: "liquid natural gas (LNG)".
    terms: FxHashSet<Key>,
    /// Heads of organisations: "committee".
    heads: FxHashMap<Key, usize>,
}

impl EntityTable {
    /// Forgets everybody, for the next article.
    pub(crate) fn clear(&mut self) {
        let Self { entities, entries, listed, unlisted, surnames, full_names, given, aliases, terms, heads } =
            self;
        entities.clear();
        entries.clear();
        listed.clear();
        unlisted.clear();
        surnames.clear();
        full_names.clear();
        given.clear();
        aliases.clear();
        terms.clear();
        heads.clear();
    }

    /// The entity of a gazetteer entry.
    pub(crate) fn listed(&mut self, names: &IndexedGazetteer, entry: EntryIndex) -> usize {
        if let Some(&known) = self.listed.get(&entry) {
            return known;
        }
        let row = names.gazetteer.entry(entry);
        self.listed.insert(entry, self.entities.len());
        self.entries.push(Some(entry));
        self.entities.push(Entity {
            id: row.id().to_owned(),
            name: row.name().to_owned(),
            kind: row.kind(),
            listed: true,
            gender: row.gender(),
            roles: Vec::new(),
            country: row.country().map(str::to_owned),
        });
        self.entities.len() - 1
    }

    /// The gazetteer entry of an entity.
    pub(crate) fn entry(&self, entity: usize) -> Option<EntryIndex> {
        self.entries.get(entity).copied().flatten()
    }

    /// The entity of a name in no list.
    pub(crate) fn unlisted(&mut self, kind: EntityKind, name: &str) -> usize {
        let family = if kind.is_organization() { "organization" } else { kind.name() };
        let key = (family, key_of(name.split_whitespace()));
        if let Some(&known) = self.unlisted.get(&key) {
            return known;
        }
        let name = single_spaced(name);
        let mut id = String::with_capacity("new:".len() + family.len() + 1 + name.len());
        id.extend(["new:", family, "/"]);
        push_folded(&name, &mut id);
        self.unlisted.insert(key, self.entities.len());
        self.entries.push(None);
        self.entities.push(Entity { id, name, kind, ..Entity::blank() });
        self.entities.len() - 1
    }

    /// Whether such an organisation of no list was named before.
    pub(crate) fn has_organization(&self, name: &str) -> bool {
        self.unlisted.contains_key(&("organization", key_of(name.split_whitespace())))
    }

    /// Remembers the parts of a person's full name, as written here.
    pub(crate) fn remember_person(&mut self, person: usize, written: &str) {
        *self.full_names.entry(person).or_default() += 1;
        let words: Vec<&str> = identifying(written).collect();
        if let [first, .., last] = words.as_slice() {
            remember(&mut self.surnames, folded_key(last), person);
            remember(&mut self.given, folded_key(first), person);
            if words.len() >= 3 {
                // "Wahlstrom van der Berg": a surname with its particle or of two words.
                remember(&mut self.surnames, key_of(words[1..].iter().copied()), person);
                remember(&mut self.surnames, key_of(words[words.len() - 2..].iter().copied()), person);
            }
        }
    }

    /// A person of the article with this surname (or these last words); where several, the one named in full most often,
    /// of equals the latest.
    pub(crate) fn by_surname(&self, name: &str) -> Option<usize> {
        if self.surnames.is_empty() {
            return None;
        }
        let people = self.surnames.get(&key_of(identifying(name)))?.people();
        people.iter().copied().max_by_key(|person| self.full_names.get(person).copied().unwrap_or(0))
    }

    /// The only person of the article with this given name.
    pub(crate) fn by_given_name(&self, name: &str) -> Option<usize> {
        match self.given.get(&folded_key(name))?.people() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// The same person under a name with a middle word more or less: "Vladimir V. Putin".
    pub(crate) fn same_person(&self, written: &str) -> Option<usize> {
        let words: Vec<&str> = identifying(written).collect();
        let named = self.given.get(&folded_key(words.first()?))?.people();
        let surname = self.surnames.get(&folded_key(words.last()?))?.people();
        let found = surname.iter().copied().find(|person| named.contains(person))?;
        let other: Vec<&str> = identifying(&self.entities[found].name).collect();
        compatible(&words, &other).then_some(found)
    }

    pub(crate) fn alias(&mut self, name: &str, entity: usize) {
        self.aliases.entry(key::of_lower(name)).or_insert(entity);
    }

    /// Remembers the latest organisation with this head.
    pub(crate) fn head(&mut self, head: Key, entity: usize) {
        self.heads.insert(head, entity);
    }

    /// The latest organisation with this head.
    pub(crate) fn by_head(&self, head: Key) -> Option<usize> {
        self.heads.get(&head).copied()
    }

    /// Notes that an acronym stands for common words in this article.
    pub(crate) fn term(&mut self, acronym: &str) {
        self.terms.insert(key::of_lower(acronym));
    }

    /// Whether an acronym stands for common words in this article.
    pub(crate) fn is_term(&self, acronym: &str) -> bool {
        self.terms.contains(&key::of_lower(acronym))
    }

    pub(crate) fn by_alias(&self, name: &str) -> Option<usize> {
        self.aliases.get(&key::of_lower(name)).copied()
    }

    /// Notes a gender unless one is known.
    pub(crate) fn gender(&mut self, entity: usize, gender: Option<Gender>) {
        let known = &mut self.entities[entity].gender;
        *known = known.or(gender);
    }

    /// Notes a role as written.
    pub(crate) fn role(&mut self, entity: usize, role: &str) {
        let role = single_spaced(role);
        let roles = &mut self.entities[entity].roles;
        if roles.len() < 16 && !roles.contains(&role) {
            roles.push(role);
        }
    }
}

/// The people of an article who share a name, the latest named last; the first eight of them.
#[derive(Copy, Clone, Default)]
struct Namesakes {
    people: [usize; 8],
    count: usize,
}

impl Namesakes {
    fn people(&self) -> &[usize] {
        &self.people[..self.count]
    }

    fn add(&mut self, person: usize) {
        if let Some(at) = self.people().iter().position(|known| *known == person) {
            self.people[at..self.count].rotate_left(1);
        } else if self.count < self.people.len() {
            self.people[self.count] = person;
            self.count += 1;
        }
    }
}

fn remember(map: &mut FxHashMap<Key, Namesakes>, key: Key, person: usize) {
    map.entry(key).or_default().add(person);
}

/// Whether two full names with the same ends do not contradict each other in the middle.
fn compatible(one: &[&str], other: &[&str]) -> bool {
    let middle = |words: &[&str]| -> Vec<String> {
        words.get(1..words.len().saturating_sub(1)).unwrap_or(&[]).iter().map(|word| fold(word)).collect()
    };
    let (one, other) = (middle(one), middle(other));
    if one.is_empty() || other.is_empty() {
        return true;
    }
    one.len() == other.len()
        && one.iter().zip(&other).all(|(a, b)| a.starts_with(b.as_str()) || b.starts_with(a.as_str()))
}

pub(crate) trait Blank {
    /// An entity without anything.
    fn blank() -> Self;
}

impl Blank for Entity {
    fn blank() -> Self {
        Self {
            id: String::new(),
            name: String::new(),
            kind: EntityKind::Other,
            listed: false,
            gender: None,
            roles: Vec::new(),
            country: None,
        }
    }
}
