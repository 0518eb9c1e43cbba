//! The entities of one article while they are being found.

use crate::listed::Names;
use rustc_hash::FxHashMap;
use sayso_document::{Entity, EntityKind, Gender};
use sayso_gazetteer::{EntryIndex, fold};

/// Whether a word may follow a name: "Jr."
pub(crate) fn is_suffix(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.'),
        "Jr" | "Sr" | "II" | "III" | "IV" | "V" | "VI" | "VII" | "VIII" | "XVI" | "XIV" | "XII" | "jr" | "sr"
    )
}

/// The words of a person's name that identify: folded, without initials' stops and suffixes.
pub(crate) fn name_words(name: &str) -> Vec<String> {
    name.split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty() && !is_suffix(word))
        .map(fold)
        .collect()
}

/// Entities, and the names by which they are found again.
#[derive(Default)]
pub(crate) struct Cast {
    pub(crate) entities: Vec<Entity>,
    by_id: FxHashMap<String, usize>,
    /// Folded surname of people named in full.
    surnames: FxHashMap<String, Vec<usize>>,
    /// Folded given name of people named in full.
    given: FxHashMap<String, Vec<usize>>,
    /// Other names given in this article: acronyms, first words of organisations.
    aliases: FxHashMap<String, usize>,
    /// Heads of organisations, small letters: "committee".
    heads: FxHashMap<String, usize>,
}

impl Cast {
    /// The entity of a gazetteer entry.
    pub(crate) fn listed(&mut self, names: &Names, entry: EntryIndex) -> usize {
        let row = names.gazetteer.entry(entry);
        if let Some(&known) = self.by_id.get(row.id()) {
            return known;
        }
        self.add(Entity {
            id: row.id().to_owned(),
            name: row.name().to_owned(),
            kind: row.kind(),
            listed: true,
            gender: row.gender(),
            roles: Vec::new(),
            country: row.country().map(str::to_owned),
        })
    }

    /// The entity of a name in no list.
    pub(crate) fn unlisted(&mut self, kind: EntityKind, name: &str) -> usize {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let family = if kind.is_organization() { "organization" } else { kind.name() };
        let id = format!("new:{family}/{}", fold(&name).replace(' ', "-"));
        if let Some(&known) = self.by_id.get(&id) {
            return known;
        }
        self.add(Entity { id, name, kind, ..Entity::blank() })
    }

    fn add(&mut self, entity: Entity) -> usize {
        let index = self.entities.len();
        self.by_id.insert(entity.id.clone(), index);
        self.entities.push(entity);
        index
    }

    /// Remembers the parts of a person's full name, as written here.
    pub(crate) fn remember_person(&mut self, person: usize, written: &str) {
        let words = name_words(written);
        if let [first, .., last] = words.as_slice() {
            remember(&mut self.surnames, last, person);
            remember(&mut self.given, first, person);
            if words.len() >= 3 {
                // "Wahlstrom van der Berg": a surname with its particle or of two words.
                remember(&mut self.surnames, &words[1..].join(" "), person);
                remember(&mut self.surnames, &words[words.len() - 2..].join(" "), person);
            }
        }
    }

    /// A person of the article with this surname (or these last words); the latest named where several.
    pub(crate) fn by_surname(&self, name: &str) -> Option<usize> {
        self.surnames.get(&name_words(name).join(" ")).and_then(|people| people.last().copied())
    }

    /// The only person of the article with this given name.
    pub(crate) fn by_given_name(&self, name: &str) -> Option<usize> {
        match self.given.get(&fold(name))?.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// The same person under a name with a middle word more or less: "Vladimir V. Putin".
    pub(crate) fn same_person(&self, written: &str) -> Option<usize> {
        let words = name_words(written);
        let (first, last) = (words.first()?, words.last()?);
        let named = self.given.get(first)?;
        let found = self.surnames.get(last)?.iter().copied().find(|person| named.contains(person))?;
        let other = name_words(&self.entities[found].name);
        compatible(&words, &other).then_some(found)
    }

    pub(crate) fn alias(&mut self, name: &str, entity: usize) {
        self.aliases.entry(name.to_owned()).or_insert(entity);
    }

    /// Remembers the latest organisation with this head.
    pub(crate) fn head(&mut self, head: String, entity: usize) {
        self.heads.insert(head, entity);
    }

    /// The latest organisation with this head.
    pub(crate) fn by_head(&self, head: &str) -> Option<usize> {
        self.heads.get(head).copied()
    }

    pub(crate) fn by_alias(&self, name: &str) -> Option<usize> {
        self.aliases.get(name).copied()
    }

    /// Notes a gender unless one is known.
    pub(crate) fn gender(&mut self, entity: usize, gender: Option<Gender>) {
        let known = &mut self.entities[entity].gender;
        *known = known.or(gender);
    }

    /// Notes a role as written.
    pub(crate) fn role(&mut self, entity: usize, role: &str) {
        let role = role.split_whitespace().collect::<Vec<_>>().join(" ");
        let roles = &mut self.entities[entity].roles;
        if roles.len() < 16 && !roles.contains(&role) {
            roles.push(role);
        }
    }
}

fn remember(map: &mut FxHashMap<String, Vec<usize>>, key: &str, person: usize) {
    let people = map.entry(key.to_owned()).or_default();
    people.retain(|known| *known != person);
    if people.len() < 8 {
        people.push(person);
    }
}

/// Whether two full names with the same ends do not contradict each other in the middle.
fn compatible(one: &[String], other: &[String]) -> bool {
    let middle = |words: &[String]| words.get(1..words.len().saturating_sub(1)).unwrap_or(&[]).to_vec();
    let (one, other) = (middle(one), middle(other));
    if one.is_empty() || other.is_empty() {
        return true;
    }
    one.len() == other.len()
        && one.iter().zip(&other).all(|(a, b)| a.starts_with(b.as_str()) || b.starts_with(a.as_str()))
}

trait Blank {
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
